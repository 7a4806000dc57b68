"""Which files a Maya scene mentions, and which files on this disk each mention means.

What to look for is the table in `ma_file_table`; code here is for what a table cannot say: UDIM tiles and sequences,
caches named by folder and base name, XGen's files beside the scene. One bad mention never ends the search.
"""

from __future__ import annotations

import os
import re
from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple

from farmhand.paths import forward
from farmhand.readers import ma_attributes, ma_bifrost
from farmhand.readers.ma_file_table import (
    FOLDER,
    INPUT_ENDINGS,
    OPTIONAL,
    REQUIRED,
    FileAttribute,
    file_attributes,
)
from farmhand.readers.ma_graph import Graph, Node, leaf
from farmhand.readers.ma_timing import Timing
from farmhand.readers.project import Places, without_copy_number
from farmhand.scene.expand import NO_TILES, DirectoryIndex, expand, frame_numbers, siblings, variables
from farmhand.scene.model import Reference

_INSTALLATION = ("<MAYA_RESOURCES>", "$MAYA_LOCATION", "${MAYA_LOCATION}", "%MAYA_LOCATION%")
BELONGS_TO_MAYA = "belongs to Maya's installation"
BIFROST = "bifrost_unknown"
BIFROST_DOUBTED = "Bifrost graphs put names of files together, or cannot be read; those files are not known."
_LOOKS_LIKE_PATH = re.compile(r"[/\\]|\.[A-Za-z]\w*$")
_ENDING = re.compile(r"\.(\w+)$")
_MOVIE = 2
_KINDS = {
    "ies": "light", "abc": "cache", "vdb": "volume", "ass": "proxy", "rs": "proxy", "usd": "proxy", "usda": "proxy",
    "usdc": "proxy", "usdz": "proxy", "vrmesh": "proxy", "vrscene": "proxy", "xgen": "other", "bif": "cache",
    "fbx": "cache", "npy": "cache", "pdc": "cache",
}  # fmt: skip


class Mentioned(NamedTuple):
    """A text that names files, before anybody looked at the disk.

    Attributes:
        node, attribute, text, kind, need: As in Reference and FileAttribute.
        tiles, sequence: As in `expand`.
        inside: The file's base name, where `text` is only its folder.
        offset: Frames from the frame that renders to the number in the file's name; None where nobody knows, and then
            any frame may need any file.
    """

    node: str
    attribute: str
    text: str
    kind: str
    need: str = REQUIRED
    tiles: int = NO_TILES
    sequence: bool = False
    inside: str = ""
    offset: Optional[int] = None


