"""Which frame renders when: list scheduling over the farm's nodes, computed afterwards.

No thread renders anything. Asked at some time, the scheduler replays what the nodes did since it
was last asked; the result is the same however often it is asked, because a frame's start depends on
when its task was ready and when a node became free, and never on the question.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import Iterable, Iterator, List, Sequence, Tuple


@dataclass(frozen=True)
class Waiting:
    """A frame that may start at `ready` or later and takes `seconds`."""

    frame: int
    ready: float
    seconds: float


@dataclass(frozen=True)
class Run:
    """A frame that got a node; `ended` may lie in the future."""

    frame: int
    started: float
    ended: float


def replay(
    nodes: int, busy_until: Sequence[float], last: float, now: float, queue: Iterable[Waiting]
) -> Iterator[Run]:
    """Frames that started after `last` and not after `now`.

    Args:
        nodes: how many frames render at once.
        busy_until: end times of the frames that were running at `last`.
        last, now: the span to replay, seconds since the epoch. A node that was idle at `last` is
        free since `last`. queue: waiting frames in the order in which they get nodes, `ready` never
        falling.
    """
    free: List[float] = [*busy_until, *([last] * (nodes - len(busy_until)))]
    heapq.heapify(free)
    for waiting in queue:
        started = max(free[0], waiting.ready, last)
        if started > now:
            return
        ended = started + waiting.seconds
        heapq.heapreplace(free, ended)
        yield Run(waiting.frame, started, ended)


def split(runs: Iterable[Run], now: float) -> Tuple[List[Run], List[Run]]:
    """The runs that have ended at `now`, and those that have not."""
    ended: List[Run] = []
    going: List[Run] = []
    for run in runs:
        (ended if run.ended <= now else going).append(run)
    return ended, going
