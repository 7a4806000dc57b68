"""Single values of an answer, whatever the farm put in their place: each is read as what it should be, or as nothing.

None of these functions raises, and none returns what could not be added up, shown or compared.
"""

from __future__ import annotations

import re
from typing import Any, List, Mapping

LARGEST = 10**18
"""Numbers of the farm's are smaller: what is not cannot be added up, and is none."""
LAST_MOMENT = 32503680000.0
"""Seconds since 1970 of the year 3000, the last that every system can show."""


def items_of(data: Mapping[str, Any], key: str) -> List[Any]:
    """The list under a key; an empty one in place of anything else."""
    value = data.get(key)
    return value if isinstance(value, list) else []


def matches(pattern: str, text: str) -> bool:
    """Whether the farm's pattern names the text; a pattern that is no regular expression is compared as it is."""
    try:
        return bool(re.search(pattern, text, re.I))
    except (re.error, OverflowError, RecursionError):
        return pattern.lower() in text.lower()


def without(name: str, text: str) -> str:
    """`5.3.0` of the farm's `mtoa 5.3.0`."""
    return text[len(name) :].strip() if text.startswith(name + " ") else text


def leading_of(value: Any) -> int:
    """The number that a text such as `64GB` or `2*GPU` begins with."""
    match = re.match(r"[0-9]{1,9}", text_of(value))
    return int(match.group(0)) if match else 0


def text_of(value: Any) -> str:
    """A text or a number as text; nothing in place of anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, (int, float)) else ""


def moment_of(value: Any) -> float:
    """Seconds since 1970 of milliseconds; 0.0 in place of a time that no calendar here has."""
    seconds = number_of(value) / 1000.0
    return seconds if 0.0 <= seconds < LAST_MOMENT else 0.0


def whole_of(value: Any) -> int:
    """A whole number, whole digits of it where it is one already; 0 in place of anything else."""
    if isinstance(value, int):
        return int(value) if abs(value) < LARGEST else 0
    if isinstance(value, str) and re.match(r"-?[0-9]{1,18}$", value.strip()):
        return int(value.strip())  # `int` itself takes fewer kinds of white space
    return int(number_of(value))


def number_of(value: Any) -> float:
    """A number that can still be reckoned with; 0.0 in place of anything else."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return number if abs(number) < LARGEST else 0.0
