"""A tree of nasty names, and patterns that must find exactly the right files in it."""

from __future__ import annotations

import json
import os
import sys
from typing import Any, Dict, List, Tuple

import pytest

from farmhand.scene.expand import UDIM, DirectoryIndex, expand, siblings, variables

pytestmark = pytest.mark.skipif(os.name == "nt", reason="names that Windows does not allow")

LONG = "/".join("folder_number_%02d_of_a_very_long_path_indeed" % number for number in range(7))
FILES = (
    "out/a.1001.exr", "out_tex/a.1001.exr", "out_tex/a.1002.exr", "out_tex2/a.1003.exr",
    "a.0001.exr", "a.0002.exr", "a.0010.exr", "a.10000.exr", "a.00010.exr", "a.1.exr", "a.-001.exr", "a.0001.exr.bak",
    "b0001c0002.exr", "b0001c0003.exr", "b0002c0002.exr", "shot-0001.exr", "shot0001.exr",
    "v2_1001_x.tif", "v2_1002_x.tif", "v3_1001_x.tif", "v21001.tif", "v21002.tif",
    "[x].0001.png", "x.0001.png", "(a|b)*.0001.png", "a+b.0001.png", "%.0001.png", "$.0001.png", "{1}.0001.png",
    "hash#.0001.png", "hash1.0001.png", "space name .0001.png", " lead.0001.png", "two\nlines.0001.png",
    "贴图_墙.1001.tx", "贴图_墙.1002.tx", "é\u0301.0001.png", "１２.0001.png", "٣.0001.png", "😀.0001.png",
    ".hidden.0001.png", "noext", "dots...0001...png", "UPPER.0001.PNG", "upper.0002.png", "-0001.png", "0001",
    "1001/1001.1001.exr", "1001/1001.1002.exr", "1002/1001.1001.exr", "s1/e01/p.0001.exr", "s1/e02/p.0001.exr",
    "s2/e01/p.0001.exr", LONG + "/deep.0001.exr", "e_red_1001.png", "e_red_1002.png", "e_blue_1001.png",
)  # fmt: skip

PATTERNS: Tuple[Tuple[str, List[str]], ...] = (
    ("out/a.<UDIM>.exr", ["out/a.1001.exr"]),
    ("out_tex/a.<UDIM>.exr", ["out_tex/a.1001.exr", "out_tex/a.1002.exr"]),
    ("a.####.exr", ["a.-001.exr", "a.0001.exr", "a.0002.exr", "a.0010.exr", "a.10000.exr"]),
    ("a.%05d.exr", ["a.00010.exr", "a.10000.exr"]),
    ("a.$F.exr", ["a.1.exr", "a.10000.exr"]),
    ("a.<f>.exr.bak", ["a.0001.exr.bak"]),
    ("b0001c####.exr", ["b0001c0002.exr", "b0001c0003.exr"]),
    ("b####c0002.exr", ["b0001c0002.exr", "b0002c0002.exr"]),
    ("b####c####.exr", ["b0001c0002.exr", "b0001c0003.exr", "b0002c0002.exr"]),
    ("shot####.exr", ["shot0001.exr"]),
    ("shot-####.exr", ["shot-0001.exr"]),
    ("v2_<UDIM>_x.tif", ["v2_1001_x.tif", "v2_1002_x.tif"]),
    ("v2<UDIM>.tif", ["v21001.tif", "v21002.tif"]),
    ("[x].####.png", ["[x].0001.png"]),
    ("(a|b)*.####.png", ["(a|b)*.0001.png"]),
    ("a+b.####.png", ["a+b.0001.png"]),
    ("%.####.png", ["%.0001.png"]),
    ("$.####.png", ["$.0001.png"]),
    ("{1}.####.png", ["{1}.0001.png"]),
    ("hash1.%04d.png", ["hash1.0001.png"]),
    ("space name .####.png", ["space name .0001.png"]),
    (" lead.####.png", [" lead.0001.png"]),
    ("two\nlines.####.png", ["two\nlines.0001.png"]),
    ("贴图_墙.<UDIM>.tx", ["贴图_墙.1001.tx", "贴图_墙.1002.tx"]),
    ("é\u0301.####.png", ["é\u0301.0001.png"]),
    ("１２.####.png", ["１２.0001.png"]),
    ("٣.####.png", ["٣.0001.png"]),
    ("😀.####.png", ["😀.0001.png"]),
    (".hidden.####.png", [".hidden.0001.png"]),
    ("noext", ["noext"]),
    ("dots...####...png", ["dots...0001...png"]),
    ("####.png", ["-0001.png"]),
    ("####", ["0001"]),
    ("<UDIM>/1001.<UDIM>.exr", ["1001/1001.1001.exr", "1001/1001.1002.exr", "1002/1001.1001.exr"]),
    ("1001/<UDIM>.1001.exr", ["1001/1001.1001.exr"]),
    ("s<f>/e%02d/p.####.exr", ["s1/e01/p.0001.exr", "s1/e02/p.0001.exr", "s2/e01/p.0001.exr"]),
    ("s1/<attr:e>/p.0001.exr", ["s1/e01/p.0001.exr", "s1/e02/p.0001.exr"]),
    (LONG + "/deep.####.exr", [LONG + "/deep.0001.exr"]),
    ("e_<attr:colour default:red>_<udim>.png", ["e_blue_1001.png", "e_red_1001.png", "e_red_1002.png"]),
    ("./s1//e01/../e01/p.####.exr", ["s1/e01/p.0001.exr"]),
    ("noext/a.####.exr", []),
    ("gone/<UDIM>/a.####.exr", []),
    ("a.\0.####.exr", []),
)


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: Any) -> str:
    root = tmp_path_factory.mktemp("nasty 目录")
    for name in FILES:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return str(root)


