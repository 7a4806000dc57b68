"""A notice in place, between header and pages: what happened, what to do, one button. Never a modal window."""

from __future__ import annotations

from typing import Optional

from farmhand_ui.messages import ACTIONS, Message
from farmhand_ui.qt import QtCore, QtGui, QtWidgets
from farmhand_ui.translations import tr
from farmhand_ui.widgets.colours import colour, mixed, severity_icon
from farmhand_ui.widgets.labels import MutedLabel

ICON = 16


class MessageBar(QtWidgets.QFrame):
    """Shows one message; hidden while there is none."""

    acted = QtCore.Signal(str, str)
    dismissed = QtCore.Signal()

    def __init__(self, name: str, closable: bool = True, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(tr("Message"))
        self._message: Optional[Message] = None
        self._icon = QtWidgets.QLabel()
        self._text = QtWidgets.QLabel()
        self._text.setObjectName(name + "Text")
        self._hint = MutedLabel()
        self._hint.setObjectName(name + "Hint")
        for label in (self._text, self._hint):
            label.setWordWrap(True)
            label.setTextFormat(QtCore.Qt.PlainText)
            label.setTextInteractionFlags(QtCore.Qt.TextSelectableByMouse)
            label.setMinimumWidth(60)
        self._button = QtWidgets.QPushButton()
        self._button.setObjectName(name + "Action")
        self._button.setAutoDefault(False)
        self._button.clicked.connect(self._act)
        self._close = QtWidgets.QToolButton()
        self._close.setObjectName(name + "Close")
        self._close.setText("✕")
        self._close.setAutoRaise(True)
        self._close.setAccessibleName(tr("Dismiss"))
        self._close.setToolTip(tr("Dismiss"))
        self._close.clicked.connect(self.dismissed)
        texts = QtWidgets.QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._text)
        texts.addWidget(self._hint)
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, QtCore.Qt.AlignTop)
        row.addLayout(texts, 1)
        row.addWidget(self._button, 0, QtCore.Qt.AlignVCenter)
        row.addWidget(self._close, 0, QtCore.Qt.AlignTop)
        self._close.setVisible(closable)
        self.hide()

    def show_message(self, message: Optional[Message]) -> None:
        """Show a message; None hides the bar."""
        self._message = message
        self.setVisible(message is not None)
        if message is None:
            return
        self._icon.setPixmap(severity_icon(message.severity, ICON).pixmap(ICON, ICON))
        self._text.setText(message.text)
        self._hint.setText(message.advice)
        self._hint.setVisible(bool(message.advice))
        self._button.setVisible(bool(message.action))
        if message.action:
            self._button.setText(tr(ACTIONS[message.action]))
            self._button.setAccessibleName(self._button.text())
        self.setAccessibleDescription(" ".join((message.text, message.advice)))
        self.update()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:  # noqa: D102
        if self._message is None:
            return
        painter = QtGui.QPainter(self)
        strong = colour(self._message.severity)
        painter.fillRect(self.rect(), mixed(strong, self.palette().color(QtGui.QPalette.Window), 0.14))
        painter.fillRect(QtCore.QRect(0, 0, 4, self.height()), strong)

    def _act(self) -> None:
        if self._message is not None:
            self.acted.emit(self._message.action, self._message.target)
