"""A Maya ASCII scene as the few nodes, attributes and connections that decide what renders and which files it needs.

Everything else in the file - nearly all of it - is passed over unread. What an attribute means is not known here:
layers are worked out in `ma_layers`, files in `ma_files`.
"""

from __future__ import annotations

import math
import re
from typing import Callable, Dict, Generator, List, NamedTuple, Optional, Set, Tuple

from farmhand.errors import SceneError
from farmhand.progress import Progress
from farmhand.readers import ma_attributes, ma_file_table
from farmhand.readers.ma_syntax import (
    CUT_OFF,
    CUT_OFF_HINT,
    Header,
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

_REPORT_EVERY = 1024 * 1024
_BASE = re.compile(r"[^\[.]*")
_CONFLICT = b"\n<<<<<<< "
_LIKE_FILE = re.compile(
    (r"\.(?:%s)$" % "|".join(sorted(ma_file_table.INPUT_ENDINGS | ma_file_table.IMAGE_ENDINGS))).encode(), re.I
)
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
_MANY = frozenset(("mesh",))
"""Node types so frequent that one is kept only when it has an attribute that matters."""
_AFTER_NODES = frozenset((b"connectAttr", b"relationship", b"applyMetadata", b"disconnectAttr", b"dataStructure"))


class Node:
    """A node of the scene, with those of its attributes that were kept.

    Attributes:
        name: As created, with its namespace.
        type: Its Maya type.
        parent: The name or path of its DAG parent; empty for a node without.
        shared: Maya merges it with one that is there already (the four default cameras).
        values: Long attribute name (with indices: `adjustments[0].val`) -> its words.
        defaults: For attributes the scene adds, their default value.
    """

    __slots__ = ("name", "type", "parent", "shared", "values", "defaults")

    def __init__(self, name: str, type: str, parent: str = "", shared: bool = False) -> None:
        self.name = name
        self.type = type
        self.parent = parent
        self.shared = shared
        self.values: Dict[str, Tuple[str, ...]] = {}
        self.defaults: Dict[str, str] = {}

    def text(self, attribute: str, default: str = "") -> str:
        """The attribute's first word, or its added default, or `default`."""
        words_there = self.values.get(attribute)
        return words_there[0] if words_there else self.defaults.get(attribute, default)

    def flag(self, attribute: str, default: bool = False) -> bool:
        """The attribute as a switch."""
        return is_on(self.text(attribute, "1" if default else "0"))

    def number(self, attribute: str, default: float = 0.0) -> float:
        """The attribute as a number; `default` where it is none."""
        return as_number(self.text(attribute), default)


def is_on(text: str) -> bool:
    """Whether a value means yes: `yes`, `on`, `true`, or a number other than 0."""
    return text.lower() in ("yes", "on", "true") or as_number(text, 0.0) != 0.0


def as_number(text: str, default: float) -> float:
    """The text as a number, or `default`."""
    if text.lower() in ("yes", "on", "true"):
        return 1.0
    try:
        value = float(text)
    except ValueError:
        return default
    return value if math.isfinite(value) else default


class Mention(NamedTuple):
    """A text of a node outside the table that looks like a file."""

    node: str
    attribute: str
    text: str


class SceneFile(NamedTuple):
    """A scene that this one references.

    Attributes:
        node: The reference node.
        prefix: What its nodes' names begin with: `ns:`, `name_`, or nothing.
        path: As the scene holds it.
        kind: What Maya calls its type: `mayaAscii`, `mayaBinary`, `Alembic` ... empty where unsaid.
    """

    node: str
    prefix: str
    path: str
    kind: str


class Graph:
    """What one Maya ASCII file says. Filled by `read_graph`."""

    def __init__(self, header: Header) -> None:
        self.header = header
        self.nodes: List[Node] = []
        self.by_name: Dict[str, Node] = {}
        self.transforms: Dict[str, List[str]] = {}
        self.links: Dict[Tuple[str, str], List[str]] = {}
        self.plugins: Dict[str, str] = {}
        self.files: Dict[str, SceneFile] = {}
        self.mentions: List[Mention] = []
        self.edits: Dict[Tuple[str, str], str] = {}
        self.ended = True
        self.spelled: Dict[str, Dict[str, str]] = {}

    def plug(self, text: str) -> Tuple[str, str]:
        """A plug as written (`:defaultRenderGlobals.ren`) as a node's own name and the attribute's long spelling."""
        path, _, attribute = text.partition(".")
        name = leaf(path)
        node = self.by_name.get(name)
        kind = ma_attributes.family(node.type) if node else ma_attributes.DEFAULT_NODES.get(name, "")
        return name, self.spelled.get(kind, {}).get(attribute, attribute)

    def of(self, *families: str) -> List[Node]:
        """Every kept node of these families, in the file's order."""
        return [node for node in self.nodes if ma_attributes.family(node.type) in families]

    def named(self, path: str) -> Optional[Node]:
        """The node that a name or a path means, where it was kept."""
        return self.by_name.get(leaf(path))

    def source(self, node: str, attribute: str) -> str:
        """The plug that drives `node.attribute` (long spelling, with indices), such as `startFrame.o`; or empty."""
        plugs = self.links.get((leaf(node), attribute))
        return plugs[0] if plugs else ""


def _is_like_file(text: str) -> bool:
    return "\n" not in text and bool(_LIKE_FILE.search(text.encode("utf-8", "replace")))


def leaf(path: str) -> str:
    """A node's own name out of a path: `|grp|ns:cam` and `:cam` are `ns:cam` and `cam`."""
    return path.rpartition("|")[2].lstrip(":")


class _Filler:
    """Takes a file's statements into a graph: one method a verb."""

    def __init__(self, data: bytes, graph: Graph) -> None:
        self.data = data
        self.graph = graph
        self.codec = graph.header.codec
        self.current: Optional[Node] = None
        self.names: Dict[bytes, str] = {}
        self.spelled = ma_attributes.long_names()
        for node_type, pairs in ma_file_table.spellings().items():
            self.spelled.setdefault(node_type, {}).update(pairs)
        graph.spelled = self.spelled
        self.encoded: Dict[str, Dict[bytes, str]] = {}
        self.linked = frozenset(name.encode() for name in ma_attributes.linked_names())
        self.selected: Set[str] = set()
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

    def enter(self, node: Node) -> None:
        self.current = node
        self.names = self.names_of(node.type)

    def names_of(self, node_type: str) -> Dict[bytes, str]:
        """Either spelling of every attribute of a node type that matters -> the long one."""
        names = self.encoded.get(node_type)
        if names is None:
            pairs = dict(self.spelled.get(ma_attributes.family(node_type), {}))
            pairs.update(self.spelled.get(node_type, {}))
            names = self.encoded[node_type] = {name.encode(): long for name, long in pairs.items()}
        return names

    def keep(self, node: Node) -> None:
        self.graph.nodes.append(node)
        self.graph.by_name[leaf(node.name)] = node

    def create(self, statement: Statement) -> None:
        usual = _CREATE.fullmatch(self.data, statement.start, statement.end)
        if usual:
            node_type, name, parent = (decode(part or b"", self.codec) for part in usual.group(1, 3, 4))
            shared = usual.group(2) is not None
        else:
            given, rest = flags(self.words(statement), _NODE_FLAGS)
            said = dict(given)
            node_type = rest[0].text if rest else ""
            name = said.get("n") or said.get("name") or node_type
            parent = said.get("p") or said.get("parent") or ""
            shared = "s" in said or "shared" in said
        node = Node(name, node_type, parent, shared)
        if node_type == "transform":
            self.graph.transforms.setdefault(leaf(name), []).append(parent)
        self.enter(node)
        if ma_attributes.family(node_type) in ma_attributes.SPELLINGS or (self.names and node_type not in _MANY):
            self.keep(node)

    def select(self, statement: Statement) -> None:
        _, rest = flags(self.words(statement), ())
        name = leaf(rest[-1].text) if rest else ""
        self.selected.add(name)
        node = self.graph.by_name.get(name)
        if node is None:
            node = Node(name, ma_attributes.DEFAULT_NODES.get(name, ""))
            self.enter(node)
        else:
            self.enter(node)

    def set(self, statement: Statement) -> None:
        first = statement.first
        if self.current is None:
            return
        if first[:1] == b".":
            attribute = first[1:]
            base = attribute
            for mark in (b"[", b"."):
                base = base.partition(mark)[0]
            if base not in self.names:
                tail = self.data[statement.end - 8 : statement.end].rstrip()
                if tail[-1:] != b'"' or not _LIKE_FILE.search(tail, 0, len(tail) - 1):
                    return
            elif self.names[base] == "edits":
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
        if len(rest) < 2 or self.current is None:
            return
        holder, _, attribute = rest[0].text.partition(".")
        node = self.current if not holder else self.graph.named(holder)
        if node is None or not attribute:
            return
        names = self.names if node is self.current else self.names_of(node.type)
        base = _BASE.match(attribute).group()  # type: ignore[union-attr]
        long = names.get(base.encode())
        kind = dict(given).get("type", dict(given).get("typ", ""))
        texts = tuple(word.text for word in rest[1:])
        if long is not None:
            if self.graph.by_name.get(leaf(node.name)) is not node and not node.values:
                self.keep(node)
            node.values[long + attribute[len(base) :]] = texts[1:] if kind == "stringArray" else texts
        elif kind == "string" and node.type not in ma_file_table.NOT_READ_GENERICALLY and _is_like_file(texts[0]):
            self.graph.mentions.append(Mention(node.name, attribute, texts[0]))

    def add(self, statement: Statement) -> None:
        node = self.current
        if node is None or ma_attributes.family(node.type) != "override":
            return
        said = dict(flags(self.words(statement), _ADD_FLAGS)[0])
        name = said.get("ln") or said.get("longName") or said.get("sn") or said.get("shortName") or ""
        default = said.get("dv") or said.get("defaultValue")
        long = self.names.get(name.encode())
        if long is not None:
            typed = "" if said.get("dt") or said.get("dataType") else "0"
            node.defaults[long] = default if default is not None else typed

    def connect(self, statement: Statement) -> None:
        text = self.data[statement.start : statement.end]
        found = text.split(b'"')
        if len(found) < 4:
            return
        target = found[3].rpartition(b".")
        if target[2].partition(b"[")[0] not in self.linked:
            return
        source, sink = decode(found[1], self.codec), decode(found[3], self.codec)
        name, _, attribute = sink.partition(".")
        node = self.graph.named(name)
        family = ma_attributes.family(node.type) if node else ma_attributes.DEFAULT_NODES.get(leaf(name), "")
        base = _BASE.match(attribute).group()  # type: ignore[union-attr]
        long = self.spelled.get(family, {}).get(base) or ma_attributes.LINKS.get(base)
        if long is None:
            return
        self.graph.links.setdefault((leaf(name), long + attribute[len(base) :]), []).append(source)

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
    conflict = data.find(_CONFLICT)
    if conflict >= 0:
        raise SceneError(
            "The scene {path} holds an unresolved merge conflict at line {line}.",
            "Resolve the conflict in your version control, or take one of the two versions.",
            path=path,
            line=data.count(b"\n", 0, conflict + 1) + 1,
        )
    filler = _Filler(data, Graph(header))
    report = 0
    verb = b""
    for statement in statements(data, path, header.codec):
        verb = statement.verb
        take = filler.verbs.get(verb)
        if take is not None:
            take(statement)
        if statement.end >= report:
            yield Progress("read", statement.end, len(data), "bytes")
            report = statement.end + _REPORT_EVERY
    filler.last_verb = verb
    filler.graph.ended = has_end_line(data)
    if not filler.graph.ended:
        _check_complete(filler, path)
    yield Progress("read", len(data), len(data), "bytes")
    return filler.graph


def _check_complete(filler: _Filler, path: str) -> None:
    """Refuse a file without its last line unless nothing that decides the render can be missing.

    Maya writes the settings of its default nodes after all others, and the connections after those: a file that stops
    between two statements before that would render with Maya's defaults, and nobody would notice.
    """
    graph = filler.graph
    layers = graph.of("renderSetupLayer")
    complete = (
        filler.selected
        and filler.last_verb in _AFTER_NODES
        and all(graph.source(layer.name, "legacyRenderLayer") for layer in layers)
        and all(graph.source(layer.name, "identification") for layer in graph.of("renderLayer"))
        and all(graph.source(node.name, "parentList") for node in graph.of("override", "collection"))
    )
    if not complete:
        raise SceneError(CUT_OFF, CUT_OFF_HINT, path=path, why="its render settings and its last line are not there")
