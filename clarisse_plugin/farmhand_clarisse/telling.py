"""Telling the artist in Clarisse's log, and keeping every exception out of Clarisse: one in a callback may end it."""

from __future__ import annotations

import functools
import logging
from typing import Any, Callable, Optional, TypeVar

from farmhand_clarisse.api import ix

_log = logging.getLogger(__name__)

Result = TypeVar("Result")


def error(text: str) -> None:
    """A line in Clarisse's log, as an error. `ix.log_error` would raise, `application.log_error` does not."""
    _line("log_error", text)


def info(text: str) -> None:
    """A line in Clarisse's log."""
    _line("log_info", text)


def guarded(task: str) -> Callable[[Callable[..., Result]], Callable[..., Optional[Result]]]:
    """A decorator for what Clarisse calls: an exception is logged and told, and the answer is None.

    Args:
        task: What could not be done, as in `Farmhand cannot open its panel`.
    """

    def decorate(function: Callable[..., Result]) -> Callable[..., Optional[Result]]:
        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Optional[Result]:
            try:
                return function(*args, **kwargs)
            except Exception as problem:  # noqa: BLE001  Clarisse must live, whatever happens in here
                told(task, problem)
                return None

        return call

    return decorate


def told(task: str, problem: Exception) -> None:
    """Log an exception with its traceback, and tell it in one line; with its advice where it has one."""
    _log.error("Farmhand cannot %s", task, exc_info=problem)
    advice = str(getattr(problem, "advice", "") or "")
    reason = str(problem) or type(problem).__name__
    error("Farmhand cannot %s: %s%s" % (task, reason, " " + advice if advice else ""))


def _line(kind: str, text: str) -> None:
    try:
        getattr(ix().application, kind)(text)
    except Exception:  # noqa: BLE001  then Python's own log is all there is
        _log.error("%s", text, exc_info=True)
