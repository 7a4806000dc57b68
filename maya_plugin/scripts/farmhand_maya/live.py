"""The open scene as the Graph that the file reader fills from a file, so that both mean the same by it.

Nodes are listed in a few calls, since one alone takes too long in a large scene, then looked at one by one with a pause
between: the artist may delete a node meanwhile, which is then skipped. No layer is switched: what layers change is read
from their adjustments and overrides.
"""

from __future__ import annotations

import logging
from typing import Dict, Generator, Iterator, List, Optional, Set, Tuple

from maya import cmds

from farmhand.progress import Progress
from farmhand.readers import ma_attributes, ma_file_table
from farmhand.readers.ma_graph import Builder, Graph, Node, leaf
from farmhand.readers.ma_rules import SCRIPTS
from farmhand.readers.ma_syntax import Header
from farmhand.readers.ma_timing import SWITCH
from farmhand_maya import values

_log = logging.getLogger(__name__)

_REPORT_EVERY = 25
_LATER = frozenset(("unitConversion",))
"""Families of which a scene has thousands: only those that drive a setting are read."""
_SETTINGS = frozenset(ma_attributes.SPELLINGS) - _LATER
_PLAIN = frozenset(
    (
        "animCurveTL", "animCurveTA", "animCurveTU", "animCurveTT", "animCurveUL", "animCurveUA", "animCurveUU",
        "groupId", "groupParts", "objectSet", "nodeGraphEditorInfo", "unitConversion", "tweak", "mesh", "nurbsCurve",
        "parentConstraint", "pointConstraint", "orientConstraint", "scaleConstraint", "aimConstraint", "ikHandle",
        "skinCluster", "dagPose", "bindPose", "multiplyDivide", "reverse", "plusMinusAverage", "condition",
        "remapValue", "clamp", "blendColors", "blendTwoAttr", "blendWeighted", "script", "reference", "displayLayer",
    )
)  # fmt: skip
"""Node types that scenes are full of and that name no file of their own; what was added to them is not looked at."""
_NOT_LISTED = [
    "animCurveTL", "animCurveTA", "animCurveTU", "animCurveTT", "animCurveUL", "animCurveUA", "animCurveUU", "groupId",
    "groupParts", "unitConversion", "tweak", "skinCluster", "dagPose", "nodeGraphEditorInfo", "multiplyDivide",
    "reverse", "plusMinusAverage", "condition", "remapValue", "clamp", "blendColors", "blendTwoAttr", "blendWeighted",
    "script", "reference",
]  # fmt: skip
"""Those of them that Maya need not list: no type is derived from them, and each comes with Maya."""
_LISTED_APART = ["transform", "mesh", "nurbsCurve", "file", "place2dTexture", "shadingEngine", "materialInfo"]
"""Node types that scenes hold most of, each with all that is derived from it: a call of its own for each."""
_ADDED_TO = frozenset(("mesh",))
"""Of these, plug-ins and studios add file names to single nodes; the type's own strings name none."""
_EACH_ADDED = frozenset(("override", "VRayRenderElement"))
"""Families of which every node gets attributes of its own."""
_NEVER = frozenset(
    ("iconName", "templateName", "templatePath", "uiTreatment", "customTreatment", "creator", "creationDate",
     "viewName", "rmbCommand", "computedFileTextureNamePattern", "computedFileNamePattern")
)  # fmt: skip
"""Strings that every DAG node and container has, none of which names a file that renders; and those that Maya itself
computes from another attribute."""


