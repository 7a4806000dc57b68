"""The module `hou` of one simulated Houdini: its functions, and its submodules `hipFile`, `playbar`, `takes`, `qt`."""

# ruff: noqa: N801, N802, N803, N815, N816  the spelling is Houdini's

from __future__ import annotations

import types
from typing import Any, Callable, Optional, Tuple

from farmhand.errors import SceneError
from farmhand.readers.houdini.graph import active_take

from . import nodes, parms, strict
from .strict import OperationFailed, enumeration, on_main_thread

hipFileEventType = enumeration(
    "hipFileEventType", "BeforeClear", "AfterClear", "BeforeLoad", "AfterLoad", "BeforeMerge", "AfterMerge",
    "BeforeSave", "AfterSave",
)  # fmt: skip
licenseCategoryType = enumeration(
    "licenseCategoryType", "Commercial", "Apprentice", "ApprenticeHD", "Indie", "Education"
)


paneTabType = enumeration("paneTabType", "NetworkEditor", "PythonPanel", "SceneViewer")
severityType = enumeration("severityType", "Message", "ImportantMessage", "Warning", "Error", "Fatal")


@strict.strict
class Take:
    def __init__(self, houdini: Any, name: str) -> None:
        self._houdini = houdini
        self._name = name

    def name(self) -> str:
        return self._name

    def parent(self) -> Optional[Take]:
        parent = self._houdini.graph.takes[self._name].parent
        return Take(self._houdini, parent) if parent else None


class Color:
    """A colour of red, green and blue."""

    def __init__(self, rgb: Tuple[float, float, float]) -> None:
        self._rgb = rgb


def hou(houdini: Any) -> types.ModuleType:
    """The module of one Houdini."""
    made = types.ModuleType("hou")

    def export(function: Callable[..., Any]) -> Callable[..., Any]:
        setattr(made, function.__name__, on_main_thread(function))
        return function

    class root_node:
        """The node `/`."""

        def children(self) -> Tuple[Any, ...]:
            return houdini.children("/")

        def path(self) -> str:
            return "/"

    @export
    def root() -> Any:
        return root_node()

    @export
    def node(path: str) -> Any:
        return houdini.node(path)

    @export
    def selectedNodes(include_hidden: bool = False) -> Tuple[Any, ...]:
        return tuple(houdini.node(path) for path in houdini.selected)

    @export
    def applicationVersionString() -> str:
        return houdini.version

    @export
    def isUIAvailable() -> bool:
        return houdini.ui

    @export
    def licenseCategory() -> Any:
        return getattr(licenseCategoryType, houdini.licence)

    @export
    def getenv(name: str, default_value: Optional[str] = None) -> Optional[str]:
        found = houdini.getenv(name)
        return default_value if found is None else found

    @export
    def putenv(name: str, value: str) -> None:
        houdini.mutations.append(("putenv", name, value))
        houdini.environment[name] = value

    @export
    def frame(full_precision: bool = False) -> float:
        return houdini.frame

    @export
    def setFrame(frame: float) -> None:
        houdini.mutations.append(("setFrame", frame))

    @export
    def fps() -> float:
        return houdini.graph.start.fps

    @export
    def homeHoudiniDirectory() -> str:
        return "/home/artist/houdini20.5"

    @export
    def fileReferences(project_dir_variable: str = "HIP", include_all_refs: bool = True) -> Tuple[Any, ...]:
        return tuple(houdini.file_references(include_all_refs))

    made.hipFile = _hip_file(houdini)
    made.playbar = _playbar(houdini)
    made.takes = _takes(houdini)
    made.hda = _hda(houdini)
    made.hipFileEventType = hipFileEventType
    made.severityType = severityType
    made.paneTabType = paneTabType
    made.PathBasedPaneTab = PathBasedPaneTab
    made.Color = Color
    made.licenseCategoryType = licenseCategoryType
    for module, names in (
        (strict, ("Error", "OperationFailed", "ObjectWasDeleted", "LoadWarning", "NodeError")),
        (parms, ("Parm", "ParmTuple", "BaseKeyframe", "Keyframe", "StringKeyframe", "ParmTemplate",
                 "StringParmTemplate", "MenuParmTemplate", "parmTemplateType", "stringParmType", "exprLanguage")),
        (nodes, ("OpNode", "RopNode", "SopNode", "LopNode", "OpNodeType", "HDADefinition", "NodeTypeCategory")),
    ):  # fmt: skip
        for name in names:
            setattr(made, name, getattr(module, name))
    if houdini.ui:
        made.qt = _qt(houdini)
        made.ui = _ui(houdini)
    return made


