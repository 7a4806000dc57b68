"""Where files arrive before they get their names: a folder in the chosen one, so that the last step is a rename.

What a killed or failed download left there whole is used; what it left half is the engine's to go on with. Nothing gets
a name that leads out of the chosen folder, be it through a link.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import stat
import unicodedata
from typing import Callable, Dict, Iterator, List, Mapping, Sequence, Set, Tuple

from farmhand.errors import DiskError, FarmhandError, TransferError
from farmhand.farm.records import OutputFile
from farmhand.files import look, make_folder, move_whole
from farmhand.lease import this_machine
from farmhand.paths import safe_relative
from farmhand.progress import CancelToken, Progress, Report
from farmhand.transfer.engine import Engine
from farmhand.transfer.several import at_once
from farmhand.watch.brought import Brought

_log = logging.getLogger(__name__)

BATCH_FILES = 250
BATCH_BYTES = 1 << 30
"""What one transfer program is asked for at a time: so much is repeated at most."""

Arrived = Callable[[Sequence[OutputFile]], None]


class Staging:
    """The staging folder of one task in one folder, for this machine.

    Args:
        engine: What moves the files.
        folder: The chosen folder, absolute.
        task_id: The task.
        parallel: Transfer programs at once.
    """

    def __init__(self, engine: Engine, folder: str, task_id: int, parallel: int) -> None:
        self._engine = engine
        self._folder = folder
        self._parallel = parallel
        machine = hashlib.sha1(this_machine().encode("utf-8", "replace")).hexdigest()[:6]
        self._path = os.path.join(folder, ".farmhand-{}-{}".format(task_id, machine))

    def place(self, local: str) -> str:
        """The path of a name below the chosen folder."""
        return os.path.join(self._folder, *local.split("/"))

    def prepare(self, size: int) -> None:
        """Make the folder, where the disk has room for `size` bytes.

        Raises:
            DiskError: It has not, or the folder cannot be made.
            TransferError: Somebody put a link in its place.
        """
        free = shutil.disk_usage(self._folder).free
        if free < size:
            raise DiskError(
                "The disk of {folder} is full: the frames need {size} more bytes, {free} are free.",
                "Free some space or choose another folder with --to; what came already is kept.",
                folder=self._folder,
                size=size,
                free=free,
            )
        if os.path.islink(self._path):
            raise TransferError(
                "{path} is a link; frames are not brought through it.", "Remove the link.", path=self._path
            )
        make_folder(self._path)

    def remove(self) -> None:
        """Remove the folder and what it holds."""
        shutil.rmtree(self._path, ignore_errors=True)

    def left_over(self, wanted: Sequence[OutputFile], known: Mapping[str, Brought]) -> List[OutputFile]:
        """What lies here whole since a download that was ended; what is of an older render is removed.

        Args:
            wanted: What will be fetched.
            known: What was asked for then.
        """
        if not os.listdir(self._path):
            return []
        found = []
        for entry in wanted:
            arrived = _below(self._path, entry)
            there = look(arrived)
            if there is None:
                continue
            asked = known.get(entry.path)
            if asked is None or (asked.size, asked.modified) != (entry.size, entry.modified):
                _remove(arrived)
            elif there.size == entry.size:
                found.append(entry)
        return found

    def fetch(
        self,
        wanted: Sequence[OutputFile],
        left: Sequence[OutputFile],
        local: Mapping[str, str],
        user_id: int,
        arrived: Arrived,
        report: Report,
        cancel: CancelToken,
    ) -> Set[str]:
        """Fetch files and give each whole one its name.

        Args:
            wanted: What.
            left: What of it lies here already.
            local: Their names below the chosen folder.
            user_id: Whose output storage.
            arrived: Hears of those that have their names.

        Returns:
            Those that may not have their names: these would lead out through a link, or are a folder's.

        Raises:
            TransferError, NetworkError, DiskError: A batch failed; what came whole has its name.
            Cancelled: `cancel` was used; the same.
        """
        refused = self._accept(left, self._path, local, arrived)
        there = {entry.path for entry in left}
        tally = _Sum(report, sum(entry.size or 0 for entry in left), sum(entry.size or 0 for entry in wanted))
        together, alone = _apart([entry for entry in wanted if entry.path not in there])
        batches = list(_batches(together))
        rounds = [batches[start : start + self._parallel] for start in range(0, len(batches), self._parallel)]
        number = 0
        for some in rounds + [[[entry]] for entry in alone]:
            entries = [entry for batch in some for entry in batch]
            folder = self._path
            if entries[0] in alone:  # a folder may lie where its name was, so it arrives where nothing is
                folder = os.path.join(self._path, ".alone")
                shutil.rmtree(folder, ignore_errors=True)
                make_folder(folder)
            works = []
            for batch in some:
                works.append(_Fetching(self._engine, batch, folder, user_id, tally.part(number)))
                number += 1
            try:
                at_once(works, cancel)
            except FarmhandError:
                try:
                    self._accept(entries, folder, local, arrived)
                except FarmhandError as error:
                    _log.warning("After a failed transfer: %s", error)
                raise
            refused |= self._accept(entries, folder, local, arrived)
        return refused

    def _accept(
        self, entries: Sequence[OutputFile], came_to: str, local: Mapping[str, str], arrived: Arrived
    ) -> Set[str]:
        """Give what arrived whole in a folder its name; returns what may not have it."""
        brought: List[OutputFile] = []
        refused: Set[str] = set()
        folders: Dict[str, bool] = {}
        try:
            for entry in entries:
                source = _below(came_to, entry)
                if not _is_whole(source, entry):
                    continue
                path = self.place(local[entry.path])
                folder = os.path.dirname(path)
                if folder not in folders:
                    folders[folder] = self._may_hold(folder)
                if folders[folder] and not os.path.isdir(path):
                    move_whole(source, path)
                    brought.append(entry)
                else:
                    _log.warning("%s is in the way of a frame, or leads elsewhere; the frame stays on the farm.", path)
                    refused.add(entry.path)
        finally:
            if brought:
                arrived(brought)
        return refused

    def _may_hold(self, folder: str) -> bool:
        """Make a folder for frames; False where it lies elsewhere, wherever links lead, or a file is in its way."""
        root, real = os.path.realpath(self._folder), os.path.realpath(folder)
        if real != root and not real.startswith(root.rstrip(os.sep) + os.sep):
            return False
        try:
            make_folder(folder)
        except DiskError as error:
            if isinstance(error.__cause__, (NotADirectoryError, FileExistsError)):
                return False
            raise
        return True


def _below(folder: str, entry: OutputFile) -> str:
    """Where the engine puts a file."""
    return os.path.join(folder, *safe_relative(entry.path).split("/"))


def _is_whole(path: str, entry: OutputFile) -> bool:
    try:
        arrived = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISREG(arrived.st_mode) and entry.size in (None, arrived.st_size)


class _Sum:
    """Progress of several transfers as one.

    Args:
        report: Who hears of it.
        done: Bytes that are there before.
        total: Bytes in all.
    """

    def __init__(self, report: Report, done: int, total: int) -> None:
        self._report = report
        self._base = done
        self._total = total
        self._parts: Dict[int, Progress] = {}

    def part(self, number: int) -> Report:
        """The report of one transfer."""

        def heard(progress: Progress) -> None:
            self._parts[number] = progress
            parts = list(self._parts.values())
            done = min(self._total, self._base + sum(one.done for one in parts))
            rate = sum(one.rate for one in parts if one.done < one.total)
            self._report(Progress("download", done, self._total, "bytes", progress.message, rate))

        return heard


class _Fetching:
    """One batch on its way."""

    def __init__(self, engine: Engine, batch: Sequence[OutputFile], folder: str, user_id: int, report: Report) -> None:
        self._engine = engine
        self._paths = [entry.path for entry in batch]
        self._size = sum(entry.size or 0 for entry in batch)
        self._folder = folder
        self._user_id = user_id
        self._report = report

    def __call__(self, cancel: CancelToken) -> None:
        self._engine.download_files(self._paths, self._folder, self._user_id, self._size, self._report, cancel)


def _batches(entries: Sequence[OutputFile]) -> Iterator[List[OutputFile]]:
    batch: List[OutputFile] = []
    size = 0
    for entry in entries:
        if batch and (len(batch) >= BATCH_FILES or size + (entry.size or 0) > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(entry)
        size += entry.size or 0
    if batch:
        yield batch


def _apart(entries: Sequence[OutputFile]) -> Tuple[List[OutputFile], List[OutputFile]]:
    """What may arrive together, and what must come alone: it is one with another on some disk, or another's folder."""
    taken: Set[str] = set()
    folders: Set[str] = set()
    together: List[OutputFile] = []
    alone: List[OutputFile] = []
    for entry in entries:
        path = _key(entry.path)
        above = {path[:place] for place, letter in enumerate(path) if letter == "/"}
        if path in taken or path in folders or above & taken:
            alone.append(entry)
            continue
        taken.add(path)
        folders |= above
        together.append(entry)
    return together, alone


def _key(path: str) -> str:
    """Equal for names that some disk takes for one."""
    plain = "/".join(part for part in path.replace("\\", "/").split("/") if part not in ("", "."))
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", plain).casefold())


def _remove(path: str) -> None:
    try:
        os.remove(path)
    except OSError as error:
        _log.info("%s stays: %s", path, error)
