"""`farmhand.compat.rayvision`: sending, bringing frames back, and looking at tasks meanwhile."""

import json
import logging
from pathlib import Path

import pytest
from rayvision_scripts import content, log_in

from farmhand.compat.rayvision import (
    DownloadFailed,
    RayvisionCheck,
    RayvisionDownload,
    RayvisionError,
    RayvisionManageTask,
    RayvisionUpload,
    UnsupportedDatabaseError,
    UnsupportedEngineType,
    append_to_upload,
)
from farmhand.compat.rayvision.rayvision_sync.utils import get_task_status_description
from farmhand.farm.isolation import isolated


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


def test_assets_are_isolated_as_the_documentation_tells(api, analysed):
    """docs/rayvision.md: task files as they are, assets below the task's folder, the model with the submission."""
    number = RayvisionCheck(api, analysed).execute(analysed.task_json, analysed.upload_json)
    upload = RayvisionUpload(api)
    upload.upload_config(number, [analysed.task_json, analysed.upload_json])
    moved = content(analysed.upload_json)
    for entry in moved["asset"]:
        entry["server"] = isolated(entry["server"], number)
    Path(analysed.workspace, "moved.json").write_text(json.dumps(moved), encoding="utf-8")
    upload.upload_asset(str(Path(analysed.workspace, "moved.json")))
    assert api.submit(int(number), asset_lsolation_model="TASK_ID_MODEL") is True
    assert api.find_task(int(number)).remark == ""  # the farm misses nothing


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
