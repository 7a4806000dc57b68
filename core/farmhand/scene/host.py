"""What a DCC, or a reader standing in for one, must answer so that Farmhand can work with it.

The analysis is a generator: DCC calls must happen on the DCC's main thread, so whoever runs it decides the pace. The
panel steps it in slices of a few milliseconds; batch runs it through with `run`.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from typing import Generator, Iterable, Optional, Sequence, Tuple

from farmhand.progress import CancelToken, Progress, Report, unheard
from farmhand.scene.model import Scene

Analysis = Generator[Progress, None, Scene]


class Host(ABC):
    """One open scene in one program."""

    name = ""
    """`maya`, `houdini` or `clarisse`."""

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

    @abstractmethod
    def analyse(self) -> Analysis:
        """Look at the scene without changing it; yields progress often, returns the Scene.

        Raises:
            SceneError: The scene cannot be read. A single bad asset is a Tip, never an error.
        """


class SelectsNodes(Host):
    """A Host that can show the artist a node: what a program can, and a reader of files cannot."""

    @abstractmethod
    def select_nodes(self, names: Sequence[str]) -> Tuple[str, ...]:
        """Select nodes in the program, on its main thread; the scene counts as unchanged.

        Args:
            names: As `Reference.node` has them.

        Returns:
            Those that were selected; a node that is gone is left out.
        """


class LeadsOn(Host):
    """A Host whose scene has nodes that render nothing themselves, but lead to targets: a fetch, a merge, a subnet."""

    @abstractmethod
    def chosen(self, paths: Iterable[str]) -> Tuple[str, ...]:
        """The targets that rendering these nodes would render: themselves, or what they lead to.

        Args:
            paths: Names of nodes; those that are not there are left out.
        """


class SavesScene(Host):
    """A Host whose open scene can be saved from here: a program, not a reader of files."""

    @abstractmethod
    def unsaved(self) -> bool:
        """Whether the open scene holds changes that `save` would bring into its file."""


class TellsUser(Host):
    """A Host whose program has a way of its own to tell the artist that something is done."""

    @abstractmethod
    def tell_user(self, title: str, text: str, failed: bool) -> None:
        """Tell without waiting for an answer.

        Args:
            title: One line.
            text: What happened.
            failed: Whether it is bad news.
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
