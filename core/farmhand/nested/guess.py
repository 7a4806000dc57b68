"""Texts that look like files in data whose format is not known: Redshift proxies, binary RIB, strange USD.

Best effort, and said so: a path that was packed is not seen, one that is no longer used is. Therefore only a full path
of a picture, volume or profile counts as missing when it is not there.
"""

from __future__ import annotations

import re
from typing import Iterator, Optional

from farmhand.nested.said import KIND_OF_ENDING, Doubt, Item, Named, kind_of
from farmhand.nested.source import Source
from farmhand.paths import is_absolute

_ENDING = re.compile(
    rb"\.(?:" + "|".join(sorted(KIND_OF_ENDING, key=len, reverse=True)).encode("ascii") + rb")(?![\w.])", re.I
)
_BREAK = re.compile(rb"[\x00-\x1f\x7f\"'*?|=,;]")
_DRIVE = re.compile(r".*?(?=[A-Za-z]:[/\\][^:]*\Z)", re.S)
_FULL = re.compile(r"(?:[A-Za-z]:)?[/\\]{1,2}[\w.$~-][\w .$~+()&@-]*[/\\][\w .$~+()&@/\\<>:#%-]+\.\w+\Z")
_BARE = re.compile(r"[\w.$~{}<-][\w .$~+()&@/\\<>:#%{}-]{2,}\.\w{3,}\Z")
_HIGH = bytes(range(0x80, 0x100))
_LOOK_BACK = 1024
_SURE = frozenset(["texture", "volume", "light", "cache", "proxy"])


def read_redshift_proxy(source: Source) -> Iterator[Item]:
    """Read a Redshift proxy (.rs), whose format is not published.

    Raises:
        As Source.chunks.
    """
    yield Doubt("the format of Redshift proxies is not published")
    yield from guessed_names(source)


def guessed_names(source: Source) -> Iterator[Item]:
    """Every text that looks like a file's name, and None after each slice of work.

    Raises:
        As Source.chunks.
    """
    held = b""
    for chunk in source.chunks():
        text = held + chunk
        yield from _names(text, len(held), len(text) - 1)
        yield None
        held = text[-_LOOK_BACK:]
    yield from _names(held, len(held), len(held))


def _names(text: bytes, first: int, last: int) -> Iterator[Item]:
    """Names that end at `first` or later, and not after `last`: more of the file could go on with what is there."""
    for found in _ENDING.finditer(text, max(0, first - 12)):
        if not first <= found.end() <= last:
            continue
        named = guessed(_decoded(_BREAK.split(text[max(0, found.end() - _LOOK_BACK) : found.end()])[-1]))
        if named is not None:
            yield named


def _decoded(data: bytes) -> str:
    """Bytes as text, where binary data may stand before it; UTF-8, else the code page of Chinese Windows."""
    for text in (data, data.lstrip(_HIGH)):
        try:
            return text.decode("utf-8")
        except UnicodeDecodeError:
            continue
    return data.lstrip(_HIGH).decode("gb18030", "replace")


def guessed(text: str) -> Optional[Named]:
    """A text as a guess; None where it is too short or too strange to be a file's name."""
    text = _DRIVE.sub("", text.strip(), 1)
    if not is_absolute(text):
        text = text.rsplit(":", 1)[-1]
    if not (_FULL if is_absolute(text) else _BARE).match(text):
        return None
    kind = kind_of(text)
    return Named("text", text, kind, kind in _SURE and is_absolute(text))
