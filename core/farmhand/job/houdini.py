"""Houdini's part of task.json: render nodes, geometry nodes and distributed simulations in three lists.

Source of the fields: the farm's task file documents, and what its current analyser writes beyond them. All values are
texts, but for the lock codes and the slice divisions.
"""

from __future__ import annotations

from typing import Any, Dict, List, Sequence

from farmhand.frames import FrameRange
from farmhand.scene.model import RenderTarget, Scene

_LOCKS = {"50113": "The camera configured for the render node does not exist. Please check the camera settings."}
"""Why the farm will not render a node, in the farm's words."""


def scene_info(scene: Scene, targets: Sequence[RenderTarget]) -> Dict[str, Any]:
    """The `scene_info` (and `scene_info_render`) of a Houdini scene.

    Args:
        scene: The analysed scene; Houdini's entries need nothing of it beyond its targets.
        targets: Its targets as analysed, or as chosen.

    Returns:
        `rop_node`, `geo_node` and `distributedsim_node`, each with what is needed before what needs it. A Redshift
        node that writes proxies too stands in the first two.
    """
    targets = _in_order(targets)
    return {
        "rop_node": [_rop(target) for target in targets if target.kind == "rop"],
        "geo_node": [_geo(target) for target in targets if target.kind == "geo" or "also_geo" in target.details],
        "distributedsim_node": [_simulation(target) for target in targets if target.kind == "sim"],
    }


def _in_order(targets: Sequence[RenderTarget]) -> List[RenderTarget]:
    """The targets in their own order, but for those that others need: they come first. Circles are left as they are."""
    by_name = {target.name: target for target in targets}
    found: Dict[str, RenderTarget] = {}
    for target in targets:
        path = [(target, iter(target.needs))]
        open_names = {target.name}
        while path:
            this, needs = path[-1]
            name = next(needs, None)
            if name is None:
                found.setdefault(this.name, this)
                path.pop()
            elif name in by_name and name not in found and name not in open_names:
                open_names.add(name)
                path.append((by_name[name], iter(by_name[name].needs)))
    return list(found.values())


def _rop(target: RenderTarget) -> Dict[str, Any]:
    """One render node. The camera of a USD stage is a prim: the farm looks for a node, so it is left out."""
    lock = "" if target.enabled else target.details.get("lock", "")
    return {
        "node": target.name,
        "frames": _frames(target.frames),
        "camera": "" if "stage" in target.details else ",".join(target.cameras),
        "width": str(target.width or ""),
        "height": str(target.height or ""),
        "option": "-1",
        "render": _flag(target.enabled),
        "render_locked": _flag(bool(lock)),
        "render_lock_code": {lock: _LOCKS[lock]} if lock in _LOCKS else {},
    }


def _geo(target: RenderTarget) -> Dict[str, Any]:
    return {
        "node": target.name,
        "node_type": target.renderer,
        "frames": _frames(target.frames),
        "option": "0",
        "render": _flag(target.enabled and target.kind == "geo"),
    }


def _simulation(target: RenderTarget) -> Dict[str, Any]:
    details = target.details
    entry: Dict[str, Any] = {
        "node": target.name,
        "output_driver": details.get("output_driver", ""),
        "render": _flag(target.enabled),
        "simControlName": details.get("simControlName", ""),
        "output_file": target.output,
        "num_slices": details.get("num_slices", "1"),
        "option": "1",
        "frames": _frames(target.frames),
        "sliceType": details.get("sliceType", ""),
    }
    if "slicediv" in details:
        entry["slicediv"] = [int(number) for number in details["slicediv"].split(",")]
    if "cluster_filter" in details:
        entry["cluster_filter"] = details["cluster_filter"]
    return entry


def _frames(frames: FrameRange) -> str:
    """Frames in the form Houdini's entries have, a single one too: `7-7[1]`."""
    parts: List[str] = ["{}-{}[{}]".format(piece.start, piece.end, piece.step) for piece in frames.segments]
    return ",".join(parts)


def _flag(value: bool) -> str:
    return "1" if value else "0"
