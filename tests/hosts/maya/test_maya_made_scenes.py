"""What a look at a made scene costs Maya, and how it ends."""

import made_maya_scenes as ma
import pytest
import real_maya

from farmhand.errors import SceneError
from farmhand.scene.host import run


def test_what_only_mayas_preferences_say_goes_into_the_task(maya, tmp_path):
    from farmhand.job.maya import preferences

    (tmp_path / "s.ma").write_text(ma.text())
    by_default = preferences(real_maya.look(maya, str(tmp_path / "s.ma")))
    assert by_default == {"render_include_all_lights": "1", "evaluation_mode": "parallel"}
    maya.options["renderSetup_includeAllLights"] = 0
    maya.evaluation_mode = "off"
    told = preferences(real_maya.look(maya, str(tmp_path / "s.ma")))
    assert told == {"render_include_all_lights": "0", "evaluation_mode": "off"}


def test_a_plugin_that_maya_lacks_is_told(maya, tmp_path):
    path = tmp_path / "s.ma"
    path.write_text(ma.text(files='requires "studio" "1.0";\n', nodes=ma.node("unknown", "lost")))
    maya.not_installed = ("studio",)
    scene = real_maya.look(maya, str(path))
    told = {tip.code: tip.details for tip in scene.tips}
    assert told["unknown_plugins"] == ("studio",)
    assert told["unknown_nodes"] == ("lost",)
    assert scene.plugins == {}


def test_no_step_of_a_look_asks_maya_for_much(maya, tmp_path):
    """Between two steps the event loop gets its turn: a step must stay small however large the scene is."""
    from farmhand_maya.host import MayaHost

    nodes = "".join(ma.node("file", "f%d" % number, ftn="a%d.png" % number) for number in range(600))
    nodes += "".join('createNode transform -n "t%d";\n' % number for number in range(600))
    (tmp_path / "s.ma").write_text(ma.text(nodes))
    maya.open(str(tmp_path / "s.ma"))
    asked, before = [], len(maya.calls)
    for _ in MayaHost().analyse():
        asked.append(len(maya.calls) - before)
        before = len(maya.calls)
    assert max(asked) < 450


def test_a_node_that_goes_during_the_look_is_passed_over(maya, tmp_path):
    from farmhand_maya.host import MayaHost

    nodes = "".join(ma.node("file", "f%d" % number, ftn="a%d.png" % number) for number in range(250))
    (tmp_path / "s.ma").write_text(ma.text(nodes))
    maya.open(str(tmp_path / "s.ma"))
    analysis = MayaHost().analyse()
    while not next(analysis).total:
        pass  # nodes are being listed
    gone = [node for node in maya.scene.nodes if node.name in ("f240", "f249")]
    for node in gone:
        maya.scene.nodes.remove(node)
        del maya.scene._by_name[node.name]
    found = {one.node for one in run(analysis).references}
    assert len(found) == 248


@pytest.mark.parametrize("gone", ["", "_LISTED_APART", "_NOT_LISTED"])
def test_every_node_is_listed_once_whatever_it_is_derived_from(maya, tmp_path, gone):
    """Also in a Maya that lacks one of the types which are asked for by name."""
    from farmhand_maya import live

    if gone:
        getattr(live, gone).append("noSuchType")
    kinds = ("transform", "joint", "bezierCurve", "mesh", "file", "aiStandIn", "groupId", "animCurveTL")
    (tmp_path / "s.ma").write_text(ma.text("".join(ma.node(kind, "my_" + kind) for kind in kinds)))
    maya.open(str(tmp_path / "s.ma"))
    listing = live._listed()
    try:
        while True:
            next(listing)
    except StopIteration as end:
        listed = [name for name, kind in end.value if "my_" in name]
    ours = [node for node in maya.scene.nodes if "my_" in node.name]
    kinds = kinds if gone else kinds[:-2]
    assert sorted(listed) == sorted(node.path for node in ours if node.type in kinds)
    asked = [flags for name, args, flags in maya.calls if name == "ls"]
    assert len(asked) > 5 and all("type" in flags or "excludeType" in flags for flags in asked) is not bool(gone)


def test_a_startup_camera_under_another_name_is_not_there_twice(maya, tmp_path):
    from farmhand_maya.host import MayaHost

    (tmp_path / "s.ma").write_text(ma.text())
    maya.open(str(tmp_path / "s.ma"))
    maya.scene.rename("perspShape", "heroShape")
    maya.scene.rename("persp", "hero")
    names = [camera.name for camera in run(MayaHost().analyse()).cameras]
    assert names == ["front", "hero", "side", "top"]


def test_two_cameras_of_one_name_are_told_apart(both):
    nodes = "".join(
        'createNode transform -n "%s";\ncreateNode transform -n "cam" -p "%s";\n'
        'createNode camera -n "%sShape" -p "|%s|cam";\n' % (side, side, side, side)
        for side in ("left", "right")
    )
    names = [camera.name for camera in both(nodes).cameras]
    assert {"left|cam", "right|cam"} <= set(names)


def test_a_scene_without_a_name_is_refused_with_what_to_do(maya):
    from farmhand_maya.host import MayaHost

    host = MayaHost()
    assert host.scene_path() == ""
    for call in (host.save, lambda: run(host.analyse())):
        with pytest.raises(SceneError) as told:
            call()
        assert "Save" in told.value.advice


def test_modified_is_what_maya_says_or_the_file_shows(maya, tmp_path):
    from farmhand_maya.host import MayaHost

    path = tmp_path / "s.ma"
    path.write_text(ma.text())
    host = MayaHost()
    maya.open(str(path))
    run(host.analyse())
    assert not host.is_modified()
    maya.modified = True
    assert host.is_modified()
    host.save()
    assert not host.is_modified()
    path.write_text(ma.text("// more\n"))
    assert host.is_modified()
