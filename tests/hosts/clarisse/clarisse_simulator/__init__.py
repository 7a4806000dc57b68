"""A Clarisse without Clarisse: the module `ix`, as strict as it is described, on top of a .project.

It implements `farmhand_clarisse.api`, proves that a look changes nothing and that no exception of ours reaches the
program. What only a real Clarisse can prove stands in docs/unproven.md.
"""

from __future__ import annotations

import os
import sys
import threading
import time
import types
from typing import Any, Callable, Dict, List, Optional, Tuple

from .calls import Injected, Recorder, call, change
from .items import Array, Class, Context, OfAttr
from .scene import OpenProject

__all__ = ["Clarisse", "Injected", "forget_plugin"]


class Clarisse:
    """One running Clarisse.

    Args:
        windows: False for cnode.

    Attributes:
        recorder: The calls, and which of them fails.
        project: What is open.
        modified: Whether it has unsaved changes.
        log: Level and text of each line in the log.
        menu: Path of each entry of the main menu and what it runs; submenus run nothing.
        loop: When each callback of the main loop is due, and the callback.
        crashed: The exception that ended Clarisse; None while it lives.
        turns: How often the main loop called back.
        delays: Whether `add_to_event_loop_single` knows a delay (since SP10).
        languages: What scripts may be written in.
        ocio: The user's OpenColorIO file.
    """

    def __init__(self, windows: bool = True) -> None:
        self.recorder = Recorder()
        self.windows = windows
        self.project = OpenProject(self.recorder, "", {})
        self.modified = False
        self.log: List[Tuple[str, str]] = []
        self.menu: Dict[str, Optional[str]] = {"File>": None}
        self.loop: List[Tuple[float, Callable[[], None]]] = []
        self.crashed: Optional[BaseException] = None
        self.turns = 0
        self.delays = True
        self.languages = ("ScriptingPython2", "ScriptingPython3")
        self.ocio = ""
        self.version = "5.0.0.14"
        self.version_name = "5.0_SP14"
        self.environment: Dict[str, str] = {}
        self.embedded_listed = True
        self.ix = _module(self)

    # What the user does

    def open(self, path: str, frame: int = 1) -> None:
        """File > Open."""
        self.project = OpenProject(self.recorder, path, self.environment, frame)
        self.modified = False

    def click(self, path: str) -> None:
        """Choose an entry of the menu, which runs its text."""
        self.run_text(self.menu[path] or "")

    def run_text(self, text: str, **names: Any) -> None:
        """Run a text as Clarisse does: in a namespace of its own, without a file."""
        self._guard(lambda: exec(compile(text, "<string>", "exec"), dict(names, __name__="__main__", ix=self.ix)))

    def run(self, until: Callable[[], bool], seconds: float) -> bool:
        """Run the main loop until something holds, for at most so long; answers whether it holds."""
        end = time.monotonic() + seconds
        idle = threading.Event()
        while self.crashed is None and not until():
            now = time.monotonic()
            if now > end:
                return False
            if not self.turn():
                idle.wait(0.002)
        return self.crashed is None

    def turn(self) -> bool:
        """Call back what is due; answers whether anything was."""
        now = time.monotonic()
        due = [entry for entry in self.loop if entry[0] <= now]
        for entry in due:
            self.loop.remove(entry)
            self._guard(entry[1])
            self.turns += 1
        return bool(due)

    def told(self) -> str:
        """The log, for a look at what the user was told."""
        return "\n".join(text for _, text in self.log)

    def install(self, monkeypatch: Any) -> None:
        """Put the module where `import ix` finds it."""
        monkeypatch.setitem(sys.modules, "ix", self.ix)

    def _guard(self, function: Callable[[], Any]) -> None:
        try:
            function()
        except BaseException as error:  # noqa: BLE001  this is what would end Clarisse
            self.crashed = error


class Variable:
    def __init__(self, recorder: Recorder, text: str) -> None:
        self.recorder = recorder
        self._text = text

    @call
    def get_string(self) -> str:
        return self._text


class Part:
    """A part of the API that needs to know its Clarisse."""

    def __init__(self, clarisse: Clarisse) -> None:
        self.clarisse = clarisse
        self.recorder = clarisse.recorder


class Variables(Part):
    @call
    def get(self, name: str) -> Optional[Variable]:
        known = self.clarisse.project.variables
        return Variable(self.recorder, known[name]) if name in known else None


class Classes(Part):
    @call
    def get_classes(self) -> List[Class]:
        counts: Dict[str, int] = {}
        for one in self.clarisse.project.objects:
            counts[one.kind] = min(counts.get(one.kind, 10000), len(one.attributes))
        return [Class(self.recorder, name, count) for name, count in counts.items()]


