"""A Clarisse project read without Clarisse, as a Host.

Puts together what the other modules find in the project and in the projects it references. Nothing is written, and
each file is closed before the analysis goes on.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from dataclasses import replace
from typing import Deque, Dict, Generator, List, Mapping, NamedTuple, Optional, Set, Tuple

from farmhand.errors import SceneError
from farmhand.progress import Progress
from farmhand.readers.clarisse.builds import builds
from farmhand.readers.clarisse.file_table import REFERENCED_SCENES
from farmhand.readers.clarisse.files import Finder, Mentioned, Places, mentions
from farmhand.readers.clarisse.images import images
from farmhand.readers.clarisse.items import ROOT, Item, Project, read_project
from farmhand.readers.clarisse.syntax import parse
from farmhand.readers.file_host import FileHost
from farmhand.scene.expand import DirectoryIndex
from farmhand.scene.host import Analysis
from farmhand.scene.model import WARNING, Reference, Scene, Tip

_log = logging.getLogger(__name__)

_REPORT_EVERY = 200
_MOST_SCENES = 1000
_OPAQUE = frozenset((".abc", ".usd", ".usda", ".usdc", ".usdz", ".render", ".archive"))
_BUILD = ".build"


class Holder(NamedTuple):
    """A file that was read: the project itself, or one it references.

    Attributes:
        path: Where it lies.
        prefix: What the addresses of its objects begin with in the project that is sent, without the root.
        project: What it says.
        places: Where its paths lie.
    """

    path: str
    prefix: str
    project: Project
    places: Places

    def url(self, item: Item) -> str:
        """An object's address in the project that is sent."""
        return ROOT + self.prefix + item.url[len(ROOT) :] if self.prefix else item.url


class ClarisseReader(FileHost):
    """One .project or .build file.

    Args:
        path: The file.
        project: Not used: a Clarisse project is its own folder (`$PDIR`).
        environment: Variables its paths may name; the process's by default.
    """

    name = "clarisse"
    program = "Clarisse"
    codes: Mapping[str, str] = {"25009": "20001"}  # the farm knows one code for everything a Clarisse scene misses

    def __init__(self, path: str, project: str = "", environment: Optional[Mapping[str, str]] = None) -> None:
        super().__init__(path, project)
        self._environment = os.environ if environment is None else environment

    def analyse(self) -> Analysis:
        """Read the project, the projects it references and the folders of its files.

        Raises:
            SceneError: The file cannot be opened, is cut off or damaged, or is no Clarisse project.
        """
        self.index = DirectoryIndex()
        project, self._seen = yield from _read(self._path)
        search = _Search(self.index, self._environment)
        holders = yield from search.all(Holder(self._path, "", project, search.places(self._path, project, {})))
        others = [replace(item, url=other.url(item)) for other in holders[1:] for item in other.project.items]
        found = images(project, others, search.hidden)
        ranges, range_tips = builds(project)
        scene = Scene(
            host=self.name,
            version=project.version,
            path=self._path,
            project=os.path.dirname(self._path),
            cameras=found.cameras,
            targets=found.targets + ranges,
            references=tuple(search.references),
            size=self._seen[0],
            mtime_ns=self._seen[1],
        )
        own = (*found.tips, *range_tips, *search.tips(holders))
        folder = os.path.dirname(self._path)
        return (yield from self._completed(scene, own, dict(self._environment, PDIR=folder), (folder,)))


def _read(path: str) -> Generator[Progress, None, Tuple[Project, Tuple[int, int]]]:
    """A file, and its size and modification time."""
    data, seen = _contents(path)
    parsed = yield from parse(data, path)
    del data
    return (yield from read_project(parsed, path)), seen


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


