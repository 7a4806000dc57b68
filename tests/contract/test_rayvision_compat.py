"""`farmhand.compat.rayvision`, piece by piece: what the three demo scripts do not come by."""

import json
import logging
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from farmhand.compat import rayvision
from farmhand.compat.rayvision import (
    AnalyseFailError,
    AnalyzeHoudini,
    AnalyzeMaya,
    CGFileNotExistsError,
    DownloadFailed,
    HardwareConfigIdError,
    NotSupportCGSoftwareError,
    NotSupportHardwareCodeError,
    NotSupportPluginError,
    RayvisionAPI,
    RayvisionAPIError,
    RayvisionCheck,
    RayvisionDownload,
    RayvisionError,
    RayvisionManageTask,
    RayvisionNetworkError,
    RayvisionUpload,
    RayvisonTaskIdError,
    TipsInfo,
    UnsupportedDatabaseError,
    UnsupportedEngineType,
    append_to_task,
    append_to_upload,
    update_task_info,
)
from farmhand.compat.rayvision.rayvision_api.constants import CG_SETTING, MODIFIABLE_PARAM, TASK_INFO
from farmhand.compat.rayvision.rayvision_sync.constants import TASK_END_STATUS_CODE_LIST, TASK_STATUS_DESCRIPTION
from farmhand.compat.rayvision.rayvision_sync.utils import get_task_status_description
from farmhand.errors import FarmError, NetworkError, SceneError, SettingsError
from farmhand.farm.connection import Connection
from farmhand.farm.records import Hardware

TABLE = {"model": "Default", "ram": "64GB", "gpuNum": None}


def log_in(environment, **changes):
    given = {
        "access_id": environment["FARMHAND_ACCESS_ID"],
        "access_key": environment["FARMHAND_ACCESS_KEY"],
        "domain": environment["FARMHAND_DOMAIN"],
        "platform": environment["FARMHAND_PLATFORM"],
        "protocol": environment["FARMHAND_PROTOCOL"],
    }
    return RayvisionAPI(**dict(given, **changes))


@pytest.fixture
def api(sandbox_environment):
    made = log_in(sandbox_environment)
    yield made
    made.close()


@pytest.fixture(scope="module")
def lived_in_farm(sandbox, tmp_path_factory):
    """A farm with tasks in every status."""
    farm = type(sandbox)(tmp_path_factory.mktemp("lived_in"), "--populate", "--speed", "0.05")
    yield farm
    farm.stop()


@pytest.fixture
def lived_in(lived_in_farm, use_farm):
    """Logged in there."""
    made = log_in(use_farm(lived_in_farm))
    yield made
    made.close()


@pytest.fixture
def analysed(tmp_path, first_light):
    looked_at = AnalyzeMaya(str(first_light), "2024", "", {"mtoa": "5.3.0"}, workspace=str(tmp_path / "work"))
    looked_at.analyse()
    return looked_at


