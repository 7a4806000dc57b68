"""The panel's widgets: filled, edited, switched, closed."""

import re

import pytest
import shapes
from Qt import QtCore, QtWidgets

from farmhand_ui.models import targets
from farmhand_ui.models.frames import counts
from farmhand_ui.pages.settings_page import split_priority
from farmhand_ui.panel import Panel
from farmhand_ui.translations import language
from farmhand_ui.widgets.header import scene_facts

WAIT = 20000


def find(panel, name, kind=QtWidgets.QWidget):
    found = panel.findChild(kind, name)
    assert found is not None, name
    return found


def cell(panel, row, column):
    return find(panel, "targetsView", QtWidgets.QTableView).model().index(row, column)


def edit(panel, row, column, text):
    return cell(panel, row, column).model().setData(cell(panel, row, column), text)


def test_every_promised_widget_is_there_and_named_for_screen_readers(panel):
    names = "submitButton testButton targetsView filesView checksView settingsPage tasksPage progressBar messageBar"
    for name in (names + " downloadButton cancelButton refreshButton").split():
        widget = find(panel, name)
        if not name.endswith("Page"):
            assert widget.accessibleName(), name


def test_every_interactive_widget_has_a_name_and_an_accessible_name(panel):
    kinds = (QtWidgets.QAbstractButton, QtWidgets.QLineEdit, QtWidgets.QComboBox, QtWidgets.QSpinBox)
    for widget in panel.findChildren(QtWidgets.QWidget):
        inner = widget.objectName().startswith("qt_") or isinstance(
            widget.parent(), (QtWidgets.QTabBar, QtWidgets.QAbstractItemView, QtWidgets.QSpinBox, QtWidgets.QLineEdit)
        )
        if isinstance(widget, kinds) and not inner and widget.isVisibleTo(panel):
            assert widget.objectName(), widget
            assert widget.accessibleName(), widget.objectName()


@pytest.mark.parametrize("name", ["en", "zh"])
def test_it_fits_into_440_by_700(qtbot, panel, name):
    panel.change_language(name)
    qtbot.waitUntil(lambda: language() == name, timeout=WAIT)
    panel.resize(440, 700)
    hint = panel.minimumSizeHint()
    assert hint.width() <= 440
    assert hint.height() <= 700
    assert panel.minimumWidth() == 440


@pytest.mark.parametrize("points", [8, 14])
def test_layers_keep_room_for_their_names_however_large_the_letters_are(qtbot, panel, points):
    font = panel.font()
    font.setPointSize(points)
    panel.setFont(font)
    panel.resize(480, 700)
    panel.show()
    view = find(panel, "targetsView", QtWidgets.QTableView)
    qtbot.waitUntil(lambda: view.viewport().width() > 300)
    assert view.columnWidth(targets.LAYER) >= view.viewport().width() // 4
    assert view.horizontalScrollBar().maximum() == 0


def test_the_table_shows_the_scene(panel):
    rows = [[cell(panel, row, column).data() for column in range(4)] for row in range(3)]
    assert rows[0] == ["beauty", "1-120", "shotCam", "1920x1080"]
    assert rows[2] == ["matte", "101", "topCam", "960x540"]
    assert find(panel, "sceneName").text() == "shot_010_lighting_v031.ma"
    assert "Maya 2024" in find(panel, "sceneFacts").text()
    assert "5.3.1.0" in find(panel, "sceneFacts").text()


def test_the_head_names_the_renderers_that_render_and_keeps_room_for_the_account():
    rendering = (shapes.make_target("a"), shapes.make_target("b", renderer="vray", enabled=False))
    assert scene_facts(shapes.make_scene(targets=rendering)) == ["Maya 2024", "arnold 5.3.1.0"]
    off = tuple(shapes.make_target(name, renderer=name, enabled=False) for name in ("vray", "arnold"))
    assert scene_facts(shapes.make_scene(targets=off)) == ["Maya 2024", "arnold 5.3.1.0", "vray"]


