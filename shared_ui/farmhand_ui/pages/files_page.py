"""Which files the scene mentions: missing ones first, then what will be sent, then what is left out and why."""

from __future__ import annotations

from typing import Optional

from Qt import QtCore, QtGui, QtWidgets

from farmhand.scene.model import WARNING
from farmhand_ui.controller import Controller
from farmhand_ui.models import files
from farmhand_ui.models.files import FilesModel
from farmhand_ui.translations import tr
from farmhand_ui.widgets.colours import severity_icon
from farmhand_ui.widgets.labels import MutedElidedLabel, empty_state
from farmhand_ui.wording import count_text, size_text


class FilesPage(QtWidgets.QWidget):
    """A filter and a tree."""

    def __init__(self, controller: Controller, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("filesPage")
        self._controller = controller
        self._model = _MarkedFiles(self)
        self._filter = QtWidgets.QLineEdit()
        self._filter.setObjectName("filesFilter")
        self._filter.setAccessibleName(tr("Filter files"))
        self._filter.setPlaceholderText(tr("Filter by file, node or kind"))
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._model.narrow)
        self._total = MutedElidedLabel(QtCore.Qt.ElideRight)
        self._total.setObjectName("filesTotal")
        self._view = self._tree()
        self._model.modelReset.connect(self._open_groups)
        self._empty = empty_state("filesEmpty")
        self._stack = QtWidgets.QStackedLayout()
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._empty)
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._filter, 2)
        row.addWidget(self._total, 1)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 6)
        column.setSpacing(6)
        column.addLayout(row)
        column.addLayout(self._stack, 1)
        self._outdated = False
        controller.scene_changed.connect(self._scene_changed)
        self.update_page()

    def _tree(self) -> QtWidgets.QTreeView:
        view = QtWidgets.QTreeView()
        view.setObjectName("filesView")
        view.setAccessibleName(tr("Files of the scene"))
        view.header().setSortIndicator(-1, QtCore.Qt.AscendingOrder)
        view.setModel(self._model)
        view.setUniformRowHeights(True)
        view.setAlternatingRowColors(True)
        view.setTextElideMode(QtCore.Qt.ElideMiddle)
        view.setFrameShape(QtWidgets.QFrame.NoFrame)
        view.setSelectionMode(QtWidgets.QAbstractItemView.ExtendedSelection)
        view.setIndentation(14)
        view.setSortingEnabled(True)
        view.header().setStretchLastSection(False)
        view.header().setMinimumSectionSize(44)
        view.header().setSectionResizeMode(files.FILE, QtWidgets.QHeaderView.Stretch)
        return view

    def showEvent(self, event: QtGui.QShowEvent) -> None:  # noqa: D102
        super().showEvent(event)
        if self._outdated:
            self.update_page()

    def _scene_changed(self) -> None:
        """Rows of tens of thousands of files take a while: only for somebody who looks at them."""
        self._outdated = not self.isVisible()
        if not self._outdated:
            self.update_page()

    def update_page(self) -> None:
        """Take over the scene's files."""
        self._outdated = False
        scene = self._controller.scene
        self._model.show(scene)
        if scene is None:
            self._empty.setText(tr("The files show here once the scene is analysed."))
        else:
            self._empty.setText(tr("The scene mentions no files: only the scene itself is sent."))
            size = sum(asset.size for asset in scene.assets)
            self._total.setText(tr("{count} files, {size}", count=count_text(len(scene.assets)), size=size_text(size)))
        self._filter.setEnabled(bool(self._model.total))
        self._stack.setCurrentWidget(self._view if self._model.total else self._empty)
        self._fit()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        letter = self.fontMetrics().horizontalAdvance("0")
        wide = (self.width() - 24) // letter
        self._view.setColumnHidden(files.KIND, wide < 80)
        self._view.setColumnHidden(files.STATE, wide < 92)
        for column, letters in (
            (files.WHERE, max(15, wide // 4)),
            (files.KIND, 11),
            (files.SIZE, 9),
            (files.STATE, 13),
        ):
            self._view.setColumnWidth(column, letters * letter + 10)

    def _open_groups(self) -> None:
        """After each arrangement: groups are open and as wide as the table."""
        for row in range(self._model.rowCount()):
            self._view.setFirstColumnSpanned(row, QtCore.QModelIndex(), True)
            self._view.expand(self._model.index(row, 0))


class _MarkedFiles(FilesModel):
    """The files' model with a sign on missing ones and bold groups, which are matters of looks."""

    def __init__(self, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._sign = severity_icon(WARNING)

    def data(self, index: QtCore.QModelIndex, role: int = QtCore.Qt.DisplayRole) -> object:
        if role == QtCore.Qt.DecorationRole and index.column() == files.FILE:
            row = self.row(index)
            return self._sign if row is not None and row.state == files.MISSING else None
        if role == QtCore.Qt.FontRole and self.row(index) is None:
            font = QtGui.QFont()
            font.setBold(True)
            return font
        return super().data(index, role)
