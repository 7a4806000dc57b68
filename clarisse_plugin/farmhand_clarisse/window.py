"""The panel as a window of its own beside Clarisse's, which offers none to be a parent.

Nothing is kept in this module: the window is found among Qt's, and lives as long as Clarisse's loop holds its pump.
"""

from __future__ import annotations

import logging
import sys
from typing import Any, Callable, List, Mapping, Optional

from farmhand.session import Session
from farmhand_clarisse import telling
from farmhand_clarisse.host import ClarisseHost
from farmhand_clarisse.pump import Pump
from farmhand_clarisse.watch import ProjectWatch
from farmhand_ui.app import check_window, make_window
from farmhand_ui.qt import QtCore, QtWidgets

_log = logging.getLogger(__name__)

PANEL = "farmhandPanel"

SessionFactory = Callable[[Mapping[str, str]], Any]


def show(session_factory: Optional[SessionFactory] = None) -> Any:
    """Open the panel, or bring the one that is open to the front; returns it.

    Args:
        session_factory: Opens a session from overrides, for tests and studios; `Session.open` where not given.

    Raises:
        SettingsError: No window can be made here; the sentence says why.
    """
    check_window()
    application()
    there = panel()
    if there is not None:
        there.showNormal()
        there.raise_()
        there.activateWindow()
        return there
    made = make_window(ClarisseHost(), session_factory or Session.open)
    try:
        made.setAttribute(QtCore.Qt.WA_DeleteOnClose)
        watch = ProjectWatch(made)
        Pump(lambda: _is_open(made), lambda: _close(made, watch)).start()
    except Exception:
        made.shut_down()
        made.deleteLater()
        raise
    made.show()
    QtCore.QTimer.singleShot(0, telling.guarded("look at the project")(made.start))
    return made


def panel() -> Optional[Any]:
    """The panel that is open; None where there is none."""
    if QtWidgets.QApplication.instance() is None:
        return None
    for widget in QtWidgets.QApplication.topLevelWidgets():
        if widget.objectName() == PANEL and widget.isVisible():
            return widget
    return None


def close() -> None:
    """Close the panel, if there is one."""
    there = panel()
    if there is not None:
        there.close()


def application() -> Any:
    """Qt's application; made where there is none. Closing the last window must not end it: Clarisse goes on."""
    made = QtWidgets.QApplication.instance()
    if made is None:
        if QtCore.qVersion().startswith("5."):
            QtCore.QCoreApplication.setAttribute(QtCore.Qt.AA_EnableHighDpiScaling)
            QtCore.QCoreApplication.setAttribute(QtCore.Qt.AA_UseHighDpiPixmaps)
        words: List[str] = getattr(sys, "argv", None) or ["clarisse"]  # Clarisse's Python may have none
        made = QtWidgets.QApplication(words[:1])
        made.setApplicationName("farmhand")
        made.setApplicationDisplayName("Farmhand")
        made.setQuitOnLastWindowClosed(False)
        _keep(made)
    return made


def _keep(made: Any) -> None:
    """Qt's application must outlive this call, and Python drops what nobody holds: it holds itself."""
    made.setProperty("farmhandKept", True)
    made.farmhand_kept = made


def _is_open(made: Any) -> bool:
    try:
        return bool(made.isVisible())
    except RuntimeError:  # its C++ side went with the window
        return False


def _close(made: Any, watch: ProjectWatch) -> None:
    """After the last turn: nothing of the panel may be left running. It may be gone already."""
    try:
        watch.stop()
        made.shut_down()
    except RuntimeError:  # its C++ side was deleted with the window, after its closeEvent did all this
        _log.debug("The panel is gone already.")
