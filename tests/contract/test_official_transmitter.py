"""The farm's own transfer program as judge of our driver: it takes our arguments, and its failures are understood.

Without an account nothing can be moved; what can be seen is that the program accepts each job as we ask for it, gets as
far as connecting, and that a closed port is told as such.
"""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from farmhand import settings as settings_module
from farmhand.errors import Cancelled, NetworkError, TransferError
from farmhand.farm.records import Line, User
from farmhand.progress import CancelToken
from farmhand.transfer import transmitter
from farmhand.transfer.transmitter import Transmitter

FIND = "import importlib.util as u; print(u.find_spec('rayvision_sync').submodule_search_locations[0])"
USER = User(100001, "test", "10201", "20201", "30201")


@pytest.fixture
def driver(tmp_path, monkeypatch):
    python = os.environ.get("FARMHAND_OFFICIAL_PYTHON")
    if not python or not sys.platform.startswith("linux"):
        pytest.skip("no official transmitter: FARMHAND_OFFICIAL_PYTHON is not set, or this is not Linux")
    found = subprocess.run([python, "-c", FIND], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    if found.returncode:
        pytest.skip("no official transmitter: rayvision_sync is not installed there")
    monkeypatch.setattr(transmitter, "_RETRY_PAUSE", 0.0)
    program = Path(found.stdout.strip()) / "transmission" / "linux" / "rayvision_transmitter"
    settings = settings_module.load(environment={}, user_file=str(tmp_path / "none"))
    (tmp_path / "logs").mkdir()
    line = Line("aspera", "closed", "127.0.0.1", 1, True)
    return Transmitter(str(program), line, USER, settings, str(tmp_path / "logs"))


def upload_json(folder, *paths):
    listing = folder / "upload.json"
    assets = [{"local": str(path), "server": "/a/" + os.path.basename(str(path))} for path in paths]
    listing.write_text(json.dumps({"asset": assets}), encoding="utf-8")
    return str(listing)


def test_each_job_is_understood_and_a_closed_port_is_told_as_such(driver, tmp_path):
    scene = tmp_path / "shot.ma"
    scene.write_bytes(b"scene")
    listing = tmp_path / "upload.json"
    listing.write_text(json.dumps({"asset": [{"local": str(scene), "server": "/a/shot.ma"}]}), encoding="utf-8")
    (tmp_path / "frames").mkdir()
    jobs = {
        "task file": lambda: driver.upload_file(str(scene), "/1/cfg/task.json", ignore, CancelToken()),
        "assets": lambda: driver.upload_assets(str(listing), 5, ignore, CancelToken()),
        "frames": lambda: driver.download_files(
            ["1_shot/a.png"], str(tmp_path / "frames"), 100001, 0, ignore, CancelToken()
        ),
    }
    for name, job in jobs.items():
        began = time.monotonic()
        with pytest.raises(NetworkError) as failed:
            job()
        assert "127.0.0.1:1 " in str(failed.value), name
        assert time.monotonic() - began < 60  # it tries for 5 to 37 s by itself; we start it once, not for ever
    with pytest.raises(TransferError):
        driver.upload_assets(upload_json(tmp_path, tmp_path / "gone.png"), 5, ignore, CancelToken())


def test_it_ends_when_cancelled_with_all_that_it_started(driver, tmp_path):
    scene = tmp_path / "shot.ma"
    scene.write_bytes(b"scene")
    before = running()
    token = CancelToken()
    threading.Timer(1.0, token.cancel).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        driver.upload_assets(upload_json(tmp_path, scene), 5, ignore, token)
    assert time.monotonic() - began < 6
    pause = CancelToken()
    end = time.monotonic() + 5
    while running() - before and time.monotonic() < end:
        pause.wait(0.1)
    assert not running() - before


def running():
    """The transfer programs that run on this machine, by number."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if b"rayvision_transmitter" in command.split(b"\0")[0] or b"ascp" in command.split(b"\0")[0]:
            found.add(int(folder.name))
    return found


def test_no_file_outside_our_folders_is_touched(driver, tmp_path, monkeypatch):
    home, here = tmp_path / "home", tmp_path / "here"
    home.mkdir()
    here.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(here)
    (tmp_path / "job").mkdir()
    names = ["-rf $(touch pwned) `touch pwned`.png", "a 'b' \"c\".png", "two\nlines.png", "贴图.png"]
    paths = [tmp_path / "job" / name for name in names]
    for path in paths:
        path.write_bytes(b"pixels")
    package = Path(driver._program).parent
    transmitter._make_executable(driver._program)
    before = [snapshot(folder) for folder in (package, home, here)]
    with pytest.raises(NetworkError):
        driver.upload_assets(upload_json(tmp_path / "job", *paths), 24, ignore, CancelToken())
    assert (tmp_path / "job" / "transmitter.db").exists()  # our ini is taken, and its database used
    assert [snapshot(folder) for folder in (package, home, here)] == before
    ours = set(names) | {"upload.json", "transfer_database.ini", "transmitter.db"}
    assert {path.name for path in (tmp_path / "job").iterdir()} <= ours
    assert not list(tmp_path.rglob("pwned*"))
    assert list((tmp_path / "logs").iterdir())  # its own logs are where we said


def snapshot(folder):
    """Every file below a folder, with size, time and rights."""
    found = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        found[str(path)] = (status.st_size, status.st_mtime_ns, status.st_mode)
    return found


def ignore(progress):
    pass
