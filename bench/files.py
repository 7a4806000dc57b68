"""Expansion of patterns and planning of files, beside Conductor's and Deadline's clients and the floor."""

from __future__ import annotations

from typing import Callable

from measure import Bench, Figures, Row, in_turn, ours, peer
from trees import Tree, tree

CONTENT = 4096
"""Bytes of a file that is planned."""


def expanding(bench: Bench) -> None:
    """Sequences in many folders, and in few."""
    total = 10_000 if bench.quick else 100_000
    for folders in (total // 100, 10):
        with tree(total, folders) as made:
            _expand(bench, made, "%d sequence files in %d folders" % (total, folders))


def _expand(bench: Bench, made: Tree, what: str) -> None:
    asked = {"patterns": made.patterns, "folders": made.folders}
    python = bench.python("ciopath")
    contestants = {name: _ours(name, asked) for name in ("floor", "plain_glob", "find", "assets")}
    if python:
        contestants["ciopath"] = lambda: peer(python, "conductor.py", "expand", asked)
    found = in_turn(bench.runs, **contestants)
    counts = {name: figures["found"] for name, figures in found.items()}
    note = "" if set(counts.values()) == {len(made.files)} else "found: %s" % counts
    times = {name: float(figures["seconds"]) for name, figures in found.items()}
    bench.add(Row(what + ": found", times["find"], times["floor"], "glob", times["plain_glob"], note))
    bench.add(Row(what + ": found, size and time", times["assets"], times["floor"], "ciopath" if python else "",
                  times.get("ciopath"), note))  # fmt: skip


def planning(bench: Bench) -> None:
    """What goes up, the first time and when nothing changed."""
    for total in (2_000,) if bench.quick else (20_000, 100_000):
        with tree(total, total // 100, CONTENT) as made:
            _plan(bench, made, "%d files of 4 KiB planned" % total)


def _plan(bench: Bench, made: Tree, what: str) -> None:
    peers = {"deadline": "deadline_cloud.py", "ciocore": "conductor.py"}
    few = len(made.files) <= 20_000  # the peers take minutes beyond
    pythons = {name: bench.python(name) for name in peers}
    cold = {name: {"files": made.files, "folders": made.folders, "data": made.fresh(), "record": True}
            for name in ("ours", *peers)}  # fmt: skip
    for state, runs in (("first", 1), ("unchanged", bench.runs if few else 1)):
        asked = {name: dict(one, record=state == "first") for name, one in cold.items()}
        contestants = {"floor": _ours("floor", asked["ours"]), "ours": _ours("plan", asked["ours"])}
        for name, script in peers.items():
            if pythons[name]:
                contestants[name] = _peer(pythons[name], script, asked[name])
        found = in_turn(runs, **contestants)
        times = {name: float(figures["seconds"]) for name, figures in found.items()}
        note = "ours also notes that they arrived" if state == "first" else ""
        for name in [name for name in peers if name in times] or [""]:
            bench.add(Row("%s, %s" % (what, state), times["ours"], times["floor"], name, times.get(name), note))


def growing(bench: Bench) -> None:
    """Time and memory of ten times as many files, all of a plan in memory."""
    before = None
    for total in (5_000, 50_000) if bench.quick else (100_000, 1_000_000):
        with tree(total, total // 1000) as made:
            asked = {"patterns": made.patterns, "folders": made.folders, "data": made.fresh()}
            found = in_turn(bench.runs, floor=_ours("floor", asked), ours=_ours("whole", asked))
        spent = float(found["ours"]["seconds"])
        note = "%.0f MB at most" % found["ours"]["megabytes"]
        if before:
            note += "; %.1f times the time of a tenth of the files" % (spent / before)
        before = spent
        bench.add(Row("%d assets, from patterns to plan" % total, spent, float(found["floor"]["seconds"]), note=note))


def _ours(name: str, asked: Figures) -> Callable[[], Figures]:
    return lambda: ours(name, asked)


def _peer(python: str, script: str, asked: Figures) -> Callable[[], Figures]:
    return lambda: peer(python, script, "plan", asked)
