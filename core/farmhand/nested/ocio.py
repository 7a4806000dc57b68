"""Look-up tables named in OpenColorIO configs (.ocio).

The config is YAML, but a YAML library is not needed for `search_path`, `environment` and the `src` of each
`!<FileTransform>`, in braces or in lines (OpenColorIO's documentation, "Config syntax"). Transforms between color
spaces have a `src` too, which is no file. Paths are relative to the search path, whose folders are relative to the
config.
"""

from __future__ import annotations

import re
from typing import Dict, Iterator, List, Tuple

from farmhand.nested.said import Item, Named, Unreadable, Where, folders_of
from farmhand.nested.source import Source
from farmhand.nested.strings import decoded

_MOST = 64 * 1024 * 1024
_PROFILE = re.compile(r"^\s*ocio_profile_version\s*:", re.M)
_TRANSFORM = re.compile(r"!<FileTransform>")
_IN_BRACES = re.compile(r"[ \t]*\{((?:[^{}\"']|\"[^\"]*\"|'[^']*')*)\}")
_SRC = re.compile(r"(?:^|[\s,])src\s*:\s*(\"[^\"]*\"|'[^']*'|[^,\n]+)")
_LINE = re.compile(r"\n([ \t]+)(?:- )?(\w+)[ \t]*:[ \t]*([^\n]*)")
_TOP = re.compile(r"^(\w+)[ \t]*:[ \t]*(.*?)(?=^\S|\Z)", re.M | re.S)
_PAIR = re.compile(r"([A-Za-z_]\w*)\s*:\s*(\"[^\"]*\"|'[^']*'|[^,}\n]*)")
_SLICE = 200


def read_ocio(source: Source) -> Iterator[Item]:
    """Read an OpenColorIO config.

    Raises:
        Unreadable: It is none, or too large.
        OSError: It cannot be read.
    """
    data = bytearray()
    for chunk in source.chunks():
        data += chunk
        if len(data) > _MOST:
            raise Unreadable("the config is too large")
        yield None
    text = re.sub(r"(?m)(?:^|(?<=\s))#.*$", "", decoded(bytes(data)))
    if not _PROFILE.search(text):
        raise Unreadable("the file is no OpenColorIO config")
    yield from _places(text)
    for done, transform in enumerate(_TRANSFORM.finditer(text)):
        if done % _SLICE == 0:
            yield None
        written = _source(text, transform.end())
        if written:
            yield Named("FileTransform src", written, "color", search="luts")


def _places(text: str) -> Iterator[Item]:
    folders: Tuple[str, ...] = ()
    values: Dict[str, str] = {}
    for top in _TOP.finditer(text):
        if top.group(1) == "search_path":
            folders = _search_path(top.group(2))
        elif top.group(1) == "environment":
            values = {name: _plain(value) for name, value in _PAIR.findall(top.group(2))}
    yield Where("luts", folders, values)


def _search_path(value: str) -> Tuple[str, ...]:
    """`luts:other`, `[luts, other]`, or a list in lines."""
    first = value.split("\n", 1)[0].strip()
    if first.startswith("["):
        parts = value.strip().strip("[]").replace("\n", " ").split(",")
    elif first:
        parts = [first]
    else:
        parts = [line.strip()[1:] for line in value.split("\n") if line.strip().startswith("-")]
    found: List[str] = []
    for part in parts:
        found.extend(folders_of(_plain(part)))
    return tuple(found)


def _source(text: str, at: int) -> str:
    """The `src` of the transform that begins at a place."""
    braces = _IN_BRACES.match(text, at)
    if braces is not None:
        found = _SRC.search(braces.group(1))
        return _plain(found.group(1)) if found else ""
    indent = ""
    line = _LINE.match(text, at)
    while line is not None and (not indent or line.group(1) == indent):
        indent = line.group(1)
        if line.group(2) == "src":
            return _plain(line.group(3))
        line = _LINE.match(text, line.end())
    return ""


def _plain(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
