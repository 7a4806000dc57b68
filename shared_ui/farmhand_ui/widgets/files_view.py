"""The table of files: headings across all columns that open and close, a sign on what is missing."""

from __future__ import annotations

from typing import Any, List, Optional

from farmhand.scene.model import WARNING
from farmhand_ui.messages import INFO
from farmhand_ui.models import file_rows
from farmhand_ui.models.file_rows import FileRow
from farmhand_ui.models.files import FilesModel
from farmhand_ui.qt import QtCore, QtGui, QtWidgets
from farmhand_ui.translations import tr
from farmhand_ui.widgets.colours import mixed, severity_icon

_LEFT = QtCore.Qt.AlignLeft | QtCore.Qt.AlignVCenter
_RIGHT = QtCore.Qt.AlignRight | QtCore.Qt.AlignVCenter
OPEN_KEYS = {QtCore.Qt.Key_Right: False, QtCore.Qt.Key_Left: True}
TOGGLE_KEYS = (QtCore.Qt.Key_Space, QtCore.Qt.Key_Return, QtCore.Qt.Key_Enter)


class FilesView(QtWidgets.QTableView):
    """Shows a FilesModel; of a hundred thousand rows it asks for those in sight."""

    rows_chosen = QtCore.Signal()
    """Other rows are chosen than before."""

    def __init__(self, model: FilesModel, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("filesView")
        self.setAccessibleName(tr("Files of the scene"))
        self._files = model
        header = self.horizontalHeader()
        header.setSortIndicator(-1, QtCore.Qt.AscendingOrder)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(44)
        header.setHighlightSections(False)
        header.setDefaultAlignment(QtCore.Qt.AlignLeft | QtCore.Qt.AlignVCenter)
        self.setModel(model)
        self._selection = QtCore.QItemSelectionModel(model, self)  # asked for, PySide2 would never let go of it
        self.setSelectionModel(self._selection)
        # A header asks of every row whether it is selected before it draws; about an empty selection it need not.
        self._unselected = QtCore.QItemSelectionModel(model, self)
        header.setSelectionModel(self._unselected)
        header.setSectionResizeMode(file_rows.FILE, QtWidgets.QHeaderView.Stretch)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QtWidgets.QHeaderView.Fixed)
        rows.setMinimumSectionSize(self.fontMetrics().height() + 6)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.setItemDelegate(_FileDelegate(self, model))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setTextElideMode(QtCore.Qt.ElideMiddle)
        self.setFrameShape(QtWidgets.QFrame.NoFrame)
        self.setSelectionBehavior(QtWidgets.QAbstractItemView.SelectRows)
        self.setSelectionMode(QtWidgets.QAbstractItemView.ExtendedSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarAlwaysOff)
        self.setSortingEnabled(True)
        self.clicked.connect(self._clicked)

    def selectionChanged(self, chosen: QtCore.QItemSelection, left: QtCore.QItemSelection) -> None:  # noqa: D102
        super().selectionChanged(chosen, left)
        self.rows_chosen.emit()

    def choose(self, places: List[int]) -> None:
        """Choose these rows of the table, besides those that are chosen."""
        selection, last = QtCore.QItemSelection(), self._files.columnCount() - 1
        for place in places:
            selection.select(self._files.index(place, 0), self._files.index(place, last))
        self._selection.select(selection, QtCore.QItemSelectionModel.Select)

    def chosen(self, most: int = 0) -> List[FileRow]:
        """The selected lines.

        Args:
            most: How many at most; 0 for all.
        """
        found: List[FileRow] = []
        for part in self._selection.selection():
            for place in range(part.top(), part.bottom() + 1):
                row = self._files.line(place)
                if row is not None:
                    found.append(row)
                    if most and len(found) >= most:
                        return found
        return found

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:  # noqa: D102
        place = self.currentIndex().row()
        if place >= 0 and self._files.line(place) is None and (event.key() in OPEN_KEYS or event.key() in TOGGLE_KEYS):
            self._toggle(place, OPEN_KEYS.get(event.key()))
        else:
            super().keyPressEvent(event)

    def _clicked(self, index: QtCore.QModelIndex) -> None:
        if self._files.row(index) is None and not QtWidgets.QApplication.keyboardModifiers():
            self._toggle(index.row())

    def _toggle(self, place: int, closed: Optional[bool] = None) -> None:
        above = self.verticalScrollBar().value()
        self._files.toggle(place, closed)
        self.setCurrentIndex(self._files.index(place, 0))
        self.verticalScrollBar().setValue(above)


class _FileDelegate(QtWidgets.QStyledItemDelegate):
    """Lines as the style draws them; headings bold and across."""

    def __init__(self, view: FilesView, model: FilesModel) -> None:
        super().__init__(view)
        self._view = view
        self._files = model
        self._signs = {file_rows.MISSING: severity_icon(WARNING), file_rows.CHANGED: severity_icon(INFO)}

    def initStyleOption(self, option: Any, index: QtCore.QModelIndex) -> None:
        """Told from the model at once: Qt would ask it seven times for each cell, which takes most of the painting."""
        place, column = index.row(), index.column()
        row = self._files.line(place)
        if row is None:
            return
        option.index = index
        option.text = self._files.text(place, column)
        option.features |= QtWidgets.QStyleOptionViewItem.HasDisplay
        option.displayAlignment = _RIGHT if column == file_rows.SIZE else _LEFT
        if column == file_rows.FILE:
            sign = self._signs.get(row.state)
            if sign is not None:
                option.icon = sign
                option.features |= QtWidgets.QStyleOptionViewItem.HasDecoration
                side = option.fontMetrics.height()
                option.decorationSize = QtCore.QSize(side, side)

    def paint(self, painter: QtGui.QPainter, option: Any, index: QtCore.QModelIndex) -> None:  # noqa: D102
        text = self._files.heading(index.row())
        if not text:
            super().paint(painter, option, index)
            return
        palette = option.palette
        chosen = bool(option.state & QtWidgets.QStyle.State_Selected)
        ground = palette.color(QtGui.QPalette.Highlight) if chosen else mixed(
            palette.color(QtGui.QPalette.Text), palette.color(QtGui.QPalette.Base), 0.08
        )
        font = QtGui.QFont(option.font)
        font.setBold(True)
        across = QtCore.QRect(0, option.rect.top(), self._view.viewport().width(), option.rect.height())
        painter.save()
        painter.setClipRect(option.rect)  # each cell draws its part of the whole
        painter.fillRect(option.rect, ground)
        painter.setFont(font)
        painter.setPen(palette.color(QtGui.QPalette.HighlightedText if chosen else QtGui.QPalette.Text))
        shown = QtGui.QFontMetrics(font).elidedText(text, QtCore.Qt.ElideMiddle, across.width() - 12)
        painter.drawText(across.adjusted(6, 0, -6, 0), int(QtCore.Qt.AlignVCenter), shown)
        painter.restore()
