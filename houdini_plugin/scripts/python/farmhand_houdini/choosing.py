"""The ROPs that somebody pointed at, as the choice of what renders."""

from __future__ import annotations

from typing import Iterable

from farmhand.errors import SceneError
from farmhand.job.choices import Choices
from farmhand.scene.model import Scene


def only(scene: Scene, choices: Choices, names: Iterable[str]) -> Choices:
    """Choices by which these targets render and no others.

    Args:
        scene: The analysed scene.
        choices: What was chosen before; it stays, but for what renders.
        names: Of targets.

    Raises:
        SceneError: Nothing is named that the scene has.
    """
    wanted = set(names)
    if not wanted & {target.name for target in scene.targets}:
        raise SceneError("The chosen nodes render nothing.", "Choose a ROP, or a node that ROPs are connected to.")
    for target in scene.targets:
        choices = choices.with_target(target.name, enabled=target.name in wanted)
    return choices
