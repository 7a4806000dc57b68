"""What the rest of a task will cost, and how long it will take, told from its priority frames before full speed.

The sum of the frames to come is uncertain twice: each frame differs from the mean, and the mean of a few frames is not
the true one. Both are in the spread, as in a textbook's prediction interval with Student's t.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional, Sequence, Tuple

from farmhand.farm.records import Frame

T90: Tuple[float, ...] = (6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812, 1.796, 1.782, 1.771,
                          1.761, 1.753, 1.746, 1.740, 1.734, 1.729, 1.725)  # fmt: skip
"""Student's t for 90 % by degrees of freedom, from 1."""
T90_MANY = 1.645
MOST = 10**6
"""Pictures that one record stands for at most; what says more is wrong."""
KINDS = frozenset((4, 5))
"""Frame types that are pictures: priority and main (`farm.codes.FRAME_TYPES`)."""


@dataclass(frozen=True)
class Range:
    """A value and between which it lies in nine cases of ten; both ends are None where one frame is all there is."""

    expected: float
    low: Optional[float] = None
    high: Optional[float] = None


@dataclass(frozen=True)
class Estimate:
    """What is to be expected of the rest.

    Attributes:
        measured: Pictures that it is told from.
        remaining: Pictures that are still to be rendered.
        spent: What the task has cost so far, in the account's currency.
        cost: What the rest will cost, in the same.
        machine_seconds: What the rest will take on one node.
        seconds: What it will take on the given number of nodes; None where that is not known.
    """

    measured: int
    remaining: int
    spent: float
    cost: Range
    machine_seconds: Range
    seconds: Optional[Range]


def estimate(frames: Sequence[Frame], nodes: int = 0) -> Optional[Estimate]:
    """Tell the rest of a task from its frames that are done.

    Args:
        frames: Every frame of the task and its parts.
        nodes: Render nodes at once; 0 where that is not known.

    Returns:
        None where no picture is done, or none is left.
    """
    pictures = [frame for frame in frames if frame.kind in KINDS]
    done = [frame for frame in pictures if frame.done]
    counts = [pictures_of(frame) for frame in done]
    measured = sum(counts)
    remaining = sum(pictures_of(frame) for frame in pictures if not frame.done)
    if not measured or not remaining:
        return None
    cost = _sum_of([frame.cost / count for frame, count in zip(done, counts)], counts, remaining)
    seconds = _sum_of([frame.seconds / count for frame, count in zip(done, counts)], counts, remaining)
    return Estimate(
        measured=measured,
        remaining=remaining,
        spent=sum(frame.cost for frame in frames),
        cost=cost,
        machine_seconds=seconds,
        seconds=_over(seconds, min(nodes, remaining), max((frame.seconds for frame in done), default=0.0)),
    )


def pictures_of(frame: Frame) -> int:
    """How many pictures a frame record stands for: `2-8[3]` is three."""
    total = 0
    for part in frame.index.split(","):
        span, _, step = part.strip().rstrip("]").partition("[")
        start, _, end = span[1:].partition("-") if span[:1] == "-" else span.partition("-")
        start = "-" + start if span[:1] == "-" else start
        try:
            first, last = int(start), int(end or start)
            total += max(0, (last - first) // max(1, int(step or 1)) + 1)
        except ValueError:
            total += 1
    return min(max(1, total), MOST)


def _sum_of(each: Sequence[float], weights: Sequence[int], remaining: int) -> Range:
    """The sum of `remaining` more values like these.

    Args:
        each: A value per picture, one of each record.
        weights: Pictures of each record.
        remaining: Pictures to come.
    """
    total = sum(weights)
    mean = sum(value * weight for value, weight in zip(each, weights)) / total
    expected = mean * remaining
    records = len(each)
    if records < 2:
        return Range(expected)
    around = sum(weight * (value - mean) ** 2 for value, weight in zip(each, weights)) / total
    variance = around * records / (records - 1)
    t = T90[records - 2] if records - 2 < len(T90) else T90_MANY
    spread = t * math.sqrt(variance * (remaining + remaining**2 / records))
    return Range(expected, max(0.0, expected - spread), expected + spread)


def _over(seconds: Range, nodes: int, longest: float) -> Optional[Range]:
    """The time on several nodes: no less than one frame takes, and a frame's length more for the last round."""
    if nodes < 1:
        return None

    def shared(value: Optional[float]) -> Optional[float]:
        return None if value is None else max(value / nodes, 0.0)

    expected = max(seconds.expected / nodes, 0.0)
    high = shared(seconds.high)
    return Range(expected, shared(seconds.low), None if high is None else high + longest)
