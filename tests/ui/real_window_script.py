"""The panel in a real window, used by a real mouse and keyboard (xdotool); a screenshot of each step. Run by its test.

usage: real_window_script.py SCENE FRAMES SHOTS
"""

import json
import os
import subprocess
import sys

from Qt import QtCore, QtWidgets

from farmhand.readers import open_scene
from farmhand.session import Session
from farmhand_ui.app import make_window

LOOK_MS = 40
PATIENCE_MS = 90000
SETTLE = 5
"""Looks for which a condition must hold before a picture is taken."""


class Walk(QtCore.QObject):
    """Waits for each step's condition, takes a picture, then moves the mouse or presses a key."""

    def __init__(self, window, shots, steps):
        super().__init__(window)
        self.window, self.shots, self.steps = window, shots, list(steps)
        self.number, self.held, self.told = 0, 0, []
        self.timer = QtCore.QTimer(self)
        self.timer.setInterval(LOOK_MS)
        self.timer.timeout.connect(self.look)
        self.timer.start()
        QtCore.QTimer.singleShot(PATIENCE_MS, self.give_up)

    def look(self):
        name, condition, act = self.steps[0]
        self.held = self.held + 1 if condition() else 0
        if self.held < SETTLE:
            return
        self.held = 0
        self.number += 1
        self.steps.pop(0)
        path = os.path.join(self.shots, "%d_%s.png" % (self.number, name))
        screen = self.window.windowHandle().screen()
        place = self.window.frameGeometry()
        picture = screen.grabWindow(0, place.x(), place.y(), place.width(), place.height())
        assert picture.save(path), path
        self.told.append(path)
        act()
        if not self.steps:
            self.timer.stop()
            self.window.close()
            QtWidgets.QApplication.instance().quit()

    def give_up(self):
        controller = self.window.controller
        message = controller.message.text if controller.message is not None else ""
        sys.stderr.write("waiting for %s: %s, %s\n" % (self.steps[0][0], controller.state, message))
        QtWidgets.QApplication.instance().exit(3)


def xdotool(*arguments):
    subprocess.Popen(["xdotool", *[str(argument) for argument in arguments]])


def main(scene, frames, shots):
    application = QtWidgets.QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    window = make_window(open_scene(scene), Session.open, {"output_folder": frames, "language": "en"})
    window.move(0, 0)
    window.resize(440, 700)
    window.show()
    window.start()
    window.make_pages()
    controller = window.controller

    def find(name):
        found = window.findChild(QtWidgets.QWidget, name)
        assert found is not None, name
        return found

    def click(widget, point=None):
        where = widget.mapToGlobal(point if point is not None else widget.rect().center())
        xdotool("mousemove", where.x(), where.y(), "click", 1)

    def tab(number):
        bar = find("pages").tabBar()
        click(bar, bar.tabRect(number).center())

    def pictures_there():
        done = [frame for frame in controller.frames if frame.done]
        return bool(done) and all(controller.thumbnails.picture(frame) is not None for frame in done[:3])

    def brought():
        found = [name for _, _, names in os.walk(frames) for name in names]
        return controller.state == "done" and len(found) >= controller.job.frame_count

    def choose_pictures():
        combo = find("framesChoice")
        combo.setFocus()
        xdotool("key", "Down")

    grid = find("framesView")
    steps = [
        ("scene", lambda: controller.state == "ready" and controller.account and find("submitButton").isEnabled(),
         lambda: tab(1)),
        ("files", lambda: find("filesView").isVisible(), lambda: click(find("submitButton"))),
        ("rendering", lambda: controller.task is not None and grid.isVisible() and bool(grid.frames), lambda: None),
        ("brought", brought, choose_pictures),
        ("pictures", pictures_there, lambda: click(grid.viewport(), grid.area_of(1).center())),
        ("chosen", lambda: bool(grid.chosen()), lambda: click(find("frameLogButton"))),
        ("log", lambda: "frame" in find("frameLog").toPlainText(), lambda: None),
    ]  # fmt: skip
    walk = Walk(window, shots, steps)
    code = application.exec_()
    sys.stdout.write(json.dumps({"shots": walk.told, "platform": application.platformName()}) + "\n")
    sys.stdout.flush()
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
