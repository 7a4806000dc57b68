"""A damaged scene gives a sentence or a Scene, soon: never another exception, never endless work.

Of both Maya forms. By default some thousands of cases; with FARMHAND_PROOF=1 all of them, and 100,000 mutations a form.
"""

from __future__ import annotations

import io
import os
import random
import struct
import time
from typing import Any, Callable, Iterator, List, Optional

import pytest
import real_scenes
from ma_scenes import HEAD, scene_text
from test_maya_binary import Built

from farmhand.errors import SceneError
from farmhand.readers import open_scene
from farmhand.readers.ma_text import read_graph
from farmhand.readers.mb_graph import read_binary_graph
from farmhand.scene.host import run
from farmhand.scene.model import Scene

PROOF = bool(os.environ.get("FARMHAND_PROOF"))
MUTATIONS = 100000 if PROOF else 2500
POINTS = None if PROOF else 1500
SMALL = 64 * 1024
"""Bytes of a text scene that is cut at each of them as a proof; a larger one at 5000 places."""
LONGEST = 1.0
"""Seconds of this process's own work that no case may take: far more than any needs."""

TEXT = scene_text(
    'file -rdi 1 -ns "b" -rfn "bRN" -op "v=0;" -typ "mayaBinary" "b.mb";\n'
    + 'createNode transform -n "shotCam";\ncreateNode camera -n "shotCamShape" -p "shotCam";\n\tsetAttr ".rnd" no;\n'
    'createNode file -n "f1";\n\tsetAttr ".ftn" -type "string" "a.<UDIM>.png";\n\tsetAttr ".uvt" 3;\n'
    'createNode reference -n "bRN";\n\tsetAttr ".ed" -type "dataReferenceEdits"\n\t\t"bRN" 1\n\t\t2 "b:f" '
    '"fileTextureName" " -type \\"string\\" \\"x.png\\"";\n'
    'createNode renderLayer -n "rs_fog";\ncreateNode renderSetupLayer -n "fog";\ncreateNode collection -n "c";\n'
    'createNode simpleSelector -n "s";\n\tsetAttr ".ssl" -type "string" "|shotCam|shotCamShape";\n'
    'createNode absUniqueOverride -n "o";\n\taddAttr -ci true -sn "atv" -ln "attrValue" -at "time";\n'
    '\tsetAttr ".atr" -type "string" "startFrame";\n\tsetAttr ".tgName" -type "string" "defaultRenderGlobals";\n',
    '\tsetAttr ".an" yes;\n\tsetAttr ".ef" 30;\n\tsetAttr ".ren" -type "string" "arnold";\n',
    'connectAttr "renderLayerManager.rlmi[1]" "rs_fog.rlid";\nconnectAttr "rs_fog.msg" "fog.lrl";\n'
    'connectAttr "fog.lit" "c.pls";\nconnectAttr "s.c" "c.sel";\nconnectAttr "c.lit" "o.pls";\n',
    head=HEAD,
).encode()
TAGS = (b"FOR4", b"FOR8", b"LIS8", b"CREA", b"SLCT", b"DBLE", b"STR ", b"STR#", b"HEAD", b"PLUG", b"CONS", b"CONN",
        b"CWFL", b"FREF", b"REFN", b"RNDL", b"ATTR", b"TDUR", b"TUNI", b"RTFT")  # fmt: skip
WORDS = (b'"', b";", b"\n", b"createNode", b"select", b'connectAttr "', b"//", b"/*", b"\\", b"-type", b"\0", b'\\"',
         b"setAttr", b"file", b"[99999]", b"|", b"1e999", b"-1", b"nan", b"{1}", b"<UDIM>", b"%s", b"../")  # fmt: skip


