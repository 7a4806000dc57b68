"""A Houdini scene with 100,000 file references, analysed in a simulated Houdini: time, and how long it stands still.

It is analysed as the panel does it: in slices, with Python's collector at rest, what a slice made collected after it,
and everything once at the end. A stop is a slice with its collection, or that last collection.
The simulated `hou` answers from memory, and its answers count in the time as Houdini's own would. Its objects are made
beforehand and kept from the garbage collector, for in Houdini they are none of Python's; that it raises off the main
thread is left out.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Dict

from measure import Bench, Row, in_turn, run

ROOT = Path(__file__).resolve().parents[1]
NODES_IN_A_NETWORK = 1_000
FOLDERS = (
    "core", "shared_ui", "houdini_plugin/scripts/python", "tests/hosts/houdini", "tests/unit/readers/houdini",
)  # fmt: skip
MOST_SECONDS, LONGEST_STOP = 2.0, 0.05
SLICE_SECONDS, RECENT = 0.003, 1
"""As in farmhand_ui.analysing, which needs Qt."""


def references(bench: Bench) -> None:
    """Many nodes that name the same sequences, and as many that name a texture of their own each."""
    total = 10_000 if bench.quick else 100_000
    for what, distinct in (("%d references to 1,000 sequences", 1_000), ("%d references to as many textures", total)):
        asked = {"total": total, "distinct": distinct}
        found = in_turn(bench.runs, ours=lambda asked=asked: run([sys.executable, __file__, "measure"], asked))["ours"]
        stops = found["longest"] * 1000, found["collection"] * 1000
        note = "CPU; the longest stop %.0f ms of CPU, the last collection %.0f ms; %d files" % (*stops, found["files"])
        bench.add(Row("Houdini, " + what % total, float(found["seconds"]), note=note))


def measured(total: int, distinct: int) -> Dict[str, Any]:
    """One analysis: seconds of CPU, the longest stop in seconds of CPU, files found."""
    os.environ["FARMHAND_SIMULATOR_UNCHECKED"] = "1"
    sys.path[:0] = [str(ROOT / folder) for folder in FOLDERS]
    from houdini_simulator import Houdini

    with tempfile.TemporaryDirectory(prefix="farmhand-bench-") as folder:
        scene = _scene(Path(folder), total, distinct)
        houdini = Houdini()
        houdini.install(_Modules())
        from farmhand.scene.host import step
        from farmhand_houdini.host import HoudiniHost

        houdini.open(scene)
        _warm(houdini)
        gc.collect()
        gc.freeze()
        gc.disable()
        found = None
        start = time.process_time()
        times = [start]
        analysis = HoudiniHost().analyse()
        while found is None:
            found = step(analysis, SLICE_SECONDS)
            gc.collect(RECENT)
            times.append(time.process_time())
        del analysis
        gc.collect()
        end = time.process_time()
        if len(found.references) != total or houdini.mutations:
            raise RuntimeError("%d references, %r" % (len(found.references), houdini.mutations[:3]))
    longest = max(after - before for before, after in zip(times, times[1:]))
    return {"seconds": end - start, "longest": longest, "collection": end - times[-1], "files": len(found.assets)}


class _Modules:
    """Puts a module where `import` finds it, as pytest's monkeypatch does."""

    def setitem(self, mapping: Dict[str, Any], key: str, value: Any) -> None:
        mapping[key] = value


def _scene(folder: Path, total: int, distinct: int) -> str:
    from houdini_support import camera, hip, node, odc, rop

    shared = distinct < total
    (folder / "geo").mkdir()
    for at in range(distinct):
        name = "part_%06d.0001.bgeo.sc" % at if shared else "wood_%06d.exr" % at
        (folder / "geo" / name).touch()
    text = "$HIP/geo/part_%06d.$F4.bgeo.sc" if shared else "$HIP/geo/wood_%06d.exr"
    nets = [node("obj/geo%d" % at, "geo") for at in range(-(-total // NODES_IN_A_NETWORK))]
    files = [
        node("obj/geo%d/file%d" % (at // NODES_IN_A_NETWORK, at), "file", file=text % (at % distinct), filemode="auto")
        for at in range(total)
    ]
    path = folder / "many.hip"
    path.write_bytes(odc(hip(rop("out/render", vm_picture="$HIP/render/$F4.exr"), camera(), *nets, *files)))
    return str(path)


def _warm(houdini: Any) -> None:
    """What is there in Houdini before anybody looks: nodes, parameters and the list of files."""
    for path in houdini.graph.nodes:
        made = houdini.node(path)
        if made is not None:
            for parms in made.parmTuples():
                parms.parmTemplate()
    houdini.file_references(True)


def main() -> int:
    """`houdini_references.py measure FILE` for the runner; `houdini_references.py check` fails where it is too slow."""
    if sys.argv[1:2] == ["measure"]:
        with open(sys.argv[2], encoding="utf-8") as file:
            asked = json.load(file)
        sys.stdout.write(json.dumps(measured(asked["total"], asked["distinct"])) + "\n")
        return 0
    failed = 0
    for distinct in (1_000, 100_000):
        found = run([sys.executable, __file__, "measure"], {"total": 100_000, "distinct": distinct})
        sys.stdout.write("%d distinct: %s\n" % (distinct, found))
        failed += found["seconds"] > MOST_SECONDS or max(found["longest"], found["collection"]) > LONGEST_STOP
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
