"""Where the real scenes are, for the tests that read them; they are not part of this repository."""

from __future__ import annotations

import os
from typing import List

import pytest

_HERE = os.path.dirname(os.path.abspath(__file__))
_REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(_HERE)))
FOLDER = os.environ.get("FARMHAND_REAL_SCENES") or os.path.join(_REPOSITORY, "..", "shared", "scenes")
MAYA = os.path.abspath(os.path.join(FOLDER, "maya"))

needed = pytest.mark.skipif(
    not os.path.isdir(MAYA), reason="no real scenes at ../shared/scenes or FARMHAND_REAL_SCENES"
)


def named(ending: str) -> List[str]:
    """Names of the Maya files with this ending, without it."""
    found = os.listdir(MAYA) if os.path.isdir(MAYA) else []
    return sorted(name[: -len(ending)] for name in found if name.endswith(ending))


def path(name: str) -> str:
    """A Maya file's path."""
    return os.path.join(MAYA, name)
