"""Real scenes give what was reviewed, and differ from the official analyser's result only where it is known to err."""

from __future__ import annotations

import json
import os
from typing import Any, Dict

import pytest
from houdini_support import GOLDEN, SCENES, read

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


RANGE_IGNORED = "its range is off: Houdini renders the current frame alone, the analyser takes f1 and f2"
OVERLOOKED = "a type the analyser overlooks"
NODES = {
    ("Queue.hip", "/obj/ROPs/Mantra", "frames"): RANGE_IGNORED,
    ("breako.hip", "/out/mantra1", "frames"): RANGE_IGNORED,
    ("super_light_ql_OBJ.hip", "/out/test", "frames"): RANGE_IGNORED,
    ("super_light_ql_OBJ.hip", "/out/test_grid", "frames"): RANGE_IGNORED,
    ("test_parameters.hip", "/out/mantra1", "frames"): RANGE_IGNORED,
    ("udim_example.hip", "/out/mantra1", "frames"): RANGE_IGNORED,
    ("udim_example.hip", "/obj/RENDER_ME/mantra--render.udim.geometry", "frames"): RANGE_IGNORED,
    ("karma_aovs_for_prman_denoiser.1.0.hip", "/stage/usdrender_rop3", "frames"): RANGE_IGNORED,
    ("karma_aovs_for_prman_denoiser.1.0.hip", "/stage/usdrender_rop3", "width"): "it does not ask the stage's settings",
    (
        "karma_aovs_for_prman_denoiser.1.0.hip",
        "/stage/usdrender_rop3",
        "height",
    ): "it does not ask the stage's settings",
    ("htoa_resolution_test.hipnc", "/out/arnold_frustum_volumes", "frames"): RANGE_IGNORED,
    ("htoa_resolution_test.hipnc", "/out/arnold_frustum_volumes", "width"): "it misses override_camerares of Arnold",
    ("htoa_resolution_test.hipnc", "/out/arnold_frustum_volumes", "height"): "it misses override_camerares of Arnold",
    ("htoa_resolution_test.hipnc", "/out/arnold_pts_ass", "frames"): RANGE_IGNORED,
    ("htoa_resolution_test.hipnc", "/out/arnold_pts_ass", "node_type"): "it leaves the type of this one out",
    ("Queue.hip", "/obj/COPs/rop_comp", ""): OVERLOOKED,
    ("udim_example.hip", "/obj/simple_udim_geo/build_udim_template/RENDER_ME", ""): OVERLOOKED,
    ("loop_volume.1.0.hip", "/obj/bonfire/pyro_sim", ""): "it lists a file cache only where it is told to write",
}
"""Scene, node and field (the whole node where empty) in which ours differs -> why."""


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


WRITTEN = "it is written by a node, not read"
FILES = {
    "rendergallerysource": WRITTEN,
    "taskgraphfile": WRITTEN,
    "checkpointfile": WRITTEN,
    "outputfile": WRITTEN,
    "output_filename1": WRITTEN,
    "outfile": WRITTEN,
    "outpattern": WRITTEN,
    "sopoutput": WRITTEN,
    "copoutput": WRITTEN,
    "perfmon_output": WRITTEN,
    "explicitcachename": WRITTEN,
    "takes_file": WRITTEN,
    "playfilesname": "playing files is switched off",
    "RS_objprop_proxy_file": "the proxy is switched off",
    "pattern": "a search of a TOP, which may find nothing",
    "text": "a text to be shown, not a path",
    "pdg_command": "a command line, not a path",
    "filepath": "text that a TOP writes; told as 50105, for only the running TOP knows it",
    "string2": "a value given to geometry, told with the shader that reads it",
}
"""Parameter the official analyser calls a missing file -> why ours does not."""


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
