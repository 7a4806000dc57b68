"""What lies in the folders that somebody asked about: each listed once, each file looked at once.

File servers are slow at being asked, so a listing is kept, and ordered by what its names look like without their
numbers: the files of a sequence are one look-up, however many others lie beside them. Tokens are not known here.
"""

from __future__ import annotations

import logging
import os
import re
import stat as modes
import sys
import unicodedata
from bisect import bisect_left
from typing import (
    Callable,
    Dict,
    FrozenSet,
    Generator,
    Iterable,
    Iterator,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Set,
    Tuple,
)

from farmhand.files import Stamp
from farmhand.scene.model import WARNING, Asset, Tip
from farmhand.scene.rows import Rows
from farmhand.scene.tokens import NUMBER

_log = logging.getLogger(__name__)

_DIGITS = re.compile("[0-9]+")
_HIGHEST = "\U0010ffff"
_LISTING_TELLS = os.name == "nt"
"""Whether a listing brings sizes and times along; elsewhere each file has to be asked."""
_FEW = 3
_AT_A_TIME = 1000
_A_WHILE = 5000
"""Entries of a folder that are listed in a few thousandths of a second."""
_KIND, _FILE = 0o170000, modes.S_IFREG
_Look = Optional[Tuple[str, int, int, int, str]]
"""The fields of an Asset, as Rows hold them; None where there is no file."""
Key = Callable[[str], str]


class Names:
    """Entries of one folder, findable by name and by what a name looks like without its numbers.

    Args:
        paths: All in the same folder.
        key: How names are compared; must be the same for several names joined by slashes. None: letter by letter.
    """

    __slots__ = ("paths", "_key", "_exact", "_groups", "_ordered", "_picked", "_columns")

    def __init__(self, paths: List[str], key: Optional[Key]) -> None:
        self.paths = paths
        self._key = key
        self._exact: Optional[Dict[str, str]] = None
        self._groups: Optional[Dict[str, List[str]]] = None
        self._picked: Dict[Tuple[str, Tuple[int, ...]], Dict[Tuple[str, ...], List[str]]] = {}
        self._ordered: Optional[Tuple[List[str], List[str]]] = None
        self._columns: Dict[str, List[List[str]]] = {}

    def exact(self, name: str) -> str:
        """The path of the entry with this name, or an empty string."""
        if self._exact is None:
            self._exact = dict(zip(_names(self.paths, self._key), self.paths))
        return self._exact.get(self._key(name) if self._key is not None else name, "")

    def like(self, text: str, places: Tuple[int, ...], digits: Tuple[str, ...]) -> List[str]:
        """The paths whose names are `text` with a number in place of each NUMBER.

        Args:
            text: By the `key`.
            places: Which of the numbers are given.
            digits: Those numbers.
        """
        if self._groups is None:
            self._groups = {}
            plain = _DIGITS.sub(NUMBER, "/".join(_names(self.paths, self._key))).split("/")
            for skeleton, path in zip(plain, self.paths):
                self._groups.setdefault(skeleton, []).append(path)
        group = self._groups.get(text, [])
        if not places or not group:
            return group
        picked = self._picked.get((text, places))
        if picked is None:
            picked = self._picked[(text, places)] = {}
            numbers = self._columns[text] = columns(group, text.count(NUMBER))
            for given in set(zip(*[numbers[place] for place in places])):
                picked[given] = []
            if len(picked) == 1:
                picked[given] = group
            else:
                for given, path in zip(zip(*[numbers[place] for place in places]), group):
                    picked[given].append(path)
        return picked.get(digits, [])

    def numbers(self, text: str, paths: List[str]) -> List[List[str]]:
        """The runs of digits in the names of `paths`, which `like` gave for `text`: first runs, second runs ..."""
        whole = self._columns.get(text)
        if whole is not None and len(whole[0]) == len(paths):
            return whole
        return columns(paths, text.count(NUMBER))

    def beginning(self, start: str) -> Iterator[Tuple[str, str]]:
        """Key and path of each entry whose key begins with `start`."""
        if self._ordered is None:
            pairs = sorted(zip(_names(self.paths, self._key), self.paths))
            self._ordered = ([key for key, _ in pairs], [path for _, path in pairs])
        keys, paths = self._ordered
        low, high = bisect_left(keys, start), bisect_left(keys, start + _HIGHEST)
        return zip(keys[low:high], paths[low:high])