class LiveGraph:
    """Fills a Graph from the open scene.

    Args:
        version: Maya's version, as in a file's header.

    Attributes:
        graph: What was found.
        unknown: Nodes whose plug-in is not there: nobody can say what they need.
    """

    def __init__(self, version: str) -> None:
        self.graph = Graph(Header(version, "utf-8"))
        self.unknown: List[str] = []
        self._builder = Builder(self.graph)
        self._listed = frozenset(ma_file_table.spellings())
        self._texts = values.Texts()
        self._has: Dict[str, List[str]] = {}
        self._read: Set[str] = set()

    def fill(self) -> Generator[Progress, None, None]:
        """Look at every node; yields often."""
        listed = yield from _listed()
        total = len(listed)
        for done, (path, node_type) in enumerate(listed):
            if done % _REPORT_EVERY == 0:
                yield Progress("read", done, total, "steps")
            if node_type in ("unknown", "unknownDag", "unknownTransform"):
                self.unknown.append(leaf(path))
            else:
                self._node(path, node_type)
        yield Progress("read", total, total, "steps")
        self.graph.plugins.update(plugins_in_use())

    def _node(self, path: str, node_type: str) -> None:
        family = ma_attributes.family(node_type)
        if family in _LATER or node_type == "reference":
            return
        wanted = family in _SETTINGS or node_type in self._listed
        if not wanted and not self._may_name_files(path, node_type):
            return
        node = self._create(path, node_type)
        for attribute in self._attributes(path, node):
            for name, words, is_text in values.read(path, attribute):
                self._builder.set(node, name, words, is_text)
        for name, attribute in SCRIPTS:
            if node.name == name and values.is_locked(path, attribute):
                self._builder.lock(node, attribute)
        if family in _SETTINGS or node.flag(SWITCH):
            self._connections(path)
        if node_type not in ma_file_table.NOT_READ_GENERICALLY and (node_type not in _PLAIN or node_type in _ADDED_TO):
            self._other_texts(path, node)

    def _create(self, path: str, node_type: str) -> Node:
        parent, shared = "", False
        if ma_attributes.family(node_type) == "camera":
            parent = path.rpartition("|")[0]
            shared = _is_startup(path)
            name = leaf(parent)
            above = [found.rpartition("|")[0] for found in cmds.ls(name, long=True) or []]
            self.graph.transforms[name] = above
        return self._builder.create(leaf(path), node_type, parent, shared)

    def _attributes(self, path: str, node: Node) -> List[str]:
        """The attributes that matter and exist; asked once a type, but for those whose nodes get theirs added."""
        kind = "" if ma_attributes.family(node.type) in _EACH_ADDED else node.type
        if kind not in self._has or not kind:
            names = list(dict.fromkeys(self._builder.names.values()))
            self._has[kind] = [name for name in names if values.exists(path, name)]
        has = self._has[kind]
        return has + [name for name in self._own_names(path, node) if name not in has]

    def _own_names(self, path: str, node: Node) -> List[str]:
        """Attributes of the table that somebody added to this node alone, by the table's spelling."""
        if node.type not in _ADDED_TO:
            return []
        names = self._builder.names
        return [names[one] for one in (name.encode() for name in values.added(path)) if one in names]

    def _connections(self, path: str) -> None:
        for sink, source in values.drivers(path):
            attribute = sink.rpartition(".")[2].partition("[")[0]
            if not self._builder.links_to(attribute.encode()):
                continue
            self._builder.connect(source, sink)
            driver = source.partition(".")[0]
            if driver not in self._read:
                self._read.add(driver)
                self._converter(driver, _type_of(driver))

    def _converter(self, path: str, node_type: str) -> None:
        """A node that converts units between a setting and what drives it; any other driver is read in its turn."""
        if ma_attributes.family(node_type) in _LATER:
            node = self._create(path, node_type)
            for name, words, is_text in values.read(path, "input"):
                self._builder.set(node, name, words, is_text)
            self._connections(path)

    def _may_name_files(self, path: str, node_type: str) -> bool:
        if node_type in _PLAIN:
            return False
        own = set(self._texts.of(node_type)) - _NEVER
        return bool(own or self._texts.flagged(path, node_type) or values.added(path))

    def _other_texts(self, path: str, node: Node) -> None:
        """Strings that no table knows: kept where they look like a file, or where Maya says that they are one."""
        known = set(self._builder.names.values())
        flagged = set(self._texts.flagged(path, node.type)) - known
        of_type = () if node.type in _ADDED_TO else self._texts.of(node.type)
        more = dict.fromkeys(of_type + tuple(values.added(path)) + tuple(flagged))
        for attribute in more:
            if attribute in known or attribute in _NEVER:
                continue
            before = len(self.graph.mentions)
            for name, words, is_text in values.read(path, attribute):
                if is_text and words[0]:
                    self._builder.set(node, name, words, True)
                    if attribute in flagged and len(self.graph.mentions) == before:
                        self._builder.mention(node, name, words[0])


def _listed() -> Generator[Progress, None, List[Tuple[str, str]]]:
    """Path and type of every node that may matter, each once."""
    found: List[Tuple[str, str]] = []
    try:
        for node_type in _LISTED_APART:
            yield Progress("read")
            found += _pairs(cmds.ls(type=node_type, long=True, showType=True))
        yield Progress("read")
        found += _pairs(cmds.ls(excludeType=_LISTED_APART + _NOT_LISTED, long=True, showType=True))
    except values.GONE as error:  # a Maya without one of these types
        _log.info("Nodes are listed all at once: %s", error)
        found += _pairs(cmds.ls(long=True, showType=True))
    yield Progress("read")
    return list(dict.fromkeys(found))


def _pairs(told: Optional[List[str]]) -> Iterator[Tuple[str, str]]:
    """Names and types, which Maya gives in turns; None where there is no such node."""
    told = told or []
    return zip(told[::2], told[1::2])


def plugins_in_use() -> Dict[str, str]:
    """Name and version of each plug-in that the open scene uses."""
    found = values.strings(cmds.pluginInfo(query=True, pluginsInUse=True))
    return dict(zip(found[::2], (version.strip() for version in found[1::2])))


def unknown_plugins() -> List[str]:
    """Plug-ins that the scene requires and this Maya could not load."""
    return values.strings(cmds.unknownPlugin(query=True, list=True))


def _is_startup(camera: str) -> bool:
    try:
        return bool(cmds.camera(camera, query=True, startupCamera=True))
    except values.GONE:
        return False


def _type_of(name: str) -> str:
    try:
        return str(cmds.nodeType(name))
    except values.GONE:
        return ""
