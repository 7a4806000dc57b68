"""The analysis of our example projects is, to the last word, what was reviewed."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from clarisse_support import EXAMPLES, GOLDEN, comparable, tips

from farmhand.readers.clarisse import ClarisseReader
from farmhand.scene.host import run

PROJECTS = ("island.project", "harbour.project", "frames.build")


@pytest.mark.parametrize("name", PROJECTS)
def test_an_example_is_what_was_reviewed(name: str) -> None:
    """FARMHAND_WRITE_GOLDEN=1 writes what comes out instead: review the difference."""
    scene = run(ClarisseReader(os.path.join(EXAMPLES, name), environment={}).analyse())
    found, path = comparable(scene, EXAMPLES), os.path.join(GOLDEN, name + ".json")
    if os.environ.get("FARMHAND_WRITE_GOLDEN"):
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    with open(path, encoding="utf-8") as file:
        assert found == json.load(file)


def test_the_real_demo_shows_the_layer_the_official_analyser_overlooks(real_scenes: Any) -> None:
    scene = run(ClarisseReader(str(real_scenes / "clarisse" / "kubix_demo.project")).analyse())
    image, layer = scene.targets
    assert (scene.host, scene.version) == ("clarisse", "4")
    assert (image.name, image.label, image.enabled) == ("project://scene/image", "image", False)
    assert (layer.name, layer.kind, layer.enabled) == ("project://scene/image.kubix_layer", "layer", True)
    assert {str(image.frames), str(layer.frames)} == {"0-50[1]"}
    assert image.cameras == layer.cameras == layer.all_cameras == ("camera",)
    assert image.renderer == layer.renderer == "KubixRenderer"
    assert (layer.format, layer.details["format"], layer.output) == ("exr", "exr16", "")
    assert scene.references == () and scene.assets == (), "its user interface names files, its scene none"
    assert set(tips(scene)) == {"not_saved"}
