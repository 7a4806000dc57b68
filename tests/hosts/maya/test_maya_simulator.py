"""The simulated Maya is as strict as Maya, and no command or flag of it is invented."""

import ast
import inspect
import os
import sys
import threading
from pathlib import Path

import pytest
import real_maya
from maya_simulator.ui import UiCommands

PLUGIN = Path(real_maya.REPOSITORY) / "maya_plugin"
COMMANDS = {name: member for name, member in vars(UiCommands).items() if getattr(member, "is_command", False)}
for base in UiCommands.__mro__[1:]:
    COMMANDS.update((name, one) for name, one in vars(base).items() if getattr(one, "is_command", False))


def stubs():
    """maya-stubs' cmds: command -> its flags."""
    for folder in [os.environ.get("FARMHAND_MAYA_STUBS", "")] + sys.path:
        path = Path(folder or ".") / "maya-stubs" / "cmds" / "__init__.pyi"
        if path.is_file():
            break
    else:
        pytest.skip("maya-stubs is not installed (or FARMHAND_MAYA_STUBS)")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        item.name: {argument.arg for argument in item.args.kwonlyargs}
        for item in tree.body
        if isinstance(item, ast.FunctionDef)
    }


def flags(function):
    parameters = inspect.signature(function).parameters.values()
    return {one.name for one in parameters if one.kind is one.KEYWORD_ONLY}


def test_every_simulated_command_and_flag_is_mayas():
    known = stubs()
    assert sorted(set(COMMANDS) - set(known)) == []
    invented = {name: flags(one) - known[name] for name, one in COMMANDS.items() if flags(one) - known[name]}
    assert invented == {}


def calls():
    """Every `cmds.command(..., flag=...)` of the plug-in's code."""
    for path in sorted(PLUGIN.rglob("*.py")):
        for item in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(item, ast.Call)
                and isinstance(item.func, ast.Attribute)
                and isinstance(item.func.value, ast.Name)
                and item.func.value.id == "cmds"
            ):
                yield item.func.attr, {word.arg for word in item.keywords}


def test_the_plugin_calls_what_the_simulator_and_the_stubs_know():
    known = stubs()
    found = list(calls())
    assert found
    for name, words in found:
        assert words <= flags(COMMANDS[name]) & known[name], name


def test_what_maya_does_not_know_raises(maya):
    from maya import cmds

    with pytest.raises(AttributeError):
        cmds.noSuchCommand()
    with pytest.raises(TypeError, match="Invalid flag 'noSuchFlag'"):
        cmds.ls(noSuchFlag=True)
    with pytest.raises(ValueError, match="No object matches name"):
        cmds.getAttr("noSuchNode.attribute")
    with pytest.raises(ValueError, match="No object matches name"):
        cmds.getAttr("defaultRenderGlobals.noSuchAttribute")
    with pytest.raises(RuntimeError, match="Unknown object type"):
        cmds.ls(type="noSuchType")
    with pytest.raises(RuntimeError, match="not associated"):
        cmds.referenceQuery("persp", filename=True)
    assert not cmds.attributeQuery("noSuchAttribute", node="persp", exists=True)


def test_commands_off_the_main_thread_raise(maya):
    from maya import cmds, mel

    raised = []

    def work():
        for call in (cmds.ls, lambda: mel.eval("$a = $gMainWindow")):
            try:
                call()
            except RuntimeError as error:
                raised.append(str(error))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(raised) == 2


def test_batch_has_no_controls(batch):
    from maya import cmds, mel

    assert cmds.about(batch=True)
    for call in (lambda: cmds.menu("m"), lambda: cmds.workspaceControl("w"), lambda: mel.eval("$a = $gMainWindow")):
        with pytest.raises(RuntimeError):
            call()


def test_what_changes_the_scene_is_recorded(maya):
    from maya import cmds

    cmds.editRenderLayerGlobals(currentRenderLayer="fog")
    assert [name for name, _, _ in maya.mutations] == ["editRenderLayerGlobals"]
    assert maya.modified


VERSIONS = ("2022", "2023", "2024", "2025", "2026", "2027")


def stanzas():
    found = {}
    for part in (PLUGIN / "farmhand.mod").read_text(encoding="utf-8").strip().split("\n\n"):
        head, *lines = part.split("\n")
        words = head.split()
        assert words[0] == "+" and words[3] == "farmhand" and len(words) == 6, head
        found[words[1].partition(":")[2], words[2].partition(":")[2]] = (words[5], lines)
    return found


def test_every_maya_on_every_platform_has_a_stanza():
    found = stanzas()
    assert set(found) == {(version, platform) for version in VERSIONS for platform in ("win64", "linux", "mac")}
    for root, lines in found.values():
        assert lines[0] == "MAYA_SHELF_PATH+:=shelves"
        folders = [line.partition(":=")[2] for line in lines]
        assert all(line.startswith("PYTHONPATH+:=") for line in lines[1:])
        assert not [folder for folder in folders if "vendor" in folder]  # PYTHONPATH would come before Maya's own
        for folder in folders:
            assert (PLUGIN / root / folder).is_dir(), folder
    assert (PLUGIN / "scripts" / "userSetup.py").is_file() and (PLUGIN / "icons").is_dir()


def test_nothing_of_maya_is_imported_with_the_package_itself(start_maya):
    import subprocess

    code = "import farmhand_maya, farmhand_maya.__main__, sys; assert 'maya' not in sys.modules"
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join([str(PLUGIN / "scripts")] + sys.path))
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
