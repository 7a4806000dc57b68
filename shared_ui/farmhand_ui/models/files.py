"""The files of a scene in groups by state, missing ones first: a tree of two levels over the scene's records.

Rows are made once per analysis. The model filters and sorts its own lists: a proxy would ask for each cell of tens of
thousands of rows through Qt, which takes seconds.
"""

from __future__ import annotations

from typing import Any, List, NamedTuple, Optional, Set, Tuple

from Qt import QtCore

from farmhand.scene.model import Scene
from farmhand_ui.translations import tr, translatable
from farmhand_ui.wording import count_text, size_text

FILE, WHERE, KIND, SIZE, STATE = range(5)
HEADINGS = (
    translatable("File"),
    translatable("Used by"),
    translatable("Kind"),
    translatable("Size"),
    translatable("State"),
)
MISSING, TO_SEND, IGNORED = "missing", "to_send", "ignored"
GROUPS = {
    MISSING: translatable("Missing ({count})"),
    TO_SEND: translatable("To send ({count})"),
    IGNORED: translatable("Not sent ({count})"),
}
STATES = {
    MISSING: translatable("missing"),
    TO_SEND: translatable("to send"),
    IGNORED: translatable("not sent"),
}
KINDS = {
    "texture": translatable("texture"),
    "reference": translatable("reference"),
    "cache": translatable("cache"),
    "proxy": translatable("proxy"),
    "volume": translatable("volume"),
    "light": translatable("light"),
    "audio": translatable("audio"),
    "color": translatable("color"),
    "scene": translatable("scene"),
    "nested": translatable("inside a file"),
    "other": translatable("other"),
}
STATE_ROLE = int(QtCore.Qt.UserRole) + 1
RIGHT = 0x0002 | 0x0080  # Qt.AlignRight | Qt.AlignVCenter, as the number that both bindings take


class FileRow(NamedTuple):
    """One line: a mention of files, or a file that only another file mentions."""

    pattern: str
    where: str
    kind: str
    size: int
    files: int
    state: str
    reason: str


