"""The panel from the scene to the frames on disk, against the sandbox farm."""

import os
import subprocess
import sys

import pytest
from Qt import QtCore, QtWidgets

from farmhand.readers import open_scene
from farmhand.session import Session
from farmhand_ui.app import make_window
from farmhand_ui.models.frames import counts

START, RENDER = 30000, 120000


@pytest.fixture
def window(qtbot, sandbox_environment, first_light, tmp_path):
    if not first_light.is_file():
        pytest.skip("the example scene is not there: %s" % first_light)
    host = open_scene(str(first_light))
    overrides = {"output_folder": str(tmp_path / "frames"), "language": "en"}
    made = make_window(host, Session.open, overrides)
    qtbot.addWidget(made)
    made.show()
    made.start()
    made.make_pages()
    yield made
    made.close()


def test_an_artist_signs_in_and_the_farms_versions_are_there(qtbot, window, sandbox_environment, monkeypatch):
    """From nobody to a checked scene by clicks and keys; the key comes from the sandbox's own words."""
    monkeypatch.setitem(sys.modules, "keyring", None)
    access = [sandbox_environment["FARMHAND_ACCESS_ID"], sandbox_environment["FARMHAND_ACCESS_KEY"]]
    for name in ("ACCESS_ID", "ACCESS_KEY", "DOMAIN", "PROTOCOL", "PLATFORM"):
        monkeypatch.delenv("FARMHAND_" + name, raising=False)
    controller = window.controller
    controller.accounts.from_environment = False
    controller.connect_account()
    action = window.findChild(QtWidgets.QPushButton, "messageBarAction")
    qtbot.waitUntil(lambda: action.isVisible() and action.text() == "Sign in…", timeout=START)
    qtbot.mouseClick(action, QtCore.Qt.LeftButton)
    for name, text in zip(("accessId", "accessKey"), access):
        qtbot.keyClicks(window.findChild(QtWidgets.QLineEdit, name), text)
    region = window.findChild(QtWidgets.QComboBox, "region")
    region.setCurrentIndex(region.count() - 1)
    address = window.findChild(QtWidgets.QLineEdit, "farmAddress")
    address.clear()
    qtbot.keyClicks(address, "http://" + sandbox_environment["FARMHAND_DOMAIN"])
    qtbot.keyClick(address, QtCore.Qt.Key_Return)
    qtbot.waitUntil(lambda: controller.farm.facts.software is not None, timeout=START)
    version = window.findChild(QtWidgets.QComboBox, "softwareVersion")
    assert "2024" in [version.itemText(place) for place in range(1, version.count())]
    assert controller.blocked_reason == ""
    assert "balance" in window.findChild(QtWidgets.QLabel, "accountLine").text()


def told(controller):
    """What the message bar says."""
    return controller.message.text if controller.message is not None else ""


def test_one_click_brings_every_frame_back(qtbot, window, tmp_path):
    controller = window.controller
    submit = window.findChild(QtWidgets.QPushButton, "submitButton")

    def can_submit():
        assert controller.state == "ready"
        assert controller.account, told(controller)
        assert submit.isEnabled(), controller.blocked_reason

    def ended():
        assert controller.state in ("done", "failed"), told(controller)

    qtbot.waitUntil(can_submit, timeout=START)
    assert window.findChild(QtWidgets.QTableView, "targetsView").model().rowCount() == len(controller.scene.targets)
    expected = controller.job.frame_count
    assert expected > 0

    qtbot.mouseClick(submit, QtCore.Qt.LeftButton)
    qtbot.waitUntil(ended, timeout=RENDER)

    assert controller.state == "done", told(controller)
    assert controller.task.done == controller.task.total
    assert counts(window.findChild(QtWidgets.QWidget, "framesView").frames)["done"] == len(controller.frames)
    pictures = [path for path in (tmp_path / "frames").rglob("*") if path.is_file()]
    assert len(pictures) >= expected
    assert controller.message.severity == "info"
    assert str(tmp_path / "frames") in controller.message.text


def test_test_frames_then_full_speed(qtbot, window, tmp_path):
    controller = window.controller
    qtbot.waitUntil(lambda: controller.state == "ready" and bool(controller.account), timeout=START)
    qtbot.mouseClick(window.findChild(QtWidgets.QPushButton, "testButton"), QtCore.Qt.LeftButton)
    offer = window.findChild(QtWidgets.QWidget, "fullSpeedOffer")
    qtbot.waitUntil(offer.isVisible, timeout=RENDER)
    rest = controller.task.total - controller.task.done
    assert rest > 0
    said = window.findChild(QtWidgets.QLabel, "estimateText").text()
    assert said.startswith("The other %d frames: about " % rest), said

    full = window.findChild(QtWidgets.QPushButton, "fullSpeedButton")
    qtbot.waitUntil(full.isEnabled, timeout=START)
    qtbot.mouseClick(full, QtCore.Qt.LeftButton)
    qtbot.waitUntil(lambda: controller.task.done == controller.task.total, timeout=RENDER)
    qtbot.waitUntil(lambda: controller.state == "done" and not controller.downloading, timeout=RENDER)
    assert not offer.isVisible()
    assert len(list((tmp_path / "frames").rglob("*.png"))) == controller.job.frame_count


def test_raysync_chosen_in_the_settings_brings_the_frames(qtbot, window, sandbox_environment, tmp_path):
    """The stand-in for the Raysync client takes the job: the farm's own program is never started."""
    python = os.environ.get("FARMHAND_SANDBOX_PYTHON", sys.executable)
    folder, farm = tmp_path / "client", sandbox_environment["FARMHAND_DOMAIN"].split(":")[1]
    command = [python, "-m", "farmhand_sandbox.raysync", str(folder), "--farm", farm]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as client:
        try:
            assert client.stdout.readline().strip().isdigit()
            controller = window.controller
            qtbot.waitUntil(lambda: controller.state == "ready" and bool(controller.account), timeout=START)
            controller.set_target("rs_beauty", enabled=False)
            window.show_page("settings")
            engine = window.findChild(QtWidgets.QComboBox, "engine")
            engine.setFocus()
            qtbot.keyClick(engine, QtCore.Qt.Key_Down)
            field = window.findChild(QtWidgets.QLineEdit, "raysyncFolder")
            qtbot.keyClicks(field, str(folder))
            qtbot.keyClick(field, QtCore.Qt.Key_Return)
            controller.change_setting("transmitter", str(tmp_path / "there_is_none"))
            qtbot.mouseClick(window.findChild(QtWidgets.QPushButton, "submitButton"), QtCore.Qt.LeftButton)
            qtbot.waitUntil(lambda: controller.state in ("done", "failed"), timeout=RENDER)
            assert controller.state == "done", told(controller)
            assert len(list((tmp_path / "frames").rglob("*.png"))) == controller.job.frame_count > 0
        finally:
            client.terminate()
