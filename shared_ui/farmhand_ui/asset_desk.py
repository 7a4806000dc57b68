"""The user's decisions about files: left out, found elsewhere, sent along; made, kept, and recalled with the scene.

Looking at the disk happens in workers; putting a decision into the scene that is sent happens in slices.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Callable, Dict, Iterable, Optional, Sequence, Tuple

from farmhand.errors import Cancelled
from farmhand.job.assets import NOTHING_CHOSEN, AssetChoices, add, choosing, search
from farmhand.job.remembered import recall, remember
from farmhand.progress import CancelToken, Progress, Report
from farmhand.scene.model import Asset, Scene
from farmhand_ui.background import Errand, Runner
from farmhand_ui.qt import QtCore
from farmhand_ui.slicing import Slicer


class AssetDesk(QtCore.QObject):
    """The choices about the files of the scene that is open.

    Args:
        runner: Runs what looks at the disk.
        folder: Says the data folder, in which choices are kept. Called in workers.

    Attributes:
        choices: What was decided.
        sent: The scene as it is sent; None before there is one.
        searched: How far a search or a look at dropped folders is; None while there is none.
    """

    changed = QtCore.Signal()
    """What is sent changed."""
    busy_changed = QtCore.Signal()
    found = QtCore.Signal(int, int)
    """A search ended: patterns found, and patterns looked for."""
    failed = QtCore.Signal(object)

    def __init__(self, runner: Runner, folder: Callable[[], str], parent: Optional[QtCore.QObject] = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._folder = folder
        self._scene: Optional[Scene] = None
        self._recalled = ""
        self._errand: Optional[Errand] = None
        self._slicer = Slicer(self)
        self.choices: AssetChoices = NOTHING_CHOSEN
        self.sent: Optional[Scene] = None
        self.searched: Optional[Progress] = None

    def show(self, scene: Optional[Scene]) -> None:
        """Take over an analysis. What was decided stays with its scene, also from one day to the next."""
        self._scene, self.sent = scene, scene
        self._slicer.stop()
        if scene is not None and scene.path != self._recalled:
            self.choices, self._recalled = NOTHING_CHOSEN, scene.path
            path = scene.path
            self._runner.start(
                lambda report, cancel: recall(self._folder(), path),
                lambda kept: self._take(path, kept),
                self.failed.emit,
            )
        elif scene is not None:
            self._put()

    def leave_out(self, patterns: Iterable[str], ignored: bool) -> None:
        """Leave the files of patterns out, or take them in again."""
        self._decide(self.choices.with_ignored(patterns, ignored))

    def forget_found(self, patterns: Iterable[str]) -> None:
        """Take files back that were found elsewhere."""
        self._decide(self.choices.with_found(dict.fromkeys(patterns, ())))

    def remove_added(self, paths: Iterable[str]) -> None:
        """No longer send files along."""
        self._decide(self.choices.without_added(paths))

    def add_files(self, paths: Sequence[str]) -> None:
        """Send files, and all files below folders, along."""

        def take(assets: Tuple[Asset, ...]) -> None:
            self._decide(self.choices.with_added(assets))

        self._look(lambda report, cancel: add(paths, cancel), take)

    def relocate(self, patterns: Sequence[str], folder: str) -> None:
        """Look for missing files below a folder."""
        scene = self._scene
        if scene is None:
            return

        def take(found: Dict[str, Tuple[Asset, ...]]) -> None:
            if found:
                self._decide(self.choices.with_found(found))
            self.found.emit(len(found), len(set(patterns)))

        self._look(lambda report, cancel: search(scene, patterns, folder, report, cancel), take)

    def stop_search(self) -> None:
        """Give up a search that is under way."""
        if self._errand is not None:
            self._errand.cancel.cancel()

    def stop(self) -> None:
        """Do nothing more: the panel closes."""
        self._slicer.stop()

    def _look(self, work: Callable[[Report, CancelToken], Any], take: Callable[[Any], None]) -> None:
        if self._errand is not None:
            self._errand.drop()
        scene = self._scene

        def ended() -> None:
            self._errand, self.searched = None, None
            self.busy_changed.emit()

        def done(result: Any) -> None:
            ended()
            if self._scene is not None and scene is not None and self._scene.path == scene.path:
                take(result)

        def failed(error: Exception) -> None:
            ended()
            if not isinstance(error, Cancelled):
                self.failed.emit(error)

        def heard(progress: Progress) -> None:
            self.searched = progress
            self.busy_changed.emit()

        self.searched = Progress("search")
        self._errand = self._runner.start(work, done, failed, heard)
        self.busy_changed.emit()

    def _decide(self, choices: AssetChoices) -> None:
        if self._scene is None or choices == self.choices:
            return
        self.choices = choices
        path = self._scene.path
        self._runner.start(
            lambda report, cancel: remember(self._folder(), path, choices), lambda kept: None, self.failed.emit
        )
        self._put()

    def _take(self, path: str, kept: AssetChoices) -> None:
        """What was recalled, under what was decided meanwhile."""
        if self._scene is None or self._scene.path != path or kept == NOTHING_CHOSEN:
            return
        self.choices = dataclasses.replace(
            kept,
            ignored=kept.ignored | self.choices.ignored,
            found={**kept.found, **self.choices.found},
            added=kept.with_added(self.choices.added).added,
        )
        self._put()

    def _put(self) -> None:
        scene = self._scene
        if scene is not None:
            size = len(scene.references) + len(scene.assets)
            self._slicer.start(choosing(scene, self.choices), self._sent, size, at_once=False)

    def _sent(self, scene: Scene) -> None:
        if scene is not self.sent:
            self.sent = scene
            self.changed.emit()
