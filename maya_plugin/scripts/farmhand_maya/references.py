"""The open scene's references: what each says, whether it is loaded, and what was changed on those that are not."""

from __future__ import annotations

from typing import Dict, List, NamedTuple, Tuple

from maya import cmds

from farmhand.readers.ma_graph import leaf
from farmhand.readers.ma_syntax import Statement, flags, words
from farmhand_maya.values import GONE

_NO_FILE = ("sharedReferenceNode", "_UNKNOWN_REF_NODE_")
"""Reference nodes of Maya's own; asking for their file raises."""
_SET_FLAGS = ("type", "typ")


class LiveReference(NamedTuple):
    """A reference of the open scene, at any depth.

    Attributes:
        node: The reference node.
        text: The file as the scene writes it, with its copy number.
        path: The file as Maya resolved it, without.
        loaded: Whether its nodes are there.
        before: Files it pointed to earlier, which Maya keeps.
    """

    node: str
    text: str
    path: str
    loaded: bool
    before: Tuple[str, ...]


def references() -> Tuple[List[LiveReference], List[str]]:
    """Every reference, and the reference nodes that Maya itself cannot tell a file of."""
    found: List[LiveReference] = []
    broken: List[str] = []
    for node in cmds.ls(type="reference") or []:
        if leaf(node).rpartition(":")[2].startswith(_NO_FILE):
            continue
        try:
            text = cmds.referenceQuery(node, filename=True, unresolvedName=True)
            path = cmds.referenceQuery(node, filename=True, withoutCopyNumber=True)
            loaded = bool(cmds.referenceQuery(node, isLoaded=True))
        except GONE as error:
            broken.append("%s: %s" % (node, error))
            continue
        found.append(LiveReference(node, str(text), str(path), loaded, _before(node)))
    return found, broken


def _before(node: str) -> Tuple[str, ...]:
    try:
        names = cmds.listAttr(node + ".fileNames", multi=True) or []
        return tuple(str(cmds.getAttr("%s.%s" % (node, name)) or "") for name in names if "[" in name)
    except GONE:
        return ()


def holder(node: str, scene: str) -> str:
    """The file that a node comes from: a referenced one, else the scene."""
    try:
        if cmds.referenceQuery(node, isNodeReferenced=True):
            return str(cmds.referenceQuery(node, filename=True, withoutCopyNumber=True))
    except GONE:
        pass
    return scene


def unapplied_edits(node: str) -> Dict[Tuple[str, str], str]:
    """(node, attribute) -> text that a reference sets on nodes that are not there, since it is not loaded."""
    try:
        edits = cmds.referenceQuery(
            node, editStrings=True, editCommand="setAttr", failedEdits=True, successfulEdits=True, showNamespace=True,
            showDagPath=True,
        )  # fmt: skip
    except GONE:
        return {}
    found: Dict[Tuple[str, str], str] = {}
    for edit in edits or []:
        data = str(edit).encode("utf-8")
        _, rest = flags(words(data, Statement(b"setAttr", 0, len(data), b""), "utf-8"), _SET_FLAGS)
        if len(rest) == 2:
            path, _, attribute = rest[0].text.partition(".")
            found[leaf(path), attribute] = rest[1].text
    return found
