"""The panel beside the viewport: one workspaceControl, filled by `restore` whenever Maya makes it.

Maya keeps the control's layout over its own restarts and then runs the uiScript again, so the script imports this
module by itself. Nothing is kept in this module: whether there is a panel is asked of the control, which is why a
reload of the code, or a second click, finds the one that is there.
"""

from __future__ import annotations

import logging
import sys
from typing import Any, Callable, Mapping, Optional

from maya import OpenMayaUI, cmds, utils

from farmhand.session import Session
from farmhand_maya.events import SceneEvents
from farmhand_maya.host import MayaHost
from farmhand_maya.values import script
from farmhand_ui.app import make_window
from farmhand_ui.qt import QtCompat, QtCore, QtWidgets

_log = logging.getLogger(__name__)

CONTROL = "farmhandWorkspaceControl"
LABEL = "Farmhand"
MINIMUM_WIDTH = 440
RESTORE = (
    "import farmhand.vendored\nfarmhand.vendored.append()\nimport farmhand_maya.dock\nfarmhand_maya.dock.restore()\n"
)
"""Maya may run it at its next start before userSetup.py has put the libraries on the path."""
CLOSED = "import farmhand_maya.dock\nfarmhand_maya.dock.shut_down()\n"
PANEL = "farmhandPanel"
PACKAGES = ("farmhand_maya", "farmhand_ui", "farmhand")

SessionFactory = Callable[[Mapping[str, str]], Any]


def show() -> None:
    """Open the panel, or bring the one that is open to the front."""
    if cmds.workspaceControl(CONTROL, exists=True):
        if panel() is not None:
            cmds.workspaceControl(CONTROL, edit=True, restore=True)
            return
        close()  # an empty one, of a code that failed
    cmds.workspaceControl(
        CONTROL,
        label=LABEL,
        uiScript=script(RESTORE),
        closeCommand=script(CLOSED),
        retain=False,
        loadImmediately=True,
        initialWidth=MINIMUM_WIDTH,
        minimumWidth=MINIMUM_WIDTH,
        dockToMainWindow=("right", True),
    )


def restore(session_factory: Optional[SessionFactory] = None) -> None:
    """Fill the control with a panel; Maya calls it through the uiScript. A second call changes nothing.

    Args:
        session_factory: Opens a session from overrides, for tests and studios; `Session.open` where not given.
    """
    parent = container()
    if parent is None or panel() is not None:
        return
    made = make_window(MayaHost(), session_factory or Session.open)
    SceneEvents(made)
    layout = parent.layout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(made)
    made.show()
    utils.executeDeferred(start)


def start() -> None:
    """Begin the work of the panel that is open, if there still is one: once Maya is idle, so that it starts quickly."""
    there = panel()
    if there is not None:
        there.start()


def shut_down() -> None:
    """Stop everything the panel does, and forget its callbacks; Maya calls it when the control closes."""
    there = panel()
    if there is None:
        return
    events = there.findChild(QtCore.QObject, "farmhandSceneEvents")
    if events is not None:
        events.remove()
    if not there.shut_down():
        _log.warning("A worker of the panel has not ended in time.")


def close() -> None:
    """Close the panel and its control."""
    shut_down()
    if cmds.workspaceControl(CONTROL, exists=True):
        cmds.deleteUI(CONTROL)


def reload() -> None:
    """Close the panel, forget Farmhand's code and open the panel again from its files, for who works on it."""
    close()
    for name in [name for name in sys.modules if name.partition(".")[0] in PACKAGES]:
        del sys.modules[name]
    utils.executeDeferred("import farmhand_maya.dock\nfarmhand_maya.dock.show()\n")


def container() -> Optional[Any]:
    """The control's own widget; None where there is none."""
    pointer = OpenMayaUI.MQtUtil.findControl(CONTROL)
    return QtCompat.wrapInstance(int(pointer), QtWidgets.QWidget) if pointer else None


def panel() -> Optional[Any]:
    """The panel in the control; None where there is none."""
    parent = container()
    return parent.findChild(QtWidgets.QWidget, PANEL) if parent is not None else None
