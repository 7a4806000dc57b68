"""The checks' findings as a tree: a tip, and under it what it is about."""

from __future__ import annotations

from typing import Any, FrozenSet, List, Optional, Tuple

from farmhand.scene.model import ERROR, Tip
from farmhand_ui.models.roles import DISPLAY, SPOKEN, TOOLTIP
from farmhand_ui.qt import QtCore
from farmhand_ui.translations import tr

SEVERITY_ROLE = int(QtCore.Qt.UserRole) + 1
CODE_ROLE = int(QtCore.Qt.UserRole) + 2
IGNORED_ROLE = int(QtCore.Qt.UserRole) + 3
FEW_DETAILS = 20
MOST_DETAILS = 500
"""Details of one finding that are listed: nobody reads on, and a tree has to measure every row that it shows."""


class ChecksModel(QtCore.QAbstractItemModel):
    """Errors first, then warnings, then what is ignored; details are children."""

    def __init__(self, parent: Optional[QtCore.QObject] = None) -> None:
        super().__init__(parent)
        self._tips: Tuple[Tip, ...] = ()
        self._ignored: FrozenSet[Tip] = frozenset()

    def show(self, tips: Tuple[Tip, ...], ignored: Tuple[Tip, ...] = ()) -> bool:
        """Show these tips; returns whether anything changed."""
        ordered = tuple(sorted(tips, key=lambda tip: tip.severity != ERROR)) + ignored
        if ordered == self._tips and frozenset(ignored) == self._ignored:
            return False
        self.beginResetModel()
        self._tips, self._ignored = ordered, frozenset(ignored)
        self.endResetModel()
        return True

    def tip(self, index: QtCore.QModelIndex) -> Optional[Tip]:
        """The finding of a row, or of a detail's row; None for none."""
        if not index.isValid():
            return None
        inner = int(index.internalId())
        return self._tips[inner - 1 if inner else index.row()]

    def short(self) -> List[QtCore.QModelIndex]:
        """The findings with few details, which a view may show at once."""
        return [self.index(row, 0) for row, tip in enumerate(self._tips) if len(tip.details) <= FEW_DETAILS]

    def find(self, tip: Tip) -> QtCore.QModelIndex:
        """Where the finding of the same code is now; an invalid index where there is none."""
        for row, other in enumerate(self._tips):
            if other.code == tip.code:
                return self.index(row, 0)
        return QtCore.QModelIndex()

    def index(self, row: int, column: int, parent: QtCore.QModelIndex = QtCore.QModelIndex()) -> QtCore.QModelIndex:  # noqa: B008, D102
        if not self.hasIndex(row, column, parent):
            return QtCore.QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: QtCore.QModelIndex) -> QtCore.QModelIndex:  # noqa: D102
        if not index.isValid() or not index.internalId():
            return QtCore.QModelIndex()
        return self.createIndex(int(index.internalId()) - 1, 0, 0)

    def rowCount(self, parent: QtCore.QModelIndex = QtCore.QModelIndex()) -> int:  # noqa: B008, D102
        if not parent.isValid():
            return len(self._tips)
        return 0 if parent.internalId() else min(len(self._tips[parent.row()].details), MOST_DETAILS + 1)

    def columnCount(self, parent: QtCore.QModelIndex = QtCore.QModelIndex()) -> int:  # noqa: B008, D102
        return 1

    def data(self, index: QtCore.QModelIndex, role: int = QtCore.Qt.DisplayRole) -> Any:  # noqa: D102
        inner = int(index.internalId())
        if inner:
            details = self._tips[inner - 1].details
            detail = details[index.row()]
            if index.row() == MOST_DETAILS:
                detail = tr("and {count} more", count="{:,}".format(len(details) - MOST_DETAILS))
            return detail if role in (DISPLAY, TOOLTIP) else None
        tip = self._tips[index.row()]
        if role == DISPLAY:
            return tr(tip.message)
        if role == TOOLTIP:
            return "%s\n%s" % (tr(tip.message), tr("Check {code}", code=tip.code))
        if role == SPOKEN:
            return "%s: %s" % (tr("Error") if tip.severity == ERROR else tr("Warning"), tr(tip.message))
        return {SEVERITY_ROLE: tip.severity, CODE_ROLE: tip.code, IGNORED_ROLE: tip in self._ignored}.get(role)
