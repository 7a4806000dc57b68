"""The scene's side of the controller: what is open, what was found, what the user chose on top of it.

Apart from `job_desk.py` and `controller.py`, which are about the farm, so that each can be read by itself.
"""

from __future__ import annotations

import dataclasses
from typing import Any, FrozenSet, Iterable, Optional, Tuple

from farmhand.job.choices import Choices, Job, TargetChoice
from farmhand.job.presets import default_choices
from farmhand.job.sticky import Kept, finding_key, fitted, with_absent
from farmhand.scene.host import Host, SavesScene
from farmhand.scene.model import ERROR, WARNING, Scene, Tip
from farmhand.transfer.ledger import Plan
from farmhand_ui.analysing import Analyser
from farmhand_ui.messages import News, worst_news
from farmhand_ui.qt import QtCore
from farmhand_ui.translations import language, translatable
from farmhand_ui.wording import sum_text

MODIFIED_CHECK_MS = 5000
UNSAVED = Tip("unsaved", WARNING, translatable("The scene has changes that are not saved; the farm renders the file."))


class SceneDesk(QtCore.QObject):
    """A host, its scene, the choices, and the job they make.

    Attributes:
        host: The open scene; None where there is none yet.
        scene: What the last analysis found; None before.
        choices: What the user chose; kept over a new analysis, and for the next time the scene is open.
        ignored: Keys of findings that the user does not want to see (`job.sticky.finding_key`).
        job: Scene and choices together.
        modified: Whether the scene differs from what was analysed.
        unsaved: Whether saving it in its program would bring that into the file.
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
        self.ignored: FrozenSet[str] = frozenset()
        self.job: Optional[Job] = None
        self.modified = False
        self.unsaved = False
        self._recalled = ""
        self._all = Choices()
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
    def findings(self) -> Tuple[Tip, ...]:
        """Everything the checks found for the job as it is chosen now, errors first, what is ignored too."""
        if self.job is None:
            return ()
        found = self._checked(self.job) + ((UNSAVED,) if self.unsaved else ())
        return tuple(sorted(found, key=lambda tip: tip.severity != ERROR))

    @property
    def problems(self) -> Tuple[Tip, ...]:
        """The findings that are not ignored."""
        return tuple(tip for tip in self.findings if not self.is_ignored(tip))

    @property
    def news(self) -> Optional[News]:
        """The worst news; None where all is well."""
        return worst_news(self.job, self.problems)

    def is_ignored(self, tip: Tip) -> bool:
        """Whether the user does not want to see a finding. Never an error: the farm would refuse the job."""
        return bool(self.ignored) and tip.severity != ERROR and finding_key(tip) in self.ignored

    def ignore(self, tip: Tip, on: bool = True) -> None:
        """Do not show a warning again for this scene until it is about something more; `on` False takes that back."""
        key = finding_key(tip)
        self.ignored = self.ignored | {key} if on else self.ignored - {key}
        self._choose(self.choices)

    def check_modified(self) -> None:
        """Ask the host whether the scene differs from what was analysed; a DCC call, so on the main thread."""
        if self.host is None or self.scene is None or self._analyser.running:
            return
        self._set_modified(bool(self.host.is_modified()), isinstance(self.host, SavesScene) and self.host.unsaved())

    def set_target(self, name: str, **changes: Any) -> None:
        """Change the choice on one target.

        Args:
            name: The target's name, not its label.
            changes: Fields of TargetChoice.
        """
        self.set_targets((name,), **changes)

    def set_targets(self, names: Iterable[str], **changes: Any) -> None:
        """Change the choice on several targets at once; None gives a field back to the scene."""
        choices = self.choices
        for name in names:
            choices = choices.with_target(name, **changes)
        self._choose(choices)

    def reset_targets(self, names: Iterable[str], *fields: str) -> None:
        """Give targets back to the scene: these fields of TargetChoice, or everything."""
        every = fields or tuple(item.name for item in dataclasses.fields(TargetChoice))
        self.set_targets(tuple(names), **dict.fromkeys(every))

    def set_choice(self, **changes: Any) -> None:
        """Change fields of Choices.

        Raises:
            JobError: A value is none of those that the field takes.
        """
        self._choose(dataclasses.replace(self.choices, **changes))

    def choose(self, choices: Choices) -> None:
        """Take over choices as a whole: a preset's, or what a fix made of them."""
        self._choose(choices)

    def show(self, scene: Optional[Scene]) -> None:
        """Put an analysis on the desk; what was chosen for this scene, now or the last time, applies where it fits."""
        if scene is not None:
            self._recall(scene)
        self.scene, self.plan = scene, None
        self._sent = scene
        self._rebuild_job()
        self.scene_changed.emit()
        self._set_modified(False, False)
        self.check_modified()

    def _recall(self, scene: Scene) -> None:
        """The choices for this scene: those of the panel, and for a scene that comes anew those of the last time."""
        untouched = self.choices == Choices()
        if scene.path != self._recalled or untouched:
            kept = self._kept(scene.path)
            if kept is not None and (untouched or self._recalled):
                self.choices, self.ignored = kept.choices, kept.ignored
            elif untouched:
                self.choices = default_choices()
            self._recalled, self._all = scene.path, self.choices
        targets = {**self._all.targets, **self.choices.targets}
        self._all = dataclasses.replace(self.choices, targets=targets)
        self.choices = fitted(self._all, scene)

    def _kept(self, path: str) -> Optional[Kept]:
        """What is remembered of a scene; for the controller."""
        return None

    def _keep(self, path: str, kept: Kept) -> None:
        """Remember; for the controller."""

    def _checked(self, job: Job) -> Tuple[Tip, ...]:
        """What is wrong with a job; the controller knows more."""
        return job.problems()


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
        targets = {name: choice for name, choice in choices.targets.items() if choice != TargetChoice()}
        self.choices = dataclasses.replace(choices, targets=targets)
        if self.scene is not None:
            self._all = with_absent(self.choices, self._all, self.scene)
            self._keep(self.scene.path, Kept(self._all, self.ignored))
        self._rebuild_job()
        self._choices_made()

    def _rebuild_job(self) -> None:
        self.job = Job(self._sent, self.choices) if self._sent is not None else None
        self._summary = ("", "")
        self.choices_changed.emit()

    def _set_modified(self, modified: bool, unsaved: bool) -> None:
        if (modified, unsaved) != (self.modified, self.unsaved):
            self.modified, self.unsaved = modified, unsaved
            self.modified_changed.emit(modified)
            self.choices_changed.emit()
