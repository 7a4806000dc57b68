"""Folders full of small files to measure on, made in a temporary folder and removed again."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Iterator, List

FRAMES = 100
"""Files of one sequence."""
AGE = 3600
"""Seconds since the files were last changed."""


@dataclass(frozen=True)
class Tree:
    """Sequences in folders.

    Attributes:
        root: The temporary folder; `data` in it is for whoever keeps records.
        folders: Absolute paths.
        patterns: One for each sequence, with `####` for the frame.
        files: Every file.
    """

    root: str
    folders: List[str]
    patterns: List[str]
    files: List[str]

    def fresh(self) -> str:
        """An empty folder for records."""
        return tempfile.mkdtemp(dir=self.root)


@contextmanager
def tree(files: int, folders: int, size: int = 0) -> Iterator[Tree]:
    """Make a tree.

    Args:
        files: How many, all in all.
        folders: In how many folders.
        size: Bytes of each.
    """
    root = tempfile.mkdtemp(prefix="farmhand-bench-")
    try:
        made = Tree(root, [], [], [])
        content = os.urandom(size)
        when = time.time() - AGE
        for number in range(folders):
            folder = os.path.join(root, "textures", "set%04d" % number)
            os.makedirs(folder)
            made.folders.append(folder)
            for sequence in range(max(1, files // folders // FRAMES)):
                made.patterns.append("%s/smoke%04d.####.exr" % (folder, sequence))
                for frame in range(1, min(FRAMES, files // folders) + 1):
                    path = "%s/smoke%04d.%04d.exr" % (folder, sequence, frame)
                    _write(path, content, when)
                    made.files.append(path)
        yield made
    finally:
        shutil.rmtree(root)


def _write(path: str, content: bytes, when: float) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT)
    os.write(handle, content)
    os.close(handle)
    os.utime(path, (when, when))
