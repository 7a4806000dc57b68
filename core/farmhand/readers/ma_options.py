"""A renderer's own settings as task.json's `option` has them, for each layer.

Keys, kinds and defaults are what the farm's analyser writes for Arnold (recorded with 1.5.3); the attributes' spellings
are those of scenes that MtoA wrote. For other renderers nothing is recorded: their `option` stays empty, and the farm
reads the scene's.
"""

from __future__ import annotations

from typing import Callable, Dict, Mapping, NamedTuple, Tuple

from farmhand.readers.ma_graph import as_number, is_on
from farmhand.readers.ma_overrides import Plug

GLOBALS, OPTIONS, DRIVER = "defaultRenderGlobals", "defaultArnoldRenderOptions", "defaultArnoldDriver"

Reads = Callable[[Plug], str]


class Option(NamedTuple):
    """One key of `option`.

    Attributes:
        node, attribute: Where its value is.
        default: What it is where the scene writes none.
        kind: `switch`, `number`, `float` or `text`.
    """

    node: str
    attribute: str
    default: str
    kind: str


ARNOLD: Mapping[str, Option] = {
    "append": Option(DRIVER, "append", "0", "switch"),
    "tiled": Option(DRIVER, "tiled", "1", "switch"),
    "abortOnLicenseFail": Option(OPTIONS, "abortOnLicenseFail", "0", "switch"),
    "skipLicenseCheck": Option(OPTIONS, "skipLicenseCheck", "0", "switch"),
    "aov_output_mode": Option(DRIVER, "outputMode", "1", "number"),
    "merge_aovs": Option(DRIVER, "mergeAOVs", "0", "switch"),
    "motion_blur_enable": Option(OPTIONS, "motion_blur_enable", "0", "switch"),
    "abort_on_error": Option(OPTIONS, "abortOnError", "1", "switch"),
    "log_verbosity": Option(OPTIONS, "log_verbosity", "1", "number"),
    "auto_tx": Option(OPTIONS, "autotx", "1", "switch"),
    "textureMaxMemoryMB": Option(OPTIONS, "textureMaxMemoryMB", "4096", "float"),
    "threads_autodetect": Option(OPTIONS, "threads_autodetect", "1", "switch"),
    "absolute_texture_paths": Option(OPTIONS, "absoluteTexturePaths", "1", "switch"),
    "absolute_procedural_paths": Option(OPTIONS, "absoluteProceduralPaths", "1", "switch"),
    "pre_render_mel": Option(GLOBALS, "preMel", "", "text"),
    "post_render_mel": Option(GLOBALS, "postMel", "", "text"),
    "pre_render_layer_mel": Option(GLOBALS, "preRenderLayerMel", "", "text"),
    "post_render_layer_mel": Option(GLOBALS, "postRenderLayerMel", "", "text"),
    "pre_render_frame_mel": Option(GLOBALS, "preRenderMel", "", "text"),
    "post_render_frame_mel": Option(GLOBALS, "postRenderMel", "", "text"),
}

SAMPLING: Tuple[Tuple[str, str], ...] = (
    ("AASamples", "3"), ("GIDiffuseSamples", "2"), ("GISpecularSamples", "2"), ("GITransmissionSamples", "2"),
    ("GISssSamples", "2"), ("GIVolumeSamples", "2"),
)  # fmt: skip
"""Attribute and default of each number of `sampling`, which the farm has as a list."""


def options(renderer: str, reads: Reads) -> Dict[str, str]:
    """What `option` holds for one layer; nothing for renderers other than Arnold. `sampling` has its numbers by spaces.

    Args:
        renderer: The layer's.
        reads: A setting's text in this layer, empty where the scene does not write it.
    """
    if renderer != "arnold":
        return {}
    found = {key: _written(one, reads((one.node, one.attribute))) for key, one in ARNOLD.items()}
    numbers = [reads((OPTIONS, name)) or default for name, default in SAMPLING]
    found["sampling"] = " ".join(str(int(as_number(text, 0))) for text in numbers)
    return found


def _written(option: Option, text: str) -> str:
    said = text or option.default
    if option.kind == "switch":
        return str(is_on(said))
    if option.kind == "text":
        return said
    number = as_number(said, 0.0)
    return str(float(number)) if option.kind == "float" else str(int(number))
