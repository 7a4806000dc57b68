"""What happens to the project in Clarisse, seen by looking: its API is not known to tell of opening and saving."""

from __future__ import annotations

import logging
import os
from typing import Any, Tuple

from farmhand.job.choices import Choices
from farmhand_clarisse import host
from farmhand_ui.qt import QtCore

_log = logging.getLogger(__name__)

LOOK_MS = 1000

Seen = Tuple[str, int]


class ProjectWatch(QtCore.QObject):
    """Looks at the project's name and file for as long as the panel lives.

    Args:
        panel: The panel, which becomes the parent.
    """

    def __init__(self, panel: Any) -> None:
        super().__init__(panel)
        self.setObjectName("farmhandProjectWatch")
        self._controller = panel.controller
        self._waiting = False
        self._seen = self._now()
        self._timer = QtCore.QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Analyse again where another project is open, or the same was saved; once a submission has ended."""
        try:
            now = self._now()
            if now[0] != self._seen[0]:
                self._controller.choices = Choices()  # they are about images of the project that was open
            if now != self._seen:
                self._waiting = True
            self._seen = now
            if self._waiting and self._controller.state not in ("submitting", "analysing"):
                self._waiting = False
                self._controller.analyse()
        except Exception:  # noqa: BLE001  the next look may succeed; the panel has a button to look by hand
            _log.debug("The project could not be looked at", exc_info=True)

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    @staticmethod
    def _now() -> Seen:
        path = host.open_path()
        try:
            return path, os.stat(path).st_mtime_ns if path else 0
        except OSError:
            return path, 0
