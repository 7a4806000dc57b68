"""Maya ASCII as statements: where each begins and ends, and what its words are, at the speed of a byte search.

A scene is mostly geometry nobody here asks about, so a statement is first only delimited; its words are made when
somebody wants them. Quotes are respected throughout: a `;` inside a string is normal in real files. Knows nothing of
nodes.
"""

from __future__ import annotations

import re
from typing import Iterator, List, NamedTuple, Optional, Pattern, Tuple

from farmhand.errors import SceneError

_GAP = re.compile(rb"(?:[\s;]+|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)*")
_VERB = re.compile(rb"[A-Za-z_]\w*")
_BARE = rb'|([^\s"(){}+,]+|\+(?=[\d.]))|([(){}+,])'
_INSIDE = rb'[^"\\]*(?:\\.[^"\\]*)*'
_INSIDE_WIDE = rb'[^"\\LEAD]*(?:(?:[LEAD][\x30-\xfe]|\\.|[LEAD](?![\x30-\xfe]))[^"\\LEAD]*)*'
_SHORT_GAP = rb'[^";]{0,80}'
_USUAL = rb'\s{0,8}([A-Za-z_]\w{0,40})\s[^";]{0,80}'
_ESCAPE = re.compile(r"\\(.)", re.S)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
_HEADER = re.compile(rb"\s*//\s*Maya ASCII ([^\r\n]*?)\s*(?:scene)?[ \t]*(?:\r?\n|$)")
_CODESET = re.compile(rb"^//\s*Codeset:\s*(\S+)", re.M)
_END = re.compile(rb"^[ \t]*//\s*End of\b", re.M)

CODECS = {
    "932": "cp932", "936": "gb18030", "949": "cp949", "950": "cp950", "874": "cp874", "UTF-8": "utf-8", "utf8": "utf-8",
}  # fmt: skip
"""`//Codeset:` names whose Python codec is not simply `cp` and the number."""

CUT_OFF = "The scene {path} is cut off: {why}."
CUT_OFF_HINT = (
    "Save it again in Maya, or take it from a backup; the copy may have stopped half-way or the disk was full."
)


class Lexis(NamedTuple):
    """How strings of one code page are found: in double-byte ones the second byte may look like a backslash.

    Attributes:
        usual: The beginning of a statement as Maya writes nearly all: a verb, and a string close behind. Its groups
            are both.
        run: A string, and further ones close behind it.
        token: A word of a statement.
    """

    usual: Pattern[bytes]
    run: Pattern[bytes]
    token: Pattern[bytes]


def _lexis(inside: bytes) -> Lexis:
    string = b'"(' + inside + b')"'
    run = string + b"(?:" + _SHORT_GAP + b'"' + inside + b'")*'
    token = string + _BARE
    return Lexis(*(re.compile(pattern, re.S) for pattern in (_USUAL + string, run, token)))


_NARROW = _lexis(_INSIDE)
_WIDE = {
    codec: _lexis(_INSIDE_WIDE.replace(b"LEAD", lead))
    for codec, lead in (
        ("cp932", rb"\x81-\x9f\xe0-\xfc"),
        ("gb18030", rb"\x81-\xfe"),
        ("cp949", rb"\x81-\xfe"),
        ("cp950", rb"\x81-\xfe"),
    )
}


class Word(NamedTuple):
    """One word of a statement; `quoted` tells `"yes"` from `yes`."""

    text: str
    quoted: bool


class Statement(NamedTuple):
    """Where a statement lies in the file.

    Attributes:
        verb: Its first word, such as `setAttr`.
        start, end: Bytes of the file: the verb's first, and the closing `;`.
        first: The text of the first quoted string, raw; empty where there is none.
    """

    verb: bytes
    start: int
    end: int
    first: bytes


class Header(NamedTuple):
    """The comment lines a Maya ASCII file begins with: the version as written (`2018ff09`), and the code page's
    codec."""

    version: str
    codec: str


def read_header(data: bytes) -> Optional[Header]:
    """The header of a Maya ASCII scene, or None where the bytes are something else.

    Args:
        data: At least the first kilobyte of the file.
    """
    match = _HEADER.match(data[3:] if data.startswith(b"\xef\xbb\xbf") else data)
    if not match:
        return None
    codeset = _CODESET.search(data[:4096])
    name = codeset.group(1).decode("ascii", "replace") if codeset else "UTF-8"
    codec = CODECS.get(name, "cp" + name if name.isdigit() else name)
    return Header(match.group(1).decode("ascii", "replace"), codec)


def decode(raw: bytes, codec: str) -> str:
    """Bytes of a string as text: by the scene's code page, else UTF-8, else Latin-1, which never fails."""
    if raw.isascii():  # every code page that Maya writes agrees there, and this is a third of the time
        return raw.decode("ascii")
    for name in (codec, "utf-8"):
        try:
            return raw.decode(name)
        except (ValueError, LookupError):  # no such text, no such code page, a name that cannot be one
            continue
    return raw.decode("latin-1")