def test_toggling_a_layer_changes_the_sum(panel):
    assert find(panel, "sumLabel").text().startswith("240 frames")
    index = cell(panel, 1, targets.LAYER)
    assert index.model().setData(index, 0, QtCore.Qt.CheckStateRole)
    assert find(panel, "sumLabel").text().startswith("120 frames")
    assert index.model().setData(index, 2, QtCore.Qt.CheckStateRole)
    assert find(panel, "sumLabel").text().startswith("240 frames")


def test_a_click_on_the_box_toggles_the_layer(qtbot, panel):
    view = find(panel, "targetsView", QtWidgets.QTableView)
    place = view.visualRect(cell(panel, 1, targets.LAYER))
    point = QtCore.QPoint(place.left() + 10, place.center().y())
    qtbot.mouseClick(view.viewport(), QtCore.Qt.LeftButton, pos=point)
    assert find(panel, "sumLabel").text().startswith("120 frames")


def test_frames_that_can_be_read_are_taken(panel):
    assert edit(panel, 1, targets.FRAMES, "1-100[5]")
    assert panel.controller.job.targets[1].frames.step == 5
    assert cell(panel, 1, targets.FRAMES).data(targets.CHANGED_ROLE)
    assert find(panel, "sumLabel").text().startswith("140 frames")


@pytest.mark.parametrize("text", ["1-abc", "", "10-1", "1--", "1,,2", "1-10[0]"])
def test_frames_that_cannot_be_read_are_refused_in_place_and_the_value_stays(panel, text):
    assert not edit(panel, 1, targets.FRAMES, text)
    index = cell(panel, 1, targets.FRAMES)
    assert index.data() == "1-120"
    assert index.data(targets.REFUSED_ROLE)
    assert index.data(QtCore.Qt.ToolTipRole) == index.data(targets.REFUSED_ROLE)
    inline = find(panel, "inlineMessage")
    assert inline.isVisible()
    assert inline.text() == index.data(targets.REFUSED_ROLE)
    assert edit(panel, 1, targets.FRAMES, "1-10")
    assert not inline.isVisible()
    assert not cell(panel, 1, targets.FRAMES).data(targets.REFUSED_ROLE)


def test_typing_wrong_frames_says_so_before_they_are_committed(qtbot, panel):
    view = find(panel, "targetsView", QtWidgets.QTableView)
    view.setCurrentIndex(cell(panel, 0, targets.FRAMES))
    view.edit(cell(panel, 0, targets.FRAMES))
    editor = find(view, "cellEditor", QtWidgets.QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "1-x")
    assert find(panel, "inlineMessage").isVisible()
    assert editor.toolTip()
    editor.selectAll()
    qtbot.keyClicks(editor, "1-7")
    assert not find(panel, "inlineMessage").isVisible()
    qtbot.keyClick(editor, QtCore.Qt.Key_Return)
    qtbot.waitUntil(lambda: cell(panel, 0, targets.FRAMES).data() == "1-7", timeout=WAIT)


def test_escape_takes_back_what_was_said_of_a_text_that_was_not_committed(qtbot, panel):
    view = find(panel, "targetsView", QtWidgets.QTableView)
    view.edit(cell(panel, 0, targets.FRAMES))
    editor = find(view, "cellEditor", QtWidgets.QLineEdit)
    qtbot.keyClicks(editor, "x")
    assert find(panel, "inlineMessage").isVisible()
    qtbot.keyClick(editor, QtCore.Qt.Key_Escape)
    qtbot.waitUntil(lambda: not find(panel, "inlineMessage").isVisible(), timeout=WAIT)
    assert cell(panel, 0, targets.FRAMES).data() == "1-120"


def test_the_tab_key_walks_from_the_top_to_submit(panel):
    order, widget = [], panel.nextInFocusChain()
    while widget is not panel and len(order) < 1000:
        order.append(widget.objectName())
        widget = widget.nextInFocusChain()
    places = [order.index(name) for name in ("refreshButton", "targetsView", "testButton", "submitButton")]
    assert places == sorted(places)


