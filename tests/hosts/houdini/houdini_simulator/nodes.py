"""Nodes of the simulated Houdini, each on top of a node of a .hip."""

# ruff: noqa: N802, N803, N815  the spelling is Houdini's

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from farmhand.readers.houdini.graph import Node as Source

from .parms import Parm, ParmTemplate, ParmTuple, component_name, found
from .strict import ObjectWasDeleted, strict

TABLES = {
    "obj": "Object", "out": "Driver", "stage": "Lop", "mat": "Vop", "shop": "Shop", "img": "Cop2", "ch": "Chop",
    "tasks": "Top", "vex": "Vop", "part": "Pop",
}  # fmt: skip
INSIDE = {
    "geo": "Sop", "ropnet": "Driver", "lopnet": "Lop", "matnet": "Vop", "shopnet": "Shop", "dopnet": "Dop",
    "topnet": "Top", "chopnet": "Chop", "cop2net": "Cop2", "img": "Cop2", "vopnet": "Vop", "popnet": "Dop",
}  # fmt: skip
LEAVES = frozenset(("file", "null", "merge", "ifd", "karma", "arnold", "fetch"))
"""Types that can hold no nodes; of all others nothing is known here."""
WITH_BYPASS = frozenset(("Sop", "Driver", "Lop", "Dop", "Cop2", "Chop", "Top", "Vop"))


@strict
class HDADefinition:
    def __init__(self, library: str) -> None:
        self._library = library

    def libraryFilePath(self) -> str:
        return self._library


@strict
class NodeTypeCategory:
    def __init__(self, name: str) -> None:
        self._name = name

    def name(self) -> str:
        return self._name


@strict
class OpNodeType:
    def __init__(self, name: str, table: str, library: str) -> None:
        self._name = name
        self._table = table
        self._library = library

    def name(self) -> str:
        return self._name

    def nameWithCategory(self) -> str:
        return self._table + "/" + self._name

    def nameComponents(self) -> Tuple[str, str, str, str]:
        parts = self._name.split("::")
        version = parts.pop() if len(parts) > 1 and parts[-1][:1].isdigit() else ""
        name = parts.pop()
        return "", "::".join(parts), name, version

    def category(self) -> NodeTypeCategory:
        return NodeTypeCategory(self._table)

    def childTypeCategory(self) -> Optional[NodeTypeCategory]:
        return None if self._name in LEAVES else NodeTypeCategory("Any")

    def definition(self) -> Optional[HDADefinition]:
        return HDADefinition(self._library) if self._library else None


