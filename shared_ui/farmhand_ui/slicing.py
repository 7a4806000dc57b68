"""Work over many rows on the main thread, in slices so short that nobody notices.

A thread would not help: Python runs one thread at a time, and each call from Qt would wait for its turn. So a generator
yields every few thousand rows, and a timer without interval goes on with it whenever Qt has nothing else to do.
"""

from __future__ import annotations

import time
from typing import Any, Callable, Generator, List, Optional, Sequence

from farmhand_ui.qt import QtCore

SLICE_SECONDS = 0.003
AT_A_TIME = 2000

Steps = Generator[None, None, Any]


class Slicer(QtCore.QObject):
    """One piece of work at a time; a new one takes the place of the old."""

    def __init__(self, parent: Optional[QtCore.QObject] = None) -> None:
        super().__init__(parent)
        self._steps: Optional[Steps] = None
        self._done: Callable[[Any], None] = _unheard
        self._timer = QtCore.QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._tick)

    @property
    def running(self) -> bool:
        """Whether something is under way."""
        return self._steps is not None

    def start(
        self, steps: Steps, done: Callable[[Any], None], size: int = AT_A_TIME + 1, at_once: bool = True
    ) -> None:
        """Begin at once; what fits into one slice is done when this returns.

        Args:
            steps: Yields often, returns the result.
            done: Gets the result.
            size: How many rows it is about: few are done when this returns, however slow the machine is.
            at_once: False: many rows wait for the next event, as this one has enough to do.
        """
        self.stop()
        self._steps, self._done = steps, done
        if at_once or size <= AT_A_TIME:
            self._go_on(0.0 if size > AT_A_TIME else float("inf"))
        if self._steps is steps:
            self._timer.start()

    def stop(self) -> None:
        """Give up what is under way."""
        self._timer.stop()
        if self._steps is not None:
            self._steps.close()
            self._steps = None

    def _tick(self) -> None:
        self._go_on()

    def _go_on(self, longer: float = 0.0) -> None:
        steps = self._steps
        until = time.perf_counter() + SLICE_SECONDS + longer
        while steps is not None:
            try:
                next(steps)
            except StopIteration as end:
                self._timer.stop()
                self._steps = None
                self._done(end.value)
                return
            if time.perf_counter() >= until:
                return


def in_order(
    numbers: Sequence[int], key: Callable[[int], Any], reverse: bool = False
) -> Generator[None, None, List[int]]:
    """Numbers sorted by a key, stable, in steps: short runs first, which are then merged two by two.

    Args:
        numbers: What to sort.
        key: Cheap, as it is asked once in each merge.
        reverse: Whether the largest comes first.
    """
    runs: List[List[int]] = []
    for start in range(0, len(numbers), AT_A_TIME):
        runs.append(sorted(numbers[start : start + AT_A_TIME], key=key, reverse=reverse))
        yield
    while len(runs) > 1:
        merged = []
        for place in range(0, len(runs), 2):
            pair = runs[place] + (runs[place + 1] if place + 1 < len(runs) else [])
            pair.sort(key=key, reverse=reverse)  # two runs in order are merged, not sorted
            merged.append(pair)
            yield
        runs = merged
    return runs[0] if runs else []


def _unheard(result: Any) -> None:
    """Nobody waits."""
