"""Under which names Maya writes the pictures of a render layer, and which of them would overwrite each other.

The rules are those of Autodesk's manual ("Subfolders and names of rendered images", "File Output"): tokens; without a
token for them a folder for the layer where a scene has several, and for the camera where several render; number and
ending in the order of Frame/Animation ext; renumbering. They hold for renderers that leave the names to Maya.
"""

from __future__ import annotations

import re
from typing import Dict, Iterator, List, Mapping, Match, Sequence, Tuple

from farmhand.paths import forward, is_absolute
from farmhand.scene.model import RenderTarget

NAMED_BY_MAYA = frozenset(("mayaSoftware", "mayaHardware", "mayaHardware2", "mayaVector", "arnold"))
"""Renderers whose pictures Maya names. V-Ray, Redshift, RenderMan and others have rules of their own."""
NAME, NUMBER, ENDING = "<name>", "<number>", "<ending>"
"""What `Numbering.pattern` is made of."""
_TOKEN = re.compile(r"<(\w+)>|%([slcvn])")
_LETTERS = {"s": "scene", "n": "scene", "l": "renderlayer", "c": "camera", "v": "version"}
_LAYER, _CAMERA = ("renderlayer", "layer"), ("camera",)
_NO_PREFIX = "<Scene>"
_FIRST_AT_MOST = 100_000


def stem(target: RenderTarget, camera: str, scene: str, layers: int) -> str:
    """A picture's path below the folder of images, without number and ending.

    Args:
        target: A Maya layer, with the cameras that render.
        camera: One of them.
        scene: The scene's name without folder and ending.
        layers: How many render layers the scene has.
    """
    prefix = forward(target.output.strip()) or _NO_PREFIX
    said = {_word(match) for match in _TOKEN.finditer(prefix)}
    if not is_absolute(prefix):
        if len(target.cameras) > 1 and said.isdisjoint(_CAMERA):
            prefix = "<Camera>/" + prefix
        if layers > 1 and said.isdisjoint(_LAYER):
            prefix = "<RenderLayer>/" + prefix
    values = {
        "scene": scene, "renderlayer": target.label, "layer": target.label, "version": target.numbering.version,
        "camera": camera.rpartition("|")[2].replace(":", "_"), "extension": target.format,
    }  # fmt: skip
    return _TOKEN.sub(lambda match: values.get(_word(match), match.group()), prefix)


def _word(match: Match[str]) -> str:
    return (match.group(1) or _LETTERS[match.group(2)]).lower()


def picture(target: RenderTarget, of: str, number: int) -> str:
    """A picture's whole name.

    Args:
        target: Its layer.
        of: From `stem`.
        number: The number in its name.
    """
    numbering = target.numbering
    digits = "%0*d" % (numbering.padding + (number < 0), number)
    name = numbering.pattern if target.animation else NAME + "." + ENDING
    return name.replace(ENDING, numbering.ending or target.format).replace(NUMBER, digits).replace(NAME, of)


def numbers(target: RenderTarget) -> Iterator[int]:
    """The number in the name of each picture, in the order of the frames. Maya leaves fractions out."""
    for count, frame in enumerate(target.frames):
        yield int(target.numbering.start + count * target.numbering.step) if target.renumber else frame


def first_pictures(target: RenderTarget, scene: str, layers: int) -> Tuple[str, ...]:
    """The first picture of each camera that renders; none where the renderer has rules of its own.

    Args:
        target: A Maya layer.
        scene, layers: As for `stem`.
    """
    if target.renderer not in NAMED_BY_MAYA or not target.format:
        return ()
    number = next(numbers(target), 0)
    return tuple(picture(target, stem(target, camera, scene, layers), number) for camera in target.cameras)


def overwritten(targets: Sequence[RenderTarget], scene: str, layers: int) -> List[Tuple[str, Tuple[str, ...]]]:
    """Names that several layers, or several cameras of one, would write, with who writes them.

    Args:
        targets: The Maya layers that render.
        scene, layers: As for `stem`.
    """
    writers: Dict[str, Dict[str, RenderTarget]] = {}
    for target in targets:
        for camera in target.cameras if target.renderer in NAMED_BY_MAYA else ():
            of = picture(target, stem(target, camera, scene, layers), 0)
            writers.setdefault(of.lower(), {}).setdefault("%s, %s" % (target.label, camera), target)
    found = []
    for name, of_name in writers.items():
        shared = _shared(of_name)
        if shared:
            found.append((name, shared))
    return found


def _shared(writers: Mapping[str, RenderTarget]) -> Tuple[str, ...]:
    """Those who write a number that another one writes too."""
    if len(writers) < 2:
        return ()
    taken: Dict[int, str] = {}
    shared: Dict[str, None] = {}
    for writer, target in writers.items():
        for count, number in enumerate(numbers(target) if target.animation else (0,)):
            if count >= _FIRST_AT_MOST:
                break
            other = taken.setdefault(number, writer)
            if other != writer:
                shared.update({other: None, writer: None})
    return tuple(shared)


def repeats_numbers(target: RenderTarget) -> bool:
    """Whether renumbering gives several pictures of a layer one number."""
    return target.renumber and target.animation and len(target.frames) > 1 and abs(target.numbering.step) < 1


def pattern(before_ending: bool, period: int, with_ending: bool) -> str:
    """How Maya orders name, number and ending.

    Args:
        before_ending: Its switch putFrameBeforeExt.
        period: Its periodInExt: 0 nothing, 1 a point, 2 an underscore between name and number.
        with_ending: Whether names have an ending at all.
    """
    between = ("", ".", "_")[period] if period in (0, 1, 2) else "."
    if not with_ending:
        return NAME + between + NUMBER
    return NAME + between + NUMBER + "." + ENDING if before_ending else NAME + "." + ENDING + "." + NUMBER
