"""Qt without a screen, whichever binding is installed; a controller and a panel around fakes of the same shape."""

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

pytest.importorskip("pytestqt")
pytest.importorskip("farmhand_ui.qt")  # before `Qt`: as in a program where nobody has imported that

import shapes

from farmhand_ui import farm_desk, keeping, translations
from farmhand_ui.controller import Controller
from farmhand_ui.panel import Panel

WAIT = 20000
"""Milliseconds that a test waits at most for what must happen."""


@pytest.fixture(autouse=True)
def own_settings(monkeypatch, tmp_path, request):
    """No settings of the user who runs the tests; every test begins in English."""
    monkeypatch.setattr(farm_desk, "CHECK_AFTER_MS", 5)
    monkeypatch.setattr(keeping, "WRITE_AFTER_MS", 5)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data_home"))
    if "sandbox_environment" not in request.fixturenames:
        for name in [name for name in os.environ if name.startswith("FARMHAND_") and name != "FARMHAND_SANDBOX_PYTHON"]:
            monkeypatch.delenv(name)
        monkeypatch.setenv("FARMHAND_LANGUAGE", "en")
        monkeypatch.setenv("FARMHAND_POLL_SECONDS", "0.01")
        monkeypatch.setenv("FARMHAND_TRANSMITTER", sys.executable)  # it is there, and nobody starts it
    yield
    translations.set_language("en")


@pytest.fixture
def host():
    """An open scene with three layers."""
    return shapes.FakeHost(shapes.make_scene())


@pytest.fixture
def session(tmp_path):
    """A farm that renders a frame per look."""
    return shapes.FakeSession(str(tmp_path))


@pytest.fixture
def controller(qapp, host, session):
    """A controller that nothing was asked of yet."""
    made = Controller(host, lambda overrides: session)
    yield made
    session.hold.set()
    session.deaf.set()
    made.close()


@pytest.fixture
def ready(qtbot, controller):
    """A controller whose scene is analysed."""
    controller.analyse()
    qtbot.waitUntil(lambda: controller.state == "ready", timeout=WAIT)
    return controller


@pytest.fixture
def panel(qtbot, ready):
    """The panel on an analysed scene, shown."""
    made = Panel(ready)
    qtbot.addWidget(made)
    made.resize(480, 760)
    made.show()
    made.make_pages()
    return made
