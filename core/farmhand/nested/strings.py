"""Quoted strings in scene text, found without parsing the rest.

For .ass, .vrscene, .rib and .usda, which are mostly numbers: what lies between strings is jumped over at the speed of a
regular expression, and of it only the last bytes are kept. Not a parser: no reader here needs a number.
"""

from __future__ import annotations

import re
from typing import Iterator, Mapping, NamedTuple, Optional, Pattern

from farmhand.nested.source import Source

_BEFORE = 200
_LONGEST = 64 * 1024
_SLICE = 500


class Sign(NamedTuple):
    """What may follow a sign.

    Attributes:
        whole: The thing from its first byte to its last; group 1 is its text.
        closing: Where it ends at the latest: things too long to be held, or damaged, are passed over.
    """

    whole: Pattern[bytes]
    closing: Pattern[bytes]


class Token(NamedTuple):
    """A sign in the text.

    Attributes:
        sign: The sign.
        before: The code before it, since the last token; at most its last 200 bytes.
        text: What it holds; empty for a sign that stands alone.
    """

    sign: bytes
    before: bytes
    text: bytes


class Quoted(NamedTuple):
    """A quoted string.

    Attributes:
        text: What stands between the quotes; an escaped quote is one, other backslashes are left.
        before: As in Token.
        block: The word before the brace it stands in, such as `image`; empty outside of braces.
    """

    text: str
    before: bytes
    block: str


STRING = Sign(re.compile(rb'"([^"\\]*(?:\\.[^"\\]*)*)"', re.S), re.compile(rb'(?<!\\)"'))
LINE_COMMENT = Sign(re.compile(rb"([^\n]*)\n"), re.compile(rb"\n"))

_HEADER = re.compile(rb"([A-Za-z_][\w:]*)(?:[ \t\r]+[^\s{}\"]+)?\s*\Z")


def decoded(data: bytes) -> str:
    """Bytes of a file as text: UTF-8, else byte by byte."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def quoted(source: Source, comment: bytes) -> Iterator[Optional[Quoted]]:
    """The quoted strings of text of the shape `Type name { parameter "value" }`, and None after each slice of work.

    Args:
        source: The file.
        comment: What begins a comment that ends with the line: `#` or `//`.

    Raises:
        As Source.chunks.
    """
    block = ""
    for token in tokens(source, {b'"': STRING, comment: LINE_COMMENT, b"{": None, b"}": None}):
        if token is None:
            yield None
        elif token.sign == b'"':
            yield Quoted(decoded(token.text.replace(b'\\"', b'"')), token.before, block)
        elif token.sign == b"{":
            header = _HEADER.search(token.before)
            block = header.group(1).decode("ascii") if header else ""
        elif token.sign == b"}":
            block = ""


def tokens(source: Source, signs: Mapping[bytes, Optional[Sign]]) -> Iterator[Optional[Token]]:
    """The signs of a file in order, and None after each slice of work.

    Args:
        source: The file.
        signs: What to stop at; None for a sign that stands alone. Of several that fit, the longest counts.

    Raises:
        As Source.chunks.
    """
    longest = max(len(sign) for sign in signs)
    stop = re.compile(b"|".join(re.escape(sign) for sign in sorted(signs, key=len, reverse=True)))
    text, begin, at = b"", 0, 0  # `begin`: of the code before the next token; `at`: where to look on
    closing: Optional[Pattern[bytes]] = None  # set within something that is passed over
    done = 0
    for chunk in _and_end(source):
        text += chunk
        while True:
            if closing is not None:
                end = closing.search(text, at)
                if end is None:
                    at = begin = max(at, len(text) - 2)
                    break
                at = begin = end.end()
                closing = None
            found = stop.search(text, at)
            if found is None or (chunk and len(text) - found.start() < longest):
                at = max(at, len(text) - longest + 1)
                break
            done += 1
            if done % _SLICE == 0:
                yield None
            at = found.start()
            sign = signs[found.group(0)]
            before = text[max(begin, at - _BEFORE) : at]
            if sign is None:
                at = begin = found.end()
                yield Token(found.group(0), before, b"")
                continue
            whole = sign.whole.match(text, at)
            if whole is not None:
                at = begin = whole.end()
                if at - found.start() <= _LONGEST:
                    yield Token(found.group(0), before, whole.group(1))
            elif len(text) - at > _LONGEST or sign.closing.search(text, found.end()):
                closing = sign.closing
                at = found.end()
            else:
                break
        cut = max(begin, at - _BEFORE)
        text, begin, at = text[cut:], 0, at - cut
        yield None


def _and_end(source: Source) -> Iterator[bytes]:
    """The chunks of a file, and an empty one when there are no more."""
    yield from source.chunks()
    yield b""
