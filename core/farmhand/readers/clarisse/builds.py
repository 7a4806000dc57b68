"""What renders in a build file, version 5's other kind: ranges of frames and the nodes that write pictures.

A range is a target of kind `image`, each writer it names one of kind `layer`, which is how the farm names them:
`build://range` and `build://range===build://write`. No build file of a production was seen: this follows the farm's
analyser, and reads no more than it does.
"""

from __future__ import annotations

import re
from typing import Iterator, List, Tuple

from farmhand.errors import JobError
from farmhand.frames import FrameRange
from farmhand.readers.clarisse.images import ENDINGS, FORMATS, IMAGE, LAYER
from farmhand.readers.clarisse.items import ROOT, Item, Project, whole_number
from farmhand.scene.model import WARNING, RenderTarget, Tip

RANGE, WRITER = "ProcessVariableRange", "ProcessImageNodeWrite"
_ROOT = "build://"
_JOINED = "==="
_FRAME = "F"
_COLONS = re.compile(r"\s*(-?\d{1,9})\s*:\s*(-?\d{1,9})\s*(?::\s*(\d{1,9})\s*)?\Z")

_TOO_LONG = re.compile(r"\d{10}")


def builds(project: Project) -> Tuple[Tuple[RenderTarget, ...], Tuple[Tip, ...]]:
    """The ranges over frames with their writers, and what is to be told of them."""
    unread: List[str] = []
    writers = {item.name: item for item in project.items if item.kind == WRITER}
    targets: List[RenderTarget] = []
    for item in project.items:
        if item.kind == RANGE and item.block.text("variable") == _FRAME:
            targets += _range(item, [writers[name] for name in _names(item) if name in writers], unread)
    if not unread:
        return tuple(targets), ()
    return tuple(targets), (Tip("frames_unknown", WARNING, "The frames of a range cannot be read.", tuple(unread)),)


def _range(item: Item, writers: List[Item], unread: List[str]) -> Iterator[RenderTarget]:
    name, text = _url(item), item.block.text("values")
    try:
        frames = frame_values(text)
    except JobError as error:
        unread.append("%s: %s" % (name, error))
        return
    yield _target(item, IMAGE, name, False, frames, "")
    for writer in writers:
        enabled = not (item.disabled or writer.disabled)
        yield _target(writer, LAYER, name + _JOINED + _url(writer), enabled, frames, name)


def frame_values(text: str) -> FrameRange:
    """Frames as a range writes them: `1:10` and `1:10:2`, or as everybody does.

    Raises:
        JobError: The text is none of these.
    """
    match = _COLONS.match(text)
    if _TOO_LONG.search(text):
        raise JobError("The frames {text!r} cannot be read.", "Give numbers of at most 9 digits.", text=text)
    if not match:
        return FrameRange.parse(text)
    return FrameRange.span(int(match.group(1)), int(match.group(2)), int(match.group(3) or 1))


def _target(item: Item, kind: str, name: str, enabled: bool, frames: FrameRange, image: str) -> RenderTarget:
    written = item.block.text("format", FORMATS[0])
    number = whole_number(written)
    farm_format = FORMATS[number] if number is not None and 0 <= number < len(FORMATS) else written
    details = {"format": farm_format, "save_to_disk": "1" if kind == LAYER else "0"}
    details.update({"image": image} if image else {"LUT": item.block.text("LUT", "linear")})
    return RenderTarget(
        name=name,
        label=item.name,
        kind=kind,
        enabled=enabled,
        frames=frames,
        cameras=(),
        all_cameras=(),
        width=0,
        height=0,
        renderer="",
        output=item.block.text("filename") if kind == LAYER else "",
        format=ENDINGS.get(farm_format.rstrip("0123456789"), ""),
        animation=len(frames) > 1,
        details=details,
    )


def _names(item: Item) -> List[str]:
    """The names of the processes that a range runs, however far down they are addressed."""
    return [re.split(r"[/.]", value.text)[-1] for value in item.block.values("process")]


def _url(item: Item) -> str:
    return _ROOT + item.url[len(ROOT) :]
