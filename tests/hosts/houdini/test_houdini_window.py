"""Menus, shelf, pane, submit node, callbacks: what the artist sees of Farmhand in Houdini, and that nothing is left."""

import os
from xml.etree import ElementTree

import dialog_script
import pytest
import real_houdini
from houdini_simulator import run_script
from made_hip import shot

START, RENDER = 30000, 120000
PLUGIN = os.path.join(real_houdini.REPOSITORY, "houdini_plugin")


def without_qt():
    try:
        import pytestqt  # noqa: F401
        import Qt  # noqa: F401
    except ImportError as error:
        return "no panel here: %s" % error
    return ""


with_panel = pytest.mark.skipif(bool(without_qt()), reason=without_qt())


def xml(name):
    return ElementTree.parse(os.path.join(PLUGIN, *name.split("/"))).getroot()


def right_click(houdini, path):
    """The entry in a node's menu: whether it is shown, and a click on it."""
    item = xml("OPmenu.xml").find("menu/scriptItem")
    kwargs = {"node": houdini.node(path)}
    expression = item.find("context/expression").text
    if not run_script("shown = " + expression, kwargs)["shown"]:
        return False
    run_script(item.find("scriptCode").text, kwargs)
    return True


def press(houdini, path, button):
    """A button of the submit node: its module's function, called as its DialogScript says."""
    with open(os.path.join(dialog_script.SECTION, "PythonModule"), encoding="utf-8") as file:
        module = run_script(file.read())
    (parm,) = [one for one in dialog_script.own().parms if one.name == button]
    call = parm.tags["script_callback"].replace("hou.phm().", "module_")
    kwargs = {"node": houdini.node(path)}
    names = dict(module, kwargs=kwargs, **{"module_" + button: module[button]})
    exec(call, names)


@pytest.mark.parametrize("kind, parms, shown", [
    ("ifd", {"trange": "off"}, True), ("karma", {"trange": "off"}, True), ("fetch", {}, True), ("merge", {}, True),
    ("farmhand_submit", {}, True), ("geometry", {"trange": "off"}, True), ("hq_sim", {}, True), ("unheard", {}, False),
])  # fmt: skip
def test_the_menu_entry_is_shown_on_what_renders(houdini, tmp_path, kind, parms, shown):
    from made_hip import node, scene

    houdini.open(scene(tmp_path, node("out/n", kind, **parms), node("obj/m", "merge"), node("obj/g/m", "merge")))
    menu = __import__("farmhand_houdini.menu", fromlist=["menu"])
    assert menu.is_rop({"node": houdini.node("/out/n")}) is shown
    assert not menu.is_rop({"node": houdini.node("/obj/m")})
    assert not menu.is_rop({"node": None})


def test_a_click_means_all_selected_rops_where_the_clicked_one_is_among_them(houdini, tmp_path):
    houdini.open(shot(tmp_path))
    menu = __import__("farmhand_houdini.menu", fromlist=["menu"])
    houdini.selected = ["/out/beauty", "/out/matte", "/obj/cam1"]
    assert menu.clicked({"node": houdini.node("/out/matte")}) == ["/out/beauty", "/out/matte"]
    assert menu.clicked({"node": houdini.node("/out/fetch1")}) == ["/out/fetch1"]


