"""What happens to the scene in Maya, told to the panel: opened, new, saved.

The callbacks belong to the panel: they go when it closes, when it is destroyed, and when Maya exits.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import Any, List

from maya.api import OpenMaya

from farmhand.job.choices import Choices
from farmhand_ui.qt import QtCore

_log = logging.getLogger(__name__)


class SceneEvents(QtCore.QObject):
    """Listens for as long as the panel lives.

    Args:
        panel: The panel, which becomes the parent.
    """

    def __init__(self, panel: Any) -> None:
        super().__init__(panel)
        self.setObjectName("farmhandSceneEvents")
        self._controller = panel.controller
        self._waiting = False
        self._numbers: List[Any] = []
        for message, heard in (
            (OpenMaya.MSceneMessage.kAfterOpen, self._other_scene),
            (OpenMaya.MSceneMessage.kAfterNew, self._other_scene),
            (OpenMaya.MSceneMessage.kAfterSave, self._saved),
            (OpenMaya.MSceneMessage.kMayaExiting, self._exiting),
        ):
            self._numbers.append(OpenMaya.MSceneMessage.addCallback(message, heard))
        self._controller.state_changed.connect(self._catch_up)
        # Maya may throw a control away without a word
        panel.destroyed.connect(partial(_thrown_away, self._numbers, self._controller))

    def remove(self) -> None:
        """Hear nothing any more; a second call does nothing."""
        _forget(self._numbers)

    def _other_scene(self, client_data: Any = None) -> None:
        """Choices are about layers of the scene that was open: they go with it."""
        self._controller.choices = Choices()
        self._look_again()

    def _saved(self, client_data: Any = None) -> None:
        self._look_again()

    def _exiting(self, client_data: Any = None) -> None:
        self.remove()
        self._controller.close()

    def _look_again(self) -> None:
        """Analyse, now or as soon as the submission that is under way has ended."""
        self._waiting = self._controller.state == "submitting"
        if not self._waiting:
            self._controller.analyse()

    def _catch_up(self, state: str) -> None:
        if self._waiting and state != "submitting":
            self._waiting = False
            self._controller.analyse()


def _thrown_away(numbers: List[Any], controller: Any, *_: Any) -> None:
    """The panel goes, its children are still there: stop what works for it, without waiting in a destructor."""
    _forget(numbers)
    if not controller.close(0.0):
        _log.info("A worker of the panel ends after it.")


def _forget(numbers: List[Any], *_: Any) -> None:
    """Remove callbacks, each once."""
    while numbers:
        OpenMaya.MMessage.removeCallback(numbers.pop())
