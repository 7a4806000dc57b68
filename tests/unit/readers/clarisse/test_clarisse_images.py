"""Images, layers and cameras are what the project says, and where it says nothing what the farm's documents say."""

from __future__ import annotations

from typing import Any

import pytest
from clarisse_support import TAIL, analyse, image, layer, target, tips

TIMELINE = "#preferences {\n categories {\n animation {\n start_frame 5.0\n end_frame 9\n }\n }\n}"


def test_images_are_off_and_layers_are_on(tmp_path: Any) -> None:
    scene = analyse(tmp_path, image('layers ".l"', layer()))
    assert [(found.name, found.label, found.kind, found.enabled) for found in scene.targets] == [
        ("project://scene/i", "i", "image", False),
        ("project://scene/i.l", "l", "layer", True),
    ]


@pytest.mark.parametrize("kind", ["Layer3d", "KubixLayer", "SpherixLayer", "SomebodysLayer"])
def test_a_layer_of_any_renderer_counts(tmp_path: Any, kind: str) -> None:
    assert target(analyse(tmp_path, image("", layer(kind=kind))), "project://scene/i.l").enabled


def test_layers_keep_the_files_order_and_the_image_switches_them_off_by_number(tmp_path: Any) -> None:
    text = image('layers {\n value ".b" ".a" ".c"\n value_disabled 0 2\n}', layer("a") + layer("b") + layer("c"))
    found = analyse(tmp_path, text).targets[1:]
    assert [(one.label, one.enabled) for one in found] == [("a", True), ("b", False), ("c", False)]


@pytest.mark.parametrize("where", ["image", "layer", "context"])
def test_what_is_disabled_does_not_render(tmp_path: Any, where: str) -> None:
    off = "disabled yes"
    text = image(off if where == "image" else "", layer("l", off if where == "layer" else ""))
    text = 'Context "shot" {\n%s\n%s\n}' % (off if where == "context" else "", text)
    assert not target(analyse(tmp_path, text), "project://scene/shot/i.l").enabled


def test_a_flat_layer_is_shown_but_does_not_render_by_itself(tmp_path: Any) -> None:
    scene = analyse(tmp_path, image('layers ".l"', 'LayerFile {\n name "l"\n}'))
    assert not target(scene, "project://scene/i.l").enabled
    assert "15006" not in tips(scene)


@pytest.mark.parametrize(
    "attributes, frames",
    [
        ("", "0-50[1]"),
        ("first_frame 10", "10-50[1]"),
        ("last_frame 3.0", "0-3[1]"),
        ("first_frame 7\nlast_frame 7", "7-7[1]"),
        ("first_frame -5\nlast_frame -1\nframe_step 2", "-5--1[2]"),
        ("frame_step 0", "0-50[1]"),
        ('first_frame {\n value 3\n expression "FSTART"\n}', "3-50[1]"),
        ("first_frame 1e300\nlast_frame nan", "0-50[1]"),
    ],
)
def test_each_frame_attribute_stands_for_itself(tmp_path: Any, attributes: str, frames: str) -> None:
    scene = analyse(tmp_path, image(attributes, layer("l", attributes)))
    assert [str(found.frames) for found in scene.targets] == [frames, frames]


def test_the_timeline_stands_in_for_what_an_expression_hides(tmp_path: Any) -> None:
    hidden = 'first_frame {\n expression "FSTART"\n}\nlast_frame {\n expression "FEND"\n}'
    scene = analyse(tmp_path, image("", layer("l", hidden)), TIMELINE)
    assert str(target(scene, "project://scene/i.l").frames) == "5-9[1]"
    assert tips(scene)["expression"] == [
        "project://scene/i.l.first_frame: FSTART", "project://scene/i.l.last_frame: FEND",
    ]  # fmt: skip


def test_frames_that_are_assumed_are_told_where_the_timeline_is_another(tmp_path: Any) -> None:
    assert tips(analyse(tmp_path, image("", layer()), TIMELINE))["frames_assumed"] == [
        "project://scene/i.l: 0-50, the timeline is 5-9"
    ]
    assert "frames_assumed" not in tips(analyse(tmp_path, image("", layer()), TAIL))


def test_frames_that_end_before_they_start_are_swapped_and_told(tmp_path: Any) -> None:
    scene = analyse(tmp_path, image("", layer("l", "first_frame 9\nlast_frame 2")))
    assert str(target(scene, "project://scene/i.l").frames) == "2-9[1]"
    assert tips(scene)["frames_reversed"] == ["project://scene/i.l: 9-2"]


