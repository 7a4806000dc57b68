"""Findings: fixed, shown, ignored, and asked of the farm while the panel is open."""

import threading

import pytest
import shapes
from finding import WAIT, button, find, line
from Qt import QtCore, QtWidgets

from farmhand.errors import NetworkError
from farmhand.farm.records import Hardware
from farmhand.scene.model import Tip
from farmhand_ui.places import Place, look_for
from farmhand_ui.slicing import AT_A_TIME


def view(panel):
    return find(panel, "checksView", QtWidgets.QTreeView)


def codes(controller):
    return [tip.code for tip in controller.problems]


def wait_for(qtbot, condition):
    qtbot.waitUntil(lambda: bool(condition()), timeout=WAIT)


def choose(panel, code):
    panel.show_page("checks")
    model = view(panel).model()
    for row in range(model.rowCount()):
        if model.tip(model.index(row, 0)).code == code:
            view(panel).setCurrentIndex(model.index(row, 0))
            return model.index(row, 0)
    raise AssertionError(code)


def run(steps):
    """What a generator ends with, and in how many steps."""
    count = 0
    try:
        while True:
            count += 1
            next(steps)
    except StopIteration as end:
        return end.value, count


def connect(qtbot, panel):
    panel.controller.connect_account()
    wait_for(qtbot, lambda: panel.controller.farm.facts.software is not None)


def test_a_finding_takes_the_lines_it_needs_at_the_width_of_its_view(qtbot, panel):
    """A page that shows first is filled before its layout has given the view its width."""
    panel.resize(700, 760)
    panel.controller.set_choice(tiles=4)
    wait_for(qtbot, lambda: "tiles_and_layers" in codes(panel.controller))
    row, tree = choose(panel, "tiles_and_layers"), view(panel)
    one_line, wide = tree.fontMetrics().height() + 12, tree.width()
    wait_for(qtbot, lambda: tree.visualRect(row).height() == one_line)
    tree.resize(200, tree.height())
    wait_for(qtbot, lambda: tree.visualRect(row).height() > one_line)
    tree.resize(wide, tree.height())
    wait_for(qtbot, lambda: tree.visualRect(row).height() == one_line)


def test_a_finding_of_the_choices_comes_and_goes_with_them(qtbot, panel):
    controller = panel.controller
    assert controller.blocked_reason == ""
    controller.set_choice(tiles=4)
    wait_for(qtbot, lambda: "tiles_and_layers" in codes(controller))
    assert "Maya's tiles" in controller.blocked_reason
    assert not button(panel, "submitButton").isEnabled()
    assert "Maya's tiles" in button(panel, "submitButton").toolTip()
    controller.set_choice(tiles=1)
    wait_for(qtbot, lambda: "tiles_and_layers" not in codes(controller))
    assert button(panel, "submitButton").isEnabled()


def test_fix_changes_the_choices_and_never_the_scene(qtbot, panel, host):
    controller, scene = panel.controller, panel.controller.scene
    controller.set_choice(tiles=4)
    wait_for(qtbot, lambda: "tiles_and_layers" in codes(controller))
    choose(panel, "tiles_and_layers")
    fix = button(panel, "fixButton")
    assert fix.text() == "Fix: Each layer as a task of its own"
    qtbot.mouseClick(fix, QtCore.Qt.LeftButton)
    wait_for(qtbot, lambda: "tiles_and_layers" not in codes(controller))
    assert controller.choices.layered
    assert controller.scene is scene
    assert host.saves == 0


def test_the_farms_versions_are_checked_after_the_login_and_mended_by_one_click(qtbot, panel, session):
    controller = panel.controller
    controller.show(shapes.make_scene(version="2023", plugins={"mtoa": "5.3.0"}))
    connect(qtbot, panel)
    wait_for(qtbot, lambda: "15013" in codes(controller))
    assert session.asked == [("maya", "")]
    choose(panel, "15013")
    qtbot.mouseClick(button(panel, "fixButton"), QtCore.Qt.LeftButton)
    wait_for(qtbot, lambda: "15013" not in codes(controller))
    assert controller.choices.software_version == "2024"


def test_another_system_is_asked_for_and_only_once(qtbot, panel, session):
    connect(qtbot, panel)
    panel.controller.set_choice(os_name="windows")
    panel.controller.set_choice(tiles=2)
    wait_for(qtbot, lambda: session.asked == [("maya", ""), ("maya", "windows")] and not panel.controller.farm.asking)


