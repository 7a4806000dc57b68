"""Farmhand inside Maya: the open scene as a Host, a docked panel, a menu, a shelf button, a batch command.

Only what is particular to Maya is here. What a scene's nodes mean is known to `farmhand.readers`, which reads the same
graph from a file; here the graph is filled from the open scene instead.
"""

# ruff: noqa: PLC0415  nothing of Maya may be imported before it runs

from __future__ import annotations

__all__ = ["analyse_open_scene", "submit_open_scene"]

from typing import TYPE_CHECKING, Mapping, Optional

if TYPE_CHECKING:
    from farmhand.job.choices import Choices
    from farmhand.scene.model import Scene


def analyse_open_scene() -> Scene:
    """What the open scene renders and needs, for pipelines; runs to its end. Main thread only.

    Raises:
        SceneError: The scene was never saved.
    """
    from farmhand import pipeline
    from farmhand_maya.host import MayaHost

    return pipeline.analyse(MayaHost())


def submit_open_scene(choices: Optional[Choices] = None, overrides: Optional[Mapping[str, str]] = None) -> int:
    """Send the open scene's file to the farm, for pipelines; returns the task's number. Main thread only; it blocks.

    Args:
        choices: What differs from the scene and the farm's defaults.
        overrides: Settings that this call decides, name and text.

    Raises:
        SceneError: The scene was never saved, or was changed since: the farm renders the file.
        FarmhandError: See `farmhand.session.Session.submit`.
    """
    from farmhand import pipeline
    from farmhand.job.choices import Choices
    from farmhand_maya.host import MayaHost

    return pipeline.submit(MayaHost(), lambda scene: choices or Choices(), overrides)
