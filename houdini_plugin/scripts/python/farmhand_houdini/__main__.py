"""`hython -m farmhand_houdini SCENE ...`: what `farmhand submit SCENE ...` does, with every option it has.

It differs from that command in who looks at the scene: Houdini itself, instead of a reader of its file. The other
commands are there too: `hython -m farmhand_houdini analyse SCENE`.
"""

# ruff: noqa: PLC0415  hou starts Houdini when it is imported

from __future__ import annotations

import logging
import os
import sys
from typing import List, Optional

from farmhand import cli
from farmhand.errors import SceneError
from farmhand.paths import forward
from farmhand.scene.host import Host

_log = logging.getLogger(__name__)

PROGRAM = "hython -m farmhand_houdini"
COMMANDS = ("analyse", "submit", "tasks", "download")
_ASKS = ("-h", "--help", "--version")


def main(argv: Optional[List[str]] = None) -> int:
    """Run one command, which is `submit` where none is named; returns the exit code of `farmhand.cli`."""
    words = sys.argv[1:] if argv is None else list(argv)
    if words and not set(words) & set(_ASKS) and not any(word in COMMANDS for word in words[:2]):
        words.insert(0, "submit")
    return cli.main(words, open_host, PROGRAM)


def open_host(path: str, project: str = "") -> Host:
    """Open a scene in a Houdini that has no windows.

    Args:
        path: The scene file.
        project: Its project folder, `$JOB`; the scene's own value where it is empty.

    Raises:
        SceneError: Houdini cannot open it.
    """
    import hou

    from farmhand_houdini.host import HoudiniHost

    path = os.path.abspath(path)
    try:
        hou.hipFile.load(forward(path), suppress_save_prompt=True)
    except hou.LoadWarning as warning:
        # opened, with complaints: assets that are missing are told by the analysis
        _log.info("Houdini opened %s with warnings: %s", path, warning)
    except hou.OperationFailed as error:
        why = " ".join(str(error).split())
        raise SceneError("Houdini cannot open {path}: {why}.", "", path=path, why=why) from error
    if project:
        hou.putenv("JOB", forward(os.path.abspath(project)))
    return HoudiniHost()


if __name__ == "__main__":
    sys.exit(main())
