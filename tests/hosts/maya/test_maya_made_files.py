"""Files and settings of made scenes' nodes, as Maya's host sees them and as the reader does."""

import json

import made_maya_scenes as ma
import pytest
import real_maya

from farmhand.readers.ma_file_table import file_attributes

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


LEFT_OUT_ATTRIBUTES = {
    ("PhoenixFDSimulator", "ipthr"): "ipth once Phoenix has resolved it",
    ("aiOslShader", "oslSequence"): "the analyser's own word for what paramDirectory holds",
    ("assemblyDefinition", "rty"): "the kind of a representation, no file",
    ("file", "computedFileTextureNamePattern"): "read in the open scene in place of one tile's name",
    ("pgYetiMaya", "imageSearchPath"): "folders to search, which the plug-in does",
    ("pgYetiMaya", "outputCacheFileName"): "what Yeti writes",
}


def test_every_attribute_of_the_official_list_is_in_the_table(reference):
    listed = json.loads((reference / "maya_file_attributes.json").read_text(encoding="utf-8"))
    table = {(kind, name) for kind, rows in file_attributes().items() for row in rows for name in (row.name, row.short)}
    wanted = {(kind, name.partition("[")[0].partition(".")[0]) for kind in listed for name in listed[kind]["files"]}
    absent = {(kind, name) for kind, name in wanted - table if kind not in LEFT_OUT}
    assert absent == set(LEFT_OUT_ATTRIBUTES)


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
    assert "bifrost_unknown" not in real_maya.codes(scene)


def test_an_input_of_a_bifrost_graph_is_an_attribute_of_its_node(both, tmp_path):
    (tmp_path / "tree.abc").write_bytes(b"x")
    nodes = bifrost(links=[(".cache", "read.filename")])
    nodes += '\taddAttr -ci true -sn "cache" -ln "cache" -dt "string";\n'
    nodes += '\tsetAttr ".cache" -type "string" "tree.abc";\n'
    scene = both(nodes)
    assert [asset.path for asset in scene.assets] == [str(tmp_path / "tree.abc")]
    assert "bifrost_unknown" not in real_maya.codes(scene)


@pytest.mark.parametrize("node, detail", [
    (bifrost(links=[("join.joined", "read.filename")]), "graphShape: read.filename"),
    (ma.node("bifrostGraphShape", "broken", sc="{"), "broken.sc: "),
], ids=["computed", "broken"])
def test_what_a_bifrost_graph_does_not_tell_is_told(both, node, detail):
    (tip,) = [tip for tip in both(node).tips if tip.code == "bifrost_unknown"]
    assert tip.details[0].startswith(detail)
