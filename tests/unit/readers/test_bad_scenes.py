"""A file that is no readable scene is refused with a sentence that says why."""

from __future__ import annotations

from typing import Any

import pytest
import real_scenes
from ma_scenes import END, HEAD, scene_text
from rights import reads_everything

from farmhand.errors import SceneError
from farmhand.readers import open_scene
from farmhand.scene.host import run


def _refused(path: Any, content: bytes = b"") -> str:
    if content:
        path.write_bytes(content)
    with pytest.raises(SceneError) as caught:
        run(open_scene(str(path)).analyse())
    assert caught.value.advice, "an artist needs to know what to do"
    return str(caught.value)


def test_a_missing_file_is_missing(tmp_path: Any) -> None:
    assert "There is no scene" in _refused(tmp_path / "gone.ma")


def test_a_folder_is_no_scene(tmp_path: Any) -> None:
    assert "is a folder" in _refused(tmp_path)


@pytest.mark.skipif(reads_everything(), reason="this user may read everything")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Any) -> None:
    path = tmp_path / "s.ma"
    path.write_bytes(scene_text().encode())
    path.chmod(0)
    assert "may not be read" in _refused(path)


@pytest.mark.parametrize("content", [b"\n", b" \r\n\t", b"\0" * 512])
def test_an_empty_file_is_empty(tmp_path: Any, content: bytes) -> None:
    assert "is empty" in _refused(tmp_path / "s.ma", content)


def test_a_file_of_no_bytes_is_empty(tmp_path: Any) -> None:
    (tmp_path / "s.ma").touch()
    assert "is empty" in _refused(tmp_path / "s.ma")


def test_a_picture_called_a_scene_is_a_picture(tmp_path: Any) -> None:
    assert "a picture" in _refused(tmp_path / "s.ma", b"\x89PNG\r\n\x1a\n")


def test_a_file_called_a_scene_that_does_not_begin_like_one_says_so(tmp_path: Any) -> None:
    assert "called a Maya ASCII scene" in _refused(tmp_path / "s.ma", b"hello there\n")


def test_any_other_file_is_no_scene(tmp_path: Any) -> None:
    assert "is not a scene of" in _refused(tmp_path / "notes.txt", b"hello there\n")


def test_a_merge_conflict_is_found_at_the_start(tmp_path: Any) -> None:
    assert "merge conflict" in _refused(tmp_path / "s.ma", b"<<<<<<< HEAD\n" + scene_text().encode())


def test_a_merge_conflict_is_found_in_the_middle(tmp_path: Any) -> None:
    text = scene_text('createNode transform -n "a";\n' * 5000 + '<<<<<<< HEAD\n\tsetAttr ".v" no;\n=======\n')
    assert "merge conflict at line 5005" in _refused(tmp_path / "s.ma", text.encode())


@pytest.mark.parametrize(
    "mark",
    ['createNode renderLayer -n "defaultRend', "select -ne :defaultRenderGlob", 'setAttr ".ifp" -type "string" "a'],
)
def test_a_scene_cut_inside_a_statement_is_cut_off(tmp_path: Any, mark: str) -> None:
    text = scene_text(settings='\tsetAttr ".ifp" -type "string" "a;b";\n')
    cut = text[: text.index(mark) + len(mark)]
    assert "is cut off" in _refused(tmp_path / "s.ma", cut.encode())


@pytest.mark.parametrize("codeset", ["932", "936", "UTF-8"])
def test_a_string_without_an_end_is_found_at_once(tmp_path: Any, codeset: str) -> None:
    """Whatever its letters: the search must not try every way to pair double bytes."""
    text = (
        scene_text(head=HEAD.replace("UTF-8", codeset), end="").encode()
        + b'setAttr ".x" -type "string" "'
        + b"\x83\x5c" * 99999
    )
    assert "is cut off" in _refused(tmp_path / "s.ma", text)


@pytest.mark.parametrize("before", ["createNode renderLayer ", "select -ne", "\tsetAttr", "connectAttr"])
def test_a_scene_cut_between_statements_before_its_settings_end_is_cut_off(tmp_path: Any, before: str) -> None:
    """Its render settings would silently be Maya's defaults."""
    text = scene_text(settings='\tsetAttr ".an" yes;\n')
    assert "is cut off" in _refused(tmp_path / "s.ma", text[: text.index(before)].encode())


@real_scenes.needed
@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99])
def test_a_real_scene_cut_anywhere_is_cut_off(tmp_path: Any, share: float) -> None:
    with open(real_scenes.path("deadline_layers.ma"), "rb") as file:
        data = file.read()
    cut = data[: int(len(data) * share)]
    assert "is cut off" in _refused(tmp_path / "s.ma", cut)
    whole = cut[: cut.rindex(b";\n") + 2]
    if b"defaultRenderingList1.r" not in whole:
        assert "is cut off" in _refused(tmp_path / "s.ma", whole)


def test_a_whole_scene_without_its_last_line_is_read_with_a_warning(read: Any) -> None:
    scene = read(end="")
    assert [tip.severity for tip in scene.tips if tip.code == "no_end_line"] == ["warning"]


def test_something_that_is_no_statement_is_told_with_its_line(tmp_path: Any) -> None:
    text = HEAD + "}\n" + scene_text(head="")
    assert "at line 5" in _refused(tmp_path / "s.ma", text.encode())


def test_a_reader_saves_nothing(tmp_path: Any) -> None:
    path = tmp_path / "s.ma"
    path.write_bytes(scene_text().encode())
    with pytest.raises(SceneError):
        open_scene(str(path)).save()


def test_a_reader_notices_that_the_file_changed(tmp_path: Any) -> None:
    path = tmp_path / "s.ma"
    path.write_bytes(scene_text().encode())
    reader = open_scene(str(path))
    run(reader.analyse())
    assert not reader.is_modified()
    path.write_bytes((scene_text() + END).encode())
    assert reader.is_modified()
