"""The frames of the watched task, in the order of their numbers, for a grid that is coloured by status."""

from __future__ import annotations

import re
from typing import Any, Dict, List, Optional, Sequence, Tuple

from Qt import QtCore

from farmhand.farm.codes import FRAME_STATUSES, FRAME_TYPES
from farmhand.farm.records import Frame
from farmhand_ui.translations import tr, translatable
from farmhand_ui.wording import duration_text

STATUS_ROLE = int(QtCore.Qt.UserRole) + 1
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


class FramesModel(QtCore.QAbstractListModel):
    """One item per frame."""

    def __init__(self, parent: Optional[QtCore.QObject] = None) -> None:
        super().__init__(parent)
        self._frames: List[Frame] = []
        self._layers: Dict[int, str] = {}

    def show(self, frames: Sequence[Frame], layers: Dict[int, str]) -> None:
        """Show these frames; where they are the same ones as before, only what changed is drawn anew.

        Args:
            frames: The frames.
            layers: Layer's name by task id.
        """
        ordered = sorted(frames, key=lambda frame: (first_number(frame.index), frame.task_id, frame.id))
        self._layers = layers
        if [frame.id for frame in ordered] == [frame.id for frame in self._frames]:
            changed = [row for row, (new, old) in enumerate(zip(ordered, self._frames)) if new != old]
            self._frames = ordered
            for row in changed:
                self.dataChanged.emit(self.index(row), self.index(row))
        else:
            self.beginResetModel()
            self._frames = ordered
            self.endResetModel()

    def counts(self) -> Dict[str, int]:
        """Frames per group of the legend."""
        counts = dict.fromkeys(LEGEND, 0)
        for frame in self._frames:
            counts[group_of(frame)] += 1
        return counts

    def rowCount(self, parent: QtCore.QModelIndex = QtCore.QModelIndex()) -> int:  # noqa: B008, D102
        return 0 if parent.isValid() else len(self._frames)

    def data(self, index: QtCore.QModelIndex, role: int = QtCore.Qt.DisplayRole) -> Any:  # noqa: D102
        frame = self._frames[index.row()]
        if role == QtCore.Qt.DisplayRole:
            return frame.index.replace("[1]", "")
        if role == STATUS_ROLE:
            return group_of(frame)
        if role in (QtCore.Qt.ToolTipRole, QtCore.Qt.AccessibleTextRole):
            return "\n".join(self._lines(frame))
        return None

    def _lines(self, frame: Frame) -> Tuple[str, ...]:
        status = tr(FRAME_STATUSES[frame.status].english) if frame.status in FRAME_STATUSES else str(frame.status)
        lines = [tr("Frame {index}: {status}", index=frame.index, status=status)]
        layer = self._layers.get(frame.task_id, "")
        if layer:
            lines.append(tr("Layer: {layer}", layer=layer))
        if frame.kind in FRAME_TYPES and FRAME_TYPES[frame.kind] != "main":
            lines.append(tr("Type: {kind}", kind=FRAME_TYPES[frame.kind]))
        if frame.seconds:
            lines.append(tr("Rendered in {duration}", duration=duration_text(frame.seconds)))
        if frame.cost:
            lines.append(tr("Cost: {cost}", cost="%.2f" % frame.cost))
        return tuple(lines)


def group_of(frame: Frame) -> str:
    """The group of the legend that a frame's status belongs to."""
    return _GROUPS.get(frame.status, WAITING)


def first_number(index: str) -> int:
    """The first number of a frame's index such as `2-4[1]`; 0 where there is none."""
    match = _NUMBER.search(index)
    return int(match.group(0)) if match else 0
