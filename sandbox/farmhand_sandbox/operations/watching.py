"""Questions about tasks and frames: lists, states, counts, thumbnails, logs."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Dict, List, Optional
from urllib.parse import quote

from farmhand_sandbox import facts, records
from farmhand_sandbox.checks import (
    INTEGER,
    NUMBER,
    PAGE_NUMBER,
    PAGE_SIZE,
    STATUSES,
    TASK_ID,
    TASK_IDS,
    TEXT,
    one_of,
)
from farmhand_sandbox.farm import output_paths
from farmhand_sandbox.operations.route import Call, Route, route
from farmhand_sandbox.refusal import illegal

_DATE = "%Y-%m-%d %H:%M:%S"


def _moment(call: Call, key: str) -> Optional[float]:
    """A local time of the body as milliseconds since the epoch."""
    text = call.body.get(key)
    if not text:
        return None
    try:
        return datetime.strptime(text, _DATE).timestamp() * 1000
    except ValueError as error:
        raise illegal(f"{key} must be like 2020-01-31 23:59:59") from error


def _wanted(call: Call) -> Any:
    """A test for task records, from the filters of the body."""
    statuses = set(call.body.get("statusList") or [])
    keyword = (call.body.get("searchKeyword") or "").lower()
    start, end = _moment(call, "startTime"), _moment(call, "endTime")

    def wanted(task: Dict[str, Any]) -> bool:
        return (
            (not statuses or task["taskStatus"] in statuses)
            and (keyword in task["sceneName"].lower() or keyword in task["taskAlias"].lower())
            and (start is None or task["submitDate"] >= start)
            and (end is None or task["submitDate"] <= end)
        )

    return wanted


def _task_list(call: Call) -> Dict[str, Any]:
    number, size = call.body.get("pageNum", 1), call.body.get("pageSize", 100)
    wanted = _wanted(call)
    with call.farm.store() as store:
        now = call.farm.clock()
        rows = store.submitted_tasks(deleted=call.body.get("recycleFlag") == 1)
        tasks = [task for task in (records.task(store, row, now) for row in rows) if wanted(task)]
    return records.page(tasks[(number - 1) * size : number * size], len(tasks), number, size)


def _task_info(call: Call) -> Dict[str, Any]:
    with call.farm.store() as store:
        now = call.farm.clock()
        rows = [store.task(task) for task in dict.fromkeys(call.body["taskIds"])]
        tasks = [
            records.task(store, row, now)
            for row in rows
            if row and row["submitted"] is not None and not row["deleted"]
        ]
    return {**records.page(tasks, len(tasks), 1, 100), "userAccountConsume": 0.0}


def _frames(call: Call) -> Dict[str, Any]:
    number, size = call.body.get("pageNum", 1), call.body.get("pageSize", 100)
    with call.farm.store() as store:
        task = store.task(call.body["taskId"])
        if task is None or task["deleted"]:
            return records.page([], 0, number, size)
        total, rows = store.frames(
            task["id"], call.body.get("searchKeyword") or "", size, (number - 1) * size
        )
        return records.page([records.frame(row) for row in rows], total, number, size)


def _all_frames(call: Call) -> Dict[str, Any]:
    with call.farm.store() as store:
        done = records.progress(store.counts())
    return {
        "executingFramesTotal": done.number(facts.FRAME_RUNNING),
        "doneFramesTotal": done.number(facts.FRAME_DONE),
        "failedFramesTotal": done.number(facts.FRAME_FAILED),
        "waitingFramesTotal": done.number(facts.FRAME_WAITING),
        "abandonFramesTotal": done.number(facts.FRAME_STOPPED),
        "totalFrames": done.total,
    }


def _thumbnail(call: Call) -> List[str]:
    """Paths on this server, fit to be asked for by GET: the sandbox shows the frame itself."""
    with call.farm.store() as store:
        frame = store.frame(call.body["id"])
        task = store.task(frame["task"]) if frame else None
        if frame is None or task is None or task["deleted"] or frame["status"] != facts.FRAME_DONE:
            return []
        paths = output_paths(json.loads(task["info"]), frame)
    return [f"/sandbox/storage/{facts.OUTPUT_BID}/{facts.USER_ID}/{quote(path)}" for path in paths]


def _log(call: Call) -> Dict[str, Any]:
    """A few lines such as a renderer writes; the real shape is in no document."""
    number, size = call.body.get("pageNum", 1), call.body.get("pageSize", 1)
    with call.farm.store() as store:
        frame = store.frame(call.body["id"])
        if frame is None:
            raise illegal(f"there is no frame {call.body['id']}")
        record = records.frame(frame)
    lines = [
        f"frame {record['frameIndex']} of task {record['taskId']}",
        f"attempt {record['recommitFlag'] + 1}",
    ]
    if record["frameStatus"] == facts.FRAME_FAILED:
        lines.append("error: this frame was told to fail (--fail-frame)")
    lines.append(record["frameStatusText"])
    return records.page(["\n".join(lines)] if number == 1 else [], 1, number, size)


def _progress_picture(call: Call) -> Dict[str, Any]:
    """Blocks of a picture that renders, in the shape of 3ds Max tasks; each frame is one block here."""
    photons = call.body.get("frameType") == 2
    with call.farm.store() as store:
        task = store.task(call.body["taskId"])
        if task is None or task["deleted"] or task["submitted"] is None:
            raise illegal(f"there is no task {call.body['taskId']}")
        rows = store.frames(task["id"], "", 16, 0)[1]
        info = json.loads(task["info"])
    blocks = [records.frame(row) for row in rows]
    width, height = info["targets"][0]["size"]
    return {
        "isRenderPhoton": photons,
        "currentTaskType": "RenderPhoton" if photons else "Render",
        "sceneName": f"{info['scene']}-{info['targets'][0]['camera']}",
        "grabInfo": [[_block(record)] for record in blocks],
        "width": width,
        "height": height,
        "block": len(blocks),
        "startTime": _local(task["submitted"]),
        "completedTime": None,
    }


def _block(record: Dict[str, Any]) -> Dict[str, Any]:
    done = record["frameStatus"] == facts.FRAME_DONE
    return {
        "couponFee": f"{record['couponFee']:.2f}",
        "frameIndex": "0",
        "renderInfo": "",
        "frameBlock": record["frameIndex"],
        "frameEst": "0",
        "grabUrl": "",
        "feeAmount": "0.00",
        "frameUsed": str(record["frameExecuteTime"]),
        "frameStatus": str(record["frameStatus"]),
        "framePercent": "100" if done else "0",
        "isMaxPrice": "0",
        "startTime": _local(record["startTime"] / 1000.0),
        "endTime": _local(record["endTime"] / 1000.0),
    }


def _local(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).strftime(_DATE) if seconds else ""


_HANDLE = "/api/render/handle"
_OLD = "/api/render/task"

ROUTES: List[Route] = [
    route(
        _task_list,
        f"{_HANDLE}/getTaskList/v2",
        f"{_HANDLE}/getTaskList",
        f"{_OLD}/getTaskList",
        pageNum=PAGE_NUMBER,
        pageSize=PAGE_SIZE,
        statusList=STATUSES,
        searchKeyword=TEXT,
        startTime=TEXT,
        endTime=TEXT,
        recycleFlag=one_of(0, 1, required=False),
    ),
    route(
        _task_info,
        f"{_HANDLE}/queryTaskInfo/v2",
        f"{_HANDLE}/queryTaskInfo",
        f"{_OLD}/queryTaskInfo",
        "/api/rendering/task/renderingTask/queryTaskInfo",
        taskIds=TASK_IDS,
    ),
    route(
        _frames,
        f"{_HANDLE}/queryTaskFrames",
        f"{_OLD}/queryTaskFrames",
        taskId=TASK_ID,
        pageNum=PAGE_NUMBER,
        pageSize=PAGE_SIZE,
        searchKeyword=TEXT,
    ),
    route(_all_frames, f"{_HANDLE}/queryAllFrameStats", f"{_OLD}/queryAllFrameStats"),
    route(
        _thumbnail,
        f"{_HANDLE}/loadingFrameThumbnail",
        f"{_OLD}/loadingFrameThumbnail",
        id=INTEGER,
        frameStatus=NUMBER,
    ),
    route(
        _progress_picture,
        f"{_HANDLE}/loadTaskProcessImg",
        f"{_OLD}/loadTaskProcessImg",
        taskId=TASK_ID,
        frameType=NUMBER,
    ),
    route(
        _log,
        f"{_HANDLE}/showLog",
        id=INTEGER,
        pageNum=PAGE_NUMBER,
        pageSize=PAGE_SIZE,
        renderingType=TEXT,
    ),
]
