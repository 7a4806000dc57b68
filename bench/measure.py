"""How figures are taken: every contestant in a process of its own, with its own interpreter, in turn, several times."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional

HERE = Path(__file__).resolve().parent
PYTHON_OF = {
    "rayvision_api": "FARMHAND_OFFICIAL_PYTHON",
    "ciopath": "FARMHAND_BENCH_CONDUCTOR_PYTHON",
    "ciocore": "FARMHAND_BENCH_CONDUCTOR_PYTHON",
    "deadline": "FARMHAND_BENCH_DEADLINE_PYTHON",
    "MayReader": "FARMHAND_BENCH_MAYREADER_PYTHON",
}
"""Package of a peer -> the variable that names an interpreter which has it. Without it the peer is not measured."""

Figures = Dict[str, Any]


@dataclass(frozen=True)
class Row:
    """A line of the table; times in seconds.

    Attributes:
        what: The work.
        ours, floor: Our time, and that of what nobody can do without; None where it has none.
        peer, peer_seconds: Who else does it, in what time; empty and None where nobody does.
        note: What the reader must know.
    """

    what: str
    ours: float
    floor: Optional[float] = None
    peer: str = ""
    peer_seconds: Optional[float] = None
    note: str = ""


@dataclass
class Bench:
    """One run of all benchmarks.

    Attributes:
        quick: Take small samples.
        scenes: The folder of real scenes.
        rows: What was measured.
        left_out: What could not be, and why.
    """

    quick: bool
    scenes: Path
    rows: List[Row] = field(default_factory=list)
    left_out: List[str] = field(default_factory=list)

    @property
    def runs(self) -> int:
        """How often each is measured."""
        return 1 if self.quick else 3

    def add(self, row: Row) -> None:
        """Take a row, and show it."""
        self.rows.append(row)
        say(line(row))

    def skip(self, why: str) -> None:
        """Tell what is not measured."""
        self.left_out.append(why)
        say("not measured: " + why)

    def python(self, package: str) -> str:
        """The interpreter of a peer, or an empty string; that it is missing is told."""
        found = os.environ.get(PYTHON_OF[package], "")
        if not found:
            self.skip("%s: %s is not set" % (package, PYTHON_OF[package]))
        return found


def ours(work: str, asked: Figures) -> Figures:
    """One run of one work of `work.py`."""
    return run([sys.executable, str(HERE / "work.py"), work], asked)


def peer(python: str, script: str, work: str, asked: Figures) -> Figures:
    """One run of one work of a script in `peers`."""
    return run([python, str(HERE / "peers" / script), work], asked)


def run(command: List[str], asked: Figures, **environment: str) -> Figures:
    """Start a contestant with what it is asked in a file, and read its last line.

    It finds no settings, and writes none that the user who measures would find.
    """
    with tempfile.TemporaryDirectory() as home, tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(asked, file)
        file.flush()
        own = dict(os.environ, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home, XDG_CACHE_HOME=home, **environment)
        told = subprocess.run([*command, file.name], check=True, stdout=subprocess.PIPE, text=True, env=own)
    figures: Figures = json.loads(told.stdout.strip().splitlines()[-1])
    return figures


def in_turn(runs: int, **contestants: Callable[[], Figures]) -> Dict[str, Figures]:
    """The median run of each; they take turns, so that what else the machine does meets all of them."""
    found: Dict[str, List[Figures]] = {name: [] for name in contestants}
    for _ in range(runs):
        for name, work in contestants.items():
            found[name].append(work())
    return {
        name: sorted(all_of, key=lambda one: float(one["seconds"]))[len(all_of) // 2] for name, all_of in found.items()
    }


def line(row: Row) -> str:
    """A row as a line of the table."""
    cells = [
        row.what, seconds(row.ours), row.peer, seconds(row.peer_seconds), seconds(row.floor),
        ratio(row.ours, row.floor), ratio(row.peer_seconds, row.ours), row.note,
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def seconds(value: Optional[float]) -> str:
    """With as many digits as mean something."""
    if value is None:
        return ""
    return "%.3g ms" % (value * 1000) if value < 0.1 else "%.2f s" % value


def ratio(one: Optional[float], other: Optional[float]) -> str:
    """How many times `other` is in `one`."""
    return "%.3g" % (one / other) if one is not None and other else ""


def say(text: str) -> None:
    """Tell whoever measures."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
