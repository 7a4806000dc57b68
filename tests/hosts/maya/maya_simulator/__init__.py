"""A Maya without Maya: `maya.cmds`, `maya.mel`, `maya.utils`, `maya.api.OpenMaya`, as strict as Maya as far as used.

Built on a .ma's own statements. It proves that the plugin asks what Maya can answer and that the scan changes nothing;
what only a real Maya can prove stands in docs/unproven.md.
"""

# ruff: noqa: N802, N803, N815  the spelling is Maya's

from __future__ import annotations

import shlex
import sys
import threading
import types
from typing import Any, Callable, Dict, List, Optional, Set, Tuple

from farmhand.readers.ma_scene import farm_version
from farmhand.readers.project import file_rules

from . import api, facts
from .scene import OpenScene
from .ui import UiCommands

MAIN_WINDOW = "MayaWindow"
SHELVES = "ShelfLayout"


class Maya:
    """One running Maya.

    Attributes:
        calls: Every command that was called: name, arguments, flags.
        mutations: Those that change something.
        deferred: What waits for Maya to be idle.
        callbacks: Message callbacks that are registered: id -> (message, function).
    """

    def __init__(self, batch: bool = False) -> None:
        self.batch = batch
        self.version = "2024"
        self.project = ""
        self.scene = OpenScene()
        self.modified = False
        self.selection: List[str] = []
        self.undo: List[str] = []
        self.options: Dict[str, Any] = {}
        self.evaluation_mode = "parallel"
        self.yeti: Dict[str, Dict[Tuple[str, str], Dict[str, str]]] = {}
        self.not_installed: Tuple[str, ...] = ()
        self.loaded: Tuple[str, ...] = ()
        self.calls: List[Tuple[str, Tuple[Any, ...], Dict[str, Any]]] = []
        self.mutations: List[Tuple[str, Tuple[Any, ...], Dict[str, Any]]] = []
        self.deferred: List[Any] = []
        self.callbacks: Dict[int, Tuple[int, Callable[..., Any]]] = {}
        self.widgets: Dict[str, Any] = {}
        self.ui: Dict[str, Dict[str, Any]] = {}
        if not batch:
            self.ui = {
                MAIN_WINDOW: {"kind": "window"},
                SHELVES: {"kind": "shelfTabLayout", "selectTab": "Polygons"},
                "Polygons": {"kind": "shelfLayout", "parent": SHELVES},
            }
        self.commands = UiCommands(self)
        self._attributes: Dict[str, Dict[str, str]] = {}

    # What the user does

    def open(self, path: str) -> None:
        """File > Open."""
        self.scene = OpenScene(path, self.project)
        self.version = farm_version(self.scene.version)
        self._changed_scene(api.MSceneMessage.kAfterOpen)

    def new(self) -> None:
        """File > New."""
        self.scene = OpenScene()
        self._changed_scene(api.MSceneMessage.kAfterNew)

    def save(self) -> None:
        """File > Save, without writing anything."""
        self.modified = False
        self.tell(api.MSceneMessage.kAfterSave)

    def idle(self) -> None:
        """Nothing else to do: what was deferred runs."""
        waiting, self.deferred = self.deferred, []
        for function in waiting:
            run_script(function) if isinstance(function, str) else function()

    def tell(self, message: int) -> None:
        """Call every callback of a message."""
        for wanted, function in list(self.callbacks.values()):
            if wanted == message:
                function(None)

    def state(self) -> Tuple[Any, ...]:
        """All that a scan must leave as it is."""
        values = [(node.path, dict(node.values)) for node in self.scene.nodes]
        time = self.scene.found("time1")[0].values.get("outTime")
        return (self.modified, list(self.selection), self.scene.current_layer, time, list(self.undo), values)

    # What the modules need

    def _changed_scene(self, message: int) -> None:
        self.modified = False
        self.selection = []
        self.undo = []
        self._attributes = {}
        self.tell(message)

    def node_types(self) -> Set[str]:
        return self.scene.types | set(facts.SETTINGS) | facts.MAYAS_OWN

    def set_somewhere(self, node_type: str) -> Dict[str, str]:
        """Attributes that some node of this type sets without adding them: its type must have them. With their kind."""
        if not self._attributes:
            for node in self.scene.nodes:
                found = self._attributes.setdefault(node.type, {})
                for name, kind in node.kinds.items():
                    base = name.partition("[")[0].partition(".")[0]
                    if base not in node.added:
                        found.setdefault(base, kind if base == name else "TdataCompound")
        return self._attributes.get(node_type, {})

    def file_rules(self) -> Dict[str, str]:
        return file_rules(self.project)

    def make_control(self, name: str) -> None:
        """A dock: a window with a layout, filled by its uiScript."""
        from Qt import QtWidgets

        widget = QtWidgets.QWidget()
        widget.setObjectName(name)
        QtWidgets.QVBoxLayout(widget)
        self.widgets[name] = widget
        widget.show()
        run_script(self.ui[name]["uiScript"])

    def close_control(self, name: str) -> None:
        """What the user does with a dock's close button."""
        control = self.ui[name]
        if control["closeCommand"]:
            run_script(control["closeCommand"])
        control["visible"] = False
        if not control["retain"]:
            self.remove_control(name)

    def remove_control(self, name: str) -> None:
        self.ui.pop(name)
        widget = self.widgets.pop(name, None)
        if widget is not None:
            widget.deleteLater()

    def restart_layout(self, name: str) -> None:
        """Maya's next start restores a dock of the last: an empty one, whose uiScript runs again."""
        self.make_control(name)

    def install(self, monkeypatch: Any) -> None:
        """Put the modules where `import maya.cmds` finds them."""
        cmds = types.ModuleType("maya.cmds")
        for name in dir(self.commands):
            member = getattr(self.commands, name)
            if getattr(member, "is_command", False):
                setattr(cmds, name, member)
        modules = {
            "maya": types.ModuleType("maya"),
            "maya.cmds": cmds,
            "maya.mel": _module("maya.mel", eval=self._mel),
            "maya.utils": _module("maya.utils", executeDeferred=self._defer),
            "maya.standalone": _module("maya.standalone", initialize=self._standalone, uninitialize=lambda: None),
            "maya.api": types.ModuleType("maya.api"),
            "maya.api.OpenMaya": api.module(self),
            "maya.OpenMayaUI": _module("maya.OpenMayaUI", MQtUtil=api.qt_util(self)),
        }
        for name, module in modules.items():
            monkeypatch.setitem(sys.modules, name, module)
            parent, _, child = name.rpartition(".")
            if parent:
                setattr(modules[parent], child, module)

    def _mel(self, script: str) -> Any:
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("MEL only runs on the main thread")
        self.calls.append(("mel.eval", (script,), {}))
        known = {"gMainWindow": MAIN_WINDOW, "gShelfTopLevel": SHELVES}
        if script.startswith("pgYetiGraph ") and self.yeti:
            return self._yeti(shlex.split(script))
        name = script.rpartition("$")[2].strip().rstrip(";")
        if self.batch or name not in known:
            raise RuntimeError("Error occurred during execution of MEL script: %s" % script)
        return known[name]

    def _yeti(self, words: List[str]) -> Any:
        """Peregrine's pgYetiGraph: the nodes of a graph by type, or one node's parameter."""
        graph = self.yeti[words[-1].rpartition("|")[2]]
        if words[1] == "-listNodes":
            return [name for kind, name in graph if kind == words[3]]
        inner = next(values for (_, name), values in graph.items() if name == words[2])
        return inner[words[4]]

    def _defer(self, function: Any, *args: Any) -> None:
        self.deferred.append((lambda: function(*args)) if args else function)

    def _standalone(self, name: str = "python") -> None:
        if not self.batch:
            raise RuntimeError("maya.standalone inside Maya")


def forget_plugin() -> None:
    """Let the next import of the plug-in find the Maya that is installed then."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "farmhand_maya"]:
        del sys.modules[name]


def run_script(script: str) -> None:
    """A string of Python, run in a namespace of its own: it must import what it uses."""
    exec(compile(script, "<script>", "exec"), {"__name__": "__main__"})


def _module(name: str, **members: Any) -> types.ModuleType:
    made = types.ModuleType(name)
    vars(made).update(members)
    return made


def missing() -> Optional[str]:
    """Why no panel can be made here; None where it can."""
    try:
        import pytestqt  # noqa: F401
        import Qt  # noqa: F401
    except ImportError as error:
        return "no panel here: %s" % error
    return None
