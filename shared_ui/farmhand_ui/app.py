"""The panel in a window of its own: for the desktop, for scenes read without their DCC, and for trying it out."""

from __future__ import annotations

import sys
from typing import Any, Callable, Mapping, Optional

from farmhand.errors import SettingsError
from farmhand_ui.requirements_check import missing_display, missing_qt


def run(
    scene_path: str,
    session_factory: Optional[Callable[[Mapping[str, str]], Any]] = None,
    overrides: Optional[Mapping[str, str]] = None,
    project: str = "",
) -> int:
    """Open a window on a scene file and stay until it is closed.

    Args:
        scene_path: A scene that `farmhand.readers` can read.
        session_factory: Instead of `Session.open`.
        overrides: Settings that this call decides (name and text).
        project: The scene's project folder, where it is known better than from the scene's place.

    Returns:
        The application's exit code.

    Raises:
        SettingsError: No Qt, no display, or a system library is missing; the sentence says which.
        SceneError: The scene cannot be read.
    """
    check_window()
    from farmhand.readers import open_scene_later
    from farmhand_ui.qt import QtCore, QtWidgets

    if session_factory is None:
        from farmhand.session import Session

        session_factory = Session.open
    host = open_scene_later(scene_path, project)
    application = QtWidgets.QApplication.instance()
    if application is None:
        if QtCore.qVersion().startswith("5."):
            QtCore.QCoreApplication.setAttribute(QtCore.Qt.AA_EnableHighDpiScaling)
            QtCore.QCoreApplication.setAttribute(QtCore.Qt.AA_UseHighDpiPixmaps)
        application = QtWidgets.QApplication(sys.argv[:1])
        application.setApplicationName("farmhand")
        application.setApplicationDisplayName("Farmhand")
    window = make_window(host, session_factory, overrides)
    window.show()
    window.start()
    return int(application.exec_())


def check_window() -> None:
    """Refuse where no window can be made.

    Raises:
        SettingsError: No Qt, no display, or a system library is missing; the sentence says which.
    """
    sentence = missing_qt()
    if sentence:
        raise SettingsError("{problem}", "", problem=sentence)
    problem = missing_display()
    if problem == "no display":
        raise SettingsError(
            "No display: a window needs a desktop.",
            "Use the command line here (farmhand submit), or set DISPLAY or WAYLAND_DISPLAY.",
        )
    if problem:
        raise SettingsError(
            "Qt's window system plugin lacks libraries of this computer.", "Install them: {command}", command=problem
        )


def make_window(
    host: Any, session_factory: Callable[[Mapping[str, str]], Any], overrides: Optional[Mapping[str, str]] = None
) -> Any:
    """The panel, with its controller, as a window; `start()` begins the work.

    Args:
        host: The scene's Host.
        session_factory: Opens a session from overrides.
        overrides: Settings that this call decides.
    """
    from farmhand_ui.controller import Controller
    from farmhand_ui.panel import Panel

    panel = Panel(Controller(host, session_factory, overrides=overrides))
    panel.controller.setParent(panel)
    panel.setWindowTitle("Farmhand")
    panel.resize(panel.sizeHint())
    return panel
