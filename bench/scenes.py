"""Scene files read without their programs: a large one, and every real one."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Callable, Dict

from measure import Bench, Figures, Row, in_turn, ours, peer

ENDINGS = {".ma": "Maya ASCII", ".mb": "Maya binary", ".hip": "Houdini", ".hipnc": "Houdini", ".project": "Clarisse"}


def large(bench: Bench) -> None:
    """A Maya ASCII scene of 200 MB, made from a real one, beside MayReader and only reading its bytes."""
    maker, source = bench.scenes / "make_big_ma.py", bench.scenes / "maya" / "anim_001.ma"
    if not maker.exists():
        bench.skip("a large scene: %s is not there" % maker.name)
        return
    size = 20 if bench.quick else 200
    with tempfile.TemporaryDirectory(prefix="farmhand-bench-") as folder:
        scene = Path(folder) / "big.ma"
        command = [sys.executable, str(maker), str(source), str(scene), str(size)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        asked = {"scene": str(scene)}
        python = bench.python("MayReader")
        contestants: Dict[str, Callable[[], Figures]] = {
            "floor": lambda: ours("read", asked),
            "ours": lambda: ours("analyse", asked),
        }
        if python:
            contestants["MayReader"] = lambda: peer(python, "may_reader.py", "read", asked)
        found = in_turn(bench.runs, **contestants)
    times = {name: float(figures["seconds"]) for name, figures in found.items()}
    failed = found.get("MayReader", {}).get("failed", "")
    note = "at most %.0f MB" % found["ours"]["megabytes"]
    if python:
        note += "; MayReader finds meshes only" + ("; it fails on this scene: %s" % failed if failed else "")
    bench.add(Row(".ma of %d MB" % size, times["ours"], times["floor"], "MayReader" if python else "",
                  None if failed else times.get("MayReader"), note))  # fmt: skip


def real(bench: Bench) -> None:
    """Every real scene: the times of each program's added up."""
    kinds: Dict[str, list[Path]] = {}
    for path in sorted(bench.scenes.glob("*/*")):
        if path.suffix in ENDINGS:
            kinds.setdefault(ENDINGS[path.suffix], []).append(path)
    if not kinds:
        bench.skip("real scenes: none are there")
    for kind, paths in kinds.items():
        spent, least, unread = 0.0, 0.0, 0
        for path in paths:
            asked = {"scene": str(path)}
            read, analysed = ours("read", asked), ours("analyse", asked)
            spent += float(analysed["seconds"])
            least += float(read["seconds"])
            unread += analysed["found"] < 0
        size = sum(path.stat().st_size for path in paths) / 1e6
        note = "%d of them refused" % unread if unread else ""
        bench.add(Row("%d real %s scenes, %.1f MB" % (len(paths), kind, size), spent, least, note=note))
