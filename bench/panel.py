"""The panel beside Deadline Cloud's dialog: from the click to the picture, memory, and how long its loop is busy."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from typing import Any, Dict

from measure import HERE, Bench, Figures, Row, in_turn, peer, run

SCENE = HERE.parent / "examples" / "first_light" / "scenes" / "first_light.ma"
LONGEST, P99 = 0.050, 0.016
"""Seconds that the event loop may be held up at most, and in 99 of 100 rounds."""


def opening(bench: Bench) -> None:
    """From the click to the picture, with Qt running already."""
    with tempfile.TemporaryDirectory() as home:
        compiled(home)
        asked = {"home": home, "scene": str(SCENE)}
        contestants: Dict[str, Any] = {"ours": lambda: _ours("open_panel", asked, home)}
        python = bench.python("deadline")
        if python:
            contestants["deadline"] = lambda: peer(python, "deadline_dialog.py", "open", asked)
        for first in contestants.values():
            first()  # reads everything from the disk
        found = in_turn(bench.runs, **contestants)
    memory = [
        "%s %.0f MB and %.0f ms computed" % (name, figures["megabytes"], figures["computed"] * 1e3)
        for name, figures in found.items()
    ]
    times = {name: float(figures["seconds"]) for name, figures in found.items()}
    bench.add(
        Row("panel, from click to picture", times["ours"], peer="deadline" if python else "",
            peer_seconds=times.get("deadline"), note="beyond Qt's own: " + ", ".join(memory))
    )  # fmt: skip


def looping(bench: Bench) -> None:
    """How long the loop is held up while everything is done with a large scene and an upload runs."""
    size = 10 if bench.quick else 1
    with tempfile.TemporaryDirectory() as home:
        compiled(home)
        asked = {"assets": 100_000 // size, "targets": 500 // size, "frames": 10_000 // size}
        found = in_turn(bench.runs, ours=lambda: _ours("loop", asked, home))["ours"]
    what = "panel with %(assets)d assets, %(targets)d targets, %(frames)d frames, an upload: " % asked
    note = "of that, computed by this thread: %.0f ms; aim %.0f ms; longest while: %s"
    bench.add(Row(what + "longest block", found["seconds"], note=note % (found["busy"] * 1e3, LONGEST * 1e3,
                                                                         found["worst"][0][2])))  # fmt: skip
    note = "computed by this thread: %.1f ms; aim %.0f ms" % (found["busy_p99"] * 1e3, P99 * 1e3)
    bench.add(Row(what + "99th percentile", found["p99"], note=note))


def compiled(home: str) -> None:
    """Compile our modules, as an installation does for the peer's, and keep that below `home`."""
    command = [sys.executable, "-m", "compileall", "-q", str(HERE.parent / "core"), str(HERE.parent / "shared_ui")]
    subprocess.run(command, check=True, env=dict(os.environ, PYTHONPYCACHEPREFIX=home, PYTHONDONTWRITEBYTECODE=""))


def _ours(work: str, asked: Figures, home: str) -> Figures:
    """One run, with the modules that `compiled` has made."""
    command = [sys.executable, str(HERE / "panel_work.py"), work]
    return run(command, asked, PYTHONPYCACHEPREFIX=home, PYTHONDONTWRITEBYTECODE="")
