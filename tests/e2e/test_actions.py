"""What is done to tasks after their submission, and what came of it; the estimate; going on by the command line."""

import os

import pytest

from farmhand.errors import FarmhandError, JobError, TaskFailed
from farmhand.farm.codes import TASK_STATUSES
from farmhand.frames import FrameRange
from farmhand.job.choices import Choices, Job
from farmhand.progress import CancelToken
from farmhand.readers import open_scene
from farmhand.scene.host import run
from farmhand.session import Session
from farmhand.submission import steps
from farmhand.watch.actions import ACTIONS


def unheard(progress):
    pass


def job(first_light, **choices):
    made = Choices(**choices).with_target("rs_beauty", enabled=False)
    scene = run(open_scene(str(first_light)).analyse())
    return Job(scene, made.with_target("rs_fog", frames=FrameRange.parse("1-6[1]")))




@pytest.fixture
def slow(start_sandbox, use_farm):
    """A session on a farm whose frames do not end while a test looks."""
    use_farm(start_sandbox("--speed", "600", "--nodes", "2", "--analyse-delay", "0"))
    return Session.open()


def test_every_action_shows_what_came_of_it(slow, first_light):
    task_id = slow.submit(job(first_light), unheard, CancelToken())
    stopped = slow.act("stop", task_id)
    assert (TASK_STATUSES[stopped.before.status].ended, stopped.after.status) == (False, 15)
    started = slow.act("start", task_id)
    assert (started.before.status, started.after.ended) == (15, False)
    assert slow.act("abandon", task_id).after.status == 35
    with pytest.raises(FarmhandError):
        slow.act("start", task_id)
    assert slow.act("delete", task_id).after is None
    with pytest.raises(TaskFailed):
        slow.act("stop", task_id)
    changed_on_the_way(slow, first_light)


def changed_on_the_way(slow, first_light):
    """Priority, limit, hardware and overtime reach the farm, and wrong values do not."""
    task_id = slow.submit(job(first_light), unheard, CancelToken())
    usable = [kind.id for kind in slow._client.hardware() if kind.usable]
    for name, value in (("priority", "60"), ("limit", "7"), ("hardware", usable[-1]), ("overtime", "7200")):
        assert slow.act(name, task_id, value).after is not None
    item = slow._client.query.task_info([task_id])["items"][0]
    assert (item["taskUserLevel"], item["taskLimit"], item["overTimeStop"]) == (60, 7, 7200)
    for name, value in (("priority", "99"), ("limit", "0"), ("overtime", "soon"), ("hardware", "gone"),
                        ("restart", " , "), ("restart", "99"), ("restart", "1"), ("restart-failed", ""),
                        ("explode", "")):  # fmt: skip
        with pytest.raises(JobError) as told:
            slow.act(name, task_id, value)
        assert told.value.advice, name
    slow.act("delete", task_id)


def test_frames_that_failed_or_were_chosen_render_again(start_sandbox, use_farm, first_light):
    use_farm(start_sandbox("--speed", "0.01", "--nodes", "8", "--fail-frame", "3", "--analyse-delay", "0"))
    session = Session.open()
    task_id = session.submit(job(first_light), unheard, CancelToken())
    ended = until_ended(session, task_id)
    assert (ended.status, ended.failed) == (30, 1)
    done = session.act("restart-failed", task_id)
    assert done.frames == 1
    assert until_ended(session, task_id).status == 25
    assert session.act("restart", task_id, "2,5").frames == 2
    until_ended(session, task_id)
    again = [record["recommitFlag"] for record in session._client.query.every_frame(task_id)]
    assert sum(1 for flag in again if flag) == 3


def test_the_rest_is_estimated_before_full_speed_is_given(start_sandbox, use_farm, first_light):
    use_farm(start_sandbox("--speed", "1.1", "--nodes", "8", "--analyse-delay", "0"))
    session = Session.open()
    choices = {"priority_frames": "101", "stop_after_priority": True}
    task_id = session.submit(job(first_light, **choices), unheard, CancelToken())
    task = until_ended(session, task_id)
    assert task.status == 40
    told = session.estimate(task, nodes=2)
    assert (told.measured, told.remaining) == (2, 4)
    assert told.cost.low <= told.cost.expected <= told.cost.high
    assert told.machine_seconds.expected == 4.0  # the farm tells whole seconds
    assert told.seconds.expected == 2.0
    assert session.act("full-speed", task_id).after.status != 40


