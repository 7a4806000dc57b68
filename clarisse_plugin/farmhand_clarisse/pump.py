"""Qt kept alive from Clarisse's own main loop, a few milliseconds at a time.

Clarisse has no Qt of its own, so nobody runs Qt's loop. A callback in Clarisse's loop does what waits, asks to be
called again after a pause, and ends with the window. Without the pause, which Clarisse knows since SP10, one core would
spin: an older one pauses here.
"""

from __future__ import annotations

import logging
import time
from typing import Callable

from Qt import QtCore, QtWidgets

from farmhand_clarisse import telling
from farmhand_clarisse.api import ix

_log = logging.getLogger(__name__)

PAUSE_MS = 20
"""Milliseconds that belong to Clarisse between two turns."""
SLICE_MS = 15
"""Milliseconds that Qt may take in one turn; what takes longer by itself is not cut off."""
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

    def start(self) -> None:
        """Ask Clarisse for the first turn.

        Raises:
            Exception: Whatever Clarisse raises: then there is no pump.
        """
        self._schedule()

    def turn(self) -> None:
        """What Clarisse calls. Nothing that goes wrong in here reaches it."""
        going_on = True
        try:
            going_on = self._wanted()
            _run_qt()
            self._failures = 0
        except Exception as problem:  # noqa: BLE001  Clarisse must live
            self._failures += 1
            if self._failures in (1, MOST_FAILURES):
                telling.told("show its panel", problem)
        try:
            if going_on and self._failures < MOST_FAILURES:
                self._schedule()
            else:
                self._ended()
        except Exception as problem:  # noqa: BLE001  without a next turn the panel stands still: that must be said
            telling.told("keep its panel alive; close it and open it again", problem)

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
