"""What each download has brought, in SQLite: whoever starts it again fetches only what is new or was rendered again."""

from __future__ import annotations

import os
from typing import Dict, Iterable, NamedTuple, Optional, Sequence

from farmhand import database
from farmhand.farm.records import OutputFile
from farmhand.lease import Lease
from farmhand.progress import CancelToken

_TABLES = """
CREATE TABLE IF NOT EXISTS download (
    id INTEGER PRIMARY KEY, task INTEGER NOT NULL, folder TEXT NOT NULL, owner TEXT, beat INTEGER,
    UNIQUE (task, folder)
);
CREATE TABLE IF NOT EXISTS file (
    download INTEGER NOT NULL, remote TEXT NOT NULL, local TEXT NOT NULL, size INTEGER, modified TEXT, there INTEGER,
    PRIMARY KEY (download, remote)
);
"""


class Brought(NamedTuple):
    """One file of a download.

    Attributes:
        local: Its name below the chosen folder.
        size: Bytes, as the farm said when it was asked for.
        modified: The farm's time of it, as text.
        there: Whether it has arrived; otherwise it was asked for.
    """

    local: str
    size: Optional[int]
    modified: str
    there: bool


class Record:
    """The record of one task into one folder.

    Args:
        data_folder: An existing folder of the user.
        task_id: The task.
        folder: The chosen folder, absolute.

    Raises:
        DiskError: The record cannot be made.
    """

    def __init__(self, data_folder: str, task_id: int, folder: str) -> None:
        self._path = os.path.join(data_folder, "downloads.sqlite")
        database.make(self._path, _TABLES)
        with database.writing(self._path) as opened:
            place = (task_id, os.path.normcase(folder))
            opened.execute("INSERT OR IGNORE INTO download (task, folder, beat) VALUES (?, ?, 0)", place)
            row = opened.execute("SELECT id FROM download WHERE task = ? AND folder = ?", place).fetchone()
            self._id = int(row[0])

    def lease(self, cancel: CancelToken) -> Lease:
        """The right to bring files into the folder."""
        return Lease(self._path, "download", self._id, "download", cancel)

    def files(self) -> Dict[str, Brought]:
        """All files by remote name."""
        with database.opened(self._path) as opened:
            rows = opened.execute(
                "SELECT remote, local, size, modified, there FROM file WHERE download = ?", (self._id,)
            ).fetchall()
        return {row[0]: Brought(row[1], row[2], row[3] or "", bool(row[4])) for row in rows}

    def asked(self, entries: Sequence[OutputFile], local: Dict[str, str]) -> None:
        """Note files before they are fetched."""
        self._put(entries, local, False)

    def arrived(self, entries: Sequence[OutputFile], local: Dict[str, str]) -> None:
        """Note files that lie under their names."""
        self._put(entries, local, True)

    def _put(self, entries: Iterable[OutputFile], local: Dict[str, str], there: bool) -> None:
        with database.opened(self._path) as opened:
            opened.executemany(
                "INSERT OR REPLACE INTO file (download, remote, local, size, modified, there)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [(self._id, one.path, local[one.path], one.size, one.modified, int(there)) for one in entries],
            )
