"""Every operation is where the contract says, and takes and answers what the documents say."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Dict, List

import pytest
from sandbox_client import ROOT, Client, Clock, maya_job

from farmhand_sandbox.operations.table import ROUTES

HANDLE = "/api/render/handle"

def _contract() -> List[Dict[str, Any]]:
    folder = Path(os.environ.get("FARMHAND_REFERENCE", ROOT.parent / "shared" / "reference"))
    path = folder / "api_contract.json"
    if not path.is_file():
        pytest.skip(f"the contract is not there: {path} (set FARMHAND_REFERENCE)")
    contract: List[Dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return [operation for operation in contract if operation["path"]]


def test_every_path_of_the_contract_is_served_also_the_older_ones() -> None:
    wanted = {
        "/" + path.lstrip("/")
        for operation in _contract()
        for path in (operation["path"], *operation["paths_in_older_docs"])
    }
    assert wanted - set(ROUTES) == set()
    assert len({operation["path"] for operation in _contract()}) == 49


def test_every_body_of_the_contract_passes_the_checks(client: Client) -> None:
    task = client.submitted(maya_job("1-2[1]"))
    frame = client.frames(task)[0]["id"]
    for operation in _contract():
        path, body = operation["path"], dict(operation["body_example"])
        if path == "/api/render/submit/task":
            continue
        if "delete" in path and "editName" in body:
            continue  # the others name it
        body.update({key: task for key in ("taskId",) if key in body})
        body.update({key: [task] for key in ("taskIds",) if key in body and "hardware" not in path})
        body.update({key: frame for key in ("id",) if key in body})
        if "ids" in body:
            body["ids"] = [frame]
        if "editName" in body:
            body["editName"] = "tests"
        if path in (f"{HANDLE}/deleteTask", f"{HANDLE}/abandonTask", "/api/render/submit/taskJsonFile"):
            continue  # they end what the others need
        assert client.reply(path, **body)["code"] in (200,), (path, body, client.reply(path, **body))


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/api/render/submit/task", {}, 601),
        ("/api/render/submit/task", {"taskId": None}, 601),
        ("/api/render/submit/task", {"taskId": "5"}, 600),
        ("/api/render/submit/task", {"taskId": True}, 600),
        ("/api/render/submit/task", {"taskId": 2**70}, 600),
        (f"{HANDLE}/queryTaskInfo/v2", {"taskIds": 5}, 600),
        (f"{HANDLE}/queryTaskInfo/v2", {"taskIds": ["5"]}, 600),
        (f"{HANDLE}/queryTaskInfo/v2", {"taskIds": [2**70]}, 600),
        ("/api/render/submit/createTask", {"count": 0}, 600),
        ("/api/render/submit/createTask", {"count": 10**9}, 600),
        ("/api/render/submit/taskJsonFile", {"taskId": 1, "content": "{}", "fileName": "x.json"}, 600),
        ("/api/render/submit/taskJsonFile", {"taskId": 1, "content": "{}", "fileName": "task.json"}, 600),
        ("/api/render/submit/queryAnalyseErrorDetail", {}, 601),
        (f"{HANDLE}/queryTaskFrames", {"taskId": 1, "pageSize": 0}, 600),
        (f"{HANDLE}/getTaskList/v2", {"startTime": "yesterday"}, 600),
    ],
)
def test_a_bad_body_is_refused(client: Client, path: str, body: Dict[str, Any], code: int) -> None:
    assert client.reply(path, **body)["code"] == code


def test_created_numbers_are_new_each_time(client: Client) -> None:
    first = client.data("/api/render/submit/createTask", count=3, taskUserLevel=60, labels=["a"])
    assert len(set(first["taskIdList"])) == 3
    assert first["aliasTaskIdList"] == [f"2W{number}" for number in first["taskIdList"]]
    assert client.create() not in first["taskIdList"]


def test_projects_can_be_added_once_listed_and_deleted(client: Client) -> None:
    names = lambda: [p["projectName"] for p in client.data("/api/render/project/list", flag=2)["projectNameList"]]  # noqa: E731
    client.data("/api/render/project/add", newName="film", status=0)
    assert client.reply("/api/render/project/add", newName="film", status=0)["code"] == 600
    assert names() == ["film"]
    client.data("/api/render/project/delete", delName="film")
    assert names() == []


def test_error_details_come_in_both_languages(client: Client) -> None:
    path = "/api/render/submit/queryAnalyseErrorDetail"
    english = client.data(path, codes=["50001", "50002", "1"], language="1")
    assert [(d["code"], d["type"]) for d in english] == [("50001", 0), ("50002", 1)]
    assert english[0]["desDescriptionCn"].isascii()
    assert not client.data(path, code="50001", language=0)[0]["desDescriptionCn"].isascii()


def test_every_known_maya_tip_has_a_text(client: Client) -> None:
    path = Path(os.environ.get("FARMHAND_REFERENCE", ROOT.parent / "shared" / "reference")) / "maya_tips.json"
    if not path.is_file():
        pytest.skip(f"the tips are not there: {path} (set FARMHAND_REFERENCE)")
    codes = [code for code in json.loads(path.read_text(encoding="utf-8")) if code.isdigit()]
    found = client.data("/api/render/submit/queryAnalyseErrorDetail", codes=codes, language=1)
    assert {detail["code"] for detail in found} == set(codes)


def test_maya_offers_the_plugins_of_each_version(client: Client) -> None:
    detail = client.data("/api/render/plugin/querySoftwareDetail", cgId=2000, osName="linux")
    assert {"2018", "2024", "2026"} <= {version["cgVersion"] for version in detail["cgVersion"]}
    mtoa = [plugin for plugin in detail["cgPlugin"] if plugin["pluginName"] == "mtoa"]
    assert len(mtoa) == len(detail["cgVersion"])
    assert {"mtoa 2.0.1", "mtoa 5.3.0"} <= {version["pluginVersion"] for version in mtoa[0]["pluginVersions"]}


def test_the_default_engine_leads_back_to_the_sandbox(client: Client) -> None:
    engines = client.data("/api/render/transfer/getConfig")["resqEngines"]
    (default,) = [engine for engine in engines if engine["isDefault"] == 1]
    line = default["respTaskEngineLines"][0]
    assert (default["engineName"], line["server"], line["port"]) == ("Aspera", "127.0.0.1", str(client.sandbox.port))


def test_settings_are_kept(client: Client) -> None:
    client.data("/api/render/setUp/updateUserSetting", taskOverTimeSec=7200)
    assert client.data("/api/render/setUp/queryUserSetting")["taskOverTime"] == 2


def test_labels_can_be_put_on_and_taken_off(client: Client) -> None:
    task = client.submitted(maya_job("1"))
    client.data(f"{HANDLE}/addTaskLabel", label="night", taskIds=[task])
    assert "night" in client.info(task)["labels"]
    client.data(f"{HANDLE}/deleteTaskLabel", taskIds=[task], labelNames=["night"], labelIds=[])
    assert "night" not in client.info(task)["labels"]


def test_outputs_are_listed_by_task_and_by_folder(client: Client, clock: Clock) -> None:
    path = "/api/render/file/operate/getOutputUserDirFile"
    task = client.submitted(maya_job("1"))
    assert client.data(path, taskId=task, treePath="/") == []
    clock.pass_(99)
    (folder,) = client.data(path, taskId=task, treePath="/")
    assert (folder["filePath"], folder["directory"], folder["fileSize"]) == (f"/{task}_shot", True, None)
    (picture,) = client.data(path, treePath=f"/{task}_shot/defaultRenderLayer/cam")
    assert picture["fileName"] == "shot.0001.png"
    assert picture["fileSize"] > 100
    assert picture["filePath"].endswith("/cam/shot.0001.png")
