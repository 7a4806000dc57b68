"""One poller for all tasks that somebody watches: a hundred tasks cost one question.

It asks often while something renders, rarely while everything waits, and not at all when everything has ended. It keeps
time by the steady clock, so that a changed wall clock does not matter, and looks at once when the wall clock shows that
the machine slept.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Callable, Dict, Iterator, List, Optional, Set

from farmhand.farm.client import FarmClient
from farmhand.farm.operators.operator import records
from farmhand.farm.records import Task
from farmhand.progress import CancelToken

SHORTEST = 0.5
"""Seconds between the first two looks."""
GROWTH = 1.5
IDLE = 120.0
"""Seconds between two looks while every task waits for the farm, or, where that is wanted, has ended."""
PAGE = 100
"""Tasks in one question."""
SLICE = 5.0
JUMP = 30.0
"""Seconds that the wall clock runs ahead of the steady one, from which on the machine counts as having slept."""
RENDERING = frozenset((5, 8))
"""Statuses in which the farm works on the task; while it waits in another, nothing happens soon."""


@dataclass(frozen=True)
class Seen:
    """What a look found of one task.

    Attributes:
        task_id: Which.
        task: As the farm has it; None where it was deleted, or never was.
        changed: Whether it differs from the look before.
    """

    task_id: int
    task: Optional[Task]
    changed: bool


class Watcher:
    """Watches tasks of one account. Not safe for several threads: give it one of its own.

    Args:
        client: The farm.
        longest: Seconds between two looks while a task renders and nothing changes.
        ended_too: Go on looking at tasks that have ended, as they may be started again.
        wall, steady: The clocks, in seconds.
    """

    def __init__(
        self,
        client: FarmClient,
        longest: float,
        ended_too: bool = False,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._longest = longest
        self._ended_too = ended_too
        self._wall = wall
        self._steady = steady
        self._known: Dict[int, Optional[Task]] = {}
        self._absent: Set[int] = set()
        self._seconds = min(SHORTEST, longest)

    @property
    def task_ids(self) -> List[int]:
        """What is watched."""
        return list(self._known)

    def add(self, *task_ids: int) -> None:
        """Watch these too; the next look comes soon."""
        for task_id in task_ids:
            self._known.setdefault(task_id, None)
        self.hurry()

    def remove(self, *task_ids: int) -> None:
        """Watch these no longer."""
        for task_id in task_ids:
            self._known.pop(task_id, None)
            self._absent.discard(task_id)

    def hurry(self) -> None:
        """Look soon: somebody has just changed something."""
        self._seconds = min(SHORTEST, self._longest)

    def look(self) -> List[Seen]:
        """Ask the farm once for every hundred tasks.

        Returns:
            Every watched task. One that the farm does not show is asked for once more at the next look before it counts
            as deleted; until then it is left out.

        Raises:
            FarmError, NetworkError: The farm cannot be asked; nothing is known then.
        """
        found: Dict[int, Task] = {}
        asked = list(self._known)
        for start in range(0, len(asked), PAGE):
            answer = self._client.query.task_info(asked[start : start + PAGE])
            found.update((task.id, task) for task in map(Task.from_data, records(answer.get("items"))))
        seen: List[Seen] = []
        for task_id in asked:
            task = found.get(task_id)
            if task is None and task_id not in self._absent and self._known[task_id] is not None:
                self._absent.add(task_id)
                continue
            if task is not None:
                self._absent.discard(task_id)
            seen.append(Seen(task_id, task, task != self._known[task_id]))
            self._known[task_id] = task
        if any(one.changed for one in seen) or self._absent:
            self.hurry()
        else:
            self._seconds = min(self._seconds * GROWTH, self._slowest())
        for one in seen:
            if one.task is None:
                self.remove(one.task_id)
        return seen

    def pause(self) -> Optional[float]:
        """Seconds until the next look; None where nothing is left to look at."""
        active = [task_id for task_id, task in self._known.items() if task is None or not task.ended]
        if not active and not (self._ended_too and self._known):
            return None
        return min(self._seconds, self._slowest())

    def wait(self, cancel: CancelToken, seconds: Optional[float] = None) -> None:
        """Wait until the next look is due, or the machine has slept.

        Args:
            cancel: Ends the waiting.
            seconds: Instead of `pause`.

        Raises:
            Cancelled: `cancel` was used.
        """
        seconds = (self.pause() or 0.0) if seconds is None else seconds
        steady, wall = self._steady(), self._wall()
        while True:
            passed = self._steady() - steady
            if passed >= seconds or (self._wall() - wall) - passed > JUMP:
                return
            cancel.wait(min(seconds - passed, SLICE))

    def looks(self, cancel: CancelToken) -> Iterator[List[Seen]]:
        """Look until nothing is left to look at.

        Raises:
            FarmError, NetworkError: As `look`; a new call goes on.
            Cancelled: `cancel` was used.
        """
        while True:
            cancel.check()
            yield self.look()
            if self.pause() is None:
                return
            self.wait(cancel)

    def _slowest(self) -> float:
        """Seconds between two looks at most, as things stand."""
        tasks = [task for task in self._known.values() if task is not None]
        lively = any(leaf.status in RENDERING or leaf.executing for task in tasks for leaf in (task, *task.leaves))
        unseen = len(tasks) < len(self._known)
        return self._longest if lively or unseen else max(self._longest, IDLE)
