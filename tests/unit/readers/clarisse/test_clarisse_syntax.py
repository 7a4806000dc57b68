"""Words, strings, braces and comments are what Clarisse means by them."""

from __future__ import annotations

import pytest
from clarisse_support import HEAD, tree

from farmhand.errors import SceneError
from farmhand.readers.clarisse.syntax import DEEPEST, parse, values
from farmhand.scene.host import run


def test_a_line_is_a_word_and_its_values() -> None:
    block = tree('A {\n\ttranslate 1 -2.5 1e-12\r\n  layers ".a" ".b"\n private\n}').blocks[0]
    assert [value.text for value in block.values("translate")] == ["1", "-2.5", "1e-12"]
    assert [value.text for value in block.values("layers")] == [".a", ".b"]
    assert block.flag("private") and not block.flag("layers") and not block.flag("absent")


@pytest.mark.parametrize(
    "written, meant",
    [
        (r'"C:\\a\\b.exr"', r"C:\a\b.exr"),
        (r'"C:\a\b.exr"', r"C:\a\b.exr"),
        (r'"say \"hi\""', 'say "hi"'),
        ('"a { b } // c"', "a { b } // c"),
        ('"two\nlines"', "two\nlines"),
        ('"海/é.png"', "海/é.png"),
        ('"ends in \\\\"', "ends in \\"),
        ("project://scene/x", "project://scene/x"),
    ],
)
def test_a_value_is_what_was_written(written: str, meant: str) -> None:
    assert tree("A {\n before 1\n filename %s\n after 2\n}" % written).blocks[0].text("filename") == meant


def test_an_empty_list_has_no_values_but_an_empty_string_is_one() -> None:
    assert values("<empty>") == ()
    assert [value.text for value in values('""')] == [""]
    assert [value.text for value in values('"<empty>"')] == ["<empty>"]


def test_an_attribute_may_be_a_block() -> None:
    block = tree('A {\n save_as {\n value "x"\n expression "y"\n }\n names[] {\n value[] "a" "b"\n }\n}').blocks[0]
    assert (block.text("save_as"), block.expression("save_as")) == ("x", "y")
    assert [value.text for value in block.values("names")] == ["a", "b"]


def test_comments_say_nothing_and_metadata_is_no_comment() -> None:
    block = tree('// one "\nA { // two {\n #version 0.9\n x 1 // three }\n //y 2\n url "a//b"\n}').blocks[0]
    assert [word for word, _ in block.lines()] == ["#version", "x", "url"]
    assert [value.text for value in block.values("x")] == ["1"]
    assert block.text("url") == "a//b"


def test_a_brace_may_stand_alone_and_blocks_on_one_line() -> None:
    top = tree('Context "a b"\n{\n R { name "r" } S { }\n}')
    assert [(block.word, block.label) for block in top.blocks] == [("Context", "a b")]
    assert [block.word for block in top.blocks[0].blocks] == ["R", "S"]


def test_of_the_preferences_only_the_timeline_is_kept() -> None:
    kept = tree(
        "A {\n}\n#preferences {\n categories {\n x {\n y 1\n }\n animation {\n end_frame 5\n }\n }\n ui {\n }\n}"
    )
    preferences = kept.blocks[1]
    assert [block.word for block in preferences.inner()] == ["categories", "animation"]


@pytest.mark.parametrize(
    "text, why",
    [
        ("A {\n x 1\n", "cut off: 1 blocks are not closed"),
        ('A {\n x "1\n}', "cut off: it ends inside a string"),
        ("", "cut off: it ends after its first lines"),
        ("A {\n}\n}\n", "a } too many at line 5"),
        ("A {\n}\n<<<<<<< HEAD\n", "merge conflict at line 5"),
        ("A {" * (DEEPEST + 1), "nested deeper"),
    ],
)
def test_a_broken_file_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(SceneError) as caught:
        tree(text)
    assert why in str(caught.value)
    assert caught.value.advice


def test_another_programs_file_is_refused() -> None:
    with pytest.raises(SceneError) as caught:
        run(parse(b"//Maya ASCII 2023 scene\n", "s.ma"))  # type: ignore[arg-type]
    assert "no Clarisse project" in str(caught.value)


def test_a_file_that_is_not_utf8_is_read_and_told() -> None:
    parsed = run(parse(HEAD.encode() + b'A {\n name "\xe9"\n}', "s"))  # type: ignore[arg-type, var-annotated]
    assert not parsed.utf8 and parsed.tree.blocks[0].text("name") == "é"
    assert run(parse(b"\xef\xbb\xbf" + HEAD.encode() + b"A {\n}", "s")).utf8  # type: ignore[arg-type, attr-defined]
