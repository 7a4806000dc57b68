"""One matter each: layers, references, files, rules, as Maya's host sees them and as the reader does."""

import dataclasses
import json

import made_maya_scenes as ma
import pytest
import real_maya

from farmhand.errors import SceneError
from farmhand.readers.ma_file_table import file_attributes
from farmhand.scene.host import run


@pytest.fixture
def both(maya, tmp_path):
    """Writes a scene; gives the Scene inside Maya after checking that the reader's is the same."""

    def make(*args, own=(), **kwargs):
        path = tmp_path / "s.ma"
        path.write_text(ma.text(*args, **kwargs), encoding="utf-8")
        live = real_maya.look(maya, str(path), str(tmp_path))
        file = real_maya.read(str(path), str(tmp_path))
        from farmhand_maya.rules import ONLY_LIVE

        drop = ONLY_LIVE | set(own)
        assert plain(live, drop) == plain(file, drop)
        assert maya.mutations == []
        return live

    return make


def plain(scene, drop):
    tips = sorted((tip.code, sorted(tip.details)) for tip in scene.tips if tip.code not in drop)
    return dataclasses.replace(scene, references=tuple(sorted(scene.references, key=repr)), tips=tuple(tips))


def codes(scene):
    return [tip.code for tip in scene.tips]


def test_a_legacy_layer_changes_what_it_adjusts(both):
    nodes = 'createNode renderLayer -n "fog";\n\tsetAttr ".adjs[0].val" 24;\n\tsetAttr ".adjs[1].val" 0;\n'
    scene = both(nodes, '\tsetAttr ".an" yes;\n\tsetAttr ".ef" 12;\n', ma.LEGACY)
    master, fog = scene.targets
    assert (str(master.frames), master.cameras) == ("1-12[1]", ("persp",))
    assert (str(fog.frames), fog.cameras) == ("1-24[1]", ())
    assert scene.layer_system == "legacy"


def test_a_visible_layer_does_not_colour_the_master(both):
    """While a legacy layer is shown, the master keeps the values below it in adjustments of its own."""
    nodes = 'createNode renderLayer -n "fog";\n\tsetAttr ".adjs[0].val" 24;\n\tsetAttr ".adjs[1].val" 1;\n'
    master = 'createNode renderLayer -n "defaultRenderLayer";\n\tsetAttr ".adjs[0].val" 12;\n'
    manager = 'createNode renderLayerManager -n "renderLayerManager";\n' + master + ma.LINK
    links = ma.LEGACY + 'connectAttr "defaultRenderGlobals.ef" "defaultRenderLayer.adjs[0].plg";\n'
    scene = both(nodes, '\tsetAttr ".an" yes;\n\tsetAttr ".ef" 24;\n', links, manager=manager)
    assert [str(target.frames) for target in scene.targets] == ["1-12[1]", "1-24[1]"]


SETUP = """createNode renderSetup -n "renderSetup";
createNode renderSetupLayer -n "fog";
createNode renderLayer -n "rs_fog";
createNode renderSettingsCollection -n "settings";
createNode simpleSelector -n "settingsSelector";
createNode absUniqueOverride -n "endFrame";
\taddAttr -ci true -sn "atv" -ln "attrValue" -at "time";
\tsetAttr ".atr" -type "string" "endFrame";
\tsetAttr ".tgName" -type "string" "defaultRenderGlobals";
\tsetAttr ".atv" 48;
createNode applyAbsOverride -n "endFrame_apply";
\tsetAttr ".org" 12;
"""
SETUP_LINKS = """connectAttr "renderLayerManager.rlmi[1]" "rs_fog.rlid";
connectAttr "rs_fog.msg" "fog.lrl";
connectAttr "renderSetup.lit" "fog.pls";
connectAttr "fog.lit" "settings.pls";
connectAttr "settingsSelector.c" "settings.sel";
connectAttr "settings.lit" "endFrame.pls";
connectAttr "endFrame_apply.out" "defaultRenderGlobals.ef";
"""


CONVERTED = 'connectAttr "endFrame_apply.out" "converted.i";\nconnectAttr "converted.o" "defaultRenderGlobals.ef";\n'


