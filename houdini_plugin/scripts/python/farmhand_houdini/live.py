"""The open scene as the Graph that the file reader makes of a .hip, so that both mean the same by it.

Networks are walked one by one with a pause between; of a node only what can name a frame, a camera or a file is asked,
when somebody wants it. The insides of locked assets are looked into where Houdini itself did not bring the asset.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from typing import (
    TYPE_CHECKING,
    Any,
    Dict,
    FrozenSet,
    Generator,
    Iterable,
    Iterator,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Tuple,
)

import hou

from farmhand.paths import forward
from farmhand.progress import Progress
from farmhand.readers.houdini import files, tables
from farmhand.readers.houdini.archive import COMMERCIAL, LIMITED, NON_COMMERCIAL
from farmhand.readers.houdini.graph import Graph, Libraries, Node, Pace, read_remembered
from farmhand.readers.houdini.insides import MOST_NODES, Insides
from farmhand.readers.houdini.syntax import Channel, Start, Take, Value
from farmhand.readers.houdini.targets import CURRENT_TAKE
from farmhand_houdini.parms import Channels, Parms

if TYPE_CHECKING:
    from farmhand_houdini.operators import Operator, OperatorType

EMBEDDED = "Embedded"
_VARIABLE = re.compile(r"\$\{?(\w+)\}?")
_REMEMBERED = 64
_OFTEN = 16
_NOTHING: Mapping[str, Tuple[Value, ...]] = {}
_DECISIVE = ("trange", "f", "camera", "render_camera", "RS_renderCamera", "HO_renderCamera", "override_camera", "res",
             "resolution", "picture", "num_slices")  # fmt: skip
_NOT_ON_DISK = "its library is not on this disk"
_LICENCES = {"Commercial": COMMERCIAL, "Indie": LIMITED}
_ENDINGS = {".hiplc": LIMITED, ".hipnc": NON_COMMERCIAL}


class Kind(NamedTuple):
    """What all nodes of one type have in common.

    Attributes:
        name: The type's name without its table.
        full: With its table, as a scene's file writes it: `Sop/file`, `labs::Sop/tree::1.0`.
        texts: Parameters that hold text.
        file_parms: Those that Houdini offers a file chooser for.
        single: Parameters with one component.
        holds: Nodes of it can have others inside.
        decides: It renders, or says how something renders.
        varies: Nodes of it may have parameters of their own beside these.
        library: The file its definition comes from; empty for a built-in type.
        closed: Its inside is Houdini's or a plug-in's own.
    """

    name: str
    full: str
    texts: Tuple[str, ...]
    file_parms: FrozenSet[str]
    single: FrozenSet[str]
    holds: bool
    decides: bool
    varies: bool
    library: str
    closed: bool


class LiveNode(Node):
    """A node of the open scene; what only some nodes are asked for is asked of Houdini when somebody wants it.

    Args:
        path: Its path.
        operator: The node in Houdini.
        kind: Its type.
        scene: The scene it is in.
        network: It is one of the top networks.
        within: It lies inside a locked asset.
        bypassed: The asset around it is switched off.
    """

    # One small object each: a scene has a hundred thousand, and Python's garbage collection stops Houdini for them.
    __slots__ = ("path", "type", "locked", "inside", "operator", "kind", "asked", "_scene", "_bypassed")
    __setattr__ = object.__setattr__  # a Node is frozen, but may be asked

    operator: Operator
    kind: Kind
    asked: Optional[Parms]
    _scene: LiveScene
    _bypassed: bool

    def __init__(
        self, path: str, operator: Operator, kind: Kind, scene: LiveScene, network: bool, within: bool, bypassed: bool
    ) -> None:
        put = object.__setattr__
        put(self, "path", path)
        put(self, "type", "" if network else kind.name)
        put(self, "locked", bool(kind.library) and operator.isLockedHDA())
        put(self, "inside", within)
        self.operator = operator
        self.kind = kind
        self.asked = None
        self._scene = scene
        self._bypassed = bypassed

    @property
    def bypass(self) -> bool:  # noqa: D102
        return self._bypassed or _is_bypassed(self.operator)

    @property
    def inputs(self) -> Tuple[str, ...]:  # noqa: D102
        folder = self.path.rpartition("/")[0] + "/"
        try:
            above = [other.path() if other is not None else "" for other in self.operator.inputs()]
        except hou.ObjectWasDeleted:
            return ()
        return tuple([other[len(folder) :] if other.rpartition("/")[0] + "/" == folder else other for other in above])

    @property
    def parms(self) -> Parms:  # noqa: D102
        return self.asked if self.asked is not None else self._scene.parms(self)

    @property
    def channels(self) -> Mapping[str, Channel]:  # noqa: D102
        return Channels(self.operator)

    @property
    def whole(self) -> bool:  # noqa: D102
        return True

    def component(self, name: str) -> Optional[Tuple[str, int]]:  # noqa: D102
        try:
            parm = self.operator.parm(name)
            if parm is not None:
                return parm.tuple().name(), parm.componentIndex()
            return (name, 0) if self.operator.parmTuple(name) is not None else None
        except hou.ObjectWasDeleted:
            return None

    def texts(self) -> Iterable[Tuple[str, Tuple[Value, ...]]]:  # noqa: D102
        asked = self.parms.get
        named = []
        try:
            for name in self._named():
                found = asked(name)
                if found:
                    named.append((name, found))
        except hou.ObjectWasDeleted:  # by the artist, since the walk
            return ()
        return named

    def text(self, name: str, component: int = 0) -> str:  # noqa: D102
        return self.parms.text(name) if component == 0 else super().text(name, component)

    def names_files(self, parm: str) -> bool:  # noqa: D102
        return parm in self.kind.file_parms or (self.kind.varies and _is_file(self.operator.parmTuple(parm)))

    def _named(self) -> Iterable[str]:
        if self.kind.varies:
            return [parms.name() for parms in self.operator.parmTuples() if _is_text(parms)]
        spare = self.operator.spareParms()
        if not spare:
            return self.kind.texts
        more = [parm.tuple().name() for parm in spare if _is_text(parm)]
        return dict.fromkeys((*self.kind.texts, *more))


class LiveScene:
    """Fills a Graph from the open scene.

    Args:
        path: The scene's file.

    Attributes:
        graph: What was found.
        kinds: Node types in use, by full name.
        inner: What could not be looked into.
        remembered: What the scene's file has for parameters that only a cook could tell, by node.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self.kinds: Dict[str, Kind] = {}
        self.inner = Insides()
        self.graph = Graph(Start(), {}, {}, {}, Libraries())
        self._home = forward(hou.getenv("HFS") or "")
        self._nodes: Dict[str, Node] = {}
        self._recent: List[LiveNode] = []
        self.remembered: Dict[str, Mapping[str, Tuple[Value, ...]]] = {}
        self._deciding: List[LiveNode] = []

    def fill(self) -> Generator[Progress, None, None]:
        """Look at every node; yields often."""
        nodes = self._nodes
        pace = Pace()
        waiting: List[Iterator[Tuple[Any, bool, bool]]] = [iter([(one, False, False) for one in hou.root().children()])]
        inside = steps = 0
        while waiting:
            steps += 1
            if not steps % _OFTEN and pace.due():
                yield Progress("read", len(nodes), 0, "steps")
            following = next(waiting[-1], None)
            if following is None:
                waiting.pop()
                continue
            operator, within, bypassed = following
            inside += within
            if within and inside > MOST_NODES:
                self.inner.full = True
                continue
            try:
                node = self._node(operator, within, bypassed, len(waiting) == 1)
                children = self._children(node, operator)
            except hou.ObjectWasDeleted:  # by the artist, between two slices
                continue
            nodes[node.path] = node
            if children:
                deeper = within or node.locked
                waiting.append(iter([(one, deeper, deeper and node.bypass) for one in children]))
        yield Progress("read", len(nodes), len(nodes), "steps")
        self.graph = Graph(
            start=_start(),
            variables={"ACTIVETAKE": str(hou.takes.currentTake().name()), "JOB": hou.getenv("JOB") or ""},
            nodes=nodes,
            takes={},
            libraries=self._libraries(),
            licence=licence(self._path),
        )
        self.graph = replace(self.graph, takes=(yield from self._takes()))

    def let_go(self) -> Generator[Progress, None, None]:
        """Forget the nodes that have nothing to do with rendering, a few at a time.

        Kept, a hundred thousand would stop Houdini whenever Python collects its garbage. What lies beside a ROP stays:
        the graph can still tell what a node leads to.
        """
        networks = {"/"}
        for node in self._deciding:
            network = node.parent
            while network not in networks:
                networks.add(network)
                network = network.rpartition("/")[0] or "/"
        pace = Pace()
        for at, path in enumerate(list(self._nodes)):
            if not at % _OFTEN and pace.due():
                yield Progress("assets")
            if (path.rpartition("/")[0] or "/") not in networks:
                del self._nodes[path]
        self._forget()

    def parms(self, node: LiveNode) -> Parms:
        """What asks for the parameters of a node, which keeps it for as long as it is one of those asked last."""
        if len(self._recent) >= _REMEMBERED:
            self._forget()
        self._recent.append(node)
        node.asked = found = Parms(node.operator, self.remembered.get(node.path, _NOTHING), node.kind.single)
        return found

    def _forget(self) -> None:
        """Ask for every parameter anew from now on."""
        for node in self._recent:
            node.asked = None
        self._recent.clear()

    def _node(self, operator: Operator, within: bool, bypassed: bool, network: bool) -> LiveNode:
        node = LiveNode(operator.path(), operator, self._kind(operator), self, network, within, bypassed)
        if node.kind.decides:
            self._deciding.append(node)
        return node

    def _kind(self, operator: Operator) -> Kind:
        of: OperatorType = operator.type()
        key = of.nameWithCategory()
        kind = self.kinds.get(key)
        if kind is None:
            full = _full(of)
            texts, chosen, single, varies = _parms(operator)
            definition = of.definition()
            library = str(definition.libraryFilePath()) if definition is not None else ""
            closed = False
            if library and library != EMBEDDED:
                closed = bool(files.plugin_of(library, [full])) or self._is_of_houdini(library)
                if not closed and not os.path.exists(_expanded(library)):
                    self.inner.unseen[of.name()] = _NOT_ON_DISK
            kind = self.kinds[key] = Kind(
                of.name(), full, texts, chosen, single, of.childTypeCategory() is not None, _decides(of.name()),
                varies, library, closed,
            )  # fmt: skip
        return kind

    def _is_of_houdini(self, library: str) -> bool:
        return files.is_of_houdini([forward(library)], self._home)

    def _children(self, node: LiveNode, operator: Operator) -> Tuple[Operator, ...]:
        """What lies in a node; nothing for what Houdini or a plug-in keeps inside its own assets."""
        if not node.kind.holds or (node.locked and node.kind.closed):
            return ()
        return tuple(operator.children())

    def _libraries(self) -> Libraries:
        """The libraries of the types in use, and those that no search path of Houdini brings."""
        used = {kind.full: (kind.library,) for kind in self.kinds.values() if kind.library}
        folders = (self._home, forward(hou.homeHoudiniDirectory()), *map(forward, _otl_paths()))
        known = {forward(path) for paths in used.values() for path in paths}
        brought = tuple(
            path for path in hou.hda.loadedFiles()
            if path != EMBEDDED and forward(path) not in known
            and not any(folder and forward(path).startswith(folder.rstrip("/") + "/") for folder in folders)
        )  # fmt: skip
        return Libraries(brought, used)

    def _takes(self) -> Generator[Progress, None, Dict[str, Take]]:
        """What other takes change, read from the scene's file: Houdini tells the values of the current take alone, and
        switching takes would change the scene. The current one needs nothing: the nodes have its values.

        The last values of what only a cook could tell come from there too."""
        current = self.graph.variables["ACTIVETAKE"]
        found: Dict[str, Take] = {}
        named = {node.text("take") for node in self._deciding}
        untold = frozenset(node.path for node in self._deciding if _untold(node))
        if untold or named - {"", CURRENT_TAKE, current}:
            found, remembered = yield from read_remembered(self._path, untold)
            self.remembered.update(remembered)
            self._forget()
        found[current] = Take(current, "", {})
        return found


