"""The walk: each file once, cycles, limits, order, damaged files; it always comes to an end and never raises."""

import gzip

import pytest
from nested_files import ASS_INNER, said, tree, walk

from farmhand.frames import FrameRange
from farmhand.nested import Limits, Named, Unreadable
from farmhand.scene.expand import DirectoryIndex


def procedural(*names):
    return "".join('procedural { filename "%s" }\n' % name for name in names)


def test_files_that_name_each_other_are_read_once(tmp_path):
    tree(tmp_path, {"a.ass": procedural("b.ass", "a.ass"), "b.ass": procedural("a.ass", "./b.ass", "../%s/a.ass")})
    result, _ = walk(tmp_path / "a.ass", tmp_path / "a.ass")
    assert [(one.node, one.pattern) for one in result.references if not one.missing] == [
        (str(tmp_path / "a.ass"), "b.ass"),
        (str(tmp_path / "a.ass"), "a.ass"),
        (str(tmp_path / "b.ass"), "a.ass"),
        (str(tmp_path / "b.ass"), "./b.ass"),
    ]


def test_a_text_that_stands_in_a_file_many_times_is_one_reference(tmp_path):
    tree(tmp_path, {"a.ass": procedural(*["b.ass"] * 50), "b.ass": None})
    assert len(walk(tmp_path / "a.ass")[0].references) == 1


def test_the_walk_stops_at_its_depth_and_says_so(tmp_path):
    tree(tmp_path, {"%d.ass" % n: procedural("%d.ass" % (n + 1)) for n in range(20)})
    result, _ = walk(tmp_path / "0.ass", limits=Limits(depth=5))
    assert len(result.references) == 5
    assert [tip.code for tip in result.tips] == ["nested_limit"]
    assert "5.ass" in result.tips[0].details[0]


def test_the_walk_stops_at_its_number_of_files_and_says_so(tmp_path):
    tree(tmp_path, {"%d.ass" % n: procedural("%d.ass" % (n + 1)) for n in range(20)})
    result, _ = walk(tmp_path / "0.ass", limits=Limits(files=3))
    assert len(result.references) == 3
    assert [tip.code for tip in result.tips] == ["nested_limit"]


def test_of_a_sequence_the_frames_that_render_are_read_first(tmp_path):
    files = {"p.%04d.ass" % n: 'image { filename "t%d.png" }' % n for n in range(1, 11)}
    tree(tmp_path, dict(files, **{"main.ass": procedural("p.####.ass")}))
    result, _ = walk(tmp_path / "main.ass", frames=FrameRange.span(8, 9), limits=Limits(files=3))
    assert [one.pattern for one in result.references] == ["p.####.ass", "t8.png", "t9.png"]
    result, _ = walk(tmp_path / "main.ass", frames=FrameRange.span(8, 9))
    assert len(result.references) == 11


def test_a_gzip_bomb_is_read_no_further_than_agreed(tmp_path):
    tree(tmp_path, {"bomb.ass.gz": gzip.compress(b'image { filename "t.png" }\n' + b"\n" * 30000000)})
    result, steps = walk(tmp_path / "bomb.ass.gz", limits=Limits(bytes=1000000))
    assert [one.pattern for one in result.references] == ["t.png"]
    assert [tip.code for tip in result.tips] == ["nested_limit"]
    assert len(steps) < 20


def test_a_big_file_is_read_in_slices(tmp_path):
    tree(tmp_path, {"big.ass": "polymesh\n{\n vlist\n" + "0.125 0.5 0.25\n" * 300000 + "}\n"})
    _, steps = walk(tmp_path / "big.ass")
    assert len(steps) > 15
    assert {step.stage for step in steps} == {"nested"}


def test_a_truncated_gzip_counts_up_to_where_it_breaks(tmp_path):
    data = gzip.compress(ASS_INNER.encode() + b"# \x00\x01\x02" * 100000)
    tree(tmp_path, {"cut.ass.gz": data[:-20]})
    result, _ = walk(tmp_path / "cut.ass.gz")
    assert [tip.code for tip in result.tips][0] == "nested_unreadable"


