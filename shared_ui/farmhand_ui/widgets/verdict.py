"""What came of something, in place: a sign, a sentence, and below it what to do."""

from __future__ import annotations

from typing import Optional

from farmhand_ui.messages import Message
from farmhand_ui.qt import QtCore, QtWidgets
from farmhand_ui.widgets.colours import severity_icon
from farmhand_ui.widgets.labels import MutedWrappedLabel, WrappedLabel

ICON = 16


class Verdict(QtWidgets.QWidget):
    """Hidden until there is something to tell.

    Args:
        text_name: Object name of the sentence.
        advice_name: Object name of what to do.
    """

    def __init__(self, text_name: str, advice_name: str, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self._sign = QtWidgets.QLabel()
        self._text, self._advice = WrappedLabel(), MutedWrappedLabel()
        self._text.setObjectName(text_name)
        self._advice.setObjectName(advice_name)
        texts = QtWidgets.QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._text)
        texts.addWidget(self._advice)
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._sign, 0, QtCore.Qt.AlignTop)
        row.addLayout(texts, 1)
        self.hide()

    def tell(self, severity: str, text: str, advice: str = "") -> None:
        """Show what came of it: `info`, `warning` or `error`, a sentence, and what to do."""
        self._sign.setPixmap(severity_icon(severity, ICON).pixmap(ICON, ICON))
        self._text.setText(text)
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))
        self.show()

    def show_message(self, message: Optional[Message]) -> None:
        """Show a message; None hides it."""
        if message is None:
            self.hide()
        else:
            self.tell(message.severity, message.text, message.advice)
