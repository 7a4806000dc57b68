"""A task's frames as a grid of small fields, coloured by status, or as small pictures.

Qt's own list view asks its model for every item whenever it lays them out, which takes too long for ten thousand
frames; all fields here have one size, so only those in sight are ever looked at.
"""

from __future__ import annotations

from typing import Callable, Dict, List, Mapping, Optional, Sequence, Set, Tuple

from farmhand.farm.records import Frame
from farmhand_ui.models import frames as frames_model
from farmhand_ui.qt import QtCore, QtGui, QtWidgets, mouse_place
from farmhand_ui.thumbnailing import PICTURE
from farmhand_ui.translations import tr
from farmhand_ui.widgets.colours import colour, mixed, text_on

GAP = 3
Picture = Callable[[Frame], Optional[QtGui.QPixmap]]


class FrameGrid(QtWidgets.QAbstractScrollArea):
    """Fields with numbers; arrow keys, Shift and Ctrl choose as in every list."""

    chosen_changed = QtCore.Signal()
    activated = QtCore.Signal(object)
    in_sight = QtCore.Signal(object)
    """The frames whose pictures are wanted."""

    def __init__(self, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("framesView")
        self.setAccessibleName(tr("Frames of the task"))
        self.setFrameShape(QtWidgets.QFrame.NoFrame)
        self.setFocusPolicy(QtCore.Qt.StrongFocus)
        self.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarAlwaysOff)
        self.setMinimumHeight(self.fontMetrics().height() * 3)
        self.viewport().setMouseTracking(False)
        self._frames: Sequence[Frame] = ()
        self._layers: Mapping[int, str] = {}
        self._picture: Optional[Picture] = None
        self._chosen: Set[int] = set()
        self._current = -1
        self._anchor = -1
        self._colours: Dict[str, Tuple[QtGui.QColor, QtGui.QColor]] = {}

    @property
    def frames(self) -> Sequence[Frame]:
        """The frames that show."""
        return self._frames

    def show_frames(self, frames: Sequence[Frame], layers: Mapping[int, str]) -> None:
        """Show these frames; where there are as many as before, what is chosen stays.

        Args:
            frames: In the order in which they show.
            layers: Layer's name by task id.
        """
        if len(frames) != len(self._frames):
            self._chosen.clear()
            self._current = self._anchor = -1
        self._frames, self._layers = frames, layers
        self._measure()
        self.viewport().update()

    def show_pictures(self, picture: Optional[Picture]) -> None:
        """Show pictures, asked for as they come into sight; None: fields with numbers again."""
        self._picture = picture
        self._measure()
        self.ensure_visible(self._current)
        self.viewport().update()

    def chosen(self) -> List[Frame]:
        """The chosen frames, in their order."""
        return [self._frames[place] for place in sorted(self._chosen)]

    def choose(self, place: int) -> None:
        """Choose one frame and bring it into sight."""
        self._move(place, QtCore.Qt.NoModifier)

    def place_at(self, point: QtCore.QPoint) -> int:
        """The place of the frame at a point of the viewport; -1 where there is none."""
        cell, columns = self._cell(), self._columns()
        column = point.x() // cell.width()
        place = (point.y() + self.verticalScrollBar().value()) // cell.height() * columns + column
        return place if 0 <= column < columns and 0 <= place < len(self._frames) else -1

    def area_of(self, place: int) -> QtCore.QRect:
        """Where a frame's field is on the viewport."""
        cell, columns = self._cell(), self._columns()
        corner = QtCore.QPoint(place % columns * cell.width(), place // columns * cell.height())
        return QtCore.QRect(corner - QtCore.QPoint(0, self.verticalScrollBar().value()), cell)

    def ensure_visible(self, place: int) -> None:
        """Scroll a frame into sight."""
        if place < 0:
            return
        area, bar = self.area_of(place), self.verticalScrollBar()
        if area.top() < 0:
            bar.setValue(bar.value() + area.top())
        elif area.bottom() > self.viewport().height():
            bar.setValue(bar.value() + area.bottom() - self.viewport().height())

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:  # noqa: D102
        self._measure()

    def changeEvent(self, event: QtCore.QEvent) -> None:  # noqa: D102
        super().changeEvent(event)
        if event.type() in (QtCore.QEvent.PaletteChange, QtCore.QEvent.FontChange):
            self._colours.clear()
            self._measure()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:  # noqa: D102
        painter = QtGui.QPainter(self.viewport())
        painter.setRenderHint(QtGui.QPainter.Antialiasing)
        seen: List[Frame] = []
        for place in self._places(event.rect()):
            frame = self._frames[place]
            seen.append(frame)
            self._paint(painter, QtCore.QRectF(self.area_of(place)), place, frame)
        if self._picture is not None and seen:
            self.in_sight.emit(seen)

    def viewportEvent(self, event: QtCore.QEvent) -> bool:  # noqa: D102
        if event.type() == QtCore.QEvent.ToolTip:
            place = self.place_at(event.pos())
            if place >= 0:
                text = "\n".join(frames_model.lines(self._frames[place], self._layers))
                QtWidgets.QToolTip.showText(event.globalPos(), text, self.viewport(), self.area_of(place))
            else:
                QtWidgets.QToolTip.hideText()
            return True
        return bool(super().viewportEvent(event))

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:  # noqa: D102
        place = self.place_at(mouse_place(event))
        right = event.button() == QtCore.Qt.RightButton
        if right and place in self._chosen:
            return  # the menu is about all that are chosen
        if place >= 0:
            self._move(place, QtCore.Qt.NoModifier if right else event.modifiers())
        elif self._chosen:
            self._chosen.clear()
            self._told()

    def mouseDoubleClickEvent(self, event: QtGui.QMouseEvent) -> None:  # noqa: D102
        place = self.place_at(mouse_place(event))
        if place >= 0:
            self.activated.emit(self._frames[place])

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:  # noqa: D102
        columns = self._columns()
        page = max(1, self.viewport().height() // self._cell().height()) * columns
        steps = {
            QtCore.Qt.Key_Left: -1,
            QtCore.Qt.Key_Right: 1,
            QtCore.Qt.Key_Up: -columns,
            QtCore.Qt.Key_Down: columns,
            QtCore.Qt.Key_PageUp: -page,
            QtCore.Qt.Key_PageDown: page,
            QtCore.Qt.Key_Home: -len(self._frames),
            QtCore.Qt.Key_End: len(self._frames),
        }
        if event.key() in steps and self._frames:
            place = self._current + steps[event.key()] if self._current >= 0 else 0
            self._move(max(0, min(len(self._frames) - 1, place)), event.modifiers())
        elif event.key() in (QtCore.Qt.Key_Return, QtCore.Qt.Key_Enter) and 0 <= self._current < len(self._frames):
            self.activated.emit(self._frames[self._current])
        elif event.matches(QtGui.QKeySequence.SelectAll):
            self._chosen = set(range(len(self._frames)))
            self._told()
        else:
            super().keyPressEvent(event)

    def _move(self, place: int, modifiers: object) -> None:
        if modifiers & QtCore.Qt.ShiftModifier and self._anchor >= 0:
            low, high = sorted((self._anchor, place))
            self._chosen = set(range(low, high + 1))
        elif modifiers & QtCore.Qt.ControlModifier:
            self._chosen ^= {place}
            self._anchor = place
        else:
            self._chosen = {place}
            self._anchor = place
        self._current = place
        self.ensure_visible(place)
        self._told()

    def _told(self) -> None:
        if 0 <= self._current < len(self._frames):
            self.setAccessibleDescription(", ".join(frames_model.lines(self._frames[self._current], self._layers)))
        self.viewport().update()
        self.chosen_changed.emit()

    def _cell(self) -> QtCore.QSize:
        metrics = self.fontMetrics()
        if self._picture is not None:
            width, room = PICTURE.width() + 2 * GAP, self.viewport().width()
            width = max(width, room // max(1, room // width))  # what is left over is spread
            return QtCore.QSize(width, PICTURE.height() + metrics.height() + 2 * GAP + 2)
        letters = max([4] + [len(frame.index) for frame in self._frames[-1:]])
        return QtCore.QSize(metrics.horizontalAdvance("0") * letters + 12, metrics.height() + 8)

    def _columns(self) -> int:
        return max(1, self.viewport().width() // self._cell().width())

    def _places(self, area: QtCore.QRect) -> range:
        cell, columns, above = self._cell(), self._columns(), self.verticalScrollBar().value()
        first = (area.top() + above) // cell.height() * columns
        last = ((area.bottom() + above) // cell.height() + 1) * columns
        return range(max(0, first), min(len(self._frames), last))

    def _measure(self) -> None:
        cell, columns = self._cell(), self._columns()
        rows = (len(self._frames) + columns - 1) // columns
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, rows * cell.height() - height))
        bar.setPageStep(height)
        bar.setSingleStep(cell.height())

    def _tints(self, group: str) -> Tuple[QtGui.QColor, QtGui.QColor]:
        """Ground and text of a group; a waiting frame is held back."""
        if group not in self._colours:
            base = self.palette().color(QtGui.QPalette.Base)
            ground = colour(group) if group != frames_model.WAITING else mixed(colour(group), base, 0.28)
            self._colours[group] = (ground, text_on(ground))
        return self._colours[group]

    def _paint(self, painter: QtGui.QPainter, area: QtCore.QRectF, place: int, frame: Frame) -> None:
        ground, ink = self._tints(frames_model.group_of(frame))
        inner = area.adjusted(1.5, 1.5, -1.5, -1.5)
        chosen = place in self._chosen
        painter.setPen(QtCore.Qt.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(inner, 3, 3)
        label = inner
        if self._picture is not None:
            label = QtCore.QRectF(inner.left(), inner.bottom() - self.fontMetrics().height(), inner.width(),
                                  self.fontMetrics().height())  # fmt: skip
            self._paint_picture(painter, inner, frame)
        painter.setPen(ink)
        painter.drawText(label, int(QtCore.Qt.AlignCenter), frame.index.replace("[1]", ""))
        if chosen or (place == self._current and self.hasFocus()):
            pen = QtGui.QPen(self.palette().color(QtGui.QPalette.Text))
            pen.setWidthF(2.0 if chosen else 1.0)
            painter.setPen(pen)
            painter.setBrush(QtCore.Qt.NoBrush)
            painter.drawRoundedRect(inner, 3, 3)

    def _paint_picture(self, painter: QtGui.QPainter, area: QtCore.QRectF, frame: Frame) -> None:
        pixmap = self._picture(frame) if self._picture is not None else None
        if pixmap is None:
            return
        size = QtCore.QSizeF(pixmap.size()) / pixmap.devicePixelRatio()
        left = area.left() + (area.width() - size.width()) / 2
        top = area.top() + GAP - 1 + (PICTURE.height() - size.height()) / 2
        painter.drawPixmap(QtCore.QPointF(left, top), pixmap)
