"""A Maya scene as the few nodes, attributes and connections that decide what renders and which files it needs.

Everything else in the file - nearly all of it - is passed over unread. How the file spells it is the work of `ma_text`
(Maya ASCII) and `mb_graph` (Maya binary), which fill a Graph by a Builder; what an attribute means is not known here:
layers are worked out in `ma_layers`, files in `ma_files`.
"""

from __future__ import annotations

import math
import re
from typing import Dict, List, NamedTuple, Optional, Sequence, Set, Tuple

from farmhand.readers import ma_attributes, ma_file_table
from farmhand.readers.ma_syntax import Header

BASE = re.compile(r"[^\[.]*")
"""An attribute's name without indices and children: `adjs` of `adjs[0].val`."""
LIKE_FILE = re.compile(
    (r"\.(?:%s)$" % "|".join(sorted(ma_file_table.INPUT_ENDINGS | ma_file_table.IMAGE_ENDINGS))).encode(), re.I
)
_MANY = frozenset(("mesh",))
"""Node types so frequent that one is kept only when it has an attribute that matters."""


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
    """What one Maya file says, whatever its form.

    Attributes:
        header: Version and code page.
        nodes: Every kept node, in the file's order.
        by_name: The same by their own names.
        transforms: Each transform's own name -> the parents of those called so.
        links: (node's own name, long attribute with indices) -> the plugs that drive it.
        plugins: Name -> version.
        files: Reference node -> the scene it brings.
        mentions: Texts outside the table that look like files.
        edits: (node, attribute) -> what a reference node of this scene sets there.
        locked: (node's own name, long attribute) of every setting that somebody locked.
        ended: Whether the file's last line is there.
        spelled: Node family -> either spelling of an attribute -> the long one.
        uncertain: What the file says in a way that could not be read for certain, for a Tip.
    """

    def __init__(self, header: Header) -> None:
        self.header = header
        self.nodes: List[Node] = []
        self.by_name: Dict[str, Node] = {}
        self._families: Dict[str, List[Tuple[int, Node]]] = {}
        self.transforms: Dict[str, List[str]] = {}
        self.links: Dict[Tuple[str, str], List[str]] = {}
        self.plugins: Dict[str, str] = {}
        self.files: Dict[str, SceneFile] = {}
        self.mentions: List[Mention] = []
        self.edits: Dict[Tuple[str, str], str] = {}
        self.locked: Set[Tuple[str, str]] = set()
        self.ended = True
        self.uncertain: List[str] = []
        self.spelled = ma_attributes.long_names()
        for node_type, pairs in ma_file_table.spellings().items():
            self.spelled.setdefault(node_type, {}).update(pairs)

    def plug(self, text: str) -> Tuple[str, str]:
        """A plug as written (`:defaultRenderGlobals.ren`) as a node's own name and the attribute's long spelling."""
        path, _, attribute = text.partition(".")
        name = leaf(path)
        node = self.by_name.get(name)
        kind = ma_attributes.family(node.type) if node else ma_attributes.DEFAULT_NODES.get(name, "")
        return name, self.spelled.get(kind, {}).get(attribute, attribute)

    def of(self, *families: str) -> List[Node]:
        """Every kept node of these families, in the file's order."""
        return [node for _, node in sorted(pair for name in set(families) for pair in self._families.get(name, ()))]

    def keep(self, node: Node) -> None:
        """Take a node in."""
        family = ma_attributes.family(node.type)
        self._families.setdefault(family, []).append((len(self.nodes), node))
        self.nodes.append(node)
        self.by_name[leaf(node.name)] = node

    def named(self, path: str) -> Optional[Node]:
        """The node that a name or a path means, where it was kept."""
        return self.by_name.get(leaf(path))

    def source(self, node: str, attribute: str) -> str:
        """The plug that drives `node.attribute` (long spelling, with indices), such as `startFrame.o`; or empty."""
        plugs = self.links.get((leaf(node), attribute))
        return plugs[0] if plugs else ""


def _is_like_file(text: str) -> bool:
    return "\n" not in text and bool(LIKE_FILE.search(text.encode("utf-8", "replace")))


