"""An open scene of the simulated Maya: every node, value and connection that its .ma files write.

Taken from the statements (`farmhand.readers.ma_syntax`), not from the reader's Graph, which keeps only what the reader
thinks it needs: what the plugin asks for must be found here by its own right.
"""

# ruff: noqa: N802, N803, N815  the spelling is Maya's

from __future__ import annotations

import os
import re
from typing import Any, Dict, Iterator, List, Mapping, NamedTuple, Optional, Set, Tuple

from farmhand.readers.ma_syntax import Word, flags, read_header, statements, words
from farmhand.readers.ma_text import _ADD_FLAGS, _FILE_FLAGS, _NODE_FLAGS, _REQUIRES_FLAGS, _SET_FLAGS
from farmhand.readers.project import Places, find_project, without_copy_number

from . import facts

_TRUTH = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
_BULK = 1500
"""Bytes above which a statement that holds no text is geometry or animation, which nobody asks for."""
_TEXT = re.compile(rb'"string"|dataReferenceEdits|"stringArray"')
_PART = re.compile(r"([^.\[\]]+)((?:\[[^\]]*\])*)")


class Added(NamedTuple):
    """An attribute that a scene adds to a node: its kind as `getAttr(type=True)` calls it, and its default."""

    kind: str
    default: Any


class Node:
    """A node. `values` holds plain Python values by the long attribute, with indices."""

    def __init__(self, name: str, kind: str, parent: Optional[Node] = None, reference: str = "") -> None:
        self.name = name
        self.type = kind
        self.parent = parent
        self.reference = reference
        self.startup = False
        self.values: Dict[str, Any] = {}
        self.kinds: Dict[str, str] = {}
        self.added: Dict[str, Added] = {}
        self.locked: List[str] = []
        self._path = ""
        self._long: Mapping[str, str] = facts.long_names(kind)

    @property
    def is_dag(self) -> bool:
        return self.parent is not None or self.type in facts.DAG_TYPES

    @property
    def path(self) -> str:
        """The full DAG path; the name of any other node."""
        if not self._path:
            above = self.parent.path if self.parent else ""
            self._path = above + "|" + self.name if self.is_dag else self.name
        return self._path

    def moved(self) -> None:
        """Its name, or that of a node above it, is another now."""
        self._path = ""

    def long(self, attribute: str) -> str:
        """An attribute in the long spelling, as far as anybody knows it."""
        parts = []
        for name, index in _PART.findall(attribute):
            parts.append(self._long.get(name, name) + index)
        return ".".join(parts)


class Reference(NamedTuple):
    """A reference: its node, what it says, which file was read for it (empty: none), its edits, its parent."""

    node: str
    text: str
    path: str
    prefix: str
    edits: Tuple[Tuple[str, str, str], ...]
    parent: str


