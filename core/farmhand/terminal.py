"""What the command line shows: bars on a terminal, plain lines in a pipe, one JSON object for machines.

Results go to standard output, everything else to standard error, so that `--json` can be piped.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any, Dict, Optional

from farmhand.progress import Progress

LINE_EVERY = 5.0
"""Seconds between two plain lines of one stage."""
_UNITS = (("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10))

STAGES: Dict[str, str] = {
    "read": "Reading the scene",
    "objects": "Reading the scene",
    "targets": "Reading the scene",
    "assets": "Looking for files",
    "search": "Looking for files",
    "nested": "Looking into files",
    "register": "Registering with the farm",
    "write": "Writing the task files",
    "files": "Sending the task files",
    "send_files": "Sending the task files",
    "send_assets": "Sending assets",
    "upload": "Sending assets",
    "submit": "Submitting",
    "submitted": "Submitted",
    "render": "Rendering",
    "download": "Downloading",
    "waiting": "Waiting",
}


def size(count: float) -> str:
    """Bytes for people: `3.2 GB`."""
    for unit, factor in _UNITS:
        if count >= factor:
            return "{:.1f} {}".format(count / factor, unit)
    return "{:d} bytes".format(int(count))


class Terminal:
    """Output of one command.

    Args:
        json_output: Only one object on standard output, at the end.
    """

    def __init__(self, json_output: bool = False) -> None:
        self._json = json_output
        self._bar = _bar() if sys.stderr.isatty() else None
        self._stage = ""
        self._said = 0.0
        self._answered = False

    def report(self, progress: Progress) -> None:
        """Show progress: a moving bar, or a line where a stage begins and every few seconds."""
        label = STAGES.get(progress.stage, progress.stage)
        if self._bar is not None:
            self._bar.show(label, progress)
            return
        now = time.monotonic()
        if progress.stage == self._stage and now - self._said < LINE_EVERY:
            return
        self._stage, self._said = progress.stage, now
        sys.stderr.write("{}{}\n".format(label, _amount(progress)))
        sys.stderr.flush()

    def say(self, text: str = "") -> None:
        """A line of the result, unless the result is JSON."""
        self.settle()
        if not self._json:
            sys.stdout.write(text + "\n")

    def note(self, text: str) -> None:
        """A line beside the result."""
        self.settle()
        sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def result(self, data: Any) -> None:
        """The result for machines, where that was asked for."""
        self.settle()
        if self._json:
            self._answered = True
            sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
            sys.stdout.flush()

    def refuse(self, data: Any) -> None:
        """The error for machines, where no result was given before it."""
        if not self._answered:
            self.result(data)

    def settle(self) -> None:
        """Put the bar away before text is written."""
        if self._bar is not None:
            self._bar.clear()


def _amount(progress: Progress) -> str:
    if not progress.total or progress.unit == "steps":
        return " ..." if not progress.message else ": {}".format(progress.message)
    if progress.unit == "bytes":
        done = "{} of {}".format(size(progress.done), size(progress.total))
        rate = ", {}/s".format(size(progress.rate)) if progress.rate else ""
        return ": {}{}{}".format(done, rate, "  " + progress.message if progress.message else "")
    return ": {} of {} {}{}".format(
        progress.done, progress.total, progress.unit, "  " + progress.message if progress.message else ""
    )


class _Bar:
    """A bar of `rich` that is there only while something runs."""

    def __init__(self, console: Any) -> None:
        self._console = console
        self._live: Optional[Any] = None
        self._task: Any = None

    def show(self, label: str, progress: Progress) -> None:
        from rich.progress import BarColumn, Progress as RichProgress, TextColumn

        if self._live is None:
            self._live = RichProgress(
                TextColumn("{task.description:<24}"),
                BarColumn(),
                TextColumn("{task.fields[amount]}"),
                console=self._console,
                transient=True,
            )
            self._live.start()
            self._task = self._live.add_task(label, total=None, amount="")
        amount = _amount(progress).lstrip(": ")
        self._live.update(
            self._task, description=label, completed=progress.done, total=progress.total or None, amount=amount
        )

    def clear(self) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None


def _bar() -> Optional[_Bar]:
    """A bar, where `rich` is installed."""
    try:
        from rich.console import Console
    except ImportError:
        return None
    return _Bar(Console(stderr=True))