@pytest.mark.parametrize("ending", ["usd", "usdc", "usda", "usdz", "mtlx", "ocio", "xgen", "ass.gz"])
def test_garbage_becomes_a_tip_with_path_and_reason(tmp_path, ending):
    path = tmp_path / ("x." + ending)
    path.write_bytes((b"\x1f\x8b" if ending.endswith("gz") else b"") + bytes(bytearray(range(256))) * 10)
    result, _ = walk(path)
    assert [tip.code for tip in result.tips] == ["nested_unreadable"]
    assert result.tips[0].severity == "warning"
    assert result.tips[0].details[0].startswith(str(path) + ": ")
    assert len(result.tips[0].details[0]) > len(str(path)) + 5


def test_a_file_that_is_gone_or_a_folder_becomes_a_tip(tmp_path):
    (tmp_path / "folder.ass").mkdir()
    result, _ = walk(tmp_path / "gone.ass", tmp_path / "folder.ass")
    assert len(result.tips[0].details) == 2


def test_one_bad_file_does_not_end_the_walk(tmp_path):
    tree(tmp_path, {"bad.usdc": b"PXR-USDC", "good.ass": ASS_INNER})
    result, _ = walk(tmp_path / "bad.usdc", tmp_path / "good.ass", variables={"TEXROOT": "/nowhere"})
    assert [one.pattern for one in result.references] == ["[TEXROOT]/inner.tx"]


def test_a_variable_without_a_value_is_told(tmp_path):
    tree(tmp_path, {"a.ass": 'image { filename "[NOBODY_KNOWS_THIS]/x.tx" }'})
    result, _ = walk(tmp_path / "a.ass")
    assert result.references[0].missing
    assert [tip.code for tip in result.tips] == ["unresolved_variable"]


def test_names_that_lie_nowhere_else_are_looked_for_in_the_roots(tmp_path):
    tree(tmp_path, {"a/m.ass": 'image { filename "t.png" }', "b/t.png": None})
    assert said(walk(tmp_path / "a/m.ass")[0], tmp_path) == {"t.png": None}
    assert said(walk(tmp_path / "a/m.ass", roots=[str(tmp_path / "b")])[0], tmp_path) == {"t.png": ["b/t.png"]}


def test_files_that_name_no_others_are_passed_over(tmp_path):
    tree(tmp_path, {"x.abc": b"Ogawa", "y.exr": b"v/1\x01", "noending": None})
    result, steps = walk(tmp_path / "x.abc", tmp_path / "y.exr", tmp_path / "noending")
    assert (result.references, result.tips, steps) == ((), (), [])


def test_others_can_bring_readers_for_further_endings(tmp_path):
    def read_lines(source):
        for chunk in source.chunks():
            for line in chunk.decode().split():
                yield Named("line", line, "texture")
        raise Unreadable("as far as it goes")

    tree(tmp_path, {"l.list": "a.png b.ass", "a.png": None, "b.ass": ASS_INNER})
    result, _ = walk(tmp_path / "l.list", extra={"list": read_lines}, variables={"TEXROOT": "/nowhere"})
    assert said(result, tmp_path) == {"a.png": ["a.png"], "b.ass": ["b.ass"], "[TEXROOT]/inner.tx": None}
    assert "as far as it goes" in result.tips[0].details[0]


def test_no_folder_is_listed_twice(tmp_path):
    tree(tmp_path, {"a.ass": "".join('image { filename "tex/%d.<udim>.png" }\n' % n for n in range(200)),
                    "tex/1.1001.png": None})  # fmt: skip
    index = DirectoryIndex()
    walk(tmp_path / "a.ass", index=index)
    assert max(index.listings.values()) == 1
    assert len(index.listings) < 10
