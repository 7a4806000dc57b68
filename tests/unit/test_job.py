"""A Job is a scene and the choices for it, and the four task files are written from it."""

import dataclasses
import hashlib
import json

import pytest

from farmhand.errors import JobError
from farmhand.files import look
from farmhand.frames import FrameRange
from farmhand.job import taskfiles
from farmhand.job.choices import Choices, Job
from farmhand.job.taskfiles import Registration
from farmhand.scene.model import Asset, Camera, Reference, RenderTarget, Scene, Tip

CAMERAS = (Camera("persp", "perspShape", False), Camera("shotCam", "shotCamShape"))


def target(name, label, kind="render_setup_layer", enabled=True, frames="1-10[1]", cameras=("shotCam",)):
    return RenderTarget(
        name,
        label,
        kind,
        enabled,
        FrameRange.parse(frames),
        cameras,
        ("persp", "shotCam"),
        1920,
        1080,
        "arnold",
        "",
        "exr",
    )


@pytest.fixture
def scene(tmp_path):
    path = tmp_path / "shot.ma"
    path.write_bytes(b"//Maya ASCII 2024 scene")
    texture = tmp_path / "贴图 1.png"
    texture.write_bytes(b"pixels")
    return Scene(
        "maya",
        "2024",
        str(path),
        str(tmp_path),
        {"mtoa": "5.3.0"},
        CAMERAS,
        (
            target("defaultRenderLayer", "masterLayer", "legacy_layer", enabled=False),
            target("rs_fog", "fog", frames="537"),
        ),
        (
            Reference("file1", "fileTextureName", str(texture), (str(texture),)),
            Reference("file2", "fileTextureName", "D:/gone.png", (), True),
        ),
        (Asset(str(texture), *look(str(texture))),),
        (Tip("20001", "warning", "Files are missing.", ("D:/gone.png",)),),
        size=look(str(path)).size,
        mtime_ns=look(str(path)).mtime_ns,
        layer_system="render_setup",
    )


def files(scene, folder, **choices):
    job = Job(scene, Choices(**choices))
    registration = Registration(19097, 10001136, "2", "0", "2024", {"mtoa": "5.3.0"})
    return {
        path.rsplit("/", 1)[-1]: json.loads(open(path, encoding="utf-8").read())
        for path in taskfiles.write(str(folder), job, registration)
    }


def test_a_choice_changes_the_job_and_never_the_scene(scene):
    choices = Choices().with_target("rs_fog", frames=FrameRange.parse("1-4[1]"), cameras=("persp", "shotCam"))
    choices = choices.with_target("rs_fog", width=640)
    job = Job(scene, choices)
    fog = job.rendering[0]
    assert (str(fog.frames), fog.width, fog.height, fog.cameras) == ("1-4[1]", 640, 1080, ("persp", "shotCam"))
    assert job.frame_count == 8
    assert str(scene.targets[1].frames) == "537"


def test_a_job_without_a_layer_or_without_a_camera_is_refused(scene):
    off = Job(scene, Choices().with_target("rs_fog", enabled=False))
    with pytest.raises(JobError, match="Nothing is switched on"):
        off.check()
    with pytest.raises(JobError, match="fog"):
        Job(scene, Choices().with_target("rs_fog", cameras=())).check()
    Job(scene).check()


def test_task_json_holds_every_layer_by_its_legacy_name_and_all_scalars_as_text(scene, tmp_path):
    content = files(scene, tmp_path / "out")["task.json"]
    assert list(content["scene_info_render"]) == ["defaultRenderLayer", "rs_fog"]
    layer = content["scene_info_render"]["rs_fog"]
    assert layer["renderable"] == "1"
    assert layer["common"]["render_camera"] == ["shotCamShape"]
    assert layer["common"]["all_camera"] == ["perspShape", "shotCamShape"]
    assert [layer["common"][key] for key in ("frames", "start", "end", "by_frame")] == ["537", "537", "537", "1"]
    assert content["scene_info_render"]["defaultRenderLayer"]["renderable"] == "0"
    assert content["task_info"].pop("gpu_render") == 0  # the one number that the farm's analyser writes
    scalars = [value for value in content["task_info"].values() if not isinstance(value, list)]
    assert all(isinstance(value, str) for value in scalars)
    assert content["software_config"] == {"cg_name": "Maya", "cg_version": "2024", "plugins": {"mtoa": "5.3.0"}}
    info = content["task_info"]
    assert (info["cg_id"], info["task_id"], info["user_id"], info["render_layer_type"]) == (
        "2000",
        "19097",
        "10001136",
        "1",
    )
    assert (info["frames_per_task"], info["pre_frames"], info["stop_after_test"]) == ("1", "000", "2")


