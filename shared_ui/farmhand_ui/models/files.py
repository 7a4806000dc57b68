"""The files of a scene for a table: headings and lines in one flat list, of which a view asks only what is in sight.

A tree view asks its model for every row when a branch opens, and a proxy for each cell when it sorts; both hold up the
window for seconds where there are a hundred thousand rows. So headings are rows of the table, and `file_rows` arranges.
"""

from __future__ import annotations

from typing import Any, FrozenSet, List, Optional, Set, Tuple

from farmhand.job.assets import NOTHING_CHOSEN, AssetChoices
from farmhand.scene.model import Scene
from farmhand.transfer.ledger import Plan
from farmhand_ui.models import file_rows
from farmhand_ui.models.file_rows import FILE, FLAT, HEADINGS, NOTHING, SIZE, Arrangement, FileRow, FileTable, Look
from farmhand_ui.models.roles import ALIGNMENT, DISPLAY, SPOKEN, TOOLTIP
from farmhand_ui.qt import QtCore
from farmhand_ui.slicing import AT_A_TIME, Slicer, Steps
from farmhand_ui.translations import tr
from farmhand_ui.wording import count_text, size_text

STATE_ROLE = int(QtCore.Qt.UserRole) + 1
GROUP_ROLE = int(QtCore.Qt.UserRole) + 2
"""The text of a heading; None for a line."""
RIGHT = 0x0002 | 0x0080  # Qt.AlignRight | Qt.AlignVCenter, as the number that both bindings take


