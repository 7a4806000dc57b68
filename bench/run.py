"""Measures Farmhand beside its peers in one run on one machine, and writes the table. It claims nothing beforehand.

usage: make bench, or .venv/bin/python bench/run.py [--quick] [--only NAME ...]
Peers are measured where `measure.PYTHON_OF` finds an interpreter that has them; nox makes those.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Callable, Dict

import api
import basics
import downloads
import event_loop
import files
import houdini_references
import panel
import scenes
from measure import HERE, PYTHON_OF, Bench, line, say

ROOT = HERE.parent
RESULTS = HERE / "RESULTS.md"
SUBJECTS: Dict[str, Callable[[Bench], None]] = {
    "import": basics.importing, "sign": basics.signing, "call": api.calling, "load": api.importing,
    "expand": files.expanding, "plan": files.planning, "grow": files.growing, "downloads": downloads.watched,
    "large": scenes.large, "scenes": scenes.real, "houdini": houdini_references.references,
    "event_loop": event_loop.holding, "panel": panel.opening, "loop": panel.looping,
}  # fmt: skip
HEAD = (
    "| what | ours | peer | peer's time | floor | ours ÷ floor | peer ÷ ours | note |",
    "|---|---|---|---|---|---|---|---|",
)


def main() -> int:
    """Measure everything that can be measured here. Returns the exit code."""
    parser = argparse.ArgumentParser(description="Farmhand measured beside its peers.")
    parser.add_argument("--quick", action="store_true", help="small samples, once each; RESULTS.md is left alone")
    parser.add_argument("--only", nargs="+", choices=SUBJECTS, help="these subjects; RESULTS.md is left alone")
    arguments = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else ours alone would be compiled with every start
    bench = Bench(arguments.quick, Path(os.environ.get("FARMHAND_REAL_SCENES", ROOT.parent / "shared" / "scenes")))
    say("\n".join(HEAD))
    for name in arguments.only or SUBJECTS:
        SUBJECTS[name](bench)
    if not arguments.quick and not arguments.only:
        RESULTS.write_text(results(bench), encoding="utf-8")
        say("written: bench/RESULTS.md")
    return 0


def results(bench: Bench) -> str:
    """The content of RESULTS.md."""
    versions = ", ".join("%s %s" % pair for pair in sorted(peer_versions().items())) or "none"
    notes = (HERE / "NOTES.md").read_text(encoding="utf-8")
    lines = [
        "# Results of `make bench`", "",
        "Written by `bench/run.py`; all rows are from one run. Floor: listing the folders and a stat of each file;",
        "for scenes, reading the bytes. Medians of %d runs that took turns" % bench.runs,
        "(import and signature: the best of 5, a call the best of 7, imports of parts the best of 21; first plans,",
        "plans of 100,000 files and real scenes: one run).", "",
        "Machine: %d CPUs, %s." % (os.cpu_count() or 0, cpu()),
        "Python %s. Peers: %s." % (platform.python_version(), versions), "",
        *HEAD, *map(line, bench.rows), "",
    ]  # fmt: skip
    if bench.left_out:
        lines += ["Not measured:", "", *("- " + why for why in dict.fromkeys(bench.left_out)), ""]
    return "\n".join(lines) + "\n" + notes


def cpu() -> str:
    """The processor's model, where the system tells."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            found = [text.split(":")[1].strip() for text in file if text.startswith("model name")]
    except OSError:
        found = []
    return found[0] if found else platform.machine()


def peer_versions() -> Dict[str, str]:
    """Package -> version, for every peer that can be measured here."""
    code = "import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))"
    found = {}
    for package, variable in PYTHON_OF.items():
        if os.environ.get(variable):
            told = subprocess.check_output([os.environ[variable], "-c", code, package], text=True)
            found[package] = told.strip()
    return found


if __name__ == "__main__":
    sys.exit(main())
