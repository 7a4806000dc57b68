"""How often to look at a task that renders: soon after something changed, rarer while nothing does."""

from __future__ import annotations

from typing import Generator, Optional

from farmhand.errors import TaskFailed
from farmhand.farm.client import FarmClient
from farmhand.farm.records import Task
from farmhand.progress import CancelToken

SHORTEST = 0.5
"""Seconds between the first two looks."""
GROWTH = 1.5


class Pace:
    """The seconds until the next look.

    Args:
        longest: Seconds between two looks while nothing changes.
    """

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._seconds = min(SHORTEST, longest)
        self._seen: Optional[Task] = None

    def after(self, task: Optional[Task]) -> float:
        """Seconds to wait after having seen `task`."""
        if task != self._seen:
            self._seconds = min(SHORTEST, self._longest)
        else:
            self._seconds = min(self._seconds * GROWTH, self._longest)
        self._seen = task
        return self._seconds


def follow(client: FarmClient, task_id: int, longest: float, cancel: CancelToken) -> Generator[Task, None, None]:
    """Look at a task until it has ended; yields it at each look, the last time ended.

    Args:
        client: The farm.
        task_id: The task.
        longest: Seconds between two looks while nothing changes.
        cancel: Ends the waiting.

    Raises:
        TaskFailed: The task is not there (any more).
        FarmError, NetworkError: The farm cannot be asked.
        Cancelled: `cancel` was used.
    """
    pace = Pace(longest)
    while True:
        task = find(client, task_id)
        yield task
        if task.ended:
            return
        cancel.wait(pace.after(task))


def find(client: FarmClient, task_id: int) -> Task:
    """The task.

    Raises:
        TaskFailed: The farm does not have it.
    """
    task = client.find_task(task_id)
    if task is None:
        raise TaskFailed(
            "The farm has no task {task}: it was deleted, or belongs to another account or region.",
            "List yours with `farmhand tasks`.",
            task=task_id,
        )
    return task
