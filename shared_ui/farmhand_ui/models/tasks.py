"""The account's recent tasks as a table."""

from __future__ import annotations

import time
from typing import Any, Optional, Tuple

from farmhand.farm.records import Task
from farmhand_ui.qt import QtCore
from farmhand_ui.translations import tr, translatable

TASK, SCENE, STATUS, FRAMES, SUBMITTED = range(5)
HEADINGS = (
    translatable("Task"),
    translatable("Scene"),
    translatable("Status"),
    translatable("Frames"),
    translatable("Submitted"),
)


class TasksModel(QtCore.QAbstractTableModel):
    """Rows in the farm's order, newest first."""

    def __init__(self, parent: Optional[QtCore.QObject] = None) -> None:
        super().__init__(parent)
        self._tasks: Tuple[Task, ...] = ()

    def show(self, tasks: Tuple[Task, ...]) -> None:
        """Show these tasks."""
        if tasks != self._tasks:
            self.beginResetModel()
            self._tasks = tasks
            self.endResetModel()

    def follow(self, task: Optional[Task]) -> None:
        """Show what is known of one of the tasks since."""
        for row, before in enumerate(self._tasks):
            if task is not None and task.id == before.id and task != before:
                self._tasks = self._tasks[:row] + (task,) + self._tasks[row + 1 :]
                self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def task(self, row: int) -> Task:
        """The task of a row."""
        return self._tasks[row]

    def rowCount(self, parent: QtCore.QModelIndex = QtCore.QModelIndex()) -> int:  # noqa: B008, D102
        return 0 if parent.isValid() else len(self._tasks)

    def columnCount(self, parent: QtCore.QModelIndex = QtCore.QModelIndex()) -> int:  # noqa: B008, D102
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Any, role: int = QtCore.Qt.DisplayRole) -> Any:  # noqa: D102
        if orientation == QtCore.Qt.Horizontal and role == QtCore.Qt.DisplayRole:
            return tr(HEADINGS[section])
        return None

    def data(self, index: QtCore.QModelIndex, role: int = QtCore.Qt.DisplayRole) -> Any:  # noqa: D102
        if role in (QtCore.Qt.DisplayRole, QtCore.Qt.ToolTipRole, QtCore.Qt.AccessibleTextRole):
            return self._text(self._tasks[index.row()], index.column())
        return None

    def _text(self, task: Task, column: int) -> str:
        if column == TASK:
            return task.alias or str(task.id)
        if column == SCENE:
            return task.scene
        if column == STATUS:
            return tr(task.status_text)
        if column == FRAMES:
            return "%d / %d" % (task.done, task.total)
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(task.submitted)) if task.submitted else ""
