"""Bringing a task's frames into the user's folder: each once, whole, and never outside of it.

Files arrive in a staging folder beside their final place and get their final name when they are whole. While a task
renders, a file counts as written when the farm showed it twice the same. What was brought is written down: a later
download into the same folder goes on from there, and fetches again what was rendered again.
"""

from __future__ import annotations

import logging
import os
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Callable, Dict, Iterator, List, Optional, Sequence, Set, Tuple

from farmhand.errors import DiskError, FarmhandError, NetworkError, TransferError
from farmhand.farm.client import FarmClient
from farmhand.farm.records import OutputFile, Task
from farmhand.files import look, make_folder
from farmhand.progress import CancelToken, Progress, Report
from farmhand.transfer.engine import Engine
from farmhand.watch import monitor
from farmhand.watch.brought import Brought, Record
from farmhand.watch.names import Names
from farmhand.watch.staging import Staging
from farmhand.watch.watcher import Watcher

_log = logging.getLogger(__name__)

RELIST = 600.0
"""Seconds after which the folders are listed although the task looks unchanged."""
TRIES = 5
"""Passes in a row that may fail without bringing anything, before the failure is told."""
LONGEST_PAUSE = 300.0
"""Seconds between two tries while the network is away."""


@dataclass(frozen=True)
class Download:
    """What a download brought.

    Attributes:
        folder: The chosen folder.
        files: Every output file of the task that is there now, absolute, sorted.
        fetched: How many of them this download brought.
        failed_frames: Frames that the farm did not render.
        task: The task as last seen.
        refused: Names of the farm that were left there, as they are no file names or lead outside the folder.
    """

    folder: str
    files: Tuple[str, ...]
    fetched: int
    failed_frames: int
    task: Task
    refused: Tuple[str, ...] = ()


