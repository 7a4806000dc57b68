"""Small Clarisse projects made by hand around one matter each, and our examples."""

from __future__ import annotations

import json
import os
from typing import Any, Dict, List, Optional

from farmhand.job.clarisse import scene_info
from farmhand.readers.clarisse import ClarisseReader
from farmhand.readers.clarisse.syntax import Block, parse
from farmhand.scene.host import run
from farmhand.scene.model import Reference, RenderTarget, Scene

HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLES = os.path.join(
    os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(HERE)))), "examples", "clarisse"
)
GOLDEN = os.path.join(os.path.dirname(HERE), "golden", "clarisse")
HEAD = "#Isotropix_Serial_Version 1.2\n#Isotropix_Clarisse_Version 4\n"
TAIL = "#preferences {\n}"

DOCUMENTED = {
    "image_node": [
        {
            "frames": "0-50[1]",
            "renderable": "0",
            "output": "D:\\temp\\cam02",
            "format": "exr16",
            "LUT": "linear",
            "save_to_disk": "1",
            "name": "project://scene/cam02",
            "layers": [
                {
                    "frames": "0-50[1]",
                    "renderable": "1",
                    "output": "D:\\temp\\cam02_layer02",
                    "format": "exr16",
                    "enable_deep_output": "1",
                    "save_to_disk": "1",
                    "enable_deep_output_path": "D:\\temp\\cam02_layer02_deep",
                    "name": "project://scene/cam02.cam02_layer02",
                }
            ],
        }
    ]
}
"""What the farm's document shows for a project of the content of `harbour.project`."""


def tree(text: str) -> Block:
    """The blocks of a text, behind a project's first lines."""
    return run(parse((HEAD + text).encode("utf-8"), "s.project")).tree  # type: ignore[arg-type, attr-defined]


def analyse(folder: Any, body: str, tail: str = TAIL, environment: Optional[Dict[str, str]] = None) -> Scene:
    """Write a project around these objects of its scene, and analyse it."""
    path = os.path.join(str(folder), "s.project")
    with open(path, "wb") as file:
        file.write((HEAD + 'Context "scene" {\n' + body + "\n}\n" + tail).encode("utf-8"))
    return run(ClarisseReader(path, environment={} if environment is None else environment).analyse())


def image(attributes: str = "", layers: str = "") -> str:
    """An image `i` with a camera `cam` beside it."""
    inner = "embedded_objects {\n%s\n}\n" % layers if layers else ""
    return 'CameraPerspective {\n name "cam"\n}\nImage {\n name "i"\n%s\n%s}\n' % (attributes, inner)


def layer(name: str = "l", attributes: str = "", kind: str = "Layer3d") -> str:
    """A layer that looks through `cam`."""
    return '%s {\n name "%s"\n active_camera "cam"\n%s\n}\n' % (kind, name, attributes)


def target(scene: Scene, name: str) -> RenderTarget:
    """The target of that name."""
    return next(found for found in scene.targets if found.name == name)


def reference(scene: Scene, node: str, attribute: str = "filename") -> Reference:
    """The one mention by an attribute of an object in the context `scene`."""
    found = [
        item for item in scene.references if item.node == "project://scene/" + node and item.attribute == attribute
    ]
    assert len(found) == 1, found
    return found[0]


def names(found: Reference) -> List[str]:
    """The names of the files a mention stands for."""
    return [os.path.basename(path) for path in found.files]


def tips(scene: Scene) -> Dict[str, List[str]]:
    """What is told, by code."""
    told: Dict[str, List[str]] = {}
    for tip in scene.tips:
        told.setdefault(tip.code, []).extend(tip.details)
    return told


def comparable(scene: Scene, folder: str) -> Any:
    """All that an analysis says, without this machine's paths."""
    said = dict(
        scene.as_dict(),
        cameras=[list(camera.__dict__.values()) for camera in scene.cameras],
        kinds=["%s %s" % (item.kind, item.ignored) for item in scene.references],
        assets=[asset.path for asset in scene.assets],
        task=scene_info(scene, scene.targets),
    )
    text = json.dumps(said, ensure_ascii=False, indent=1)
    for spelled in (json.dumps(folder)[1:-1], folder.replace(os.sep, "/")):
        text = text.replace(spelled, "<EXAMPLES>")
    return json.loads(text.replace("\\\\", "/") if os.sep == "\\" else text)
