"""Files named inside a library of digital assets (.hda, .otl), for whoever sends the library along.

A library is no scene: it has no folder `$HIP`, no frame range and no targets. So its mentions are looked up beside the
library alone.
"""

from __future__ import annotations

import os
from typing import Generator, Mapping, Optional

from farmhand.errors import SceneError
from farmhand.progress import Progress
from farmhand.readers.houdini import insides, library
from farmhand.readers.houdini.files import Finder
from farmhand.readers.houdini.graph import Graph, Libraries, Node
from farmhand.readers.houdini.syntax import Start
from farmhand.readers.houdini.values import Values
from farmhand.scene.expand import DirectoryIndex
from farmhand.scene.model import Reference
from farmhand.scene.rows import Rows

_LARGEST = 512 << 20


def library_references(
    path: str, index: Optional[DirectoryIndex] = None, environment: Optional[Mapping[str, str]] = None
) -> Generator[Progress, None, Rows[Reference]]:
    """The files that the assets of a library name in their contents.

    Args:
        path: The library file.
        index: What the folders hold, where the caller has one already.
        environment: Names and values for variables in paths; this process's by default.

    Returns:
        References; the node's path begins with the operator's name in place of a node.

    Raises:
        SceneError: The file cannot be opened, is no library, or the nodes of an asset in it cannot be read.
    """
    data = _data(path)
    try:
        kinds = sorted(library.definitions(data))
    except library.BrokenLibraryError as error:
        raise _broken(path, str(error)) from error
    assets = {"/" + kind.replace("/", "_"): Node("/" + kind.replace("/", "_"), kind, True) for kind in kinds}
    graph = Graph(Start(), {}, assets, {}, Libraries(embedded=data))
    found = yield from insides.find(graph, {})
    if found.unseen:
        raise _broken(path, next(iter(found.unseen.values())))
    graph = Graph(Start(), {}, {**assets, **found.nodes}, {}, Libraries())
    folder, name = os.path.split(os.path.abspath(path))
    known = os.environ if environment is None else environment
    finder = Finder(graph, Values(graph, folder, name, known), folder, index or DirectoryIndex(), (), (1, 240))
    return (yield from finder.all())


def _broken(path: str, why: str) -> SceneError:
    return SceneError(
        "The library {path} cannot be read: {why}", "Copy it again, or save it again in Houdini.", path=path, why=why
    )


def _data(path: str) -> bytes:
    try:
        if os.path.getsize(path) > _LARGEST:
            raise SceneError("The library {path} is too large to look into.", "Send it as it is.", path=path)
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        why = error.strerror or str(error)
        raise SceneError(
            "The library {path} cannot be read: {why}.", "Check that it is there and may be read.", path=path, why=why
        ) from error
