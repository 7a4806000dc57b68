"""The farm goes away and comes back, or falls silent as when the computer slept: nothing breaks, nothing is lost."""

import gc
import os
import signal
import subprocess
import threading

import pytest
from Qt import QtCore, QtWidgets

from farmhand.readers import open_scene
from farmhand.session import Session
from farmhand_ui.app import make_window
from farmhand_ui.models import targets

WAIT = 40000


@pytest.fixture
def farm(start_sandbox):
    """A farm that renders slowly enough to be interrupted."""
    return start_sandbox("--speed", "0.15", "--nodes", "1")


@pytest.fixture
def window(qtbot, farm, use_farm, first_light, tmp_path, monkeypatch):
    use_farm(farm)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name, seconds in (("CONNECT_TIMEOUT", "1"), ("READ_TIMEOUT", "0.5"), ("POLL_SECONDS", "0.1")):
        monkeypatch.setenv("FARMHAND_" + name, seconds)
    made = make_window(open_scene(str(first_light)), Session.open, {"output_folder": str(tmp_path / "frames")})
    qtbot.addWidget(made)
    made.show()
    made.start()
    qtbot.waitUntil(lambda: made.controller.state == "ready" and bool(made.controller.account), timeout=WAIT)
    yield made
    made.close()


def told(window):
    return window.controller.message.text if window.controller.message is not None else ""


def send_two_frames(window):
    """Send a small job; what was typed must be there at the end."""
    model = window.findChild(QtWidgets.QTableView, "targetsView").model()
    row = next(number for number in range(model.rowCount()) if model.index(number, 0).data() == "beauty")
    assert model.setData(model.index(row, targets.FRAMES), "1-4", QtCore.Qt.EditRole)
    for target in window.controller.scene.targets:
        if target.label != "beauty":
            window.controller.set_target(target.name, enabled=False)
    window.controller.submit()
    return model.index(row, targets.FRAMES)


def brought(tmp_path):
    return list((tmp_path / "frames").rglob("*.png"))


def workers():
    return [thread for thread in threading.enumerate() if thread.name == "farmhand-worker"]


def test_a_farm_that_went_away_is_waited_for(qtbot, farm, window, tmp_path):
    cell = send_two_frames(window)
    controller = window.controller
    qtbot.waitUntil(lambda: controller.task is not None and bool(controller.frames), timeout=WAIT)
    farm._process.kill()
    farm._process.communicate(timeout=20)
    qtbot.waitUntil(lambda: "cannot be reached" in told(window), timeout=WAIT)
    assert controller.state in ("watching", "downloading")
    assert cell.data() == "1-4"
    port = farm.environment["FARMHAND_DOMAIN"].rpartition(":")[2]
    command = [argument if argument != "0" else port for argument in farm._process.args]
    again = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        qtbot.waitUntil(lambda: controller.state == "done", timeout=WAIT)
        qtbot.waitUntil(lambda: len(brought(tmp_path)) >= 4, timeout=WAIT)
        assert "cannot be reached" not in told(window)
        assert cell.data() == "1-4"
    finally:
        window.close()
        again.terminate()
        again.wait(20)


def test_a_farm_that_fell_silent_is_heard_again(qtbot, farm, window, tmp_path):
    """As after a sleep: connections are open, nobody answers, then somebody does."""
    cell = send_two_frames(window)
    controller = window.controller
    qtbot.waitUntil(lambda: controller.task is not None and bool(controller.frames), timeout=WAIT)
    os.kill(farm._process.pid, signal.SIGSTOP)
    try:
        qtbot.waitUntil(lambda: "did not answer in time" in told(window), timeout=WAIT)
        assert controller.state in ("watching", "downloading")
    finally:
        os.kill(farm._process.pid, signal.SIGCONT)
    qtbot.waitUntil(lambda: controller.state == "done", timeout=WAIT)
    qtbot.waitUntil(lambda: len(brought(tmp_path)) >= 4, timeout=WAIT)
    assert cell.data() == "1-4"


def test_closing_while_the_farm_is_silent_leaves_no_worker(qtbot, farm, window):
    before = set(workers())
    window.controller.watch(1)
    window.controller.list_tasks()
    os.kill(farm._process.pid, signal.SIGSTOP)
    try:
        window.controller.list_tasks()
        window.close()
        gc.collect()
        qtbot.waitUntil(lambda: not [thread for thread in workers() if thread not in before], timeout=WAIT)
    finally:
        os.kill(farm._process.pid, signal.SIGCONT)
