"""Files that only a Yeti graph names: its texture and reference nodes, asked of Yeti's own command.

The graph lies inside the node and is no Maya attribute. The command and its flags are Peregrine's documentation of
pgYetiGraph; it is MEL, since no stub knows it.
"""

from __future__ import annotations

import os
from typing import Iterator, List, Sequence, Tuple

from maya import cmds, mel

from farmhand.nested.said import folders_of
from farmhand.readers.ma_files import Mentioned
from farmhand_maya import values

NODE_TYPE = "pgYetiMaya"
PARAMETERS: Tuple[Tuple[str, str, str], ...] = (
    ("texture", "file_name", "texture"),
    ("reference", "reference_file", "cache"),
)
"""Type of the graph's node, its parameter, kind of the file."""


def graphs() -> List[str]:
    """Every Yeti node of the open scene."""
    try:
        return list(cmds.ls(type=NODE_TYPE, long=True) or ())
    except values.GONE:  # no such node type: Yeti is not there
        return []


def mentions(node: str) -> Iterator[Tuple[Mentioned, Sequence[str]]]:
    """Every file that a Yeti node's graph names, with the folders in which Yeti looks for it.

    Args:
        node: The node's path.
    """
    folders = folders_of(str(values.value(node, "imageSearchPath", "") or ""))
    for kind, parameter, meaning in PARAMETERS:
        for inner in _answer('pgYetiGraph -listNodes -type "%s" "%s"' % (kind, node)):
            for text in _answer('pgYetiGraph -node "%s" -param "%s" -getParamValue "%s"' % (inner, parameter, node)):
                if text.strip():
                    name = node.rpartition("|")[2]
                    yield Mentioned(name, "%s.%s" % (inner, parameter), text.strip(), meaning), folders


def relative_first(said: Mentioned, folders: Sequence[str]) -> Tuple[str, ...]:
    """The places where Yeti would look for a relative name."""
    return tuple(os.path.join(folder, said.text) for folder in folders) if not os.path.isabs(said.text) else ()


def _answer(script: str) -> List[str]:
    try:
        found = mel.eval(script)
    except values.GONE:  # an older Yeti, or a graph that cannot be read
        return []
    return [found] if isinstance(found, str) else values.strings(found)
