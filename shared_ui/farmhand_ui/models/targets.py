"""The table of what can render: layers, ROPs, images. Each editable cell writes a choice, never the scene.

A text that cannot be read is refused: the value stays, and the cell remembers what was typed and why it was refused,
so that the view can outline it and say so beside the table.
"""

from __future__ import annotations

import os
import re
from typing import Any, Dict, Optional, Sequence, Tuple

from farmhand.errors import FarmhandError
from farmhand.frames import FrameRange
from farmhand.scene.model import RenderTarget
from farmhand.scene.pictures import first_pictures
from farmhand_ui.controller import Controller
from farmhand_ui.models.roles import CHECK, DISPLAY, EDIT, SPOKEN, TOOLTIP
from farmhand_ui.qt import QtCore
from farmhand_ui.translations import tr, tr_fields, translatable
from farmhand_ui.wording import frames_text

LAYER, FRAMES, CAMERAS, SIZE, RENDERER, FORMAT = range(6)
HEADINGS = (
    translatable("Layer"),
    translatable("Frames"),
    translatable("Camera"),
    translatable("Size (px)"),
    translatable("Renderer"),
    translatable("Format"),
)
KINDS = {"maya": translatable("Layer"), "houdini": translatable("ROP"), "clarisse": translatable("Image")}
FIELDS = {LAYER: ("enabled",), FRAMES: ("frames",), CAMERAS: ("cameras",), SIZE: ("width", "height")}
"""Fields of TargetChoice by column."""
REFUSED_ROLE = int(QtCore.Qt.UserRole) + 1
CHANGED_ROLE = int(QtCore.Qt.UserRole) + 2
_ANSWERED = frozenset((DISPLAY, EDIT, CHECK, TOOLTIP, SPOKEN, REFUSED_ROLE, CHANGED_ROLE))
_SIZE = re.compile(r"^\s*(\d{1,6})\s*[x×*]\s*(\d{1,6})\s*$", re.IGNORECASE)