def content(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


# Imports

DOCUMENTED = """
from rayvision_api.core import RayvisionAPI
from rayvision_api.exception import RayvisionAPIError, RayvisionError, RayvisonTaskIdError
from rayvision_api.operators import QueryOperator, RenderEnvOperator, TagOperator, TaskOperator, UserOperator
from rayvision_api.task.check import RayvisionCheck
from rayvision_api.utils import update_task_info, append_to_task, append_to_upload
from rayvision_clarisse.analyse_clarisse import AnalyzeClarisse
from rayvision_houdini.analyze_houdini import AnalyzeHoudini
from rayvision_log import init_logger
from rayvision_maya.analyze_maya import AnalyzeMaya
from rayvision_sync.constants import TASK_STATUS_DESCRIPTION
from rayvision_sync.download import RayvisionDownload
from rayvision_sync.manage import RayvisionManageTask
from rayvision_sync.upload import RayvisionUpload
from rayvision_utils.exception import tips_code
from rayvision_utils.exception.exception import AnalyseFailError
from rayvision_utils.exception.tips import TipsInfo
import rayvision_sync.upload as upload
"""


def test_the_search_and_replace_of_the_documentation_changes_every_documented_import():
    told = (Path(__file__).parents[2] / "docs" / "rayvision.md").read_text(encoding="utf-8")
    pattern, replacement = re.search(r"sed -i -E 's/(.*)/(.*)/' script.py", told).groups()
    changed = re.sub(pattern, replacement, DOCUMENTED, flags=re.M)
    assert changed.count("farmhand.compat.rayvision.") == len(DOCUMENTED.split("\n")) - 2
    names = {}
    exec(changed, names)
    assert names["RayvisionUpload"] is names["upload"].RayvisionUpload is RayvisionUpload
    assert names["TipsInfo"] is TipsInfo


# Logging in


def test_who_is_logged_in_is_told_in_small_letters(api, sandbox_environment):
    info = api.user_info
    assert info["user_id"] == api.get_user_id() == api.account_user.user_id
    assert info["domain"] == sandbox_environment["FARMHAND_DOMAIN"]
    assert info["local_os"] == ("windows" if sys.platform.startswith("win") else "linux")
    assert {"user_name", "share_main_capital", "task_over_time", "config_bid", "input_bid", "output_bid"} <= set(info)
    assert api.get_task_id() == str(api.task.task_id)


def test_a_wrong_key_is_the_documents_error_and_ours(sandbox_environment):
    with pytest.raises(RayvisionAPIError) as refused:
        log_in(sandbox_environment, access_key="wrong")
    assert isinstance(refused.value, FarmError)
    assert refused.value.error_code == refused.value.farm_code == 611
    assert refused.value.request.endswith("queryUserProfile")
    assert str(refused.value).startswith("RayvisionAPIError: 611: ")
    assert "FARMHAND_ACCESS_KEY" in refused.value.advice


def test_a_farm_that_is_not_there_is_the_documents_error_and_ours(sandbox_environment, monkeypatch):
    monkeypatch.setattr(Connection, "_pause", lambda *_: None)
    with pytest.raises(RayvisionNetworkError) as failed:
        log_in(sandbox_environment, domain="127.0.0.1:1", timeout=(1, 2))
    assert isinstance(failed.value, RayvisionError)
    assert isinstance(failed.value, NetworkError)
    assert failed.value.error_code == 1000000


def test_the_account_comes_from_the_documents_variables_then_from_farmhands(sandbox_environment, monkeypatch):
    monkeypatch.setenv("RAYVISION_API_ACCESS_ID", sandbox_environment["FARMHAND_ACCESS_ID"])
    monkeypatch.setenv("RAYVISION_API_KEY", sandbox_environment["FARMHAND_ACCESS_KEY"])
    for name in ("FARMHAND_ACCESS_ID", "FARMHAND_ACCESS_KEY"):
        monkeypatch.delenv(name)
    assert log_in(sandbox_environment, access_id=None, access_key=None).get_user_id()
    monkeypatch.delenv("RAYVISION_API_KEY")
    with pytest.raises(SettingsError, match="FARMHAND_ACCESS_KEY"):
        log_in(sandbox_environment, access_id=None, access_key=None)


def test_any_documented_path_can_be_posted_to(api):
    assert api.connect.post("/api/render/user/queryUserProfile")["userId"] == api.get_user_id()
    assert api.connect.post("https://farm/api/render/setUp/queryUserProfile")["userId"] == api.get_user_id()
    with pytest.raises(RayvisionError, match="/api/nothing"):
        api.connect.post("/api/nothing")


@pytest.mark.parametrize("number", ["12", None, 1.5, True])
def test_only_a_number_is_submitted(api, number):
    with pytest.raises(RayvisonTaskIdError, match="number"):
        api.submit(number)


@pytest.mark.parametrize("fault", ["reset_after", "502_after"])
def test_a_submission_with_an_unclear_answer_is_looked_up_and_not_repeated(start_sandbox, use_farm, fault):
    farm = start_sandbox("--fault", fault + ":task:1")
    api = log_in(use_farm(farm))
    number = api.new_task()
    layers = {"layer": {"renderable": "1", "common": {"frames": "1", "render_camera": ["cam"]}}}
    info = {"cg_id": "2000", "input_cg_file": "/p/shot.ma", "task_id": str(number)}
    api.transmit.upload_json_content(number, json.dumps({"task_info": info, "scene_info_render": layers}))
    assert api.submit(number) is True
    counters = "http://{}/sandbox/counters".format(farm.environment["FARMHAND_DOMAIN"])
    with urllib.request.urlopen(counters) as answer:
        counts = json.loads(answer.read().decode("utf-8"))["submits"][str(number)]
    assert counts == {"requested": 1, "started": 1}
    api.close()


def test_importing_touches_neither_the_root_logger_nor_the_home_folder(tmp_path):
    code = (
        "import logging; before = list(logging.root.handlers), logging.root.level\n"
        "import sys, farmhand.compat.rayvision\n"
        "assert (list(logging.root.handlers), logging.root.level) == before\n"
        "assert 'requests' not in sys.modules"
    )
    environment = dict(os.environ, HOME=str(tmp_path), USERPROFILE=str(tmp_path))
    subprocess.check_call([sys.executable, "-c", code], env=environment)
    assert list(tmp_path.iterdir()) == []


def test_a_log_is_written_where_it_is_asked_for(sandbox_environment, tmp_path):
    logger = logging.getLogger("farmhand")
    before = list(logger.handlers), logger.level
    try:
        for _ in range(2):
            log_in(sandbox_environment, log_folder=str(tmp_path / "logs"), log_name="studio").logger.info("hello")
        assert len(logger.handlers) == len(before[0]) + 1
        text = (tmp_path / "logs" / "studio.log").read_text(encoding="utf-8")
    finally:
        for handler in set(logger.handlers) - set(before[0]):
            handler.close()
            logger.removeHandler(handler)
        logger.setLevel(before[1])
    assert text.count("hello") == 2


# Analysis and its files


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


# Checks


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


# Transfer


def sent(caplog):
    return [record.getMessage() for record in caplog.records if "are to be sent" in record.getMessage()]


def test_what_the_farm_has_is_not_sent_again(api, analysed, caplog, tmp_path):
    own = tmp_path / "own.abc"
    own.write_bytes(b"12345")
    append_to_upload([str(own)], analysed.upload_json)
    count = len(content(analysed.upload_json)["asset"])
    upload = RayvisionUpload(api)
    caplog.set_level(logging.INFO, "farmhand")
    assert upload.upload_asset(analysed.upload_json) is True
    assert upload.upload_asset(analysed.upload_json) is True
    own.write_bytes(b"123456")
    assert upload.upload_asset(analysed.upload_json) is True
    assert upload.upload_asset(analysed.upload_json, is_db=False) is True
    assert sent(caplog) == ["{} of {} files are to be sent.".format(one, count) for one in (count, 0, 1, count)]


def test_a_database_file_may_switch_the_memory_off(api, analysed, caplog, tmp_path):
    config = tmp_path / "db_config.ini"
    config.write_text("[DATABASE_CONFIG]\non = false\ntype = sqlite\n[TRANSFER_LOG_PATH]\ntransfer_log_path=\n")
    upload = RayvisionUpload(api, str(config))
    caplog.set_level(logging.INFO, "farmhand")
    for _ in range(2):
        upload.upload_asset(analysed.upload_json)
    assert len(set(sent(caplog))) == 1
    config.write_text("[DATABASE_CONFIG]\ntype = oracle\n")
    with pytest.raises(UnsupportedDatabaseError, match="oracle"):
        RayvisionUpload(api, str(config))
    with pytest.raises(RayvisionError, match="cannot be read"):
        RayvisionUpload(api, str(tmp_path / "gone.ini"))


def test_a_file_goes_where_the_list_says(api, sandbox, tmp_path):
    scene = tmp_path / "a.ma"
    scene.write_bytes(b"x" * 10)
    listing = tmp_path / "upload.json"
    listing.write_text(json.dumps({"asset": [{"local": scene.as_posix(), "server": "/elsewhere/b_moved.ma"}]}))
    assert RayvisionUpload(api).upload_asset(str(listing)) is True
    assert [path.read_bytes() for path in sandbox.storage.rglob("b_moved.ma")] == [b"x" * 10]


def test_what_does_not_arrive_is_never_passed_over(api, analysed, tmp_path):
    upload = RayvisionUpload(api)
    listing = content(analysed.upload_json)
    listing["asset"].append({"local": str(tmp_path / "gone.abc"), "server": "/gone.abc"})
    Path(analysed.upload_json).write_text(json.dumps(listing), encoding="utf-8")
    with pytest.raises(RayvisionError) as failed:
        upload.upload_asset(analysed.upload_json)
    assert failed.value.error_code == 200025
    with pytest.raises(RayvisionError) as failed:
        upload.upload_config("1", [analysed.task_json], server_ip="127.0.0.1", server_port="1")
    assert failed.value.error_code == 20004
    Path(analysed.upload_json).write_text('{"asset": [{"local": 5}]}', encoding="utf-8")
    with pytest.raises(RayvisionError, match="lists no files"):
        upload.upload_asset(analysed.upload_json)
    with pytest.raises(RayvisionError, match="lists no files"):
        upload.thread_pool_upload([analysed.upload_json], pool_size=2, is_db=True)


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        ({"engine_type": "raysyncproxy"}, UnsupportedEngineType),
        ({"is_record": True}, UnsupportedDatabaseError),
        ({"redis_obj": object()}, UnsupportedDatabaseError),
        ({"transmit_type": "upload_list"}, RayvisionError),
        ({"max_speed": "fast"}, RayvisionError),
        ({"max_speed": "0"}, RayvisionError),
        ({"server_port": "x"}, RayvisionError),
    ],
)
def test_what_cannot_be_done_is_refused(api, analysed, wish, error):
    with pytest.raises(error):
        RayvisionUpload(api).upload_asset(analysed.upload_json, is_db=False, **wish)


