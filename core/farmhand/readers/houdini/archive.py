"""The archive a .hip file is: old portable ASCII cpio, or the same with Houdini's marked headers (.hiplc, .hipnc).

Gives each entry's name and place without reading what it holds, so locked geometry of gigabytes costs nothing. It is
read through an open file and not mapped into memory: a scene that is saved over while it is mapped would end the DCC
with a bus error. Not for what the entries mean, and not for writing: the licence marks are Houdini's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import BinaryIO, Generator, Optional

from farmhand.errors import SceneError

COMMERCIAL, LIMITED, NON_COMMERCIAL = "commercial", "limited", "non-commercial"

_ODC = re.compile(rb"070707[0-7]{70}")
_MARKED = re.compile(rb"Hou(?:NC|LC)\x1a1[0-9a-f]{27}")
_LICENCES = {b"HouLC\x1a": LIMITED, b"HouNC\x1a": NON_COMMERCIAL}
_MAGIC_LENGTH = 6
_ODC_LENGTH = 76
_MARKED_LENGTH = 34
_ENDS = frozenset(("TRAILER!!!", "NON_COMMERCIAL_FILE!!!", "LIMITED_COMMERCIAL_FILE!!!"))
_LONGEST_NAME = 4096
_SMALL_BLOCK = 1 << 12
_BLOCK = 1 << 20
_INDEX = b"INDX"
_LARGEST_INDEX = 1 << 22
_MOST_REPAIRS = 1_000


@dataclass(frozen=True)
class Entry:
    """One file of the archive.

    Attributes:
        name: As the archive writes it, such as `out/mantra1.parm`.
        at: Where its content begins, in bytes from the archive's start.
        size: Bytes of content.
    """

    name: str
    at: int
    size: int


def text_of(data: bytes) -> str:
    """Bytes of a scene as text: UTF-8 where they are that, else one letter a byte (old scenes of Windows)."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


class Archive:
    """An archive that is open for reading.

    Args:
        file: Open for reading bytes, seekable.
        size: Its bytes.
        path: What to call it in errors.

    Attributes:
        licence: COMMERCIAL, LIMITED or NON_COMMERCIAL.
        repaired: How many entries were not as long as the archive says, and were read up to the next header instead.

    Raises:
        SceneError: It does not begin like an archive.
    """

    def __init__(self, file: BinaryIO, size: int, path: str) -> None:
        self._file = file
        self.size = size
        self.path = path
        self.repaired = 0
        magic = self.read(0, _MAGIC_LENGTH)
        self.licence = _LICENCES.get(magic, COMMERCIAL)
        self._header = _ODC if self.licence == COMMERCIAL else _MARKED
        if not self._header.match(self.read(0, _ODC_LENGTH)):
            short = size < _ODC_LENGTH and (b"070707".startswith(magic) or magic == b"070707" or magic in _LICENCES)
            raise self._cut_off() if short else self._no_scene(magic)

    def read(self, at: int, count: int) -> bytes:
        """Up to `count` bytes from `at`.

        Raises:
            SceneError: The disk does not give them.
        """
        try:
            self._file.seek(at)
            return self._file.read(count)
        except OSError as error:
            why = error.strerror or str(error)
            raise SceneError(
                "The scene {path} cannot be read: {why}.", "Check the disk or the network.", path=self.path, why=why
            ) from error

    def entries(self) -> Generator[Optional[Entry], None, None]:
        """Every entry in order; None now and then while a long one is searched for its end.

        Raises:
            SceneError: The archive is cut off or damaged beyond reading.
        """
        at: Optional[int] = 0
        while at is not None:
            content, name, size = self._head(at)
            if name in _ENDS:
                # A damaged library holds archives of its own, whose ends are not this one's.
                at = (yield from self._search(content)) if self.repaired else None
                continue
            end = yield from self._end(content, size)
            yield Entry(name, content, end - content)
            at = end

    def _head(self, at: int) -> tuple[int, str, int]:
        """Where the content of the entry at `at` begins, its name, and its size (-1 where the header hides it)."""
        if self._header is _MARKED:
            found = self.read(at + _MARKED_LENGTH, _LONGEST_NAME)
            length = found.find(b"\0") + 1
            if not length:
                raise self._cut_off() if len(found) < _LONGEST_NAME else self._damaged()
            return at + _MARKED_LENGTH + length, text_of(found[: length - 1]), -1
        head = self.read(at, _ODC_LENGTH)
        length, size = int(head[59:65], 8), int(head[65:76], 8)
        if not 0 < length <= _LONGEST_NAME:
            raise self._damaged()
        name = self.read(at + _ODC_LENGTH, length)
        if len(name) < length:
            raise self._cut_off()
        return at + _ODC_LENGTH + length, text_of(name.split(b"\0")[0]), size

    def _end(self, content: int, size: int) -> Generator[None, None, int]:
        """Where the next entry begins."""
        told = content + size if size >= 0 else self._library_end(content)
        if told is not None:
            if told > self.size or (self.size - told < self._shortest and size >= 0):
                raise self._cut_off()
            if self._header.match(self.read(told, _ODC_LENGTH)):
                return told
        if told is not None or self.read(content, len(_INDEX)) == _INDEX:
            self.repaired += 1
            if self.repaired > _MOST_REPAIRS:
                raise self._damaged()
        found = yield from self._search(content)
        if found is None:
            raise self._cut_off()
        return found

    @property
    def _shortest(self) -> int:
        return _ODC_LENGTH if self._header is _ODC else _MARKED_LENGTH

    def _library_end(self, at: int) -> Optional[int]:
        """The end of a library, whose own archives have the same headers; None for any other content."""
        if self.read(at, len(_INDEX)) != _INDEX:
            return None
        return library_end(self, at)

    def _search(self, at: int) -> Generator[None, None, Optional[int]]:
        length = _SMALL_BLOCK
        while at < self.size:
            block = self.read(at, length + _ODC_LENGTH)
            found = self._header.search(block)
            if found:
                return at + found.start()
            if len(block) <= _ODC_LENGTH:
                return None
            at += length
            length = min(length * 8, _BLOCK)
            yield
        return None

    def _no_scene(self, magic: bytes) -> SceneError:
        if magic.startswith(_INDEX):
            return SceneError(
                "{path} is a library of digital assets, not a scene.", "Choose a scene that uses it.", path=self.path
            )
        return SceneError(
            "{path} does not begin like a Houdini scene.",
            "It may be damaged: open it in Houdini and save it again, or take a backup.",
            path=self.path,
        )

    def _cut_off(self) -> SceneError:
        return SceneError(
            "The scene {path} is cut off: its end is missing.",
            "Copy it again or take it from a backup: saving or copying it did not end well.",
            path=self.path,
        )

    def _damaged(self) -> SceneError:
        return SceneError(
            "The scene {path} is damaged.", "Open it in Houdini and save it again, or take a backup.", path=self.path
        )


def library_end(archive: Archive, at: int) -> Optional[int]:
    """Where a library inside an archive ends, told from its index alone; None where the index makes no sense."""
    head = archive.read(at, min(_LARGEST_INDEX, archive.size))
    place = 8
    label, place = _number(head, place)
    count, place = _number(head, place + label)
    last = 0
    for _ in range(count):
        length, place = _number(head, place)
        place += length
        offset, place = _number(head, place)
        size, place = _number(head, place)
        place += 4
        if place > len(head):
            return None
        last = max(last, offset + size)
    return at + place + last


def _number(data: bytes, at: int) -> tuple[int, int]:
    return int.from_bytes(data[at : at + 4], "big"), at + 4
