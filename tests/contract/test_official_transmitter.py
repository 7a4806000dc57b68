"""The farm's own transfer program as judge of our driver: it takes our arguments, and its failures are understood.

Without an account nothing can be moved; what can be seen is that the program accepts each job as we ask for it, gets as
far as connecting, and that a closed port is told as such.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from farmhand import settings as settings_module
from farmhand.errors import NetworkError
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
    return Transmitter(str(program), Line("aspera", "closed", "127.0.0.1", 1, True), USER, settings, str(tmp_path))


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
        with pytest.raises(NetworkError) as failed:
            job()
        assert "127.0.0.1:1 " in str(failed.value), name


def ignore(progress):
    pass
