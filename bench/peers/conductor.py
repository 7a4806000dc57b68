"""What is timed of Conductor's client (ciopath, ciocore). Started by its own interpreter.

usage: conductor.py expand|plan JSON
"""

from __future__ import annotations

import json
import logging
import queue
import sys
import time
from typing import Any, Dict


def expand(asked: Dict[str, Any]) -> Dict[str, Any]:
    """Patterns to files, as its Maya submitter does it: a star for the number, then PathList.real_files()."""
    from ciopath.gpath_list import PathList

    start = time.perf_counter()
    paths = PathList(*[pattern.replace("####", "*") for pattern in asked["patterns"]])
    paths.real_files()
    found = len(paths)  # here it drops what is there twice
    return {"seconds": time.perf_counter() - start, "found": found}


def plan(asked: Dict[str, Any]) -> Dict[str, Any]:
    """The uploader's MD5Worker with its cache, as many threads as its command line takes by default."""
    from ciocore import config, loggeria, worker
    from ciocore.uploader import _uploader

    logging.getLogger(loggeria.CONDUCTOR_LOGGER_NAME).setLevel(logging.ERROR)
    store = worker.MetricStore()
    store.start()
    waiting: Any = queue.Queue()
    done: Any = queue.Queue()
    threads = config.get()["thread_count"]
    hasher = _uploader.MD5Worker(
        in_queue=waiting, out_queue=done, error_queue=None, thread_count=threads, metric_store=store,
        md5_caching=True, database_filepath=asked["data"] + "/conductor.db",
    )  # fmt: skip
    start = time.perf_counter()
    hasher.start()
    for path in asked["files"]:
        waiting.put((path, None))
    waiting.join()
    return {"seconds": time.perf_counter() - start, "found": done.qsize()}


def main() -> int:
    """Do what was asked for. Returns the exit code."""
    with open(sys.argv[2], encoding="utf-8") as file:
        asked = json.load(file)
    figures = {"expand": expand, "plan": plan}[sys.argv[1]](asked)
    sys.stdout.write("\n" + json.dumps(figures) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
