"""Import of the API and signing of a request, beside the farm's official client."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Optional

from measure import HERE, Bench, Row

SIGNATURES = 2000
RUNS = 5


def importing(bench: Bench) -> None:
    """Import of the API in a fresh interpreter, without the interpreter's own start. Best of `RUNS`."""
    official = bench.python("rayvision_api")
    theirs = _import(official, "rayvision_api") if official else None
    _add(bench, "import of the API", _import(sys.executable, "farmhand.session"), theirs)


def signing(bench: Bench) -> None:
    """One request's signature, each client in its own interpreter. Best of `RUNS`."""
    official = bench.python("rayvision_api")
    theirs = _sign(official, "official") if official else None
    _add(bench, "signature of one request", _sign(sys.executable, "farmhand"), theirs)


def _import(python: str, module: str) -> float:
    code = "import time; start = time.perf_counter(); import {}; print(time.perf_counter() - start)".format(module)
    return min(float(subprocess.check_output([python, "-c", code], text=True)) for _ in range(RUNS))


def _sign(python: str, whose: str) -> float:
    command = [python, str(HERE / "sign.py"), whose, str(SIGNATURES)]
    return min(float(json.loads(subprocess.check_output(command, text=True))) for _ in range(RUNS))


def _add(bench: Bench, what: str, ours: float, theirs: Optional[float]) -> None:
    bench.add(Row(what, ours, None, "rayvision_api" if theirs else "", theirs))
