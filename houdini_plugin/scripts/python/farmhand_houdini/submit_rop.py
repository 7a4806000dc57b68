"""The Farmhand Submit ROP: its inputs are the ROPs to send, its parameters the settings, kept in the scene's file.

The digital asset in `otls/farmhand_submit.hda` holds nothing but its parameters; its buttons call the functions here.
"""

# ruff: noqa: PLC0415  the panel is imported when somebody wants it

from __future__ import annotations

import logging
from typing import Any, List, Mapping

import hou

from farmhand.errors import FarmhandError, SceneError
from farmhand.job.choices import Choices
from farmhand_houdini.rop_settings import asked, parms_of

_log = logging.getLogger(__name__)

TYPE = "farmhand_submit"
LAST_TASK = "farmhand_last_task"


def created(kwargs: Mapping[str, Any]) -> None:
    """A node was made: it begins with the preset that the studio or the user named `Default`, as a scene does."""
    from farmhand.job.presets import default_choices

    try:
        fresh, wanted = parms_of(Choices()), parms_of(default_choices())
    except (FarmhandError, ValueError) as error:
        _log.warning("The default preset is not taken over: %s", error)
        return
    differing = {name: value for name, value in wanted.items() if value != fresh[name]}
    if differing:
        kwargs["node"].setParms(differing)


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
        wanted = asked(node)
        _remember(node, submit_open_scene(wanted.choices, rops=[node.path()], each=wanted.each))
    except FarmhandError as error:
        raise hou.NodeError(str(error)) from error


def show_task(kwargs: Mapping[str, Any]) -> None:
    """The button Show Last Task: the panel's page with the tasks, and the newest of this node in view."""
    _needs_windows()
    from farmhand_houdini import window

    panel = window.show()
    panel.show_page("tasks")
    task = kwargs["node"].cachedUserData(LAST_TASK)
    if task:
        panel.controller.watch(int(task))
    else:
        panel.controller.list_tasks()


def connected(node: Any) -> List[str]:
    """Paths of the nodes at its inputs.

    Args:
        node: A submit ROP.
    """
    return [one.path() for one in node.inputs() if one is not None]


def _show(node: Any, send: bool) -> None:
    """The panel for a node; what is wrong with its settings is told in the panel."""
    _needs_windows()
    from farmhand_houdini import window
    from farmhand_ui.messages import of_error

    try:
        if not connected(node):
            raise SceneError("No ROP is connected to {node}.", "Connect the ROPs to its inputs.", node=node.path())
        window.show([node.path()], asked(node), send, lambda task: _remember(node, task))
    except FarmhandError as error:
        window.show().controller.tell(of_error(error))


def _remember(node: Any, task: int) -> None:
    """Keep the number of the task with the node, for as long as the scene is open; the scene stays unchanged."""
    try:
        node.setCachedUserData(LAST_TASK, task)
    except hou.ObjectWasDeleted:
        _log.info("The submit node is gone.")


def _needs_windows() -> None:
    if not hou.isUIAvailable():
        raise hou.NodeError("Farmhand's panel needs Houdini's windows; the button Submit works without.")
