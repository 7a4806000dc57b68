"""Tells the artist who looks elsewhere that something ended: by the program's own means, else by the desktop's."""

from __future__ import annotations

from typing import Optional

from farmhand.scene.host import TellsUser
from farmhand.scene.model import ERROR
from farmhand_ui.controller import Controller
from farmhand_ui.messages import Message
from farmhand_ui.qt import QtGui, QtWidgets
from farmhand_ui.translations import tr

SHOWN_MS = 10000


class Notifier:
    """Listens to a controller; silent while its window is in front.

    Args:
        controller: Whose endings are told.
        window: The panel.
        icon: For the desktop's tray.
    """

    def __init__(self, controller: Controller, window: QtWidgets.QWidget, icon: QtGui.QIcon) -> None:
        self._controller = controller
        self._window = window
        self._icon = icon
        self._tray: Optional[QtWidgets.QSystemTrayIcon] = None
        controller.finished.connect(self.tell)

    def tell(self, message: Message) -> None:
        """Tell how something ended."""
        if self._window.isVisible() and self._window.isActiveWindow():
            return
        failed = message.severity == ERROR
        title = tr("Farmhand: failed") if failed else tr("Farmhand: done")
        host = self._controller.host
        if isinstance(host, TellsUser):
            host.tell_user(title, message.text, failed)
        elif self.available():
            if self._tray is None:
                self._tray = QtWidgets.QSystemTrayIcon(self._icon, self._window)
            self._tray.show()
            tray = QtWidgets.QSystemTrayIcon
            self._tray.showMessage(title, message.text, tray.Critical if failed else tray.Information, SHOWN_MS)

    def close(self) -> None:
        """Leave the desktop's tray."""
        if self._tray is not None:
            self._tray.hide()
            self._tray = None

    @staticmethod
    def available() -> bool:
        """Whether the desktop has a tray that shows messages."""
        tray = QtWidgets.QSystemTrayIcon
        return bool(tray.isSystemTrayAvailable() and tray.supportsMessages())
