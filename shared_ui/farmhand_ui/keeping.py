"""Remembers what the user chose for a scene, in the user's data folder, a moment after the last change.

Written in a worker, since a home folder may lie on a network; what is still unwritten when the panel closes is written
then. That the file cannot be written is told once: the choices hold for this panel all the same.
"""

from __future__ import annotations

import logging
from typing import Callable, Optional, Tuple

from Qt import QtCore

from farmhand.errors import FarmhandError
from farmhand.job.sticky import ChoiceStore, Kept
from farmhand.settings import data_folder
from farmhand_ui.background import Runner
from farmhand_ui.sessions import SessionKeeper

log = logging.getLogger(__name__)

WRITE_AFTER_MS = 400


class ChoiceKeeper(QtCore.QObject):
    """One file for each scene, written late and never twice at a time."""

    failed = QtCore.Signal(object)

    def __init__(self, runner: Runner, keeper: SessionKeeper, parent: Optional[QtCore.QObject] = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._keeper = keeper
        self._waiting: Optional[Tuple[str, Kept]] = None
        self._writing = False
        self._told = False
        self._latest: Optional[Tuple[str, Kept]] = None
        self._timer = QtCore.QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WRITE_AFTER_MS)
        self._timer.timeout.connect(self._write)

    def load(self, scene_path: str) -> Optional[Kept]:
        """What is remembered of a scene; None where nothing is."""
        if self._latest is not None and self._latest[0] == scene_path:
            return self._latest[1]
        try:
            return self._store().load(scene_path)
        except FarmhandError as error:
            self._tell(error)
            return None

    def save(self, scene_path: str, kept: Kept) -> None:
        """Remember, soon."""
        if self._waiting is not None and self._waiting[0] != scene_path:
            self.flush()
        self._waiting = self._latest = (scene_path, kept)
        self._timer.start()

    def flush(self) -> None:
        """Write what waits, now."""
        self._timer.stop()
        if self._waiting is None:
            return
        (path, kept), self._waiting = self._waiting, None
        try:
            self._store().save(path, kept)
        except FarmhandError as error:
            self._tell(error)

    def _write(self) -> None:
        if self._waiting is None:
            return
        if self._writing:
            self._timer.start()
            return
        (path, kept), self._waiting = self._waiting, None
        self._writing = True
        store: Callable[[], ChoiceStore] = self._store

        def written(_: object) -> None:
            self._writing = False

        def refused(error: Exception) -> None:
            self._writing = False
            self._tell(error)

        self._runner.start(lambda report, cancel: store().save(path, kept), written, refused)

    def _store(self) -> ChoiceStore:
        return ChoiceStore(data_folder(self._keeper.settings))

    def _tell(self, error: Exception) -> None:
        log.warning("What was chosen is not remembered: %s", error)
        if not self._told:
            self._told = True
            self.failed.emit(error)
