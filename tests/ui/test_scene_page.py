"""The table of what renders: several rows at once, filter, totals, what is remembered."""

import pytest
import shapes
from finding import WAIT, button, find, line
from Qt import QtCore, QtWidgets

from farmhand.frames import FrameRange
from farmhand_ui.controller import Controller
from farmhand_ui.models import targets
from farmhand_ui.panel import Panel


def table(panel):
    return find(panel, "targetsView", QtWidgets.QTableView)


def select(panel, *rows):
    view = table(panel)
    view.setFocus()
    view.clearSelection()
    flags = QtCore.QItemSelectionModel.Select | QtCore.QItemSelectionModel.Rows
    for row in rows:
        view.selectionModel().select(view.model().index(row, 0), flags)
    view.selectionModel().setCurrentIndex(view.model().index(rows[-1], 0), QtCore.QItemSelectionModel.NoUpdate)


def type_into(qtbot, panel, row, column, text):
    view = table(panel)
    view.selectionModel().setCurrentIndex(view.model().index(row, column), QtCore.QItemSelectionModel.NoUpdate)
    view.edit(view.model().index(row, column))
    editor = find(view, "cellEditor", QtWidgets.QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, QtCore.Qt.Key_Return)
    qtbot.waitUntil(lambda: view.findChild(QtWidgets.QLineEdit, "cellEditor") is None, timeout=WAIT)


def frames(panel):
    return [str(target.frames) for target in panel.controller.job.targets]


def test_what_is_typed_counts_for_all_chosen_rows(qtbot, panel):
    select(panel, 0, 2)
    assert "2 chosen" in find(panel, "targetsTotal").text()
    type_into(qtbot, panel, 2, targets.FRAMES, "5-8")
    assert frames(panel) == ["5-8[1]", "1-120[1]", "5-8[1]"]
    type_into(qtbot, panel, 1, targets.FRAMES, "7")  # not one of the chosen ones: for itself alone
    assert frames(panel) == ["5-8[1]", "7", "5-8[1]"]


def test_leaving_a_cell_without_typing_changes_no_other_row(qtbot, panel):
    select(panel, 0, 2)
    view = table(panel)
    view.edit(view.model().index(2, targets.FRAMES))
    qtbot.keyClick(find(view, "cellEditor"), QtCore.Qt.Key_Return)
    assert frames(panel)[0] == "1-120[1]"


def test_wrong_text_for_several_rows_changes_none(qtbot, panel):
    select(panel, 0, 1)
    type_into(qtbot, panel, 1, targets.SIZE, "wide")
    assert [target.width for target in panel.controller.job.targets] == [1920, 1920, 960]
    assert find(panel, "inlineMessage").isVisible()


def test_space_switches_all_chosen_rows_and_delete_gives_a_column_back(qtbot, panel):
    view = table(panel)
    select(panel, 0, 1, 2)
    qtbot.keyClick(view, QtCore.Qt.Key_Space)  # the current row is off: all on
    assert [target.enabled for target in panel.controller.job.targets] == [True, True, True]
    qtbot.keyClick(view, QtCore.Qt.Key_Space)
    assert panel.controller.job.rendering == ()
    qtbot.keyClick(view, QtCore.Qt.Key_Delete)
    assert [target.enabled for target in panel.controller.job.targets] == [True, True, False]


def test_return_edits_the_frames_of_a_row(qtbot, panel):
    view = table(panel)
    select(panel, 1)
    qtbot.keyClick(view, QtCore.Qt.Key_Return)
    assert find(view, "cellEditor", QtWidgets.QLineEdit).text() == "1-120"


def test_cameras_of_several_rows_are_ticked_together(panel):
    select(panel, 0, 2)
    view = table(panel)
    view.edit(view.model().index(0, targets.CAMERAS))
    popup = find(panel, "cameraPopup", QtWidgets.QListWidget)
    popup.item(2).setCheckState(QtCore.Qt.Checked)
    assert [target.cameras for target in panel.controller.job.targets] == [
        ("shotCam", "witness"),
        ("shotCam",),
        ("shotCam", "witness"),
    ]
    popup.close()


