"""The Clarisse part of task.json: what the scene has, as the farm's Clarisse document describes it.

A pure function of targets; writing the file, and everything that is the same for every DCC, is in `taskfiles`.
"""

from __future__ import annotations

from typing import Any, Dict, List, Sequence

from farmhand.scene.model import RenderTarget, Scene

IMAGE, LAYER = "image", "layer"

_COMMON = ("save_to_disk", "format")
_OF_IMAGE = ("LUT",)
_OF_LAYER = ("enable_deep_output", "enable_deep_output_path")


def scene_info(scene: Scene, targets: Sequence[RenderTarget]) -> Dict[str, Any]:
    """The value of `scene_info` (with the scene's targets) and of `scene_info_render` (with the chosen ones).

    Args:
        scene: The analysis; names the image of a layer whose own target was left out.
        targets: Images (kind `image`) and layers (kind `layer`), on or off, in any order; a layer's `details["image"]`
            names its image. Other kinds are not Clarisse's and are left out.

    Returns:
        `{"image_node": [...]}`: each image with its layers, all values text, an output that is not set null, as the
        farm's own analyser writes it.
    """
    given = {target.name: target for target in targets if target.kind == IMAGE}
    layers: Dict[str, List[RenderTarget]] = {name: [] for name in given}
    for target in targets:
        if target.kind == LAYER:
            layers.setdefault(target.details.get("image", ""), []).append(target)
    own = {target.name: target for target in scene.targets if target.kind == IMAGE}
    known = {**own, **given}
    return {"image_node": [_image(known[name], inside) for name, inside in layers.items() if name in known]}


def _image(image: RenderTarget, layers: Sequence[RenderTarget]) -> Dict[str, Any]:
    return dict(_node(image, _OF_IMAGE), layers=[_node(layer, _OF_LAYER) for layer in layers])


def _node(target: RenderTarget, more: Sequence[str]) -> Dict[str, Any]:
    node: Dict[str, Any] = {
        "name": target.name,
        "frames": str(target.frames),
        "renderable": "1" if target.enabled else "0",
        "output": target.output or None,
    }
    node.update((name, target.details.get(name) or None) for name in (*_COMMON, *more))
    return node
