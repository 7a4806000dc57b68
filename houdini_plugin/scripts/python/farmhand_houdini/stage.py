"""What USD renders use of their stage, told without cooking: only a stage that is there already is looked at.

A stage that would have to cook first is left alone; its files are then known from the nodes' parameters and from the
layers on disk, which the core reads by itself.
"""

from __future__ import annotations

import logging
import os
from typing import Any, List, NamedTuple, Optional, Tuple

import hou

from farmhand.readers.houdini import tables
from farmhand.readers.houdini.graph import Graph, Node, taken_in
from farmhand.scene.model import Reference
from farmhand_houdini.live import LiveNode

_log = logging.getLogger(__name__)


class Staged(NamedTuple):
    """What one USD render uses.

    Attributes:
        products: Pictures of its RenderProducts, as the stage has them.
        layers: Files that the stage is composed of, absolute.
        cooked: Whether the stage was there to be looked at.
    """

    products: Tuple[str, ...]
    layers: Tuple[str, ...]
    cooked: bool


def look(rop: Node, graph: Graph) -> Staged:
    """The stage of a USD render node.

    Args:
        rop: The render node.
        graph: The scene.
    """
    lop = _lop(rop, graph)
    operator: Any = lop.operator if isinstance(lop, LiveNode) else None
    stage = None
    if operator is not None and isinstance(operator, hou.LopNode) and not operator.needsToCook():
        stage = operator.stage()
    if stage is None:
        return Staged(_of_nodes(lop, graph), (), False)
    products = [
        str(prim.GetAttribute("productName").Get() or "")
        for prim in stage.TraverseAll()
        if prim.GetTypeName() == "RenderProduct"
    ]
    layers = [str(layer.realPath) for layer in stage.GetUsedLayers() if not layer.anonymous]
    on_disk = sorted({os.path.normpath(path) for path in layers if os.path.isfile(path)})
    return Staged(tuple(dict.fromkeys(filter(None, products))), tuple(on_disk), True)


def references(rop: Node, staged: Staged) -> List[Reference]:
    """The stage's layers as files that the render node needs."""
    return [Reference(rop.path, "stage", path, (path,), False, "proxy") for path in staged.layers]


def _lop(rop: Node, graph: Graph) -> Optional[Node]:
    """The LOP whose stage a render node renders."""
    path = rop.text("loppath").strip()
    if path:
        return graph.nodes.get(rop.beside(path))
    return next((graph.nodes.get(above) for above in taken_in(graph, rop)[:1]), None)


def _of_nodes(lop: Optional[Node], graph: Graph) -> Tuple[str, ...]:
    """What the RenderProducts upstream would write, by the parameters of the LOPs that make them."""
    found: List[str] = []
    waiting = [lop] if lop is not None else []
    seen = set()
    while waiting:
        node = waiting.pop()
        if node.path in seen:
            continue
        seen.add(node.path)
        if tables.base_type(node.type) == "renderproduct":
            found.append(node.text("productName"))
        waiting += [graph.nodes[above] for above in taken_in(graph, node) if above in graph.nodes]
    return tuple(dict.fromkeys(filter(None, found)))
