"""Which attributes of a Clarisse file name files, which of those are outputs, and what kind of file each is.

Data only: `files` reads it. A new attribute or class belongs here.

Sources: real projects (filename, OSL_shader_filename, custom attributes of type filename_open), the vendor's reference
guide 5.0 (outputs, sequence_mode, classes of layers), code that drives the program (filename_sys, list attributes).
"""

from __future__ import annotations

import re
from typing import Tuple

INPUTS = frozenset(("filename", "filename_sys", "OSL_shader_filename", "OSL_filename"))
"""Attributes that name files to read; others whose name ends in one of INPUT_ENDINGS do too."""

INPUT_ENDINGS = ("_filename", "_filenames")

HINT = "filename"
"""What the name of each of those contains."""

OUTPUTS = frozenset(("save_as", "save_deep_data_as", "output_filename", "save_filename"))
"""Attributes that name files to write, whatever they end in."""

COMPUTED = {"filename_sys": "filename"}
"""Attributes that Clarisse computes from another: they count only where that one is not written."""

WRITERS = re.compile(r"Process\w*(?:Write|Export)\w*\Z")
"""Classes whose `filename` is written, not read (ProcessImageNodeWrite, ProcessAlembicExport)."""

CUSTOM_BLOCK = "custom_attributes"
CUSTOM_TYPES = {"filename_open": False, "filename": False, "folder": True}
"""Types of custom attributes that name files, and whether all in a folder is meant. The type is the block's word, the
attribute's name its label."""

OVERRIDES = "override_values"
"""The block in which a reference says what it changes inside; its lines may name attributes by their whole path."""

SEQUENCE_MODE = "sequence_mode"
"""Not 0 where the last number in the object's file name is one frame of many."""

REFERENCED_SCENES = (".project", ".build")
"""Endings of files that name further files and are looked into."""

_TEXTURE_CLASSES = ("Texture", "LayerFile", "Light")
_KIND_BY_ENDING = {
    "project": "reference", "build": "reference", "render": "reference", "archive": "reference",
    "abc": "cache", "obj": "cache", "lwo": "cache", "ply": "cache", "fbx": "cache", "bgeo": "cache", "prt": "cache",
    "usd": "proxy", "usda": "proxy", "usdc": "proxy", "usdz": "proxy", "vdb": "volume", "f3d": "volume",
    "ies": "light", "osl": "other", "oso": "other", "wav": "audio", "ocio": "color", "cube": "color", "csv": "other",
    "exr": "texture", "tif": "texture", "tiff": "texture", "tx": "texture", "png": "texture", "jpg": "texture",
    "jpeg": "texture", "hdr": "texture", "tga": "texture", "bmp": "texture", "psd": "texture", "dpx": "texture",
}  # fmt: skip
_ENDING = re.compile(r"\.(\w+)\Z")

BELONGS_TO_CLARISSE = "belongs to Clarisse's installation"
INSTALLATION = re.compile(r"\$\{?CLARISSE_BIN_DIR\b")
"""What the path of a file begins with that every farm node has anyway."""

TOKENS: Tuple[Tuple[str, str], ...] = (
    (r"\$\{?\d*F\d*\}?(?::(?=\w)|(?!\w))", "<Frame>"),
    (r"\{frame(?::[^{}]*)?\}", "<Frame>"),
    (r"(?<![<A-Za-z])(?!(?<=_)MAPID_)MAPID(?![>A-Za-z])", "<mapid>"),
    (r"\*+", "<any>"),
)
"""Tokens of Clarisse -> the spelling that `scene.expand` has. A `:` marks a variable's end (`$F:_final`)."""

VARIABLE_END = re.compile(r"\$(\w+):(?=\w)")
"""A variable whose end is marked (the vendor's guide, Global Variables)."""


def is_input(kind: str, attribute: str) -> bool:
    """Whether an attribute of a class names files to read."""
    if attribute in OUTPUTS or WRITERS.match(kind):
        return False
    return attribute in INPUTS or attribute.endswith(INPUT_ENDINGS)


def file_kind(kind: str, path: str) -> str:
    """What a file is, in the words of Reference.kind: by its ending, else by the class that names it."""
    ending = _ENDING.search(path)
    found = _KIND_BY_ENDING.get(ending.group(1).lower(), "") if ending else ""
    return found or ("texture" if kind.startswith(_TEXTURE_CLASSES) else "other")
