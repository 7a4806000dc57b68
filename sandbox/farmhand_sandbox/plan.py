"""Reads a task.json as the farm would: what is to be rendered, in which frames, from which camera.

The plan is pure data; who renders it when is the scheduler's matter. What cannot be rendered is
refused here, before a frame record exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, Iterator, List, Mapping, Sequence, Tuple

from farmhand_sandbox import facts, ranges
from farmhand_sandbox.refusal import illegal
from farmhand_sandbox.storage import safe_name


@dataclass(frozen=True)
class Target:
    """One layer, ROP or image through one camera. `layer` and `camera` are names, the folders are safe file names."""

    layer: str
    camera: str
    frames: Tuple[int, ...]
    width: int
    height: int
    layer_folder: str = ""
    camera_folder: str = ""

    @property
    def folder(self) -> str:
        """Where its pictures lie below the task's output; unlike the camera's name it is unique."""
        return f"{self.layer_folder}/{self.camera_folder}"


@dataclass(frozen=True)
class Piece:
    """Frames that one node renders in one go; priority pieces come first."""

    target: Target
    frames: Tuple[int, ...]
    priority: bool


@dataclass(frozen=True)
class Plan:
    """All that a submitted task renders."""

    task_id: str
    scene: str
    scene_stem: str
    cg_id: int
    project: str
    targets: Tuple[Target, ...]
    frames_per_task: int
    priority_flags: str
    priority_frames: Tuple[int, ...]
    hold_after_test: bool
    layered: bool


def _number(value: Any, otherwise: int) -> int:
    try:
        return max(int(float(value)), 0) or otherwise
    except (TypeError, ValueError, OverflowError):
        return otherwise


def _frames(text: Any, where: str) -> Tuple[int, ...]:
    try:
        return ranges.parse(str(text or ""), facts.MAX_FRAMES)
    except ValueError as error:
        raise illegal(f"frames of {where}: {error}") from error


def _short(node: str) -> str:
    return node.rstrip("/|").replace("|", "/").rsplit("/", 1)[-1]


def _maya(scene: Mapping[str, Any]) -> Iterator[Target]:
    for layer, found in scene.items():
        if not isinstance(found, Mapping) or str(found.get("renderable")) != "1":
            continue
        common = found.get("common")
        if not isinstance(common, Mapping):
            raise illegal(f"layer {layer} has no common settings")
        cameras = common.get("render_camera") or []
        if not isinstance(cameras, list) or not cameras:
            raise illegal(f"layer {layer} has no render camera")
        frames = _frames(common.get("frames"), f"layer {layer}")
        for camera in cameras:
            yield Target(
                layer,
                str(camera),
                frames,
                _number(common.get("width"), 1920),
                _number(common.get("height"), 1080),
            )


def _houdini(scene: Mapping[str, Any]) -> Iterator[Target]:
    for kind in ("rop_node", "geo_node", "distributedsim_node"):
        for node in _records(scene, kind):
            if str(node.get("render")) == "1":
                name = str(node.get("node", ""))
                camera = _short(str(node.get("camera") or kind.split("_", 1)[0]))
                frames = _frames(node.get("frames"), name)
                yield Target(
                    name,
                    camera,
                    frames,
                    _number(node.get("width"), 1920),
                    _number(node.get("height"), 1080),
                )


def _clarisse(scene: Mapping[str, Any]) -> Iterator[Target]:
    for image in _records(scene, "image_node"):
        for node in (image, *_records(image, "layers")):
            if str(node.get("renderable")) == "1":
                name = str(node.get("name", "")).replace("project://", "", 1)
                yield Target(name, "image", _frames(node.get("frames"), name), 1920, 1080)


def _records(parent: Mapping[str, Any], key: str) -> List[Mapping[str, Any]]:
    found = parent.get(key) or []
    if not isinstance(found, list) or not all(isinstance(node, Mapping) for node in found):
        raise illegal(f"{key} must be a list of objects")
    return found


# How each DCC's part of scene_info_render is read.
READERS: Dict[int, Callable[[Mapping[str, Any]], Iterator[Target]]] = {
    2000: _maya,
    2004: _houdini,
    2013: _clarisse,
}


def _with_folders(targets: Sequence[Target]) -> Iterator[Target]:
    """Give each target its folders; two names that become one folder name get numbers."""
    layers: Dict[str, str] = {}
    cameras: Dict[Tuple[str, str], str] = {}
    taken: Dict[Tuple[str, ...], int] = {}

    def folder(*key: str) -> str:
        taken[key] = taken.get(key, 0) + 1
        return key[-1] if taken[key] == 1 else f"{key[-1]}_{taken[key]}"

    for target in targets:
        if target.layer not in layers:
            layers[target.layer] = folder(safe_name(target.layer, "layer"))
        place = (target.layer, target.camera)
        if place in cameras:
            continue  # the same camera named twice renders once
        cameras[place] = folder(layers[target.layer], safe_name(_short(target.camera), "camera"))
        yield Target(
            target.layer,
            target.camera,
            target.frames,
            target.width,
            target.height,
            layers[target.layer],
            cameras[place],
        )


def _priority(text: str) -> Tuple[str, Tuple[int, ...]]:
    flags, _, custom = text.partition(":")
    if len(flags) != 3 or set(flags) - {"0", "1"}:
        raise illegal(f"pre_frames {text!r} must begin with three flags of 0 or 1")
    return flags, _frames(custom, "pre_frames") if custom else ()


def read(task: Any) -> Plan:
    """The plan of a parsed task.json.

    Raises:
        Refusal: 600, with what is wrong.
    """
    if not isinstance(task, Mapping) or not isinstance(task.get("task_info"), Mapping):
        raise illegal("task.json has no task_info")
    info: Mapping[str, Any] = task["task_info"]
    cg_id = _number(info.get("cg_id"), 0)
    if cg_id not in READERS:
        raise illegal(f"the sandbox renders {sorted(READERS)}, not cg_id {info.get('cg_id')!r}")
    scene = task.get("scene_info_render")
    if not isinstance(scene, Mapping):
        raise illegal("task.json has no scene_info_render")
    targets = tuple(_with_folders(tuple(READERS[cg_id](scene))))
    total = sum(len(target.frames) for target in targets)
    if not total:
        raise illegal("nothing in scene_info_render is to be rendered")
    if total > facts.MAX_FRAMES:
        raise illegal(f"{total} frames are more than {facts.MAX_FRAMES}")
    scene_file = str(info.get("input_cg_file") or "scene").replace("\\", "/").rsplit("/", 1)[-1]
    flags, custom = _priority(str(info.get("pre_frames") or "000"))
    return Plan(
        task_id=str(info.get("task_id") or ""),
        scene=scene_file,
        scene_stem=safe_name(scene_file.rsplit(".", 1)[0], "scene"),
        cg_id=cg_id,
        project=str(info.get("project_name") or ""),
        targets=targets,
        frames_per_task=_number(info.get("frames_per_task"), 1),
        priority_flags=flags,
        priority_frames=custom,
        hold_after_test=str(info.get("stop_after_test")) == "1",
        layered=str(info.get("enable_layered")) == "1" and cg_id == 2000,
    )


def pieces(plan: Plan, targets: Sequence[Target]) -> Iterator[Piece]:
    """Frame groups of these targets in the order in which they render: priority frames one by one, then the rest."""
    rest: List[Piece] = []
    for target in targets:
        frames = target.frames
        flagged = (frames[0], frames[len(frames) // 2], frames[-1])
        wanted = {frame for frame, flag in zip(flagged, plan.priority_flags) if flag == "1"}
        wanted.update(plan.priority_frames)
        yield from (Piece(target, (frame,), True) for frame in frames if frame in wanted)
        main = [frame for frame in frames if frame not in wanted]
        rest.extend(
            Piece(target, group, False) for group in ranges.groups(main, plan.frames_per_task)
        )
    yield from rest
