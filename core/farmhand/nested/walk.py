"""The walk from the files a scene names to the files those name, each once, within limits.

Every file that cannot be read, or was not read to its end, becomes a Tip: nothing ends the walk. What is in the files
is the readers' matter; where a text leads on this disk is `resolve`'s.
"""

from __future__ import annotations

import logging
import os
import re
import struct
import zipfile
import zlib
from collections import deque
from dataclasses import dataclass
from typing import Deque, Dict, Generator, Iterable, List, Mapping, NamedTuple, Optional, Sequence, Set, Tuple
from xml.parsers.expat import ExpatError

from farmhand.frames import FrameRange
from farmhand.nested.registry import READERS, reader_for
from farmhand.nested.resolve import Resolver
from farmhand.nested.said import EMPTY, Doubt, Named, Reader, Unreadable, Where
from farmhand.nested.source import Source
from farmhand.progress import Progress
from farmhand.scene.expand import DirectoryIndex
from farmhand.scene.model import WARNING, Reference, Tip
from farmhand.scene.rows import Rows

_log = logging.getLogger(__name__)

_REPORT_EVERY = 500
_NUMBER = re.compile(r"-?\d+(?=\D*$)")

_DAMAGED = (
    Unreadable, OSError, EOFError, ValueError, LookupError, OverflowError, RecursionError, MemoryError, struct.error,
    zlib.error, zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ExpatError,
)  # fmt: skip
"""What reading damaged data raises, in our readers and in the library. A NotImplementedError is zipfile's for unknown
packing."""


class Limits(NamedTuple):
    """How far the walk goes.

    Attributes:
        depth: Files inside files inside files ... so many levels.
        files: So many files are opened.
        bytes: So many bytes are read of one file, counted unpacked.
        names: So many different texts are taken from one file.
    """

    depth: int = 32
    files: int = 20000
    bytes: int = 1024 * 1024 * 1024
    names: int = 100000


LIMITS = Limits()


@dataclass(frozen=True)
class Nested:
    """What was found inside files.

    Attributes:
        references: Every mention. `node` is the path of the file that names it, `attribute` where inside.
        tips: What could not be read or resolved: `nested_unreadable`, `nested_guessed`, `nested_limit`,
            `unresolved_variable`.
    """

    references: Rows[Reference]
    tips: Tuple[Tip, ...] = ()


def nested(
    paths: Iterable[str],
    index: DirectoryIndex,
    variables: Mapping[str, str] = EMPTY,
    frames: Optional[FrameRange] = None,
    extra: Mapping[str, Reader] = EMPTY,
    limits: Limits = LIMITS,
    roots: Sequence[str] = (),
) -> Generator[Progress, None, Nested]:
    """Find the files that files name, and the files those name.

    Args:
        paths: Absolute paths of files that exist; those that no reader reads are passed over.
        index: What the folders hold; the one of the analysis, so that no folder is listed twice.
        variables: Values of variables in paths, before the environment's: `PROJECT` for XGen, `HIP` ...
        frames: The frames that render. Of a sequence, files with their numbers are opened first, the others as far as
            `limits` allow: which frame of a cache a scene asks for is not always its own.
        extra: Readers of further file endings, such as `{"hda": read_hda}`; they win over those here.
        limits: How far to go.
        roots: Folders to look in for relative names that lie nowhere else: the project's.

    Returns:
        The mentions in the order found (the files of `paths` first, then theirs), and Tips. Never raises for what a
        file holds.
    """
    walk = _Walk(index, Resolver(index, variables, roots), frames, extra, limits)
    readable: List[str] = []
    for count, path in enumerate(paths):
        if count % _REPORT_EVERY == _REPORT_EVERY - 1:
            yield Progress("nested", 0, count, "files", os.path.basename(path))
        if walk.may_be_read(path):
            readable.append(path)
    walk.enqueue(readable, 0)
    yield from walk.run()
    return Nested(walk.references, walk.tips())


