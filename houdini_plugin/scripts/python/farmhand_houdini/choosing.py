"""The ROPs that somebody pointed at, as the choice of what renders, and how."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, Iterable, Optional

from farmhand.errors import SceneError
from farmhand.job.choices import Choices, TargetChoice
from farmhand.readers.houdini import tables
from farmhand.scene.model import RenderTarget, Scene


def only(scene: Scene, choices: Choices, names: Iterable[str], each: Optional[TargetChoice] = None) -> Choices:
    """Choices by which these targets render and no others.

    Args:
        scene: The analysed scene.
        choices: What was chosen before; it stays, but for what renders.
        names: Of targets.
        each: What differs on each of them, where it fits: camera and size are for pictures alone, and a camera object
            for ROPs that take one, which those of USD stages do not.

    Raises:
        SceneError: Nothing is named that the scene has.
    """
    wanted = set(names)
    if not wanted & {target.name for target in scene.targets}:
        raise SceneError("The chosen nodes render nothing.", "Choose a ROP, or a node that ROPs are connected to.")
    targets: Dict[str, TargetChoice] = dict(choices.targets)
    for target in scene.targets:
        before = targets.get(target.name, TargetChoice())
        on = target.name in wanted
        targets[target.name] = replace(_with(before, each, target) if on and each else before, enabled=on)
    return replace(choices, targets=targets)


def _with(before: TargetChoice, each: TargetChoice, target: RenderTarget) -> TargetChoice:
    """A choice with what another says, as far as there is that to choose for a target."""
    pictures = target.kind == tables.ROP
    takes_camera = pictures and "stage" not in target.details
    return replace(
        before,
        frames=each.frames or before.frames,
        cameras=(takes_camera and each.cameras) or before.cameras,
        width=(pictures and each.width) or before.width,
        height=(pictures and each.height) or before.height,
    )