@strict
class OpNode:
    """One node."""

    def __init__(self, houdini: Any, source: Source, table: str) -> None:
        self._houdini = houdini
        self._source = source
        self._path = source.path
        self._table = table
        self._parms: Optional[Dict[str, Any]] = None
        self._user: Dict[str, Any] = {}
        self._deleted = False

    # what it is

    def path(self) -> str:
        self._alive()
        return self._path

    def name(self) -> str:
        self._alive()
        return self._source.name

    def type(self) -> OpNodeType:
        self._alive()
        return self._houdini.node_type(self._source.type or self._source.name, self._table)

    def children(self) -> Tuple[Any, ...]:
        self._alive()
        return self._houdini.children(self._path)

    def parent(self) -> Any:
        return self._houdini.node(self._source.parent)

    def inputs(self) -> Tuple[Any, ...]:
        self._alive()
        return tuple(map(self._input, self._source.inputs))

    def _input(self, said: str) -> Any:
        """What is connected: None where nothing is; for a subnet's own input, what is connected to the subnet."""
        around = self._source.parent.rstrip("/")
        if said[:1] != "(":
            return self._houdini.node(around + "/" + said) if said else None
        above = self._houdini.node(around).inputs()
        return above[int(said[1:-1])] if int(said[1:-1]) < len(above) else None

    def isLockedHDA(self) -> bool:
        return self._source.locked

    def needsToCook(self, time: Optional[float] = None) -> bool:
        return self._path not in self._houdini.stages

    def node(self, path: str) -> Any:
        self._alive()
        return self._houdini.node(self._source.beside(path))

    # parameters

    def parm(self, name: str) -> Optional[Parm]:
        self._alive()
        known = self._all()
        values = known.get(name)
        if values is not None and len(values) == 1:
            return Parm(self, name, 0, values[0])
        for whole, components in known.items():
            if len(components) > 1 and name.startswith(whole):
                for at, value in enumerate(components):
                    if component_name(value, whole, at, len(components)) == name:
                        return Parm(self, whole, at, value)
        place, _, last = name.rpartition("/")
        other = self._houdini.node(self._source.beside(place)) if place else None
        return other.parm(last) if other is not None else None

    def parmTuple(self, name: str) -> Optional[ParmTuple]:
        self._alive()
        return ParmTuple(self, name) if name in self._all() else None

    def parmTuples(self) -> Tuple[ParmTuple, ...]:
        self._alive()
        return tuple(ParmTuple(self, name) for name in self._all())

    def spareParms(self) -> Tuple[Parm, ...]:
        return ()

    def evalParm(self, name: str) -> Any:
        return found(self.parm(name)).eval()

    # what changes something

    def setParms(self, values: Dict[str, Any]) -> None:
        self._houdini.mutations.append(("setParms", self._path, values))

    def createNode(self, kind: str, name: str = "") -> None:
        self._houdini.mutations.append(("createNode", self._path, kind))

    def cook(self, force: bool = False) -> None:
        self._houdini.mutations.append(("cook", self._path, None))

    def setSelected(self, on: bool, clear_all_selected: bool = False, show_asset_if_selected: bool = False) -> None:
        self._alive()
        kept = [] if clear_all_selected else [path for path in self._houdini.selected if path != self._path]
        self._houdini.selected = kept + ([self._path] if on else [])

    def setColor(self, color: Any) -> None:
        self._houdini.mutations.append(("setColor", self._path, color))

    def setCachedUserData(self, name: str, value: Any) -> None:
        self._user[name] = value

    def cachedUserData(self, name: str) -> Any:
        return self._user.get(name)

    # for the simulator

    def _alive(self) -> None:
        if self._deleted:
            raise ObjectWasDeleted("Attempt to access an object that no longer exists in Houdini.")

    def _all(self) -> Dict[str, Any]:
        if self._parms is None:
            self._parms = dict(self._source.parms)
        return self._parms

    def _raw(self, name: str) -> Tuple[Any, ...]:
        return self._all()[name]

    def _component_name(self, whole: str, index: int) -> str:
        values = self._all()[whole]
        return component_name(values[index], whole, index, len(values))

    def _template(self, name: str) -> ParmTemplate:
        return self._houdini.template(self._source.type, name)


@strict
class RopNode(OpNode):
    """A node that renders."""

    def isBypassed(self) -> bool:
        return self._source.bypass

    def render(self, *args: Any, **named: Any) -> None:
        self._houdini.mutations.append(("render", self._path, None))


@strict
class SopNode(OpNode):
    """Any other node with a bypass flag."""

    def isBypassed(self) -> bool:
        return self._source.bypass

    def geometry(self) -> None:
        self._houdini.mutations.append(("cook", self._path, "geometry"))


@strict
class LopNode(OpNode):
    """A node of a USD stage."""

    def isBypassed(self) -> bool:
        return self._source.bypass

    def stage(self) -> Any:
        if self._path not in self._houdini.stages:
            self._houdini.mutations.append(("cook", self._path, "stage"))
        return self._houdini.stages.get(self._path)


CLASSES = {"Driver": RopNode, "Lop": LopNode, **dict.fromkeys(WITH_BYPASS - {"Driver", "Lop"}, SopNode)}


def table_of(source: Source, parent: Optional[Source], above: str, known: Dict[str, List[str]]) -> str:
    """The table of a node's type: by the libraries that name it, else by the network around it.

    Args:
        source: The node.
        parent: The network around it; None for the top ones.
        above: The table of that network's own type.
        known: Type -> tables, for digital assets.
    """
    if parent is None or source.parent == "/":
        return "Manager"
    around = TABLES.get(parent.name) if parent.parent == "/" else INSIDE.get(parent.type)
    around = around or (above if above != "Object" else "Sop")
    tables = known.get(source.type, [])
    return around if around in tables or not tables else tables[0]
