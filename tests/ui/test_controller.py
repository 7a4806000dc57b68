"""The panel's logic without a window."""

import logging
import threading

import pytest
import shapes

from farmhand.errors import Cancelled, FarmError, NetworkError, SceneError, SettingsError
from farmhand.frames import FrameRange
from farmhand.scene.model import Tip
from farmhand_ui import controller as states
from farmhand_ui.controller import Controller

WAIT = 20000


def wait_for(qtbot, condition):
    qtbot.waitUntil(lambda: bool(condition()), timeout=WAIT)


def states_of(controller):
    """The states that the controller goes through from now on."""
    seen = []

    def remember(state):
        seen.append(state)

    controller.state_changed.connect(remember)
    return seen


def test_nothing_happens_before_it_is_asked(controller, host, session):
    assert controller.state == states.EMPTY
    assert host.analyses == 0
    assert "No scene" in controller.blocked_reason


def test_analysis_goes_from_empty_over_analysing_to_ready(qtbot, controller):
    seen = states_of(controller)
    controller.analyse()
    assert controller.state == states.ANALYSING
    assert "being analysed" in controller.blocked_reason
    wait_for(qtbot, lambda: controller.state == states.READY)
    assert seen == [states.ANALYSING, states.READY]
    assert controller.blocked_reason == ""


def test_analysis_leaves_the_event_loop_alive(qtbot, controller, host):
    host.steps = 10000000
    controller.analyse()
    wait_for(qtbot, lambda: controller.progress is not None and controller.progress.done > 0)
    controller.cancel()
    assert controller.state == states.EMPTY


def test_a_scene_that_cannot_be_read_is_told_with_its_hint(qtbot, controller, host):
    host.error = SceneError("The scene {path} is cut off.", "Save it again.", path="a.ma")
    controller.analyse()
    wait_for(qtbot, lambda: controller.state == states.FAILED)
    assert controller.message.text == "The scene a.ma is cut off."
    assert controller.message.advice == "Save it again."


def test_an_unforeseen_error_is_told_by_its_class_and_logged_with_a_traceback(qtbot, controller, host, caplog):
    host.error = ZeroDivisionError("secret details")
    with caplog.at_level(logging.ERROR, "farmhand_ui"):
        controller.analyse()
        wait_for(qtbot, lambda: controller.state == states.FAILED)
    assert "ZeroDivisionError" in controller.message.text
    assert "secret" not in controller.message.text
    assert caplog.records[-1].exc_info[0] is ZeroDivisionError


def test_a_scene_never_saved_blocks_submit_and_says_so(controller, host):
    host.scene = None
    controller.analyse()
    assert controller.state == states.EMPTY
    assert "Save the scene" in controller.blocked_reason


def test_the_sum_follows_every_choice(ready):
    assert ready.summary.startswith("240 frames, 675 MB")
    ready.set_target("rs_fog", enabled=False)
    assert ready.summary.startswith("120 frames")
    ready.set_target("rs_beauty", frames=FrameRange.parse("7"))
    assert ready.summary.startswith("1 frame,")
    ready.set_target("rs_beauty", cameras=("shotCam", "topCam"))
    assert ready.summary.startswith("2 frames")


def test_the_sum_leaves_out_what_is_on_the_farm_already(qtbot, controller, session):
    session.known = 10
    controller.start()
    wait_for(qtbot, lambda: controller.plan is not None)
    assert controller.summary == "240 frames, 192 MB to send (480 MB unchanged)"


def test_the_sum_is_told_anew_where_files_are_kept_apart(qtbot, controller, session):
    session.known = 10
    controller.start()
    wait_for(qtbot, lambda: controller.plan is not None)
    controller.set_choice(isolation="task")
    wait_for(qtbot, lambda: controller.summary == "240 frames, 672 MB to send")
    controller.set_choice(isolation="")
    wait_for(qtbot, lambda: controller.summary == "240 frames, 192 MB to send (480 MB unchanged)")


def test_a_farm_that_cannot_say_what_it_has_leaves_the_whole_sum(qtbot, controller, session):
    session.errors["plan"] = NetworkError("Not reached.")
    controller.start()
    wait_for(qtbot, lambda: controller.state == states.READY and controller.account and not controller._runner._errands)
    assert controller.summary == "240 frames, 675 MB to send"
    assert controller.message is None


def test_choices_stay_over_a_new_analysis(qtbot, ready, host):
    ready.set_target("rs_fog", enabled=False)
    ready.refresh()
    wait_for(qtbot, lambda: ready.state == states.READY and host.analyses == 2)
    assert ready.summary.startswith("120 frames")


