"""Reading attributes of the open scene as the words a Maya ASCII file would hold, never changing anything.

Every call is a query. A node that went away, a plug-in's attribute that cannot be read: an answer of nothing.
"""

from __future__ import annotations

from typing import Any, Dict, List, Tuple

from maya import cmds
from maya.api import OpenMaya

GONE = (RuntimeError, ValueError, TypeError)
"""What Maya raises for a node or attribute that is not there, or cannot be read."""

Text = Tuple[str, Tuple[str, ...], bool]
"""An attribute in the long spelling with its indices, its words, whether it is a string."""


def exists(node: str, attribute: str) -> bool:
    """Whether a node has an attribute."""
    try:
        return bool(cmds.attributeQuery(attribute, node=node, exists=True))
    except GONE:
        return False


def read(node: str, attribute: str) -> List[Text]:
    """What an attribute holds, and its elements and children where it has some; empty where it holds nothing.

    Args:
        node: A name or path that means one node.
        attribute: Its long name.
    """
    plug = "%s.%s" % (node, attribute)
    found = _read(plug, attribute)
    if found:
        return found
    try:
        inside = cmds.listAttr(plug, multi=True) or []
    except GONE:
        return []
    return [text for name in inside if name != attribute for text in _read("%s.%s" % (node, name), name)]


def _read(plug: str, attribute: str) -> List[Text]:
    try:
        value: Any = cmds.getAttr(plug)
    except GONE:
        return []
    if isinstance(value, str):
        return [(attribute, (value,), True)]
    if isinstance(value, (bool, int, float)):
        return [(attribute, (words(value),), False)]
    if isinstance(value, (list, tuple)) and value and all(isinstance(one, str) for one in value):
        return [(attribute, tuple(value), True)]
    return []


def words(value: Any) -> str:
    """A value as text: switches as 1 and 0, whole floats without their point."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def value(node: str, attribute: str, default: Any = None) -> Any:
    """One attribute's value as Maya gives it; `default` where node or attribute are not there."""
    try:
        return cmds.getAttr("%s.%s" % (node, attribute))
    except GONE:
        return default


def is_locked(node: str, attribute: str) -> bool:
    """Whether somebody locked an attribute."""
    try:
        return bool(cmds.getAttr("%s.%s" % (node, attribute), lock=True))
    except GONE:
        return False


def drivers(node: str) -> List[Tuple[str, str]]:
    """(own plug, driving plug) of every connection into a node, with long names."""
    try:
        found = cmds.listConnections(
            node, source=True, destination=False, plugs=True, connections=True, skipConversionNodes=False
        )
    except GONE:
        return []
    found = found or []
    return list(zip(found[::2], found[1::2]))


def strings(answer: object) -> List[str]:
    """What a query answers as a list of texts; Maya answers None where there is nothing."""
    return [str(one) for one in answer] if isinstance(answer, (list, tuple)) else []


def script(text: str) -> Any:
    """A command as text, which Maya keeps and runs as Python: the stubs only know functions."""
    return text


class Texts:
    """Which attributes may hold a file's name, asked once a node type."""

    def __init__(self) -> None:
        self._of_type: Dict[str, Tuple[str, ...]] = {}
        self._flagged: Dict[str, Tuple[str, ...]] = {}

    def of(self, node_type: str) -> Tuple[str, ...]:
        """Every attribute of a node type that holds a string, or several."""
        if node_type not in self._of_type:
            self._of_type[node_type] = tuple(_strings(node_type))
        return self._of_type[node_type]

    def flagged(self, node: str, node_type: str) -> Tuple[str, ...]:
        """The attributes of a node type that Maya or a plug-in marks as file names."""
        if node_type not in self._flagged:
            try:
                self._flagged[node_type] = tuple(cmds.listAttr(node, usedAsFilename=True) or ())
            except GONE:
                self._flagged[node_type] = ()
        return self._flagged[node_type]


def added(node: str) -> List[str]:
    """Attributes that somebody added to this one node."""
    try:
        return list(cmds.listAttr(node, userDefined=True) or ())
    except GONE:
        return []


def _strings(node_type: str) -> List[str]:
    try:
        attributes = OpenMaya.MNodeClass(node_type).getAttributes()
    except GONE:
        return []
    found: List[str] = []
    for attribute in attributes:
        if attribute.hasFn(OpenMaya.MFn.kTypedAttribute):
            function = OpenMaya.MFnTypedAttribute(attribute)
            if function.attrType() in (OpenMaya.MFnData.kString, OpenMaya.MFnData.kStringArray):
                found.append(function.name)
    return found
