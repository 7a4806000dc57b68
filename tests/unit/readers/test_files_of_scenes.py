"""Every file a scene needs is found where Maya would find it, once, or told as missing."""

from __future__ import annotations

import os
from typing import Any, Dict, List

import pytest
from ma_scenes import HEAD, scene_text

from farmhand.readers import open_scene
from farmhand.scene.host import run
from farmhand.scene.model import Reference, Scene

FILE = 'createNode file -n "f1";\n\tsetAttr ".ftn" -type "string" "%s";\n'


def _touch(folder: Any, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def _open(path: Any) -> Scene:
    return run(open_scene(str(path)).analyse())


def _names(reference: Reference) -> List[str]:
    return [os.path.basename(path) for path in reference.files]


def test_the_project_is_the_nearest_folder_with_a_workspace(tmp_path: Any) -> None:
    _touch(tmp_path, "workspace.mel", "p/workspace.mel", "p/scenes/shot/s.ma")
    (tmp_path / "p/scenes/shot/s.ma").write_text(scene_text())
    assert _open(tmp_path / "p/scenes/shot/s.ma").project == str(tmp_path / "p")


def test_a_folder_scenes_in_something_like_a_project_is_enough(tmp_path: Any) -> None:
    _touch(tmp_path, "p/sourceimages/a.png", "p/scenes/s.ma")
    (tmp_path / "p/scenes/s.ma").write_text(scene_text(FILE % "sourceimages/a.png"))
    scene = _open(tmp_path / "p/scenes/s.ma")
    assert scene.project == str(tmp_path / "p")
    assert [asset.path for asset in scene.assets] == [str(tmp_path / "p/sourceimages/a.png")]


def test_no_project_is_no_project(read: Any) -> None:
    assert read().project == ""


@pytest.mark.parametrize(
    "text", ["tex/a.png", "./tex/a.png", "D:/old//tex/a.png", "{root}/tex/a.png", "$HERE/tex/a.png"]
)
def test_a_texture_is_found(read: Any, tmp_path: Any, monkeypatch: Any, text: str) -> None:
    _touch(tmp_path, "tex/a.png", "workspace.mel")
    monkeypatch.setenv("HERE", str(tmp_path))
    (reference,) = read(FILE % text.replace("{root}", str(tmp_path))).references
    assert reference.files == (str(tmp_path / "tex" / "a.png"),)
    assert (reference.node, reference.attribute, reference.kind) == ("f1", "fileTextureName", "texture")


def test_a_windows_path_is_missing_and_not_guessed(read: Any, tmp_path: Any) -> None:
    _touch(tmp_path, "a.png", "workspace.mel")
    scene = read(FILE % "D:/old/a.png")
    assert scene.references[0].missing and not scene.assets
    assert "20001" in [tip.code for tip in scene.tips]


def test_a_variable_without_a_value_is_told(read: Any) -> None:
    scene = read(FILE % "$NOBODY_SET_THIS/a.png")
    assert scene.references[0].missing
    assert [tip.details for tip in scene.tips if tip.code == "unresolved_variable"] == [
        ("f1.fileTextureName: $NOBODY_SET_THIS in $NOBODY_SET_THIS/a.png",)
    ]


@pytest.mark.parametrize(
    "name, mode, found",
    [
        ("t_1001.png", '\tsetAttr ".uvt" 3;\n', ["t_1001.png", "t_1002.png"]),
        ("t_<UDIM>.png", "", ["t_1001.png", "t_1002.png"]),
        ("u_u1_v1.png", '\tsetAttr ".uvt" 2;\n', ["u_u1_v1.png", "u_u2_v1.png"]),
        ("s.0001.png", '\tsetAttr ".ufe" yes;\n', ["s.0001.png", "s.0002.png"]),
        ("s.0001.png", "", ["s.0001.png"]),
        ("s.<f>.png", "", ["s.0001.png", "s.0002.png"]),
    ],
)
def test_tiles_and_sequences_are_all_their_files(read: Any, tmp_path: Any, name: str, mode: str, found: Any) -> None:
    _touch(tmp_path, "t_1001.png", "t_1002.png", "u_u1_v1.png", "u_u2_v1.png", "s.0001.png", "s.0002.png")
    assert _names(read(FILE % name + mode).references[0]) == found


def test_a_tx_file_goes_along_when_arnold_renders(read: Any, tmp_path: Any) -> None:
    _touch(tmp_path, "a.png", "a.tx")
    assert _names(read(FILE % "a.png").references[0]) == ["a.png"]
    assert _names(read(FILE % "a.png", '\tsetAttr ".ren" -type "string" "arnold";\n').references[0]) == [
        "a.png",
        "a.tx",
    ]


def test_a_file_mentioned_often_is_one_asset(read: Any, tmp_path: Any) -> None:
    _touch(tmp_path, "a.png")
    scene = read("".join((FILE % "a.png").replace("f1", "f%d" % number) for number in range(50)))
    assert len(scene.references) == 50 and len(scene.assets) == 1
    assert scene.assets[0].size == 1 and scene.assets[0].mtime_ns > 0


NODES: Dict[str, str] = {
    "a.abc": 'createNode AlembicNode -n "n";\n\tsetAttr ".fn" -type "string" "a.abc";\n',
    "b.abc": 'createNode AlembicNode -n "n";\n\tsetAttr ".fns" -type "stringArray" 1 "b.abc"  ;\n',
    "c.abc": 'createNode gpuCache -n "n";\n\tsetAttr ".cfn" -type "string" "c.abc";\n',
    "d.ass": 'createNode aiStandIn -n "n";\n\tsetAttr ".dso" -type "string" "d.ass";\n',
    "e.rs": 'createNode RedshiftProxyMesh -n "n";\n\tsetAttr ".fn" -type "string" "e.rs";\n',
    "f.wav": 'createNode audio -n "n";\n\tsetAttr ".f" -type "string" "f.wav";\n',
    "g.sbsar": 'createNode substanceNode -n "n";\n\tsetAttr ".sbs" -type "string" "g.sbsar";\n',
    "h.usd": 'createNode mayaUsdProxyShape -n "n";\n\tsetAttr ".fp" -type "string" "h.usd";\n',
    "i.tex": 'createNode PxrTexture -n "n";\n\tsetAttr ".filename" -type "string" "i.tex";\n',
    "j.vrmesh": 'createNode VRayMesh -n "n";\n\tsetAttr ".fileName2" -type "string" "j.vrmesh";\n',
    "k.ies": 'createNode SomeLightOfAPlugin -n "n";\n\tsetAttr ".beam" -type "string" "k.ies";\n',
    "l.exr": 'createNode imagePlane -n "n";\n\tsetAttr ".imn" -type "string" "l.exr";\n',
    "m.png": 'createNode SomeTextureOfAPlugin -n "n";\n\tsetAttr ".pic" -type "string" "m.png";\n',
}


@pytest.mark.parametrize("name", sorted(NODES))
def test_every_kind_of_node_gives_its_file(read: Any, tmp_path: Any, name: str) -> None:
    _touch(tmp_path, name)
    assert [os.path.basename(asset.path) for asset in read(NODES[name]).assets] == [name]


@pytest.mark.parametrize("name", sorted(set(NODES) - {"m.png"}))
def test_every_kind_of_node_misses_its_file(read: Any, name: str) -> None:
    assert [item.missing for item in read(NODES[name]).references] == [True]


def test_a_picture_that_an_unknown_node_names_may_be_an_output(read: Any) -> None:
    assert [item.missing for item in read(NODES["m.png"]).references] == [False]


def test_a_cameras_image_name_is_no_file(read: Any) -> None:
    assert read('createNode camera -n "c";\n\tsetAttr ".imn" -type "string" "persp.png";\n').references == ()


def test_a_cache_is_its_folder_and_base_name(read: Any, tmp_path: Any) -> None:
    _touch(tmp_path, "cache/n/skirt.xml", "cache/n/skirtFrame1.mcx", "cache/n/other.xml", "workspace.mel")
    scene = read(
        'createNode cacheFile -n "c";\n\tsetAttr ".cp" -type "string" "cache/n/";\n'
        '\tsetAttr ".cn" -type "string" "skirt";\n'
    )
    assert _names(scene.references[0]) == ["skirt.xml", "skirtFrame1.mcx"]


def test_xgen_files_beside_the_scene_go_along(read: Any, tmp_path: Any) -> None:
    _touch(tmp_path, "s__fur.xgen", "s__fur.abc", "t__fur.xgen")
    scene = read('createNode xgmPalette -n "x";\n\tsetAttr ".xfn" -type "string" "s__fur.xgen";\n')
    assert _names(scene.references[0]) == ["s__fur.abc", "s__fur.xgen"]


REFERENCE = (
    'file -rdi 1 -ns "{ns}" -rfn "{ns}RN" -op "v=0;" -typ "mayaAscii" "{path}";\n'
    'file -r -ns "{ns}" -dr 1 -rfn "{ns}RN" -op "v=0;" -typ "mayaAscii" "{path}";\n'
)


def _references(*pairs: Any) -> str:
    head, _, rest = HEAD.partition("requires")
    return head + "".join(REFERENCE.format(ns=ns, path=path) for ns, path in pairs) + "requires" + rest


def test_a_referenced_scenes_files_and_cameras_count_but_not_its_settings(read: Any, tmp_path: Any) -> None:
    _touch(tmp_path, "hero.png")
    camera = 'createNode transform -n "cam";\ncreateNode camera -n "camShape" -p "cam";\n'
    (tmp_path / "rig.ma").write_text(scene_text(FILE % "hero.png" + camera, '\tsetAttr ".an" yes;\n'))
    scene = read(head=_references(("rig", "rig.ma")))

    assert [os.path.basename(asset.path) for asset in scene.assets] == ["hero.png", "rig.ma"]
    assert [item.node for item in scene.references] == ["rigRN", "rig:f1"]
    assert "rig:cam" in scene.targets[0].cameras
    assert not scene.targets[0].animation


def test_scenes_that_reference_each_other_end(read: Any, tmp_path: Any) -> None:
    (tmp_path / "a.ma").write_text(scene_text(head=_references(("b", "b.ma"))))
    (tmp_path / "b.ma").write_text(scene_text(head=_references(("a", "a.ma"), ("s", "s.ma"))))
    scene = read(head=_references(("a", "a.ma")))
    assert [os.path.basename(asset.path) for asset in scene.assets] == ["a.ma", "b.ma"]


def test_a_second_copy_of_a_reference_is_the_same_file(read: Any, tmp_path: Any) -> None:
    (tmp_path / "a.ma").write_text(scene_text())
    scene = read(head=_references(("a", "a.ma"), ("b", "a.ma{1}")))
    assert [item.missing for item in scene.references] == [False, False]
    assert len(scene.assets) == 1


def test_each_copy_of_a_reference_brings_its_cameras(read: Any, tmp_path: Any) -> None:
    camera = 'createNode transform -n "cam";\ncreateNode camera -n "camShape" -p "cam";\n'
    (tmp_path / "a.ma").write_text(scene_text(camera))
    cameras = read(head=_references(("a", "a.ma"), ("b", "a.ma{1}"))).targets[0].cameras
    assert cameras == ("a:cam", "b:cam", "persp")


def test_a_missing_reference_is_told_apart_from_a_missing_texture(read: Any) -> None:
    scene = read(FILE % "gone.png", head=_references(("a", "gone.ma")))
    assert {"25009", "20001"} <= {tip.code for tip in scene.tips}
    assert all(tip.severity == "warning" for tip in scene.tips if tip.code in ("25009", "20001"))


def test_a_broken_reference_is_told_and_the_rest_goes_on(read: Any, tmp_path: Any) -> None:
    (tmp_path / "a.ma").write_text(scene_text()[:-40])
    _touch(tmp_path, "t.png")
    scene = read(FILE % "t.png", head=_references(("a", "a.ma")))
    assert "reference_broken" in [tip.code for tip in scene.tips]
    assert [os.path.basename(asset.path) for asset in scene.assets] == ["a.ma", "t.png"]


def test_a_texture_exchanged_by_a_reference_edit_is_the_new_one(read: Any, tmp_path: Any) -> None:
    _touch(tmp_path, "new.png")
    (tmp_path / "a.ma").write_text(scene_text(FILE % "old.png"))
    edit = (
        'createNode reference -n "aRN";\n\tsetAttr ".ed" -type "dataReferenceEdits" \n\t\t"aRN"\n\t\t"aRN" 1\n'
        '\t\t2 "a:f1" "fileTextureName" " -type \\"string\\" \\"new.png\\"";\n'
    )
    scene = read(edit, head=_references(("a", "a.ma")))
    textures = [item for item in scene.references if item.kind == "texture"]
    assert [(item.node, item.pattern, item.missing) for item in textures] == [("a:f1", "new.png", False)]


def test_a_camera_switched_off_by_a_reference_edit_is_off(read: Any, tmp_path: Any) -> None:
    camera = 'createNode transform -n "cam";\ncreateNode camera -n "camShape" -p "cam";\n'
    (tmp_path / "a.ma").write_text(scene_text(camera))
    edit = (
        'createNode reference -n "aRN";\n\tsetAttr ".ed" -type "dataReferenceEdits" \n\t\t"aRN"\n\t\t"aRN" 1\n'
        '\t\t2 "|a:cam|a:camShape" "renderable" " 0";\n'
    )
    target = read(edit, head=_references(("a", "a.ma"))).targets[0]
    assert "a:cam" in target.all_cameras and "a:cam" not in target.cameras


def test_each_folder_is_listed_once(read: Any, tmp_path: Any) -> None:
    _touch(tmp_path, "tex/a_1001.png", "tex/b.0001.exr")
    reader_scene = "".join((FILE % "tex/a_<UDIM>.png").replace("f1", "f%d" % number) for number in range(20))
    (tmp_path / "s.ma").write_text(scene_text(reader_scene))
    reader = open_scene(str(tmp_path / "s.ma"))
    run(reader.analyse())
    assert set(reader.index.listings.values()) == {1}  # type: ignore[attr-defined]


def test_one_impossible_path_does_not_end_the_search(tmp_path: Any) -> None:
    _touch(tmp_path, "a.png")
    text = scene_text(
        FILE % "/x/\0/b.png" + (FILE % ("y" * 5000)).replace("f1", "f2") + (FILE % "a.png").replace("f1", "f3")
    )
    (tmp_path / "s.ma").write_text(text)
    scene = _open(tmp_path / "s.ma")
    assert [item.missing for item in scene.references] == [True, True, False]
    assert "folder_unreadable" in [tip.code for tip in scene.tips]


def test_a_renderers_own_output_is_no_input(read: Any) -> None:
    assert (
        read(
            'createNode VRaySettingsNode -n "v";\n\tsetAttr ".vrscene_filename" -type "string" "o.vrscene";\n'
        ).references
        == ()
    )


def test_progress_is_told_in_bytes_then_in_files(tmp_path: Any) -> None:
    (tmp_path / "s.ma").write_text(scene_text(FILE % "a.png"))
    said: List[Any] = []
    run(open_scene(str(tmp_path / "s.ma")).analyse(), said.append)
    assert [(one.stage, one.unit) for one in said][0] == ("read", "bytes")
    assert [(one.stage, one.unit) for one in said][-1] == ("assets", "files")
    assert all(one.done <= one.total for one in said if one.total)
