"""What comes back from the farm's address, of any shape, opened with care: the envelope, or that it is none.

Nothing here raises for what a server says, and nothing keeps the text of an answer: it may hold keys and passwords.
"""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional, Tuple

MAX_ANSWER = 64 * 1024 * 1024
"""Bytes of an answer, unpacked; a larger one is not read to its end."""
_MAX_DIGITS = 4300
"""Digits of one number; Python 3.11 refuses more by itself, older ones would compute for hours."""
_MAX_CODE = 10**9
_DIGITS_TO_ZERO = bytes(0x30 if 0x30 <= byte <= 0x39 else 0x20 for byte in range(256))


def envelope_of(content: bytes) -> Optional[Dict[str, Any]]:
    """The envelope of an answer with its `code` as a number; None where it is not the farm's.

    Of two equal keys the last one counts, as with every JSON reader; two values of `code` are no answer at all, for it
    decides whether something was done.

    Args:
        content: The answer's bytes, unpacked.
    """
    if b"0" * _MAX_DIGITS in content.translate(_DIGITS_TO_ZERO):
        return None
    try:
        text = content.decode("utf-8-sig")
        envelope = _DECODER.decode(text)
        if text.count('"code"') + text.count("\\u006") > 1 and _codes(text) != 1:
            return None
    except (ValueError, RecursionError):
        return None
    if not isinstance(envelope, dict):
        return None
    code = _code(envelope.get("code"))
    return None if code is None else dict(envelope, code=code)


def _code(value: Any) -> Optional[int]:
    """A whole number that may be written as text or with a decimal point."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        code = int(value)
    except (ValueError, OverflowError):
        return None
    if isinstance(value, float) and value != code:
        return None
    return code if abs(code) <= _MAX_CODE else None


def _codes(text: str) -> int:
    """How often the outermost object has a `code`."""
    outermost: List[Tuple[str, Any]] = []

    def note(pairs: List[Tuple[str, Any]]) -> Dict[str, Any]:
        outermost[:] = pairs  # the outermost object ends last
        return dict(pairs)

    json.loads(text, object_pairs_hook=note)
    return sum(key == "code" for key, _ in outermost)


def _no_number(_name: str) -> None:
    """`NaN` and `Infinity` are no JSON: what the farm cannot say is not said."""


_DECODER = json.JSONDecoder(parse_constant=_no_number)
