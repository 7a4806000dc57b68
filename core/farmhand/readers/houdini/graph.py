"""The scene as a graph: every node by its path, with type, flags, inputs, parameters and channels.

Reads the archive once; of a node's entries only those that can name a frame, a camera or a file are opened, the rest
(geometry, layout, spare interfaces) is stepped over. Locked digital assets keep their inside in their definition:
`insides` adds it.
"""

from __future__ import annotations

import logging
import os
import posixpath
import re
import time
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Dict, FrozenSet, Generator, Iterable, List, Mapping, Optional, Tuple

from farmhand.errors import SceneError
from farmhand.progress import Progress
from farmhand.readers.houdini import syntax
from farmhand.readers.houdini.archive import Archive, Entry, text_of
from farmhand.readers.houdini.syntax import Channel, Parms, Start, Take, Value

_log = logging.getLogger(__name__)

PACE = 0.003
"""Seconds of work after which the generators here report."""

_SUFFIXES: Mapping[str, int] = {
    **{letter: at for at, letter in enumerate("xyzw")}, **{letter: at for at, letter in enumerate("rgba")},
    **{letter: at for at, letter in enumerate("uv")}, **{letter: at for at, letter in enumerate("1234")},
}  # fmt: skip

_NODE_PARTS = ("init", "def", "parm", "chn")
_TOP = (
    ".start", ".variables", ".OPlibraries", ".OPfallbacks", ".defotl", ".takes", ".unselfiledeps",
)  # fmt: skip
_LARGEST_TEXT = 64 << 20
_OWN_INPUT = re.compile(r"\((\d{1,4})\)\Z")
_DEEPEST = 200
"""Networks inside each other that are looked through for what is connected outside."""
_REMEMBERED = 64
_LARGEST_LIBRARY = 512 << 20


@dataclass(frozen=True)
class Node:
    """One operator.

    Attributes:
        path: Such as `/out/mantra1`.
        type: The operator type's name (`ifd`), without its table; empty for the top networks.
        locked: Its inside is that of its definition, and not stored in the scene.
        bypass: It is switched off.
        inputs: What it takes in, by number: the name of a node beside it, `(0)` for the first input of the network
            around it, a path for a node elsewhere; empty where nothing is connected.
        parm_data, channel_data: Its `.parm` and `.chn` entries as they stand in the file. They are parsed when somebody
            asks: a million values kept as objects would make Python's garbage collection stop the panel.
        inside: It comes from the definition of a locked asset around it.
    """

    path: str
    type: str = ""
    locked: bool = False
    bypass: bool = False
    inputs: Tuple[str, ...] = ()
    parm_data: bytes = field(default=b"", repr=False)
    channel_data: bytes = field(default=b"", repr=False)
    inside: bool = False

    @property
    def parms(self) -> Mapping[str, Tuple[Value, ...]]:
        """Components of each parameter."""
        return _parms(self.parm_data)[0]

    @property
    def channels(self) -> Mapping[str, Channel]:
        """What drives components, by the channel's name."""
        return _channels(self.channel_data)

    @property
    def whole(self) -> bool:
        """Whether all its parameters could be read."""
        return not self.parm_data or _parms(self.parm_data)[1]

    @property
    def name(self) -> str:
        """The last part of its path, `$OS`."""
        return self.path.rpartition("/")[2]

    @property
    def parent(self) -> str:
        """The path of the network it lies in."""
        return self.path.rpartition("/")[0] or "/"

    def beside(self, path: str) -> str:
        """An absolute path from one as this node's parameters write it: `../cam1`, `cam1`, `/obj/cam1`."""
        return posixpath.normpath(posixpath.join(self.path, path))

    def component(self, name: str) -> Optional[Tuple[str, int]]:
        """The parameter, and the place in it, that an expression means by `f2`; None where there is none."""
        if name in self.parms:
            return name, 0
        for whole, values in self.parms.items():
            for at, value in enumerate(values):
                if value.channel == name:
                    return whole, at
        if name[:-1] in self.parms and name[-1] in _SUFFIXES:
            return name[:-1], _SUFFIXES[name[-1]]
        return None

    def texts(self) -> Iterable[Tuple[str, Tuple[Value, ...]]]:
        """Every parameter that may name files, with its components."""
        return self.parms.items() if self.parm_data else ()

    def names_files(self, parm: str) -> bool:
        """Whether the program itself says that this parameter names files; a file does not hold that."""
        return False

    def text(self, name: str, component: int = 0) -> str:
        """A parameter's value as written, unevaluated; empty where the scene does not hold it."""
        values = self.parms.get(name, ())
        return values[component].text if component < len(values) else ""


