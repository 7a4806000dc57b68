"""Under which names RenderMan writes the pictures of a layer: its globals spell them out with tokens, ending and all.

Sources: Pixar's manual ("String tokens in RfM") for the tokens; scenes that RenderMan for Maya saved for the attributes
and how they are unset; for what stands for the layer, camera, version and take, a job that RenderMan for Maya 24 wrote:
`<scene>_<layer>_<camera>_<aov>.<f4>.<ext>` in `<ws>/images/<scene>_v<version>_t<take>` became
`images/spool_RIB_v001_t01/spool_RIB__perspShape_beauty.0001.exr`. What a layer other than the master is called there is
recorded nowhere: where its name is asked for, nothing is told.
"""

from __future__ import annotations

import re
from typing import Callable, Dict, Iterable, Match, Tuple

from farmhand.readers.ma_graph import as_number
from farmhand.readers.ma_overrides import MASTER, Plug
from farmhand.scene.model import RenderTarget

GLOBALS = "rmanGlobals"
UNSET: Dict[str, str] = {
    "imageFileFormat": "<scene>_<layer>_<camera>_<aov>.<f4>.<ext>",
    "imageOutputDir": "<ws>/images/<scene>_v<version>_t<take>",
    "version": "1",
    "take": "1",
}
_IMAGES = "<ws>/images"
_TOKEN = re.compile(r"<([^<>]*)>")
_FRAME = re.compile(r"f([0-9]?)\Z")


def pictures(
    target: RenderTarget, shapes: Iterable[str], scene: str, reads: Callable[[Plug], str]
) -> Tuple[str, ...]:
    """The first picture of each camera that renders, below the folder of images; none where any name is not known.

    Args:
        target: A layer that RenderMan renders.
        shapes: The shapes of the cameras that render.
        scene: The scene's name without folder and ending.
        reads: A setting's text in this layer, empty where the scene does not write it.
    """
    said = {name: reads((GLOBALS, name)) or unset for name, unset in UNSET.items()}
    folder = said["imageOutputDir"].replace("\\", "/").rstrip("/")
    if folder != _IMAGES and not folder.startswith(_IMAGES + "/"):
        return ()
    values = {
        "scene": scene, "aov": "beauty", "ext": target.format, "frame": str(target.frames.first),
        "version": "%03d" % as_number(said["version"], 1.0), "take": "%02d" % as_number(said["take"], 1.0),
    }  # fmt: skip
    if target.name == MASTER:
        values["layer"] = ""
    names = [
        _filled(folder[len(_IMAGES) :] + "/" + said["imageFileFormat"], dict(values, camera=shape), target)
        for shape in shapes
    ]
    return tuple(name.lstrip("/") for name in names) if target.format and all(names) else ()


def _filled(text: str, values: Dict[str, str], target: RenderTarget) -> str:
    """A text with its tokens replaced; empty where one is not known."""
    unknown = []

    def value(match: Match[str]) -> str:
        name = match.group(1).lower()
        frame = _FRAME.match(name)
        if frame:
            digits = int(frame.group(1) or 0)
            return "%0*d" % (digits + (target.frames.first < 0), target.frames.first)
        if name not in values:
            unknown.append(name)
        return values.get(name, "")

    filled = _TOKEN.sub(value, text)
    return "" if unknown else filled
