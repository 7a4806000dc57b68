"""One matter each, in scenes of our own: what the open scene tells that a file does not, and what is not touched."""

import os
import types

import pytest
import real_houdini
from made_hip import Driven, camera, node, rop, scene, shot

from farmhand.errors import SceneError
from farmhand.readers import open_scene
from farmhand.scene.host import run


def host():
    from farmhand_houdini.host import HoudiniHost

    return HoudiniHost()


def look(houdini, path):
    houdini.open(path)
    return run(host().analyse())


def target(found, name="/out/r"):
    return next(one for one in found.targets if one.name == name)


def references(found, name):
    return [one for one in found.references if one.node == name]


def tips(found):
    return {tip.code: tip for tip in found.tips}


def touch(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())


def test_frames_by_a_python_expression_are_houdinis_own(houdini, tmp_path):
    path = scene(tmp_path, camera(), rop("out/r", f=(1, Driven("f2", 9, "hou.frame() + 40", "python"), 1)))
    houdini.answers["hou.frame() + 40"] = 48
    assert str(target(look(houdini, path)).frames) == "1-48[1]"
    assert houdini.mutations == []


def test_a_texture_by_a_python_expression_is_found_at_every_frame(houdini, tmp_path):
    touch(tmp_path, "tex/a_1.png", "tex/a_2.png", "tex/a_3.png", "tex/a_9.png")
    path = scene(tmp_path, camera(), rop("out/r", f=(1, 3, 1)),
                 node("obj/f", "file", file=Driven("file", "$HIP/tex/a_1.png", "picture()", "python")))  # fmt: skip
    houdini.answers["picture()"] = lambda frame: str(tmp_path / "tex" / ("a_%d.png" % frame))
    (found,) = references(look(houdini, path), "/obj/f")
    assert [os.path.basename(one) for one in found.files] == ["a_1.png", "a_2.png", "a_3.png", "a_9.png"]


def test_a_sequence_that_is_not_there_at_the_current_frame_is_found(houdini, tmp_path):
    touch(tmp_path, "sim/smoke.0007.vdb", "sim/smoke.0008.vdb")
    path = scene(tmp_path, camera(), rop("out/r"), node("obj/f", "file", file="$HIP/sim/smoke.$F4.vdb"))
    found = look(houdini, path)
    assert len(references(found, "/obj/f")[0].files) == 2
    assert references(found, "/obj/f")[0].pattern == "$HIP/sim/smoke.$F4.vdb"


@pytest.mark.parametrize("expression, language", [
    ('npoints("../box1")', "hscript"),
    ('ch("cooks")', "hscript"),
    ("hou.pwd().inputs()[0].geometry().intrinsicValue('pointcount')", "python"),
    ("hou.ch('cooks')", "python"),
])  # fmt: skip
def test_what_only_a_cook_could_tell_is_told_and_the_files_value_is_used(houdini, tmp_path, expression, language):
    path = scene(
        tmp_path, camera(),
        rop("out/r", f=(1, Driven("f2", 7, expression, language), 1), cooks=Driven("cooks", 3, 'npoints("../box1")')),
    )  # fmt: skip
    found = look(houdini, path)
    assert houdini.mutations == []
    assert str(target(found).frames) == "1-7[1]"
    assert any(detail.startswith("/out/r/f2") for detail in tips(found)["50105"].details)


def test_a_reference_without_a_parameter_is_a_file_like_any_other(houdini, tmp_path):
    touch(tmp_path, "extra/points.bgeo.sc")
    path = scene(tmp_path, camera(), rop("out/r"))
    houdini.loose = ["$HIP/extra/points.bgeo.sc", "$HIP/extra/gone.abc", "op:/obj/cam1", "$HFS/houdini/pic/x.pic"]
    found = look(houdini, path)
    assert [(os.path.basename(one.pattern), one.missing, bool(one.ignored)) for one in references(found, "scene")] == [
        ("points.bgeo.sc", False, False), ("gone.abc", True, False), ("x.pic", False, True),
    ]  # fmt: skip
    assert str(tmp_path / "extra" / "points.bgeo.sc") in [asset.path for asset in found.assets]


def test_files_that_the_user_excluded_are_listed_as_ignored(houdini, tmp_path):
    touch(tmp_path, "a.exr")
    path = scene(tmp_path, camera(), rop("out/r"), node("mat/n", "x", map="$HIP/a.exr"),
                 top=[(".unselfiledeps", b"$HIP/a.exr\n")])  # fmt: skip
    (found,) = references(look(houdini, path), "/mat/n")
    assert found.ignored and not found.files


