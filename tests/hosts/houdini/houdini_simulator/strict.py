"""What every object of the simulated `hou` obeys: the main thread alone, and a record of whatever changes the scene."""

from __future__ import annotations

import functools
import os
import threading
from typing import Any, Callable

_MAIN = threading.main_thread().ident


class Error(Exception):
    """hou.Error."""


class OperationFailed(Error):
    """hou.OperationFailed."""


class ObjectWasDeleted(Error):
    """hou.ObjectWasDeleted."""


class LoadWarning(Error):
    """hou.LoadWarning."""


class NodeError(Error):
    """hou.NodeError."""


def on_main_thread(function: Callable[..., Any]) -> Callable[..., Any]:
    """`hou` may crash elsewhere: here it raises."""
    if os.environ.get("FARMHAND_SIMULATOR_UNCHECKED"):  # measurements are of Farmhand
        return function
    get_ident = threading.get_ident

    @functools.wraps(function)
    def checked(*args: Any, **named: Any) -> Any:
        if get_ident() != _MAIN:
            raise RuntimeError("hou.%s off the main thread" % function.__name__)
        return function(*args, **named)

    return checked


def strict(made: type) -> type:
    """Every public method of the class on the main thread alone."""
    for name, member in list(vars(made).items()):
        if isinstance(member, staticmethod):
            setattr(made, name, staticmethod(on_main_thread(member.__func__)))
        elif not name.startswith("_") and callable(member):
            setattr(made, name, on_main_thread(member))
    return made


class EnumValue:
    """A value of one of Houdini's enumerations."""

    def __init__(self, owner: str, name: str) -> None:
        self._owner = owner
        self._name = name

    def name(self) -> str:
        return self._name

    def __repr__(self) -> str:
        return self._owner + "." + self._name


def enumeration(name: str, *members: str) -> type:
    """A class of enumeration values."""
    return type(name, (), {member: EnumValue(name, member) for member in members})
