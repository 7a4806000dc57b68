"""References of made scenes, as Maya's host sees them and as the reader does."""

import made_maya_scenes as ma
import real_maya


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
    assert "25009" in real_maya.codes(scene)


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
