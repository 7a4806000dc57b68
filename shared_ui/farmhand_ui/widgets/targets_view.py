"""The table of what renders: several rows at once, with the keyboard alone or with the mouse.

What is typed into a cell of a chosen row counts for all chosen rows. Space switches them on or off, Delete gives the
present column of them back to the scene.
"""

from __future__ import annotations

from typing import List, Optional

from farmhand_ui.models import targets
from farmhand_ui.models.targets import TargetsModel
from farmhand_ui.qt import QtCore, QtGui, QtWidgets
from farmhand_ui.translations import tr
from farmhand_ui.widgets.delegates import TargetDelegate


class TargetsView(QtWidgets.QTableView):
    """The view on a TargetsModel.

    Args:
        model: The model.
    """

    rows_chosen = QtCore.Signal()
    """Other rows are chosen than before."""

    def __init__(self, model: TargetsModel, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("targetsView")
        self.setAccessibleName(tr("What renders"))
        self.setModel(model)
        self._targets = model
        self.delegate = TargetDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setSelectionBehavior(QtWidgets.QAbstractItemView.SelectRows)
        self.setSelectionMode(QtWidgets.QAbstractItemView.ExtendedSelection)
        self.setEditTriggers(
            QtWidgets.QAbstractItemView.DoubleClicked
            | QtWidgets.QAbstractItemView.EditKeyPressed
            | QtWidgets.QAbstractItemView.SelectedClicked
        )
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTextElideMode(QtCore.Qt.ElideMiddle)
        self.setFrameShape(QtWidgets.QFrame.NoFrame)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(QtCore.Qt.AlignLeft | QtCore.Qt.AlignVCenter)
        header.setMinimumSectionSize(44)
        header.setSectionResizeMode(targets.LAYER, QtWidgets.QHeaderView.Stretch)

    def selectionChanged(self, chosen: QtCore.QItemSelection, left: QtCore.QItemSelection) -> None:  # noqa: D102
        super().selectionChanged(chosen, left)
        self.rows_chosen.emit()

    def chosen_rows(self) -> List[int]:
        """The selected rows that are in view of the filter, from the top."""
        rows = {index.row() for index in self.selectionModel().selectedRows()}
        return sorted(row for row in rows if not self.isRowHidden(row))

    def rows_for(self, row: int) -> List[int]:
        """The rows that an edit of this row counts for: all chosen ones where it is one of them, itself first."""
        chosen = self.chosen_rows()
        return [row] + [other for other in chosen if other != row] if row in chosen else [row]

    def switch(self, on: bool) -> None:
        """Switch the chosen rows on or off."""
        rows = self.chosen_rows()
        if rows:
            self._targets.set_rows(rows, targets.LAYER, 2 if on else 0, QtCore.Qt.CheckStateRole)

    def reset(self, column: int = -1) -> None:
        """Give the chosen rows back to the scene, or one column of them."""
        rows = self.chosen_rows()
        if rows:
            self._targets.reset_rows(rows, column)

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:  # noqa: D102
        current = self.currentIndex()
        editing = self.state() == QtWidgets.QAbstractItemView.EditingState
        if editing or not current.isValid():
            super().keyPressEvent(event)
        elif event.key() == QtCore.Qt.Key_Space:
            self.switch(not current.sibling(current.row(), targets.LAYER).data(QtCore.Qt.CheckStateRole))
        elif event.key() in (QtCore.Qt.Key_Delete, QtCore.Qt.Key_Backspace):
            self.reset(current.column())
        elif event.key() in (QtCore.Qt.Key_Return, QtCore.Qt.Key_Enter) and not event.modifiers():
            if current.column() == targets.LAYER:
                self.setCurrentIndex(current.sibling(current.row(), targets.FRAMES))
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QtGui.QContextMenuEvent) -> None:  # noqa: D102
        menu = self.menu()
        menu.setAttribute(QtCore.Qt.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def menu(self) -> QtWidgets.QMenu:
        """What can be done to the chosen rows."""
        menu = QtWidgets.QMenu(self)
        rows = self.chosen_rows()
        column = self.currentIndex().column()
        for text, act, on in (
            (tr("Switch on"), lambda: self.switch(True), bool(rows)),
            (tr("Switch off"), lambda: self.switch(False), bool(rows)),
            (
                tr("Edit…"),
                lambda: self.edit(self.currentIndex()),
                column in (targets.FRAMES, targets.CAMERAS, targets.SIZE),
            ),
            (tr("As in the scene"), self.reset, bool(rows)),
            (tr("Choose all"), self.selectAll, True),
        ):
            action = menu.addAction(text)
            action.setEnabled(on)
            action.triggered.connect(lambda *_, act=act: act())
        return menu