class Finder:
    """Turns mentions into References.

    Args:
        index: What the folders hold.
        tx: Whether a `.tx` beside a texture goes too (Arnold renders).

    Attributes:
        unresolved: `node.attribute: $VARIABLE in path` for each variable without a value.
        doubts: What Bifrost graphs need that cannot be told, filled by `mentions`.
    """

    def __init__(self, index: DirectoryIndex, tx: bool) -> None:
        self.index = index
        self.tx = tx
        self.unresolved: List[str] = []
        self.doubts: List[str] = []
        self._special = {"xgmPalette": self._xgen, "dynGlobals": self._particles}

    def reference(self, said: Mentioned, places: Places, also: Tuple[str, ...] = ()) -> Reference:
        """Look a mention up.

        Args:
            said: The mention.
            places: Where its scene's paths may lie.
            also: Further texts to try when nothing lies where the first says.
        """
        text = without_copy_number(said.text) if said.kind == "reference" else said.text
        if text.startswith(_INSTALLATION):
            return Reference(said.node, said.attribute, said.text, kind=said.kind, ignored=BELONGS_TO_MAYA)
        files: Tuple[str, ...] = ()
        frames: Dict[str, int] = {}
        for written in (text,) + also:
            if "\0" in written + said.inside:
                self.index.unreadable.setdefault(written, "there is a zero byte in its name")
                continue
            path, unknown = variables(written)
            if unknown:
                self.unresolved.append("%s.%s: %s in %s" % (said.node, said.attribute, unknown, written))
                continue
            files, frames = self._first(path, said, places)
            if files:
                break
        if files and self.tx and said.kind == "texture":
            beside = siblings(files, self.index, ".tx")
            frames.update(_frames_beside(frames, beside))
            files = tuple(sorted({*files, *beside}))
        missing = not files and said.need != OPTIONAL
        numbers = tuple(frames[path] for path in files) if frames else ()
        return Reference(said.node, said.attribute, said.text, files, missing, said.kind, frames=numbers)

    def _first(self, path: str, said: Mentioned, places: Places) -> Tuple[Tuple[str, ...], Dict[str, int]]:
        """The files of the first place that has any, and the frame that needs each, where that is known."""
        for candidate in places.candidates(path):
            if said.inside:
                files = expand("%s/%s<any>" % (candidate, said.inside), self.index)
            elif said.need == FOLDER:
                files = tuple(self.index.files(candidate))
            else:
                files = expand(candidate, self.index, said.tiles, said.sequence)
                if files and said.offset is not None:
                    numbers = frame_numbers(candidate, files, self.index, said.tiles, said.sequence)
                    return files, {path: number - said.offset for path, number in zip(files, numbers)}
                if not files and said.need == OPTIONAL and "/" in forward(path):
                    files = tuple(self.index.files(candidate))
            if files:
                return files, {}
        return (), {}

    def special(self, node: Node, said: Mentioned, places: Places) -> Optional[Reference]:
        """The Reference for a node whose files lie where no path says; None for all others."""
        handler = self._special.get(node.type)
        return handler(node, said, places) if handler else None

    def _xgen(self, node: Node, said: Mentioned, places: Places) -> Optional[Reference]:
        """XGen's files lie beside the scene and begin with its name and two underscores; all of them go."""
        beside = Places(places.scene, "", {})
        found = self.reference(said, beside)
        stem = os.path.splitext(os.path.basename(places.scene))[0] + "__"
        own = tuple(path for path in self.index.files(places.folder) if os.path.basename(path).startswith(stem))
        return found._replace(files=tuple(sorted(set(found.files) | set(own))))

    def _particles(self, node: Node, said: Mentioned, places: Places) -> Optional[Reference]:
        """The particle disk cache: a folder below the project's `particles`, when the scene uses it."""
        if not node.flag("useParticleDiskCache"):
            return Reference(said.node, said.attribute, said.text, kind=said.kind, ignored="the particle cache is off")
        roots = ("particles", "cache/particles")
        named = [os.path.join(places.project, root, said.text) for root in roots] if places.project else []
        for folder in named + [path for path in [said.text] if os.path.isabs(path)] if "\0" not in said.text else []:
            files = tuple(self.index.files(folder))
            if files:
                return Reference(said.node, said.attribute, said.text, files, False, said.kind)
        return Reference(said.node, said.attribute, said.text, (), True, said.kind)


def mentions(
    graph: Graph, prefix: str, edits: Dict[Tuple[str, str], str], doubts: List[str]
) -> Iterator[Tuple[Optional[Node], Mentioned]]:
    """Every text of one scene that names files.

    Args:
        graph: The scene.
        prefix: What its nodes' names begin with in the scene that is sent.
        edits: What scenes that reference it change; those used are taken out.
        doubts: Takes what Bifrost graphs need that cannot be told.
    """
    table = file_attributes()
    timing = Timing(graph)
    for node in graph.nodes:
        name = prefix + leaf(node.name)
        for row in table.get(node.type, ()):
            for said in _of_node(node, name, row, edits, timing):
                yield node, said
        if node.type in ma_bifrost.NODE_TYPES:
            for said in _of_bifrost(node, name, doubts):
                yield node, said
        if ma_attributes.family(node.type) == "override":
            for said in _of_override(node, name, table):
                yield node, said
    for mention in graph.mentions:
        need = REQUIRED if _ending(mention.text) in INPUT_ENDINGS else OPTIONAL
        name = prefix + leaf(mention.node)
        yield None, Mentioned(name, mention.attribute, mention.text, _kind(mention.text), need)