@pytest.mark.parametrize(
    "attributes, size",
    [
        ("resolution 1920 1080", (960, 540)),
        ("resolution 1920 1080\nresolution_multiplier 2", (1920, 1080)),
        ("resolution 100 50\nresolution_multiplier 3", (200, 100)),
        ("resolution 100 50\nresolution_multiplier 99", (100, 50)),
        ("", (0, 0)),
        ("resolution 100", (0, 0)),
    ],
)
def test_a_layer_is_as_large_as_its_image(tmp_path: Any, attributes: str, size: Any) -> None:
    found = analyse(tmp_path, image(attributes, layer())).targets
    assert [(one.width, one.height) for one in found] == [size, size]


@pytest.mark.parametrize(
    "written, farm, ending",
    [("", "exr16", "exr"), ("format 1", "exr32", "exr"), ("format 2", "jpg", "jpg"), ("format 5", "png8", "png"),
     ("format 9", "tiff32", "tif"), ('format "png16"', "png16", "png"), ("format 77", "77", "")],
)  # fmt: skip
def test_formats_are_the_farms(tmp_path: Any, written: str, farm: str, ending: str) -> None:
    scene = analyse(tmp_path, image("", layer("l", written)))
    found = target(scene, "project://scene/i.l")
    assert (found.details["format"], found.format) == (farm, ending)
    assert ("unknown_format" in tips(scene)) == (not ending)


CAMERAS = 'Context "b" {\n CameraAlembic {\n name "%s"\n }\n}\n'


@pytest.mark.parametrize(
    "written, inner, name",
    [
        ("cam", "other", "cam"),
        ("project://scene/cam", "other", "cam"),
        ("build://project/scene/cam", "other", "cam"),
        ("b/cam", "cam", "scene/b/cam"),
        ("project://scene/b/cam", "cam", "scene/b/cam"),
        ("../scene/b/other", "other", "other"),
        ("project://elsewhere/other", "other", "other"),
    ],
)
def test_a_layer_looks_through_the_camera_it_names(tmp_path: Any, written: str, inner: str, name: str) -> None:
    text = CAMERAS % inner + image("", 'Layer3d {\n name "l"\n active_camera "%s"\n}' % written)
    scene = analyse(tmp_path, text)
    found = target(scene, "project://scene/i.l")
    assert found.cameras == (name,)
    assert name in found.all_cameras and {camera.name for camera in scene.cameras} == set(found.all_cameras)
    assert [camera.name for camera in scene.cameras if camera.renderable] == [name]


def test_a_layer_without_a_camera_is_told(tmp_path: Any) -> None:
    scene = analyse(tmp_path, image("", 'Layer3d {\n name "l"\n}'))
    assert tips(scene)["15006"] == ["project://scene/i.l"]


def test_a_camera_that_is_nowhere_is_told_unless_a_referenced_file_may_hold_it(tmp_path: Any) -> None:
    text = image("", 'Layer3d {\n name "l"\n active_camera "project://scene/shot/gone"\n}')
    assert tips(analyse(tmp_path, text))["object_not_found"]
    hiding = 'Context "shot" {\n filename "shot.abc"\n}\n'
    scene = analyse(tmp_path, hiding + text)
    assert "object_not_found" not in tips(scene)
    assert target(scene, "project://scene/i.l").cameras == ("gone",)


def test_the_renderer_is_the_class_of_the_object(tmp_path: Any) -> None:
    text = 'RendererPathTracer {\n name "p"\n}\n' + image("", layer("l", 'renderer "p"'))
    scene = analyse(tmp_path, text)
    assert {found.renderer for found in scene.targets} == {"RendererPathTracer"}
    scene = analyse(tmp_path, image("", layer("l", 'renderer "default://raytracer"')))
    assert target(scene, "project://scene/i.l").renderer == "raytracer"


def test_a_layer_that_saves_nothing_is_told(tmp_path: Any) -> None:
    saved = 'render_to_disk yes\nsave_as "$PDIR/a b/c"'
    scene = analyse(tmp_path, image("", layer("l", saved) + layer("m", "render_to_disk yes") + layer("n")))
    assert tips(scene)["not_saved"] == ["project://scene/i.m", "project://scene/i.n"]
    assert target(scene, "project://scene/i.l").output == "$PDIR/a b/c"


def test_a_layer_that_is_listed_but_not_there_is_told(tmp_path: Any) -> None:
    assert tips(analyse(tmp_path, image('layers ".gone"')))["object_not_found"] == [
        "project://scene/i: project://scene/i.gone"
    ]
