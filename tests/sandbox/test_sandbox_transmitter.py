"""The stand-in transmitter does what the real one does: arguments, lines and exit codes."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable, List, Optional, Tuple

import pytest
from sandbox_client import Client, Clock, maya_job

from farmhand_sandbox import transmission, transmitter
from farmhand_sandbox.server import Sandbox

Run = Callable[..., Tuple[int, List[str]]]


@pytest.fixture
def run(sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a transfer in this process; a keyword replaces an argument, None leaves it out."""

    def call(kind: str, local: Any, remote: str, **changed: Optional[str]) -> Tuple[int, List[str]]:
        values = {"E": "aspera", "H": "127.0.0.1", "P": str(sandbox.port), "S": "10201", "U": "10001136"}
        values.update({"T": kind, "L": str(local), "R": remote, "r": "0", "K": "false", "p": "0", "c": "0"})
        values.update(changed)  # type: ignore[arg-type]
        argv = [part for key, value in values.items() if value is not None for part in (f"-{key}", value)]
        code = transmitter.main(argv)
        return code, capsys.readouterr().out.splitlines()

    return call


def _stored(sandbox: Sandbox, path: str, bid: str = "10201") -> Path:
    return sandbox.folder / "storage" / bid / "10001136" / path


def _upload_json(folder: Path, assets: List[Any]) -> Path:
    path = folder / "upload.json"
    path.write_text(json.dumps({"scene": [], "asset": assets}), encoding="utf-8")
    return path


def _asset(folder: Path, name: str, content: bytes = b"x") -> Any:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return {"local": str(path), "server": f"/P/{name}"}


def test_assets_arrive_at_their_server_paths(run: Run, tmp_path: Path, sandbox: Sandbox) -> None:
    assets = [_asset(tmp_path, "a b/ü#?%&.png", b"1" * 200_000), _asset(tmp_path, "empty", b"")]
    code, lines = run("upload_json", _upload_json(tmp_path, assets), "/")
    assert code == 0
    assert _stored(sandbox, "P/a b/ü#?%&.png").read_bytes() == b"1" * 200_000
    assert _stored(sandbox, "P/empty").read_bytes() == b""
    assert f"upload file done size:200000 bytes ({assets[0]['local']})" in lines
    assert any(line.startswith("transfer progress: 200000/200000 bytes") for line in lines)
    assert lines[-1] == "run state is 0"


def test_a_json_file_arrives_under_its_name(run: Run, tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "task.json"
    path.write_text("{}")
    assert run("upload_path", path, "/20001/cfg/task.json", S="30201")[0] == 0
    assert _stored(sandbox, "20001/cfg/task.json", "30201").read_text() == "{}"


def test_an_empty_asset_list_is_done(run: Run, tmp_path: Path) -> None:
    assert run("upload_json", _upload_json(tmp_path, []), "/")[0] == 0


def test_some_missing_assets_are_told_and_the_rest_is_sent(run: Run, tmp_path: Path, sandbox: Sandbox) -> None:
    gone = {"local": str(tmp_path / "gone"), "server": "/P/gone"}
    code, lines = run("upload_json", _upload_json(tmp_path, [gone, _asset(tmp_path, "a")]), "/")
    assert code == 11
    assert f"get path ({gone['local']}) info failed" in lines
    assert _stored(sandbox, "P/a").is_file()


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"asset": 5}', '{"asset": [{}]}', '{"asset": [5]}'])
def test_a_bad_upload_json_is_255(run: Run, tmp_path: Path, content: str) -> None:
    path = tmp_path / "upload.json"
    path.write_text(content)
    assert run("upload_json", path, "/")[0] == 255


def test_nothing_but_missing_assets_is_255(run: Run, tmp_path: Path) -> None:
    gone = {"local": str(tmp_path / "gone"), "server": "/gone"}
    assert run("upload_json", _upload_json(tmp_path, [gone]), "/")[0] == 255


def test_a_missing_file_is_255(run: Run, tmp_path: Path) -> None:
    code, lines = run("upload_path", tmp_path / "gone", "/x")
    assert code == 255
    assert any("info failed" in line for line in lines)


@pytest.mark.parametrize("key", list("EHPSUTLR"))
def test_a_missing_argument_is_255(run: Run, tmp_path: Path, key: str) -> None:
    assert run("upload_path", tmp_path / "x", "/x", **{key: None})[0] == 255


@pytest.mark.parametrize(
    "bad",
    [{"E": "ftp"}, {"P": "x"}, {"P": "0"}, {"T": "copy"}, {"K": "maybe"}, {"s": "-1"}, {"s": "1048577"}, {"p": "7"}],
)
def test_a_bad_argument_is_255(run: Run, tmp_path: Path, bad: Any) -> None:
    assert run(bad.pop("T", "upload_path"), tmp_path, "/x", **bad)[0] == 255


@pytest.mark.parametrize("host", ["example.com", "10.0.0.1", "0.0.0.0", "127.0.0.1.example.com", "::"])
def test_a_host_that_is_not_this_machine_is_refused(run: Run, tmp_path: Path, host: str) -> None:
    assert run("upload_path", tmp_path, "/x", H=host)[0] == 255


@pytest.mark.parametrize("flag", ["-h", "-v", "--help", "--version"])
def test_help_and_version_exit_with_1(flag: str) -> None:
    assert transmitter.main([flag]) == 1


