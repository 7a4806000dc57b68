"""The four files that describe a job to the farm: task.json, upload.json, asset.json, tips.json.

Source of their fields: the farm's documents. All scalar values are text, but for the few the farm's own analyser
writes as numbers.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from dataclasses import dataclass
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

from farmhand.errors import JobError, SceneError
from farmhand.farm.codes import CG_IDS, CG_NAMES
from farmhand.files import write_whole
from farmhand.job import clarisse, houdini, maya
from farmhand.job.choices import Job
from farmhand.paths import forward, server_path
from farmhand.scene.model import RenderTarget, Scene
from farmhand.turns import in_turns

NAMES = ("task.json", "upload.json", "asset.json", "tips.json")

_SCENE_INFO: Dict[str, Callable[[Scene, Sequence[RenderTarget]], Dict[str, Any]]] = {
    "maya": maya.scene_info,
    "houdini": houdini.scene_info,
    "clarisse": clarisse.scene_info,
}
"""How each DCC's targets are described to the farm."""


@dataclass(frozen=True)
class Registration:
    """What the farm gave the job before its files are written.

    Attributes:
        task_id, user_id: Numbers.
        platform: The account's platform number.
        project_id: Number of the project, `0` for none.
        plugins: Plug-ins and versions to load on the farm.
        version: The DCC's version on the farm.
    """

    task_id: int
    user_id: int
    platform: str
    project_id: str = "0"
    version: str = ""
    plugins: Optional[Mapping[str, str]] = None


def write(folder: str, job: Job, registration: Registration) -> List[str]:
    """Write the four files.

    Args:
        folder: Where; made if it is not there.
        job: What to render.
        registration: What the farm gave.

    Returns:
        The paths, in the order of `NAMES`.

    Raises:
        JobError: A path has no server path, or two files share one.
        SceneError: The scene file cannot be read any more.
        DiskError: The folder cannot be written.
    """
    assets: Dict[str, Any] = {**_assets(job), "references": _entries(job.scene)}
    contents: Tuple[Dict[str, Any], ...] = (task_file(job, registration), upload_file(job), assets, tips_file(job))
    paths = []
    for name, content in zip(NAMES, contents):
        path = os.path.join(folder, name)
        write_whole(path, _text(content).encode("utf-8"))
        paths.append(path)
    return paths


def task_file(job: Job, registration: Registration) -> Dict[str, Any]:
    """The content of task.json."""
    scene = job.scene
    describe = _SCENE_INFO[scene.host]
    content: Dict[str, Any] = {
        "task_info": _task_info(job, registration),
        "software_config": {
            "cg_name": CG_NAMES[scene.host],
            "cg_version": registration.version or scene.version,
            "plugins": dict(registration.plugins or {}),
        },
        "scene_info": describe(scene, scene.targets),
        "scene_info_render": describe(scene, job.targets),
        "env": {},
        "dependency_task": {},
    }
    if scene.host == "maya":
        content.update(maya.layer_names(scene), **maya.arnold_info(job.targets))
        content["task_info"].update(maya.preferences(scene), **maya.gpu_render(scene, job.targets))
    return content


def upload_file(job: Job) -> Dict[str, Any]:
    """The content of upload.json: the scene and every asset that travels, each once.

    Raises:
        JobError: A path has no server path, or two local files share one.
        SceneError: The scene file cannot be read any more.
    """
    scene = job.scene
    entries = [upload_entry(scene.path)] + [upload_entry(asset.path, asset.server) for asset in in_turns(job.assets)]
    taken: Dict[str, str] = {}
    for entry in entries:
        other = taken.setdefault(entry["server"], entry["local"])
        if other != entry["local"]:
            raise JobError(
                "{one} and {two} would be the same file {server} on the farm.",
                "Rename or move one of them.",
                one=other,
                two=entry["local"],
                server=entry["server"],
            )
    unique = list({entry["server"]: entry for entry in entries}.values())
    return {"scene": [dict(entries[0], hash=_md5(scene.path))], "asset": unique}


def upload_entry(path: str, server: str = "") -> Dict[str, str]:
    """A file's entry in upload.json.

    Args:
        path: The local file.
        server: Where it goes, if elsewhere than its path says.

    Raises:
        JobError: The path has no server path.
    """
    return {"local": forward(path), "server": server or server_path(path)}


