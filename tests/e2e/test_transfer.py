"""The transmitter's driver against the stand-in, which takes the same arguments and ends with the same codes."""

import dataclasses
import json
import os
import stat
import threading

import pytest

from farmhand import settings as settings_module
from farmhand.errors import Cancelled, DiskError, NetworkError, TransferError
from farmhand.farm.records import Line
from farmhand.progress import CancelToken
from farmhand.session import Session
from farmhand.transfer import transmitter
from farmhand.transfer.transmitter import Tally, Transmitter, choose_line

NASTY = (
    "a;touch pwned $(touch pwned) `touch pwned` 贴图 'x' \"y\".png",
    "-rf.png",
    "--help",
    " leading and trailing .png",
    "two\nlines.png",
    "return\rhere.png",
    "| touch pwned &.png",
    "> pwned.png",
    "%PATH% $HOME ~ *.png",
    "(get path) info failed.png",
    "\u2028line separator.png",
    "tab\there.png",
    "quote\".png",
)
"""Names of files that a careless program would run, cut in two, or take for an option."""


def unheard(progress):
    pass


@pytest.fixture
def make(sandbox_environment, tmp_path):
    """Makes a driver on the sandbox's line, with a program or a port of its own where a test wants that."""
    settings = settings_module.load()
    user = Session.open().login()
    host, port = sandbox_environment["FARMHAND_DOMAIN"].split(":")

    def made(program=None, port=int(port), user=user):
        line = Line("aspera", "own", host, port, True)
        return Transmitter(program or transmitter.find(settings), line, user, settings, str(tmp_path))

    return made


def upload_json(folder, *paths):
    path = folder / "upload.json"
    assets = [{"local": str(path), "server": "/transfer-test/" + os.path.basename(str(path))} for path in paths]
    path.write_text(json.dumps({"asset": assets}), encoding="utf-8")
    return str(path)


