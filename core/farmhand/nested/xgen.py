"""Files named in XGen collections (.xgen, .xgd): what lies in the descriptions' folders, caches, maps, archives.

A line a value, `name<TAB>value`, in objects that begin at the margin (`Palette`, `ClumpingFXModule` ...) and end with
`endAttrs`. XGen reads its painted maps, points and regions by convention from `<xgDataPath>/<description>/`,
so that whole folder counts. `${PROJECT}` is the project of whoever saved, unless the caller says where it is now.
"""

from __future__ import annotations

import os
import re
from typing import Dict, Iterator, List, Mapping, NamedTuple, Optional, Tuple

from farmhand.nested.said import (
    BELONGS_TO_PROGRAM,
    Item,
    Named,
    Unreadable,
    Where,
    folders_of,
    kind_of,
    looks_like_file,
)
from farmhand.nested.source import Source
from farmhand.nested.strings import decoded
from farmhand.paths import forward

_LONGEST_LINE = 4 * 1024 * 1024
_OBJECT = re.compile(r"^(?:Palette|Description|Patch\w*|Guides|[A-Z]\w*(?:FXModule|Primitive|Generator|Renderer))$")
_MAP = re.compile(r"\b(?:map|ptex|file|vmap|cmap)\s*\(\s*[\"']([^\"']+)[\"']")
_WORDS = re.compile(r"\"([^\"\n]+)\"|(\S+)")
_DESC = re.compile(r"\$\{?DESC\}?")
_MODULE = re.compile(r"\$\{?FXMODULE\}?")
_INSTALLATION = re.compile(r"^\$\{?XGEN_(?:LOCATION|ROOT)\}?")

_UNUSED: Mapping[Tuple[str, str], Tuple[str, str]] = {
    ("SplinePrimitive", "cacheFileName"): ("useCache", "false"),
    ("RandomGenerator", "pointDir"): ("usePoints", "false"),
    ("ClumpingFXModule", "controlMapDir"): ("useControlMaps", "0"),
    ("NoiseFXModule", "bakeDir"): ("mode", "0"),
}
"""Object and value -> the value beside it that makes XGen not read it (publishing tools of studios know these)."""

_FOLDERS = frozenset(["mapDir", "pointDir", "controlMapDir", "bakeDir", "maskDir", "lengthDir", "wiresDir"])
_CACHES = frozenset(["cacheFileName", "wiresFile", "vdbFile", "boundFile", "archiveFile", "objectFile"])
_NOT_FILES = frozenset(["name", "parent", "xgDogTag", "xgDataPath", "xgProjectPath", "description", "outputDir"])


class _Object(NamedTuple):
    type: str
    values: Dict[str, str]


def read_xgen(source: Source) -> Iterator[Item]:
    """Read an XGen collection, or the changes to one (.xgd), which may be empty.

    Raises:
        Unreadable: It is no collection.
        OSError: It cannot be read.
    """
    project, data_path, description = "", "", ""
    seen = 0
    for found in _objects(source):
        if found is None:
            yield None
            continue
        seen += 1
        values = found.values
        if found.type == "Palette":
            project = values.get("xgProjectPath", "")
            data_path = values.get("xgDataPath", "")
            yield Where("", (), {"PROJECT": project}) if project else None
            yield _patch_cache(source)
        elif found.type == "Description":
            description = values.get("name", "")
            if description and data_path:
                folders = _with_project(tuple(one + "/" + description for one in _paths(data_path)), source)
                yield Named("%s xgDataPath" % description, data_path, "cache", True, True, also=folders)
        yield from _of_object(found, description, data_path, source)
    if not seen and not source.path.lower().endswith(".xgd"):
        raise Unreadable("the file is no XGen collection")


def _objects(source: Source) -> Iterator[Optional[_Object]]:
    """The objects of a collection with their values, and None after each slice of work."""
    type_ = ""
    values: Dict[str, str] = {}
    for line in _lines(source):
        if line is None:
            yield None
            continue
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, value = (line.split(None, 1) + [""])[:2]
        if name != "endAttrs" and (line[0] not in "\t " or not value) and _OBJECT.match(name):
            if values:
                yield _Object(type_, values)
            type_, values = name, {}
        elif name == "endAttrs":
            if type_:
                yield _Object(type_, values)
            type_, values = "", {}
        elif type_:
            key = name
            while key in values:
                key += "+"
            values[key] = value.strip()
    if type_ and values:
        yield _Object(type_, values)


def _lines(source: Source) -> Iterator[Optional[str]]:
    held = b""
    for chunk in source.chunks():
        lines = (held + chunk).split(b"\n")
        held = lines.pop()
        for line in lines:
            yield decoded(line).rstrip("\r")
        if len(held) > _LONGEST_LINE:
            raise Unreadable("a line is too long")
        yield None
    if held:
        yield decoded(held)


def _of_object(found: _Object, description: str, data_path: str, source: Source) -> Iterator[Item]:
    module = found.values.get("name", "")
    for key, value in found.values.items():
        name = key.rstrip("+")
        if not value or name in _NOT_FILES or _is_unused(found, name):
            continue
        attribute = " ".join(filter(None, [description, found.type if found.type != "Description" else "", name]))
        for text, required, folder in _texts(name, value):
            tries = _tries(text, description, data_path, module, source)
            ignored = BELONGS_TO_PROGRAM if _INSTALLATION.match(text) else ""
            kind = kind_of(text, "texture" if folder else "other")
            yield Named(attribute, text, kind, required, folder, also=tries, ignored=ignored)


def _is_unused(found: _Object, name: str) -> bool:
    beside, off = _UNUSED.get((found.type, name), ("", ""))
    return bool(beside) and found.values.get(beside, "").lower() == off


def _texts(name: str, value: str) -> Iterator[Tuple[str, bool, bool]]:
    """The texts of a value that name files: text, whether required, whether it may be a folder."""
    if name in _FOLDERS:
        yield value, False, True
    elif name in _CACHES:
        yield value, True, False
    elif "(" in value or "$" in value[1:]:
        for text in _MAP.findall(value):
            yield text.rstrip("/"), True, True
    for quoted, bare in _WORDS.findall(value) if "." in value and name not in _CACHES else ():
        text = re.split(r"=\"?", quoted or bare)[-1].strip("\"',;")
        if looks_like_file(text) and "(" not in text:
            yield text, False, False


def _tries(text: str, description: str, data_path: str, module: str, source: Source) -> Tuple[str, ...]:
    text = _MODULE.sub(lambda _: module, text)
    paths = [text]
    if _DESC.search(text):
        paths = [(one + "/" + description).join(_DESC.split(text)) for one in _paths(data_path)]
    return _with_project(tuple(paths), source)


def _paths(data_path: str) -> List[str]:
    return [forward(one).rstrip("/") for one in folders_of(data_path)]


def _with_project(paths: Tuple[str, ...], source: Source) -> Tuple[str, ...]:
    """`${PROJECT}x` and `${PROJECT}/x` are both written and mean the same; then beside the collection."""
    found = [re.sub(r"(\$\{PROJECT\})/*", r"\1/", path) for path in paths]
    beside = forward(os.path.dirname(source.path))
    found += [path.replace("${PROJECT}", beside) for path in found if "${PROJECT}" in path]
    return tuple(dict.fromkeys(found))


def _patch_cache(source: Source) -> Named:
    """The patches' geometry for batch renders, which XGen writes beside the collection under its name."""
    name = os.path.splitext(os.path.basename(source.path))[0] + ".abc"
    return Named("patches", name, "cache", False)
