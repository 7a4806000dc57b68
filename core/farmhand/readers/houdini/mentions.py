"""Which parameters of a Houdini scene name input files, told by names and values alone: nothing is evaluated here."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Iterator, List, NamedTuple, Optional, Tuple

from farmhand.paths import forward
from farmhand.readers.houdini import tables
from farmhand.readers.houdini.graph import Graph, Node
from farmhand.readers.houdini.order import rop_of

LONGEST_PATH = 4_096
"""Letters of a text that may be a path."""
_LOOKS_LIKE_PATH = re.compile(r"[/\\]|^[^\s/\\]+\.\w+$")
_TRAILING_NUMBER = re.compile(r"_?\d+$")


class Mention(NamedTuple):
    """A parameter that may name files.

    Attributes:
        node: Its node.
        parm: Its name.
        component: Which of its components.
        text: The value as written; an expression's cached value where a channel drives it.
        template: What to evaluate instead of the parameter; empty for the parameter itself.
        required: Whether it must exist; otherwise it is a file only if it does.
    """

    node: Node
    parm: str
    component: int
    text: str
    template: str = ""
    required: bool = True


def mentions(graph: Graph, broken: List[str]) -> Iterator[Optional[Mention]]:
    """Every parameter that may name input files; None after each node.

    Args:
        graph: The scene.
        broken: Gets the names of entries that could not be read to their end.
    """
    for node in graph.nodes.values():
        kind = tables.base_type(node.type)
        written: Optional[Tuple[str, ...]] = None
        for parm, values in node.texts():
            plain, may_name = _judged(kind, parm)
            for component, value in enumerate(values):
                text = value.text
                untold = not text and value.channel and node.names_files(parm)
                text = _driven(node, value.channel) if untold else text
                if not untold and (not _LOOKS_LIKE_PATH.search(text) or "\n" in text):
                    continue
                if len(text) > LONGEST_PATH or (text[:1] == "." and "/" not in forward(text)):
                    continue  # only an ending
                if written is None:
                    written = _written(node)
                if not may_name or parm in written or not _switched_on(node, kind, parm):
                    continue
                if untold:
                    yield Mention(node, parm, component, text)
                    continue
                ending = tables.ending_of(text)
                known = plain in tables.INPUT_NAMES or ending in tables.KINDS or _computed_ending(text)
                known = known or node.names_files(parm)
                if known and not (text[-1] in "/\\" or "*" in text or "?" in text):
                    constructed = _constructed(node, kind, parm)
                    required = ending in tables.KINDS and tables.KINDS[ending] != "other"
                    required = required or (plain in tables.INPUT_NAMES and "/" in forward(text))
                    required = required and plain not in tables.OPTIONAL_PARMS
                    yield Mention(node, parm, component, text, constructed, required or bool(constructed))
        if not node.whole:
            broken.append(node.path[1:] + ".parm")
        yield None


@lru_cache(maxsize=16_384)
def _judged(kind: str, parm: str) -> Tuple[str, bool]:
    """A parameter's name without case and trailing number, and whether it may name input files at all."""
    lower = parm.lower()
    plain = _TRAILING_NUMBER.sub("", lower)
    output = plain in tables.OUTPUT_PARMS or _is_written(kind, lower)
    return plain, not output and not tables.NO_PATHS.search(lower)


def _driven(node: Node, channel: str) -> str:
    """What drives a component whose value nobody could tell, in one line."""
    return " ".join(" ".join(piece.expression for piece in node.channels.get(channel, ())).split())


def _computed_ending(text: str) -> bool:
    """Whether the ending is put together by an expression, so that only evaluating tells it."""
    return "`" in text and text.rstrip().endswith("`")


def _written(node: Node) -> Tuple[str, ...]:
    """Parameters of a ROP by which it writes; a file cache that reads from disk reads its own."""
    rop = rop_of(node)
    if rop is None:
        return ()
    return tuple(parm for parm in rop.outputs if (tables.base_type(node.type), parm) not in tables.SWITCHES)


def _is_written(kind: str, parm: str) -> bool:
    return bool(tables.OUTPUT_NAME.search(parm)) or kind in tables.WRITES_TEXT


def _switched_on(node: Node, kind: str, parm: str) -> bool:
    switch = tables.SWITCHES.get((kind, parm)) or tables.SWITCHES.get(("", parm))
    if switch is None:
        return True
    held = node.text(switch[0])
    return not held or held in switch[1]


def _constructed(node: Node, kind: str, parm: str) -> str:
    rule = tables.CONSTRUCTED.get(kind) if parm == "file" else None
    if rule is None or rule[0] not in node.parms:
        return ""
    return rule[2] if node.text(rule[0]) in rule[1] else ""
