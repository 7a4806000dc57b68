"""Long work in a worker thread, so that the window beside it does not wait for Python's lock at each of its calls.

A thread that computes without a pause gives the lock away every five thousandths of a second, and a window lets go of
it in most calls of Qt: drawing one page then takes as many waits as it has calls. A short sleep now and then ends each
wait.
"""

from __future__ import annotations

import threading
import time
from itertools import islice
from typing import Iterable, Iterator, TypeVar

PAUSE = 0.0005
"""Seconds; a wait of nothing would give the lock to nobody."""
EVERY = 1000
"""Items between two pauses: a thousandth of a second or two, for what is done with one path."""
_Item = TypeVar("_Item")


def in_turns(items: Iterable[_Item]) -> Iterable[_Item]:
    """The items, with pauses between them where this is not the main thread.

    Args:
        items: What is to be worked through.
    """
    return items if threading.current_thread() is threading.main_thread() else _with_pauses(iter(items))


def _with_pauses(items: Iterator[_Item]) -> Iterator[_Item]:
    while True:
        some = list(islice(items, EVERY))
        yield from some
        if len(some) < EVERY:
            return
        time.sleep(PAUSE)
