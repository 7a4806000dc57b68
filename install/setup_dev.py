"""Makes `.venv`, in which the demo, the tests and the tools run. `make setup` calls it.

Standard library only, Python 3.7 syntax: it runs before anything is installed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import List

import interpreters

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(HERE, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
PREFERRED = ("3.11", "3.12", "3.13", "3.10", "3.9")  # 3.11 is the Python of Maya 2024 to 2026 and Houdini 20.5 to 21
EXTRAS = ".[desktop,sandbox,test,dev]"


def main() -> int:
    """Make the venv if there is none that runs, and install the project with its tools. Returns the exit code."""
    if interpreters.ask(PYTHON) is None:
        python = _choose()
        if not python:
            return 1
        say("Making .venv with {}".format(python))
        _run([python, "-m", "venv", "--clear", VENV])
    say("Installing farmhand and its tools into .venv")
    _run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", EXTRAS])
    return 0


def _choose() -> str:
    running = interpreters.running()
    usable = [version for version in PREFERRED if version in running]
    for version in usable:
        if interpreters.has_venv(running[version]):
            return running[version]
    if usable:
        say("Python {} has no venv module. On Debian: apt-get install python3-venv".format(usable[0]))
    else:
        say("No Python from 3.9 to 3.13 runs here. On Debian: apt-get install python3-venv")
    return ""


def _run(command: List[str]) -> None:
    done = subprocess.run(command, cwd=HERE, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        say("Failed: {}".format(" ".join(command)))
        sys.exit(done.returncode)


def say(text: str) -> None:
    """Tell whoever ran `make`."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
