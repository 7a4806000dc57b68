"""Bringing a task's frames into the user's folder: each once, whole, and never outside of it.

Files arrive under a staging folder beside their final place and get their final name when their size is what the farm
says. While a task renders, a file counts as written when its size did not change between two looks.
"""

from __future__ import annotations

import logging
import os
import shutil
from dataclasses import dataclass
from typing import Dict, List, Optional, Sequence, Tuple

from farmhand.errors import DiskError, FarmhandError, TransferError
from farmhand.farm.client import FarmClient
from farmhand.farm.records import OutputFile, Task
from farmhand.files import look, make_folder, move_whole
from farmhand.paths import safe_relative
from farmhand.progress import CancelToken, Progress, Report
from farmhand.transfer.engine import Engine
from farmhand.watch import monitor

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Download:
    """What a download brought.

    Attributes:
        folder: The chosen folder.
        files: Every output file of the task that is there now, absolute, sorted.
        fetched: How many of them this download brought.
        failed_frames: Frames that the farm did not render.
        task: The task as last seen.
    """

    folder: str
    files: Tuple[str, ...]
    fetched: int
    failed_frames: int
    task: Task


class Downloader:
    """Downloads of one task into one folder.

    Args:
        client: The farm.
        engine: What moves the files.
        task_id: The task.
        folder: Absolute path; made if it is not there.
    """

    def __init__(self, client: FarmClient, engine: Engine, task_id: int, folder: str) -> None:
        self._client = client
        self._engine = engine
        self._task_id = task_id
        self._folder = os.path.abspath(folder)
        self._sizes: Dict[str, Optional[int]] = {}
        self._fetched = 0

    def run(self, follow: bool, longest: float, report: Report, cancel: CancelToken) -> Download:
        """Bring the frames.

        Args:
            follow: Wait until the task has ended, bringing each frame when it is done; else only what is done now.
            longest: Seconds between two looks while nothing changes.

        Raises:
            TaskFailed: The farm has no such task.
            TransferError, DiskError, FarmError, NetworkError: A file could not be brought; what came is kept.
            Cancelled: `cancel` was used.
        """
        make_folder(self._folder)
        if not follow:
            task = monitor.find(self._client, self._task_id)
            self._bring(task, report, cancel)
            return self._result(task)
        for task in monitor.follow(self._client, self._task_id, longest, cancel):
            done, total = (sum(getattr(leaf, name) for leaf in task.leaves) for name in ("done", "total"))
            report(Progress("render", done, total, "frames", task.status_text))
            self._bring(task, report, cancel)
        return self._result(task)

    def _bring(self, task: Task, report: Report, cancel: CancelToken) -> None:
        for leaf in task.leaves:
            listed = list(self._client.output_files(leaf.output_name)) if leaf.output_name else []
            wanted = [entry for entry in listed if self._settled(entry, leaf.ended) and self._lacking(entry)]
            if wanted:
                self._fetch(wanted, leaf.user_id or task.user_id, report, cancel)

    def _settled(self, entry: OutputFile, ended: bool) -> bool:
        """Whether a file is written: its task has ended, or its size is as at the last look."""
        before = self._sizes.get(entry.path, -1)
        self._sizes[entry.path] = entry.size
        return ended or before == entry.size

    def _lacking(self, entry: OutputFile) -> bool:
        there = look(self._local(entry))
        return there is None or (entry.size is not None and there[0] != entry.size)

    def _local(self, entry: OutputFile) -> str:
        return os.path.join(self._folder, *safe_relative(entry.path).split("/"))

    def _fetch(self, wanted: Sequence[OutputFile], user_id: int, report: Report, cancel: CancelToken) -> None:
        total = sum(entry.size or 0 for entry in wanted)
        self._make_room(total)
        staging = os.path.join(self._folder, ".farmhand-{}".format(self._task_id))
        make_folder(staging)
        try:
            self._engine.download_files([entry.path for entry in wanted], staging, user_id, total, report, cancel)
        except FarmhandError:
            self._keep(wanted, staging)
            raise
        else:
            brought = self._accept(wanted, staging)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        if brought < len(wanted):
            raise TransferError(
                "{count} of {total} files did not arrive whole.",
                "Run the download again; what came is kept.",
                count=len(wanted) - brought,
                total=len(wanted),
            )

    def _accept(self, wanted: Sequence[OutputFile], staging: str) -> int:
        """Give what arrived whole its final name; returns how many did."""
        brought = 0
        for entry in wanted:
            arrived = os.path.join(staging, *safe_relative(entry.path).split("/"))
            there = look(arrived)
            if there is not None and entry.size in (None, there[0]):
                move_whole(arrived, self._local(entry))
                self._fetched += 1
                brought += 1
        return brought

    def _keep(self, wanted: Sequence[OutputFile], staging: str) -> None:
        """Keep what a failed transfer brought whole; that failure is what the user hears of."""
        try:
            self._accept(wanted, staging)
        except FarmhandError as error:
            _log.warning("After a failed transfer: %s", error)

    def _make_room(self, size: int) -> None:
        free = shutil.disk_usage(self._folder).free
        if free < size:
            raise DiskError(
                "The disk of {folder} is full: the frames need {size} more bytes, {free} are free.",
                "Free some space or choose another folder with --to; what came already is kept.",
                folder=self._folder,
                size=size,
                free=free,
            )

    def _result(self, task: Task) -> Download:
        files: List[str] = []
        for name in self._sizes:
            path = os.path.join(self._folder, *safe_relative(name).split("/"))
            if look(path) is not None:
                files.append(path)
        return Download(
            self._folder, tuple(sorted(files)), self._fetched, sum(leaf.failed for leaf in task.leaves), task
        )
