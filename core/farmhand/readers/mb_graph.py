"""A Maya binary file taken into a Graph, chunk by chunk.

Says the same as the Maya ASCII file of the scene: a group a node, a chunk an attribute. Verified on two real files of
Maya 2018 and 2023 beside their twins; whatever goes beyond them is taken with care, and told as uncertain.
"""

from __future__ import annotations

import locale
import logging
import math
from struct import Struct
from typing import BinaryIO, Callable, Dict, Generator, Iterator, Optional, Tuple

from farmhand.progress import Progress
from farmhand.readers import ma_attributes, ma_file_table
from farmhand.readers.ma_graph import BASE, Builder, Graph, Node
from farmhand.readers.ma_syntax import Header, decode
from farmhand.readers.mb_chunks import Chunk, Chunks
from farmhand.readers.mb_references import References
from farmhand.readers.mb_times import Clock
from farmhand.readers.mb_types import node_types

_log = logging.getLogger(__name__)

_CHUNKS_PER_REPORT = 100
_LONGEST = 4 * 1024 * 1024
"""Bytes of the longest value that is read; an attribute that matters is never as long."""
_LONGEST_PATH = 8 * 1024
_NAME = 256
_REFERENCES = frozenset((b"FREF", b"FRDI"))
_SHARED, _NO_PARENT = 0x01, 0x80
_NUMBER = Struct(">d")
_COUNT = Struct(">I")
_LISTS = frozenset((b"CONS",))
"""Groups that hold groups."""
_TIMES = frozenset(("startFrame", "endFrame", "outTime"))
_UNREAD = frozenset((b"FLGS",))
"""Chunks of an attribute that hold no value: flags and array sizes."""
_TEXTS = frozenset((b"STR ", b"STR#"))
"""Those that may name a file on a node of any type."""
_TELLING_NAME = 4
"""Letters from which on an attribute's name alone says that it names files."""