def test_scene_info_keeps_the_analysis_and_scene_info_render_the_choices(scene, tmp_path):
    choices = Choices().with_target("rs_fog", frames=FrameRange.parse("1-4[2],9"))
    content = files(scene, tmp_path / "out", targets=choices.targets)["task.json"]
    assert content["scene_info"]["rs_fog"]["common"]["frames"] == "537"
    common = content["scene_info_render"]["rs_fog"]["common"]
    assert (common["frames"], common["start"], common["end"], common["by_frame"]) == ("1-4[2],9", "1", "9", "2")


def test_upload_json_names_the_scene_with_its_hash_and_every_file_once(scene, tmp_path):
    content = files(scene, tmp_path / "out")["upload.json"]
    assert content["scene"][0]["hash"] == hashlib.md5(b"//Maya ASCII 2024 scene").hexdigest()
    assert [entry["local"] for entry in content["asset"]] == [scene.path, scene.assets[0].path]
    assert content["asset"][0]["server"] == scene.path


def test_asset_and_tips_json_tell_what_is_missing(scene, tmp_path):
    written = files(scene, tmp_path / "out")
    assert written["asset.json"]["missing"] == [{"file2.fileTextureName": "D:/gone.png"}]
    assert written["asset.json"]["asset_num"] == 1
    assert written["tips.json"] == {"20001": ["D:/gone.png"]}


def test_two_files_that_would_be_one_on_the_farm_are_told_and_nothing_is_written(scene, tmp_path):
    import dataclasses

    twin = dataclasses.replace(scene, assets=(Asset("D:/a.png", 1, 1), Asset("/D/a.png", 1, 1)))
    with pytest.raises(JobError, match="/D/a.png"):
        files(twin, tmp_path / "out")
    assert not (tmp_path / "out" / "task.json").exists()


def sequence(folder, frames, name="s", more=()):
    paths = tuple("%s/%s.%04d.png" % (folder, name, frame) for frame in frames)
    return Reference(name, "fileTextureName", paths[0], paths, frames=tuple(frames), kind="texture")


def travelling(scene, references, **choices):
    paths = sorted({path for reference in references for path in reference.files})
    assets = tuple(Asset(path, 1, 1) for path in paths)
    job = Job(dataclasses.replace(scene, references=tuple(references), assets=assets), Choices(**choices))
    return [int(asset.path.split(".")[1]) for asset in job.assets]


def test_of_a_sequence_the_files_of_frames_that_render_travel_and_their_neighbours(scene):
    assert travelling(scene, [sequence("/t", range(530, 545))]) == [536, 537, 538]


def test_choosing_other_frames_brings_other_files(scene):
    wider = Choices().with_target("rs_fog", frames=FrameRange.parse("533-543[5]")).targets
    near = [frame + beside for frame in (533, 538, 543) for beside in (-1, 0, 1)]
    assert travelling(scene, [sequence("/t", range(530, 545))], targets=wider) == near
    on = Choices().with_target("defaultRenderLayer", enabled=True).targets
    assert travelling(scene, [sequence("/t", range(0, 545))], targets=on) == [*range(0, 12), 536, 537, 538]


def test_the_switch_sends_every_frame(scene):
    assert travelling(scene, [sequence("/t", range(530, 545))], all_frames=True) == list(range(530, 545))


def test_a_file_that_something_else_needs_travels_whatever_renders(scene):
    frames = sequence("/t", range(530, 545))
    still = Reference("still", "fileTextureName", frames.files[0], frames.files[:1])
    assert travelling(scene, [frames, still]) == [530, 536, 537, 538]
    later = frames._replace(node="late", frames=tuple(frame + 5 for frame in frames.frames))
    assert travelling(scene, [frames, later]) == [531, 532, 533, 536, 537, 538]


def test_a_sequence_of_which_nothing_would_be_left_travels_whole(scene):
    assert travelling(scene, [sequence("/t", range(1, 5))]) == [1, 2, 3, 4]


def test_task_files_name_what_travels(scene, tmp_path):
    frames = [tmp_path / ("s.%04d.png" % frame) for frame in (500, 537)]
    for path in frames:
        path.write_bytes(b"x")
    moving = sequence(tmp_path, (500, 537))
    assets = (*scene.assets, *(Asset(str(path), *look(str(path))) for path in frames))
    scene = dataclasses.replace(scene, references=(*scene.references, moving), assets=assets)
    written = files(scene, tmp_path / "out")
    named = json.dumps(written["upload.json"])
    assert "s.0537.png" in named and "s.0500.png" not in named
    assert written["asset.json"]["asset_num"] == 2


def test_task_files_hold_what_their_functions_give(scene, tmp_path):
    """They are written piece by piece, as they may name a hundred thousand files."""
    written = files(scene, tmp_path)
    job, registration = Job(scene), Registration(19097, 10001136, "2", "0", "2024", {"mtoa": "5.3.0"})
    assert len(scene.references) > 1
    assert written["asset.json"] == taskfiles.asset_file(job)
    assert written["upload.json"] == taskfiles.upload_file(job)
    assert written["tips.json"] == taskfiles.tips_file(job)
    assert written["task.json"] == taskfiles.task_file(job, registration)
    assert list(written) == list(taskfiles.NAMES)