def edited(edits: Dict[Tuple[str, str], str]) -> Iterator[Mentioned]:
    """The edits of reference nodes that name files and whose node was not found: in a .mb, or in a missing scene."""
    kinds = {row.name: row.kind for rows in file_attributes().values() for row in rows}
    for (node, attribute), text in sorted(edits.items()):
        if attribute in kinds and text.strip() and _LOOKS_LIKE_PATH.search(text):
            yield Mentioned(node, attribute, text, kinds[attribute])


def _of_node(
    node: Node, name: str, row: FileAttribute, edits: Dict[Tuple[str, str], str], timing: Timing
) -> Iterator[Mentioned]:
    if node.type == "colorManagementGlobals" and not (node.flag("cmEnabled", True) and node.flag("configFileEnabled")):
        return
    edit = edits.pop((name, row.name), None)
    if edit is None and row.short != row.name:
        edit = edits.pop((name, row.short), None)
    tiles = int(node.number("uvTilingMode"))
    sequence = node.flag("useFrameExtension") and not (
        node.type == "imagePlane" and int(node.number("type", 1)) == _MOVIE
    )
    offset = timing.offset(node) if sequence else None
    values = dict(node.values)
    if edit is not None:
        values[row.name] = (edit,)
    for attribute, texts in values.items():
        indexed = attribute[len(row.name) :] if attribute.startswith(row.name) else None
        if indexed is None or (indexed and indexed[0] not in "[."):
            continue
        for text in texts:
            if not text.strip() or (indexed.count(".") and not _LOOKS_LIKE_PATH.search(text)):
                continue
            inside = node.text(row.base) if row.base else ""
            pattern = text.strip() if not row.base else text.strip().rstrip("/\\")
            yield Mentioned(name, attribute, pattern, row.kind, row.need, tiles, sequence, inside, offset)


def _of_bifrost(node: Node, name: str, doubts: List[str]) -> Iterator[Mentioned]:
    text = node.text(ma_bifrost.GRAPH)
    try:
        found = ma_bifrost.said(text) if text.strip() else ma_bifrost.Said((), ())
    except ValueError as error:
        doubts.append("%s.%s: %s" % (name, ma_bifrost.GRAPH, error))
        return
    doubts += ["%s: %s" % (name, port) for port in found.computed]
    for one in found.files:
        yield Mentioned(name, one.port, one.text, _kind(one.text), one.need)


def _of_override(node: Node, name: str, table: Dict[str, Tuple[FileAttribute, ...]]) -> Iterator[Mentioned]:
    """A render setup override of an attribute that names files: another texture in one layer."""
    kinds = {row.name: row.kind for rows in table.values() for row in rows}
    kind = kinds.get(node.text("attribute"))
    text = node.text("attrValue").strip()
    if kind and _LOOKS_LIKE_PATH.search(text):
        yield Mentioned(name, "attrValue", text, kind)


def _ending(text: str) -> str:
    ending = _ENDING.search(text)
    return ending.group(1).lower() if ending else ""


def _kind(text: str) -> str:
    return _KINDS.get(_ending(text), "texture")


def _frames_beside(frames: Dict[str, int], beside: List[str]) -> Dict[str, int]:
    """The frames of files that were made from a sequence's: `a.0001.tx` or `a.0001.png.tx` from `a.0001.png`."""
    stems = {os.path.splitext(path)[0]: frame for path, frame in frames.items()}
    found = {}
    for path in beside if frames else ():
        stem = os.path.splitext(path)[0]
        found[path] = frames[stem] if stem in frames else stems[stem]
    return found