def sample(api, scene):
    items = api.query.get_task_list(search_keyword=scene)["items"]
    return next(item["id"] for item in items if item["sceneName"].startswith(scene))


def test_only_what_is_named_and_there_is_downloaded(api, tmp_path):
    download = RayvisionDownload(api)
    with pytest.raises(DownloadFailed, match="Nothing is named"):
        download.download()
    with pytest.raises(DownloadFailed, match="has no task 999"):
        download.download([999], local_path=str(tmp_path))
    with pytest.raises(DownloadFailed, match="has no task 999"):
        download.auto_download([999], local_path=str(tmp_path), sleep_time=0.01)
    with pytest.raises(DownloadFailed, match="Assets"):
        download.download([999], asset=True)
    with pytest.raises(UnsupportedEngineType):
        download.auto_download([999], engine_type="raysyncproxy")
    assert download.auto_download([]) is True


def test_one_task_that_is_gone_does_not_keep_the_others_from_coming(lived_in, tmp_path):
    done = sample(lived_in, "done.ma")
    with pytest.raises(DownloadFailed, match="has no task 999"):
        RayvisionDownload(lived_in).auto_download_after_task_completed(
            [999, done], local_path=str(tmp_path), sleep_time=0.01
        )
    assert len([path for path in tmp_path.rglob("*") if path.suffix in (".exr", ".png", ".jpg")]) == 12


