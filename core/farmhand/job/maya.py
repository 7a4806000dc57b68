"""Maya's render layers as task.json describes them. Source: the farm's documents and its analyser 1.5.3."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Sequence

from farmhand.scene.model import RenderTarget, Scene

RENDER_SETUP = "render_setup_layer"
"""`RenderTarget.kind` of a render setup layer; any other layer is a legacy one."""
PREFERENCES = ("render_include_all_lights", "evaluation_mode")


def layer_names(scene: Scene) -> Dict[str, Any]:
    """The lists of layers beside their descriptions: all by legacy name in order, render setup ones by their own."""
    return {
        "layers": [target.name for target in scene.targets],
        "renderSetupLayer": sorted(target.label for target in scene.targets if target.kind == RENDER_SETUP),
    }


_SAMPLES = ("Camera", "Diffuse", "Specular", "Transmission", "Sss", "Volume Indirect")
"""What the farm's analyser calls the numbers of Arnold's `sampling`, in their order."""
_GPU_RENDERERS = frozenset(("redshift", "OctaneRender"))
_GPU_CODES = frozenset(("25022", "25033"))
"""Codes of tips that say that V-Ray or Arnold is set to graphics cards."""


def arnold_info(targets: Sequence[RenderTarget]) -> Dict[str, Any]:
    """`arnold_info`: size and samples of each layer that Arnold renders, off ones too; absent without one.

    Args:
        targets: The layers as chosen.
    """
    found = [
        dict(zip(_SAMPLES, target.details["sampling"].split()), width=str(target.width), height=str(target.height))
        for target in targets
        if target.renderer == "arnold" and "sampling" in target.details
    ]
    return {"arnold_info": found} if found else {}


def gpu_render(scene: Scene, targets: Sequence[RenderTarget]) -> Dict[str, int]:
    """`gpu_render`: the number 0 where processors render. What it is for graphics cards is recorded nowhere: absent.

    Args:
        scene: For its tips.
        targets: The layers as chosen.
    """
    renderers = {target.renderer for target in targets if target.enabled}
    cards = not renderers.isdisjoint(_GPU_RENDERERS) or any(tip.code in _GPU_CODES for tip in scene.tips)
    return {} if cards else {"gpu_render": 0}


def preferences(scene: Scene) -> Dict[str, str]:
    """What task_info says of Maya's own preferences: they change the pictures, but no scene file holds them."""
    return {name: scene.details[name] for name in PREFERENCES if name in scene.details}


def scene_info(scene: Scene, targets: Sequence[RenderTarget]) -> Dict[str, Any]:
    """The `scene_info` (and `scene_info_render`) of a Maya scene: one object a layer, off ones too, by legacy name.

    Args:
        scene: The analysed scene, for its cameras' shapes.
        targets: Its targets as analysed, or as chosen.
    """
    shapes = {camera.name: camera.shape for camera in scene.cameras}
    return {target.name: _layer(target, shapes) for target in targets}


def _option(details: Mapping[str, str]) -> Any:
    """The renderer's own settings; an empty text where none are known, as the farm has it."""
    if not details:
        return ""
    return {key: text.split() if key == "sampling" else text for key, text in details.items()}


def _layer(target: RenderTarget, shapes: Mapping[str, str]) -> Dict[str, Any]:
    frames = target.frames
    return {
        "renderable": "1" if target.enabled else "0",
        "layer_type": "1" if target.kind == RENDER_SETUP else "0",
        "render_locked": "0",
        "render_lock_code": {},
        "is_default_camera": "1",
        "is_deep_output": "deep" if target.deep else "",
        "env": {},
        "option": _option(target.details),
        "common": {
            "renderer": target.renderer,
            "image_file_prefix": target.output,
            "image_format": target.format,
            "start": str(frames.first),
            "end": str(frames.segments[0].end if len(frames.segments) == 1 else frames.last),
            "by_frame": str(frames.step),
            "frames": str(frames),
            "width": str(target.width),
            "height": str(target.height),
            "all_camera": [shapes.get(name, name) for name in target.all_cameras],
            "render_camera": [shapes.get(name, name) for name in target.cameras],
            "animation": str(target.animation),
            "renumber_frames": str(target.renumber),
        },
    }
