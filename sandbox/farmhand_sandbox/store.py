"""The farm's memory: one SQLite file (WAL) with tasks, frames, projects and settings.

Only statements live here; what they mean is the farm's matter. Callers hold the farm's lock, so one
connection serves all threads of the server.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional, Sequence, Tuple

from farmhand_sandbox import facts

_SCHEMA = """
CREATE TABLE IF NOT EXISTS tasks (
    id INTEGER PRIMARY KEY, parent INTEGER NOT NULL DEFAULT 0, created REAL NOT NULL, submitted REAL, ready REAL,
    held INTEGER, hold_test INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0, info TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS tasks_by_parent ON tasks (parent);
CREATE TABLE IF NOT EXISTS frames (
    id INTEGER PRIMARY KEY, task INTEGER NOT NULL, seq INTEGER NOT NULL, priority INTEGER NOT NULL,
    target INTEGER NOT NULL, numbers TEXT NOT NULL, label TEXT NOT NULL, seconds REAL NOT NULL,
    status INTEGER NOT NULL, attempt INTEGER NOT NULL DEFAULT 0, started REAL, ended REAL);
CREATE INDEX IF NOT EXISTS frames_by_queue ON frames (task, status, seq);
CREATE INDEX IF NOT EXISTS frames_by_status ON frames (status);
CREATE TABLE IF NOT EXISTS projects (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE NOT NULL, status INTEGER);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

NewFrame = Tuple[
    int, int, int, int, str, str, float
]  # task, seq, priority, target, numbers, label, seconds


class Store:
    """Tables and the statements on them.

    Args:
        path: the SQLite file; made when it is not there.
    """

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(str(path), check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        self._db.close()

    def commit(self) -> None:
        self._db.commit()

    def rollback(self) -> None:
        self._db.rollback()

    # -- settings and projects

    def setting(self, name: str, otherwise: Any = None) -> Any:
        row = self._db.execute("SELECT value FROM settings WHERE name=?", (name,)).fetchone()
        return otherwise if row is None else json.loads(row["value"])

    def set_setting(self, name: str, value: Any) -> None:
        self._db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, json.dumps(value)))

    def add_project(self, name: str, status: int) -> bool:
        """False when the name is there already."""
        cursor = self._db.execute(
            "INSERT OR IGNORE INTO projects (name, status) VALUES (?, ?)", (name, status)
        )
        return cursor.rowcount == 1

    def delete_project(self, name: str) -> None:
        self._db.execute("DELETE FROM projects WHERE name=?", (name,))

    def projects(self) -> List[sqlite3.Row]:
        return self._db.execute("SELECT id, name FROM projects ORDER BY id").fetchall()

    # -- tasks

    def add_task(self, created: float, info: Dict[str, Any], parent: int = 0) -> int:
        last = self._db.execute("SELECT MAX(id) FROM tasks").fetchone()[0]
        task = facts.FIRST_TASK_ID if last is None else last + 1
        self._db.execute(
            "INSERT INTO tasks (id, parent, created, info) VALUES (?, ?, ?, ?)",
            (task, parent, created, json.dumps(info)),
        )
        return task

    def has_tasks(self) -> bool:
        return self._db.execute("SELECT 1 FROM tasks LIMIT 1").fetchone() is not None

    def task(self, task: int) -> Optional[sqlite3.Row]:
        row: Optional[sqlite3.Row] = self._db.execute(
            "SELECT * FROM tasks WHERE id=?", (task,)
        ).fetchone()
        return row

    def children(self, task: int) -> List[sqlite3.Row]:
        return self._db.execute(
            "SELECT * FROM tasks WHERE parent=? ORDER BY id", (task,)
        ).fetchall()

    def submitted_tasks(self, deleted: bool = False) -> List[sqlite3.Row]:
        """Top-level tasks, the newest first."""
        return self._db.execute(
            "SELECT * FROM tasks WHERE parent=0 AND submitted IS NOT NULL AND deleted=? ORDER BY id DESC",
            (int(deleted),),
        ).fetchall()

    def update_task(self, task: int, **columns: Any) -> None:
        names = ", ".join(
            f"{name}=?" for name in columns
        )  # names are keywords in our code, never from outside
        self._db.execute(f"UPDATE tasks SET {names} WHERE id=?", (*columns.values(), task))

    def renderable_tasks(self) -> List[sqlite3.Row]:
        """Tasks with waiting frames that nothing holds back, in the order in which they were ready."""
        return self._db.execute(
            "SELECT * FROM tasks WHERE submitted IS NOT NULL AND deleted=0 AND held IS NULL AND EXISTS"
            " (SELECT 1 FROM frames WHERE task=tasks.id AND status=?) ORDER BY ready, id",
            (facts.FRAME_WAITING,),
        ).fetchall()

    # -- frames

    def add_frames(self, frames: Iterable[NewFrame]) -> int:
        """Add waiting frames; returns the id of the first, the others follow."""
        last = self._db.execute("SELECT MAX(id) FROM frames").fetchone()[0]
        first = facts.FIRST_FRAME_ID if last is None else last + 1
        self._db.executemany(
            "INSERT INTO frames (id, task, seq, priority, target, numbers, label, seconds, status)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ((first + offset, *frame, facts.FRAME_WAITING) for offset, frame in enumerate(frames)),
        )
        return int(first)

    def frame(self, frame: int) -> Optional[sqlite3.Row]:
        row: Optional[sqlite3.Row] = self._db.execute(
            "SELECT * FROM frames WHERE id=?", (frame,)
        ).fetchone()
        return row

    def frames(
        self, task: int, keyword: str, limit: int, offset: int
    ) -> Tuple[int, List[sqlite3.Row]]:
        """How many frames of a task match, and one page of them."""
        where = "task=? AND instr(label, ?) > 0"
        total = self._db.execute(
            f"SELECT COUNT(*) FROM frames WHERE {where}", (task, keyword)
        ).fetchone()[0]
        rows = self._db.execute(
            f"SELECT * FROM frames WHERE {where} ORDER BY id LIMIT ? OFFSET ?",
            (task, keyword, limit, offset),
        ).fetchall()
        return total, rows

    def waiting(self, task: int, after: int, priority_only: bool, limit: int) -> List[sqlite3.Row]:
        """The next waiting frames of a task behind the sequence number `after`."""
        return self._db.execute(
            "SELECT * FROM frames WHERE task=? AND status=? AND seq>? AND priority>=? ORDER BY seq LIMIT ?",
            (task, facts.FRAME_WAITING, after, int(priority_only), limit),
        ).fetchall()

    def running(self) -> List[sqlite3.Row]:
        return self._db.execute(
            "SELECT * FROM frames WHERE status=?", (facts.FRAME_RUNNING,)
        ).fetchall()

    def record_runs(self, runs: Iterable[Tuple[int, Optional[float], Optional[float], int]]) -> None:
        """Write (status, started, ended, frame id)."""
        self._db.executemany("UPDATE frames SET status=?, started=?, ended=? WHERE id=?", runs)

    def stop_frames(self, task: int, ids: Optional[Sequence[int]]) -> int:
        """Waiting and running frames become stopped; returns how many did. None means all of the task."""
        return self._restatus(
            task, ids, (facts.FRAME_WAITING, facts.FRAME_RUNNING), facts.FRAME_STOPPED, 0
        )

    def restart_frames(
        self, task: int, ids: Optional[Sequence[int]], statuses: Sequence[int], again: bool
    ) -> int:
        """Frames of these statuses wait again; `again` counts it as a recommit."""
        return self._restatus(task, ids, statuses, facts.FRAME_WAITING, int(again))

    def _restatus(
        self, task: int, ids: Optional[Sequence[int]], old: Sequence[int], new: int, again: int
    ) -> int:
        marks = ",".join("?" * len(old))
        statement = (
            "UPDATE frames SET status=?, attempt=attempt+?, started=NULL, ended=NULL"
            f" WHERE task=? AND status IN ({marks})"
        )
        if ids is None:
            return self._db.execute(statement, (new, again, task, *old)).rowcount
        return sum(
            self._db.execute(f"{statement} AND id=?", (new, again, task, *old, frame)).rowcount
            for frame in ids
        )

    def counts(self, task: Optional[int] = None) -> List[sqlite3.Row]:
        """Per status and priority: number, first start, last end, seconds; of a task or of all."""
        where = "task=?" if task is not None else "task IN (SELECT id FROM tasks WHERE deleted=0)"
        return self._db.execute(
            "SELECT status, priority, COUNT(*) AS number, MIN(started) AS started, MAX(ended) AS ended,"
            f" SUM(COALESCE(ended - started, 0)) AS seconds FROM frames WHERE {where} GROUP BY status, priority",
            () if task is None else (task,),
        ).fetchall()
