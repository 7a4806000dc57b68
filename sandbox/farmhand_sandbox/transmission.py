"""Moves single files between this disk and a sandbox over HTTP, for the stand-in transmitter.

Standard library only and few imports, since a transfer starts a new process each time. What is to
be moved, and what a failure means for the exit code, is decided in `transmitter`.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import os
import time
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Optional
from urllib.parse import quote

_CHUNK = 64 * 1024
_TIMEOUT = 60.0  # seconds
PART_SUFFIX = ".farmhand-part"

Say = Callable[[str], None]


class ServerUnreachable(OSError):
    """Nobody listens at the host and port."""


class TransferRefused(Exception):
    """The server says no; trying again would not help."""

    def __init__(self, status: int, reason: str) -> None:
        self.status = status
        super().__init__(f"{status} {reason}")


class LocalWriteFailed(Exception):
    """A received file cannot be written on this disk."""

    def __init__(self, path: str, error: OSError) -> None:
        super().__init__(f"({path}): {error.strerror or error}")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by its very name; nothing is looked up."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class RemoteFile:
    """One file of a remote listing; path is relative to what was listed."""

    path: str
    size: int


class Meter:
    """Keeps a transfer within its rate and tells how far it is.

    Args:
        say: takes a line of output.
        limit: KB/s, 0 for no limit.
        total: bytes to be moved altogether.
    """

    def __init__(self, say: Say, limit: int, total: int) -> None:
        self._say = say
        self._limit = limit * 1024
        self._total = total
        self._done = 0
        self._idle = 0
        self._began = self._told = time.monotonic()

    def skipped(self, size: int, path: str) -> None:
        """Count the bytes of a file that need not be sent; they do not use up the rate."""
        self._done += size
        self._idle += size
        self.moved(0, path, end=True)

    def moved(self, size: int, path: str, end: bool = False) -> None:
        """Count bytes; wait where they came too fast; tell about it five times a second and at the end of a file."""
        self._done += size
        if self._limit:
            early = (self._done - self._idle) / self._limit - (time.monotonic() - self._began)
            if early > 0:
                time.sleep(early)
        now = time.monotonic()
        if end or now - self._told >= 0.2:
            self._told = now
            speed = (self._done - self._idle) / 1024 / max(now - self._began, 0.001)
            self._say(
                f"transfer progress: {self._done}/{self._total} bytes {speed:.0f} KB/s ({path})"
            )

    def forget(self, size: int) -> None:
        """Take back bytes of a file that has to be sent again."""
        self._done -= size


class Link:
    """The storage of one user at one bid of a sandbox.

    Args:
        host, port: the sandbox.
        bid, user: whose storage.
        limit: KB/s, 0 for no limit; one chunk is never longer than a tenth of a second's share.
    """

    def __init__(self, host: str, port: int, bid: str, user: str, limit: int) -> None:
        self._host, self._port = host, port
        self._base = f"/sandbox/storage/{quote(bid, safe='')}/{quote(user, safe='')}/"
        self._chunk = max(1, min(_CHUNK, limit * 102)) if limit else _CHUNK

    def _connect(self) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=_TIMEOUT)
        try:
            connection.connect()
        except OSError as error:
            raise ServerUnreachable(str(error)) from error
        return connection

    def check(self) -> None:
        """Raise ServerUnreachable when nobody listens."""
        self._connect().close()

    def _address(self, remote: str) -> str:
        return self._base + quote(remote.lstrip("/"))

    def listing(self, remote: str) -> Optional[Dict[str, Any]]:
        """`{"kind": "file" | "folder", "files": [RemoteFile]}`; None when it is not there."""
        connection = self._connect()
        try:
            connection.request("GET", self._address(remote) + "?list=1")
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status == 404:
            return None
        if answer.status != 200:
            raise TransferRefused(answer.status, content.decode("utf-8", "replace"))
        found = json.loads(content)
        files: List[RemoteFile] = [
            RemoteFile(str(item["path"]), int(item["size"])) for item in found["files"]
        ]
        return {"kind": found["kind"], "files": files}

    def send(self, local: str, remote: str, meter: Meter) -> int:
        """Upload one file; returns its bytes."""
        sent = 0
        with open(local, "rb") as source:
            size = os.fstat(source.fileno()).st_size
            connection = self._connect()
            try:
                connection.putrequest("PUT", self._address(remote))
                connection.putheader("Content-Length", str(size))
                connection.endheaders()
                while sent < size:
                    chunk = source.read(min(self._chunk, size - sent))
                    if not chunk:
                        raise OSError(f"{local} became shorter while it was sent")
                    connection.send(chunk)
                    sent += len(chunk)
                    meter.moved(len(chunk), local)
                answer = connection.getresponse()
                reason = answer.read().decode("utf-8", "replace")
            except BaseException:
                meter.forget(sent)
                raise
            finally:
                connection.close()
        if answer.status != 204:
            meter.forget(sent)
            raise TransferRefused(answer.status, reason)
        meter.moved(0, local, end=True)
        return size

    def fetch(self, remote: str, local: str, meter: Meter) -> int:
        """Download one file, through a temporary name beside its place; returns its bytes."""
        connection = self._connect()
        received = 0
        try:
            connection.request("GET", self._address(remote))
            answer = connection.getresponse()
            if answer.status != 200:
                raise TransferRefused(answer.status, answer.read().decode("utf-8", "replace"))
            size = int(answer.headers["Content-Length"])
            temporary = local + PART_SUFFIX
            with _Writing(temporary) as out:
                while received < size:
                    chunk = answer.read(min(self._chunk, size - received))
                    if not chunk:
                        raise OSError(f"{remote}: {size - received} bytes did not come")
                    out.write(chunk)
                    received += len(chunk)
                    meter.moved(len(chunk), local)
            _finish(temporary, local)
        except BaseException:
            meter.forget(received)
            raise
        finally:
            connection.close()
        meter.moved(0, local, end=True)
        return received


class _Writing:
    """A file being written; any error of the disk becomes LocalWriteFailed and leaves no rest behind."""

    def __init__(self, path: str) -> None:
        self._path = path
        try:
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
            self._file = open(path, "wb")  # noqa: SIM115 - closed in __exit__
        except OSError as error:
            raise LocalWriteFailed(self._path, error) from error

    def __enter__(self) -> _Writing:
        return self

    def write(self, chunk: bytes) -> None:
        try:
            self._file.write(chunk)
        except OSError as error:
            raise LocalWriteFailed(self._path, error) from error

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        try:
            self._file.close()
        except OSError as failure:
            _remove(self._path)
            raise LocalWriteFailed(self._path, failure) from failure
        if kind is not None:
            _remove(self._path)


def _remove(path: str) -> None:
    if os.path.exists(path):
        os.unlink(path)


def _finish(temporary: str, path: str) -> None:
    try:
        os.replace(temporary, path)
    except OSError as error:
        _remove(temporary)
        raise LocalWriteFailed(path, error) from error
