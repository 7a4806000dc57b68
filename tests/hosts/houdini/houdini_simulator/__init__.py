"""A Houdini without Houdini: the module `hou`, as strict as Houdini as far as Farmhand uses it.

Built on a .hip's own entries, through the core's reader of the format. It proves that the plug-in asks what Houdini can
answer and that the scan changes and cooks nothing; what only a real Houdini can prove stands in docs/unproven.md.
"""

# ruff: noqa: N802, N803, N815  the spelling is Houdini's

from __future__ import annotations

import os
import sys
import types
from dataclasses import replace
from typing import Any, Callable, Dict, List, Optional, Tuple

from farmhand.readers.houdini import insides, library
from farmhand.readers.houdini.graph import Graph, Libraries, Node, active_take, overrides, read_graph
from farmhand.readers.houdini.mentions import mentions
from farmhand.readers.houdini.survey import Survey
from farmhand.readers.houdini.syntax import Start
from farmhand.readers.houdini.values import Values
from farmhand.scene.expand import DirectoryIndex
from farmhand.scene.host import run

from . import modules, nodes, parms, strict
from .strict import on_main_thread

VERSION = "20.5.487"


class Houdini:
    """One running Houdini.

    Attributes:
        mutations: Whatever changed or cooked something: what, where, with what.
        answers: Expression -> what Houdini makes of it, for those that no file tells; a function is given the frame.
        own: Type and parameter -> its template, for types whose definition is at hand.
        stages: Path of a LOP -> its stage, for those that are cooked.
        in_view: The network that an editor shows; empty where there is no such pane.
        loose: Paths that `fileReferences` has without a parameter.
        environment: Variables beside the scene's.
        callbacks: Of the scene's events.
        waiting: Callbacks of the event loop.
        status: What stood in the status bar.
        selected: Paths of the selected nodes.
    """

    def __init__(self, ui: bool = True) -> None:
        self.ui = ui
        self.main_window: Any = None
        self.version = VERSION
        self.licence = "Commercial"
        self.path = "untitled.hip"
        self.new_file = True
        self.modified = False
        self.frame = 1.0
        self.mutations: List[Tuple[Any, ...]] = []
        self.answers: Dict[str, Any] = {}
        self.stages: Dict[str, Any] = {}
        self.own: Dict[Tuple[str, str], parms.ParmTemplate] = {}
        self.loose: List[str] = []
        self.environment: Dict[str, str] = {}
        self.callbacks: List[Callable[[Any], None]] = []
        self.waiting: List[Callable[[], None]] = []
        self.status: List[str] = []
        self.selected: List[str] = []
        self.in_view = ""
        self.unwritable = False
        self._take(Graph(Start(), {}, {}, {}, Libraries()), "")

    # What the user does

    def open(self, path: str) -> None:
        """File > Open."""
        self.tell("BeforeLoad")
        graph, _ = run_graph(path)
        environment = dict(os.environ)

        def values(of: Graph, changed: Any) -> Values:
            return Values(of, os.path.dirname(path), os.path.basename(path), environment, changed)

        survey = Survey(path, DirectoryIndex(), values)
        brought = survey.libraries(graph)
        inner = run(insides.find(graph, brought.files))
        self.version = graph.variables.get("_HIP_SAVEVERSION", VERSION)
        self.path, self.new_file, self.modified = path, False, False
        self.mutations, self.selected, self.stages = [], [], {}
        self.frame = graph.start.current
        self._take(replace(graph, nodes={**graph.nodes, **inner.nodes}), path)
        self.tell("AfterLoad")

    def clear(self) -> None:
        """File > New."""
        self.tell("BeforeClear")
        self.path, self.new_file, self.modified = "untitled.hip", True, False
        self._take(Graph(Start(), {}, {}, {}, Libraries()), "")
        self.tell("AfterClear")

    def save(self) -> None:
        """File > Save, without writing anything."""
        self.tell("BeforeSave")
        self.modified = False
        self.tell("AfterSave")

    def delete(self, path: str) -> None:
        """Delete a node and what is in it."""
        for other in [one for one in self._known if one == path or one.startswith(path + "/")]:
            self.node(other)._deleted = True
            del self._known[other]
        self._beside[path.rpartition("/")[0] or "/"].remove(path)

    def tell(self, event: str) -> None:
        """Call everybody who listens to the scene's events."""
        for function in list(self.callbacks):
            function(getattr(modules.hipFileEventType, event))

    def idle(self) -> None:
        """Houdini has nothing to do: everybody who waits for that is called once."""
        for function in list(self.waiting):
            function()

    def state(self) -> Tuple[Any, ...]:
        """All that a scan must leave as it is."""
        return (self.modified, self.frame, list(self.selected), active_take(self.graph), list(self.mutations))

    # What nodes and modules ask

    def node(self, path: str) -> Optional[nodes.OpNode]:
        if path not in self._known:
            return None
        found = self._made.get(path)
        if found is None:
            source = self._known[path]
            table = self._table(path)
            found = self._made[path] = nodes.CLASSES.get(table, nodes.OpNode)(self, source, table)
        return found

    def children(self, path: str) -> Tuple[nodes.OpNode, ...]:
        return tuple(self.node(one) for one in self._beside.get(path, ()))

    def node_type(self, name: str, table: str) -> nodes.OpNodeType:
        key = (name, table)
        found = self._types.get(key)
        if found is None:
            found = self._types[key] = nodes.OpNodeType(name, table, self._defined.get((table, name), ""))
        return found

    def template(self, kind: str, name: str) -> parms.ParmTemplate:
        found = self._templates.get((kind, name))
        if found is None:
            if kind not in self._held:
                held = self._held[kind] = {}
                for source in self._of_type(kind):
                    for parm, values in source.parms.items():
                        held.setdefault(parm, []).extend(value.text for value in values)
            found = self._templates[kind, name] = self.own.get((kind, name)) or parms.template_of(
                name, self._held[kind][name]
            )
        return found

    def getenv(self, name: str) -> Optional[str]:
        if name in self.environment:
            return self.environment[name]
        return self.values.variables.get(name)

    def file_references(self, every: bool) -> List[Tuple[Optional[parms.Parm], str]]:
        if self._references is None:
            found: List[Tuple[Optional[parms.Parm], str]] = []
            for said in mentions(self.graph, []):
                node = self.node(said.node.path) if said is not None else None
                if said is not None and node is not None:
                    value = node._raw(said.parm)[said.component]
                    found.append((parms.Parm(node, said.parm, said.component, value), said.text))
            self._references = found
        left = set() if every else set(self.graph.unselected)
        listed = [pair for pair in self._references if pair[1] not in left]
        return [(None, path) for path in self.loose] + listed

    def install(self, monkeypatch: Any) -> types.ModuleType:
        """Put the module where `import hou` finds it."""
        made = modules.hou(self)
        monkeypatch.setitem(sys.modules, "hou", made)
        return made

    def _take(self, graph: Graph, path: str) -> None:
        self.graph = graph
        folder, name = os.path.split(path)
        self.values = Values(graph, folder, name, dict(os.environ), overrides(graph, active_take(graph)) or {})
        self._known: Dict[str, Node] = dict(graph.nodes)
        for source in graph.nodes.values():  # what lies nowhere cannot be: scenes of our own leave networks out
            above = source.parent
            while above != "/" and above not in self._known:
                self._known[above] = Node(above)
                above = self._known[above].parent
        self._made: Dict[str, nodes.OpNode] = {}
        self._templates: Dict[Tuple[str, str], parms.ParmTemplate] = {}
        self._held: Dict[str, Dict[str, List[str]]] = {}
        self._types: Dict[Tuple[str, str], nodes.OpNodeType] = {}
        self._references: Optional[List[Tuple[Optional[parms.Parm], str]]] = None
        self._by_type: Dict[str, List[Node]] = {}
        self._beside: Dict[str, List[str]] = {}
        for source in self._known.values():
            self._by_type.setdefault(source.type, []).append(source)
            self._beside.setdefault(source.parent, []).append(source.path)
        self._defined: Dict[Tuple[str, str], str] = {}
        self._tables: Dict[str, List[str]] = {}
        for operator, paths in graph.libraries.fallbacks.items():
            table, kind = library.operator(operator)
            self._defined[table, kind] = paths[0]
            self._tables.setdefault(kind, []).append(table)
        if graph.libraries.embedded:
            for kind in library.definitions(graph.libraries.embedded):
                for key in [key for key in self._defined if key[1] == kind]:
                    self._defined[key] = "Embedded"
        self._memo: Dict[str, str] = {}

    def _of_type(self, kind: str) -> List[Node]:
        return self._by_type.get(kind, [])

    def _table(self, path: str) -> str:
        if path not in self._memo:
            source = self._known[path]
            parent = self._known.get(source.parent)
            above = self._table(source.parent) if parent is not None else "Manager"
            self._memo[path] = nodes.table_of(source, parent, above, self._tables)
        return self._memo[path]


def run_graph(path: str) -> Any:
    """Graph and stamp of a scene file."""
    return run(read_graph(path))


def forget_plugin() -> None:
    """Let the next import of the plug-in find the Houdini that is installed then."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "farmhand_houdini"]:
        del sys.modules[name]


def run_script(script: str, kwargs: Optional[Dict[str, Any]] = None) -> Dict[str, Any]:
    """A string of Python as Houdini runs those of menus and tools: with `kwargs` and `hou`; its names afterwards."""
    names = {"__name__": "__main__", "kwargs": kwargs or {}, "hou": sys.modules["hou"]}
    exec(compile(script, "<script>", "exec"), names)
    return names


__all__ = ["Houdini", "forget_plugin", "on_main_thread", "run_script", "strict"]