def columns(paths: List[str], count: int) -> List[List[str]]:
    """The runs of digits in the names of entries that all have `count` of them: first runs, second runs ..."""
    runs = _DIGITS.findall("/".join(_names(paths)))
    alike: Dict[str, str] = {}
    runs = list(map(alike.setdefault, runs, runs))  # each text once: with a million files, 100 MB less
    return [runs[place::count] for place in range(count)]


def _names(paths: List[str], key: Optional[Key] = None) -> List[str]:
    """The names of entries of one folder; by their keys where there is a `key`."""
    if not paths:
        return []
    start = len(paths[0]) - len(os.path.basename(paths[0]))
    names = [path[start:] for path in paths]
    return key("/".join(names)).split("/") if key else names


class Folder(NamedTuple):
    """What lies in one folder.

    Attributes:
        files: Files, and links to anything.
        folders: Folders, and links to anything.
        links: The paths of the links.
    """

    files: Names
    folders: Names
    links: FrozenSet[str]


class Entry(NamedTuple):
    """One thing in a folder, for those who walk through folders."""

    name: str
    path: str
    folder: bool
    link: bool
    within: DirectoryIndex

    def is_dir(self, follow_symlinks: bool = True) -> bool:
        """Whether it is a folder."""
        return self.within.leads_to_folder(self.path) if self.link and follow_symlinks else self.folder

    def is_file(self) -> bool:
        """Whether it is a file, or a link to one."""
        return self.within.leads_to_file(self.path) if self.link else not self.folder


