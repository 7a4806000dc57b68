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

    parms = made_hip.submit_parms(frames="2-3", priority_first="on", frames_per_task="2", os_name="linux", tiles="1")
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


@with_panel
def test_the_submit_nodes_settings_win_over_those_remembered_for_the_scene(shown, qtbot):
    panel = window_module().show()
    ready(qtbot, panel)
    panel.controller.set_choice(tiles=4, project_name="other")  # remembered for the scene
    press(shown, "/out/farm", "open_panel")
    qtbot.waitUntil(lambda: panel.controller.choices.tiles == 1, timeout=START)
    assert panel.controller.choices.project_name == ""
    assert set(chosen(panel)) == {"/out/beauty", "/out/matte"}


@with_panel
def test_frames_and_size_of_the_submit_node_reach_what_a_fetch_leads_to(shown, qtbot):
    import made_hip

    farm = made_hip.node("out/farm", "farmhand_submit", inputs=("fetch1",),
                         **made_hip.submit_parms(frames="2", width="640", height="360"))  # fmt: skip
    shown.open(made_hip.scene(
        os.path.dirname(shown.path), made_hip.camera(), made_hip.rop("out/a"), made_hip.rop("out/b"),
        made_hip.node("out/fetch1", "fetch", source="/out/a"), farm, name="fetched.hip",
    ))  # fmt: skip
    press(shown, "/out/farm", "open_panel")
    panel = window_module().panel()
    qtbot.waitUntil(lambda: panel.controller.job is not None and chosen(panel) == ["/out/a"], timeout=START)
    (target,) = panel.controller.job.rendering
    assert (str(target.frames), target.width, target.height) == ("2", 640, 360)
    assert [tip.code for tip in panel.controller.job.problems() if tip.code == "unknown_target"] == []


@with_panel
@pytest.mark.parametrize("parm, value, told", [
    ("frames", "one to ten", "one to ten"), ("camera", "/obj/gone", "/obj/gone"), ("width", "640", "height"),
    ("plugins", "htoa", "htoa"), ("priority_own", "x", "x"),
])  # fmt: skip
def test_a_setting_of_the_submit_node_that_makes_no_sense_is_told(shown, qtbot, parm, value, told):
    import made_hip

    shown.open(made_hip.scene(
        os.path.dirname(shown.path), made_hip.camera(), made_hip.rop("out/a"),
        made_hip.node("out/farm", "farmhand_submit", inputs=("a",), **made_hip.submit_parms(**{parm: value})),
        name="wrong.hip",
    ))  # fmt: skip
    press(shown, "/out/farm", "submit")
    controller = window_module().panel().controller
    assert told in controller.message.text and controller.state != "submitting"
    ready(qtbot, window_module().panel())
    assert controller.task_id == 0


@with_panel
def test_what_was_pointed_at_is_forgotten_with_its_scene(shown, qtbot, tmp_path):
    (tmp_path / "other").mkdir()
    other = shot(tmp_path / "other")
    press(shown, "/out/farm", "submit")
    panel = window_module().panel()
    shown.open(other)  # before the analysis has begun: its /out/farm was not meant
    ready(qtbot, panel)
    assert panel.controller.scene.path == other
    assert not panel.controller.choices.targets
    qtbot.wait(50)
    assert panel.controller.state == "ready" and panel.controller.task_id == 0


@with_panel
def test_a_second_press_while_sending_sends_nothing_later(shown, qtbot):
    press(shown, "/out/farm", "submit")
    panel = window_module().panel()
    controller = panel.controller
    qtbot.waitUntil(lambda: controller.state == "submitting", timeout=START)
    press(shown, "/out/farm", "submit")
    assert controller.message.text == "A submission is running."
    qtbot.waitUntil(lambda: controller.state in ("done", "failed"), timeout=RENDER)
    first = controller.task_id
    shown.save()
    ready(qtbot, panel)
    qtbot.wait(50)
    assert controller.task_id == first and controller.state == "ready"


@with_panel
def test_only_what_was_sent_for_a_node_is_its_last_task(shown, qtbot):
    press(shown, "/out/farm", "open_panel")
    panel = window_module().panel()
    qtbot.waitUntil(lambda: panel.controller.job is not None and len(chosen(panel)) == 2, timeout=START)
    assert right_click(shown, "/out/matte")
    qtbot.waitUntil(lambda: chosen(panel) == ["/out/matte"], timeout=START)
    qtbot.waitUntil(lambda: not panel.controller.blocked_reason, timeout=START)
    panel.controller.submit()
    qtbot.waitUntil(lambda: panel.controller.state in ("done", "failed"), timeout=RENDER)
    assert panel.controller.state == "done", panel.controller.message
    assert shown.node("/out/farm").cachedUserData("farmhand_last_task") is None
