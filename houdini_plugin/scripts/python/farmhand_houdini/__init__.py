"""Farmhand inside Houdini: the open scene as a Host, the panel, menus, a shelf tool, a submit ROP, a batch command.

Only what is particular to Houdini is here. What a scene's nodes mean is known to `farmhand.readers.houdini`, which
reads the same graph from a file; here the graph is filled from the open scene instead. A release's libraries come last
on `sys.path`, behind Houdini's own.
"""

# ruff: noqa: PLC0415  nothing of Houdini may be imported before it runs

from __future__ import annotations

__all__ = ["analyse_open_scene", "submit_open_scene"]

from typing import TYPE_CHECKING, Mapping, Optional, Sequence

from farmhand import vendored

vendored.append()  # every way in comes through here, and Houdini runs no script of a package before
if TYPE_CHECKING:
    from farmhand.job.choices import Choices, TargetChoice
    from farmhand.scene.model import Scene


def analyse_open_scene() -> Scene:
    """What the open scene renders and needs, for pipelines; runs to its end. Main thread only.

    Raises:
        SceneError: The scene was never saved.
    """
    from farmhand import pipeline
    from farmhand_houdini.host import HoudiniHost

    return pipeline.analyse(HoudiniHost())


def submit_open_scene(
    choices: Optional[Choices] = None,
    overrides: Optional[Mapping[str, str]] = None,
    rops: Sequence[str] = (),
    each: Optional[TargetChoice] = None,
) -> int:
    """Send the open scene's file to the farm, for pipelines; returns the task's number. Main thread only; it blocks.

    Args:
        choices: What differs from the scene and the farm's defaults.
        overrides: Settings that this call decides, name and text.
        rops: Paths of the nodes to render, and nothing else; what the scene has switched on where none are given.
        each: What differs on each target that `rops` lead to; frames, cameras, size.

    Raises:
        SceneError: The scene was never saved, was changed since (the farm renders the file), or has no such ROP.
        FarmhandError: See `farmhand.session.Session.submit`.
    """
    from farmhand import pipeline
    from farmhand.job.choices import Choices
    from farmhand_houdini.choosing import only
    from farmhand_houdini.host import HoudiniHost

    host = HoudiniHost()

    def choose(scene: Scene) -> Choices:
        wanted = choices or Choices()
        return only(scene, wanted, host.chosen(rops), each) if rops else wanted

    return pipeline.submit(host, choose, overrides)
