"""What a DCC, or a reader standing in for one, must answer so that Farmhand can work with it.

The analysis is a generator: DCC calls must happen on the DCC's main thread, so whoever runs it decides the pace. The
panel steps it in slices of a few milliseconds; batch runs it through with `run`.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from typing import Generator, Optional, Sequence

from farmhand.progress import CancelToken, Progress, Report, unheard
from farmhand.scene.model import Scene

Analysis = Generator[Progress, None, Scene]


class Host(ABC):
    """One open scene in one program."""

    name = ""
    """`maya`, `houdini` or `clarisse`."""
    can_save = False
    """Whether `save` can work: a program's open scene can be saved, a file that is only read cannot."""
    can_select = False
    """Whether `select` can show nodes in the program."""

    @abstractmethod
    def scene_path(self) -> str:
        """Absolute path of the scene file; empty where it was never saved."""

    @abstractmethod
    def is_modified(self) -> bool:
        """Whether the open scene differs from its file. A reader says whether the file changed since it was read."""

    @abstractmethod
    def save(self) -> None:
        """Save the scene under its name.

        Raises:
            SceneError: The scene cannot be saved (never saved before, read-only, or this host is a reader).
        """

    def unsaved(self) -> bool:
        """Whether the open scene holds changes that saving it would bring into its file. Never for a reader."""
        return False

    def select(self, nodes: Sequence[str]) -> None:
        """Select nodes in the program, because the user asked to see them. Only where `can_select`.

        Raises:
            SceneError: None of them is there any more.
        """

    @abstractmethod
    def analyse(self) -> Analysis:
        """Look at the scene without changing it; yields progress often, returns the Scene.

        Raises:
            SceneError: The scene cannot be read. A single bad asset is a Tip, never an error.
        """


def step(analysis: Analysis, seconds: float) -> Optional[Scene]:
    """Run an analysis for about `seconds`, for a caller that has a window to keep alive.

    Returns:
        The Scene when the analysis ended, else None: call again.
    """
    until = time.monotonic() + seconds
    while True:
        try:
            next(analysis)
        except StopIteration as end:
            scene: Scene = end.value
            return scene
        if time.monotonic() >= until:
            return None


def run(analysis: Analysis, report: Report = unheard, cancel: Optional[CancelToken] = None) -> Scene:
    """Run an analysis to its end, for batch and command line.

    Raises:
        SceneError: The scene cannot be read.
        Cancelled: `cancel` was used.
    """
    while True:
        try:
            report(next(analysis))
        except StopIteration as end:
            scene: Scene = end.value
            return scene
        if cancel is not None:
            cancel.check()
