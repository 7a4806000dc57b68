"""What a long piece of work says while it runs, and how it is told to stop.

Analysis, transfer and watching all speak this one language, so the panel and the command line show them alike.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Callable

from farmhand.errors import Cancelled


@dataclass(frozen=True)
class Progress:
    """One report of running work.

    Attributes:
        stage: Short stable name of the step: `read`, `assets`, `upload`, `render`, `download` ...
        done: Units done (bytes, files or frames, see `unit`).
        total: Units in all; 0 while that is not known.
        unit: `bytes`, `files`, `frames`, or `steps`.
        message: What is being worked on, such as a file name; may be empty.
        rate: Units per second; 0 while that is not known.
    """

    stage: str
    done: int = 0
    total: int = 0
    unit: str = "steps"
    message: str = ""
    rate: float = 0.0

    @property
    def fraction(self) -> float:
        """Done as a part of one, 0.0 while the total is unknown."""
        return min(1.0, self.done / self.total) if self.total else 0.0

    @property
    def remaining(self) -> float:
        """Seconds left at the present rate; 0.0 where that cannot be said."""
        return max(0, self.total - self.done) / self.rate if self.rate and self.total else 0.0


Report = Callable[[Progress], None]
"""Who wants to hear of progress. Called from the thread that does the work."""


def unheard(progress: Progress) -> None:
    """Listen to nothing: the default report."""


class CancelToken:
    """Tells work in another thread to stop; the work asks at each step."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop. Harmless when it has ended already."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def wait(self, seconds: float) -> None:
        """Pause for `seconds`, or until cancelled.

        Raises:
            Cancelled: Somebody asked to stop.
        """
        self._event.wait(seconds)
        self.check()

    def check(self) -> None:
        """Raise where somebody asked to stop.

        Raises:
            Cancelled: Somebody asked to stop.
        """
        if self._event.is_set():
            raise Cancelled("Stopped.")
