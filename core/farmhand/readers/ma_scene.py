"""A Maya scene file read without Maya, as a Host: what Maya ASCII and Maya binary have in common.

Puts together what the `ma_` modules find: the graph of the file and of the scenes it references, layers, files,
checks. Nothing is written, and the file is closed before the analysis goes on.
"""

from __future__ import annotations

import io
import logging
import os
import re
from collections import deque
from typing import BinaryIO, Deque, Dict, Generator, List, NamedTuple, Optional, Set, Tuple

from farmhand.errors import SceneError
from farmhand.progress import Progress
from farmhand.readers.file_host import FileHost
from farmhand.readers.ma_cameras import cameras
from farmhand.readers.ma_environment import colour_configuration, preferences, search_folders
from farmhand.readers.ma_files import BIFROST, BIFROST_DOUBTED, Finder, Mentioned, edited, mentions
from farmhand.readers.ma_graph import Graph, Node, SceneFile, leaf
from farmhand.readers.ma_layers import Layers, layers
from farmhand.readers.ma_text import read_graph
from farmhand.readers.mb_chunks import is_binary
from farmhand.readers.mb_graph import read_binary_graph
from farmhand.readers.project import Places, file_rules, find_project
from farmhand.scene.expand import DirectoryIndex
from farmhand.scene.host import Analysis
from farmhand.scene.model import WARNING, Camera, Reference, Scene, Tip
from farmhand.scene.rows import Rows

_log = logging.getLogger(__name__)

_VERSION = re.compile(r"\d{4}(?!\d)|\d+(?:\.\d+)?")
_REPORT_EVERY = 200
_BLOCK = 1024 * 1024
_BINARY = ".mb"
_READABLE = (".ma", _BINARY)
_MOST_DETAILS = 50


class Referenced(NamedTuple):
    """A scene that was read because another references it: what its nodes' names begin with, where it lies, what it
    says."""

    prefix: str
    path: str
    graph: Graph


class MayaReader(FileHost):
    """One scene file, read by its content whatever it is called. Its project is found from its place where none is
    given."""

    name = "maya"
    program = "Maya"

    def analyse(self) -> Analysis:
        """Read the scene, the scenes it references and the folders of its files.

        Raises:
            SceneError: The scene cannot be opened, is cut off, holds a merge conflict or is no Maya scene.
        """
        self.index = DirectoryIndex()
        graph, self._seen = yield from _read(self._path)
        size, mtime = self._seen
        project = os.path.abspath(self._project) if self._project else find_project(self._path)
        search = _Search(self._path, project, self.index)
        yield from search.scenes(graph)
        seen_cameras = cameras(graph, [(other.prefix, other.graph) for other in search.referenced + search.copies])
        yield Progress("read", size, size, "bytes")
        found: Layers = layers(graph, seen_cameras, self._path)
        yield Progress("read", size, size, "bytes")
        yield from search.files(graph, any(target.renderer == "arnold" for target in found.targets))
        scene = Scene(
            host=self.name,
            version=farm_version(graph.header.version),
            path=self._path,
            project=project,
            plugins=dict(graph.plugins),
            cameras=tuple(Camera(camera.name, camera.shape, camera.renderable) for camera in seen_cameras),
            targets=found.targets,
            references=search.references,
            size=size,
            mtime_ns=mtime,
            layer_system=found.system,
            details=preferences({}),
        )
        own = found.tips + search.tips() + _unended(graph, self._path)
        own += _uncertain([Referenced("", self._path, graph)] + search.referenced)
        roots = (project, os.path.join(project, "sourceimages")) if project else ()
        return (yield from self._completed(scene, own, dict(os.environ, PROJECT=project), roots))


def farm_version(written: str) -> str:
    """Maya's version as the farm names it: `2018ff09` is `2018`, `7.0` stays."""
    match = _VERSION.match(written)
    return match.group(0) if match else written


def _read(path: str) -> Generator[Progress, None, Tuple[Graph, Tuple[int, int]]]:
    """A scene file's graph, with its size and modification time."""
    try:
        with open(path, "rb") as file:
            found = os.fstat(file.fileno())
            seen = (found.st_size, found.st_mtime_ns)
            if is_binary(file.read(_BLOCK)):
                return (yield from read_binary_graph(file, found.st_size, path)), seen
            file.seek(0)
            data = yield from _contents(file, found.st_size)
    except OSError as error:
        why = error.strerror or str(error)
        raise SceneError(
            "The scene {path} cannot be read: {why}.", "Check that it is there and may be read.", path=path, why=why
        ) from error
    return (yield from read_graph(data, path)), seen


def _contents(file: BinaryIO, size: int) -> Generator[Progress, None, bytes]:
    """The whole file, block by block: a large one takes longer to load than a window can wait."""
    gathered = io.BytesIO()
    while gathered.write(file.read(_BLOCK)):
        yield Progress("read", 0, size, "bytes")
    return gathered.getvalue()


def _uncertain(holders: List[Referenced]) -> Tuple[Tip, ...]:
    """What a binary scene, the first, or one that is referenced, says in a way that could not be read for certain."""
    own, others = holders[0].graph.uncertain, holders[1:]
    details = own + ["%s: %s" % (one.path, detail) for one in others for detail in one.graph.uncertain]
    if not details:
        return ()
    more = ["... (%d)" % (len(details) - _MOST_DETAILS)] if len(details) > _MOST_DETAILS else []
    message = "Parts of a Maya binary scene could not be read for certain."
    return (Tip("binary_partly_read", WARNING, message, tuple(details[:_MOST_DETAILS] + more)),)


