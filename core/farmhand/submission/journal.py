"""What was begun and what is done, in SQLite, so that nothing that costs is done twice and nothing is lost.

Each step of a submission is written before it starts and after it ended. Paths, numbers and times stand here; keys,
signatures and passwords never do.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from typing import List, Optional

from farmhand.errors import DiskError

_TABLES = """
CREATE TABLE IF NOT EXISTS submission (
    id INTEGER PRIMARY KEY, scene TEXT NOT NULL, created REAL NOT NULL, task_id INTEGER, folder TEXT, ended TEXT
);
CREATE TABLE IF NOT EXISTS step (
    submission INTEGER NOT NULL REFERENCES submission(id), name TEXT NOT NULL, began REAL NOT NULL, done REAL,
    PRIMARY KEY (submission, name)
);
"""


@dataclass(frozen=True)
class Entry:
    """One submission as the journal knows it.

    Attributes:
        id: Its number in the journal.
        scene: The scene's path.
        created: Seconds since 1970.
        task_id: The farm's number, None before there was one.
        folder: Where its task files lie.
        ended: `submitted`, `failed`, `cancelled`, or empty while it runs (or after it was killed).
        steps: Steps that are done, in order.
    """

    id: int
    scene: str
    created: float
    task_id: Optional[int]
    folder: str
    ended: str
    steps: List[str]


class Journal:
    """The journal in one folder. Several processes may write it at once; each call has its own connection.

    Args:
        folder: An existing folder.
    """

    def __init__(self, folder: str) -> None:
        self._path = os.path.join(folder, "journal.sqlite")
        with closing(self._open()) as database, database:
            database.executescript(_TABLES)

    def begin(self, scene: str) -> int:
        """Note a new submission; returns its number."""
        with closing(self._open()) as database, database:
            row = database.execute("INSERT INTO submission (scene, created) VALUES (?, ?)", (scene, time.time()))
            return int(row.lastrowid or 0)

    def note_task(self, submission: int, task_id: int, folder: str) -> None:
        """Note the farm's number and the folder of the task files."""
        self._write("UPDATE submission SET task_id = ?, folder = ? WHERE id = ?", task_id, folder, submission)

    def begin_step(self, submission: int, name: str) -> None:
        """Note that a step starts."""
        self._write(
            "INSERT OR REPLACE INTO step (submission, name, began) VALUES (?, ?, ?)", submission, name, time.time()
        )

    def end_step(self, submission: int, name: str) -> None:
        """Note that a step is done."""
        self._write("UPDATE step SET done = ? WHERE submission = ? AND name = ?", time.time(), submission, name)

    def end(self, submission: int, how: str) -> None:
        """Note how the submission ended: `submitted`, `failed`, `cancelled`."""
        self._write("UPDATE submission SET ended = ? WHERE id = ?", how, submission)

    def entries(self) -> List[Entry]:
        """Every submission, newest first."""
        with closing(self._open()) as database:
            rows = database.execute("SELECT * FROM submission ORDER BY id DESC").fetchall()
            steps = database.execute(
                "SELECT submission, name FROM step WHERE done IS NOT NULL ORDER BY done"
            ).fetchall()
        return [
            Entry(
                id=row["id"],
                scene=row["scene"],
                created=row["created"],
                task_id=row["task_id"],
                folder=row["folder"] or "",
                ended=row["ended"] or "",
                steps=[step["name"] for step in steps if step["submission"] == row["id"]],
            )
            for row in rows
        ]

    def _write(self, statement: str, *values: object) -> None:
        with closing(self._open()) as database, database:
            database.execute(statement, values)

    def _open(self) -> sqlite3.Connection:
        try:
            database = sqlite3.connect(self._path, timeout=10.0)
            database.row_factory = sqlite3.Row
            database.execute("PRAGMA journal_mode = WAL")
            return database
        except sqlite3.Error as error:
            raise DiskError(
                "The journal {path} cannot be opened: {reason}.",
                "Set FARMHAND_DATA_FOLDER to a folder that you may write.",
                path=self._path,
                reason=error,
            ) from error
