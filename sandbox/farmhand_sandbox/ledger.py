"""What the stand-in transmitter has uploaded before, in the SQLite file or the redis that its `-C` ini names.

As with the real engine, a file whose path, modification time and size are unchanged is believed to
be up there; nobody is asked.
"""

from __future__ import annotations

import configparser
import contextlib
import os
import socket
import sqlite3
from typing import Iterator, Optional, Tuple, Union

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS sent (place TEXT, local TEXT, remote TEXT, modified INTEGER, size INTEGER,"
    " PRIMARY KEY (place, local, remote))"
)
_ON = frozenset(("1", "true", "on", "yes"))


class LedgerUnusable(Exception):
    """The ini or the database cannot be used."""


class _Sqlite:
    """Entries in a file.

    Args:
        path: the file.
        temporary: forget this place's entries at the end.
    """

    def __init__(self, path: str, temporary: bool) -> None:
        self._temporary = temporary
        try:
            self._db = sqlite3.connect(path)
            self._db.execute(_SCHEMA)
        except sqlite3.Error as error:
            raise LedgerUnusable(f"{path}: {error}") from error

    def get(self, place: str, local: str, remote: str) -> Optional[Tuple[int, int]]:
        try:
            row = self._db.execute(
                "SELECT modified, size FROM sent WHERE place=? AND local=? AND remote=?", (place, local, remote)
            ).fetchone()
        except sqlite3.Error as error:
            raise LedgerUnusable(str(error)) from error
        return None if row is None else (int(row[0]), int(row[1]))

    def put(self, place: str, local: str, remote: str, state: Tuple[int, int]) -> None:
        try:
            self._db.execute("INSERT OR REPLACE INTO sent VALUES (?, ?, ?, ?, ?)", (place, local, remote, *state))
            self._db.commit()
        except sqlite3.Error as error:
            raise LedgerUnusable(str(error)) from error

    def close(self, place: str, done: bool) -> None:
        if self._temporary and done:
            self._db.execute("DELETE FROM sent WHERE place=?", (place,))
            self._db.commit()
        self._db.close()


class _Redis:
    """Entries in a hash of a redis server, spoken to in its plain protocol.

    Args:
        host, port: the server.
        password: empty for none.
        table: number of the database.
        timeout: seconds.
    """

    def __init__(self, host: str, port: int, password: str, table: str, timeout: float) -> None:
        try:
            self._socket = socket.create_connection((host, port), timeout)
            self._answers = self._socket.makefile("rb")
        except OSError as error:
            raise LedgerUnusable(f"redis {host}:{port}: {error}") from error
        if password:
            self._ask("AUTH", password)
        self._ask("SELECT", table)

    def _ask(self, *words: str) -> Optional[bytes]:
        parts = [word.encode("utf-8", "surrogateescape") for word in words]
        request = b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts)
        try:
            self._socket.sendall(b"*%d\r\n%s" % (len(parts), request))
            line = self._answers.readline().rstrip(b"\r\n")
            if line[:1] == b"$" and line != b"$-1":
                return self._answers.read(int(line[1:]) + 2)[:-2]
        except (OSError, ValueError) as error:
            raise LedgerUnusable(f"redis: {error}") from error
        if line[:1] not in (b"+", b":", b"$"):
            raise LedgerUnusable(f"redis: {line.decode('utf-8', 'replace') or 'no answer'}")
        return None

    def get(self, place: str, local: str, remote: str) -> Optional[Tuple[int, int]]:
        found = self._ask("HGET", f"transmitter:{place}", f"{local}|{remote}")
        if found is None:
            return None
        modified, _, size = found.partition(b" ")
        return int(modified), int(size)

    def put(self, place: str, local: str, remote: str, state: Tuple[int, int]) -> None:
        self._ask("HSET", f"transmitter:{place}", f"{local}|{remote}", f"{state[0]} {state[1]}")

    def close(self, place: str, done: bool) -> None:
        self._answers.close()
        self._socket.close()


class Ledger:
    """Answers whether a file was sent as it is, and remembers it.

    Args:
        entries: where; None when the ini says off.
        place: platform, bid and user, so that one database serves several.
    """

    def __init__(self, entries: Union[_Sqlite, _Redis, None], place: str) -> None:
        self._entries = entries
        self._place = place

    def knows(self, local: str, remote: str) -> bool:
        if self._entries is None:
            return False
        info = os.stat(local)
        return self._entries.get(self._place, local, remote) == (info.st_mtime_ns, info.st_size)

    def remember(self, local: str, remote: str, info: os.stat_result) -> None:
        """Keep the state that the file had before it was sent."""
        if self._entries is not None:
            self._entries.put(self._place, local, remote, (info.st_mtime_ns, info.st_size))


@contextlib.contextmanager
def opened(ini: Optional[str], bid: str, user: str) -> Iterator[Ledger]:
    """The ledger that an ini file describes; one that knows nothing without an ini or with `on` false.

    Raises:
        LedgerUnusable: no such ini, another type, or no usable database.
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
    place = f"{config.get('database', 'platform_id', fallback='')}/{bid}/{user}"
    entries = _entries(ini, config)
    done = False
    try:
        yield Ledger(entries, place)
        done = True
    finally:
        entries.close(place, done)


def _entries(ini: str, config: configparser.ConfigParser) -> Union[_Sqlite, _Redis]:
    kind = config.get("database", "type", fallback="sqlite").strip()
    path = config.get("sqlite", "db_path", fallback="").strip()
    if kind == "redis":
        try:
            return _Redis(
                config.get("redis", "host", fallback="127.0.0.1"),
                config.getint("redis", "port", fallback=6379),
                config.get("redis", "password", fallback=""),
                config.get("redis", "table_index", fallback="0"),
                config.getint("redis", "timeout", fallback=5000) / 1000,
            )
        except ValueError as error:
            raise LedgerUnusable(f"{ini}: {error}") from error
    if kind != "sqlite" or not path:
        raise LedgerUnusable(f"{ini}: type must be sqlite with db_path, or redis")
    return _Sqlite(path, config.get("sqlite", "temporary", fallback="false").strip().lower() in _ON)
