"""The page of tasks: what travels, the frames as a grid, pictures and a chart, and what can be done about them."""

import dataclasses
from collections import namedtuple

import pytest
import shapes
from Qt import QtCore, QtGui, QtWidgets

from farmhand.errors import FarmError, NetworkError
from farmhand.farm.records import Frame
from farmhand.scene.host import TellsUser
from farmhand_ui import messages, translations
from farmhand_ui.messages import NO_FOLDER
from farmhand_ui.models import frames as frames_model
from farmhand_ui.models.frames import COST, TIME, counts, spread
from farmhand_ui.notifying import Notifier
from farmhand_ui.panel import Panel
from farmhand_ui.widgets.colours import colour
from farmhand_ui.widgets.frame_chart import FrameChart, bars_of
from farmhand_ui.widgets.frame_grid import FrameGrid

WAIT = 20000
Range = namedtuple("Range", "expected low high")
Estimate = namedtuple("Estimate", "remaining cost machine_seconds")


def find(panel, name, kind=QtWidgets.QWidget):
    found = panel.findChild(kind, name)
    assert found is not None, name
    return found


def click(qtbot, panel, name):
    qtbot.mouseClick(find(panel, name), QtCore.Qt.LeftButton)


def told(panel):
    """What the message bar says."""
    return panel.controller.message.text if panel.controller.message is not None else ""


def make(number, status=4, seconds=60.0, cost=0.1, task=1):
    return Frame(number, str(number), status, 5, seconds, cost, task)


def slow_frames(count=40):
    """Frames of about a minute, of which 7 and 33 hang."""
    return tuple(make(n, seconds=900.0 if n == 7 else 600.0 if n == 33 else 55.0 + n % 9) for n in range(1, count + 1))


@pytest.fixture
def watched(qtbot, panel, session):
    """The panel with a task in view that has ended, one of its frames failed."""
    session.failing = {3}
    session.looks = 6
    panel.show_page("tasks")
    panel.controller.watch(19097)
    qtbot.waitUntil(lambda: panel.controller.state == "failed", timeout=WAIT)
    return panel


@pytest.fixture
def grid(qtbot):
    made = FrameGrid()
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    return made


def test_the_legend_counts_each_colour(watched):
    assert counts(find(watched, "framesView").frames)["failed"] == 1
    text = find(watched, "framesLegend", QtWidgets.QLabel).text()
    assert "done&nbsp;4" in text
    assert "failed&nbsp;1" in text
    assert colour("failed").name() in text
    assert "stopped" not in text
    assert find(watched, "failedText", QtWidgets.QLabel).text() == "Failed frames: 3"


def test_frames_that_failed_in_several_layers_are_named_once(qtbot, watched):
    controller = watched.controller
    controller._watch.frames = (make(3, 5), make(4), dataclasses.replace(make(3, 5), id=9), make(7, 5))
    controller.task_changed.emit()
    assert find(watched, "failedText", QtWidgets.QLabel).text() == "Failed frames: 3 (×2), 7"


@pytest.mark.parametrize("failed, told", [(1, "1 frame failed. "), (2, "2 frames failed. ")])
def test_a_notice_tells_how_many_failed_apart_from_which(failed, told):
    assert messages.downloaded("/frames", 6, failed).advice.startswith(told)
    translations.set_language("zh")
    assert messages.downloaded("/frames", 6, failed).advice.startswith("%d 帧失败。" % failed)


def test_a_frame_is_drawn_in_the_colour_of_its_state(grid):
    grid.show_frames((make(1), make(2, 5), make(3, 1)), {})
    image = grid.viewport().grab().toImage()
    drawn = [image.pixelColor(grid.area_of(place).topLeft() + QtCore.QPoint(5, 5)).name() for place in range(3)]
    assert drawn[:2] == [colour("done").name(), colour("failed").name()]
    assert drawn[2] not in drawn[:2]


def test_frames_are_chosen_by_mouse_and_keys(qtbot, grid):
    grid.show_frames(tuple(make(n) for n in range(1, 101)), {})
    point = grid.area_of(4).center()
    assert grid.place_at(point) == 4
    qtbot.mouseClick(grid.viewport(), QtCore.Qt.LeftButton, pos=point)
    qtbot.keyClick(grid, QtCore.Qt.Key_Right, QtCore.Qt.ShiftModifier)
    assert [frame.index for frame in grid.chosen()] == ["5", "6"]
    assert "Frame 6: done" in grid.accessibleDescription()
    qtbot.keyClick(grid, QtCore.Qt.Key_End)
    assert [frame.index for frame in grid.chosen()] == ["100"]
    assert 0 <= grid.area_of(99).top() < grid.viewport().height()
    qtbot.keyClick(grid, QtCore.Qt.Key_A, QtCore.Qt.ControlModifier)
    assert len(grid.chosen()) == 100
    with qtbot.waitSignal(grid.activated) as told:
        qtbot.keyClick(grid, QtCore.Qt.Key_Return)
    assert told.args[0].index == "100"