def licence(path: str) -> str:
    """The licence that the scene's file and the running Houdini have, the stricter of both."""
    name = str(hou.licenseCategory()).rpartition(".")[2]
    running = _LICENCES.get(name, NON_COMMERCIAL)
    saved = _ENDINGS.get(os.path.splitext(path)[1].lower(), COMMERCIAL)
    return max(running, saved, key=(COMMERCIAL, LIMITED, NON_COMMERCIAL).index)


def _expanded(path: str) -> str:
    return _VARIABLE.sub(lambda found: hou.getenv(found.group(1)) or found.group(0), path)


def _full(of: OperatorType) -> str:
    _, namespace, name, version = of.nameComponents()
    table = of.nameWithCategory().partition("/")[0]
    return "%s%s/%s%s" % (namespace + "::" if namespace else "", table, name, "::" + version if version else "")


def _start() -> Start:
    first, last = hou.playbar.frameRange()
    range_first, range_last = hou.playbar.playbackRange()
    return Start(hou.fps(), hou.frame(), first, last, range_first, range_last)


def _decides(name: str) -> bool:
    kind = tables.base_type(name)
    return any(kind in known for known in (tables.ROPS, tables.DRIVES, tables.STAGE_SETTINGS, tables.CAMERA_TYPES))


def _untold(node: Node) -> bool:
    """Whether a node that decides what renders has a value that only a cook could tell."""
    rop = tables.ROPS.get(tables.base_type(node.type))
    size = (rop.size.pixels, rop.size.scale) if rop is not None and rop.size is not None else ()
    names = _DECISIVE + size + (rop.outputs if rop is not None else ())
    return any(one.channel and not one.text for name in names for one in node.parms.get(name, ()))


