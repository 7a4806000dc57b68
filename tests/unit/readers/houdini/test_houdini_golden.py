"""Real scenes give what was reviewed, and differ from the official analyser's result only where it is known to err."""

from __future__ import annotations

import json
import os
from typing import Any, Dict

import pytest
from houdini_support import GOLDEN, SCENES, read
from official_faults import FILES, NODES

from farmhand.job.houdini import scene_info
from farmhand.scene.model import Scene


def analysed(real_scenes: Any, name: str) -> Scene:
    return read(str(real_scenes / "houdini" / name))


def official(real_scenes: Any, name: str) -> Dict[str, Any]:
    with open(str(real_scenes / "houdini" / (name + ".official.json")), encoding="utf-8") as file:
        found: Dict[str, Any] = json.load(file)
    return found


@pytest.mark.parametrize("name", SCENES)
def test_a_real_scene_is_what_was_reviewed(real_scenes: Any, name: str) -> None:
    """FARMHAND_WRITE_GOLDEN=1 writes what comes out instead: review the difference."""
    found, path = dict(analysed(real_scenes, name).as_dict(), scene=name), os.path.join(GOLDEN, name + ".json")
    if os.environ.get("FARMHAND_WRITE_GOLDEN"):
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    with open(path, encoding="utf-8") as file:
        assert found == json.load(file)


def test_the_farms_own_scene_gives_the_documented_entry(real_scenes: Any) -> None:
    scene = analysed(real_scenes, "sphere.hip")
    info = scene_info(scene, scene.targets)
    (entry,) = info["rop_node"]
    documented = {"node": "/out/mantra1", "frames": "1-10[1]", "option": "-1", "render": "1"}
    assert {key: entry[key] for key in documented} == documented
    assert info["geo_node"] == info["distributedsim_node"] == []


@pytest.mark.parametrize("name", SCENES)
def test_nodes_differ_from_the_official_ones_only_where_it_is_known_why(real_scenes: Any, name: str) -> None:
    scene = analysed(real_scenes, name)
    ours, theirs = scene_info(scene, scene.targets), official(real_scenes, name)["scene_info"]
    differing = set()
    for kind in ("rop_node", "geo_node", "distributedsim_node"):
        mine = {entry["node"]: entry for entry in ours[kind]}
        other = {entry["node"]: entry for entry in theirs[kind]}
        differing |= {(name, node, "") for node in set(mine) ^ set(other)}
        for node in set(mine) & set(other):
            fields = set(mine[node]) | set(other[node])
            differing |= {(name, node, key) for key in fields if mine[node].get(key) != other[node].get(key)}
    assert differing == {key for key in NODES if key[0] == name}


@pytest.mark.parametrize("name", SCENES)
def test_every_file_the_official_analyser_misses_is_mentioned(real_scenes: Any, name: str) -> None:
    scene = analysed(real_scenes, name)
    wanted = set(official(real_scenes, name)["asset_json"]["missing_file"])
    mentioned = {item.node + "/" + item.attribute for item in scene.references}
    silent = {path for path in wanted - mentioned if path.rpartition("/")[2] not in FILES}
    assert silent == set()


@pytest.mark.parametrize("name", SCENES)
def test_what_the_official_analyser_finds_missing_and_travels_is_missing_here(real_scenes: Any, name: str) -> None:
    wanted = official(real_scenes, name)["asset_json"]["missing_file"]
    for item in analysed(real_scenes, name).references:
        path = item.node + "/" + item.attribute
        if path in wanted and not item.ignored:
            assert item.missing and not item.files