@pytest.mark.parametrize(("text", "taken"), [("1280x720", True), ("1280 x 720", True), ("0x5", False), ("big", False)])
def test_sizes_are_read_as_width_times_height(panel, text, taken):
    assert edit(panel, 0, targets.SIZE, text) == taken
    assert cell(panel, 0, targets.SIZE).data() == ("1280x720" if taken else "1920x1080")


def test_cameras_are_ticked_in_a_checklist(qtbot, panel):
    view = find(panel, "targetsView", QtWidgets.QTableView)
    view.edit(cell(panel, 0, targets.CAMERAS))
    popup = find(panel, "cameraPopup", QtWidgets.QListWidget)
    assert [popup.item(row).text() for row in range(popup.count())] == list(shapes.CAMERAS)
    popup.item(1).setCheckState(QtCore.Qt.Checked)
    assert panel.controller.job.targets[0].cameras == ("shotCam", "topCam")
    assert find(panel, "sumLabel").text().startswith("360 frames")
    popup.close()


def test_submit_disabled_says_why(panel):
    submit = find(panel, "submitButton", QtWidgets.QPushButton)
    assert submit.isEnabled()
    for name in ("rs_beauty", "rs_fog"):
        panel.controller.set_target(name, enabled=False)
    assert not submit.isEnabled()
    assert not find(panel, "testButton").isEnabled()
    assert "Nothing is switched on to render." in submit.toolTip()
    assert "Nothing is switched on to render." in find(panel, "newsButton").toolTip()


def test_the_worst_news_leads_to_its_page(qtbot, panel):
    qtbot.mouseClick(find(panel, "newsButton"), QtCore.Qt.LeftButton)
    assert find(panel, "filesPage").isVisible()


def test_checks_show_errors_first_with_their_details(panel):
    panel.show_page("checks")
    panel.controller.show(shapes.make_scene(tips=shapes.make_scene().tips + (shapes.BAD_TIP,)))
    model = find(panel, "checksView", QtWidgets.QTreeView).model()
    assert model.index(0, 0).data() == shapes.BAD_TIP.message
    assert model.index(0, 0, model.index(0, 0)).data() == "镜头1"
    assert find(panel, "pages", QtWidgets.QTabWidget).tabText(2) == "Checks 3"


def test_settings_reach_the_choices(qtbot, panel):
    find(panel, "priorityFirst", QtWidgets.QCheckBox).setChecked(True)
    find(panel, "priorityLast", QtWidgets.QCheckBox).setChecked(True)
    find(panel, "priorityOwn", QtWidgets.QLineEdit).setText("5, 10-20[5]")
    find(panel, "stopAfterPriority", QtWidgets.QCheckBox).setChecked(True)
    find(panel, "framesPerTask", QtWidgets.QSpinBox).setValue(4)
    find(panel, "layered", QtWidgets.QCheckBox).setChecked(True)
    find(panel, "ram", QtWidgets.QComboBox).setCurrentIndex(1)
    find(panel, "osName", QtWidgets.QComboBox).setCurrentIndex(2)
    project = find(panel, "projectName", QtWidgets.QLineEdit)
    project.setText("dune")
    project.editingFinished.emit()
    choices = panel.controller.choices
    assert choices.priority_frames == "101:5,10-20[5]"
    assert (choices.stop_after_priority, choices.frames_per_task, choices.layered) == (True, 4, True)
    assert (choices.ram, choices.os_name, choices.project_name) == (128, "windows", "dune")
    assert split_priority(choices.priority_frames) == ("101", "5,10-20[5]")


def test_wrong_priority_frames_are_refused_in_place(panel):
    panel.show_page("settings")
    find(panel, "priorityOwn", QtWidgets.QLineEdit).setText("1-x")
    assert panel.controller.choices.priority_frames == "000"
    assert find(panel, "priorityReason").isVisible()


def test_the_output_folder_and_speed_limit_become_settings(panel):
    folder = find(panel, "outputFolder", QtWidgets.QLineEdit)
    folder.setText("/frames")
    folder.editingFinished.emit()
    find(panel, "speedLimit", QtWidgets.QSpinBox).setValue(2048)
    assert panel.controller.output_folder == "/frames"
    assert panel.controller.setting("speed_limit") == 2048


