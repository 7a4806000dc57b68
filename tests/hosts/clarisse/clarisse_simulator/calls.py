"""What every call into the simulated Clarisse goes through: it is counted, kept to the main thread, and may fail."""

from __future__ import annotations

import functools
import threading
from typing import Any, Callable, List, Tuple


class Injected(RuntimeError):
    """A failure that a test asked for."""


class Recorder:
    """The calls of one Clarisse.

    Attributes:
        calls: Their names, in order.
        mutations: Those that change something, with their arguments.
        fail_at: Number of the call that fails, from 1; 0 for none. `failing` names every call that fails.
    """

    def __init__(self) -> None:
        self.calls: List[str] = []
        self.mutations: List[Tuple[str, Tuple[Any, ...]]] = []
        self.fail_at = 0
        self.failing = ""
        self.failed = 0

    def called(self, name: str) -> None:
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("%s: Clarisse's API is for its main thread" % name)
        self.calls.append(name)
        if len(self.calls) == self.fail_at or name == self.failing:
            self.failed += 1
            raise Injected("injected into %s" % name)


def call(function: Callable[..., Any]) -> Callable[..., Any]:
    """A method of `ix` that only answers. Its object has a `recorder`."""

    @functools.wraps(function)
    def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        self.recorder.called(function.__qualname__)
        return function(self, *args, **kwargs)

    counted.is_call = True  # type: ignore[attr-defined]
    return counted


def change(function: Callable[..., Any]) -> Callable[..., Any]:
    """A method of `ix` that changes the project or the session."""

    @functools.wraps(function)
    def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        self.recorder.called(function.__qualname__)
        self.recorder.mutations.append((function.__qualname__, args))
        return function(self, *args, **kwargs)

    counted.is_call = True  # type: ignore[attr-defined]
    return counted
