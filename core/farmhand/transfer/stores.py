"""Where the ledger's rows are kept: an SQLite file of this user, or a redis server that a studio shares.

A row is (server path, local path, size, modification time, change time, time of sending, hash or None); times are in
nanoseconds since 1970. A store keeps the rows of several storages apart and knows nothing of what a row proves.
"""

from __future__ import annotations

import json
import os
from abc import ABC, abstractmethod
from typing import Any, Dict, Iterable, Iterator, Optional, Sequence, Tuple

from farmhand import database
from farmhand.credentials import hide
from farmhand.errors import SettingsError, TransferError

Row = Tuple[str, str, int, int, int, int, Optional[str]]

_KINDS: Tuple[Any, ...] = (str, int, int, int, int, (str, type(None)))
_BATCH = 500
_MANY = 5000

_TABLE = """
CREATE TABLE IF NOT EXISTS sent (
    storage TEXT NOT NULL, server TEXT NOT NULL, local TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL, sent_ns INTEGER NOT NULL, hash TEXT,
    PRIMARY KEY (storage, server)
) WITHOUT ROWID;
"""


class Store(ABC):
    """Rows of several storages; safe for several processes."""

    @abstractmethod
    def rows(self, storage: str, names: Sequence[str]) -> Iterator[Sequence[Any]]:
        """The rows of these server paths, and perhaps of others between them; a path without a row gives none."""

    @abstractmethod
    def put(self, storage: str, rows: Iterable[Row]) -> None:
        """Keep rows, all or none, in place of those of the same server path."""

    @abstractmethod
    def clear(self, storage: str) -> None:
        """Forget all rows of a storage."""


class NoStore(Store):
    """Remembers nothing: every file is sent every time."""

    def rows(self, storage: str, names: Sequence[str]) -> Iterator[Sequence[Any]]:
        """See Store."""
        return iter(())

    def put(self, storage: str, rows: Iterable[Row]) -> None:
        """See Store."""

    def clear(self, storage: str) -> None:
        """See Store."""


class SqliteStore(Store):
    """Rows in the file `ledger.sqlite` of a folder.

    Args:
        folder: An existing folder.

    Raises:
        DiskError: The file cannot be made.
    """

    def __init__(self, folder: str) -> None:
        self._path = os.path.join(folder, "ledger.sqlite")
        database.make(self._path, _TABLE)

    def rows(self, storage: str, names: Sequence[str]) -> Iterator[Sequence[Any]]:
        """A few by name, many by reading on from the first to the last."""
        query = "SELECT server, local, size, mtime_ns, ctime_ns, sent_ns, hash FROM sent WHERE storage = ? AND server "
        with database.opened(self._path) as opened:
            opened.row_factory = None
            if len(names) > _MANY:
                yield from opened.execute(query + "BETWEEN ? AND ?", (storage, min(names), max(names)))
                return
            for some in _batches(names):
                marks = ",".join("?" * len(some))
                yield from opened.execute(query + "IN ({})".format(marks), [storage, *some])

    def put(self, storage: str, rows: Iterable[Row]) -> None:
        """See Store."""
        with database.opened(self._path) as opened:
            opened.executemany(
                "INSERT OR REPLACE INTO sent VALUES (?, ?, ?, ?, ?, ?, ?, ?)", ((storage, *row) for row in rows)
            )

    def clear(self, storage: str) -> None:
        """See Store."""
        with database.opened(self._path) as opened:
            opened.execute("DELETE FROM sent WHERE storage = ?", (storage,))


class RedisStore(Store):
    """Rows in a hash of a redis server for each storage, which all machines of a studio share.

    Args:
        host, port: The server.
        table: Number of its database.
        password: Empty for none.
        timeout: Seconds to wait for a connection and for an answer.

    Raises:
        SettingsError: The redis client is not installed.
    """

    def __init__(self, host: str, port: int, table: int, password: str = "", timeout: float = 5.0) -> None:
        try:
            import redis
        except ImportError as error:
            raise SettingsError(
                "The setting database_type is redis, but the redis client is not installed: {reason}.",
                'Install it with "pip install redis", or set FARMHAND_DATABASE_TYPE to sqlite.',
                reason=error,
            ) from error
        self._where = "{}:{}".format(host, port)
        self._password = password
        self._errors = redis.RedisError
        self._client: Any = redis.Redis(
            host=host,
            port=port,
            db=table,
            password=password or None,
            socket_timeout=timeout,
            socket_connect_timeout=timeout,
            **_once_more(),
        )

    def rows(self, storage: str, names: Sequence[str]) -> Iterator[Sequence[Any]]:
        """See Store."""
        for some in _batches(names):
            try:
                found = self._client.hmget(_key(storage), [_bytes(name) for name in some])
            except self._errors as error:
                raise self._failure(error) from error
            for name, value in zip(some, found):
                row = _read(value) if value is not None else None
                if row is not None:
                    yield (name, *row)

    def put(self, storage: str, rows: Iterable[Row]) -> None:
        """See Store."""
        try:
            with self._client.pipeline(transaction=True) as pipeline:
                for some in _batches(list(rows)):
                    values = {_bytes(row[0]): json.dumps(row[1:], separators=(",", ":")) for row in some}
                    pipeline.hset(_key(storage), mapping=values)
                pipeline.execute()
        except self._errors as error:
            raise self._failure(error) from error

    def clear(self, storage: str) -> None:
        """See Store."""
        try:
            self._client.delete(_key(storage))
        except self._errors as error:
            raise self._failure(error) from error

    def _failure(self, error: Exception) -> TransferError:
        return TransferError(
            "The studio's redis server {where} cannot be used: {reason}.",
            "Check FARMHAND_REDIS_HOST, FARMHAND_REDIS_PORT and FARMHAND_REDIS_PASSWORD, or set "
            "FARMHAND_DATABASE_TYPE to sqlite.",
            where=self._where,
            reason=hide(str(error).rstrip("."), self._password),
        )


def _once_more() -> Dict[str, Any]:
    """One further try at once; newer clients wait for seconds by themselves, older ones know no such option."""
    try:
        from redis.backoff import NoBackoff
        from redis.retry import Retry
    except ImportError:
        return {}
    return {"retry": Retry(NoBackoff(), 1)}


def _key(storage: str) -> bytes:
    return _bytes("farmhand:sent:" + storage)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _read(value: bytes) -> Optional[Sequence[Any]]:
    """A row without its name; None where somebody else wrote it."""
    try:
        row = json.loads(value.decode("ascii"))
    except ValueError:
        return None
    if not isinstance(row, list) or len(row) != len(_KINDS):
        return None
    return tuple(row) if all(isinstance(value, kind) for value, kind in zip(row, _KINDS)) else None


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]
