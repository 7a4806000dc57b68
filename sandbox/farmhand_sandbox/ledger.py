"""What the stand-in transmitter has uploaded before, in the SQLite file that its `-C` ini names.

As with the real engine, a file whose path, modification time and size are unchanged is believed to
be up there; nobody is asked. Redis is not offered.
"""

from __future__ import annotations

import configparser
import contextlib
import os
import sqlite3
from typing import Iterator, Optional

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS sent (place TEXT, local TEXT, remote TEXT, modified INTEGER, size INTEGER,"
    " PRIMARY KEY (place, local, remote))"
)
_ON = frozenset(("1", "true", "on", "yes"))


class LedgerUnusable(Exception):
    """The ini or the database cannot be used."""


class Ledger:
    """Answers whether a file was sent as it is, and remembers it.

    Args:
        connection: the open database; None when the ini says off.
        place: platform, bid and user, so that one database serves several.
    """

    def __init__(self, connection: Optional[sqlite3.Connection], place: str) -> None:
        self._db = connection
        self._place = place

    def knows(self, local: str, remote: str) -> bool:
        if self._db is None:
            return False
        info = os.stat(local)
        row = self._db.execute(
            "SELECT modified, size FROM sent WHERE place=? AND local=? AND remote=?",
            (self._place, local, remote),
        ).fetchone()
        return row is not None and tuple(row) == (info.st_mtime_ns, info.st_size)

    def remember(self, local: str, remote: str, info: os.stat_result) -> None:
        """Keep the state that the file had before it was sent."""
        if self._db is not None:
            entry = (self._place, local, remote, info.st_mtime_ns, info.st_size)
            self._db.execute("INSERT OR REPLACE INTO sent VALUES (?, ?, ?, ?, ?)", entry)
            self._db.commit()


@contextlib.contextmanager
def opened(ini: Optional[str], bid: str, user: str) -> Iterator[Ledger]:
    """The ledger that an ini file describes; one that knows nothing without an ini or with `on` false.

    Raises:
        LedgerUnusable: no such ini, another type than sqlite, or no usable database file.
    """
    if not ini:
        yield Ledger(None, "")
        return
    config = configparser.ConfigParser(interpolation=None)
    try:
        read = config.read(ini, encoding="utf-8-sig")
    except (configparser.Error, UnicodeDecodeError) as error:
        raise LedgerUnusable(f"{ini}: {error}") from error
    if not read:
        raise LedgerUnusable(f"{ini} cannot be read")
    if config.get("database", "on", fallback="false").strip().lower() not in _ON:
        yield Ledger(None, "")
        return
    kind = config.get("database", "type", fallback="sqlite").strip()
    path = config.get("sqlite", "db_path", fallback="").strip()
    if kind != "sqlite" or not path:
        raise LedgerUnusable(f"{ini}: type must be sqlite, and [sqlite] db_path must be given")
    try:
        connection = sqlite3.connect(path)
        connection.execute(_SCHEMA)
    except sqlite3.Error as error:
        raise LedgerUnusable(f"{path}: {error}") from error
    with contextlib.closing(connection):
        yield Ledger(
            connection, f"{config.get('database', 'platform_id', fallback='')}/{bid}/{user}"
        )