class FilesModel(QtCore.QAbstractTableModel):
    """Lines under headings that open and close."""

    arranged = QtCore.Signal()
    """The lines were arranged anew."""

    def __init__(self, parent: Optional[QtCore.QObject] = None) -> None:
        super().__init__(parent)
        self._slicer = Slicer(self)
        self._table = FileTable()
        self._groups: Arrangement = NOTHING
        self._closed: Set[str] = set()
        self._shown: List[int] = []
        self._look = Look()
        self._made = False

    def show(
        self, scene: Optional[Scene], choices: AssetChoices = NOTHING_CHOSEN, plan: Optional[Plan] = None
    ) -> None:
        """Show the files of a scene; None empties the model. See `file_rows.rows_of`."""
        self._made = False

        def steps() -> Steps:
            table = (yield from file_rows.table_of(scene, choices, plan)) if scene is not None else FileTable()
            return (yield from self._steps(table))

        size = len(scene.references) + len(scene.assets) if scene is not None else 0
        self._slicer.start(steps(), lambda made: self._take(*made), size, at_once=False)

    def narrow(self, text: str) -> None:
        """Show only lines whose file, user or kind holds this text, in capitals or not."""
        self._change(wanted=text.strip().lower())

    def group(self, grouping: str) -> None:
        """Put the lines under headings by state, folder or node, or under none: one of `file_rows.GROUPINGS`."""
        self._closed.clear()
        self._change(grouping=grouping)

    def sort(self, column: int, order: Any = QtCore.Qt.AscendingOrder) -> None:
        """Sort the lines under each heading by a column; -1 for the scene's own order."""
        self._change(column=column, descending=order == QtCore.Qt.DescendingOrder)

    @property
    def total(self) -> int:
        """Lines in all, shown or not."""
        return len(self._table)

    @property
    def busy(self) -> bool:
        """Whether lines are being arranged; the old ones show meanwhile."""
        return self._slicer.running

    def shown_size(self) -> Tuple[int, int, int]:
        """Of the lines that pass the filter: how many, their files, their bytes that travel."""
        groups = self._groups
        return len(groups.numbers), sum(groups.files), sum(groups.sizes)

    def row(self, index: QtCore.QModelIndex) -> Optional[FileRow]:
        """The line at an index; None for a heading."""
        return self.line(index.row()) if index.isValid() else None

    def line(self, place: int) -> Optional[FileRow]:
        """The line at a row of the table; None for a heading."""
        number = self._shown[place]
        return self._table.row(number) if number >= 0 else None

    def heading(self, place: int) -> str:
        """The text of the heading at a row of the table; empty for a line."""
        return self._heading(-self._shown[place] - 1) if self._shown[place] < 0 else ""

    def text(self, place: int, column: int) -> str:
        """What a cell of a line shows. Under the heading of its folder, a file is its name."""
        text = file_rows.cell_text(self._table.row(self._shown[place]), column)
        named = column == FILE and self._look.grouping == file_rows.BY_FOLDER
        return text.rpartition("/")[2] if named else text

    def places(self, patterns: FrozenSet[str]) -> Steps:
        """The rows of the table that show these patterns, looked for in steps while the table stays as it is."""
        pattern, shown = self._table.pattern, self._shown
        found: List[int] = []
        for start in range(0, len(shown), AT_A_TIME):
            some = enumerate(shown[start : start + AT_A_TIME], start)
            found += [place for place, number in some if number >= 0 and pattern(number) in patterns]
            yield
        return found

    def toggle(self, place: int, closed: Optional[bool] = None) -> None:
        """Open or close the heading at a row of the table.

        Args:
            place: The row.
            closed: None: the other way round.
        """
        if not 0 <= place < len(self._shown) or self._shown[place] >= 0:
            return
        key = self._groups.keys[-self._shown[place] - 1]
        if closed is None:
            closed = key not in self._closed
        if closed != (key in self._closed):
            (self._closed.add if closed else self._closed.discard)(key)
            self._slicer.start(self._laid_out(), self._show_rows, len(self._table))

    def rowCount(self, parent: QtCore.QModelIndex = QtCore.QModelIndex()) -> int:  # noqa: B008, D102
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: QtCore.QModelIndex = QtCore.QModelIndex()) -> int:  # noqa: B008, D102
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Any, role: int = QtCore.Qt.DisplayRole) -> Any:  # noqa: D102
        if orientation == QtCore.Qt.Horizontal and role == QtCore.Qt.DisplayRole:
            return tr(HEADINGS[section])
        if role == QtCore.Qt.TextAlignmentRole and section == SIZE:
            return RIGHT
        return None

    def data(self, index: QtCore.QModelIndex, role: int = QtCore.Qt.DisplayRole) -> Any:  # noqa: D102
        number, column = self._shown[index.row()], index.column()
        if number < 0:
            return self._group_data(-number - 1, column, role)
        if role == DISPLAY:
            return self.text(index.row(), column)
        if role == ALIGNMENT:
            return RIGHT if column == SIZE else None
        if role == STATE_ROLE:
            return self._table.state(number)
        if role == TOOLTIP:
            return _tooltip(self._table.row(number))
        if role == SPOKEN:
            return "%s: %s" % (tr(HEADINGS[column]), file_rows.cell_text(self._table.row(number), column))
        return None

    def _group_data(self, group: int, column: int, role: int) -> Any:
        if role == GROUP_ROLE or (column == FILE and role in (SPOKEN, TOOLTIP, DISPLAY)):
            return self._heading(group)
        return None

    def _heading(self, group: int) -> str:
        return "%s %s" % ("▸" if self._groups.keys[group] in self._closed else "▾", self._title(group))

    def _title(self, group: int) -> str:
        name = self._groups.keys[group]
        if self._look.grouping == file_rows.BY_STATE:
            name = tr(file_rows.GROUPS[name])
        elif not name:
            nobody = tr("Not used by a node") if self._look.grouping == file_rows.BY_NODE else tr("No folder")
            name = nobody
        starts, size = self._groups.starts, self._groups.sizes[group]
        count = count_text(starts[group + 1] - starts[group])
        return "%s (%s)%s" % (name, count, " · " + size_text(size) if size else "")

    def _change(self, **changes: Any) -> None:
        look = self._look._replace(**changes)
        if look != self._look:
            self._look = look
            if self._made:  # else the rows are being made, and `_take` sees to it
                self._arrange()

    def _arrange(self) -> None:
        self._slicer.start(self._steps(self._table), lambda made: self._take(*made), len(self._table))

    def _steps(self, table: FileTable) -> Steps:
        look = self._look
        groups = yield from file_rows.arranged(table, look)
        shown = yield from file_rows.laid_out(groups, self._closed, look.grouping == FLAT)
        return table, groups, shown, look

    def _laid_out(self) -> Steps:
        return file_rows.laid_out(self._groups, self._closed, self._look.grouping == FLAT)

    def _take(self, table: FileTable, groups: Arrangement, shown: List[int], look: Look) -> None:
        self.beginResetModel()
        self._table, self._made = table, True
        self._groups, self._shown = groups, shown
        self.endResetModel()
        if look != self._look:
            self._arrange()
        else:
            self.arranged.emit()

    def _show_rows(self, shown: List[int]) -> None:
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()
        self.arranged.emit()


def _tooltip(row: FileRow) -> str:
    lines = [
        row.pattern,
        row.path if row.path.replace("\\", "/") != row.pattern.replace("\\", "/") else "",
        row.where,
        tr("{count} files", count=count_text(row.files)) if row.files > 1 else "",
        tr(row.reason) if row.reason else "",
    ]
    return "\n".join(line for line in lines if line)