def _unended(graph: Graph, path: str) -> Tuple[Tip, ...]:
    if graph.ended:
        return ()
    message = "The scene lacks Maya's last line; nothing else seems to be missing."
    return (Tip("no_end_line", WARNING, message, (path,)),)


class _Search:
    """The files of one analysis: referenced scenes first, since they mention files too."""

    def __init__(self, scene: str, project: str, index: DirectoryIndex) -> None:
        self.index = index
        self.scene = scene
        self.project = project
        self.rules = file_rules(project)
        self.searched: List[str] = []
        self.finder = Finder(index, False)
        self.references = Rows(Reference)
        self.referenced: List[Referenced] = []
        self.copies: List[Referenced] = []
        self.edits: Dict[Tuple[str, str], str] = {}
        self.opaque: List[str] = []
        self.broken: List[str] = []

    def places(self, scene: str) -> Places:
        return Places(scene, self.project, self.rules, self.searched)

    def scenes(self, graph: Graph) -> Generator[Progress, None, None]:
        """Find and read every referenced scene, each once; cycles end by that. Outer edits win over inner ones.

        Of further copies of a scene only the cameras count: their files are the first one's.
        """
        read: Dict[str, Optional[Graph]] = {os.path.normpath(self.scene): None}
        known: Set[str] = set()
        waiting: Deque[Referenced] = deque([Referenced("", self.scene, graph)])
        while waiting:
            holder = waiting.popleft()
            for (node, attribute), text in holder.graph.edits.items():
                self.edits.setdefault((holder.prefix + node, attribute), text)
            for file in holder.graph.files.values():
                name = holder.prefix + leaf(file.node)
                if name in known:
                    continue
                known.add(name)
                reference = self._scene(file, name, holder)
                self.references.append(reference)
                for path in reference.files:
                    yield Progress("assets", len(self.references), 0, "files", os.path.basename(path))
                    again = read.get(path)
                    if again is not None:
                        self.copies.append(Referenced(_namespace(name) + file.prefix, path, again))
                    elif path not in read:
                        inner = yield from self._open(path, name, file)
                        read[path] = inner.graph if inner else None
                        if inner is not None:
                            self.referenced.append(inner)
                            waiting.append(inner)

    def _scene(self, file: SceneFile, name: str, holder: Referenced) -> Reference:
        node = holder.graph.by_name.get(leaf(file.node))
        also = [text for attribute, texts in sorted(node.values.items()) for text in texts
                if attribute in ("fileNames", "fileNames[0]")] if node else []  # fmt: skip
        said = Mentioned(name, "reference", file.path, "reference")
        return self.finder.reference(said, self.places(holder.path), tuple(also))

    def _open(self, path: str, name: str, file: SceneFile) -> Generator[Progress, None, Referenced | None]:
        ending = os.path.splitext(path)[1].lower()
        if ending not in _READABLE:
            return None
        try:
            graph, _ = yield from _read(path)
        except SceneError as error:
            _log.warning("Cannot look into the referenced scene %s: %s", path, error)
            if ending == _BINARY:
                self.opaque.append(path)
            else:
                self.broken.append(str(error))
            return None
        return Referenced(_namespace(name) + file.prefix, path, graph)

    def files(self, graph: Graph, arnold: bool) -> Generator[Progress, None, None]:
        """Look up every file that the scene and the scenes it references mention."""
        self.finder.tx = arnold
        self.searched = search_folders(graph)
        edits = dict(self.edits)
        holders = [Referenced("", self.scene, graph)] + self.referenced
        said: List[Tuple[Referenced, Optional[Node], Mentioned]] = []
        for holder in holders:
            for node, one in mentions(holder.graph, holder.prefix, edits, self.finder.doubts):
                if len(said) % _REPORT_EVERY == 0:
                    yield Progress("assets", 0, len(said), "files", one.text)
                said.append((holder, node, one))
        said += [(holders[0], None, one) for one in (*edited(edits), *colour_configuration(graph))]
        for done, (holder, node, one) in enumerate(said):
            if done % _REPORT_EVERY == 0:
                yield Progress("assets", done, len(said), "files", one.text)
            places = self.places(holder.path)
            special = self.finder.special(node, one, places) if node is not None else None
            self.references.append(special or self.finder.reference(one, places))
        yield Progress("assets", len(said), len(said), "files")

    def tips(self) -> Tuple[Tip, ...]:
        """What went wrong on the way."""
        found = (
            ("reference_not_read", "Referenced Maya binary scenes go along, but were not looked into.", self.opaque),
            ("reference_broken", "Referenced scenes cannot be read.", self.broken),
            ("unresolved_variable", "Paths hold variables that have no value here.", self.finder.unresolved),
            (BIFROST, BIFROST_DOUBTED, self.finder.doubts),
        )
        return tuple(Tip(code, WARNING, message, tuple(details)) for code, message, details in found if details)


def _namespace(name: str) -> str:
    """The namespace part of a node's name, with its colon: `a:b:xRN` is `a:b:`."""
    return name[: name.rfind(":") + 1]