def _hip_file(houdini: Any) -> type:
    @strict.strict
    class hipFile:
        @staticmethod
        def path() -> str:
            return houdini.path

        @staticmethod
        def name() -> str:
            return houdini.path

        @staticmethod
        def isNewFile() -> bool:
            return houdini.new_file

        @staticmethod
        def hasUnsavedChanges() -> bool:
            return houdini.modified or not houdini.ui

        @staticmethod
        def save(file_name: Optional[str] = None, save_to_recent_files: bool = True) -> None:
            if houdini.unwritable:
                raise OperationFailed("The attempted operation failed.\nUnable to save file.")
            houdini.mutations.append(("save", houdini.path))
            houdini.save()

        @staticmethod
        def load(file_name: str, suppress_save_prompt: bool = False, ignore_load_warnings: bool = False) -> None:
            try:
                houdini.open(file_name)
            except SceneError as error:
                raise OperationFailed("The attempted operation failed.\n%s" % error) from error

        @staticmethod
        def addEventCallback(callback: Callable[[Any], None]) -> None:
            houdini.callbacks.append(callback)

        @staticmethod
        def removeEventCallback(callback: Callable[[Any], None]) -> None:
            if callback not in houdini.callbacks:
                raise OperationFailed("The callback was not registered.")
            houdini.callbacks.remove(callback)

        @staticmethod
        def eventCallbacks() -> Tuple[Callable[[Any], None], ...]:
            return tuple(houdini.callbacks)

    return hipFile


def _playbar(houdini: Any) -> type:
    @strict.strict
    class playbar:
        @staticmethod
        def frameRange() -> Tuple[float, float]:
            return houdini.graph.start.first, houdini.graph.start.last

        @staticmethod
        def playbackRange() -> Tuple[float, float]:
            return houdini.graph.start.range_first, houdini.graph.start.range_last

        @staticmethod
        def setFrameRange(start: float, end: float) -> None:
            houdini.mutations.append(("setFrameRange", start, end))

    return playbar


def _takes(houdini: Any) -> type:
    @strict.strict
    class takes:
        @staticmethod
        def currentTake() -> Take:
            return Take(houdini, active_take(houdini.graph))

        @staticmethod
        def takes() -> Tuple[Take, ...]:
            return tuple(Take(houdini, name) for name in houdini.graph.takes)

        @staticmethod
        def setCurrentTake(take: Take) -> None:
            houdini.mutations.append(("setCurrentTake", take.name()))

    return takes


def _hda(houdini: Any) -> type:
    @strict.strict
    class hda:
        @staticmethod
        def loadedFiles() -> Tuple[str, ...]:
            return tuple(houdini.graph.libraries.loaded)

    return hda


def _qt(houdini: Any) -> type:
    @strict.strict
    class qt:
        @staticmethod
        def mainWindow() -> Any:
            from Qt import QtWidgets

            if houdini.main_window is None:
                houdini.main_window = QtWidgets.QMainWindow()
            return houdini.main_window

    return qt


@strict.strict
class PathBasedPaneTab:
    """A pane that shows a network."""

    def __init__(self, houdini: Any) -> None:
        self._houdini = houdini

    def cd(self, path: str) -> None:
        if self._houdini.node(path) is None and path != "/":
            raise OperationFailed("There is no network " + path)
        self._houdini.in_view = path


def _ui(houdini: Any) -> type:
    @strict.strict
    class ui:
        @staticmethod
        def paneTabOfType(type: Any, index: int = 0) -> Any:
            there = houdini.in_view and type is paneTabType.NetworkEditor
            return PathBasedPaneTab(houdini) if there else None

        @staticmethod
        def addEventLoopCallback(callback: Callable[[], None]) -> None:
            houdini.waiting.append(callback)

        @staticmethod
        def removeEventLoopCallback(callback: Callable[[], None]) -> None:
            if callback not in houdini.waiting:
                raise OperationFailed("The callback was not registered.")
            houdini.waiting.remove(callback)

        @staticmethod
        def setStatusMessage(message: str, severity: Any = severityType.Message) -> None:
            if severity not in vars(severityType).values():
                raise TypeError("%r is no severity" % (severity,))
            houdini.status.append(message)

    return ui
