"""One task watched until it has ended."""

from __future__ import annotations

from typing import Generator

from farmhand.errors import TaskFailed
from farmhand.farm.client import FarmClient
from farmhand.farm.records import Task
from farmhand.progress import CancelToken
from farmhand.watch.watcher import Watcher


def follow(client: FarmClient, task_id: int, longest: float, cancel: CancelToken) -> Generator[Task, None, None]:
    """Look at a task until it has ended; yields it at each look, the last time ended.

    Args:
        client: The farm.
        task_id: The task.
        longest: Seconds between two looks while it renders and nothing changes.
        cancel: Ends the waiting.

    Raises:
        TaskFailed: The task is not there (any more).
        FarmError, NetworkError: The farm cannot be asked.
        Cancelled: `cancel` was used.
    """
    watcher = Watcher(client, longest)
    watcher.add(task_id)
    for seen in watcher.looks(cancel):
        for one in seen:
            if one.task is None:
                raise gone(task_id)
            yield one.task


def find(client: FarmClient, task_id: int) -> Task:
    """The task.

    Raises:
        TaskFailed: The farm does not have it.
    """
    task = client.find_task(task_id)
    if task is None:
        raise gone(task_id)
    return task


def gone(task_id: int) -> TaskFailed:
    """That the farm does not have a task."""
    return TaskFailed(
        "The farm has no task {task}: it was deleted, or belongs to another account or region.",
        "List yours with `farmhand tasks`.",
        task=task_id,
    )