def program(folder, text):
    """A program that stands in for the transmitter."""
    path = folder / "program"
    path.write_text("#!/bin/sh\n" + text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_a_file_whose_name_looks_like_a_command_is_sent_as_it_is(make, sandbox, tmp_path):
    names = list(NASTY)
    for name in names:
        (tmp_path / name).write_bytes(name.encode("utf-8"))
    total = sum(len(name.encode("utf-8")) for name in names)
    heard = []
    before = set(os.listdir(os.curdir))
    paths = [tmp_path / name for name in names]
    make().upload_assets(upload_json(tmp_path, *paths), total, heard.append, CancelToken())
    for name in names:
        there = sandbox.storage / "storage/10201/10001136/transfer-test" / name
        assert there.read_bytes() == name.encode("utf-8")
    assert heard[-1].done == heard[-1].total == total
    assert set(os.listdir(os.curdir)) == before
    assert not [name for name in os.listdir(str(tmp_path)) if name.startswith("pwned")]


def test_such_names_come_down_too_and_a_folder_of_such_a_name_takes_them(make, sandbox, tmp_path):
    root = sandbox.storage / "storage/20201/10001136/1_nasty"
    root.mkdir(parents=True)
    names = list(NASTY)
    for name in names:
        (root / name).write_bytes(name.encode("utf-8"))
    folder = tmp_path / "-K $(touch pwned) `touch pwned`\n'\"贴图"
    folder.mkdir()
    before = set(os.listdir(os.curdir))
    make().download_files(["1_nasty/" + name for name in names], str(folder), 10001136, 0, unheard, CancelToken())
    for name in names:
        assert (folder / "1_nasty" / name).read_bytes() == name.encode("utf-8")
    assert sorted(os.listdir(str(folder / "1_nasty"))) == sorted(names)
    assert set(os.listdir(os.curdir)) == before


def test_a_file_that_vanished_is_named_and_the_rest_arrives(make, sandbox, tmp_path):
    (tmp_path / "there.png").write_bytes(b"pixels")
    listing = upload_json(tmp_path, tmp_path / "gone.png", tmp_path / "there.png")
    with pytest.raises(TransferError, match="gone.png"):
        make().upload_assets(listing, 6, unheard, CancelToken())
    assert (sandbox.storage / "storage/10201/10001136/transfer-test/there.png").exists()


def test_a_closed_port_is_a_network_error_that_names_it(make, tmp_path, monkeypatch):
    monkeypatch.setattr(transmitter, "_RETRY_PAUSE", 0.0)
    (tmp_path / "a.png").write_bytes(b"x")
    with pytest.raises(NetworkError, match="127.0.0.1:1 "):
        make(port=1).upload_assets(upload_json(tmp_path, tmp_path / "a.png"), 1, unheard, CancelToken())


def test_only_what_asks_for_it_is_started_again_and_not_for_ever(make, tmp_path, monkeypatch):
    monkeypatch.setattr(transmitter, "_RETRY_PAUSE", 0.0)
    for code, starts in ((255, 1), (9, 1), (11, 1), (10, 3), (1, 1), (77, 1)):
        count = tmp_path / "count{}".format(code)
        fake = program(tmp_path, "echo x >>{}\nexit {}\n".format(count, code))
        with pytest.raises((TransferError, NetworkError)):
            make(fake).upload_file(str(tmp_path), "/1/cfg/x", unheard, CancelToken())
        assert count.read_text().count("x") == starts, code


def test_cancelling_ends_the_program_at_once(make, tmp_path):
    fake = program(tmp_path, "echo started\nexec sleep 600\n")
    token = CancelToken()
    threading.Timer(0.3, token.cancel).start()
    with pytest.raises(Cancelled):
        make(fake).upload_file(str(tmp_path), "/1/cfg/x", unheard, token)


def test_a_program_that_cannot_be_started_is_named(make, tmp_path):
    broken = tmp_path / "broken"
    broken.write_bytes(b"\x00not a program")
    with pytest.raises(TransferError, match="cannot be started"):
        make(str(broken)).upload_file(str(tmp_path), "/1/cfg/x", unheard, CancelToken())


def test_a_wrong_path_or_no_transmitter_says_what_to_do(sandbox_environment, monkeypatch):
    monkeypatch.setenv("FARMHAND_TRANSMITTER", "/nowhere/rayvision_transmitter")
    with pytest.raises(TransferError, match="/nowhere"):
        transmitter.find(settings_module.load())
    monkeypatch.delenv("FARMHAND_TRANSMITTER")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(TransferError) as missing:
        transmitter.find(settings_module.load())
    assert "rayvision_sync" in missing.value.advice


def test_the_preferred_line_wins_then_the_farms_default():
    lines = [
        Line("raysync", "r", "h", 1, True),
        Line("aspera", "a", "h", 1, False),
        Line("aspera", "b", "h", 1, True),
    ]
    assert choose_line(lines, "").name == "b"
    assert choose_line(lines, "a").name == "a"
    assert choose_line(lines, "nowhere").name == "b"
    with pytest.raises(TransferError):
        choose_line(lines[:1], "")


def test_output_lines_are_read_as_files_bytes_and_failures():
    tally = Tally("upload", "x", 100)
    assert not tally.take("run state is 2")
    assert tally.take("transfer progress: 40/100 bytes 12 KB/s (/a (1)/b.png)")
    assert tally.take("upload file fail, code 5 (/a/b.png)")
    assert tally.take("get path (/a/c.png) info failed")
    assert tally.take("write file fail (/d/e (2).png): No space left on device")
    assert (tally.done, tally.refused) == (40, ["/a/b.png", "/a/c.png"])
    assert tally.disk == ("/d/e (2).png", "No space left on device")


def test_a_full_disk_reported_by_the_engine_is_a_disk_error(make, tmp_path):
    fake = program(tmp_path, "echo 'write file fail (/d/e.png): No space left on device'\nexit 10\n")
    with pytest.raises(DiskError, match="/d/e.png"):
        make(fake).download_files(["a"], str(tmp_path), 1, 0, unheard, CancelToken())


def test_assets_go_to_the_main_accounts_storage_where_it_shares(make, tmp_path, sandbox_environment):
    user = dataclasses.replace(
        Session.open().login(), parent_input_bid="10299", main_user_id=7, share_main_capital=True
    )
    arguments = tmp_path / "arguments"
    fake = program(tmp_path, 'echo "$@" >{}\n'.format(arguments))
    make(fake, user=user).upload_assets(str(tmp_path / "upload.json"), 0, unheard, CancelToken())
    assert "-S 10299 -U 7 -T upload_json" in arguments.read_text()
