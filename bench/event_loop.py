"""How long the event loop is held up while the panel analyses a large Maya scene and submits it.

The panel, its dock and the analysis are those of the plug-in; Maya is the simulated one of tests/hosts/maya, whose
commands cost Python time where Maya's cost C++ time. The farm is the sandbox, in processes of its own. A timer of the
same event loop notes when it is called: the time between two calls, whatever held it up (a slice of the analysis, a
model, another thread that has Python's lock), is a block. Other programs that compute on the machine hold it up too, so
each row also says the most that the event loop's thread itself computed between two calls.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

from measure import HERE, Bench, Row, run
from trees import tree

LONGEST, USUAL = 0.050, 0.016
"""Seconds: what the longest block and the 99th percentile have to stay under."""
NODES, TEXTURES = 50_000, 20_000
PHASES = ("analysed", "submitted")
_HEAD = '//Maya ASCII 2024 scene\n//Name: big.ma\n//Codeset: UTF-8\nrequires maya "2024";\nrequires "mtoa" "5.3.0";\n'
_LAYERS = 8


def holding(bench: Bench) -> None:
    """The longest block and the 99th percentile, while the scene is analysed and while it is submitted."""
    nodes, textures = (NODES // 10, TEXTURES // 10) if bench.quick else (NODES, TEXTURES)
    with tree(textures, max(1, textures // 100), 64) as made, sandbox(made.fresh()) as variables:
        scene = os.path.join(made.root, "scenes", "big.ma")
        Path(made.root, "workspace.mel").write_text("//Maya 2024 Project Definition\n", encoding="ascii")
        os.mkdir(os.path.dirname(scene))
        counted = write_scene(scene, made.files, nodes)
        runs = [measured(scene, made.root, variables, made.fresh()) for _ in range(bench.runs)]
    for phase in PHASES:
        what = "event loop: %d nodes, %d textures %s" % (counted, len(made.files), phase)
        told = [one[phase] for one in runs]
        spent = sorted(one["seconds"] for one in told)[len(told) // 2]
        rest = "all of it took %.1f s" % spent
        _row(bench, what + ", longest block", LONGEST, [(one["longest"], one["own_longest"]) for one in told], rest)
        rest = "of %d blocks over 1 ms" % min(one["blocks"] for one in told)
        _row(bench, what + ", 99th percentile", USUAL, [(one["usual"], one["own_usual"]) for one in told], rest)


def _row(bench: Bench, what: str, aim: float, told: List[Tuple[float, float]], rest: str) -> None:
    """The worst of all runs."""
    worst, own = (max(figures) for figures in zip(*told))
    kept = "kept" if worst < aim else "missed"
    note = "aim %.0f ms: %s; its thread computed %.3g ms; worst of %d runs; %s"
    bench.add(Row(what, worst, note=note % (aim * 1000, kept, own * 1000, len(told), rest)))


def measured(scene: str, project: str, variables: Dict[str, str], data: str) -> Dict[str, Any]:
    """One run in a process of its own, with nothing remembered of files that went up before."""
    asked = {"scene": scene, "project": project, "environment": dict(variables, FARMHAND_DATA_FOLDER=data)}
    return run([sys.executable, str(HERE / "event_loop_work.py")], asked)


def write_scene(path: str, textures: List[str], nodes: int) -> int:
    """Write a Maya ASCII scene in which each file node names one of the textures.

    Args:
        path: Where.
        textures: Absolute paths.
        nodes: How many nodes, at least two a texture and some more.

    Returns:
        How many nodes it has.
    """
    lines = [_HEAD]
    made = 0
    for number, texture in enumerate(textures):
        lines.append('createNode file -n "file%d";\n\tsetAttr ".ftn" -type "string" "%s";\n' % (number, texture))
        made += 1
    lines.append('createNode transform -n "shotCam";\ncreateNode camera -n "shotCamShape" -p "shotCam";\n')
    lines.append('createNode renderLayerManager -n "renderLayerManager";\n')
    lines.append('createNode renderLayer -n "defaultRenderLayer";\n')
    links = ['connectAttr "renderLayerManager.rlmi[0]" "defaultRenderLayer.rlid";\n']
    for number in range(1, _LAYERS + 1):
        lines.append('createNode renderLayer -n "layer%d";\n\tsetAttr ".adjs[0].val" %d;\n' % (number, number + 4))
        links.append('connectAttr "renderLayerManager.rlmi[%d]" "layer%d.rlid";\n' % (number, number))
        links.append('connectAttr "defaultRenderGlobals.ef" "layer%d.adjs[0].plg";\n' % number)
    made += _LAYERS + 4
    kinds = ("place2dTexture", "lambert", "animCurveTL", "groupId", "transform", "mesh")
    for number in range(nodes - made):
        kind = kinds[number % len(kinds)]
        parent = ' -p "transform%d"' % (number - 1) if kind == "mesh" else ""
        lines.append('createNode %s -n "%s%d"%s;\n' % (kind, kind, number, parent))
    lines.append('select -ne :defaultRenderGlobals;\n\tsetAttr ".ren" -type "string" "arnold";\n\tsetAttr ".an" yes;\n')
    lines.append('\tsetAttr ".ef" 4;\n' + "".join(links) + "// End of big.ma\n")
    Path(path).write_text("".join(lines), encoding="utf-8")
    return max(nodes, made)


@contextlib.contextmanager
def sandbox(storage: str) -> Iterator[Dict[str, str]]:
    """A farm on this machine; gives the variables that lead there."""
    command = [sys.executable, "-m", "farmhand_sandbox", "--port", "0", "--storage", storage, "--speed", "60"]
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
        try:
            found: Dict[str, str] = {}
            for line in process.stdout or ():
                if line.startswith("#"):
                    break
                name, _, value = line.strip().partition("export ")[2].partition("=")
                found[name] = "".join(shlex.split(value))
            if not found:
                raise RuntimeError("the sandbox did not start")
            yield found
        finally:
            process.terminate()
            process.communicate(timeout=20)