def test_only_frames_in_sight_are_looked_at(qtbot, grid):
    """Ten thousand frames must not cost more than a screenful."""
    grid.show_frames(tuple(make(n) for n in range(1, 10001)), {})
    seen = []
    grid.in_sight.connect(lambda frames: seen.append(len(frames)))
    grid.show_pictures(lambda frame: None)
    qtbot.waitUntil(lambda: bool(seen), timeout=WAIT)
    assert 0 < seen[-1] < 30


def test_the_tooltip_tells_all_of_a_frame():
    frame = Frame(1, "2-4[1]", 11, 4, 75.0, 0.5, 7)
    assert frames_model.lines(frame, {7: "beauty"}) == [
        "Frame 2-4[1]: timed out",
        "Layer: beauty",
        "Type: priority",
        "Rendered in 1 min",
        "Cost: 0.50",
    ]


def test_frames_stand_in_the_order_of_their_numbers():
    frames = [make(10), make(9, task=2), make(9, task=1), make(-3)]
    assert [(frame.index, frame.task_id) for frame in frames_model.in_order(frames)] == [
        ("-3", 1), ("9", 1), ("9", 2), ("10", 1),
    ]  # fmt: skip


def test_frames_that_took_far_longer_stand_out():
    found = spread(slow_frames(), TIME)
    assert [slow_frames()[place].index for place in found.outliers] == ["7", "33"]
    assert 55 <= found.median <= 63
    assert spread(slow_frames(), COST).outliers == ()
    assert spread(slow_frames(4), TIME).outliers == ()
    assert spread((make(1, 1, 0.0),), TIME).median == 0.0


def test_an_outlier_is_never_averaged_away():
    frames = tuple(make(n, seconds=900.0 if n == 5001 else 60.0) for n in range(1, 10001))
    bars = bars_of(frames, TIME, spread(frames, TIME), 300)
    assert len(bars) == 300
    assert [bar.place for bar in bars if bar.outlier] == [5000]


def test_the_chart_marks_outliers_and_names_them(qtbot):
    chart = FrameChart()
    qtbot.addWidget(chart)
    chart.resize(420, 160)
    chart.show_frames(slow_frames(), {}, TIME)
    chart.show()
    assert chart.summary() == chart.caption() == "Half of the frames: below 59 s · far above: 7, 33"
    image = chart.grab().toImage()
    area = chart._area()
    bar = area.left() + (6 + 0.5) * area.width() / 40
    assert image.pixelColor(int(bar), int(area.bottom() - 20)) == colour("warning")
    with qtbot.waitSignal(chart.picked) as told:
        qtbot.mouseClick(chart, QtCore.Qt.LeftButton, pos=QtCore.QPoint(int(bar), 80))
    assert told.args == [6]
    chart.show_frames((), {}, COST)
    assert chart.summary() == "No frame is done yet."
    untold = [dataclasses.replace(frame, seconds=0.0) for frame in shapes.make_frames(3, 3)]
    chart.show_frames(untold, {}, TIME)
    assert chart.summary() == "The farm has told this of no frame yet."
    assert chart.caption() == "", "the chart writes it where the bars would be"


def test_pictures_are_fetched_for_what_is_in_sight(qtbot, watched, session):
    picture = QtGui.QImage(320, 180, QtGui.QImage.Format_RGB32)
    picture.fill(QtGui.QColor("#123456"))
    data = QtCore.QByteArray()
    buffer = QtCore.QBuffer(data)
    buffer.open(QtCore.QIODevice.WriteOnly)
    picture.save(buffer, "PNG")
    session.picture = bytes(data.data())
    combo = find(watched, "framesChoice", QtWidgets.QComboBox)
    combo.setCurrentIndex(combo.findData("pictures"))
    grid = find(watched, "framesView")
    thumbnails = watched.controller.thumbnails
    qtbot.waitUntil(lambda: all(thumbnails.picture(frame) for frame in grid.frames if frame.done), timeout=WAIT)
    assert sorted(session.pictures) == sorted(frame.id for frame in grid.frames if frame.done)
    drawn = grid.viewport().grab().toImage().pixelColor(grid.area_of(0).center() - QtCore.QPoint(0, 8))
    assert drawn.name() == "#123456"


