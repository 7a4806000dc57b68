"""The farm itself: tasks from creation to their last frame, in terms of Python values.

It knows the store, the storage and the clock, but neither HTTP nor the shapes of replies (`records`
makes those). Every public method first lets the time pass up to now, so no caller ever sees a state
that is behind the clock.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

from farmhand_sandbox import facts, pictures, plan, ranges, schedule
from farmhand_sandbox.counters import Counters
from farmhand_sandbox.plan import Plan, Target
from farmhand_sandbox.refusal import illegal
from farmhand_sandbox.settings import Settings
from farmhand_sandbox.storage import PathRefused, Storage
from farmhand_sandbox.store import NewFrame, Store

_LOG = logging.getLogger(__name__)
_CHUNK = 500
_LAST = "last"
RESTARTABLE = (facts.FRAME_STOPPED, facts.FRAME_DONE, facts.FRAME_FAILED)


class Farm:
    """One farm with one user.

    Args:
        folder: where its database and its files are.
        settings: how it behaves.
        clock: seconds since the epoch; tests give one of their own.
    """

    def __init__(
        self, folder: Path, settings: Settings = Settings(), clock: Callable[[], float] = time.time
    ) -> None:
        self.settings = settings
        self.storage = Storage(folder)
        self.clock = clock
        self.counters = Counters()
        self._store = Store(folder / "farm.sqlite")
        self._lock = threading.RLock()

    def close(self) -> None:
        with self._lock:
            self._store.close()

    @contextlib.contextmanager
    def store(self) -> Iterator[Store]:
        """The store, up to date and locked; what is written inside is kept when no error leaves the block."""
        with self._lock:
            try:
                self._advance(self.clock())
                self._store.commit()
                yield self._store
                self._store.commit()
            except BaseException:
                self._store.rollback()
                raise

    def catch_up(self) -> None:
        """Let the time pass, for those who look at the files only."""
        with self.store():
            pass

    # -- life of a task

    def create(self, count: int, info: Mapping[str, Any]) -> List[int]:
        """Make `count` task numbers."""
        with self.store() as store:
            return [store.add_task(self.clock(), dict(info)) for _ in range(count)]

    def write_document(self, task: int, name: str, content: bytes) -> None:
        """Keep one of the four JSON files of a task that is not submitted yet."""
        with self.store() as store:
            if self._own(store, task)["submitted"] is not None:
                raise illegal(f"task {task} has been submitted already")
            self.storage.write(self._config(task, name), content)

    def submit(self, task: int, producer: str, isolation: str = "") -> None:
        """Read the task files, make the frames and let the task begin after the analysis.

        With `isolation`, a number of a task or a user, assets are looked for below its folder.

        Raises:
            Refusal: 600 for a task that is unknown, submitted already, or cannot be read.
        """
        with self.store() as store:
            row = self._own(store, task)
            if row["submitted"] is not None:
                raise illegal(f"task {task} has been submitted already")
            job = plan.read(self._document(task, "task.json"))
            if job.task_id not in ("", str(task)):
                raise illegal(f"task.json is for task {job.task_id}, not {task}")
            missing, remark = self._missing(task, isolated_root(isolation))
            info = {
                **json.loads(row["info"]),
                "missing": missing,
                "remark": remark,
                "scene": job.scene,
                "cg_id": job.cg_id,
            }
            info.update({"producer": producer, "project": job.project, "layered": job.layered})
            parts = self._parts(store, task, info, job)
            now = self.clock()
            for part, targets in parts:
                store.add_frames(self._new_frames(part, job, targets))
                self._start(store, part, now, job, targets, info, f"{part}_{job.scene_stem}")
            if job.layered:
                self._start(store, task, now, job, job.targets, info, None)
            self.counters.submit_started(task)
            _LOG.info(
                "task %d submitted: %d targets, %d files missing", task, len(job.targets), missing
            )

    def _parts(
        self, store: Store, task: int, info: Dict[str, Any], job: Plan
    ) -> List[Tuple[int, Tuple[Target, ...]]]:
        """The task itself, or one new child for each layer."""
        if not job.layered:
            return [(task, job.targets)]
        layers = dict.fromkeys(target.layer for target in job.targets)
        return [
            (
                store.add_task(self.clock(), info, parent=task),
                tuple(t for t in job.targets if t.layer == layer),
            )
            for layer in layers
        ]

    def _new_frames(self, task: int, job: Plan, targets: Sequence[Target]) -> Iterator[NewFrame]:
        positions = {target.folder: position for position, target in enumerate(targets)}
        for number, piece in enumerate(plan.pieces(job, targets)):
            seconds = self.settings.speed * len(piece.frames)
            target = positions[piece.target.folder]
            numbers = json.dumps(piece.frames)
            yield (
                task,
                number,
                int(piece.priority),
                target,
                numbers,
                ranges.write(piece.frames),
                seconds,
            )

    def _start(
        self,
        store: Store,
        task: int,
        now: float,
        job: Plan,
        targets: Sequence[Target],
        info: Dict[str, Any],
        output: Optional[str],
    ) -> None:
        described = [
            {
                "layer": target.layer,
                "camera": target.camera,
                "frames": ranges.write(target.frames),
                "size": [target.width, target.height],
                "folder": target.folder,
            }
            for target in targets
        ]
        store.update_task(
            task,
            submitted=now,
            ready=now + self.settings.analyse_delay,
            hold_test=int(job.hold_after_test),
            info=json.dumps(
                {**info, "stem": job.scene_stem, "targets": described, "output": output}
            ),
        )

    def _config(self, task: int, name: str) -> Path:
        return self.storage.path(facts.CONFIG_BID, facts.USER_ID, f"/{task}/cfg/{name}")

    def _document(self, task: int, name: str) -> Any:
        path = self._config(task, name)
        if not path.is_file():
            raise illegal(f"{name} of task {task} has not been uploaded")
        try:
            return json.loads(path.read_text(encoding="utf-8-sig"))
        except ValueError as error:
            raise illegal(f"{name} of task {task} is not JSON: {error}") from error

    def _missing(self, task: int, root: str) -> Tuple[int, str]:
        """How many files of upload.json are not in the storage, and a remark that names some."""
        if not self._config(task, "upload.json").is_file():
            return 0, "upload.json is missing"
        upload = self._document(task, "upload.json")
        assets = upload.get("asset", []) if isinstance(upload, dict) else []
        paths = [root + str(asset.get("server", "")) for asset in assets if isinstance(asset, dict)]
        gone = [
            path for path in paths if not self.storage.has(facts.INPUT_BID, facts.USER_ID, path)
        ]
        shown = ", ".join(gone[:20]) + (", ..." if len(gone) > 20 else "")
        return len(gone), f"missing: {len(gone)} files: {shown}" if gone else ""

    # -- commands on tasks and frames

    def stop(self, tasks: Sequence[int], held: int = facts.TASK_STOPPED_BY_USER) -> None:
        with self.store() as store:
            for task in self._leaves(store, tasks):
                store.stop_frames(task, None)
                if self._unfinished(store, task):
                    store.update_task(task, held=held)

    def start(self, tasks: Sequence[int]) -> None:
        with self.store() as store:
            for task in self._leaves(store, tasks):
                self._unhold(store, task)
                store.restart_frames(task, None, (facts.FRAME_STOPPED,), again=False)

    def delete(self, tasks: Sequence[int]) -> None:
        with self.store() as store:
            for task in tasks:
                self._own(store, task)  # also one that was never submitted may go
                for part in (task, *(child["id"] for child in store.children(task))):
                    store.stop_frames(part, None)
                    store.update_task(part, deleted=1)

    def full_speed(self, tasks: Sequence[int]) -> None:
        with self.store() as store:
            for task in (*tasks, *self._leaves(store, tasks)):
                store.update_task(task, hold_test=0)

    def restart_frames(
        self, task: int, ids: Optional[Sequence[int]], statuses: Sequence[int]
    ) -> int:
        """Render frames again; ids None means all of the task. Returns how many."""
        with self.store() as store:
            number = 0
            for leaf in self._leaves(store, [task]):
                self._unhold(store, leaf)
                number += store.restart_frames(leaf, ids, statuses, again=True)
            return number

    def stop_frames(self, task: int, ids: Optional[Sequence[int]]) -> int:
        with self.store() as store:
            return sum(store.stop_frames(leaf, ids) for leaf in self._leaves(store, [task]))

    def change_info(self, tasks: Sequence[int], change: Callable[[Dict[str, Any]], None]) -> None:
        """Let `change` alter what is kept about each task."""
        with self.store() as store:
            for task in tasks:
                info = json.loads(self._own(store, task)["info"])
                change(info)
                store.update_task(task, info=json.dumps(info))

    def _own(self, store: Store, task: int) -> sqlite3.Row:
        row = store.task(task)
        if row is None or row["deleted"]:
            raise illegal(f"there is no task {task}")
        return row

    def _leaves(self, store: Store, tasks: Sequence[int]) -> List[int]:
        """The submitted tasks that have frames: the parts of a layered one, else the task itself."""
        found: List[int] = []
        for task in tasks:
            if self._own(store, task)["submitted"] is None:
                raise illegal(f"task {task} has not been submitted")
            found.extend([child["id"] for child in store.children(task)] or [task])
        return found

    def _unfinished(self, store: Store, task: int) -> bool:
        return any(row["status"] == facts.FRAME_STOPPED for row in store.counts(task))

    def _unhold(self, store: Store, task: int) -> None:
        if self._own(store, task)["held"] == facts.TASK_ABANDONED:
            raise illegal(f"task {task} was abandoned")
        store.update_task(task, held=None)

    # -- the passing of time

    def _advance(self, now: float) -> None:
        store = self._store
        last = store.setting(_LAST, now)
        if now < last:
            return  # a clock set back: nothing happens until it has caught up
        running = [schedule.Run(row["id"], row["started"], row["ended"]) for row in store.running()]
        busy = [run.ended for run in running]
        started = schedule.replay(
            max(self.settings.nodes, len(busy)), busy, last, now, self._queue()
        )
        ended, going = schedule.split((*running, *started), now)
        store.record_runs((facts.FRAME_RUNNING, run.started, run.ended, run.frame) for run in going)
        store.record_runs(
            (self._finish(run.frame), run.started, run.ended, run.frame) for run in ended
        )
        store.set_setting(_LAST, now)

    def _queue(self) -> Iterator[schedule.Waiting]:
        for task in self._store.renderable_tasks():
            after = -1
            while True:
                rows = self._store.waiting(task["id"], after, bool(task["hold_test"]), _CHUNK)
                yield from (
                    schedule.Waiting(row["id"], task["ready"], row["seconds"]) for row in rows
                )
                if len(rows) < _CHUNK:
                    break
                after = rows[-1]["seq"]

    def _finish(self, frame_id: int) -> int:
        """Write the pictures of a frame that has just ended; returns its status."""
        frame = self._store.frame(frame_id)
        task = None if frame is None else self._store.task(frame["task"])
        if frame is None or task is None:
            return facts.FRAME_FAILED
        numbers: List[int] = json.loads(frame["numbers"])
        if frame["attempt"] == 0 and self.settings.fail_frames.intersection(numbers):
            return facts.FRAME_FAILED
        info = json.loads(task["info"])
        target = info["targets"][frame["target"]]
        for number, path in zip(numbers, output_paths(info, frame)):
            width, height = target["size"]
            picture = pictures.placeholder(
                info["scene"],
                target["layer"],
                target["camera"],
                number,
                width,
                height,
                info["missing"],
            )
            try:
                self.storage.write(
                    self.storage.path(facts.OUTPUT_BID, facts.USER_ID, path), picture
                )
            except (OSError, PathRefused) as error:
                _LOG.error("frame %d: %s cannot be written: %s", frame_id, path, error)
                return facts.FRAME_FAILED
        return facts.FRAME_DONE


def isolated_root(number: str) -> str:
    """The folder of isolated assets, such as `/000/012/345`; nothing without a number."""
    digits = number.rjust(9, "0")
    return f"/{digits[:-6]}/{digits[-6:-3]}/{digits[-3:]}" if number else ""


def output_paths(info: Mapping[str, Any], frame: sqlite3.Row) -> List[str]:
    """Server paths of the pictures of a frame record, below the output bid."""
    target = info["targets"][frame["target"]]
    base = f"{info['output']}/{target['folder']}/{info['stem']}"
    return [f"{base}.{_padded(number)}.png" for number in json.loads(frame["numbers"])]


def _padded(number: int) -> str:
    return f"-{-number:04d}" if number < 0 else f"{number:04d}"