@pytest.mark.parametrize("text", ["op:/obj/cop", "opdef:/Sop/x?tex.rat", "oplib:/a", "temp:x.exr"])
def test_what_is_never_on_disk_is_no_file(houdini, tmp_path, text):
    found = look(houdini, scene(tmp_path, camera(), rop("out/r"), node("mat/n", "x", map=text)))
    assert references(found, "/mat/n") == []


def test_a_bypassed_rop_is_off_and_its_textures_travel(houdini, tmp_path):
    touch(tmp_path, "a.exr")
    found = look(houdini, scene(tmp_path, camera(), rop("out/r", bypass=True), rop("out/s"),
                                node("obj/f", "file", bypass=True, file="$HIP/a.exr")))  # fmt: skip
    assert not target(found).enabled and target(found, "/out/s").enabled
    assert references(found, "/obj/f")[0].files


def test_other_takes_are_told_without_switching_to_them(houdini, tmp_path):
    from houdini_support import parm

    def record(line, body=b""):
        data = line + b"\n" + body
        return len(data).to_bytes(4, "big") + data

    block = parm(f=(5, 8, 1))
    takes = (
        b"take name Main kids 1\n" + record(b"e") + b"take name closeup kids 0\n" + record(b"s 1 /out/r")
        + record(b"d 1 x", len(block).to_bytes(4, "big") + block) + record(b"e")
    )  # fmt: skip
    path = scene(tmp_path, camera(), rop("out/r", take="closeup"), rop("out/s"), top=[(".takes", takes)])
    found = look(houdini, path)
    assert (str(target(found).frames), str(target(found, "/out/s").frames)) == ("5-8[1]", "1-10[1]")
    assert str(target(real_houdini.read(path)).frames) == "5-8[1]"
    assert houdini.mutations == []


def test_the_current_takes_values_are_the_open_scenes_and_not_the_files(houdini, tmp_path):
    from houdini_support import parm

    def record(line, body=b""):
        data = line + b"\n" + body
        return len(data).to_bytes(4, "big") + data

    block = parm(f=(5, 8, 1))
    takes = (
        b"take name Main kids 1\n" + record(b"s 1 /out/r") + record(b"d 1 x", len(block).to_bytes(4, "big") + block)
        + record(b"e") + b"take name other kids 0\n" + record(b"e")
    )  # fmt: skip
    path = scene(tmp_path, camera(), rop("out/r"), rop("out/s", take="other"), top=[(".takes", takes)])
    houdini.open(path)
    assert str(target(run(host().analyse())).frames) == "1-10[1]"


def test_what_a_node_leads_to_is_followed(houdini, tmp_path):
    path = scene(
        tmp_path, camera(), rop("out/a"), rop("out/b"), rop("out/c", inputs=("merge1",)),
        node("out/fetch1", "fetch", source="/out/a"), node("out/merge1", "merge", inputs=("fetch1", "b")),
        node("out/switch1", "switch", inputs=("a", "b"), index=1), node("out/sub", "subnet"), rop("out/sub/in"),
        rop("out/sub/first"), node("out/sub/last", "merge", inputs=("in", "first")),
        node("out/w", "wedge", driver="/out/b"), node("out/farm", "farmhand_submit", inputs=("sub", "switch1")),
    )  # fmt: skip
    houdini.open(path)
    this = host()
    found = run(this.analyse())
    assert target(found, "/out/c").needs == ("/out/b", "/out/a")
    assert this.chosen(["/out/a"]) == ("/out/a",)
    assert this.chosen(["/out/merge1", "/out/gone"]) == ("/out/b", "/out/a")
    assert this.chosen(["/out/switch1"]) == ("/out/b",)
    assert set(this.chosen(["/out/sub"])) == {"/out/sub/in", "/out/sub/first"}
    assert this.chosen(["/out/w"]) == ("/out/b",)
    assert set(this.chosen(["/out/farm"])) == {"/out/b", "/out/sub/in", "/out/sub/first"}


