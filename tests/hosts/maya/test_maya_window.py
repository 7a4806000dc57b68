"""Start-up, menu, shelf, dock and callbacks: what the artist sees of Farmhand in Maya, and that nothing is left."""

import importlib
import os
import re
import runpy
import threading

import made_maya_scenes as ma
import pytest
import real_maya
from maya_simulator import MAIN_WINDOW, SHELVES, missing, run_script
from maya_simulator.api import pointer

FIRST_LIGHT = os.path.join(real_maya.REPOSITORY, "examples", "first_light", "scenes", "first_light.ma")
USER_SETUP = os.path.join(real_maya.REPOSITORY, "maya_plugin", "scripts", "userSetup.py")
START, RENDER = 30000, 120000
WITHOUT_QT = missing()

with_panel = pytest.mark.skipif(bool(WITHOUT_QT), reason=str(WITHOUT_QT))


def start_up(maya):
    runpy.run_path(USER_SETUP)
    maya.idle()


def entries(maya, parent):
    return [one["label"] for one in maya.ui.values() if one.get("parent") == parent]


def shelf_button(maya):
    found = [one for one in maya.ui.values() if one["kind"] == "shelfButton"]
    assert len(found) == 1
    return found[0]


def click(maya, control):
    run_script(control["command"])
    maya.idle()


def test_menu_and_shelf_come_when_maya_is_idle(maya):
    runpy.run_path(USER_SETUP)
    assert "farmhandMenu" not in maya.ui
    maya.idle()
    assert maya.ui["farmhandMenu"]["parent"] == MAIN_WINDOW
    assert entries(maya, "farmhandMenu") == ["Submit to the Farm...", "Add the Shelf Button"]
    assert shelf_button(maya)["image"] in ("farmhand.png", "farmhand_light.png")


def test_a_second_start_makes_no_second_menu_or_button(maya):
    start_up(maya)
    before = sorted(maya.ui)
    start_up(maya)
    assert [one for one in maya.ui.values() if one["kind"] == "menu"] == [maya.ui["farmhandMenu"]]
    assert shelf_button(maya)
    assert len(maya.ui) == len(before)


def test_a_button_that_the_artist_took_away_stays_away(maya):
    start_up(maya)
    for name in [name for name, one in maya.ui.items() if one["kind"] == "shelfButton"]:
        del maya.ui[name]
    start_up(maya)
    assert not [one for one in maya.ui.values() if one["kind"] == "shelfButton"]


def test_the_shelf_in_front_stays_in_front(maya):
    start_up(maya)
    assert maya.ui[SHELVES]["selectTab"] == "Polygons"


def test_the_button_goes_to_the_shelf_in_front(maya):
    shelf = importlib.import_module("farmhand_maya.shelf")
    shelf.add_button()
    shelf.add_button()
    assert shelf_button(maya)["parent"] == "Polygons"


def test_batch_has_no_windows(batch):
    runpy.run_path(USER_SETUP)
    assert batch.deferred == []
    assert [name for name, _, _ in batch.calls] == ["about"]


def test_a_broken_farmhand_does_not_stop_maya(maya, monkeypatch, caplog):
    menu = importlib.import_module("farmhand_maya.menu")
    monkeypatch.setattr(menu, "add_menu", broken)
    start_up(maya)
    assert shelf_button(maya)
    assert "Farmhand cannot" in caplog.text


def broken():
    raise RuntimeError("broken")


def test_the_shelf_that_maya_finds_by_itself_is_the_same():
    with open(os.path.join(real_maya.REPOSITORY, "maya_plugin", "shelves", "shelf_Farmhand.mel")) as file:
        text = file.read()
    with open(os.path.join(real_maya.REPOSITORY, "maya_plugin", "scripts", "farmhand_maya", "shelf.py")) as file:
        code = file.read()
    said = dict(re.findall(r'-(\w+) "((?:[^"\\]|\\.)*)"', text))
    assert "global proc shelf_Farmhand ()" in text  # Maya calls what the file is called
    for name, constant in (("label", "LABEL"), ("command", "COMMAND"), ("image", "DARK, LIGHT")):
        assert re.search(r'%s = "%s"' % (constant, re.escape(said[name])), code), name


@with_panel
@pytest.mark.parametrize("ground,name", [("#444444", "farmhand.png"), ("#eeeeee", "farmhand_light.png")])
def test_the_icon_fits_the_interface(maya, qapp, ground, name):
    from Qt import QtGui

    before = qapp.palette()
    palette = QtGui.QPalette(before)
    palette.setColor(QtGui.QPalette.Window, QtGui.QColor(ground))
    qapp.setPalette(palette)
    try:
        start_up(maya)
        assert shelf_button(maya)["image"] == name
    finally:
        qapp.setPalette(before)


