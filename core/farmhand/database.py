"""SQLite files that several processes, also of several machines on a shared folder, write at once.

They keep SQLite's rollback journal: its write-ahead log needs memory that only processes of one machine share. A commit
is on the disk when it returns, so that what was written survives the machine's end too.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import Dict, Iterator

from farmhand.errors import DiskError

BUSY_SECONDS = 20.0
"""How long one process waits for another's transaction."""


@contextmanager
def opened(path: str) -> Iterator[sqlite3.Connection]:
    """A connection for one look or one transaction, closed at the end of the block.

    A transaction that began is committed where no error leaves the block.

    Args:
        path: The file; made where its folder is there.

    Raises:
        DiskError: It cannot be opened, read or written.
    """
    try:
        database = sqlite3.connect(path, timeout=BUSY_SECONDS)
        try:
            database.row_factory = sqlite3.Row
            database.execute("PRAGMA synchronous = FULL")
            with database:
                yield database
        finally:
            database.close()
    except sqlite3.Error as error:
        raise DiskError(
            "The database {path} cannot be used: {reason}.",
            "Set FARMHAND_DATA_FOLDER to a folder that you may write.",
            path=path,
            reason=error,
        ) from error


@contextmanager
def writing(path: str) -> Iterator[sqlite3.Connection]:
    """As `opened`, with the right to write from the start: what is read inside stays true until the block ends."""
    with opened(path) as database:
        database.isolation_level = None
        database.execute("BEGIN IMMEDIATE")
        try:
            yield database
        except BaseException:
            database.execute("ROLLBACK")
            raise
        database.execute("COMMIT")


def make(path: str, tables: str) -> None:
    """Make tables that are not there yet, and columns that an older Farmhand did not have.

    Args:
        path: The file.
        tables: `CREATE TABLE` statements, each column of a later version with a default or without NOT NULL.
    """
    with opened(path) as database:
        if database.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            database.execute("PRAGMA journal_mode = DELETE")
        wanted = sqlite3.connect(":memory:")
        try:
            wanted.executescript(tables)
            names = [row[0] for row in wanted.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            there = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if there.issuperset(names) and all(
                _columns(database, name).keys() >= _columns(wanted, name).keys() for name in names
            ):
                return
            database.executescript(tables)
            for name in names:
                old = _columns(database, name)
                for column, kind in _columns(wanted, name).items():
                    if column not in old:
                        database.execute("ALTER TABLE {} ADD COLUMN {} {}".format(name, column, kind))
        finally:
            wanted.close()


def _columns(database: sqlite3.Connection, table: str) -> Dict[str, str]:
    return {row[1]: row[2] for row in database.execute("PRAGMA table_info({})".format(table))}
