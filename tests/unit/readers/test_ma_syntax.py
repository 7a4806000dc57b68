"""Statements end where Maya ends them, whatever their strings hold."""

from __future__ import annotations

from typing import Any, List

import pytest
from ma_scenes import HEAD, scene_text

from farmhand.readers import open_scene
from farmhand.readers.ma_syntax import Word, decode, read_header, statements, words
from farmhand.scene.host import run

TEXTURE = 'createNode file -n "f1";\n\tsetAttr ".ftn" -type "string" %s;\n'


def _words(text: bytes, codec: str = "utf-8") -> List[List[str]]:
    return [[word.text for word in words(text, one, codec)] for one in statements(text, "s.ma", codec)]


def _texture(read: Any, string: str) -> str:
    (reference,) = read(TEXTURE % string).references
    pattern: str = reference.pattern
    return pattern


def test_a_semicolon_in_a_string_ends_nothing() -> None:
    assert _words(b'file -rdi 1 -op "v=0;" "a;b.ma";\nselect -ne :x;') == [
        ["-rdi", "1", "-op", "v=0;", "a;b.ma"],
        ["-ne", ":x"],
    ]


def test_concatenated_strings_are_one(read: Any) -> None:
    assert _texture(read, '(\n\t\t"/a/"\n\t\t+ "b;" + "c.png")') == "/a/b;c.png"


@pytest.mark.parametrize("text", [r'"/a/\"b\".png"', r'"/a/\\b.png"'])
def test_escapes_are_undone(read: Any, text: str) -> None:
    assert _texture(read, text) == text[1:-1].replace('\\"', '"').replace("\\\\", "\\")


def test_a_flag_without_a_value_changes_nothing(read: Any) -> None:
    scene = read(settings='\tsetAttr ".ifp" -type "string" "shot";\n\tsetAttr -cb on ".ifp";\n')
    assert scene.targets[0].output == "shot"


def test_flags_may_stand_before_the_attribute(read: Any) -> None:
    assert read(settings='\tsetAttr -av -k on ".an" yes;\n\tsetAttr -k on ".ef" 7;\n').targets[0].frames.last == 7


def test_carriage_returns_are_no_part_of_anything(tmp_path: Any) -> None:
    text = scene_text('createNode file -n "f1";\n\tsetAttr ".ftn" -type "string" "/a/b.png";\n')
    (tmp_path / "s.ma").write_bytes(text.replace("\n", "\r\n").encode())
    scene = run(open_scene(str(tmp_path / "s.ma")).analyse())
    assert scene.version == "2023"
    assert [item.pattern for item in scene.references] == ["/a/b.png"]


@pytest.mark.parametrize("codeset, name", [("932", "表示ソ"), ("936", "渲染农场"), ("949", "렌더"), ("1252", "Straße")])
def test_strings_are_decoded_by_the_scenes_code_page(tmp_path: Any, codeset: str, name: str) -> None:
    """In code page 932 the second byte of some letters is a backslash, right before the closing quote here."""
    text = scene_text(TEXTURE % '"/a/%s"' % name, head=HEAD.replace("UTF-8", codeset))
    (tmp_path / "s.ma").write_bytes(text.encode("cp" + codeset))
    scene = run(open_scene(str(tmp_path / "s.ma")).analyse())
    assert [item.pattern for item in scene.references] == ["/a/" + name]


@pytest.mark.parametrize(
    "head", ["//Maya ASCII 7.0 scene\n", HEAD.replace("UTF-8", "1252"), HEAD.replace("UTF-8", "no")]
)
def test_undecodable_bytes_never_fail(tmp_path: Any, head: str) -> None:
    raw = scene_text(TEXTURE % '"/a/?.png"', head=head).encode().replace(b"?", b"\xff\x81\x8d")
    (tmp_path / "s.ma").write_bytes(raw)
    assert len(run(open_scene(str(tmp_path / "s.ma")).analyse()).references) == 1


def test_an_unknown_codec_falls_back_to_utf8() -> None:
    assert decode("ä".encode(), "cp99999") == "ä"


def test_long_names_mean_the_same_as_short_ones(read: Any) -> None:
    scene = read(
        'createNode file -name "f1" -parent "x";\n\tsetAttr ".fileTextureName" -type "string" "/a/b.png";\n'
        'createNode transform -name "cam";\ncreateNode camera -name "camShape" -parent "cam";\n'
        '\tsetAttr ".renderable" no;\n',
        '\tsetAttr ".animation" yes;\n\tsetAttr ".startFrame" 3;\n\tsetAttr ".endFrame" 9;\n'
        '\tsetAttr ".byFrameStep" 2;\n\tsetAttr ".imageFilePrefix" -type "string" "p";\n'
        '\tsetAttr ".currentRenderer" -type "string" "arnold";\n'
        'select -noExpand :defaultResolution;\n\tsetAttr ".width" 10;\n\tsetAttr ".height" 20;\n',
    )
    target = scene.targets[0]
    assert [item.pattern for item in scene.references] == ["/a/b.png"]
    assert (str(target.frames), target.output, target.renderer) == ("3-9[2]", "p", "arnold")
    assert (target.width, target.height) == (10, 20)
    assert "cam" in target.all_cameras and "cam" not in target.cameras


def test_select_makes_another_node_the_current_one(read: Any) -> None:
    scene = read('createNode file -n "f1";\nselect -ne :time1;\n\tsetAttr ".ftn" -type "string" "/a.png";\n')
    assert "f1" not in [item.node for item in scene.references]


def test_a_node_may_be_named_with_its_attribute(read: Any) -> None:
    scene = read('createNode file -n "f1";\ncreateNode transform -n "t";\nsetAttr "f1.ftn" -type "string" "/a.png";\n')
    assert [item.node for item in scene.references] == ["f1"]


def test_unknown_verbs_and_nodes_are_passed_over(read: Any) -> None:
    scene = read('workspace -x "a;b";\nnonsense;\ncreateNode whatever -n "w";\n\tsetAttr ".ftn" 1;\n')
    assert len(scene.targets) == 1


def test_several_statements_may_share_a_line(read: Any) -> None:
    assert read(settings=' setAttr ".an" yes; setAttr ".fs" 2; setAttr ".ef" 3;\n').targets[0].frames.first == 2


def test_a_comment_may_hold_quotes_and_semicolons(read: Any) -> None:
    scene = read("// it's \"odd; \n" + TEXTURE % '"/a//b.png"')
    assert [item.pattern for item in scene.references] == ["/a//b.png"]


@pytest.mark.parametrize(
    "line, version", [("2018ff09 scene", "2018ff09"), ("7.0 scene", "7.0"), ("2026 scene", "2026"), ("8.5", "8.5")]
)
def test_the_version_is_in_the_first_line(line: str, version: str) -> None:
    header = read_header(b"//Maya ASCII " + line.encode() + b"\n")
    assert header is not None and header.version == version


def test_any_words_can_be_written_and_read_again() -> None:
    hypothesis = pytest.importorskip("hypothesis")
    texts = hypothesis.strategies.text(max_size=20)

    @hypothesis.given(hypothesis.strategies.lists(texts, min_size=1, max_size=5))
    def holds(strings: List[str]) -> None:
        quoted = [
            '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
            for text in strings
        ]
        data = ("v " + " ".join(quoted) + ";\nnext;\n").encode("utf-8", "surrogatepass")
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return
        first, second = statements(data, "s.ma", "utf-8")
        assert words(data, first, "utf-8") == [Word(text, True) for text in strings]
        assert second.verb == b"next"

    holds()
