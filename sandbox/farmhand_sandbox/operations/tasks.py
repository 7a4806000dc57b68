"""Commands: what makes, submits, stops, starts, labels and deletes tasks and frames."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Optional

from farmhand_sandbox import facts
from farmhand_sandbox.checks import (
    IDS,
    INTEGER,
    LIST,
    NUMBER,
    STATUSES,
    STRING,
    TASK_ID,
    TASK_IDS,
    TEXT,
    Rule,
    one_of,
)
from farmhand_sandbox.farm import RESTARTABLE
from farmhand_sandbox.operations.route import Call, Route, route
from farmhand_sandbox.refusal import illegal, missing


def _create(call: Call) -> Dict[str, Any]:
    body = call.body
    info = {
        "labels": [str(label) for label in body.get("labels") or []],
        "level": body.get("taskUserLevel", 50),
        "artist": body.get("artist") or "",
        "clone_original_id": body.get("cloneOriginalId") or 0,
        "out_user_id": body.get("outUserId"),
    }
    numbers = call.farm.create(body.get("count", 1), info)
    return {
        "taskIdList": numbers,
        "aliasTaskIdList": [f"{facts.TASK_PREFIX}{number}" for number in numbers],
        "userId": facts.USER_ID,
    }


def _task_file(call: Call) -> None:
    content = call.body["content"].encode("utf-8", "replace")
    call.farm.write_document(call.body["taskId"], call.body["fileName"], content)


def _submit(call: Call) -> None:
    body = call.body
    model, user = body.get("assetIsolationModel"), body.get("outUserId")
    if model == "OUT_USER_MODEL" and not user:
        raise missing("outUserId")
    owner = {"TASK_ID_MODEL": str(body["taskId"]), "OUT_USER_MODEL": str(user)}.get(model or "", "")
    if owner and not owner.isdigit():
        raise illegal("outUserId must be a number")
    call.farm.submit(body["taskId"], body.get("producer") or "", owner)


def _stop(call: Call) -> None:
    call.farm.stop(call.body["taskIds"])


def _abandon(call: Call) -> None:
    call.farm.stop(call.body["taskIds"], held=facts.TASK_ABANDONED)


def _start(call: Call) -> None:
    call.farm.start(call.body["taskIds"])


def _delete(call: Call) -> None:
    call.farm.delete(call.body["taskIds"])


def _full_speed(call: Call) -> str:
    call.farm.full_speed(call.body["taskIds"])
    return "success"


def _restart_failed(call: Call) -> None:
    statuses = call.body.get("status") or [facts.FRAME_FAILED]
    for task in call.body["taskIds"]:
        call.farm.restart_frames(task, None, _restartable(statuses))


def _restartable(statuses: List[int]) -> List[int]:
    return [status for status in statuses if status in RESTARTABLE]


def _chosen(call: Call) -> Optional[List[int]]:
    """Frame ids that a call names; None for all of the task."""
    if call.body.get("selectAll", 1) == 1:
        return None
    ids: List[int] = call.body.get("ids") or []
    if not ids:
        raise missing("ids")
    return ids


def _by_task(call: Call) -> Dict[int, Optional[List[int]]]:
    """The frames that a call names, by task; ids alone say which task they are of."""
    ids, task = _chosen(call), call.body.get("taskId")
    if task is not None:
        return {task: ids}
    if ids is None:
        raise missing("taskId")
    found: Dict[int, Optional[List[int]]] = {}
    with call.farm.store() as store:
        for number in ids:
            frame = store.frame(number)
            if frame is None:
                raise illegal(f"there is no frame {number}")
            found[frame["task"]] = [*(found.get(frame["task"]) or []), number]
    return found


def _restart_frames(call: Call) -> None:
    statuses = call.body.get("status") or list(RESTARTABLE)
    for task, ids in _by_task(call).items():
        call.farm.restart_frames(task, ids, _restartable(statuses))


def _stop_frames(call: Call) -> None:
    for task, ids in _by_task(call).items():
        call.farm.stop_frames(task, ids)


def _keep(
    key: str, body_key: str, ids: Callable[[Call], List[int]], answer: Optional[str] = None
) -> Callable[[Call], Any]:
    """A handler that keeps one value of the body with each task."""

    def handler(call: Call) -> Any:
        call.farm.change_info(ids(call), lambda info: info.update({key: call.body[body_key]}))
        return answer

    return handler


def _one(call: Call) -> List[int]:
    return [call.body["taskId"]]


def _several(call: Call) -> List[int]:
    return list(call.body["taskIds"])


def _edit_hardware(call: Call) -> None:
    """Keep which render nodes tasks use. The farm takes task numbers as text here, too."""
    numbers = [str(number) for number in call.body["hardwareConfigIds"]]
    tasks = [int(task) for task in call.body["taskIds"] if str(task).isdigit()]
    if len(tasks) != len(call.body["taskIds"]):
        raise illegal("taskIds must be numbers")
    call.farm.change_info(tasks, lambda info: info.update({"hardware": numbers}))


def _add_label(call: Call) -> None:
    label = call.body["label"]

    def add(info: Dict[str, Any]) -> None:
        info["labels"] = list(dict.fromkeys([*info.get("labels", []), label]))

    call.farm.change_info(call.body["taskIds"], add)


def _delete_label(call: Call) -> None:
    gone = set(call.body["labelNames"])

    def remove(info: Dict[str, Any]) -> None:
        info["labels"] = [label for label in info.get("labels", []) if label not in gone]

    call.farm.change_info(call.body["taskIds"], remove)


_HANDLE = "/api/render/handle"
_OLD = "/api/render/task"
_OLDER = "/api/rendering/task/renderingTask"

ROUTES: List[Route] = [
    route(
        _create,
        "/api/render/submit/createTask",
        f"{_OLD}/createTask",
        count=Rule(("integer",), required=False, low=1, high=1000),
        taskUserLevel=NUMBER,
        labels=LIST,
        outUserId=NUMBER,
        cloneOriginalId=NUMBER,
        artist=TEXT,
    ),
    route(
        _task_file,
        "/api/render/submit/taskJsonFile",
        taskId=TASK_ID,
        fileName=one_of(*sorted(facts.TASK_FILES)),
        content=STRING,
    ),
    route(
        _submit,
        "/api/render/submit/task",
        f"{_OLD}/submitTask",
        "/api/rendering/task/plugin/pluginSubmitTask",
        taskId=TASK_ID,
        producer=TEXT,
        assetIsolationModel=one_of("TASK_ID_MODEL", "OUT_USER_MODEL", required=False),
        outUserId=Rule(("string", "integer"), required=False),
    ),
    route(_stop, f"{_OLDER}/stopTask", f"{_HANDLE}/stopTask", f"{_OLD}/stopTask", taskIds=TASK_IDS),
    route(
        _start, f"{_OLDER}/startTask", f"{_HANDLE}/startTask", f"{_OLD}/startTask", taskIds=TASK_IDS
    ),
    route(_abandon, f"{_HANDLE}/abandonTask", f"{_OLD}/abortTask", taskIds=TASK_IDS),
    route(_delete, f"{_HANDLE}/deleteTask", f"{_OLD}/deleteTask", taskIds=TASK_IDS),
    route(_full_speed, f"{_HANDLE}/fullSpeedRendering", f"{_OLD}/fullSpeed", taskIds=TASK_IDS),
    route(
        _restart_failed,
        f"{_HANDLE}/recommitTasks",
        f"{_OLD}/restartFailedFrames",
        f"{_OLDER}/recommitFailFrame",
        taskIds=TASK_IDS,
        status=STATUSES,
    ),
    route(
        _restart_frames,
        f"{_HANDLE}/recommitTaskFrames",
        f"{_OLD}/restartFrame",
        taskId=NUMBER,
        ids=IDS,
        selectAll=NUMBER,
        status=STATUSES,
    ),
    route(
        _stop_frames,
        f"{_HANDLE}/stopTaskFrames",
        taskId=NUMBER,
        ids=IDS,
        selectAll=NUMBER,
        status=STATUSES,
    ),
    route(
        _keep("level", "taskUserLevel", _one),
        f"{_OLDER}/updateTaskUserLevel",
        taskId=TASK_ID,
        taskUserLevel=INTEGER,
    ),
    route(
        _keep("over_time", "overTime", _several, "SUCCESS"),
        f"{_HANDLE}/setTaskOverTimeStop",
        f"{_OLD}/setOverTimeStop",
        taskIds=TASK_IDS,
        overTime=INTEGER,
    ),
    route(
        _keep("limit", "taskLimit", _one),
        f"{_HANDLE}/updateTaskLimit",
        taskId=TASK_ID,
        taskLimit=INTEGER,
    ),
    route(
        _edit_hardware,
        f"{_HANDLE}/editTaskHardwareConfig",
        taskIds=Rule(("list",)),
        hardwareConfigIds=Rule(("list",)),
        model=STRING,
        gpuNum=STRING,
        ram=STRING,
    ),
    route(_add_label, f"{_HANDLE}/addTaskLabel", label=STRING, taskIds=TASK_IDS),
    route(
        _delete_label,
        f"{_HANDLE}/deleteTaskLabel",
        f"{_OLD}/deleteTaskLabel",
        taskIds=TASK_IDS,
        labelNames=Rule(("list",), items="string"),
        labelIds=LIST,
    ),
]
