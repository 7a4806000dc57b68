"""What renders, when, through which camera and how large: as Houdini would, not as f1 and f2 stand there."""

from __future__ import annotations

from typing import Any, Dict, List

import pytest
from houdini_support import Driven, analyse, asset, camera, hip, indx, marked, node, odc, read, rop, target, tips, write
from test_houdini_syntax import takes_entry

from farmhand.job.houdini import scene_info
from farmhand.scene.model import ERROR


@pytest.mark.parametrize(
    "parms, frames, animated",
    [
        ({}, "1-10[1]", True),
        ({"trange": "on"}, "1-10[1]", True),
        ({"trange": "1"}, "1-10[1]", True),
        ({"trange": "2"}, "1-10[1]", True),
        ({"trange": "off"}, "1", False),
        ({"trange": "0"}, "1", False),
        ({"f": (Driven("f1", 99, "$FSTART"), Driven("f2", 0, "$FEND"), 2)}, "1-240[2]", True),
        ({"f": (Driven("f1", 99, "$RFSTART"), Driven("f2", 0, "$RFEND"), 1)}, "1-100[1]", True),
        ({"f": (1, 10, 0)}, "1-10[1]", True),
        ({"f": (1, 10, -2)}, "1-10[1]", True),
        ({"f": (1.9, 10.9, 0.5)}, "1-10[1]", True),
        ({"f": (-5, -1, 1)}, "-5--1[1]", True),
        ({"f": (10, 1, 1)}, "1-10[1]", True),
        ({"f": (1e308, 1, 1)}, "1-10000000[1]", True),
    ],
)
def test_the_frames_of_a_rop(tmp_path: Any, parms: Dict[str, Any], frames: str, animated: bool) -> None:
    found = target(analyse(tmp_path, camera(), rop("out/r", **parms)))
    assert (str(found.frames), found.animation) == (frames, animated)


def test_a_range_in_three_parameters_of_its_own(tmp_path: Any) -> None:
    scene = analyse(tmp_path, node("out/r", "geometry", trange="normal", f1=2, f2=Driven("f2", 1, "$FEND"), f3=3))
    assert str(target(scene).frames) == "2-240[3]"


def test_an_expression_nobody_can_evaluate_is_told_and_the_remembered_value_used(tmp_path: Any) -> None:
    driven = (Driven("f1", 3, "hou.frame()", "python"), Driven("f2", 8, "$FEND"), 1)
    scene = analyse(tmp_path, camera(), rop("out/r", f=driven))
    assert str(target(scene).frames) == "3-240[1]"
    (detail,) = tips(scene)["50105"].details
    assert detail.startswith("/out/r/f1: 3") and "hou.frame()" in detail


def test_a_range_that_ends_before_it_starts_is_told(tmp_path: Any) -> None:
    assert tips(analyse(tmp_path, camera(), rop("out/r", f=(10, 1, 1))))["frames_reversed"].details == (
        "/out/r: 10 to 1",
    )


@pytest.mark.parametrize(
    "kind, parms, size",
    [
        ("ifd", {}, (1280, 720)),
        ("ifd", {"override_camerares": "off", "res_fraction": "specific", "res_override": (640, 480)}, (1280, 720)),
        ("ifd", {"override_camerares": "on", "res_fraction": "specific", "res_override": (640, 480)}, (640, 480)),
        ("ifd", {"override_camerares": "on", "res_fraction": "0.5", "res_override": (640, 480)}, (640, 360)),
        ("arnold", {"override_camerares": "on", "res_fraction": "0.25"}, (320, 180)),
        (
            "Redshift_ROP",
            {"RS_overrideCameraRes": "on", "RS_overrideResScale": "user", "RS_overrideRes": (99, 98)},
            (99, 98),
        ),
        (
            "Redshift_ROP",
            {"RS_overrideCameraRes": "on", "RS_overrideResScale": "4", "RS_overrideRes": (9, 8)},
            (640, 360),
        ),
        ("opengl", {"tres": "on", "res": (800, 600)}, (800, 600)),
        ("opengl", {"tres": "off", "res": (800, 600)}, (1280, 720)),
        ("karma", {"resolution": (320, 200)}, (320, 200)),
    ],
)
def test_the_size_is_the_cameras_unless_the_rop_overrides_it(
    tmp_path: Any, kind: str, parms: Dict[str, Any], size: Any
) -> None:
    named = {"RS_renderCamera": "/obj/cam1"} if kind == "Redshift_ROP" else {}
    found = target(analyse(tmp_path, camera(), rop("out/r", kind, **named, **parms)))
    assert (found.width, found.height) == size
    assert found.cameras == ("/obj/cam1",)


