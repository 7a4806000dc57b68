"""A damaged project is a Scene or a SceneError, soon: never another exception, never a part passed off as the whole."""

from __future__ import annotations

import os
import random
import time
from typing import Any

import pytest
from clarisse_support import EXAMPLES, HEAD

from farmhand.errors import SceneError
from farmhand.readers.clarisse import ClarisseReader
from farmhand.scene.host import run
from farmhand.scene.model import Scene

PROOF = bool(os.environ.get("FARMHAND_PROOF"))
SECONDS = 5.0
PIECES = (b"{", b"}", b'"', b"\\", b"\n", b"\r", b"\0", b"\xff", b"//", b"#", b"<empty>", b"$", b"$F:", b"9" * 400,
          b"[]", b'"' * 7, b"{ " * 300, b"..", b"project://", b"nan", b"\t")  # fmt: skip


def _outcome(path: Any) -> Any:
    begun = time.monotonic()
    try:
        return run(ClarisseReader(str(path)).analyse())
    except SceneError as error:
        assert error.advice
        return error
    finally:
        assert time.monotonic() - begun < SECONDS


@pytest.fixture
def data() -> bytes:
    with open(os.path.join(EXAMPLES, "island.project"), "rb") as file:
        return file.read()


def test_a_project_cut_anywhere_is_cut_off_or_lacks_no_object(tmp_path: Any, data: bytes) -> None:
    path = tmp_path / "s.project"
    path.write_bytes(data)
    whole = _outcome(path)
    assert isinstance(whole, Scene)
    for at in range(0, len(data), 1 if PROOF else 23):
        path.write_bytes(data[:at])
        found = _outcome(path)
        if isinstance(found, Scene):
            assert len(found.targets) == len(whole.targets), at
            assert len(found.references) == len(whole.references), at
            assert at >= len(data) - 1 or "no_end_line" in {tip.code for tip in found.tips}, at


@pytest.mark.parametrize("name", ["island.project", "harbour.project", "frames.build"])
def test_a_project_with_damage_is_read_or_refused(tmp_path: Any, name: str) -> None:
    with open(os.path.join(EXAMPLES, name), "rb") as file:
        data = file.read()
    path = tmp_path / name
    chance = random.Random(20000)
    for _ in range(34000 if PROOF else 150):
        mutated = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(mutated))
            mutated[at : at + chance.choice((0, 0, 1, 5, 40))] = chance.choice(PIECES)
        path.write_bytes(bytes(mutated))
        _outcome(path)


@pytest.mark.parametrize(
    "text",
    [
        '"' * 200001,
        'x "' + "\\a" * 100000,
        "a/" * 100000 + '"',
        "{" * 100000,
        "A { " * 200 + "} " * 200,
        "// " * 100000,
        "x\n" * 100000 + '"',
        'C { filename "' + "$A" * 50000 + '" }',
        'C { filename "' + "<u>" * 5000 + '" }',
        'C { filename "' + "a\0b" * 10 + '" }',
        'C { filename "' + "*" * 20000 + '" }',
        'C { filename "/' + "*a" * 300 + '" }',
        'C { filename "/' + "a/" * 30000 + '" }',
        "variables { "
        + "\n".join('V%d "$V%d$V%d"' % (n, n + 1, n + 1) for n in range(99))
        + '\n} C { filename "$V0" }',
    ],
)
def test_an_absurd_file_takes_no_longer(tmp_path: Any, text: str) -> None:
    path = tmp_path / "s.project"
    path.write_bytes((HEAD + text).encode())
    _outcome(path)


@pytest.mark.parametrize("content", [b"", b"\0" * 64, b"PK\x03\x04", b"#Isotropix_Serial_Version"])
def test_what_is_no_project_is_refused(tmp_path: Any, content: bytes) -> None:
    path = tmp_path / "s.project"
    path.write_bytes(content)
    assert isinstance(_outcome(path), SceneError)
    assert isinstance(_outcome(tmp_path / "gone.project"), SceneError)
    assert isinstance(_outcome(tmp_path), SceneError)


def test_a_reader_notices_that_the_file_changed_and_saves_nothing(tmp_path: Any, data: bytes) -> None:
    path = tmp_path / "s.project"
    path.write_bytes(data)
    reader = ClarisseReader(str(path))
    assert not reader.is_modified() and reader.scene_path() == str(path)
    run(reader.analyse())
    assert not reader.is_modified()
    with pytest.raises(SceneError):
        reader.save()
    path.write_bytes(data + b"\n")
    assert reader.is_modified()
    path.unlink()
    assert reader.is_modified()
