"""Shows Farmhand at work in under a minute: a farm on this machine, the panel, the example scene, frames on disk.

It does what an artist does: opens the panel, presses Submit, watches. Without a display it draws off screen.
Everything it makes lies in `demo_output/`. Exit code 0 when every frame came back, 1 with the reason otherwise.

usage: make demo
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable, Iterator

EXAMPLE = Path(__file__).resolve().parent / "first_light"
OUTPUT = EXAMPLE.parent.parent / "demo_output"
SCENE = OUTPUT / "first_light" / "scenes" / "first_light.ma"
FRAMES = OUTPUT / "frames"
SCREENSHOTS = OUTPUT / "screenshots"
EXPECTED = 18  # beauty 1-12 and fog 1-6, one camera each
FRAME_SECONDS = "0.6"
PATIENCE = 40.0  # seconds for any one step


class DemoFailed(Exception):
    """Why the demo did not come to its end."""


def main() -> int:
    """Run the demo. Returns the exit code."""
    started = time.monotonic()
    prepare()
    try:
        with sandbox() as variables:
            os.environ.update(variables)
            say("The farm listens at {}".format(variables["FARMHAND_DOMAIN"]))
            brought = Show().run()
    except DemoFailed as error:
        say("The demo failed: {}".format(error))
        return 1
    say("")
    say("{} frames are in {}".format(len(brought), FRAMES))
    say("Screenshots are in {}".format(SCREENSHOTS))
    say("It took {:.0f} seconds.".format(time.monotonic() - started))
    return 0


def prepare() -> None:
    """A clean `demo_output` with a copy of the example project, and an environment that knows only this demo."""
    shutil.rmtree(OUTPUT, ignore_errors=True)
    shutil.copytree(EXAMPLE, SCENE.parent.parent)
    SCREENSHOTS.mkdir()
    for name in [name for name in os.environ if name.startswith("FARMHAND_")]:
        del os.environ[name]
    os.environ["FARMHAND_AUTO_DOWNLOAD"] = "yes"  # whatever this user has set
    os.environ.update(
        FARMHAND_OUTPUT_FOLDER=str(FRAMES),
        FARMHAND_DATA_FOLDER=str(OUTPUT / "data"),
        FARMHAND_POLL_SECONDS="0.5",
        FARMHAND_LANGUAGE="en",
    )
    windows = sys.platform in ("win32", "darwin")
    if not (windows or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@contextlib.contextmanager
def sandbox() -> Iterator[dict[str, str]]:
    """A farm on this machine while the block runs; gives the variables that point Farmhand at it."""
    command = [sys.executable, "-m", "farmhand_sandbox", "--port", "0", "--speed", FRAME_SECONDS]
    with subprocess.Popen([*command, "--storage", str(OUTPUT / "farm")], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield exports(process)
        finally:
            process.terminate()
            process.wait(timeout=10)


def exports(process: subprocess.Popen[str]) -> dict[str, str]:
    """The `export NAME=value` lines that the sandbox prints once it listens."""
    variables = {}
    assert process.stdout is not None
    for line in process.stdout:
        words = shlex.split(line, comments=True)
        if not words:
            return variables  # the comment after the last variable
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            variables[name] = value
    raise DemoFailed("the sandbox did not start (exit code {}).".format(process.wait()))


class Show:
    """The panel on the example scene, driven by clicks."""

    def __init__(self) -> None:
        from Qt import QtCore, QtWidgets

        from farmhand.readers import open_scene
        from farmhand.session import Session
        from farmhand_ui.controller import Controller
        from farmhand_ui.panel import Panel

        QtCore.qInstallMessageHandler(tell_qt)
        self.app = QtWidgets.QApplication.instance() or QtWidgets.QApplication(sys.argv[:1])
        self.controller = Controller(open_scene(str(SCENE), str(SCENE.parent.parent)), Session.open)
        self.panel = Panel(self.controller)
        self.panel.resize(480, 820)
        self.panel.show()
        self.pictures = 0

    def run(self) -> list[Path]:
        """Analyse, submit, watch, download. Returns the frames on disk."""
        controller = self.controller
        try:
            self.panel.start()
            self.wait("the analysis", lambda: controller.scene is not None and bool(controller.account))
            self.look("analysed")
            self.look_in_chinese("analysed")
            self.tell_scene()
            self.press_submit()
            self.wait("the submission", lambda: controller.task_id > 0)
            say("Task {} is on the farm.".format(controller.task_id))
            self.wait("the first frames", lambda: self.done_frames() >= EXPECTED // 3)
            self.look("rendering")
            say("{} of {} frames are rendered.".format(self.done_frames(), EXPECTED))
            self.wait("the last frame", lambda: controller.state == "done" and not controller.downloading)
            self.look("done")
            self.look_in_chinese("done")
            return self.frames_on_disk()
        finally:
            self.panel.shut_down()
            self.panel.close()

    def press_submit(self) -> None:
        """Click the Submit button."""
        from Qt import QtWidgets

        buttons = self.panel.findChildren(QtWidgets.QPushButton, "submitButton")
        button = next((one for one in buttons if one.isVisible()), None)  # one of the other language may still go
        if button is None or not button.isEnabled():
            raise DemoFailed("Submit cannot be pressed: {}".format(self.controller.blocked_reason or "no such button"))
        button.click()
        say("Pressed {}.".format(button.text().replace("&", "")))

    def tell_scene(self) -> None:
        """What the panel shows, in lines."""
        say("{}: {}".format(SCENE.name, self.controller.summary))
        for target in self.controller.job.targets:
            if target.enabled:
                size = "{}x{}".format(target.width, target.height)
                cameras = ", ".join(target.cameras)
                say("  {:<8} {:<10} {:<10} {}".format(target.label, str(target.frames), size, cameras))

    def done_frames(self) -> int:
        """Frames that the farm has rendered so far."""
        task = self.controller.task
        return task.done if task is not None else 0

    def frames_on_disk(self) -> list[Path]:
        """The downloaded frames, which must be as many as the scene has."""
        found = sorted(path for path in FRAMES.rglob("*") if path.is_file() and not path.name.startswith("."))
        if len(found) != EXPECTED:
            raise DemoFailed("{} frames were downloaded instead of {}.".format(len(found), EXPECTED))
        return found

    def look_in_chinese(self, name: str) -> None:
        """A screenshot of the same moment in Chinese, switched over as in the panel's settings."""
        for language in ("zh", "en"):
            self.panel.change_language(language)
            self.live(100)
            if language == "zh":
                self.look(name, language)

    def look(self, name: str, language: str = "en") -> None:
        """Save a screenshot."""
        self.app.processEvents()
        self.pictures += 1
        path = SCREENSHOTS / "{:02d}_{}_{}.png".format(self.pictures, name, language)
        if not self.panel.grab().save(str(path)):
            raise DemoFailed("the screenshot {} could not be written.".format(path))

    def wait(self, what: str, until: Callable[[], bool]) -> None:
        """Let the panel live until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not until():
            message = self.controller.message
            if self.controller.state == "failed":
                raise DemoFailed("{} {}".format(what, message.text if message else "failed"))
            if time.monotonic() > deadline:
                raise DemoFailed(
                    "{} took longer than {:.0f} seconds. {}".format(what, PATIENCE, message.text if message else "")
                )
            self.live(20)

    @staticmethod
    def live(milliseconds: int) -> None:
        """Give the panel some time."""
        from Qt import QtCore

        loop = QtCore.QEventLoop()
        QtCore.QTimer.singleShot(milliseconds, loop.quit)
        getattr(loop, "exec", getattr(loop, "exec_", None))()


def tell_qt(kind: object, context: object, text: str) -> None:
    """What Qt warns of, without the one line by which the off-screen platform excuses itself at each window."""
    if "propagateSizeHints" not in text:
        say("Qt: {}".format(text))


def say(text: str) -> None:
    """Tell whoever watches."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
