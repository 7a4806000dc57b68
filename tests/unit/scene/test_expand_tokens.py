"""Every token stands for what its program would write there, and for nothing else; sequences say their frames."""

from __future__ import annotations

import os
from typing import Any, Dict, List, Tuple

import pytest

from farmhand.scene.expand import (
    ONE_BASED,
    UDIM,
    DirectoryIndex,
    expand,
    frame_numbers,
    has_tokens,
    siblings,
    variables,
)
from farmhand.scene.tokens import TABLE

NUMBERS = ("1", "12", "123", "1234", "12345", "0001", "00012", "-1", "-001", "-0001", "-12345", "x")


def _numbers(tmp_path: Any, token: str) -> List[str]:
    for number in NUMBERS:
        (tmp_path / ("a.%s.exr" % number)).write_bytes(b"")
    found = expand("%s/a.%s.exr" % (tmp_path, token), DirectoryIndex())
    return [os.path.basename(path)[2:-4] for path in found]


PADDED = ["-0001", "-001", "-12345", "0001", "1234", "12345"]
PLAIN = ["-1", "-12345", "1", "12", "123", "1234", "12345"]
ANY = sorted(NUMBERS[:-1])


@pytest.mark.parametrize(
    "tokens, numbers",
    [
        (("####", "%04d", "$F4", "${F4}", "$4F", "<f4>", "<F4>", "<frame04>", "<Frame4>"), PADDED),
        (("%d", "$F", "${F}"), PLAIN),
        (("<f>", "<frame>", "<Frame>", "<frameNum>", "#", "%4d"), ANY),
        (("<UDIM>", "<udim:10>", "%(UDIM)d", "$UDIM", "<mapid>"), ["1234"]),
        (("##",), ["-0001", "-1", "-12345", "12", "123", "1234", "12345"]),
    ],
)
def test_a_number_is_padded_as_the_token_says(tmp_path: Any, tokens: Tuple[str, ...], numbers: List[str]) -> None:
    for token in tokens:
        assert _numbers(tmp_path, token) == [
            number for number in numbers if not (token == "##" and number == "-0001")
        ], token


TILES = (
    "t.1001.exr", "t.1000.exr", "t.u1_v2.exr", "t_u1_v2.exr", "t_u00v02.exr", "t_u01_v02.exr", "t1001.exr",
    "t_U1_V2.exr", "t.0.5.exr", "t.1.5.exr", "t.7.exr",
)  # fmt: skip


@pytest.mark.parametrize(
    "pattern, names",
    [
        ("t.<UVTILE>.exr", ["t.u1_v2.exr"]),
        ("t<tile>.exr", ["t_u01_v02.exr", "t_u1_v2.exr"]),
        ("t_MAPID_.exr", ["t1001.exr", "t_u01_v02.exr", "t_u1_v2.exr"]),
        ("t_u<U>_v<V>.exr", ["t_u01_v02.exr", "t_u1_v2.exr"]),
        ("t_<u>_<v>.exr", ["t_u01_v02.exr", "t_u1_v2.exr"]),
        ("t_u$2U_v$2V.exr", ["t_u01_v02.exr"]),
        ("t_u%(U)02d_v%(V)02d.exr", ["t_u01_v02.exr"]),
        ("t_%(UVTILE)d.exr", ["t_u00v02.exr", "t_u01_v02.exr", "t_u1_v2.exr"]),
        ("t_u##v##.exr", ["t_u00v02.exr", "t_u01_v02.exr"]),
        ("t.$FF.exr", ["t.0.5.exr", "t.1.5.exr", "t.1000.exr", "t.1001.exr", "t.7.exr"]),
        ("t.<ff>.exr", ["t.0.5.exr", "t.1.5.exr", "t.1000.exr", "t.1001.exr", "t.7.exr"]),
    ],
)
def test_a_tile_is_written_as_the_token_says(tmp_path: Any, pattern: str, names: List[str]) -> None:
    for name in TILES:
        (tmp_path / name).write_bytes(b"")
    found = expand("%s/%s" % (tmp_path, pattern), DirectoryIndex())
    assert [os.path.basename(path) for path in found] == names


def test_every_token_has_a_source() -> None:
    assert all(token.source for token in TABLE)


@pytest.fixture
def shots(tmp_path: Any) -> str:
    for number in range(-2, 12):
        (tmp_path / ("s.%04d.png" % number)).write_bytes(b"")
    for number in (1001, 1002):
        (tmp_path / ("t.%d.png" % number)).write_bytes(b"")
    return str(tmp_path)