@dataclass(frozen=True)
class Libraries:
    """Where digital assets come from.

    Attributes:
        loaded: Library files the scene loads itself, as written.
        fallbacks: For each operator, by full name, the files it came from.
        embedded: The library inside the scene; empty where there is none.
    """

    loaded: Tuple[str, ...] = ()
    fallbacks: Mapping[str, Tuple[str, ...]] = field(default_factory=dict)
    embedded: bytes = b""


@dataclass(frozen=True)
class Graph:
    """All of a scene that this reader looks at.

    Attributes:
        start: Its time.
        variables: What the saving machine and the user set.
        nodes: Every node by path, in the file's order.
        takes: Every take by name.
        libraries: Digital assets.
        unselected: Texts of file parameters that the user excluded from the scene's dependencies.
        licence: As in Archive.
        repaired: As in Archive.
        broken: Entries beside the nodes' that could not be read to their end.
    """

    start: Start
    variables: Mapping[str, str]
    nodes: Mapping[str, Node]
    takes: Mapping[str, Take]
    libraries: Libraries
    unselected: Tuple[str, ...] = ()
    licence: str = ""
    repaired: int = 0
    broken: Tuple[str, ...] = ()


@lru_cache(maxsize=_REMEMBERED)
def _parms(data: bytes) -> Tuple[Parms, bool]:
    return syntax.parms(data)


@lru_cache(maxsize=_REMEMBERED)
def _channels(data: bytes) -> Dict[str, Channel]:
    return syntax.channels(data)


class Pace:
    """Says when a generator has worked long enough without a report."""

    def __init__(self) -> None:
        self._due = time.monotonic() + PACE

    def due(self) -> bool:
        """Whether it is time; starts the next stretch when it is."""
        now = time.monotonic()
        if now < self._due:
            return False
        self._due = now + PACE
        return True


def read_graph(path: str) -> Generator[Progress, None, Tuple[Graph, Tuple[int, int]]]:
    """Read a scene file.

    Returns:
        The graph, and the file's bytes and modification time in nanoseconds.

    Raises:
        SceneError: It cannot be opened, is cut off, or is no Houdini scene.
    """
    try:
        with open(path, "rb") as file:
            found = os.fstat(file.fileno())
            graph = yield from _read(Archive(file, found.st_size, path))
    except OSError as error:
        why = error.strerror or str(error)
        raise SceneError(
            "The scene {path} cannot be read: {why}.", "Check that it is there and may be read.", path=path, why=why
        ) from error
    return graph, (found.st_size, found.st_mtime_ns)


def read_remembered(
    path: str, wanted: FrozenSet[str]
) -> Generator[Progress, None, Tuple[Dict[str, Take], Dict[str, Parms]]]:
    """What a scene file alone knows of a scene that is open: its takes, and the values that parameters had last.

    Args:
        path: The scene file.
        wanted: Paths of nodes.

    Returns:
        Takes by name, and parameters of the wanted nodes; none where the file cannot be read.
    """
    takes = b""
    found: Dict[str, Parms] = {}
    pace = Pace()
    try:
        with open(path, "rb") as file:
            archive = Archive(file, os.fstat(file.fileno()).st_size, path)
            for entry in archive.entries():
                if pace.due():
                    yield Progress("read", entry.at if entry is not None else 0, archive.size, "bytes", ".takes")
                if entry is None or entry.size > _LARGEST_TEXT:
                    continue
                if entry.name == ".takes":
                    takes = archive.read(entry.at, entry.size)
                elif entry.name.endswith(".parm") and "/" + entry.name[: -len(".parm")] in wanted:
                    found["/" + entry.name[: -len(".parm")]] = syntax.parms(archive.read(entry.at, entry.size))[0]
    except (OSError, SceneError) as error:
        _log.warning("Cannot read what %s remembers: %s", path, error)
    return {take.name: take for take in syntax.takes(takes)[0]}, found


