"""The settings of a Farmhand Submit ROP: its parameters as choices for a job, and choices as its parameters.

Which parameters there are stands in the asset's DialogScript; tests hold both against the
fields of `Choices`.
"""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Tuple

from farmhand.errors import SceneError
from farmhand.frames import FrameRange
from farmhand.job.choices import BY_TASK, BY_USER, Choices, TargetChoice, read_plugins

TEXTS = ("project_name", "producer", "software_version", "hardware_id", "isolation_user")
NUMBERS = ("frames_per_task", "tiles", "frame_timeout", "task_timeout", "remind_after")
SWITCHES = ("stop_after_priority", "all_frames")
MENUS: Mapping[str, Tuple[Any, ...]] = {
    "os_name": ("", "linux", "windows"),
    "ram": (64, 128),
    "tile_kind": ("block", "strip"),
    "isolation": ("", BY_TASK, BY_USER),
}
"""What the entries of a menu mean, in its order."""
FLAGS = ("priority_first", "priority_middle", "priority_last")
OWN = "priority_own"
"""The three flags and the frames behind the colon of `Choices.priority_frames`."""
PLUGINS = "plugins"
EACH = ("frames", "camera", "width", "height")
"""Of every ROP that the node leads to; where they are empty or 0, the ROP's own holds."""


class Asked(NamedTuple):
    """What a submit ROP asks for.

    Attributes:
        choices: The settings of the job, without targets.
        each: What differs on every ROP that it leads to.
    """

    choices: Choices
    each: TargetChoice


def asked(node: Any) -> Asked:
    """What a node's parameters say.

    Args:
        node: A submit ROP.

    Raises:
        JobError: A parameter has a value that the farm does not take.
        SceneError: Its camera is not there.
    """
    fields: Dict[str, Any] = {name: str(node.evalParm(name)).strip() for name in TEXTS}
    fields.update((name, int(node.evalParm(name))) for name in NUMBERS)
    fields.update((name, bool(node.evalParm(name))) for name in SWITCHES)
    fields.update((name, entries[int(node.evalParm(name))]) for name, entries in MENUS.items())
    own = "".join(str(node.evalParm(OWN)).split())
    flags = "".join("1" if node.evalParm(flag) else "0" for flag in FLAGS)
    fields["priority_frames"] = flags + (":" + own if own else "")
    fields[PLUGINS] = read_plugins(str(node.evalParm(PLUGINS)).replace(",", " ").split())
    return Asked(Choices(**fields), _each(node))


def _each(node: Any) -> TargetChoice:
    frames = str(node.evalParm("frames")).strip()
    width, height = int(node.evalParm("width")), int(node.evalParm("height"))
    if (width > 0) != (height > 0):
        raise SceneError("{node} has only one of width and height.", "Set both, or both to 0.", node=node.path())
    return TargetChoice(
        frames=FrameRange.parse(frames) if frames else None,
        cameras=_camera(node),
        width=width if width > 0 else None,
        height=height if width > 0 else None,
    )


def _camera(node: Any) -> Optional[Tuple[str, ...]]:
    path = str(node.evalParm("camera")).strip()
    if not path:
        return None
    camera = node.node(path)
    if camera is None:
        raise SceneError(
            "The camera {camera} of {node} is not in the scene.", "Choose another, or none.",
            camera=path, node=node.path(),
        )  # fmt: skip
    return (camera.path(),)


def parms_of(choices: Choices) -> Dict[str, Any]:
    """The parameters of a submit ROP that say the same as these choices, but for what is about single targets.

    Args:
        choices: Such as a preset's.
    """
    found: Dict[str, Any] = {name: getattr(choices, name) for name in TEXTS + NUMBERS}
    found.update((name, int(getattr(choices, name))) for name in SWITCHES)
    found.update((name, entries.index(getattr(choices, name))) for name, entries in MENUS.items())
    flags, _, found[OWN] = choices.priority_frames.partition(":")
    found.update((name, int(flag)) for name, flag in zip(FLAGS, flags))
    plugins: List[str] = ["%s=%s" % pair for pair in sorted((choices.plugins or {}).items())]
    found[PLUGINS] = " ".join(plugins)
    return found