class Downloader:
    """Downloads of one task into one folder.

    Args:
        client: The farm.
        engine: What moves the files.
        task_id: The task.
        folder: Absolute path; made if it is not there.
        data_folder: Where it is written down what was brought; empty: nowhere.
        keep: Whether frames come into a folder named after their task.
        parallel: Transfer programs at once.
        steady: The steady clock, in seconds.
    """

    def __init__(
        self,
        client: FarmClient,
        engine: Engine,
        task_id: int,
        folder: str,
        data_folder: str = "",
        keep: bool = True,
        parallel: int = 1,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._task_id = task_id
        self._folder = os.path.abspath(folder)
        self._data_folder = data_folder
        self._keep = keep
        self._steady = steady
        self._looks: Dict[str, Tuple[Optional[int], str]] = {}
        self._listed: Dict[int, Tuple[Task, float]] = {}
        self._waiting: Dict[int, bool] = {}
        self._brought: Dict[str, Brought] = {}
        self._checked: Set[str] = set()
        self._present: Dict[str, str] = {}
        self._refused: Set[str] = set()
        self._adopted: List[OutputFile] = []
        self._fetched = 0
        self._staging = Staging(engine, self._folder, task_id, parallel)

    def run(
        self, follow: bool, longest: float, report: Report, cancel: CancelToken, forever: bool = False
    ) -> Download:
        """Bring the frames.

        Args:
            follow: Wait until the task has ended, bringing each frame when it is done; else only what is done now.
            longest: Seconds between two looks while nothing changes.
            forever: Go on after the task has ended, as its frames may be rendered again, and through any loss of the
                network; only `cancel` or the task's deletion ends it.

        Raises:
            TaskFailed: The farm has no such task.
            JobError: Another Farmhand brings this task into this folder.
            TransferError, DiskError, FarmError, NetworkError: A file could not be brought; what came is kept.
            Cancelled: `cancel` was used.
        """
        if not follow and not forever:
            task = monitor.find(self._client, self._task_id)
            with self._working(cancel):
                self._bring(task, report, cancel)
                self._staging.remove()
            return self._result(task)
        watcher = Watcher(self._client, longest, ended_too=forever)
        watcher.add(self._task_id)
        task = self._seen(watcher, forever, report, cancel)
        with self._working(cancel):
            failures = 0
            while True:
                leaves = task.leaves
                done, total = (sum(getattr(leaf, name) for leaf in leaves) for name in ("done", "total"))
                report(Progress("render", done, total, "frames", task.status_text))
                before = self._fetched
                failed = self._tried(task, forever, report, cancel)
                failures = 0 if failed is None or self._fetched > before else failures + 1
                if failed is not None and failures >= TRIES and not (forever and isinstance(failed, NetworkError)):
                    raise failed
                pause = watcher.pause()
                if failed is None and pause is None and not any(self._waiting.values()):
                    self._staging.remove()
                    return self._result(task)
                watcher.wait(cancel, _pause(failures, pause if pause is not None else longest))
                task = self._seen(watcher, forever, report, cancel, task)

    def _seen(
        self, watcher: Watcher, patient: bool, report: Report, cancel: CancelToken, last: Optional[Task] = None
    ) -> Task:
        """The task as it is now; waits for the network where that is wanted."""
        failures = 0
        while True:
            try:
                seen = watcher.look()
            except NetworkError as error:
                if not patient:
                    raise
                failures += 1
                _log.info("The farm is not reached (%s); trying again.", error)
                report(Progress("waiting", message=str(error)))
                watcher.wait(cancel, _pause(failures, 1.0))
                continue
            for one in seen:
                if one.task is None:
                    raise monitor.gone(self._task_id)
                return one.task
            if last is not None:
                return last
            watcher.wait(cancel)

    def _tried(self, task: Task, patient: bool, report: Report, cancel: CancelToken) -> Optional[FarmhandError]:
        """One pass; the error that may pass by itself, where it was one."""
        try:
            self._bring(task, report, cancel)
        except (NetworkError, _NotWhole) as error:
            failed: FarmhandError = error
            if isinstance(error, NetworkError) and not patient:
                raise
        except TransferError as error:
            if not patient:
                raise
            failed = error
        else:
            return None
        _log.info("A pass failed: %s", failed)
        report(Progress("waiting", message=str(failed)))
        return failed

    @contextmanager
    def _working(self, cancel: CancelToken) -> Iterator[None]:
        """What must be so while files are brought: the folder is there, nobody else does it, the record is read."""
        make_folder(self._folder)
        if not self._data_folder:
            with tempfile.TemporaryDirectory(prefix="farmhand-") as nowhere:
                self._record = Record(nowhere, self._task_id, self._folder)
                self._names = Names(self._keep)
                yield
            return
        self._record = Record(self._data_folder, self._task_id, self._folder)
        with self._record.lease(cancel):
            self._brought = self._record.files()
            self._names = Names(self._keep, ((remote, one.local) for remote, one in self._brought.items()))
            yield

    def _bring(self, task: Task, report: Report, cancel: CancelToken) -> None:
        """One pass: list what may have changed, and fetch what is lacking."""
        for leaf in task.leaves:
            now = self._steady()
            before = self._listed.get(leaf.id)
            quiet = before is not None and before[0] == leaf and now - before[1] < RELIST
            if quiet and not self._waiting.get(leaf.id):
                continue
            self._waiting[leaf.id] = True
            listed = list(self._client.output_files(leaf.output_name)) if leaf.output_name else []
            settled = [entry for entry in listed if self._settled(entry, leaf.ended)]
            wanted = sorted((entry for entry in settled if self._lacking(entry)), key=lambda entry: entry.path)
            if self._adopted:
                self._record.arrived(self._adopted, {one.path: self._brought[one.path].local for one in self._adopted})
                self._adopted = []
            if wanted:
                self._fetch(wanted, leaf.user_id or task.user_id, report, cancel)
            self._waiting[leaf.id] = len(settled) < len(listed)
            self._listed[leaf.id] = (leaf, now)

    def _settled(self, entry: OutputFile, ended: bool) -> bool:
        """Whether a file is written: its task has ended, or the file is as at the last look."""
        state = (entry.size, entry.modified)
        before = self._looks.get(entry.path)
        self._looks[entry.path] = state
        return ended or before == state

    def _lacking(self, entry: OutputFile) -> bool:
        """Whether a file must be fetched. The disk is asked about each file once, at the first look."""
        if entry.path in self._refused:
            return False
        try:
            local = self._names.local(entry.path)
        except TransferError as error:
            _log.info("%s", error)
            self._refused.add(entry.path)
            return False
        known = self._brought.get(entry.path)
        if entry.path not in self._checked:
            self._checked.add(entry.path)
            path = self._staging.place(local)
            there = look(path)
            whole = there is not None and entry.size in (None, there.size)
            if whole and known is None:  # brought before this was written down, or by other means
                known = self._brought[entry.path] = Brought(local, entry.size, entry.modified, True)
                self._adopted.append(entry)
            if whole and known is not None and known.there:
                self._present[entry.path] = path
            elif known is not None:
                self._brought[entry.path] = known = known._replace(there=False)
        return not (
            known is not None and known.there and (known.size, known.modified) == (entry.size, entry.modified)
        )

    def _fetch(self, wanted: Sequence[OutputFile], user_id: int, report: Report, cancel: CancelToken) -> None:
        local = {entry.path: self._names.local(entry.path) for entry in wanted}
        self._staging.prepare(sum(entry.size or 0 for entry in wanted))
        left = self._staging.left_over(wanted, self._brought)
        self._record.asked(wanted, local)

        def arrived(entries: Sequence[OutputFile]) -> None:
            for entry in entries:
                self._present[entry.path] = self._staging.place(local[entry.path])
                self._brought[entry.path] = Brought(local[entry.path], entry.size, entry.modified, True)
            self._fetched += len(entries)
            self._record.arrived(entries, local)

        before = self._fetched
        try:
            refused = self._staging.fetch(wanted, left, local, user_id, arrived, report, cancel)
        except DiskError:
            self._staging.remove()
            raise
        self._refused.update(refused)
        lost = len(wanted) - len(refused) - (self._fetched - before)
        if lost:
            raise _NotWhole(
                "{count} of {total} files did not arrive whole.",
                "Run the download again; what came is kept.",
                count=lost,
                total=len(wanted),
            )

    def _result(self, task: Task) -> Download:
        return Download(
            self._folder,
            tuple(sorted(self._present.values())),
            self._fetched,
            sum(leaf.failed for leaf in task.leaves),
            task,
            tuple(sorted(self._refused)),
        )


class _NotWhole(TransferError):
    """Files that were fetched are not as the farm said; the next pass may bring them."""


def _pause(failures: int, usual: float) -> float:
    """Seconds until the next try."""
    return min(LONGEST_PAUSE, max(usual, 1.0) * 2 ** min(failures, 12)) if failures else usual