@pytest.mark.parametrize("converted", [False, True], ids=["direct", "through a unit conversion"])
def test_a_visible_render_setup_layer_does_not_colour_the_others(both, maya, converted):
    links, nodes = SETUP_LINKS, SETUP
    if converted:
        links = links.replace('connectAttr "endFrame_apply.out" "defaultRenderGlobals.ef";\n', CONVERTED)
        nodes += 'createNode unitToTimeConversion -n "converted";\n'
    scene = both(nodes, '\tsetAttr ".an" yes;\n\tsetAttr ".ef" 48;\n', links)
    assert [(target.label, str(target.frames)) for target in scene.targets] == [
        ("masterLayer", "1-12[1]"),
        ("fog", "1-48[1]"),
    ]
    assert "editRenderLayerGlobals" not in [name for name, _, _ in maya.calls]


NAMED = '\tsetAttr ".an" yes;\n\tsetAttr ".ef" 3;\n\tsetAttr ".pff" yes;\n\tsetAttr ".ep" 4;\n'


@pytest.mark.parametrize("settings, name", [
    ("", "s.0001.iff"),
    ('\tsetAttr ".peie" 2;\n', "s_0001.iff"),
    ('\tsetAttr ".pff" no;\n', "s.iff.0001"),
    ('\tsetAttr ".ofc" 1;\n', "s.0001"),
    ('\tsetAttr ".ofc" 2;\n\tsetAttr ".ofe" -type "string" "z";\n', "s.0001.z"),
    ('\tsetAttr ".me" yes;\n\tsetAttr ".se" 101;\n\tsetAttr ".be" 5;\n', "s.0101.iff"),
    ('\tsetAttr ".rv" -type "string" "v7";\n\tsetAttr ".ifp" -type "string" "<Scene>_<Version>";\n', "s_v7.0001.iff"),
])
def test_pictures_are_named_as_the_settings_say(both, settings, name):
    (target,) = both(settings=NAMED + settings).targets
    assert target.pictures == (name,)


def test_each_layer_numbers_its_pictures_as_it_says(both):
    nodes = 'createNode renderLayer -n "fog";\n\tsetAttr ".adjs[0].val" 2;\n\tsetAttr ".adjs[1].val" yes;\n'
    nodes += '\tsetAttr ".adjs[2].val" 50;\n'
    links = 'connectAttr "renderLayerManager.rlmi[1]" "fog.rlid";\n'
    for number, attribute in enumerate(("ep", "me", "se")):
        links += 'connectAttr "defaultRenderGlobals.%s" "fog.adjs[%d].plg";\n' % (attribute, number)
    master, fog = both(nodes, NAMED, links).targets
    assert (master.pictures, fog.pictures) == (("masterLayer/s.0001.iff",), ("fog/s.50.iff",))
    assert (master.renumber, fog.renumber) == (False, True)


def reference(path, name="bRN", space="b", more=""):
    rest = '-ns "%s" -rfn "%s" %s-typ "mayaAscii" "%s";\n' % (space, name, more, path)
    return "file -rdi 1 " + rest + "file -r " + rest


EDITS = (
    'createNode reference -n "bRN";\n'
    '\tsetAttr ".ed" -type "dataReferenceEdits"\n\t\t"bRN"\n\t\t"bRN" 0\n\t\t"bRN" 1\n'
    '\t\t2 "b:file1" "fileTextureName" " -type \\"string\\" \\"%s\\"";\n'
)


def test_what_a_referenced_scene_needs_lies_beside_it(both, tmp_path):
    folder = tmp_path / "assets"
    folder.mkdir()
    (folder / "b.png").write_bytes(b"x")
    inner = ma.node("file", "file1", ftn="b.png") + 'createNode transform -n "shot";\n'
    inner += 'createNode camera -n "shotShape" -p "shot";\n'
    (folder / "b.ma").write_text(ma.text(inner))
    scene = both(files=reference("assets/b.ma"))
    assert [one.node for one in scene.references] == ["bRN", "b:file1"]
    assert [asset.path for asset in scene.assets] == [str(folder / "b.ma"), str(folder / "b.png")]
    assert "b:shotShape" in [camera.shape for camera in scene.cameras]