def until_ended(session, task_id):
    for seen in session.watch(task_id).looks(CancelToken()):
        task = seen[0].task
    return task


def test_the_command_line_asks_before_it_costs_or_destroys(farmhand, first_light, tmp_path):
    task_id = farmhand("submit", first_light, "--layer", "fog", "--json").data["task_id"]
    flat = farmhand("download", task_id, "--to", tmp_path / "flat", "--flat", "--json").data
    assert sorted(os.listdir(str(tmp_path / "flat"))) == ["rs_fog"]  # no folder that is named after the task
    assert (flat["status"], len(flat["files"])) == (25, flat["fetched"])
    refused = farmhand("task", "delete", task_id)
    assert refused.code == JobError.exit_code
    assert "--yes" in refused.err
    done = farmhand("task", "delete", task_id, "--yes", "--json")
    assert (done.code, done.data["status_text"]) == (0, "deleted")
    assert farmhand("task", "estimate", task_id).code == JobError.exit_code  # it was there until then
    asking = {name for name, action in ACTIONS.items() if action.question}
    assert asking >= {"start", "abandon", "delete", "full-speed", "restart", "restart-failed", "hardware", "priority"}


def broken_off(session, what, monkeypatch):
    """A submission that ended before its assets were sent, without a word to the journal."""

    def end(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(steps, "send", end)
        with pytest.raises(KeyboardInterrupt):
            session.submit(what, unheard, CancelToken())


def test_the_command_line_offers_to_go_on_and_does(farmhand, sandbox_environment, first_light, monkeypatch):
    session = Session.open()
    for _ in range(2):
        broken_off(session, job(first_light), monkeypatch)
    second, first = session.unfinished()
    listed = farmhand("resume", "--list", "--json").data
    assert [entry["number"] for entry in listed] == [second.id, first.id]
    assert first.scene in farmhand("resume").out  # nobody is at a terminal, so nothing is done
    assert [entry.id for entry in session.unfinished()] == [second.id, first.id]
    forgotten = farmhand("resume", second.id, "--forget", "--json")
    assert forgotten.code == 0, forgotten.err
    done = farmhand("resume", "--yes", "--json")
    assert [entry["task_id"] for entry in done.data] == [first.task_id]
    assert session.task(first.task_id).scene
    assert session.unfinished() == []
    assert farmhand("resume", second.id).code == JobError.exit_code  # put away
    log = farmhand("log", "--key", first.key)
    assert first.key in log.out
    assert second.key not in log.out


def test_a_submission_of_another_account_is_not_gone_on_with(sandbox_environment, first_light, monkeypatch):
    session = Session.open()
    broken_off(session, job(first_light), monkeypatch)
    entry = session.unfinished()[0]
    session._journal()._write("UPDATE submission SET account = ? WHERE id = ?", entry.account + "9", entry.id)
    with pytest.raises(JobError, match="another account"):
        session.resume(entry.id, unheard, CancelToken())
    session._journal()._write("UPDATE submission SET account = ? WHERE id = ?", "elsewhere.com/2/7", entry.id)
    assert session.unfinished() == []


def test_a_file_that_changed_since_is_told_when_going_on(sandbox_environment, first_light, monkeypatch, tmp_path):
    import shutil

    shutil.copytree(str(first_light.parents[1]), str(tmp_path / "project"))
    session = Session.open()
    broken_off(session, job(tmp_path / "project/scenes/first_light.ma"), monkeypatch)
    (tmp_path / "project/sourceimages/floor.png").write_bytes(b"repainted")
    with pytest.raises(JobError, match=r"floor\.png changed"):
        session.resume(session.unfinished()[0].id, unheard, CancelToken())
    assert session.unfinished() == []  # it has to be analysed again
    assert session._journal().entries()[0].ended == "refused"
