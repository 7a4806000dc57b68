"""What a real Maya reported for two scenes must come out of the text alone."""

from __future__ import annotations

import re
from typing import Any, Dict, List

import pytest
import real_scenes

from farmhand.readers import open_scene
from farmhand.scene.host import run
from farmhand.scene.model import RenderTarget, Scene

yaml = pytest.importorskip("yaml", reason="the recordings are YAML")

pytestmark = real_scenes.needed
_UNSET = ("<Scene>", "<Layer>/<Camera>/<Scene>")


def _recorded(name: str, part: str) -> Any:
    with open(real_scenes.path("%s.expected.%s.yaml" % (name, part)), encoding="utf-8") as file:
        text = file.read()
    return yaml.safe_load(re.sub(r": (\{\{[^\n]*\}\})", r': "\1"', text))


def _scene(name: str) -> Scene:
    return run(open_scene(real_scenes.path(name + ".ma")).analyse())


def _values(name: str) -> Dict[str, Any]:
    return {item["name"]: item["value"] for item in _recorded(name, "parameter_values")["parameterValues"]}


def _steps(name: str) -> Dict[str, Dict[str, Any]]:
    found = {}
    for step in _recorded(name, "template")["steps"]:
        environment = step["stepEnvironments"][0]["script"]["embeddedFiles"][0]["data"]
        cameras = [item for item in step["parameterSpace"]["taskParameterDefinitions"] if item["name"] == "Camera"]
        found[step["name"]] = {
            "renderer": re.search(r"^renderer: (\S+)", environment, re.M).group(1),
            "cameras": tuple(sorted(cameras[0]["range"])),
        }
    return found


def _of_layer(values: Dict[str, Any], layer: str, what: str) -> Any:
    return values.get(layer + what, values.get(what))


def _as_prefix(recorded: str) -> str:
    return "" if recorded in _UNSET else recorded.replace("<Layer>/", "", 1)


def _frames(target: RenderTarget) -> str:
    return re.sub(r"\[1\]", "", str(target.frames))


@pytest.mark.parametrize("name", ["deadline_layers", "deadline_cube"])
def test_every_layer_is_what_maya_said_it_is(name: str) -> None:
    values, steps = _values(name), _steps(name)
    targets: List[RenderTarget] = [target for target in _scene(name).targets if target.enabled]

    assert sorted(target.label for target in targets) == sorted(steps)
    for target in targets:
        said = steps[target.label]
        assert target.renderer == said["renderer"], target.label
        assert tuple(sorted(target.cameras)) == said["cameras"], target.label
        assert _frames(target) == _of_layer(values, target.label, "Frames"), target.label
        assert target.width == _of_layer(values, target.label, "ImageWidth"), target.label
        assert target.height == _of_layer(values, target.label, "ImageHeight"), target.label
        assert target.output == _as_prefix(_of_layer(values, target.label, "OutputFilePrefix")), target.label


@pytest.mark.parametrize("name", ["deadline_layers", "deadline_cube"])
def test_every_file_maya_found_is_mentioned(name: str) -> None:
    recorded = _recorded(name, "asset_references")["assetReferences"]["inputs"]["filenames"]
    wanted = {path.rpartition("/")[2] for path in recorded} - {name.replace("deadline_", "") + ".ma"}
    found = {item.pattern.rpartition("/")[2] for item in _scene(name).references if not item.ignored}
    assert found == wanted


def test_files_are_found_again_after_the_project_moved(tmp_path: Any) -> None:
    """`old//cube/x` is `x` in the folder `cube` of the project, wherever that lies now."""
    scenes = tmp_path / "cube"
    scenes.mkdir()
    (tmp_path / "workspace.mel").write_text('workspace -fr "sourceImages" "sourceimages";\n')
    (scenes / "deadline_logo_48x48.png").write_bytes(b"x")
    (scenes / "scene_file_to_reference.mb").write_bytes(b"x")
    with open(real_scenes.path("deadline_cube.ma"), "rb") as file:
        (scenes / "cube.ma").write_bytes(file.read())

    scene = run(open_scene(str(scenes / "cube.ma")).analyse())

    assert scene.project == str(tmp_path)
    assert [asset.path for asset in scene.assets] == [
        str(scenes / "deadline_logo_48x48.png"),
        str(scenes / "scene_file_to_reference.mb"),
    ]
    assert not [item for item in scene.references if item.missing]
    assert "reference_not_read" in [tip.code for tip in scene.tips]