def test_a_bypassed_rop_renders_only_where_it_is_named_itself(houdini, tmp_path):
    path = scene(
        tmp_path, camera(), rop("out/a"), rop("out/b", bypass=True), rop("out/c"), rop("out/d"),
        node("out/m", "merge", inputs=("a", "b", "f", "hq")), node("out/f", "fetch", source="/out/c", bypass=True),
        node("out/hq", "hq_render", hq_driver="/out/d"),
    )  # fmt: skip
    houdini.open(path)
    this, reader = host(), open_scene(path)
    for one in (this, reader):
        assert one.chosen(["/out/a"]) == ()
        run(one.analyse())
        assert one.chosen(["/out/m"]) == ("/out/a", "/out/d")
        assert one.chosen(["/out/b"]) == ("/out/b",)
        assert one.chosen(["/out/f"]) == ()


def test_wedges_are_told_as_the_farm_renders_their_rop_once(houdini, tmp_path):
    path = scene(
        tmp_path, camera(), rop("out/a"), node("out/w", "wedge", driver="/out/a"),
        node("out/empty", "wedge", driver=""), node("out/off", "wedge", driver="/out/a", bypass=True),
        node("obj/top", "topnet"), node("obj/top/wedge1", "wedge", wedgecount=5),
    )  # fmt: skip
    found = look(houdini, path)
    assert tips(found)["wedge"].details == ("/out/w",)
    assert tips(found)["topnet"].details == ("/obj/top",)
    assert real_houdini.ordered(found) == real_houdini.ordered(real_houdini.read(path))


def test_what_is_connected_to_a_subnet_is_needed_by_what_lies_in_it(houdini, tmp_path):
    path = scene(
        tmp_path, camera(), rop("out/a"), node("out/sub", "subnet", inputs=("", "a")),
        node("out/sub/in", "subnet", inputs=("(1)",)), rop("out/sub/in/r", inputs=("(0)",)),
        node("out/switch1", "switch", inputs=("", "a"), index=1), rop("out/s", inputs=("switch1",)),
    )  # fmt: skip
    found = look(houdini, path)
    assert target(found, "/out/sub/in/r").needs == target(found, "/out/s").needs == ("/out/a",)
    assert real_houdini.ordered(found) == real_houdini.ordered(real_houdini.read(path))


def test_a_panel_keeps_nothing_but_what_is_beside_rops(houdini, tmp_path):
    path = shot(tmp_path, node("obj/g", "geo"),
                rop("obj/g/net/deep/cache", "rop_geometry", sopoutput="$HIP/x.bgeo"),
                node("obj/g/net/deep/switch1", "switch", inputs=("cache",), index=0),
                node("mat/unseen", "file", file="$HIP/tex/wood.png"))  # fmt: skip
    houdini.open(path)
    this = host()
    found = run(this.analyse())
    assert references(found, "/mat/unseen")[0].files
    assert this.chosen(["/obj/g/net/deep/switch1"]) == ("/obj/g/net/deep/cache",)
    assert "/mat/unseen" not in this._graph.nodes and "/obj/g/net" in this._graph.nodes


def test_simulations_come_before_what_needs_them_in_the_task(houdini, tmp_path):
    from farmhand.job.houdini import scene_info

    path = scene(
        tmp_path, camera(), rop("out/mesh", "geometry", inputs=("sim",), sopoutput="$HIP/mesh.$F.bgeo.sc"),
        rop("out/sim", "dop", dopoutput="$HIP/sim.$F.sim"), rop("out/r", inputs=("mesh",)),
        node("out/hq", "hq_sim", hq_driver="/out/sim", hq_sim_controls="/obj/d/c", slice_type="volume", num_slices=4),
    )  # fmt: skip
    found = look(houdini, path)
    info = scene_info(found, found.targets)
    assert [entry["node"] for entry in info["geo_node"]] == ["/out/sim", "/out/mesh"]
    assert [entry["node"] for entry in info["distributedsim_node"]] == ["/out/hq"]
    assert info["distributedsim_node"][0]["num_slices"] == "4"


def test_the_colour_configuration_travels_unless_it_is_houdinis(houdini, tmp_path):
    touch(tmp_path, "ocio/config.ocio")
    path = scene(tmp_path, camera(), rop("out/r"))
    houdini.environment["OCIO"] = str(tmp_path / "ocio" / "config.ocio")
    found = look(houdini, path)
    assert references(found, "OCIO")[0].files == (str(tmp_path / "ocio" / "config.ocio"),)
    houdini.environment.update(OCIO="/opt/hfs20.5/packages/ocio/config.ocio", HFS="/opt/hfs20.5")
    assert references(look(houdini, path), "OCIO")[0].ignored


