"""What is found inside Houdini is what the file reader finds in the same scene, and looking changes nothing."""

import sys
from dataclasses import replace

import pytest
import real_houdini

from farmhand.job.houdini import scene_info

sys.path.insert(0, real_houdini.MADE)
from official_faults import FILES, NODES  # noqa: E402

pytestmark = real_houdini.needed

HOUDINI_ALONE = ("stage_not_cooked",)
"""Tips that a file cannot give rise to."""
FILE_ALONE = ("archive_repaired",)
"""Tips about the file itself, which Houdini has read already."""
NOT_IN_USE = {
    ("super_light_ql_OBJ.hip", "superellipse_ql_VOP.otl"): "its type is only used inside an asset that is not there",
    ("super_light_ql_OBJ.hip", "superellipse_ql_SOP.otl"): "its type is only used inside an asset that is not there",
}
"""Scene and library that the file names and Houdini has no node of -> why."""
VERSIONS = {"htoa_resolution_test.hipnc": {"htoa": "3.2.2"}}
"""Versions of plug-ins, which the file does not tell."""


def without_unused(name, scene):
    unused = [library for of, library in NOT_IN_USE if of == name]
    keep = lambda text: not any(text.endswith(library) for library in unused)  # noqa: E731
    tips = [replace(tip, details=tuple(filter(keep, tip.details))) for tip in scene.tips]
    return replace(
        scene,
        references=tuple(one for one in scene.references if keep(one.pattern)),
        tips=tuple(tip for tip in tips if tip.details),
    )


@pytest.mark.parametrize("name", real_houdini.NAMES)
def test_houdini_and_the_reader_tell_the_same(looks, name):
    found = real_houdini.ordered(looks(real_houdini.path(name)).scene, HOUDINI_ALONE)
    whole = real_houdini.ordered(real_houdini.read(real_houdini.path(name)), FILE_ALONE)
    read = without_unused(name, whole)
    assert (read != whole) == (name in {of for of, _ in NOT_IN_USE})
    read = replace(read, plugins={**read.plugins, **VERSIONS.get(name, {})})
    for part in ("targets", "references", "tips", "cameras", "plugins", "assets"):
        assert getattr(found, part) == getattr(read, part), part
    assert found == read


@pytest.mark.parametrize("name", real_houdini.NAMES)
def test_looking_changes_and_cooks_nothing(looks, name):
    look = looks(real_houdini.path(name))
    assert look.before == look.after
    assert look.after[-1] == []


@pytest.mark.parametrize("name", real_houdini.NAMES)
def test_targets_are_those_that_were_reviewed(looks, name):
    reviewed = sorted(real_houdini.golden(name)["targets"], key=lambda one: one["name"])
    found = sorted(looks(real_houdini.path(name)).scene.as_dict()["targets"], key=lambda one: one["name"])
    for one in found + reviewed:
        one["all_cameras"] = sorted(one["all_cameras"])
    assert found == reviewed


def test_the_farms_own_scene_gives_the_documented_entry(looks):
    scene = looks(real_houdini.path("sphere.hip")).scene
    info = scene_info(scene, scene.targets)
    (entry,) = info["rop_node"]
    documented = {"node": "/out/mantra1", "frames": "1-10[1]", "option": "-1", "render": "1"}
    assert {key: entry[key] for key in documented} == documented
    assert info["geo_node"] == info["distributedsim_node"] == []


@pytest.mark.parametrize("name", real_houdini.NAMES)
def test_the_tasks_lists_are_the_official_ones_but_for_known_faults(looks, name):
    scene = looks(real_houdini.path(name)).scene
    ours, theirs = scene_info(scene, scene.targets), real_houdini.official(name)["scene_info"]
    differing = set()
    for kind in ("rop_node", "geo_node", "distributedsim_node"):
        mine = {entry["node"]: entry for entry in ours[kind]}
        other = {entry["node"]: entry for entry in theirs[kind]}
        differing |= {(name, node, "") for node in set(mine) ^ set(other)}
        for node in set(mine) & set(other):
            fields = set(mine[node]) | set(other[node])
            differing |= {(name, node, key) for key in fields if mine[node].get(key) != other[node].get(key)}
    assert differing == {key for key in NODES if key[0] == name}


@pytest.mark.parametrize("name", real_houdini.NAMES)
def test_every_file_the_official_analyser_misses_is_mentioned(looks, name):
    scene = looks(real_houdini.path(name)).scene
    wanted = set(real_houdini.official(name)["asset_json"]["missing_file"])
    told = {line.split(": ")[0] for tip in scene.tips if tip.code == "50105" for line in tip.details}
    mentioned = {item.node + "/" + item.attribute for item in scene.references} | told
    silent = {path for path in wanted - mentioned if path.rpartition("/")[2] not in FILES}
    assert silent == set()