class _Filler:
    """Takes a file's chunks into a graph."""

    def __init__(self, chunks: Chunks, graph: Graph) -> None:
        self.chunks = chunks
        self.graph = graph
        self.builder = Builder(graph)
        self.types = node_types()
        self.clock = Clock()
        self.references = References()
        self.unknown: Dict[bytes, int] = {}
        self.foreign = 0
        rows = [row for found in ma_file_table.file_attributes().values() for row in found]
        names = {name for row in rows for name in (row.name, row.short) if len(name) >= _TELLING_NAME}
        self.file_names = frozenset(name.encode() for name in names)
        own = locale.getpreferredencoding(False)
        self.codec = own if own.replace("-", "").lower() != "utf8" else "latin-1"
        self.values: Dict[bytes, Callable[[Node, str, bytes], None]] = {
            b"STR ": self.text,
            b"STR#": self.texts,
            b"DBLE": self.number,
        }

    def string(self, raw: bytes) -> str:
        """A text. The file does not name its code page: UTF-8, else this machine's own, else Latin-1."""
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            self.foreign += 1
            return decode(raw, self.codec)

    def take(self, group: Chunk, chunk: Chunk) -> None:
        """One chunk, in the file's order."""
        if chunk.group:
            return
        if group.tag == b"HEAD":
            self.head(chunk)
        elif group.tag == b"CONN":
            self.connection(chunk)
        elif group.tag in _REFERENCES:
            self.references.take(self.data(chunk, _LONGEST_PATH), self.string)
        elif chunk.tag == b"CREA":
            self.create(group.tag, self.data(chunk, _LONGEST_PATH))
        elif chunk.tag == b"SLCT":
            self.builder.select(self.string(self.data(chunk, _LONGEST_PATH).rstrip(b"\0")))
        else:
            self.attribute(chunk)

    def finish(self) -> None:
        """What can be said when the whole file was seen."""
        self.references.finish(self.graph)
        if self.foreign:
            self.graph.uncertain.append("%d texts are not UTF-8: taken as %s" % (self.foreign, self.codec))
        if self.unknown:
            kinds = ", ".join(sorted("%s: %d" % (_tag(tag), count) for tag, count in self.unknown.items()))
            _log.info("Nodes of types that decide nothing here, or are not known: %s", kinds)

    def data(self, chunk: Chunk, most: int = _LONGEST) -> bytes:
        return self.chunks.data(chunk.start, min(chunk.end - chunk.start, most))

    def head(self, chunk: Chunk) -> None:
        """The scene's version, units and plug-ins; a second HEAD at the file's end repeats a little."""
        if chunk.tag == b"VERS" and not self.graph.header.version:
            self.graph.header = Header(self.string(self.data(chunk)).strip("\0 "), "utf-8")
        elif chunk.tag == b"TUNI":
            self.clock.unit = self.string(self.data(chunk)).strip("\0 ")
        elif chunk.tag == b"TDUR":
            self.clock.say_ticks(self.data(chunk))
        elif chunk.tag == b"PLUG":
            self.plugin(self.data(chunk))

    def plugin(self, data: bytes) -> None:
        """A plug-in's name, its version, what it is needed for, then each of its node types with the type's number."""
        parts = data.split(b"\0", 2)
        if len(parts) < 2 or not parts[0]:
            return
        self.graph.plugins.setdefault(self.string(parts[0]), self.string(parts[1]).strip())
        rest = parts[2] if len(parts) > 2 else b""
        pos = rest.find(b"\0") + 1
        while 0 < pos < len(rest):
            end = rest.find(b"\0", pos)
            number = rest[end + 1 : end + 5]
            if end < 0 or len(number) < 4:
                return
            self.types.setdefault(number, self.string(rest[pos:end]))
            pos = end + 5

    def create(self, group: bytes, data: bytes) -> None:
        """A node: what it is like (bits), its name, its parent's name unless it has none, its UUID."""
        bits = data[0] if data else _NO_PARENT
        parts = data[1:].split(b"\0", 2)
        name = self.string(parts[0])
        parent = "" if bits & _NO_PARENT or len(parts) < 3 else self.string(parts[1])
        node_type = self.types.get(group) or ma_attributes.DEFAULT_NODES.get(name, "")
        if not node_type:
            self.unknown[group] = self.unknown.get(group, 0) + 1
        self.builder.create(name, node_type, parent, bool(bits & _SHARED))
        if node_type == "reference":
            self.references.nodes.append(name)

    def attribute(self, chunk: Chunk) -> None:
        """A value of the current node: the attribute's name, a byte of flags, the value."""
        node = self.builder.current
        if node is None or chunk.tag in _UNREAD or not (self.builder.names or chunk.tag in _TEXTS):
            return
        if chunk.tag == b"ATTR":
            self.added(node, chunk)
            return
        start = self.data(chunk, _NAME)
        end = start.find(b"\0")
        if end < 1:
            return
        name = start[:end]
        base = name.partition(b"[")[0].partition(b".")[0] if b"[" in name or b"." in name else name
        long = self.builder.names.get(base)
        take = self.values.get(chunk.tag)
        size = chunk.end - chunk.start
        if long is None and (take is None or chunk.tag == b"DBLE" or size > _LONGEST_PATH):
            return
        attribute = self.string(name)
        if long == "edits" and size <= _LONGEST:
            self.references.edit(self.graph, node.name, self.data(chunk)[len(name) + 2 :], self.string)
        elif take is None or size > _LONGEST:
            self.graph.uncertain.append("%s.%s: a value of a kind that is not known" % (node.name, long or attribute))
        else:
            take(node, attribute, self.data(chunk)[len(name) + 2 :])

    def text(self, node: Node, attribute: str, value: bytes) -> None:
        text = self.string(value.partition(b"\0")[0])
        mentions = len(self.graph.mentions)
        self.builder.set(node, attribute, (text,), True)
        if not node.type and len(self.graph.mentions) == mentions:
            self.unknown_text(node, attribute, text)

    def unknown_text(self, node: Node, attribute: str, text: str) -> None:
        """A text of a node whose type is not known and whose ending says nothing."""
        base = BASE.match(attribute).group()  # type: ignore[union-attr]
        if "\n" not in text and ("/" in text or "\\" in text) and base.encode() in self.file_names:
            self.builder.mention(node, attribute, text)
            self.graph.uncertain.append("%s.%s: %s (a node of an unknown type)" % (node.name, attribute, text))

    def texts(self, node: Node, attribute: str, value: bytes) -> None:
        if len(value) < _COUNT.size:
            return
        count = _COUNT.unpack_from(value)[0]
        found = [self.string(part) for part in value[_COUNT.size :].split(b"\0")[:-1][:count]]
        if found:
            self.builder.set(node, attribute, found, False)

    def number(self, node: Node, attribute: str, value: bytes) -> None:
        if len(value) < _NUMBER.size:
            return
        frames = self.clock.frames(value[: _NUMBER.size])
        found = _NUMBER.unpack_from(value)[0] if frames is None else frames
        long = self.builder.names.get(attribute.encode())
        if frames is None and found and long in _TIMES:
            self.graph.uncertain.append("%s.%s: %s, taken as frames" % (node.name, long, _written(found)))
        self.builder.set(node, attribute, (_written(found),), False)

    def added(self, node: Node, chunk: Chunk) -> None:
        """An attribute that the scene adds; of an override's value, what it is while nothing is written."""
        if ma_attributes.family(node.type) == "override":
            said = self.data(chunk, _LONGEST_PATH)
            if b"attrValue\0" in said:
                node.defaults["attrValue"] = "" if b"STR attrValue\0" in said else "0"

    def connection(self, chunk: Chunk) -> None:
        """A byte of flags, the plug that drives, the plug that is driven."""
        if chunk.tag != b"CWFL":
            return
        parts = self.data(chunk, _LONGEST_PATH)[1:].split(b"\0")
        if len(parts) > 2 and self.builder.links_to(parts[1].rpartition(b".")[2].partition(b"[")[0]):
            self.builder.connect(self.string(parts[0]), self.string(parts[1]))