class TargetsModel(QtCore.QAbstractTableModel):
    """Rows are the scene's targets in its own order, off ones too."""

    refused = QtCore.Signal(str)

    def __init__(self, controller: Controller, parent: Optional[QtCore.QObject] = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._targets: Tuple[RenderTarget, ...] = ()
        self._originals: Dict[str, RenderTarget] = {}
        self._refusals: Dict[Tuple[str, int], str] = {}
        controller.choices_changed.connect(self._reload)
        self._reload()

    def target(self, row: int) -> RenderTarget:
        """The target of a row, as chosen."""
        return self._targets[row]

    def rowCount(self, parent: QtCore.QModelIndex = QtCore.QModelIndex()) -> int:  # noqa: B008, D102
        return 0 if parent.isValid() else len(self._targets)

    def columnCount(self, parent: QtCore.QModelIndex = QtCore.QModelIndex()) -> int:  # noqa: B008, D102
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Any, role: int = QtCore.Qt.DisplayRole) -> Any:  # noqa: D102
        if orientation == QtCore.Qt.Horizontal and role == QtCore.Qt.DisplayRole:
            return tr(self._heading(section))
        return None

    def _heading(self, column: int) -> str:
        """The column's heading; the first one says what this program renders."""
        scene = self._controller.scene
        return KINDS.get(scene.host, HEADINGS[LAYER]) if column == LAYER and scene is not None else HEADINGS[column]

    def flags(self, index: QtCore.QModelIndex) -> Any:  # noqa: D102
        flags = QtCore.Qt.ItemIsSelectable | QtCore.Qt.ItemIsEnabled
        if index.column() == LAYER:
            return flags | QtCore.Qt.ItemIsUserCheckable
        if index.column() in (FRAMES, CAMERAS, SIZE):
            return flags | QtCore.Qt.ItemIsEditable
        return flags

    def data(self, index: QtCore.QModelIndex, role: int = QtCore.Qt.DisplayRole) -> Any:  # noqa: D102
        if role not in _ANSWERED:
            return None
        target, column = self._targets[index.row()], index.column()
        if role in (DISPLAY, EDIT):
            return cell_text(target, column)
        if role == CHECK and column == LAYER:
            return 2 if target.enabled else 0  # Qt.Checked and Qt.Unchecked as numbers, which both bindings take
        if role == TOOLTIP:
            return self._refusals.get((target.name, column)) or self._tooltip(target, column)
        if role == SPOKEN:
            return "%s: %s" % (tr(self._heading(column)), cell_text(target, column))
        if role == REFUSED_ROLE:
            return self._refusals.get((target.name, column), "")
        if role == CHANGED_ROLE:
            return self._changed(target, column)
        return None

    def setData(self, index: QtCore.QModelIndex, value: Any, role: int = QtCore.Qt.EditRole) -> bool:  # noqa: D102
        return self.set_rows((index.row(),), index.column(), value, role)

    def set_rows(self, rows: Sequence[int], column: int, value: Any, role: int = QtCore.Qt.EditRole) -> bool:
        """Write one value into a column of several rows at once; the first row is the one that was edited.

        Returns:
            Whether the value was taken.
        """
        targets = [self._targets[row] for row in rows]
        names = [target.name for target in targets]
        if role == QtCore.Qt.CheckStateRole and column == LAYER:
            self._controller.set_targets(names, enabled=bool(int(getattr(value, "value", value))))
            return True
        if role != QtCore.Qt.EditRole or column not in (FRAMES, CAMERAS, SIZE):
            return False
        if column == CAMERAS:
            for known in {target.all_cameras for target in targets}:
                same = [target.name for target in targets if target.all_cameras == known]
                there = set(known) or set(value)
                self._controller.set_targets(same, cameras=tuple(camera for camera in value if camera in there))
            return True
        changes, reason = read_cell(column, str(value))
        if reason:
            self._refusals[(names[0], column)] = reason
        else:
            for name in names:
                self._refusals.pop((name, column), None)
            if any(str(value) != cell_text(target, column) for target in targets):
                self._controller.set_targets(names, **changes)
        self._everything_changed()
        self.refused.emit(reason)
        return not reason

    def reset_rows(self, rows: Sequence[int], column: int = -1) -> None:
        """Give rows back to the scene: one column of them, or everything."""
        self._controller.reset_targets([self._targets[row].name for row in rows], *FIELDS.get(column, ()))
        self.forget_refusals()

    def row_of(self, name: str) -> int:
        """The row of a target by its name; -1 where it has none."""
        return next((row for row, target in enumerate(self._targets) if target.name == name), -1)

    def matches(self, row: int, text: str) -> bool:
        """Whether a row has this text in one of its cells, in capitals or not."""
        target, wanted = self._targets[row], text.strip().lower()
        return any(wanted in cell_text(target, column).lower() for column in range(len(HEADINGS)))

    @property
    def refusal(self) -> str:
        """Why the last refused text was refused; empty where every cell holds what was typed."""
        return list(self._refusals.values())[-1] if self._refusals else ""

    def forget_refusals(self) -> None:
        """Take back every outline: the user moved on."""
        if self._refusals:
            self._refusals.clear()
            self._everything_changed()
            self.refused.emit("")

    def _reload(self) -> None:
        job = self._controller.job
        targets = job.targets if job is not None else ()
        self._originals = {target.name: target for target in job.scene.targets} if job is not None else {}
        if [target.name for target in targets] == [target.name for target in self._targets]:
            self._targets = targets
            self._everything_changed()
        else:
            self.beginResetModel()
            self._targets = targets
            self._refusals.clear()
            self.endResetModel()

    def _everything_changed(self) -> None:
        if self._targets:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._targets) - 1, len(HEADINGS) - 1))

    def _changed(self, target: RenderTarget, column: int) -> bool:
        choice = self._controller.choices.targets.get(target.name)
        if choice is None or self._controller.scene is None:
            return False
        original = self._originals.get(target.name, target)
        if column == LAYER:
            return original.enabled != choice.applied(original).enabled
        return cell_text(original, column) != cell_text(choice.applied(original), column)

    def _original(self, target: RenderTarget, column: int) -> str:
        """What the scene itself has in a cell."""
        original = self._originals.get(target.name, target)
        if column == LAYER:
            return tr("on") if original.enabled else tr("off")
        return cell_text(original, column) or tr("nothing")

    def _pictures(self, target: RenderTarget) -> Tuple[str, ...]:
        """The first picture of each camera, with the frames and cameras that are chosen, where the names are known."""
        scene = self._controller.scene
        if scene is None or not target.pictures:
            return ()
        original = self._originals.get(target.name, target)
        if (target.frames.first, target.cameras) == (original.frames.first, original.cameras):
            return target.pictures
        name = os.path.splitext(os.path.basename(scene.path))[0]
        return first_pictures(target, name, len(scene.targets))

    def _tooltip(self, target: RenderTarget, column: int) -> str:
        lines = [cell_text(target, column) or tr("Not set in the scene")]
        if column == LAYER:
            lines = [target.label if target.label == target.name else "%s (%s)" % (target.label, target.name)]
            lines.append(tr("Renderer: {renderer}", renderer=target.renderer or "?"))
            if target.output:
                lines.append(tr("Output: {output}", output=target.output))
            lines += [tr("First picture: {name}", name=name) for name in self._pictures(target)]
        elif column == FRAMES:
            lines.append(frames_text(len(target.frames)))
            lines.append(tr("Write 1-100, every fifth frame as 1-100[5], single ones as 3,7"))
        if self._changed(target, column):
            lines.append(tr("Changed here; the scene has {value}.", value=self._original(target, column)))
        return "\n".join(lines)


def cell_text(target: RenderTarget, column: int) -> str:
    """What a cell of a target shows."""
    if column == FRAMES:
        return short_frames(target.frames)
    if column == CAMERAS:
        return ", ".join(target.cameras)
    if column == SIZE:
        return "%dx%d" % (target.width, target.height) if target.width and target.height else ""
    return {LAYER: target.label, RENDERER: target.renderer, FORMAT: target.format}[column]


def short_frames(frames: FrameRange) -> str:
    """The frames without the step where it is 1: `1-120`, `1-100[5]`."""
    return str(frames).replace("[1]", "")


def read_cell(column: int, text: str) -> Tuple[Dict[str, Any], str]:
    """Read a typed text of the frames or size column.

    Returns:
        The changes for TargetChoice, and an empty reason; or nothing and why the text is refused.
    """
    if column == FRAMES:
        try:
            return {"frames": FrameRange.parse(text)}, ""
        except FarmhandError as error:
            return {}, " ".join(
                part for part in (tr_fields(error.sentence, error.params), tr_fields(error.hint, error.params)) if part
            )
    match = _SIZE.match(text)
    if match and int(match.group(1)) and int(match.group(2)):
        return {"width": int(match.group(1)), "height": int(match.group(2))}, ""
    return {}, tr("The size {size} cannot be read. Write it like 1920x1080.", size="“%s”" % text)
