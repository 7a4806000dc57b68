"""A path with tokens is the files that are there, and asking costs one listing a folder."""

from __future__ import annotations

import os
from typing import Any, List, Tuple

import pytest

from farmhand.scene.expand import (
    ONE_BASED,
    UDIM,
    ZERO_BASED,
    DirectoryIndex,
    expand,
    has_tokens,
    siblings,
    variables,
)

FILES = (
    "a.1001.exr", "a.1002.exr", "a.1011.exr", "a.0999.exr", "a.x.exr", "b_u0_v0.png", "b_u1_v12.png", "c.0001.png",
    "c.0002.png", "c.-0003.png", "c.final.png", "shot2_d_0001.tif", "shot2_d_0002.tif", "shot3_d_0001.tif",
    "e_red.png", "e_blue.png", "g1001g.png",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Any) -> str:
    for name in FILES:
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "a.1003.exr").mkdir()
    for number in (1, 2):
        inner = tmp_path / ("v%d" % number)
        inner.mkdir()
        (inner / "t.1001.exr").write_bytes(b"x")
    return str(tmp_path)


def _found(folder: str, name: str, **kwargs: Any) -> List[str]:
    found = expand(folder + "/" + name, DirectoryIndex(), **kwargs)
    return [os.path.relpath(path, folder).replace(os.sep, "/") for path in found]


A, B = ["a.1001.exr", "a.1002.exr", "a.1011.exr"], ["b_u0_v0.png", "b_u1_v12.png"]
C = ["c.-0003.png", "c.0001.png", "c.0002.png"]
CASES: Tuple[Tuple[str, List[str]], ...] = (
    ("a.1001.exr", ["a.1001.exr"]),
    ("a.<UDIM>.exr", A),
    ("a.<udim>.exr", A),
    ("a.$UDIM.exr", A),
    ("a._MAPID_.exr", A),
    ("a.%(UDIM)d.exr", A),
    ("b_<UVTILE>.png", B),
    ("b<TileRef>.png", B),
    ("b_u<U>_v<V>.png", B),
    ("b_u$U_v$V.png", B),
    ("c.<f>.png", C),
    ("c.<f4>.png", C),
    ("c.<Frame>.png", C),
    ("c.####.png", C),
    ("c.%04d.png", C),
    ("c.%d.png", []),
    ("c.$F4.png", C),
    ("c.${F}.png", []),
    ("e_<attr:colour default:red>.png", ["e_blue.png", "e_red.png"]),
    ("v<f>/t.<UDIM>.exr", ["v1/t.1001.exr", "v2/t.1001.exr"]),
    ("v<f>/t.1001.exr", ["v1/t.1001.exr", "v2/t.1001.exr"]),
    ("gone/a.<UDIM>.exr", []),
    ("a.<UDIM>.png", []),
)


@pytest.mark.parametrize("pattern, files", CASES)
def test_tokens_stand_for_what_is_there(folder: str, pattern: str, files: List[str]) -> None:
    assert _found(folder, pattern) == files


@pytest.mark.parametrize("pattern", [case[0] for case in CASES[1:16]])
def test_a_path_with_a_token_is_known_as_such(pattern: str) -> None:
    assert has_tokens(pattern)


def test_a_tile_number_counts_only_when_tiles_are_meant(folder: str) -> None:
    assert _found(folder, "a.1001.exr", tiles=UDIM) == A
    assert _found(folder, "a.1001.exr") == ["a.1001.exr"]


@pytest.mark.parametrize("tiles", [ZERO_BASED, ONE_BASED])
def test_uv_numbers_count_as_tiles(folder: str, tiles: int) -> None:
    assert _found(folder, "b_u0_v0.png", tiles=tiles) == B


def test_the_last_number_is_the_frame(folder: str) -> None:
    assert _found(folder, "shot2_d_0001.tif", sequence=True) == ["shot2_d_0001.tif", "shot2_d_0002.tif"]


def test_a_name_without_a_number_is_itself(folder: str) -> None:
    assert _found(folder, "e_red.png", sequence=True, tiles=UDIM) == ["e_red.png"]


def test_a_folder_is_no_file(folder: str) -> None:
    assert _found(folder, "a.1003.exr") == []


def test_each_folder_is_listed_once(folder: str, monkeypatch: Any) -> None:
    asked: List[str] = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: asked.append(str(path)) or scandir(path))
    index = DirectoryIndex()
    for pattern, _ in CASES * 3:
        expand(folder + "/" + pattern, index)
    assert len(asked) == len(set(asked))
    assert set(index.listings.values()) == {1}


def test_each_file_is_looked_at_once(folder: str) -> None:
    index = DirectoryIndex()
    path = os.path.join(folder, "a.1001.exr")
    size = (index.stat(path) or (0,))[0]
    os.remove(path)
    assert size == 1 and index.stat(path) == index.stat(path) is not None


def test_a_file_that_is_gone_has_no_size(folder: str) -> None:
    assert DirectoryIndex().stat(os.path.join(folder, "gone.exr")) is None


def test_case_counts_where_the_system_says_so(folder: str) -> None:
    assert expand(folder + "/E_RED.PNG", DirectoryIndex(ignore_case=False)) == ()
    found = expand(folder + "/E_RED.PNG", DirectoryIndex(ignore_case=True))
    assert [os.path.basename(path) for path in found] == ["e_red.png"]
    assert len(expand(folder + "/A.<UDIM>.EXR", DirectoryIndex(ignore_case=True))) == 3


@pytest.mark.skipif(os.name == "nt", reason="a drive is a place there")
def test_a_drive_is_nowhere_on_other_systems(folder: str, monkeypatch: Any) -> None:
    monkeypatch.chdir(folder)
    os.makedirs("D:")
    (open(os.path.join("D:", "a.png"), "wb")).close()
    assert expand("D:/a.png", DirectoryIndex()) == ()


def test_doubled_and_turned_slashes_are_one(folder: str) -> None:
    assert len(expand(folder + "//a.1001.exr", DirectoryIndex())) == 1


def test_texts_of_patterns_are_no_patterns_themselves(tmp_path: Any) -> None:
    for name in ("a(1)+[x].0001.png", "a1x.0001.png"):
        (tmp_path / name).write_bytes(b"x")
    found = expand(str(tmp_path) + "/a(1)+[x].####.png", DirectoryIndex())
    assert [os.path.basename(path) for path in found] == ["a(1)+[x].0001.png"]


def test_siblings_are_those_that_exist(tmp_path: Any) -> None:
    for name in ("a.png", "a.tx", "b.png"):
        (tmp_path / name).write_bytes(b"x")
    given = [str(tmp_path / "a.png"), str(tmp_path / "b.png")]
    assert siblings(given, DirectoryIndex(), ".tx") == [str(tmp_path / "a.tx")]


@pytest.mark.parametrize("text", ["$ROOT/a.png", "${ROOT}/a.png", "%ROOT%/a.png"])
def test_variables_are_put_in(text: str) -> None:
    assert variables(text, {"ROOT": "/x"}) == ("/x/a.png", "")


def test_a_variable_without_a_value_is_named() -> None:
    assert variables("$NONE/a.$F4.png", {}) == ("$NONE/a.$F4.png", "$NONE")
