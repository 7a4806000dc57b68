"""`farmhand.compat.rayvision`: an analysis, the four files it writes, and what a script changes in them."""

from pathlib import Path

import pytest
from rayvision_scripts import content

from farmhand.compat.rayvision import (
    AnalyseFailError,
    AnalyzeHoudini,
    AnalyzeMaya,
    CGFileNotExistsError,
    RayvisionError,
    TipsInfo,
    append_to_task,
    append_to_upload,
    update_task_info,
)
from farmhand.errors import SceneError


def test_an_analysis_writes_what_a_check_completes(analysed, first_light):
    info = content(analysed.task_json)["task_info"]
    assert [info[name] for name in ("task_id", "user_id", "project_id")] == ["", "", ""]
    assert analysed.task_info == content(analysed.task_json)
    assert analysed.upload_info == content(analysed.upload_json)
    assert analysed.asset_info == content(analysed.asset_json)
    assert analysed.tips_info == content(analysed.tips_json)
    assert analysed.check_result() == (True, None)
    assert set(analysed.task_info["scene_info_render"]) == {"defaultRenderLayer", "rs_beauty", "rs_fog"}
    assert info["render_layer_type"] == "1"
    assert info["input_cg_file"] == first_light.as_posix()


def test_what_cannot_be_analysed_is_told(tmp_path, first_light):
    with pytest.raises(CGFileNotExistsError, match="nothing.ma"):
        AnalyzeMaya(str(tmp_path / "nothing.ma"), "2024", "", {})
    with pytest.raises(AnalyseFailError, match="a scene of Maya, not of Houdini"):
        AnalyzeHoudini(str(first_light), "20.0.590", workspace=str(tmp_path)).analyse()
    damaged = tmp_path / "damaged.ma"
    damaged.write_bytes(b"")
    looked_at = AnalyzeMaya(str(damaged), "2024", "", {}, workspace=str(tmp_path))
    with pytest.raises(AnalyseFailError) as failed:
        looked_at.analyse()
    assert isinstance(failed.value, SceneError)
    assert list(content(looked_at.tips_json)) == ["15002"]


@pytest.mark.parametrize(("version", "differs"), [("2024", False), ("2024.2", False), ("2022", True)])
def test_another_version_than_the_scenes_is_a_tip(tmp_path, first_light, version, differs):
    looked_at = AnalyzeMaya(str(first_light), version, "", {}, workspace=str(tmp_path))
    looked_at.analyse(no_upload=True)
    assert ("15013" in looked_at.tips_info) == differs
    assert not Path(looked_at.upload_json).exists()


def test_only_what_a_task_has_is_changed(analysed):
    update_task_info({"frames_per_task": 5, "test_frames": "1-3[1]", "pre_frames": "101"}, analysed.task_json)
    info = content(analysed.task_json)["task_info"]
    assert (info["frames_per_task"], info["test_frames"], info["pre_frames"]) == ("5", "1-3[1]", "101")
    with pytest.raises(RayvisionError, match="task_info has no preframes"):
        update_task_info({"pre_frames": "000", "preframes": "1"}, analysed.task_json)
    assert content(analysed.task_json)["task_info"] == info
    inside = {"task_info": {"tiles": "1"}}
    update_task_info({"tiles": 4}, inside)
    assert inside == {"task_info": {"tiles": "4"}}
    with pytest.raises(RayvisionError, match="has no task_info"):
        update_task_info({}, {})
    with pytest.raises(RayvisionError, match="cannot be read"):
        update_task_info({}, analysed.task_json + ".gone")


def test_fields_of_ones_own_are_added_and_kept(analysed):
    append_to_task({"shot": 1}, analysed.task_json)
    append_to_task({"take": 2}, analysed.task_json, cover=False)
    with pytest.raises(RayvisionError, match="has shot already"):
        append_to_task({"shot": 3}, analysed.task_json, cover=False)
    append_to_task({"shot": 4}, analysed.task_json)
    assert content(analysed.task_json)["additional_info"] == {"shot": 4, "take": 2}


def test_further_files_are_listed_once(analysed, tmp_path):
    folder = tmp_path / "caches"
    (folder / "deep").mkdir(parents=True)
    for path in (folder / "a.abc", folder / "deep" / "b.abc"):
        path.write_bytes(b"x")
    before = content(analysed.upload_json)
    append_to_upload(str(folder / "a.abc"), analysed.upload_json)
    append_to_upload([str(folder), before["asset"][0]["local"]], analysed.upload_json)
    after = content(analysed.upload_json)
    added = [entry["local"] for entry in after["asset"][len(before["asset"]) :]]
    assert added == [(folder / "a.abc").as_posix(), (folder / "deep" / "b.abc").as_posix()]
    assert after["scene"] == before["scene"]
    with pytest.raises(RayvisionError, match="gone.abc is not there"):
        append_to_upload([str(folder / "gone.abc")], analysed.upload_json)
    Path(analysed.upload_json).write_text("{", encoding="utf-8")
    with pytest.raises(RayvisionError, match="cannot be read"):
        append_to_upload([str(folder)], analysed.upload_json)
    assert Path(analysed.upload_json).read_text(encoding="utf-8") == "{"  # never reset without a word


def test_tips_are_collected_and_written(tmp_path):
    tips = TipsInfo(str(tmp_path))
    tips.add("20001", "a.png", "b.png")
    tips.add("20001", "c.png")
    tips.set_tips("15006", ["no camera"])
    tips.save_tips()
    assert content(tmp_path / "tips.json") == {"20001": ["a.png", "b.png", "c.png"], "15006": ["no camera"]}
    with pytest.raises(RayvisionError, match="tips.json"):
        TipsInfo().save_tips()
    with pytest.raises(SystemExit) as ended:
        tips.save_and_exit(str(tmp_path), 7)
    assert ended.value.code == 7
