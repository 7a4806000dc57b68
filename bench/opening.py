"""From the click to the picture, the same for every window: Qt runs already, with an empty window on the screen."""

from __future__ import annotations

import gc
import time
from typing import Any, Callable, Dict


def opened(core: Any, widgets: Any, show: Callable[[], Any]) -> Dict[str, Any]:
    """Seconds until a window was painted, those of them that this process computed, and the megabytes that it took.

    Args:
        core, widgets: QtCore and QtWidgets of a binding.
        show: Imports, makes and shows the window; returns it.
    """
    application = widgets.QApplication([])
    first = widgets.QMainWindow()
    first.setCentralWidget(widgets.QLabel("Qt runs"))
    first.show()
    _wait(core, first)
    gc.collect()
    before = _resident()
    start, computed = time.perf_counter(), time.process_time()
    window = show()
    _wait(core, window)
    seconds, computed = time.perf_counter() - start, time.process_time() - computed
    gc.collect()
    megabytes = (_resident() - before) / 2**20
    figures = {"seconds": seconds, "computed": computed, "megabytes": megabytes, "found": window.isVisible()}
    application.processEvents()
    return figures


def _wait(core: Any, window: Any) -> None:
    """Until the window was painted and Qt has nothing more to do."""
    loop = core.QEventLoop()
    painted = _Painted(core, window, loop.quit)
    window.installEventFilter(painted.filter)
    window.update()
    loop.exec()
    window.removeEventFilter(painted.filter)


class _Painted:
    """Calls back after a window's next painting."""

    def __init__(self, core: Any, window: Any, then: Callable[[], None]) -> None:
        class Filter(core.QObject):  # type: ignore[misc]
            def eventFilter(self, watched: Any, event: Any) -> bool:  # noqa: N802
                if event.type() == core.QEvent.Type.Paint:
                    core.QTimer.singleShot(0, then)
                return False

        self.filter = Filter(window)


def _resident() -> int:
    """Bytes of this process in memory."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096
