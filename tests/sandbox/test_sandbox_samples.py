"""The populated account: every status, layers, thousands of frames in pages."""

from __future__ import annotations

import time
from typing import Any, Dict

import pytest
from sandbox_client import Client, maya_job

LIST = "/api/render/handle/getTaskList/v2"


@pytest.fixture
def settings() -> Dict[str, Any]:
    return {"speed": 0.0, "analyse_delay": 0.0, "populate": True}


def test_there_is_a_task_in_every_status_and_it_stays_there(client: Client, clock: Any) -> None:
    wanted = {0, 5, 8, 10, 15, 20, 23, 25, 30, 35, 40, 45, 50, 100}
    for _ in range(2):
        tasks = client.data(LIST)["items"]
        assert {task["taskStatus"] for task in tasks} == wanted
        clock.pass_(1000.0)
    deleted = client.data(LIST, recycleFlag=1)["items"]
    assert [task["sceneName"] for task in deleted] == ["deleted.ma"]


def test_layered_samples_have_their_parts_with_layer_names(client: Client) -> None:
    tasks = {task["sceneName"]: task for task in client.data(LIST)["items"]}
    parts = tasks["layered_done.ma"]["respRenderingTaskList"]
    assert [part["layerName"] for part in parts] == ["beauty", "fog", "matte"]
    assert (tasks["layered_done.ma"]["isOpen"], tasks["layered_done.ma"]["totalFrames"]) == (1, 72)
    assert tasks["done.ma"]["respRenderingTaskList"] is None


def test_thousands_of_frames_come_in_pages(client: Client) -> None:
    (task,) = client.data(LIST, searchKeyword="thousands")["items"]
    path = "/api/render/handle/queryTaskFrames"
    seen = []
    started = time.monotonic()
    for number in range(1, 51):
        page = client.data(path, taskId=task["id"], pageNum=number, pageSize=100)
        assert (page["total"], page["pageCount"]) == (5000, 50)
        seen.extend(frame["frameIndex"] for frame in page["items"])
    assert seen == [str(number) for number in range(1, 5001)]
    assert time.monotonic() - started < 20.0


def test_samples_do_not_keep_a_real_job_from_rendering(client: Client, clock: Any) -> None:
    task = client.submitted(maya_job("1-4[1]"))
    clock.pass_(10.0)
    assert client.status(task) == 25


def test_a_done_sample_has_its_pictures(client: Client) -> None:
    (task,) = client.data(LIST, searchKeyword="2W20008")["items"]
    found = client.data(
        "/api/render/file/operate/getOutputUserDirFile",
        treePath=f"/{task['outputFileName']}/defaultRenderLayer/shotCam",
    )
    assert len(found) == task["doneFrames"] == 12
