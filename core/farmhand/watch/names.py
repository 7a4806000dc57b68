"""Where each file of the farm comes to lie below the chosen folder: the same place every time, and a place of its own.

Two names that differ only in the case of letters or in how Unicode writes them are one file on many disks; the second
of them gets a number, on every system, as the folder may be read by another.
"""

from __future__ import annotations

import os
import unicodedata
from typing import Dict, Iterable, Tuple

from farmhand.paths import safe_relative


class Names:
    """The local names of one download.

    Args:
        keep: Keep the folder that is named after the task.
        known: Remote and local names of earlier times.
    """

    def __init__(self, keep: bool, known: Iterable[Tuple[str, str]] = ()) -> None:
        self._keep = keep
        self._local: Dict[str, str] = {}
        self._taken: Dict[str, str] = {}
        for remote, local in known:
            self._local[remote] = local
            self._taken[_key(local)] = remote

    def local(self, remote: str) -> str:
        """The name below the chosen folder, with forward slashes.

        Args:
            remote: The path as the farm names it.

        Raises:
            TransferError: The name would lead outside, or is no file name.
        """
        found = self._local.get(remote)
        if found is not None:
            return found
        safe = safe_relative(remote)
        name = safe if self._keep or "/" not in safe else safe.split("/", 1)[1]
        stem, dot = os.path.splitext(name)
        number = 1
        while self._taken.setdefault(_key(name), remote) != remote:
            number += 1
            name = "{} ({}){}".format(stem, number, dot)
        self._local[remote] = name
        return name


def _key(name: str) -> str:
    """Equal for names that some disk takes for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