def statements(data: bytes, path: str, codec: str) -> Iterator[Statement]:
    """Each statement of a scene, in the file's order.

    Args:
        data: The whole file.
        path: Its name, for the error.
        codec: From its header.

    Raises:
        SceneError: The file ends inside a string or a statement, or holds something that is no statement.
    """
    size = len(data)
    find, gap, verb_at = data.find, _GAP.match, _VERB.match
    lexis = _WIDE.get(codec, _NARROW)
    usual_at, string_at = lexis.usual.match, lexis.run.match
    narrow = lexis is _NARROW
    pos = 0
    while True:
        usual = usual_at(data, pos)
        if usual is not None:
            start = usual.start(1)
            verb, first = usual.groups()
            pos = usual.end()
        else:
            begin = gap(data, pos)
            start = begin.end() if begin else pos
            if start >= size:
                return
            unusual = verb_at(data, start)
            if unusual is None:
                raise _not_a_statement(data, start, path)
            verb, first = unusual.group(), b""
            pos = unusual.end()
        end = find(b";", pos)
        quote = find(b'"', pos, end if end >= 0 else size)
        if quote >= 0 and first and narrow and _strings_end(data, quote, end):
            quote = -1
        while quote >= 0:
            string = string_at(data, quote)
            if string is None:
                raise SceneError(CUT_OFF, CUT_OFF_HINT, path=path, why="its last string has no end")
            pos = string.end()
            first = first or string.group(1)
            if end < pos:
                end = find(b";", pos)
            quote = find(b'"', pos, end if end >= 0 else size)
        if end < 0:
            raise SceneError(CUT_OFF, CUT_OFF_HINT, path=path, why="its last statement has no end")
        yield Statement(verb, start, end, first)
        pos = end + 1


def _strings_end(data: bytes, start: int, end: int) -> bool:
    """Whether every string between two places ends there, as far as counting tells, in a code page of single bytes.

    Counting is ten times as fast as walking through the strings, of which a reference's edits have thousands.
    """
    if end < 0 or data.find(b"\\\\", start, end) >= 0:  # an escaped backslash: whose is the quote behind it?
        return False
    return not (data.count(b'"', start, end) - data.count(b'\\"', start, end)) % 2


def _not_a_statement(data: bytes, start: int, path: str) -> SceneError:
    line = data.count(b"\n", 0, start) + 1
    found = data[start : start + 7]
    if found in (b"<<<<<<<", b"=======", b">>>>>>>"):
        return SceneError(
            "The scene {path} holds an unresolved merge conflict at line {line}.",
            "Resolve the conflict in your version control, or take one of the two versions.",
            path=path,
            line=line,
        )
    return SceneError(
        "The scene {path} cannot be read at line {line}.",
        "The file may be damaged: open it in Maya and save it again.",
        path=path,
        line=line,
    )


def words(data: bytes, statement: Statement, codec: str) -> List[Word]:
    """The words of a statement after its verb; strings joined by `+` become one.

    Args:
        data: The whole file.
        statement: One that `statements` gave.
        codec: The scene's, from `read_header`.
    """
    found: List[Word] = []
    joining = False
    for match in _WIDE.get(codec, _NARROW).token.finditer(data, statement.start + len(statement.verb), statement.end):
        string, bare, mark = match.groups()
        if mark is not None:
            joining = mark == b"+" or (joining and mark == b"(")
        elif bare is not None:
            found.append(Word(decode(bare, codec), False))
            joining = False
        else:
            text = unescape(decode(string, codec))
            if joining and found and found[-1].quoted:
                text = found.pop().text + text
            found.append(Word(text, True))
            joining = False
    return found


def unescape(text: str) -> str:
    """A MEL string's content: `\\n`, `\\t`, `\\r`, `\\"` and `\\\\` become what they stand for."""
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match.group(1), match.group(1)), text) if "\\" in text else text


def flags(found: List[Word], valued: Tuple[str, ...]) -> Tuple[List[Tuple[str, str]], List[Word]]:
    """Split words into flags and the rest.

    Args:
        found: The words of a statement.
        valued: The flags that take one value, without their dash. Every other flag takes none.

    Returns:
        Flags with their values (empty for those without), and the remaining words.
    """
    given: List[Tuple[str, str]] = []
    rest: List[Word] = []
    words_left = iter(found)
    for word in words_left:
        if word.quoted or not word.text.startswith("-") or word.text[1:2].isdigit() or word.text[1:2] == ".":
            rest.append(word)
        elif word.text[1:] in valued:
            value = next(words_left, Word("", False))
            given.append((word.text[1:], value.text))
        else:
            given.append((word.text[1:], ""))
    return given, rest


def has_end_line(data: bytes) -> bool:
    """Whether the `// End of` line that Maya writes last is there."""
    return bool(_END.search(data, max(0, len(data) - 4096)))
