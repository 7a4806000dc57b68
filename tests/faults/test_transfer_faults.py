"""Whatever goes wrong in a whole submission and download: it is told in a sentence, and going on ends well.

A few pairs of fault and operation by default; every fault on every operation with FARMHAND_PROOF=1.
"""

import json
import os
import random
import resource
import shutil
import stat
import urllib.request

import pytest
from rights import reads_everything

from farmhand.errors import DiskError, FarmhandError, JobError, NetworkError, TransferError
from farmhand.farm import connection as connection_module
from farmhand.frames import FrameRange
from farmhand.job.choices import Choices, Job
from farmhand.progress import CancelToken
from farmhand.readers import open_scene
from farmhand.scene.host import run
from farmhand.session import Session
from farmhand.submission import steps
from farmhand.transfer import transmitter

PROOF = bool(os.environ.get("FARMHAND_PROOF"))
KINDS = (
    "latency=0.6", "drop", "drop_after", "reset", "reset_after", "502", "502_after", "html", "half", "429=0",
    "skew=3600", "skew=-3600", "610", "611", "duplicate", "duplicate_last",
)  # fmt: skip
OPERATIONS = (
    "queryUserProfile", "queryUserSetting", "getBid", "getConfig", "createTask", "task", "queryTaskInfo",
    "getOutputUserDirFile", "querySoftwareDetail", "list",
)  # fmt: skip
PAIRS = [(kind, operation) for kind in KINDS for operation in OPERATIONS]
SAMPLE = PAIRS if PROOF else [*random.Random(8).sample(PAIRS, 1), ("drop_after", "task")]


class Farm:
    """The sandbox, with its faults in hand."""

    def __init__(self, sandbox):
        self.root = "http://" + sandbox.environment["FARMHAND_DOMAIN"] + "/sandbox/"
        self.storage = sandbox.storage / "storage"

    def choose(self, *faults):
        body = json.dumps({"faults": faults}).encode("utf-8")
        urllib.request.urlopen(
            urllib.request.Request(self.root + "faults", body, {"Content-Type": "application/json"})
        ).close()

    def started(self, scene):
        """How often each task of a scene was started."""
        with urllib.request.urlopen(self.root + "counters") as answer:
            counts = json.loads(answer.read().decode("utf-8"))["submits"]
        found = {}
        for number, count in counts.items():
            path = self.storage / "30201/10001136" / number / "cfg/task.json"
            if path.exists() and scene in path.read_text(encoding="utf-8"):
                found[int(number)] = count["started"]
        return found


@pytest.fixture
def farm(sandbox, sandbox_environment, monkeypatch):
    monkeypatch.setattr(connection_module, "FIRST_PAUSE", 0.0)
    monkeypatch.setattr(transmitter, "_RETRY_PAUSE", 0.0)
    monkeypatch.setattr(steps, "SETTLE", 0.3)
    made = Farm(sandbox)
    yield made
    made.choose()


@pytest.fixture
def job(first_light, tmp_path):
    shutil.copytree(str(first_light.parents[1]), str(tmp_path / "project"))
    choices = Choices().with_target("rs_beauty", enabled=False)
    scene = run(open_scene(str(tmp_path / "project/scenes/first_light.ma")).analyse())
    return Job(scene, choices.with_target("rs_fog", frames=FrameRange.parse("1-2[1]")))


def unheard(progress):
    pass


def until_ended(session, task_id):
    for _ in session.watch(task_id).looks(CancelToken()):
        pass


def told(error):
    """The sentence of an error, which is fit to be shown."""
    sentence, advice = str(error.value), error.value.advice
    assert sentence.endswith("."), sentence
    assert "{" not in sentence + advice
    assert advice, sentence
    return sentence


def go_on(farm, job, folder):
    """What a user does afterwards; it must end well, with one task, every file and every frame."""
    session = Session.open()
    left = session.unfinished()
    if left:
        task_id = session.resume(left[0].id, unheard, CancelToken())
    else:
        done = [entry.task_id for entry in session._journal().entries() if entry.ended == "submitted"]
        task_id = done[0] if done else session.submit(job, unheard, CancelToken())
    assert session.unfinished() == []
    brought = session.download(task_id, str(folder), unheard, CancelToken())
    started = farm.started(job.scene.path)
    assert started.pop(task_id) == 1
    assert not any(started.values())
    for path in [job.scene.path, *(asset.path for asset in job.assets)]:
        with open(path, "rb") as stream:
            assert (farm.storage / "10201/10001136" / path.lstrip("/")).read_bytes() == stream.read()
    assert len(brought.files) == 2
    for path in brought.files:
        with open(path, "rb") as stream:
            stored = farm.storage / "20201/10001136" / os.path.relpath(path, str(folder))
            assert stored.read_bytes() == stream.read()


