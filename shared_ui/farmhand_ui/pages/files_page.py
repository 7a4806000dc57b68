"""Which files the scene mentions and what becomes of each: sent, on the farm already, missing, left out.

What is done about them here (leave out, find elsewhere, send along) changes what is sent, never the scene.
"""

from __future__ import annotations

import os
from typing import Callable, FrozenSet, List, Optional, Tuple

from farmhand.scene.host import SelectsNodes
from farmhand_ui.controller import Controller
from farmhand_ui.models import file_rows
from farmhand_ui.models.file_rows import FileRow
from farmhand_ui.models.files import FilesModel
from farmhand_ui.qt import QtCore, QtGui, QtWidgets
from farmhand_ui.slicing import Slicer, Steps
from farmhand_ui.translations import tr
from farmhand_ui.widgets.colours import mixed
from farmhand_ui.widgets.files_view import FilesView
from farmhand_ui.widgets.labels import MutedElidedLabel, empty_state
from farmhand_ui.wording import count_text, size_text

ENOUGH = 500
"""Selected lines that are looked at to tell which buttons apply."""


class FilesPage(QtWidgets.QWidget):
    """A filter, a table, and what can be done about its lines."""

    def __init__(self, controller: Controller, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("filesPage")
        self.setAcceptDrops(True)
        self._controller = controller
        self._dragged = False
        self._kept: FrozenSet[str] = frozenset()
        self._chooser = Slicer(self)
        self._above = 0
        self._model = FilesModel(self)

    def sections(self) -> Steps:
        """Make what is on the page, a step at a time; it is whole and up to date at the end."""
        controller = self._controller
        self._view = FilesView(self._model, self)
        self._view.setContextMenuPolicy(QtCore.Qt.CustomContextMenu)
        self._view.customContextMenuRequested.connect(self._open_menu)
        yield
        self._empty = empty_state("filesEmpty")
        self._stack = QtWidgets.QStackedLayout()
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._empty)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 6)
        column.setSpacing(6)
        column.addLayout(self._top())
        column.addLayout(self._stack, 1)
        column.addLayout(self._bottom())
        yield
        self._view.rows_chosen.connect(self._update_buttons)
        self._model.modelAboutToBeReset.connect(self._keep_selection)
        self._model.modelReset.connect(self._restore_selection)
        self._model.arranged.connect(self._update_total)
        controller.scene_changed.connect(self.update_page)
        controller.plan_changed.connect(self.update_page)
        controller.assets.changed.connect(self.update_page)
        controller.assets.busy_changed.connect(self._update_total)
        self.update_page()

    def _top(self) -> QtWidgets.QLayout:
        self._filter = QtWidgets.QLineEdit()
        self._filter.setObjectName("filesFilter")
        self._filter.setAccessibleName(tr("Filter files"))
        self._filter.setPlaceholderText(tr("Filter by file, node or kind"))
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._model.narrow)
        self._grouping = QtWidgets.QComboBox()
        self._grouping.setObjectName("filesGrouping")
        self._grouping.setAccessibleName(tr("How the files are grouped"))
        self._grouping.setToolTip(tr("Put the files under headings, or all in one list"))
        for key, text in file_rows.GROUPINGS.items():
            self._grouping.addItem(tr(text), key)
        self._grouping.currentIndexChanged.connect(self._group)
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._filter, 1)
        row.addWidget(self._grouping)
        return row

    def _bottom(self) -> QtWidgets.QLayout:
        self._total = MutedElidedLabel(QtCore.Qt.ElideRight)
        self._total.setObjectName("filesTotal")
        self._find = _button("findFilesButton", self._find_missing)
        self._ignore = _button("leaveOutButton", self._leave_out)
        self._select = _button("selectNodeButton", self._select_nodes)
        self._select.setText(tr("Select node"))
        self._add = _button("addFilesButton", self._add_files)
        self._add.setText(tr("Add…"))
        self._add.setToolTip(tr("Send files along that the scene does not mention; they can be dropped here, too"))
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(6)
        for button in (self._find, self._ignore, self._select, self._add):
            row.addWidget(button)
        row.addStretch(1)
        column = QtWidgets.QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self._total)
        column.addLayout(row)
        return column

    def update_page(self) -> None:
        """Take over the scene's files and what is known of them."""
        scene = self._controller.scene
        self._model.show(scene, self._controller.assets.choices, self._controller.plan)
        if scene is None:
            self._empty.setText(tr("The files show here once the scene is analysed."))
        else:
            self._empty.setText(
                tr("The scene mentions no files: only the scene itself is sent. Drop files here to send them along.")
            )
        self._update_total()
        self._fit()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        if self.layout() is not None:  # a picture of the panel resizes what is half made, too
            self._fit()

    def dragEnterEvent(self, event: QtGui.QDragEnterEvent) -> None:  # noqa: D102
        if self._controller.scene is not None and _local_files(event.mimeData()):
            event.acceptProposedAction()
            self._show_drag(True)

    def dragLeaveEvent(self, event: QtGui.QDragLeaveEvent) -> None:  # noqa: D102
        self._show_drag(False)

    def dropEvent(self, event: QtGui.QDropEvent) -> None:  # noqa: D102
        self._show_drag(False)
        paths = _local_files(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self._controller.assets.add_files(paths)

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:  # noqa: D102
        super().paintEvent(event)
        if self._dragged:
            painter = QtGui.QPainter(self)
            strong = self.palette().color(QtGui.QPalette.Highlight)
            painter.fillRect(self.rect(), mixed(strong, self.palette().color(QtGui.QPalette.Window), 0.25))

    def _show_drag(self, over: bool) -> None:
        self._dragged = over
        self.update()

    def _group(self, *_: object) -> None:
        self._model.group(self._grouping.currentData())
        self._fit()

    def _fit(self) -> None:
        letter = self.fontMetrics().horizontalAdvance("0")
        wide = (self.width() - 24) // letter
        grouping = self._grouping.currentData()
        self._view.setColumnHidden(file_rows.WHERE, grouping == file_rows.BY_NODE and wide < 92)
        self._view.setColumnHidden(file_rows.KIND, wide < 80)
        self._view.setColumnHidden(file_rows.STATE, wide < 92 and grouping == file_rows.BY_STATE)
        for column, letters in (
            (file_rows.WHERE, max(15, wide // 4)),
            (file_rows.KIND, 11),
            (file_rows.SIZE, 9),
            (file_rows.STATE, 13),
        ):
            self._view.setColumnWidth(column, letters * letter + 10)

    def _update_total(self) -> None:
        searched = self._controller.assets.searched
        lines, files, size = self._model.shown_size()
        known = bool(self._model.total)
        if searched is not None:
            self._total.setText(tr("Searching: {count} folders", count=count_text(searched.done)))
        elif self._model.busy and not known:
            self._total.setText(tr("Listing the files…"))
        elif lines < self._model.total:
            shown, total = count_text(lines), count_text(self._model.total)
            text = tr("{shown} of {total} entries, {size}", shown=shown, total=total, size=size_text(size))
            self._total.setText(text)
        else:
            text = tr("{count} files, {size}", count=count_text(files), size=size_text(size))
            self._total.setText(text if known else "")
        self._filter.setEnabled(known)
        self._grouping.setEnabled(known)
        self._stack.setCurrentWidget(self._view if known or self._model.busy else self._empty)
        self._update_buttons()

    def _update_buttons(self, *_: object) -> None:
        chosen = self._view.chosen(ENOUGH)
        searching = self._controller.assets.searched is not None
        missing = any(row.state == file_rows.MISSING for row in chosen)
        job = self._controller.job
        any_missing = bool(job is not None and job.missing)
        self._find.setText(tr("Stop search") if searching else tr("Find…"))
        self._find.setEnabled(searching or missing or any_missing)
        self._find.setToolTip(
            tr("Look for the selected missing files, or for all, below a folder")
            if self._find.isEnabled()
            else tr("No file is missing.")
        )
        self._ignore.setText(self._exclusion(chosen)[0])
        self._ignore.setEnabled(bool(chosen))
        self._ignore.setToolTip(
            tr("The scene stays as it is; this is remembered for it") if chosen else tr("Select files first.")
        )
        able = isinstance(self._controller.host, SelectsNodes)
        self._select.setVisible(able)
        self._select.setEnabled(any(row.node for row in chosen))
        self._add.setEnabled(self._controller.scene is not None)
        for button in (self._find, self._ignore, self._select, self._add):
            button.setAccessibleName(button.text())

    def _exclusion(self, chosen: List[FileRow]) -> Tuple[str, Callable[[], None]]:
        """What leaving out means for these lines: the word for it, and the deed."""
        assets = self._controller.assets
        ignored = assets.choices.ignored
        if chosen and all(row.kind == "added" for row in chosen):
            return tr("Remove"), lambda: assets.remove_added([row.path for row in chosen])
        patterns = [row.pattern for row in chosen]
        if chosen and all(pattern in ignored for pattern in patterns):
            return tr("Take in again"), lambda: assets.leave_out(patterns, False)
        return tr("Leave out"), lambda: assets.leave_out(patterns, True)

    def _leave_out(self) -> None:
        chosen = self._view.chosen()
        if chosen:
            self._exclusion(chosen)[1]()

    def _select_nodes(self) -> None:
        self._controller.select_nodes([row.node for row in self._view.chosen() if row.node])

    def _find_missing(self) -> None:
        assets = self._controller.assets
        if assets.searched is not None:
            assets.stop_search()
            return
        chosen = [row.pattern for row in self._view.chosen() if row.state == file_rows.MISSING]
        job = self._controller.job
        wanted = chosen or (list(job.missing) if job is not None else [])
        folder = self.choose_folder(tr("Look for missing files below"))
        if folder and wanted:
            assets.relocate(wanted, folder)

    def _add_files(self) -> None:
        paths = self.choose_files()
        if paths:
            self._controller.assets.add_files(paths)

    def choose_folder(self, title: str) -> str:
        """Ask for a folder; empty where none was chosen."""
        start = self._controller.scene.project if self._controller.scene is not None else ""
        return str(QtWidgets.QFileDialog.getExistingDirectory(self, title, start))

    def choose_files(self) -> List[str]:
        """Ask for files; none where none were chosen."""
        start = self._controller.scene.project if self._controller.scene is not None else ""
        return list(QtWidgets.QFileDialog.getOpenFileNames(self, tr("Send files along"), start)[0])

    def _open_menu(self, place: QtCore.QPoint) -> None:
        chosen = self._view.chosen()
        menu = QtWidgets.QMenu(self)
        menu.setAttribute(QtCore.Qt.WA_DeleteOnClose)
        if any(row.state == file_rows.MISSING for row in chosen):
            menu.addAction(tr("Find…"), self._find_missing)
        found = [row.pattern for row in chosen if row.pattern in self._controller.assets.choices.found]
        if found:
            menu.addAction(tr("Forget where it was found"), lambda: self._controller.assets.forget_found(found))
        if chosen:
            menu.addAction(self._exclusion(chosen)[0], self._leave_out)
        if isinstance(self._controller.host, SelectsNodes) and any(row.node for row in chosen):
            menu.addAction(tr("Select node"), self._select_nodes)
        paths = [row.path for row in chosen if row.path]
        if paths:
            menu.addAction(tr("Show in its folder"), lambda: _show_folder(paths[0]))
        if chosen:
            names = "\n".join(row.path or row.pattern for row in chosen)
            menu.addAction(tr("Copy path"), lambda: QtWidgets.QApplication.clipboard().setText(names))
        menu.addAction(tr("Add…"), self._add_files)
        menu.popup(self._view.viewport().mapToGlobal(place))

    def _keep_selection(self) -> None:
        if self._chooser.running:
            return  # what is to be chosen is not chosen yet, and still known
        chosen = self._view.chosen(ENOUGH)
        self._kept = frozenset(row.pattern for row in chosen) if len(chosen) < ENOUGH else frozenset()
        self._above = self._view.verticalScrollBar().value()

    def _restore_selection(self) -> None:
        self._view.verticalScrollBar().setValue(self._above)
        if self._kept:
            self._chooser.start(self._model.places(self._kept), self._view.choose, self._model.rowCount())
        else:
            self._chooser.stop()


def _button(name: str, act: Callable[[], None]) -> QtWidgets.QPushButton:
    button = QtWidgets.QPushButton()
    button.setObjectName(name)
    button.setAutoDefault(False)
    button.clicked.connect(lambda *_: act())
    return button


def _local_files(data: QtCore.QMimeData) -> List[str]:
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []


def _show_folder(path: str) -> None:
    QtGui.QDesktopServices.openUrl(QtCore.QUrl.fromLocalFile(os.path.dirname(path)))