def _mutated(data: bytes, chance: random.Random, words: Any, others: List[bytes]) -> bytes:
    """The data with one to four things wrong."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        size = len(found)
        at, length = chance.randrange(size + 1), chance.choice((1, 1, 2, 4, 8, 40, 400))
        kind = chance.randrange(8)
        if kind == 0 and size:
            found[at % size] ^= 1 << chance.randrange(8)
        elif kind == 1:
            found[at : at + length] = bytes(chance.randrange(256) for _ in range(length))
        elif kind == 2:
            del found[at : at + length]
        elif kind == 3:
            found[at:at] = found[at : at + length] * chance.choice((1, 2, 50))
        elif kind == 4:
            word = chance.choice(words)
            found[at : at + chance.choice((0, len(word)))] = word
        elif kind == 5:
            found[at : at + 8] = struct.pack(">Q", chance.choice((0, 1, 2**63, 2**64 - 1, 2**32, size, 0x7FF0 << 48)))
        elif kind == 6:
            other = chance.choice(others)
            start = chance.randrange(len(other))
            found[at:at] = other[start : start + chance.choice((16, 200, 2000))]
        else:
            del found[at:]
    return bytes(found)


def _scene_or_sentence(work: Callable[[], Any]) -> Optional[Any]:
    """What the work gives; None where it refuses with a sentence and advice. Anything else fails the test."""
    start = time.process_time()
    try:
        found = work()
    except SceneError as error:
        assert str(error) and error.advice
        found = None
    assert time.process_time() - start < LONGEST
    return found


def _analysed(path: Any, data: bytes) -> Optional[Scene]:
    path.write_bytes(data)
    found: Optional[Scene] = _scene_or_sentence(lambda: run(open_scene(str(path)).analyse()))
    return found


def _binary(data: bytes) -> Any:
    return run(read_binary_graph(io.BytesIO(data), len(data), "s.mb"))  # type: ignore[arg-type]


def _points(size: int, most: Optional[int]) -> Iterator[int]:
    """Every place to cut at, or an even sample that holds both ends."""
    return iter(
        range(size) if most is None or most >= size else sorted({size * n // most for n in range(most)} | {size - 1})
    )


def _real(ending: str) -> List[str]:
    return [name + ending for name in real_scenes.named(ending)]


@pytest.mark.parametrize("width", [4, 8])
def test_a_binary_scene_cut_anywhere_is_refused(tmp_path: Any, width: int) -> None:
    """Wherever: the file says how long it is, so that not even its last byte can be missing unnoticed."""
    data = Built(width).example()
    for at in range(len(data)):
        assert _analysed(tmp_path / "s.mb", data[:at]) is None, at
    assert _analysed(tmp_path / "s.mb", data) is not None


@pytest.mark.parametrize("name", _real(".mb"))
def test_a_real_binary_scene_cut_anywhere_is_refused(name: str) -> None:
    with open(real_scenes.path(name), "rb") as file:
        data = file.read()
    for at in _points(len(data), POINTS):
        assert _scene_or_sentence(lambda cut=at: _binary(data[:cut])) is None, at  # type: ignore[misc]
    assert _binary(data).header.version


@pytest.mark.parametrize("width", [4, 8])
def test_a_binary_scene_cut_anywhere_with_its_size_put_right_is_refused_or_read(tmp_path: Any, width: int) -> None:
    """Read only where it was cut between two groups: whoever puts the size right says that the scene ends there."""
    data = Built(width).example()
    head, form = (16, ">Q") if width == 8 else (8, ">I")
    whole = []
    for at in _points(len(data), 400 if POINTS else None):
        cut = bytearray(data[:at])
        cut[head - struct.calcsize(form) : head] = struct.pack(form, max(0, at - head))
        whole += [at] if _analysed(tmp_path / "s.mb", bytes(cut)) is not None else []
    assert len(whole) < len(data) // 4


def test_a_text_scene_cut_anywhere_is_refused_or_said_to_lack_its_end(tmp_path: Any) -> None:
    for at in range(len(TEXT)):
        found = _analysed(tmp_path / "s.ma", TEXT[:at])
        if found is not None and TEXT[at:].strip():
            assert "no_end_line" in [tip.code for tip in found.tips] or b"// End of" in TEXT[:at], at


@pytest.mark.parametrize("name", _real(".ma") if PROOF else ["deadline_layers.ma", "demo_scenc.ma"])
@real_scenes.needed
def test_a_real_text_scene_cut_anywhere_is_refused_or_said_to_lack_its_end(name: str) -> None:
    with open(real_scenes.path(name), "rb") as file:
        data = file.read()
    last = data.rindex(b"// End of")
    for at in _points(len(data), 150 if not PROOF else None if len(data) < SMALL else 5000):
        graph = _scene_or_sentence(lambda cut=at: run(read_graph(data[:cut], name)))  # type: ignore[misc,arg-type]
        assert graph is None or at >= last or not graph.ended, at


def test_a_binary_scene_with_anything_wrong_is_refused_or_read(tmp_path: Any) -> None:
    scenes = [Built(4).example(), Built(8).example()]
    chance = random.Random(8)
    read = 0
    for _ in range(MUTATIONS):
        found = _analysed(tmp_path / "s.mb", _mutated(chance.choice(scenes), chance, TAGS, scenes))
        read += found is not None
    assert 0.01 * MUTATIONS < read < 0.9 * MUTATIONS


@real_scenes.needed
def test_a_real_binary_scene_with_anything_wrong_is_refused_or_read(tmp_path: Any) -> None:
    with open(real_scenes.path("demo_scenc.mb"), "rb") as file:
        data = file.read()
    chance = random.Random(9)
    for _ in range(MUTATIONS // 5):
        _analysed(tmp_path / "s.mb", _mutated(data, chance, TAGS, [data]))


def test_a_text_scene_with_anything_wrong_is_refused_or_read(tmp_path: Any) -> None:
    chance = random.Random(10)
    read = 0
    for _ in range(MUTATIONS):
        found = _analysed(tmp_path / "s.ma", _mutated(TEXT, chance, WORDS, [TEXT]))
        read += found is not None
    assert 0.01 * MUTATIONS < read < 0.9 * MUTATIONS


@real_scenes.needed
def test_a_real_text_scene_with_anything_wrong_is_refused_or_read(tmp_path: Any) -> None:
    with open(real_scenes.path("deadline_layers.ma"), "rb") as file:
        data = file.read()
    chance = random.Random(11)
    for _ in range(MUTATIONS // 10):
        _analysed(tmp_path / "s.ma", _mutated(data, chance, WORDS, [data]))


@pytest.mark.parametrize("size", [0, 1, 3, 2**31, 2**32 - 1, 2**63, 2**64 - 1])
@pytest.mark.parametrize("width", [4, 8])
def test_an_absurd_size_is_refused(tmp_path: Any, width: int, size: int) -> None:
    """In any chunk, of the file or inside."""
    data = Built(width).example()
    form = ">Q" if width == 8 else ">I"
    size %= 256 ** struct.calcsize(form)
    for tag in (b"Maya", b"HEAD", b"CREA", b"STR "):
        start = data.index(tag) - (len(Built(width).group(b"x")) - 1 if tag.isalpha() and tag != b"CREA" else 0)
        at = start + 4 + (4 if width == 8 else 0)
        wrong = data[:at] + struct.pack(form, size) + data[at + struct.calcsize(form) :]
        found = _analysed(tmp_path / "s.mb", wrong)
        assert found is None or size < 4, tag


def test_groups_in_groups_without_end_are_no_trouble(tmp_path: Any) -> None:
    made = Built()
    deep = b""
    for _ in range(3000):
        deep = made.group(b"CONS", deep, kind=b"LIS")
    assert _analysed(tmp_path / "s.mb", made.scene(deep)) is not None


def test_millions_of_empty_chunks_are_passed_over_soon(tmp_path: Any) -> None:
    many = 200000
    made = Built()
    found = _analysed(tmp_path / "s.mb", made.scene(made.node("file", "f", made.chunk(b"STR ", b"") * many)))
    assert found is not None


def test_a_count_that_is_not_true_takes_no_memory(tmp_path: Any) -> None:
    made = Built()
    listed = made.chunk(b"STR#", b"euvt\0 \xff\xff\xff\xff/a.png\0")
    found = _analysed(tmp_path / "s.mb", made.scene(made.node("file", "f", listed)))
    assert found is not None and [item.pattern for item in found.references] == ["/a.png"]


def test_a_file_that_shrinks_while_it_is_read_is_cut_off() -> None:
    data = Built().example()
    with pytest.raises(SceneError) as caught:
        run(read_binary_graph(io.BytesIO(data[:-300]), len(data), "s.mb"))  # type: ignore[arg-type]
    assert "is cut off" in str(caught.value)


@pytest.mark.parametrize("name", ["s.ma", "s.mb"])
def test_no_step_of_a_large_scene_is_long(tmp_path: Any, name: str) -> None:
    """A window waits for a step: measured by what a step passes over, since times differ between machines."""
    made = Built()
    heavy = made.chunk(b"MESH", b"x\0 " + bytes(3 << 20))
    nodes = b"".join(made.node("mesh", "m%d" % n, made.number("v", 0)) for n in range(20000))
    geometry = 'createNode mesh -n "m";\n' + '\tsetAttr -s 4 ".vt" %s;\n' % " ".join(["0.125"] * 400)
    content = made.scene(heavy, nodes) if name == "s.mb" else scene_text(geometry * 2000).encode()
    (tmp_path / name).write_bytes(content)
    done = [step.done for step in open_scene(str(tmp_path / name)).analyse() if step.stage == "read"]
    passed = max(after - before for before, after in zip(done, done[1:]))
    assert passed <= (4 << 20 if name == "s.mb" else 300 * 1024)
    assert len(done) > 20 and done == sorted(done) and done[-1] == len(content)


def test_a_scene_that_repeats_its_nodes_does_not_repeat_the_work(tmp_path: Any) -> None:
    """Found by a mutation: collections of one name multiplied with each other."""
    body, _, links = TEXT.partition(b"connectAttr")
    again = body[body.index(b"createNode renderLayer -n") : body.index(b"select")]
    found = _analysed(tmp_path / "s.ma", body.replace(again, again * 100) + b"connectAttr" + links)
    assert found is not None and [target.label for target in found.targets] == ["masterLayer", "fog"]


@pytest.mark.parametrize("wrong", [b"//Codeset: \0UTF-8", b"//Codeset: hex", b"//Codeset: undefined"])
def test_a_code_page_that_is_none_is_no_trouble(tmp_path: Any, wrong: bytes) -> None:
    assert _analysed(tmp_path / "s.ma", TEXT.replace(b"//Codeset: UTF-8", wrong)) is not None


def test_a_zero_byte_in_a_path_is_a_missing_file(tmp_path: Any) -> None:
    found = _analysed(tmp_path / "s.ma", TEXT.replace(b"a.<UDIM>.png", b"a\0.<UDIM>.png"))
    assert found is not None and [item.missing for item in found.references if item.node == "f1"] == [True]
