"""Finds the Python interpreters of this machine that really run, for `setup_dev.py` and `noxfile.py`.

A name on PATH proves nothing: pyenv's shims exist for every version and fail for those that are not selected. So each
candidate is asked for its version. Standard library only, Python 3.7 syntax: this runs before anything is installed.
"""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
from typing import Dict, Iterator, List, Optional, Tuple

VERSIONS = ("3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13")
QUESTION = "import sys; print('%d.%d' % sys.version_info[:2]); print(sys.executable)"
SECONDS = 20


def running() -> Dict[str, str]:
    """Each version of `VERSIONS` that runs here, and the path of its interpreter; pyenv's own come last."""
    found: Dict[str, str] = {}
    for candidate in _candidates():
        answer = ask(candidate)
        if answer and answer[0] in VERSIONS:
            found.setdefault(*answer)
    return {version: found[version] for version in VERSIONS if version in found}


def ask(python: str) -> Optional[Tuple[str, str]]:
    """The version and the real path of an interpreter, or None where it does not run."""
    try:
        done = subprocess.run(
            [python, "-c", QUESTION], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=SECONDS, check=True, text=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    lines = done.stdout.split("\n")
    return (lines[0], lines[1]) if len(lines) > 1 else None


def has_venv(python: str) -> bool:
    """Whether the interpreter can make a venv with pip (Debian splits that off into python3-venv)."""
    done = subprocess.run(
        [python, "-c", "import ensurepip, venv"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, check=False,
    )
    return done.returncode == 0


def without_shims(path: str) -> str:
    """A PATH without the folders of shims, which answer for interpreters that are not there."""
    return os.pathsep.join(part for part in path.split(os.pathsep) if os.path.basename(part.rstrip("/\\")) != "shims")


def _candidates() -> Iterator[str]:
    path = without_shims(os.environ.get("PATH", os.defpath))
    for version in VERSIONS:
        python = shutil.which("python" + version, path=path)
        if python:
            yield python
    python = shutil.which("python3", path=path)
    if python:
        yield python
    for root in _pyenv_roots():
        for python in sorted(glob.glob(os.path.join(glob.escape(root), "versions", "*", "bin", "python3"))):
            yield python


def _pyenv_roots() -> List[str]:
    roots = [os.environ.get("PYENV_ROOT", ""), os.path.join(os.path.expanduser("~"), ".pyenv")]
    pyenv = shutil.which("pyenv")
    if pyenv:
        roots.append(os.path.dirname(os.path.dirname(os.path.realpath(pyenv))))
    return [root for root in dict.fromkeys(roots) if root]