class OpenScene:
    """What a File > Open leaves in memory.

    Args:
        path: The .ma; empty for a new scene.
        project: The workspace's root, to resolve by.
    """

    def __init__(self, path: str = "", project: str = "") -> None:
        self.path = path
        self.project = project
        self.version = "2024"
        self.nodes: List[Node] = []
        self.types: Set[str] = set()
        self.sinks: Dict[str, List[Tuple[str, str]]] = {}
        self.references: Dict[str, Reference] = {}
        self.plugins: Dict[str, str] = {}
        self.current_layer = "defaultRenderLayer"
        self._by_name: Dict[str, List[Node]] = {}
        self._by_type: Tuple[int, Dict[str, List[Node]]] = (0, {})
        for name, kind in facts.DEFAULT_NODES.items():
            self.add(Node(name, kind))
        for name, renders in facts.STARTUP_CAMERAS:
            transform = self.add(Node(name, "transform"))
            shape = self.add(Node(name + "Shape", "camera", transform))
            shape.values["renderable"] = renders
            transform.startup = shape.startup = True
        if path:
            self._read(path, "", "")

    def add(self, node: Node) -> Node:
        self.nodes.append(node)
        self.types.add(node.type)
        self._by_name.setdefault(node.name, []).append(node)
        return node

    @property
    def by_type(self) -> Dict[str, List[Node]]:
        """The nodes of each type."""
        if self._by_type[0] != len(self.nodes):
            found: Dict[str, List[Node]] = {}
            for node in self.nodes:
                found.setdefault(node.type, []).append(node)
            self._by_type = (len(self.nodes), found)
        return self._by_type[1]

    def rename(self, old: str, new: str) -> None:
        """What the user does in the outliner."""
        for node in self._by_name.pop(old):
            node.name = new
            self._by_name.setdefault(new, []).append(node)
        for node in self.nodes:
            node.moved()

    def found(self, text: str) -> List[Node]:
        """Every node that a name or the end of a path means."""
        text = text.lstrip(":") if not text.startswith("|") else text
        last = text.rpartition("|")[2]
        return [node for node in self._by_name.get(last, ()) if "|" not in text or _ends(node.path, text)]

    def shortest(self, node: Node) -> str:
        """A node's name as Maya would print it."""
        same = self._by_name[node.name]
        if len(same) == 1:
            return node.name
        parts = node.path.strip("|").split("|")
        for count in range(1, len(parts)):
            short = "|".join(parts[-count:])
            if sum(_ends(other.path, short) for other in same) == 1:
                return short
        return node.path

    def incoming(self, node: Node) -> Iterator[Tuple[str, str]]:
        """(own attribute, driving plug) of each connection into a node."""
        yield from self.sinks.get(node.name, ())

    # Reading

    def _read(self, path: str, prefix: str, reference: str) -> None:
        with open(path, "rb") as file:
            data = file.read()
        header = read_header(data)
        assert header is not None, path
        if not reference:
            self.version = header.version
        reading = _Reading(self, prefix, reference, path)
        for statement in statements(data, path, header.codec):
            start = statement.start
            if statement.end - start > _BULK and not _TEXT.search(data, start, start + 200):
                continue
            take = getattr(reading, "take_" + statement.verb.decode(), None)
            if take is not None:
                take(words(data, statement, header.codec))
        reading.finish()

    def resolve(self, text: str, holder: str) -> str:
        """Where a referenced scene lies; empty where it does not."""
        places = Places(holder, self.project or find_project(holder), {})
        for candidate in places.candidates(without_copy_number(text)):
            if os.path.isfile(candidate):
                return os.path.normpath(candidate)
        return ""


def _ends(path: str, text: str) -> bool:
    return path == text or path.endswith("|" + text.lstrip("|")) and not text.startswith("|")


