"""The panel in Houdini: a pane of its own through the Python panel, or a window above Houdini's.

Nothing is kept in this module: whether there is a panel is asked of Qt, which is why a second click, or a reload of the
code, finds the one that is there.
"""

from __future__ import annotations

import logging
from typing import Any, Callable, Mapping, Optional, Sequence

import hou

from farmhand.errors import SceneError
from farmhand.job.choices import Choices
from farmhand.session import Session
from farmhand_houdini.choosing import only
from farmhand_houdini.events import SceneEvents
from farmhand_houdini.host import HoudiniHost
from farmhand_ui.app import make_window
from farmhand_ui.messages import of_error
from farmhand_ui.qt import QtCore, QtWidgets

_log = logging.getLogger(__name__)

PANEL = "farmhandPanel"
SessionFactory = Callable[[Mapping[str, str]], Any]


def show(rops: Sequence[str] = (), choices: Optional[Choices] = None, submit: bool = False) -> Any:
    """Open the panel in a window above Houdini's, or bring the one that is open to the front; returns it.

    Args:
        rops: Paths of nodes that shall render, and nothing else; the scene's own choice where none are given.
        choices: Settings to begin with.
        submit: Submit these as soon as nothing is in the way.
    """
    there = panel()
    if there is None:
        there = make()
        there.setParent(hou.qt.mainWindow(), QtCore.Qt.Window)
        there.setAttribute(QtCore.Qt.WA_DeleteOnClose)
    if rops:
        there.findChild(QtCore.QObject, Pointer.NAME).point(rops, choices, submit)
    window = there.window()
    window.show()
    window.raise_()
    window.activateWindow()
    return there


def make(session_factory: Optional[SessionFactory] = None) -> Any:
    """A new panel on the open scene; its work begins when Houdini is idle.

    Args:
        session_factory: Opens a session from overrides, for studios; `Session.open` where not given.
    """
    made = make_window(HoudiniHost(), session_factory or Session.open)
    SceneEvents(made)
    Pointer(made)
    starter = QtCore.QTimer(made)
    starter.setSingleShot(True)
    starter.timeout.connect(made.start)
    starter.start(0)
    return made


def create_interface() -> Any:
    """The widget of a Python panel; Houdini calls it for each pane that shows Farmhand."""
    return make()


def destroy_interface() -> None:
    """A pane with the panel closes; Houdini calls it before it throws the widget away."""
    for there in panels():
        if there.parentWidget() is not hou.qt.mainWindow():
            shut_down(there)


def panels() -> Sequence[Any]:
    """Every panel there is."""
    return [one for one in QtWidgets.QApplication.allWidgets() if one.objectName() == PANEL and not _ended(one)]


def panel() -> Optional[Any]:
    """The panel that is open, the one in a pane first; None where there is none."""
    found = sorted(panels(), key=lambda one: one.parentWidget() is hou.qt.mainWindow())
    return found[0] if found else None


def shut_down(there: Any) -> None:
    """Stop everything a panel does, and forget its callback."""
    events = there.findChild(QtCore.QObject, "farmhandSceneEvents")
    if events is not None:
        events.remove()
    if not there.shut_down():
        _log.warning("A worker of the panel has not ended in time.")


def _ended(there: Any) -> bool:
    return bool(there.property("farmhandEnded"))


class Pointer(QtCore.QObject):
    """Turns the nodes that the artist pointed at into the panel's choice, now or when the analysis is done.

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
        self._submit = False
        self._controller.scene_changed.connect(self._apply)
        panel.installEventFilter(self)

    def point(self, rops: Sequence[str], choices: Optional[Choices] = None, submit: bool = False) -> None:
        """Render these nodes and nothing else.

        Args:
            rops: Paths of nodes.
            choices: Settings to begin with.
            submit: Submit as soon as nothing is in the way.
        """
        self._rops = tuple(rops)
        self._submit = submit
        if choices is not None:
            self._controller.choices = choices
        self._controller.analyse()  # the node may be newer than the last look

    def eventFilter(self, watched: Any, event: QtCore.QEvent) -> bool:
        """Forget Houdini's callback when the panel's window closes."""
        if watched is self._panel and event.type() == QtCore.QEvent.Close:
            self._panel.setProperty("farmhandEnded", True)
            shut_down(self._panel)
        return False

    def _apply(self) -> None:
        scene = self._controller.scene
        if scene is None or not self._rops:
            return
        rops, self._rops = self._rops, ()
        try:
            chosen = only(scene, self._controller.choices, self._controller.host.chosen(rops))
        except SceneError as error:
            self._submit = False
            self._controller.tell(of_error(error))
            return
        self._panel.show_page("scene")
        for target in scene.targets:
            self._controller.set_target(target.name, enabled=chosen.targets[target.name].enabled)
        if self._submit:
            self._submit = False
            QtCore.QTimer.singleShot(0, self._send)

    def _send(self) -> None:
        """Submit, unless something is in the way: the panel says what."""
        if not self._controller.blocked_reason:
            self._controller.submit()
