"""How often what was asked of the farm: so that a test can prove that nothing was submitted twice.

Counted is what reached this program, also what a fault swallowed before the farm saw it.
"""

from __future__ import annotations

import threading
from typing import Any, Dict


class Counters:
    """Requests by path, and submissions by task; safe for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Dict[str, int] = {}
        self._submits: Dict[int, Dict[str, int]] = {}

    def requested(self, path: str) -> None:
        """A request came in by HTTP."""
        with self._lock:
            self._requests[path] = self._requests.get(path, 0) + 1

    def submit_requested(self, task: int) -> None:
        """A request to submit a task came in by HTTP, once for each time a client sent it."""
        self._count(task, "requested")

    def submit_started(self, task: int) -> None:
        """A task was really submitted: from here on it costs."""
        self._count(task, "started")

    def report(self) -> Dict[str, Any]:
        """All counts, fit for JSON."""
        with self._lock:
            submits = {str(task): dict(counts) for task, counts in self._submits.items()}
            return {"requests": dict(self._requests), "submits": submits}

    def _count(self, task: int, what: str) -> None:
        with self._lock:
            counts = self._submits.setdefault(task, {"requested": 0, "started": 0})
            counts[what] += 1
