"""What travels, the task in view, and the account's recent tasks."""

from __future__ import annotations

from typing import Optional

from farmhand_ui.controller import Controller
from farmhand_ui.models import tasks
from farmhand_ui.models.tasks import TasksModel
from farmhand_ui.pages.task_view import TaskView
from farmhand_ui.qt import QtCore, QtGui, QtWidgets
from farmhand_ui.slicing import Steps
from farmhand_ui.translations import tr
from farmhand_ui.widgets.labels import empty_state, heading
from farmhand_ui.widgets.transfer_card import TransferCard


class TasksPage(QtWidgets.QWidget):
    """Above the task in view, below the recent ones."""

    def __init__(self, controller: Controller, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("tasksPage")
        self._controller = controller

    def sections(self) -> Steps:
        """Make what is on the page, a step at a time; it is whole and up to date at the end."""
        controller = self._controller
        split = QtWidgets.QSplitter(QtCore.Qt.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self._current())
        yield
        yield from self._view.sections()
        split.addWidget(self._recent())
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        split.setSizes([600, self.fontMetrics().height() * 8])
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)
        yield
        controller.task_changed.connect(self.update_task)
        controller.tasks_changed.connect(self.update_tasks)
        self.update_task()
        self.update_tasks()

    def _current(self) -> QtWidgets.QWidget:
        self._view = TaskView(self._controller)
        self._none = empty_state("taskEmpty")
        self._none.setText(tr("No task in view. Submit the scene, or choose one of the recent tasks."))
        self._stack = QtWidgets.QStackedWidget()
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._none)
        body = QtWidgets.QWidget()
        column = QtWidgets.QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(TransferCard(self._controller))
        column.addWidget(self._stack, 1)
        return body

    def _recent(self) -> QtWidgets.QWidget:
        self._tasks = TasksModel(self)
        self._list = QtWidgets.QTreeView(self)
        self._list.setObjectName("tasksView")
        self._list.setAccessibleName(tr("Recent tasks"))
        self._list.setModel(self._tasks)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setMinimumHeight(self.fontMetrics().height() * 3)
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
        if self.layout() is None:  # half made: a picture of the panel resizes that, too
            return
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
        """Take over whether a task is in view, and how it is for the list."""
        self._tasks.follow(self._controller.task)
        self._stack.setCurrentIndex(0 if self._controller.task_id else 1)

    def update_tasks(self) -> None:
        """Take over the recent tasks."""
        self._tasks.show(self._controller.tasks)
        self._no_tasks.setText(tr("The account's tasks show here."))
        self._tasks_stack.setCurrentWidget(self._list if self._tasks.rowCount() else self._no_tasks)

    def open_folder(self, folder: str = "") -> None:
        """Show the output folder, or the one named, in the system's file manager."""
        self._view.open_folder(folder)
