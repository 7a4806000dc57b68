"""The simulated Houdini is as strict as Houdini, and nothing of it is invented."""

import ast
import importlib
import inspect
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import real_houdini
from houdini_simulator import Houdini, modules, nodes, parms
from made_hip import camera, node, rop, scene, shot

PLUGIN = Path(real_houdini.REPOSITORY) / "houdini_plugin" / "scripts" / "python"


def stub():
    """types-houdini's classes and functions: name -> its members; functions under an empty name."""
    for folder in [os.environ.get("FARMHAND_HOUDINI_STUBS", "")] + sys.path:
        path = Path(folder or ".") / "hou-stubs" / "__init__.pyi"
        if path.is_file():
            break
    else:
        pytest.skip("types-houdini is not installed (or FARMHAND_HOUDINI_STUBS)")
    classes, bases = {}, {}
    for item in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(item, ast.ClassDef):
            members = {one.name for one in item.body if isinstance(one, ast.FunctionDef)}
            members |= {one.target.id for one in item.body if isinstance(one, ast.AnnAssign)}
            classes[item.name] = members | {
                name.id for one in item.body if isinstance(one, ast.Assign) for name in one.targets
            }
            bases[item.name] = [base.id for base in item.bases if isinstance(base, ast.Name)]
        elif isinstance(item, ast.FunctionDef):
            classes.setdefault("", set()).add(item.name)
    for name in classes:
        for base in bases.get(name, ()):
            classes[name] |= classes.get(base, set())
    for name in list(classes):  # bases of bases
        for base in bases.get(name, ()):
            classes[name] |= classes.get(base, set())
    return classes


def public(made):
    return {name for name in dir(made) if not name.startswith("_")}


@pytest.fixture
def hou(houdini):
    return importlib.import_module("hou")


def test_every_simulated_name_is_houdinis(hou):
    known = stub()
    for name, member in vars(hou).items():
        if name.startswith("_"):
            continue
        if inspect.isclass(member):
            theirs = name if name in known else name.replace("Op", "")  # one class until Houdini 20
            assert theirs in known, name
            if name not in ("Error", "OperationFailed", "ObjectWasDeleted", "LoadWarning", "NodeError"):
                invented = public(member) - known[theirs] - {"type", "category"}
                assert not invented, (name, invented)
        else:
            assert name in known[""], name


def test_what_the_plugin_asks_of_nodes_is_in_the_stub():
    known = stub()
    tree = ast.parse((PLUGIN / "farmhand_houdini" / "operators.py").read_text(encoding="utf-8"))
    protocols = {one.name: one for one in ast.walk(tree) if isinstance(one, ast.ClassDef)}
    node_names = known.get("OpNode", set()) | known["Node"] | known["NetworkItem"] | known["NetworkMovableItem"]
    type_names = known["NodeType"] | known.get("OpNodeType", set())
    for protocol, names in (("Operator", node_names), ("OperatorType", type_names)):
        asked = {one.name for one in protocols[protocol].body if isinstance(one, ast.FunctionDef)}
        assert asked and asked <= names, asked - names


def test_what_houdini_does_not_know_raises(houdini, hou, tmp_path):
    houdini.open(shot(tmp_path))
    one = hou.node("/out/beauty")
    assert hou.node("/out/none") is None and one.parm("none") is None and one.parmTuple("f1") is None
    for holder in (one, hou, hou.hipFile, one.parm("camera")):
        with pytest.raises(AttributeError):
            holder.noSuchName()
    with pytest.raises(hou.OperationFailed):
        one.parm("f1").unexpandedString()
    with pytest.raises(hou.OperationFailed):
        hou.hipFile.removeEventCallback(print)
    houdini.delete("/out/beauty")
    with pytest.raises(hou.ObjectWasDeleted):
        one.path()


def test_nothing_works_off_the_main_thread(houdini, hou, tmp_path):
    houdini.open(shot(tmp_path))
    one = hou.node("/out/beauty")
    parm = one.parm("vm_picture")
    raised = []

    def work():
        bars = (hou.hipFile.path, hou.takes.currentTake, hou.playbar.frameRange)
        for call in (hou.root, one.path, parm.rawValue, *bars):
            try:
                call()
            except RuntimeError as error:
                raised.append(str(error))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(raised) == 6 and all("off the main thread" in one for one in raised)


def test_what_changes_or_cooks_is_recorded(houdini, hou, tmp_path):
    from made_hip import Driven

    houdini.open(scene(tmp_path, camera(), rop("out/r", f=(1, Driven("f2", 2, 'npoints("/obj/x")'), 1)),
                       node("stage/l", "null")))  # fmt: skip
    hou.setFrame(3)
    one = hou.node("/out/r")
    one.parm("camera").set("/obj/cam2")
    one.parm("f2").eval()
    hou.node("/stage/l").stage()
    hou.takes.setCurrentTake(hou.takes.currentTake()) if houdini.graph.takes else one.setParms({})
    assert [what for what, *_ in houdini.mutations] == ["setFrame", "set", "cook", "cook", "setParms"]


def test_without_windows_there_is_no_qt(hython):
    hou = importlib.import_module("hou")
    assert not hou.isUIAvailable() and not hasattr(hou, "qt") and not hasattr(hou, "ui")
    assert hou.hipFile.hasUnsavedChanges()  # as hython says of every scene


def test_nothing_of_houdini_is_imported_with_the_package_itself():
    code = "import farmhand_houdini, farmhand_houdini.__main__, sys; assert 'hou' not in sys.modules"
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join([str(PLUGIN)] + sys.path))
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)


def test_no_annotation_is_evaluated_and_none_names_what_older_houdinis_lack():
    for path in sorted((PLUGIN / "farmhand_houdini").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert any(isinstance(one, ast.ImportFrom) and one.module == "__future__" for one in tree.body), path
        names = {one.attr for one in ast.walk(tree) if isinstance(one, ast.Attribute)}
        names |= {one.id for one in ast.walk(tree) if isinstance(one, ast.Name)}
        assert not names & {"get_type_hints", "OpNode", "OpNodeType", "hdefereval"}, path


def test_the_simulation_has_the_classes_that_the_plugin_tells_apart():
    assert issubclass(nodes.LopNode, nodes.OpNode) and issubclass(parms.Keyframe, parms.BaseKeyframe)
    assert Houdini(ui=False).ui is False
    assert modules.hipFileEventType.AfterLoad is not modules.hipFileEventType.AfterSave
