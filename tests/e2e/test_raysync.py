"""The Raysync driver against the stand-in for its client."""

import json
import os
import subprocess
import sys
import threading

import pytest

from farmhand import settings as settings_module
from farmhand.errors import Cancelled, NetworkError, SettingsError, TransferError
from farmhand.frames import FrameRange
from farmhand.job.choices import Choices, Job
from farmhand.progress import CancelToken
from farmhand.readers import open_scene
from farmhand.scene.host import run
from farmhand.session import Session
from farmhand.transfer import raysync_client


def unheard(progress):
    pass


@pytest.fixture
def start(sandbox_environment, tmp_path, monkeypatch):
    """Starts a client in a folder, and makes it the engine."""
    running = []

    def begun(*options):
        python = os.environ.get("FARMHAND_SANDBOX_PYTHON", sys.executable)
        folder = tmp_path / "client{}".format(len(running))
        farm = sandbox_environment["FARMHAND_DOMAIN"].split(":")[1]
        command = [python, "-m", "farmhand_sandbox.raysync", str(folder), "--farm", farm, *options]
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE))
        assert running[-1].stdout.readline().strip().isdigit()
        monkeypatch.setenv("FARMHAND_ENGINE", "raysync")
        monkeypatch.setenv("FARMHAND_RAYSYNC", str(folder))
        return Session.open()

    yield begun
    for process in running:
        process.terminate()
        process.communicate(timeout=20)


def test_a_scene_goes_up_and_its_frames_come_down(start, sandbox, first_light, tmp_path):
    session = start()
    choices = Choices().with_target("rs_beauty", enabled=False).with_target("rs_fog", frames=FrameRange.parse("1-2[1]"))
    job = Job(run(open_scene(str(first_light)).analyse()), choices)
    heard = []
    task_id = session.submit(job, heard.append, CancelToken())
    assert session.task(task_id).remark == ""  # nothing is missing there
    brought = session.download(task_id, str(tmp_path / "frames"), unheard, CancelToken())
    assert brought.fetched == 2
    root = sandbox.storage / "storage/20201/10001136"
    for path in brought.files:
        with open(path, "rb") as stream:
            assert stream.read() == (root / os.path.relpath(path, str(tmp_path / "frames"))).read_bytes()
    uploads = [progress for progress in heard if progress.stage == "upload" and progress.total]
    assert uploads[-1].done == uploads[-1].total


def listing(folder, *paths):
    path = folder / "upload.json"
    assets = [{"local": str(path), "server": "/raysync-test/" + os.path.basename(str(path))} for path in paths]
    path.write_text(json.dumps({"asset": assets}), encoding="utf-8")
    return str(path)


def test_names_that_a_list_cannot_hold_are_sent_one_by_one(start, sandbox, tmp_path):
    engine = start()._transfer()
    names = ["plain.png", 'a "quoted".png', "new\nline.png", "-rf $(touch pwned) `id`.png", "贴图 1.png"]
    for name in names:
        (tmp_path / name).write_bytes(name.encode("utf-8"))
    engine.upload_assets(listing(tmp_path, *(tmp_path / name for name in names)), 100, unheard, CancelToken())
    for name in names:
        there = sandbox.storage / "storage/10201/10001136/raysync-test" / name
        assert there.read_bytes() == name.encode("utf-8")
    assert not os.path.exists("pwned")


def test_a_file_that_is_gone_is_named(start, tmp_path):
    engine = start()._transfer()
    with pytest.raises(TransferError, match=r"gone\.png"):
        engine.upload_assets(listing(tmp_path, tmp_path / "gone.png"), 1, unheard, CancelToken())


ENDINGS = (
    ("failed", 2, None),
    ("failed", 3, TransferError),
    ("proxy-closed", 3, NetworkError),
    ("stopped", 1, None),
    ("stop-by-server", 2, NetworkError),
    ("no-permission", 1, TransferError),
    ("ip-locked", 1, TransferError),
    ("account-locked", 1, TransferError),
    ("of-tomorrow", 1, TransferError),
)
"""State, how many runs end so, and what comes of it."""


def test_each_state_is_tried_again_as_often_as_it_helps_and_then_told(start, tmp_path):
    options = []
    for state, runs, error in ENDINGS:
        options += ["--fail", "{}:{}".format(state, runs)] + ([] if error else ["--fail", "none"])
    engine = start(*options)._transfer()
    (tmp_path / "a.png").write_bytes(b"x")
    for state, _, error in ENDINGS:
        if error is None:
            engine.upload_assets(listing(tmp_path, tmp_path / "a.png"), 1, unheard, CancelToken())
            continue
        with pytest.raises(error) as told:
            engine.upload_assets(listing(tmp_path, tmp_path / "a.png"), 1, unheard, CancelToken())
        assert "12345678" not in str(told.value), state
    engine.upload_assets(listing(tmp_path, tmp_path / "a.png"), 1, unheard, CancelToken())


def test_cancelling_stops_the_job_in_the_client(start, tmp_path):
    session = start("--slow", "600")
    engine = session._transfer()
    (tmp_path / "a.png").write_bytes(b"x")
    token = CancelToken()
    threading.Timer(0.2, token.cancel).start()
    with pytest.raises(Cancelled):
        engine.upload_assets(listing(tmp_path, tmp_path / "a.png"), 1, unheard, token)
    token = CancelToken()
    states = []
    while "stopped" not in states:
        states = [one["task-state"] for one in engine._local.post("/get-task-list", {"task-group": "all"})["task-list"]]
        token.wait(0.05)


def test_a_client_that_is_not_there_is_told(sandbox_environment, monkeypatch, tmp_path):
    monkeypatch.setenv("FARMHAND_ENGINE", "raysync")
    with pytest.raises(SettingsError, match="folder is not known"):
        Session.open()._transfer()
    monkeypatch.setenv("FARMHAND_RAYSYNC", str(tmp_path))
    with pytest.raises(SettingsError, match=r"cluster\.xml"):
        Session.open()._transfer()
    (tmp_path / "cluster.xml").write_text('<c><h><p value="1"/></h></c>', encoding="utf-8")
    with pytest.raises(TransferError, match="cannot be started"):
        Session.open()._transfer()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the client is started otherwise elsewhere")
def test_a_client_that_does_not_run_is_started_without_a_shell_string(sandbox_environment, monkeypatch, tmp_path):
    folder = tmp_path / "a client; touch pwned"
    folder.mkdir()
    (folder / "cluster.xml").write_text('<c><h><p value="1"/></h></c>', encoding="utf-8")
    (folder / "start.sh").write_text("touch started\n", encoding="utf-8")
    monkeypatch.setenv("FARMHAND_ENGINE", "raysync")
    monkeypatch.setenv("FARMHAND_RAYSYNC", str(folder))
    monkeypatch.setattr(raysync_client, "WAIT_FOR_START", 0.5)
    with pytest.raises(TransferError, match="does not answer"):
        Session.open()._transfer()
    assert (folder / "started").exists()
    assert settings_module.load()["raysync"] == str(folder)
