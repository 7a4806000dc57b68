"""A Maya binary file as chunks: where each begins and ends, and its bytes when somebody wants them.

The container is IFF: a tag of four letters, a big-endian size, the data; a group's data begins with its own type and
holds further chunks. `FOR4` files have sizes of four bytes, `FOR8` files (Maya 2014 and later) four bytes nobody
reads and sizes of eight. Knows nothing of nodes.
"""

from __future__ import annotations

import re
from struct import Struct
from typing import BinaryIO, Iterator, NamedTuple

from farmhand.errors import SceneError
from farmhand.readers.ma_syntax import CUT_OFF, CUT_OFF_HINT

_MAGIC = re.compile(rb"(?:FOR4.{4}|FOR8.{12})M(?:aya|AYA)", re.S)
_GROUPS = frozenset(kind + width for kind in (b"FOR", b"LIS", b"CAT", b"PRO") for width in (b"4", b"8"))
_WINDOW = 64 * 1024
_TYPE_BYTES = 4


class Chunk(NamedTuple):
    """One chunk.

    Attributes:
        tag: Its tag; for a group the type of the group (`HEAD`, `XFRM`), which may be any four bytes.
        start, end: Where its data lies in the file; a group's without the type.
        group: Whether it holds further chunks.
    """

    tag: bytes
    start: int
    end: int
    group: bool


def is_binary(head: bytes) -> bool:
    """Whether a file is a Maya binary scene, by its first 20 bytes."""
    return _MAGIC.match(head) is not None


class Chunks:
    """The chunks of one file. Only windows of it are read, so that geometry is passed over unread.

    Args:
        file: Open for reading, at any place.
        size: Its size in bytes.
        path: Its name, for errors.

    Raises:
        SceneError: The file is no Maya binary scene, or shorter than it says.
    """

    def __init__(self, file: BinaryIO, size: int, path: str) -> None:
        self.size = size
        self._file = file
        self._path = path
        self._window = b""
        self._at = 0
        head = self.data(0, min(size, 20))
        if not is_binary(head):
            raise SceneError(
                "{path} is not a Maya binary scene.", "Choose a scene file that Maya saved as Maya binary.", path=path
            )
        wide = head[:4] == b"FOR8"
        self._header = Struct(">4s4xQ" if wide else ">4sI")
        self._align = 8 if wide else 4
        _, outer = self._header.unpack_from(head)
        self.end = self._header.size + outer
        if outer < _TYPE_BYTES or self.end > size:
            why = "%d of the %d bytes of a Maya binary scene are there" % (size, self.end)
            raise SceneError(CUT_OFF, CUT_OFF_HINT, path=path, why=why)
        self.first = self._header.size + _TYPE_BYTES

    def inside(self, start: int, end: int) -> Iterator[Chunk]:
        """The chunks between two places of the file.

        Data is padded to 4 or 8 bytes, counted from the end of the group before or of the type around: a group's own
        end is never padded.

        Raises:
            SceneError: A chunk ends after what holds it.
        """
        unpack, length, align = self._header.unpack_from, self._header.size, self._align
        pos = base = start
        while end - pos >= length:
            at = pos - self._at
            if at < 0 or at + length > len(self._window):
                at = self._move(pos, length)
            tag, size = unpack(self._window, at)
            body = pos + length
            after = body + size
            if after > end:
                raise self.damaged(pos)
            if tag in _GROUPS:
                if size < _TYPE_BYTES:
                    raise self.damaged(pos)
                yield Chunk(self.data(body, _TYPE_BYTES), body + _TYPE_BYTES, after, True)
                pos = base = after
            else:
                yield Chunk(tag, body, after, False)
                pos = after + (base - after) % align

    def data(self, start: int, length: int) -> bytes:
        """Bytes of the file.

        Raises:
            SceneError: The file became shorter since it was opened.
        """
        at = start - self._at
        if at < 0 or at + length > len(self._window):
            at = self._move(start, length)
        return self._window[at : at + length]

    def _move(self, start: int, length: int) -> int:
        """Read the window that begins at a place; the place's offset in it."""
        self._file.seek(start)
        self._window = self._file.read(max(length, _WINDOW))
        self._at = start
        if len(self._window) < length:
            raise SceneError(CUT_OFF, CUT_OFF_HINT, path=self._path, why="it became shorter while it was read")
        return 0

    def damaged(self, pos: int) -> SceneError:
        """The error for a chunk that cannot be."""
        return SceneError(
            "The scene {path} cannot be read at byte {pos}.",
            "The file may be damaged: open it in Maya and save it again.",
            path=self._path,
            pos=pos,
        )
