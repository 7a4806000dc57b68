"""Follows one task on the farm and lists the recent ones: polls in a worker, tells by signals.

A poll that does not reach the farm ends nothing: it is told, and the next poll comes.
"""

from __future__ import annotations

from typing import Any, Callable, Optional, Tuple

from farmhand.errors import FarmhandError, NetworkError
from farmhand.farm.codes import TASK_TEST_DONE
from farmhand.farm.records import Frame, Task
from farmhand.progress import CancelToken, Report
from farmhand_ui.background import Errand, Runner
from farmhand_ui.models import frames as frames_model
from farmhand_ui.qt import QtCore
from farmhand_ui.sessions import SessionKeeper

RECENT = 50
Look = Tuple[Optional[Task], Tuple[Frame, ...], Any]
"""A task, its frames, and the estimate of the rest."""


class TaskWatch(QtCore.QObject):
    """The watched task, its frames, and the account's recent tasks.

    Attributes:
        task_id: Number of the watched task; 0 for none.
        running: Whether it is looked at again and again.
        task: As the farm last told it.
        frames: Its frames, in the order of their numbers.
        estimate: What the rest will cost and take, once the test frames are done; else None.
        lost: Whether the last look did not reach the farm.
        tasks: The account's recent tasks.
    """

    changed = QtCore.Signal()
    ended = QtCore.Signal()
    listed = QtCore.Signal()
    deleted = QtCore.Signal(int)
    failed = QtCore.Signal(object)

    def __init__(
        self,
        runner: Runner,
        keeper: SessionKeeper,
        seconds: Callable[[], float],
        parent: Optional[QtCore.QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._keeper = keeper
        self._seconds = seconds
        self._errand: Optional[Errand] = None
        self._listing: Optional[Errand] = None
        self._looked_since = False
        self._timer = QtCore.QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._poll)
        self.task_id = 0
        self.running = False
        self.task: Optional[Task] = None
        self.frames: Tuple[Frame, ...] = ()
        self.estimate: Any = None
        self.lost = False
        self.tasks: Tuple[Task, ...] = ()

    def start(self, task_id: int) -> None:
        """Follow a task until it ends, beginning now."""
        self.stop()
        if task_id != self.task_id:
            self.task, self.frames, self.estimate = None, (), None
        self.task_id, self.running = task_id, True
        self.changed.emit()
        self._poll()

    def stop(self) -> None:
        """Follow no longer; what is known of the task stays."""
        self._timer.stop()
        self.running = False
        if self._errand is not None:
            self._errand.drop()
            self._errand = None

    def list_tasks(self) -> None:
        """Ask for the account's recent tasks; harmless while an answer is on its way."""
        if self._listing is None:
            self._looked_since = False
            self._listing = self._runner.start(
                lambda report, cancel: tuple(self._keeper.session().tasks(RECENT)), self._take_list, self._list_failed
            )

    def _poll(self) -> None:
        task_id, known = self.task_id, self.frames

        def look(report: Report, cancel: CancelToken) -> Look:
            session = self._keeper.session()
            task = session.task(task_id)
            cancel.check()
            if task is None:
                return None, (), None
            frames = frames_model.in_order(session.frames(task, known))
            return task, frames, session.estimate(task) if task.status == TASK_TEST_DONE else None

        self._errand = self._runner.start(look, self._take, self._poll_failed)

    def _take(self, answer: Look) -> None:
        self._errand, self.lost = None, False
        task, frames, self.estimate = answer
        self._looked_since = True
        if task is None:
            self.running = False
            self.deleted.emit(self.task_id)
            return
        self.task, self.frames = task, frames
        if task.ended:
            self.running = False
            self.changed.emit()
            self.ended.emit()
        else:
            self.changed.emit()
            self._again()

    def _poll_failed(self, error: Exception) -> None:
        self._errand = None
        self.lost = isinstance(error, NetworkError)
        self.running = self.lost or not isinstance(error, FarmhandError)
        self.failed.emit(error)
        if self.running:
            self._again()

    def _again(self) -> None:
        self._timer.start(max(1, int(self._seconds() * 1000)))

    def _take_list(self, tasks: Tuple[Task, ...]) -> None:
        self._listing = None
        seen = self.task if self._looked_since else None  # else the list is newer
        self.tasks = tuple(seen if seen is not None and seen.id == task.id else task for task in tasks)
        self.listed.emit()

    def _list_failed(self, error: Exception) -> None:
        self._listing = None
        self.failed.emit(error)
