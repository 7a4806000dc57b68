"""What an installation changed, kept so that it can be undone byte for byte: a JSON file in the user's data folder.

It is written before anything else is, so that an installation which was cut off can be undone too.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from typing import Dict, List, Optional

NAME = "installed.json"


class InstallError(Exception):
    """Something that whoever installs must know: which file, why, what to do."""


@dataclass
class Change:
    """One file that was made or changed.

    Attributes:
        dcc: Whose file.
        before: Its bytes before Farmhand; None where there was none.
        after: SHA-256 of what was written.
    """

    dcc: str
    before: Optional[bytes]
    after: str


@dataclass
class Record:
    """All changes of one user, and the folders that were made for them.

    Attributes:
        path: Of the record itself.
        root: The Farmhand that the pointers lead to.
        changes: By the path of the file.
        folders: Made by us, in that order.
    """

    path: str
    root: str = ""
    changes: Dict[str, Change] = field(default_factory=dict)
    folders: List[str] = field(default_factory=list)

    @classmethod
    def load(cls, folder: str) -> Record:
        """The record in a folder; an empty one where there is none.

        Raises:
            InstallError: There is one that cannot be read.
        """
        path = os.path.join(folder, NAME)
        content = read(path)
        if content is None:
            return cls(path)
        try:
            data = json.loads(content.decode("utf-8"))
            changes = {
                name: Change(entry["dcc"], _bytes(entry["before"]), entry["after"])
                for name, entry in data["changes"].items()
            }
            return cls(path, data["root"], changes, list(data["folders"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InstallError(
                "The record of what was installed, {}, cannot be read ({}). Remove it; then --uninstall still finds "
                "Farmhand's own files and entries, but leaves folders that it made.".format(path, error)
            ) from error

    def save(self) -> None:
        """Write the record."""
        self.make_folder(os.path.dirname(self.path))
        changes = {
            name: {"dcc": change.dcc, "before": _text(change.before), "after": change.after}
            for name, change in self.changes.items()
        }
        data = {"root": self.root, "changes": changes, "folders": self.folders}
        write(self.path, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))

    def make_folder(self, folder: str) -> None:
        """Make a folder and those above it, and remember which were not there."""
        absent = []
        while folder and not os.path.isdir(folder):
            absent.append(folder)
            folder = os.path.dirname(folder)
        for folder in reversed(absent):
            try:
                os.mkdir(folder)
            except OSError as error:
                raise failed(folder, "made", error) from error
            if folder not in self.folders:
                self.folders.append(folder)

    def forget(self) -> None:
        """Remove the record, and the folders that were made and hold nothing."""
        remove(self.path)
        for folder in sorted(self.folders, key=len, reverse=True):
            try:
                os.rmdir(folder)
            except OSError:
                continue  # gone, or somebody put something in: then it is theirs


def digest(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def read(path: str) -> Optional[bytes]:
    """A file's bytes; None where there is no file."""
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise failed(path, "read", error) from error


def write(path: str, content: bytes) -> None:
    """Write a file whole or not at all, with the permissions that it had; a link stays a link."""
    path = os.path.realpath(path)
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=os.path.dirname(path))
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        if os.path.exists(path):
            shutil.copymode(path, temporary)
        else:
            os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        if temporary and os.path.exists(temporary):
            os.remove(temporary)
        raise failed(path, "written", error) from error


def remove(path: str) -> None:
    """Remove a file, where it is there."""
    try:
        os.remove(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise failed(path, "removed", error) from error


def failed(path: str, what: str, error: OSError) -> InstallError:
    """What is told of a file that the system refuses; `what` is `read`, `written`, `removed` or `made`."""
    return InstallError(
        "{} cannot be {}: {}. Close the program that uses it, look at its permissions, and run this again.".format(
            path, what, (error.strerror or str(error)).lower()
        )
    )


def _text(content: Optional[bytes]) -> Optional[str]:
    return None if content is None else base64.b64encode(content).decode("ascii")


def _bytes(text: Optional[str]) -> Optional[bytes]:
    return None if text is None else base64.b64decode(text, validate=True)