class FilesModel(QtCore.QAbstractItemModel):
    """Groups by state; in each the mentions of files."""

    def __init__(self, parent: Optional[QtCore.QObject] = None) -> None:
        super().__init__(parent)
        self._rows: List[FileRow] = []
        self._groups: List[Tuple[str, List[FileRow]]] = []
        self._wanted = ""
        self._order: Tuple[int, bool] = (-1, False)

    def show(self, scene: Optional[Scene]) -> None:
        """Show the files of a scene; None empties the model."""
        self._rows = rows_of(scene) if scene is not None else []
        self._arrange()

    def narrow(self, text: str) -> None:
        """Show only rows whose file, user or kind holds this text, in capitals or not."""
        self._wanted = text.lower()
        self._arrange()

    def sort(self, column: int, order: Any = QtCore.Qt.AscendingOrder) -> None:
        """Sort each group by a column; -1 for the scene's own order."""
        self._order = (column, order == QtCore.Qt.DescendingOrder)
        self._arrange()

    @property
    def total(self) -> int:
        """Rows in all, shown or not."""
        return len(self._rows)

    def row(self, index: QtCore.QModelIndex) -> Optional[FileRow]:
        """The row at an index; None for a group."""
        if not index.isValid() or not index.internalId():
            return None
        return self._groups[int(index.internalId()) - 1][1][index.row()]

    def index(self, row: int, column: int, parent: QtCore.QModelIndex = QtCore.QModelIndex()) -> QtCore.QModelIndex:  # noqa: B008, D102
        # not hasIndex(), which asks back twice: a tree asks for every row when a group opens
        if not (0 <= row < self.rowCount(parent) and 0 <= column < len(HEADINGS)):
            return QtCore.QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def hasChildren(self, parent: QtCore.QModelIndex = QtCore.QModelIndex()) -> bool:  # noqa: B008, D102
        return not parent.isValid() or not parent.internalId()

    def parent(self, index: QtCore.QModelIndex) -> QtCore.QModelIndex:  # noqa: D102
        if not index.isValid() or not index.internalId():
            return QtCore.QModelIndex()
        return self.createIndex(int(index.internalId()) - 1, 0, 0)

    def rowCount(self, parent: QtCore.QModelIndex = QtCore.QModelIndex()) -> int:  # noqa: B008, D102
        if not parent.isValid():
            return len(self._groups)
        if parent.internalId() or parent.column():
            return 0
        return len(self._groups[parent.row()][1])

    def columnCount(self, parent: QtCore.QModelIndex = QtCore.QModelIndex()) -> int:  # noqa: B008, D102
        return len(HEADINGS)

    def headerData(self, section: int, orientation: Any, role: int = QtCore.Qt.DisplayRole) -> Any:  # noqa: D102
        if orientation == QtCore.Qt.Horizontal and role == QtCore.Qt.DisplayRole:
            return tr(HEADINGS[section])
        if role == QtCore.Qt.TextAlignmentRole and section == SIZE:
            return RIGHT
        return None

    def data(self, index: QtCore.QModelIndex, role: int = QtCore.Qt.DisplayRole) -> Any:  # noqa: D102
        row = self.row(index)
        if row is None:
            return self._group_data(index, role)
        if role in (QtCore.Qt.DisplayRole, QtCore.Qt.AccessibleTextRole):
            return self._text(row, index.column())
        if role == QtCore.Qt.ToolTipRole:
            lines = [
                row.pattern,
                row.where,
                tr("{count} files", count=count_text(row.files)) if row.files > 1 else "",
                tr(row.reason),
            ]
            return "\n".join(line for line in lines if line)
        if role == QtCore.Qt.TextAlignmentRole and index.column() == SIZE:
            return RIGHT
        if role == STATE_ROLE:
            return row.state
        return None

    def _arrange(self) -> None:
        column, descending = self._order
        rows = [row for row in self._rows if self._wanted in self._searched(row)] if self._wanted else list(self._rows)
        if column == SIZE:
            rows.sort(key=lambda row: row.size, reverse=descending)
        elif column >= 0:
            rows.sort(key=lambda row: self._text(row, column).lower(), reverse=descending)
        self.beginResetModel()
        self._groups = grouped(rows)
        self.endResetModel()

    def _searched(self, row: FileRow) -> str:
        return "\n".join((self._text(row, FILE), row.where, self._text(row, KIND))).lower()

    def _group_data(self, index: QtCore.QModelIndex, role: int) -> Any:
        state, rows = self._groups[index.row()]
        if role in (QtCore.Qt.DisplayRole, QtCore.Qt.AccessibleTextRole) and index.column() == FILE:
            return tr(GROUPS[state], count=count_text(len(rows)))
        if role == STATE_ROLE:
            return state
        return None

    def _text(self, row: FileRow, column: int) -> str:
        if column == KIND:
            return tr(KINDS.get(row.kind, row.kind))
        if column == SIZE:
            return size_text(row.size) if row.files else "–"
        if column == STATE:
            return tr(row.reason) if row.state == IGNORED and row.reason else tr(STATES[row.state])
        return row.pattern.replace("\\", "/") if column == FILE else row.where


def rows_of(scene: Scene) -> List[FileRow]:
    """A row per mention of files, then one per file that no node mentions itself."""
    sizes = {asset.path: asset.size for asset in scene.assets}
    rows: List[FileRow] = []
    mentioned: Set[str] = set()
    for reference in scene.references:
        state = MISSING if reference.missing else IGNORED if reference.ignored or not reference.files else TO_SEND
        mentioned.update(reference.files)
        where = ".".join(part for part in (reference.node, reference.attribute) if part)
        size = sum(sizes.get(path, 0) for path in reference.files)
        rows.append(
            FileRow(reference.pattern, where, reference.kind, size, len(reference.files), state, reference.ignored)
        )
    for asset in scene.assets:
        if asset.path not in mentioned and asset.path != scene.path:
            rows.append(FileRow(asset.path, "", "nested", asset.size, 1, TO_SEND, ""))
    return rows


def grouped(rows: List[FileRow]) -> List[Tuple[str, List[FileRow]]]:
    """The rows by state, missing first; empty groups are left out."""
    groups = [(state, [row for row in rows if row.state == state]) for state in GROUPS]
    return [(state, members) for state, members in groups if members]