class _Search:
    """The files of one analysis, those of referenced projects among them."""

    def __init__(self, index: DirectoryIndex, environment: Mapping[str, str]) -> None:
        self.index = index
        self.environment = environment
        self.finder = Finder(index)
        self.references: List[Reference] = []
        self.computed: List[str] = []
        self.broken: List[str] = []
        self.left: List[str] = []
        self.hidden = False

    def places(self, path: str, project: Project, outer: Mapping[str, str]) -> Places:
        """Where the paths of a file lie."""
        return Places(path, project.variables, outer, self.environment)

    def all(self, first: Holder) -> Generator[Progress, None, List[Holder]]:
        """Look up every file that a project and the projects it references name. Each is read once: cycles end so."""
        holders: List[Holder] = []
        read: Set[str] = {os.path.normpath(first.path)}
        waiting: Deque[Holder] = deque([first])
        while waiting:
            holder = waiting.popleft()
            holders.append(holder)
            total = len(holder.project.items)
            for done, item in enumerate(holder.project.items):
                if done % _REPORT_EVERY == 0:
                    yield Progress("assets", done, total, "steps", item.url)
                for one in mentions(item):
                    for path in self._look_up(one, holder):
                        if path not in read and self._may_read(path, len(read)):
                            read.add(path)
                            waiting.extend((yield from self._open(path, holder, item)))
            yield Progress("assets", total, total, "steps")
        return holders

    def _look_up(self, said: Mentioned, holder: Holder) -> Tuple[str, ...]:
        """Note what a text means; answers the files that are to be looked into."""
        node = holder.url(said.item)
        if said.expression:
            self.computed.append("%s.%s: %s" % (node, said.attribute, said.expression))
        if not said.text:
            return ()
        found = self.finder.reference(said, node, holder.places)
        self.references.append(found)
        ending = os.path.splitext(said.text)[1].lower()
        if said.item.is_context and (ending in _OPAQUE or found.missing):
            self.hidden = True
        return found.files if ending in REFERENCED_SCENES else ()

    def _may_read(self, path: str, count: int) -> bool:
        if count < _MOST_SCENES:
            return True
        self.left.append(path)
        return False

    def _open(self, path: str, holder: Holder, item: Item) -> Generator[Progress, None, List[Holder]]:
        try:
            project, _ = yield from _read(path)
        except SceneError as error:
            _log.warning("Cannot look into the referenced project %s: %s", path, error)
            self.broken.append(str(error))
            self.hidden = True
            return []
        prefix = holder.url(item)[len(ROOT) :] + "/"
        return [Holder(path, prefix, project, self.places(path, project, holder.places.variables))]

    def tips(self, holders: List[Holder]) -> Tuple[Tip, ...]:
        """What went wrong on the way, or could not be told."""
        first = holders[0].project
        unknown = ["%s: %s" % (other.path, text) for other in holders for text in other.project.unknown]
        inner = [other.url(item) for other in holders[1:] for item in other.project.items if item.kind == "Image"]
        odd = [other.path for other in holders if not other.project.utf8]
        folders = ["%s: %s" % pair for pair in sorted(self.index.unreadable.items())]
        found: Dict[str, Tuple[str, List[str]]] = {
            "no_end_line": ("The scene lacks the preferences Clarisse writes last; nothing else seems to be missing.",
                            [] if first.whole or holders[0].path.lower().endswith(_BUILD) else [holders[0].path]),
            "unknown_directive": ("The scene has lines at its top level whose meaning is not known.", unknown),
            "not_utf8": ("The scene is not UTF-8; names beyond ASCII may be read wrongly.", odd),
            "reference_broken": ("Referenced scenes cannot be read.", self.broken),
            "reference_left": ("There are too many referenced scenes; these were not looked into.", self.left),
            "inner_images": ("Referenced projects have images of their own, which are not offered here.", inner),
            "unresolved_variable": ("Paths hold variables that have no value here.", self.finder.unresolved),
            "computed_path": ("Paths are made by expressions, which are not evaluated.", self.computed),
            "folder_unreadable": ("Folders cannot be listed.", folders),
        }  # fmt: skip
        return tuple(
            Tip(code, WARNING, message, tuple(dict.fromkeys(lines)))
            for code, (message, lines) in found.items()
            if lines
        )