class DirectoryIndex:
    """What lies in the folders that somebody asked about, each listed once.

    Args:
        ignore_case: Whether names differing in case alone are one file; by default as this system has it.

    Attributes:
        listings: Folder -> how often it was listed. Never more than once.
        unreadable: Folder that exists -> why it could not be listed.
        nameless: Folder -> which of its entries cannot be named to the farm, as their names are no text.
    """

    def __init__(self, ignore_case: Optional[bool] = None) -> None:
        self.ignore_case = sys.platform in ("win32", "darwin") if ignore_case is None else ignore_case
        self.listings: Dict[str, int] = {}
        self.unreadable: Dict[str, str] = {}
        self.nameless: Dict[str, str] = {}
        self._folders: Dict[str, Folder] = {}
        self._seen: Dict[str, _Look] = {}
        self._led_to_folders: Set[str] = set()

    def key(self, name: str) -> str:
        """A name as this index compares it. macOS takes a letter and its accent in one or two characters for one."""
        if sys.platform == "darwin" and not name.isascii():
            name = unicodedata.normalize("NFC", name)
        return name.lower() if self.ignore_case else name

    def folder(self, path: str) -> Folder:
        """What lies in a folder; nothing where there is no such folder or it cannot be read."""
        found = self._folders.get(path)
        if found is None:
            for _ in self.read(path):
                pass
            found = self._folders[path]
        return found

    def read(self, path: str) -> Iterator[None]:
        """List a folder that was not asked for yet, with a pause after every few thousand entries."""
        whole = os.path.normpath(path)
        found = self._folders.get(self.key(whole))
        if found is None:
            found = yield from self._list(whole)
            if len(found.files.paths) > _A_WHILE:
                yield
                found.files.exact("")  # ordering them takes as long as a slice
        self._folders[path] = self._folders[self.key(whole)] = found

    def file(self, path: str) -> str:
        """The path of the file as the disk spells it, or an empty string where there is none."""
        cut = max(path.rfind("/"), path.rfind(os.sep))
        name = path[cut + 1 :]
        return self.named(self.folder(path[: cut or 1]), name) if name else ""

    def named(self, folder: Folder, name: str) -> str:
        """The path of the file with this name in a folder, as the disk spells it; empty where there is none."""
        found = folder.files.exact(name)
        return found if found and (found not in folder.links or self.leads_to_file(found)) else ""

    def files(self, folder: str) -> List[str]:
        """Every file directly in a folder, sorted."""
        return sorted(self.only_files(self.folder(folder), self.folder(folder).files.paths))

    def only_files(self, folder: Folder, paths: List[str]) -> List[str]:
        """Those of a folder's `files` that are no links to anything else."""
        if not folder.links:
            return paths
        return [path for path in paths if path not in folder.links or self.leads_to_file(path)]

    def only_folders(self, folder: Folder, paths: List[str]) -> List[str]:
        """Those of a folder's `folders` that are no links to anything else."""
        return [path for path in paths if path not in folder.links or self.leads_to_folder(path)]

    def entries(self, folder: str) -> Mapping[str, Entry]:
        """Everything in a folder by its `key`."""
        found = self.folder(folder)
        names = dict.fromkeys(found.files.paths, False)
        names.update((path, path not in found.links) for path in found.folders.paths)
        listed = (
            Entry(os.path.basename(path), path, inner, path in found.links, self) for path, inner in names.items()
        )
        return {self.key(entry.name): entry for entry in listed}

    def stat(self, path: str) -> Optional[Stamp]:
        """The stamp of a file, asked once; None where it is gone."""
        found = self._seen[path] if path in self._seen else self._look(path)
        return Stamp(*found[1:4]) if found is not None else None

    def assets(self, paths: Iterable[str]) -> Rows[Asset]:
        """Files as they are now, each once, sorted; those that are gone are left out."""
        unique = sorted(dict.fromkeys(paths))  # not a set: what comes nearly sorted is sorted at once
        seen = self._seen
        left = [path for path in unique if path not in seen]
        for start in range(0, len(left), _AT_A_TIME):
            some = left[start : start + _AT_A_TIME]
            try:
                seen.update(zip(some, [_looked_at(path, told) for path, told in zip(some, map(os.stat, some))]))
            except (OSError, ValueError):  # one is gone: each by itself
                for path in some:
                    self._look(path)
        return Rows(Asset, filter(None, map(seen.__getitem__, unique)))

    def leads_to_file(self, link: str) -> bool:
        """Whether a link ends at a file."""
        return (self._seen[link] if link in self._seen else self._look(link)) is not None

    def leads_to_folder(self, link: str) -> bool:
        """Whether a link ends at a folder."""
        if link not in self._seen:
            self._look(link)
        return link in self._led_to_folders

    def tips(self) -> Tuple[Tip, ...]:
        """What could not be looked at, so far."""
        found = (
            ("folder_unreadable", "Folders cannot be listed.", self.unreadable),
            ("name_no_text", "Files whose names are no text are left out; rename them.", self.nameless),
        )
        return tuple(
            Tip(code, WARNING, message, tuple("%s: %s" % pair for pair in sorted(folders.items())))
            for code, message, folders in found
            if folders
        )

    def _look(self, path: str) -> _Look:
        try:
            told = os.stat(path)
        except (OSError, ValueError) as error:
            _log.info("Cannot look at %r: %s", path, error)
            self._seen[path] = None
            return None
        if modes.S_ISDIR(told.st_mode):
            self._led_to_folders.add(path)
        found = self._seen[path] = _looked_at(path, told)
        return found

    def _list(self, path: str) -> Generator[None, None, Folder]:
        files: List[str] = []
        folders: List[str] = []
        links: List[str] = []
        self.listings[path] = self.listings.get(path, 0) + 1
        try:
            with os.scandir(path) as listing:
                for count, entry in enumerate(listing, 1):
                    if not count % _A_WHILE:
                        yield
                    if entry.is_file(follow_symlinks=False):
                        files.append(entry.path)
                        if _LISTING_TELLS:
                            stamp = Stamp.of(entry.stat(follow_symlinks=False))
                            self._seen[entry.path] = (entry.path, *stamp, "")
                    elif entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    elif entry.is_symlink():
                        links.append(entry.path)
        except (FileNotFoundError, NotADirectoryError):
            _log.debug("No folder %r", path)
        except (OSError, ValueError) as error:  # ValueError: a path no system could have
            self.unreadable[_printable(path)] = getattr(error, "strerror", None) or str(error)
            _log.warning("Cannot list %r: %s", path, error)
        files, folders, links = [self._nameable(path, found) for found in (files, folders, links)]
        key = self.key if self.ignore_case or sys.platform == "darwin" else None
        return Folder(Names(files + links, key), Names(folders + links, key), frozenset(links))

    def _nameable(self, folder: str, paths: List[str]) -> List[str]:
        """Without those whose names are no text: nothing can name them to the farm."""
        if _is_text("/".join(paths)):
            return paths
        left = [_printable(os.path.basename(path)) for path in paths if not _is_text(path)]
        told = ", ".join(left[:_FEW]) + (", ..." if len(left) > _FEW else "")
        self.nameless[_printable(folder)] = told
        return [path for path in paths if _is_text(path)]


def _looked_at(path: str, told: os.stat_result) -> _Look:
    """What was told of a file; None of anything else."""
    if told.st_mode & _KIND != _FILE:
        return None
    mtime, ctime = told.st_mtime_ns, told.st_ctime_ns
    ctime = 0 if _LISTING_TELLS else mtime if mtime == ctime else ctime  # one number in memory, not two
    return (path, told.st_size, mtime, ctime, "")


def _is_text(name: str) -> bool:
    if name.isascii():
        return True
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _printable(name: str) -> str:
    """A name with what is no text in it as escapes."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
