"""The nodes that the artist pointed at, as the panel's choice: from a menu or from a submit ROP."""

from __future__ import annotations

from typing import Any, Callable, Optional, Sequence

from farmhand.errors import SceneError
from farmhand.job.choices import TargetChoice
from farmhand_houdini.choosing import only
from farmhand_houdini.rop_settings import Asked
from farmhand_ui.controller import SUBMITTING
from farmhand_ui.messages import of_error
from farmhand_ui.qt import QtCore

Sent = Callable[[int], None]
"""Takes the number of a task."""


class Pointer(QtCore.QObject):
    """Turns the nodes that the artist pointed at into the panel's choice, when the analysis that this starts is done.

    Args:
        panel: The panel, which becomes the parent.
    """

    NAME = "farmhandPointer"

    def __init__(self, panel: Any) -> None:
        super().__init__(panel)
        self.setObjectName(self.NAME)
        self._panel = panel
        self._controller = panel.controller
        self._rops: Sequence[str] = ()
        self._path = ""
        self._asked: Optional[Asked] = None
        self._submit = False
        self._sent: Optional[Sent] = None
        self._controller.scene_changed.connect(self._apply)
        self._controller.submitted.connect(self._tell)

    def point(
        self, rops: Sequence[str], asked: Optional[Asked] = None, submit: bool = False, sent: Optional[Sent] = None
    ) -> None:
        """Render these nodes and nothing else.

        Args:
            rops: Paths of nodes.
            asked: Settings in place of the panel's.
            submit: Submit as soon as nothing is in the way.
            sent: Called with the number of each task that is made of them, until others are pointed at.

        Raises:
            SceneError: A submission is under way: what it sends is not changed, and nothing is sent later by surprise.
        """
        if self._controller.state == SUBMITTING:
            raise SceneError("A submission is running.", "Wait until it is on the farm, or cancel it.")
        self._rops = tuple(rops)
        self._path = self._controller.host.scene_path()
        self._asked = asked
        self._submit = submit
        self._sent = sent
        self._controller.analyse()  # the node may be newer than the last look

    def _apply(self) -> None:
        scene = self._controller.scene
        if scene is None or not self._rops:
            return
        rops, self._rops = self._rops, ()
        if scene.path != self._path:
            return  # another scene was opened meanwhile, whose nodes may have the same names
        choices, each = self._asked or Asked(self._controller.choices, TargetChoice())
        try:
            chosen = only(scene, choices, self._controller.host.chosen(rops), each)
        except SceneError as error:
            self._submit = False
            self._controller.tell(of_error(error))
            return
        self._panel.show_page("scene")
        self._controller.choose(chosen)
        if self._submit:
            self._submit = False
            QtCore.QTimer.singleShot(0, self._send)

    def _send(self) -> None:
        """Submit, unless something is in the way: the panel says what."""
        if not self._controller.blocked_reason:
            self._controller.submit()

    def _tell(self, task: int) -> None:
        if self._sent is not None:
            self._sent(task)
