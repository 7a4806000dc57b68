"""Each kind of entry is read into what it says; odd ones give what could be read and say so."""

from __future__ import annotations

import struct
from typing import Any

import pytest
from houdini_support import chn, node, parm

from farmhand.readers.houdini import syntax
from farmhand.readers.houdini.syntax import Segment, Start, Value

PARMS = rb"""{
version 0.8
trange	[ 0	locks=0 ]	(	"normal"	)
f	[ 0	locks=0 ]	(	[ f1	1 ] 	10	1	)
t	[ 0	locks=7	autoscope=0	autosel=0 ]	(	-0.3	0.8	2.5e1	)
sep	[ 0	locks=0 ]	(	)
empty	[ 8	locks=0 ]	(	""	)
camera	[ 0	locks=0 ]	(	/obj/cam1	)
win	[ 0	locks=0 ]	(	"C:\\tex\\a b.exr"	)
snippet	[ 0	locks=0 ]	(	"a = \"b\";
if (c) {
	d();
}	)
"	)
vm_picture	[ 0	locks=0 ]	(	[ vm_picture	"$HIP/x y.exr" ] 	)
two words	[ 0	locks=0 ]	(	(	)
}
"""


def test_parameters_are_read_with_their_components() -> None:
    found, whole = syntax.parms(PARMS)
    assert whole
    assert found["trange"] == (Value("normal"),)
    assert found["f"] == (Value("1", "f1"), Value("10"), Value("1"))
    assert found["t"] == (Value("-0.3"), Value("0.8"), Value("2.5e1"))
    assert found["sep"] == ()
    assert found["empty"] == (Value(""),)
    assert found["camera"] == (Value("/obj/cam1"),)
    assert found["win"] == (Value("C:\\tex\\a b.exr"),)
    assert found["snippet"] == (Value('a = "b";\nif (c) {\n\td();\n}\t)\n'),)
    assert found["vm_picture"] == (Value("$HIP/x y.exr", "vm_picture"),)
    assert found["two words"] == (Value("("),)


def test_a_parameter_block_that_breaks_off_gives_what_stands_before() -> None:
    found, whole = syntax.parms(PARMS[: PARMS.index(b"snippet") + 30])
    assert not whole
    assert "camera" in found and "snippet" not in found


@pytest.mark.parametrize("text, letters", [("größe/é.exr".encode(), "größe/é.exr"), (b"gr\xf6\xdfe.exr", "größe.exr")])
def test_texts_are_utf8_and_else_one_letter_a_byte(text: bytes, letters: str) -> None:
    found, whole = syntax.parms(b'{\nversion 0.8\nfile\t[ 0\tlocks=0 ]\t(\t"' + text + b'"\t)\n}\n')
    assert whole and found["file"] == (Value(letters),)


CHANNELS = rb"""{
    channel f1 {
      lefttype = extend
      righttype = extend
      default = 1
      flags = 0
      segment { length = 0 value = 1 1 expr = $FSTART }
    }
    channel file {
      defaultString = \"\"
      flags = 0
      segment { length = 0 expr = "chs(\"../a b\") + \"}\"" }
    }
    channel out {
      segment { length = 0 expr = \"$HIP/render/$OS.$F4.exr\" }
    }
    channel py {
      segment { length = 0 expr = "import hou
return hou.frame()" language = python }
    }
    channel ry {
      start = 0.5
      segment { options = { untie  is os ia oa }

 length = 7.96 value = 0 360 slope = 45.2 45.2 accel = 120 120
 expr = bezier() }
      segment { length = 0 value = 360 0 expr = bezier() }
    }
  }
"""


def test_channels_are_read_with_their_segments() -> None:
    found = syntax.channels(CHANNELS)
    assert found["f1"] == (Segment(0.0, ("1", "1"), "$FSTART"),)
    assert found["file"] == (Segment(0.0, (), 'chs("../a b") + "}"'),)
    assert found["out"] == (Segment(0.0, (), '"$HIP/render/$OS.$F4.exr"'),)
    assert found["py"] == (Segment(0.0, (), "import hou\nreturn hou.frame()", "python"),)
    assert found["ry"] == (Segment(7.96, ("0", "360"), "bezier()"), Segment(0.0, ("360", "0"), "bezier()"))