def test_a_language_switch_speaks_chinese_at_once_and_loses_nothing(qtbot, panel):
    edit(panel, 1, targets.FRAMES, "1-60")
    panel.show_page("settings")
    combo = find(panel, "language", QtWidgets.QComboBox)
    combo.setCurrentIndex(combo.findData("zh"))
    qtbot.waitUntil(lambda: find(panel, "submitButton", QtWidgets.QPushButton).text() == "提交", timeout=WAIT)
    assert find(panel, "pages", QtWidgets.QTabWidget).currentIndex() == 3
    assert find(panel, "sumLabel").text().startswith("180 帧")
    assert "缺少" in find(panel, "newsButton").toolTip()
    combo = find(panel, "language", QtWidgets.QComboBox)
    combo.setCurrentIndex(combo.findData("en"))
    qtbot.waitUntil(lambda: find(panel, "submitButton", QtWidgets.QPushButton).text() == "Submit", timeout=WAIT)


def test_a_message_is_told_again_in_the_new_language(qtbot, panel, session):
    panel.controller.submit()
    qtbot.waitUntil(lambda: panel.controller.state == "done", timeout=WAIT)
    panel.change_language("zh")
    qtbot.waitUntil(lambda: bool(re.search("[一-鿿]", find(panel, "messageBarText").text())), timeout=WAIT)


def test_pressing_submit_shows_progress_then_the_frames(qtbot, panel, session):
    session.hold.clear()
    qtbot.mouseClick(find(panel, "submitButton"), QtCore.Qt.LeftButton)
    cancel = find(panel, "cancelButton")
    assert cancel.isVisible()
    qtbot.waitUntil(lambda: "bark_albedo" in find(panel, "stageLabel").text(), timeout=WAIT)
    assert "1.0 MB of 4.0 MB" in find(panel, "amountLabel").text()
    assert "A submission is running." in find(panel, "submitButton").toolTip()
    session.hold.set()
    qtbot.waitUntil(lambda: panel.controller.state == "done", timeout=WAIT)
    frames = find(panel, "framesView").frames
    assert len(frames) == 6
    assert counts(frames)["done"] == 6
    assert "2W19097" in find(panel, "taskTitle").text()
    assert not cancel.isVisible()
    assert find(panel, "downloadButton").isEnabled()


def test_recent_tasks_show_and_a_double_click_watches_one(qtbot, panel):
    panel.show_page("tasks")
    view = find(panel, "tasksView", QtWidgets.QTreeView)
    qtbot.waitUntil(lambda: view.model().rowCount() == 2, timeout=WAIT)
    view.activated.emit(view.model().index(1, 0))
    qtbot.waitUntil(lambda: panel.controller.task is not None, timeout=WAIT)
    assert panel.controller.task_id == 19001


def test_a_changed_scene_shows_a_bar_with_refresh(qtbot, panel, host):
    bar = find(panel, "modifiedBar")
    assert not bar.isVisible()
    host.modified = True
    panel.controller.check_modified()
    assert bar.isVisible()
    host.modified = False
    qtbot.mouseClick(find(panel, "modifiedBarAction"), QtCore.Qt.LeftButton)
    qtbot.waitUntil(lambda: not bar.isVisible(), timeout=WAIT)


def test_an_empty_panel_says_what_to_do(qtbot, controller):
    made = Panel(controller)
    qtbot.addWidget(made)
    made.show()
    made.make_pages()
    assert "Refresh" in find(made, "sceneEmpty").text()
    assert find(made, "sumLabel").text() == "Nothing to send yet"
    assert "recent tasks" in find(made, "taskEmpty").text()


def test_it_closes_cleanly_while_working(qtbot, panel, session):
    session.hold.clear()
    panel.controller.submit()
    qtbot.waitUntil(lambda: panel.controller.progress.stage == "upload", timeout=WAIT)
    panel.close()
    assert session.closed == 1
    assert session.jobs == []
