"""Asset paths in USD crate files (.usdc), read from the file's own tables without composing or opening a stage.

Layout of OpenUSD's crateFile.h and crateDataTypes.h, versions 0.0 to 0.16: a head, a table of sections; tokens, strings
that number tokens, and fields, each a name and a value of 8 bytes that holds little values and the place of big ones.
Every asset path is the value of a field. Which prim a field belongs to is not looked up; geometry is not read.
"""

from __future__ import annotations

import struct
from typing import Callable, Dict, Generator, Iterator, List, Mapping, NamedTuple, Sequence, Tuple

from farmhand.nested.lz4 import unpack
from farmhand.nested.said import Item, Unreadable
from farmhand.nested.source import Source
from farmhand.nested.usd_words import TEMPLATES, asset

MAGIC = b"PXR-USDC"

_KNOWN = (0, 16)
_HEAD = 88
_MOST_TABLE = 64 * 1024 * 1024
_SLICE = 4096
_DEEPEST = 16

# Kinds of values (crateDataTypes.h).
_STRING, _ASSET, _DICTIONARY, _REFERENCES, _TIME_SAMPLES = 10, 12, 31, 35, 46
_PAYLOAD, _STRINGS, _VALUE, _PAYLOADS = 47, 50, 52, 55

_ARRAY, _INLINED = 1 << 63, 1 << 62
_PLACE = (1 << 48) - 1

_LISTS = (0x02, 0x04, 0x20, 0x40, 0x08, 0x10)  # explicit, added, prepended, appended, deleted, ordered
_DELETED = 0x08


class UnknownVersion(Unreadable):
    """The crate is of a version later than those known here."""


class _Version(NamedTuple):
    """The second number of a version; what differs between them is asked for by name."""

    minor: int

    @property
    def packed_tables(self) -> bool:
        return self.minor >= 4

    @property
    def array_rank(self) -> bool:
        return self.minor < 5

    @property
    def long_counts(self) -> bool:
        return self.minor >= 7


class _Bytes:
    """The file with a position; every read says when there is no more."""

    def __init__(self, source: Source) -> None:
        self._file = source.open()
        self._file.seek(0, 2)
        self.size = self._file.tell()
        self.limit = source.limit

    def close(self) -> None:
        self._file.close()

    def seek(self, place: int) -> None:
        if not 0 <= place <= self.size:
            raise Unreadable("a place lies outside of the file")
        self._file.seek(place)

    def tell(self) -> int:
        return self._file.tell()

    def take(self, size: int) -> bytes:
        if not 0 <= size <= min(self.limit, _MOST_TABLE):
            raise Unreadable("a table is too large")
        data = self._file.read(size)
        if len(data) != size:
            raise Unreadable("the file is cut off")
        return data

    def number(self, form: str) -> int:
        return int(struct.unpack("<" + form, self.take(struct.calcsize("<" + form)))[0])


def read_crate(source: Source) -> Iterator[Item]:
    """Read a crate file.

    Raises:
        OSError: It cannot be read.
        Unreadable, ValueError, LookupError, struct.error: It is damaged, cut off, or of a later version.
    """
    data = _Bytes(source)
    try:
        yield from _Crate(data).items()
    finally:
        data.close()


