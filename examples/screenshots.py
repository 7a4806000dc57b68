"""Pictures of every page of the panel, in both languages, on a dark and on a light desktop, for the documents.

A sandbox farm and the example scene stand behind them, so that what they show is what there is. One texture is taken
away first, for the pages to have something to tell. They are written as small PNGs with a palette of their own.

usage: python examples/screenshots.py [--to FOLDER] [--scale 1.5] [--width 440] [--only checks]
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Iterator

HERE = Path(__file__).resolve().parent
SCENE = "scenes/first_light.ma"
TAKEN_AWAY = "sourceimages/floor.png"
SANDBOX_PYTHON = os.environ.get("FARMHAND_SANDBOX_PYTHON", sys.executable)
PATIENCE = 40.0  # seconds for any one step
COLOURS = 255
FONTS = ("Noto Sans", "Noto Sans CJK SC", "Segoe UI", "Microsoft YaHei", "Helvetica Neue", "PingFang SC")
THEMES = {
    "dark": {
        "Window": "#444444", "WindowText": "#c8c8c8", "Base": "#2b2b2b", "AlternateBase": "#313131", "Text": "#d2d2d2",
        "Button": "#5d5d5d", "ButtonText": "#eeeeee", "Highlight": "#5285a6", "HighlightedText": "#ffffff",
        "ToolTipBase": "#222222", "ToolTipText": "#dddddd", "PlaceholderText": "#8c8c8c", "Disabled": "#8c8c8c",
    },
    "light": {
        "Window": "#efefef", "WindowText": "#1e1e1e", "Base": "#ffffff", "AlternateBase": "#f5f5f5", "Text": "#1e1e1e",
        "Button": "#e6e6e6", "ButtonText": "#1e1e1e", "Highlight": "#2f78b7", "HighlightedText": "#ffffff",
        "ToolTipBase": "#ffffe1", "ToolTipText": "#1e1e1e", "PlaceholderText": "#7d7d7d", "Disabled": "#9a9a9a",
    },
}  # fmt: skip
"""Colours of a desktop: the greys of a DCC, and a light one."""


def main() -> int:
    """Make the pictures. Returns the exit code."""
    arguments = parse()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(arguments.scale)
    work = Path(tempfile.gettempdir()) / "show"  # its name is seen in the pictures
    work.mkdir()
    try:
        prepare(work)
        with sandbox(work) as variables:
            sign_in(variables)
            Album(work, arguments).shoot()
    finally:
        shutil.rmtree(work)
    return 0


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--to", type=Path, default=HERE.parent / "docs" / "images", help="folder of the pictures")
    parser.add_argument("--scale", type=float, default=1.0, help="1 to 2: how large the desktop draws everything")
    parser.add_argument("--width", type=int, default=480, help="of the panel, 440 or more")
    parser.add_argument("--height", type=int, default=760, help="of the panel")
    parser.add_argument("--only", default="", help="one page")
    return parser.parse_args()


def prepare(folder: Path) -> None:
    """A copy of the example project without one of its textures, and an environment that knows only this run."""
    shutil.copytree(HERE / "first_light", folder / "first_light")
    (folder / "first_light" / TAKEN_AWAY).unlink()
    for name in [name for name in os.environ if name.startswith("FARMHAND_")]:
        del os.environ[name]
    os.environ.update(
        FARMHAND_DATA_FOLDER=str(folder / "data"),
        FARMHAND_POLL_SECONDS="0.2",
        XDG_CONFIG_HOME=str(folder / "config"),
        PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring",
    )


def other_scenes(folder: Path) -> dict[str, Path]:
    """A small scene of each other program: the Houdini one is made entry by entry, as the tests make theirs."""
    tests = HERE.parent / "tests"
    sys.path += [str(tests / "hosts" / "houdini"), str(tests / "unit" / "readers" / "houdini")]
    from made_hip import shot

    project = folder / "shot"
    project.mkdir()
    shutil.copytree(HERE / "clarisse", folder / "clarisse")
    return {"houdini": Path(shot(project)), "clarisse": folder / "clarisse" / "island.project"}


def sign_in(variables: dict[str, str]) -> None:
    """Sign in to the sandbox as a user does, with the key in a file of this run."""
    from farmhand import accounts

    access_id, key = variables.pop("FARMHAND_ACCESS_ID"), variables.pop("FARMHAND_ACCESS_KEY")
    domain, platform = variables.pop("FARMHAND_DOMAIN"), variables.pop("FARMHAND_PLATFORM", "2")
    protocol = variables.pop("FARMHAND_PROTOCOL")
    os.environ.update(variables)
    accounts.add(accounts.Known(access_id, domain, platform, protocol, label="sandbox"), key)


@contextmanager
def sandbox(folder: Path) -> Iterator[dict[str, str]]:
    """A farm on this machine while the block runs, with sample tasks; gives the variables that point Farmhand at it."""
    command = [SANDBOX_PYTHON, "-m", "farmhand_sandbox", "--port", "0", "--speed", "0.2", "--nodes", "6"]
    command += ["--populate", "--fail-frame", "5", "--storage", str(folder / "farm")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        variables = {}
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("#"):
                break
            name, _, value = line.strip().partition("export ")[2].partition("=")
            variables[name] = value.strip("'\"")
        try:
            yield variables
        finally:
            process.terminate()
            process.wait(timeout=10)


class Album:
    """The pictures of one run."""

    def __init__(self, folder: Path, arguments: argparse.Namespace) -> None:
        from Qt import QtCore, QtGui, QtWidgets

        QtCore.qInstallMessageHandler(lambda kind, context, text: None)  # the off-screen platform excuses itself a lot
        self._scene = folder / "first_light" / SCENE
        self._others = other_scenes(folder)
        self._frames = folder / "frames"
        self._to: Path = arguments.to
        self._only: str = arguments.only
        self._size = (arguments.width, arguments.height)
        self._app: Any = QtWidgets.QApplication(sys.argv[:1])
        self._app.setStyle("Fusion")
        font = QtGui.QFont()
        font.setFamilies(list(FONTS))
        font.setPointSizeF(9.0)
        self._app.setFont(font)
        self._to.mkdir(parents=True, exist_ok=True)
        self._task = 0

    def shoot(self) -> None:
        """Take every picture."""
        for theme in THEMES:
            self._paint(theme)
            for language in ("en", "zh"):
                self._pages(theme, language)
                for program, scene in self._others.items() if theme == "dark" else ():
                    if self._only in ("", program):
                        self._program(program, scene, language)
        total = sum(path.stat().st_size for path in self._to.glob("*.png"))
        sys.stdout.write(
            "{} pictures, {} KB, in {}\n".format(len(list(self._to.glob("*.png"))), total // 1024, self._to)
        )

    def _paint(self, theme: str) -> None:
        from Qt import QtGui

        colours = dict(THEMES[theme])
        palette = QtGui.QPalette(QtGui.QColor(colours["Button"]), QtGui.QColor(colours["Window"]))  # edges follow these
        dull = QtGui.QColor(colours.pop("Disabled"))
        for role, colour in colours.items():
            palette.setColor(getattr(QtGui.QPalette, role), QtGui.QColor(colour))
        for role in ("WindowText", "Text", "ButtonText"):
            palette.setColor(QtGui.QPalette.Disabled, getattr(QtGui.QPalette, role), dull)
        self._app.setPalette(palette)

    def _pages(self, theme: str, language: str) -> None:
        from Qt import QtWidgets

        from farmhand.readers import open_scene
        from farmhand.session import Session
        from farmhand_ui.app import make_window

        host = open_scene(str(self._scene), str(self._scene.parent.parent))
        panel = make_window(host, Session.open, {"language": language, "output_folder": str(self._frames)})
        panel.resize(*self._size)
        panel.show()
        panel.start()
        panel.make_pages()
        controller = panel.controller
        self._wait(lambda: controller.state == "ready" and controller.farm.facts.software is not None)
        self._wait(lambda: controller.plan is not None)
        settings = panel.findChild(QtWidgets.QScrollArea, "settingsPage")

        def scroll(name: str) -> None:
            panel.show_page("settings")
            self._live(60)
            target = panel.findChild(QtWidgets.QWidget, name)
            settings.verticalScrollBar().setValue(target.mapTo(settings.widget(), target.rect().topLeft()).y() - 40)

        def scene() -> None:
            from farmhand.frames import FrameRange

            controller.set_target("rs_fog", frames=FrameRange.parse("1-4"))
            panel.show_page("scene")

        def checks() -> None:
            controller.set_choice(tiles=4)
            panel.show_page("checks")
            self._wait(lambda: any(tip.code == "tiles_and_layers" for tip in controller.problems))
            self._live(300)

        def settings_page() -> None:
            controller.set_choice(tiles=1)
            panel.show_page("settings")

        def tasks() -> None:
            if not self._task:
                controller.submit()
                self._wait(lambda: controller.task is not None and controller.task.done >= 8)
                self._task = controller.task_id
            else:
                controller.watch(self._task)
                self._wait(lambda: controller.task is not None and bool(controller.frames))
            controller.list_tasks()
            self._wait(lambda: bool(controller.tasks))
            panel.show_page("tasks")

        steps: tuple[tuple[str, Callable[[], None]], ...] = (
            ("scene", scene),
            ("files", lambda: panel.show_page("files")),
            ("checks", checks),
            ("settings", settings_page),
            ("nodes", lambda: scroll("softwareVersion")),
            ("account", lambda: self._sign_in(panel, settings)),
            ("tasks", tasks),
        )
        for name, step in steps:
            if self._only in ("", name):
                step()
                self._live(250)
                self._save(panel, "{}_{}_{}.png".format(name, theme, language))
        panel.close()
        panel.deleteLater()
        self._live(20)

    def _program(self, program: str, scene: Path, language: str) -> None:
        """The first page on a scene of another program."""
        from farmhand.readers import open_scene
        from farmhand.session import Session
        from farmhand_ui.app import make_window

        panel = make_window(open_scene(str(scene)), Session.open, {"language": language})
        panel.resize(*self._size)
        panel.show()
        panel.start()
        controller = panel.controller
        self._wait(lambda: controller.state == "ready" and controller.farm.facts.software is not None)
        self._wait(lambda: controller.plan is not None)
        self._live(250)
        for tip in [tip for tip in controller.problems if tip.code == "15013"]:  # the program says more of its version
            controller.fix(tip)
        self._live(250)
        self._save(panel, "{}_dark_{}.png".format(program, language))
        panel.close()
        panel.deleteLater()
        self._live(20)

    def _sign_in(self, panel: Any, settings: Any) -> None:
        panel.show_page("settings")
        settings.show_sign_in()
        settings.verticalScrollBar().setValue(0)

    def _save(self, panel: Any, name: str) -> None:
        from PIL import Image
        from Qt import QtCore

        data = QtCore.QByteArray()
        buffer = QtCore.QBuffer(data)
        buffer.open(QtCore.QIODevice.WriteOnly)
        panel.grab().save(buffer, "PNG")
        picture = Image.open(io.BytesIO(bytes(data.data()))).convert("RGB")
        small = picture.quantize(COLOURS, kmeans=1, dither=Image.Dither.NONE)
        small.save(self._to / name, optimize=True)

    def _wait(self, until: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not until():
            if time.monotonic() > deadline:
                raise SystemExit("The panel did not come so far within {:.0f} seconds.".format(PATIENCE))
            self._live(20)

    @staticmethod
    def _live(milliseconds: int) -> None:
        """Give the panel some time."""
        from Qt import QtCore

        loop = QtCore.QEventLoop()
        QtCore.QTimer.singleShot(milliseconds, loop.quit)
        getattr(loop, "exec", getattr(loop, "exec_", None))()


if __name__ == "__main__":
    sys.exit(main())
