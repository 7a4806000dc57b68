"""The command announces itself in lines that a shell can read, and ends when it is told to."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any, List

import pytest
from sandbox_client import ROOT

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "sandbox")}
NAMES = ["ACCESS_ID", "ACCESS_KEY", "DOMAIN", "PLATFORM", "PROTOCOL", "TRANSMITTER", "DATA_FOLDER"]


def _start(*options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "farmhand_sandbox", *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)


def _ready(process: Any) -> List[str]:
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if line.startswith("#"):
            return lines
    raise AssertionError(process.stderr.read())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals between processes")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_how_to_reach_it_and_ends_with_0(tmp_path: Path, number: int) -> None:
    folder = tmp_path / "a farm's folder"
    process = _start("--port", "0", "--storage", str(folder))
    try:
        lines = _ready(process)
        exported = dict(shlex.split(line)[1].split("=", 1) for line in lines if line.startswith("export "))
        assert list(exported) == [f"FARMHAND_{name}" for name in NAMES]
        host, port = exported["FARMHAND_DOMAIN"].split(":")
        socket.create_connection((host, int(port)), timeout=10).close()
        assert os.access(exported["FARMHAND_TRANSMITTER"], os.X_OK)
        assert str(folder) in lines[-1]
        process.send_signal(number)
        rest, errors = process.communicate(timeout=20)
        assert (process.returncode, rest, errors) == (0, "", "")
    finally:
        process.kill()
        process.communicate()


def test_a_port_that_is_taken_is_told_and_ends_with_1(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = _start("--port", str(taken.getsockname()[1]), "--storage", str(tmp_path))
        out, errors = process.communicate(timeout=30)
    assert (process.returncode, out) == (1, "")
    assert errors


def test_faults_and_samples_are_chosen_on_the_command_line(tmp_path: Path) -> None:
    process = _start("--port", "0", "--storage", str(tmp_path), "--populate", "--fault", "drop:createTask:2")
    try:
        (domain,) = [line.split("=", 1)[1] for line in _ready(process) if "FARMHAND_DOMAIN" in line]
        with urllib.request.urlopen(f"http://{domain}/sandbox/faults") as answer:
            assert json.loads(answer.read())["faults"] == ["drop=0:createTask:2"]
    finally:
        process.terminate()
        process.communicate(timeout=20)
    assert len(list((tmp_path / "storage").rglob("*.png"))) == 23


def test_a_fault_that_is_none_is_told_and_ends_with_1(tmp_path: Path) -> None:
    process = _start("--port", "0", "--storage", str(tmp_path), "--fault", "flood")
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "'flood' is no fault" in errors