class _Crate:
    def __init__(self, data: _Bytes) -> None:
        self._data = data
        data.seek(0)
        head = data.take(_HEAD) if data.size >= _HEAD else b""
        if not head.startswith(MAGIC):
            raise Unreadable("the file is no USD crate, or cut off")
        if not (0, 0) <= (head[8], head[9]) <= _KNOWN:
            raise UnknownVersion("the crate's version %d.%d is not known" % (head[8], head[9]))
        self._version = _Version(head[9])
        self._sections = self._table(struct.unpack_from("<q", head, 16)[0])
        self._tokens: List[bytes] = []
        self._strings: Sequence[int] = ()
        self._readers: Mapping[int, Callable[[bytes, int, int], Iterator[Item]]] = {
            _ASSET: self._asset,
            _STRING: self._string,
            _STRINGS: self._sublayers,
            _DICTIONARY: self._dictionary,
            _REFERENCES: self._references,
            _PAYLOADS: self._payloads,
            _PAYLOAD: self._payload,
            _TIME_SAMPLES: self._samples,
            _VALUE: self._value,
        }

    def _table(self, place: int) -> Dict[bytes, Tuple[int, int]]:
        self._data.seek(place)
        count = self._data.number("Q")
        if count > 64:
            raise Unreadable("the table of sections is damaged")
        rows = [struct.unpack("<16sqq", self._data.take(32)) for _ in range(count)]
        return {name.rstrip(b"\0"): (start, size) for name, start, size in rows}

    def items(self) -> Iterator[Item]:
        """Every asset path, and None after each slice of work."""
        self._tokens = yield from self._read_tokens()
        self._section(b"STRINGS")
        count = self._data.number("Q")
        self._strings = struct.unpack("<%dI" % count, self._data.take(count * 4))
        names, values = yield from self._read_fields()
        for done, (name, value) in enumerate(zip(names, values)):
            if done % _SLICE == 0:
                yield None
            if (value >> 48) & 0xFF in self._readers:
                yield from self._of(self._token(name), value, 0)

    def _section(self, name: bytes) -> int:
        if name not in self._sections:
            raise Unreadable("the crate has no section %s" % name.decode("ascii"))
        start, size = self._sections[name]
        self._data.seek(start)
        return size

    def _read_tokens(self) -> Generator[Item, None, List[bytes]]:
        self._section(b"TOKENS")
        count = self._data.number("Q")
        if self._version.packed_tables:
            size, packed = self._data.number("Q"), self._data.number("Q")
            text = yield from self._unpacked(packed, size)
        else:
            text = self._data.take(self._data.number("Q"))
        tokens = text.split(b"\0")
        if len(tokens) < count:
            raise Unreadable("the crate's tokens are damaged")
        return tokens

    def _unpacked(self, packed: int, size: int) -> Generator[Item, None, bytes]:
        if not 0 <= size <= min(self._data.limit, _MOST_TABLE):
            raise Unreadable("a table is too large")
        return (yield from unpack(self._data.take(packed), size))

    def _read_fields(self) -> Generator[Item, None, Tuple[Sequence[int], Sequence[int]]]:
        self._section(b"FIELDS")
        count = self._data.number("Q")
        if not self._version.packed_tables:
            rows = struct.unpack("<" + "4xIQ" * self._count(count, 16), self._data.take(count * 16))
            return rows[0::2], rows[1::2]
        packed = self._data.number("Q")
        place = self._data.tell()
        names = yield from self._integers(count, packed)
        self._data.seek(place + packed)
        values = yield from self._unpacked(self._data.number("Q"), count * 8)
        if len(values) != count * 8:
            raise Unreadable("the crate's fields are damaged")
        return names, struct.unpack("<%dQ" % count, values)

    def _integers(self, count: int, packed: int) -> Generator[Item, None, Sequence[int]]:
        """Packed 32 bit integers: the commonest difference, 2 bits for each one's size, then the other differences."""
        codes = (count * 2 + 7) // 8
        data = yield from self._unpacked(packed, 4 + codes + count * 4)
        (common,) = struct.unpack_from("<i", data, 0)
        at = 4 + codes
        value = 0
        found = []
        for number in range(count):
            code = data[4 + number // 4] >> (number % 4 * 2) & 3
            if code:
                width = (0, 1, 2, 4)[code]
                if at + width > len(data):
                    raise Unreadable("the crate's fields are damaged")
                value += int.from_bytes(data[at : at + width], "little", signed=True)
                at += width
            else:
                value += common
            found.append(value & 0xFFFFFFFF)
            if number % (_SLICE * 4) == 0:
                yield None
        return found

    def _token(self, number: int) -> bytes:
        return self._tokens[number]

    def _text(self, number: int) -> bytes:
        return self._tokens[self._strings[number]]

    def _of(self, name: bytes, value: int, depth: int) -> Iterator[Item]:
        """What a value names; `depth` counts dictionaries in dictionaries."""
        reader = self._readers.get((value >> 48) & 0xFF)
        if reader is None or depth > _DEEPEST:
            return
        if not value & _INLINED:
            if not value & _PLACE:  # an empty array
                return
            self._data.seek(value & _PLACE)
        yield from reader(name, value, depth)

    def _asset(self, name: bytes, value: int, depth: int) -> Iterator[Item]:
        if value & _ARRAY:
            for number in self._array():
                yield from asset(name, self._text(number))
        elif value & _INLINED:
            yield from asset(name, self._token(value & 0xFFFFFFFF))

    def _array(self) -> Sequence[int]:
        if self._version.array_rank:
            self._data.number("I")
        count = self._data.number("Q" if self._version.long_counts else "I")
        return struct.unpack("<%dI" % count, self._data.take(count * 4))

    def _string(self, name: bytes, value: int, depth: int) -> Iterator[Item]:
        if name.rpartition(b":")[2] in TEMPLATES and value & _INLINED and not value & _ARRAY:
            yield from asset(name, self._text(value & 0xFFFFFFFF))

    def _sublayers(self, name: bytes, value: int, depth: int) -> Iterator[Item]:
        if name == b"subLayers":
            count = self._data.number("Q")
            for number in struct.unpack("<%dI" % count, self._data.take(count * 4)):
                yield from asset(name, self._text(number))

    def _dictionary(self, name: bytes, value: int, depth: int) -> Iterator[Item]:
        count = self._count(self._data.number("Q"), 20)
        rows = [(self._text(self._data.number("I")), self._pointed()) for _ in range(count)]
        for key, inner in rows:
            yield from self._of(name + b":" + key, inner, depth + 1)

    def _pointed(self) -> int:
        """A value that lies as many bytes after this place as stand here; goes on behind it."""
        here = self._data.tell()
        self._data.seek(here + self._data.number("q"))
        return self._data.number("Q")

    def _count(self, count: int, size: int) -> int:
        if count * size > self._data.size:
            raise Unreadable("a list is longer than the file")
        return count

    def _lists(self) -> Iterator[int]:
        """The lists of a list operation, as their lengths; whoever asks reads that many items."""
        which = self._data.number("B")
        for bit in _LISTS:
            if which & bit:
                count = self._count(self._data.number("Q"), 8)
                yield -count if bit == _DELETED else count

    def _references(self, name: bytes, value: int, depth: int) -> Iterator[Item]:
        for count in self._lists():
            for _ in range(abs(count)):
                path = self._text(self._data.number("I"))
                self._data.take(4 + 16)  # the prim, the layer offset
                for _ in range(self._count(self._data.number("Q"), 20)):  # custom data
                    self._data.take(4)
                    self._pointed()
                if count > 0:
                    yield from asset(name, path)

    def _payloads(self, name: bytes, value: int, depth: int) -> Iterator[Item]:
        for count in self._lists():
            for _ in range(abs(count)):
                path = self._text(self._data.number("I"))
                self._data.take(4 + 16)
                if count > 0:
                    yield from asset(name, path)

    def _payload(self, name: bytes, value: int, depth: int) -> Iterator[Item]:
        path = self._text(self._data.number("I"))
        yield from asset(name, path)

    def _samples(self, name: bytes, value: int, depth: int) -> Iterator[Item]:
        self._pointed()  # the times
        here = self._data.tell()
        self._data.seek(here + self._data.number("q"))
        count = self._count(self._data.number("Q"), 8)
        kinds = struct.unpack("<%dQ" % count, self._data.take(count * 8))
        for inner in kinds:
            if (inner >> 48) & 0xFF == _ASSET:
                yield from self._of(name, inner, depth + 1)

    def _value(self, name: bytes, value: int, depth: int) -> Iterator[Item]:
        yield from self._of(name, self._data.number("Q"), depth + 1)
