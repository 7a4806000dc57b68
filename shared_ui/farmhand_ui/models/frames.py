"""The frames of the watched task: their groups by status, and which of them stand out. Plain Python."""

from __future__ import annotations

import re
from typing import Dict, List, Mapping, NamedTuple, Sequence, Tuple

from farmhand.farm.codes import FRAME_STATUSES, FRAME_TYPES
from farmhand.farm.records import Frame
from farmhand_ui.translations import tr, translatable
from farmhand_ui.wording import duration_text

_NUMBER = re.compile(r"-?\d+")
WAITING, RENDERING, DONE, FAILED, STOPPED = "waiting", "rendering", "done", "failed", "stopped"
LEGEND = {
    WAITING: translatable("waiting"),
    RENDERING: translatable("rendering"),
    DONE: translatable("done"),
    FAILED: translatable("failed"),
    STOPPED: translatable("stopped"),
}
"""The groups that the grid colours; the farm's finer statuses stand in the tooltip."""
_GROUPS: Dict[int, str] = {2: RENDERING, 3: STOPPED, 4: DONE, 5: FAILED, 11: FAILED}
TIME, COST = "time", "cost"
_FEW = 5
"""Frames below which none is said to stand out."""
_FAR = 3.5
_TYPICAL_SHARE = 1.4826
"""Standard deviations in a median absolute deviation, for values that are spread as usual."""


class Spread(NamedTuple):
    """How a value is spread over frames.

    Attributes:
        median: In the middle; 0.0 where no frame has the value.
        limit: What lies above stands out.
        outliers: Places of those that stand out, the largest first.
    """

    median: float
    limit: float
    outliers: Tuple[int, ...]


def in_order(frames: Sequence[Frame]) -> Tuple[Frame, ...]:
    """Frames by their first number, then by layer. Ten thousand take tens of milliseconds: not for the main thread."""
    return tuple(sorted(frames, key=lambda frame: (first_number(frame.index), frame.task_id, frame.id)))


def counts(frames: Sequence[Frame]) -> Dict[str, int]:
    """Frames per group of the legend."""
    found = dict.fromkeys(LEGEND, 0)
    by_status: Dict[int, int] = {}
    for frame in frames:
        by_status[frame.status] = by_status.get(frame.status, 0) + 1
    for status, count in by_status.items():
        found[_GROUPS.get(status, WAITING)] += count
    return found


def group_of(frame: Frame) -> str:
    """The group of the legend that a frame's status belongs to."""
    return _GROUPS.get(frame.status, WAITING)


def value_of(frame: Frame, measure: str) -> float:
    """A frame's render time in seconds, or its cost."""
    return frame.seconds if measure == TIME else frame.cost


def spread(frames: Sequence[Frame], measure: str) -> Spread:
    """Which frames took or cost far more than most: above the median by 3.5 deviations, and by half at the least.

    Medians, since a few frames that hang must not move the measure they are told by (Iglewicz and Hoaglin, 1993).

    Args:
        frames: In the order of the grid; those without the value are passed over.
        measure: TIME or COST.
    """
    values = [value_of(frame, measure) for frame in frames]
    told = sorted(value for value in values if value > 0)
    if len(told) < _FEW:
        return Spread(_median(told), float("inf"), ())
    middle = _median(told)
    deviation = _median(sorted(abs(value - middle) for value in told)) * _TYPICAL_SHARE
    limit = max(middle + _FAR * deviation, middle * 1.5)
    outliers = [place for place, value in enumerate(values) if value > limit]
    return Spread(middle, limit, tuple(sorted(outliers, key=lambda place: -values[place])))


def lines(frame: Frame, layers: Mapping[int, str]) -> List[str]:
    """What is told of a frame when it is pointed at.

    Args:
        frame: Which.
        layers: Layer's name by task id.
    """
    status = tr(FRAME_STATUSES[frame.status].english) if frame.status in FRAME_STATUSES else str(frame.status)
    told = [tr("Frame {index}: {status}", index=frame.index, status=status)]
    layer = layers.get(frame.task_id, "")
    if layer:
        told.append(tr("Layer: {layer}", layer=layer))
    if frame.kind in FRAME_TYPES and FRAME_TYPES[frame.kind] != "main":
        told.append(tr("Type: {kind}", kind=FRAME_TYPES[frame.kind]))
    if frame.seconds:
        told.append(tr("Rendered in {duration}", duration=duration_text(frame.seconds)))
    if frame.cost:
        told.append(tr("Cost: {cost}", cost="%.2f" % frame.cost))
    return told


def first_number(index: str) -> int:
    """The first number of a frame's index such as `2-4[1]`; 0 where there is none."""
    match = _NUMBER.search(index)
    return int(match.group(0)) if match else 0


def _median(ordered: Sequence[float]) -> float:
    if not ordered:
        return 0.0
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2.0
