"""A file being read, never more of it than agreed: plain or gzip, on the disk or inside a package.

Readers get this instead of a path, so that none can be made to read a bomb, to hold a huge file in memory, or to block
for long. Nothing here knows a format besides gzip.
"""

from __future__ import annotations

import gzip
import io
import os
from typing import BinaryIO, Callable, Iterator, Optional

CHUNK = 256 * 1024
"""Bytes handed out at a time: a few milliseconds of work for a reader."""

_GZIP = b"\x1f\x8b"


class Source:
    """One file's bytes.

    Args:
        path: Its absolute path; for a file inside a package the path of the package, `!` and the name inside.
        limit: Bytes to read at most, counted unpacked.
        opened: How to open it; by default from `path`.

    Attributes:
        path: As given.
        limit: As given.
        cut: Whether `chunks` stopped at `limit` with more to come.
    """

    def __init__(self, path: str, limit: int, opened: Optional[Callable[[], BinaryIO]] = None) -> None:
        self.path = path
        self.limit = limit
        self.cut = False
        self._opened = opened

    def part(self, path: str, start: int, size: int) -> Source:
        """A file that lies in this one without being packed: `size` bytes from `start`."""
        return Source(path, self.limit, lambda: _Part(self.open(), start, size))

    @property
    def folder(self) -> str:
        """The folder of the file."""
        return os.path.dirname(self.path)

    def open(self) -> BinaryIO:
        """The file as it is, not unpacked.

        Raises:
            OSError: It cannot be opened.
        """
        return open(self.path, "rb") if self._opened is None else self._opened()

    def head(self, size: int) -> bytes:
        """Its first bytes, not unpacked; fewer where it is shorter."""
        with self.open() as file:
            return file.read(size)

    def chunks(self, size: int = CHUNK) -> Iterator[bytes]:
        """Its bytes in order, unpacked where it is gzip, at most `limit` of them.

        Raises:
            OSError, EOFError, zlib.error: It cannot be read, or its gzip stream is damaged or cut off.
        """
        with self.open() as file:
            packed = file.read(2) == _GZIP
            file.seek(0)
            left = self.limit
            read = gzip.GzipFile(fileobj=file, mode="rb").read if packed else file.read
            while True:
                chunk = read(min(size, left) if left else 1)
                if not chunk:
                    return
                if not left:
                    self.cut = True
                    return
                left -= len(chunk)
                yield chunk


class _Part(io.BytesIO):
    """Some bytes of a file, as a file: read where they are, not held."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        super().__init__()
        self._file = file
        self._start = start
        self._size = max(0, min(size, file.seek(0, os.SEEK_END) - start))
        self._at = 0

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: Optional[int] = -1) -> bytes:
        left = max(0, self._size - self._at)
        self._file.seek(self._start + min(self._at, self._size))
        data = self._file.read(left if size is None or size < 0 else min(size, left))
        self._at += len(data)
        return data

    def close(self) -> None:
        self._file.close()
        super().close()