def test_a_picture_that_is_refused_is_not_asked_for_again(qtbot, watched, session):
    session.errors["thumbnail"] = FarmError("no")
    frames = [frame for frame in watched.controller.frames if frame.done]
    watched.controller.thumbnails.want(frames)
    qtbot.waitUntil(lambda: not watched.controller._runner._errands, timeout=WAIT)
    session.errors.clear()
    watched.controller.thumbnails.want(frames)
    assert not watched.controller._runner._errands


def test_the_log_of_a_frame_shows_in_the_place_of_the_frames(qtbot, watched):
    grid = find(watched, "framesView")
    assert not find(watched, "frameLogButton").isEnabled()
    grid.choose(2)
    click(qtbot, watched, "frameLogButton")
    log = find(watched, "frameLog", QtWidgets.QPlainTextEdit)
    qtbot.waitUntil(lambda: log.toPlainText() == "frame 902: rendered", timeout=WAIT)
    assert find(watched, "framesLegend", QtWidgets.QLabel).text() == "Log of frame 3"
    click(qtbot, watched, "frameLogButton")
    assert grid.isVisible()


def test_failed_frames_render_again(qtbot, watched, session):
    said = []
    watched.controller.message_changed.connect(lambda: said.append(told(watched)))
    click(qtbot, watched, "restartFailedButton")
    qtbot.waitUntil(lambda: session.acted == [("restart-failed", 19097, "")], timeout=WAIT)
    qtbot.waitUntil(lambda: "Task 2W19097: 1 frames render again." in said, timeout=WAIT)
    grid = find(watched, "framesView")
    grid.choose(2)
    menu = find(watched, "tasksPage")._view.menu_of(grid.chosen())
    again = next(action for action in menu.actions() if action.text() == "Render again")
    qtbot.waitUntil(lambda: not watched.controller.actions.running, timeout=WAIT)
    again.trigger()
    qtbot.waitUntil(lambda: session.acted[-1] == ("restart", 19097, "902"), timeout=WAIT)


def test_a_refused_action_is_told_and_can_be_tried_again(qtbot, watched, session):
    session.errors["act"] = FarmError("The farm refused.")
    click(qtbot, watched, "restartFailedButton")
    qtbot.waitUntil(lambda: watched.controller.message.text == "The farm refused.", timeout=WAIT)
    assert find(watched, "restartFailedButton").isEnabled()


def test_after_the_test_frames_the_rest_is_offered_with_its_price(qtbot, panel, session, monkeypatch):
    session.estimated = Estimate(114, Range(12.3, 9.84, 14.76), Range(7800.0, None, None))
    task = shapes.make_task(19097, 3, 120)
    waiting = type(task)(**dict(vars(task), status=40))
    monkeypatch.setattr(session, "task", lambda task_id: waiting)
    panel.show_page("tasks")
    panel.controller.watch(19097)
    offer = find(panel, "fullSpeedOffer")
    qtbot.waitUntil(offer.isVisible, timeout=WAIT)
    text = find(panel, "estimateText", QtWidgets.QLabel).text()
    assert text == "The other 114 frames: about 12.30 (9.84–14.76), 2 h 10 min of rendering."
    click(qtbot, panel, "fullSpeedButton")
    qtbot.waitUntil(lambda: session.acted == [("full-speed", 19097, "")], timeout=WAIT)


def test_a_stopped_task_can_be_started_again(qtbot, panel, session, monkeypatch):
    task = shapes.make_task(19097, 3, 120)
    monkeypatch.setattr(session, "task", lambda task_id: type(task)(**dict(vars(task), status=15)))
    panel.show_page("tasks")
    panel.controller.watch(19097)
    button = find(panel, "stopTaskButton", QtWidgets.QPushButton)
    qtbot.waitUntil(lambda: button.isVisible() and button.text() == "Start task", timeout=WAIT)
    click(qtbot, panel, "stopTaskButton")
    qtbot.waitUntil(lambda: session.acted == [("start", 19097, "")], timeout=WAIT)