def _found(root: str, pattern: str, **more: Any) -> List[str]:
    found = expand(root + "/" + pattern, DirectoryIndex(ignore_case=False), **more)
    return [os.path.relpath(path, root) for path in found]


@pytest.mark.parametrize("pattern, files", PATTERNS)
def test_exactly_the_right_files_are_found(nasty: str, pattern: str, files: List[str]) -> None:
    assert _found(nasty, pattern) == sorted(files)


def test_there_are_at_least_forty_names_and_patterns() -> None:
    assert len(FILES) >= 40 and len(PATTERNS) >= 40
    assert len("/" + LONG + "/deep.0001.exr") > 300


def test_one_index_answers_all_of_it_with_each_folder_listed_once(nasty: str) -> None:
    index = DirectoryIndex(ignore_case=False)
    for _ in range(2):
        for pattern, files in PATTERNS:
            assert [os.path.relpath(path, nasty) for path in expand(nasty + "/" + pattern, index)] == sorted(files)
    assert set(index.listings.values()) == {1}


def test_case_is_ignored_where_the_system_ignores_it(nasty: str) -> None:
    found = expand(nasty + "/Upper.####.png", DirectoryIndex(ignore_case=True))
    assert [os.path.basename(path) for path in found] == ["UPPER.0001.PNG", "upper.0002.png"]
    assert _found(nasty, "Upper.####.png") == []


@pytest.fixture
def linked(tmp_path: Any) -> str:
    (tmp_path / "real").mkdir()
    for number in (1, 2):
        (tmp_path / "real" / ("r.%04d.png" % number)).write_bytes(b"xyz")
    links: Dict[str, str] = {
        "tex": "real", "loop": ".", "one": "two", "two": "one", "l.0001.png": "real/r.0001.png",
        "l.0002.png": "nowhere", "l.0003.png": "real", "l.0004.png": "l.0004.png",
    }  # fmt: skip
    for name, leads_to in links.items():
        os.symlink(leads_to, str(tmp_path / name))
    return str(tmp_path)


