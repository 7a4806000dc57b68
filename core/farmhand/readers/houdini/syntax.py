"""The texts inside a .hip file's entries, parsed into plain records: parameters, channels, flags, variables, takes.

What a text does not say stays out of the record; a text that does not parse gives what could be read of it and is
flagged, because one odd node must not hide the others. Nothing here evaluates anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, List, NamedTuple, Optional, Tuple

from farmhand.readers.houdini.archive import text_of

_QUOTED = rb'"([^"\\]*(?:\\.[^"\\]*)*)"'
_HEAD = re.compile(rb"\s*([^\t\n{}]+)\t\[ ([^\t\]]*)\t([^\]\n]*)\]\t\(\t", re.S)
_VALUE = re.compile(
    rb"(?:" + _QUOTED + rb"|\[ ([^\t\n]*)\t(?:" + _QUOTED + rb"|([^\t]*?)) \] ?|([^\t\"][^\t]*|))\t", re.S
)
_VERSION_LINE = re.compile(rb"\s*\{\s*version [0-9.]+\n")
_END = re.compile(rb"\)\s*\n?")
_ESCAPE = re.compile(r"\\(.)", re.S)
_TOKEN = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"|(\S+)', re.S)
_SET = re.compile(r"^set\s+-[gl]\s+(\w+)\s*=\s*'((?:[^'\\]|\\.)*)'", re.M | re.S)
_INPUT = re.compile(r"^(\d+)\s+(\S+)\s", re.M)
_BYPASS = re.compile(r"^flags =[^\n]*\bbypass on\b", re.M)
_LANGUAGE = re.compile(r"^exprlanguage (\w+)", re.M)
_LENGTH_BYTES = 4
_INPUT_DIGITS = 4


class Value(NamedTuple):
    """One component of a parameter.

    Attributes:
        text: The value as written, without quotes and escapes; the cached one where a channel drives it.
        channel: The name of the channel that drives it; empty for a plain value.
    """

    text: str
    channel: str = ""


@dataclass(frozen=True)
class Segment:
    """A piece of a channel.

    Attributes:
        length: Seconds.
        values: At its ends, where it is given them.
        expression: What it evaluates.
        language: `hscript` or `python`.
    """

    length: float
    values: Tuple[str, ...]
    expression: str
    language: str = "hscript"


Channel = Tuple[Segment, ...]
Parms = Dict[str, Tuple[Value, ...]]


@dataclass(frozen=True)
class Start:
    """The scene's time.

    Attributes:
        fps: Frames a second.
        current: The current frame.
        first, last: The global range, `$FSTART` and `$FEND`.
        range_first, range_last: The playback range, `$RFSTART` and `$RFEND`.
    """

    fps: float = 24.0
    current: float = 1.0
    first: float = 1.0
    last: float = 240.0
    range_first: float = 1.0
    range_last: float = 240.0


@dataclass(frozen=True)
class Definition:
    """What a node's `.def` says: whether it is bypassed, and its inputs by number, as `graph.Node` has them."""

    bypass: bool = False
    inputs: Tuple[str, ...] = ()
    language: str = "hscript"


@dataclass(frozen=True)
class Take:
    """A take.

    Attributes:
        name: Its name.
        parent: Its parent's name; empty for the first.
        parms: What it overrides, by node path and parameter.
    """

    name: str
    parent: str
    parms: Dict[Tuple[str, str], Tuple[Value, ...]]


