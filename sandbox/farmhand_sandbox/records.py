"""Turns rows of the store into the records of a reply, with the fields that the farm's documents show.

A task's status is not stored: it follows from its frames, from what holds it, and from the clock.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Sequence

from farmhand_sandbox import facts
from farmhand_sandbox.store import Store

_COUPON_PER_SECOND = 0.001
_ACTIVE = (facts.FRAME_WAITING, facts.FRAME_RUNNING)


@dataclass(frozen=True)
class Progress:
    """Frames of a task by status, and when it ran (seconds since the epoch)."""

    by_status: Mapping[int, int]
    waiting_priority: int
    priority: int
    started: Optional[float]
    ended: Optional[float]
    seconds: float

    @property
    def total(self) -> int:
        return sum(self.by_status.values())

    def number(self, status: int) -> int:
        return self.by_status.get(status, 0)


def progress(rows: Sequence[sqlite3.Row]) -> Progress:
    """Sum up rows of `Store.counts`."""
    by_status: Dict[int, int] = {}
    for row in rows:
        by_status[row["status"]] = by_status.get(row["status"], 0) + row["number"]
    ran = [row for row in rows if row["started"] is not None]
    finished = [row for row in ran if row["status"] in (facts.FRAME_DONE, facts.FRAME_FAILED)]
    return Progress(
        by_status=by_status,
        waiting_priority=sum(
            row["number"] for row in rows if row["priority"] and row["status"] in _ACTIVE
        ),
        priority=sum(row["number"] for row in rows if row["priority"]),
        started=min((row["started"] for row in ran), default=None),
        ended=max((row["ended"] for row in finished), default=None),
        seconds=sum(row["seconds"] for row in finished),
    )


def status(task: sqlite3.Row, done: Progress, now: float) -> int:
    """Status of a task that has frames of its own."""
    if task["held"] is not None:
        return int(task["held"])
    if now < task["ready"]:
        return facts.TASK_ANALYSING
    if (
        task["hold_test"]
        and done.priority
        and not done.waiting_priority
        and done.number(facts.FRAME_WAITING)
    ):
        return facts.TASK_TEST_DONE
    if any(done.number(active) for active in _ACTIVE):
        return facts.TASK_WAITING if done.started is None else facts.TASK_RENDERING
    if done.number(facts.FRAME_STOPPED):
        return facts.TASK_STOPPED
    return facts.TASK_DONE_WITH_FAILED if done.number(facts.FRAME_FAILED) else facts.TASK_DONE


# The status of a layered task is the first of these that any of its parts has.
_PARENT_ORDER = (
    facts.TASK_RENDERING,
    facts.TASK_PREPROCESSING,
    facts.TASK_ANALYSING,
    facts.TASK_UPDATING,
    facts.TASK_WAITING,
    facts.TASK_TEST_DONE,
    facts.TASK_STOPPED_BY_USER,
    facts.TASK_STOPPED,
    facts.TASK_ARREARS,
    facts.TASK_TIMED_OUT,
    facts.TASK_ABANDONED,
    facts.TASK_FAILED,
    facts.TASK_DONE_WITH_FAILED,
    facts.TASK_DONE,
)


_ENDED = frozenset((facts.TASK_DONE, facts.TASK_DONE_WITH_FAILED))


def _parent_status(statuses: Sequence[int]) -> int:
    if facts.TASK_WAITING in statuses and _ENDED.intersection(statuses):
        return facts.TASK_RENDERING
    return min(statuses, key=_PARENT_ORDER.index)


def _ms(seconds: Optional[float]) -> Optional[int]:
    return None if seconds is None else int(seconds * 1000)


def _ranges(info: Mapping[str, Any]) -> str:
    """Frames of all targets; for Houdini with the node before them, as the farm does."""
    if info["cg_id"] == 2004:
        return ",".join(target["layer"] + target["frames"] for target in info["targets"])
    return ",".join(dict.fromkeys(target["frames"] for target in info["targets"]))


def _joined(info: Mapping[str, Any], key: str) -> str:
    return ",".join(dict.fromkeys(target[key] for target in info["targets"]))


def task(store: Store, row: sqlite3.Row, now: float) -> Dict[str, Any]:
    """The record of a submitted task, with its parts where it is layered."""
    children = [task(store, child, now) for child in store.children(row["id"])]
    done = progress(
        [count for part in store.children(row["id"]) or [row] for count in store.counts(part["id"])]
    )
    code = (
        _parent_status([child["taskStatus"] for child in children])
        if children
        else status(row, done, now)
    )
    active = any(done.number(state) for state in _ACTIVE)
    info = json.loads(row["info"])
    labels = {str(position): label for position, label in enumerate(info.get("labels", []))}
    return {
        "sceneName": info["scene"],
        "id": row["id"],
        "taskAlias": f"{facts.TASK_PREFIX}{row['id']}",
        "taskStatus": code,
        "statusText": f"render_task_status_{code}",
        "preTaskStatus": None,
        "preStatusText": None,
        "totalFrames": done.total,
        "abortFrames": done.number(facts.FRAME_STOPPED),
        "executingFrames": done.number(facts.FRAME_RUNNING),
        "doneFrames": done.number(facts.FRAME_DONE),
        "failedFrames": done.number(facts.FRAME_FAILED),
        "waitingCount": done.number(facts.FRAME_WAITING),
        "framesRange": _ranges(info),
        "projectName": info["project"],
        "renderConsume": 0.0,
        "taskArrears": 0.0,
        "submitDate": _ms(row["submitted"]),
        "startTime": _ms(done.started),
        "completedDate": None if active else _ms(done.ended),
        "renderDuration": int(done.seconds),
        "userName": facts.USER_NAME,
        "producer": info["producer"] or info.get("artist") or None,
        "taskLevel": 79,
        "taskUserLevel": info.get("level", 50),
        "taskLimit": info.get("limit", 200),
        "taskOverTime": 43200,
        "overTimeStop": info.get("over_time", 86400),
        "userId": facts.USER_ID,
        "outputFileName": info["output"],
        "munuTaskId": "" if children else str(row["id"]),
        "munuTaskIds": "" if children else str(row["id"]),
        "layerParentId": row["parent"],
        "cgId": info["cg_id"],
        "taskKeyValueVo": {"tiles": None, "allCamera": None, "renderableCamera": None},
        "userAccountConsume": 0.0,
        "couponConsume": round(done.seconds * _COUPON_PER_SECOND, 3),
        "qyCouponConsume": None,
        "isOpen": int(bool(children)),
        "taskType": "Render",
        "renderCamera": _joined(info, "camera"),
        "cloneParentId": 0,
        "cloneOriginalId": info.get("clone_original_id", 0),
        "shareMainCapital": 0,
        "taskRam": 64,
        "respRenderingTaskList": children or None,
        "layerName": _joined(info, "layer") if row["parent"] else "",
        "taskTypeText": "render_major_picture_task",
        "locationOutput": None,
        "isDelete": int(not row["deleted"]),
        "channel": 4,
        "remark": info["remark"],
        "labels": json.dumps(labels, ensure_ascii=False),
        "isOverTime": 0,
        "stopType": 0,
    }


def frame(row: sqlite3.Row) -> Dict[str, Any]:
    """The record of a frame."""
    code = row["status"]
    ended = row["ended"] if code in (facts.FRAME_DONE, facts.FRAME_FAILED) else None
    seconds = 0.0 if ended is None or row["started"] is None else ended - row["started"]
    return {
        "id": row["id"],
        "userId": None,
        "framePrice": None,
        "feeType": None,
        "platform": None,
        "frameIndex": row["label"],
        "frameStatus": code,
        "frameStatusText": f"task_frame_status_{code}",
        "feeAmount": 0.0,
        "couponFee": round(seconds * _COUPON_PER_SECOND, 3),
        "startTime": _ms(row["started"]) or 0,
        "endTime": _ms(ended) or 0,
        "frameExecuteTime": int(seconds),
        "currentRenderTime": 0,
        "arrearsFee": None,
        "munuJobId": str(row["seq"]),
        "taskId": row["task"],
        "munuTaskId": str(row["task"]),
        "frameType": facts.FRAME_PRIORITY if row["priority"] else facts.FRAME_MAIN,
        "recommitFlag": row["attempt"],
        "isCopy": None,
        "frameBlock": "",
        "taskOverTime": 43200,
        "gopName": None,
        "frameRam": 64,
        "averageCpu": 0,
        "averageMemory": 0,
        "isOverTime": 0,
        "overOneMonth": None,
        "renderRam": None,
        "nodeId": "127.0.0.1" if row["started"] is not None else "",
        "openRenderRam": None,
    }


def page(items: List[Any], total: int, number: int, size: int) -> Dict[str, Any]:
    """One page of a list; `size` is what was asked for."""
    return {
        "pageCount": -(-total // size),
        "pageNum": number,
        "total": total,
        "size": size,
        "items": items,
    }