def test_a_change_on_a_referenced_texture_counts(both, tmp_path):
    (tmp_path / "b.ma").write_text(ma.text(ma.node("file", "file1", ftn="old.png")))
    (tmp_path / "new.png").write_bytes(b"x")
    scene = both(EDITS % "new.png", files=reference("b.ma"))
    assert [one.pattern for one in scene.references if one.node == "b:file1"] == ["new.png"]


def test_a_change_on_a_missing_reference_still_names_its_file(both, tmp_path):
    (tmp_path / "new.png").write_bytes(b"x")
    scene = both(EDITS % "new.png", files=reference("gone.ma"))
    assert {one.node: one.missing for one in scene.references} == {"bRN": True, "b:file1": False}
    assert "25009" in codes(scene)


def test_an_unloaded_reference_is_listed_and_travels(maya, tmp_path):
    (tmp_path / "b.ma").write_text(ma.text())
    (tmp_path / "s.ma").write_text(ma.text(files=reference("b.ma", more="-dr 1 ")))
    scene = real_maya.look(maya, str(tmp_path / "s.ma"), str(tmp_path))
    assert [asset.path for asset in scene.assets] == [str(tmp_path / "b.ma")]
    assert ("reference_unloaded", ("bRN: b.ma",)) in [(tip.code, tip.details) for tip in scene.tips]


def test_references_inside_references_and_an_unloaded_one_among_them(maya, tmp_path):
    """A file says -dr 1 of loaded references too, so the reader looks into all of them; the open scene knows."""
    (tmp_path / "c.png").write_bytes(b"x")
    (tmp_path / "c.ma").write_text(ma.text(ma.node("file", "file1", ftn="c.png")))
    (tmp_path / "d.ma").write_text(ma.text(ma.node("file", "file1", ftn="c.png")))
    inner = reference("c.ma", "cRN", "c") + reference("d.ma", "dRN", "d", more="-dr 1 ")
    (tmp_path / "b.ma").write_text(ma.text(files=inner))
    deep = inner.replace("-rdi 1", "-rdi 2").replace('"cRN"', '"b:cRN"').replace('"dRN"', '"b:dRN"')
    deep = "".join(line + "\n" for line in deep.splitlines() if "-rdi" in line)
    (tmp_path / "s.ma").write_text(ma.text(files=reference("b.ma") + deep))
    scene = real_maya.look(maya, str(tmp_path / "s.ma"), str(tmp_path))
    file = real_maya.read(str(tmp_path / "s.ma"), str(tmp_path))
    assert {one.node for one in scene.references} == {"bRN", "b:cRN", "b:dRN", "b:c:file1"}
    assert {one.node for one in file.references} == {"bRN", "b:cRN", "b:dRN", "b:c:file1", "b:d:file1"}
    assert scene.assets == file.assets
    names = ("b.ma", "c.ma", "c.png", "d.ma")
    assert [asset.path for asset in scene.assets] == [str(tmp_path / name) for name in names]
    assert ("reference_unloaded", ("b:dRN: d.ma",)) in [(tip.code, tip.details) for tip in scene.tips]


def test_mayas_own_reference_nodes_name_no_file(both):
    nodes = ma.node("reference", "sharedReferenceNode") + ma.node("reference", "_UNKNOWN_REF_NODE_")
    assert both(nodes).references == ()


ROWS = sorted(
    (node_type, row.name)
    for node_type, rows in file_attributes().items()
    for row in rows
    if node_type not in ("colorManagementGlobals", "VRaySettingsNode", "assemblyDefinition", "reference")
)


def test_every_attribute_of_the_table_is_asked_for(both):
    """One node of every type that the farm's own analyser reads, with every attribute that names a file."""
    nodes = "".join(
        ma.node(node_type, "n%d" % number, **{name: "folder/f%d.ext" % number})
        for number, (node_type, name) in enumerate(ROWS)
    )
    found = {one.node for one in both(nodes).references}
    assert found == {"n%d" % number for number in range(len(ROWS))}


LEFT_OUT = {
    "aiStringReplace": "`replace` is a part of a name, no file",
    "ffxDyna": "folders that the plug-in writes",
    "particle": "a name that Maya makes of the cache's folder, which dynGlobals names",
    "shaveGlobals": "a folder for temporary files",
}


