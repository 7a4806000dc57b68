"""The only colours that are not the host's own: those that mean something, in one table.

Middle tones, chosen to stand out on Maya's dark grey and on a light desktop alike; text on them is black or white,
whichever reads better.
"""

from __future__ import annotations

from farmhand.scene.model import ERROR, WARNING
from farmhand_ui.messages import INFO
from farmhand_ui.models import frames
from farmhand_ui.qt import QtCore, QtGui

MEANING = {
    ERROR: "#d9534f",
    WARNING: "#d99a2b",
    INFO: "#4a90c2",
    frames.WAITING: "#8a8f94",
    frames.RENDERING: "#4a90c2",
    frames.DONE: "#4f9d5d",
    frames.FAILED: "#d9534f",
    frames.STOPPED: "#b07cc6",
}


def colour(meaning: str) -> QtGui.QColor:
    """The colour of a severity or of a frame's status."""
    return QtGui.QColor(MEANING[meaning])


def mixed(first: QtGui.QColor, second: QtGui.QColor, share: float) -> QtGui.QColor:
    """`share` (0 to 1) of the first colour on the second."""
    parts = zip(first.getRgb()[:3], second.getRgb()[:3])
    return QtGui.QColor(*[int(one * share + other * (1 - share)) for one, other in parts])


def text_on(background: QtGui.QColor) -> QtGui.QColor:
    """Black or white, whichever reads better on this background."""
    red, green, blue = background.getRgb()[:3]
    return QtGui.QColor("#000000" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "#ffffff")


def muted(palette: QtGui.QPalette) -> QtGui.QColor:
    """The host's text colour, held back, for what is secondary."""
    return mixed(palette.color(QtGui.QPalette.WindowText), palette.color(QtGui.QPalette.Window), 0.68)


def severity_icon(severity: str, size: int = 16) -> QtGui.QIcon:
    """A sign that differs in shape and colour: a disc for an error, a triangle for a warning, a ring for a notice."""
    pixmap = QtGui.QPixmap(size * 2, size * 2)
    pixmap.setDevicePixelRatio(2.0)
    pixmap.fill(QtCore.Qt.transparent)
    painter = QtGui.QPainter(pixmap)
    painter.setRenderHint(QtGui.QPainter.Antialiasing)
    draw_severity(painter, QtCore.QRectF(0, 0, size, size), severity)
    painter.end()
    return QtGui.QIcon(pixmap)


def draw_severity(painter: QtGui.QPainter, area: QtCore.QRectF, severity: str) -> None:
    """Draw the sign of `severity_icon` into a square."""
    ground = colour(severity)
    unit = area.width() / 16.0
    painter.save()
    painter.translate(area.topLeft())
    painter.scale(unit, unit)
    painter.setPen(QtCore.Qt.NoPen)
    painter.setBrush(ground)
    if severity == WARNING:
        triangle = [QtCore.QPointF(8, 1.6), QtCore.QPointF(15.2, 14.2), QtCore.QPointF(0.8, 14.2)]
        painter.drawPolygon(QtGui.QPolygonF(triangle))
        top, dot = 5.6, 12.0
    else:
        painter.drawEllipse(QtCore.QRectF(1, 1, 14, 14))
        top, dot = 4.2, 11.6
    pen = QtGui.QPen(text_on(ground) if severity == WARNING else QtGui.QColor("#ffffff"))
    pen.setWidthF(1.7)
    pen.setCapStyle(QtCore.Qt.RoundCap)
    painter.setPen(pen)
    if severity == INFO:  # an i stands on its head
        painter.drawLine(QtCore.QPointF(8, 7.6), QtCore.QPointF(8, 11.8))
        painter.drawPoint(QtCore.QPointF(8, 4.6))
    else:
        painter.drawLine(QtCore.QPointF(8, top), QtCore.QPointF(8, dot - 2.8))
        painter.drawPoint(QtCore.QPointF(8, dot))
    painter.restore()