@pytest.mark.parametrize(("kind", "operation"), SAMPLE)
def test_a_fault_of_the_farm_anywhere_is_told_or_survived_and_going_on_ends_well(farm, job, tmp_path, kind, operation):
    farm.choose("{}:{}{}".format(kind, operation, "" if kind.startswith("skew") else ":2"))
    try:
        session = Session.open()
        task_id = session.submit(job, unheard, CancelToken())
        session.download(task_id, str(tmp_path / "frames"), unheard, CancelToken())
    except FarmhandError as error:
        assert str(error).endswith(".")
        assert error.advice
    farm.choose()
    go_on(farm, job, tmp_path / "frames")


def program(folder, text, monkeypatch):
    """Puts a program in the transmitter's place; `$REAL` is the stand-in."""
    path = folder / "program"
    real = os.environ["FARMHAND_TRANSMITTER"]
    path.write_text("#!/bin/sh\nREAL='{}'\n{}".format(real, text), encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("FARMHAND_TRANSMITTER", str(path))


BROKEN = {
    "killed": ("kill -9 $$\n", TransferError, "ended from outside"),
    "killed in the middle": ('"$REAL" "$@" & sleep 0.15; kill -9 $! $$\n', TransferError, "ended from outside"),
    "crashed": ("kill -11 $$\n", TransferError, "ended from outside"),
    "hanging": ("exec sleep 600\n", NetworkError, "said nothing"),
    "hanging after its work": ('"$REAL" "$@"; exec sleep 600\n', NetworkError, "said nothing"),
    "lying": ("echo 'upload file fail, code 5 (/a/b.png)'\nexit 0\n", TransferError, r"/a/b\.png"),
    "chattering": ("head -c 300000 /dev/urandom\nexit 10\n", TransferError, "tried again"),
    "silent": ("exit 200\n", TransferError, "code 200"),
}


@pytest.mark.parametrize("how", sorted(BROKEN) if PROOF else ["killed in the middle", "hanging"])
def test_a_transfer_program_that_breaks_is_told_and_going_on_ends_well(farm, job, tmp_path, monkeypatch, how):
    text, kind, words = BROKEN[how]
    with monkeypatch.context() as patch:
        patch.setattr(transmitter, "SILENCE", 0.6)
        program(tmp_path, text, patch)
        with pytest.raises(kind, match=words) as error:
            Session.open().submit(job, unheard, CancelToken())
    told(error)
    assert not any(farm.started(job.scene.path).values())
    go_on(farm, job, tmp_path / "frames")


def test_a_download_that_lies_or_breaks_off_is_told_and_going_on_ends_well(farm, job, tmp_path, monkeypatch):
    session = Session.open()
    task_id = session.submit(job, unheard, CancelToken())
    until_ended(session, task_id)
    breaking = 'case "$*" in *download*) %s ;; esac\nexec "$REAL" "$@"\n'
    for text, kind in (("exit 0", TransferError), ("kill -9 $$", TransferError), ("exit 1", NetworkError)):
        with monkeypatch.context() as patch:
            program(tmp_path, breaking % text, patch)
            with pytest.raises(kind) as error:
                Session.open().download(task_id, str(tmp_path / "frames"), unheard, CancelToken(), follow=False)
            told(error)
        assert not [name for _, _, names in os.walk(str(tmp_path / "frames")) for name in names if "png" in name]
    go_on(farm, job, tmp_path / "frames")


MIDWAY = {
    "changed": lambda path: path.write_bytes(b"repainted"),
    "vanished": lambda path: path.unlink(),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "a link to nothing": lambda path: (path.unlink(), path.symlink_to("nowhere")),
    "unreadable": lambda path: path.chmod(0),
}


ALL_MIDWAY = sorted(set(MIDWAY) - ({"unreadable"} if reads_everything() else set()))


@pytest.mark.parametrize("how", ALL_MIDWAY if PROOF else ["changed", "vanished"])
def test_a_file_that_changes_on_the_way_stops_the_job_before_it_costs(farm, job, tmp_path, how):
    path = tmp_path / "project/sourceimages/floor.png"
    done = []

    def report(progress):
        if progress.stage == "send_assets" and not done:
            done.append(MIDWAY[how](path))

    with pytest.raises((JobError, TransferError)) as error:
        Session.open().submit(job, report, CancelToken())
    assert "floor.png" in told(error)
    assert not any(farm.started(job.scene.path).values())
    assert done


@pytest.mark.parametrize("largest", range(0, 65536, 1024) if PROOF else [20000])
def test_a_disk_that_is_full_at_any_file_is_told_and_going_on_ends_well(farm, job, tmp_path, largest):
    Session.open().login()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, before[1]))
    failed = None
    try:
        session = Session.open()
        task_id = session.submit(job, unheard, CancelToken())
        until_ended(session, task_id)
        session.download(task_id, str(tmp_path / "frames"), unheard, CancelToken(), follow=False)
    except FarmhandError as error:
        failed = error
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert isinstance(failed, (DiskError, TransferError, type(None))), failed
    assert failed is not None or largest > 20000
    go_on(farm, job, tmp_path / "frames")