def test_arrears_and_a_node_that_excludes_a_plugin_block_submit(qtbot, panel, session):
    session.balance = -3.0
    connect(qtbot, panel)
    panel.controller.set_choice(hardware_id="401")
    wait_for(qtbot, lambda: {"913", "hardware_excludes"} <= set(codes(panel.controller)))
    assert not button(panel, "submitButton").isEnabled()
    choose(panel, "hardware_excludes")
    qtbot.mouseClick(button(panel, "fixButton"), QtCore.Qt.LeftButton)
    assert panel.controller.choices.hardware_id == ""
    choose(panel, "913")
    assert not button(panel, "fixButton").isVisible()


def test_a_farm_that_does_not_answer_leaves_the_other_checks(qtbot, panel, session):
    session.errors["facts"] = NetworkError("Not reached.")
    panel.controller.connect_account()
    panel.controller.set_choice(tiles=4)
    wait_for(qtbot, lambda: panel.controller.account and "tiles_and_layers" in codes(panel.controller))
    wait_for(qtbot, lambda: not panel.controller.farm.asking)
    panel.show_page("checks")
    assert "Not checked with the farm" in find(panel, "farmChecked").text()
    del session.errors["facts"]
    panel.controller.set_choice(tiles=1)
    wait_for(qtbot, lambda: "Checked with the farm" in find(panel, "farmChecked").text())


def test_checking_many_files_runs_beside_the_window(qtbot, panel, monkeypatch):
    from farmhand_ui import farm_desk

    threads = []
    checked = farm_desk.check_job

    def watched(job, facts):
        threads.append(threading.current_thread())
        return checked(job, facts)

    monkeypatch.setattr(farm_desk, "check_job", watched)
    panel.controller.set_choice(tiles=4)
    wait_for(qtbot, lambda: threads)
    assert threading.main_thread() not in threads


def test_a_check_that_fails_is_a_warning_and_not_the_end(qtbot, panel, monkeypatch):
    from farmhand.job import checks

    def broken(job, facts):
        raise ZeroDivisionError("x")

    monkeypatch.setattr(checks, "CHECKS", (*checks.CHECKS, broken))
    panel.controller.set_choice(tiles=4)
    wait_for(qtbot, lambda: {"check_failed", "tiles_and_layers"} <= set(codes(panel.controller)))


def test_an_ignored_warning_is_gone_until_it_is_about_something_more(qtbot, panel, host):
    controller = panel.controller
    choose(panel, "20002")
    qtbot.mouseClick(button(panel, "ignoreButton"), QtCore.Qt.LeftButton)
    assert "20002" not in codes(controller)
    assert find(panel, "pages", QtWidgets.QTabWidget).tabText(2) == "Checks 1"
    controller.refresh()
    wait_for(qtbot, lambda: host.analyses == 2 and controller.state == "ready")
    assert "20002" not in codes(controller)
    shown = button(panel, "showIgnored")
    assert shown.text() == "Show ignored (1)"
    shown.setChecked(True)
    choose(panel, "20002")
    assert button(panel, "ignoreButton").text() == "Show again"
    qtbot.mouseClick(button(panel, "ignoreButton"), QtCore.Qt.LeftButton)
    assert "20002" in codes(controller)
    controller.ignore(next(tip for tip in controller.problems if tip.code == "20002"))
    controller.show(shapes.make_scene(tips=(Tip("20002", "warning", "A texture is missing.", ("other.exr",)),)))
    assert "20002" in codes(controller)


def test_what_is_ignored_is_remembered_for_the_scene(qtbot, ready, host, session):
    ready.ignore(next(tip for tip in ready.problems if tip.code == "25001"))
    ready.close()
    second = type(ready)(host, lambda overrides: session)
    second.analyse()
    wait_for(qtbot, lambda: second.state == "ready")
    assert "25001" not in codes(second)
    second.close()


def test_an_error_cannot_be_ignored(panel):
    panel.controller.show(shapes.make_scene(tips=(shapes.BAD_TIP,)))
    choose(panel, shapes.BAD_TIP.code)
    assert not button(panel, "ignoreButton").isEnabled()
    panel.controller.ignore(shapes.BAD_TIP)
    assert shapes.BAD_TIP.code in codes(panel.controller)


def test_show_selects_the_node_where_the_program_can(qtbot, panel, host):
    tip = Tip("20001", "warning", "Files were not found.", ("fileFog.fileTextureName: fog.<UDIM>.exr",))
    panel.controller.show(shapes.make_scene(tips=(tip,)))
    choose(panel, "20001")
    look = button(panel, "showButton")
    assert look.text() == "Select node"
    qtbot.mouseClick(look, QtCore.Qt.LeftButton)
    assert host.selected == ["fileFog"]
    host.gone = ("fileFog",)
    qtbot.mouseClick(look, QtCore.Qt.LeftButton)
    assert "not in the open scene" in panel.controller.message.text


