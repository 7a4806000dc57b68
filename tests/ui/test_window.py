"""The window of its own, and what is said where none can be made."""

import pytest
import shapes

from farmhand.errors import SettingsError
from farmhand_ui import app, requirements_check
from farmhand_ui.wording import duration_text, size_text


@pytest.mark.parametrize(
    ("text", "package"),
    [
        ("libGL.so.1: cannot open shared object file: No such file or directory", "libgl1"),
        ("libEGL.so.1: cannot open shared object file: No such file or directory", "libegl1"),
        ("ImportError: libxkbcommon.so.0: cannot open shared object file", "libxkbcommon0"),
        ("libdbus-1.so.3: cannot open shared object file", "libdbus-1-3"),
        ("libglib-2.0.so.0: cannot open shared object file", "libglib2.0-0"),
        ("libfontconfig.so.1: cannot open shared object file", "libfontconfig1"),
        ("libxcb-cursor.so.0: cannot open shared object file", "libxcb-cursor0"),
    ],
)
def test_a_missing_library_is_told_with_its_package(text, package):
    assert requirements_check.explained(text, "PySide6").endswith("apt-get install " + package)


def test_nothing_is_missing_where_the_tests_run():
    assert requirements_check.missing_qt() == ""


def test_without_a_binding_the_extra_is_named(monkeypatch):
    monkeypatch.setattr(requirements_check.importlib.util, "find_spec", lambda name: None)
    assert "pip install PySide6-Essentials" in requirements_check.missing_qt()


def test_no_display_is_an_error_and_not_the_end_of_the_process(monkeypatch):
    monkeypatch.setattr(requirements_check.sys, "platform", "linux")
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SettingsError, match="No display"):
        app.run("scene.ma")


def test_missing_plugin_libraries_are_told_with_their_packages(monkeypatch):
    monkeypatch.setattr(requirements_check.sys, "platform", "linux")
    monkeypatch.setattr(requirements_check, "_loads", lambda library: "cursor" not in library)
    assert requirements_check.missing_display({"DISPLAY": ":0"}) == "apt-get install libxcb-cursor0"
    assert requirements_check.missing_display({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}) == ""


def test_the_window_starts_and_closes(qtbot, host, session):
    window = app.make_window(host, lambda overrides: session)
    qtbot.addWidget(window)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.controller.state == "ready" and bool(window.controller.account), timeout=20000)
    window.close()
    assert session.closed == 1
    assert host.scene.path == shapes.make_scene().path


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 KB"),
        (10 * 2**20, "10 MB"),
        (3.25 * 2**30, "3.2 GB"),
        (2**50, "1024 TB"),
    ],
)
def test_sizes_read_well(size, text):
    assert size_text(size) == text


@pytest.mark.parametrize(("seconds", "text"), [(4, "4 s"), (61, "1 min"), (3660, "1 h 01 min")])
def test_durations_read_well(seconds, text):
    assert duration_text(seconds) == text
