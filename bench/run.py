"""Measures Farmhand beside its peers in one run on one machine, and prints the ratios. It claims nothing beforehand.

- import: a fresh interpreter loading Farmhand's API, beside the farm's official `rayvision_api`
  (where `FARMHAND_OFFICIAL_PYTHON` names an interpreter that has it)
- signing: one typical request, beside the official client's function
- analysing: a large Maya ASCII scene, beside only reading the same bytes from disk

usage: make bench, or .venv/bin/python bench/run.py [--megabytes N]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
OUTPUT = ROOT / "bench_output"
REAL_SCENES = Path(os.environ.get("FARMHAND_REAL_SCENES", ROOT.parent / "shared" / "scenes"))
SIGNATURES = 2000
RUNS = 5


def main() -> int:
    """Measure everything that can be measured here. Returns the exit code."""
    parser = argparse.ArgumentParser(description="Farmhand measured beside its peers.")
    parser.add_argument("--megabytes", type=float, default=50.0, help="size of the large scene (default %(default)s)")
    arguments = parser.parse_args()
    official = os.environ.get("FARMHAND_OFFICIAL_PYTHON", "")
    if not official:
        say("FARMHAND_OFFICIAL_PYTHON is not set: the official client is not measured.")
    importing(official)
    signing(official)
    analysing(arguments.megabytes)
    return 0


def importing(official: str) -> None:
    """Import of the API in a fresh interpreter, without the interpreter's own start."""
    ours = import_seconds(sys.executable, "farmhand.session")
    theirs = import_seconds(official, "rayvision_api") if official else None
    compare("import", "farmhand.session", ours, "rayvision_api", theirs)


def import_seconds(python: str, module: str) -> float:
    """Best of `RUNS`; isolated from this process's own modules."""
    code = "import time; start = time.perf_counter(); import {}; print(time.perf_counter() - start)".format(module)
    return min(float(subprocess.check_output([python, "-c", code], text=True)) for _ in range(RUNS))


def signing(official: str) -> None:
    """One request's signature, each client in its own interpreter."""
    ours = signing_seconds(sys.executable, "farmhand")
    theirs = signing_seconds(official, "official") if official else None
    compare("sign one request", "farmhand", ours, "rayvision_api", theirs)


def signing_seconds(python: str, whose: str) -> float:
    """Seconds per signature, best of `RUNS`."""
    command = [python, str(HERE / "sign.py"), whose, str(SIGNATURES)]
    return min(float(json.loads(subprocess.check_output(command, text=True))) for _ in range(RUNS))


def analysing(megabytes: float) -> None:
    """Analysis of a large scene, and the floor: its bytes read from disk."""
    from farmhand.readers import open_scene
    from farmhand.scene.host import run

    scene = large_scene(megabytes)
    size = scene.stat().st_size / 1e6
    floor = best(scene.read_bytes)
    ours = best(lambda: run(open_scene(str(scene), "").analyse(), lambda progress: None), 3)
    say("{} is {:.1f} MB; analysed at {:.0f} MB/s".format(scene.name, size, size / ours))
    compare("analyse", "farmhand", ours, "only reading the file", floor)


def large_scene(megabytes: float) -> Path:
    """A scene of about that size made from a real one; the example scene where there are no real ones."""
    maker = REAL_SCENES / "make_big_ma.py"
    if not maker.exists():
        say("{} is absent: the small example scene is analysed instead.".format(maker.name))
        return ROOT / "examples" / "first_light" / "scenes" / "first_light.ma"
    OUTPUT.mkdir(exist_ok=True)
    scene = OUTPUT / "big_{:g}.ma".format(megabytes)
    if not scene.exists():
        source = REAL_SCENES / "maya" / "anim_001.ma"
        command = [sys.executable, str(maker), str(source), str(scene), str(megabytes)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return scene


def best(work: Callable[[], object], runs: int = RUNS) -> float:
    """The shortest of several runs, in seconds."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def compare(what: str, ours_name: str, ours: float, theirs_name: str, theirs: float | None) -> None:
    """One line: both figures and their ratio."""
    line = "{}: {} {}".format(what, ours_name, milliseconds(ours))
    if theirs is not None:
        line += ", {} {}, ratio {:.2f}".format(theirs_name, milliseconds(theirs), ours / theirs)
    say(line)


def milliseconds(seconds: float) -> str:
    """With as many digits as mean something."""
    return "{:.4g} ms".format(seconds * 1000)


def say(text: str) -> None:
    """Tell whoever measures."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