@pytest.fixture
def session_environment(sandbox_environment, tmp_path, monkeypatch):
    monkeypatch.setenv("FARMHAND_OUTPUT_FOLDER", str(tmp_path / "frames"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return sandbox_environment


@pytest.fixture
def shown(houdini, qtbot, session_environment, tmp_path):
    """Houdini with a small shot open; whatever panel was opened is closed afterwards."""
    houdini.open(shot(tmp_path))
    window = __import__("farmhand_houdini.window", fromlist=["window"])
    yield houdini
    for panel in window.panels():
        panel.setProperty("farmhandEnded", True)
        window.shut_down(panel)
        panel.deleteLater()


def window_module():
    return __import__("farmhand_houdini.window", fromlist=["window"])


def ready(qtbot, panel):
    qtbot.waitUntil(lambda: panel.controller.state == "ready", timeout=START)


def chosen(panel):
    return [target.name for target in panel.controller.job.rendering]


@with_panel
def test_one_window_above_houdinis_however_often_it_is_opened(shown, qtbot):
    window = window_module()
    first = window.show()
    assert window.show() is first
    assert first.parentWidget() is shown.main_window and first.isWindow()
    assert len(shown.callbacks) == 1


@with_panel
def test_closing_leaves_no_callback_and_no_panel(shown, qtbot):
    window = window_module()
    panel = window.show()
    ready(qtbot, panel)
    gone = []
    panel.destroyed.connect(lambda *_: gone.append(True))
    panel.close()
    assert window.panel() is None and shown.callbacks == []
    qtbot.waitUntil(lambda: bool(gone), timeout=START)
    shown.open(shown.path)  # nobody listens any more


@with_panel
def test_a_pane_that_houdini_throws_away_leaves_no_callback(shown, qtbot):
    script = xml("python_panels/farmhand.pypanel").find("interface/script").text
    pane = run_script(script)
    panel = pane["onCreateInterface"]()
    panel.show()
    ready(qtbot, panel)
    assert window_module().show() is panel  # menus use the pane that is there
    pane["onDestroyInterface"]()
    assert shown.callbacks == []
    gone = []
    panel.destroyed.connect(lambda *_: gone.append(True))
    panel.deleteLater()
    qtbot.waitUntil(lambda: bool(gone), timeout=START)


@with_panel
def test_the_panel_follows_the_scene(shown, qtbot, tmp_path):
    panel = window_module().show()
    ready(qtbot, panel)
    controller = panel.controller
    controller.set_target("/out/matte", enabled=False)
    shown.modified = True
    controller.check_modified()
    assert controller.modified
    shown.save()
    ready(qtbot, panel)
    assert not controller.modified and controller.choices.targets["/out/matte"].enabled is False
    path = shown.path
    shown.clear()
    assert controller.scene is None
    shown.open(path)
    ready(qtbot, panel)
    assert controller.choices.targets["/out/matte"].enabled is False  # remembered for this scene


@with_panel
def test_a_node_that_renders_nothing_is_told(shown, qtbot):
    from made_hip import camera, node, scene

    shown.open(scene(os.path.dirname(shown.path), camera(), node("out/empty", "merge"), name="empty.hip"))
    panel = window_module().show(["/out/empty"])
    qtbot.waitUntil(lambda: panel.controller.message is not None and "render nothing" in panel.controller.message.text,
                    timeout=START)  # fmt: skip


@with_panel
def test_the_submit_node_brings_its_settings_and_what_is_connected(shown, qtbot):
    import made_hip

    parms = made_hip.submit_parms(frames="2-3", priority_first="on", frames_per_task="2", os_name="1", tiles="1")
    path = made_hip.scene(
        os.path.dirname(shown.path), made_hip.camera(), made_hip.rop("out/a"), made_hip.rop("out/b"),
        made_hip.node("out/farm", "farmhand_submit", inputs=("a",), **parms), name="farm.hip",
    )  # fmt: skip
    shown.open(path)
    press(shown, "/out/farm", "open_panel")
    panel = window_module().panel()
    qtbot.waitUntil(lambda: panel.controller.job is not None and chosen(panel) == ["/out/a"], timeout=START)
    choices = panel.controller.choices
    assert (choices.priority_frames, choices.frames_per_task, choices.os_name) == ("100", 2, "linux")
    assert str(choices.targets["/out/a"].frames) == "2-3[1]"
    assert shown.mutations == []


@with_panel
def test_from_a_right_click_to_frames_on_disk(shown, qtbot, tmp_path):
    """The artist's path: right-click on a ROP, the panel with it chosen, submit to the sandbox, frames back."""
    from Qt import QtCore, QtWidgets

    before = shown.state()
    assert right_click(shown, "/out/matte")
    panel = window_module().panel()
    controller = panel.controller
    submit = panel.findChild(QtWidgets.QPushButton, "submitButton")
    qtbot.waitUntil(lambda: controller.job is not None and chosen(panel) == ["/out/matte"], timeout=START)
    qtbot.waitUntil(submit.isEnabled, timeout=START)
    qtbot.mouseClick(submit, QtCore.Qt.LeftButton)
    qtbot.waitUntil(lambda: controller.state in ("done", "failed"), timeout=RENDER)
    assert controller.state == "done", controller.message
    assert len([path for path in (tmp_path / "frames").rglob("*") if path.is_file()]) == 2
    assert shown.state() == before


@with_panel
def test_from_the_submit_nodes_button_to_a_task_and_back_to_it(shown, qtbot):
    press(shown, "/out/farm", "submit")
    panel = window_module().panel()
    controller = panel.controller
    qtbot.waitUntil(lambda: controller.state in ("done", "failed"), timeout=RENDER)
    assert controller.state == "done", controller.message
    assert controller.task.total == 5
    node = shown.node("/out/farm")
    assert node.cachedUserData("farmhand_last_task") == controller.task_id
    press(shown, "/out/farm", "show_task")
    assert controller.state == "watching" or controller.task_id == node.cachedUserData("farmhand_last_task")
    assert shown.mutations == []
