"""A real window on a display of its own, from the scene to the frames on disk, by mouse and keyboard."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from Qt import QtGui

SCRIPT = Path(__file__).with_name("real_window_script.py")
STEPS = ["scene", "files", "rendering", "brought", "pictures", "chosen", "log"]
SHOTS = os.environ.get("FARMHAND_SHOTS", "")
"""Where to keep the screenshots; by default they go with the test."""


@pytest.fixture
def display():
    """An X server that draws into memory; its number."""
    for program in ("Xvfb", "xdotool"):
        assert shutil.which(program), program + " is not installed: see install/debian_packages.txt"
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "800x800x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    yield ":" + number
    server.terminate()
    server.wait(20)


def test_from_the_scene_to_the_frames_by_mouse_and_keyboard(display, start_sandbox, use_farm, first_light, tmp_path):
    environment = dict(os.environ, **use_farm(start_sandbox("--speed", "0.1", "--nodes", "2")))
    environment.update(
        QT_QPA_PLATFORM="xcb", DISPLAY=display, XDG_CONFIG_HOME=str(tmp_path / "config"), FARMHAND_POLL_SECONDS="0.2"
    )
    shots = Path(SHOTS or tmp_path / "shots")
    shots.mkdir(parents=True, exist_ok=True)
    ended = subprocess.run(
        [sys.executable, str(SCRIPT), str(first_light), str(tmp_path / "frames"), str(shots)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=110,
    )
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout.splitlines()[-1])
    assert told["platform"] == "xcb"
    assert [os.path.basename(path).split("_", 1)[1] for path in told["shots"]] == [name + ".png" for name in STEPS]
    pictures = [QtGui.QImage(path) for path in told["shots"]]
    assert all(picture.width() >= 440 for picture in pictures)
    assert all(one != other for one, other in zip(pictures, pictures[1:])), "a step changed nothing on the screen"
    assert "Traceback" not in ended.stderr, ended.stderr
    assert list((tmp_path / "frames").rglob("*.png"))
