"""A release on a network folder: copied whole, checked by its sums, one folder a version: running seats keep theirs."""

from __future__ import annotations

import hashlib
import os
import shutil
from typing import Dict, List, Tuple

from record import InstallError, failed

SUMS = "SHA256SUMS"


def folder_for(shared: str, version: str) -> str:
    """The folder of one version in the studio's folder."""
    return os.path.join(os.path.abspath(shared), "farmhand-" + version)


def listed(root: str) -> List[Tuple[str, str]]:
    """Sum and path (with `/`) of each file of a release.

    Raises:
        InstallError: It is no release: a checkout lacks the libraries that seats need.
    """
    try:
        with open(os.path.join(root, SUMS), encoding="utf-8") as stream:
            lines = stream.read().splitlines()
    except OSError:
        raise InstallError(
            "{} is no release: it has no {}. Unpack a zip, or make one (install/release.py).".format(root, SUMS)
        ) from None
    return [(line[:64], line[66:]) for line in lines if line]


def copy(root: str, folder: str) -> None:
    """Copy a release, so that the folder is there whole or not at all.

    Raises:
        InstallError: The source is damaged, or the target cannot be written or is something else.
    """
    entries = checked(root)
    if os.path.exists(folder):
        if os.path.isfile(os.path.join(folder, SUMS)) and listed(folder) == entries:
            for total, path in entries:
                if _sum(os.path.join(folder, path)) != total:
                    _copy_file(os.path.join(root, path), os.path.join(folder, path))
            return
        raise InstallError("{} is there and is another release. Take it away first (--uninstall).".format(folder))
    staging = folder + ".part"
    try:
        shutil.rmtree(staging, ignore_errors=True)
        fill(root, staging)
        os.rename(staging, folder)
    except OSError as error:
        shutil.rmtree(staging, ignore_errors=True)
        raise failed(folder, "written", error) from error


def fill(root: str, folder: str) -> None:
    """Copy every file of a release into a folder, which may hold something already."""
    for path in [path for _, path in checked(root)] + [SUMS]:
        _copy_file(os.path.join(root, path), os.path.join(folder, path))


def checked(root: str) -> List[Tuple[str, str]]:
    """What `listed` tells, after a look at each file.

    Raises:
        InstallError: One is not as it was released.
    """
    entries = listed(root)
    damaged = [path for total, path in entries if _sum(os.path.join(root, path)) != total]
    if damaged:
        raise InstallError("{} is damaged: {} is not as released. Unpack the zip again.".format(root, damaged[0]))
    return entries


def remove(folder: str) -> None:
    """Remove the files of a release, what Python made of them, and the folders that are empty then."""
    if not os.path.isdir(folder):
        raise InstallError("{} is not there.".format(folder))
    try:
        for path in [path for _, path in listed(folder)] + [SUMS]:
            if os.path.exists(os.path.join(folder, path)):
                os.remove(os.path.join(folder, path))
        for below, folders, _ in os.walk(folder, topdown=False):
            for name in folders:
                if name == "__pycache__":
                    shutil.rmtree(os.path.join(below, name))
            if not os.listdir(below):
                os.rmdir(below)
    except OSError as error:
        raise failed(folder, "removed", error) from error


def variables(folder: str) -> Dict[str, str]:
    """The environment variables with which a studio needs no pointer on any seat."""
    folder = folder.replace("\\", "/")
    found = {
        "MAYA_MODULE_PATH": folder + "/maya_plugin",
        "HOUDINI_PACKAGE_DIR": folder + "/houdini_plugin",
        "CLARISSE_STARTUP_SCRIPT": folder + "/clarisse_plugin/startup.py",
    }
    return {name: path for name, path in found.items() if os.path.exists(path)}


def _copy_file(source: str, target: str) -> None:
    os.makedirs(os.path.dirname(target), exist_ok=True)
    shutil.copyfile(source, target)
    shutil.copymode(source, target)


def _sum(path: str) -> str:
    try:
        with open(path, "rb") as stream:
            return hashlib.sha256(stream.read()).hexdigest()
    except OSError:
        return ""
