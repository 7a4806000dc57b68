"""A damaged scene gives a Scene or a SceneError with a hint, soon: never another exception, a hang or a heap of memory.

A sample by default; FARMHAND_PROOF=1 tries every truncation point and 100,000 mutations of small and real scenes.
"""

from __future__ import annotations

import gzip
import os
import random
import struct
import time
from typing import Any, List

import pytest
from houdini_support import Driven, asset, camera, hip, indx, marked, node, odc, read, rop, write
from test_houdini_syntax import takes_entry

from farmhand.errors import SceneError

PROOF = bool(os.environ.get("FARMHAND_PROOF"))
SECONDS = 5.0
"""Of this process's own work: no damaged scene of these sizes may take longer. Whole ones take a few hundredths."""


def small(marks: bool = False) -> bytes:
    """A scene with something of everything, of some 8 KB."""
    held = [("r.init", b"type = tool\n"), *node("r/map1", "x", map="$HIP/a.$F.exr")]
    driven = (Driven("f1", 1, "$FSTART"), Driven("f2", 2, "ch('../r2/f2') * 2"), 1)
    entries = hip(
        camera(),
        rop("out/r", f=driven, vm_picture=Driven("vm_picture", "a", '"$HIP/$OS.$F4.exr"')),
        rop("out/r2", inputs=("r",), take="shot"),
        node("obj/tool1", "tool", locked=True, file="`chs('x')`/$USER2/a.abc"),
        top=[(".OPfallbacks", b"Object/tool /gone/tool.hda\n"), (".OPlibraries", b"$HIP/x.hda\n"),
             (".defotl", indx([asset("Object/tool", held)])), (".takes", takes_entry())],
        variables=b"set -g JOB = '/job'\nset -g USER2 = '$JOB/$JOB'\nset -g _HIP_SAVEVERSION = '20.0.653'\n",
    )  # fmt: skip
    return marked(entries) if marks else odc(entries)


def survives(folder: Any, data: bytes) -> bool:
    """Whether it was read; refused otherwise."""
    path = write(folder, data)
    started = time.process_time()
    try:
        scene = read(path)
        scene.as_dict()
        [len(target.frames) for target in scene.targets]
        return True
    except SceneError as error:
        assert str(error) and error.advice
        return False
    finally:
        assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("marks", [False, True])
def test_the_whole_scene_is_read(tmp_path: Any, marks: bool) -> None:
    assert survives(tmp_path, small(marks))


@pytest.mark.parametrize("marks", [False, True])
def test_a_scene_cut_off_anywhere_is_refused(tmp_path: Any, marks: bool) -> None:
    data = small(marks)
    every = range(1, len(data))
    for length in every if PROOF else random.Random(1).sample(list(every), 150):
        assert not survives(tmp_path, data[:length]), length


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The data with a few bytes changed, removed, doubled or put elsewhere."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(out)), chance.choice((1, 1, 2, 4, 16, 200))
        kind = chance.randrange(6)
        if kind == 0:
            out[at] = chance.randrange(256)
        elif kind == 1:
            out[at : at + 1] = chance.choice(
                (b"\0", b'"', b"\\", b"$", b"`", b"{", b"\t", b"\n", b"9", b"7", b"\xff", b"(")
            )
        elif kind == 2:
            del out[at : at + length]
        elif kind == 3:
            out[at:at] = out[at : at + length] * chance.choice((1, 1, 50))
        elif kind == 4:
            other = chance.randrange(len(out))
            out[at : at + length] = out[other : other + length]
        else:
            out[at : at + 4] = struct.pack(">I", chance.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, chance.getrandbits(32))))
        if not out:
            out += b"x"
    return bytes(out)


@pytest.mark.parametrize("seed", range(8 if PROOF else 2))
@pytest.mark.parametrize("marks", [False, True])
def test_a_small_scene_mutated_is_read_or_refused(tmp_path: Any, seed: int, marks: bool) -> None:
    data, chance = small(marks), random.Random(seed)
    for _ in range(6000 if PROOF else 150):
        survives(tmp_path, mutated(data, chance))


@pytest.mark.parametrize("name", ["sphere.hip", "super_light_ql_OBJ.hip", "htoa_resolution_test.hipnc", "breako.hip"])
def test_a_real_scene_mutated_is_read_or_refused(tmp_path: Any, real_scenes: Any, name: str) -> None:
    data, chance = (real_scenes / "houdini" / name).read_bytes(), random.Random(name)
    for _ in range(1000 if PROOF else 12):
        survives(tmp_path, mutated(data, chance))


def test_most_mutations_of_one_letter_leave_the_scene_readable(tmp_path: Any) -> None:
    """Nothing is refused that can be told: a wrong letter in one node does not cost the others."""
    data, chance = small(), random.Random(3)
    read_again = 0
    for _ in range(100):
        at = chance.randrange(len(data))
        read_again += survives(tmp_path, data[:at] + b"x" + data[at + 1 :])
    assert read_again > 60


def bombs() -> List[Any]:
    """Scenes made to take long."""
    deep = {"p%d" % at: Driven("p%d" % at, 0, "+".join(['ch("p%d")' % (at + 1)] * 30)) for at in range(8)}
    many = [entry for at in range(40) for entry in rop("out/b%d" % at, f=(Driven("f1", 1, 'ch("p0")'), 1, 1), **deep)]
    echo = b"".join(b"set -g V%d = '%s'\n" % (at, b"$V%d" % (at + 1) * 50) for at in range(8)) + b"set -g V8 = 'x'\n"
    paths = node("mat/n", "x", **{"map%d" % at: "$V0/a.exr" for at in range(50)})
    ring = [
        entry for at in range(300) for entry in node("out/m%d" % at, "merge", inputs=["m%d" % n for n in range(300)])
    ]
    gz = gzip.compress(bytes(80 << 20))
    packed = indx([("Object/t%d" % at, indx([("Contents.gz", gz)])) for at in range(5)])
    users = [entry for at in range(5) for entry in node("obj/u%d" % at, "t%d" % at, locked=True)]
    frames = node("mat/n", "x", map="$HIP/a.`$F * 3`.exr")
    endless = rop("out/r", f=(-1e12, 1e12, 1))
    return [
        pytest.param(hip(many), id="expressions"),
        pytest.param(hip(paths, variables=echo), id="variables"),
        pytest.param(hip(ring, rop("out/r", inputs=("m0",))), id="merges"),
        pytest.param(hip(users, top=[(".defotl", packed)]), id="packed"),
        pytest.param(hip(camera(), endless, frames), id="frames"),
        pytest.param([("obj/a.parm", b'{\nversion 0.8\nx\t[ 0\tlocks=0 ]\t(\t' + b'"\\' * 500_000)], id="quotes"),
        pytest.param([("obj/a.chn", b'{ channel x { segment { expr = ' + b'"\\ ' * 300_000)], id="channel"),
        pytest.param([("d" * 4000 + "/" * 50 + ".parm", b"{")] * 300, id="names"),
        pytest.param([(".OPdummydefs", b"INDX" + struct.pack(">III", 0, 0, 0xFFFFFF) + bytes(1 << 20))] * 4
                     + [("obj.def", b"")], id="index"),
    ]  # fmt: skip


@pytest.mark.parametrize("entries", bombs())
@pytest.mark.parametrize("archive", [odc, marked])
def test_what_is_made_to_take_long_does_not(tmp_path: Any, entries: Any, archive: Any) -> None:
    survives(tmp_path, archive(entries))
