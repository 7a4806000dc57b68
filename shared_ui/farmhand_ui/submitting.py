"""Sends jobs, one at a time: an upload can pause and go on, one that was killed is gone on with from the journal.

A scene with changes that are not saved is not sent at once: the farm renders files, so saving it is offered first.
"""

from __future__ import annotations

import dataclasses
import logging
from typing import Any, Callable, Optional, Sequence, Tuple

from farmhand.errors import Cancelled
from farmhand.job.choices import Choices, Job
from farmhand.progress import CancelToken, Report
from farmhand.scene.model import Tip
from farmhand_ui import messages
from farmhand_ui.background import Errand, Runner, Work
from farmhand_ui.messages import of_error
from farmhand_ui.qt import QtCore
from farmhand_ui.scene_desk import SceneDesk
from farmhand_ui.sessions import SessionKeeper

log = logging.getLogger(__name__)

FIRST_MIDDLE_LAST = "111"


class Submissions(QtCore.QObject):
    """The submission under way, and what waits to be sent.

    Args:
        runner: For the farm.
        keeper: Settings and session.
        desk: Whose job is sent.
        blocked: Why nothing can be submitted now; empty where it can.
    """

    told = QtCore.Signal(object)
    """A Message to show; None clears it."""
    started = QtCore.Signal()
    progressed = QtCore.Signal(object)
    submitted = QtCore.Signal(object, object)
    """The farm took it: the task's number, and what the farm had to say on the way."""
    failed = QtCore.Signal(object)
    """It came to nothing, and nobody wanted that: the Message that tells it."""
    stopped = QtCore.Signal()
    """It runs no more, and there is no task: it failed, or was cancelled or paused."""
    left_over = QtCore.Signal(object)
    """An entry of the journal that was not finished."""

    def __init__(
        self,
        runner: Runner,
        keeper: SessionKeeper,
        desk: SceneDesk,
        blocked: Callable[[], str],
        parent: Optional[QtCore.QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._keeper = keeper
        self._desk = desk
        self._blocked = blocked
        self._errand: Optional[Errand] = None
        self._work: Optional[Work] = None
        self._paused: Optional[Work] = None
        self._pausing = False
        self._save_offered = False
        self._next: Optional[Callable[[], None]] = None
        self._closed = False

    @property
    def running(self) -> bool:
        """Whether one is under way."""
        return self._errand is not None

    @property
    def paused(self) -> bool:
        """Whether an upload waits to be gone on with."""
        return self._paused is not None

    def submit(self, choices: Choices) -> None:
        """Send, but offer to save a scene first that has changes: pressed again, it is sent as it was saved last."""
        self._desk.check_modified()
        if self._desk.unsaved and not self._save_offered and not self._blocked():
            self._save_offered = True
            self._next = lambda: self._send(choices)
            self.told.emit(messages.SAVE_FIRST)
            return
        self._next = None
        self._send(choices)

    def scene_read(self) -> None:
        """The scene was looked at again: send what waited for it to be saved, and offer that anew the next time."""
        self._save_offered = False
        submit, self._next = self._next, None
        if submit is not None and not self._desk.unsaved:
            submit()

    def not_saved(self) -> None:
        """Nothing waits for the scene any more: it could not be saved."""
        self._next = None

    def offer_unfinished(self) -> None:
        """Look for the newest submission that was killed or failed; heard of as `left_over`."""

        def take(entries: Sequence[Any]) -> None:
            if entries and not self.running:
                self.left_over.emit(entries[0])

        self._runner.start(lambda report, cancel: self._keeper.session().unfinished(), take, _log_unasked)

    def resume_entry(self, number: int) -> None:
        """Go on with a submission of the journal, as it was chosen then."""
        if not self._closed and not self.running:
            self._run(lambda report, cancel: (self._keeper.session().resume(number, report, cancel), ()))

    def pause(self) -> None:
        """Stop the upload until `resume`."""
        self._pausing = True
        self.cancel()

    def resume(self) -> None:
        """Go on with what was paused; what has arrived is not sent again."""
        if self._paused is not None and not self._closed:
            self._run(self._paused)

    def cancel(self) -> None:
        """Give up the one that is under way."""
        if self._errand is not None:
            self._errand.cancel.cancel()

    def discard(self) -> None:
        """Give up what was paused."""
        self._paused = None

    def stop(self) -> None:
        """Begin nothing more: the panel closes."""
        self._closed = True

    def _send(self, choices: Choices) -> None:
        if self._closed or self._desk.job is None or self._blocked():
            return
        job = Job(self._desk.job.scene, choices)
        self._run(lambda report, cancel: _sent(self._keeper.session(), job, report, cancel))

    def _run(self, work: Work) -> None:
        self._work, self._paused, self._pausing = work, None, False
        self.told.emit(None)
        self._errand = self._runner.start(work, self._submitted, self._failed, self.progressed.emit)
        self.started.emit()

    def _submitted(self, answer: Tuple[int, Tuple[Tip, ...]]) -> None:
        self._errand = None
        self.submitted.emit(*answer)

    def _failed(self, error: Exception) -> None:
        self._errand = None
        if isinstance(error, Cancelled) and self._pausing:
            self._paused = self._work
        elif isinstance(error, Cancelled):
            self.told.emit(messages.SUBMISSION_STOPPED)
        else:
            self.failed.emit(of_error(error))
        self.stopped.emit()


def stopping_early(choices: Choices) -> Choices:
    """The same, but stopping after the priority frames: the chosen ones, else first, middle and last."""
    chosen = choices.priority_frames
    frames = chosen if chosen != Choices.priority_frames else FIRST_MIDDLE_LAST
    return dataclasses.replace(choices, priority_frames=frames, stop_after_priority=True)


def _sent(session: Any, job: Job, report: Report, cancel: CancelToken) -> Tuple[int, Tuple[Tip, ...]]:
    """Submit in a worker: the task's number, and what the farm had to say on the way."""
    return session.submit(job, report, cancel), tuple(session.tips)


def _log_unasked(error: Exception) -> None:
    log.info("Whether a submission was not finished is not known: %s", error)
