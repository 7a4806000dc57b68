"""Bad input: a sentence that says what and what to do, an exit code, no traceback, nothing half-written."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from farmhand.errors import DiskError, FarmError, JobError, NetworkError, SceneError, SettingsError, TaskFailed


def refused(ended, kind, *words):
    assert ended.code == kind.exit_code, ended.err
    for word in words:
        assert word in ended.err, ended.err
    sentence, advice = ended.err.split("farmhand: ", 1)[1].split("\n", 1)
    assert sentence.strip()
    assert advice.strip()


def test_a_scene_that_cannot_be_read_is_refused(farmhand, tmp_path, first_light):
    text = first_light.read_bytes()
    scenes = {
        "empty.ma": b"",
        "text.ma": b"Dear diary,\n",
        "page.ma": b"<html><body>Not found</body></html>",
        "cut.ma": text[: len(text) // 2],
        "picture.ma": b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
        "zeros.ma": b"\0" * 4096,
        "cut.mb": b"FOR8\0\0\0\0\0\0\0\0\0\0\xff\xff" + b"MayaHEAD",
        "cut.hip": b"070707" + b"0" * 70 + b".start\0",
        "cut.project": b"#Isotropix_Serial_Version 1.2\nContext \"scene\" {\n",
        "blender.blend": b"BLENDER-v300",
        "library.hda": b"INDX\0\0\0\0",
    }
    for name, content in scenes.items():
        (tmp_path / name).write_bytes(content)
        refused(farmhand("analyse", tmp_path / name, "--json"), SceneError, name)
    for command in ("analyse", "submit"):
        refused(farmhand(command, tmp_path / "gone.ma"), SceneError, "gone.ma")
        refused(farmhand(command, tmp_path / "cut.ma"), SceneError, "cut.ma")
    refused(farmhand("analyse", tmp_path), SceneError, str(tmp_path))


def test_a_scene_cut_at_any_statement_is_never_taken_for_whole(farmhand, tmp_path, first_light):
    lines = first_light.read_bytes().splitlines(keepends=True)
    for part in (3, 5, 8):
        cut = tmp_path / "cut{}.ma".format(part)
        cut.write_bytes(b"".join(lines[: len(lines) * part // 10]))
        refused(farmhand("analyse", cut), SceneError, cut.name)


def test_a_wrong_key_is_told_at_once(farmhand, first_light):
    refused(
        farmhand("submit", first_light, FARMHAND_ACCESS_KEY="wrong"), FarmError, "access key", "FARMHAND_ACCESS_KEY"
    )
    refused(farmhand("tasks", FARMHAND_ACCESS_ID="nobody"), FarmError, "access id")


def test_no_account_is_told(farmhand, first_light):
    refused(farmhand("submit", first_light, FARMHAND_ACCESS_KEY=None), SettingsError, "FARMHAND_ACCESS_KEY")


def test_no_network_is_told(farmhand):
    refused(farmhand("tasks", FARMHAND_DOMAIN="127.0.0.1:1"), NetworkError, "127.0.0.1:1")


def test_http_to_anywhere_else_is_refused(farmhand):
    refused(farmhand("tasks", FARMHAND_DOMAIN="example.com"), SettingsError, "http")


def test_choices_that_do_not_fit_the_scene_are_refused(farmhand, first_light):
    refused(farmhand("submit", first_light, "--layer", "gone"), JobError, "gone", "beauty")
    refused(farmhand("submit", first_light, "--camera", "gone"), JobError, "gone", "shotCam")
    refused(farmhand("submit", first_light, "--frames", "1..5"), JobError, "1..5")
    refused(farmhand("submit", first_light, "--software-version", "1999"), JobError, "1999", "2024")
    refused(farmhand("submit", first_light, "--plugin", "mtoa"), JobError, "mtoa")
    refused(farmhand("submit", first_light, "--frames-per-task", "0"), JobError, "0")
    refused(farmhand("submit", first_light, "--priority", "9"), JobError, "9")
    refused(farmhand("submit", first_light, "--isolate", "anna"), JobError, "anna")


def test_a_missing_texture_is_a_warning_and_the_rest_is_sent(farmhand, first_light, tmp_path):
    project = tmp_path / "project"
    shutil.copytree(str(first_light.parents[1]), str(project))
    (project / "sourceimages" / "floor.png").unlink()
    ended = farmhand("submit", project / "scenes" / first_light.name, "--json")
    assert ended.code == 0, ended.err
    assert "floor.png" in ended.err
    assert "warning" in ended.err


def test_a_task_that_is_not_there_is_told(farmhand, tmp_path):
    refused(farmhand("download", "999999", "--to", tmp_path / "frames"), TaskFailed, "999999")
    assert not list((tmp_path / "frames").glob("*"))


def test_a_folder_that_cannot_be_written_is_told(farmhand, first_light, tmp_path):
    task_id = farmhand("submit", first_light, "--json").data["task_id"]
    (tmp_path / "file").write_text("")
    refused(farmhand("download", task_id, "--to", tmp_path / "file"), DiskError, "file")


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 16 KB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = shutil.which("mount") and not subprocess.call(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(folder)], stderr=subprocess.DEVNULL
    )
    if not mounted:
        pytest.skip("no small disk: this user may not mount one")
    yield folder
    subprocess.check_call(["umount", str(folder)])


def test_a_full_disk_at_download_is_told_and_nothing_half_written_has_its_final_name(
    farmhand, sandbox, first_light, small_disk
):
    task_id = farmhand("submit", first_light, "--json").data["task_id"]
    ended = farmhand("download", task_id, "--to", small_disk, "--json")
    refused(ended, DiskError, str(small_disk))
    root = sandbox.storage / "storage/20201/10001136"
    for path in Path(str(small_disk)).rglob("*.png"):
        assert path.read_bytes() == (root / path.relative_to(small_disk)).read_bytes()
    assert not [name for name in os.listdir(str(small_disk)) if name.startswith(".")]


def test_an_error_for_machines_is_one_object(farmhand, tmp_path):
    ended = farmhand("submit", tmp_path / "gone.ma", "--json")
    assert ended.data["error"]["code"] == "scene"
    assert "gone.ma" in ended.data["error"]["message"]


def test_a_wrong_option_is_wrong_usage(farmhand, first_light):
    assert farmhand("submit", first_light, "--colour", "red").code == 2
    assert farmhand().code == 2


def test_a_traceback_is_there_for_who_asks(farmhand, tmp_path):
    assert "Traceback" in farmhand("analyse", tmp_path / "gone.ma", "--debug").err