@pytest.mark.parametrize(
    "text, expected",
    [
        (b"fps 24\ntcur 3.75\ntset 0 10\nfrange 1 100\n", Start(24, 91, 1, 240, 1, 100)),
        (b"fps 25\ntcur 7.96\ntset 0 10\nfrange 5 20\n", Start(25, 200, 1, 250, 5, 20)),
        (b"fps 30\ntset 3.3333333333333335 6.666666666666667\n", Start(30, 1, 101, 200, 1, 240)),
        (b"fps 24\ntset -0.5 1\n", Start(24, 1, -11, 24, 1, 240)),
        (b"", Start()),
        (b"fps nonsense\ntset 1\nfps 0\ntcur\n", Start(24, 1, 25, 240, 1, 240)),
    ],
)
def test_the_global_range_is_in_seconds_and_the_playback_range_in_frames(text: bytes, expected: Start) -> None:
    assert syntax.start(text) == expected


def test_variables_are_those_set() -> None:
    text = b"set -l I = '/obj/a'\nset -g SHOW = 'a \\'b\\''\nset -g EMPTY = ''\nsetenv X = 'no'\n"
    assert syntax.variables(text) == {"I": "/obj/a", "SHOW": "a 'b'", "EMPTY": ""}


def test_a_node_says_whether_it_is_bypassed_and_what_it_takes_in() -> None:
    entries = dict(node("out/m", "merge", bypass=True, inputs=("a", "b")))
    said = syntax.definition(entries["out/m.def"])
    assert said.bypass and said.inputs == ("a", "b")
    gaps = b'inputsNamed3\n{\n}\ninputs\n{\n0 \t"" 0 1\n1 \t(0) 0 1\n3 \tc 0 1\n}\n'
    assert syntax.definition(b"comment\n" + gaps).inputs == ("", "(0)", "", "c")
    assert not syntax.definition(b"flags =  lock off bypass off display on\n").bypass


def test_a_node_says_its_type_and_whether_it_is_locked() -> None:
    assert syntax.init(b"type = labs::x::1.0\nmatchesdef = 1\n") == ("labs::x::1.0", True)
    assert syntax.init(b"type = null") == ("null", False)


def take_record(text: bytes, block: bytes = b"") -> bytes:
    body = text + b"\n" + (struct.pack(">I", len(block)) + block if block else b"")
    return struct.pack(">I", len(body)) + body


def takes_entry() -> bytes:
    def sets(symbols: bytes, width: int) -> bytes:
        return take_record(b"d " + symbols, parm(f=(1, width, 1)).rstrip(b"\n"))

    return (
        b"HoudiniTakeFile 1.0\ntake name Main kids 2\n"
        + take_record(b"s 0 /out/r")
        + take_record(b"s 1 f")
        + sets(b"0 1", 10)
        + take_record(b"e")
        + b"take name shot kids 1\n"
        + sets(b"0 1", 20)
        + take_record(b"e")
        + b"take name inner kids 0\n"
        + take_record(b"e")
        + b"take name other kids 0\n"
        + sets(b"0 1", 30)
        + take_record(b"e")
        + b"\n"
    )


def test_takes_keep_their_parents_and_what_they_override() -> None:
    found, whole = syntax.takes(takes_entry())
    assert whole
    assert [(take.name, take.parent) for take in found] == [
        ("Main", ""),
        ("shot", "Main"),
        ("inner", "shot"),
        ("other", "Main"),
    ]
    assert [take.parms.get(("/out/r", "f"), (Value(""), Value("none")))[1].text for take in found] == [
        "10",
        "20",
        "none",
        "30",
    ]


@pytest.mark.parametrize("cut", range(0, len(takes_entry()), 7))
def test_takes_that_break_off_give_what_stands_before(cut: int) -> None:
    found, _ = syntax.takes(takes_entry()[:cut])
    assert len(found) <= 4


def test_what_the_builders_of_these_tests_write_is_read_back() -> None:
    values: Any = {"a": 'q"uo\\te', "f": (1, 2.5), "text": "$HIP/x"}
    found, whole = syntax.parms(parm(**values))
    assert whole and found["a"] == (Value('q"uo\\te'),) and found["f"] == (Value("1"), Value("2.5"))
    assert syntax.channels(chn([])) == {}