def asset_file(job: Job) -> Dict[str, Any]:
    """The content of asset.json: the official keys, and every reference by node and attribute."""
    return {**_assets(job), "references": list(_entries(job.scene))}


def _assets(job: Job) -> Dict[str, Any]:
    scene = job.scene
    return {
        "scene_file": _line(scene.path, scene.size, scene.mtime_ns),
        "scene_file_size": scene.size,
        "asset_num": len(job.assets),
        "asset_size": sum(job.assets.column("size")),
        "asset": [_line(asset.path, asset.size, asset.mtime_ns) for asset in in_turns(job.assets)],
        "missing": [
            {_mention(reference.node, reference.attribute): reference.pattern}
            for reference in scene.references
            if reference.missing
        ],
    }


def _entries(scene: Scene) -> Iterator[Dict[str, Any]]:
    for reference in scene.references:
        yield {
            "node": reference.node,
            "attribute": reference.attribute,
            "pattern": reference.pattern,
            "files": [forward(path) for path in reference.files],
        }


def tips_file(job: Job) -> Dict[str, List[str]]:
    """The content of tips.json: details by code."""
    found: Dict[str, List[str]] = {}
    for tip in job.problems():
        found.setdefault(tip.code, []).extend(tip.details)
    return found


def _task_info(job: Job, registration: Registration) -> Dict[str, Any]:
    scene, choices = job.scene, job.choices
    windows = (choices.os_name or ("windows" if sys.platform.startswith("win") else "linux")) == "windows"
    return {
        "input_cg_file": forward(scene.path),
        "input_project_path": forward(scene.project),
        "scene_project_path": forward(scene.project),
        "cg_id": str(CG_IDS[scene.host]),
        "os_name": "1" if windows else "0",
        "platform": registration.platform,
        "channel": "4",
        "task_id": str(registration.task_id),
        "user_id": str(registration.user_id),
        "project_id": registration.project_id,
        "project_name": choices.project_name,
        "is_picture": "0",
        "frames_per_task": str(choices.frames_per_task),
        "pre_frames": choices.priority_frames,
        "stop_after_test": "1" if choices.stop_after_priority else "2",
        "job_stop_time": str(choices.frame_timeout),
        "task_stop_time": str(choices.task_timeout),
        "time_out": str(choices.remind_after),
        "tiles": str(choices.tiles),
        "tiles_type": choices.tile_kind,
        "enable_layered": "1" if choices.layered else "0",
        "is_layer_rendering": "1",
        "render_layer_type": "1" if scene.layer_system == "render_setup" else "0",
        "is_distribute_render": "0",
        "distribute_render_node": "3",
        "ram": str(choices.ram),
        "hardwareConfigId": choices.hardware_id,
        "hardwareConfigIds": [choices.hardware_id] if choices.hardware_id else [],
        "graphics_cards_num": "2",
    }


def _text(content: Mapping[str, Any]) -> str:
    """An object as JSON, each item of its lists in a line. One after the other: where a hundred thousand dicts come
    into being at once, Python's collector looks through everything, and the window waits for it."""
    whole, flat = (json.JSONEncoder(ensure_ascii=False, indent=indent).encode for indent in (1, None))
    entries = []
    for name, value in content.items():
        if isinstance(value, (list, Iterator)):
            lines = ",\n  ".join(map(flat, in_turns(value)))
            text = "[\n  %s\n ]" % lines if lines else "[]"
        else:
            text = whole(value).replace("\n", "\n ")
        entries.append(" %s: %s" % (flat(name), text))
    return "{\n%s\n}\n" % ",\n".join(entries)


def _line(path: str, size: int, mtime_ns: int) -> str:
    stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(mtime_ns / 1e9))
    return "{}  (mtime {}) size {}".format(forward(path), stamp, size)


def _mention(node: str, attribute: str) -> str:
    return "reference" if attribute == "reference" else "{}.{}".format(node, attribute)


def _md5(path: str) -> str:
    digest = hashlib.md5()
    try:
        with open(path, "rb") as stream:
            for block in iter(lambda: stream.read(1 << 20), b""):
                digest.update(block)
    except OSError as error:
        raise SceneError(
            "The scene {path} cannot be read any more: {reason}.",
            "Save the scene again, then analyse it anew.",
            path=path,
            reason=(error.strerror or str(error)).lower(),
        ) from error
    return digest.hexdigest()
