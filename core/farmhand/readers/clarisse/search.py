"""Every file that a project and the projects it references name, each project read once.

The file reader and the plug-in inside Clarisse hand in the first project, from disk or from the open scene; what the
projects below it say is on disk for both.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from typing import Deque, Dict, Generator, List, Mapping, NamedTuple, Set, Tuple

from farmhand.errors import SceneError
from farmhand.progress import Progress
from farmhand.readers.clarisse import farm_paths
from farmhand.readers.clarisse.file_table import REFERENCED_SCENES
from farmhand.readers.clarisse.files import Finder, Mentioned, Places, mentions
from farmhand.readers.clarisse.items import ROOT, Item, Project, read_project
from farmhand.readers.clarisse.syntax import parse
from farmhand.scene.expand import DirectoryIndex
from farmhand.scene.model import WARNING, Reference, Tip
from farmhand.scene.rows import Rows

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


def read_file(path: str) -> Generator[Progress, None, Tuple[Project, Tuple[int, int]]]:
    """What a .project or .build file says, and its size in bytes and modification time in nanoseconds.

    Raises:
        SceneError: The file cannot be opened, is cut off or damaged, or is no Clarisse project.
    """
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


class Search:
    """The files of one analysis, those of referenced projects among them.

    Args:
        index: What the folders hold.
        environment: Variables that paths may name.

    Attributes:
        references: Every mention so far.
        hidden: Whether there is a referenced scene that nobody here can look into.
    """

    def __init__(self, index: DirectoryIndex, environment: Mapping[str, str]) -> None:
        self.index = index
        self.environment = environment
        self.finder = Finder(index)
        self.references = Rows(Reference)
        self.computed: List[str] = []
        self.broken: List[str] = []
        self.left: List[str] = []
        self.local: List[str] = []
        self.relative: List[str] = []
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
                    for path in self.look_up(one, holder):
                        if path not in read and self._may_read(path, len(read)):
                            read.add(path)
                            waiting.extend((yield from self._open(path, holder, item)))
            yield Progress("assets", total, total, "steps")
        return holders

    def look_up(self, said: Mentioned, holder: Holder, node: str = "") -> Tuple[str, ...]:
        """Note what a text means; answers the files that are to be looked into.

        Args:
            said: The mention.
            holder: The file that holds it.
            node: Address of its object, where it differs from what the file makes of it.
        """
        node = node or holder.url(said.item)
        if said.expression:
            self.computed.append("%s.%s: %s" % (node, said.attribute, said.expression))
        if not said.text:
            return ()
        found = self.finder.reference(said, node, holder.places)
        self.references.append(found)
        where = "%s.%s: %s" % (node, said.attribute, said.text)
        self.local += ["%s in %s" % (name, where) for name in farm_paths.local_variables(said.text, holder.places)]
        self.relative += [where] if farm_paths.is_relative(said.text) else []
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
            project, _ = yield from read_file(path)
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
        }  # fmt: skip
        told = tuple(
            Tip(code, WARNING, message, tuple(dict.fromkeys(lines)))
            for code, (message, lines) in found.items()
            if lines
        )
        return told + farm_paths.tips(self.local, self.relative)
