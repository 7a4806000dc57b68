"""Remembers what the user chose for a scene, in the user's data folder, a moment after the last change.

Written in a worker, since a home folder may lie on a network; what is still unwritten when the panel closes is written
then. That the file cannot be written is told once: the choices hold for this panel all the same.
"""

from __future__ import annotations

import logging
import threading
from typing import Dict, Optional, Set

from farmhand.errors import FarmhandError
from farmhand.job.sticky import ChoiceStore, Kept
from farmhand.settings import data_folder
from farmhand_ui.background import Runner
from farmhand_ui.qt import QtCore
from farmhand_ui.sessions import SessionKeeper

log = logging.getLogger(__name__)

WRITE_AFTER_MS = 400


class ChoiceKeeper(QtCore.QObject):
    """One file for each scene, written late, and never an older word over a newer one."""

    failed = QtCore.Signal(object)

    def __init__(self, runner: Runner, keeper: SessionKeeper, parent: Optional[QtCore.QObject] = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._keeper = keeper
        self._said: Dict[str, Kept] = {}
        self._unwritten: Set[str] = set()
        self._lock = threading.Lock()
        self._told = False
        self._timer = QtCore.QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WRITE_AFTER_MS)
        self._timer.timeout.connect(self._write)

    def load(self, scene_path: str) -> Optional[Kept]:
        """What is remembered of a scene; None where nothing is."""
        if scene_path in self._said:  # perhaps it is not written yet
            return self._said[scene_path]
        try:
            return self._store().load(scene_path)
        except FarmhandError as error:
            self._tell(error)
            return None

    def save(self, scene_path: str, kept: Kept) -> None:
        """Remember, soon."""
        self._said[scene_path] = kept
        self._unwritten.add(scene_path)
        self._timer.start()

    def flush(self) -> None:
        """Write what waits, now, and wait for what is being written."""
        self._timer.stop()
        try:
            self._write_all()
        except FarmhandError as error:
            self._tell(error)

    def _write(self) -> None:
        self._runner.start(lambda report, cancel: self._write_all(), lambda _: None, self._tell)

    def _write_all(self) -> None:
        """Write the newest word on each scene, in whichever thread comes first; the next one finds nothing to do."""
        with self._lock:
            while self._unwritten:
                path = self._unwritten.pop()
                self._store().save(path, self._said[path])

    def _store(self) -> ChoiceStore:
        return ChoiceStore(data_folder(self._keeper.settings))

    def _tell(self, error: Exception) -> None:
        log.warning("What was chosen is not remembered: %s", error)
        if not self._told:
            self._told = True
            self.failed.emit(error)
