"""A Maya ASCII file taken into a Graph, statement by statement.

Only statements that may matter are taken apart; which do is known to the Builder in `ma_graph`. Where statements begin
and end is the work of `ma_syntax`.
"""

from __future__ import annotations

import re
from typing import Callable, Dict, Generator, List

from farmhand.errors import SceneError
from farmhand.progress import Progress
from farmhand.readers import ma_attributes
from farmhand.readers.ma_graph import LIKE_FILE, Builder, Graph, SceneFile, is_on, leaf
from farmhand.readers.ma_syntax import (
    CUT_OFF,
    CUT_OFF_HINT,
    Statement,
    Word,
    decode,
    flags,
    has_end_line,
    read_header,
    statements,
    unescape,
    words,
)

_BASE = re.compile(rb"[^\[.]*")
_QUOTE = ord('"')
_SPACES = b" \t\r\n"
_REPORT_EVERY = 256 * 1024
_STATEMENTS_PER_REPORT = 500
"""How much of the file, and how many statements at most, lie between two reports: 1 to 3 ms of work."""
_CONFLICT = b"\n<<<<<<< "
_SEARCH = 1024 * 1024
_TEXT_EDIT = re.compile(
    rb'"([^"\\\r\n]+)"\s+"([\w.\[\]]+)"\s+"\s*-type \\"string\\" \\"((?:[^"\\]|\\\\.|\\[^"])*)\\""', re.S
)
_SWITCH_EDIT = re.compile(rb'"([^"\\\r\n]+)"\s+"(renderable)"\s+"\s*(?:-\w+ \w+ )*(\w+)\s*"')
_CREATE = re.compile(
    rb'createNode\s+(\w+)\s+(-s\s+|-shared\s+)?-n(?:ame)?\s+"([^"\\]*)"(?:\s+-p(?:arent)?\s+"([^"\\]*)")?\s*'
)
"""The form in which Maya writes every node; any other is taken apart word by word."""
_EDIT_KINDS = ((b'\\"string\\"', _TEXT_EDIT), (b'"renderable"', _SWITCH_EDIT))
_NODE_FLAGS = ("n", "name", "p", "parent")
_FILE_FLAGS = ("rdi", "referenceDepthInfo", "ns", "namespace", "rfn", "referenceNode", "op", "options", "typ", "type",
               "dr", "deferReference", "rpr", "renamingPrefix", "shd", "sharedNodes")  # fmt: skip
_SET_FLAGS = ("k", "keyable", "l", "lock", "cb", "channelBox", "ca", "caching", "s", "size", "ch", "capacityHint",
              "av_value", "typ", "type")  # fmt: skip
_REQUIRES_FLAGS = ("nodeType", "dataType")
_ADD_FLAGS = ("sn", "shortName", "ln", "longName", "dv", "defaultValue", "at", "attributeType", "dt", "dataType")
_AFTER_NODES = frozenset((b"connectAttr", b"relationship", b"applyMetadata", b"disconnectAttr", b"dataStructure"))


def _is_text(data: bytes, end: int) -> bool:
    """Whether the value of the statement that ends there is a string."""
    last = data[end - 1]
    return last == _QUOTE or (last in _SPACES and data[end - 8 : end].rstrip()[-1:] == b'"')


