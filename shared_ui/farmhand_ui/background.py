"""Work in threads that talks back to the window's thread by queued signals only.

Disk, network and transfer engines must not hold up a DCC, and a worker that outlives its window must not touch it: a
worker hands what it has to say through one gate, which `close` shuts for good. The threads are daemons, so a farm that
never answers does not keep a DCC from quitting.
"""

from __future__ import annotations

import threading
import time
from typing import Any, Callable, List, Optional

from farmhand.progress import CancelToken, Progress, Report
from farmhand_ui.qt import QtCore

Work = Callable[[Report, CancelToken], Any]
PROGRESS, RESULT, FAILURE = "progress", "result", "failure"


class Errand:
    """One piece of work under way: its cancel token, its thread, and who wants to hear of it."""

    def __init__(
        self,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        progressed: Optional[Callable[[Progress], None]],
    ) -> None:
        self.work = work
        self.done = done
        self.failed = failed
        self.progressed = progressed
        self.cancel = CancelToken()
        self.thread: Optional[threading.Thread] = None
        self.latest: Optional[Progress] = None
        self.muted = False

    def drop(self) -> None:
        """Stop the work and hear nothing more of it."""
        self.muted = True
        self.cancel.cancel()


class _Gate:
    """Through it a worker speaks to the window's thread. Shut for good when the window closes, or is destroyed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.open = True

    def shut(self) -> None:
        """Let nothing through any more; whoever is speaking ends first."""
        with self.lock:
            self.open = False


class Runner(QtCore.QObject):
    """Runs errands in threads and calls their handlers in the runner's own thread."""

    _said = QtCore.Signal(object, str, object)

    def __init__(self, parent: Optional[QtCore.QObject] = None) -> None:
        super().__init__(parent)
        gate = self._gate = _Gate()
        # A program that goes down destroys widgets without closing them, and a signal of what is destroyed may crash.
        self.destroyed.connect(lambda *_: gate.shut())
        self._errands: List[Errand] = []
        self._said.connect(self._hear, QtCore.Qt.QueuedConnection)

    def start(
        self,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        progressed: Optional[Callable[[Progress], None]] = None,
    ) -> Errand:
        """Run `work(report, cancel)` in a thread.

        Args:
            work: What blocks.
            done: Gets the result, in the runner's thread.
            failed: Gets the exception instead.
            progressed: Gets the newest progress; older ones that nobody heard yet are left out.
        """
        errand = Errand(work, done, failed, progressed)
        errand.thread = threading.Thread(target=self._run, args=(errand,), name="farmhand-worker", daemon=True)
        self._errands.append(errand)
        errand.thread.start()
        return errand

    def close(self, seconds: float = 2.0) -> bool:
        """Cancel everything and wait at most `seconds`; nothing is heard afterwards.

        Returns:
            True where every thread has ended.
        """
        self._gate.shut()
        for errand in self._errands:
            errand.drop()
        until = time.monotonic() + seconds
        for errand in self._errands:
            if errand.thread is not None:
                errand.thread.join(max(0.0, until - time.monotonic()))
        return not any(errand.thread is not None and errand.thread.is_alive() for errand in self._errands)

    def _run(self, errand: Errand) -> None:
        def report(progress: Progress) -> None:
            with self._gate.lock:
                unheard = errand.latest is not None
                errand.latest = progress
            if not unheard:
                self._say(errand, PROGRESS, None)

        try:
            result = errand.work(report, errand.cancel)
        except Exception as error:  # noqa: BLE001  the thread's edge: the handler gets it, traceback and all
            self._say(errand, FAILURE, error)
        else:
            self._say(errand, RESULT, result)

    def _say(self, errand: Errand, kind: str, payload: Any) -> None:
        with self._gate.lock:
            if self._gate.open:
                self._said.emit(errand, kind, payload)

    def _hear(self, errand: Errand, kind: str, payload: Any) -> None:
        latest = None
        with self._gate.lock:
            if not self._gate.open:
                return
            if kind == PROGRESS:
                latest, errand.latest = errand.latest, None
        if kind != PROGRESS:
            self._errands.remove(errand)
        if errand.muted:
            return
        if kind == RESULT:
            errand.done(payload)
        elif kind == FAILURE:
            errand.failed(payload)
        elif errand.progressed is not None and latest is not None:
            errand.progressed(latest)
