"""Which parameters of a Houdini scene name input files, told by names and values alone: nothing is evaluated here."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Iterator, List, NamedTuple, Optional, Tuple

from farmhand.paths import forward
from farmhand.readers.houdini import tables
from farmhand.readers.houdini.graph import Graph, Node
from farmhand.readers.houdini.order import rop_of

LONGEST_PATH = 4_096
"""Letters of a text that may be a path."""
_new: Any = tuple.__new__  # a third of the time of Mention(): there may be a hundred thousand
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
        ending: Of the text, as KINDS has them.
        driven: A channel drives it.
    """

    node: Node
    parm: str
    component: int
    text: str
    template: str = ""
    required: bool = True
    ending: str = ""
    driven: bool = False


class _Rule(NamedTuple):
    """What a type and a parameter's name say about its texts, whatever these are.

    Attributes:
        reads: It may name input files.
        switch: The parameter, and its values, without which it is not read; None where there is none.
        known: It is read whatever the ending of its value.
        optional: It need not exist.
        constructed: Another parameter may say that it does not hold.
    """

    reads: bool
    switch: Optional[Tuple[str, Tuple[str, ...]]]
    known: bool
    optional: bool
    constructed: bool


def mentions(graph: Graph, broken: List[str]) -> Iterator[Optional[Mention]]:
    """Every parameter that may name input files; None after each node.

    Args:
        graph: The scene.
        broken: Gets the names of entries that could not be read to their end.
    """
    looks_like_path = _LOOKS_LIKE_PATH.search
    for node in graph.nodes.values():
        kind = tables.base_type(node.type)
        written: Optional[Tuple[str, ...]] = None
        for parm, values in node.texts():
            rule = _rule(kind, parm)
            for component, value in enumerate(values):
                text, channel = value.text, value.channel
                untold = not text and channel and node.names_files(parm)
                if untold:
                    text = _driven(node, channel)
                elif not looks_like_path(text) or "\n" in text:
                    continue
                if len(text) > LONGEST_PATH or (text[:1] == "." and "/" not in forward(text)):
                    continue  # only an ending
                if written is None:
                    written = _written(node) if kind in tables.ROPS else ()
                if not rule.reads or parm in written or (rule.switch and not _switched_on(node, rule.switch)):
                    continue
                if untold:
                    yield Mention(node, parm, component, text, driven=True)
                    continue
                ending = tables.ending_of(text)
                known = rule.known or ending in tables.KINDS or _computed_ending(text) or node.names_files(parm)
                if known and not (text[-1] in "/\\" or "*" in text or "?" in text):
                    constructed = _constructed(node, kind) if rule.constructed else ""
                    required = tables.KINDS.get(ending, "other") != "other" or (rule.known and "/" in forward(text))
                    required = bool(constructed) or (required and not rule.optional)
                    yield _new(Mention, (node, parm, component, text, constructed, required, ending, bool(channel)))
        if not node.whole:
            broken.append(node.path[1:] + ".parm")
        yield None


@lru_cache(maxsize=16_384)
def _rule(kind: str, parm: str) -> _Rule:
    lower = parm.lower()
    plain = _TRAILING_NUMBER.sub("", lower)
    output = plain in tables.OUTPUT_PARMS or _is_written(kind, lower)
    return _Rule(
        not output and not tables.NO_PATHS.search(lower),
        tables.SWITCHES.get((kind, parm)) or tables.SWITCHES.get(("", parm)),
        plain in tables.INPUT_NAMES,
        plain in tables.OPTIONAL_PARMS,
        parm == "file" and kind in tables.CONSTRUCTED,
    )


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


def _switched_on(node: Node, switch: Tuple[str, Tuple[str, ...]]) -> bool:
    held = node.text(switch[0])
    return not held or held in switch[1]


def _constructed(node: Node, kind: str) -> str:
    switch, values, template = tables.CONSTRUCTED[kind]
    return template if switch in node.parms and node.text(switch) in values else ""