class _Filler:
    """Takes a file's statements into a graph: one method a verb."""

    def __init__(self, data: bytes, graph: Graph) -> None:
        self.data = data
        self.graph = graph
        self.codec = graph.header.codec
        self.builder = Builder(graph)
        self.last_verb = b""
        self.verbs: Dict[bytes, Callable[[Statement], None]] = {
            b"createNode": self.create,
            b"select": self.select,
            b"setAttr": self.set,
            b"addAttr": self.add,
            b"connectAttr": self.connect,
            b"file": self.file,
            b"requires": self.require,
        }

    def words(self, statement: Statement) -> List[Word]:
        return words(self.data, statement, self.codec)

    def create(self, statement: Statement) -> None:
        usual = _CREATE.fullmatch(self.data, statement.start, statement.end)
        if usual:
            node_kind, sharing, own, above = usual.groups()
            node_type, name = node_kind.decode("ascii"), decode(own, self.codec)
            parent = decode(above, self.codec) if above else ""
            shared = sharing is not None
        else:
            given, rest = flags(self.words(statement), _NODE_FLAGS)
            said = dict(given)
            node_type = rest[0].text if rest else ""
            name = said.get("n") or said.get("name") or node_type
            parent = said.get("p") or said.get("parent") or ""
            shared = "s" in said or "shared" in said
        self.builder.create(name, node_type, parent, shared)

    def select(self, statement: Statement) -> None:
        _, rest = flags(self.words(statement), ())
        self.builder.select(rest[-1].text if rest else "")

    def set(self, statement: Statement) -> None:
        builder, first, end = self.builder, statement.first, statement.end
        if builder.current is None:
            return
        if first[:1] == b".":
            base = _BASE.match(first, 1).group()  # type: ignore[union-attr]
            long = builder.names.get(base)
            if long is None:
                if not _is_text(self.data, end):
                    return
                tail = self.data[end - 8 : end].rstrip()
                if not LIKE_FILE.search(tail, 0, len(tail) - 1):
                    return
            elif long == "edits":
                self.edit(statement)
                return
        self.value(statement)

    def edit(self, statement: Statement) -> None:
        """What a reference node changes on the nodes it brought: texts, and whether a camera renders."""
        for mark, pattern in _EDIT_KINDS:
            if self.data.find(mark, statement.start, statement.end) < 0:
                continue
            for match in pattern.finditer(self.data, statement.start, statement.end):
                node, attribute, value = (decode(part, self.codec) for part in match.groups())
                self.graph.edits[leaf(node), attribute] = unescape(unescape(value))

    def value(self, statement: Statement) -> None:
        """A setAttr that may matter: in this spelling or with the node's name before the attribute."""
        given, rest = flags(self.words(statement), _SET_FLAGS)
        if not rest:
            return
        holder, _, attribute = rest[0].text.partition(".")
        node = self.builder.current if not holder else self.graph.named(holder)
        if node is None or not attribute:
            return
        said = dict(given)
        if is_on(said.get("l") or said.get("lock") or "0"):
            self.builder.lock(node, attribute)
        if len(rest) < 2:
            return
        kind = said.get("type", said.get("typ", ""))
        texts = [word.text for word in rest[1:]]
        self.builder.set(node, attribute, texts[1:] if kind == "stringArray" else texts, kind == "string")

    def add(self, statement: Statement) -> None:
        node = self.builder.current
        if node is None or ma_attributes.family(node.type) != "override":
            return
        said = dict(flags(self.words(statement), _ADD_FLAGS)[0])
        name = said.get("ln") or said.get("longName") or said.get("sn") or said.get("shortName") or ""
        default = said.get("dv") or said.get("defaultValue")
        long = self.builder.names.get(name.encode())
        if long is not None:
            typed = "" if said.get("dt") or said.get("dataType") else "0"
            node.defaults[long] = default if default is not None else typed

    def connect(self, statement: Statement) -> None:
        found = self.data[statement.start : statement.end].split(b'"')
        if len(found) < 4:
            return
        target = found[3].rpartition(b".")
        if self.builder.links_to(target[2].partition(b"[")[0]):
            self.builder.connect(decode(found[1], self.codec), decode(found[3], self.codec))

    def file(self, statement: Statement) -> None:
        given, rest = flags(self.words(statement), _FILE_FLAGS)
        said = dict(given)
        if not rest or not ({"rdi", "referenceDepthInfo", "r", "reference"} & set(said)):
            return
        path = rest[-1].text
        node = said.get("rfn") or said.get("referenceNode") or path
        space = (said.get("ns") or said.get("namespace") or "").strip(":")
        renamed = said.get("rpr") or said.get("renamingPrefix") or ""
        prefix = space + ":" if space else renamed + "_" if renamed else ""
        self.graph.files.setdefault(node, SceneFile(node, prefix, path, said.get("typ") or said.get("type") or ""))

    def require(self, statement: Statement) -> None:
        _, rest = flags(self.words(statement), _REQUIRES_FLAGS)
        if len(rest) >= 2 and rest[-2].text != "maya":
            self.graph.plugins.setdefault(rest[-2].text, rest[-1].text.strip())


def read_graph(data: bytes, path: str) -> Generator[Progress, None, Graph]:
    """Read a whole Maya ASCII file; yields how many bytes are done.

    Args:
        data: The file.
        path: Its name, for errors.

    Raises:
        SceneError: The file is cut off, holds a merge conflict, or is no Maya ASCII scene.
    """
    header = read_header(data)
    if header is None:
        raise SceneError(
            "{path} is not a Maya ASCII scene.", "Choose a scene file that Maya saved as Maya ASCII (.ma).", path=path
        )
    yield from _refuse_conflict(data, path)
    filler = _Filler(data, Graph(header))
    report = 0
    verb = b""
    for count, statement in enumerate(statements(data, path, header.codec)):
        verb = statement.verb
        take = filler.verbs.get(verb)
        if take is not None:
            take(statement)
        if statement.end >= report or count % _STATEMENTS_PER_REPORT == 0:
            yield Progress("read", statement.end, len(data), "bytes")
            report = statement.end + _REPORT_EVERY
    filler.last_verb = verb
    filler.graph.ended = has_end_line(data)
    if not filler.graph.ended:
        _check_complete(filler, path)
    yield Progress("read", len(data), len(data), "bytes")
    return filler.graph


def _refuse_conflict(data: bytes, path: str) -> Generator[Progress, None, None]:
    """Look for a merge conflict, slice by slice."""
    for start in range(0, len(data), _SEARCH):
        conflict = data.find(_CONFLICT, start, start + _SEARCH + len(_CONFLICT) - 1)
        if conflict >= 0:
            raise SceneError(
                "The scene {path} holds an unresolved merge conflict at line {line}.",
                "Resolve the conflict in your version control, or take one of the two versions.",
                path=path,
                line=data.count(b"\n", 0, conflict + 1) + 1,
            )
        yield Progress("read", 0, len(data), "bytes")


def _check_complete(filler: _Filler, path: str) -> None:
    """Refuse a file without its last line unless nothing that decides the render can be missing.

    Maya writes the settings of its default nodes after all others, and the connections after those: a file that stops
    between two statements before that would render with Maya's defaults, and nobody would notice.
    """
    graph = filler.graph
    layers = graph.of("renderSetupLayer")
    complete = (
        filler.builder.selected
        and filler.last_verb in _AFTER_NODES
        and all(graph.source(layer.name, "legacyRenderLayer") for layer in layers)
        and all(graph.source(layer.name, "identification") for layer in graph.of("renderLayer"))
        and all(graph.source(node.name, "parentList") for node in graph.of("override", "collection"))
    )
    if not complete:
        raise SceneError(CUT_OFF, CUT_OFF_HINT, path=path, why="its render settings and its last line are not there")
