"""The scenes that a Maya binary file references, out of chunks whose layout no published source gives.

The texts in them are those of the `file` statement in Maya ASCII; which is which is told by what they look like. Where
that leaves a doubt, or the file names a reference by its node alone, the doubt is kept for a Tip.
"""

from __future__ import annotations

import re
from typing import Callable, List, Tuple

from farmhand.readers.ma_graph import Graph, SceneFile, leaf
from farmhand.readers.ma_syntax import unescape

_KINDS = frozenset(("mayaAscii", "mayaBinary", "Alembic", "FBX", "OBJ", "IGES", "DXF_FBX", "USD Import", "image"))
_PATH = re.compile(r"\.(?:m[ab]|abc|fbx|obj|iges?|usd[acz]?|dae|dxf|stp|step)(?:\{\d+\})?$", re.I)
_NODE = re.compile(r"[\w:]*RN\d*")
_NAME = re.compile(r"[A-Za-z_][\w:]*")
_OPTIONS = re.compile(r"[|;=]")
_NO_FILES = ("sharedReferenceNode", "_UNKNOWN_REF_NODE_")
_ENDING = re.compile(r"RN\d*$")
_TEXT_EDIT = re.compile(rb'\s*-type\s+"string"\s+"((?:[^"\\]|\\.)*)"\s*', re.S)
_SWITCH_EDIT = re.compile(rb"\s*(?:-\w+ \w+ )*(\w+)\s*")
_ATTRIBUTE = re.compile(rb"[\w.\[\]]+")

Decode = Callable[[bytes], str]


class References:
    """What a file says about the scenes it references.

    Attributes:
        nodes: The names of its reference nodes.
    """

    def __init__(self) -> None:
        self.nodes: List[str] = []
        self._said: List[List[str]] = []

    def take(self, data: bytes, decode: Decode) -> None:
        """One chunk about a referenced scene."""
        texts = [decode(part) for part in data.split(b"\0") if part]
        texts = [text.lstrip("".join(map(chr, range(32)))) for text in texts]
        self._said.append([text for text in texts if text and text.isprintable()])

    def edit(self, graph: Graph, node: str, data: bytes, decode: Decode) -> None:
        """What a reference node changes on the nodes it brought, as far as its texts are those of Maya ASCII."""
        parts = [part for part in data.split(b"\0") if part]
        for holder, attribute, value in zip(parts, parts[1:], parts[2:]):
            text = _TEXT_EDIT.fullmatch(value)
            switch = _SWITCH_EDIT.fullmatch(value) if attribute == b"renderable" else None
            found = text or switch
            if found and _ATTRIBUTE.fullmatch(attribute):
                graph.edits[leaf(decode(holder)), decode(attribute)] = unescape(decode(found.group(1)))
        if parts:
            graph.uncertain.append("%s: what this scene changes on the nodes of the reference" % node)

    def finish(self, graph: Graph) -> None:
        """Put every referenced scene into the graph: those the file lists, then those only a node mentions."""
        for texts in self._said:
            self._listed(graph, texts)
        listed = {leaf(name) for name in graph.files}
        for name in self.nodes:
            node = graph.named(name)
            if node is None or leaf(name) in listed or name in _NO_FILES:
                continue
            path = node.text("fileNames[0]") or node.text("fileNames")
            if path:
                graph.files[name] = SceneFile(name, _ENDING.sub("", name) + ":", path, "")
                graph.uncertain.append("%s: the namespace of the reference, taken from its name" % name)

    def _listed(self, graph: Graph, texts: List[str]) -> None:
        paths = [text for text in texts if _PATH.search(text)]
        paths += [text for text in texts if ("/" in text or "\\" in text) and not _OPTIONS.search(text)]
        if not paths:
            if texts:
                graph.uncertain.append("a reference without a path: %s" % " ".join(texts))
            return
        path = paths[0]
        rest = [text for text in texts if text not in paths and text not in _KINDS and not _OPTIONS.search(text)]
        own = [text for text in rest if text in self.nodes] or [text for text in rest if _NODE.fullmatch(text)]
        node = own[0] if own else path
        if node in graph.files:
            return
        space, certain = _namespace(node, [text for text in rest if text not in own and _NAME.fullmatch(text)])
        if not certain:
            graph.uncertain.append("%s: the namespace of the reference, taken as %s" % (node, space or "none"))
        kind = next((text for text in texts if text in _KINDS), "")
        graph.files[node] = SceneFile(node, space + ":" if space else "", path, kind)


def _namespace(node: str, names: List[str]) -> Tuple[str, bool]:
    """The likeliest namespace among the names left over, and whether there is no doubt."""
    likely = [name for name in names if leaf(node).startswith(name)]
    if likely:
        return likely[0].strip(":"), len(set(names)) == 1
    return (names[0].strip(":"), len(set(names)) == 1) if names else ("", False)
