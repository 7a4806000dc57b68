"""Where a text inside a file leads on this disk.

The order is the file's own folder, the search paths the file gives, the folders the caller gave. Nothing is opened
here, and every folder is listed through the analysis' one index.
"""

from __future__ import annotations

import os
import posixpath
import re
from typing import Dict, Iterator, List, Mapping, Sequence, Tuple

from farmhand.nested.said import Named, Where
from farmhand.paths import forward, is_absolute
from farmhand.scene.expand import DirectoryIndex, expand, siblings, variables as put_in
from farmhand.scene.model import Reference

NO_FILE = "is no file on a disk"

_SCHEME = re.compile(r"^[A-Za-z][\w+.-]+:")
_FILE_SCHEME = re.compile(r"^file:(?://)?(?=/|[A-Za-z]:)", re.I)
_ANCHORED = re.compile(r"^\.\.?/")
_NO_PATH = re.compile("[\0-\x1f]")
_SLASHES = re.compile(r"(?<!^)/{2,}")
_FOLDER_DEPTH = 8
_FOLDER_FILES = 50000


class Resolver:
    """Turns what files say into References.

    Args:
        index: What the folders hold.
        variables: Values of variables; they win over the environment's.
        roots: Folders to look in last.

    Attributes:
        unresolved: `file attribute: $VARIABLE in text`, for each variable without a value.
    """

    def __init__(self, index: DirectoryIndex, variables: Mapping[str, str], roots: Sequence[str]) -> None:
        self._index = index
        self._variables = dict(os.environ)
        self._variables.update(variables)
        self._given = frozenset(variables)
        self._roots = tuple(forward(root) for root in roots)
        self.unresolved: List[str] = []

    def reference(self, named: Named, path: str, places: Sequence[Where]) -> Reference:
        """Look a text up.

        Args:
            named: The text.
            path: The file that holds it.
            places: Everything that file says about where its names lie.
        """
        if named.ignored or _SCHEME.match(_FILE_SCHEME.sub("", named.text)):
            return Reference(path, named.attribute, named.text, kind=named.kind, ignored=named.ignored or NO_FILE)
        known = self._known(places)
        folders = self._folders(named, path, places, known)
        unknown = ""
        for written in named.also or (named.text,):
            text, left = put_in(tidy(written), known)
            if left:
                unknown = unknown or left
                continue
            files = self._files(tidy(text), named, folders)
            if files:
                return Reference(path, named.attribute, named.text, files, False, named.kind)
        if unknown and named.required:
            self.unresolved.append("%s %s: %s in %s" % (path, named.attribute, unknown, named.text))
        return Reference(path, named.attribute, named.text, (), named.required, named.kind)

    def _known(self, places: Sequence[Where]) -> Mapping[str, str]:
        own: Dict[str, str] = {}
        for place in places:
            own.update(place.variables)
        if not own:
            return self._variables
        known = dict(self._variables)
        known.update((name, value) for name, value in own.items() if name not in self._given)
        return known

    def _folders(self, named: Named, path: str, places: Sequence[Where], known: Mapping[str, str]) -> List[str]:
        own = forward(os.path.dirname(path))
        folders = [own]
        for place in places:
            if place.search == named.search:
                for written in place.folders:
                    text, left = put_in(tidy(written), known)
                    if text and not left:
                        folders.append(text if is_absolute(text) else own + "/" + text)
        return list(dict.fromkeys(folders + list(self._roots)))

    def _files(self, text: str, named: Named, folders: Sequence[str]) -> Tuple[str, ...]:
        for candidate in _candidates(text, folders):
            if _NO_PATH.search(candidate) or (os.name != "nt" and not candidate.startswith("/")):
                continue
            files = expand(candidate, self._index)
            if not files and named.folder:
                files = tuple(sorted(below(candidate, self._index)))
            if files:
                if named.tx and named.kind == "texture":
                    files = tuple(sorted(set(files) | set(siblings(files, self._index, ".tx"))))
                return files
        return ()


def _candidates(text: str, folders: Sequence[str]) -> Iterator[str]:
    if is_absolute(text):
        yield _normal(text)
        return
    for folder in folders[:1] if _ANCHORED.match(text) else folders:
        yield _normal(folder + "/" + text)


def _normal(path: str) -> str:
    return posixpath.normpath(path)


def tidy(text: str) -> str:
    """A text as a path with single forward slashes, whether its backslashes were doubled by quoting or not."""
    text = _FILE_SCHEME.sub("", text.strip())
    return _SLASHES.sub("/", forward(text))


def below(folder: str, index: DirectoryIndex) -> Iterator[str]:
    """Every file in a folder and the folders in it; of a root folder none, and never endlessly many.

    Symbolic links to folders are not followed: they may lead back.
    """
    folder = os.path.normpath(folder)
    if os.path.dirname(folder) == folder or len(forward(folder).strip("/").split("/")) < 2:
        return
    waiting = [(folder, 0)]
    found = 0
    while waiting and found < _FOLDER_FILES:
        here, depth = waiting.pop()
        for path in index.files(here):
            found += 1
            yield path
        if depth < _FOLDER_DEPTH:
            for entry in index.entries(here).values():
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, depth + 1))
