"""What every scene is as a Host while it is open in its program: perhaps without a name, perhaps changed, saved there.

A plug-in's Host says what its program answers; what follows from the answers, and every sentence about it, is here.
"""

from __future__ import annotations

import os
from abc import abstractmethod
from typing import Tuple, Type

from farmhand.errors import SceneError
from farmhand.readers.file_host import FileHost
from farmhand.scene.expand import DirectoryIndex
from farmhand.scene.host import SavesScene


class ProgramHost(FileHost, SavesScene):
    """The scene that is open in a program, whichever that is at the time. Every method is for its main thread."""

    refusals: Tuple[Type[BaseException], ...] = (Exception,)
    """What the program raises where it cannot save; by the signatures of Houdini 19.5 that is no Exception."""

    def __init__(self) -> None:
        super().__init__("")
        self._path = ""

    @abstractmethod
    def scene_path(self) -> str:
        """Absolute path of the open scene; empty where it was never saved."""

    @abstractmethod
    def _save_as_named(self, path: str) -> None:
        """Have the program save the scene.

        Args:
            path: Its name.

        Raises:
            One of `refusals`: It cannot.
        """

    def is_modified(self) -> bool:
        """Whether the open scene has changes that are not in its file, or its file changed since the analysis."""
        if self.unsaved():
            return True
        return bool(self._path) and self._path == self.scene_path() and super().is_modified()

    def save(self) -> None:
        """Save the scene under its name.

        Raises:
            SceneError: It has no name yet, or its file cannot be written.
        """
        path = self.scene_path()
        if not path:
            raise SceneError("The scene has no name yet.", "Save it once with File > Save As.")
        try:
            self._save_as_named(path)
        except self.refusals as error:
            raise SceneError(
                "The scene {path} cannot be saved: {why}.",
                "Check that it is not read-only or locked.",
                path=path,
                why=" ".join(str(error).split()) or type(error).__name__,
            ) from error

    def _begin(self, path: str) -> None:
        """Begin an analysis of the open scene: note its file as it is now, and look at every folder anew.

        Args:
            path: The open scene's.

        Raises:
            SceneError: It was never saved, or its file is gone: the farm renders the file.
        """
        self._path = path
        if not path:
            raise SceneError("The scene has no name yet.", "Save it first: the farm renders files.")
        try:
            found = os.stat(path)
        except OSError as error:
            raise SceneError(
                "The scene's file {path} is not there: {why}.",
                "Save the scene: the farm renders the file.",
                path=path,
                why=error.strerror or error,
            ) from error
        self._seen = (found.st_size, found.st_mtime_ns)
        self.index = DirectoryIndex()
