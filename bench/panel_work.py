"""What is timed of the panel, in a process of its own: opening it, and its event loop under load.

usage: panel_work.py NAME JSON
The farm is a stand-in in this process that answers at once, since the network is not what is measured; its answers are
read from their JSON each time, as those of the network are.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from typing import Any, Callable, Dict, Iterator, List, Sequence, Tuple

Figures = Dict[str, Any]
PAGES = ("scene", "files", "checks", "settings", "tasks")


def open_panel(asked: Figures) -> Figures:
    """The panel on the example scene, from the click to the first painting; imports are a part of it."""
    from opening import opened
    from PySide6 import QtCore, QtWidgets

    def show() -> Any:
        from farmhand.readers import open_scene_later
        from farmhand_ui.app import make_window

        window = make_window(open_scene_later(asked["scene"]), lambda overrides: Farm(asked))
        window.show()
        window.start()
        return window

    return opened(QtCore, QtWidgets, show)


def loop(asked: Figures) -> Figures:
    """Gaps between the ticks of a timer while everything at once is done with a large scene."""
    from PySide6 import QtCore, QtWidgets

    from farmhand_ui.controller import Controller
    from farmhand_ui.panel import Panel

    application = QtWidgets.QApplication([])
    farm = Farm(asked)
    panel = Panel(Controller(made_host(asked), lambda overrides: farm, overrides={"poll_seconds": "1"}))
    panel.resize(480, 760)
    panel.show()
    pulse = Pulse(QtCore)
    waiting = QtCore.QEventLoop()
    script = usage(panel, QtCore, QtWidgets, asked)
    driver = QtCore.QTimer()
    driver.setInterval(15)

    def drive() -> None:
        try:
            pulse.doing = next(script)
        except StopIteration:
            waiting.quit()

    driver.timeout.connect(drive)
    driver.start()
    pulse.start()
    waiting.exec()
    driver.stop()
    farm.stop.set()
    panel.close()
    application.processEvents()
    return pulse.figures()


class Pulse:
    """A timer that should tick each millisecond; what lies between two ticks is how long the loop was busy."""

    def __init__(self, core: Any) -> None:
        self.doing = "start"
        self._gaps: List[Tuple[float, float, str]] = []
        self._last = (0.0, 0.0)
        self._timer = core.QTimer()
        self._timer.setInterval(1)
        self._timer.setTimerType(core.Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin."""
        self._last = (time.perf_counter(), time.thread_time())
        self._timer.start()

    def _tick(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        self._gaps.append((now[0] - self._last[0], now[1] - self._last[1], self.doing))
        self._last = now

    def figures(self) -> Figures:
        """Longest gap and 99th percentile: of the clock, and of what this thread itself computed."""
        clock = sorted(gap[0] for gap in self._gaps)
        busy = sorted(gap[1] for gap in self._gaps)
        place = int(len(clock) * 0.99)
        worst = sorted(self._gaps, reverse=True)[:8]
        return {
            "seconds": clock[-1], "p99": clock[place], "busy": busy[-1], "busy_p99": busy[place], "found": len(clock),
            "worst": [[round(gap * 1000, 1), round(own * 1000, 1), doing] for gap, own, doing in worst],
        }  # fmt: skip


def usage(panel: Any, core: Any, widgets: Any, asked: Figures) -> Iterator[str]:
    """What an artist does, a step each time; says what."""

    def find(name: str) -> Any:
        return panel.findChild(widgets.QWidget, name)

    def pause(count: int, what: str) -> Iterator[str]:
        for _ in range(count):
            yield what

    panel.controller.analyse()
    yield from pause(80, "analysis and plan")
    panel.controller.connect_account()
    yield from pause(60, "account and plan")
    panel.controller.submit()
    panel.controller.watch(19097)
    yield from pause(60, "submission begins, task is looked at")
    for name in PAGES * 2:
        panel.show_page(name)
        yield from pause(8, "page " + name)
    panel.show_page("files")
    view = find("filesView")
    for step in range(60):
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() * step // 60)
        yield "files scroll"
    for column in (0, 3, 1, 0):
        view.sortByColumn(column, core.Qt.SortOrder.DescendingOrder)
        yield from pause(40, "files sort")
    for end in range(1, 9):
        find("filesFilter").setText("tile_0999"[:end])
        yield from pause(6, "files filter")
    find("filesFilter").setText("")
    for place in (1, 2, 3, 0):
        find("filesGrouping").setCurrentIndex(place)
        yield from pause(40, "files group")
    view.selectAll()
    yield from pause(6, "files select all")
    view.selectRow(5)
    find("leaveOutButton").click()
    yield from pause(60, "a file left out")
    panel.show_page("scene")
    for target in panel.controller.scene.targets[:20]:
        panel.controller.set_target(target.name, enabled=False)
        yield from pause(3, "a target switched off")
    panel.show_page("tasks")
    grid = find("framesView")
    for step in range(60):
        grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum() * step // 60)
        yield "frames scroll"
    for place in (2, 3, 1, 0):
        find("framesChoice").setCurrentIndex(place)
        yield from pause(40, "frames view %d" % place)
    for width in range(440, 640, 10):
        panel.resize(width, 760)
        yield from pause(2, "resize")
    yield from pause(150, "tasks polled")


class Farm:
    """A session that answers at once. `stop` ends its upload."""

    def __init__(self, asked: Figures) -> None:
        self.settings: Figures = {}
        self.tips: List[Any] = []
        self.stop = threading.Event()
        self._frames = asked.get("frames", 0)
        self._pages = [
            json.dumps([
                {"id": number, "frameIndex": str(number), "frameStatus": 4 if number % 7 else 2, "frameType": 5,
                 "frameExecuteTime": 60 + number % 13, "feeAmount": 0.1, "taskId": 19097}
                for number in range(page, min(page + 100, self._frames))
            ])
            for page in range(0, self._frames, 100)
        ]  # fmt: skip

    def login(self) -> Any:
        """A user."""
        from farmhand.farm.records import User

        return User(7, "artist", "1", "2", "3")

    def plan(self, job: Any) -> Any:
        """Two thirds are on the farm already."""
        from farmhand.transfer.ledger import Plan

        assets = job.scene.assets
        third = len(assets) // 3
        return Plan(assets[:third], assets[:0], assets[third:])

    def submit(self, job: Any, report: Callable[[Any], None], cancel: Any) -> int:
        """An upload that says how far it is two hundred times a second, and never ends by itself."""
        from farmhand.progress import Progress

        done = 0
        while not self.stop.is_set():
            done += 2**20
            report(Progress("upload", done, 2**40, "bytes", "tile_%06d.exr" % (done >> 20), 5e6))
            cancel.wait(0.005)
        return 19097

    def task(self, task_id: int) -> Any:
        """A task that renders."""
        from farmhand.farm.records import Task

        return Task(task_id, "2W1", "big.ma", 5, self._frames, int(time.time()) % self._frames, 3, cost=1.0)

    def tasks(self, limit: int = 50) -> List[Any]:
        """The newest tasks."""
        return [self.task(number) for number in range(limit)]

    def frames(self, task: Any, known: Sequence[Any] = ()) -> List[Any]:
        """Page by page, each read from its JSON, and known ones kept, as `farm.client` does."""
        from farmhand.farm.records import Frame

        found: List[Any] = []
        before = {frame.id: frame for frame in known}
        for text in self._pages:
            for frame in map(Frame.from_data, json.loads(text)):
                found.append(before[frame.id] if before.get(frame.id) == frame else frame)
            time.sleep(0.002)  # a page is a round trip
        return found

    def unfinished(self) -> List[Any]:
        """None."""
        return []

    def thumbnail(self, frame_id: int) -> bytes:
        """None."""
        return b""

    def estimate(self, task: Any) -> None:
        """None."""

    def close(self) -> None:
        """Nothing is open."""


def made_host(asked: Figures) -> Any:
    """A program whose scene is there after a few steps."""
    from farmhand.frames import FrameRange
    from farmhand.progress import Progress
    from farmhand.scene.host import Analysis, Host
    from farmhand.scene.model import Asset, Camera, Reference, RenderTarget, Scene
    from farmhand.scene.rows import Rows

    references, assets = Rows(Reference), Rows(Asset)
    for number in range(asked["assets"]):
        path = "/show/tex/part_%03d/tile_%06d.exr" % (number % 300, number)
        missing = number % 5000 == 0
        files = () if missing else (path,)
        references.append(Reference("file%d" % number, "fileTextureName", path, files, missing, "texture"))
        if not missing:
            assets.append(Asset(path, 1000 + number % 777, 1, 1))
    targets = tuple(
        RenderTarget("rs_%03d" % number, "layer_%03d" % number, "render_setup_layer", True, FrameRange.parse("1-120"),
                     ("cam",), ("cam",), 1920, 1080, "arnold", "", "exr")
        for number in range(asked["targets"])
    )  # fmt: skip
    scene = Scene(
        "maya", "2024", "/show/big.ma", "/show", {"mtoa": "5.3.1.0"}, (Camera("cam", "camShape"),), targets,
        references, Rows(Asset, sorted(assets.plain)), (), 2**20,
    )  # fmt: skip

    class MadeHost(Host):
        name = "maya"

        def scene_path(self) -> str:
            return scene.path

        def is_modified(self) -> bool:
            return False

        def save(self) -> None:
            """Nothing to save."""

        def analyse(self) -> Analysis:
            yield Progress("assets", 1, 1, "files")
            return scene

    return MadeHost()


def main() -> int:
    """Do what was asked for. Returns the exit code."""
    with open(sys.argv[2], encoding="utf-8") as file:
        asked = json.load(file)
    os.environ.update(FARMHAND_LANGUAGE="en", FARMHAND_TRANSMITTER=sys.executable)
    figures = {"open_panel": open_panel, "loop": loop}[sys.argv[1]](asked)
    sys.stdout.write("\n" + json.dumps(figures) + "\n")
    sys.stdout.flush()
    os._exit(0)  # the stand-in's threads are of no interest


if __name__ == "__main__":
    sys.exit(main())