def unescaped(text: str) -> str:
    """A text without its backslash escapes."""
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def number(text: str) -> Optional[float]:
    """A finite number, or None where the text is none."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if abs(found) < 1e15 else None


def parms(data: bytes) -> Tuple[Parms, bool]:
    """The parameters of a `.parm` entry, and whether all of it could be read."""
    found: Parms = {}
    opening = _VERSION_LINE.match(data)
    at = opening.end() if opening else 0
    while True:
        head = _HEAD.match(data, at)
        if head is None:
            return found, bool(opening) and data[at:].strip() == b"}"
        at = head.end()
        values: List[Value] = []
        while True:
            end = _END.match(data, at)
            if end:
                at = end.end()
                break
            value = _VALUE.match(data, at)
            if value is None:
                return found, False
            values.append(_value(value))
            at = value.end()
        found[text_of(head.group(1))] = tuple(values)


def _value(match: re.Match[bytes]) -> Value:
    quoted, channel, cached_quoted, cached, bare = match.groups()
    if channel is not None:
        text = unescaped(text_of(cached_quoted)) if cached_quoted is not None else text_of(cached or b"")
        return Value(text, text_of(channel))
    return Value(unescaped(text_of(quoted)) if quoted is not None else unescaped(text_of(bare)))


def channels(data: bytes) -> Dict[str, Channel]:
    """The channels of a `.chn` entry by name."""
    tokens = [(match.group(1), match.group(2)) for match in _TOKEN.finditer(text_of(data))]
    found: Dict[str, List[Segment]] = {}
    name = ""
    words = [bare if bare is not None else "" for _, bare in tokens]
    texts = [unescaped(quoted if quoted is not None else bare or "") for quoted, bare in tokens]
    segment: Dict[str, Tuple[str, ...]] = {}
    for at, word in enumerate(words):
        after = words[at + 1 : at + 3]
        if word == "channel" and at + 2 < len(words) and words[at + 2] == "{":
            _close(found, name, segment)
            name, segment = texts[at + 1], {}
            found[name] = []
        elif word == "segment" and after[:1] == ["{"]:
            _close(found, name, segment)
            segment = {"open": ()}
        elif after[:1] == ["="] and segment and word in ("expr", "value", "length", "language"):
            segment[word] = tuple(texts[at + 2 : at + (4 if word == "value" else 3)])
    _close(found, name, segment)
    return {name: tuple(pieces) for name, pieces in found.items()}


def _close(found: Dict[str, List[Segment]], name: str, segment: Dict[str, Tuple[str, ...]]) -> None:
    if name and segment:
        first = {key: values[0] if values else "" for key, values in segment.items()}
        values = tuple(text for text in segment.get("value", ()) if number(text) is not None)
        length = number(first.get("length", "0")) or 0.0
        found[name].append(Segment(length, values, first.get("expr", ""), first.get("language", "hscript")))


def start(data: bytes) -> Start:
    """The `.start` entry: hscript commands with the global range in seconds and the playback range in frames."""
    lines = {words[0]: words[1:] for words in (line.split() for line in text_of(data).splitlines()) if words}

    def numbers(command: str, *without: float) -> Tuple[float, ...]:
        said = [number(word) for word in lines.get(command, [])][: len(without)]
        return tuple(other if value is None else value for value, other in zip(said, without)) + without[len(said) :]

    (fps,) = numbers("fps", 24.0)
    fps = fps if fps > 0 else 24.0
    first, last = numbers("tset", 0.0, 240.0 / fps)
    range_first, range_last = numbers("frange", 1.0, 240.0)
    (current,) = numbers("tcur", 0.0)
    return Start(fps, _frame(current * fps + 1), _frame(first * fps + 1), _frame(last * fps), range_first, range_last)


def _frame(value: float) -> float:
    """A frame without the noise that seconds times frames a second leave behind."""
    return float(round(value)) if abs(value - round(value)) < 1e-3 else value


def variables(data: bytes) -> Dict[str, str]:
    """The `.variables` entry: the saving machine's values and the user's own."""
    return {match.group(1): unescaped(match.group(2)) for match in _SET.finditer(text_of(data))}


def definition(data: bytes) -> Definition:
    """The `.def` entry of a node."""
    text = text_of(data)
    language = _LANGUAGE.search(text)
    inputs = text.rfind("\ninputs\n{")
    block = text[inputs : text.find("}", inputs)] if inputs >= 0 else ""
    taken = {int(number): name for number, name in _INPUT.findall(block) if len(number) <= _INPUT_DIGITS}
    return Definition(
        bool(_BYPASS.search(text)),
        tuple(taken.get(number, "").strip('"') for number in range(max(taken, default=-1) + 1)),
        language.group(1) if language else "hscript",
    )


def init(data: bytes) -> Tuple[str, bool]:
    """The `.init` entry of a node: its type, and whether its inside is that of its definition."""
    found = dict(line.partition(" = ")[::2] for line in text_of(data).splitlines())
    return found.get("type", "").strip(), found.get("matchesdef", "0").strip() == "1"


def takes(data: bytes) -> Tuple[Tuple[Take, ...], bool]:
    """The `.takes` entry, and whether all of it could be read.

    Each record, and the block in a `d`, follows its length in four bytes: `s` numbers a node or a parameter, `d`
    overrides one parameter of one node by these numbers, `e` ends a take.
    """
    found: List[Take] = []
    waiting: List[List[object]] = []  # [name, children still to come] of each take above
    symbols: Dict[str, str] = {}
    at, whole = 0, True
    for_take: Optional[Take] = None
    while at < len(data):
        if data[at : at + 1] in (b"H", b"t"):
            line, at = _line(data, at)
            words = line.split()
            if words[:2] == ["take", "name"] and len(words) >= 5 and words[4].isdigit():
                while waiting and not waiting[-1][1]:
                    waiting.pop()
                parent = str(waiting[-1][0]) if waiting else ""
                if waiting:
                    waiting[-1][1] = int(str(waiting[-1][1])) - 1
                for_take = Take(words[2], parent, {})
                found.append(for_take)
                waiting.append([words[2], min(int(words[4]), 100_000)])
            continue
        length = int.from_bytes(data[at : at + 4], "big")
        record = data[at + 4 : at + 4 + length]
        if not length or len(record) < length:
            return tuple(found), not data[at:].strip(b"\0\n ")
        line, body = _line(record, 0)
        whole = _record(line, record[body:], symbols, for_take) and whole
        at += 4 + length
    return tuple(found), whole


def _record(line: str, body: bytes, symbols: Dict[str, str], take: Optional[Take]) -> bool:
    """Put one record of a take in; whether it was understood."""
    words = line.split(" ", 2)
    kind = words[0]
    if kind == "s" and len(words) == 3:
        symbols[words[1]] = words[2]
        return True
    if kind == "d" and len(words) == 3 and take is not None:
        values, complete = parms(body[_LENGTH_BYTES:])
        for name, components in values.items():
            take.parms[(symbols.get(words[1], ""), name)] = components
        return complete
    return kind == "e"


def _line(data: bytes, at: int) -> Tuple[str, int]:
    end = data.find(b"\n", at)
    end = len(data) if end < 0 else end
    return text_of(data[at:end]), end + 1
