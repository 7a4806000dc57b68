"""Time or cost of each frame as bars, so that a frame that took far longer than the others is seen at once."""

from __future__ import annotations

from typing import List, Mapping, NamedTuple, Optional, Sequence

from farmhand.farm.records import Frame
from farmhand.scene.model import WARNING
from farmhand_ui.models import frames as frames_model
from farmhand_ui.models.frames import COST, TIME, Spread
from farmhand_ui.qt import QtCore, QtGui, QtWidgets, mouse_place
from farmhand_ui.translations import tr
from farmhand_ui.widgets.colours import colour, mixed, muted
from farmhand_ui.wording import count_text, duration_text

NAMED = 4
"""How many frames that stand out are named below the chart."""


class Bar(NamedTuple):
    """One bar: of a frame, or of the largest of several frames where they outnumber the pixels."""

    place: int
    value: float
    group: str
    outlier: bool


class FrameChart(QtWidgets.QWidget):
    """Bars from the first frame to the last; a dashed line at the median, a mark on what stands out."""

    picked = QtCore.Signal(int)
    """The place of the frame whose bar was clicked."""

    def __init__(self, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("frameChart")
        self.setAccessibleName(tr("Time and cost of each frame"))
        self.setMouseTracking(True)
        self.setMinimumHeight(self.fontMetrics().height() * 3)
        self._frames: Sequence[Frame] = ()
        self._layers: Mapping[int, str] = {}
        self._measure = TIME
        self._spread = Spread(0.0, float("inf"), ())
        self._bars: List[Bar] = []
        self._made_for = -1

    @property
    def spread(self) -> Spread:
        """How the value is spread over the frames that show."""
        return self._spread

    def show_frames(self, frames: Sequence[Frame], layers: Mapping[int, str], measure: str) -> None:
        """Show these frames.

        Args:
            frames: In the order of the grid.
            layers: Layer's name by task id.
            measure: TIME or COST.
        """
        self._frames, self._layers, self._measure = frames, layers, measure
        self._spread = frames_model.spread(frames, measure)
        self._made_for = -1
        self.setAccessibleDescription(self.summary())
        self.update()

    def summary(self) -> str:
        """The chart in words: the median, and which frames stand out."""
        if not self._spread.median:
            return self._nothing()
        text = tr("Half of the frames: below {value}", value=self._value(self._spread.median))
        if self._spread.outliers:
            names = ", ".join(self._frames[place].index.replace("[1]", "") for place in self._spread.outliers[:NAMED])
            more = len(self._spread.outliers) - NAMED
            names += " + %s" % count_text(more) if more > 0 else ""
            text += " · " + tr("far above: {frames}", frames=names)
        return text

    def caption(self) -> str:
        """What to write below the bars; where there are none, the chart itself says why."""
        return self.summary() if self._spread.median else ""

    def _nothing(self) -> str:
        """Why there is no bar."""
        if any(frame.done for frame in self._frames):
            return tr("The farm has told this of no frame yet.")
        return tr("No frame is done yet.")

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:  # noqa: D102
        painter = QtGui.QPainter(self)
        area = self._area()
        painter.fillRect(self.rect(), self.palette().color(QtGui.QPalette.Base))
        bars = self._made_bars(area)
        top = max([bar.value for bar in bars], default=0.0)
        ink = muted(self.palette())
        painter.setPen(ink)
        if not top:
            painter.drawText(self.rect(), int(QtCore.Qt.AlignCenter), self._nothing())
            return
        self._paint_scale(painter, area, top)
        width = area.width() / len(bars)
        painter.setPen(QtCore.Qt.NoPen)
        base = self.palette().color(QtGui.QPalette.Base)
        for number, bar in enumerate(bars):
            height = area.height() * bar.value / top
            if bar.value <= 0:
                continue
            field = QtCore.QRectF(
                area.left() + number * width, area.bottom() - height, max(1.0, width - (1 if width > 3 else 0)), height
            )
            strong = colour(WARNING if bar.outlier else bar.group)
            painter.fillRect(field, strong if bar.outlier else mixed(strong, base, 0.75))
            if bar.outlier:  # a mark besides the colour
                middle = field.center().x()
                tip = field.top() - 2
                painter.setBrush(strong)
                corners = ((middle, tip), (middle - 4, tip - 6), (middle + 4, tip - 6))
                painter.drawPolygon(QtGui.QPolygonF([QtCore.QPointF(*corner) for corner in corners]))

    def event(self, event: QtCore.QEvent) -> bool:  # noqa: D102
        if event.type() == QtCore.QEvent.ToolTip:
            bar = self._bar_at(event.pos())
            if bar is not None:
                text = "\n".join(frames_model.lines(self._frames[bar.place], self._layers))
                QtWidgets.QToolTip.showText(event.globalPos(), text, self)
            return True
        return bool(super().event(event))

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:  # noqa: D102
        bar = self._bar_at(mouse_place(event))
        if bar is not None:
            self.picked.emit(bar.place)

    def _area(self) -> QtCore.QRectF:
        height = self.fontMetrics().height()
        return QtCore.QRectF(self.rect()).adjusted(6, height + 8, -6, -height - 4)

    def _made_bars(self, area: QtCore.QRectF) -> List[Bar]:
        room = max(1, int(area.width()))
        if self._made_for != room:
            self._made_for = room
            self._bars = bars_of(self._frames, self._measure, self._spread, room)
        return self._bars

    def _bar_at(self, point: QtCore.QPoint) -> Optional[Bar]:
        area = self._area()
        bars = self._made_bars(area)
        number = int((point.x() - area.left()) / area.width() * len(bars)) if bars and area.width() > 0 else -1
        return bars[number] if 0 <= number < len(bars) else None

    def _paint_scale(self, painter: QtGui.QPainter, area: QtCore.QRectF, top: float) -> None:
        ink = muted(self.palette())
        line = QtGui.QPen(ink)
        line.setStyle(QtCore.Qt.DashLine)
        painter.setPen(line)
        middle = area.bottom() - area.height() * self._spread.median / top
        painter.drawLine(QtCore.QPointF(area.left(), middle), QtCore.QPointF(area.right(), middle))
        painter.setPen(ink)
        height = self.fontMetrics().height()
        above = QtCore.QRectF(area.left(), 2, area.width(), height)
        below = QtCore.QRectF(area.left(), area.bottom() + 2, area.width(), height)
        painter.drawText(above, int(QtCore.Qt.AlignLeft), self._value(top))
        painter.drawText(below, int(QtCore.Qt.AlignLeft), self._frames[0].index.replace("[1]", ""))
        painter.drawText(below, int(QtCore.Qt.AlignRight), self._frames[-1].index.replace("[1]", ""))

    def _value(self, value: float) -> str:
        return duration_text(value) if self._measure == TIME else "%.2f" % value


def bars_of(frames: Sequence[Frame], measure: str, spread: Spread, room: int) -> List[Bar]:
    """A bar per frame, or per pixel the largest of its frames: what stands out must not be averaged away.

    Args:
        frames: In the order of the grid.
        measure: TIME or COST.
        spread: Of these frames.
        room: Pixels.
    """
    outliers = set(spread.outliers)
    groups = min(len(frames), room)
    bars = []
    for number in range(groups):
        places = range(number * len(frames) // groups, (number + 1) * len(frames) // groups)
        place = max(places, key=lambda place: frames_model.value_of(frames[place], measure))
        frame = frames[place]
        value = frames_model.value_of(frame, measure)
        bars.append(Bar(place, value, frames_model.group_of(frame), place in outliers))
    return bars


__all__ = ["COST", "TIME", "FrameChart", "bars_of"]
