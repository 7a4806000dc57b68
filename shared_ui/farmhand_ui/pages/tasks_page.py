"""The task in view with its frames, where they are on this disk, and the account's recent tasks."""

from __future__ import annotations

import os
from typing import Optional

from Qt import QtCore, QtGui, QtWidgets

from farmhand_ui.controller import Controller
from farmhand_ui.models import tasks
from farmhand_ui.models.frames import LEGEND, FramesModel
from farmhand_ui.models.tasks import TasksModel
from farmhand_ui.translations import tr
from farmhand_ui.widgets.colours import colour
from farmhand_ui.widgets.delegates import FrameDelegate
from farmhand_ui.widgets.labels import ElidedLabel, MutedElidedLabel, MutedLabel, embolden, empty_state, heading
from farmhand_ui.wording import amount_text, count_text, duration_text, task_text


class TasksPage(QtWidgets.QWidget):
    """Above the task in view, below the recent ones."""

    def __init__(self, controller: Controller, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("tasksPage")
        self._controller = controller
        split = QtWidgets.QSplitter(QtCore.Qt.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self._current())
        split.addWidget(self._recent())
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)
        controller.task_changed.connect(self.update_task)
        controller.progress_changed.connect(self.update_download)
        controller.tasks_changed.connect(self.update_tasks)
        self.update_task()
        self.update_tasks()

    def _current(self) -> QtWidgets.QWidget:
        self._title = ElidedLabel()
        self._title.setObjectName("taskTitle")
        embolden(self._title)
        self._status = MutedElidedLabel(QtCore.Qt.ElideRight)
        self._status.setObjectName("taskStatus")
        self._bar = QtWidgets.QProgressBar()
        self._bar.setObjectName("taskBar")
        self._bar.setAccessibleName(tr("Frames done"))
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(max(6, self.fontMetrics().height() // 2))
        self._layer = QtWidgets.QComboBox()
        self._layer.setObjectName("layerChoice")
        self._layer.setAccessibleName(tr("Layer whose frames show"))
        self._layer.currentIndexChanged.connect(self._show_frames)
        self._layer.hide()
        self._frames = FramesModel(self)
        self._grid = self._frame_grid()
        self._legend = MutedLabel()
        self._legend.setObjectName("framesLegend")
        self._legend.setWordWrap(True)
        self._legend.setTextFormat(QtCore.Qt.RichText)
        self._fetched = MutedElidedLabel()
        self._fetched.setObjectName("downloadText")
        self._open = QtWidgets.QPushButton(tr("Open folder"))
        self._open.setObjectName("openFolderButton")
        self._open.clicked.connect(self.open_folder)
        self._download = QtWidgets.QPushButton(tr("Download"))
        self._download.setObjectName("downloadButton")
        self._download.clicked.connect(self._fetch)
        buttons = QtWidgets.QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._fetched, 1)
        for button in (self._open, self._download):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
            buttons.addWidget(button)
        shown = QtWidgets.QWidget()
        column = QtWidgets.QVBoxLayout(shown)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        for widget in (self._title, self._status, self._bar, self._layer):
            column.addWidget(widget)
        column.addWidget(self._grid, 1)
        column.addWidget(self._legend)
        column.addLayout(buttons)
        self._none = empty_state("taskEmpty")
        self._none.setText(tr("No task in view. Submit the scene, or choose one of the recent tasks."))
        self._stack = QtWidgets.QStackedWidget()
        self._stack.addWidget(shown)
        self._stack.addWidget(self._none)
        return self._stack

    def _frame_grid(self) -> QtWidgets.QListView:
        grid = QtWidgets.QListView()
        grid.setObjectName("framesView")
        grid.setAccessibleName(tr("Frames of the task"))
        grid.setModel(self._frames)
        grid.setItemDelegate(FrameDelegate(grid))
        grid.setFlow(QtWidgets.QListView.LeftToRight)
        grid.setWrapping(True)
        grid.setResizeMode(QtWidgets.QListView.Adjust)
        grid.setUniformItemSizes(True)
        grid.setSpacing(0)
        grid.setFrameShape(QtWidgets.QFrame.NoFrame)
        grid.setMinimumHeight(self.fontMetrics().height() * 4)
        grid.setVerticalScrollMode(QtWidgets.QAbstractItemView.ScrollPerPixel)
        return grid

    def _recent(self) -> QtWidgets.QWidget:
        self._tasks = TasksModel(self)
        self._list = QtWidgets.QTreeView()
        self._list.setObjectName("tasksView")
        self._list.setAccessibleName(tr("Recent tasks"))
        self._list.setModel(self._tasks)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setAlternatingRowColors(True)
        self._list.setFrameShape(QtWidgets.QFrame.NoFrame)
        self._list.setTextElideMode(QtCore.Qt.ElideMiddle)
        self._list.header().setStretchLastSection(False)
        self._list.header().setMinimumSectionSize(44)
        self._list.header().setSectionResizeMode(tasks.SCENE, QtWidgets.QHeaderView.Stretch)
        self._list.activated.connect(lambda index: self._controller.watch(self._tasks.task(index.row()).id))
        self._list.setToolTip(tr("Double-click a task to see its frames and download them"))
        self._no_tasks = empty_state("tasksEmpty")
        self._tasks_stack = QtWidgets.QStackedLayout()
        self._tasks_stack.addWidget(self._list)
        self._tasks_stack.addWidget(self._no_tasks)
        again = QtWidgets.QPushButton(tr("Refresh list"))
        again.setObjectName("tasksRefresh")
        again.setAccessibleName(again.text())
        again.setAutoDefault(False)
        again.clicked.connect(self._controller.list_tasks)
        row = QtWidgets.QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 4)
        row.addWidget(heading(tr("Recent tasks")), 1)
        row.addWidget(again)
        body = QtWidgets.QWidget()
        column = QtWidgets.QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        inset = QtWidgets.QHBoxLayout()
        inset.setContentsMargins(12, 0, 12, 6)
        inset.addLayout(self._tasks_stack)
        column.addLayout(inset, 1)
        return body

    def showEvent(self, event: QtGui.QShowEvent) -> None:  # noqa: D102
        super().showEvent(event)
        self._controller.list_tasks()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        letter = self.fontMetrics().horizontalAdvance("0")
        wide = (self.width() - 24) // letter
        self._list.setColumnHidden(tasks.SUBMITTED, wide < 80)
        for column, letters in (
            (tasks.TASK, 11),
            (tasks.STATUS, max(14, wide // 5)),
            (tasks.FRAMES, 10),
            (tasks.SUBMITTED, 18),
        ):
            self._list.setColumnWidth(column, letters * letter + 10)

    def update_task(self) -> None:
        """Take over the task in view."""
        task = self._controller.task
        self._stack.setCurrentIndex(0 if self._controller.task_id else 1)
        self._download.setEnabled(bool(self._controller.task_id) and not self._controller.downloading)
        self._download.setToolTip(
            tr("The frames are being downloaded.") if self._controller.downloading else self._controller.output_folder
        )
        if task is None:
            self._title.setText(tr("Task {id}", id=self._controller.task_id))
            self._status.setText(tr("Asking the farm…"))
            self._bar.setRange(0, 0 if self._controller.running else 1)
            return
        self._title.setText(task_text(task))
        parts = [
            tr(task.status_text),
            tr("{done} of {total} frames", done=count_text(task.done), total=count_text(task.total)),
        ]
        if task.failed:
            parts.append(tr("{failed} failed", failed=count_text(task.failed)))
        spent = sum(frame.seconds for frame in self._controller.frames)
        if spent:
            parts.append(tr("{duration} of rendering", duration=duration_text(spent)))
        if task.cost:
            parts.append(tr("Cost: {cost}", cost="%.2f" % task.cost))
        self._status.setText(" · ".join(parts))
        self._bar.setRange(0, max(1, task.total))
        self._bar.setValue(task.done)
        self._update_layers()
        self._show_frames()
        self.update_download()

    def update_download(self) -> None:
        """Take over how far the download is."""
        progress = self._controller.download_progress
        folder = self._controller.output_folder
        if progress is not None and progress.stage == "render":
            self._fetched.setText(tr("Waiting for the next frames"))
        elif progress is not None:
            self._fetched.setText(" · ".join(part for part in (tr("Downloading"), amount_text(progress)) if part))
        else:
            self._fetched.setText(folder)
        self._open.setEnabled(bool(folder) and os.path.isdir(folder))
        self._open.setToolTip(folder if self._open.isEnabled() else tr("Nothing has been downloaded yet."))

    def update_tasks(self) -> None:
        """Take over the recent tasks."""
        self._tasks.show(self._controller.tasks)
        self._no_tasks.setText(tr("The account's tasks show here."))
        self._tasks_stack.setCurrentWidget(self._list if self._tasks.rowCount() else self._no_tasks)

    def open_folder(self, folder: str = "") -> None:
        """Show the output folder, or the one named, in the system's file manager."""
        target = folder or self._controller.output_folder
        if target:
            QtGui.QDesktopServices.openUrl(QtCore.QUrl.fromLocalFile(target))

    def _fetch(self) -> None:
        self._controller.download()

    def _update_layers(self) -> None:
        task = self._controller.task
        leaves = [leaf for leaf in task.leaves if leaf.layer] if task is not None else []
        wanted = [leaf.id for leaf in leaves]
        if wanted == [self._layer.itemData(row) for row in range(1, self._layer.count())]:
            return
        self._layer.blockSignals(True)
        self._layer.clear()
        self._layer.addItem(tr("All layers"), 0)
        for leaf in leaves:
            self._layer.addItem(leaf.layer, leaf.id)
        self._layer.blockSignals(False)
        self._layer.setVisible(len(leaves) > 1)

    def _show_frames(self, *_: object) -> None:
        task = self._controller.task
        if task is None:
            return
        chosen = self._layer.currentData() or 0
        frames = [frame for frame in self._controller.frames if not chosen or frame.task_id == chosen]
        self._frames.show(frames, {leaf.id: leaf.layer for leaf in task.leaves})
        signs = [
            "<span style='color:%s'>■</span>&nbsp;%s&nbsp;%s"
            % (colour(group).name(), tr(LEGEND[group]), count_text(count))
            for group, count in self._frames.counts().items()
            if count
        ]
        self._legend.setText("&nbsp;&nbsp; ".join(signs))
