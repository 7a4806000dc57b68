"""Frame ranges in the farm's syntax (`1-10[1]`), as values that can be counted without being spelled out.

Written here and not taken from a frame-set library because the farm's syntax, its distinction between the single frame
`537` and the range `10-10[1]`, and ranges of millions of frames held lazily are exactly what those do not cover.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterator, Tuple

from farmhand.errors import JobError

_SEGMENT = re.compile(r"^(-?\d+)(?:-(-?\d+)(?:\[(\d+)\]|x(\d+))?)?$")


@dataclass(frozen=True)
class Segment:
    """Frames from `start` to at most `end`, every `step`-th.

    Attributes:
        start: First frame.
        end: No frame after this one.
        step: Frames from one to the next, at least 1.
        bare: Written as the single number `537`, not as `537-537[1]`.
    """

    start: int
    end: int
    step: int = 1
    bare: bool = False

    def __str__(self) -> str:
        return str(self.start) if self.bare else "{}-{}[{}]".format(self.start, self.end, self.step)

    def frames(self) -> range:
        """The frame numbers, lazily."""
        return range(self.start, self.end + 1, self.step)


@dataclass(frozen=True)
class FrameRange:
    """Which frames render: one or several segments, in the user's order."""

    segments: Tuple[Segment, ...]

    @classmethod
    def single(cls, frame: int) -> FrameRange:
        """One frame, as the farm wants a scene without animation: `537`."""
        return cls((Segment(frame, frame, 1, bare=True),))

    @classmethod
    def span(cls, start: int, end: int, step: int = 1) -> FrameRange:
        """`start` to `end`, every `step`-th frame.

        Raises:
            JobError: The range is empty or the step is below 1.
        """
        if step < 1:
            raise JobError("A frame step must be at least 1, not {step}.", "Set a step of 1 or more.", step=step)
        if end < start:
            raise JobError(
                "The frame range {start} to {end} ends before it starts.", "Swap the two.", start=start, end=end
            )
        return cls((Segment(start, end, step),))

    @classmethod
    def parse(cls, text: str) -> FrameRange:
        """Read `1-10[1]`, `1-10`, `1-10x2`, `-5--1[1]`, `537`, and several of them joined by commas.

        Raises:
            JobError: The text is none of these.
        """
        segments = []
        for part in text.replace(" ", "").split(","):
            match = _SEGMENT.match(part)
            if not match:
                raise JobError(
                    "The frames {text!r} cannot be read.", "Write them like 1-10[1], 12, or 1-100[5].", text=text
                )
            start = int(match.group(1))
            if match.group(2) is None:
                segments.append(Segment(start, start, 1, bare=True))
            else:
                step = int(match.group(3) or match.group(4) or 1)
                segments.extend(cls.span(start, int(match.group(2)), step).segments)
        return cls(tuple(segments))

    def __str__(self) -> str:
        return ",".join(str(segment) for segment in self.segments)

    def __iter__(self) -> Iterator[int]:
        """Each frame once, ascending."""
        if len(self.segments) == 1:
            return iter(self.segments[0].frames())
        return iter(sorted({frame for segment in self.segments for frame in segment.frames()}))

    def __len__(self) -> int:
        if len(self.segments) == 1:
            return len(self.segments[0].frames())
        return len({frame for segment in self.segments for frame in segment.frames()})

    def __contains__(self, frame: int) -> bool:
        return any(frame in segment.frames() for segment in self.segments)

    @property
    def first(self) -> int:
        """The lowest frame."""
        return min(segment.start for segment in self.segments)

    @property
    def last(self) -> int:
        """The highest frame that renders (`1-10[4]` ends with 9)."""
        return max(segment.frames()[-1] for segment in self.segments)

    @property
    def step(self) -> int:
        """The step of the first segment."""
        return self.segments[0].step
