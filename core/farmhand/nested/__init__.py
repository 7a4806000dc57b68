"""Files named inside files: textures in an Arnold proxy, layers in a USD stage, look-up tables in an OCIO config.

A package and not the single file `scene/nested.py` of the design, because each format is a subject of its own.
It finds and lists; it neither copies nor repairs. Scenes of Maya, Houdini and Clarisse are read in `readers/`.
"""

from farmhand.nested.registry import READERS, reader_for
from farmhand.nested.said import Doubt, Item, Named, Reader, Unreadable, Where
from farmhand.nested.source import Source
from farmhand.nested.walk import LIMITS, Limits, Nested, nested

__all__ = [
    "LIMITS",
    "READERS",
    "Doubt",
    "Item",
    "Limits",
    "Named",
    "Nested",
    "Reader",
    "Source",
    "Unreadable",
    "Where",
    "nested",
    "reader_for",
]
