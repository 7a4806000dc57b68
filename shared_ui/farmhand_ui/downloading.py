"""Brings frames back, any number of tasks at a time, one download for each; each can pause and go on.

What came is kept, so a paused download goes on where it was; one that lost the network waits until the farm is there.
"""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple

from farmhand.errors import Cancelled, NetworkError
from farmhand.progress import Progress
from farmhand_ui.background import Errand, Runner
from farmhand_ui.qt import QtCore
from farmhand_ui.sessions import SessionKeeper


class Downloads(QtCore.QObject):
    """The downloads under way, by task.

    Attributes:
        paused: Task and folder of downloads that the user stopped for a while.
        interrupted: Task and folder of downloads that lost the network.
    """

    progressed = QtCore.Signal(int)
    ended = QtCore.Signal(int, object)
    failed = QtCore.Signal(object)

    def __init__(self, runner: Runner, keeper: SessionKeeper, parent: Optional[QtCore.QObject] = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._keeper = keeper
        self._errands: Dict[int, Errand] = {}
        self._progress: Dict[int, Progress] = {}
        self._folders: Dict[int, str] = {}
        self._once_more: Dict[int, str] = {}
        self.paused: Dict[int, str] = {}
        self.interrupted: Dict[int, str] = {}

    @property
    def running(self) -> bool:
        """Whether any download is under way."""
        return bool(self._errands)

    def of_task(self, task_id: int) -> Optional[Progress]:
        """How far a task's download is; None where none is under way."""
        return self._progress.get(task_id, Progress("download")) if task_id in self._errands else None

    def latest(self) -> Optional[Progress]:
        """How far the youngest download is."""
        return self.of_task(list(self._errands)[-1]) if self._errands else None

    def start(self, task_id: int, folder: str, more: bool = False) -> None:
        """Bring a task's frames into a folder, following the task while it renders; one download for each task.

        Args:
            task_id: The task.
            folder: Where to.
            more: There will be more than a download that is coming to its end may see: then another follows it.
        """
        if task_id in self._errands:
            if more:
                self._once_more[task_id] = folder
            return
        self.paused.pop(task_id, None)
        self.interrupted.pop(task_id, None)

        def heard(progress: Progress) -> None:
            self._progress[task_id] = progress
            self.progressed.emit(task_id)

        def done(result: Any) -> None:
            self._forget(task_id)
            further = self._once_more.pop(task_id, "")
            if further:
                self.start(task_id, further)
            self.ended.emit(task_id, result)

        def failed(error: Exception) -> None:
            self._forget(task_id)
            if isinstance(error, Cancelled) and task_id in self.paused:
                self.progressed.emit(task_id)
                return
            self.paused.pop(task_id, None)
            if isinstance(error, NetworkError):
                self.interrupted[task_id] = folder
            self.failed.emit(error)

        self._folders[task_id] = folder
        self._errands[task_id] = self._runner.start(
            lambda report, cancel: self._keeper.session().download(task_id, folder, report, cancel, follow=True),
            done,
            failed,
            heard,
        )

    def pause(self, task_id: int) -> None:
        """Stop a task's download until `start`; nothing is heard of it meanwhile."""
        if task_id in self._errands:
            self.paused[task_id] = self._folders[task_id]
            self._errands[task_id].cancel.cancel()

    def take_interrupted(self) -> Tuple[Tuple[int, str], ...]:
        """Task and folder of each download that lost the network; they are interrupted no more."""
        found = tuple(self.interrupted.items())
        self.interrupted.clear()
        return found

    def cancel(self) -> None:
        """Stop all of them; each is heard of as Cancelled."""
        for waiting in (self.paused, self.interrupted, self._once_more):
            waiting.clear()
        for errand in self._errands.values():
            errand.cancel.cancel()

    def _forget(self, task_id: int) -> None:
        del self._errands[task_id]
        self._progress.pop(task_id, None)
