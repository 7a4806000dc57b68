"""Scene files read without the program that made them; each reader is a Host.

For the command line, for the desktop panel and for tests. Inside a DCC its own Host answers, which knows more.
"""

from __future__ import annotations

import os
from typing import Callable, Dict

from farmhand.readers import sniff
from farmhand.readers.clarisse import ClarisseReader
from farmhand.readers.houdini import HipReader
from farmhand.readers.maya_ascii import MayaAsciiReader
from farmhand.readers.maya_binary import MayaBinaryReader
from farmhand.scene.host import Host

_READERS: Dict[str, Callable[[str, str], Host]] = {
    sniff.MAYA_ASCII: MayaAsciiReader,
    sniff.MAYA_BINARY: MayaBinaryReader,
    sniff.HOUDINI: HipReader,
    sniff.CLARISSE: ClarisseReader,
}


def open_scene(path: str, project: str = "") -> Host:
    """The reader that fits a scene file.

    Args:
        path: The scene file.
        project: The project folder, where it is known better than from the scene's place.

    Raises:
        SceneError: The file is missing, empty, of another program, or cannot be read.
    """
    return _READERS[sniff.sniff(path)](os.path.abspath(path), project)
