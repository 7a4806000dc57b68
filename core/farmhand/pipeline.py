"""The open scene of a program analysed and submitted in one call, for studios' own scripts; no window is involved.

Each plug-in has `analyse_open_...` and `submit_open_...`, which call these with its own Host. Both block, on the main
thread, since that is where a Host may be asked.
"""

from __future__ import annotations

from typing import Callable, Mapping, Optional

from farmhand.errors import SceneError
from farmhand.hooks import analysed
from farmhand.job.choices import Choices, Job
from farmhand.progress import CancelToken, unheard
from farmhand.scene.host import Host, run
from farmhand.scene.model import Scene
from farmhand.session import Session


def analyse(host: Host) -> Scene:
    """What a scene renders and needs, with the studio's hooks around the look.

    Raises:
        SceneError: The scene was never saved, or cannot be read.
        HookRefused: The studio does not want this scene.
    """
    return run(analysed(host))


def submit(
    host: Host, choose: Callable[[Scene], Choices], overrides: Optional[Mapping[str, str]] = None
) -> int:
    """Send the file of the open scene to the farm.

    Args:
        host: The open scene.
        choose: Gives what differs from the scene and the farm's defaults, knowing the scene.
        overrides: Settings that this call decides, name and text.

    Returns:
        The task's number.

    Raises:
        SceneError: The scene was never saved, or was changed since: the farm renders the file.
        FarmhandError: See `farmhand.session.Session.submit`.
    """
    if host.is_modified():
        raise SceneError("The scene has changes that are not in its file.", "Save it first: the farm renders the file.")
    scene = analyse(host)
    job = Job(scene, choose(scene))
    session = Session.open(overrides)
    try:
        return session.submit(job, unheard, CancelToken())
    finally:
        session.close()
