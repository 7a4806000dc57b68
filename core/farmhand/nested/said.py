"""What a reader of one format tells: the words between the readers and the walk.

Data only. What a text means on this disk is `resolve`'s matter.
"""

from __future__ import annotations

import os
import re
from typing import Any, Callable, Iterator, Mapping, NamedTuple, Tuple, Union

from farmhand.errors import FarmhandError
from farmhand.nested.source import Source


class Unreadable(FarmhandError):
    """A file is not what its reader reads: cut off, damaged, of another kind. Becomes a Tip; never reaches a user."""

    code = "nested_unreadable"


class Named(NamedTuple):
    """A text inside a file that names files.

    Attributes:
        attribute: Where inside the file, as its program says it: `procedural filename`, `inputs:file`.
        text: The text as the file holds it, tokens and all.
        kind: As in Reference.
        required: Whether a file is missing where none is found.
        folder: Whether the text may be a folder, all of whose files count.
        search: Which of the file's search paths apply (see Where); empty for those without a name.
        also: What to look for instead of `text`, in turn, where the text is no path by itself.
        tx: Whether a `.tx` beside a texture goes too: Arnold reads it instead.
        ignored: Why nothing is looked for on this disk; empty otherwise.
    """

    attribute: str
    text: str
    kind: str = "other"
    required: bool = True
    folder: bool = False
    search: str = ""
    also: Tuple[str, ...] = ()
    tx: bool = False
    ignored: str = ""


class Where(NamedTuple):
    """Where the file says that relative names lie; counts for the whole file, before and after.

    Attributes:
        search: The `Named.search` it is for; empty for those without a name.
        folders: Folders, absolute or relative to the file's own; variables allowed.
        variables: Values the file itself gives to variables. What the user set wins.
    """

    search: str = ""
    folders: Tuple[str, ...] = ()
    variables: Mapping[str, str] = {}


class Doubt(NamedTuple):
    """The reader could only guess, or left something out.

    Attributes:
        reason: Why, in a few words.
    """

    reason: str


Item = Union[Named, Where, Doubt, None]
"""What a reader yields. None says that a slice of work is done, so that others may run; once a few milliseconds."""

Reader = Callable[[Source], Iterator[Item]]
"""Reads one file. May raise Unreadable, OSError and what parsing damaged data raises; never anything else."""

BELONGS_TO_PROGRAM = "belongs to the renderer's installation"

_KINDS = (
    ("texture", "exr tx tex tif tiff png jpg jpeg tga hdr hdri rat pic iff psd bmp gif dpx cin sgi rgb ptx ptex dds "
                "webp heic avif vrimg rstexbin b2t"),
    ("volume", "vdb nvdb f3d vol aur prt bgeo"),
    ("cache", "abc xuv xpd bin bif mc mcx pdc fur gz"),
    ("proxy", "ass usd usda usdc usdz vrscene vrmesh rs rib mtlx obj fbx ply gltf glb zip"),
    ("light", "ies"),
    ("color", "ocio spi1d spi3d spimtx cube 3dl csp lut cc ccc cdl clf ctf cub icc icm look vf hdl itx mga m3d"),
    ("reference", "ma mb"),
    ("audio", "wav aif aiff mp3 ogg flac m4a"),
)  # fmt: skip

KIND_OF_ENDING: Mapping[str, str] = {ending: kind for kind, endings in _KINDS for ending in endings.split()}
"""A file ending without its dot -> `kind` of Reference."""

_FOLDERS = re.compile(r";|(?<![A-Za-z]):|(?<=[^:;][A-Za-z]):")

EMPTY: Mapping[str, Any] = {}


def kind_of(text: str, otherwise: str = "other") -> str:
    """The kind of the files a text names, judged by its ending."""
    name = text.lower()
    if name.endswith(".gz"):
        name = name[:-3]
    return KIND_OF_ENDING.get(os.path.splitext(name)[1][1:], otherwise)


def folders_of(text: str) -> Tuple[str, ...]:
    """The folders of a search path, separated by `;` or `:`; the colon of a drive (`C:/a:D:/b`) separates nothing."""
    return tuple(folder.strip() for folder in _FOLDERS.split(text) if folder.strip())


def looks_like_file(text: str) -> bool:
    """Whether a text ends like a file that a render reads, and holds nothing a file name cannot."""
    if not 3 <= len(text) <= 4096 or any(sign in text for sign in '\n\r\t"\0'):
        return False
    return kind_of(text, "") != ""
