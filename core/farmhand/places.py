"""Finds the folders where Maya, Houdini and Clarisse keep what is one user's, on each system.

Everything is asked of a `System`, so that a test can be any computer. Nothing is written here. `install/install.py`
uses this before anything is installed, so it needs nothing but the standard library.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, field
from typing import Dict, Iterator, List, Mapping, Sequence, Tuple

WINDOWS, MACOS, LINUX = "windows", "macos", "linux"
MAYA, HOUDINI, CLARISSE = "maya", "houdini", "clarisse"
_DOCUMENTS_ID = "{FDD39AD0-238F-46AF-ADB4-6C85480369C7}"  # FOLDERID_Documents, learn.microsoft.com, KNOWNFOLDERID


@dataclass(frozen=True)
class System:
    """A computer and a user.

    Attributes:
        platform: `windows`, `macos` or `linux`.
        home: The user's home folder.
        environment: Its variables.
        documents: What Windows calls the user's Documents, wherever they were moved; elsewhere empty.
    """

    platform: str
    home: str
    environment: Mapping[str, str] = field(default_factory=dict)
    documents: str = ""

    @classmethod
    def here(cls) -> System:
        """The computer this runs on."""
        platform = {"win32": WINDOWS, "darwin": MACOS}.get(sys.platform, LINUX)
        documents = _known_documents() if platform == WINDOWS else ""
        return cls(platform, os.path.expanduser("~"), dict(os.environ), documents)

    def variable(self, name: str) -> str:
        """An environment variable's value with `~` resolved; empty where it is not set."""
        value = self.environment.get(name, "").strip()
        return os.path.join(self.home, value[2:]) if value[:2] in ("~/", "~\\") else value

    def all_documents(self) -> List[str]:
        """Every folder that may be the user's Documents: the shell's answer first, then OneDrive's, then the usual."""
        drives = [self.variable(name) for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")]
        folders = [self.documents, *(os.path.join(drive, "Documents") for drive in drives if drive)]
        return _once([folder for folder in folders if folder] + [os.path.join(self.home, "Documents")])

    def data_folder(self) -> str:
        """Where a program keeps what is this user's and nobody reads."""
        if self.platform == WINDOWS:
            root = self.variable("LOCALAPPDATA") or os.path.join(self.home, "AppData", "Local")
        elif self.platform == MACOS:
            root = os.path.join(self.home, "Library", "Application Support")
        else:
            root = self.variable("XDG_DATA_HOME") or os.path.join(self.home, ".local", "share")
        return os.path.join(root, "farmhand")


@dataclass(frozen=True)
class Place:
    """One folder of a program's, into which a pointer can be put.

    Attributes:
        dcc: `maya`, `houdini`, `clarisse`.
        folder: The folder that the program made for the user.
        versions: Which of its versions read it, oldest first; empty where that is not known.
    """

    dcc: str
    folder: str
    versions: Tuple[str, ...]


def find(system: System) -> List[Place]:
    """Every place of a program on this system, Maya's first."""
    return [*_maya(system), *_houdini(system), *_clarisse(system)]


def number(version: str) -> Tuple[int, ...]:
    """A version that compares: `20.5` is (20, 5)."""
    return tuple(int(part) for part in re.findall(r"\d+", version))


def _maya(system: System) -> Iterator[Place]:
    """One folder a version, and `modules` for all of them (help.autodesk.com, MAYA_APP_DIR)."""
    told = system.variable("MAYA_APP_DIR")
    if told:
        folders = [told]
    elif system.platform == WINDOWS:
        folders = [os.path.join(documents, "maya") for documents in system.all_documents()]
    elif system.platform == MACOS:
        folders = [os.path.join(system.home, "Library", "Preferences", "Autodesk", "maya")]
    else:
        folders = [os.path.join(system.home, "maya")]
    for folder in folders:
        versions = sorted({match.group(1) for match in _names(folder, r"((?:19|20)\d\d(?:\.5)?)(?:-x64)?")}, key=number)
        if versions or (told and os.path.isdir(folder)):
            yield Place(MAYA, folder, tuple(versions))


def _houdini(system: System) -> Iterator[Place]:
    """One folder a version; HOUDINI_USER_PREF_DIR may hold `__HVER__` for it (sidefx.com, HOUDINI_USER_PREF_DIR)."""
    told = system.variable("HOUDINI_USER_PREF_DIR")
    if told:
        patterns = [told.replace("\\", "/")]
    elif system.platform == WINDOWS:
        patterns = [documents + "/houdini__HVER__" for documents in (*system.all_documents(), system.home)]
    elif system.platform == MACOS:
        patterns = [system.home + "/Library/Preferences/houdini/__HVER__"]
    else:
        patterns = [system.home + "/houdini__HVER__"]
    for pattern in patterns:
        parent, name = os.path.split(pattern.rstrip("/"))
        if "__HVER__" in name:
            expression = re.escape(name).replace("__HVER__", r"(\d+\.\d+)")
            found = {match.group(1): match.group(0) for match in _names(parent, expression)}
            for version in sorted(found, key=number):
                yield Place(HOUDINI, os.path.join(parent, found[version]), (version,))
        elif os.path.isdir(pattern):
            versions = re.findall(r"\d+\.\d+", name)
            yield Place(HOUDINI, pattern, tuple(versions[-1:]))


def _clarisse(system: System) -> Iterator[Place]:
    if system.platform == WINDOWS:
        root = system.variable("APPDATA") or os.path.join(system.home, "AppData", "Roaming")
        parent = os.path.join(root, "Isotropix", "Clarisse")
    elif system.platform == MACOS:
        parent = os.path.join(system.home, "Library", "Preferences", "Isotropix", "Clarisse")
    else:
        parent = os.path.join(system.home, ".isotropix", "clarisse")
    for version in sorted((match.group(0) for match in _names(parent, r"\d+\.\d+(?:\.\d+)*")), key=number):
        yield Place(CLARISSE, os.path.join(parent, version), (version,))


def _names(folder: str, expression: str) -> Iterator[re.Match[str]]:
    """The folders in a folder whose whole name matches, as matches."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for name in names:
        match = re.fullmatch(expression, name)
        if match and os.path.isdir(os.path.join(folder, name)):
            yield match


def _once(folders: Sequence[str]) -> List[str]:
    """Each folder once, however it is spelled."""
    found: Dict[str, str] = {}
    for folder in folders:
        found.setdefault(os.path.normcase(os.path.realpath(folder)), folder)
    return list(found.values())


def _known_documents() -> str:
    """What Windows' shell says (learn.microsoft.com, SHGetKnownFolderPath); empty where it does not answer."""
    import ctypes
    import uuid

    windll = getattr(ctypes, "windll", None)
    if windll is None:
        return ""
    wanted = (ctypes.c_ubyte * 16).from_buffer_copy(uuid.UUID(_DOCUMENTS_ID).bytes_le)
    answer = ctypes.c_wchar_p()
    try:
        failed = windll.shell32.SHGetKnownFolderPath(ctypes.byref(wanted), 0, None, ctypes.byref(answer))
        return "" if failed else str(answer.value or "")
    finally:
        windll.ole32.CoTaskMemFree(answer)