class _Reading:
    """One file on its way into the scene: one method a verb."""

    def __init__(self, scene: OpenScene, prefix: str, reference: str, path: str) -> None:
        self.scene = scene
        self.prefix = prefix
        self.reference = reference
        self.path = path
        self.current: Optional[Node] = None
        self.edits: Dict[str, List[Tuple[str, str, str]]] = {}
        self.files: Dict[str, Tuple[str, str]] = {}

    def take_createNode(self, found: List[Word]) -> None:
        given, rest = flags(found, _NODE_FLAGS)
        said = dict(given)
        kind = rest[0].text
        name = (said.get("n") or said.get("name") or kind).lstrip(":")
        shared = "s" in said or "shared" in said
        there = self.scene.found(name)
        if there and self.reference and shared:
            self.current = None  # merges with what is there, whose values stay
            return
        referring = self.scene.found(self.prefix + name) if kind == "reference" else []
        if referring:
            self.current = referring[0]  # the `file` statement has made it
            return
        if there and not self.reference and (shared or name in facts.DEFAULT_NODES or there[0].startup):
            self.current = there[0]
            if self.current.type == "camera":
                self.current.values.pop("renderable", None)  # the file says it all: what it omits is the default
            return
        above = said.get("p") or said.get("parent") or ""
        parents = self.scene.found(self._spaced_path(above)) if above else []
        self.current = self.scene.add(Node(self.prefix + name, kind, parents[-1] if parents else None, self.reference))
        self.current.startup = shared and kind == "camera"

    def take_select(self, found: List[Word]) -> None:
        _, rest = flags(found, ())
        name = rest[-1].text.lstrip(":") if rest else ""
        there = self.scene.found(name)
        # what stands in no table of ours is a default node of its own type, of which nothing is known
        self.current = there[0] if there else self.scene.add(Node(name, _default_type(name)))
        if self.reference:
            self.current = None  # a referenced file's render settings do not count

    def take_setAttr(self, found: List[Word]) -> None:
        given, rest = flags(found, _SET_FLAGS)
        holder, _, attribute = rest[0].text.partition(".")
        node = self.current if not holder else next(iter(self.scene.found(self.prefix + holder)), None)
        if node is None:
            return
        said = dict(given)
        name = node.long(attribute)
        if (said.get("l") or said.get("lock")) in ("on", "yes", "true", "1"):
            node.locked.append(name)
        kind = said.get("type") or said.get("typ") or ""
        texts = [word.text for word in rest[1:]]
        if kind == "dataReferenceEdits":
            self._take_edits(node, rest[1:])
        elif texts:
            value = _value(kind, texts)
            node.values[name] = value
            node.kinds[name] = kind or ("bool" if isinstance(value, bool) else "double")

    def _take_edits(self, node: Node, rest: List[Word]) -> None:
        """`2 "node" "attribute" "value"` sets an attribute of a node that the reference brings."""
        for place, word in enumerate(rest[:-3]):
            three = rest[place + 1 : place + 4]
            if word.text == "2" and not word.quoted and all(one.quoted for one in three):
                self.edits.setdefault(node.name, []).append((three[0].text, three[1].text, three[2].text))

    def take_addAttr(self, found: List[Word]) -> None:
        if self.current is None:
            return
        said = dict(flags(found, _ADD_FLAGS)[0])
        name = said.get("ln") or said.get("longName") or said.get("sn") or ""
        kind = said.get("dt") or said.get("dataType") or said.get("at") or said.get("attributeType") or "double"
        default = said.get("dv") or said.get("defaultValue")
        text = kind == "string"
        self.current.added[name] = Added(kind, None if text else _value("", [default or "0"]))
        short = said.get("sn") or said.get("shortName")
        if short:
            self.current._long = dict(self.current._long, **{short: name})

    def take_connectAttr(self, found: List[Word]) -> None:
        _, rest = flags(found, ())
        if len(rest) >= 2:
            source, sink = self._plug(rest[0].text), self._plug(rest[1].text)
            if source and sink:
                name, _, attribute = sink.partition(".")
                self.scene.sinks.setdefault(name, []).append((attribute, source))

    def _plug(self, text: str) -> str:
        holder, _, attribute = text.partition(".")
        there = self.scene.found(self._spaced_path(holder)) or self.scene.found(holder)
        return "%s.%s" % (there[0].name, there[0].long(attribute)) if there else ""

    def take_file(self, found: List[Word]) -> None:
        given, rest = flags(found, _FILE_FLAGS)
        said = dict(given)
        if not {"rdi", "referenceDepthInfo", "r", "reference"} & set(said) or not rest:
            return
        depth = said.get("rdi") or said.get("referenceDepthInfo") or "1"
        node = said.get("rfn") or said.get("referenceNode") or rest[-1].text
        if depth != "1":
            return  # the file in between brings it
        space = (said.get("ns") or said.get("namespace") or "").strip(":")
        renamed = said.get("rpr") or said.get("renamingPrefix") or ""
        prefix = space + ":" if space else renamed + "_" if renamed else ""
        self.files.setdefault(node, (rest[-1].text, prefix))
        full = self.prefix + node
        if full in self.scene.references:
            return
        self.scene.add(Node(full, "reference", reference=self.reference))
        path = self.scene.resolve(rest[-1].text, self.path)
        loaded = path if path.endswith(".ma") and "dr" not in said and "deferReference" not in said else ""
        self.scene.references[full] = Reference(full, rest[-1].text, loaded, self.prefix + prefix, (), self.reference)
        if loaded:
            self.scene._read(loaded, self.prefix + prefix, full)

    def take_requires(self, found: List[Word]) -> None:
        _, rest = flags(found, _REQUIRES_FLAGS)
        if len(rest) >= 2 and rest[-2].text != "maya" and not self.reference:
            self.scene.plugins.setdefault(rest[-2].text, rest[-1].text.strip())

    def finish(self) -> None:
        """Apply the edits of references that are there; the others stay with their reference nodes."""
        for name, edits in self.edits.items():
            there = self.scene.references.get(name)
            if there is None:
                continue
            spaced = tuple((self._spaced_path(node), attribute, value) for node, attribute, value in edits)
            self.scene.references[name] = there._replace(edits=there.edits + spaced)
            for holder, attribute, value in spaced if there.path else ():
                for node in self.scene.found(holder)[:1]:
                    kind = "string" if '"string"' in value else ""
                    text = value.replace('-type "string"', "").strip().strip('"')
                    node.values[node.long(attribute)] = _value(kind, [text])

    def _spaced_path(self, path: str) -> str:
        if not self.prefix:
            return path
        return "|".join(part and self.prefix + part for part in path.split("|"))


def _default_type(name: str) -> str:
    from farmhand.readers import ma_attributes

    return ma_attributes.DEFAULT_NODES.get(name, name)


def _value(kind: str, texts: List[str]) -> Any:
    if kind == "string":
        return texts[0]
    if kind == "stringArray":
        return texts[1:]
    if kind:
        return tuple(texts)
    values = [_TRUTH.get(text, _number(text)) for text in texts]
    return values[0] if len(values) == 1 else tuple(values)


def _number(text: str) -> Any:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text
