"""USD in all its files: text, crate, and packages (.usdz), told apart by their first bytes as USD does.

Farmhand's own readers come first, also where the DCC has USD: they never load a stage and give the same answer
everywhere. The DCC's `pxr` is asked for a crate of a version that is not known here; without it, guessing is left.
"""

from __future__ import annotations

import importlib
import logging
import posixpath
import struct
import zipfile
from typing import Iterator, Sequence, Set, Tuple

from farmhand.nested.guess import guessed_names
from farmhand.nested.said import Doubt, Item, Named, Unreadable
from farmhand.nested.source import Source
from farmhand.nested.usd_crate import MAGIC as CRATE, UnknownVersion, read_crate
from farmhand.nested.usd_text import read_usda
from farmhand.nested.usd_words import named
from farmhand.paths import forward, is_absolute

_log = logging.getLogger(__name__)

_ZIP = b"PK\x03\x04"
_LAYERS = (".usd", ".usda", ".usdc", ".usdz")
_ENTRY_HEAD = 30
_DEEPEST = 4
_MOST_ENTRIES = 100000


def read_usd(source: Source) -> Iterator[Item]:
    """Read a USD file of any kind.

    Raises:
        Unreadable: It is no USD file.
        OSError, ValueError, LookupError, struct.error, zipfile.BadZipFile: It cannot be read, or is damaged.
    """
    yield from _read(source, 0)


def _read(source: Source, depth: int) -> Iterator[Item]:
    head = source.head(len(CRATE))
    if head.startswith(CRATE):
        try:
            yield from read_crate(source)
        except UnknownVersion as error:
            yield from _by_pxr(source, str(error))
    elif head.startswith(_ZIP):
        yield from _package(source, depth)
    else:
        yield from read_usda(source)


def _package(source: Source, depth: int) -> Iterator[Item]:
    """The layers of a package; what they name inside of it travels with it."""
    if depth >= _DEEPEST:
        raise Unreadable("packages lie too deep in each other")
    with source.open() as file, zipfile.ZipFile(file) as package:
        entries = package.infolist()
        if len(entries) > _MOST_ENTRIES:
            raise Unreadable("the package has too many files")
        inside = {entry.filename for entry in entries}
        for entry in entries:
            if not entry.filename.lower().endswith(_LAYERS):
                continue
            if entry.file_size > source.limit or entry.compress_type != zipfile.ZIP_STORED:
                yield Doubt("%s in it is packed or too large" % entry.filename)
                continue
            yield None
            layer = _entry(source, entry)
            for item in _read(layer, depth + 1):
                if not isinstance(item, Named) or not _is_inside(item, entry.filename, inside):
                    yield item


def _entry(source: Source, entry: zipfile.ZipInfo) -> Source:
    """A file of a package, read where it lies in it."""
    with source.open() as file:
        file.seek(entry.header_offset)
        head = file.read(_ENTRY_HEAD)
    if len(head) != _ENTRY_HEAD:
        raise Unreadable("the package is cut off")
    name, more = struct.unpack_from("<HH", head, _ENTRY_HEAD - 4)
    start = entry.header_offset + _ENTRY_HEAD + name + more
    return source.part("%s!%s" % (source.path, entry.filename), start, entry.file_size)


def _is_inside(item: Named, holder: str, inside: Set[str]) -> bool:
    """Whether a package holds what one of its layers names: beside the layer, or from the package's root."""
    path = forward((item.also or (item.text,))[0])
    if is_absolute(path):
        return False
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(holder), path))
    if beside in inside or posixpath.normpath(path) in inside:
        return True
    if "<" in beside:  # tiles: the part before the token
        return any(name.startswith(beside[: beside.index("<")]) for name in inside)
    return False


def _by_pxr(source: Source, reason: str) -> Iterator[Item]:
    """A crate by the USD of the DCC, as a lone layer: nothing is composed. Without it, by guessing."""
    found = _asked(source.path)
    if not found:
        yield Doubt(reason)
        yield from guessed_names(source)
        return
    for attribute, paths in zip(("subLayers", "references", "payload"), found):
        for path in paths:
            yield named(attribute, str(path))


def _asked(path: str) -> Tuple[Sequence[str], ...]:
    """What pxr says: layers, references and values, payloads; nothing where there is none, or where it cannot tell."""
    try:
        sdf, utils = importlib.import_module("pxr.Sdf"), importlib.import_module("pxr.UsdUtils")
        return tuple(utils.ExtractExternalReferences(path)) if sdf.Layer.FindOrOpen(path) else ()
    except ImportError:
        return ()
    except RuntimeError as error:  # what pxr's Tf.ErrorException is
        _log.info("pxr cannot read %s: %s", path, error)
        return ()
