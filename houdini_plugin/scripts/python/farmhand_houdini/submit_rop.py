"""The Farmhand Submit ROP: its inputs are the ROPs to send, its parameters the settings, kept in the scene's file.

The digital asset in `otls/farmhand_submit.hda` holds nothing but its parameters; its buttons call the functions here.
"""

# ruff: noqa: PLC0415  the panel is imported when somebody wants it

from __future__ import annotations

import logging
from typing import Any, Callable, List, Mapping, Tuple

import hou

from farmhand.errors import FarmhandError, SceneError
from farmhand.frames import FrameRange
from farmhand.job.choices import Choices

_log = logging.getLogger(__name__)

TYPE = "farmhand_submit"
LAST_TASK = "farmhand_last_task"
FLAGS = ("priority_first", "priority_middle", "priority_last")
SYSTEMS = ("", "linux", "windows")
"""Tokens of the menu `os_name`: as this machine, Linux, Windows."""

SETTINGS: Tuple[Tuple[str, str, Callable[[Any], Any]], ...] = (
    ("project_name", "project_name", str),
    ("software_version", "software_version", str),
    ("frames_per_task", "frames_per_task", int),
    ("stop_after_priority", "stop_after_priority", bool),
    ("tiles", "tiles", int),
    ("frame_timeout", "frame_timeout", int),
)
"""Parameter, field of Choices, and what the field takes."""


def open_panel(kwargs: Mapping[str, Any]) -> None:
    """The button Open Panel: the panel with the connected ROPs and this node's settings."""
    _show(kwargs["node"], False)


def submit(kwargs: Mapping[str, Any]) -> None:
    """The button Submit: the same, and sends it as soon as nothing is in the way; without windows it sends at once."""
    node = kwargs["node"]
    if hou.isUIAvailable():
        _show(node, True)
        return
    from farmhand_houdini import submit_open_scene

    try:
        node.setCachedUserData(LAST_TASK, submit_open_scene(choices(node), rops=[node.path()]))
    except FarmhandError as error:
        raise hou.NodeError(str(error)) from error


def show_task(kwargs: Mapping[str, Any]) -> None:
    """The button Show Last Task: the panel's page with the tasks, and the newest of this scene in view."""
    from farmhand_houdini import window

    panel = window.show()
    panel.show_page("tasks")
    task = kwargs["node"].cachedUserData(LAST_TASK)
    if task:
        panel.controller.watch(int(task))
    else:
        panel.controller.list_tasks()


def choices(node: Any) -> Choices:
    """What the node's parameters say.

    Args:
        node: A submit ROP.

    Raises:
        JobError: A parameter has a value that the farm does not take.
    """
    fields = {field: kind(node.evalParm(parm)) for parm, field, kind in SETTINGS}
    fields["priority_frames"] = "".join("1" if node.evalParm(flag) else "0" for flag in FLAGS)
    fields["os_name"] = SYSTEMS[int(node.evalParm("os_name"))]
    made = Choices(**fields)
    frames = str(node.evalParm("frames")).strip()
    if frames:
        asked = FrameRange.parse(frames)
        for path in connected(node):
            made = made.with_target(path, frames=asked)
    return made


def connected(node: Any) -> List[str]:
    """Paths of the nodes at its inputs.

    Args:
        node: A submit ROP.
    """
    return [one.path() for one in node.inputs() if one is not None]


def _show(node: Any, send: bool) -> None:
    """The panel for a node; what is wrong with its settings is told in the panel."""
    from farmhand_houdini import window
    from farmhand_ui.messages import of_error

    try:
        if not connected(node):
            raise SceneError("No ROP is connected to {node}.", "Connect the ROPs to its inputs.", node=node.path())
        panel = window.show([node.path()], choices(node), send)
    except FarmhandError as error:
        window.show().controller.tell(of_error(error))
        return
    remember = _Remember(node)
    panel.controller.state_changed.connect(lambda state: remember(state, panel.controller))


class _Remember:
    """Keeps the number of the task with the node, for as long as the scene is open; the scene stays unchanged."""

    def __init__(self, node: Any) -> None:
        self._node = node
        self._sending = False

    def __call__(self, state: str, controller: Any) -> None:
        if state == "submitting":
            self._sending = True
        elif self._sending:
            self._sending = False
            try:
                self._node.setCachedUserData(LAST_TASK, int(controller.task_id))
            except hou.ObjectWasDeleted:
                _log.info("The submit node is gone.")
