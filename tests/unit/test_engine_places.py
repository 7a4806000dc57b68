"""Whether the chosen engine's program is in its place: told as the engine would tell it, and nothing is touched."""

import os
import sys

import pytest

from farmhand.errors import SettingsError, TransferError
from farmhand.settings import load
from farmhand.transfer import places, raysync_client

POSIX = pytest.mark.skipif(os.name != "posix", reason="execute bits are of POSIX")
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what a program begins with is Linux's")


@pytest.fixture(autouse=True)
def own_settings(monkeypatch, tmp_path):
    """No settings of the user who runs the tests."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("ENGINE", "TRANSMITTER", "RAYSYNC"):
        monkeypatch.delenv("FARMHAND_" + name, raising=False)


def check(**overrides):
    return places.check(load(overrides))


@pytest.fixture
def program(tmp_path):
    """A program without an execute bit, as a wheel leaves it."""
    made = tmp_path / "rayvision_transmitter"
    made.write_bytes(b"#!/bin/sh\n")
    made.chmod(0o644)
    return made


def test_a_program_whose_execute_bit_can_be_set_is_fine_and_stays_as_it_is(program):
    assert check(transmitter=str(program)) == str(program)
    assert program.stat().st_mode & 0o777 == 0o644


@POSIX
@pytest.mark.parametrize("part", ["rayvision_transmitter", "aspera/ascp"])
def test_somebody_elses_program_without_execute_bit_is_told(program, monkeypatch, part):
    (program.parent / "aspera").mkdir()
    (program.parent / "aspera" / "ascp").write_bytes(b"")
    for name in {"rayvision_transmitter", "aspera/ascp"} - {part}:
        (program.parent / name).chmod(0o755)
    monkeypatch.setattr(os, "geteuid", lambda: program.stat().st_uid + 4711)
    with pytest.raises(TransferError, match=part + " may not be executed: operation not permitted"):
        check(transmitter=str(program))


@LINUX
@pytest.mark.parametrize("content", [b"", b"buy milk", b"MZ\x90\x00"])
def test_what_is_no_program_of_this_system_is_told(program, content):
    program.write_bytes(content)
    with pytest.raises(TransferError, match="cannot be started: exec format error"):
        check(transmitter=str(program))
    program.write_bytes(b"\x7fELF\x02")
    assert check(transmitter=str(program)) == str(program)


def test_a_missing_program_is_told(tmp_path, monkeypatch):
    for path in (str(tmp_path), str(tmp_path / "none")):
        with pytest.raises(TransferError, match="There is no transmitter at"):
            check(transmitter=path)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(TransferError, match="is not on this machine"):
        check()


def test_a_raysync_client_is_there_or_answers(tmp_path, monkeypatch):
    with pytest.raises(SettingsError, match="folder is not known"):
        check(engine="raysync")
    with pytest.raises(SettingsError, match=r"cluster\.xml: no such file or directory\."):
        check(engine="raysync", raysync=str(tmp_path))
    (tmp_path / "cluster.xml").write_text("<c/>", encoding="utf-8")
    with pytest.raises(SettingsError, match="port cannot be read"):
        check(engine="raysync", raysync=str(tmp_path))
    (tmp_path / "cluster.xml").write_text('<c><h><p value="1"/></h></c>', encoding="utf-8")
    with pytest.raises(TransferError, match="cannot be started: no such file"):
        check(engine="raysync", raysync=str(tmp_path))
    asked = []
    monkeypatch.setattr(raysync_client.Local, "answers", lambda self: asked.append(self) or True)
    assert check(engine="raysync", raysync=str(tmp_path)) == str(tmp_path)  # one that runs needs no start
    for name in ("start.sh", "Raysync-sdk.exe", "Raysync-sdk"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert check(engine="raysync", raysync=str(tmp_path)) == str(tmp_path)
    assert len(asked) == 1  # what can be seen is not asked for