def test_the_button_gives_every_row_back_and_shows_only_where_it_would(qtbot, panel):
    reset = button(panel, "targetsReset")
    assert not reset.isVisible()
    panel.controller.set_targets(("rs_beauty", "rs_fog"), frames=FrameRange.parse("1-3"), enabled=False)
    assert reset.isVisible()
    index = table(panel).model().index(0, targets.FRAMES)
    assert "1-120" in index.data(QtCore.Qt.ToolTipRole)
    qtbot.mouseClick(reset, QtCore.Qt.LeftButton)
    assert frames(panel) == ["1-120[1]", "1-120[1]", "101"]
    assert panel.controller.choices.targets == {}
    assert not reset.isVisible()


def test_the_menu_does_what_the_keys_do(panel):
    select(panel, 0, 1)
    entries = {action.text(): action for action in table(panel).menu().actions()}
    entries["Switch off"].trigger()
    assert panel.controller.job.rendering == ()
    entries["As in the scene"].trigger()
    assert len(panel.controller.job.rendering) == 2
    assert not entries["Edit…"].isEnabled()


def test_a_layer_tells_the_first_picture_that_its_choices_would_write(qtbot, controller, host):
    known = shapes.make_target("beauty", pictures=("images/beauty/shot_010_lighting_v031.exr.1",))
    host.scene = shapes.make_scene(targets=(known, shapes.make_target("fog")))
    controller.analyse()
    qtbot.waitUntil(lambda: controller.state == "ready", timeout=WAIT)
    model = targets.TargetsModel(controller)
    controller.set_target("rs_beauty", frames=FrameRange.parse("7-9"))
    told = [model.index(row, targets.LAYER).data(QtCore.Qt.ToolTipRole) for row in (0, 1)]
    assert "First picture: images/beauty/shot_010_lighting_v031.exr.7" in told[0]
    assert "First picture" not in told[1]


@pytest.fixture
def wide(qtbot, controller, host):
    """A panel on a scene of many layers."""
    host.scene = shapes.make_scene(targets=tuple(shapes.make_target("layer_%03d" % n) for n in range(60)))
    controller.analyse()
    qtbot.waitUntil(lambda: controller.state == "ready", timeout=WAIT)
    made = Panel(controller)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_filter_hides_rows_and_what_is_hidden_is_not_edited(qtbot, wide):
    view = table(wide)
    qtbot.keyClicks(line(wide, "targetsFilter"), "layer_01")
    assert [row for row in range(60) if not view.isRowHidden(row)] == list(range(10, 20))
    view.selectAll()
    view.switch(False)
    assert len(wide.controller.job.rendering) == 50
    line(wide, "targetsFilter").setText("nothing like it")
    view.selectAll()
    view.switch(False)
    assert len(wide.controller.job.rendering) == 50
    line(wide, "targetsFilter").clear()
    assert not any(view.isRowHidden(row) for row in range(60))


def test_the_totals_are_always_true(wide):
    total = find(wide, "targetsTotal")
    assert total.text() == "60 of 60 on · 7,200 frames"
    wide.controller.set_targets(["rs_layer_%03d" % n for n in range(59)], enabled=False)
    assert total.text() == "1 of 60 on · 120 frames"


def test_a_finding_leads_to_its_layer(wide):
    line(wide, "targetsFilter").setText("layer_00")
    wide.show_place("scene", "rs_layer_033")
    assert table(wide).chosen_rows() == [33]


def again(qtbot, host, session):
    """A panel's logic that starts anew on the same scene."""
    made = Controller(host, lambda overrides: session)
    made.analyse()
    qtbot.waitUntil(lambda: made.state == "ready", timeout=WAIT)
    return made


