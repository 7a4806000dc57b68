"""The measured process of `event_loop.py`: the plug-in in a simulated Maya, from the shelf button to a submitted task.

usage: event_loop_work.py JSON
Prints, for each phase, its seconds, the longest block, the 99th percentile of the blocks over a millisecond, and their
number.
With FARMHAND_BENCH_BLOCKS=1 it also tells on the error channel what Python was at in each block over 30 ms.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any, Dict, List, MutableMapping, Tuple

ROOT = Path(__file__).resolve().parents[1]
COUNTED = 0.001
TOLD = 0.030
PATIENCE_MS = 600_000
PHASES = {"analysed": "ready", "submitted": "watching"}
"""Phase -> the state of the panel that ends it."""


class Patch:
    """What the simulated Maya needs to put its modules into place; nothing is put back, as the process ends."""

    def setitem(self, mapping: MutableMapping[str, Any], name: str, value: Any) -> None:
        """Set an item."""
        mapping[name] = value


class Forgetful(List[Any]):
    """Where the simulated Maya records calls: a record of each would only keep Python's collector busy."""

    def append(self, item: Any) -> None:
        """Forget it."""


class Beats:
    """Notes when the event loop calls it, and how much its thread computed since."""

    def __init__(self, timer: Any) -> None:
        self.gaps: List[Tuple[float, float]] = []
        self.last = self.begun = time.perf_counter()
        self.computed = time.thread_time()
        timer.timeout.connect(self._beat)

    def _beat(self) -> None:
        now, computed = time.perf_counter(), time.thread_time()
        self.gaps.append((now - self.last, computed - self.computed))
        self.last, self.computed = now, computed

    def begin(self) -> None:
        """A new phase."""
        self.gaps = []
        self.begun = self.last = time.perf_counter()
        self.computed = time.thread_time()

    def figures(self) -> Dict[str, float]:
        """The phase's figures: what has not been noted yet counts as well.

        `own...`: what the event loop's thread computed in a block. Waiting is left out: for other programs on this
        machine, for a disk, for another thread that has Python's lock.
        """
        self._beat()
        blocks = [gap for gap in self.gaps if gap[0] > COUNTED]
        wall = sorted(block for block, _ in blocks)
        own = sorted(min(gap) for gap in blocks)
        at = min(len(blocks) - 1, int(len(blocks) * 0.99))
        figures = {"seconds": self.last - self.begun, "blocks": len(blocks)}
        return dict(figures, longest=wall[-1], usual=wall[at], own_longest=own[-1], own_usual=own[at])


def main() -> int:
    """Do what was asked for. Returns the exit code."""
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name in [name for name in os.environ if name.startswith("FARMHAND_") and "BENCH" not in name]:
        del os.environ[name]
    os.environ.update(asked["environment"], FARMHAND_LANGUAGE="en", FARMHAND_AUTO_DOWNLOAD="no")
    sys.path[:0] = [str(ROOT / "tests" / "hosts" / "maya"), str(ROOT / "maya_plugin" / "scripts")]
    from maya_simulator import Maya
    from Qt import QtCore, QtWidgets

    keep_singletons()
    application = QtWidgets.QApplication([])
    maya = Maya()
    maya.calls = Forgetful()
    maya.install(Patch())
    maya.project = asked["project"]
    maya.open(asked["scene"])
    for node in maya.scene.nodes:
        assert node.path  # kept by the simulated node from now on: a real one has it at hand
    assert maya.scene.by_type  # so are these: a real Maya knows its types and their attributes
    assert maya.set_somewhere("file") is not None
    gc.collect()
    gc.freeze()  # Maya's own nodes are no Python objects: the simulated ones must not cost the collector's time
    from farmhand_maya import dock

    timer = QtCore.QTimer()
    timer.setTimerType(QtCore.Qt.PreciseTimer)
    timer.setInterval(1)
    beats = Beats(timer)
    dock.show()
    panel = dock.panel()
    application.processEvents()
    timer.start()
    if os.environ.get("FARMHAND_BENCH_BLOCKS"):
        watch(beats)
    figures = {}
    for phase, state in PHASES.items():
        beats.begin()
        maya.idle() if phase == "analysed" else panel.controller.submit()
        wait(QtCore, panel.controller, state)
        figures[phase] = beats.figures()
    found = len(panel.controller.scene.assets)
    panel.controller.close()
    sys.stdout.write(json.dumps(dict(figures, found=found)) + "\n")
    sys.stdout.flush()
    os._exit(0)  # without Qt's and the simulator's own end, which is not what is measured


def keep_singletons() -> None:
    """Before Python 3.12, PySide6 6.12 gives away references to None, True and False until none are left. Lend some."""
    if sys.version_info < (3, 12):
        for one in (None, True, False):
            ctypes.c_ssize_t.from_address(id(one)).value += 1 << 40


def wait(qt_core: Any, controller: Any, state: str) -> None:
    """Run the event loop until the panel is in a state."""
    loop = qt_core.QEventLoop()
    seen: List[str] = []

    def changed(now: str) -> None:
        if now in (state, "failed"):
            seen.append(now)
            qt_core.QTimer.singleShot(300, loop.quit)  # what follows the change belongs to the phase

    controller.state_changed.connect(changed)
    qt_core.QTimer.singleShot(PATIENCE_MS, loop.quit)
    if controller.state != state:
        (loop.exec if hasattr(loop, "exec") else loop.exec_)()
    controller.state_changed.disconnect(changed)
    if controller.state != state and state not in seen:
        raise RuntimeError("the panel is %s, not %s: %s" % (controller.state, state, controller.message))


def watch(beats: Beats) -> None:
    """Tell what the main thread is at while it is held up."""
    main_thread = threading.main_thread().ident or 0

    def look() -> None:
        told = 0.0
        while True:
            time.sleep(0.004)
            held = time.perf_counter() - beats.last
            if held > TOLD and beats.last != told:
                told = beats.last
                stack = traceback.extract_stack(sys._current_frames()[main_thread])[-7:]
                at = ["%s:%d %s" % (Path(one.filename).name, one.lineno or 0, one.name) for one in stack[::-1]]
                sys.stderr.write("held %.0f ms: %s\n" % (held * 1000, " < ".join(at)))

    begun: List[float] = []

    def collected(phase: str, info: Dict[str, int]) -> None:
        if phase == "start":
            begun[:] = [time.perf_counter()]
        elif time.perf_counter() - begun[0] > TOLD / 3:
            spent = (time.perf_counter() - begun[0]) * 1000
            told = (info["generation"], info["collected"], threading.current_thread().name)
            sys.stderr.write("collected %.0f ms, generation %d, %d objects, in %s\n" % ((spent, *told)))

    gc.callbacks.append(collected)
    threading.Thread(target=look, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
