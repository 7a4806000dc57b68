"""`mayapy -m farmhand_maya SCENE ...`: what `farmhand submit SCENE ...` does, with every option it has.

It differs from that command in who looks at the scene: Maya itself, with every plug-in it has, instead of a reader of
its file. The other commands are there too: `mayapy -m farmhand_maya analyse SCENE`.
"""

# ruff: noqa: PLC0415  maya.cmds is empty until Maya runs

from __future__ import annotations

import os
import sys
from typing import List, Optional

from farmhand import cli, vendored
from farmhand.errors import SceneError
from farmhand.scene.host import Host

PROGRAM = "mayapy -m farmhand_maya"
COMMANDS = ("analyse", "doctor", "download", "log", "panel", "resume", "submit", "task", "tasks")
_ASKS = ("-h", "--help", "--version")


def main(argv: Optional[List[str]] = None) -> int:
    """Run one command, which is `submit` where none is named; returns the exit code of `farmhand.cli`."""
    vendored.append()
    words = sys.argv[1:] if argv is None else list(argv)
    if words and not set(words) & set(_ASKS) and not any(word in COMMANDS for word in words[:2]):
        words.insert(0, "submit")
    return cli.main(words, open_host, PROGRAM)


def open_host(path: str, project: str = "") -> Host:
    """Open a scene in a Maya that has no windows, starting Maya where that is necessary.

    Args:
        path: The scene file.
        project: Its project folder; Maya's own choice where it is empty.

    Raises:
        SceneError: Maya cannot open it.
    """
    import maya.standalone

    path = os.path.abspath(path)
    maya.standalone.initialize(name="python")
    from maya import cmds

    if project:
        cmds.workspace(os.path.abspath(project), openWorkspace=True)
    try:
        cmds.file(path, open=True, force=True)
    except RuntimeError as error:
        if os.path.normpath(str(cmds.file(query=True, sceneName=True) or "")) != os.path.normpath(path):
            raise SceneError("Maya cannot open {path}: {why}.", "", path=path, why=error) from error
        # opened, with complaints: plug-ins or references that are missing are told by the analysis
    from farmhand_maya.host import MayaHost

    return MayaHost()


if __name__ == "__main__":
    sys.exit(main())
