"""What each render layer changes: the adjustments of legacy layers, the overrides of render setup.

Answers with plain mappings (node, attribute) -> value; what the values mean is `ma_layers`' work. Overrides that
connect instead of setting a value (shaders, textures) change no render setting and are passed over.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import Callable, Dict, FrozenSet, Iterator, List, Mapping, Optional, Set, Tuple

from farmhand.readers import ma_attributes
from farmhand.readers.ma_cameras import CameraNode, elements
from farmhand.readers.ma_graph import Graph, Node, as_number, leaf

Plug = Tuple[str, str]
Changes = Dict[Plug, str]

MASTER = "defaultRenderLayer"
_TEXTS = frozenset(
    ("currentRenderer", "outFormatExt", "imageFilePrefix", "imfPluginKey", "renderVersion", "fileNamePrefix",
     "animFrames", "imageFileFormat", "imageOutputDir", "preMel", "postMel", "preRenderLayerMel",
     "postRenderLayerMel", "preRenderMel", "postRenderMel")
)  # fmt: skip
_ADJUSTMENT = re.compile(r"^adjustments\[(\d+)\]\.(?:plg|plug)$")
_PATTERN_SPLIT = re.compile(r"[\s,;]+")
_DEEPEST = 64
_TRANSFORMS = 1
_SHAPE_FILTERS = frozenset((0, 2, 6, 7, 8, 9))
_TRANSFORM_FILTERS = frozenset((0, 1, 6, 9))
"""Selector filters that let camera shapes, and transforms, through: 0 all, 1 transforms, 2 shapes, 6 both, 7 cameras,
8 custom, 9 transforms, shapes and shaders. The other kinds (lights, sets ...) hold no camera. 1 where none is
written."""


def adjustments(graph: Graph, layer: str) -> Changes:
    """What a legacy layer sets: `node.attribute -> layer.adjs[i].plg` says what, `layer.adjs[i].val` which value."""
    node = graph.by_name.get(layer)
    found: Changes = {}
    for (holder, attribute), plugs in graph.links.items():
        match = _ADJUSTMENT.match(attribute) if holder == layer else None
        if match and node is not None:
            plug = graph.plug(plugs[0])
            nothing = "" if plug[1] in _TEXTS else "0"
            values = node.values
            at = "adjustments[%s]" % match.group(1)
            said = values.get(at + ".val") or values.get(at + ".value")
            found[plug] = said[0] if said else nothing
    return found


def base_value(graph: Graph, node: str, attribute: str) -> Optional[str]:
    """What an attribute holds below all render setup layers; None where the scene does not write it.

    A scene that was saved while a layer was visible has that layer's `apply...Override` nodes between: the value
    below is their `original`.
    """
    holder, name = node, attribute
    for _ in range(_DEEPEST):
        plug = graph.source(holder, name)
        driver = graph.named(plug.partition(".")[0]) if plug else None
        kind = ma_attributes.family(driver.type) if driver else ""
        if driver is None or kind not in ("applyOverride", "unitConversion"):
            break
        holder, name = leaf(driver.name), "original" if kind == "applyOverride" else "input"
    there = graph.by_name.get(holder)
    if there is None:
        return None
    if holder != node:
        return there.text(name, "" if attribute in _TEXTS else "0")
    return there.values[name][0] if there.values.get(name) else None


class RenderSetup:
    """The render setup tree of a scene: layers, their collections, their overrides."""

    def __init__(self, graph: Graph, cameras: List[CameraNode]) -> None:
        self.graph = graph
        self.paths = elements(cameras)
        self.shapes = {camera.path: camera.shape for camera in cameras}
        self._children: Dict[str, List[Node]] = {}
        for node in graph.of("collection", "override"):
            if graph.named(node.name) is not node:
                continue  # a damaged file that repeats its nodes must not multiply what hangs below them
            parent = leaf(graph.source(node.name, "parentList").partition(".")[0])
            if parent:
                self._children.setdefault(parent, []).append(node)

    def layers(self) -> Dict[str, str]:
        """Legacy layer's name -> render setup layer's name, for every pair."""
        pairs: Dict[str, str] = {}
        for layer in self.graph.of("renderSetupLayer"):
            legacy = leaf(self.graph.source(layer.name, "legacyRenderLayer").partition(".")[0])
            if legacy:
                pairs[legacy] = layer.name
        return pairs

    def changes(self, layer: str, value: Callable[[Plug], float]) -> Changes:
        """What a render setup layer sets.

        Args:
            layer: Its name.
            value: An attribute's number below this layer, which relative overrides count from.
        """
        found: Changes = {}
        for override, targets in self._overrides(leaf(layer), frozenset()):
            kind = override.type
            if kind not in ("absOverride", "absUniqueOverride", "relOverride", "relUniqueOverride"):
                continue
            for target in targets:
                plug = self.graph.plug("%s.%s" % (target, override.text("attribute")))
                if kind.startswith("abs"):
                    found[plug] = override.text("attrValue", "0")
                else:
                    below = as_number(found[plug], 0.0) if plug in found else value(plug)
                    found[plug] = repr(below * override.number("multiply") + override.number("offset"))
        return found

    def _overrides(self, parent: str, above: FrozenSet[str]) -> Iterator[Tuple[Node, List[str]]]:
        """Each override that counts below a layer or collection, lowest first, with the names of its targets."""
        if parent in above or len(above) > _DEEPEST:
            return
        for node in self._ordered(self._children.get(parent, [])):
            if not node.flag("selfEnabled", True):
                continue
            if ma_attributes.family(node.type) == "collection":
                yield from self._overrides(leaf(node.name), above | {parent})
            else:
                unique = node.text("targetNodeName")
                yield node, [leaf(unique)] if unique else self._selected(parent)

    def _ordered(self, nodes: List[Node]) -> List[Node]:
        """Nodes of one parent in their list's order: each says which one comes before it."""
        after: Dict[str, List[Node]] = {}
        names = {leaf(node.name) for node in nodes}
        for node in nodes:
            before = leaf(self.graph.source(node.name, "previous").partition(".")[0])
            after.setdefault(before if before in names else "", []).append(node)
        ordered: List[Node] = []
        waiting = after.pop("", [])
        while waiting:
            node = waiting.pop(0)
            ordered.append(node)
            waiting = after.pop(leaf(node.name), []) + waiting
        return ordered + [node for left in after.values() for node in left]

    def _selected(self, collection: str) -> List[str]:
        """The cameras and default nodes that a collection selects, by their own names."""
        selector = leaf(self.graph.source(collection, "selector").partition(".")[0])
        return [self.shapes.get(path, leaf(path)) for path in sorted(self._paths(selector, 0))]

    def _paths(self, selector: str, depth: int) -> Set[str]:
        node = self.graph.by_name.get(selector)
        if node is None or depth > _DEEPEST:
            return set()
        universe: Mapping[str, bool] = self.paths
        above = leaf(self.graph.source(selector, "input").partition(".")[0])
        if above:
            chosen = self._paths(above, depth + 1)
            universe = {
                path: shape
                for path, shape in self.paths.items()
                if any(path == one or path.startswith(one + "|") for one in chosen)
            }
        named = [name.strip() for name in node.text("staticSelection").split("\n") if name.strip()]
        found = {path for path in universe if any(_is_named(path, name) for name in named)}
        found |= {name for name in map(leaf, named) if name in ma_attributes.DEFAULT_NODES}
        kind = int(node.number("typeFilter", _TRANSFORMS))
        for pattern in filter(None, _PATTERN_SPLIT.split(node.text("pattern"))):
            hit = {
                path
                for path, shape in universe.items()
                if kind in (_SHAPE_FILTERS if shape else _TRANSFORM_FILTERS) and _is_like(path, pattern.lstrip("-"))
            }
            found = found - hit if pattern.startswith("-") else found | hit
        return found


def _is_named(path: str, name: str) -> bool:
    return path == name or ("|" not in name and leaf(path) == leaf(name)) or path.endswith("|" + name)


def _is_like(path: str, pattern: str) -> bool:
    """Whether Maya's `ls` would find a DAG path by a pattern; `::x*` looks into every namespace, `*` finds all."""
    if pattern == "*":
        return True
    if pattern.startswith("::"):
        return fnmatchcase(leaf(path).rpartition(":")[2], pattern[2:])
    if "|" in pattern:
        return fnmatchcase(path, pattern if pattern.startswith("|") else "*|" + pattern)
    name = leaf(path)
    return fnmatchcase(name, pattern) and name.count(":") == pattern.count(":")
