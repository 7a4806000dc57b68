"""A Clarisse whose Python has no Qt: the desktop panel on the saved project, as a process of its own."""

import importlib
import json
import os
import stat
import sys

import pytest
from both_ways import OURS
from test_clarisse_start import ENTRY

from farmhand.errors import SettingsError

SECONDS = 20


@pytest.fixture
def no_qt(clarisse, monkeypatch):
    checks = importlib.import_module("farmhand_ui.requirements_check")
    monkeypatch.setattr(checks, "missing_qt", lambda: "The window needs Qt")
    monkeypatch.setattr(importlib.import_module("farmhand_clarisse.desktop"), "LOOK_MS", 20)
    importlib.import_module("farmhand_clarisse.menu").add_menu()
    return clarisse


@pytest.fixture
def desktop(tmp_path, monkeypatch):
    """A program in place of `farmhand`, which notes how it was called; ends with this code."""

    def make(code=0):
        note, program = tmp_path / "note.json", tmp_path / "my farmhand"
        program.write_text(
            "#!%s\nimport json, os, sys\njson.dump([sys.argv[1:], sorted(os.environ)], open(%r, 'w'))\n"
            "sys.stderr.write('it is broken')\nsys.exit(%d)\n" % (sys.executable, str(note), code)
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("FARMHAND_DESKTOP", str(program))
        monkeypatch.setenv("PYTHONHOME_OF_NOBODY", "stays")
        return note

    return make


def test_the_desktop_panel_opens_on_the_saved_project(no_qt, desktop, monkeypatch):
    note = desktop()
    monkeypatch.setenv("LD_LIBRARY_PATH", "/clarisse")
    no_qt.open(OURS[0])
    no_qt.click(ENTRY)
    assert no_qt.run(lambda: not no_qt.loop, SECONDS), "the look at it ends with it"
    words, names = json.loads(note.read_text())
    assert words == ["panel", OURS[0]]
    assert "LD_LIBRARY_PATH" not in names and "PYTHONPATH" not in names and "PYTHONHOME_OF_NOBODY" in names
    assert [level for level, _ in no_qt.log] == ["info"]


def test_how_it_failed_is_told(no_qt, desktop):
    desktop(5)
    no_qt.open(OURS[0])
    no_qt.click(ENTRY)
    assert no_qt.run(lambda: not no_qt.loop, SECONDS)
    assert "ended with code 5. it is broken" in no_qt.told()


@pytest.mark.parametrize("state, says", [("unsaved", "no name yet"), ("modified", "changes that are not in its file")])
def test_what_is_not_in_a_file_is_not_shown(no_qt, desktop, state, says):
    desktop()
    if state == "modified":
        no_qt.open(OURS[0])
        no_qt.modified = True
    no_qt.click(ENTRY)
    assert no_qt.crashed is None and says in no_qt.told() and "Save it" in no_qt.told() and not no_qt.loop


def test_where_there_is_none_it_is_told_what_to_install(no_qt, monkeypatch):
    monkeypatch.delenv("FARMHAND_DESKTOP", raising=False)
    monkeypatch.setenv("PATH", os.devnull)
    no_qt.open(OURS[0])
    no_qt.click(ENTRY)
    assert no_qt.crashed is None and "Install PySide2 and Qt.py for Clarisse's Python" in no_qt.told()


def test_a_command_that_does_not_start_is_told(no_qt, monkeypatch):
    monkeypatch.setenv("FARMHAND_DESKTOP", "/nowhere/farmhand --debug")
    no_qt.open(OURS[0])
    no_qt.click(ENTRY)
    assert no_qt.crashed is None and "cannot be started" in no_qt.told()


def test_the_command_is_words_or_one_path(tmp_path):
    desktop = importlib.import_module("farmhand_clarisse.desktop")
    assert desktop.command({"FARMHAND_DESKTOP": "python3 -m farmhand"}) == ["python3", "-m", "farmhand"]
    program = tmp_path / "a b"
    program.write_text("")
    assert desktop.command({"FARMHAND_DESKTOP": str(program)}) == [str(program)]
    with pytest.raises(SettingsError):
        desktop.command({"PATH": os.devnull})


@pytest.mark.parametrize("call", ["Application.get_current_project_filename", "Application.is_project_modified",
                                  "Application._add", "Application.log_info", "Application.log_error"])
def test_whatever_fails_on_the_way_is_told(no_qt, desktop, call, caplog):
    desktop(5)
    no_qt.open(OURS[0])
    no_qt.recorder.failing = call
    no_qt.click(ENTRY)
    no_qt.run(lambda: not no_qt.loop, SECONDS)
    assert no_qt.crashed is None and (no_qt.told() or caplog.text)