def leaf(path: str) -> str:
    """A node's own name out of a path: `|grp|ns:cam` and `:cam` are `ns:cam` and `cam`."""
    return path.rpartition("|")[2].lstrip(":")


class Builder:
    """Fills a graph with what a file says, in the file's order; knows which of it matters.

    Attributes:
        current: The node that attributes without a node's name belong to.
        names: Either spelling of each of its attributes that matter -> the long one.
        selected: The names of every node that was selected.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.current: Optional[Node] = None
        self.names: Dict[bytes, str] = {}
        self.selected: Set[str] = set()
        self._encoded: Dict[str, Dict[bytes, str]] = {}
        self._linked = frozenset(name.encode() for name in ma_attributes.linked_names())

    def create(self, name: str, node_type: str, parent: str = "", shared: bool = False) -> Node:
        """A new node, from now on the current one."""
        node = Node(name, node_type, parent, shared)
        if node_type == "transform":
            self.graph.transforms.setdefault(leaf(name), []).append(parent)
        self._enter(node)
        if ma_attributes.family(node_type) in ma_attributes.SPELLINGS or (self.names and node_type not in _MANY):
            self.graph.keep(node)
        return node

    def select(self, path: str) -> None:
        """Make a node the current one; one of Maya's own is kept when something is set on it."""
        name = leaf(path)
        self.selected.add(name)
        node = self.graph.by_name.get(name)
        self._enter(Node(name, ma_attributes.DEFAULT_NODES.get(name, "")) if node is None else node)

    def set(self, node: Node, attribute: str, texts: Sequence[str], is_text: bool) -> None:
        """A value of an attribute, in either spelling and with its indices.

        Args:
            node: The node.
            attribute: As written.
            texts: The value's words, at least one.
            is_text: Whether the value is a string: one that looks like a file is kept although the table lacks it.
        """
        names = self.names if node is self.current else self._names_of(node.type)
        base = BASE.match(attribute).group()  # type: ignore[union-attr]
        long = names.get(base.encode())
        if long is not None:
            if self.graph.by_name.get(leaf(node.name)) is not node and not node.values:
                self.graph.keep(node)
            node.values[long + attribute[len(base) :]] = tuple(texts)
        elif is_text and node.type not in ma_file_table.NOT_READ_GENERICALLY and _is_like_file(texts[0]):
            self.mention(node, attribute, texts[0])

    def lock(self, node: Node, attribute: str) -> None:
        """An attribute, in either spelling, is locked; kept where the attribute matters."""
        names = self.names if node is self.current else self._names_of(node.type)
        long = names.get(attribute.encode())
        if long is not None:
            self.graph.locked.add((leaf(node.name), long))

    def mention(self, node: Node, attribute: str, text: str) -> None:
        """A text that names a file although the table lacks its attribute."""
        self.graph.mentions.append(Mention(node.name, attribute, text))

    def links_to(self, attribute: bytes) -> bool:
        """Whether any connection into an attribute of this name (without indices) may matter."""
        return attribute in self._linked

    def connect(self, source: str, sink: str) -> None:
        """A connection between two plugs as written."""
        name, _, attribute = sink.partition(".")
        node = self.graph.named(name)
        family = ma_attributes.family(node.type) if node else ma_attributes.DEFAULT_NODES.get(leaf(name), "")
        base = BASE.match(attribute).group()  # type: ignore[union-attr]
        long = self.graph.spelled.get(family, {}).get(base) or ma_attributes.LINKS.get(base)
        if long is not None:
            self.graph.links.setdefault((leaf(name), long + attribute[len(base) :]), []).append(source)

    def _enter(self, node: Node) -> None:
        self.current = node
        self.names = self._names_of(node.type)

    def _names_of(self, node_type: str) -> Dict[bytes, str]:
        names = self._encoded.get(node_type)
        if names is None:
            pairs = dict(self.graph.spelled.get(ma_attributes.family(node_type), {}))
            pairs.update(self.graph.spelled.get(node_type, {}))
            names = self._encoded[node_type] = {name.encode(): long for name, long in pairs.items()}
        return names
