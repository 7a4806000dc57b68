"""Which nodes are ROPs, and which of them render because others do: through inputs, fetches, merges, switches, subnets.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Generator, Iterable, List, Optional, Set, Tuple

from farmhand.progress import Progress
from farmhand.readers.houdini import syntax, tables
from farmhand.readers.houdini.graph import Graph, Node, Pace, taken_in
from farmhand.readers.houdini.tables import Rop


def rop_of(node: Node) -> Optional[Rop]:
    """What kind of ROP a node is; None where it is none. `alembic` is a ROP with a frame range, else it reads."""
    rop = tables.ROPS.get(tables.base_type(node.type))
    return rop if rop is not None and (not rop.animated or "trange" in node.parms) else None


def rendered_by(graph: Graph, paths: Iterable[str]) -> Tuple[str, ...]:
    """The ROPs that render when somebody renders these nodes: themselves, or those that they only pass on.

    A ROP that is bypassed renders where it is named itself, but not where another node leads to it, as in Houdini.

    Args:
        graph: The scene.
        paths: Of nodes; those that are not there are left out.
    """
    found: List[str] = []
    for node in (graph.nodes[path] for path in paths if path in graph.nodes):
        if rop_of(node) is not None:
            found.append(node.path)
        else:
            found += (path for path in led_to(graph, node) if not graph.nodes[path].bypass)
    return tuple(dict.fromkeys(found))


def beside_rops(graph: Graph) -> Generator[Progress, None, Graph]:
    """The part of a scene that `rendered_by` needs: the networks that hold a ROP, and those around them.

    Args:
        graph: The scene, which may have a hundred thousand nodes; what is kept of it has a few.
    """
    pace = Pace()
    networks: Set[str] = {"/"}
    for at, node in enumerate(graph.nodes.values()):
        if not at % 256 and pace.due():
            yield Progress("assets")
        if rop_of(node) is None:
            continue
        network = node.parent
        while network not in networks:
            networks.add(network)
            network = network.rpartition("/")[0] or "/"
    kept = {}
    for at, (path, node) in enumerate(graph.nodes.items()):
        if not at % 256 and pace.due():
            yield Progress("assets")
        if node.parent in networks:
            kept[path] = node
    return replace(graph, nodes=kept)


def led_to(graph: Graph, node: Node) -> Tuple[str, ...]:
    """What renders before a node: its inputs through nodes that only pass on, and what it drives."""
    found: List[str] = []
    seen = {node.path}
    waiting = _before(graph, node)
    while waiting:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        other = graph.nodes.get(path)
        if other is None:
            continue
        if rop_of(other) is not None:
            found.append(path)
        elif tables.base_type(other.type) in tables.PASSES_ON:
            waiting += _before(graph, other)
    return tuple(found)


def _before(graph: Graph, node: Node) -> List[str]:
    """Paths of what a node takes in, drives, or holds at its end."""
    kind = tables.base_type(node.type)
    driven = [] if node.bypass else [node.text(parm) for parm in tables.DRIVES.get(kind, ())]
    rop = rop_of(node)
    inputs = taken_in(graph, node) if rop is None or "trange" in node.parms else []
    if kind == "switch":
        index = syntax.number(node.text("index"))
        driver = node.parms["index"][0].channel if node.parms.get("index") else ""
        if index is not None and not driver and 0 <= index < len(inputs):
            inputs = inputs[int(index) : int(index) + 1]
    found = [path for path in inputs if path]
    found += [node.beside(path) for path in driven if path.startswith(("/", ".")) and " " not in path]
    return found + (_ends(graph, node) if kind == "subnet" else [])


def _ends(graph: Graph, subnet: Node) -> List[str]:
    """The nodes in a network that none of the others beside them takes in."""
    inner = [node for node in graph.nodes.values() if node.parent == subnet.path]
    taken = {name for node in inner for name in node.inputs}
    return [node.path for node in inner if node.name not in taken]
