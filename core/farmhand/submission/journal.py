"""What was begun and what is done, in SQLite, so that nothing that costs is done twice and nothing is lost.

Each step of a submission is written before it starts and after it ended. Paths, numbers and times stand here; keys,
signatures and passwords never do.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Tuple

from farmhand import database
from farmhand.errors import Cancelled, FarmhandError, JobError, SceneError
from farmhand.lease import Lease, surely_gone
from farmhand.progress import CancelToken

_TABLES = """
CREATE TABLE IF NOT EXISTS submission (
    id INTEGER PRIMARY KEY, scene TEXT NOT NULL, created REAL NOT NULL, task_id INTEGER, folder TEXT, ended TEXT,
    key TEXT, account TEXT, registration TEXT, reason TEXT, owner TEXT, beat INTEGER
);
CREATE TABLE IF NOT EXISTS step (
    submission INTEGER NOT NULL REFERENCES submission(id), name TEXT NOT NULL, began REAL NOT NULL, done REAL,
    PRIMARY KEY (submission, name)
);
"""

SUBMITTED, FAILED, CANCELLED, REFUSED, FORGOTTEN = "submitted", "failed", "cancelled", "refused", "forgotten"


@dataclass(frozen=True)
class Entry:
    """One submission as the journal knows it.

    Attributes:
        id: Its number in the journal.
        scene: The scene's path.
        created: Seconds since 1970.
        task_id: The farm's number, None before there was one.
        folder: Where its task files lie.
        ended: `submitted`, `failed` (it may go on), `cancelled` (by the user), `refused` (the scene has to be analysed
            again), `forgotten` (the user does not want it), or empty while it runs or after it was killed.
        steps: Steps that are done, in order.
        key: What its lines in the log are marked with.
        account: Domain, platform and user it belongs to, as `domain/platform/user`.
        reason: Why it failed, in English; empty otherwise.
        busy: Whether somebody may be working on it at present.
    """

    id: int
    scene: str
    created: float
    task_id: Optional[int]
    folder: str
    ended: str
    steps: List[str]
    key: str = ""
    account: str = ""
    reason: str = ""
    busy: bool = False

    @property
    def unfinished(self) -> bool:
        """Whether it waits for somebody to go on with it."""
        return self.ended in ("", FAILED) and not self.busy and bool(self.key)


class Journal:
    """The journal in one folder. Several processes may write it at once; each call has its own connection.

    Args:
        folder: An existing folder.
    """

    def __init__(self, folder: str) -> None:
        self._path = os.path.join(folder, "journal.sqlite")
        database.make(self._path, _TABLES)

    def begin(self, scene: str, folder: str = "", key: str = "", account: str = "") -> int:
        """Note a new submission; returns its number.

        Args:
            scene: The scene's path.
            folder: Where its job and task files lie.
            key: What its lines in the log are marked with.
            account: Whose it is, as in Entry.
        """
        with database.writing(self._path) as opened:
            row = opened.execute(
                "INSERT INTO submission (scene, created, folder, key, account, beat) VALUES (?, ?, ?, ?, ?, 0)",
                (scene, time.time(), folder, key, account),
            )
            return int(row.lastrowid or 0)

    def lease(self, submission: int, cancel: CancelToken) -> Lease:
        """The right to work on a submission."""
        return Lease(self._path, "submission", submission, "submission", cancel)

    def note_task(self, submission: int, task_id: int, registration: Optional[Mapping[str, Any]] = None) -> None:
        """Note the farm's number, and all else that the farm gave.

        Args:
            submission: Which.
            task_id: The farm's number.
            registration: The fields of `job.taskfiles.Registration`.
        """
        self._write(
            "UPDATE submission SET task_id = ?, registration = ? WHERE id = ?",
            task_id, json.dumps(registration) if registration else None, submission,
        )  # fmt: skip

    def registration(self, submission: int) -> Optional[Dict[str, Any]]:
        """What `note_task` noted; None before it."""
        with database.opened(self._path) as opened:
            row = opened.execute("SELECT registration FROM submission WHERE id = ?", (submission,)).fetchone()
        found: Optional[Dict[str, Any]] = json.loads(row[0]) if row is not None and row[0] else None
        return found

    def begin_step(self, submission: int, name: str) -> None:
        """Note that a step starts."""
        self._write(
            "INSERT OR REPLACE INTO step (submission, name, began) VALUES (?, ?, ?)", submission, name, time.time()
        )

    def end_step(self, submission: int, name: str) -> None:
        """Note that a step is done."""
        self._write("UPDATE step SET done = ? WHERE submission = ? AND name = ?", time.time(), submission, name)

    def began(self, submission: int, name: str) -> Optional[float]:
        """When a step was begun the last time, seconds since 1970; None where it never was."""
        with database.opened(self._path) as opened:
            row = opened.execute(
                "SELECT began FROM step WHERE submission = ? AND name = ?", (submission, name)
            ).fetchone()
        return None if row is None else float(row[0])

    def end(self, submission: int, how: str, reason: str = "") -> None:
        """Note how the submission ended: see Entry."""
        self._write("UPDATE submission SET ended = ?, reason = ? WHERE id = ?", how, reason, submission)

    def end_with(self, submission: int, error: FarmhandError) -> None:
        """Note the error that a submission ended with."""
        ended: Tuple[Tuple[type, str], ...] = ((Cancelled, CANCELLED), (JobError, REFUSED), (SceneError, REFUSED))
        how = next((word for kind, word in ended if isinstance(error, kind)), FAILED)
        self.end(submission, how, "" if how == CANCELLED else str(error))

    def reopen(self, submission: int) -> None:
        """Note that somebody goes on with it."""
        self.end(submission, "")

    def entry(self, submission: int) -> Entry:
        """One submission.

        Raises:
            JobError: There is none of this number.
        """
        for entry in self.entries():
            if entry.id == submission:
                return entry
        raise JobError("There is no {what} {number}.", "List what there is.", what="submission", number=submission)

    def entries(self) -> List[Entry]:
        """Every submission, newest first."""
        with database.opened(self._path) as opened:
            rows = opened.execute("SELECT * FROM submission ORDER BY id DESC").fetchall()
            steps = opened.execute("SELECT submission, name FROM step WHERE done IS NOT NULL ORDER BY done").fetchall()
        done: Dict[int, List[str]] = {}
        for step in steps:
            done.setdefault(step["submission"], []).append(step["name"])
        return [_entry(row, done.get(row["id"], [])) for row in rows]

    def unfinished(self) -> List[Entry]:
        """The submissions that were killed or failed and that nobody works on, newest first."""
        return [entry for entry in self.entries() if entry.unfinished]

    def _write(self, statement: str, *values: object) -> None:
        with database.opened(self._path) as opened:
            opened.execute(statement, values)


def _entry(row: sqlite3.Row, steps: List[str]) -> Entry:
    return Entry(
        id=row["id"],
        scene=row["scene"],
        created=row["created"],
        task_id=row["task_id"],
        folder=row["folder"] or "",
        ended=row["ended"] or "",
        steps=steps,
        key=row["key"] or "",
        account=row["account"] or "",
        reason=row["reason"] or "",
        busy=bool(row["owner"]) and not surely_gone(row["owner"]),
    )
