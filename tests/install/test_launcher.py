"""The launcher for programs with only Python 2.7, run by a real one, through what the installation wrote."""

import glob
import json
import os
import select
import shutil
import stat
import subprocess
import sys

import pytest
import seats

import install
from farmhand.places import CLARISSE, HOUDINI, MAYA, find

PROGRAMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "python27_programs.py")
RECORDER = """#!{python}
import json, os, sys
if "-c" in sys.argv:
    sys.stdout.write("3.11")
elif "--ready" in sys.argv:
    sys.exit({ready})
else:
    with open({channel!r}, "w") as stream:
        json.dump([sys.argv[1:], dict(os.environ)], stream)
"""
PANEL = """#!{python}
import os, sys
if "-c" in sys.argv or "--ready" in sys.argv:
    os.execv({python!r}, [{python!r}] + sys.argv[1:])
sys.path.insert(0, os.path.dirname(sys.argv[1]))
import farmhand_start
from Qt import QtCore, QtWidgets
application = QtWidgets.QApplication([])
clock = QtCore.QTimer()
def look():
    for window in application.topLevelWidgets():
        controller = getattr(window, "controller", None)
        if controller is not None and controller.state == "ready":
            with open({channel!r}, "w") as stream:
                stream.write(controller.scene.path)
            window.close()
            application.quit()
clock.timeout.connect(look)
clock.start(20)
sys.exit(farmhand_start.main(sys.argv[2:]))
"""


@pytest.fixture(scope="session")
def python27():
    """A Python 2.7 of this machine; where there is none, the tests say so."""
    root = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    pyenv = glob.glob(os.path.join(glob.escape(root), "versions", "2.7*", "bin", "python2.7"))
    for candidate in [shutil.which("python2.7"), *pyenv]:
        if candidate and subprocess.run([candidate, "-c", ""], stderr=subprocess.DEVNULL).returncode == 0:
            return candidate
    pytest.skip("no Python 2.7 runs here (python2.7 on PATH, or one of pyenv's): the launcher is not tried")


@pytest.fixture
def paths(linux_seat, release):
    """What the installed pointers give the programs that only have Python 2.7."""
    home, system = linux_seat
    install.main([], system, str(release))
    places = {(place.dcc, version): place for place in find(system) for version in place.versions}
    folder, path = seats.maya_stanza(places[MAYA, "2020"].folder + "/modules", "2020", system.platform)
    clarisse = seats.clarisse_list(places[CLARISSE, "4.0"].folder, "CLARISSE_STARTUP_SCRIPT")
    return {
        "maya": [folder + "/scripts", *path],
        "houdini": seats.houdini_package(places[HOUDINI, "18.0"].folder, "18.0", "python2.7")[0],
        "clarisse": clarisse,
    }


@pytest.fixture
def scene(tmp_path):
    folder = tmp_path / "场景 one"
    folder.mkdir()

    def make(program):
        path = folder / ("shot é." + {"maya": "ma", "houdini": "hip", "clarisse": "project"}[program])
        path.write_bytes((seats.REPOSITORY / "examples/first_light/scenes/first_light.ma").read_bytes())
        return str(path)

    return make


