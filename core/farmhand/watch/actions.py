"""What a user can do to a task after it was submitted, as one table: what it is called, what it takes, what it costs.

Whoever has the user in front asks first where the table has a question; what came of it is looked up on the farm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Optional, Tuple

from farmhand.errors import JobError
from farmhand.farm.client import FarmClient
from farmhand.farm.codes import FRAME_DONE, FRAME_FAILED
from farmhand.farm.records import Hardware, Task
from farmhand.progress import CancelToken
from farmhand.watch import monitor

_LOOKS = (0.2, 0.4, 0.8, 1.6)
"""Seconds between looks while the farm has not yet done what it was asked for."""


@dataclass(frozen=True)
class Done:
    """What came of an action.

    Attributes:
        action: Its name.
        before: The task before.
        after: The task now; None where it is deleted.
        frames: How many frames were named, for actions on frames.
    """

    action: str
    before: Task
    after: Optional[Task]
    frames: int = 0


@dataclass(frozen=True)
class Action:
    """One thing that can be done.

    Attributes:
        name: As on the command line.
        meaning: What it does, for menus and help.
        question: What the user must say yes to first; empty where it neither costs nor destroys.
        takes: What value it takes, for help; empty for none.
        settles: Whether the farm shows at once that it was done.
        run: Does it; returns the number of frames it named.
        read: From the user's text to the value; raises ValueError with what would be right.
    """

    name: str
    meaning: str
    question: str
    takes: str
    run: Callable[[FarmClient, Task, Any], int]
    read: Callable[[str], Any] = str
    settles: bool = True


def _each(operation: str) -> Callable[[FarmClient, Task, Any], int]:
    """An action of the task operator on a list of tasks."""

    def run(client: FarmClient, task: Task, value: Any) -> int:
        getattr(client.task, operation)([task.id])
        return 0

    return run


def _restart_failed(client: FarmClient, task: Task, value: Any) -> int:
    failed = sum(leaf.failed for leaf in task.leaves)
    if not failed:
        raise JobError("Task {task} has no failed frames.", "Nothing is to be done.", task=task.id)
    client.query.restart_failed_frames([task.id])
    return failed


def _restart(client: FarmClient, task: Task, value: Tuple[str, ...]) -> int:
    frames = [frame for frame in client.frames(task) if frame.index in value or str(frame.id) in value]
    absent = [index for index in value if not any(index in (frame.index, str(frame.id)) for frame in frames)]
    if absent:
        raise JobError(
            "Task {task} has no frame {frame}.",
            "Name frames as the task's list shows them, such as 7 or 2-4[1].",
            task=task.id,
            frame=", ".join(absent),
        )
    busy = [frame.index for frame in frames if frame.status not in (FRAME_DONE, FRAME_FAILED, 3)]
    if busy:
        raise JobError(
            "Frame {frame} of task {task} has not ended yet.",
            "Wait until it has, or stop it first.",
            task=task.id,
            frame=", ".join(busy),
        )
    by_task: Dict[int, List[int]] = {}
    for frame in frames:
        by_task.setdefault(frame.task_id or task.id, []).append(frame.id)
    for part, ids in by_task.items():
        client.query.restart_frame(part, 0, ids)
    return len(frames)


def _priority(client: FarmClient, task: Task, value: int) -> int:
    client.task.update_priority(task.id, value)
    return 0


def _limit(client: FarmClient, task: Task, value: int) -> int:
    for leaf in task.leaves:
        client.task.update_task_limit(leaf.id, value)
    return 0


def _hardware(client: FarmClient, task: Task, value: str) -> int:
    kinds: List[Hardware] = client.hardware()
    kind = next((one for one in kinds if one.id == value), None)
    if kind is None or not kind.usable:
        raise JobError(
            "The farm has no render nodes {hardware} at present.",
            "It has: {known}.",
            hardware=value,
            known=", ".join("{} ({}, {} GB)".format(one.id, one.model, one.ram) for one in kinds if one.usable),
        )
    gpus = "{}*GPU".format(kind.gpus) if kind.gpus else ""
    client.task.edit_task_hardware_config([task.id], [kind.id], kind.model, gpus, "{}GB".format(kind.ram))
    return 0


def _overtime(client: FarmClient, task: Task, value: int) -> int:
    client.task.set_task_overtime_stop([task.id], value)
    return 0


def _above(low: int, what: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.strip().isdigit() or int(text) < low:
            raise ValueError(what)
        return int(text)

    return read


def _level(text: str) -> int:
    if text.strip() not in ("50", "60"):
        raise ValueError("50, or 60 for urgent")
    return int(text)


def _indices(text: str) -> Tuple[str, ...]:
    found = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if not found:
        raise ValueError("frames such as 7,12 or 2-4[1]")
    return found


TABLE: Tuple[Action, ...] = (
    Action("stop", "Stop the task; it can be started again.", "", "", _each("stop_task")),
    Action("start", "Go on with a stopped task.", "It goes on rendering, which costs.", "", _each("start_task")),
    Action(
        "abandon", "Give the task up for ever.", "It can never be started again.", "", _each("abort_task")
    ),
    Action(
        "delete", "Delete the task.", "It disappears from the list, and with it what was not downloaded.", "",
        _each("delete_task"),
    ),
    Action(
        "full-speed", "Render the rest after the test frames.", "The rest renders, which costs.", "",
        _each("full_speed"),
    ),
    Action(
        "priority", "Change the priority.", "A higher priority may cost more.", "50 or 60", _priority, _level, False
    ),
    Action(
        "limit", "Change how many nodes render at once.", "", "number of nodes", _limit,
        _above(1, "a number of nodes, 1 or more"), False,
    ),
    Action(
        "hardware", "Change the kind of render nodes.", "Other nodes have other prices.", "id", _hardware, str, False
    ),
    Action(
        "restart-failed", "Render the failed frames again.", "The frames render again, which costs.", "",
        _restart_failed,
    ),
    Action(
        "restart", "Render chosen frames again.", "The frames render again, which costs.", "frames such as 7,12",
        _restart, _indices,
    ),
    Action(
        "overtime", "Have the farm stop the task when it takes too long.", "", "seconds", _overtime,
        _above(1, "seconds, 1 or more"), False,
    ),
)  # fmt: skip

ACTIONS: Dict[str, Action] = {action.name: action for action in TABLE}
"""The table by name."""


def act(client: FarmClient, name: str, task_id: int, text: str, cancel: CancelToken) -> Done:
    """Do something to a task, and look what came of it. Whether the user agrees was asked before.

    Args:
        client: The farm.
        name: A key of ACTIONS.
        task_id: The task.
        text: The value, where the action takes one.
        cancel: Ends the waiting for what came of it.

    Raises:
        JobError: There is no such action, or its value is wrong, or there is nothing to be done.
        TaskFailed: The farm has no such task.
        FarmError, NetworkError: The farm refused, or was not reached.
    """
    action = ACTIONS.get(name)
    if action is None:
        raise JobError("There is no action {action}.", "There are: {known}.", action=name, known=", ".join(ACTIONS))
    try:
        value = action.read(text) if action.takes else None
    except ValueError as error:
        raise JobError(
            "{action} takes {wanted}, not {text!r}.", "Give it after the task.", action=name, wanted=error, text=text
        ) from error
    before = monitor.find(client, task_id)
    frames = action.run(client, before, value)
    after = client.find_task(task_id)
    for seconds in _LOOKS if action.settles else ():
        if after != before:
            break
        cancel.wait(seconds)
        after = client.find_task(task_id)
    return Done(name, before, after, frames)
