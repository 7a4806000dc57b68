"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from typing import NamedTuple, Optional

from farmhand.errors import DiskError


def make_folder(folder: str) -> None:
    """Make a folder and those above it.

    Raises:
        DiskError: It cannot be made.
    """
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise _disk_error(folder, error) from error


def write_whole(path: str, data: bytes) -> None:
    """Write a file under a temporary name and rename it when it is whole.

    Raises:
        DiskError: It cannot be written; nothing is left under either name.
    """
    folder = os.path.dirname(path)
    make_folder(folder)
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except OSError as error:
        if temporary and os.path.exists(temporary):
            os.remove(temporary)
        raise _disk_error(path, error) from error


def move_whole(source: str, path: str) -> None:
    """Give a whole file its final name, on the same disk.

    Raises:
        DiskError: It cannot be renamed.
    """
    make_folder(os.path.dirname(path))
    try:
        os.replace(source, path)
    except OSError as error:
        raise _disk_error(path, error) from error


class Stamp(NamedTuple):
    """What tells one state of a file from another.

    Attributes:
        size: Bytes.
        mtime_ns: Modification time, nanoseconds since 1970.
        ctime_ns: Change time, which a copy cannot keep; 0 on Windows, where that is the time of creation.
    """

    size: int
    mtime_ns: int
    ctime_ns: int

    @classmethod
    def of(cls, status: os.stat_result) -> Stamp:
        """The stamp in what the system told."""
        return cls(status.st_size, status.st_mtime_ns, 0 if os.name == "nt" else status.st_ctime_ns)


def look(path: str) -> Optional[Stamp]:
    """The stamp of a file; None where there is none."""
    try:
        return Stamp.of(os.stat(path))
    except OSError:
        return None


def _disk_error(path: str, error: OSError) -> DiskError:
    return DiskError(
        "{path} cannot be written: {reason}.",
        "Free some space or choose another folder, then try again; what is done already is kept.",
        path=path,
        reason=(error.strerror or str(error)).lower(),
    )