def _read(archive: Archive) -> Generator[Progress, None, Graph]:
    top: Dict[str, Entry] = {}
    parts: Dict[str, Dict[str, Entry]] = {}
    pace = Pace()
    for entry in archive.entries():
        if pace.due():
            at = entry.at if entry is not None else 0
            yield Progress("read", at, archive.size, "bytes", os.path.basename(archive.path))
        if entry is None:
            continue
        if entry.name.startswith("."):
            if entry.name in _TOP:
                top[entry.name] = entry
            continue
        node, _, suffix = entry.name.rpartition(".")
        if node and suffix in _NODE_PARTS:
            parts.setdefault(node, {})[suffix] = entry
    if ".start" not in top and not parts:
        raise SceneError("{path} holds no Houdini scene.", "Open it in Houdini and save it again.", path=archive.path)
    nodes: Dict[str, Node] = {}
    broken: List[str] = []
    for done, (name, entries) in enumerate(parts.items()):
        if pace.due():
            yield Progress("read", done, len(parts), "steps", name)
        texts = {suffix: _content(archive, entry, _LARGEST_TEXT, broken) for suffix, entry in entries.items()}
        nodes["/" + name] = node_from(name, texts)
    content = {
        name: _content(archive, entry, _LARGEST_LIBRARY if name == ".defotl" else _LARGEST_TEXT, broken)
        for name, entry in top.items()
    }
    takes, whole = syntax.takes(content.get(".takes", b""))
    if not whole:
        broken.append(".takes")
    return Graph(
        start=syntax.start(content.get(".start", b"")),
        variables=syntax.variables(content.get(".variables", b"")),
        nodes=nodes,
        takes={take.name: take for take in takes},
        libraries=Libraries(
            tuple(_lines(content.get(".OPlibraries", b""))),
            _fallbacks(content.get(".OPfallbacks", b"")),
            content.get(".defotl", b""),
        ),
        unselected=tuple(_lines(content.get(".unselfiledeps", b""))),
        licence=archive.licence,
        repaired=archive.repaired,
        broken=tuple(broken),
    )


def node_from(name: str, texts: Mapping[str, bytes], inside: bool = False) -> Node:
    """A node from its entries.

    Args:
        name: Its path without the leading slash.
        texts: What its `init`, `def`, `parm` and `chn` entries hold.
        inside: As in Node.
    """
    kind, locked = syntax.init(texts.get("init", b""))
    said = syntax.definition(texts["def"]) if "def" in texts else syntax.Definition()
    parm, chn = texts.get("parm", b""), texts.get("chn", b"")
    return Node("/" + name, kind, locked, said.bypass, said.inputs, parm, chn, inside)


def _content(archive: Archive, entry: Entry, largest: int, broken: List[str]) -> bytes:
    if entry.size > largest:
        broken.append(entry.name)
        return b""
    return archive.read(entry.at, entry.size)


def _lines(data: bytes) -> List[str]:
    return [line.strip() for line in text_of(data).splitlines() if line.strip()]


def _fallbacks(data: bytes) -> Dict[str, Tuple[str, ...]]:
    found: Dict[str, Tuple[str, ...]] = {}
    for line in _lines(data):
        operator, _, path = line.partition(" ")
        if path:
            found[operator] = found.get(operator, ()) + (path,)
    return found


def taken_in(graph: Graph, node: Node) -> List[str]:
    """Paths of the nodes at a node's inputs, by number; empty where none is connected.

    An input of a subnet that a node in it takes in is what is connected to the subnet.

    Args:
        graph: The scene.
        node: One of its nodes.
    """
    found: List[str] = []
    folder = node.parent.rstrip("/") + "/"
    around: Optional[List[str]] = None
    for said in node.inputs:
        own = _OWN_INPUT.match(said)
        if own is None:
            found.append(said if not said or said[0] == "/" else folder + said)
            continue
        if around is None:
            network = graph.nodes.get(node.parent) if node.path.count("/") < _DEEPEST else None
            around = taken_in(graph, network) if network is not None else []
        number = int(own.group(1))
        found.append(around[number] if number < len(around) else "")
    return found


def active_take(graph: Graph) -> str:
    """The name of the take the scene was saved in."""
    return graph.variables.get("ACTIVETAKE", "Main")


def overrides(graph: Graph, take: str) -> Optional[Dict[Tuple[str, str], Tuple[Value, ...]]]:
    """What holds in a take instead of the nodes' own values, inherited from its parents; None where there is no such
    take.

    The first take records the values that others override, so it takes part like any.
    """
    chain: List[Take] = []
    name = take
    while name and name in graph.takes and len(chain) <= len(graph.takes):
        chain.append(graph.takes[name])
        name = graph.takes[name].parent
    if not chain and take != "Main":
        return None
    found: Dict[Tuple[str, str], Tuple[Value, ...]] = {}
    for one in reversed(chain):
        found.update(one.parms)
    return found
