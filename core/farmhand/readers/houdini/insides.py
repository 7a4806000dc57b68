"""The nodes inside locked digital assets, which the scene does not hold: they are in the asset's definition.

Definitions are looked for in the scene's own embedded library, then in library files on this disk. What is found is
added to the graph as if it stood in the scene, so that ROPs and files inside assets are seen; what is not is told.
Bounded in depth and number: an asset may hold a thousand copies of another.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from dataclasses import dataclass, field, replace
from typing import Deque, Dict, Generator, List, Mapping, Optional, Set, Tuple

from farmhand.errors import FarmhandError
from farmhand.progress import Progress
from farmhand.readers.houdini import library
from farmhand.readers.houdini.graph import Graph, Node, Pace, node_from

_log = logging.getLogger(__name__)

MOST_NODES = 50_000
DEEPEST = 8
_LARGEST_FILE = 512 << 20
_MOST_UNPACKED = 256 << 20
_PARTS = ("init", "def", "parm", "chn")

Inner = List[Node]
"""Nodes of a definition without the asset itself, by paths from the asset on (`/cam1`)."""


@dataclass
class Insides:
    """What was found inside locked assets.

    Attributes:
        nodes: New nodes by path.
        unseen: Type of a locked asset -> why nobody looked into it.
        broken: What could not be read.
        full: Whether MOST_NODES or DEEPEST stopped the search.
    """

    nodes: Dict[str, Node] = field(default_factory=dict)
    unseen: Dict[str, str] = field(default_factory=dict)
    broken: List[str] = field(default_factory=list)
    full: bool = False


def find(graph: Graph, files: Mapping[str, Tuple[str, ...]]) -> Generator[Progress, None, Insides]:
    """Look into every locked asset of a scene.

    Args:
        graph: The scene.
        files: Operator type -> library files on this disk that define it, the best first.
    """
    found = Insides()
    shelf = _Shelf(graph.libraries.embedded, files, found)
    pace = Pace()
    stored = {node.parent for node in graph.nodes.values()}
    waiting: Deque[Tuple[Node, int]] = deque((node, 0) for node in graph.nodes.values() if node.locked)
    while waiting:
        if pace.due():
            yield Progress("read", len(found.nodes), 0, "steps", waiting[0][0].path)
        asset, depth = waiting.popleft()
        inner = yield from shelf.inside(asset.type)
        if not inner:
            continue
        if depth >= DEEPEST or len(found.nodes) + len(inner) > MOST_NODES:
            found.full = True
            continue
        for node in inner:
            path = asset.path + node.path
            if path in graph.nodes or (asset.path in stored and "/" not in node.path[1:] and path in stored):
                continue
            placed = replace(node, path=path, bypass=node.bypass or asset.bypass)
            found.nodes[path] = placed
            if placed.locked:
                waiting.append((placed, depth + 1))
    return found


class _Shelf:
    """Definitions, each unpacked once."""

    def __init__(self, embedded: bytes, files: Mapping[str, Tuple[str, ...]], found: Insides) -> None:
        self._files = files
        self._found = found
        self._inside: Dict[str, Inner] = {}
        self._opened: Dict[str, Tuple[bytes, Mapping[str, library.Section]]] = {}
        if embedded:
            self._open(".defotl", embedded)
        self._own = self._opened.get(".defotl")
        self._unpacked = 0

    def inside(self, kind: str) -> Generator[Progress, None, Inner]:
        """The nodes of a type's definition; none where there is no definition or nothing in it."""
        if kind not in self._inside:
            self._inside[kind] = yield from self._look(kind)
        return self._inside[kind]

    def _look(self, kind: str) -> Generator[Progress, None, Inner]:
        places = [self._own] if self._own is not None else []
        for path in self._files.get(kind, ()):
            opened = self._file(path)
            if opened is not None:
                places.append(opened)
        for data, defined in places:
            if kind in defined:
                if self._unpacked > _MOST_UNPACKED:
                    self._found.full = True
                    return []
                try:
                    archive = library.contents(data, defined[kind])
                    self._unpacked += len(archive)
                    yield Progress("read", 0, 0, "bytes", kind)
                    return (yield from _nodes(archive, kind))
                except FarmhandError as error:
                    _log.warning("Cannot look into the asset %s: %s", kind, error)
                    self._found.unseen[kind] = str(error)
                    return []
        if kind in self._files:
            self._found.unseen[kind] = "its library is not on this disk"
        return []

    def _file(self, path: str) -> Optional[Tuple[bytes, Mapping[str, library.Section]]]:
        if path not in self._opened:
            try:
                if os.path.getsize(path) > _LARGEST_FILE:
                    return None
                with open(path, "rb") as file:
                    self._open(path, file.read())
            except OSError as error:
                _log.info("No library %s: %s", path, error)
                self._opened[path] = (b"", {})
        return self._opened[path]

    def _open(self, path: str, data: bytes) -> None:
        try:
            self._opened[path] = (data, library.definitions(data))
        except library.BrokenLibraryError as error:
            _log.warning("Cannot read the library %s: %s", path, error)
            self._found.broken.append(path)
            self._opened[path] = (b"", {})


def _nodes(archive: bytes, kind: str) -> Generator[Progress, None, Inner]:
    if not archive:
        return []
    parts: Dict[str, Dict[str, bytes]] = {}
    for name, data in library.inner_entries(archive, kind):
        node, _, suffix = name.rpartition(".")
        if node and suffix in _PARTS:
            parts.setdefault(node, {})[suffix] = data
    roots: Set[str] = {name for name in parts if "/" not in name}
    if len(roots) != 1:
        return []
    (root,) = roots
    yield Progress("read", 0, len(parts), "steps", kind)
    found: Inner = []
    pace = Pace()
    for done, (name, texts) in enumerate(parts.items()):
        if pace.due():
            yield Progress("read", done, len(parts), "steps", kind)
        if name.startswith(root + "/"):
            found.append(node_from(name[len(root) + 1 :], texts, inside=True))
    return found