def test_a_camera_named_from_where_the_rop_lies(tmp_path: Any) -> None:
    scene = analyse(tmp_path, camera(), rop("obj/net/r", camera="../../cam1"))
    assert target(scene, "/obj/net/r").cameras == ("/obj/cam1",)
    assert target(scene, "/obj/net/r").enabled


def test_a_rop_whose_camera_is_gone_is_off_and_told(tmp_path: Any) -> None:
    scene = analyse(tmp_path, camera(), rop("out/r", camera="/obj/gone"), rop("out/s"))
    assert not target(scene).enabled and target(scene, "/out/s").enabled
    assert tips(scene)["50003"].details == ("/out/r: /obj/gone",)
    assert scene_info(scene, scene.targets)["rop_node"][0]["render_lock_code"].keys() == {"50113"}


def test_no_camera_at_all_is_an_error(tmp_path: Any) -> None:
    tip = tips(analyse(tmp_path, rop("out/r")))["50002"]
    assert tip.severity == ERROR


@pytest.mark.parametrize("kind, locked", [("alembicarchive", False), ("studio::camrig", True)])
def test_a_camera_inside_what_is_not_stored_may_be_there(tmp_path: Any, kind: str, locked: bool) -> None:
    holder = node("obj/abc", kind, locked=locked)
    scene = analyse(tmp_path, holder, rop("out/r", camera="/obj/abc/cam/props"))
    assert target(scene).enabled and "50113" in tips(scene)


def test_a_bypassed_rop_is_listed_and_off(tmp_path: Any) -> None:
    found = target(analyse(tmp_path, camera(), rop("out/r", bypass=True)))
    assert not found.enabled and str(found.frames) == "1-10[1]"


def test_rops_are_found_wherever_they_lie(tmp_path: Any) -> None:
    scene = analyse(tmp_path, camera(), rop("obj/geo1/rop_geometry1", "rop_geometry", sopoutput="$HIP/a.$F.bgeo.sc"),
                    rop("obj/ropnet1/m"), rop("stage/u", "usdrender_rop", camera=""), rop("out/r"))  # fmt: skip
    assert [(one.name, one.kind) for one in scene.targets] == [
        ("/obj/geo1/rop_geometry1", "geo"),
        ("/obj/ropnet1/m", "rop"),
        ("/stage/u", "rop"),
        ("/out/r", "rop"),
    ]
    assert target(scene, "/obj/geo1/rop_geometry1").format == "bgeo.sc"


def test_an_alembic_that_reads_is_no_rop(tmp_path: Any) -> None:
    scene = analyse(tmp_path, node("obj/g/alembic1", "alembic", fileName="a.abc"), rop("out/abc", "alembic"))
    assert [one.name for one in scene.targets] == ["/out/abc"]


def test_the_output_is_the_text_as_written_and_gives_the_format(tmp_path: Any) -> None:
    picture = Driven("vm_picture", "/old/cached.png", '"$HIP/render/$OS.$F4.exr"')
    found = target(analyse(tmp_path, camera(), rop("out/r", vm_picture=picture)))
    assert (found.output, found.format) == ("$HIP/render/$OS.$F4.exr", "exr")


@pytest.mark.parametrize("picture", ["ip", "md", ""])
def test_a_rop_that_renders_to_the_screen_is_told(tmp_path: Any, picture: str) -> None:
    assert "renders_to_screen" in tips(analyse(tmp_path, camera(), rop("out/r", vm_picture=picture)))


def test_arnold_that_exports_ass_is_geometry(tmp_path: Any) -> None:
    scene = analyse(tmp_path, camera(), rop("out/r", "arnold", ar_ass_export_enable="on", ar_ass_file="$HIP/a.$F.ass"))
    found = target(scene)
    assert (found.kind, found.cameras, found.output, found.format) == ("geo", (), "$HIP/a.$F.ass", "ass")
    assert dict(scene.plugins) == {"htoa": ""}


