"""Which files on this disk a path with tokens stands for: UDIM tiles, sequences, environment variables.

Every folder is listed once and every file looked at once in an analysis, however many textures name them: file
servers are slow at being asked. Nothing here globs, and nothing here knows a DCC. A sequence gives all its numbers,
not only those of the frames that render.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from typing import Dict, Iterable, List, Mapping, Optional, Pattern, Tuple

from farmhand.files import Stamp
from farmhand.paths import forward

_log = logging.getLogger(__name__)

NO_TILES, ZERO_BASED, ONE_BASED, UDIM = 0, 1, 2, 3
"""`tiles` of `expand`, as Maya's uvTilingMode counts."""

_TOKENS: Tuple[Tuple[str, str], ...] = (
    (r"<udim>", r"[1-9]\d{3}"),
    (r"%\(udim\)d", r"[1-9]\d{3}"),
    (r"\$udim", r"[1-9]\d{3}"),
    (r"_MAPID_", r"_?[1-9]\d{3}_?"),
    (r"<mapid>", r"[1-9]\d{3}"),
    (r"<(?:uvtile|tileref|tile)>", r"_?u\d+_v\d+"),
    (r"<u>|<v>|\$u(?![a-z])|\$v(?![a-z])", r"-?\d+"),
    (r"<(?:f\d*|frame\d*|framenum)>", r"-?\d+"),
    (r"\$\{?f\d?\}?(?![a-z])", r"-?\d+"),
    (r"#+", r"-?\d+"),
    (r"%0?\d*d", r"-?\d+"),
    (r"<[^<>/]+>", r"[^/]*"),
)
"""A token in a file or folder name, whatever its case -> what may stand in its place. The last takes every other one,
`<attr:name default:x>` and `<aov>` among them: what Arnold would put there is known only while it renders."""

_TOKEN = re.compile("|".join("(%s)" % token for token, _ in _TOKENS), re.I)
_STANDS_FOR = tuple(meaning for _, meaning in _TOKENS)
_UDIM_NUMBER = re.compile(r"(?<!\d)1\d{3}(?!\d)")
_UV_NUMBERS = re.compile(r"u\d+_v\d+", re.I)
_LAST_NUMBER = re.compile(r"\d+(?=\D*$)")
_VARIABLE = re.compile(r"\$\{(\w+)\}|\$([A-Za-z_]\w*)|%([A-Za-z_]\w*)%")
_FRAME_VARIABLE = re.compile(r"^(?:F\d?|U|V|UDIM)$", re.I)


class DirectoryIndex:
    """What lies in the folders that somebody asked about, each listed once.

    Args:
        ignore_case: Whether names differing in case alone are one file; by default as this system has it.

    Attributes:
        listings: Folder -> how often it was listed. Never more than once.
        unreadable: Folder -> why it could not be listed, for those that exist.
    """

    def __init__(self, ignore_case: Optional[bool] = None) -> None:
        self.ignore_case = sys.platform in ("win32", "darwin") if ignore_case is None else ignore_case
        self.listings: Dict[str, int] = {}
        self.unreadable: Dict[str, str] = {}
        self._folders: Dict[str, Dict[str, os.DirEntry[str]]] = {}
        self._stats: Dict[str, Optional[Stamp]] = {}

    def key(self, name: str) -> str:
        """A name as this index compares it."""
        return name.lower() if self.ignore_case else name

    def entries(self, folder: str) -> Mapping[str, os.DirEntry[str]]:
        """Everything in a folder by its `key`; empty where there is no such folder or it cannot be read."""
        found = self._folders.get(folder)
        if found is None:
            found = self._folders[folder] = {}
            self.listings[folder] = self.listings.get(folder, 0) + 1
            try:
                with os.scandir(folder) as listing:
                    for entry in listing:
                        found[self.key(entry.name)] = entry
            except (FileNotFoundError, NotADirectoryError):
                _log.debug("No folder %s", folder)
            except (OSError, ValueError) as error:  # ValueError: a path no system could have
                self.unreadable[folder] = getattr(error, "strerror", None) or str(error)
                _log.warning("Cannot list %s: %s", folder, error)
        return found

    def file(self, path: str) -> str:
        """The path of the file as the disk spells it, or an empty string where there is none."""
        folder, name = os.path.split(os.path.normpath(path))
        entry = self.entries(folder).get(self.key(name)) if name else None
        return entry.path if entry is not None and _is_file(entry) else ""

    def files(self, folder: str) -> List[str]:
        """Every file directly in a folder, sorted."""
        return sorted(entry.path for entry in self.entries(os.path.normpath(folder)).values() if _is_file(entry))

    def stat(self, path: str) -> Optional[Stamp]:
        """The stamp of a file, asked once; None where it is gone."""
        if path not in self._stats:
            folder, name = os.path.split(path)
            entry = self._folders.get(folder, {}).get(self.key(name))
            try:
                found = entry.stat() if entry is not None else os.stat(path)
                self._stats[path] = Stamp.of(found)
            except OSError as error:
                _log.warning("Cannot look at %s: %s", path, error)
                self._stats[path] = None
        return self._stats[path]


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError as error:
        _log.warning("Cannot look at %s: %s", entry.path, error)
        return False