def test_every_node_type_of_the_official_list_is_in_the_table(reference):
    listed = json.loads((reference / "maya_file_attributes.json").read_text(encoding="utf-8"))
    absent = sorted(set(listed) - set(file_attributes()))
    assert {name for name in absent if listed[name]["files"]} == set(LEFT_OUT)


def test_tiles_and_frames_of_a_texture_all_travel(both, tmp_path):
    for name in ("a.1001.png", "a.1002.png", "s.0001.png", "s.0002.png"):
        (tmp_path / name).write_bytes(b"x")
    nodes = ma.node("file", "udim", ftn="a.1001.png", uvt=3) + ma.node("file", "frames", ftn="s.0001.png", ufe=True)
    assert len(both(nodes).assets) == 4


DRIVEN = 'connectAttr "e.out[0]" "f.fe";\n'


@pytest.mark.parametrize(
    "expression, offset, links, frames",
    [
        (".O[0]=frame", 0, DRIVEN, (1, 2, 3)),
        (".O[0] = frame + 2;", 0, DRIVEN, (-1, 0, 1)),
        (".O[0]=frame-1", 3, DRIVEN, (-1, 0, 1)),
        (".O[1]=frame", 0, DRIVEN, ()),
        (".O[0]=frame*2", 0, DRIVEN, ()),
        (".O[0]=frame", 0, 'connectAttr ":time1.o" "f.fe";\n', (1, 2, 3)),
        (".O[0]=frame", 0, DRIVEN + 'connectAttr "e.out[0]" "f.fo";\n', ()),
        (".O[0]=frame", 0, "", ()),
        (".O[0]=frame", 0, DRIVEN + 'connectAttr "f.fo" "fog.adjs[0].plg";\n', ()),
    ],
)
def test_a_sequence_says_which_frame_needs_which_file(both, tmp_path, expression, offset, links, frames):
    for number in (1, 2, 3):
        (tmp_path / ("s.%04d.png" % number)).write_bytes(b"x")
    nodes = ma.node("file", "f", ftn="s.0001.png", ufe=True, fo=offset) + ma.node("expression", "e", ixp=expression)
    nodes += ma.node("renderLayer", "fog")
    scene = both(nodes, links=links)
    assert [reference.frames for reference in scene.references] == [frames]


@pytest.mark.parametrize("renderer,count", [("arnold", 2), ("mayaSoftware", 1)])
def test_arnolds_own_textures_travel_with_the_others_where_it_renders(both, tmp_path, renderer, count):
    for name in ("a.png", "a.tx"):
        (tmp_path / name).write_bytes(b"x")
    settings = '\tsetAttr ".ren" -type "string" "%s";\n' % renderer
    assert len(both(ma.node("file", "f", ftn="a.png"), settings).assets) == count


def test_a_file_that_somebody_added_to_a_node_is_mentioned(both):
    nodes = 'createNode transform -n "t";\n\taddAttr -ci true -sn "pc" -ln "pc" -dt "string";\n'
    nodes += '\tsetAttr ".pc" -type "string" "caches/a.abc";\n'
    found = both(nodes).references
    assert [(one.node, one.attribute, one.missing) for one in found] == [("t", "pc", True)]


def test_what_a_plugin_marks_as_a_file_name_is_mentioned_whatever_its_ending(maya, tmp_path, monkeypatch):
    from maya_simulator import facts

    monkeypatch.setitem(facts.USED_AS_FILENAME, "studioNode", ("source",))
    (tmp_path / "blob.weird").write_bytes(b"x")
    (tmp_path / "s.ma").write_text(ma.text(ma.node("studioNode", "n", source="blob.weird")))
    scene = real_maya.look(maya, str(tmp_path / "s.ma"), str(tmp_path))
    assert [asset.path for asset in scene.assets] == [str(tmp_path / "blob.weird")]
    asked = [args for name, args, flags in maya.calls if name == "listAttr" and flags.get("usedAsFilename")]
    types = [maya.commands.nodeType(args[0]) for args in asked]
    assert len(types) == len(set(types))