def test_the_icons_are_there_for_both_themes_and_resolutions():
    folder = os.path.join(real_maya.REPOSITORY, "maya_plugin", "icons")
    for theme in ("", "_light"):
        for size, ending in ((32, ".png"), (48, "_150.png"), (64, "_200.png")):
            with open(os.path.join(folder, "farmhand" + theme + ending), "rb") as file:
                head = file.read(24)
            assert int.from_bytes(head[16:20], "big") == int.from_bytes(head[20:24], "big") == size
        assert os.path.isfile(os.path.join(folder, "farmhand" + theme + ".svg"))


@pytest.fixture
def session_environment(sandbox_environment, tmp_path, monkeypatch):
    monkeypatch.setenv("FARMHAND_OUTPUT_FOLDER", str(tmp_path / "frames"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return sandbox_environment


@pytest.fixture
def dock(maya, qtbot, session_environment):
    maya.project = os.path.dirname(os.path.dirname(FIRST_LIGHT))
    maya.open(FIRST_LIGHT)
    module = importlib.import_module("farmhand_maya.dock")
    yield module
    importlib.import_module("farmhand_maya.dock").close()


@with_panel
def test_one_panel_however_often_it_is_opened(maya, dock):
    dock.show()
    first = pointer(dock.panel())
    dock.show()
    dock.restore()
    assert dock.panel() is not None and dock.container().layout().count() == 1
    assert pointer(dock.panel()) == first
    assert len(maya.callbacks) == 4


@with_panel
def test_the_panel_is_a_child_of_its_dock(maya, dock):
    dock.show()
    assert dock.panel().parentWidget() is dock.container()


@with_panel
def test_closing_leaves_no_callback_and_no_worker(maya, dock, qtbot):
    dock.show()
    maya.idle()
    gone = []
    dock.panel().destroyed.connect(lambda *_: gone.append(True))
    maya.close_control(dock.CONTROL)
    qtbot.waitUntil(lambda: bool(gone), timeout=START)
    assert maya.callbacks == {}
    assert dock.CONTROL not in maya.ui
    maya.open(FIRST_LIGHT)  # nobody listens any more


@with_panel
def test_a_dock_that_maya_throws_away_leaves_no_callback(maya, dock, qtbot):
    dock.show()
    maya.idle()
    gone = []
    controller = dock.panel().controller
    qtbot.waitUntil(lambda: controller._analyser.running and bool(workers()), timeout=START)
    dock.panel().destroyed.connect(lambda *_: gone.append(controller._closed))
    maya.remove_control(dock.CONTROL)
    qtbot.waitUntil(lambda: bool(gone), timeout=START)
    assert gone == [True]
    assert maya.callbacks == {}
    qtbot.waitUntil(lambda: not workers(), timeout=START)


def workers():
    return [one for one in threading.enumerate() if one.name == "farmhand-worker"]


@with_panel
def test_the_next_start_of_maya_brings_the_panel_back(maya, dock):
    maya.ui[dock.CONTROL] = {
        "kind": "workspaceControl", "uiScript": dock.RESTORE, "closeCommand": dock.CLOSED, "retain": False,
        "visible": True,
    }  # fmt: skip
    maya.restart_layout(dock.CONTROL)
    assert dock.panel() is not None


@with_panel
def test_a_reload_of_the_code_brings_a_new_panel(maya, dock):
    import sys

    dock.show()
    maya.idle()
    before = dock.panel().controller
    host = type(before.host)
    # what other tests imported of the core stays theirs
    dock.PACKAGES = ("farmhand_maya",)
    dock.reload()
    assert maya.callbacks == {}
    assert before._closed and not before._analyser.running
    maya.idle()
    again = sys.modules["farmhand_maya.dock"]
    assert again is not dock
    assert type(again.panel().controller.host) is not host
    assert len(maya.callbacks) == 4


@with_panel
def test_the_panel_follows_the_scene(maya, dock, qtbot):
    dock.show()
    maya.idle()
    controller = dock.panel().controller
    qtbot.waitUntil(lambda: controller.state == "ready", timeout=START)
    controller.set_target("rs_fog", enabled=False)

    maya.modified = True
    controller.check_modified()
    assert controller.modified
    maya.save()
    qtbot.waitUntil(lambda: controller.state == "ready", timeout=START)
    assert not controller.modified
    assert controller.choices.targets["rs_fog"].enabled is False

    maya.new()
    assert controller.scene is None
    assert controller.blocked_reason == "Save the scene first: the farm renders files."

    maya.open(FIRST_LIGHT)
    qtbot.waitUntil(lambda: controller.scene is not None, timeout=START)
    qtbot.waitUntil(lambda: controller.state == "ready", timeout=START)
    assert controller.choices.targets["rs_fog"].enabled is False  # remembered for this scene


@with_panel
def test_a_scene_that_is_saved_during_a_submission_is_looked_at_afterwards(maya, dock, qtbot):
    dock.show()
    maya.idle()
    controller = dock.panel().controller
    qtbot.waitUntil(lambda: controller.state == "ready", timeout=START)
    looked = []
    controller.scene_changed.connect(lambda: looked.append(controller.scene))
    controller._state = "submitting"
    maya.save()
    assert not controller._analyser.running
    controller._state = "watching"
    controller.state_changed.emit("watching")
    qtbot.waitUntil(lambda: bool(looked), timeout=START)


@with_panel
def test_from_maya_start_to_frames_on_disk(maya, dock, qtbot, tmp_path):
    """The artist's path: start-up, shelf, panel, submit to the sandbox, progress, frames back."""
    from Qt import QtCore, QtWidgets

    start_up(maya)
    click(maya, shelf_button(maya))
    panel = dock.panel()
    controller = panel.controller
    submit = panel.findChild(QtWidgets.QPushButton, "submitButton")
    qtbot.waitUntil(submit.isEnabled, timeout=START)
    assert [target.label for target in controller.job.rendering] == ["beauty", "fog"]
    before = maya.state()

    heard = []
    controller.progress_changed.connect(lambda: heard.append(controller.progress))
    qtbot.mouseClick(submit, QtCore.Qt.LeftButton)
    qtbot.waitUntil(lambda: controller.state in ("done", "failed"), timeout=RENDER)

    assert controller.state == "done", controller.message
    assert controller.task.done == controller.task.total
    pictures = [path for path in (tmp_path / "frames").rglob("*") if path.is_file()]
    assert len(pictures) == 18
    assert any(one is not None and one.stage == "render" for one in heard)
    assert maya.state() == before
    assert maya.mutations == []


@with_panel
def test_a_day_with_the_panel_open(maya, dock, qtbot, tmp_path):
    """Twice: other scenes in quick succession, a new one, a save, a submission, the panel closed; then opened again."""
    from Qt import QtCore, QtWidgets

    start_up(maya)
    other = tmp_path / "other.ma"
    other.write_text(ma.text(settings='\tsetAttr ".an" yes;\n\tsetAttr ".ef" 3;\n'))
    for count in (1, 2):
        click(maya, shelf_button(maya))
        panel = dock.panel()
        controller = panel.controller

        def shows(path, controller=controller):
            return controller.state == "ready" and controller.scene is not None and controller.scene.path == path

        for path in (str(other), FIRST_LIGHT, str(other)):
            maya.open(path)
        qtbot.waitUntil(lambda: shows(str(other)), timeout=START)
        maya.new()
        assert controller.scene is None
        maya.open(FIRST_LIGHT)
        maya.save()  # while it is analysed
        qtbot.waitUntil(lambda: shows(FIRST_LIGHT), timeout=START)
        submit = panel.findChild(QtWidgets.QPushButton, "submitButton")
        qtbot.waitUntil(submit.isEnabled, timeout=START)
        qtbot.mouseClick(submit, QtCore.Qt.LeftButton)
        qtbot.waitUntil(lambda controller=controller: controller.state in ("done", "failed"), timeout=RENDER)
        assert controller.state == "done", controller.message
        assert len([path for path in (tmp_path / "frames").rglob("*") if path.is_file()]) == 18 * count
        maya.close_control(dock.CONTROL)
        qtbot.waitUntil(lambda: not workers(), timeout=START)
        assert (maya.callbacks, dock.panel()) == ({}, None)


@with_panel
def test_a_reload_amid_a_submission_brings_a_panel_that_works(maya, dock, qtbot):
    import sys

    from Qt import QtCore, QtWidgets

    def at(controller, *states):
        qtbot.waitUntil(lambda: controller.state in states, timeout=START)

    for _ in range(2):
        dock.show()
        maya.idle()
        controller = dock.panel().controller
        submit = dock.panel().findChild(QtWidgets.QPushButton, "submitButton")
        qtbot.waitUntil(submit.isEnabled, timeout=START)
        qtbot.mouseClick(submit, QtCore.Qt.LeftButton)
        at(controller, "submitting", "watching")
        dock.PACKAGES = ("farmhand_maya",)  # what other tests imported of the core stays theirs
        dock.reload()
        assert controller._closed
        maya.idle()
        maya.idle()
        dock = sys.modules["farmhand_maya.dock"]
        at(dock.panel().controller, "ready")
        assert len(maya.callbacks) == 4
