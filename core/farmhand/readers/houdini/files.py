"""Which files a Houdini scene reads, and which files on this disk each mention means.

Files of bypassed nodes travel too: a take, a script before the render or the user's own change on the farm may switch
the node on, and a file too many costs less than a frame without its texture. What nodes write is left out; what the
user excluded from the scene's dependencies is listed as ignored.
"""

from __future__ import annotations

import logging
import os
import re
from typing import Any, Dict, Generator, Iterable, List, NamedTuple, Optional, Set, Tuple

from farmhand.paths import forward, is_absolute
from farmhand.progress import Progress
from farmhand.readers.houdini import library, tables
from farmhand.readers.houdini.expression import UnknownError
from farmhand.readers.houdini.graph import Graph, Node, Pace
from farmhand.readers.houdini.mentions import LONGEST_PATH, Mention, mentions
from farmhand.readers.houdini.values import FrameNeededError, Values
from farmhand.scene.expand import DirectoryIndex, expand, siblings
from farmhand.scene.listing import Folder
from farmhand.scene.model import Reference
from farmhand.scene.rows import Rows
from farmhand.scene.tokens import NUMBER, has_tokens

_log = logging.getLogger(__name__)
_new: Any = tuple.__new__  # a third of the time of Reference(): there may be a hundred thousand

OF_HOUDINI = "belongs to Houdini's installation"
ON_SEARCH_PATH = "is looked for by Houdini on its own search path"
EXCLUDED = "was excluded from the scene's file dependencies by the user"
_MOST_FRAMES = 2_000
_OFTEN = 8
_DEFAULTS = re.compile(r"^(?:default|def(?:cam|geo|light|bone)\w*|mandril|butterfly\d)\.(?:bgeo|pic|pc|geo|rat)$", re.I)
"""What Houdini puts into fresh nodes and brings itself."""
_PROBES = (4321.0, 7.0)
"""Frames that are unlikely to be written elsewhere in a path."""
_NOT_PLAIN = re.compile(r"[$`\\<#%%\s%s]|_mapid_" % NUMBER, re.I)
"""What a file's name may mean something else by than itself."""
_OF_THE_NODE = re.compile(r"`|\$\{?OS")


class _Place(NamedTuple):
    """A folder as texts of parameters begin with it.

    Attributes:
        folder: What lies in it.
        twins: Endings of converted textures that something in it has.
        found: Name in it -> the files that this name means.
    """

    folder: Folder
    twins: Tuple[str, ...]
    found: Dict[str, Tuple[str, ...]]


