"""Scene files read without the program that made them; each reader is a Host.

For the command line, for the desktop panel and for tests. Inside a DCC its own Host answers, which knows more.
"""

from __future__ import annotations

import importlib
import os
from typing import Dict, Tuple

from farmhand.readers import sniff
from farmhand.scene.host import Host

_READERS: Dict[str, Tuple[str, str]] = {
    sniff.MAYA_ASCII: ("farmhand.readers.maya_ascii", "MayaAsciiReader"),
    sniff.MAYA_BINARY: ("farmhand.readers.maya_binary", "MayaBinaryReader"),
    sniff.HOUDINI: ("farmhand.readers.houdini", "HipReader"),
    sniff.CLARISSE: ("farmhand.readers.clarisse", "ClarisseReader"),
}
"""Module and class; imported when the first such scene is opened, as together they take a fifth of a second."""


def open_scene(path: str, project: str = "") -> Host:
    """The reader that fits a scene file.

    Args:
        path: The scene file.
        project: The project folder, where it is known better than from the scene's place.

    Raises:
        SceneError: The file is missing, empty, of another program, or cannot be read.
    """
    module, name = _READERS[sniff.sniff(path)]
    host: Host = getattr(importlib.import_module(module), name)(os.path.abspath(path), project)
    return host
