"""Every real Maya ASCII scene, rewritten as Maya binary by these tests, gives the same Scene.

Proves that both readers mean the same by the same nodes, attributes and connections. That Maya writes its chunks as
they are written here is proven elsewhere, by the real scenes that exist in both forms (`test_maya_binary`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List

import pytest
import real_scenes
from test_maya_binary import NUMBERS, Built

from farmhand.readers import open_scene
from farmhand.readers.ma_syntax import Word, flags, read_header, statements, words
from farmhand.scene.host import run

_SET_FLAGS = ("k", "l", "cb", "ca", "s", "ch", "typ", "type", "size")
_SWITCHES = {"yes": 1.0, "on": 1.0, "true": 1.0, "no": 0.0, "off": 0.0, "false": 0.0}
_TIMES = {(":defaultRenderGlobals", "fs"), (":defaultRenderGlobals", "ef"), (":time1", "o")}


class _Writer:
    """Takes Maya ASCII statements, gives Maya binary groups."""

    def __init__(self) -> None:
        self.made = Built()
        self.head: List[bytes] = []
        self.groups: List[bytes] = []
        self.inside: List[bytes] = []
        self.start: Any = None
        self.name = ""
        self.timed = False
        self.types: Dict[str, bytes] = {}

    def close(self) -> None:
        if self.start is not None:
            self.groups.append(self.start(self.inside))
        self.inside, self.start, self.timed = [], None, False

    def create(self, found: List[Word]) -> None:
        given, rest = flags(found, ("n", "p"))
        said = dict(given)
        kind = rest[0].text
        number = NUMBERS.get(kind) or self.types.setdefault(kind, b"\xfe" + len(self.types).to_bytes(3, "big"))
        self.close()
        self.start = lambda inside: self.made.node(
            number, said.get("n", kind), *inside, parent=said.get("p", ""), shared="s" in said
        )
        self.name = said.get("n", kind)

    def select(self, found: List[Word]) -> None:
        name = found[-1].text
        self.close()
        self.start = lambda inside: self.made.select(name.lstrip(":"), *inside)
        self.name = name

    def set(self, found: List[Word]) -> None:
        given, rest = flags(found, _SET_FLAGS)
        kind = dict(given).get("type", "")
        if len(rest) < 2 or not rest[0].text.startswith("."):
            return
        name, value = rest[0].text[1:], rest[1].text
        if kind == "string":
            self.inside.append(self.made.text(name, value))
        elif kind == "stringArray":
            texts = b"".join(word.text.encode() + b"\0" for word in rest[2:])
            self.inside.append(self.made.chunk(b"STR#", name.encode() + b"\0 " + int(value).to_bytes(4, "big") + texts))
        elif not kind and len(rest) == 2:
            number = _SWITCHES[value] if value in _SWITCHES else float(value)
            timed = (self.name, name) in _TIMES or (name == "atv" and self.timed)
            self.inside.append(self.made.time(name, number) if timed else self.made.number(name, number))

    def add(self, found: List[Word]) -> None:
        said = dict(flags(found, ("sn", "ln", "at", "dt", "dv", "min", "max", "ci"))[0])
        if said.get("sn") == "atv":
            self.timed = said.get("at") == "time"
            kind = b"STR " if said.get("dt") == "string" else b"DBLE"
            self.inside.append(self.made.chunk(b"ATTR", b"aTYP\0\xf8 @\0\0\0\1" + kind + b"attrValue\0atv\0\0\0\0\0"))

    def file(self, found: List[Word]) -> None:
        given, rest = flags(found, ("rdi", "ns", "rfn", "op", "typ", "dr"))
        said = dict(given)
        texts = [rest[-1].text, said.get("ns", ""), said.get("rfn", ""), said.get("op", ""), said.get("typ", "")]
        listed = self.made.chunk(b"FREF", b"".join(text.encode() + b"\0" for text in texts))
        self.groups.append(self.made.group(b"FREF", listed))

    def plugin(self, found: List[Word]) -> None:
        _, rest = flags(found, ("nodeType", "dataType"))
        if rest[-2].text != "maya":
            self.head.append(self.made.chunk(b"PLUG", b"%s\0%s\0\0" % tuple(word.text.encode() for word in rest[-2:])))

    def scene(self, data: bytes) -> bytes:
        header = read_header(data)
        assert header is not None
        links = []
        takes = {b"createNode": self.create, b"select": self.select, b"setAttr": self.set, b"addAttr": self.add,
                 b"file": self.file, b"requires": self.plugin}  # fmt: skip
        for statement in statements(data, "s.ma", header.codec):
            if statement.verb == b"connectAttr":
                links.append(tuple(word.text for word in words(data, statement, header.codec) if word.quoted)[:2])
            elif statement.verb in takes:
                takes[statement.verb](words(data, statement, header.codec))
        self.close()
        listed = b"".join(name.encode() + b"\0" + number for name, number in self.types.items())
        self.head.append(self.made.chunk(b"PLUG", b"rewritten\0001\0\0" + listed))
        said = [self.made.chunk(b"VERS", header.version.encode()), self.made.chunk(b"TUNI", b"film")]
        said += [self.made.chunk(b"TDUR", b"141120000")] + self.head
        return self.made.group(
            b"Maya",
            self.made.group(b"HEAD", *said),
            *self.groups,
            self.made.links(*links),  # type: ignore[arg-type]
        )


@real_scenes.needed
@pytest.mark.parametrize("name", real_scenes.named(".ma"))
def test_a_real_text_scene_rewritten_as_binary_is_the_same(tmp_path: Any, name: str) -> None:
    with open(real_scenes.path(name + ".ma"), "rb") as file:
        data = file.read()
    (tmp_path / "s.ma").write_bytes(data)
    (tmp_path / "s.mb").write_bytes(_Writer().scene(data))
    text, binary = (run(open_scene(str(tmp_path / ("s" + ending))).analyse()) for ending in (".ma", ".mb"))
    plugins = dict(binary.plugins)
    assert plugins.pop("rewritten") == "1"
    same = replace(binary, path=text.path, size=text.size, mtime_ns=text.mtime_ns, plugins=plugins)
    assert same == text
