"""What a file is, judged by its first bytes: the ending is what somebody called it, the content is what it is.

Every file that is no scene, or none that can be read yet, is refused here with a sentence saying what it is instead.
"""

from __future__ import annotations

import os
import re

from farmhand.errors import SceneError
from farmhand.readers.ma_syntax import read_header
from farmhand.readers.mb_chunks import is_binary

MAYA_ASCII = "maya_ascii"
MAYA_BINARY = "maya_binary"
HOUDINI = "houdini"
CLARISSE = "clarisse"

_HEAD = 64 * 1024
_CONFLICT = re.compile(rb"^<<<<<<< ", re.M)
_HOUDINI_HEAD = re.compile(rb"070707[0-7]{70}|Hou(?:NC|LC)\x1a")
_CLARISSE_HEAD = b"#Isotropix_Serial_Version"
_ENDINGS = {
    ".ma": "Maya ASCII", ".mb": "Maya binary", ".hip": "Houdini", ".hiplc": "Houdini", ".hipnc": "Houdini",
    ".project": "Clarisse", ".render": "Clarisse", ".build": "Clarisse",
}  # fmt: skip
_KNOWN_STARTS = (
    (b"INDX", "a Houdini digital asset"), (b"FOR4", "an IFF file (an image or cache)"),
    (b"FOR8", "an IFF file (an image or cache)"), (b"PK\x03\x04", "a zip archive"), (b"\x1f\x8b", "a gzip file"),
    (b"#usda", "a USD file"), (b"PXR-USDC", "a USD file"), (b"Ogawa", "an Alembic file"), (b"\x89HDF", "an HDF5 file"),
    (b"Kaydara FBX", "an FBX file"), (b"; FBX", "an FBX file"), (b"BLENDER", "a Blender scene"),
    (b"version https://git-lfs", "a Git LFS pointer: the file itself was not fetched"),
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"v/1\x01", "a picture"), (b"<?xml", "an XML file"),
    (b"<!DOCTYPE", "a web page"), (b"<html", "a web page"), (b"%PDF", "a PDF"),
)  # fmt: skip


def sniff(path: str) -> str:
    """Which reader a scene file needs.

    Args:
        path: The file.

    Returns:
        MAYA_ASCII, MAYA_BINARY, HOUDINI or CLARISSE.

    Raises:
        SceneError: There is no such file, it cannot be opened, it is empty, holds a merge conflict, or is no
            scene of these programs.
    """
    head = _head(path)
    if not head.strip(b"\x00 \t\r\n"):
        raise SceneError("The scene {path} is empty.", "Save it again, or take it from a backup.", path=path)
    if is_binary(head):
        return MAYA_BINARY
    if _HOUDINI_HEAD.match(head):
        return HOUDINI
    if _CONFLICT.search(head):
        raise SceneError(
            "The scene {path} holds an unresolved merge conflict.",
            "Resolve the conflict in your version control, or take one of the two versions.",
            path=path,
        )
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_CLARISSE_HEAD):
        return CLARISSE
    if read_header(head) is not None:
        return MAYA_ASCII
    raise _refusal(path, head)


def _head(path: str) -> bytes:
    if os.path.isdir(path):
        raise SceneError("{path} is a folder, not a scene.", "Choose a scene file in it.", path=path)
    try:
        with open(path, "rb") as file:
            return file.read(_HEAD)
    except FileNotFoundError:
        raise SceneError("There is no scene {path}.", "Check the name and the folder.", path=path) from None
    except PermissionError:
        raise SceneError(
            "The scene {path} may not be read.", "Ask for the right to read it, or copy it.", path=path
        ) from None
    except OSError as error:
        why = error.strerror or str(error)
        raise SceneError(
            "The scene {path} cannot be read: {why}.", "Check the disk or the network.", path=path, why=why
        ) from error


def _refusal(path: str, head: bytes) -> SceneError:
    ending = os.path.splitext(path)[1].lower()
    called = _ENDINGS.get(ending, "")
    what = next((meaning for start, meaning in _KNOWN_STARTS if head.lstrip().startswith(start)), "")
    if what:
        return SceneError("{path} is no scene but {what}.", "Choose a scene file.", path=path, what=what)
    if called:
        return SceneError(
            "{path} is called a {called} scene, but does not begin like one.",
            "The file may be damaged or belong to another program: open it in {program} and save it again.",
            path=path,
            called=called,
            program=called.split(" ")[0],
        )
    return SceneError("{path} is not a scene of Maya, Houdini or Clarisse.", "Choose a scene file.", path=path)
