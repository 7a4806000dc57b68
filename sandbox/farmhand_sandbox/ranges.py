"""Frame ranges as the farm writes them: `1-10[1]`, `537`, `10-10[1]`, `-5--1[1]`, several joined by commas.

Written apart from the client's own reading of them, since the sandbox judges what the client wrote.
"""

from __future__ import annotations

import re
from typing import Dict, Iterator, List, Sequence, Tuple

_PART = re.compile(r"(-?\d{1,9})(?:-(-?\d{1,9})(?:\[(\d{1,9})\])?)?")


def parse(text: str, limit: int) -> Tuple[int, ...]:
    """Frames of a range, in order, each once.

    Raises:
        ValueError: the text is not a range, or it holds more than `limit` frames.
    """
    frames: Dict[int, None] = {}
    for part in text.split(","):
        match = _PART.fullmatch(part.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a frame range")
        start = int(match.group(1))
        end = start if match.group(2) is None else int(match.group(2))
        step = int(match.group(3) or 1)
        if end < start or step < 1:
            raise ValueError(f"{part.strip()!r} must run upwards, with a step of at least 1")
        if (end - start) // step + 1 + len(frames) > limit:
            raise ValueError(f"{text!r} holds more than {limit} frames")
        frames.update(dict.fromkeys(range(start, end + 1, step)))
    return tuple(frames)


def _runs(frames: Sequence[int]) -> Iterator[Sequence[int]]:
    start = 0
    while start < len(frames):
        end = start + 1
        while end < len(frames) and _evenly(frames, start, end):
            end += 1
        yield frames[start:end]
        start = end


def _evenly(frames: Sequence[int], start: int, end: int) -> bool:
    step = frames[start + 1] - frames[start]
    return step > 0 and frames[end] - frames[end - 1] == step


def write(frames: Sequence[int]) -> str:
    """The range for these frames: `3` for one, `2-4[1]` for several; several runs are joined by commas."""
    parts: List[str] = []
    for run in _runs(frames):
        parts.append(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}[{run[1] - run[0]}]")
    return ",".join(parts)


def groups(frames: Sequence[int], size: int) -> Iterator[Tuple[int, ...]]:
    """Cut the frames into groups of `size`, the last one may be shorter."""
    for start in range(0, len(frames), size):
        yield tuple(frames[start : start + size])