def test_show_leads_to_the_layer_and_to_the_setting(qtbot, panel):
    tip = Tip("15006", "warning", "No camera.", ("fog",))
    panel.controller.show(shapes.make_scene(tips=(Tip("20004", "warning", "Odd format.", ("fog: psd",)), tip)))
    choose(panel, "20004")
    qtbot.mouseClick(button(panel, "showButton"), QtCore.Qt.LeftButton)
    assert find(panel, "scenePage").isVisible()
    assert find(panel, "targetsView", QtWidgets.QTableView).chosen_rows() == [1]
    panel.controller.set_choice(tiles=4)
    wait_for(qtbot, lambda: "tiles_and_layers" in codes(panel.controller))
    choose(panel, "tiles_and_layers")
    qtbot.keyClick(view(panel), QtCore.Qt.Key_Return)  # the keyboard does what the button does
    assert find(panel, "settingsPage").isVisible()


def test_without_a_program_show_leads_to_the_file(qtbot, panel):
    scene = panel.controller.scene
    tip = Tip("20001", "warning", "Files were not found.", (scene.references[0].pattern,))
    assert run(look_for(scene, tip)) == (Place("node", "fileFog"), 1)
    panel.show_place("files", "fog_density")
    assert line(panel, "filesFilter").text() == "fog_density"


def test_the_node_of_a_finding_is_looked_for_in_steps_among_many(qtbot, panel, host):
    first = panel.controller.scene.references[0]
    many = tuple(
        first._replace(node="file%d" % number, pattern="/t/%d.tx" % number)
        for number in range(3 * AT_A_TIME)
    )
    tip = Tip("20001", "warning", "Files were not found.", (many[-1].pattern,))
    scene = shapes.make_scene(tips=(tip,), references=many)
    assert run(look_for(scene, tip)) == (Place("node", many[-1].node), 4)
    panel.show_page("checks")
    panel.controller.show(scene)
    assert not button(panel, "showButton").isVisible()  # not in the event that brings the scene
    wait_for(qtbot, lambda: button(panel, "showButton").isVisible())
    qtbot.mouseClick(button(panel, "showButton"), QtCore.Qt.LeftButton)
    assert host.selected == [many[-1].node]


def test_hidden_the_page_takes_over_what_changed_when_it_shows(panel):
    panel.show_page("checks")
    before = view(panel).model().rowCount()
    panel.show_page("scene")
    panel.controller.show(shapes.make_scene(tips=shapes.make_scene().tips + (shapes.BAD_TIP,)))
    assert view(panel).model().rowCount() == before
    panel.show_page("checks")
    assert view(panel).model().rowCount() == before + 1
    assert find(panel, "findingTitle").text() == shapes.BAD_TIP.message


@pytest.mark.parametrize(("language", "words"), [("en", "Set their paths"), ("zh", "请修正路径")])
def test_the_farms_own_words_stand_beside_a_finding(qtbot, panel, language, words):
    panel.change_language(language)
    connect(qtbot, panel)
    choose(panel, "20002")
    wait_for(qtbot, lambda: words in find(panel, "findingAdvice").text())


def test_an_unsaved_scene_is_a_finding_with_a_fix(qtbot, panel, host):
    host.modified = True
    panel.controller.check_modified()
    choose(panel, "unsaved")
    qtbot.mouseClick(button(panel, "fixButton"), QtCore.Qt.LeftButton)
    wait_for(qtbot, lambda: panel.controller.state == "ready" and "unsaved" not in codes(panel.controller))
    assert host.saves == 1


def test_another_account_forgets_what_the_farm_said(qtbot, panel, session):
    connect(qtbot, panel)
    session.hardware = (Hardware("900", "A100", 256, 1, "2", True),)
    panel.controller.connect_account()
    assert panel.controller.farm.facts.hardware is None
    wait_for(qtbot, lambda: panel.controller.farm.facts.hardware == session.hardware)


def test_a_finding_about_a_hundred_thousand_files_shows_the_first_and_how_many_more(qtbot, panel):
    details = tuple("node%d.fileTextureName: /show/tex/%d.exr" % (n, n) for n in range(100000))
    scene = shapes.make_scene(tips=(Tip("20001", "warning", "Files were not found.", details),))
    panel.show_page("checks")
    panel.controller.show(scene)
    panel.controller.set_choice(tiles=2)
    QtWidgets.QApplication.processEvents()
    model = view(panel).model()
    assert model.rowCount(model.index(0, 0)) == 501
    assert model.index(500, 0, model.index(0, 0)).data() == "and 99,500 more"