def test_long_arguments_mean_the_same(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("x")
    argv = ["--engine", "aspera", "--host", "127.0.0.1", "--port", str(sandbox.port), "--storage", "10201"]
    argv += ["--uid", "10001136", "--type", "upload_path", "--local", str(path), "--remote", "/a", "--retry", "0"]
    argv += ["--keep", "false", "--speed-limit", "100", "--protocol", "0", "--count-ranges", "0"]
    assert transmitter.main(argv) == 0
    assert _stored(sandbox, "a").is_file()


def test_a_closed_port_is_1_after_the_retries(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: List[float] = []
    monkeypatch.setattr(transmitter.time, "sleep", pauses.append)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        code, lines = run("upload_path", tmp_path, "/x", P=str(taken.getsockname()[1]), r="2")
    assert code == 1
    assert [line for line in lines if line.startswith("need_retry")] == ["need_retry  is:1", "need_retry  is:2"]
    assert len(pauses) == 2


@pytest.mark.parametrize(
    ("keep", "at"), [("true", "/{id}_shot/L/cam/shot.0001.png"), ("false", "/L/cam/shot.0001.png")]
)
def test_frames_come_with_or_without_their_levels(
    run: Run, client: Client, clock: Clock, tmp_path: Path, keep: str, at: str
) -> None:
    task = client.submitted(maya_job("1", layers=("L",)))
    clock.pass_(99)
    target = tmp_path / "frames"
    assert run("download_path", target, f"{task}_shot", S="20201", K=keep)[0] == 0
    assert (target / at.format(id=task).lstrip("/")).read_bytes().startswith(b"\x89PNG")
    assert not [path for path in target.rglob("*") if path.name.endswith(transmission.PART_SUFFIX)]


def test_one_file_and_a_list_can_be_fetched(run: Run, tmp_path: Path, sandbox: Sandbox) -> None:
    assert run("upload_json", _upload_json(tmp_path, [_asset(tmp_path, "a"), _asset(tmp_path, "b")]), "/")[0] == 0
    assert run("download_path", tmp_path / "one", "/P/a")[0] == 0
    assert (tmp_path / "one" / "a").is_file()
    (tmp_path / "list").write_text("/P/a\n/P/b\n")
    assert run("download_list", tmp_path / "two", str(tmp_path / "list"), K="true")[0] == 0
    assert (tmp_path / "two" / "P" / "b").is_file()


def test_a_list_of_files_can_be_sent(run: Run, tmp_path: Path, sandbox: Sandbox) -> None:
    asset = _asset(tmp_path, "a")
    (tmp_path / "list").write_text(f'{asset["local"]}\nlocal:"{asset["local"]}" server:"/Q/a"\n')
    assert run("upload_list", tmp_path / "list", "/R")[0] == 0
    assert _stored(sandbox, "R/Q/a").is_file()


def test_a_remote_path_that_is_not_there_is_255(run: Run, tmp_path: Path) -> None:
    assert run("download_path", tmp_path, "nothing", S="20201")[0] == 255


def test_an_upload_that_the_server_refuses_is_11(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("x")
    code, lines = run("upload_path", path, "/../../a")
    assert code == 11
    assert any(line.startswith(f"upload file fail ({path})") for line in lines)


def test_a_disk_that_cannot_be_written_is_10(run: Run, tmp_path: Path) -> None:
    assert run("upload_json", _upload_json(tmp_path, [_asset(tmp_path, "a")]), "/")[0] == 0
    (tmp_path / "blocked").write_text("a file where a folder should be")
    code, lines = run("download_path", tmp_path / "blocked", "/P/a")
    assert code == 10
    assert any(line.startswith(f"write file fail ({tmp_path / 'blocked'}") for line in lines)


def test_an_unchanged_file_is_sent_once_with_a_database(run: Run, tmp_path: Path, sandbox: Sandbox) -> None:
    ini = tmp_path / "db.ini"
    ini.write_text(f"[database]\non = true\nplatform_id = 2\ntype = sqlite\n[sqlite]\ndb_path = {tmp_path / 'db'}\n")
    upload = _upload_json(tmp_path, [_asset(tmp_path, "a", b"1")])
    assert run("upload_json", upload, "/", C=str(ini))[0] == 0
    code, lines = run("upload_json", upload, "/", C=str(ini))
    assert code == 0
    assert f"upload file skip unchanged ({tmp_path / 'a'})" in lines
    _asset(tmp_path, "a", b"22")
    assert f"upload file done size:2 bytes ({tmp_path / 'a'})" in run("upload_json", upload, "/", C=str(ini))[1]
    assert _stored(sandbox, "P/a").read_bytes() == b"22"


def test_an_unusable_database_is_255(run: Run, tmp_path: Path) -> None:
    assert run("upload_json", _upload_json(tmp_path, []), "/", C=str(tmp_path / "gone.ini"))[0] == 255


def test_the_rate_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(transmission.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(transmission.time, "sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    meter = transmission.Meter(lambda line: None, 100, 1_024_000)
    for _ in range(10):
        meter.moved(102_400, "x")
    assert now[0] == pytest.approx(10.0)


def test_the_program_that_the_sandbox_names_runs(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "a; touch b"
    path.write_text("x")
    argv = ["-E", "aspera", "-H", "127.0.0.1", "-P", str(sandbox.port), "-S", "10201", "-U", "10001136"]
    argv += ["-T", "upload_path", "-L", str(path), "-R", "/a"]
    done = subprocess.run([str(sandbox.transmitter), *argv], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "run state is 0"


def test_starting_it_imports_no_third_party_code() -> None:
    heavy = "[m for m in ('flask', 'PIL', 'werkzeug') if m in sys.modules]"
    code = f"import sys, farmhand_sandbox.transmitter; print({heavy})"
    environment = {**os.environ, "PYTHONPATH": str(Path(transmitter.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == "[]"
