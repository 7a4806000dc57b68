"""The farm's own analyser is a second opinion on every real scene; where ours differs, the reason stands here."""

from __future__ import annotations

import json
from typing import Any, Dict

import pytest
import real_scenes

from farmhand.readers import open_scene
from farmhand.scene.host import run
from farmhand.scene.model import Scene

pytestmark = real_scenes.needed


def _scene(name: str) -> Scene:
    return run(open_scene(real_scenes.path(name + ".ma")).analyse())


def _official(name: str) -> Dict[str, Any]:
    with open(real_scenes.path(name + ".official.json"), encoding="utf-8") as file:
        found: Dict[str, Any] = json.load(file)
    return found


@pytest.mark.parametrize("name", real_scenes.named(".official.json"))
def test_layers_are_those_of_the_official_analyser(name: str) -> None:
    official, scene = _official(name), _scene(name)
    shapes = {camera.name: camera.shape for camera in scene.cameras}

    assert [target.name for target in scene.targets] == official["task_top_level"]["layers"]
    for target in scene.targets:
        layer = official["layers"][target.name]
        common = layer["common"]
        assert target.enabled == (layer["renderable"] == "1")
        assert (target.kind == "render_setup_layer") == (layer.get("layer_type", "0") == "1")
        assert str(target.frames) == common["frames"]
        assert target.animation == (common["animation"] == "True")
        assert target.renderer == common["renderer"]
        assert target.output == common["image_file_prefix"]
        assert (target.width, target.height) == (int(common["width"]), int(common["height"]))
        assert (target.format or "None") == common["image_format"]
        assert [shapes[camera] for camera in target.all_cameras] == common["all_camera"]
        assert sorted(shapes[camera] for camera in target.cameras) == sorted(common["render_camera"])
        assert target.renumber == (common["renumber_frames"] == "True")


SEEN_DIFFERENTLY = {
    "UdimTest_<UDIM>_color.png": "computed by Maya from the name of one tile, which is what the scene holds",
    "/cache/particles/untitled_startup/particleShape1*": "a name Maya makes up from the cache's folder",
}


@pytest.mark.parametrize("name", real_scenes.named(".official.json"))
def test_every_file_the_official_analyser_misses_is_mentioned(name: str) -> None:
    wanted = {path for item in _official(name)["missing"] for path in item.values()} - set(SEEN_DIFFERENTLY)
    found = {item.pattern for item in _scene(name).references}
    assert wanted <= found


@pytest.mark.parametrize("name", real_scenes.named(".ma"))
def test_every_real_scene_gives_a_scene(name: str) -> None:
    scene = _scene(name)
    assert scene.version
    assert scene.targets
    assert not [tip for tip in scene.tips if tip.code == "check_failed"]


def test_the_oldest_scene_keeps_its_version() -> None:
    assert _scene("scene").version == "7.0"


def test_an_update_of_a_version_is_that_version() -> None:
    assert _scene("TextureTest").version == "2025"


def test_trailing_blanks_are_no_part_of_a_plugins_version() -> None:
    assert _scene("anim_001").plugins["Mayatomr"] == "2013.0 - 3.10.1.4"


def test_plugins_in_python_keep_their_ending() -> None:
    assert "RenderMan_for_Maya.py" in _scene("RfMLightsTest").plugins


def test_light_profiles_of_nodes_nobody_listed_are_mentioned() -> None:
    found = [item for item in _scene("iesLights").references if item.kind == "light"]
    assert len(found) == 3 and all(item.missing for item in found)


def test_a_maya_install_file_is_neither_sent_nor_missing() -> None:
    found = [item for item in _scene("deadline_cube").references if "<MAYA_RESOURCES>" in item.pattern]
    assert found and all(item.ignored and not item.missing for item in found)