def test_redshift_that_writes_proxies_too_is_both(tmp_path: Any) -> None:
    scene = analyse(
        tmp_path, camera(), rop("out/r", "Redshift_ROP", RS_renderCamera="/obj/cam1", RS_archive_enable="on")
    )
    info = scene_info(scene, scene.targets)
    assert [len(info[key]) for key in ("rop_node", "geo_node")] == [1, 1]
    assert (info["rop_node"][0]["render"], info["geo_node"][0]["render"]) == ("1", "0")


def test_what_a_rop_needs_is_found_through_merges_and_fetches(tmp_path: Any) -> None:
    scene = analyse(
        tmp_path,
        camera(),
        rop("out/sim", "geometry", sopoutput="x.bgeo"),
        rop("out/other", "geometry", sopoutput="y.bgeo"),
        node("out/fetch1", "fetch", source="/out/other"),
        node("out/merge1", "merge", inputs=("sim", "fetch1", "gone")),
        rop("out/r", inputs=("merge1",)),
    )
    assert target(scene).needs == ("/out/sim", "/out/other")
    assert [one.name for one in scene.targets] == ["/out/sim", "/out/other", "/out/r"]


def nested_subnets() -> List[Any]:
    """A ROP two subnets deep that takes in the outer one's second input; its first is not connected."""
    return [
        rop("out/sim", "geometry", sopoutput="x.bgeo"),
        node("out/outer", "subnet", inputs=("", "sim")),
        node("out/outer/inner", "subnet", inputs=("(1)", "(0)", "(7)")),
        node("out/outer/inner/pick", "switch", inputs=("(1)", "(0)"), index=1),
        rop("out/outer/inner/r", inputs=("(1)", "pick", "(2)", "(9)")),
        rop("out/outer/inner/s", inputs=("(1)", "(2)")),
    ]


def test_what_is_connected_to_a_subnet_is_needed_by_what_lies_in_it(tmp_path: Any) -> None:
    scene = analyse(tmp_path, camera(), *nested_subnets())
    assert target(scene, "/out/outer/inner/r").needs == ("/out/sim",)
    assert target(scene, "/out/outer/inner/s").needs == ()


def test_a_network_that_takes_in_itself_ends(tmp_path: Any) -> None:
    scene = analyse(tmp_path, node("out", "(0)", inputs=("(0)",)), rop("out/r", inputs=("(0)",)))
    assert target(scene).needs == ()


def test_rops_that_need_each_other_end(tmp_path: Any) -> None:
    scene = analyse(tmp_path, node("out/m", "merge", inputs=("n",)), node("out/n", "merge", inputs=("m",)),
                    rop("out/r", inputs=("m", "r")))  # fmt: skip
    assert target(scene).needs == ()


def test_a_take_overrides_a_rop_that_names_it(tmp_path: Any) -> None:
    for take, frames in (("_current_", "1-10[1]"), ("shot", "1-20[1]"), ("inner", "1-20[1]"), ("other", "1-30[1]")):
        scene = analyse(tmp_path, camera(), rop("out/r", take=take), top=[(".takes", takes_entry())])
        assert str(target(scene).frames) == frames


def test_the_take_the_scene_was_saved_in_holds_for_rops_that_name_none(tmp_path: Any) -> None:
    variables = b"set -g ACTIVETAKE = 'other'\n"
    scene = analyse(tmp_path, camera(), rop("out/r"), top=[(".takes", takes_entry())], variables=variables)
    assert str(target(scene).frames) == "1-30[1]"


def test_a_take_that_does_not_exist_is_told(tmp_path: Any) -> None:
    assert tips(analyse(tmp_path, camera(), rop("out/r", take="gone")))["take_missing"].details == ("gone",)


def test_a_distributed_simulation_has_its_driver_and_slices(tmp_path: Any) -> None:
    scene = analyse(
        tmp_path,
        rop("out/cache", "geometry", sopoutput="$HIP/geo/a.$F.bgeo.sc"),
        node("out/sim", "hq_sim", hq_driver="/out/cache", hq_sim_controls="/obj/dop/CONTROLS", slice_type="volume",
             num_slices=4, slicediv=(2, 2, 1)),
    )  # fmt: skip
    found = target(scene, "/out/sim")
    assert (found.kind, str(found.frames), found.needs) == ("sim", "1-10[1]", ("/out/cache",))
    assert scene_info(scene, scene.targets)["distributedsim_node"] == [
        {
            "node": "/out/sim",
            "output_driver": "/out/cache",
            "render": "0",
            "simControlName": "/obj/dop/CONTROLS",
            "output_file": "$HIP/geo/a.$F.bgeo.sc",
            "num_slices": "4",
            "option": "1",
            "frames": "1-10[1]",
            "sliceType": "volume",
            "slicediv": [2, 2, 1],
        }
    ]