def _is_bypassed(operator: Any) -> bool:
    ask = getattr(operator, "isBypassed", None)  # objects have no such flag
    return bool(ask()) if ask is not None else False


def _parms(operator: Operator) -> Tuple[Tuple[str, ...], FrozenSet[str], FrozenSet[str], bool]:
    """Names of the type's own text parameters, of those for files, of those with one component, and whether nodes may
    have more."""
    texts: List[str] = []
    chosen: List[str] = []
    single: List[str] = []
    varies = False
    for parms in operator.parmTuples():
        varies = varies or parms.isMultiParmParent()
        if not parms.isSpare() and len(parms) == 1:
            single.append(parms.name())
        if not parms.isSpare() and _is_text(parms):
            texts.append(parms.name())
            if _is_file(parms):
                chosen.append(parms.name())
    return tuple(texts), frozenset(chosen), frozenset(single), varies


def _is_text(parm: Any) -> bool:
    return bool(parm.parmTemplate().type() == hou.parmTemplateType.String)


def _is_file(parm: Optional[Any]) -> bool:
    template = parm.parmTemplate() if parm is not None else None
    return isinstance(template, hou.StringParmTemplate) and template.stringType() == hou.stringParmType.FileReference


def _otl_paths() -> List[str]:
    found: List[str] = []
    for name in ("HOUDINI_OTLSCAN_PATH", "HOUDINI_PATH", "HSITE"):
        text = hou.getenv(name) or ""
        found += [part for part in text.replace(";", os.pathsep).split(os.pathsep) if part and part != "&"]
    return found
