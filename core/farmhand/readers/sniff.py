"""What a file is, judged by its first bytes: the ending is what somebody called it, the content is what it is.

Every file that is no scene, or none that can be read yet, is refused here with a sentence saying what it is instead.
"""

from __future__ import annotations

import os
import re

from farmhand.errors import SceneError
from farmhand.readers.ma_syntax import read_header

MAYA_ASCII = "maya_ascii"

_HEAD = 64 * 1024
_CONFLICT = re.compile(rb"^<<<<<<< ", re.M)
_MAYA_BINARY = re.compile(rb"FOR[48].{4,28}?Maya", re.S)
_BINARY_VERSION = re.compile(rb"VERS[^0-9]{1,12}([0-9][0-9A-Za-z. ]*)")
_HOUDINI = re.compile(rb"070707[0-7]{70}|Hou(?:NC|LC)\x1a")
_CLARISSE = b"#Isotropix_Serial_Version"
_ENDINGS = {
    ".ma": "Maya ASCII", ".mb": "Maya binary", ".hip": "Houdini", ".hiplc": "Houdini", ".hipnc": "Houdini",
    ".project": "Clarisse", ".render": "Clarisse",
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
        MAYA_ASCII.

    Raises:
        SceneError: There is no such file, it cannot be opened, it is empty, holds a merge conflict, belongs to a
            program
            whose files cannot be read yet, or is no scene.
    """
    head = _head(path)
    if not head.strip(b"\x00 \t\r\n"):
        raise SceneError("The scene {path} is empty.", "Save it again, or take it from a backup.", path=path)
    if _CONFLICT.search(head):
        raise SceneError(
            "The scene {path} holds an unresolved merge conflict.",
            "Resolve the conflict in your version control, or take one of the two versions.",
            path=path,
        )
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
    if _MAYA_BINARY.match(head):
        found = _BINARY_VERSION.search(head)
        version = found.group(1).decode("ascii").strip() if found else ""
        return SceneError(
            "{path} is a Maya binary scene{version}, which cannot be read yet.",
            "Save it as Maya ASCII (.ma), or send it from inside Maya.",
            path=path,
            version=" of Maya " + version if version else "",
        )
    program = "Houdini" if _HOUDINI.match(head) else "Clarisse" if head.lstrip().startswith(_CLARISSE) else ""
    if program:
        return SceneError(
            "{path} is a {program} scene, which cannot be read yet.",
            "Send it from inside {program}.",
            path=path,
            program=program,
        )
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
