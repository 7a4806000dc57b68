"""The main job, from a scene on disk to frames on disk, by the command line."""

import json
from pathlib import Path


def pictures(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


def stored(sandbox, output_name):
    """What the sandbox holds of a task's output, as the download should look."""
    root = sandbox.storage / "storage/20201/10001136"
    return {name: data for name, data in pictures(root).items() if name.split("/")[0] == output_name}


def test_the_farms_own_demo_scene_goes_there_and_its_frames_come_back(farmhand, sandbox, real_scenes, tmp_path):
    scene = real_scenes / "maya" / "demo_scenc.ma"
    submitted = farmhand("submit", scene, "--json")
    assert submitted.code == 0, submitted.err
    task_id = submitted.data["task_id"]

    brought = farmhand("download", task_id, "--to", tmp_path / "frames", "--json")
    assert brought.code == 0, brought.err
    frames = pictures(tmp_path / "frames")
    assert frames == stored(sandbox, "{}_demo_scenc".format(task_id))
    assert len(frames) == 10 == brought.data["fetched"]
    assert all(data.startswith(b"\x89PNG") for data in frames.values())

    config = sandbox.storage / "storage/30201/10001136" / str(task_id) / "cfg"
    task = json.loads((config / "task.json").read_text(encoding="utf-8"))
    assert task["task_info"]["input_cg_file"] == str(scene)
    assert task["software_config"] == {"cg_name": "Maya", "cg_version": "2018", "plugins": {"mtoa": "2.0.1"}}
    common = task["scene_info_render"]["defaultRenderLayer"]["common"]
    assert (common["frames"], common["render_camera"], common["renderer"]) == (
        "1-10[1]",
        ["perspShape"],
        "mayaSoftware",
    )
    upload = json.loads((config / "upload.json").read_text(encoding="utf-8"))
    assert [entry["local"] for entry in upload["scene"]] == [str(scene)]
    assert str(scene) in [entry["local"] for entry in upload["asset"]]
    assert (sandbox.storage / "storage/10201/10001136" / str(scene).lstrip("/")).read_bytes() == scene.read_bytes()

    again = farmhand("download", task_id, "--to", tmp_path / "frames", "--json")
    assert again.data["fetched"] == 0
    assert len(again.data["files"]) == 10


def test_our_example_renders_both_layers_with_every_tile_and_every_frame_of_its_sequence(
    farmhand, sandbox, first_light, tmp_path
):
    analysed = farmhand("analyse", first_light, "--json").data
    assert [(target["name"], target["label"], target["enabled"]) for target in analysed["targets"]] == [
        ("defaultRenderLayer", "masterLayer", False),
        ("rs_beauty", "beauty", True),
        ("rs_fog", "fog", True),
    ]
    files = {Path(path).name for reference in analysed["references"] for path in reference["files"]}
    assert {"floor.png", "hero_color.1001.png", "hero_color.1002.png", "hero_color.1011.png"} <= files
    assert {"smoke.{:04d}.png".format(number) for number in range(1, 13)} <= files
    assert not [reference for reference in analysed["references"] if reference["missing"]]

    ended = farmhand("submit", first_light, "--to", tmp_path / "frames", "--json")
    assert ended.code == 0, ended.err
    assert ended.data["pictures"] == ended.data["fetched"] == 18
    assert pictures(tmp_path / "frames") == stored(sandbox, "{}_first_light".format(ended.data["task_id"]))
    assert "Rendering" in ended.err


def test_choices_of_the_command_line_reach_the_farm(farmhand, sandbox, first_light, tmp_path):
    ended = farmhand(
        "submit", first_light, "--layer", "fog", "--frames", "2-6x2", "--camera", "closeCam",
        "--project-name", "shot 10", "--priority", "101", "--frames-per-task", "3", "--json",
    )  # fmt: skip
    assert ended.code == 0, ended.err
    config = sandbox.storage / "storage/30201/10001136" / str(ended.data["task_id"]) / "cfg"
    task = json.loads((config / "task.json").read_text(encoding="utf-8"))
    on = {name: layer for name, layer in task["scene_info_render"].items() if layer["renderable"] == "1"}
    assert list(on) == ["rs_fog"]
    assert (on["rs_fog"]["common"]["frames"], on["rs_fog"]["common"]["render_camera"]) == ("2-6[2]", ["closeCamShape"])
    info = task["task_info"]
    assert (info["pre_frames"], info["frames_per_task"], info["project_name"]) == ("101", "3", "shot 10")
    assert int(info["project_id"]) > 0
    listed = farmhand("tasks", "--json").data
    assert ended.data["task_id"] in [task["task_id"] for task in listed]


def test_a_layered_job_comes_back_whole(farmhand, sandbox, first_light, tmp_path):
    ended = farmhand("submit", first_light, "--layered", "--to", tmp_path / "frames", "--json")
    assert ended.code == 0, ended.err
    assert len(pictures(tmp_path / "frames")) == 18


def test_plain_output_tells_an_artist_what_happened_and_what_to_do_next(farmhand, first_light):
    ended = farmhand("submit", first_light)
    assert ended.code == 0
    assert "18 pictures" in ended.out
    assert "farmhand download" in ended.out
