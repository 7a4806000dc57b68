"""The command line inside cnode: every option of `farmhand`, with Clarisse itself looking at the project."""

from __future__ import annotations

import os
import shlex
import sys
from typing import List, Mapping, Optional, Sequence

from farmhand import cli
from farmhand.errors import SceneError
from farmhand.scene.host import Host
from farmhand_clarisse import telling
from farmhand_clarisse.api import ix
from farmhand_clarisse.host import ClarisseHost, open_path

PROGRAM = "cnode -script batch.py --farmhand"
MARK = "--farmhand"
VARIABLE = "FARMHAND_BATCH"


def main(words: Optional[Sequence[str]] = None) -> int:
    """Run one command; returns the exit code, and tells it in the log: cnode's own does not depend on scripts.

    Args:
        words: The command line; where not given, what `arguments` finds.
    """
    given = arguments(getattr(sys, "argv", []), os.environ) if words is None else list(words)
    if not given:
        telling.error("Farmhand has nothing to do: set %s, or put the command behind %s." % (VARIABLE, MARK))
        return 2
    try:
        code = cli.main(given, open_project, PROGRAM)
    except SystemExit as ended:  # argparse ends the process it thinks it owns; this one is Clarisse's
        code = ended.code if isinstance(ended.code, int) else 2
    telling.info("Farmhand ended with code %d." % code)
    return code


def arguments(words: Sequence[str], variables: Mapping[str, str]) -> List[str]:
    """The command line among cnode's words, else in the environment; empty where there is none."""
    if MARK in words:
        return list(words[list(words).index(MARK) + 1 :])
    return shlex.split(variables.get(VARIABLE, ""), posix=os.name != "nt")


def open_project(path: str, project: str = "") -> Host:
    """Open a project, unless cnode already did.

    Args:
        path: Absolute path of the project.
        project: Not used: a Clarisse project is its own folder.

    Raises:
        SceneError: Clarisse cannot open it.
    """
    try:
        if os.path.normpath(path) != open_path():
            ix().load_project(path)
        there = open_path()
    except Exception as error:
        raise SceneError("Clarisse cannot open {path}: {why}.", "", path=path, why=error) from error
    if there != os.path.normpath(path):
        why = "it has %s open" % (there or "nothing")
        raise SceneError("Clarisse cannot open {path}: {why}.", "", path=path, why=why)
    return ClarisseHost()
