"""`farmhand.compat.rayvision`: the check that completes a task file, and the render nodes it refuses."""

import pytest
from rayvision_scripts import content

from farmhand.compat.rayvision import (
    HardwareConfigIdError,
    NotSupportCGSoftwareError,
    NotSupportHardwareCodeError,
    NotSupportPluginError,
    RayvisionCheck,
    RayvisionError,
)
from farmhand.farm.records import Hardware

TABLE = {"model": "Default", "ram": "64GB", "gpuNum": None}


@pytest.mark.parametrize("form", ["task, upload", "all four", "by name", "new", "new, by name", "one by name"])
def test_old_and_new_ways_to_call_a_check_mean_the_same(api, analysed, form):
    task, upload, asset = analysed.task_json, analysed.upload_json, analysed.asset_json
    check = RayvisionCheck(api, analysed)
    number = {
        "task, upload": lambda: check.execute(task, upload),
        "all four": lambda: check.execute(task, upload, asset, True),
        "by name": lambda: check.execute(task_json=task, upload_json=upload, asset_json=asset),
        "new": lambda: check.execute(TABLE, task, upload, asset, True),
        "new, by name": lambda: check.execute(hardware_config=TABLE, task_json=task, upload_json=upload),
        "one by name": lambda: check.execute(task, upload_json=upload),
    }[form]()
    assert content(task)["task_info"]["task_id"] == str(number)
    assert check.upload_info == content(upload)
    assert check.asset_info == (content(asset) if form in ("all four", "by name", "new") else {})
    assert bool(content(task)["task_info"]["hardwareConfigIds"]) == form.startswith("new")


def test_contents_are_checked_into_a_folder_of_their_own(api, analysed, tmp_path):
    workspace = tmp_path / "checks"
    workspace.mkdir()
    check = RayvisionCheck(api, workspace=str(workspace))
    info, number = check.execute(analysed.task_info, analysed.upload_info, is_cover=False, only_id=False)
    assert info["task_info"]["task_id"] == str(number)
    (folder,) = workspace.iterdir()
    assert content(folder / "task.json") == info
    assert content(folder / "upload.json") == analysed.upload_info


def test_a_scene_that_the_farm_calls_wrong_gets_no_number(api, analysed, monkeypatch):
    analysed.add_tip("15006", "no camera")
    asked = []
    monkeypatch.setattr(api, "new_task", lambda: asked.append(1))
    check = RayvisionCheck(api, analysed)
    with pytest.raises(RayvisionError, match="15006"):
        check.execute(analysed.task_json, analysed.upload_json)
    assert check.errors_number == 1
    assert asked == []


def test_tips_beside_a_task_file_count_without_an_analysis(api, analysed):
    analysed.add_tip("15006", "no camera")
    analysed.save_tips()
    with pytest.raises(RayvisionError, match="15006"):
        RayvisionCheck(api).execute(analysed.task_json, analysed.upload_json)


def test_a_version_that_the_farm_does_not_have_is_refused(api, analysed):
    analysed.task_info["software_config"]["cg_version"] = "2001"
    with pytest.raises(RayvisionError, match="does not have maya 2001") as refused:
        RayvisionCheck(api).execute(analysed.task_info)
    assert "2024" in refused.value.advice
    with pytest.raises(RayvisionError, match="names no program"):
        RayvisionCheck(api).execute({"task_info": {"cg_id": "1"}, "software_config": {}})


@pytest.mark.parametrize(
    ("refusal", "error"),
    [
        ({"notSupportCgId": [2000]}, NotSupportCGSoftwareError),
        ({"notSupportCgVersions": [{"cgId": 2000, "cgVersionName": "2024"}]}, HardwareConfigIdError),
        ({"notSupportPluginList": ["mtoa 5"]}, NotSupportPluginError),
        ({"notSupportPluginList": ["MTOA 5.3.0", "("]}, NotSupportPluginError),
        ({"notSupportCode": ["15013"]}, NotSupportHardwareCodeError),
        ({"status": 0}, HardwareConfigIdError),
        ({"ram": "128GB"}, HardwareConfigIdError),
        ({"gpuNum": "2*GPU"}, HardwareConfigIdError),
        ({"platform": 77}, HardwareConfigIdError),
        ({"notSupportCgId": [2004], "notSupportPluginList": ["redshift", "("]}, None),
        ({}, None),
    ],
)
def test_a_render_node_is_chosen_by_what_it_is_and_runs(api, analysed, monkeypatch, refusal, error):
    record = {"id": 301, "model": "Default", "ram": "64GB", "gpuNum": None, "platform": 2, "status": 1}
    monkeypatch.setattr(api, "hardware", lambda: [Hardware.from_data(dict(record, **refusal))])
    check = RayvisionCheck(api)
    check.tips_info = {"15013": ["Maya 2022"]}
    if error:
        with pytest.raises(error):
            check.set_custom_hardware(TABLE, analysed.task_info, analysed.task_info)
        assert analysed.task_info["task_info"]["hardwareConfigIds"] == []
    else:
        check.set_custom_hardware(TABLE, analysed.task_info, analysed.task_info)
        assert analysed.task_info["task_info"]["hardwareConfigIds"] == ["301"]