def read_binary_graph(file: BinaryIO, size: int, path: str) -> Generator[Progress, None, Graph]:
    """Read a whole Maya binary file; yields how many bytes are done.

    Args:
        file: Open for reading.
        size: Its size in bytes.
        path: Its name, for errors.

    Raises:
        SceneError: The file is cut off, damaged, or no Maya binary scene.
    """
    chunks = Chunks(file, size, path)
    filler = _Filler(chunks, Graph(Header("", "utf-8")))
    holder: Optional[Chunk] = None
    for done, (group, chunk) in enumerate(_leaves(chunks)):
        if done % _CHUNKS_PER_REPORT == 0:
            yield Progress("read", chunk.start, size, "bytes")
        if group is not holder:
            holder = group
            filler.builder.current = None
        filler.take(group, chunk)
    filler.finish()
    yield Progress("read", size, size, "bytes")
    return filler.graph


def _leaves(chunks: Chunks) -> Iterator[Tuple[Chunk, Chunk]]:
    """Each chunk that holds data, with the group it is in."""
    for group in chunks.inside(chunks.first, chunks.end):
        inner = chunks.inside(group.start, group.end) if group.tag in _LISTS and group.group else iter((group,))
        for holder in inner:
            if holder.group:
                for chunk in chunks.inside(holder.start, holder.end):
                    yield holder, chunk


def _tag(tag: bytes) -> str:
    """A group's type to be read by a person: `PSDM`, or as a number."""
    return tag.decode("ascii") if tag.isalnum() else "0x" + tag.hex()


def _written(number: float) -> str:
    """A number as Maya ASCII would have it: whole ones without a point."""
    return str(int(number)) if math.isfinite(number) and number == int(number) else repr(number)