@pytest.fixture
def start(python27, paths, scene, tmp_path):
    """Presses the menu entry in a program; returns what the program was asked, and how to hear from the panel."""
    channel = str(tmp_path / "channel")
    os.mkfifo(channel)

    def press(program, state="saved", answer="Cancel", script=RECORDER, ready="0"):
        fake = tmp_path / "python three"
        fake.write_text(script.format(python=sys.executable, ready=ready, channel=channel), encoding="utf-8")
        fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
        environment = dict(
            os.environ, FARMHAND_PYTHON=str(fake), TMPDIR=str(tmp_path), LC_ALL="C.UTF-8", LANG="C.UTF-8"
        )
        command = [python27, PROGRAMS, program, *paths[program], "--", scene(program), state, answer]
        ended = subprocess.run(
            command,
            env=dict(environment, QT_PLUGIN_PATH="/of/this/program", PYTHONPATH="/of/this/program"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            timeout=60,
        )
        assert ended.returncode == 0, ended.stderr.decode("utf-8")
        return ended.stdout.decode("utf-8").splitlines()

    press.channel = channel
    return press


def heard(channel):
    """What the started program was given; waits until it is there."""
    return json.loads(words(channel))


def words(channel):
    """All that somebody writes into a channel."""
    handle = os.open(channel, os.O_RDONLY | os.O_NONBLOCK)
    try:
        found = b""
        while select.select([handle], [], [], 60)[0]:
            more = os.read(handle, 65536)
            if not more:
                return found.decode("utf-8")
            found += more
    finally:
        os.close(handle)
    pytest.fail("the program that the launcher started did not say anything within a minute")


@pytest.mark.parametrize("program", ["maya", "houdini", "clarisse"])
def test_a_saved_scene_goes_to_the_panel_as_it_is(start, scene, program, release):
    assert start(program) == []
    arguments, environment = heard(start.channel)
    assert arguments[:3] == [str(release / "launcher/farmhand_start.py"), "panel", scene(program)]
    assert "/of/this/program" not in environment.values()
    folder = os.path.dirname(scene(program))
    expected = {"maya": ["--project", folder + "/"], "houdini": ["--project", folder], "clarisse": []}
    assert arguments[3:] == expected[program]


def test_a_changed_scene_is_saved_where_the_artist_says_so(start, scene):
    question = "dialog The scene has changes that are not in its file."
    assert start("maya", "changed", "Save") == [question, "save"]
    assert heard(start.channel)[0][2] == scene("maya")
    assert start("houdini", "changed", "Save") == [question, "save"]
    assert heard(start.channel)[0][2] == scene("houdini")
    assert start("clarisse", "changed") == ["save " + scene("clarisse")]
    assert heard(start.channel)[0][2] == scene("clarisse")


def test_a_copy_lies_beside_the_scene_which_stays_open_under_its_name(start, scene):
    copy = scene("maya").replace(".ma", "_farmhand.ma")
    assert start("maya", "changed", "Send a Copy")[1:] == ["export mayaAscii " + copy]
    assert heard(start.channel)[0][2] == copy
    copy = scene("houdini").replace(".hip", "_farmhand.hip")
    assert start("houdini", "changed", "Send a Copy")[1:] == ["save " + copy, "name " + scene("houdini")]
    assert heard(start.channel)[0][2] == copy


def test_nothing_starts_where_the_artist_cancels_or_has_no_file(start):
    assert len(start("maya", "changed", "Cancel")) == 1
    for program in ("maya", "houdini", "clarisse"):
        (told,) = start(program, "unsaved")
        assert "Save the " in told


def test_a_python_that_cannot_show_a_panel_is_told(start):
    (told,) = start("maya", ready="'PySide is missing'")
    assert "PySide is missing" in told


def test_the_panel_opens_on_the_scene(start, scene):
    pytest.importorskip("Qt")
    assert start("maya", script=PANEL) == []
    assert words(start.channel) == scene("maya")


def test_a_python_3_is_found_without_being_told(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(seats.REPOSITORY / "launcher"))
    import farmhand_launcher

    monkeypatch.delenv("FARMHAND_PYTHON", raising=False)
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "python3").write_text("#!/bin/sh\necho 3.6\n")
    (folder / "python3.10").write_text("#!/bin/sh\necho 3.10\n")
    for path in folder.iterdir():
        path.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    assert farmhand_launcher.find_python() == ["python3.10"]
    (folder / "python3.10").unlink()
    with pytest.raises(farmhand_launcher.LaunchError, match="FARMHAND_PYTHON"):
        farmhand_launcher.find_python()
    monkeypatch.setenv("FARMHAND_PYTHON", str(folder / "python3"))
    with pytest.raises(farmhand_launcher.LaunchError, match="no Python 3.7"):
        farmhand_launcher.find_python()
