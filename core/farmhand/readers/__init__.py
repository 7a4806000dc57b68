"""Scene files read without the program that made them; each reader is a Host.

For the command line, for the desktop panel and for tests. Inside a DCC its own Host answers, which knows more.
"""

from __future__ import annotations

import os

from farmhand.readers import sniff
from farmhand.readers.maya_ascii import MayaAsciiReader
from farmhand.scene.host import Host

_READERS = {sniff.MAYA_ASCII: MayaAsciiReader}


def open_scene(path: str, project: str = "") -> Host:
    """The reader that fits a scene file.

    Args:
        path: The scene file.
        project: The project folder, where it is known better than from the scene's place.

    Raises:
        SceneError: The file is missing, empty, of another program, or cannot be read.
    """
    return _READERS[sniff.sniff(path)](os.path.abspath(path), project)