def test_a_file_that_somebody_added_to_one_of_many_meshes_is_mentioned(both, tmp_path):
    (tmp_path / "a.ass").write_bytes(b"")
    nodes = ""
    for number in range(3):
        nodes += 'createNode transform -n "t%d";\ncreateNode mesh -n "m%d" -p "t%d";\n' % (number, number, number)
    nodes += '\taddAttr -ci true -sn "dso" -ln "dso" -dt "string";\n\tsetAttr ".dso" -type "string" "a.ass";\n'
    nodes += '\taddAttr -ci true -sn "pc" -ln "pc" -dt "string";\n\tsetAttr ".pc" -type "string" "caches/a.abc";\n'
    found = [(one.node, one.attribute, len(one.files)) for one in both(nodes).references]
    assert sorted(found) == [("m2", "dso", 1), ("m2", "pc", 0)]


def test_arnolds_search_path_leads_to_a_texture(both, tmp_path):
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "a.png").write_bytes(b"x")
    nodes = ma.node("aiOptions", "defaultArnoldRenderOptions", texture_searchpath=str(tmp_path / "library"))
    scene = both(nodes + ma.node("file", "f", ftn="a.png"), ma.ARNOLD)
    assert [asset.path for asset in scene.assets] == [str(tmp_path / "library" / "a.png")]


def test_arnolds_settings_go_into_the_task_as_each_layer_has_them(both):
    from farmhand.job.maya import scene_info

    nodes = ma.node("aiOptions", "defaultArnoldRenderOptions", AA_samples=6, mb_en=True, texture_max_memory_MB=2048)
    nodes += 'createNode renderLayer -n "fog";\n\tsetAttr ".adjs[0].val" 2;\n'
    links = ma.LEGACY.replace("defaultRenderGlobals.ef", "defaultArnoldRenderOptions.AA_samples")
    settings = ma.ARNOLD + '\tsetAttr ".pram" -type "string" "print 1";\n'
    scene = both(nodes, settings, links)
    told = {name: layer["option"] for name, layer in scene_info(scene, scene.targets).items()}
    assert told["defaultRenderLayer"]["sampling"] == ["6", "2", "2", "2", "2", "2"]
    assert told["fog"]["sampling"][0] == "2"
    assert told["fog"]["motion_blur_enable"] == "True" and told["fog"]["textureMaxMemoryMB"] == "2048.0"
    assert told["fog"]["pre_render_mel"] == "print 1"


def test_arnolds_size_and_samples_stand_beside_the_layers_as_chosen(both):
    from farmhand.job import taskfiles
    from farmhand.job.choices import Choices, Job

    nodes = ma.node("aiOptions", "defaultArnoldRenderOptions", AA_samples=6)
    scene = both(nodes, ma.ARNOLD)
    choices = Choices().with_target("defaultRenderLayer", width=100, height=50)
    written = taskfiles.task_file(Job(scene, choices), taskfiles.Registration(1, 2, "2"))
    assert written["arnold_info"] == [{
        "width": "100", "height": "50", "Camera": "6", "Diffuse": "2", "Specular": "2", "Transmission": "2", "Sss": "2",
        "Volume Indirect": "2",
    }]  # fmt: skip


@pytest.mark.parametrize("settings, nodes, told", [
    (ma.ARNOLD, "", True), (ma.REDSHIFT, "", False),
    (ma.ARNOLD, ma.node("aiOptions", "defaultArnoldRenderOptions", renderDevice=1), False),
])  # fmt: skip
def test_the_task_says_that_processors_render_where_that_is_known(maya, tmp_path, settings, nodes, told):
    from farmhand.job import taskfiles
    from farmhand.job.choices import Job

    (tmp_path / "s.ma").write_text(ma.text(nodes, settings))
    scene = real_maya.look(maya, str(tmp_path / "s.ma"))
    info = taskfiles.task_file(Job(scene), taskfiles.Registration(1, 2, "2"))["task_info"]
    assert ("gpu_render" in info) is told


