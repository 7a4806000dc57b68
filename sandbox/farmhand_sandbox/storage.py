"""The files of the sandbox: `storage/<bid>/<user id>/<path>` below one folder, and no way out of it.

Every path that comes from outside goes through `Storage.path`; file names that the farm itself
makes out of layer and camera names go through `safe_name`. This module knows nothing of tasks.
"""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Iterator, List, Tuple

_UNSAFE = re.compile(r"[^\w.\-]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_CHUNK = 1 << 20


class PathRefused(ValueError):
    """A path that would leave the storage, or that no file system takes."""


@dataclass(frozen=True)
class StoredFile:
    """One file of a listing; path is relative to the listed folder, with forward slashes."""

    path: str
    size: int
    modified: float


def safe_name(name: str, otherwise: str = "unnamed") -> str:
    """A name made fit to be one file name on any system; `otherwise` where nothing is left of it."""
    text = _UNSAFE.sub("_", name).strip("._")[:80]
    if not text:
        return otherwise
    return f"_{text}" if _RESERVED.fullmatch(text) else text


def split(path: str) -> Tuple[str, ...]:
    """Parts of a server path.

    Raises:
        PathRefused: a part is `..`, or holds what no file name may hold.
    """
    parts = tuple(part for part in path.replace("\\", "/").split("/") if part not in ("", "."))
    for part in parts:
        if part == ".." or "\0" in part or (os.name == "nt" and ":" in part):
            raise PathRefused(f"{path!r} is not a path inside the storage")
    return parts


class Storage:
    """Files below `<folder>/storage`.

    Args:
        folder: the sandbox's folder; made when it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "storage"
        self._incoming = folder / "incoming"
        self.root.mkdir(parents=True, exist_ok=True)
        self._incoming.mkdir(exist_ok=True)
        self._real_root = os.path.realpath(self.root)

    def path(self, bid: str, user_id: int, path: str) -> Path:
        """Where a server path lies on this disk.

        Raises:
            PathRefused: it would lie outside the storage, also through a symbolic link.
        """
        found = self.root.joinpath(*split(bid), str(user_id), *split(path))
        real = os.path.realpath(found)
        if os.path.commonpath((self._real_root, real)) != self._real_root:
            raise PathRefused(f"{path!r} is not a path inside the storage")
        return found

    def has(self, bid: str, user_id: int, path: str) -> bool:
        """Whether a file is there; False for a refused path too."""
        try:
            return os.path.isfile(self.path(bid, user_id, path))
        except PathRefused:
            return False

    def receive(self, target: Path, source: IO[bytes], length: int) -> int:
        """Write `length` bytes to target through a temporary file; returns the bytes written.

        Raises:
            EOFError: the source ended early; the target is left as it was.
            OSError: the disk is full, or a folder of that name is in the way.
        """
        handle, temporary = tempfile.mkstemp(dir=self._incoming)
        try:
            with os.fdopen(handle, "wb") as out:
                left = length
                while left:
                    chunk = source.read(min(left, _CHUNK))
                    if not chunk:
                        raise EOFError(f"{left} bytes did not come")
                    out.write(chunk)
                    left -= len(chunk)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(temporary, target)
        except BaseException:
            os.unlink(temporary)
            raise
        return length

    def write(self, target: Path, content: bytes) -> None:
        """Write a file of the farm itself, whole or not at all."""
        handle, temporary = tempfile.mkstemp(dir=self._incoming)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(temporary, target)


def walk(folder: Path) -> List[StoredFile]:
    """All files below a folder, sorted by path."""
    return sorted(_walk(folder), key=lambda file: file.path)


def _walk(folder: Path) -> Iterator[StoredFile]:
    for parent, _folders, names in os.walk(folder):
        for name in names:
            full = Path(parent, name)
            info = full.stat()
            yield StoredFile(full.relative_to(folder).as_posix(), info.st_size, info.st_mtime)
