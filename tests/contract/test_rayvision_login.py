"""`farmhand.compat.rayvision`: logging in, calls of one's own, submitting, and what importing leaves alone."""

import json
import logging
import os
import subprocess
import sys
import urllib.request

import pytest
from rayvision_scripts import log_in

from farmhand.compat.rayvision import RayvisionAPIError, RayvisionError, RayvisionNetworkError, RayvisonTaskIdError
from farmhand.errors import FarmError, NetworkError, SettingsError
from farmhand.farm.connection import Connection


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
    with pytest.raises(SettingsError, match="Nobody is signed in") as told:
        log_in(sandbox_environment, access_id=None, access_key=None)
    assert "FARMHAND_ACCESS_KEY" in told.value.advice


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
