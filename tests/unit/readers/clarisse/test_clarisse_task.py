"""The Clarisse part of task.json is what the farm's document shows."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import pytest
from clarisse_support import DOCUMENTED, EXAMPLES, HEAD, TAIL

from farmhand.frames import FrameRange
from farmhand.job.choices import Choices, Job
from farmhand.job.clarisse import scene_info
from farmhand.readers.clarisse import ClarisseReader
from farmhand.readers.clarisse.builds import frame_values
from farmhand.scene.host import run
from farmhand.scene.model import Scene


def _scene(name: str) -> Scene:
    return run(ClarisseReader(os.path.join(EXAMPLES, name), environment={}).analyse())


def test_the_documents_example_comes_out_of_such_a_project() -> None:
    scene = _scene("harbour.project")
    assert scene_info(scene, scene.targets) == DOCUMENTED


def test_what_the_user_chose_is_what_renders() -> None:
    scene = _scene("harbour.project")
    choices = Choices().with_target("project://scene/cam02.cam02_layer02", frames=FrameRange.span(3, 9, 2))
    choices = choices.with_target("project://scene/cam02", enabled=True)
    found = scene_info(scene, Job(scene, choices).targets)["image_node"][0]
    assert (found["renderable"], found["layers"][0]["frames"]) == ("1", "3-9[2]")


def test_an_output_that_is_not_set_is_null_as_the_farms_analyser_has_it() -> None:
    scene = _scene("island.project")
    proxy = scene_info(scene, scene.targets)["image_node"][1]
    assert proxy["output"] is None and proxy["layers"][0]["enable_deep_output_path"] is None
    assert (proxy["renderable"], proxy["save_to_disk"], proxy["LUT"], proxy["format"]) == ("0", "0", "linear", "exr16")


def test_a_layer_whose_image_was_left_out_still_has_it() -> None:
    scene = _scene("island.project")
    layers = [target for target in scene.targets if target.kind == "layer" and target.enabled]
    (image,) = scene_info(scene, layers)["image_node"]
    assert image["name"] == "project://scene/beauty"
    assert [layer["name"].rpartition(".")[2] for layer in image["layers"]] == ["land", "sea"]


def test_targets_of_another_kind_are_left_out() -> None:
    scene = _scene("harbour.project")
    assert scene_info(scene, [replace(target, kind="rop") for target in scene.targets]) == {"image_node": []}


def test_a_range_of_a_build_file_is_an_image_and_its_writers_are_layers() -> None:
    scene = _scene("frames.build")
    (node,) = scene_info(scene, scene.targets)["image_node"]
    (layer,) = node["layers"]
    assert (node["name"], node["frames"]) == ("build://range", "1-10[1]")
    assert (layer["name"], layer["format"]) == ("build://range===build://write", "png16")
    assert layer["output"] == "$PDIR/render/out.####"


@pytest.mark.parametrize(
    "text, frames", [("1:10", "1-10[1]"), ("-5:-1:2", "-5--1[2]"), ("7", "7"), ("1-4", "1-4[1]"), ("1,3", "1,3")]
)
def test_frames_of_a_range(text: str, frames: str) -> None:
    assert str(frame_values(text)) == frames


@pytest.mark.parametrize("text", ["", "all", "10:1", "1:99999999999999999999", "1:10:0"])
def test_frames_that_cannot_be_read_are_told(tmp_path: Any, text: str) -> None:
    path = tmp_path / "s.build"
    body = 'ProcessVariableRange {\n name "r"\n variable "F"\n values "%s"\n process "w"\n}\n' % text
    path.write_bytes((HEAD + body + TAIL).encode())
    scene = run(ClarisseReader(str(path)).analyse())
    assert scene.targets == ()
    assert [tip.code for tip in scene.tips] == ["frames_unknown"]