def test_libraries_beside_the_scene_travel_and_houdinis_own_do_not(houdini, tmp_path):
    from houdini_support import asset, indx, write

    touch(tmp_path, "tex/inner.png")
    library = indx([asset("Sop/tool", node("tool", "tool") + node("tool/f", "file", file="$HIP/tex/inner.png"))])
    write(tmp_path, library, "tool.hda")
    fallbacks = "Sop/tool %s/tool.hda\nSop/own /opt/hfs20.5/houdini/otls/OPlibSop.hda\n" % tmp_path
    path = scene(tmp_path, camera(), rop("out/r"), node("obj/g", "geo"), node("obj/g/t", "tool", locked=True),
                 node("obj/g/o", "own", locked=True), top=[(".OPfallbacks", fallbacks.encode())])  # fmt: skip
    found = look(houdini, path)
    assert [one.files for one in found.references if one.attribute == "library"] == [(str(tmp_path / "tool.hda"),)]
    assert references(found, "/obj/g/t/f")[0].files == (str(tmp_path / "tex" / "inner.png"),)
    assert real_houdini.ordered(found) == real_houdini.ordered(real_houdini.read(path))


@pytest.mark.parametrize("category, name, told", [
    ("Commercial", "s.hip", ""), ("Indie", "s.hip", "limited"), ("Apprentice", "s.hip", "non-commercial"),
    ("Indie", "s.hipnc", "non-commercial"), ("Commercial", "s.hiplc", "limited"),
])  # fmt: skip
def test_the_stricter_of_licence_and_file_is_told(houdini, tmp_path, category, name, told):
    houdini.licence = category
    found = look(houdini, scene(tmp_path, camera(), rop("out/r"), name=name))
    details = tips(found)["licence"].details if "licence" in tips(found) else ("",)
    assert details == (told,)


def test_files_of_another_licence_are_told(houdini, tmp_path):
    touch(tmp_path, "a.hdanc", "b.picnc", "c.exr")
    found = look(houdini, scene(tmp_path, camera(), rop("out/r"),
                                *(node("obj/f%d" % at, "x", map="$HIP/" + name)
                                  for at, name in enumerate(("a.hdanc", "b.picnc", "c.exr")))))  # fmt: skip
    assert sorted(map(os.path.basename, tips(found)["licence_mixed"].details)) == ["a.hdanc", "b.picnc"]


def test_versions_of_plugins_come_from_their_folders_and_variables(houdini, tmp_path):
    fallbacks = b"Driver/arnold /opt/htoa/htoa-6.3.4.1_r123_houdini-20.5.487/otls/arnold_rop.otl\n"
    path = scene(tmp_path, camera(), rop("out/a", "arnold", ar_picture="$HIP/a.exr"),
                 rop("out/r", "Redshift_ROP", RS_renderCamera="/obj/cam1"),
                 rop("out/v", "vray_renderer", render_camera="/obj/cam1"),
                 top=[(".OPfallbacks", fallbacks)])  # fmt: skip
    houdini.environment["REDSHIFT_COREDATAPATH"] = "/usr/redshift-3.5.24/houdini/20.5.487"
    houdini.open(path)
    houdini.version = "20.5.487"
    found = run(host().analyse())
    assert found.plugins == {"htoa": "6.3.4.1", "redshift": "3.5.24", "vray": ""}


def test_a_stage_that_is_cooked_tells_its_layers_and_products(houdini, tmp_path):
    touch(tmp_path, "usd/set.usdc")
    render = rop("stage/r", "usdrender_rop", loppath="/stage/out", outputimage="")
    path = scene(tmp_path, render, node("stage/out", "null"))

    class Prim:
        def __init__(self, kind, name):
            self.kind, self.text = kind, name

        def GetTypeName(self):
            return self.kind

        def GetAttribute(self, name):
            assert name == "productName"
            return types.SimpleNamespace(Get=lambda: self.text)

    layers = [types.SimpleNamespace(realPath=str(tmp_path / "usd" / "set.usdc"), anonymous=False),
              types.SimpleNamespace(realPath="", anonymous=True)]  # fmt: skip
    prims = [Prim("Xform", None), Prim("RenderProduct", "/render/beauty.$F4.exr")]
    found = look(houdini, path)
    assert tips(found)["stage_not_cooked"].details == ("/stage/r",)
    assert houdini.mutations == []
    houdini.stages["/stage/out"] = types.SimpleNamespace(TraverseAll=lambda: prims, GetUsedLayers=lambda: layers)
    found = run(host().analyse())
    assert target(found, "/stage/r").output == "/render/beauty.$F4.exr"
    assert target(found, "/stage/r").format == "exr"
    assert references(found, "/stage/r")[-1].files == (str(tmp_path / "usd" / "set.usdc"),)
    assert "stage_not_cooked" not in tips(found)