def test_no_layer_switched_on_blocks_submit(ready, session):
    for name in ("rs_beauty", "rs_fog"):
        ready.set_target(name, enabled=False)
    assert "Nothing is switched on to render." in ready.blocked_reason
    ready.submit()
    assert ready.state == states.READY
    assert session.jobs == []


def test_the_worst_news_is_an_error_before_a_missing_file(ready):
    assert ready.news.page == "files"
    assert "fog_density_v003" in ready.news.text
    ready.show(shapes.make_scene(tips=(Tip("x", "warning", "Small matter."), shapes.BAD_TIP)))
    assert ready.news.page == "checks"
    assert ready.news.severity == "error"


def test_submit_watches_and_downloads_by_itself(qtbot, ready, session):
    seen = states_of(ready)
    ready.submit()
    assert ready.state == states.SUBMITTING
    assert ready.blocked_reason
    wait_for(qtbot, lambda: ready.state == states.DONE)
    assert seen[:2] == [states.SUBMITTING, states.WATCHING]
    assert ready.task.status == 25
    assert len(ready.frames) == 6
    assert all(frame.done for frame in ready.frames)
    assert session.downloads == [(19097, "/show/shot_010/farmhand_frames", True)]


def test_a_second_submit_while_one_runs_does_nothing(qtbot, ready, session):
    session.hold.clear()
    ready.submit()
    ready.submit()
    ready.submit_test_frames()
    session.hold.set()
    wait_for(qtbot, lambda: ready.state == states.DONE)
    assert len(session.jobs) == 1


def test_auto_download_can_be_off(qtbot, ready, session):
    ready.auto_download = False
    ready.submit()
    wait_for(qtbot, lambda: ready.state == states.DONE)
    assert session.downloads == []
    ready.download("/elsewhere")
    wait_for(qtbot, lambda: session.downloads and ready.state == states.DONE)
    assert session.downloads == [(19097, "/elsewhere", True)]


def test_test_frames_stop_after_first_middle_and_last_and_leave_the_choices_alone(qtbot, ready, session):
    ready.submit_test_frames()
    wait_for(qtbot, lambda: bool(session.jobs))
    assert session.jobs[0].choices.priority_frames == "111"
    assert session.jobs[0].choices.stop_after_priority
    assert ready.choices.priority_frames == "000"
    assert not ready.choices.stop_after_priority


def test_test_frames_are_the_chosen_priority_frames_where_there_are_some(qtbot, ready, session):
    ready.set_choice(priority_frames="100:5,7")
    ready.submit_test_frames()
    wait_for(qtbot, lambda: bool(session.jobs))
    assert session.jobs[0].choices.priority_frames == "100:5,7"


def test_a_value_that_choices_do_not_take_is_told_and_not_taken(ready):
    ready.set_choice(ram=3)
    assert ready.choices.ram == 64
    assert "ram" in ready.message.text


def test_cancel_stops_a_submission_quietly(qtbot, ready, session):
    session.hold.clear()
    ready.submit()
    wait_for(qtbot, lambda: ready.progress.stage == "upload")
    ready.cancel()
    wait_for(qtbot, lambda: ready.state == states.READY)
    assert session.jobs == []
    assert ready.message.severity == "info"


def test_cancel_stops_watching_and_downloading(qtbot, ready, session):
    session.frame_count = 5000
    session.hold.clear()
    ready.watch(19097)
    ready.download()
    wait_for(qtbot, lambda: ready.task is not None)
    ready.cancel()
    wait_for(qtbot, lambda: ready.state == states.READY)
    assert "goes on rendering" in ready.message.text


def test_a_failed_submission_keeps_submit_possible(qtbot, ready, session):
    session.errors["submit"] = FarmError("The farm refused {what}.", "Top up.", what="it")
    ready.submit()
    wait_for(qtbot, lambda: ready.state == states.FAILED)
    assert ready.message.text == "The farm refused it."
    assert ready.blocked_reason == ""


def test_an_unreached_farm_does_not_end_watching(qtbot, ready, session):
    session.errors["task"] = NetworkError("Not reached.")
    ready.auto_download = False
    ready.watch(19097)
    wait_for(qtbot, lambda: ready.message is not None and ready.message.severity == "warning")
    assert ready.state == states.WATCHING
    del session.errors["task"]
    wait_for(qtbot, lambda: ready.state == states.DONE)


def test_failed_frames_make_the_task_failed(qtbot, ready, session):
    session.failing = {2}
    ready.submit()
    wait_for(qtbot, lambda: ready.state == states.FAILED)
    assert ready.task.failed == 1