def variables(path: str, known: Optional[Mapping[str, str]] = None) -> Tuple[str, str]:
    """Put in environment variables (`$X`, `${X}`, `%X%`) and the home folder (`~`).

    Args:
        path: As a scene holds it.
        known: Names and values; by default the environment's.

    Returns:
        The path, and the first variable without a value (empty where all had one). `$F`, `$U`, `$V` are tokens.
    """
    values = os.environ if known is None else known
    unknown: List[str] = []

    def put(match: re.Match[str]) -> str:
        name = match.group(1) or match.group(2) or match.group(3)
        if name in values:
            return values[name]
        if not _FRAME_VARIABLE.match(name):
            unknown.append(match.group(0))
        return match.group(0)

    path = _VARIABLE.sub(put, path) if "$" in path or "%" in path else path
    if path.startswith("~") and known is None:
        path = os.path.expanduser(path)
    return path, unknown[0] if unknown else ""


def has_tokens(path: str) -> bool:
    """Whether the path stands for several files."""
    return bool(_TOKEN.search(path))


def expand(pattern: str, index: DirectoryIndex, tiles: int = NO_TILES, sequence: bool = False) -> Tuple[str, ...]:
    """The files a path stands for.

    Args:
        pattern: An absolute path, with tokens in its name or in its folders.
        index: What the folders hold.
        tiles: The number in the name is one UV tile of many: UDIM (`1001`), ZERO_BASED and ONE_BASED (`u1_v1`).
        sequence: The last number in the name is one frame of many.

    Returns:
        Absolute paths as the disk spells them, sorted; none where nothing fits.
    """
    path = forward(pattern)
    if os.name != "nt":
        if not path.startswith("/"):
            return ()
        path = "/" + path.lstrip("/")
    parts = path.split("/")
    name = _numbered(parts[-1], tiles, sequence, index)
    matchers = [_matcher(part, index) for part in parts[:-1]] + [name if name else _matcher(parts[-1], index)]
    first = next((at for at, matcher in enumerate(matchers) if matcher is not None), len(parts) - 1)
    if first == len(parts) - 1 and matchers[-1] is None:
        found = index.file(path)
        return (found,) if found else ()
    folders = [os.path.normpath("/".join(parts[:first]) + "/")]
    for part, matcher in zip(parts[first:-1], matchers[first:-1]):
        folders = [inner for folder in folders for inner in _folders(index, folder, part, matcher)]
    last = matchers[-1]
    if last is None:
        return tuple(sorted(filter(None, (index.file(os.path.join(folder, parts[-1])) for folder in folders))))
    return tuple(
        sorted(
            entry.path
            for folder in folders
            for entry in index.entries(folder).values()
            if last.match(entry.name) and _is_file(entry)
        )
    )


def _folders(index: DirectoryIndex, folder: str, part: str, matcher: Optional[Pattern[str]]) -> Iterable[str]:
    if matcher is None:
        return [os.path.normpath(os.path.join(folder, part))]
    return [entry.path for entry in index.entries(folder).values() if matcher.match(entry.name) and entry.is_dir()]


def _matcher(part: str, index: DirectoryIndex) -> Optional[Pattern[str]]:
    """A part with tokens as what its names must be like; None for a part without."""
    pieces: List[str] = []
    at = 0
    for token in _TOKEN.finditer(part):
        pieces += [re.escape(part[at : token.start()]), _STANDS_FOR[(token.lastindex or 1) - 1]]
        at = token.end()
    if not at:
        return None
    return re.compile("".join(pieces + [re.escape(part[at:])]) + r"\Z", re.I if index.ignore_case else 0)


def _numbered(name: str, tiles: int, sequence: bool, index: DirectoryIndex) -> Optional[Pattern[str]]:
    """The name of one tile or frame as what all of them are like; None where it names no number or has tokens."""
    if _TOKEN.search(name):
        return None
    found: Optional[re.Match[str]] = None
    meaning = ""
    if tiles == UDIM:
        numbers = list(_UDIM_NUMBER.finditer(name))
        found, meaning = (numbers[-1] if numbers else None), r"[1-9]\d{3}"
    elif tiles in (ZERO_BASED, ONE_BASED):
        found, meaning = _UV_NUMBERS.search(name), r"u\d+_v\d+"
    elif sequence:
        stem, dot, ending = name.rpartition(".")
        found, meaning = _LAST_NUMBER.search(stem if dot else ending), r"\d+"
    if found is None:
        return None
    like = re.escape(name[: found.start()]) + meaning + re.escape(name[found.end() :]) + r"\Z"
    return re.compile(like, re.I if index.ignore_case else 0)


def siblings(files: Iterable[str], index: DirectoryIndex, ending: str) -> List[str]:
    """Files of the same names with another ending (`.tx`) that exist beside the given ones."""
    beside = (os.path.splitext(path)[0] + ending for path in files)
    return [found for found in (index.file(path) for path in beside) if found]
