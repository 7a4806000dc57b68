"""Qt for the panel: QtCore, QtGui, QtWidgets as Qt.py gives them, without what nobody needs of the binding.

Qt.py imports every module of the binding (QML, SQL, Quick, Test ...) and touches every class, which takes longer than
the panel itself, and 33 MB with PySide6. So the panel has a Qt.py of its own, as its documents provide for libraries:
the installed file, run under the name `farmhand_ui.qt_py`, with a QtSiteConfig of its own. That is Qt.py's hook for
what there is of Qt; a studio's QtSiteConfig is asked first. The module `Qt`, which belongs to the program and its other
tools, is neither made nor changed; where somebody imported it before, it is taken as it is.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.util
import os
import sys
import types
from typing import TYPE_CHECKING, Any, Callable, Dict, FrozenSet, List

USED = ("QtCore", "QtGui", "QtWidgets")
NAME = "farmhand_ui.qt_py"


def load() -> Any:
    """The module `Qt` where it was imported, else a Qt.py of our own with the used modules.

    Raises:
        ImportError: No Qt.py, no binding, or a used module of it cannot be loaded.
    """
    present = sys.modules.get("Qt")
    if present is not None and all(hasattr(present, name) for name in USED):
        return present
    spec = importlib.util.find_spec("Qt")
    code = getattr(spec.loader, "get_code", lambda name: None)("Qt") if spec is not None else None
    if spec is None or code is None or os.environ.get("QT_PREFERRED_BINDING_JSON"):
        return importlib.import_module("Qt")  # that variable chooses a binding by the module's name
    site = _SiteConfig()

    def import_(name: str, *details: Any, **more: Any) -> Any:
        return site if name == "QtSiteConfig" else __import__(name, *details, **more)

    module = types.ModuleType(NAME, "Qt.py with a part of the binding.")
    module.__file__ = spec.origin
    module.__dict__["__builtins__"] = dict(vars(builtins), __import__=import_)
    sys.modules[NAME] = module  # where Qt.py looks for itself
    try:
        exec(code, module.__dict__)
        for name in USED:
            _fill_when_asked(getattr(module, name), getattr(module, "_" + name), site.members[name])
    except AttributeError as error:  # Qt.py goes on without a module that does not load
        del sys.modules[NAME]
        raise ImportError("Qt's binding cannot be loaded: %s" % error) from error
    except BaseException:
        del sys.modules[NAME]
        raise
    return module


class _SiteConfig:
    """Asked by Qt.py for what differs here: only the used modules, and their classes when they are asked for.

    Attributes:
        members: The names that a used module has.
    """

    def __init__(self) -> None:
        self.members: Dict[str, FrozenSet[str]] = {}
        try:
            self._studio: Any = importlib.import_module("QtSiteConfig")
        except ImportError:
            self._studio = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._studio, name)

    def update_members(self, members: Dict[str, List[str]]) -> None:
        """Called with module and the names of its members."""
        self._ask_studio("update_members", members)
        for name in list(members):
            if name in USED:
                self.members[name] = frozenset(members[name])
                members[name] = []
            else:
                del members[name]

    def update_misplaced_members(self, members: Dict[str, Dict[str, Any]]) -> None:
        """Called with binding and what is elsewhere in it; `__extras__` are more modules."""
        self._ask_studio("update_misplaced_members", members=members)
        for of_binding in members.values():
            of_binding["__extras__"] = []

    def update_compatibility_members(self, members: Dict[str, Dict[str, Any]]) -> None:
        """Called with binding and what QtCompat has by class. Nothing: reading PySide6's signatures takes 0.1 s."""
        for of_binding in members.values():
            of_binding.clear()

    def _ask_studio(self, name: str, *details: Any, **more: Any) -> None:
        if hasattr(self._studio, name):
            getattr(self._studio, name)(*details, **more)


def _fill_when_asked(ours: Any, theirs: Any, names: FrozenSet[str]) -> None:
    """Have a module of Qt.py take members from the binding when they are asked for: PySide6 makes classes then."""

    def member(name: str) -> Any:
        if name not in names:
            raise AttributeError("module %r has no attribute %r" % (ours.__name__, name))
        value = getattr(theirs, name)
        setattr(ours, name, value)
        return value

    asked: Callable[[str], Any] = member
    ours.__dict__["__getattr__"] = asked


if TYPE_CHECKING:
    from Qt import QtCompat, QtCore, QtGui, QtWidgets
else:
    _qt = load()
    QtCompat, QtCore, QtGui, QtWidgets = _qt.QtCompat, _qt.QtCore, _qt.QtGui, _qt.QtWidgets


def mouse_place(event: QtGui.QMouseEvent) -> QtCore.QPoint:
    """Where in its widget a mouse event is: `position()` with Qt 6, where `pos()` warns; Qt 5 has only the latter."""
    position = getattr(event, "position", None)
    return event.pos() if position is None else position().toPoint()


__all__ = ["QtCompat", "QtCore", "QtGui", "QtWidgets", "mouse_place"]