def test_links_are_followed_and_keep_their_names(linked: str) -> None:
    assert _found(linked, "l.####.png") == ["l.0001.png"]
    assert _found(linked, "tex/r.####.png") == ["tex/r.0001.png", "tex/r.0002.png"]
    index = DirectoryIndex()
    asset = index.assets([linked + "/l.0001.png"])[0]
    assert (asset.path, asset.size) == (linked + "/l.0001.png", 3)


def test_links_that_go_round_harm_nobody(linked: str) -> None:
    assert _found(linked, "loop/loop/loop/l.####.png") == ["loop/loop/loop/l.0001.png"]
    folders = ("l.0003.png", "real", "tex")
    every = ["%s/r.000%d.png" % (folder, number) for folder in folders for number in (1, 2)]
    assert _found(linked, "<any>/r.####.png") == every
    assert _found(linked, "one/a.####.png") == []


def test_a_folder_that_may_not_be_read_is_told_once(nasty: str, monkeypatch: Any) -> None:
    def refuse(path: str) -> Any:
        raise PermissionError(13, "Permission denied", path)

    index = DirectoryIndex()
    monkeypatch.setattr(os, "scandir", refuse)
    for _ in range(3):
        assert expand(nasty + "/out/a.<UDIM>.exr", index) == ()
    assert index.unreadable == {nasty + "/out": "Permission denied"}


class _Failing:
    """A listing that the server ends in the middle."""

    def __init__(self, listing: Any) -> None:
        self._listing = listing

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *error: Any) -> None:
        self._listing.close()

    def __iter__(self) -> Any:
        yield next(self._listing)
        raise OSError(5, "Input/output error")


def test_a_listing_that_ends_in_the_middle_is_told_and_what_came_counts(tmp_path: Any, monkeypatch: Any) -> None:
    for number in (1, 2):
        (tmp_path / ("a.%04d.exr" % number)).write_bytes(b"")
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: _Failing(scandir(path)))
    index = DirectoryIndex()
    assert len(expand("%s/a.####.exr" % tmp_path, index)) == 1
    assert index.unreadable == {str(tmp_path): "Input/output error"}


@pytest.mark.skipif(sys.platform == "darwin", reason="its disks take no such names")
def test_names_that_are_no_text_are_left_out_and_told(tmp_path: Any) -> None:
    for name in (b"caf\xe9.0001.png", b"caf.0002.png", b"caf\xc3\xa9.0001.png"):
        with open(os.path.join(os.fsencode(str(tmp_path)), name), "wb"):
            pass
    index = DirectoryIndex()
    found = expand("%s/<any>.####.png" % tmp_path, index)
    assert [os.path.basename(path) for path in found] == ["caf.0002.png", "café.0001.png"]
    (tip,) = index.tips()
    assert (tip.code, tip.details) == ("name_no_text", ("%s: caf\\udce9.0001.png" % tmp_path,))
    json.dumps([found, tip.details], ensure_ascii=False).encode("utf-8")


def test_a_tile_in_a_folder_of_numbers_is_the_names_own(nasty: str) -> None:
    assert _found(nasty, "1001/1001.1001.exr", tiles=UDIM) == ["1001/1001.1001.exr", "1001/1001.1002.exr"]


def test_home_and_doubled_slashes_lead_to_files(nasty: str, monkeypatch: Any) -> None:
    monkeypatch.setenv("HOME", nasty)
    monkeypatch.setenv("FARMHAND_TEST_ROOT", nasty)
    for text in (
        "~/out//a.<UDIM>.exr",
        "${FARMHAND_TEST_ROOT}/out/a.<UDIM>.exr",
        "$FARMHAND_TEST_ROOT//out/a.<UDIM>.exr",
    ):
        path, unknown = variables(text)
        assert not unknown
        assert [os.path.relpath(found, nasty) for found in expand(path, DirectoryIndex())] == ["out/a.1001.exr"]


def test_siblings_of_nasty_names_are_found(nasty: str) -> None:
    given = [nasty + "/贴图_墙.1001.exr", nasty + "/贴图_墙.1003.exr"]
    assert siblings(given, DirectoryIndex(), ".tx") == [nasty + "/贴图_墙.1001.tx"]
