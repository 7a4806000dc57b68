"""What an expression, a channel or a text comes to; what cannot be told is told to be so."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Optional

import pytest
from houdini_support import Driven, Entries, node

from farmhand.readers.houdini.expression import UnknownError
from farmhand.readers.houdini.graph import Graph, Libraries, Node, node_from
from farmhand.readers.houdini.syntax import Start
from farmhand.readers.houdini.values import FrameNeededError, Values

VARIABLES = {
    "JOB": "/no/such/job",
    "SHOW": "moon",
    "ASSETS": "$HIP/assets",
    "HIP": "/saved",
    "LOOP": "$LOOP2",
    "LOOP2": "$LOOP",
}
PARMS: Mapping[str, Any] = {
    "f": (Driven("f1", 7, "$FSTART"), Driven("f2", 9, "$FEND"), 2),
    "t": (1.5, 2, 3),
    "on": "on",
    "name": "wood",
    "texture": "$ASSETS/`chs('name')`.$F4.exr",
    "same": Driven("same", "stale", 'chs("texture")'),
    "double": Driven("double", 0, 'ch("f2") * 2'),
    "relative": Driven("relative", 0, 'ch("../b/size") + 1'),
    "absolute": Driven("absolute", 0, 'ch("/obj/b/size")'),
    "literal": Driven("literal", "old", '"$HIP/render/$HIPNAME.$OS.$F4.exr"'),
    "python": Driven("python", "3", "hou.frame() * 2", "python"),
    "pynumber": Driven("pynumber", "3", "return 12", "python"),
    "frame": Driven("frame", 1, "$F - 1"),
    "circle": Driven("circle", 4, 'ch("circle")'),
    "ping": Driven("ping", 4, 'ch("pong")'),
    "pong": Driven("pong", 4, 'ch("ping")'),
    "number_as_text": "12",
}


def made(entries: Entries) -> Node:
    """The node of these entries."""
    by_suffix: Dict[str, bytes] = {name.rpartition(".")[2]: data for name, data in entries}
    return node_from(entries[0][0].rpartition(".")[0], by_suffix)


def values(frame: Optional[float] = None, environment: Optional[Mapping[str, str]] = None) -> Values:
    a, b = made(node("obj/a", "geo", **PARMS)), made(node("obj/b", "geo", size=41))
    graph = Graph(Start(24, 5, 1, 240, 10, 20), VARIABLES, {a.path: a, b.path: b}, {}, Libraries())
    found = Values(graph, "/shots/s1", "s1.v02.hip", environment or {})
    found.frame = frame
    return found


def a_node(of: Values) -> Node:
    return of._graph.nodes["/obj/a"]


@pytest.mark.parametrize(
    "expression, expected",
    [
        ("1+2*3", "7"),
        ("(1+2)*3", "9"),
        ("-2^2", "4"),
        ("10-4-3", "3"),
        ("7%4", "3"),
        ("1/4", "0.25"),
        ("!0 && 2 > 1 || 0", "1"),
        ("1 == 2", "0"),
        ("3 != 4", "1"),
        ('"a" + "b"', "ab"),
        ('"v" + 3', "v3"),
        ("if(1, 5, 6)", "5"),
        ('ifs(0, "x", "y")', "y"),
        ("floor(2.7) + ceil(0.2) + round(1.5)", "5"),
        ("min(3, 1, 2)", "1"),
        ("clamp(12, 0, 10)", "10"),
        ("padzero(4, 12)", "0012"),
        ("fpadzero(4, 0, 12)", "0012"),
        ("fpadzero(4, 3, 12.5)", "0012.500"),
        ('strcat("a", "b")', "ab"),
        ("$FSTART", "1"),
        ("$FEND-$FSTART", "239"),
        ("$RFSTART + $RFEND", "30"),
        ("$NFRAMES", "240"),
        ("$FPS", "24"),
        ('"$HIP/x"', "/shots/s1/x"),
        ("'$HIP'", "$HIP"),
        ("$OS", "a"),
        ("$SHOW", "moon"),
        ('ch("f2")', "240"),
        ('ch("f3")', "2"),
        ('ch("ty")', "2"),
        ('ch("on")', "1"),
        ('ch("../b/size")', "41"),
        ('ch("/obj/b/size")', "41"),
        ('chs("name")', "wood"),
        ("chs('number_as_text') + 1", "121"),
        ("ch('number_as_text') + 1", "13"),
        ("chsraw('texture')", "$ASSETS/`chs('name')`.$F4.exr"),
        ('opname(".")', "a"),
        ('opname("..")', "obj"),
        ('opfullpath("../b")', "/obj/b"),
        ('ch("pynumber")', "12"),
        ('ch("double")', "480"),
        ('ch("relative")', "42"),
    ],
)
def test_an_expression_is_evaluated(expression: str, expected: str) -> None:
    of = values()
    assert of.expanded(a_node(of), "`%s`" % expression.replace("`", "")) == expected


@pytest.mark.parametrize(
    "expression, reason",
    [
        ("1 +", "ends early"),
        ("foo(1)", "foo() is not known"),
        ("1 / 0", "no number"),
        ("0 ^ -1", "no number"),
        ("10 ^ 400", "no number"),
        ("$NOSUCH", "$NOSUCH has no value"),
        ('ch("nosuch")', "has no parameter nosuch"),
        ('ch("../c/size")', "there is no node /obj/c"),
        ('ch("python")', "Python expression"),
        ('ch("circle")', "too deeply"),
        ('ch("ping")', "too deeply"),
        ("$LOOP", "too deeply"),
        pytest.param("(" * 100 + "1" + ")" * 100, "too deeply", id="deep"),
        ("(1", "not closed"),
        ("1 2", "no simple expression"),
        ("@pdg_index", "no simple expression"),
        ("{ return 1; }", "no simple expression"),
        ("floor(1, 2)", "does not take"),
        ("padzero(1)", "does not take"),
        pytest.param("1+" * 15_000 + "1", "too much", id="long"),
        ("'a' - 1", "is no number"),
    ],
)
def test_what_cannot_be_evaluated_says_why(expression: str, reason: str) -> None:
    of = values()
    with pytest.raises(UnknownError) as caught:
        of.expanded(a_node(of), "`%s`" % expression)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("$HIP/a.exr", "/shots/s1/a.exr"),
        ("${HIP}_x", "/shots/s1_x"),
        ("$HIPNAME", "s1.v02"),
        ("$HIPNAME:r.exr", "s1.exr"),
        ("$HIPFILE", "/shots/s1/s1.v02.hip"),
        ("$HIPFILE:t", "s1.v02.hip"),
        ("$HIPFILE:h", "/shots/s1"),
        ("${HIPFILE:e}", "hip"),
        ("$OS.$F4.exr", "a.<f>.exr"),
        ("$F.$SF.${F4}", "<f>.<f>.<f>"),
        ("a.$FF.bgeo", "a.<ff>.bgeo"),
        ("tex.$UDIM.exr", "tex.$UDIM.exr"),
        ("tex.<UDIM>.exr", "tex.<UDIM>.exr"),
        ("$ASSETS/x", "/shots/s1/assets/x"),
        ("$FEND", "240"),
        ("plain", "plain"),
        ("50% of #### & `1+1`", "50% of #### & 2"),
    ],
)
def test_variables_are_those_of_the_file_where_it_lies_now(text: str, expected: str) -> None:
    of = values()
    assert of.expanded(a_node(of), text) == expected


def test_job_is_the_saved_one_only_where_it_exists(tmp_path: Any) -> None:
    of = values(environment={"JOB": "/studio/job"})
    assert of.expanded(a_node(of), "$JOB/x") == "/studio/job/x"
    graph = Graph(Start(), {"JOB": str(tmp_path)}, {}, {}, Libraries())
    kept = Values(graph, "/s", "s.hip", {"JOB": "/studio/job"})
    assert kept.expanded(Node("/obj"), "$JOB/x") == str(tmp_path) + "/x"


def test_the_environment_stands_in_for_what_the_scene_does_not_set() -> None:
    of = values(environment={"TEXTURES": "/tex", "SHOW": "sun"})
    assert of.expanded(a_node(of), "$TEXTURES/$SHOW") == "/tex/moon"


def test_frames_are_put_in_at_a_frame() -> None:
    of = values(frame=12)
    assert of.text(a_node(of), "texture") == "/shots/s1/assets/wood.0012.exr"
    assert of.number(a_node(of), "frame") == 11


def test_an_expression_of_the_frame_asks_for_one() -> None:
    of = values()
    with pytest.raises(FrameNeededError):
        of.number(a_node(of), "frame")


def test_a_channel_wins_over_what_the_file_remembers() -> None:
    of = values()
    a = a_node(of)
    assert [of.number(a, "f", at) for at in range(3)] == [1, 240, 2]
    assert of.text(a, "same") == "/shots/s1/assets/wood.<f>.exr"


@pytest.mark.parametrize(
    "name, expected",
    [
        ("literal", "$HIP/render/$HIPNAME.$OS.$F4.exr"),
        ("same", "$ASSETS/`chs('name')`.$F4.exr"),
        ("texture", "$ASSETS/`chs('name')`.$F4.exr"),
        ("python", "3"),
        ("circle", ""),
        ("nosuch", ""),
    ],
)
def test_the_text_as_written_is_found_behind_channels(name: str, expected: str) -> None:
    of = values()
    assert of.written(a_node(of), name) == expected


def test_keyframes_that_are_alike_are_a_value_and_others_are_animation() -> None:
    def keyed(*keys: str) -> bytes:
        pieces = "".join("segment { length = 1 value = %s %s expr = bezier() }\n" % (key, key) for key in keys)
        return b"{\n channel x {\n" + pieces.encode() + b"}\n}\n"

    for keys, expected in ((("5", "5"), 5.0), (("5", "6"), None)):
        one = node_from(
            "obj/k", {"parm": b"{\nversion 0.8\nx\t[ 0\tlocks=0 ]\t(\t[ x\t3 ] \t)\n}\n", "chn": keyed(*keys)}
        )
        of = Values(Graph(Start(), {}, {one.path: one}, {}, Libraries()), "/s", "s.hip", {})
        if expected is None:
            with pytest.raises(UnknownError, match="animated"):
                of.number(one, "x")
        else:
            assert of.number(one, "x") == expected


def test_parameters_that_refer_to_each_other_a_thousandfold_end() -> None:
    parms = {"p%d" % at: Driven("p%d" % at, 0, "+".join(['ch("p%d")' % (at + 1)] * 40)) for at in range(6)}
    one = made(node("obj/bomb", "geo", p6=1, **parms))
    of = Values(Graph(Start(), {}, {one.path: one}, {}, Libraries()), "/s", "s.hip", {})
    with pytest.raises(UnknownError, match="too much|too deeply"):
        of.number(one, "p0")


def test_many_questions_do_not_add_up_to_one_that_is_too_long() -> None:
    one = made(node("obj/a", "file", file="$HIP/" + "x" * 200 + ".$F4.exr"))
    of = Values(Graph(Start(), {}, {one.path: one}, {}, Libraries()), "/s", "s.hip", {})
    found = {of.text(one, "file") for _ in range(3000)}
    assert len(found) == 1 and found.pop().startswith("/s/xxx")
