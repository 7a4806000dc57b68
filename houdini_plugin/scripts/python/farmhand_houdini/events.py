"""What happens to the scene in Houdini, told to the panel: opened, cleared, merged into, saved.

The callback belongs to the panel: it goes when the panel closes, and when it is destroyed.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Callable, List

import hou

from farmhand.job.choices import Choices
from farmhand_ui.qt import QtCore


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
        self._heard: List[Callable[[Any], None]] = [self._happened]
        hou.hipFile.addEventCallback(self._heard[0])
        self._controller.state_changed.connect(self._catch_up)
        panel.destroyed.connect(partial(_forget, self._heard))  # Houdini may throw a pane away without a word

    def remove(self) -> None:
        """Hear nothing any more; a second call does nothing."""
        _forget(self._heard)

    def _happened(self, event: Any) -> None:
        if event in (hou.hipFileEventType.AfterLoad, hou.hipFileEventType.AfterClear):
            self._controller.choices = Choices()  # they are about ROPs of the scene that was open: they go with it
        elif event not in (hou.hipFileEventType.AfterSave, hou.hipFileEventType.AfterMerge):
            return
        self._waiting = self._controller.state == "submitting"
        if not self._waiting:
            self._controller.analyse()

    def _catch_up(self, state: str) -> None:
        if self._waiting and state != "submitting":
            self._waiting = False
            self._controller.analyse()


def _forget(heard: List[Callable[[Any], None]], *_: Any) -> None:
    """Remove the callback, once."""
    while heard:
        function = heard.pop()
        if function in hou.hipFile.eventCallbacks():
            hou.hipFile.removeEventCallback(function)
