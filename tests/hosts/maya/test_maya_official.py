"""What leaves Maya for the farm, against the farm's own analyser and against what a real Maya recorded."""

import re

import pytest
import real_maya

from farmhand.job import taskfiles
from farmhand.job.choices import Job
from farmhand.job.maya import scene_info

pytestmark = real_maya.needed

ENV = "documented as {}; the analyser that was simulated leaves it out"
KNOWN_FAULTS = {
    ("*", "env"): ENV,
    ("scene", "layer_type"): "a Maya 7.0 scene: its analyser of that age did not write it",
    ("*", "common.image_format"): "it writes the word None where the format is unknown; ours leaves it empty",
}
"""(scene, key) -> why the official answer is not ours."""


def flat(layer):
    """A layer's keys in one mapping."""
    found = {key: value for key, value in layer.items() if key != "common"}
    found.update(("common." + key, value) for key, value in layer["common"].items())
    return found


@pytest.fixture(scope="module")
def answers(looks):
    """Scene's name -> (ours by layer, the official one by layer, its order of layers), each looked at once."""
    found = {}
    for name in real_maya.named(".official.json"):
        scene = looks(real_maya.path(name + ".ma")).scene
        said = real_maya.official(name)
        theirs = {layer: flat(one) for layer, one in said["layers"].items()}
        ours = {layer: flat(one) for layer, one in scene_info(scene, scene.targets).items()}
        found[name] = (ours, theirs, said["task_top_level"]["layers"])
    return found


def differing(own, theirs):
    return {key for key in set(theirs) | set(own) if theirs.get(key) != own.get(key)}


@pytest.mark.parametrize("name", real_maya.named(".official.json"))
def test_layers_of_the_task_are_the_official_ones(answers, name):
    ours, official, order = answers[name]
    assert list(ours) == order
    for layer, theirs in official.items():
        own = ours[layer]
        unexplained = {
            key: (own.get(key), theirs.get(key))
            for key in differing(own, theirs)
            if not {("*", key), (name, key)} & set(KNOWN_FAULTS)
        }
        assert not unexplained
        assert (own["common.image_format"] or "None") == theirs["common.image_format"]


BESIDE = ("arnold_info", "layers", "renderSetupLayer", "env", "dependency_task")
PREFERENCES = ("gpu_render", "evaluation_mode", "render_layer_type")


@pytest.mark.parametrize("name", real_maya.named(".official.json"))
def test_what_stands_beside_the_layers_is_the_official_answer(looks, name):
    """render_include_all_lights is left out: the simulated analyser had old Mayas say 0 by their preferences."""
    job = Job(looks(real_maya.path(name + ".ma")).scene)
    ours = taskfiles.task_file(job, taskfiles.Registration(1, 2, "2"))
    theirs = real_maya.official(name)["task_top_level"]
    assert {key: ours.get(key) for key in BESIDE} == {key: theirs.get(key) for key in BESIDE}
    info = ours["task_info"]
    assert {key: info[key] for key in PREFERENCES} == {key: theirs["task_info"][key] for key in PREFERENCES}


def test_every_known_fault_is_seen(answers):
    """A fault that no scene shows any more has no place in the table."""
    seen = {
        key
        for ours, official, _ in answers.values()
        for layer, theirs in official.items()
        for key in differing(ours[layer], theirs)
    }
    assert {key for _, key in KNOWN_FAULTS} == seen


SCENES = ("deadline_layers", "deadline_cube")
UNSET = ("<Scene>", "<Layer>/<Camera>/<Scene>")


def recorded(name, part):
    yaml = pytest.importorskip("yaml", reason="the recordings are YAML")
    with open(real_maya.path("%s.expected.%s.yaml" % (name, part)), encoding="utf-8") as file:
        return yaml.safe_load(re.sub(r": (\{\{[^\n]*\}\})", r': "\1"', file.read()))


@pytest.mark.parametrize("name", SCENES)
def test_layers_are_what_a_real_maya_recorded(looks, name):
    values = {item["name"]: item["value"] for item in recorded(name, "parameter_values")["parameterValues"]}
    scene = looks(real_maya.path(name + ".ma")).scene
    targets = {target.label: target for target in scene.targets if target.enabled}
    steps = recorded(name, "template")["steps"]
    assert sorted(targets) == sorted(step["name"] for step in steps)
    for step in steps:
        target = targets[step["name"]]
        said = lambda what, label=target.label: values.get(label + what, values.get(what))  # noqa: E731
        environment = step["stepEnvironments"][0]["script"]["embeddedFiles"][0]["data"]
        cameras = [item for item in step["parameterSpace"]["taskParameterDefinitions"] if item["name"] == "Camera"]
        prefix = said("OutputFilePrefix")
        assert target.renderer == re.search(r"^renderer: (\S+)", environment, re.M).group(1)
        assert sorted(target.cameras) == sorted(cameras[0]["range"])
        assert str(target.frames).replace("[1]", "") == said("Frames")
        assert (target.width, target.height) == (said("ImageWidth"), said("ImageHeight"))
        assert target.output == ("" if prefix in UNSET else prefix.replace("<Layer>/", "", 1))


@pytest.mark.parametrize("name", SCENES)
def test_files_are_those_that_a_real_maya_recorded(looks, name):
    said = recorded(name, "asset_references")["assetReferences"]["inputs"]["filenames"]
    wanted = {path.rpartition("/")[2] for path in said} - {name.replace("deadline_", "") + ".ma"}
    scene = looks(real_maya.path(name + ".ma")).scene
    assert {one.pattern.rpartition("/")[2] for one in scene.references if not one.ignored} == wanted