class Finder:
    """Turns mentions into References.

    Args:
        graph: The scene.
        values: Evaluates its parameters.
        folder: The scene's folder.
        index: What the folders hold.
        twins: Endings of converted textures that go along.
        frames: First and last frame for texts that change with the frame in a way only evaluating tells.

    Attributes:
        unknown: `node/parm: text (reason)` for what could not be evaluated.
        broken: Entries that could not be read to their end.
        cut: Mentions whose frames were too many to evaluate each.
    """

    def __init__(
        self,
        graph: Graph,
        values: Values,
        folder: str,
        index: DirectoryIndex,
        twins: Tuple[str, ...],
        frames: Tuple[int, int],
    ) -> None:
        self._graph = graph
        self._values = values
        self._folder = folder
        self._index = index
        self._twins = twins
        self._frames = frames
        self._unselected = frozenset(graph.unselected)
        self._looked_up: Dict[Tuple[str, bool], Optional[Reference]] = {}
        self._places_by_head: Dict[str, Optional[_Place]] = {}
        self.unknown: List[str] = []
        self.cut: List[str] = []
        self.broken: List[str] = []

    def all(self) -> Generator[Progress, None, Rows[Reference]]:
        """Every file parameter of the scene."""
        found = Rows(Reference)
        pace = Pace()
        places, otherwise = self._places_by_head, _NOT_PLAIN.search
        for at, mention in enumerate(mentions(self._graph, self.broken)):
            if not at % _OFTEN and pace.due():
                yield Progress("assets", at, 0, "steps", mention.text if mention is not None else "")
            if mention is None:
                continue
            place = None
            node, parm, _, text, template, _, _, driven = mention
            if not (driven or template or text in self._unselected or self._values.decides(node, parm)):
                head, _, name = text.rpartition("/")
                if head and not otherwise(name):
                    place = places.get(head)
                    if place is None and head not in places:
                        place = places[head] = yield from self._place(mention, head)
            if place is not None:
                reference = self._plainly(mention, place, name)
            else:
                reference = yield from self.reference(mention)
            if reference is not None:
                found.append(reference)
        return found

    def _place(self, said: Mention, head: str) -> Generator[Progress, None, Optional[_Place]]:
        """The folder that texts mean which begin so, wherever they stand; None where each has to be looked at.

        A hundred thousand textures lie in a few folders: what a folder's name comes to is told once.
        """
        if _OF_THE_NODE.search(head) or head.startswith(tables.INSTALLATION + tables.NEVER_ON_DISK):
            return None
        try:
            folder = forward(self._values.expanded(said.node, head))
        except UnknownError:
            return None
        if not is_absolute(folder) or folder != folder.strip() or folder.startswith("//"):
            return None
        if NUMBER in folder or len(folder) > LONGEST_PATH or has_tokens(folder + "/"):
            return None
        for _ in self._index.read(folder):
            yield Progress("assets", 0, 0, "steps", folder)
        found = self._index.folder(folder)
        names = self._index.key("/".join(found.files.paths)) + "/"
        return _Place(found, tuple([ending for ending in self._twins if ending + "/" in names]), {})

    def _plainly(self, said: Mention, place: _Place, name: str) -> Optional[Reference]:
        """A mention that names one file in a folder that is known; `_reference` finds the same, more slowly."""
        kind = tables.KINDS.get(said.ending)
        if kind is None and not said.required:
            return None
        files = place.found.get(name)
        if files is None:
            file = self._index.named(place.folder, name)
            files = (file,) if file else ()
            if file and kind == "texture" and place.twins:
                files = tuple(sorted({*files, *siblings(files, self._index, *place.twins)}))
            place.found[name] = files
        if not files and not said.required:
            return None
        fields = (said.node.path, said.parm, said.text, files, not files, kind or "other", "", ())
        found: Reference = _new(Reference, fields)
        return found

    def reference(self, said: Mention) -> Generator[Progress, None, Optional[Reference]]:
        """Look a mention up; None where it names no file of its own."""
        key = self._same(said)
        if key and key in self._looked_up:
            known = self._looked_up[key]
            return _elsewhere(known, said) if known is not None else None
        found = yield from self._reference(said)
        if key:
            self._looked_up[key] = found
        return found

    def _same(self, said: Mention) -> Optional[Tuple[str, bool]]:
        """What makes two mentions the same, wherever they stand; None where the node has a say in what they mean."""
        raw = said.text
        if said.template or said.driven or _OF_THE_NODE.search(raw) or self._values.decides(said.node, said.parm):
            return None
        return raw, said.required

    def _reference(self, said: Mention) -> Generator[Progress, None, Optional[Reference]]:
        node, parm, raw = said.node, said.parm, said.text
        if _is_never_on_disk(raw):
            return None
        kind = tables.KINDS.get(tables.ending_of(raw), "other")
        if raw.startswith(tables.INSTALLATION):
            return Reference(node.path, parm, raw, kind=kind, ignored=OF_HOUDINI)
        if raw in self._unselected:
            return Reference(node.path, parm, raw, kind=kind, ignored=EXCLUDED)
        try:
            patterns = yield from self._patterns(said)
        except UnknownError as error:
            remembered = self._files([forward(raw)])[0]
            if said.required or remembered:
                self.unknown.append("%s/%s: %s (%s)" % (node.path, parm, " ".join(raw.split())[:120], error))
            return Reference(node.path, parm, raw, remembered, False, kind) if remembered else None
        patterns = [path for path in patterns if path and not _is_never_on_disk(path)]
        if not patterns:
            return None
        kind = tables.KINDS.get(tables.ending_of(patterns[0]), kind)
        if tables.ending_of(patterns[0]) not in tables.KINDS and not said.required:
            return None
        files, on_search_path = self._files(patterns)
        if not files and on_search_path:
            if kind == "other" or not said.required:
                return None
            return Reference(node.path, parm, raw, kind=kind, ignored=ON_SEARCH_PATH)
        if not files and not said.required:
            return None
        for ending in self._twins if kind == "texture" and files else ():
            files = tuple(sorted(set(files) | set(siblings(files, self._index, ending))))
        return Reference(node.path, parm, raw, files, not files, kind)

    def named(self, node: str, attribute: str, text: str, kind: str = "") -> Optional[Reference]:
        """Look up a path that no parameter holds; None where it names no file.

        Args:
            node: What names it.
            attribute: By which attribute; empty where there is none.
            text: The path, with its variables.
            kind: As in Reference; by its ending where empty.
        """
        if not text or _is_never_on_disk(text):
            return None
        kind = kind or tables.KINDS.get(tables.ending_of(text), "other")
        if is_of_houdini([forward(text)], self._values.variables.get("HFS", "")):
            return Reference(node, attribute, text, kind=kind, ignored=OF_HOUDINI)
        try:
            patterns = [forward(self._values.expanded(Node("/"), text))]
        except UnknownError as error:
            self.unknown.append("%s: %s (%s)" % (node, text, error))
            patterns = [forward(text)]
        files = self._files(patterns)[0]
        return Reference(node, attribute, text, files, not files, kind)

    def _patterns(self, said: Mention) -> Generator[Progress, None, List[str]]:
        """What a mention evaluates to: one text with frame tokens, or one for each frame where only that tells."""
        try:
            return [self._evaluated(said, None)]
        except FrameNeededError:
            pass  # an expression has the frame: it is evaluated at frames below
        numbered, other = (self._evaluated(said, frame) for frame in _PROBES)
        pieces = numbered.split("%d" % _PROBES[0])
        if len(pieces) > 1 and re.match(r"0*7".join(map(re.escape, pieces)) + r"\Z", other):
            return ["<f>".join(pieces)]
        first, last = self._frames
        if last - first >= _MOST_FRAMES:
            self.cut.append("%s/%s" % (said.node.path, said.parm))
            last = first + _MOST_FRAMES - 1
        found: Dict[str, None] = {}
        pace = Pace()
        for frame in range(first, last + 1):
            if pace.due():
                yield Progress("assets", frame - first, last - first + 1, "frames", said.text)
            found[self._evaluated(said, float(frame))] = None
        return list(found)

    def _evaluated(self, said: Mention, frame: Optional[float]) -> str:
        values = self._values
        values.frame = frame
        try:
            found = values.expanded(said.node, said.template) if said.template else values.text(
                said.node, said.parm, said.component
            )  # fmt: skip
        finally:
            values.frame = None
        return forward(found.strip())

    def _files(self, patterns: Iterable[str]) -> Tuple[Tuple[str, ...], bool]:
        """The files that texts stand for, and whether they name no folder, so that Houdini searches for them."""
        found: Set[str] = set()
        bare = True
        for pattern in patterns:
            if "\0" in pattern or len(pattern) > LONGEST_PATH:
                continue
            bare = bare and "/" not in pattern
            for place in self._places(pattern):
                files = expand(place, self._index)
                if files:
                    found.update(files)
                    break
        return tuple(sorted(found)), bare

    def _places(self, pattern: str) -> Tuple[str, ...]:
        if is_absolute(pattern):
            return (pattern,)
        job = self._values.variables.get("JOB", "")
        roots = (self._folder, job) if job and is_absolute(job) else (self._folder,)
        return tuple(forward(os.path.join(root, pattern)) for root in roots)

    def libraries(self, folder: str) -> Tuple[List[Reference], Dict[str, Tuple[str, ...]], Tuple[str, ...]]:
        """The libraries of digital assets the scene uses.

        Args:
            folder: The scene's folder, for paths relative to it.

        Returns:
            References; operator type -> library files on this disk, the best first; plug-ins that libraries belong to.
        """
        told: Dict[str, List[str]] = {}
        for path in self._graph.libraries.loaded:
            told.setdefault(path, [])
        for operator, paths in self._graph.libraries.fallbacks.items():
            told.setdefault(paths[0], []).append(operator)
        embedded = _embedded(self._graph)
        references: List[Reference] = []
        files: Dict[str, Tuple[str, ...]] = {}
        plugins: List[str] = []
        nodes = _types(self._graph)
        for written, operators in told.items():
            kinds = [library.operator(operator)[1] for operator in operators]
            path, ignored = self._library(written, operators)
            plugin = plugin_of(written, operators)
            found = () if not path or "\0" in path else self._files(
                [path] + [other for operator in operators for other in self._graph.libraries.fallbacks[operator][1:]]
            )[0]  # fmt: skip
            if plugin and any(kind in nodes for kind in kinds):
                plugins.append(plugin)
            if ignored and operators:
                continue  # hundreds in every scene
            for kind in kinds:
                files[kind] = files.get(kind, ()) + found
            missing = not found and not ignored and not (kinds and all(kind in embedded for kind in kinds))
            name = operators[0] if operators else "libraries"
            references.append(
                Reference(name, "library", written, () if ignored else found, missing, "library", ignored)
            )
        return references, files, tuple(dict.fromkeys(plugins))

    def _library(self, written: str, operators: List[str]) -> Tuple[str, str]:
        """A library's path with its variables put in, and why it need not travel."""
        path = forward(written)
        if path == "Embedded" or path.startswith(tables.NEVER_ON_DISK):
            return "", "is inside the scene"
        others = [forward(other) for operator in operators for other in self._graph.libraries.fallbacks[operator]]
        if is_of_houdini([path] + others, self._values.variables.get("HFS", "")):
            return "", OF_HOUDINI
        plugin = plugin_of(written, operators)
        try:
            path = self._values.expanded(Node("/"), path)
        except UnknownError as error:
            self.unknown.append("%s: %s (%s)" % (operators[0] if operators else "libraries", written, error))
        return path, "belongs to the plug-in %s" % plugin if plugin else ""


