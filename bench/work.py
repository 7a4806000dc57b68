"""What is timed of Farmhand, and the floor under it, each in a process of its own. `measure.ours` starts it.

usage: work.py NAME JSON
Prints the figures as JSON: seconds, what was found, and the highest memory of the process in MB.
"""

from __future__ import annotations

import glob
import json
import os
import resource
import sys
import time
from typing import Any, Callable, Dict, Iterable, List

import downloads

Figures = Dict[str, Any]


def _timed(work: Callable[[], Any]) -> Figures:
    start = time.perf_counter()
    found = work()
    return {"seconds": time.perf_counter() - start, "found": found}


def floor(asked: Figures) -> Figures:
    """List the folders and stat every file: what nobody can do without."""

    def work() -> int:
        count = 0
        for folder in asked["folders"]:
            with os.scandir(folder) as listing:
                for entry in listing:
                    entry.stat()
                    count += 1
        return count

    return _timed(work)


def read(asked: Figures) -> Figures:
    """Read the bytes of a file, nothing else."""

    def work() -> int:
        with open(asked["scene"], "rb") as file:
            return len(file.read())

    return _timed(work)


def plain_glob(asked: Figures) -> Figures:
    """The standard library's glob, once a pattern, without a stat."""
    return _timed(lambda: sum(len(glob.glob(pattern)) for pattern in _starred(asked["patterns"])))


def _starred(patterns: Iterable[str]) -> List[str]:
    return [pattern.replace("####", "*") for pattern in patterns]


def find(asked: Figures) -> Figures:
    """Patterns to files, without a stat."""
    from farmhand.scene.expand import DirectoryIndex, expand

    def work() -> int:
        index = DirectoryIndex()
        return sum(len(expand(pattern, index)) for pattern in asked["patterns"])

    return _timed(work)


def assets(asked: Figures) -> Figures:
    """Patterns to assets: files with their sizes and times."""
    from farmhand.scene.expand import DirectoryIndex, expand

    def work() -> int:
        index = DirectoryIndex()
        return len(index.assets(path for pattern in asked["patterns"] for path in expand(pattern, index)))

    return _timed(work)


def plan(asked: Figures) -> Figures:
    """Files to a plan of what goes up; where `record` is set, noting that all of it arrived."""
    from farmhand.scene.expand import DirectoryIndex
    from farmhand.transfer.ledger import Ledger

    def work() -> List[int]:
        ledger = Ledger(asked["data"], "bench/1/1")
        planned = ledger.plan(DirectoryIndex().assets(asked["files"]))
        if asked["record"]:
            ledger.record(planned.to_send)
        return [len(planned.new), len(planned.changed), len(planned.unchanged)]

    return _timed(work)


def whole(asked: Figures) -> Figures:
    """Patterns to assets to plan, all in memory at once, as a submission has it."""
    from farmhand.scene.expand import DirectoryIndex, expand
    from farmhand.transfer.ledger import Ledger

    def work() -> int:
        index = DirectoryIndex()
        files = [expand(pattern, index) for pattern in asked["patterns"]]
        ledger = Ledger(asked["data"], "bench/1/1")
        found = index.assets(path for some in files for path in some)
        return len(ledger.plan(found).new)

    return _timed(work)


def analyse(asked: Figures) -> Figures:
    """A scene file, read without its program. Only what analysis takes, not the import of its reader."""
    from farmhand.errors import SceneError
    from farmhand.readers import open_scene
    from farmhand.scene.host import run

    host = open_scene(asked["scene"])

    def work() -> int:
        try:
            return len(run(host.analyse()).references)
        except SceneError:
            return -1

    return _timed(work)


def main() -> int:
    """Do what was asked for. Returns the exit code."""
    with open(sys.argv[2], encoding="utf-8") as file:
        asked = json.load(file)
    each = (floor, read, plain_glob, find, assets, plan, whole, analyse, downloads.follow, downloads.again)
    works = {work.__name__: work for work in each}
    figures = works[sys.argv[1]](asked)
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(json.dumps(dict(figures, megabytes=kilobytes / 1024)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
