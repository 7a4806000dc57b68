"""task.json and frame ranges are read as the farm reads them."""

from __future__ import annotations

from typing import Any

import pytest
from sandbox_client import maya_job

from farmhand_sandbox import plan, ranges
from farmhand_sandbox.refusal import Refusal


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        ("1-10[1]", tuple(range(1, 11))),
        ("537", (537,)),
        ("10-10[1]", (10,)),
        ("-5--1[1]", (-5, -4, -3, -2, -1)),
        ("-3", (-3,)),
        ("1-10[4]", (1, 5, 9)),
        ("1,3-4[1],3", (1, 3, 4)),
        ("1-3", (1, 2, 3)),
    ],
)
def test_ranges_give_their_frames(text: str, frames: Any) -> None:
    assert ranges.parse(text, 100) == frames


@pytest.mark.parametrize("text", ["", "a", "3-1[1]", "1-3[0]", "1-101[1]", "1--", "1,,2", "1-999999999[1]"])
def test_what_is_no_range_or_too_long_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        ranges.parse(text, 100)


@pytest.mark.parametrize("frames", [(3,), (2, 3, 4), (1, 3, 5), (-5, -4), (1, 2, 10, 20), (5, 1)])
def test_written_ranges_read_back(frames: Any) -> None:
    assert ranges.parse(ranges.write(frames), 100) == frames


def test_frames_are_grouped_and_priority_frames_stand_alone_and_first() -> None:
    job = plan.read(maya_job("1-10[1]", frames_per_task="3", pre_frames="101:2"))
    found = [(ranges.write(piece.frames), piece.priority) for piece in plan.pieces(job, job.targets)]
    assert found == [("1", True), ("2", True), ("10", True), ("3-5[1]", False), ("6-8[1]", False), ("9", False)]


def test_every_layer_and_camera_becomes_a_target_with_folders_of_its_own() -> None:
    job = plan.read(maya_job(layers=("a:b", "a_b"), cameras=("|top|cam:x", "../../etc")))
    assert [(t.layer_folder, t.camera_folder) for t in job.targets] == [
        ("a_b", "cam_x"),
        ("a_b", "etc"),
        ("a_b_2", "cam_x"),
        ("a_b_2", "etc"),
    ]


def test_houdini_renders_the_nodes_that_are_switched_on() -> None:
    nodes = [
        {"node": "/out/mantra1", "frames": "1-2[1]", "option": "-1", "render": "1", "camera": "/obj/cam1"},
        {"node": "/out/mantra2", "frames": "1-2[1]", "option": "-1", "render": "0"},
    ]
    geo = [{"node": "/out/geo1", "frames": "5-5[1]", "option": "0", "render": "1"}]
    info = {"cg_id": "2004", "input_cg_file": "/p/x.hip"}
    job = plan.read({"task_info": info, "scene_info_render": {"rop_node": nodes, "geo_node": geo}})
    assert [(t.layer, t.camera, t.frames) for t in job.targets] == [
        ("/out/mantra1", "cam1", (1, 2)),
        ("/out/geo1", "geo", (5,)),
    ]


def test_clarisse_renders_layers_of_images_that_are_off() -> None:
    layer = {"name": "project://scene/cam02.fog", "frames": "0-1[1]", "renderable": "1"}
    image = {"name": "project://scene/cam02", "frames": "0-5[1]", "renderable": "0", "layers": [layer]}
    job = plan.read({"task_info": {"cg_id": "2013"}, "scene_info_render": {"image_node": [image]}})
    found = [(t.layer, t.frames, t.layer_folder) for t in job.targets]
    assert found == [("scene/cam02.fog", (0, 1), "scene_cam02.fog")]


@pytest.mark.parametrize(
    "job",
    [
        None,
        {},
        {"task_info": {"cg_id": "2001"}, "scene_info_render": {}},
        {"task_info": {"cg_id": "2000"}},
        maya_job(layers=()),
        maya_job("1-60000[1]", layers=("a", "b")),
        maya_job("x"),
        maya_job(cameras=()),
        maya_job(pre_frames="9"),
    ],
)
def test_a_job_that_cannot_be_rendered_is_600(job: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        plan.read(job)
    assert refusal.value.code == 600


def test_equal_short_names_of_two_cameras_stay_two_targets() -> None:
    job = plan.read(maya_job("1", cameras=("|a|cam", "|b|cam")))
    assert [t.camera_folder for t in job.targets] == ["cam", "cam_2"]
