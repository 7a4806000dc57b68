"""Which frame of a sequence a Maya node asks for when a frame renders, where the scene says it plainly.

Maya adds `frameOffset` to `frameExtension` and puts the sum into the file's name; "Use Image Sequence" drives the
extension by the expression `<node>.frameExtension=frame`. Anything else that drives it - a curve, a longer expression,
an override in a layer - may ask for any frame, and is not worked out here.
"""

from __future__ import annotations

import re
from typing import Optional

from farmhand.readers import ma_attributes
from farmhand.readers.ma_graph import Graph, Node, leaf

EXTENSION = "frameExtension"
OFFSET = "frameOffset"
SWITCH = "useFrameExtension"
_STEERING = frozenset((EXTENSION, OFFSET, SWITCH))
_FRAME = re.compile(r"\s*\.O\[(\d+)\]\s*=\s*\(?\s*frame\s*(?:([+-])\s*(\d{1,9}))?\s*\)?\s*;?\s*\Z")
"""An expression as a file holds it, its outputs numbered: `.O[0]=frame + 5`; seen in real scenes."""
_OUTPUT = re.compile(r"(?:out|output)(?:\[(\d+)\])?\Z")


class Timing:
    """The sequences of one scene.

    Args:
        graph: The scene.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        overridden = {node.text("attribute") for node in graph.of("override")}
        adjusted = {
            graph.plug(plug)[1]
            for (_, attribute), plugs in graph.links.items()
            for plug in plugs
            if attribute.startswith("adjustments")
        }
        self._plain = _STEERING.isdisjoint(overridden | adjusted)

    def offset(self, node: Node) -> Optional[int]:
        """Frames from the frame that renders to the number in the file's name; None where any may be asked for."""
        driver = self._graph.source(node.name, EXTENSION)
        if not self._plain or not driver or self._graph.source(node.name, OFFSET):
            return None
        more = self._ahead(driver)
        own = node.number(OFFSET)
        return None if more is None or own != int(own) else more + int(own)

    def _ahead(self, plug: str) -> Optional[int]:
        """How far the value of a plug is ahead of the frame; None where it is something else."""
        name, attribute = self._graph.plug(plug)
        source = self._graph.by_name.get(name)
        if (source.type if source else ma_attributes.DEFAULT_NODES.get(leaf(name))) == "time":
            return 0 if attribute == "outTime" else None
        if source is None or source.type != "expression":
            return None
        written = _FRAME.match(source.text("internalExpression"))
        output = _OUTPUT.match(attribute)
        if not written or not output or (output.group(1) or "0") != written.group(1):
            return None
        return int((written.group(2) or "+") + (written.group(3) or "0"))