@pytest.mark.parametrize("managed,count", [(True, 1), (False, 0)])
def test_the_colour_configuration_of_the_environment_travels(both, tmp_path, monkeypatch, managed, count):
    (tmp_path / "studio.ocio").write_text("ocio_profile_version: 2\n")
    monkeypatch.setenv("OCIO", str(tmp_path / "studio.ocio"))
    settings = 'select -ne :defaultColorMgtGlobals;\n\tsetAttr ".cme" %s;\n' % ("yes" if managed else "no")
    assert len(both(settings=settings).assets) == count


def test_what_a_yeti_graph_names_travels(maya, tmp_path):
    (tmp_path / "maps").mkdir()
    for name in ("maps/length.1001.tif", "maps/length.1002.tif", "groom.abc"):
        (tmp_path / name).write_bytes(b"x")
    maya.yeti["fur"] = {
        ("texture", "texture0"): {"file_name": "length.<UDIM>.tif"},
        ("reference", "reference0"): {"reference_file": str(tmp_path / "groom.abc")},
        ("grow", "grow0"): {},
    }
    (tmp_path / "s.ma").write_text(ma.text(ma.node("pgYetiMaya", "fur", imageSearchPath=str(tmp_path / "maps"))))
    scene = real_maya.look(maya, str(tmp_path / "s.ma"), str(tmp_path))
    found = {one.attribute: len(one.files) for one in scene.references}
    assert found == {"texture0.file_name": 2, "reference0.reference_file": 1}
    assert maya.mutations == []


def bifrost(*values, links=()):
    """A Bifrost node as Maya writes it: its graph as one string in several pieces."""
    compound = {
        "compoundNodes": [{"nodeName": "read", "nodeType": "File::Alembic::read_Alembic"}],
        "values": [{"valueName": name, "valueType": "string", "value": value} for name, value in values],
        "connections": [{"source": source, "target": target} for source, target in links],
    }
    text = json.dumps({"compounds": [compound]}).replace('"', '\\"')
    pieces = [text[start : start + 120] for start in range(0, len(text), 120)]
    while any(piece.endswith("\\") for piece in pieces[:-1]):  # Maya never cuts between a backslash and its letter
        at = next(number for number, piece in enumerate(pieces[:-1]) if piece.endswith("\\"))
        pieces[at : at + 2] = [pieces[at][:-1], "\\" + pieces[at + 1]]
    node = 'createNode transform -n "graph";\ncreateNode bifrostGraphShape -n "graphShape" -p "graph";\n'
    return node + '\tsetAttr ".sc" -type "string" (\n\t\t"%s");\n' % '"\n\t\t+ "'.join(pieces)


def test_what_a_bifrost_graph_names_travels(both, tmp_path):
    (tmp_path / "tree.abc").write_bytes(b"x")
    values = (("read.filename", "tree.abc"), ("other.file", "gone.vdb"), ("read.property", "point_color"))
    scene = both(bifrost(*values))
    found = [(one.node, one.attribute, one.kind, len(one.files), one.missing) for one in scene.references]
    assert sorted(found) == [
        ("graphShape", "other.file", "volume", 0, True), ("graphShape", "read.filename", "cache", 1, False),
    ]  # fmt: skip
    assert "bifrost_unknown" not in codes(scene)


def test_an_input_of_a_bifrost_graph_is_an_attribute_of_its_node(both, tmp_path):
    (tmp_path / "tree.abc").write_bytes(b"x")
    nodes = bifrost(links=[(".cache", "read.filename")])
    nodes += '\taddAttr -ci true -sn "cache" -ln "cache" -dt "string";\n'
    nodes += '\tsetAttr ".cache" -type "string" "tree.abc";\n'
    scene = both(nodes)
    assert [asset.path for asset in scene.assets] == [str(tmp_path / "tree.abc")]
    assert "bifrost_unknown" not in codes(scene)


@pytest.mark.parametrize("node, detail", [
    (bifrost(links=[("join.joined", "read.filename")]), "graphShape: read.filename"),
    (ma.node("bifrostGraphShape", "broken", sc="{"), "broken.sc: "),
], ids=["computed", "broken"])
def test_what_a_bifrost_graph_does_not_tell_is_told(both, node, detail):
    (tip,) = [tip for tip in both(node).tips if tip.code == "bifrost_unknown"]
    assert tip.details[0].startswith(detail)


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
