"""A submission that is disturbed loses nothing and pays nothing twice."""

import os
import shutil

import pytest

from farmhand import settings as settings_module
from farmhand.errors import Cancelled, JobError, NetworkError
from farmhand.farm import connection as connection_module
from farmhand.farm.connection import Connection
from farmhand.job.choices import Job
from farmhand.progress import CancelToken
from farmhand.readers import open_scene
from farmhand.scene.host import run
from farmhand.session import Session
from farmhand.submission.journal import Journal
from farmhand.submission.steps import STEPS

SUBMIT = "/api/render/submit/task"


@pytest.fixture
def project(first_light, tmp_path):
    """A copy of our example that a test may change."""
    shutil.copytree(str(first_light.parents[1]), str(tmp_path / "project"))
    return tmp_path / "project"


@pytest.fixture
def job(project):
    return Job(run(open_scene(str(project / "scenes" / "first_light.ma")).analyse()))


@pytest.fixture
def session(sandbox_environment):
    return Session.open()


def journal():
    return Journal(settings_module.data_folder(settings_module.load()))


def disturb(monkeypatch, arrives):
    """Lose the answers to `submit`; the request itself arrives, or does not."""
    sent = []
    send = Connection._send

    def lost(self, path, body):
        if path != SUBMIT:
            return send(self, path, body)
        sent.append(body)
        if arrives:
            send(self, path, body)
        raise NetworkError("The line broke.")

    monkeypatch.setattr(Connection, "_send", lost)
    return sent


def test_every_step_is_in_the_journal(session, job):
    heard = []
    task_id = session.submit(job, heard.append, CancelToken())
    entry = journal().entries()[0]
    assert (entry.task_id, entry.ended, entry.steps) == (task_id, "submitted", list(STEPS))
    assert {"asset.json", "task.json", "tips.json", "upload.json"} <= set(os.listdir(entry.folder))
    assert heard[-1].stage == "submitted"


def test_a_submit_whose_answer_was_lost_is_found_on_the_farm_and_not_repeated(session, job, monkeypatch):
    sent = disturb(monkeypatch, arrives=True)
    task_id = session.submit(job, lambda progress: None, CancelToken())
    assert len(sent) == 1
    assert session.task(task_id).scene


def test_a_submit_that_did_not_arrive_is_told_and_not_repeated(session, job, monkeypatch):
    sent = disturb(monkeypatch, arrives=False)
    with pytest.raises(NetworkError, match="not known"):
        session.submit(job, lambda progress: None, CancelToken())
    assert len(sent) == 1
    assert journal().entries()[0].ended == "failed"


def test_a_file_that_changed_since_the_analysis_stops_the_job_before_anything_is_sent(session, job, project):
    (project / "sourceimages" / "floor.png").write_bytes(b"repainted")
    with pytest.raises(JobError, match=r"floor\.png changed"):
        session.submit(job, lambda progress: None, CancelToken())
    (project / "sourceimages" / "floor.png").unlink()
    with pytest.raises(JobError, match=r"floor\.png is gone"):
        session.submit(job, lambda progress: None, CancelToken())
    assert journal().entries() == []


def test_a_cancelled_submission_is_never_submitted(session, job, monkeypatch):
    token = CancelToken()

    def report(progress):
        if progress.stage == "upload":
            token.cancel()

    sent = disturb(monkeypatch, arrives=True)
    with pytest.raises(Cancelled):
        session.submit(job, report, token)
    assert sent == []
    assert journal().entries()[0].ended == "cancelled"


def test_a_clock_that_is_an_hour_off_is_corrected_by_the_farms(session, monkeypatch):
    import time as real

    class Clock:
        sleep = staticmethod(real.sleep)
        perf_counter = staticmethod(real.perf_counter)

        @staticmethod
        def time():
            return real.time() + 3600

    monkeypatch.setattr(connection_module, "time", Clock)
    assert session.login().user_id


def test_a_stopped_task_ends_the_watching(session, job):
    from farmhand.watch.monitor import follow

    task_id = session.submit(job, lambda progress: None, CancelToken())
    session._client.task.stop_task([task_id])
    last = list(follow(session._client, task_id, 0.05, CancelToken()))[-1]
    assert last.ended


def test_only_what_changed_is_sent_a_second_time(session, job, project, sandbox):
    session.submit(job, ignore, CancelToken())
    storage = sandbox.storage / "storage/10201/10001136" / str(project).lstrip("/")
    for path in storage.rglob("*.png"):
        path.unlink()
    (project / "sourceimages" / "floor.png").write_bytes(b"repainted")
    again = Job(run(open_scene(job.scene.path).analyse()))
    plan = session.plan(again)
    assert [os.path.basename(asset.path) for asset in plan.changed] == ["floor.png"]
    assert (len(plan.new), len(plan.unchanged)) == (0, 16)
    session.submit(again, ignore, CancelToken())
    assert [path.name for path in storage.rglob("*.png")] == ["floor.png"]


def test_a_transfer_that_broke_off_goes_on_after_the_last_whole_batch(session, job, monkeypatch):
    from farmhand.submission import sending

    monkeypatch.setattr(sending, "BATCH_FILES", 5)
    token = CancelToken()

    def stop_in_the_third_batch(progress):
        if progress.stage == "upload" and progress.done and len(session.plan(job).unchanged) == 10:
            token.cancel()

    with pytest.raises(Cancelled):
        session.submit(job, stop_in_the_third_batch, token)
    assert len(session.plan(job).to_send) == 7
    session.submit(job, ignore, CancelToken())
    assert session.plan(job).to_send == ()


def test_a_file_that_changes_while_it_is_sent_stops_the_job_before_it_is_submitted(session, job, project, monkeypatch):
    sent = disturb(monkeypatch, arrives=True)

    def repaint(progress):
        if progress.stage == "upload" and progress.done:
            (project / "sourceimages" / "floor.png").write_bytes(b"repainted while it was sent")

    with pytest.raises(JobError, match=r"floor\.png changed"):
        session.submit(job, repaint, CancelToken())
    assert sent == []


def ignore(progress):
    pass