def test_simulations_the_farm_does_not_take_are_told(tmp_path: Any) -> None:
    bad = node("out/sim", "hq_sim", hq_driver="/out/gone", hq_sim_controls="", slice_type="cube", num_slices=17)
    assert {"50007", "50008", "50013", "50014"} <= set(tips(analyse(tmp_path, bad)))


@pytest.mark.parametrize(
    "kind, parms, code",
    [
        ("opengl", {}, "50110"),
        ("arnold", {"ar_denoise_display": "on"}, "50107"),
        ("vray_renderer", {"render_camera": "/obj/cam1", "render_export_mode": "2"}, "50012"),
        ("karma", {"engine": "xpu"}, "50011"),
    ],
)
def test_what_the_farm_wants_to_know_is_told(tmp_path: Any, kind: str, parms: Dict[str, Any], code: str) -> None:
    assert code in tips(analyse(tmp_path, camera(), rop("out/r", kind, **parms)))


def test_a_scene_without_render_nodes_says_so(tmp_path: Any) -> None:
    assert tips(analyse(tmp_path, camera()))["50010"].severity == ERROR


def test_a_usd_render_takes_camera_size_and_picture_from_the_stage(tmp_path: Any) -> None:
    settings = node(
        "stage/settings", "karmarendersettings", camera="/cameras/c", resolution=(640, 360), picture="$HIP/a.exr"
    )
    scene = analyse(tmp_path, settings, rop("stage/u", "usdrender_rop", inputs=("settings",), override_camera="",
                                            outputimage=""))  # fmt: skip
    found = target(scene, "/stage/u")
    assert (found.cameras, found.width, found.height, found.output) == (("/cameras/c",), 640, 360, "$HIP/a.exr")
    assert found.enabled and scene_info(scene, scene.targets)["rop_node"][0]["camera"] == ""


def test_rops_inside_embedded_assets_are_found_and_off(tmp_path: Any) -> None:
    held = [("root.init", b"type = setup\n"), *rop("root/render", camera="/obj/cam1")]
    library = indx([asset("Object/setup", held)])
    scene = analyse(tmp_path, camera(), node("obj/setup1", "setup", locked=True), top=[(".defotl", library)])
    assert not target(scene, "/obj/setup1/render").enabled
    assert str(target(scene, "/obj/setup1/render").frames) == "1-10[1]"


@pytest.mark.parametrize(
    "magic, end, word",
    [
        (b"HouLC\x1a", "LIMITED_COMMERCIAL_FILE!!!", "limited"),
        (b"HouNC\x1a", "NON_COMMERCIAL_FILE!!!", "non-commercial"),
    ],
)
def test_a_licence_that_is_not_commercial_is_told(tmp_path: Any, magic: bytes, end: str, word: str) -> None:
    path = write(tmp_path, marked(hip(camera(), rop("out/r")), magic, end), "s.hiplc")
    assert tips(read(path))["licence"].details == (word,)
    assert "licence" not in tips(read(write(tmp_path, odc(hip(camera(), rop("out/r"))))))


def test_version_and_cameras_are_the_scenes(tmp_path: Any) -> None:
    scene = analyse(tmp_path, camera(), camera("obj/cam2"), rop("out/r"))
    assert (scene.host, scene.version) == ("houdini", "20.0.653")
    assert [one.name for one in scene.cameras] == ["/obj/cam1", "/obj/cam2"]
    assert target(scene).all_cameras == ("/obj/cam1", "/obj/cam2")


def test_a_single_frame_has_the_form_the_farm_wants(tmp_path: Any) -> None:
    scene = analyse(tmp_path, camera(), rop("out/r", trange="off"), start=b"fps 24\ntcur 0.25\n")
    assert scene_info(scene, scene.targets)["rop_node"][0]["frames"] == "7-7[1]"
