"""The files of Bifrost graphs: which values of which ports are names of files, and what cannot be told."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Tuple

import pytest

from farmhand.readers import ma_bifrost
from farmhand.readers.ma_file_table import OPTIONAL, REQUIRED


def graph(nodes: Dict[str, str], values: List[Tuple[str, str, Any]], links: Tuple[Tuple[str, str], ...] = ()) -> Any:
    """A compound as Bifrost writes it: nodes by name with their types, values, connections."""
    return {
        "name": "g",
        "metadata": [{"metaName": "_recentNode_", "metaType": "string", "metaValue": "BifrostGraph,a,b.abc"}],
        "compoundNodes": [{"nodeName": name, "nodeType": kind} for name, kind in nodes.items()],
        "connections": [{"source": source, "target": target} for source, target in links],
        "values": [{"valueName": name, "valueType": kind, "value": value} for name, kind, value in values],
    }


def said(*compounds: Any) -> ma_bifrost.Said:
    whole = {"header": {}, "dependencies": [{"uri": "file:///Math_types.json"}], "compounds": list(compounds)}
    return ma_bifrost.said(json.dumps(whole))


READ = {"read": "File::Alembic::read_Alembic"}


@pytest.mark.parametrize("port, kind, value, files", [
    ("read.filename", "string", "D:/caches/tree.abc", ["D:/caches/tree.abc"]),
    ("read.other", "string", "sim/smoke.####.vdb", ["sim/smoke.####.vdb"]),
    ("read.file", "string", "data.odd", ["data.odd"]),
    ("read.files", "array<string>", ["a.usd", "b.usd"], ["a.usd", "b.usd"]),
    ("read.path", "string", "/classroom", []),
    ("read.transfer_properties", "string", "point_normal", []),
    ("read.amount", "float", "4000.abc", []),
    ("read.geometry", "Amino::Object", {}, []),
    ("read.filename", "string", "", []),
])  # fmt: skip
def test_values_that_name_files(port: str, kind: str, value: Any, files: List[str]) -> None:
    assert [one.text for one in said(graph(READ, [(port, kind, value)])).files] == files


@pytest.mark.parametrize("kind, need", [
    ("File::Alembic::read_Alembic", REQUIRED), ("Simulation::Common::file_cache", OPTIONAL),
    ("File::VDB::write_OpenVDB", None),
])  # fmt: skip
def test_what_a_graph_writes_is_no_input_and_a_cache_may_be_absent(kind: str, need: Any) -> None:
    found = said(graph({"io": kind}, [("io.filename", "string", "a.vdb")])).files
    assert [one.need for one in found] == ([] if need is None else [need])


def test_compounds_inside_compounds_are_looked_into() -> None:
    inner = graph(READ, [("read.filename", "string", "a.abc")])
    outer = graph({}, [("open.file", "string", "b.usd")])
    outer["compoundNodes"].append({"nodeName": "inside", "compound": inner})
    assert {(one.port, one.text) for one in said(outer).files} == {("read.filename", "a.abc"), ("open.file", "b.usd")}


def test_a_name_that_the_graph_puts_together_is_told_but_not_one_that_stands_there() -> None:
    nodes = dict(READ, join="Core::String::join", text="Core::Constants::string", out="File::VDB::write_OpenVDB")
    links = (
        ("join.joined", "read.filename"), ("join.joined", "out.filename"), ("join.joined", "read.frame"),
        ("text.output", "read.file"), (".path_of_maya", "read.file_path"),
    )  # fmt: skip
    assert said(graph(nodes, [], links)).computed == ("read.filename",)


@pytest.mark.parametrize("text", ["{", "", "[" * 100_000])
def test_what_is_no_graph_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        ma_bifrost.said(text)


@pytest.mark.parametrize("text", ["[]", "3", '{"compounds": 7}', '{"values": [3, {"valueName": 1}], "connections": 0}'])
def test_odd_graphs_name_nothing(text: str) -> None:
    assert ma_bifrost.said(text) == ma_bifrost.Said((), ())
