"""The panel in Houdini: a pane of its own through the Python panel, or a window above Houdini's.

Nothing is kept in this module: whether there is a panel is asked of Qt, which is why a second click, or a reload of the
code, finds the one that is there.
"""

from __future__ import annotations

import logging
from typing import Any, Callable, Mapping, Optional, Sequence

import hou

from farmhand.errors import SceneError
from farmhand.session import Session
from farmhand_houdini.events import SceneEvents
from farmhand_houdini.host import HoudiniHost
from farmhand_houdini.pointing import Pointer, Sent
from farmhand_houdini.rop_settings import Asked
from farmhand_ui.app import make_window
from farmhand_ui.messages import of_error
from farmhand_ui.qt import QtCore, QtWidgets

_log = logging.getLogger(__name__)

PANEL = "farmhandPanel"
SessionFactory = Callable[[Mapping[str, str]], Any]


def show(
    rops: Sequence[str] = (), asked: Optional[Asked] = None, submit: bool = False, sent: Optional[Sent] = None
) -> Any:
    """Open the panel in a window above Houdini's, or bring the one that is open to the front; returns it.

    Args:
        rops: Paths of nodes that shall render, and nothing else; the scene's own choice where none are given.
        asked: Settings in place of the panel's.
        submit: Submit these as soon as nothing is in the way.
        sent: Called with the number of each task that is made of them.
    """
    there = panel()
    if there is None:
        there = make()
        there.setParent(hou.qt.mainWindow(), QtCore.Qt.Window)
        there.setAttribute(QtCore.Qt.WA_DeleteOnClose)
    if rops:
        try:
            there.findChild(QtCore.QObject, Pointer.NAME).point(rops, asked, submit, sent)
        except SceneError as error:
            there.controller.tell(of_error(error))
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
    Closing(made)
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


class Closing(QtCore.QObject):
    """Ends a panel when its window closes.

    Args:
        panel: The panel, which becomes the parent.
    """

    def __init__(self, panel: Any) -> None:
        super().__init__(panel)
        self._panel = panel
        panel.installEventFilter(self)

    def eventFilter(self, watched: Any, event: QtCore.QEvent) -> bool:
        """Forget Houdini's callback when the panel's window closes."""
        if watched is self._panel and event.type() == QtCore.QEvent.Close:
            self._panel.setProperty("farmhandEnded", True)
            shut_down(self._panel)
        return False