class _Walk:
    """The state of one walk: what waits, what was seen, what was found."""

    def __init__(
        self,
        index: DirectoryIndex,
        resolver: Resolver,
        frames: Optional[FrameRange],
        extra: Mapping[str, Reader],
        limits: Limits,
    ) -> None:
        self._index = index
        self._resolver = resolver
        self._frames = frames
        self._extra = extra
        self._endings = frozenset((*READERS, *extra, "gz"))
        self._limits = limits
        self._waiting: Deque[Tuple[str, int]] = deque()
        self._later: Deque[Tuple[str, int]] = deque()
        self._seen: Set[str] = set()
        self._opened = 0
        self.references = Rows(Reference)
        self._unreadable: List[str] = []
        self._guessed: List[str] = []
        self._unread: List[str] = []

    def may_be_read(self, path: str) -> bool:
        """Whether a file ends like those that name others: of a million, few do."""
        return path[path.rfind(".") + 1 :].lower() in self._endings

    def enqueue(self, paths: Sequence[str], depth: int) -> None:
        """Put files in the queue that were not in it before and that can be read."""
        paths = list(filter(self.may_be_read, paths))
        for path, soon in _soon(paths, self._frames):
            key = self._index.key(os.path.normpath(path))
            if key in self._seen or reader_for(path, self._extra) is None:
                continue
            self._seen.add(key)
            if depth >= self._limits.depth:
                self._unread.append("%s: more than %d files inside each other" % (path, self._limits.depth))
                continue
            (self._waiting if soon else self._later).append((path, depth))

    def run(self) -> Generator[Progress, None, None]:
        """Read what waits, until nothing does."""
        while self._waiting or self._later:
            path, depth = (self._waiting or self._later).popleft()
            if self._opened >= self._limits.files:
                waiting = 1 + len(self._waiting) + len(self._later)
                self._unread.append("%s and %d more: %d files were read" % (path, waiting - 1, self._opened))
                return
            self._opened += 1
            yield self._progress(path)
            yield from self._file(path, depth)

    def _progress(self, path: str) -> Progress:
        total = self._opened + len(self._waiting) + len(self._later)
        return Progress("nested", self._opened, total, "files", os.path.basename(path))

    def _file(self, path: str, depth: int) -> Generator[Progress, None, None]:
        names: Dict[Named, None] = {}
        places: List[Where] = []
        yield from self._read(path, names, places)
        for named in names:
            reference = self._resolver.reference(named, path, places)
            self.references.append(reference)
            if reference.files:
                self.enqueue(reference.files, depth + 1)
            yield self._progress(path)

    def _read(self, path: str, names: Dict[Named, None], places: List[Where]) -> Generator[Progress, None, None]:
        """Fill in what the file says; what it says before its damage counts."""
        reader = reader_for(path, self._extra)
        if reader is None:
            return
        source = Source(path, self._limits.bytes)
        try:
            for item in reader(source):
                if item is None:
                    yield self._progress(path)
                elif isinstance(item, Named):
                    names[item] = None
                    if len(names) >= self._limits.names:
                        self._unread.append("%s: it names more than %d files" % (path, self._limits.names))
                        break
                elif isinstance(item, Where):
                    places.append(item)
                else:
                    self._doubt(path, item)
        except _DAMAGED as error:
            reason = str(error) or type(error).__name__
            _log.warning("Cannot read %s for the files it names: %s", path, reason)
            self._unreadable.append("%s: %s" % (path, reason))
        if source.cut:
            self._unread.append("%s: more than %d bytes" % (path, self._limits.bytes))

    def _doubt(self, path: str, doubt: Doubt) -> None:
        line = "%s: %s" % (path, doubt.reason)
        if line not in self._guessed[-20:]:
            self._guessed.append(line)

    def tips(self) -> Tuple[Tip, ...]:
        """What went wrong on the way, one Tip a matter."""
        found = (
            ("nested_unreadable", "Files could not be read for the files they name.", self._unreadable),
            ("nested_guessed", "In some files, the names of other files could only be guessed.", self._guessed),
            ("nested_limit", "Some files inside files were not looked into.", self._unread),
            ("unresolved_variable", "Paths hold variables that have no value here.", self._resolver.unresolved),
        )
        return tuple(Tip(code, WARNING, message, tuple(details)) for code, message, details in found if details)


def _soon(paths: Sequence[str], frames: Optional[FrameRange]) -> Iterable[Tuple[str, bool]]:
    """Each path, and whether it is read soon: all but the files of sequences for frames that do not render."""
    if frames is None or len(paths) < 2:
        return ((path, True) for path in paths)
    stems: Dict[str, int] = {}
    numbered = []
    for path in paths:
        found = _NUMBER.search(os.path.basename(path))
        stem = path[: len(path) - len(os.path.basename(path)) + found.start()] if found else path
        stems[stem] = stems.get(stem, 0) + 1
        numbered.append((path, stem, int(found.group(0)) if found else 0))
    return ((path, stems[stem] < 2 or number in frames) for path, stem, number in numbered)
