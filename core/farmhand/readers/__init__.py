"""Scene files read without the program that made them; each reader is a Host.

For the command line, for the desktop panel and for tests. Inside a DCC its own Host answers, which knows more.
"""

from __future__ import annotations

import importlib
import os
from typing import Dict, Optional, Tuple

from farmhand.progress import Progress
from farmhand.readers import sniff
from farmhand.scene.host import Analysis, Host

_READERS: Dict[str, Tuple[str, str, str]] = {
    sniff.MAYA_ASCII: ("maya", "farmhand.readers.maya_ascii", "MayaAsciiReader"),
    sniff.MAYA_BINARY: ("maya", "farmhand.readers.maya_binary", "MayaBinaryReader"),
    sniff.HOUDINI: ("houdini", "farmhand.readers.houdini", "HipReader"),
    sniff.CLARISSE: ("clarisse", "farmhand.readers.clarisse", "ClarisseReader"),
}
"""Program, module, class; imported when the first such scene is opened, as together they take a fifth of a second."""


def open_scene(path: str, project: str = "") -> Host:
    """The reader that fits a scene file.

    Args:
        path: The scene file.
        project: The project folder, where it is known better than from the scene's place.

    Raises:
        SceneError: The file is missing, empty, of another program, or cannot be read.
    """
    return _opened(sniff.sniff(path), path, project)


def open_scene_later(path: str, project: str = "") -> Host:
    """The same, but the reader itself is imported by the analysis: a window shows a twentieth of a second sooner.

    Args:
        path: The scene file.
        project: The project folder, where it is known better than from the scene's place.

    Raises:
        SceneError: The file is missing, empty, of another program, or cannot be read.
    """
    return _LaterReader(sniff.sniff(path), path, project)


class _LaterReader(Host):
    """A scene file whose reader is made when it has something to do."""

    def __init__(self, kind: str, path: str, project: str) -> None:
        self.name = _READERS[kind][0]
        self._kind, self._path, self._project = kind, os.path.abspath(path), project
        self._made: Optional[Host] = None

    def scene_path(self) -> str:
        """Absolute path of the scene file."""
        return self._path

    def is_modified(self) -> bool:
        """Whether the file changed since it was read; False before it was read."""
        return self._made is not None and self._made.is_modified()

    def save(self) -> None:
        """Refuse, as the reader does.

        Raises:
            SceneError: Always: nothing here changes a scene.
        """
        self._reader().save()

    def analyse(self) -> Analysis:
        """Import the reader, in two steps, then read the scene. See `Host.analyse`."""
        yield Progress("read")
        importlib.import_module("farmhand.readers.file_host")
        yield Progress("read")
        reader = self._reader()
        return (yield from reader.analyse())

    def _reader(self) -> Host:
        if self._made is None:
            self._made = _opened(self._kind, self._path, self._project)
        return self._made


def _opened(kind: str, path: str, project: str) -> Host:
    _, module, name = _READERS[kind]
    host: Host = getattr(importlib.import_module(module), name)(os.path.abspath(path), project)
    return host
