"""Steps a host's analysis on the main thread, in slices short enough that the DCC stays alive.

DCC calls must not leave the main thread; a timer without interval runs one slice whenever Qt has nothing else to do.
An analysis makes hundred thousands of objects that stay, which would set Python's collector on all objects of the DCC
again and again, a tenth of a second each time: while it runs, only what a slice made is collected, after the slice.
"""

from __future__ import annotations

import gc
import time
from typing import Optional

from farmhand.hooks import analysed
from farmhand.progress import Progress
from farmhand.scene.host import Analysis, Host, step
from farmhand.scene.model import Scene
from farmhand_ui.qt import QtCore

SLICE_SECONDS = 0.003
TOLD_SECONDS = 0.05
"""Progress is told so often: whoever shows it takes as long as a slice."""
_RECENT = 1
"""The collector's generation that holds what a slice made."""


class Analyser(QtCore.QObject):
    """One analysis at a time."""

    progressed = QtCore.Signal(object)
    finished = QtCore.Signal(object)
    failed = QtCore.Signal(object)

    def __init__(self, parent: Optional[QtCore.QObject] = None) -> None:
        super().__init__(parent)
        self._analysis: Optional[Analysis] = None
        self._latest: Optional[Progress] = None
        self._found: Optional[Scene] = None
        self._told = 0.0
        self._collecting = False
        self._timer = QtCore.QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)

    @property
    def running(self) -> bool:
        """Whether an analysis is under way."""
        return self._analysis is not None

    def start(self, host: Host) -> None:
        """Look at the scene from the beginning; an analysis under way is given up."""
        self.stop()
        self._analysis = self._listened(analysed(host))
        self._collecting = gc.isenabled()
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Give up the analysis; the host closes what it has open."""
        self._timer.stop()
        if self._analysis is not None:
            self._analysis.close()
            self._analysis = self._found = None
            if self._collecting:
                gc.enable()

    def _step(self) -> None:
        if self._analysis is None:
            return
        if self._found is not None:
            scene = self._found
            self.stop()
            self.finished.emit(scene)
            return
        try:
            self._found = step(self._analysis, SLICE_SECONDS)
        except Exception as error:  # noqa: BLE001  told in place, with its traceback in the log
            self.stop()
            self.failed.emit(error)
            return
        gc.collect(_RECENT)
        if self._found is not None:
            return  # told in an event of its own: whoever hears of it has enough to do
        if self._latest is not None and time.monotonic() - self._told >= TOLD_SECONDS:
            self._told = time.monotonic()
            self.progressed.emit(self._latest)

    def _listened(self, analysis: Analysis) -> Analysis:
        try:
            while True:
                try:
                    self._latest = next(analysis)
                except StopIteration as end:
                    scene: Scene = end.value
                    for _ in scene.gathered():
                        yield self._latest or Progress("assets")
                    return scene
                yield self._latest
        finally:
            analysis.close()