def _frames(folder: str, name: str, **more: Any) -> Dict[str, int]:
    index = DirectoryIndex()
    pattern = "%s/%s" % (folder, name)
    files = expand(pattern, index, **more)
    assert files
    return dict(zip(map(os.path.basename, files), frame_numbers(pattern, files, index, **more)))


@pytest.mark.parametrize(
    "name, sequence",
    [("s.####.png", False), ("s.<f>.png", False), ("s.0003.png", True), ("<attr:x>.####.png", False)],
)
def test_each_file_of_a_sequence_says_its_frame(shots: str, name: str, sequence: bool) -> None:
    found = _frames(shots, name, sequence=sequence)
    assert sorted(number for file, number in found.items() if file[0] == "s") == list(range(-2, 12))
    assert found["s.-002.png"] == -2 and found["s.0011.png"] == 11


def test_tiles_have_no_frame(shots: str) -> None:
    assert _frames(shots, "t.<UDIM>.png") == {}
    assert _frames(shots, "t.1001.png", tiles=UDIM) == {}
    assert _frames(shots, "t.1001.png") == {}


def test_two_numbers_that_differ_or_a_folder_of_tokens_say_no_frame(tmp_path: Any) -> None:
    (tmp_path / "v1").mkdir()
    for name in ("1_2.png", "v1/a.1.png"):
        (tmp_path / name).write_bytes(b"")
    assert _frames(str(tmp_path), "<f>_<f>.png") == {}
    assert _frames(str(tmp_path), "v<attr:x>/a.<f>.png") == {}
    assert _frames(str(tmp_path), "v1/a.<f>.png") == {"a.1.png": 1}


def test_a_plain_number_is_padded_like_the_one_that_is_named(tmp_path: Any) -> None:
    for name in ("a.0001.png", "a.0002.png", "a.3.png", "a.10001.png", "b.9.png", "b.10.png", "b.011.png"):
        (tmp_path / name).write_bytes(b"")

    def names(name: str) -> List[str]:
        return [os.path.basename(p) for p in expand("%s/%s" % (tmp_path, name), DirectoryIndex(), sequence=True)]

    assert names("a.0002.png") == ["a.0001.png", "a.0002.png", "a.10001.png"]
    assert names("b.9.png") == ["b.10.png", "b.9.png"]


@pytest.mark.parametrize("count", [1000, 4000])
def test_sequences_in_one_folder_cost_no_look_at_the_others(tmp_path: Any, monkeypatch: Any, count: int) -> None:
    """Names that are looked at: as many as there are, however many sequences they make."""
    import farmhand.scene.listing as module

    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(count):
        (folder / ("s%04d.%04d.exr" % (number // 10, number % 10))).write_bytes(b"")
    tried = []
    columns = module.columns
    monkeypatch.setattr(module, "columns", lambda paths, runs: tried.append(len(paths)) or columns(paths, runs))
    index = DirectoryIndex()
    for number in range(count // 10):
        assert len(expand("%s/s%04d.####.exr" % (folder, number), index)) == 10
    assert sum(tried) == 2 * count, "once to sort them by sequence, once for the digits of each"


@pytest.mark.parametrize("text", ["u%d_v%d.png", "a.$F4.png", "a.${F4}.png", "a.${4F}.png", "$U$V.png", "$UDIM.png"])
def test_tokens_are_no_variables(text: str) -> None:
    assert variables(text, {}) == (text, "")
    assert has_tokens(text)


def test_siblings_may_keep_the_first_ending_and_be_of_several_kinds(tmp_path: Any) -> None:
    for name in ("a.png", "a.tx", "a.png.tex", "a.rstexbin"):
        (tmp_path / name).write_bytes(b"")
    found = siblings([str(tmp_path / "a.png")], DirectoryIndex(), ".tx", ".tex", ".rstexbin")
    assert sorted(os.path.basename(path) for path in found) == ["a.png.tex", "a.rstexbin", "a.tx"]


def test_assets_are_each_file_once_and_without_those_that_went(tmp_path: Any) -> None:
    kept, gone = tmp_path / "a.png", tmp_path / "b.png"
    kept.write_bytes(b"xy")
    found = DirectoryIndex().assets([str(gone), str(kept), str(kept)])
    assert [(asset.path, asset.size) for asset in found] == [(str(kept), 2)]


def test_uv_tiles_keep_the_letters_of_the_name(tmp_path: Any) -> None:
    for name in ("a_U1_V1.png", "a_U2_V1.png", "a_u3_v1.png"):
        (tmp_path / name).write_bytes(b"")
    found = expand("%s/a_U1_V1.png" % tmp_path, DirectoryIndex(ignore_case=False), tiles=ONE_BASED)
    assert [os.path.basename(path) for path in found] == ["a_U1_V1.png", "a_U2_V1.png"]
