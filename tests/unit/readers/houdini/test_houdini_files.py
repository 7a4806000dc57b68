"""Every file a scene reads is found and travels once; what it writes does not; what is missing is told."""

from __future__ import annotations

import os
from typing import Any, Dict, Tuple

import pytest
from houdini_support import (
    Driven,
    analyse,
    asset,
    camera,
    hip,
    indx,
    names,
    node,
    odc,
    parm,
    read,
    reference,
    rop,
    tips,
    write,
)

from farmhand.errors import SceneError
from farmhand.readers.houdini import files, library_references
from farmhand.scene.host import run


def lay(folder: Any, *paths: str) -> None:
    """Empty files below a folder."""
    for path in paths:
        full = os.path.join(str(folder), path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as file:
            file.write(b"x")


@pytest.mark.parametrize(
    "text, found",
    [
        ("$HIP/tex/wood.exr", ("wood.exr",)),
        ("tex/wood.exr", ("wood.exr",)),
        ("`chs('../g/folder')`/wood.exr", ("wood.exr",)),
        ("$HIP/geo/a.$F4.bgeo.sc", ("a.0001.bgeo.sc", "a.0002.bgeo.sc", "a.0099.bgeo.sc")),
        ("$HIP/geo/a.${F4}.bgeo.sc", ("a.0001.bgeo.sc", "a.0002.bgeo.sc", "a.0099.bgeo.sc")),
        ("$HIP/geo/a.`padzero(4, $F)`.bgeo.sc", ("a.0001.bgeo.sc", "a.0002.bgeo.sc", "a.0099.bgeo.sc")),
        ("$HIP/geo/a.`padzero(4, $F % 2 + 1)`.bgeo.sc", ("a.0001.bgeo.sc", "a.0002.bgeo.sc")),
        ("$HIP/geo/h.$FF.bgeo.sc", ("h.1.5.bgeo.sc", "h.1.bgeo.sc")),
        ("$HIP/tex/u.<UDIM>.exr", ("u.1001.exr", "u.1002.exr")),
        ("$HIP/tex/u.%(UDIM)d.exr", ("u.1001.exr", "u.1002.exr")),
        ("$HIP/tex/u.$UDIM.exr", ("u.1001.exr", "u.1002.exr")),
        ("$HIP/$OS/own.abc", ("own.abc",)),
    ],
)
def test_the_files_a_parameter_stands_for(tmp_path: Any, text: str, found: Tuple[str, ...]) -> None:
    lay(tmp_path, "tex/wood.exr", "tex/u.1001.exr", "tex/u.1002.exr", "tex/u.0999.exr", "file1/own.abc",
        "geo/h.1.bgeo.sc", "geo/h.1.5.bgeo.sc", *["geo/a.%04d.bgeo.sc" % frame for frame in (1, 2, 99)])  # fmt: skip
    scene = analyse(
        tmp_path, node("obj/g", "geo", folder="$HIP/tex"), node("obj/file1", "file", file=text, filemode="read")
    )
    told = reference(scene, "/obj/file1", "file")
    assert names(told.files) == found and not told.missing
    assert told.pattern == text
    assert names(asset.path for asset in scene.assets) == found


def test_a_missing_file_is_told_once(tmp_path: Any) -> None:
    scene = analyse(tmp_path, node("obj/g/file1", "file", file="$HIP/gone.bgeo.sc"))
    assert reference(scene, "/obj/g/file1", "file").missing
    assert len(tips(scene)["50001"].details) == 1


def test_any_parameter_with_a_known_ending_is_a_file(tmp_path: Any) -> None:
    lay(tmp_path, "a.exr", "b.vdb")
    scene = analyse(
        tmp_path, node("mat/shader", "some::plugin::3", strange_map="$HIP/a.exr", xn__volume_abc="$HIP/b.vdb")
    )
    kinds = {item.attribute: item.kind for item in scene.references}
    assert kinds == {"strange_map": "texture", "xn__volume_abc": "volume"}


@pytest.mark.parametrize(
    "parms",
    [
        {"file": "op:/obj/cop/out.exr"},
        {"map": "opdef:Vop/x?tex.rat"},
        {"map": "opdef:/Vop/x/tex.rat"},
        {"map": "oplib:/Vop/x?tex.rat"},
        {"map": "temp:a.rat"},
        {"vm_picture": "$HIP/out.exr"},
        {"sopoutput": "$HIP/out.bgeo.sc"},
        {"taskgraphfile": "$HIP/$HIPNAME.taskgraph.$F.py"},
        {"explicitcachename": "$HIP/cache.$SF.sim"},
        {"output_file": "$HIP/x.exr"},
        {"vm_filename_plane1": "$HIP/z.exr"},
        {"ar_aov_separate_file2": "$HIP/z.exr"},
        {"RS_aovCustomPrefix_1": "$HIP/z.exr"},
        {"ri_display_1_name": "$HIP/z.exr"},
        {"productName": "$HIP/z.exr"},
        {"configuresavepath": "$HIP/z.usd"},
        {"snippet": 'file = "a/b.exr"'},
        {"text": "$HIPFILE\n\nrenders"},
        {"vm_bokehfile": "default.pic"},
        {"file": ""},
        {"folder": "$HIP/geo/"},
        {"pattern": "$HIP/*.exr"},
        {"primpath": "/World/a.usd"},
        {"filetype": ".bgeo.sc"},
        {"url": "https://example.org/a.exr"},
    ],
)
def test_what_is_written_or_is_no_file_is_not_mentioned(tmp_path: Any, parms: Dict[str, Any]) -> None:
    assert analyse(tmp_path, node("obj/n", "whatever", **parms)).references == ()


def test_the_outputs_of_a_rop_do_not_travel(tmp_path: Any) -> None:
    lay(tmp_path, "out.0001.exr", "a.ifd", "x.abc")
    scene = analyse(tmp_path, camera(), rop("out/r", vm_picture="$HIP/out.$F4.exr", soho_diskfile="$HIP/a.ifd"),
                    rop("out/abc", "alembic", filename="$HIP/x.abc"))  # fmt: skip
    assert scene.references == ()


@pytest.mark.parametrize(
    "kind, parms, travels",
    [
        ("file", {"filemode": "read"}, True),
        ("file", {"filemode": "write"}, False),
        ("file", {"filemode": "none"}, False),
        ("filecache", {"loadfromdisk": "on", "trange": "normal"}, True),
        ("filecache", {"loadfromdisk": "off", "trange": "normal"}, False),
    ],
)
def test_a_file_that_a_switch_turns_off_is_not_read(
    tmp_path: Any, kind: str, parms: Dict[str, Any], travels: bool
) -> None:
    lay(tmp_path, "a.1.bgeo.sc")
    scene = analyse(tmp_path, node("obj/g/n", kind, file="$HIP/a.$F.bgeo.sc", **parms))
    assert bool(scene.assets) == travels


def test_a_file_cache_that_builds_its_path_reads_that(tmp_path: Any) -> None:
    lay(tmp_path, "geo/shot/v2/shot_v2.0001.bgeo.sc", "geo/shot/v2/shot_v2.0002.bgeo.sc")
    script = "{\n if(ch('x')) { return 1; }\n}"
    cache = node(
        "obj/g/c", "filecache::2.0", locked=True, loadfromdisk="on", filemethod="constructed", trange="normal",
        file="$HIP/other.$F.bgeo.sc", basedir="$HIP/geo", basename="shot", version=2, enableversion="on",
        timedependent="on", f=(1, 2, 1),
        substeps=1, frame=Driven("frame", 0, script), filetype=".bgeo.sc", versionstr='v`chs("version")`',
        framestr='`ifs(ch("timedependent"), "." + fpadzero(4, if(ch("substeps")>1, 3, 0), ch("frame")), "")`',
        cachedir='`chs("basedir") + "/" + chs("basename")``ifs(ch("enableversion"), "/" + chs("versionstr"), "")`',
        cachename='`chs("basename")``ifs(ch("enableversion"), "_" + chs("versionstr"),"")`'
                  '`chs("framestr")``chs("filetype")`',
    )  # fmt: skip
    told = reference(analyse(tmp_path, cache), "/obj/g/c", "file")
    assert names(told.files) == ("shot_v2.0001.bgeo.sc", "shot_v2.0002.bgeo.sc")


def test_files_of_bypassed_nodes_travel(tmp_path: Any) -> None:
    lay(tmp_path, "a.abc")
    assert len(analyse(tmp_path, node("obj/g/abc", "alembic", bypass=True, fileName="$HIP/a.abc")).assets) == 1


def test_what_the_user_excluded_is_listed_as_such(tmp_path: Any) -> None:
    lay(tmp_path, "a.exr")
    scene = analyse(tmp_path, node("mat/n", "x", map="$HIP/a.exr"), top=[(".unselfiledeps", b"$HIP/a.exr\nIFD.py\n")])
    told = reference(scene, "/mat/n", "map")
    assert "excluded" in told.ignored and not told.missing and scene.assets == ()


def test_what_belongs_to_houdini_is_not_missed(tmp_path: Any) -> None:
    scene = analyse(tmp_path, node("mat/n", "x", map="$HFS/houdini/pic/a.rat", other="Mandril2.pic"))
    assert {item.attribute: bool(item.ignored) for item in scene.references} == {"map": True, "other": True}
    assert "50001" not in tips(scene)


def test_a_variable_without_a_value_is_told_with_node_and_text(tmp_path: Any) -> None:
    scene = analyse(tmp_path, node("mat/n", "x", map="$PROJ/a.exr"))
    assert tips(scene)["50105"].details == ("/mat/n/map: $PROJ/a.exr ($PROJ has no value)",)


def test_variables_come_from_the_user_the_scene_and_the_environment(tmp_path: Any) -> None:
    lay(tmp_path, "a.exr", "b.exr")
    said = node("mat/n", "x", one="$PROJ/a.exr", two="$TEX/b.exr")
    scene = analyse(tmp_path, said, environment={"TEX": str(tmp_path)}, variables=b"set -g PROJ = '$HIP'\n")
    assert names(asset.path for asset in scene.assets) == ("a.exr", "b.exr")


def test_the_project_is_job(tmp_path: Any) -> None:
    lay(tmp_path, "proj/tex/a.exr", "shots/x")
    path = write(tmp_path / "shots", odc(hip(node("mat/n", "x", one="$JOB/tex/a.exr", two="tex/a.exr"))))
    scene = read(path, project=str(tmp_path / "proj"))
    assert scene.project == str(tmp_path / "proj")
    assert [len(item.files) for item in scene.references] == [1, 1] and len(scene.assets) == 1
    assert read(path).project == ""


@pytest.mark.parametrize("kind, twin", [("arnold", "a.tx"), ("ifd", "a.rat"), ("Redshift_ROP", "a.rstexbin")])
def test_the_converted_texture_a_renderer_prefers_goes_along(tmp_path: Any, kind: str, twin: str) -> None:
    lay(tmp_path, "a.exr", "a.tx", "a.rat", "a.rstexbin")
    scene = analyse(tmp_path, rop("out/r", kind), node("mat/n", "x", map="$HIP/a.exr"))
    assert names(item.path for item in scene.assets) == ("a.exr", twin)


def test_a_path_in_another_letters_is_found(tmp_path: Any) -> None:
    lay(tmp_path, "größe.exr")
    assert len(analyse(tmp_path, node("mat/n", "x", map="$HIP/größe.exr")).assets) == 1


def test_one_odd_parameter_does_not_hide_the_others(tmp_path: Any) -> None:
    lay(tmp_path, "a.exr")
    broken = parm(map="$HIP/a.exr")[:-2] + b'odd\t[ 0\tlocks=0 ]\t(\t"unclosed\n}\n'
    scene = analyse(tmp_path, [("mat/n.init", b"type = x\n"), ("mat/n.parm", broken)])
    assert len(scene.assets) == 1 and tips(scene)["entries_broken"].details == ("mat/n.parm",)


# digital assets


def test_a_library_outside_houdini_travels(tmp_path: Any) -> None:
    write(tmp_path, indx([asset("Sop/tool", [("root.init", b"type = tool\n")])]), "tool.hda")
    fallbacks = b"Sop/tool %s/tool.hda\nSop/tool otls/tool.hda\n"
    fallbacks += b"Sop/box C:/H/houdini/otls/OPlibSop.hda\nSop/box otls/OPlibSop.hda\n"
    scene = analyse(tmp_path, node("obj/g/tool1", "tool", locked=True), node("obj/g/box1", "box", locked=True),
                    top=[(".OPfallbacks", fallbacks % str(tmp_path).encode())])  # fmt: skip
    (told,) = scene.references
    assert (told.node, told.kind, names(told.files), told.missing) == ("Sop/tool", "library", ("tool.hda",), False)
    assert "asset_not_seen" not in tips(scene)


def test_a_library_that_is_gone_is_missing_unless_the_scene_embeds_it(tmp_path: Any) -> None:
    fallbacks = [(".OPfallbacks", b"Sop/tool /gone/tool.hda\nSop/tool otls/tool.hda\n")]
    used = node("obj/g/tool1", "tool", locked=True)
    scene = analyse(tmp_path, used, top=fallbacks)
    assert scene.references[0].missing and "asset_not_seen" in tips(scene)
    embedded = [(".defotl", indx([asset("Sop/tool", [("root.init", b"type = tool\n")])]))]
    scene = analyse(tmp_path, used, top=fallbacks + embedded)
    assert not scene.references[0].missing and "asset_not_seen" not in tips(scene)


def test_a_plug_ins_library_names_the_plug_in_instead(tmp_path: Any) -> None:
    fallbacks = b"labs::Sop/x::1.0 D:/SideFXLabs/otls/x.hda\nDriver/arnold /opt/htoa-6.1/otls/arnold_rop.otl\n"
    scene = analyse(tmp_path, node("obj/g/x1", "labs::x::1.0", locked=True), rop("out/a", "arnold", locked=True),
                    top=[(".OPfallbacks", fallbacks)])  # fmt: skip
    assert scene.references == () and dict(scene.plugins) == {"SideFXLabs": "", "htoa": ""}


def test_files_inside_assets_are_found_in_libraries_on_disk(tmp_path: Any) -> None:
    lay(tmp_path, "deep.exr", "own.exr")
    leaf = [("r.init", b"type = leaf\n"), *node("r/map1", "x", map="$HIP/deep.exr")]
    shell = [
        ("r.init", b"type = shell\n"),
        *node("r/leaf1", "leaf", locked=True),
        *node("r/map2", "x", map="`chs('../tex')`"),
    ]
    write(tmp_path, indx([asset("Sop/leaf", leaf), asset("Sop/shell", shell)]), "tools.hda")
    fallbacks = "".join("Sop/%s %s/tools.hda\n" % (kind, tmp_path) for kind in ("leaf", "shell")).encode()
    scene = analyse(
        tmp_path, node("obj/g/s", "shell", locked=True, tex="$HIP/own.exr"), top=[(".OPfallbacks", fallbacks)]
    )
    assert {item.node for item in scene.references} == {"Sop/leaf", "/obj/g/s", "/obj/g/s/leaf1/map1", "/obj/g/s/map2"}
    assert names(item.path for item in scene.assets) == ("deep.exr", "own.exr", "tools.hda")


def test_an_asset_inside_itself_ends(tmp_path: Any) -> None:
    held = [("r.init", b"type = a\n"), *node("r/one", "a", locked=True), *node("r/two", "a", locked=True)]
    scene = analyse(tmp_path, node("obj/a1", "a", locked=True), top=[(".defotl", indx([asset("Object/a", held)]))])
    assert "assets_cut" in tips(scene)


def test_an_unlocked_asset_keeps_what_the_scene_says(tmp_path: Any) -> None:
    lay(tmp_path, "scene.exr", "library.exr")
    held = [("r.init", b"type = a\n"), *node("r/map1", "x", map="$HIP/library.exr")]
    scene = analyse(tmp_path, node("obj/a1", "a"), node("obj/a1/map1", "x", map="$HIP/scene.exr"),
                    top=[(".defotl", indx([asset("Object/a", held)]))])  # fmt: skip
    assert names(item.path for item in scene.assets) == ("scene.exr",)


def test_a_library_names_the_files_in_its_assets(tmp_path: Any) -> None:
    lay(tmp_path, "a.exr")
    held = [("r.init", b"type = tool\n"), *node("r/map1", "x", map="$HIP/a.exr", gone="$HIP/gone.exr")]
    path = write(tmp_path, indx([asset("Sop/ns/tool", held)]), "tool.hda")
    (found, gone) = run(library_references(path, environment={}))  # type: ignore[arg-type, misc]
    assert names(found.files) == ("a.exr",) and gone.missing


@pytest.mark.parametrize("content", [b"", b"INDX\0\0", b"070707", b"text"])
def test_what_is_no_library_is_refused(tmp_path: Any, content: bytes) -> None:
    with pytest.raises(SceneError):
        run(library_references(write(tmp_path, content, "x.hda")))  # type: ignore[arg-type]


def test_a_library_whose_nodes_cannot_be_unpacked_is_refused(tmp_path: Any) -> None:
    broken = indx([("Sop/tool", indx([("Contents.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\xff broken")]))])
    with pytest.raises(SceneError, match="cannot be unpacked"):
        run(library_references(write(tmp_path, broken, "x.hda")))  # type: ignore[arg-type]


def test_the_real_library_names_nothing(real_scenes: Any) -> None:
    path = real_scenes / "houdini" / "he_sop_curve_instancer.hda"
    assert run(library_references(str(path), environment={})) == ()  # type: ignore[arg-type, comparison-overlap]


def test_what_is_found_by_folders_is_what_each_text_by_itself_leads_to(tmp_path: Any, monkeypatch: Any) -> None:
    """The quick way through a folder that is known finds what the slow one does, whatever the texts hold."""
    present = ("a.exr", "a.rat", "b.png", "b.png.rat", "c.bgeo.sc", "d.unheard", "e.1001.exr", "f_0007.exr", "G.exr")
    for name in present:
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "h.exr").symlink_to(tmp_path / "gone.exr")
    heads = ("$HIP", "$HIP/.", "$HIP/../" + tmp_path.name, "${HIP}", str(tmp_path), "$HIP/gone", "$NOWHERE", "$HFS/x",
             "op:/obj", "$HIP/$OS", "$HIP/`1+1`", "$HIP/$F", "geo", "/" + str(tmp_path), "$HIP/<udim>")  # fmt: skip
    more = ("A.exr", "a.exr ", "e.<UDIM>.exr", "f_$F4.exr", "g.exr", "h.exr", "gone.exr", "gone.unheard", "default.pic",
            "x.%04d.exr", "_MAPID_.exr", "a\\b.exr")  # fmt: skip
    texts = [head + "/" + name for head in heads for name in (*present, *more)]
    nodes = [node("mat/%s%d" % (kind, at), kind, **{parm: text}) for at, text in enumerate(texts)
             for kind, parm in (("x", "map"), ("file", "file"))]  # fmt: skip
    top = [(".unselfiledeps", b"$HIP/b.png\n")]
    path = write(tmp_path, odc(hip(rop("out/r"), camera(), *nodes, top=top)))
    quick = read(path)
    monkeypatch.setattr(files.Finder, "_place", lambda *_: iter(()))
    slow = read(path)
    assert quick.references == slow.references and quick.tips == slow.tips
    assert sum(len(one.files) for one in quick.references) > 60