@pytest.mark.parametrize("first", ["download", "task"])
def test_the_last_word_is_where_the_frames_are(qtbot, ready, session, first):
    session.frame_count = 5000 if first == "download" else 1
    if first == "task":
        session.arrive.clear()
    ready.submit()
    if first == "download":
        wait_for(qtbot, lambda: ready.state == states.WATCHING and not ready.downloading)
        session.frame_count = 1
    else:
        wait_for(qtbot, lambda: ready.state == states.DOWNLOADING)
        session.arrive.set()
    wait_for(qtbot, lambda: ready.state == states.DONE)
    assert "/show/shot_010/farmhand_frames" in ready.message.text


def test_a_deleted_task_is_told(qtbot, ready, session, monkeypatch):
    monkeypatch.setattr(session, "task", lambda task_id: None)
    ready.watch(5)
    wait_for(qtbot, lambda: ready.message is not None)
    assert "no longer on the farm" in ready.message.text
    assert ready.state == states.READY


def test_no_account_blocks_submit_with_the_reason(qtbot, qapp, host):
    def refuse(overrides):
        raise SettingsError("No account: {names} not set.", "Set both.", names="FARMHAND_ACCESS_ID")

    made = Controller(host, refuse)
    made.start()
    wait_for(qtbot, lambda: made.state == states.READY and made.account_error is not None)
    assert made.blocked_reason == "No account: FARMHAND_ACCESS_ID not set."
    assert made.message.advice == "Set both."
    made.close()


def test_login_names_the_account(qtbot, controller):
    controller.start()
    wait_for(qtbot, lambda: controller.account == "artist")
    assert controller.account_error is None


def test_a_changed_scene_is_noticed_and_forgotten_after_a_new_look(qtbot, ready, host):
    host.modified = True
    with qtbot.waitSignal(ready.modified_changed, timeout=WAIT):
        ready.check_modified()
    assert ready.modified
    host.modified = False
    ready.refresh()
    wait_for(qtbot, lambda: ready.state == states.READY)
    assert not ready.modified


def test_a_setting_of_the_panel_reaches_the_next_session(qtbot, qapp, host, session):
    opened = []

    def factory(overrides):
        opened.append(dict(overrides))
        return session

    made = Controller(host, factory)
    made.connect_account()
    wait_for(qtbot, lambda: made.account)
    made.change_setting("speed_limit", "512")
    made.list_tasks()
    wait_for(qtbot, lambda: bool(made.tasks))
    assert opened == [{}, {"speed_limit": "512"}]
    assert made.setting("speed_limit") == 512
    made.close()
    assert session.closed == 2


def test_a_wrong_setting_is_told_and_not_taken(controller):
    controller.change_setting("speed_limit", "0")
    assert controller.setting("speed_limit") == 1048576
    assert "speed_limit" in controller.message.text


@pytest.mark.parametrize("moment", ["analysing", "submitting", "watching"])
def test_close_while_working_ends_the_workers(qtbot, ready, session, host, moment):
    host.steps = 10000000
    session.hold.clear()
    session.frame_count = 5000
    if moment == "analysing":
        ready.analyse()
    elif moment == "submitting":
        ready.submit()
    else:
        ready.watch(1)
        ready.download()
    assert ready.state == moment
    assert ready.close(10.0)
    assert session.closed in (0, 1)  # 0 where no worker had opened it yet


def test_a_worker_that_ends_after_close_is_not_heard(qtbot, ready, session):
    session.deaf.clear()
    ready.submit()
    heard = states_of(ready)
    assert not ready.close(0.05)
    errands = list(ready._runner._errands)
    session.deaf.set()
    for errand in errands:
        errand.thread.join(20)
    with qtbot.assertNotEmitted(ready.state_changed, wait=50):
        pass
    assert heard == []


def test_cancelled_is_not_an_error_message(ready):
    ready._download_failed(Cancelled("Stopped."))
    assert ready.message is None


def test_what_an_earlier_account_answers_late_is_not_taken(qtbot, controller, session):
    """A slow login, then another account that the farm does not reach: that stands."""
    asked, late = threading.Event(), threading.Event()
    at_once = session.login

    def slow():
        asked.set()
        late.wait(20)
        return at_once()

    def refused():
        raise NetworkError("The farm cannot be reached.", "Check the network.")

    session.login = slow
    controller.connect_account()
    assert asked.wait(20)
    session.login = refused
    controller.connect_account()
    qtbot.waitUntil(lambda: controller.message is not None, timeout=WAIT)
    late.set()
    qtbot.wait(50)
    assert controller.account == "" and controller.message is not None
