"""Times of a Maya binary file: counted in ticks, not in frames as Maya ASCII has them."""

from __future__ import annotations

import re
from struct import Struct
from typing import Mapping, Optional

_TICKS = Struct(">q")
_OLD_TICKS_PER_SECOND = 6000
"""What Maya counted in before its files said it (public API documentation: 6000 a second)."""
_FRAMES_PER_SECOND: Mapping[str, float] = {
    "game": 15, "film": 24, "pal": 25, "ntsc": 30, "show": 48, "palf": 50, "ntscf": 60, "millisec": 1000, "sec": 1,
    "min": 1 / 60, "hour": 1 / 3600,
}  # fmt: skip
_RATE = re.compile(r"(\d+(?:\.\d+)?)(?:fps|df)")


class Clock:
    """How long a frame is.

    Attributes:
        unit: The scene's time unit as the file names it: `film`, `pal`, `23.976fps` ...
        ticks: Ticks of a second: 141120000 in the files seen.
    """

    def __init__(self) -> None:
        self.unit = "film"
        self.ticks = _OLD_TICKS_PER_SECOND

    def say_ticks(self, data: bytes) -> None:
        """Take the ticks of a second from the file's `TDUR`."""
        text = data.strip(b"\0 ")
        if text.isdigit() and 0 < int(text[:20]) < 1 << 62:
            self.ticks = int(text[:20])

    def frames(self, raw: bytes) -> Optional[float]:
        """A value as frames, or None where it is no time.

        A time is a whole number of 64 bits where every other value is a floating-point one. The two are told apart by
        their first 12 bits: no other value that means anything has them all clear or all set.

        Args:
            raw: The eight bytes of the value.
        """
        ticks: int = _TICKS.unpack(raw)[0]
        if ticks == 0 or ticks >> 52 not in (0, -1):
            return None
        known = _FRAMES_PER_SECOND.get(self.unit)
        rate = _RATE.fullmatch(self.unit)
        per_second = known if known is not None else float(rate.group(1)) if rate else 24.0
        return round(ticks * per_second / self.ticks, 6)
