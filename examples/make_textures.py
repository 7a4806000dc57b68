"""Draws the textures of the example project `first_light`. They are committed; run this only to change them.

usage: .venv/bin/python examples/make_textures.py
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

IMAGES = Path(__file__).parent / "first_light" / "sourceimages"
TILES = {1001: (196, 92, 60), 1002: (60, 128, 186), 1011: (222, 178, 76)}
SMOKE_FRAMES = 12


def main() -> int:
    """Draw every texture. Returns the exit code."""
    save(floor(128), IMAGES / "floor.png")
    for tile, color in TILES.items():
        save(panel(64, color, str(tile)), IMAGES / "hero" / f"hero_color.{tile}.png")
    for frame in range(1, SMOKE_FRAMES + 1):
        save(smoke(64, frame), IMAGES / "smoke" / f"smoke.{frame:04d}.png")
    sys.stdout.write(f"Textures are in {IMAGES}\n")
    return 0


def save(picture: Image.Image, path: Path) -> None:
    """Write a small PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, optimize=True)


def floor(size: int) -> Image.Image:
    """A chequered floor of 8 by 8 fields."""
    picture = Image.new("RGB", (size, size), (188, 184, 176))
    draw = ImageDraw.Draw(picture)
    field = size // 8
    for row in range(8):
        for column in range(row % 2, 8, 2):
            corner = (column * field, row * field)
            draw.rectangle((*corner, corner[0] + field - 1, corner[1] + field - 1), fill=(92, 96, 104))
    return picture


def panel(size: int, color: tuple[int, int, int], label: str) -> Image.Image:
    """One UDIM tile: its colour, a border and its number."""
    picture = Image.new("RGB", (size, size), color)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((2, 2, size - 3, size - 3), outline=(240, 236, 228), width=2)
    draw.text((size // 2, size // 2), label, fill=(250, 250, 250), anchor="mm")
    return picture


def smoke(size: int, frame: int) -> Image.Image:
    """One frame of a puff that rises and spreads."""
    picture = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(picture)
    centre, radius = size * (1 - frame / (SMOKE_FRAMES + 4)), 6 + frame
    draw.ellipse((size / 2 - radius, centre - radius, size / 2 + radius, centre + radius), fill=220 - 12 * frame)
    return picture.filter(ImageFilter.GaussianBlur(4)).convert("LA")


if __name__ == "__main__":
    sys.exit(main())
