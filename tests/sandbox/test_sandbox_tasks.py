"""Tasks live as on the farm: submitted once, rendered with the clock, stopped, gone on, failed and deleted."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Dict, List

import pytest
from sandbox_client import Client, Clock, maya_job

from farmhand_sandbox.server import Sandbox, running_sandbox

HANDLE = "/api/render/handle"
SUBMIT = "/api/render/submit/task"


def _pictures(sandbox: Sandbox) -> List[str]:
    root = sandbox.folder / "storage" / "20201" / "10001136"
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*.png"))


def test_a_task_goes_from_analysing_to_done_with_the_clock(client: Client, clock: Clock) -> None:
    task = client.submitted(maya_job("1-4[1]"))
    seen = [client.status(task)]
    for _ in range(3):
        clock.pass_(1.0)
        seen.append(client.status(task))
    assert seen == [50, 5, 5, 25]
    info = client.info(task)
    assert (info["totalFrames"], info["doneFrames"], info["isOpen"]) == (4, 4, 0)
    assert info["respRenderingTaskList"] is None
    assert info["completedDate"] - info["startTime"] == 2000


def test_states_do_not_depend_on_how_often_one_asks(tmp_path: Path) -> None:
    ends = []
    for name, steps in (("often", [0.3] * 20), ("once", [6.0])):
        clock = Clock()
        with running_sandbox(tmp_path / name, clock=clock, speed=0.7, nodes=2, analyse_delay=0.5) as sandbox:
            client = Client(sandbox)
            task = client.submitted(maya_job("1-9[1]"))
            for step in steps:
                clock.pass_(step)
                client.status(task)
            ends.append([(f["frameIndex"], f["frameStatus"], f["endTime"] - clock.now) for f in client.frames(task)])
    assert [e[:2] for e in ends[0]] == [e[:2] for e in ends[1]]
    assert [e[2] for e in ends[0]] == pytest.approx([e[2] for e in ends[1]], abs=2)


def test_nodes_bound_the_frames_that_run_over_all_tasks(client: Client, clock: Clock) -> None:
    client.submitted(maya_job("1-3[1]"))
    client.submitted(maya_job("1-3[1]"))
    clock.pass_(1.5)
    totals = client.data(f"{HANDLE}/queryAllFrameStats")
    assert (totals["executingFramesTotal"], totals["waitingFramesTotal"], totals["totalFrames"]) == (2, 4, 6)


def test_frames_have_pictures_as_soon_as_they_are_done(client: Client, clock: Clock, sandbox: Sandbox) -> None:
    task = client.submitted(maya_job("1-4[1]", layers=("rs_fog",), cameras=("camShape",)))
    clock.pass_(2.0)
    done = [frame["frameIndex"] for frame in client.frames(task) if frame["frameStatus"] == 4]
    assert done == ["1", "2"]
    assert _pictures(sandbox) == [f"{task}_shot/rs_fog/camShape/shot.{n:04d}.png" for n in (1, 2)]


def test_a_picture_is_small_keeps_the_aspect_and_is_the_same_each_time(client: Client, clock: Clock) -> None:
    tasks = [client.submitted(maya_job("7")) for _ in range(2)]
    clock.pass_(9)
    paths = []
    for task in tasks:
        frame = client.frames(task)[0]
        paths += client.data(f"{HANDLE}/loadingFrameThumbnail", id=frame["id"], frameStatus=4)
    contents = [client.http("GET", path)[1] for path in paths]
    assert contents[0] == contents[1]
    from PIL import Image

    assert Image.open(io.BytesIO(contents[0])).size == (320, 240)


def test_submitting_twice_is_refused_and_adds_no_frame(client: Client) -> None:
    task = client.submitted(maya_job("1-4[1]"))
    reply = client.reply(SUBMIT, taskId=task)
    assert reply["code"] == 600
    assert "submitted already" in reply["message"]
    assert len(client.frames(task)) == 4


def test_a_refused_submission_leaves_nothing_and_may_be_tried_again(client: Client) -> None:
    task = client.create()
    assert "task.json" in client.reply(SUBMIT, taskId=task)["message"]
    client.upload(task, "task.json", maya_job("bad"))
    assert client.reply(SUBMIT, taskId=task)["code"] == 600
    client.upload(task, "task.json", maya_job("1", task_id=str(task + 1)))
    assert client.reply(SUBMIT, taskId=task)["code"] == 600
    assert client.frames(task) == []
    client.upload(task, "task.json", maya_job("1", task_id=str(task)))
    assert client.reply(SUBMIT, taskId=task)["code"] == 200


def test_ten_submissions_at_once_make_one_task(client: Client) -> None:
    task = client.create()
    client.upload(task, "task.json", maya_job("1-4[1]"))
    with ThreadPoolExecutor(10) as pool:
        codes = [reply["code"] for reply in pool.map(lambda _: client.reply(SUBMIT, taskId=task), range(10))]
    assert sorted(codes) == [200] + [600] * 9
    assert len(client.frames(task)) == 4


@pytest.mark.parametrize("task", [1, 999999, -1])
def test_an_unknown_task_cannot_be_submitted(client: Client, task: int) -> None:
    assert client.reply(SUBMIT, taskId=task)["code"] == 600


def test_missing_files_are_told_in_the_remark_and_do_not_stop_the_frames(client: Client, clock: Clock) -> None:
    task = client.submitted(maya_job("1"), assets=["/D/a.png", "/D/b.png", "/../x"])
    clock.pass_(9)
    info = client.info(task)
    assert info["taskStatus"] == 25
    assert "missing: 3 files: /D/a.png" in info["remark"]


def test_a_layered_task_has_a_part_for_each_layer(client: Client, clock: Clock, sandbox: Sandbox) -> None:
    task = client.submitted(maya_job("1-2[1]", layers=("fog", "sky"), enable_layered="1"))
    clock.pass_(99)
    info = client.info(task)
    parts = info["respRenderingTaskList"]
    assert (info["isOpen"], info["taskStatus"], info["totalFrames"], info["outputFileName"]) == (1, 25, 4, None)
    assert [part["layerName"] for part in parts] == ["fog", "sky"]
    assert [part["outputFileName"] for part in parts] == [f"{part['id']}_shot" for part in parts]
    assert all(part["layerParentId"] == task for part in parts)
    assert len(_pictures(sandbox)) == 4
    assert [len(client.frames(part["id"])) for part in parts] == [2, 2]


def test_priority_frames_hold_the_task_until_full_speed(client: Client, clock: Clock) -> None:
    task = client.submitted(maya_job("1-10[1]", pre_frames="101", stop_after_test="1"))
    clock.pass_(99)
    frames = client.frames(task)
    assert client.status(task) == 40
    assert [(f["frameIndex"], f["frameType"]) for f in frames if f["frameStatus"] == 4] == [("1", 4), ("10", 4)]
    client.data(f"{HANDLE}/fullSpeedRendering", taskIds=[task])
    clock.pass_(99)
    assert client.status(task) == 25


def test_a_stopped_task_waits_until_it_is_started(client: Client, clock: Clock) -> None:
    task = client.submitted(maya_job("1-6[1]"))
    clock.pass_(2.5)
    client.data("/api/rendering/task/renderingTask/stopTask", taskIds=[task])
    clock.pass_(99)
    assert (client.status(task), client.info(task)["doneFrames"]) == (15, 2)
    client.data(f"{HANDLE}/startTask", taskIds=[task])
    assert client.status(task) == 5
    clock.pass_(2)
    assert client.status(task) == 25


def test_an_abandoned_task_cannot_be_started(client: Client) -> None:
    task = client.submitted(maya_job())
    client.data(f"{HANDLE}/abandonTask", taskIds=[task])
    assert client.status(task) == 35
    assert client.reply(f"{HANDLE}/startTask", taskIds=[task])["code"] == 600


def test_a_deleted_task_has_no_item_and_frees_its_nodes(client: Client, clock: Clock) -> None:
    gone = client.submitted(maya_job("1-100[1]"))
    kept = client.submitted(maya_job("1-2[1]"))
    clock.pass_(1.5)
    client.data(f"{HANDLE}/deleteTask", taskIds=[gone])
    clock.pass_(1.0)
    assert client.data(f"{HANDLE}/queryTaskInfo", taskIds=[gone, 5])["items"] == []
    assert client.status(kept) == 25
    assert [t["id"] for t in client.data(f"{HANDLE}/getTaskList", recycleFlag=1)["items"]] == [gone]


class TestFailing:
    @pytest.fixture
    def settings(self) -> Dict[str, Any]:
        return {"speed": 1.0, "nodes": 2, "analyse_delay": 0.0, "fail_frames": frozenset({3})}

    def test_a_failed_frame_ends_the_task_with_30_and_can_be_sent_again(self, client: Client, clock: Clock) -> None:
        task = client.submitted(maya_job("1-4[1]"))
        clock.pass_(9)
        assert client.status(task) == 30
        failed = [f for f in client.frames(task) if f["frameStatus"] == 5]
        assert [f["frameIndex"] for f in failed] == ["3"]
        client.data(f"{HANDLE}/recommitTaskFrames", taskId=task, ids=[failed[0]["id"]], selectAll=0)
        assert client.status(task) == 5
        clock.pass_(9)
        assert client.status(task) == 25
        assert [f["recommitFlag"] for f in client.frames(task)] == [0, 0, 1, 0]

    def test_recommit_of_a_task_takes_its_failed_frames_only(self, client: Client, clock: Clock) -> None:
        task = client.submitted(maya_job("1-4[1]"))
        clock.pass_(9)
        client.data(f"{HANDLE}/recommitTasks", taskIds=[task])
        assert client.data(f"{HANDLE}/queryAllFrameStats")["executingFramesTotal"] == 1


def test_a_number_that_was_never_submitted_can_be_deleted(client: Client) -> None:
    task = client.create()
    client.data(f"{HANDLE}/deleteTask", taskIds=[task])
    assert client.reply(SUBMIT, taskId=task)["code"] == 600


def test_stopped_frames_are_left_out(client: Client, clock: Clock) -> None:
    task = client.submitted(maya_job("1-4[1]"))
    last = client.frames(task)[-1]["id"]
    client.data(f"{HANDLE}/stopTaskFrames", taskId=task, ids=[last], selectAll=0)
    clock.pass_(99)
    assert [f["frameStatus"] for f in client.frames(task)] == [4, 4, 4, 3]
    assert client.status(task) == 10


def test_pages_hold_what_was_asked_for(client: Client) -> None:
    task = client.submitted(maya_job("1-25[1]"))
    path = f"{HANDLE}/queryTaskFrames"
    pages = [client.data(path, taskId=task, pageNum=n, pageSize=10) for n in (1, 2, 3, 4)]
    assert [len(page["items"]) for page in pages] == [10, 10, 5, 0]
    assert (pages[0]["pageCount"], pages[0]["total"]) == (3, 25)
    assert len(client.frames(task, searchKeyword="2")) == 8


def test_the_list_can_be_filtered(client: Client, clock: Clock) -> None:
    first = client.submitted(maya_job("1"))
    clock.pass_(99)
    second = client.submitted(maya_job("1"))
    ids = lambda **body: [t["id"] for t in client.data(f"{HANDLE}/getTaskList/v2", **body)["items"]]  # noqa: E731
    assert ids() == [second, first]
    assert ids(statusList=[25]) == [first]
    assert ids(searchKeyword=str(second)) == [second]
    assert ids(pageNum=2, pageSize=1) == [first]
    assert ids(startTime="2999-01-01 00:00:00") == []


def test_a_farm_goes_on_where_it_was_when_it_is_started_again(tmp_path: Path, clock: Clock) -> None:
    with running_sandbox(tmp_path, clock=clock, speed=1.0, nodes=1, analyse_delay=0.0) as sandbox:
        task = Client(sandbox).submitted(maya_job("1-3[1]"))
    clock.pass_(2)
    with running_sandbox(tmp_path, clock=clock, speed=1.0, nodes=1, analyse_delay=0.0) as sandbox:
        assert Client(sandbox).info(task)["doneFrames"] == 2
