"""Labels: a path elided in the middle, a section's heading, a secondary text, one of several lines, an empty page."""

from __future__ import annotations

from typing import Any, Optional

from farmhand_ui.qt import QtCore, QtGui, QtWidgets
from farmhand_ui.widgets.colours import muted

WIDE = 10000
"""Pixels, more than a line of text has: the width of a text before it was given one."""


class ElidedLabel(QtWidgets.QLabel):
    """One line that never asks for width; what does not fit is elided, and the tooltip holds all of it."""

    def __init__(self, mode: Any = QtCore.Qt.ElideMiddle, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self._mode = mode
        self.setSizePolicy(QtWidgets.QSizePolicy.Ignored, QtWidgets.QSizePolicy.Fixed)
        self.setTextFormat(QtCore.Qt.PlainText)

    def setText(self, text: str) -> None:  # noqa: D102
        super().setText(text)
        self._tell_all()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        self._tell_all()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:  # noqa: D102
        painter = QtGui.QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        area = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), self._mode, area.width())
        painter.drawText(area, int(self.alignment()) if isinstance(self.alignment(), int) else self.alignment(), text)

    def _tell_all(self) -> None:
        fits = self.fontMetrics().horizontalAdvance(self.text()) <= self.contentsRect().width()
        self.setToolTip("" if fits else self.text())


class MutedLabel(QtWidgets.QLabel):
    """Text that is secondary, in the host's own colour held back."""

    def __init__(self, text: str = "", parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(text, parent)
        mute(self)


class MutedElidedLabel(ElidedLabel):
    """A secondary text of one line."""

    def __init__(self, mode: Any = QtCore.Qt.ElideMiddle, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(mode, parent)
        mute(self)


class WrappedLabel(QtWidgets.QLabel):
    """A plain text of as many lines as it needs at its width, from the top, and of no more room than that.

    A form keeps the height of a narrow block free for a QLabel that wraps, however wide it is. This one asks for the
    height that its text has at the width it was given, and does not trade the one for the other.
    """

    def __init__(self, text: str = "", parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(text, parent)
        self._width = WIDE
        self.setWordWrap(True)
        self.setTextFormat(QtCore.Qt.PlainText)
        self.setAlignment(QtCore.Qt.AlignLeft | QtCore.Qt.AlignTop)
        self.setSizePolicy(QtWidgets.QSizePolicy.Ignored, QtWidgets.QSizePolicy.Fixed)

    def hasHeightForWidth(self) -> bool:  # noqa: D102
        return False

    def sizeHint(self) -> QtCore.QSize:  # noqa: D102
        return QtCore.QSize(super().sizeHint().width(), self.heightForWidth(self._width))

    def minimumSizeHint(self) -> QtCore.QSize:  # noqa: D102
        return QtCore.QSize(super().minimumSizeHint().width(), self.heightForWidth(self._width))

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        if self._width != self.width():
            self._width = self.width()
            self.updateGeometry()


class MutedWrappedLabel(WrappedLabel):
    """A secondary text of several lines."""

    def __init__(self, text: str = "", parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(text, parent)
        mute(self)


def mute(label: QtWidgets.QLabel) -> None:
    """Hold back a label's text."""
    palette = QtGui.QPalette(label.palette())
    palette.setColor(QtGui.QPalette.WindowText, muted(QtWidgets.QApplication.palette()))
    label.setPalette(palette)


def heading(text: str) -> QtWidgets.QLabel:
    """The heading of a section."""
    label = QtWidgets.QLabel(text)
    embolden(label)
    return label


def embolden(widget: QtWidgets.QWidget, points: float = 0.0) -> None:
    """Make a widget's font bold, and larger by some points."""
    font = QtGui.QFont(widget.font())
    font.setBold(True)
    if points and font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() + points)
    widget.setFont(font)


def empty_state(name: str) -> MutedLabel:
    """A centred text for a page with nothing on it, which says what to do."""
    label = MutedLabel()
    label.setObjectName(name)
    label.setAlignment(QtCore.Qt.AlignCenter)
    label.setWordWrap(True)
    label.setMargin(24)
    return label
