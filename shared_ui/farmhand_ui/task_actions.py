"""What the user does to a task that is on the farm: full speed, failed frames again, stop, start; and a frame's log."""

from __future__ import annotations

from typing import Any, Callable, Optional

from farmhand_ui.background import Errand, Runner
from farmhand_ui.qt import QtCore
from farmhand_ui.sessions import SessionKeeper

FULL_SPEED, RESTART_FAILED, RESTART, STOP, START = "full-speed", "restart-failed", "restart", "stop", "start"
"""Names in the table of `farmhand.watch.actions`."""


class TaskActions(QtCore.QObject):
    """One action at a time; a log beside it.

    Attributes:
        running: The action under way; empty for none.
    """

    changed = QtCore.Signal()
    done = QtCore.Signal(object)
    failed = QtCore.Signal(object)

    def __init__(self, runner: Runner, keeper: SessionKeeper, parent: Optional[QtCore.QObject] = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._keeper = keeper
        self._log: Optional[Errand] = None
        self.running = ""

    def act(self, name: str, task_id: int, value: str = "") -> None:
        """Do something to a task.

        Args:
            name: One of the names above.
            task_id: The task.
            value: What the action takes: for RESTART the frames' numbers, with commas.
        """
        if self.running:
            return

        def done(result: Any) -> None:
            self._ended()
            self.done.emit(result)

        def failed(error: Exception) -> None:
            self._ended()
            self.failed.emit(error)

        self.running = name
        self._runner.start(
            lambda report, cancel: self._keeper.session().act(name, task_id, value, cancel), done, failed
        )
        self.changed.emit()

    def read_log(self, frame_id: int, take: Callable[[str], None], failed: Callable[[Exception], None]) -> None:
        """Ask for a frame's log; only the one asked for last is heard."""
        if self._log is not None:
            self._log.drop()
        self._log = self._runner.start(
            lambda report, cancel: self._keeper.session().frame_log(frame_id), take, failed
        )

    def _ended(self) -> None:
        self.running = ""
        self.changed.emit()
