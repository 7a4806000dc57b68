"""Small pictures of frames that are done: fetched as they come into sight, a few at once, kept a while."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Optional, Sequence, Set

from farmhand.errors import NetworkError
from farmhand.farm.records import Frame
from farmhand_ui.background import Runner
from farmhand_ui.qt import QtCore, QtGui
from farmhand_ui.sessions import SessionKeeper

MOST = 400
"""Pictures that are kept; the longest unused goes first."""
AT_ONCE = 2
PICTURE = QtCore.QSize(96, 54)
"""Into which a picture is fitted, in pixels of a screen at 100 %."""


class Thumbnails(QtCore.QObject):
    """Pictures by frame.

    Args:
        size: Into which they are fitted, in pixels of the screen at 100 %.
    """

    arrived = QtCore.Signal()

    def __init__(
        self, runner: Runner, keeper: SessionKeeper, size: QtCore.QSize, parent: Optional[QtCore.QObject] = None
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._keeper = keeper
        self._size = size
        self._kept: OrderedDict[int, Optional[QtGui.QPixmap]] = OrderedDict()
        self._wanted: Sequence[Frame] = ()
        self._asked: Set[int] = set()

    def picture(self, frame: Frame) -> Optional[QtGui.QPixmap]:
        """A frame's picture; None where it is not there (yet)."""
        if frame.id in self._kept:
            self._kept.move_to_end(frame.id)
        return self._kept.get(frame.id)

    def want(self, frames: Sequence[Frame]) -> None:
        """Fetch the pictures of these frames, which are in sight now, and no longer those before."""
        self._wanted = [frame for frame in frames if frame.done and frame.id not in self._kept]
        self._next()

    def _next(self) -> None:
        for frame in self._wanted:
            if len(self._asked) >= AT_ONCE:
                return
            if frame.id not in self._asked and frame.id not in self._kept:
                self._fetch(frame.id)

    def _fetch(self, frame_id: int) -> None:
        self._asked.add(frame_id)
        size = self._size * 2  # sharp on a screen of twice the density

        def work(report: Any, cancel: Any) -> Optional[QtGui.QImage]:
            content = self._keeper.session().thumbnail(frame_id)
            image = QtGui.QImage()
            if not content or not image.loadFromData(content):
                return None
            return image.scaled(size, QtCore.Qt.KeepAspectRatio, QtCore.Qt.SmoothTransformation)

        self._runner.start(
            work, lambda image: self._take(frame_id, image), lambda error: self._failed(frame_id, error)
        )

    def _take(self, frame_id: int, image: Optional[QtGui.QImage]) -> None:
        self._asked.discard(frame_id)
        pixmap = None
        if image is not None:
            pixmap = QtGui.QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(2.0)
        self._kept[frame_id] = pixmap
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        self._next()
        self.arrived.emit()

    def _failed(self, frame_id: int, error: Exception) -> None:
        """A picture is a nicety: without the network they come with the next look, a refusal is not asked again."""
        self._asked.discard(frame_id)
        if isinstance(error, NetworkError):
            self._wanted = ()
        else:
            self._kept[frame_id] = None
            self._next()
