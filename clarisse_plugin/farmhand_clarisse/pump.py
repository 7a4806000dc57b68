"""Qt kept alive from Clarisse's own main loop, a few milliseconds at a time.

Clarisse has no Qt of its own, so nobody runs Qt's loop. A callback in Clarisse's loop does what waits, asks to be
called again after a pause, and ends with the window. Without the pause, which Clarisse knows since SP10, one core would
spin: an older one pauses here. A dialog that waits for the user runs a loop of Qt's own inside one turn; meanwhile
Clarisse is given its turns from there, as the vendor's own helper for Qt does.
"""

from __future__ import annotations

import logging
import time
from typing import Callable

from farmhand_clarisse import telling
from farmhand_clarisse.api import ix
from farmhand_ui.qt import QtCore, QtWidgets

_log = logging.getLogger(__name__)

PAUSE_MS = 20
"""Milliseconds that belong to Clarisse between two turns."""
SLICE_MS = 15
"""Milliseconds that Qt may take in one turn; what takes longer by itself is not cut off."""
HELD_MS = 100
"""Milliseconds after which a turn counts as held up by a dialog."""
MOST_FAILURES = 50
"""Turns that may fail one after the other before the pump gives up."""


class Pump:
    """Runs Qt while it is wanted.

    Args:
        wanted: Whether to go on, asked before every turn.
        ended: Called once after the last turn.
    """

    def __init__(self, wanted: Callable[[], bool], ended: Callable[[], None]) -> None:
        self._wanted = wanted
        self._ended = ended
        self._failures = 0
        self._since = 0.0
        self._breath = QtCore.QTimer()
        self._breath.setInterval(PAUSE_MS)
        self._breath.timeout.connect(self.breathe)

    def start(self) -> None:
        """Ask Clarisse for the first turn.

        Raises:
            Exception: Whatever Clarisse raises: then there is no pump.
        """
        self._schedule()
        self._breath.start()

    def turn(self) -> None:
        """What Clarisse calls. Nothing that goes wrong in here reaches it."""
        going_on = True
        try:
            going_on = self._wanted()
            self._since = time.monotonic()
            _run_qt()
            self._failures = 0
        except Exception as problem:  # noqa: BLE001  Clarisse must live
            self._failures += 1
            if self._failures in (1, MOST_FAILURES):
                telling.told("show its panel", problem)
        self._since = 0.0
        try:
            if going_on and self._failures < MOST_FAILURES:
                self._schedule()
            else:
                self._breath.stop()
                self._ended()
        except Exception as problem:  # noqa: BLE001  without a next turn the panel stands still: that must be said
            telling.told("keep its panel alive; close it and open it again", problem)

    def breathe(self) -> None:
        """Let Clarisse do what waits, while a dialog holds up the turn that called for it."""
        if not self._since or time.monotonic() - self._since < HELD_MS / 1000.0:
            return
        try:
            ix().application.check_for_events()
        except Exception:  # noqa: BLE001  then Clarisse waits for the dialog
            _log.debug("Clarisse cannot go on while a dialog is open", exc_info=True)

    def _schedule(self) -> None:
        application = ix().application
        try:
            application.add_to_event_loop_single(self.turn, PAUSE_MS)
        except TypeError:  # before SP10 there is no delay
            time.sleep(PAUSE_MS / 1000.0)
            application.add_to_event_loop_single(self.turn)


def _run_qt() -> None:
    """What waits in Qt, for a slice; then what was to be deleted, which only a running loop would do."""
    QtCore.QCoreApplication.processEvents(QtCore.QEventLoop.AllEvents, SLICE_MS)
    application = QtWidgets.QApplication.instance()
    if application is not None:
        application.sendPostedEvents(None, int(QtCore.QEvent.DeferredDelete))
