"""Libraries of digital assets (.hda, .otl, and those embedded in a scene): which definitions they hold, and the nodes
inside each.

A library is an index of sections; each definition's section is an index again, with the asset's nodes in `Contents.gz`
as an archive of its own. Sizes are taken for claims: what unpacks to more than a bound is refused, not swallowed whole.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import Dict, Iterator, List, Tuple

from farmhand.errors import FarmhandError
from farmhand.readers.houdini.archive import Archive, text_of

INDEX = b"INDX"
LARGEST_CONTENTS = 64 << 20
"""Bytes that one asset's contents may unpack to. Real ones seldom have five million."""

_MOST_SECTIONS = 100_000
_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31
_ARCHIVES = (b"070707", b"HouNC\x1a", b"HouLC\x1a")
_LENGTH_BYTES = 4
_CONTENTS = ("Contents.gz", "Contents")


class BrokenLibraryError(FarmhandError):
    """A library, or one definition in it, cannot be read. Whoever asks decides whether a person hears of it."""

    code = "library"


@dataclass(frozen=True)
class Section:
    """One part of a library.

    Attributes:
        name: Such as `qLib::Object/shot_ql::1`, `DialogScript`, `Contents.gz`.
        at, size: Its place in the data it was found in, in bytes.
    """

    name: str
    at: int
    size: int


def sections(data: bytes, start: int = 0, end: int = -1) -> List[Section]:
    """The parts of a library.

    Args:
        data: The library, or what holds it.
        start, end: Where it begins and ends in `data`.

    Raises:
        BrokenLibraryError: The index is cut off, absurd, or points outside.
    """
    end = len(data) if end < 0 else end
    if data[start : start + len(INDEX)] != INDEX:
        raise BrokenLibraryError("It does not begin like a library of digital assets.")
    at = start + 8
    length, at = _number(data, at, end)
    count, at = _number(data, at + length, end)
    if count > _MOST_SECTIONS:
        raise BrokenLibraryError("Its index is damaged.")
    found: List[Tuple[str, int, int]] = []
    for _ in range(count):
        length, at = _number(data, at, end)
        name = text_of(data[at : at + length])
        offset, at = _number(data, at + length, end)
        size, at = _number(data, at, end)
        _, at = _number(data, at, end)
        found.append((name, offset, size))
    if any(at + offset + size > end for _, offset, size in found):
        raise BrokenLibraryError("It is cut off.")
    return [Section(name, at + offset, size) for name, offset, size in found]


def definitions(data: bytes) -> Dict[str, Section]:
    """The operator types a library defines, by the name nodes have them in (`qLib::shot_ql::1`).

    Raises:
        BrokenLibraryError: As `sections`.
    """
    return {
        operator(section.name)[1]: section
        for section in sections(data)
        if "/" in section.name and data[section.at : section.at + len(INDEX)] == INDEX
    }


def operator(name: str) -> Tuple[str, str]:
    """Table and type of an operator's full name: `labs::Sop/loop_volume::1.0` is `Sop`, `labs::loop_volume::1.0`."""
    context, _, kind = name.partition("/")
    space, _, table = context.rpartition("::")
    return table, space + "::" + kind if space else kind


def contents(data: bytes, definition: Section) -> bytes:
    """The archive of the nodes inside an asset; empty where it has none.

    Args:
        data: The library.
        definition: One of `definitions`.

    Raises:
        BrokenLibraryError: It cannot be unpacked, or is larger than LARGEST_CONTENTS.
    """
    for section in sections(data, definition.at, definition.at + definition.size):
        if section.name in _CONTENTS:
            packed = data[section.at : section.at + section.size]
            plain = _unpacked(packed) if packed.startswith(_GZIP) else packed
            return plain if plain.startswith(_ARCHIVES) else plain[_LENGTH_BYTES:]
    return b""


def _unpacked(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    try:
        plain = unpacker.decompress(packed, LARGEST_CONTENTS)
    except zlib.error as error:
        raise BrokenLibraryError("The nodes of an asset cannot be unpacked.") from error
    if unpacker.unconsumed_tail:
        raise BrokenLibraryError("The nodes of an asset are too large to look into.")
    if not unpacker.eof:
        raise BrokenLibraryError("The nodes of an asset are cut off.")
    return plain


def inner_entries(archive: bytes, path: str) -> Iterator[Tuple[str, bytes]]:
    """Name and content of each entry of an asset's archive.

    Args:
        archive: From `contents`.
        path: What to call it in errors.

    Raises:
        SceneError: The archive is cut off or damaged.
    """
    opened = Archive(io.BytesIO(archive), len(archive), path)
    for entry in opened.entries():
        if entry is not None:
            yield entry.name, archive[entry.at : entry.at + entry.size]


def _number(data: bytes, at: int, end: int) -> Tuple[int, int]:
    if at + 4 > end:
        raise BrokenLibraryError("It is cut off.")
    return int.from_bytes(data[at : at + 4], "big"), at + 4
