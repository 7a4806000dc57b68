"""What V-Ray's own settings node says of frames and pictures, where it overrules Maya's.

`animType` is 0 disabled, 1 standard (Maya's start, end and step), 2 specific frames, which stand in `animFrames`.
Sources: Chaos' manual of the Common tab, public submitters (the form of the list; png where no format was ever chosen),
scenes that V-Ray saved (`animType` is written where it is 1, so 0 is what it is unset).
"""

from __future__ import annotations

import re
from typing import Optional

from farmhand.errors import JobError
from farmhand.frames import FrameRange

DISABLED, SPECIFIC = 0, 2
UNSET_FORMAT = "png"
_KNOWS_KINDS = 2018
"""Scenes that this Maya or a later one saved have a V-Ray with `animType`; older ones had only Maya's own switch."""
_LONGEST, _MOST = 4000, 1_000_000
_YEAR = re.compile(r"\d{4}")
_GAP = re.compile(r"\d\s+\d")


def unset_kind(version: str) -> str:
    """`animType` where the scene does not write it; empty where that V-Ray may not have had it.

    Args:
        version: The Maya that saved the scene, as its header has it.
    """
    year = _YEAR.match(version)
    return str(DISABLED) if year and int(year.group()) >= _KNOWS_KINDS else ""


def listed_frames(text: str) -> Optional[FrameRange]:
    """V-Ray's list of frames: `7`, `1-10`, every second one as `1-10;2`, joined by commas.

    Args:
        text: `animFrames`.

    Returns:
        The frames; None where the text is anything else, or a list of more than a million frames.
    """
    if len(text) > _LONGEST or _GAP.search(text):
        return None
    try:
        found = FrameRange.parse(text.strip().strip(",").replace(";", "x"))
    except JobError:
        return None
    return found if sum(len(segment.frames()) for segment in found.segments) <= _MOST else None
