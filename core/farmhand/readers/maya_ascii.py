"""A Maya ASCII scene read without Maya, as a Host.

Puts together what the `ma_` modules find: the graph of the file and of the scenes it references, layers, files,
checks. Nothing is written, and the file is closed before the analysis goes on.
"""

from __future__ import annotations

import logging
import os
import re
from collections import deque
from dataclasses import replace
from typing import Deque, Dict, Generator, List, NamedTuple, Optional, Set, Tuple

from farmhand.errors import SceneError
from farmhand.progress import Progress
from farmhand.readers.ma_cameras import cameras
from farmhand.readers.ma_files import Finder, Mentioned, edited, mentions
from farmhand.readers.ma_graph import Graph, SceneFile, leaf, read_graph
from farmhand.readers.ma_layers import Layers, layers
from farmhand.readers.project import Places, file_rules, find_project
from farmhand.scene.checks import run_checks
from farmhand.scene.expand import DirectoryIndex
from farmhand.scene.host import Analysis, Host
from farmhand.scene.model import WARNING, Asset, Camera, Reference, Scene, Tip

_log = logging.getLogger(__name__)

_VERSION = re.compile(r"\d{4}(?!\d)|\d+(?:\.\d+)?")
_REPORT_EVERY = 200
_READABLE = (".ma",)
_OPAQUE = (".mb",)


class Referenced(NamedTuple):
    """A scene that was read because another references it: what its nodes' names begin with, where it lies, what it
    says."""

    prefix: str
    path: str
    graph: Graph


class MayaAsciiReader(Host):
    """One .ma file.

    Args:
        path: The scene file.
        project: Its project folder; found from the scene's place where it is empty.
    """

    name = "maya"

    def __init__(self, path: str, project: str = "") -> None:
        self._path = os.path.abspath(path)
        self._project = project
        self._seen: Tuple[int, int] = (-1, -1)
        self.index = DirectoryIndex()

    def scene_path(self) -> str:
        """Absolute path of the scene file."""
        return self._path

    def is_modified(self) -> bool:
        """Whether the file changed, or went, since it was read; False before it was read."""
        if self._seen == (-1, -1):
            return False
        try:
            found = os.stat(self._path)
        except OSError:
            return True
        return (found.st_size, found.st_mtime_ns) != self._seen

    def save(self) -> None:
        """Refuse.

        Raises:
            SceneError: Always: nothing here changes a scene.
        """
        raise SceneError(
            "The scene {path} is only read here.", "Open it in Maya to change and save it.", path=self._path
        )

    def analyse(self) -> Analysis:
        """Read the scene, the scenes it references and the folders of its files.

        Raises:
            SceneError: The scene cannot be opened, is cut off, holds a merge conflict or is no Maya ASCII scene.
        """
        data, self._seen = _contents(self._path)
        self.index = DirectoryIndex()
        graph = yield from read_graph(data, self._path)
        size, mtime = self._seen
        del data
        project = os.path.abspath(self._project) if self._project else find_project(self._path)
        search = _Search(self._path, project, self.index)
        yield from search.scenes(graph)
        seen_cameras = cameras(graph, [(other.prefix, other.graph) for other in search.referenced + search.copies])
        found: Layers = layers(graph, seen_cameras)
        yield from search.files(graph, any(target.renderer == "arnold" for target in found.targets))
        scene = Scene(
            host=self.name,
            version=farm_version(graph.header.version),
            path=self._path,
            project=project,
            plugins=dict(graph.plugins),
            cameras=tuple(Camera(camera.name, camera.shape, camera.renderable) for camera in seen_cameras),
            targets=found.targets,
            references=tuple(search.references),
            assets=search.assets(),
            size=size,
            mtime_ns=mtime,
            layer_system=found.system,
        )
        own = found.tips + search.tips() + _unended(graph, self._path)
        return replace(scene, tips=run_checks(scene) + own)


def farm_version(written: str) -> str:
    """Maya's version as the farm names it: `2018ff09` is `2018`, `7.0` stays."""
    match = _VERSION.match(written)
    return match.group(0) if match else written


def _contents(path: str) -> Tuple[bytes, Tuple[int, int]]:
    try:
        with open(path, "rb") as file:
            found = os.fstat(file.fileno())
            return file.read(), (found.st_size, found.st_mtime_ns)
    except OSError as error:
        why = error.strerror or str(error)
        raise SceneError(
            "The scene {path} cannot be read: {why}.", "Check that it is there and may be read.", path=path, why=why
        ) from error


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
        self.finder = Finder(index, False)
        self.references: List[Reference] = []
        self.referenced: List[Referenced] = []
        self.copies: List[Referenced] = []
        self.edits: Dict[Tuple[str, str], str] = {}
        self.opaque: List[str] = []
        self.broken: List[str] = []

    def places(self, scene: str) -> Places:
        return Places(scene, self.project, self.rules)

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
        if ending in _OPAQUE:
            self.opaque.append(path)
        if ending not in _READABLE:
            return None
        try:
            data, _ = _contents(path)
            graph = yield from read_graph(data, path)
        except SceneError as error:
            _log.warning("Cannot look into the referenced scene %s: %s", path, error)
            self.broken.append(str(error))
            return None
        return Referenced(_namespace(name) + file.prefix, path, graph)

    def files(self, graph: Graph, arnold: bool) -> Generator[Progress, None, None]:
        """Look up every file that the scene and the scenes it references mention."""
        self.finder.tx = arnold
        edits = dict(self.edits)
        holders = [Referenced("", self.scene, graph)] + self.referenced
        said = [(one, *found) for one in holders for found in mentions(one.graph, one.prefix, edits)]
        said += [(holders[0], None, one) for one in edited(edits)]
        for done, (holder, node, one) in enumerate(said):
            if done % _REPORT_EVERY == 0:
                yield Progress("assets", done, len(said), "files", one.text)
            places = self.places(holder.path)
            special = self.finder.special(node, one, places) if node is not None else None
            self.references.append(special or self.finder.reference(one, places))
        yield Progress("assets", len(said), len(said), "files")

    def assets(self) -> Tuple[Asset, ...]:
        """Every file found, once, without the scene itself."""
        own = os.path.normpath(self.scene)
        paths = sorted({path for reference in self.references for path in reference.files} - {own})
        looked = [(path, self.index.stat(path)) for path in paths]
        return tuple(Asset(path, *stat) for path, stat in looked if stat is not None)

    def tips(self) -> Tuple[Tip, ...]:
        """What went wrong on the way."""
        folders = tuple("%s: %s" % pair for pair in sorted(self.index.unreadable.items()))
        found = (
            ("reference_not_read", "Referenced Maya binary scenes go along, but were not looked into.", self.opaque),
            ("reference_broken", "Referenced scenes cannot be read.", self.broken),
            ("unresolved_variable", "Paths hold variables that have no value here.", self.finder.unresolved),
            ("folder_unreadable", "Folders cannot be listed.", folders),
        )
        return tuple(Tip(code, WARNING, message, tuple(details)) for code, message, details in found if details)


def _namespace(name: str) -> str:
    """The namespace part of a node's name, with its colon: `a:b:xRN` is `a:b:`."""
    return name[: name.rfind(":") + 1]
