"""Local paths as the farm names them, and names from the farm as safe local paths.

Paths of Windows, UNC and POSIX are all understood on every system: a scene made on Windows is read on Linux too.
Nothing here touches the disk.
"""

from __future__ import annotations

import posixpath
import re

from farmhand.errors import JobError, TransferError

_DRIVE = re.compile(r"^([A-Za-z]):(/|$)")
_VARIABLE = re.compile(r"\$\{?[A-Za-z_]\w*\}?|%[A-Za-z_]\w*%|<[A-Za-z_]\w*>")
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"]
    + [port + digit for port in ("com", "lpt") for digit in "0123456789\u00b9\u00b2\u00b3"]
)
_LONGEST = 255
"""Bytes of one name that every usual file system takes."""


def forward(path: str) -> str:
    """The path with forward slashes, as task files and the farm write it."""
    return path.replace("\\", "/")


def is_absolute(path: str) -> bool:
    """Whether the path is absolute on Windows (drive or UNC) or POSIX, whatever system this is."""
    path = forward(path)
    return path.startswith("/") or bool(_DRIVE.match(path))


def unresolved(path: str) -> str:
    """The first variable or token left in the path (`$PROJ`, `%TEMP%`, `<UDIM>`), or an empty string."""
    if "$" not in path and "%" not in path and "<" not in path:
        return ""
    match = _VARIABLE.search(path)
    return match.group(0) if match else ""


def server_path(local: str) -> str:
    """Where a local file lies on the farm.

    `D:\\a\\b.png` is `/D/a/b.png`; `/mnt/x` stays; `//srv/share/x` is `/srv/share/x` (the farm's task file documents).

    Args:
        local: An absolute path of Windows or POSIX, without variables.

    Raises:
        JobError: The path is relative, holds a variable nobody resolved, or is no text.
    """
    if not local.isascii() and _is_no_text(local):
        raise JobError(
            "The name of {path!r} is no text in the system's encoding; the farm cannot have it.",
            "Rename the file.",
            path=local,
        )
    if _is_plain(local):
        return local
    path = forward(local)
    left = unresolved(path)
    if left:
        raise JobError(
            "The path {path} holds {token}, which was not resolved.",
            "Set the variable, or give the file's full path in the scene.",
            path=local,
            token=left,
        )
    if not is_absolute(path):
        raise JobError("The path {path} is relative.", "Give the file's full path.", path=local)
    drive = _DRIVE.match(path)
    if drive:
        path = "/" + drive.group(1) + path[2:]
    return posixpath.normpath("/" + path.lstrip("/"))


def _is_no_text(path: str) -> bool:
    """Whether a path holds bytes that are no text (as Python keeps them on POSIX), so that no JSON can carry it."""
    return any("\ud800" <= letter <= "\udfff" for letter in path)


def _is_plain(path: str) -> bool:
    """Whether a path is its own server path beyond doubt, as nearly all are where many are asked for."""
    return (
        path[:1] == "/"
        and path[-1] != "/"
        and not ("//" in path or "/." in path or "\\" in path or "$" in path or "%" in path or "<" in path)
    )


def safe_relative(name: str) -> str:
    """A relative name that came from the farm, proven to stay inside the folder it is joined to.

    Args:
        name: What the farm calls an output file, such as `19097_shot/beauty/shot.0001.png`.

    Returns:
        The same name with forward slashes and without `.` parts.

    Raises:
        TransferError: The name is absolute, climbs out, or names a drive or a device.
    """
    path = forward(name)
    parts = [part for part in path.split("/") if part not in ("", ".")]
    unsafe = (
        path.startswith("/")
        or path.rpartition("/")[2] in ("", ".")
        or any(part == ".." or ":" in part or "\0" in part or part != part.rstrip(" .") for part in parts)
        or any(part.split(".")[0].rstrip(" ").lower() in _DEVICES for part in parts)
        or _is_no_text(path)
        or any(len(part) > _LONGEST // 4 and len(part.encode("utf-8")) > _LONGEST for part in parts)
    )
    if unsafe:
        raise TransferError(
            "The farm names a file {name!r}, which would lie outside the chosen folder or is no file name.",
            "The file was left on the farm; tell the farm's support.",
            name=name,
        )
    return "/".join(parts)
