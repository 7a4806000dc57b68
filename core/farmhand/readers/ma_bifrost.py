"""Which files a Bifrost graph names: its node keeps the whole graph as JSON in one string attribute.

The form is that of graphs in public Maya ASCII scenes (Bifrost 2.2 to 2.6): compounds with nodes (`nodeName`,
`nodeType`), `values` (`valueName` "node.port", `valueType`, `value`) and `connections`. A name that the graph puts
together while it runs is not known here; the port that it goes to is. Inputs of the graph are attributes of Maya's
node, read like all others.
"""

from __future__ import annotations

import json
import re
from typing import Any, Dict, FrozenSet, Iterator, List, NamedTuple, Tuple

from farmhand.readers.ma_file_table import IMAGE_ENDINGS, INPUT_ENDINGS, OPTIONAL, REQUIRED

NODE_TYPES: FrozenSet[str] = frozenset(("bifrostGraphShape", "bifrostBoard"))
GRAPH = "sc"
"""The attribute with the graph; real scenes only show this spelling."""

FILE_PORTS: FrozenSet[str] = frozenset(("file", "filename", "file_name", "filepath", "file_path", "files", "filenames"))
_ENDINGS = INPUT_ENDINGS | IMAGE_ENDINGS | frozenset(("bif", "npy", "pdc", "fbx"))
_ENDING = re.compile(r"\.(\w+)$")
_WRITES = "write_"
_CACHES = frozenset(("file_cache",))
_TEXTS = frozenset(("string", "array<string>"))
_CONSTANTS = frozenset(("string",))
"""Nodes without an input that give a text of their own: it stands among the values."""
_DEEPEST = 100


class Named(NamedTuple):
    """A file that a graph names: the port with its node, the text, REQUIRED or OPTIONAL."""

    port: str
    text: str
    need: str


class Said(NamedTuple):
    """What a graph says of files.

    Attributes:
        files: Those it names.
        computed: Ports that take the name of a file which the graph puts together.
    """

    files: Tuple[Named, ...]
    computed: Tuple[str, ...]


def said(text: str) -> Said:
    """What a graph says.

    Args:
        text: Its JSON.

    Raises:
        ValueError: It is none.
    """
    try:
        graph = json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    files: Dict[Named, None] = {}
    computed: Dict[str, None] = {}
    for compound in _compounds(graph, 0):
        kinds = _kinds(compound)
        files.update(dict.fromkeys(_files(compound, kinds)))
        computed.update(dict.fromkeys(_computed(compound, kinds)))
    return Said(tuple(files), tuple(computed))


def _compounds(part: Any, depth: int) -> Iterator[Dict[str, Any]]:
    """Every object that has values or connections, at any depth."""
    if depth > _DEEPEST:
        return
    if isinstance(part, dict):
        if "values" in part or "connections" in part:
            yield part
        for inner in part.values():
            yield from _compounds(inner, depth + 1)
    elif isinstance(part, list):
        for inner in part:
            yield from _compounds(inner, depth + 1)


def _objects(part: Dict[str, Any], name: str) -> List[Dict[str, Any]]:
    found = part.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _kinds(compound: Dict[str, Any]) -> Dict[str, str]:
    """Node's name -> the last part of its type: `File::Alembic::read_Alembic` is `read_Alembic`."""
    nodes = _objects(compound, "compoundNodes")
    return {str(node.get("nodeName", "")): str(node.get("nodeType", "")).rpartition("::")[2] for node in nodes}


def _files(compound: Dict[str, Any], kinds: Dict[str, str]) -> Iterator[Named]:
    for value in _objects(compound, "values"):
        if value.get("valueType") not in _TEXTS:
            continue
        port = str(value.get("valueName", ""))
        kind = kinds.get(port.partition(".")[0], "")
        given = value.get("value")
        for text in given if isinstance(given, list) else [given]:
            if isinstance(text, str) and not kind.startswith(_WRITES) and _is_file(port, text.strip()):
                yield Named(port, text.strip(), OPTIONAL if kind in _CACHES else REQUIRED)


def _is_file(port: str, text: str) -> bool:
    ending = _ENDING.search(text)
    if ending is None or "\n" in text:
        return False
    return ending.group(1).lower() in _ENDINGS or port.rpartition(".")[2] in FILE_PORTS


def _computed(compound: Dict[str, Any], kinds: Dict[str, str]) -> Iterator[str]:
    for link in _objects(compound, "connections"):
        source, target = str(link.get("source", "")), str(link.get("target", ""))
        node, _, port = target.partition(".")
        kind = kinds.get(node, "")
        if not node or port not in FILE_PORTS or kind.startswith(_WRITES) or kind in _CACHES:
            continue
        giver = source.partition(".")[0]
        if giver and kinds.get(giver, "") not in _CONSTANTS:
            yield target
