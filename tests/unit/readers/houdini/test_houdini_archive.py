"""The archive is read by its own rules: by sizes where they are told, by headers where they are hidden."""

from __future__ import annotations

import io
import struct
from typing import Any, List, Tuple

import pytest
from houdini_support import Entries, analyse, asset, hip, indx, marked, odc, read, rop, tips, write

from farmhand.errors import SceneError
from farmhand.readers.houdini.archive import COMMERCIAL, LIMITED, NON_COMMERCIAL, Archive
from farmhand.readers.houdini.library import BrokenLibraryError, Section, contents, definitions, sections

DUMMY = indx([("Sop/a", indx([("Contents", odc([])), ("DialogScript", b"x")]))])
SOME: Entries = [(".start", b"fps 24\n"), ("obj/a.parm", b"{\n}\n"), ("obj/big.data", bytes(3_000_000)), (".cwd", b"")]


def entries(data: bytes) -> List[Tuple[str, bytes]]:
    archive = Archive(io.BytesIO(data), len(data), "s.hip")
    return [(entry.name, data[entry.at : entry.at + entry.size]) for entry in archive.entries() if entry is not None]


def test_a_plain_archive_gives_every_entry() -> None:
    assert entries(odc(SOME)) == list(SOME)


@pytest.mark.parametrize(
    "magic, end, licence",
    [(b"HouNC\x1a", "NON_COMMERCIAL_FILE!!!", NON_COMMERCIAL), (b"HouLC\x1a", "LIMITED_COMMERCIAL_FILE!!!", LIMITED)],
)
def test_a_marked_archive_is_read_without_its_sizes(magic: bytes, end: str, licence: str) -> None:
    data = marked(SOME, magic, end)
    assert Archive(io.BytesIO(data), len(data), "s").licence == licence
    assert entries(data) == list(SOME)


def test_a_library_inside_a_marked_archive_keeps_the_archives_it_holds() -> None:
    inner = indx([("Sop/a", indx([("Contents", marked([("root.init", b"type = x\n")]))]))])
    held: Entries = [(".OPdummydefs", inner), (".defotl", inner), ("obj/a.init", b"type = y\n")]
    assert entries(marked(held)) == list(held)


def test_a_header_on_the_border_of_two_blocks_is_found() -> None:
    for size in ((1 << 20) - 20, (1 << 20), (1 << 20) + 75, (1 << 20) + 77, (2 << 20) - 1):
        held: Entries = [("a.data", b"." * size), ("b.init", b"type = x\n")]
        assert entries(marked(held)) == list(held)


def test_the_licence_of_a_plain_archive_is_commercial() -> None:
    data = odc(SOME)
    assert Archive(io.BytesIO(data), len(data), "s").licence == COMMERCIAL


def test_an_entry_that_shrank_on_its_way_is_read_to_the_next_header() -> None:
    """Line endings that a version control changed inside a library: its size is too large, its archives stay inside."""
    whole = odc(hip([(".OPdummydefs", DUMMY)], rop("out/r")))
    shrunk = whole.replace(DUMMY, DUMMY.replace(b"DialogScript", b"Dialog"))
    archive = Archive(io.BytesIO(shrunk), len(shrunk), "s")
    names = [entry.name for entry in archive.entries() if entry is not None]
    assert "out/r.parm" in names and names[-1] == ".cwd"
    assert archive.repaired == 1


def test_a_repaired_scene_says_so(tmp_path: Any) -> None:
    whole = odc(hip([(".OPdummydefs", DUMMY)], rop("out/r")))
    path = write(tmp_path, whole.replace(DUMMY, DUMMY.replace(b"DialogScript", b"Dialog")))
    assert "archive_repaired" in tips(read(path))


def test_a_scene_in_order_does_not_say_so(tmp_path: Any) -> None:
    assert "archive_repaired" not in tips(analyse(tmp_path, [(".OPdummydefs", DUMMY)], rop("out/r")))


@pytest.mark.parametrize(
    "data", [odc(SOME)[:-1], odc(SOME)[:500], odc(SOME)[:76], marked(SOME)[:-2], b"070707", b"0707"]
)
def test_an_archive_without_its_end_is_cut_off(data: bytes) -> None:
    with pytest.raises(SceneError, match="cut off") as caught:
        entries(data)
    assert caught.value.advice


@pytest.mark.parametrize("data", [b"", b"x" * 100, b"070707" + b"9" * 70 + b"a\0", b"PK\3\4" * 30])
def test_what_does_not_begin_like_one_is_refused(data: bytes) -> None:
    with pytest.raises(SceneError):
        entries(data)


def test_a_library_is_no_scene(tmp_path: Any) -> None:
    with pytest.raises(SceneError, match="library of digital assets, not a scene"):
        read(write(tmp_path, DUMMY, "x.hda"))


def test_an_archive_without_nodes_is_no_scene(tmp_path: Any) -> None:
    with pytest.raises(SceneError, match="holds no Houdini scene"):
        read(write(tmp_path, odc([("readme", b"hello")])))


def test_a_missing_file_is_told(tmp_path: Any) -> None:
    with pytest.raises(SceneError, match="cannot be read"):
        read(str(tmp_path / "gone.hip"))


# libraries


def test_definitions_are_named_as_nodes_have_them() -> None:
    data = indx([("INDEX_SECTION", b""), asset("labs::Sop/x::1.0", []), asset("Vop/y", []), ("a/b", b"text")])
    assert set(definitions(data)) == {"labs::x::1.0", "y"}


@pytest.mark.parametrize("pack", [True, False])
def test_the_inside_of_a_definition_is_unpacked(pack: bool) -> None:
    held: Entries = [("root.init", b"type = x\n"), ("root/a.parm", b"{\n}\n")]
    data = indx([asset("Sop/x", held, pack)])
    assert entries(contents(data, definitions(data)["x"])) == list(held)


def test_a_definition_without_nodes_has_no_inside() -> None:
    data = indx([("Sop/x", indx([("DialogScript", b"")]))])
    assert contents(data, definitions(data)["x"]) == b""


@pytest.mark.parametrize("cut", [3, 10, 15, 30, 60])
def test_a_library_that_is_cut_off_is_broken(cut: int) -> None:
    with pytest.raises(BrokenLibraryError):
        sections(indx([("Sop/a", b"content of a"), ("Sop/b", b"content of b")])[:cut])


def test_an_absurd_count_is_refused_before_it_is_believed() -> None:
    with pytest.raises(BrokenLibraryError, match="damaged"):
        sections(b"INDX" + struct.pack(">III", 0, 0, 0xFFFFFFFF) + bytes(64))


def test_contents_that_unpack_without_bound_are_refused(monkeypatch: Any) -> None:
    monkeypatch.setattr("farmhand.readers.houdini.library.LARGEST_CONTENTS", 1 << 16)
    name, section = asset("Sop/x", [("root/a.data", bytes(1 << 20))])
    data = indx([(name, section)])
    with pytest.raises(BrokenLibraryError, match="too large"):
        contents(data, definitions(data)["x"])


@pytest.mark.parametrize("packed", [b"\x1f\x8b\x08\0\0\0\0\0\0\xff broken", b"\x1f\x8b\x08\0\0"])
def test_contents_that_cannot_be_unpacked_are_broken(packed: bytes) -> None:
    data = indx([("Contents.gz", packed)])
    with pytest.raises(BrokenLibraryError):
        contents(data, Section("x", 0, len(data)))
