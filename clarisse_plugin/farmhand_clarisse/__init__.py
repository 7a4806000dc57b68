"""Farmhand inside Clarisse: the open project as a Host, a panel beside the program's windows, a menu, a shelf, batch.

Only what is particular to Clarisse is here. What a project's objects mean is known to `farmhand.readers.clarisse`,
which reads the same objects from a file. Nothing of Clarisse is imported before it is needed, so the installer can
import `farmhand_clarisse.shelf` anywhere.
"""

# ruff: noqa: PLC0415  nothing of Clarisse may be imported before it runs

from __future__ import annotations

__all__ = ["analyse_open_project", "submit_open_project"]

from typing import TYPE_CHECKING, Mapping, Optional

if TYPE_CHECKING:
    from farmhand.job.choices import Choices
    from farmhand.scene.model import Scene


def analyse_open_project() -> Scene:
    """What the open project renders and needs, for pipelines; runs to its end. Main thread only.

    Raises:
        SceneError: The project was never saved, or Clarisse does not answer.
    """
    from farmhand import pipeline
    from farmhand_clarisse.host import ClarisseHost

    return pipeline.analyse(ClarisseHost())


def submit_open_project(choices: Optional[Choices] = None, overrides: Optional[Mapping[str, str]] = None) -> int:
    """Send the open project's file to the farm, for pipelines; returns the task's number. Main thread only; it blocks.

    Args:
        choices: What differs from the scene and the farm's defaults.
        overrides: Settings that this call decides, name and text.

    Raises:
        SceneError: The project was never saved, or was changed since: the farm renders the file.
        FarmhandError: See `farmhand.session.Session.submit`.
    """
    from farmhand import pipeline
    from farmhand.job.choices import Choices
    from farmhand_clarisse.host import ClarisseHost

    return pipeline.submit(ClarisseHost(), lambda project: choices or Choices(), overrides)