class Root(Part):
    @call
    def resolve_all_contexts(self, found: Array) -> None:
        root = Context(self.recorder, "project", "project:/", False, False)
        # no order is promised: those further down come first
        found.inside = [*reversed(self.clarisse.project.contexts), root]


class Factory(Part):
    @call
    def get_all_objects(self, class_name: str, found: Array) -> None:
        inside = self.clarisse.project.of_class(class_name)
        if class_name == "ProjectItem" and not self.clarisse.embedded_listed:
            owned = {id(layer) for one in inside for layer in one.layers}
            inside = [one for one in inside if id(one) not in owned]
        found.inside = list(inside)

    @call
    def get_root(self) -> Root:
        return Root(self.clarisse)

    @call
    def get_classes(self) -> Classes:
        return Classes(self.clarisse)

    @call
    def get_vars(self) -> Variables:
        return Variables(self.clarisse)

    @change
    def remove_item(self, name: str) -> None:
        """Take an object away."""


class Menu(Part):
    @call
    def add_command(self, path: str) -> None:
        self.clarisse.menu.setdefault(path, None)

    @call
    def add_command_as_script(self, language: str, path: str, script: str) -> None:
        if language not in self.clarisse.languages:
            raise RuntimeError("unknown scripting engine '%s'" % language)
        if self.clarisse.menu.get(path) is not None:
            path += " (again)"  # it does not look whether there is one
        self.clarisse.menu[path] = script

    @call
    def remove_all_commands(self, path: str) -> None:
        for name in [name for name in self.clarisse.menu if name.startswith(path)]:
            del self.clarisse.menu[name]


class Application(Part):
    @call
    def get_factory(self) -> Factory:
        return Factory(self.clarisse)

    @call
    def get_main_menu(self) -> Any:
        return Menu(self.clarisse) if self.clarisse.windows else None

    @call
    def get_current_project_filename(self) -> str:
        return self.clarisse.project.path

    @call
    def is_project_modified(self) -> bool:
        return self.clarisse.modified

    @change
    def save_project(self, path: str) -> None:
        if not os.access(path, os.W_OK):
            raise RuntimeError("cannot write")
        self.clarisse.modified = False

    @call
    def get_version(self) -> str:
        return self.clarisse.version

    @call
    def get_version_name(self) -> str:
        return self.clarisse.version_name

    @call
    def get_current_frame_range(self) -> Tuple[float, float]:
        return self.clarisse.project.range

    @call
    def get_use_ocio_config_file(self) -> bool:
        return bool(self.clarisse.ocio)

    @call
    def get_ocio_config_file(self) -> str:
        return self.clarisse.ocio

    def add_to_event_loop_single(self, callback: Callable[[], None], *delay: int) -> None:
        if delay and not self.clarisse.delays:
            raise TypeError("add_to_event_loop_single() takes exactly 2 arguments (3 given)")
        self._add(callback, *delay)

    @call
    def _add(self, callback: Callable[[], None], delay: int = 0) -> None:
        self.clarisse.loop.append((time.monotonic() + delay / 1000.0, callback))

    @call
    def check_for_events(self) -> None:
        self.clarisse.turn()

    @call
    def log_info(self, message: str) -> None:
        self.clarisse.log.append(("info", message))

    @call
    def log_error(self, message: str) -> None:
        self.clarisse.log.append(("error", message))


class Api(Part):
    OfAttr = OfAttr

    @call
    def OfObjectArray(self) -> Array:
        return Array(self.recorder)

    @call
    def OfContextSet(self) -> Array:
        return Array(self.recorder)


class Commands(Part):
    @change
    def MakeLocalContext(self, context: Any) -> None:
        """What peers do with references; it changes the project."""


class Module(Part):
    """What `ix` itself can do."""

    @call
    def is_gui_application(self) -> bool:
        return self.clarisse.windows

    @call
    def load_project(self, path: str) -> None:
        if not os.path.isfile(path):
            raise RuntimeError
        self.clarisse.open(path)

    @call
    def log_error(self, message: str) -> None:
        self.clarisse.log.append(("error", message))
        raise RuntimeError


def _module(clarisse: Clarisse) -> types.ModuleType:
    made = types.ModuleType("ix")
    own = Module(clarisse)
    vars(made).update(
        application=Application(clarisse),
        api=Api(clarisse),
        cmds=Commands(clarisse),
        is_gui_application=own.is_gui_application,
        load_project=own.load_project,
        log_error=own.log_error,
    )
    return made


def forget_plugin() -> None:
    """Let the next import of the plug-in begin anew."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "farmhand_clarisse"]:
        del sys.modules[name]
