"""How Maya names pictures, and which of them would overwrite each other."""

import pytest

from farmhand.frames import FrameRange
from farmhand.job.checks import check_job
from farmhand.job.choices import Choices, Job
from farmhand.scene import pictures
from farmhand.scene.model import Numbering, RenderTarget, Scene

NUMBERED = Numbering(4, pattern="<name>.<number>.<ending>")


def layer(label="beauty", cameras=("shot",), output="", frames="1-3[1]", **more):
    given = dict({"renderer": "arnold", "format": "exr", "numbering": NUMBERED}, **more)
    renderer = given.pop("renderer")
    made = FrameRange.parse(frames)
    return RenderTarget(label, label, "legacy_layer", True, made, cameras, cameras, 9, 9, renderer, output, **given)


@pytest.mark.parametrize("output, cameras, layers, stems", [
    ("", ("shot",), 1, ["s"]),
    ("", ("shot",), 2, ["beauty/s"]),
    ("", ("shot", "top"), 1, ["shot/s", "top/s"]),
    ("", ("shot", "top"), 2, ["beauty/shot/s", "beauty/top/s"]),
    ("a/b", ("shot", "top"), 2, ["beauty/shot/a/b", "beauty/top/a/b"]),
    ("<Camera>_<Scene>", ("shot", "top"), 2, ["beauty/shot_s", "beauty/top_s"]),
    ("<layer>/%c/%s", ("shot", "top"), 2, ["beauty/shot/s", "beauty/top/s"]),
    ("/out/a", ("shot", "top"), 2, ["/out/a", "/out/a"]),
    ("C:\\out\\<RenderPass>", ("shot",), 2, ["C:/out/<RenderPass>"]),
    ("<Camera>", ("grp|ns:shot",), 1, ["ns_shot"]),
])  # fmt: skip
def test_folders_and_tokens(output, cameras, layers, stems):
    target = layer(cameras=cameras, output=output)
    assert [pictures.stem(target, camera, "s", layers) for camera in cameras] == stems


@pytest.mark.parametrize("number, padding, name", [
    (7, 4, "a.0007.exr"), (12345, 4, "a.12345.exr"), (-5, 4, "a.-0005.exr"), (7, 0, "a.7.exr"),
])  # fmt: skip
def test_numbers_have_their_digits(number, padding, name):
    target = layer(numbering=NUMBERED._replace(padding=padding))
    assert pictures.picture(target, "a", number) == name


def test_one_picture_has_no_number():
    assert pictures.picture(layer(animation=False, frames="7"), "a", 7) == "a.exr"


def test_renumbered_pictures_count_from_their_start():
    target = layer(frames="10-14[2]", renumber=True, numbering=NUMBERED._replace(start=100.0, step=0.5))
    assert list(pictures.numbers(target)) == [100, 100, 101]
    assert list(pictures.numbers(layer(frames="10-14[2]"))) == [10, 12, 14]


@pytest.mark.parametrize("target", [layer(renderer="vray"), layer(format=""), layer(cameras=())])
def test_where_nobody_can_tell_there_are_no_names(target):
    assert pictures.first_pictures(target, "s", 1) == ()


def clash(*targets):
    job = Job(Scene("maya", "2024", "/p/s.ma", "", targets=targets), Choices())
    return [tip.details for tip in check_job(job) if tip.code == "output_clash"]


def test_layers_and_cameras_that_maya_sets_apart_do_not_clash():
    assert clash(layer("a", ("one", "two")), layer("b", ("one", "two"), output="same")) == []


def test_layers_of_one_absolute_name_clash_where_their_numbers_meet():
    first, second = layer("a", output="/out/x"), layer("b", output="/out/X", frames="3-9[1]")
    assert clash(first, second) == [("/out/x.0000.exr: a, shot; b, shot",)]
    assert clash(first, layer("b", output="/out/x", frames="4-9[1]")) == []
    shifted = layer("b", output="/out/x", frames="4-9[1]", renumber=True)
    assert clash(first, shifted) == [("/out/x.0000.exr: a, shot; b, shot",)]


def test_cameras_whose_names_become_one_clash():
    assert clash(layer(cameras=("left|cam", "right|cam"))) == [
        ("cam/s.0000.exr: beauty, left|cam; beauty, right|cam",)
    ]


def test_a_layer_that_is_off_overwrites_nothing():
    from dataclasses import replace

    assert clash(layer("a", output="/out/x"), replace(layer("b", output="/out/x"), enabled=False)) == []


def test_single_pictures_clash_whatever_their_frame():
    one, other = (layer(name, output="/x", frames=frame, animation=False) for name, frame in (("a", "3"), ("b", "9")))
    assert clash(one, other) == [("/x.exr: a, shot; b, shot",)]


@pytest.mark.parametrize("step, renumber, frames, told", [
    (0.0, True, "1-3[1]", True), (0.5, True, "1-3[1]", True), (0.0, False, "1-3[1]", False),
    (1.0, True, "1-3[1]", False), (0.0, True, "1", False),
])  # fmt: skip
def test_renumbering_that_repeats_numbers_is_told(step, renumber, frames, told):
    target = layer(frames=frames, renumber=renumber, numbering=NUMBERED._replace(step=step))
    job = Job(Scene("maya", "2024", "/p/s.ma", "", targets=(target,)), Choices())
    assert ("output_flat" in [tip.code for tip in check_job(job)]) is told
