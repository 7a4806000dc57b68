"""The scene's side of the controller: what is open, what was found, what the user chose on top of it.

Apart from `controller.py`, which is about the farm, so that each can be read by itself.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Optional, Tuple

from Qt import QtCore

from farmhand.job.choices import Choices, Job
from farmhand.scene.host import Host
from farmhand.scene.model import Scene
from farmhand.transfer.ledger import Plan
from farmhand_ui.analysing import Analyser
from farmhand_ui.messages import News, worst_news
from farmhand_ui.translations import language
from farmhand_ui.wording import sum_text

MODIFIED_CHECK_MS = 5000


class SceneDesk(QtCore.QObject):
    """A host, its scene, the choices, and the job they make.

    Attributes:
        host: The open scene; None where there is none yet.
        scene: What the last analysis found; None before.
        choices: What the user chose; kept over a new analysis.
        job: Scene and choices together.
        modified: Whether the scene differs from what was analysed.
        plan: Which of the scene's files are on the farm already; None while that is not known.
    """

    scene_changed = QtCore.Signal()
    choices_changed = QtCore.Signal()
    modified_changed = QtCore.Signal(bool)
    plan_changed = QtCore.Signal()

    def __init__(self, host: Optional[Host], parent: Optional[QtCore.QObject] = None) -> None:
        super().__init__(parent)
        self.host = host
        self.scene: Optional[Scene] = None
        self.choices = Choices()
        self.job: Optional[Job] = None
        self.modified = False
        self.plan: Optional[Plan] = None
        self._sent: Optional[Scene] = None
        self._summary = ("", "")
        self._plan_sizes: Optional[Tuple[int, int]] = None
        self._analyser = Analyser(self)
        self._modified_timer = QtCore.QTimer(self)
        self._modified_timer.setInterval(MODIFIED_CHECK_MS)
        self._modified_timer.timeout.connect(self.check_modified)

    @property
    def summary(self) -> str:
        """The sum: `240 frames, 3.2 GB to send`."""
        if self.job is None:
            return ""
        if self._summary[0] != language():  # added up once: there may be a hundred thousand files
            self._summary = (language(), sum_text(self.job, self.plan, self._plan_sizes))
        return self._summary[1]

    @property
    def news(self) -> Optional[News]:
        """The worst news; None where all is well."""
        return worst_news(self.job)

    def check_modified(self) -> None:
        """Ask the host whether the scene differs from what was analysed; a DCC call, so on the main thread."""
        if self.host is None or self.scene is None or self._analyser.running:
            return
        self._set_modified(bool(self.host.is_modified()))

    def set_target(self, name: str, **changes: Any) -> None:
        """Change the choice on one target.

        Args:
            name: The target's name, not its label.
            changes: Fields of TargetChoice.
        """
        self._choose(self.choices.with_target(name, **changes))

    def set_choice(self, **changes: Any) -> None:
        """Change fields of Choices.

        Raises:
            JobError: A value is none of those that the field takes.
        """
        self._choose(dataclasses.replace(self.choices, **changes))

    def show(self, scene: Optional[Scene]) -> None:
        """Put an analysis on the desk; choices that were made stay."""
        self.scene, self.plan = scene, None
        self._sent = scene
        self._rebuild_job()
        self.scene_changed.emit()
        self._set_modified(False)
        self.check_modified()

    def send_instead(self, scene: Optional[Scene]) -> None:
        """Send this form of the scene: the user decided about its files."""
        self._sent, self.plan = scene, None
        self._rebuild_job()

    def take_plan(self, plan: Plan, sizes: Optional[Tuple[int, int]] = None) -> None:
        """Know which files are on the farm already.

        Args:
            plan: Which.
            sizes: Its bytes to send and bytes unchanged, where they are added up already.
        """
        self.plan, self._plan_sizes = plan, sizes
        self._summary = ("", "")
        self.plan_changed.emit()
        self.choices_changed.emit()

    def _choices_made(self) -> None:
        """Told after each choice; for the controller."""

    def _choose(self, choices: Choices) -> None:
        self.choices = choices
        self._rebuild_job()
        self._choices_made()

    def _rebuild_job(self) -> None:
        self.job = Job(self._sent, self.choices) if self._sent is not None else None
        self._summary = ("", "")
        self.choices_changed.emit()

    def _set_modified(self, modified: bool) -> None:
        if modified != self.modified:
            self.modified = modified
            self.modified_changed.emit(modified)
