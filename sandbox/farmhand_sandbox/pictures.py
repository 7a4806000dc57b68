"""Draws placeholder frames, so that a person sees which layer, camera and frame came back.

The same frame gives the same bytes. Pillow is the only thing used; no font files are read.
"""

from __future__ import annotations

import colorsys
import io
import zlib
from typing import Tuple

from PIL import Image, ImageDraw

from farmhand_sandbox.facts import PLACEHOLDER_SIDE

_RED = (200, 30, 30)
_WHITE = (255, 255, 255)


def _colour(name: str, value: float) -> Tuple[int, int, int]:
    hue = (zlib.crc32(name.encode("utf-8", "replace")) % 360) / 360.0
    red, green, blue = colorsys.hsv_to_rgb(hue, 0.55, value)
    return int(red * 255), int(green * 255), int(blue * 255)


def _size(width: int, height: int) -> Tuple[int, int]:
    longer = max(width, height, 1)
    scale = min(1.0, PLACEHOLDER_SIDE / longer)
    return max(int(width * scale), 64), max(int(height * scale), 36)


def _plain(text: str) -> str:
    """The built-in bitmap font knows Latin letters only."""
    return text.encode("latin-1", "replace").decode("latin-1")


def placeholder(
    scene: str, layer: str, camera: str, frame: int, width: int, height: int, missing: int = 0
) -> bytes:
    """A PNG.

    Args:
        scene, layer, camera, frame: what is written into the picture.
        width, height: pixels of the real picture; the placeholder has its aspect, at most 320
        pixels on the long side. missing: files that were not uploaded; a red bar tells when there
        are any.
    """
    size = _size(width, height)
    image = Image.new("RGB", size, _colour(layer, 0.35))
    draw = ImageDraw.Draw(image)
    across = (frame * 7) % size[0]
    radius = size[1] // 5
    middle = size[1] * 2 // 3
    draw.ellipse(
        (across - radius, middle - radius, across + radius, middle + radius),
        fill=_colour(layer, 0.9),
    )
    for line, text in enumerate((scene, f"layer {layer}", f"camera {camera}", f"frame {frame}")):
        draw.text((8, 6 + line * 14), _plain(text), fill=_WHITE)
    if missing:
        draw.rectangle((0, size[1] - 18, size[0], size[1]), fill=_RED)
        draw.text((8, size[1] - 15), f"missing: {missing} files", fill=_WHITE)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()
