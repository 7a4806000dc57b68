"""maya.cmds of the simulated Maya: only what Farmhand calls, and each as strict as Maya.

A command or flag that is not here raises, as an unknown one does in Maya; a test holds every one of them against the
published stubs. All are recorded; those that change the scene, the selection or the preferences are recorded as
mutations too, so that a test can assert that there were none.
"""

# ruff: noqa: N802, N803, N815  the spelling is Maya's

from __future__ import annotations

import functools
import os
import threading
from typing import Any, Callable, Dict, List, Optional, Tuple

from farmhand.readers.ma_graph import leaf

from . import facts
from .scene import Node, OpenScene


def command(reads: Callable[[Dict[str, Any]], bool]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A command; `reads` tells from its flags whether a call leaves everything as it is."""

    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def called(self: Any, *args: Any, **flags: Any) -> Any:
            maya = self.maya
            if threading.current_thread() is not threading.main_thread():
                raise RuntimeError("%s: Maya commands only run on the main thread" % function.__name__)
            maya.calls.append((function.__name__, args, flags))
            if not reads(flags):
                maya.mutations.append((function.__name__, args, flags))
            try:
                return function(self, *args, **flags)
            except TypeError as error:
                if "unexpected keyword" in str(error):
                    raise TypeError("Invalid flag %r" % str(error).rpartition(" ")[2].strip("'")) from error
                raise

        called.is_command = True  # type: ignore[attr-defined]
        return called

    return wrap


def always(flags: Dict[str, Any]) -> bool:
    return True


def never(flags: Dict[str, Any]) -> bool:
    return False


def queries(flags: Dict[str, Any]) -> bool:
    return bool(flags.get("query") or flags.get("exists"))


class SceneCommands:
    """Commands about the scene."""

    def __init__(self, maya: Any) -> None:
        self.maya = maya

    @property
    def scene(self) -> OpenScene:
        return self.maya.scene  # type: ignore[no-any-return]

    def _nodes(self, text: str) -> List[Node]:
        found = self.scene.found(text)
        if not found:
            raise ValueError("No object matches name: %s" % text)
        return found

    def _node(self, text: str) -> Node:
        found = self._nodes(text)
        if len(found) > 1:
            raise ValueError("More than one object matches name: %s" % text)
        return found[0]

    @command(always)
    def about(self, *, batch: bool = False, majorVersion: bool = False, version: bool = False) -> Any:
        if batch:
            return self.maya.batch
        if majorVersion or version:
            return self.maya.version
        raise TypeError("about: a flag is needed")

    @command(always)
    def ls(
        self, *names: str, type: Any = (), excludeType: Any = (), long: bool = False, showType: bool = False,
        selection: bool = False,
    ) -> List[str]:  # fmt: skip
        if selection:
            return list(self.maya.selection)
        kinds = self.scene.by_type
        wanted, left = self._types(type), self._types(excludeType)
        assert len(wanted) + bool(left) + bool(names) <= 1, "ls is not simulated for these flags"
        if names:
            nodes = [node for name in names for node in self.scene.found(name)]
        elif wanted:
            nodes = [node for kind in kinds if facts.is_a(kind, wanted[0]) for node in kinds[kind]]
        else:
            absent = [kind for kind in kinds if any(facts.is_a(kind, one) for one in left)]
            nodes = [node for kind in kinds if kind not in absent for node in kinds[kind]]
        found: List[str] = []
        for node in nodes:
            found.append(node.path if long else self.scene.shortest(node))
            if showType:
                found.append(node.type)
        return found

    def _types(self, given: Any) -> List[str]:
        """The node types of a flag that may be used several times; one that Maya does not have raises."""
        asked = [given] if isinstance(given, str) else list(given)
        for one in asked:
            if one not in self.maya.node_types():
                raise RuntimeError("Unknown object type: %s" % one)
        return asked

    @command(always)
    def objExists(self, name: str) -> bool:
        holder, _, attribute = name.partition(".")
        found = self.scene.found(holder)
        return bool(found) and (not attribute or self._known(found[0], found[0].long(attribute)))

    @command(never)
    def select(self, *names: str, replace: bool = False, noExpand: bool = False) -> None:
        if not replace:
            raise RuntimeError("only what replaces the selection is simulated")
        self.maya.selection = [node.path for name in names for node in self._nodes(name)]

    def _known(self, node: Node, attribute: str) -> bool:
        base = attribute.partition("[")[0].partition(".")[0]
        if base in facts.attributes(node.type) or base in node.added:
            return True
        return base in self.maya.set_somewhere(node.type)

    def _attribute(self, plug: str) -> Tuple[Node, str]:
        holder, _, attribute = plug.partition(".")
        node = self._node(holder)
        long = node.long(attribute)
        if not attribute or not self._known(node, long):
            raise ValueError("No object matches name: %s" % plug)
        return node, long

    @command(always)
    def getAttr(self, plug: str, *, type: bool = False, lock: bool = False, multiIndices: bool = False) -> Any:
        node, name = self._attribute(plug)
        known = facts.attributes(node.type).get(name)
        added = node.added.get(name)
        if lock:
            return name in node.locked
        if type:
            if name in node.kinds and not (known and name not in node.values):
                return node.kinds[name] if known is None else known.kind
            if known or added:
                return (known or added).kind  # type: ignore[union-attr]
            return self.maya.set_somewhere(node.type).get(name, "TdataCompound")
        if name == "computedFileTextureNamePattern":
            return _computed(node)
        if name in node.values:
            value = node.values[name]
            kind = known.kind if known else ""
            return _as_kind(kind, value)
        if known:
            if known.kind in ("message", "TdataCompound"):
                raise RuntimeError("The data is not a numeric or string value: %s" % plug)
            return known.default
        return added.default if added else None

    @command(always)
    def listAttr(
        self, name: str, *, multi: bool = False, usedAsFilename: bool = False, userDefined: bool = False
    ) -> Optional[List[str]]:
        holder, _, attribute = name.partition(".")
        node = self._node(holder)
        if usedAsFilename:
            found = list(facts.USED_AS_FILENAME.get(node.type, ()))
        elif userDefined:
            found = list(node.added)
        elif multi and attribute:
            long = self._attribute(name)[1]
            found = [long] + [one for one in node.values if one.startswith((long + "[", long + "."))]
        else:
            raise AssertionError("listAttr is not simulated for these flags")
        return found or None

    @command(always)
    def attributeQuery(self, attribute: str, *, node: str, exists: bool = False) -> bool:
        assert exists
        holder = self._node(node)
        return self._known(holder, holder.long(attribute))

    @command(always)
    def nodeType(self, name: str) -> str:
        return self._node(name).type

    @command(always)
    def listConnections(
        self, name: str, *, source: bool = True, destination: bool = True, plugs: bool = False,
        connections: bool = False, skipConversionNodes: bool = False,
    ) -> Optional[List[str]]:  # fmt: skip
        assert source and not destination and plugs and connections and not skipConversionNodes
        node = self._node(name)
        found: List[str] = []
        for attribute, driver in self.scene.incoming(node):
            found += ["%s.%s" % (self.scene.shortest(node), attribute), driver]
        return found or None

    @command(always)
    def listRelatives(self, name: str, *, parent: bool = False, fullPath: bool = False) -> Optional[List[str]]:
        assert parent and fullPath
        above = self._node(name).parent
        return [above.path] if above else None

    @command(queries)
    def camera(self, name: str, *, query: bool = False, startupCamera: bool = False) -> bool:
        assert query and startupCamera
        return self._node(name).startup

    @command(lambda flags: bool(flags.get("query")))
    def currentTime(self, *, query: bool = False) -> float:
        return float(self._node("time1").values.get("outTime", 1.0))

    @command(queries)
    def editRenderLayerGlobals(self, *, query: bool = False, currentRenderLayer: Any = "") -> str:
        if not query:
            self.scene.current_layer = str(currentRenderLayer)
            self.maya.modified = True
        return self.scene.current_layer

    @command(queries)
    def undoInfo(self, *, query: bool = False, undoName: bool = False, undoQueueEmpty: bool = False) -> Any:
        return self.maya.undo[-1] if undoName and self.maya.undo else ("" if undoName else not self.maya.undo)

    @command(queries)
    def file(
        self, name: str = "", *, query: bool = False, sceneName: bool = False, modified: bool = False,
        save: bool = False, open: bool = False, force: bool = False, newFile: bool = False,
    ) -> Any:  # fmt: skip
        if query:
            return self.scene.path if sceneName else self.maya.modified
        if open:
            if not os.path.isfile(name):
                raise RuntimeError("File not found: %s" % name)
            self.maya.open(name)
        elif newFile:
            self.maya.new()
        elif save:
            self.maya.save()
        return self.scene.path

    @command(lambda flags: not flags.get("openWorkspace"))
    def workspace(
        self, name: str = "", *, query: bool = False, rootDirectory: bool = False, fileRuleList: bool = False,
        fileRuleEntry: str = "", openWorkspace: bool = False,
    ) -> Any:  # fmt: skip
        if openWorkspace:
            self.maya.project = name
            return name
        if rootDirectory:
            return self.maya.project + "/" if self.maya.project else ""
        rules = self.maya.file_rules()
        if fileRuleList:
            return list(rules)
        return rules.get(fileRuleEntry, "")

    @command(queries)
    def pluginInfo(
        self, name: str = "", *, query: bool = False, pluginsInUse: bool = False, loaded: bool = False
    ) -> Any:
        installed = {key: value for key, value in self.scene.plugins.items() if key not in self.maya.not_installed}
        if loaded:
            return name in installed or name in self.maya.loaded
        if not pluginsInUse:
            raise RuntimeError('Plugin, "%s", is not registered.' % name)
        return [text for pair in installed.items() for text in pair] or None

    @command(queries)
    def unknownPlugin(self, *, query: bool = False, list: bool = False) -> Optional[List[str]]:
        return [name for name in self.scene.plugins if name in self.maya.not_installed] or None

    @command(queries)
    def evaluationManager(self, *, query: bool = False, mode: bool = False) -> List[str]:
        assert query and mode
        return [self.maya.evaluation_mode]

    @command(always)
    def referenceQuery(
        self, name: str, *, filename: bool = False, unresolvedName: bool = False, withoutCopyNumber: bool = False,
        isLoaded: bool = False, isNodeReferenced: bool = False, editStrings: bool = False, failedEdits: bool = False,
        successfulEdits: bool = False, editCommand: str = "", showNamespace: bool = False, showDagPath: bool = False,
    ) -> Any:  # fmt: skip
        node = self._node(name)
        if isNodeReferenced:
            return bool(node.reference)
        own = node.type == "reference" and node.name in self.scene.references  # also one that another one brings
        there = self.scene.references.get(node.name if own else node.reference or node.name)
        if there is None or leaf(node.name) == "sharedReferenceNode":
            raise RuntimeError("Reference node '%s' is not associated with a reference file." % node.name)
        if isLoaded:
            return bool(there.path)
        if editStrings:
            if bool(there.path) and failedEdits and not successfulEdits:
                return []
            return ["setAttr %s.%s %s" % edit for edit in there.edits]
        if filename and unresolvedName:
            return there.text
        if filename:
            text = there.path or there.text
            return text.partition("{")[0] if withoutCopyNumber else text
        raise AssertionError("referenceQuery is not simulated for these flags")

    @command(lambda flags: bool(flags.get("query") or flags.get("exists")))
    def optionVar(self, *, query: str = "", exists: str = "") -> Any:
        return exists in self.maya.options if exists else self.maya.options.get(query, 0)


def _as_kind(kind: str, value: Any) -> Any:
    """A value the way Maya hands it to Python."""
    if kind == "bool":
        return bool(value)
    if kind in ("long", "enum"):
        return int(value)
    if kind in ("time", "float", "double") and isinstance(value, (int, float)):
        return float(value)
    return value


def _computed(node: Node) -> str:
    text = str(node.values.get("fileTextureName") or "")
    return text.replace("1001", "<UDIM>") if node.values.get("uvTilingMode") == 3 else text