def _elsewhere(known: Reference, said: Mention) -> Reference:
    """The same, mentioned by another node."""
    return Reference(
        said.node.path, said.parm, known.pattern, known.files, known.missing, known.kind, known.ignored
    )  # fmt: skip


def _is_never_on_disk(path: str) -> bool:
    return path.startswith(tables.NEVER_ON_DISK) or bool(_DEFAULTS.match(path))


def is_of_houdini(paths: List[str], home: str) -> bool:
    """Whether a library of digital assets comes with Houdini.

    Args:
        paths: Where the library may lie, the likeliest first, with forward slashes.
        home: `$HFS`; empty where it is not known.
    """
    within = forward(home).rstrip("/") + "/" if home else ""
    if paths[0].startswith(tables.INSTALLATION) or (within and paths[0].startswith(within)):
        return True
    return any(tables.HOUDINI_LIBRARY.search(path) for path in paths)


def plugin_of(path: str, operators: List[str]) -> str:
    """The plug-in that a library belongs to; empty where it belongs to none.

    Args:
        path: The library's.
        operators: What it defines, by full name.
    """
    if any(operator.startswith("labs::") for operator in operators):
        return "SideFXLabs"
    lower = forward(path).lower()
    return next((name for name, folder in tables.PLUGIN_LIBRARIES if re.search(folder, lower)), "")


def _types(graph: Graph) -> Set[str]:
    return {node.type for node in graph.nodes.values()}


def _embedded(graph: Graph) -> Set[str]:
    if not graph.libraries.embedded:
        return set()
    try:
        return set(library.definitions(graph.libraries.embedded))
    except library.BrokenLibraryError as error:
        _log.warning("Cannot read the scene's own library: %s", error)
        return set()
