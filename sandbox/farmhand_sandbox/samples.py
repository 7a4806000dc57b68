"""An account that looks lived in: a task in every status, layered ones, one of thousands of frames, one deleted.

The samples stand still: nothing renders them, so a test finds what it found the day before. Those of a status that the
farm would reach by rendering are held in it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Dict, List, Sequence, Tuple

from farmhand_sandbox import facts, pictures
from farmhand_sandbox.farm import Farm, output_paths
from farmhand_sandbox.store import NewFrame, Store

_HOUR = 3600.0  # seconds
_FRAME_SECONDS = 480.0
MANY_FRAMES = 5000
Shares = Sequence[Tuple[int, int]]  # (status of a frame, how many)

_DONE, _FAILED, _WAIT, _STOP = facts.FRAME_DONE, facts.FRAME_FAILED, facts.FRAME_WAITING, facts.FRAME_STOPPED


@dataclass(frozen=True)
class Sample:
    """One task; `layers` other than one empty name make it layered, each with all the frames."""

    scene: str
    cg_id: int
    status: int
    frames: Shares
    layers: Tuple[str, ...] = ("",)
    pictures: bool = False
    deleted: bool = False


SAMPLES: Tuple[Sample, ...] = (
    Sample("waiting.ma", 2000, facts.TASK_WAITING, ((_WAIT, 24),)),
    Sample("rendering.ma", 2000, facts.TASK_RENDERING, ((_DONE, 10), (_FAILED, 1), (_WAIT, 13))),
    Sample("preprocessing.hip", 2004, facts.TASK_PREPROCESSING, ((6, 20), (9, 2), (10, 2))),
    Sample("stopped.ma", 2000, facts.TASK_STOPPED, ((_DONE, 4), (_STOP, 20))),
    Sample("stopped_by_user.ma", 2000, facts.TASK_STOPPED_BY_USER, ((_DONE, 12), (_STOP, 12))),
    Sample("arrears.ma", 2000, facts.TASK_ARREARS, ((_DONE, 2), (_STOP, 22))),
    Sample("timed_out.hip", 2004, facts.TASK_TIMED_OUT, ((_DONE, 20), (11, 4))),
    Sample("done.ma", 2000, facts.TASK_DONE, ((_DONE, 12),), pictures=True),
    Sample("done_with_failed.project", 2013, facts.TASK_DONE_WITH_FAILED, ((_DONE, 11), (_FAILED, 1)), pictures=True),
    Sample("abandoned.ma", 2000, facts.TASK_ABANDONED, ((_STOP, 24),)),
    Sample("test_done.ma", 2000, facts.TASK_TEST_DONE, ((_DONE, 3), (8, 21))),
    Sample("failed.hip", 2004, facts.TASK_FAILED, ((_FAILED, 24),)),
    Sample("analysing.ma", 2000, facts.TASK_ANALYSING, ()),
    Sample("updating.ma", 2000, facts.TASK_UPDATING, ((_DONE, 6), (_WAIT, 18))),
    Sample("layered_done.ma", 2000, facts.TASK_DONE, ((_DONE, 24),), ("beauty", "fog", "matte")),
    Sample("layered_rendering_镜头.ma", 2000, facts.TASK_RENDERING, ((_DONE, 8), (_WAIT, 16)), ("beauty", "fog")),
    Sample("thousands.ma", 2000, facts.TASK_RENDERING, ((_DONE, 3210), (_FAILED, 7), (_WAIT, MANY_FRAMES - 3217))),
    Sample("deleted.ma", 2000, facts.TASK_DONE, ((_DONE, 5),), deleted=True),
)


def populate(farm: Farm) -> List[int]:
    """Put the samples into a farm that has no tasks yet; returns the tasks' numbers, none for a farm with tasks."""
    with farm.store() as store:
        if store.has_tasks():
            return []
        now = farm.clock()
        return [
            _add(farm, store, sample, now - (len(SAMPLES) - position) * _HOUR)
            for position, sample in enumerate(SAMPLES)
        ]


def _add(farm: Farm, store: Store, sample: Sample, at: float) -> int:
    task = store.add_task(at, {})
    parts = [(task, "")] if sample.layers == ("",) else [(store.add_task(at, {}, task), name) for name in sample.layers]
    for part, layer in parts:
        _fill(farm, store, sample, part, layer or "defaultRenderLayer", at)
    if len(parts) > 1:
        store.update_task(task, submitted=at, ready=at, held=sample.status, info=_info(sample, task, "", False))
    store.update_task(task, deleted=int(sample.deleted))
    return task


def _fill(farm: Farm, store: Store, sample: Sample, task: int, layer: str, at: float) -> None:
    """One task's frames, in the given shares, in the order of their numbers."""
    store.update_task(task, submitted=at, ready=at, held=sample.status, info=_info(sample, task, layer, True))
    statuses = [status for status, number in sample.frames for _ in range(number)]
    frames: List[NewFrame] = [
        (task, number, int(number < 3), 0, json.dumps([number + 1]), str(number + 1), _FRAME_SECONDS)
        for number in range(len(statuses))
    ]
    first = store.add_frames(frames)
    ran = (facts.FRAME_DONE, facts.FRAME_FAILED)
    runs = []
    for number, status in enumerate(statuses):
        started = at + number % 60 * 10.0 if status in ran else None
        ended = None if started is None else started + _FRAME_SECONDS + number % 7 * 11.0
        runs.append((status, started, ended, first + number))
    store.record_runs(runs)
    if sample.pictures:
        _draw(farm, store, task, layer)


def _draw(farm: Farm, store: Store, task: int, layer: str) -> None:
    row = store.task(task)
    info: Dict[str, Any] = json.loads(row["info"]) if row else {}
    for frame in store.frames(task, "", facts.MAX_FRAMES, 0)[1]:
        if frame["status"] == facts.FRAME_DONE:
            (path,) = output_paths(info, frame)
            picture = pictures.placeholder(info["scene"], layer, "shotCam", frame["seq"] + 1, 320, 180, 0)
            farm.storage.write(farm.storage.path(facts.OUTPUT_BID, facts.USER_ID, path), picture)


def _info(sample: Sample, task: int, layer: str, leaf: bool) -> str:
    stem = sample.scene.rsplit(".", 1)[0]
    frames = sum(number for _, number in sample.frames)
    target = {
        "layer": layer,
        "camera": "shotCam",
        "frames": f"1-{frames}[1]" if frames > 1 else "1",
        "size": [1920, 1080],
        "folder": f"{layer}/shotCam",
    }
    info = {
        "scene": sample.scene,
        "cg_id": sample.cg_id,
        "project": "samples",
        "producer": "sandbox",
        "layered": len(sample.layers) > 1,
        "labels": ["sample"],
        "missing": 0,
        "remark": "",
        "stem": stem,
        "targets": [target] if leaf else [{**target, "layer": name} for name in sample.layers],
        "output": f"{task}_{stem}" if leaf else None,
    }
    return json.dumps(info)
