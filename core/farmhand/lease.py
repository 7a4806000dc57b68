"""Who works on a row of a database, so that two panels or two machines never do the same work at once.

A worker writes its name into the row and a higher number every few seconds. Another may take the row when the worker's
process is gone from this machine, or, where that cannot be seen, when the number stood still for a while by the
watcher's own steady clock. No clock of one machine is compared with another's.
"""

from __future__ import annotations

import os
import platform
import threading
import time
import uuid
from types import TracebackType
from typing import Callable, Optional, Tuple, Type

from farmhand.database import writing
from farmhand.errors import FarmhandError, JobError
from farmhand.progress import CancelToken

BEAT = 4.0
"""Seconds between two signs of life."""
SILENCE = 5 * BEAT
"""Seconds without one after which a worker of another machine counts as gone."""


def this_machine() -> str:
    """This machine, until its next start."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as stream:
            boot = stream.read(8)
    except (OSError, UnicodeDecodeError):
        boot = ""
    return "{}-{}".format(platform.node().replace("/", "_"), boot)


def new_owner() -> str:
    """A name for one piece of work in this process: machine, process, and what tells it from others of this process."""
    return "{}/{}/{}".format(this_machine(), os.getpid(), uuid.uuid4().hex[:8])


def surely_gone(owner: str) -> bool:
    """Whether the owner's process is known not to run: it was on this machine, and is not there."""
    if not owner:
        return True
    machine, _, rest = owner.rpartition("/")[0].rpartition("/")
    if machine != this_machine() or os.name != "posix" or not rest.isdigit():
        return False  # os.kill would end the process on Windows
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return _is_zombie(int(rest))


def _is_zombie(process: int) -> bool:
    """Whether a process has ended and only waits for its parent to notice."""
    try:
        with open("/proc/{}/stat".format(process), encoding="ascii", errors="replace") as stream:
            return stream.read().rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False


class Lease:
    """The right to work on one row, for the length of a with block. The table has the columns id, owner and beat.

    Args:
        path: The SQLite file.
        table: The row's table.
        row: The row's id.
        what: What the row is, for the error's sentence.
        cancel: Ends the waiting for a silent worker.
        silence: See SILENCE.
    """

    def __init__(
        self, path: str, table: str, row: int, what: str, cancel: CancelToken, silence: float = SILENCE
    ) -> None:
        self._path = path
        self._table = table
        self._row = row
        self._what = what
        self._cancel = cancel
        self._silence = silence
        self._stop = threading.Event()
        self._thread: Optional[threading.Thread] = None
        self._lost = False
        self.owner = new_owner()

    def __enter__(self) -> Lease:
        """Take the row.

        Raises:
            JobError: Another works on it.
            DiskError: The database cannot be written.
            Cancelled: The token was used while waiting.
        """
        seen = self._take(lambda owner, beat: surely_gone(owner))
        if seen is not None and seen[0].startswith("{}/{}/".format(this_machine(), os.getpid())):
            raise self._taken(seen[0])
        if seen is not None:
            self._watch(seen)
        self._thread = threading.Thread(target=self._live, name="farmhand-lease", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        if not self._lost:
            self._write("owner = NULL")

    def check(self) -> None:
        """Refuse to go on where another has taken the row, as after a long sleep of this machine.

        Raises:
            JobError: Another has taken it.
            DiskError: The database cannot be written.
        """
        if self._lost or not self._write("beat = beat + 1"):
            self._lost = True
            raise self._taken("")

    def _watch(self, seen: Tuple[str, int]) -> None:
        """Take the row from a worker that gives no sign of life."""
        end = time.monotonic() + self._silence
        while time.monotonic() < end:
            self._cancel.wait(min(1.0, self._silence / 4))
            now = self._take(lambda owner, beat: surely_gone(owner))
            if now is None:
                return
            if now != seen:
                raise self._taken(now[0])
        left = self._take(lambda owner, beat: (owner, beat) == seen)
        if left is not None:
            raise self._taken(left[0])

    def _take(self, free: Callable[[str, int], bool]) -> Optional[Tuple[str, int]]:
        """Take the row where it is free; otherwise who has it, and the number."""
        with writing(self._path) as database:
            found = database.execute(
                "SELECT owner, beat FROM {} WHERE id = ?".format(self._table), (self._row,)
            ).fetchone()
            if found is None:
                raise JobError("There is no {what} {number}.", "List what there is.", what=self._what, number=self._row)
            owner, beat = str(found["owner"] or ""), int(found["beat"] or 0)
            if not free(owner, beat):
                return owner, beat
            database.execute(
                "UPDATE {} SET owner = ?, beat = ? WHERE id = ?".format(self._table), (self.owner, beat + 1, self._row)
            )
        return None

    def _write(self, change: str) -> bool:
        with writing(self._path) as database:
            statement = "UPDATE {} SET {} WHERE id = ? AND owner = ?".format(self._table, change)
            return database.execute(statement, (self._row, self.owner)).rowcount == 1

    def _live(self) -> None:
        while not self._stop.wait(BEAT):
            try:
                self.check()
            except JobError:
                return
            except FarmhandError:
                continue  # a full disk: the work itself will tell

    def _taken(self, owner: str) -> JobError:
        machine, _, process = owner.rpartition("/")[0].rpartition("/")
        return JobError(
            "Another Farmhand works on the {what} {number} ({owner}).",
            "Let it finish, or end it there.",
            what=self._what,
            number=self._row,
            owner="process {} on {}".format(process, machine.rpartition("-")[0]) if owner else "another process",
        )