def test_test_frames_that_are_done_are_an_end_where_that_is_asked_for(lived_in, tmp_path):
    waiting = sample(lived_in, "test_done.ma")
    manage = RayvisionManageTask(lived_in.query)
    assert manage.is_task_end(waiting) is False
    assert manage.is_task_end(waiting, is_test_stop=True) is True
    assert RayvisionDownload(lived_in).auto_download([waiting], is_test_stop=True, local_path=str(tmp_path)) is True


@pytest.mark.parametrize(
    ("scene", "code", "parts", "ended"),
    [
        ("stopped_by_user.ma", "15", 0, True),
        ("analysing.ma", "50", 0, False),
        ("updating.ma", "100", 0, False),
        ("layered_done.ma", "25", 3, True),
        ("layered_rendering", "5", 2, False),
    ],
)
def test_tasks_of_any_status_are_told(lived_in, scene, code, parts, ended):
    manage, number = RayvisionManageTask(lived_in.query), sample(lived_in, scene)
    (told,) = manage.get_task_status([number])
    assert (told["task_id"], told["task_status_code"]) == (str(number), code)
    assert told["task_status_description"] == get_task_status_description(code)
    assert len(told["sub_task_status"]) == parts
    assert len(manage.find_task_status_codes([told])) == (parts or 1)
    assert manage.is_task_end(number) is ended
    assert manage.get_task_status([999]) == manage.task_info_iterater(None) == []
    assert manage.is_task_end(999) is True


# Tables


def test_the_tables_have_what_the_documents_have():
    assert set(TASK_END_STATUS_CODE_LIST) == {"10", "15", "20", "23", "25", "30", "35", "45"}
    documented = {"0", "5", "8", "10", "20", "23", "25", "30", "35", "40", "45"}
    assert set(TASK_STATUS_DESCRIPTION) == documented | {"15", "50", "100"}
    assert TASK_STATUS_DESCRIPTION["30"] == {"0": "已完成(有失败帧)", "1": "Done, some frames failed"}
    assert (CG_SETTING["maya"], CG_SETTING["2004"], CG_SETTING["clarisse"]) == ("2000", "houdini", "2013")
    assert set(MODIFIABLE_PARAM) - set(TASK_INFO["task_info"]) == {"test_frames"}
    with pytest.raises(RayvisionError, match="77"):
        get_task_status_description("77")


def test_everything_is_to_be_had_from_one_place():
    assert all(getattr(rayvision, name) for name in rayvision.__all__)
    assert issubclass(rayvision.AnalyzeError, Exception)
    with pytest.raises(rayvision.AnalyzeError):
        raise rayvision.VersionNotMatchError
    error = RayvisionError(1000002, "no {name}", name="x", hint="look at {name}")
    assert (str(error), error.error, error.advice) == ("RayvisionError: 1000002: no x", "no x", "look at x")