def test_a_real_stage_of_usd_is_read(houdini, tmp_path):
    usd = pytest.importorskip("pxr.Usd", reason="usd-core is not installed")
    layer = tmp_path / "set.usda"
    layer.write_text('#usda 1.0\ndef RenderProduct "p"\n{\n    token productName = "/r/b.exr"\n}\n')
    path = scene(tmp_path, rop("stage/r", "usdrender_rop", loppath="/stage/out"), node("stage/out", "null"))
    houdini.open(path)
    houdini.stages["/stage/out"] = usd.Stage.Open(str(layer))
    found = run(host().analyse())
    assert target(found, "/stage/r").output == "/r/b.exr"
    assert str(layer) in [asset.path for asset in found.assets]


def test_products_of_a_stage_that_is_not_cooked_come_from_the_nodes(houdini, tmp_path):
    found = look(houdini, scene(
        tmp_path, rop("stage/r", "usdrender_rop", inputs=("product",), loppath="", outputimage=""),
        node("stage/product", "renderproduct", productName="$HIP/render/p.$F4.exr"),
    ))  # fmt: skip
    assert target(found, "/stage/r").output == "$HIP/render/p.$F4.exr"
    assert houdini.mutations == []


def test_a_node_that_the_artist_deletes_meanwhile_is_left_out(houdini, tmp_path):
    path = shot(tmp_path, *(node("obj/n%d" % at, "file", file="$HIP/tex/wood.png") for at in range(40)))
    for stop in range(1, 6):
        houdini.open(path)
        analysis = host().analyse()
        for _ in range(stop):
            next(analysis, None)
        for at in range(0, 40, 2):
            houdini.delete("/obj/n%d" % at)
        found = run(analysis)
        assert target(found, "/out/beauty").enabled
        assert references(found, "/obj/n1")


def test_a_new_scene_is_told_to_be_saved_first(houdini):
    assert host().scene_path() == ""
    with pytest.raises(SceneError, match="no name"):
        run(host().analyse())
    with pytest.raises(SceneError, match="no name"):
        host().save()


@pytest.mark.parametrize("pane", [True, False])
def test_nodes_are_selected_and_shown(houdini, tmp_path, pane):
    houdini.open(shot(tmp_path))
    houdini.in_view = "/out" if pane else ""
    houdini.selected = ["/out/beauty"]
    this = host()
    assert this.select_nodes(["OCIO", "/obj/gone", "/obj/wood", "/out/matte"]) == ("/obj/wood", "/out/matte")
    assert houdini.selected == ["/obj/wood", "/out/matte"]
    assert houdini.in_view == ("/obj" if pane else "")
    assert this.select_nodes(["/obj/gone"]) == () and houdini.selected == ["/obj/wood", "/out/matte"]
    assert not houdini.mutations and not this.is_modified()


def test_without_windows_nodes_are_selected_alone(hython, tmp_path):
    hython.open(shot(tmp_path))
    assert host().select_nodes(["/obj/wood"]) == ("/obj/wood",)
    assert hython.selected == ["/obj/wood"]


def test_changes_and_saving(houdini, tmp_path):
    path = shot(tmp_path)
    houdini.open(path)
    this = host()
    assert this.scene_path() == path and not this.is_modified()
    run(this.analyse())
    houdini.modified = True
    assert this.is_modified()
    this.save()
    assert not this.is_modified()
    houdini.unwritable = True
    with pytest.raises(SceneError, match="cannot be saved"):
        this.save()


def test_a_scene_without_windows_is_not_called_changed(hython, tmp_path):
    hython.open(shot(tmp_path))
    this = host()
    run(this.analyse())
    assert not this.is_modified()


def test_an_analysis_reports_again_and_again(houdini, tmp_path):
    """How long it takes between two reports is measured in bench/."""
    path = scene(tmp_path, camera(), rop("out/r"), *(
        node("obj/n%d" % at, "file", file="$HIP/tex/w_%d.png" % at) for at in range(3000)))  # fmt: skip
    houdini.open(path)
    houdini.file_references(True)  # Houdini's own time is not ours
    houdini.template("file", "file")
    reports = [report.done for report in host().analyse() if report.stage == "assets"]
    assert len(reports) > 10
