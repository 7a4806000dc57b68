"""The artist's path in a Clarisse whose loop is the only one that runs: menu, panel, submit, frames; and its end."""

import importlib
import os

import pytest
from both_ways import OURS
from clarisse_support import HEAD, TAIL, image, layer
from test_clarisse_start import ENTRY, installed, text_of  # noqa: F401  a fixture among them

PROOF = bool(os.environ.get("FARMHAND_PROOF"))
ISLAND = OURS[0]
START, RENDER = 30, 120
"""Seconds that a test waits at most."""

try:
    import pytestqt  # noqa: F401
    import Qt  # noqa: F401

    WITHOUT_QT = ""
except ImportError as error:
    WITHOUT_QT = "no panel here: %s" % error

pytestmark = pytest.mark.skipif(bool(WITHOUT_QT), reason=WITHOUT_QT)


@pytest.fixture
def window(clarisse, qapp, sandbox_environment, tmp_path, monkeypatch):
    """The module of the window; whatever a test opened is closed, and Clarisse still lives."""
    monkeypatch.setenv("FARMHAND_OUTPUT_FOLDER", str(tmp_path / "frames"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    module = importlib.import_module("farmhand_clarisse.window")
    monkeypatch.setattr(importlib.import_module("farmhand_clarisse.watch"), "LOOK_MS", 50)
    yield module
    clarisse.recorder.fail_at, clarisse.recorder.failing = 0, ""
    module.close()
    assert clarisse.run(lambda: not clarisse.loop, START), "a callback of ours is left in Clarisse's loop"
    assert module.panel() is None and clarisse.crashed is None


def opened(clarisse, window, path=ISLAND):
    """The panel on a project, through the menu, analysed."""
    clarisse.version_name = "4.0_SP3"
    clarisse.open(path)
    importlib.import_module("farmhand_clarisse.menu").add_menu()
    clarisse.click(ENTRY)
    assert clarisse.crashed is None and window.panel() is not None, clarisse.told()
    panel = window.panel()
    assert clarisse.run(lambda: panel.controller.state == "ready", START), panel.controller.message
    return panel


def test_from_the_menu_to_frames_on_disk(clarisse, window, installed, qtbot, tmp_path):  # noqa: F811
    """The text of startup.py, the menu's command, the panel, submit to the sandbox, progress, frames back."""
    from Qt import QtCore, QtWidgets

    clarisse.version_name = "4.0_SP3"
    clarisse.open(ISLAND)
    before = clarisse.project.state()
    clarisse.run_text(text_of("startup.py"))
    clarisse.click(ENTRY)
    panel = importlib.import_module("farmhand_clarisse.window").panel()
    controller = panel.controller
    submit = panel.findChild(QtWidgets.QPushButton, "submitButton")
    assert clarisse.run(submit.isEnabled, START), controller.message
    assert [target.label for target in controller.job.rendering] == ["land", "sea"]

    heard = []
    controller.progress_changed.connect(lambda: heard.append(controller.progress))
    qtbot.mouseClick(submit, QtCore.Qt.LeftButton)
    assert clarisse.run(lambda: controller.state in ("done", "failed"), RENDER), controller.state

    assert controller.state == "done", controller.message
    assert controller.task.done == controller.task.total
    pictures = [path for path in (tmp_path / "frames").rglob("*") if path.is_file()]
    assert len(pictures) == 15
    assert any(one is not None and one.stage == "render" for one in heard)
    assert clarisse.project.state() == before and clarisse.recorder.mutations == []
    assert clarisse.turns > 30, "Clarisse had %d turns in all that" % clarisse.turns
    assert clarisse.log == []


def test_one_panel_however_often_it_is_opened(clarisse, window):
    first = opened(clarisse, window)
    clarisse.click(ENTRY)
    assert window.panel() is first and len(clarisse.loop) == 1
    assert first.parentWidget() is None


def test_closing_stops_the_pump_and_leaves_nothing(clarisse, window):
    panel = opened(clarisse, window)
    gone = []
    panel.destroyed.connect(lambda *_: gone.append(True))
    panel.close()
    assert clarisse.run(lambda: bool(gone) and not clarisse.loop, START)
    assert window.panel() is None and clarisse.log == []
    clarisse.click(ENTRY)
    assert window.panel() is not None, "it opens again"


def test_closing_in_the_middle_of_an_analysis_ends_it(clarisse, window, monkeypatch):
    from farmhand.progress import Progress

    begun, ended = [], []

    def long(self):
        """An analysis that is still busy whenever somebody looks."""
        begun.append(self)
        try:
            while True:
                yield Progress("read")
        finally:
            ended.append(self)

    monkeypatch.setattr(importlib.import_module("farmhand_clarisse.host").ClarisseHost, "analyse", long)
    clarisse.open(ISLAND)
    importlib.import_module("farmhand_clarisse.menu").add_menu()
    clarisse.click(ENTRY)
    panel = window.panel()
    assert clarisse.run(lambda: panel.controller.state == "analysing" and begun, START)
    panel.close()
    assert clarisse.run(lambda: not clarisse.loop and ended, START)
    assert clarisse.log == []


def test_a_clarisse_without_delays_is_given_its_pauses(clarisse, window):
    clarisse.delays = False
    panel = opened(clarisse, window)
    clarisse.recorder.calls.clear()
    clarisse.run(lambda: False, 0.5)
    assert panel.isVisible()
    assert 2 <= clarisse.recorder.calls.count("Application._add") <= 30


def test_clarisse_goes_on_while_a_dialog_of_the_panel_waits(clarisse, window):
    from Qt import QtCore, QtWidgets

    panel = opened(clarisse, window)
    dialog = QtWidgets.QDialog(panel)
    beats, ended = [], []

    def beat():
        """What else Clarisse has to do."""
        beats.append(True)
        if len(beats) == 10:
            dialog.accept()
        elif not ended:
            clarisse.ix.application.add_to_event_loop_single(beat, 20)

    def ask():
        beat()
        ended.append((getattr(dialog, "exec", None) or dialog.exec_)())

    QtCore.QTimer.singleShot(5000, dialog.reject)  # where Clarisse stands still, the dialog would stay
    QtCore.QTimer.singleShot(0, ask)
    assert clarisse.run(lambda: bool(ended), START)
    assert ended == [1] and len(beats) == 10


def test_the_panel_follows_the_project(clarisse, window, tmp_path):
    panel = opened(clarisse, window)
    controller = panel.controller
    controller.set_target("project://scene/beauty.sea", enabled=False)

    clarisse.modified = True
    controller.check_modified()
    assert controller.modified
    clarisse.modified = False

    other = tmp_path / "other.project"
    other.write_bytes((HEAD + 'Context "scene" {\n%s\n}\n%s' % (image("", layer()), TAIL)).encode())
    clarisse.open(str(other))
    assert clarisse.run(lambda: controller.scene is not None and controller.scene.path == str(other), START)
    assert not controller.choices.targets, "choices were about another project"

    controller.set_target("project://scene/i.l", enabled=False)
    os.utime(str(other), (1, 1))
    looked = []
    controller.scene_changed.connect(lambda: looked.append(True))
    assert clarisse.run(lambda: bool(looked), START), "a project that was saved is looked at again"
    assert controller.choices.targets["project://scene/i.l"].enabled is False

    clarisse.open("")
    assert clarisse.run(lambda: controller.scene is None, START)
    assert controller.blocked_reason == "Save the scene first: the farm renders files."


def test_a_look_waits_for_the_submission_that_is_under_way(clarisse, window):
    panel = opened(clarisse, window)
    watch = panel.findChild(importlib.import_module("Qt").QtCore.QObject, "farmhandProjectWatch")
    controller = panel.controller
    watch.stop()
    controller._state = "submitting"
    watch._seen = ("other", 0)
    watch.look()
    assert not controller._analyser.running
    controller._state = "watching"
    watch.look()
    assert controller._analyser.running


@pytest.mark.parametrize("where", ["analysis", "window", "pump", "network"])
def test_an_exception_of_ours_is_told_and_clarisse_lives(clarisse, window, monkeypatch, where):
    def broken(*args, **kwargs):
        raise ValueError("broken in the " + where)

    if where == "network":
        monkeypatch.setenv("FARMHAND_DOMAIN", "127.0.0.1:9")
    elif where == "analysis":
        monkeypatch.setattr(importlib.import_module("farmhand_clarisse.host").LiveProject, "fill", broken)
    elif where == "window":
        monkeypatch.setattr(window, "make_window", broken)
    else:
        monkeypatch.setattr(importlib.import_module("farmhand_clarisse.pump"), "_run_qt", broken)
    clarisse.open(ISLAND)
    importlib.import_module("farmhand_clarisse.menu").add_menu()
    clarisse.click(ENTRY)

    def told():
        panel = window.panel()
        message = panel.controller.message if panel is not None else None
        return "broken in the " + where in clarisse.told() or (message is not None and bool(message.text))

    assert clarisse.run(told, START)
    if where == "pump":
        monkeypatch.undo()


def test_an_exception_at_any_call_from_the_menu_on_is_told_and_clarisse_lives(clarisse, window, caplog):
    clarisse.open(OURS[1])
    panel = opened(clarisse, window, OURS[1])
    whole, count = len(panel.controller.scene.references), len(clarisse.recorder.calls)
    for fault in range(1, count + 1, 1 if PROOF else max(1, count // 8)):
        window.close()
        assert clarisse.run(lambda: not clarisse.loop, START)
        clarisse.log.clear()
        caplog.clear()
        clarisse.recorder.calls.clear()
        clarisse.recorder.fail_at = fault
        clarisse.click(ENTRY)

        def settled():
            panel = window.panel()
            told = bool(clarisse.log or caplog.records)
            return panel is None or told or panel.controller.state in ("ready", "failed")

        assert clarisse.run(settled, START), fault
        clarisse.recorder.fail_at = 0
        panel = window.panel()
        if panel is None:
            assert "Farmhand cannot" in clarisse.told() + caplog.text, fault
            continue
        controller = panel.controller
        tips = {tip.code for tip in controller.scene.tips} if controller.scene is not None else set()
        complete = controller.scene is not None and len(controller.scene.references) == whole
        told = clarisse.log or caplog.records or controller.message is not None or "objects_unread" in tips
        assert complete or told, fault
    assert clarisse.crashed is None
