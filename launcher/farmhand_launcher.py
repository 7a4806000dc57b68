# -*- coding: utf-8 -*-
"""Opens Farmhand's desktop panel on a saved scene, from a program whose Python is 2.7 (Python 2.7 to 3, no library).

The panel needs Python 3: the one of FARMHAND_PYTHON, else one that is found on this computer. It runs as a program of
its own, without the variables that hold this program's Python and Qt together.
"""

from __future__ import unicode_literals

import io
import os
import subprocess
import sys
import tempfile

FOLDER = os.path.dirname(os.path.abspath(__file__))
START = os.path.join(FOLDER, "farmhand_start.py")
OLDEST = (3, 7)
ASK_VERSION = "import sys; sys.stdout.write('%d.%d' % sys.version_info[:2])"
NAMES = ("python3", "python3.13", "python3.12", "python3.11", "python3.10", "python3.9", "python3.8", "python3.7")
OF_THIS_PROGRAM = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
    "DYLD_LIBRARY_PATH",
    "DYLD_FRAMEWORK_PATH",
    "QT_PLUGIN_PATH",
    "QT_QPA_PLATFORM_PLUGIN_PATH",
)
"""What would lead another Python to this program's own libraries."""


class LaunchError(Exception):
    """Something the artist must know, in one sentence."""


def open_panel(scene, project=""):
    """Open the panel on a scene file; returns the process, which outlives this program.

    Args:
        scene: Path of a saved scene.
        project: The scene's project folder.

    Raises:
        LaunchError: No Python 3 here, or it lacks what a window needs.
    """
    python = find_python()
    environment = clean(os.environ)
    ready = _run(python + [START, "--ready"], environment)
    if ready.returncode:
        raise LaunchError(ready.told or "The Python {0} cannot open a window.".format(" ".join(python)))
    command = python + [START, "panel", scene]
    if project:
        command += ["--project", project]
    with io.open(os.path.join(tempfile.gettempdir(), "farmhand_panel.log"), "ab") as log:
        return _popen(command, environment, log)


def find_python():
    """The command of a Python 3: FARMHAND_PYTHON, else the first on PATH that runs.

    Raises:
        LaunchError: There is none.
    """
    told = os.environ.get("FARMHAND_PYTHON", "")
    environment = clean(os.environ)
    candidates = [[told]] if told else [[name] for name in NAMES]
    if not told and sys.platform == "win32":
        candidates.insert(0, ["py", "-3"])
    for command in candidates:
        try:
            answer = _run(command + ["-c", ASK_VERSION], environment)
        except (OSError, ValueError):
            continue
        if answer.returncode == 0 and _version(answer.told) >= OLDEST:
            return command
    if told:
        raise LaunchError("FARMHAND_PYTHON is {0}, which is no Python 3.7 or newer.".format(told))
    raise LaunchError(
        "Farmhand's panel needs Python 3.7 or newer with PySide6. "
        "Install it from python.org, then: python -m pip install PySide6-Essentials. "
        "Where it is not found, set FARMHAND_PYTHON to its path."
    )


def clean(environment):
    """A copy of the environment without what belongs to this program's own Python and Qt."""
    return {name: value for name, value in environment.items() if name not in OF_THIS_PROGRAM}


def copy_name(scene):
    """The path of a scene's copy for the farm, beside it: `shot.ma` gives `shot_farmhand.ma`.

    Beside it, since a scene's relative paths start there.
    """
    stem, ending = os.path.splitext(scene)
    return stem + "_farmhand" + ending


class _Answer(object):
    def __init__(self, returncode, told):
        self.returncode = returncode
        self.told = told


def _run(command, environment):
    process = _popen(command, environment, subprocess.PIPE)
    out = process.communicate()[0]
    return _Answer(process.returncode, out.decode("utf-8", "replace").strip())


def _popen(command, environment, output):
    """Start a program without a window of its own; Python 2 wants its arguments as bytes."""
    options = {"stdin": subprocess.PIPE, "stdout": output, "stderr": subprocess.STDOUT, "env": environment}
    if sys.platform == "win32":
        options["creationflags"] = 0x08000000  # CREATE_NO_WINDOW
    if sys.version_info[0] == 2:
        encoding = sys.getfilesystemencoding() or "utf-8"
        command = [part if isinstance(part, bytes) else part.encode(encoding) for part in command]
        options = {str(name): value for name, value in options.items()}
    process = subprocess.Popen(command, **options)
    process.stdin.close()
    process.stdin = None
    return process


def _version(text):
    parts = text.split(".")
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else (0,)