def test_choices_come_back_at_the_next_start_and_wait_for_layers_that_are_gone(qtbot, ready, host, session):
    ready.set_targets(("rs_beauty", "rs_fog"), frames=FrameRange.parse("1-10"), cameras=("topCam",))
    ready.set_choice(project_name="dune")
    ready.close()
    full, host.scene = host.scene, shapes.make_scene(targets=(shapes.make_target("beauty"),))
    second = again(qtbot, host, session)
    assert second.summary.startswith("10 frames")
    assert second.choices.project_name == "dune"
    assert not any(tip.code == "unknown_target" for tip in second.problems)
    second.set_choice(project_name="moon")
    host.scene = full
    second.refresh()
    qtbot.waitUntil(lambda: second.state == "ready" and second.scene is full, timeout=WAIT)
    assert second.summary.startswith("20 frames")
    second.reset_targets(("rs_fog",))
    second.close()
    third = again(qtbot, host, session)
    assert third.summary.startswith("130 frames")
    assert third.choices.project_name == "moon"
    third.close()


def test_another_scene_brings_its_own_choices(qtbot, ready, host):
    first = host.scene
    ready.set_choice(tiles=4)
    host.scene = shapes.make_scene("/show/other")
    ready.choices = type(ready.choices)()  # what a program's plug-in does when another scene is opened
    ready.analyse()
    qtbot.waitUntil(lambda: ready.state == "ready" and ready.scene is host.scene, timeout=WAIT)
    assert ready.choices.tiles == 1
    ready.set_choice(tiles=2)
    host.scene = first
    ready.analyse()
    qtbot.waitUntil(lambda: ready.state == "ready" and ready.scene is first, timeout=WAIT)
    assert ready.choices.tiles == 4


def test_choices_that_cannot_be_kept_are_told_once_and_still_hold(qtbot, qapp, host, session, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FARMHAND_DATA_FOLDER", str(tmp_path / "file" / "below"))
    made = again(qtbot, host, session)
    made.set_choice(tiles=2)
    qtbot.waitUntil(lambda: made.message is not None, timeout=WAIT)
    assert "cannot be made" in made.message.text
    made.tell(None)
    made.set_choice(tiles=3)
    made.close()
    assert made.choices.tiles == 3
    assert made.message is None


def test_unsaved_changes_are_offered_for_saving_before_a_submission(qtbot, panel, host, session):
    host.modified = True
    qtbot.mouseClick(button(panel, "submitButton"), QtCore.Qt.LeftButton)
    assert session.jobs == []
    action = button(panel, "messageBarAction")
    assert (action.isVisible(), action.text()) == (True, "Save and submit")
    qtbot.mouseClick(action, QtCore.Qt.LeftButton)
    qtbot.waitUntil(lambda: len(session.jobs) == 1, timeout=WAIT)
    assert (host.saves, host.analyses) == (1, 2)
    qtbot.waitUntil(lambda: panel.controller.state == "done", timeout=WAIT)


def test_a_second_press_sends_the_scene_as_it_was_saved_last(qtbot, panel, host, session):
    host.modified = True
    panel.controller.submit()
    panel.controller.submit()
    qtbot.waitUntil(lambda: len(session.jobs) == 1, timeout=WAIT)
    assert host.saves == 0
    qtbot.waitUntil(lambda: panel.controller.state == "done", timeout=WAIT)


def test_a_scene_that_cannot_be_saved_is_told_and_not_sent(qtbot, panel, host, session):
    host.modified, host.save_error = True, shapes.SceneError("The scene is read-only.", "Save it elsewhere.")
    panel.controller.submit()
    panel.controller.save_and_submit()
    assert panel.controller.message.text == "The scene is read-only."
    assert session.jobs == []


def test_the_bar_of_a_changed_scene_saves_with_one_click(qtbot, panel, host):
    host.modified = True
    panel.controller.check_modified()
    assert find(panel, "modifiedBarText").text() == "The scene has changes that are not saved."
    qtbot.mouseClick(button(panel, "modifiedBarAction"), QtCore.Qt.LeftButton)
    qtbot.waitUntil(lambda: not find(panel, "modifiedBar").isVisible(), timeout=WAIT)
    assert host.saves == 1
