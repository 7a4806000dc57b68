"""What the user chose on top of what the scene says, and the Job the two make together.

Choices never change the Scene; a Job is a pure function of both, so the panel may be changed as often as one likes and
the sum it shows is always true.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, field
from itertools import compress
from operator import not_
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Set, Tuple

from farmhand.errors import JobError
from farmhand.frames import FrameRange
from farmhand.scene.model import ERROR, WARNING, Asset, RenderTarget, Scene, Tip
from farmhand.scene.rows import Rows


@dataclass(frozen=True)
class TargetChoice:
    """The user's word on one target; None leaves the scene's own value."""

    enabled: Optional[bool] = None
    frames: Optional[FrameRange] = None
    cameras: Optional[Tuple[str, ...]] = None
    width: Optional[int] = None
    height: Optional[int] = None

    def applied(self, target: RenderTarget) -> RenderTarget:
        """The target with these choices."""
        changed = {name: value for name, value in _chosen(self).items() if value is not None}
        if "frames" in changed:
            changed["animation"] = len(changed["frames"]) > 1 or target.animation
        return dataclasses.replace(target, **changed)


BY_TASK, BY_USER = "task", "user"
"""What `Choices.isolation` may be, besides nothing."""
PER_CAMERA = ("legacy_layer", "render_setup_layer")
"""Kinds of targets that render once for each of their cameras."""

_RULES: Tuple[Tuple[str, Callable[[Any], object], str], ...] = (
    ("frames_per_task", lambda value: value >= 1, "a number of frames, 1 or more"),
    ("priority_frames", re.compile(r"[01]{3}(:.+)?$").match, "three flags for first, middle, last such as 101"),
    ("ram", lambda value: value in (64, 128), "64 or 128 (GB)"),
    ("os_name", lambda value: value in ("", "linux", "windows"), "linux or windows"),
    ("tiles", lambda value: value >= 1, "a number of tiles, 1 for none"),
    ("tile_kind", lambda value: value in ("block", "strip"), "block or strip"),
    ("frame_timeout", lambda value: value > 0, "seconds, above 0"),
    ("task_timeout", lambda value: value >= 0, "seconds, or 0 for no limit"),
    ("remind_after", lambda value: value > 0, "seconds, above 0"),
    ("isolation", lambda value: value in ("", BY_TASK, BY_USER), "task or user, or nothing"),
    ("isolation_user", re.compile(r"[0-9]{0,18}\Z").match, "a user's number, or nothing"),
)
"""Field of Choices, what it takes, and that in words."""


@dataclass(frozen=True)
class Choices:
    """What the user decides for one submission. The defaults are the farm's own.

    Attributes:
        targets: Per target's name, what differs from the scene.
        project_name: The farm's project (label) for the bill; empty for none.
        os_name: `linux` or `windows` render nodes; empty: as this machine.
        hardware_id: Chosen hardware configuration's id; empty: the farm's default.
        ram: Gigabytes of the render node, 64 or 128.
        software_version: The DCC version on the farm; empty: the scene's.
        plugins: Plug-in names and versions on the farm; None: the scene's that the farm has.
        priority_frames: The farm's `pre_frames`: three flags for first, middle, last, then optionally `:1,3-4[1]`.
        stop_after_priority: Stop after the priority frames until told to go on.
        frames_per_task: Frames that one node renders in one go.
        layered: Each layer becomes a task of its own (Maya).
        tiles: Parts that one frame is cut into, each on a node of its own; 1 for none.
        tile_kind: `block` or `strip`.
        frame_timeout: Seconds a frame may take.
        task_timeout: Seconds a task may take; 0 is unlimited.
        remind_after: Seconds until the farm reminds of a long task.
        producer: Who submits, as the farm's list shows it.
        all_frames: Send the files of every frame of a sequence, not only of those that render.
        isolation: Whose files share a folder on the farm, so that equal paths of others do not collide: `task`, this
            task's alone; `user`, those of one user of a third party (`farm.isolation`); empty: all of the account's.
        isolation_user: The number of that user, for `user`.
    """

    targets: Mapping[str, TargetChoice] = field(default_factory=dict)
    project_name: str = ""
    os_name: str = ""
    hardware_id: str = ""
    ram: int = 64
    software_version: str = ""
    plugins: Optional[Mapping[str, str]] = None
    priority_frames: str = "000"
    stop_after_priority: bool = False
    frames_per_task: int = 1
    layered: bool = False
    tiles: int = 1
    tile_kind: str = "block"
    frame_timeout: int = 259200
    task_timeout: int = 0
    remind_after: int = 43200
    producer: str = ""
    all_frames: bool = False
    isolation: str = ""
    isolation_user: str = ""

    def __post_init__(self) -> None:
        """Refuse what the farm would not understand.

        Raises:
            JobError: A value is none of those that the field takes.
        """
        for name, fits, right in _RULES:
            value = getattr(self, name)
            if not fits(value):
                raise JobError("{name} cannot be {value!r}.", "Give {right}.", name=name, value=value, right=right)
        if ":" in self.priority_frames:
            FrameRange.parse(self.priority_frames.split(":", 1)[1])

    def with_target(self, name: str, **changes: Any) -> Choices:
        """These choices with one target's choice changed.

        Args:
            name: The target's name (not its label).
            changes: Fields of TargetChoice.
        """
        chosen = dataclasses.replace(self.targets.get(name, TargetChoice()), **changes)
        return dataclasses.replace(self, targets={**self.targets, name: chosen})


def read_plugins(texts: Iterable[str]) -> Optional[Dict[str, str]]:
    """Plug-ins that were typed, for `Choices.plugins`.

    Args:
        texts: Of the form `mtoa=5.3.0`.

    Returns:
        Names and versions; None where nothing was typed.

    Raises:
        JobError: A text has not that form.
    """
    pairs = [text.partition("=") for text in texts]
    for name, _, version in pairs:
        if not name or not version:
            raise JobError("The plug-in {text!r} cannot be read.", "Write it like mtoa=5.3.0.", text=name or version)
    return {name: version for name, _, version in pairs} or None


@dataclass(frozen=True)
class Job:
    """A scene and the choices for it: all that a submission needs to know."""

    scene: Scene
    choices: Choices = field(default_factory=Choices)

    @property
    def targets(self) -> Tuple[RenderTarget, ...]:
        """Every target, off ones too, as chosen; worked out once: the panel asks for them at every look."""
        if "_targets" not in self.__dict__:
            chosen = self.choices.targets
            self.__dict__["_targets"] = tuple(
                chosen[target.name].applied(target) if target.name in chosen else target
                for target in self.scene.targets
            )
        return tuple(self.__dict__["_targets"])

    @property
    def rendering(self) -> Tuple[RenderTarget, ...]:
        """The targets that will render."""
        return tuple(target for target in self.targets if target.enabled)

    @property
    def frame_count(self) -> int:
        """Pictures that will come back: frames times cameras of each target that renders."""
        return sum(_pictures(target) for target in self.rendering)

    @property
    def bytes_to_send(self) -> int:
        """Bytes of the scene and its assets together."""
        every = self.scene.assets
        size = self.scene.asset_bytes if self.assets is every else sum(self.assets.column("size"))
        return self.scene.size + size

    @property
    def assets(self) -> Rows[Asset]:
        """The files that travel besides the scene: all but those of sequences that only other frames need."""
        kept: Optional[Rows[Asset]] = self.__dict__.get("_assets")
        if kept is None:
            idle = self._idle()
            every = self.scene.assets
            kept = every.picked([path not in idle for path in every.column("path")]) if idle else every
            self.__dict__["_assets"] = kept  # worked out once: the panel asks at every look
        return kept

    def _idle(self) -> Set[str]:
        """Files of sequences that no frame that renders needs, nor the frame before or after it (motion blur).

        A sequence of which no file would be left stays whole: its numbers mean something else than was thought.
        """
        timed = self.scene.timed
        if not timed or self.choices.all_frames:
            return set()
        wanted = [target.frames for target in self.rendering]
        needed: Dict[int, bool] = {}
        idle: Set[str] = set()
        used: List[Iterable[str]] = [reference.files for reference in self.scene.references if not reference.frames]
        for reference in timed:
            for frame in set(reference.frames).difference(needed):
                needed[frame] = any(near in frames for frames in wanted for near in (frame, frame - 1, frame + 1))
            flags = [needed[frame] for frame in reference.frames]
            if any(flags):
                idle.update(compress(reference.files, map(not_, flags)))
                used.append(compress(reference.files, flags))
            else:
                used.append(reference.files)
        if idle:
            idle.difference_update(*used)
        return idle

    @property
    def missing(self) -> Tuple[str, ...]:
        """Patterns of the scene that stand for no file."""
        return self.scene.missing

    def problems(self) -> Tuple[Tip, ...]:
        """The scene's tips as they stand for this job: what the choices mend is gone, what they break is there."""
        rederived = {"15006", "20003"}
        tips = [tip for tip in self.scene.tips if tip.code not in rederived]
        if not self.rendering:
            tips.append(Tip("20003", ERROR, "Nothing is switched on to render."))
        blind = tuple(target.label for target in self.rendering if not target.cameras and target.kind in PER_CAMERA)
        if blind:
            hidden = any(tip.code == "15006" and tip.severity == WARNING for tip in self.scene.tips)
            tips.append(
                Tip("15006", WARNING if hidden else ERROR, "Layers render, but no camera of theirs does.", blind)
            )
        if self.choices.isolation == BY_USER and not self.choices.isolation_user:
            tips.append(
                Tip("isolation_user", ERROR, "Files are to be kept apart by user, but the user's number is missing.")
            )
        unknown = tuple(sorted(set(self.choices.targets) - {target.name for target in self.scene.targets}))
        if unknown:
            tips.append(
                Tip("unknown_target", WARNING, "The choices name layers that the scene does not have.", unknown)
            )
        return tuple(tips)

    def check(self) -> None:
        """Refuse a job that cannot render.

        Raises:
            JobError: A problem of severity `error` is left.
        """
        refuse(self.problems())


def _pictures(target: RenderTarget) -> int:
    """A Maya layer renders once for each camera; a ROP or an image has one view, whatever cameras it knows."""
    return len(target.frames) * (len(target.cameras) if target.kind in PER_CAMERA else 1)


def refuse(tips: Iterable[Tip]) -> None:
    """Refuse a job for the first tip of severity `error`.

    Raises:
        JobError: There is one.
    """
    for tip in tips:
        if tip.severity == ERROR:
            raise JobError(
                "{message} {details}",
                "Mend it in the scene or in the choices, then submit again.",
                message=tip.message,
                details=", ".join(tip.details),
            )


def _chosen(choice: TargetChoice) -> Dict[str, Any]:
    return {item.name: getattr(choice, item.name) for item in dataclasses.fields(choice)}