def test_the_list_says_of_the_task_in_view_what_is_known_since(qtbot, watched):
    with qtbot.waitSignal(watched.controller.tasks_changed, timeout=WAIT):
        watched.controller.list_tasks()
    rows = find(watched, "tasksView", QtWidgets.QTreeView).model()
    assert [rows.task(row).done for row in range(rows.rowCount())] == [2, 6]  # the list is older
    watched.controller.task_changed.emit()
    assert watched.controller.task.done > 2
    assert [rows.task(row).done for row in range(rows.rowCount())] == [watched.controller.task.done, 6]
    assert rows.task(0).status_text == watched.controller.task.status_text


def test_an_upload_pauses_and_goes_on(qtbot, panel, session):
    session.hold.clear()
    panel.show_page("tasks")
    panel.controller.submit()
    qtbot.waitUntil(lambda: "1.0 MB of 4.0 MB" in find(panel, "transferAmount", QtWidgets.QLabel).text(), timeout=WAIT)
    assert "1.0 MB/s" in find(panel, "transferAmount", QtWidgets.QLabel).text()
    assert "3 s left" in find(panel, "transferAmount", QtWidgets.QLabel).text()
    click(qtbot, panel, "pauseButton")
    qtbot.waitUntil(lambda: panel.controller.paused, timeout=WAIT)
    assert find(panel, "transferStage", QtWidgets.QLabel).text() == "Paused"
    assert find(panel, "pauseButton", QtWidgets.QPushButton).text() == "Resume"
    assert session.jobs == []
    session.hold.set()
    click(qtbot, panel, "pauseButton")
    qtbot.waitUntil(lambda: panel.controller.state == "done", timeout=WAIT)
    assert len(session.jobs) == 1
    assert not panel.controller.paused


def test_what_runs_is_told_once_on_the_page_of_the_tasks_and_below_the_others(qtbot, panel, session):
    session.hold.clear()
    session.arrive.clear()
    panel.controller.submit()
    qtbot.waitUntil(lambda: panel.controller.progress.stage == "upload", timeout=WAIT)
    below, above = find(panel, "progressBar"), find(panel, "transferBar")
    assert below.isVisible() and not above.isVisible()
    panel.show_page("tasks")
    assert above.isVisible() and not below.isVisible()
    session.hold.set()
    qtbot.waitUntil(lambda: panel.controller.state == "downloading", timeout=WAIT)
    assert above.isVisible() and not below.isVisible()
    panel.show_page("scene")
    assert below.isVisible() and not above.isVisible()
    session.arrive.set()
    qtbot.waitUntil(lambda: panel.controller.state == "done", timeout=WAIT)
    assert not below.isVisible()


def test_a_submission_of_the_journal_that_is_paused_goes_on_as_the_same(qtbot, panel, session):
    session.hold.clear()
    panel.controller.resume_entry(7)
    qtbot.waitUntil(lambda: session.resumed == [7], timeout=WAIT)
    panel.controller.pause()
    qtbot.waitUntil(lambda: panel.controller.paused, timeout=WAIT)
    session.hold.set()
    panel.controller.resume()
    qtbot.waitUntil(lambda: panel.controller.state == "done", timeout=WAIT)
    assert session.resumed == [7, 7] and session.jobs == []


def test_a_paused_upload_can_be_given_up(qtbot, panel, session):
    session.hold.clear()
    panel.show_page("tasks")
    panel.controller.submit()
    qtbot.waitUntil(lambda: panel.controller.progress.stage == "upload", timeout=WAIT)
    panel.controller.pause()
    qtbot.waitUntil(lambda: panel.controller.paused, timeout=WAIT)
    click(qtbot, panel, "stopTransferButton")
    assert not panel.controller.paused
    assert not find(panel, "transferCard").isVisible()
    assert session.jobs == []


def test_a_download_pauses_and_goes_on(qtbot, watched, session):
    session.arrive.clear()
    watched.controller.download("/frames")
    qtbot.waitUntil(lambda: "1 of 6" in find(watched, "transferAmount", QtWidgets.QLabel).text(), timeout=WAIT)
    click(qtbot, watched, "pauseButton")
    qtbot.waitUntil(lambda: find(watched, "transferStage", QtWidgets.QLabel).text() == "Paused", timeout=WAIT)
    qtbot.waitUntil(lambda: not watched.controller.downloading, timeout=WAIT)
    session.arrive.set()
    click(qtbot, watched, "pauseButton")
    qtbot.waitUntil(lambda: len(session.downloads) == 2 and not watched.controller.downloading, timeout=WAIT)
    assert session.downloads[1][1] == "/frames"
    assert not watched.controller.paused


