"""A Maya ASCII scene (.ma) read without Maya, as a Host."""

from __future__ import annotations

from farmhand.readers.ma_scene import MayaReader


class MayaAsciiReader(MayaReader):
    """One .ma file."""