def test_a_download_that_lost_the_network_goes_on_when_it_is_back(qtbot, panel, session):
    session.frame_count = 500
    session.errors.update(task=NetworkError("The farm is away."), download=NetworkError("The farm is away."))
    panel.controller.watch(19097)
    panel.controller.download("/frames")
    qtbot.waitUntil(lambda: told(panel) == "The farm is away.", timeout=WAIT)
    qtbot.waitUntil(lambda: not panel.controller.downloading, timeout=WAIT)
    assert session.downloads == []
    session.errors.clear()
    qtbot.waitUntil(lambda: bool(session.downloads), timeout=WAIT)
    assert session.downloads[0][:2] == (19097, "/frames")
    qtbot.waitUntil(lambda: "picture" in told(panel), timeout=WAIT)


class TellingHost(shapes.FakeHost, TellsUser):
    """A program that can tell its user something."""

    def __init__(self, scene):
        super().__init__(scene)
        self.told = []

    def tell_user(self, title, text, failed):
        self.told.append((title, text, failed))


def test_the_program_tells_that_frames_have_come(qtbot, controller, session):
    controller.host = TellingHost(controller.host.scene)
    panel = Panel(controller)
    qtbot.addWidget(panel)
    controller.analyse()
    qtbot.waitUntil(lambda: controller.state == "ready", timeout=WAIT)
    controller.submit()
    qtbot.waitUntil(lambda: bool(controller.host.told) and controller.state == "done", timeout=WAIT)
    title, text, failed = controller.host.told[0]
    assert (title, failed) == ("Farmhand: done", False)
    assert "1 picture is in" in text
    assert len(controller.host.told) == 1
    session.errors["submit"] = FarmError("No.")
    controller.submit()
    qtbot.waitUntil(lambda: len(controller.host.told) == 2, timeout=WAIT)
    assert controller.host.told[1] == ("Farmhand: failed", "No.", True)


def test_without_a_tray_nothing_is_told_and_nothing_breaks(qtbot, panel, monkeypatch):
    monkeypatch.setattr(Notifier, "available", staticmethod(lambda: False))
    panel.hide()
    panel.controller.finished.emit(NO_FOLDER)
    assert panel._notifier._tray is None


@pytest.mark.parametrize("name", ["en", "zh"])
def test_a_task_in_view_fits_into_440_by_700(qtbot, watched, name):
    watched.change_language(name)
    qtbot.waitUntil(lambda: find(watched, "restartFailedButton").isVisibleTo(watched), timeout=WAIT)
    qtbot.waitUntil(lambda: watched.minimumSizeHint().width() <= 440, timeout=WAIT)
    assert watched.minimumSizeHint().height() <= 700


def test_a_submission_that_did_not_end_is_gone_on_with(qtbot, panel, session):
    session.left = [shapes.Left(7, "/show/shot_010.ma"), shapes.Left(3, "/show/old.ma")]
    panel.controller.connect_account()
    qtbot.waitUntil(lambda: told(panel) == "Sending shot_010.ma did not come to its end.", timeout=WAIT)
    click(qtbot, panel, "messageBarAction")
    qtbot.waitUntil(lambda: session.resumed == [7], timeout=WAIT)
    qtbot.waitUntil(lambda: panel.controller.state == "done", timeout=WAIT)
    assert panel.controller.task_id == 19097


def test_a_download_that_lost_the_network_after_the_task_ended_is_tried_again(qtbot, watched, session):
    session.errors["download"] = NetworkError("The farm is away.")
    watched.controller.download("/frames")
    qtbot.waitUntil(lambda: told(watched) == "The farm is away.", timeout=WAIT)
    assert watched.controller.state == "downloading"
    session.errors.clear()
    qtbot.waitUntil(lambda: bool(session.downloads), timeout=WAIT)
    assert session.downloads[0][:2] == (19097, "/frames")
    watched.controller.cancel()


def test_stop_ends_the_waiting_for_the_network(qtbot, watched, session):
    session.errors["download"] = NetworkError("The farm is away.")
    watched.controller.download("/frames")
    qtbot.waitUntil(lambda: told(watched) == "The farm is away.", timeout=WAIT)
    qtbot.waitUntil(lambda: not watched.controller.downloading, timeout=WAIT)
    watched.controller.cancel()
    qtbot.waitUntil(lambda: watched.controller.state == "failed", timeout=WAIT)
    assert watched.controller._downloads.interrupted == {}
    assert session.downloads == []
