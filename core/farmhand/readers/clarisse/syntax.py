"""The text of a Clarisse file as a tree of blocks, at the speed of one pattern match a brace.

Knows braces, words, strings and comments; knows nothing of objects. Most lines are numbers nobody asks about, so what
lies between braces is kept as it is, and split into lines and words when somebody wants one. The user interface, often
the larger part of a project, is not kept.

Source of the grammar: two projects of Isotropix parsed whole, and notes on twenty-three more.
"""

from __future__ import annotations

import re
from typing import Generator, Iterator, List, NamedTuple, Optional, Tuple

from farmhand.errors import SceneError
from farmhand.progress import Progress

MARK = b"#Isotropix_Serial_Version"
"""What every file of Clarisse begins with."""

PREFERENCES = "#preferences"
DEEPEST = 256
"""Blocks within blocks; real projects stay below 50."""

_KEPT_PREFERENCES = (PREFERENCES, "categories", "animation")
_REPORT_EVERY = 20000
_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_PLAIN, _PLAIN_LINE = r'[^"{}/]*', r'[^"{}/\n]*'
_MORE = "(?:(?:" + _STRING + r'|/(?!/)|(?<=[^\s{}"])//)%s)*'
_UP_TO_BRACE = re.compile("(" + _PLAIN + _MORE % _PLAIN + r')([{}"]|//[^\n]*|\Z)', re.S)
_LINE = re.compile(_PLAIN_LINE + _MORE % _PLAIN_LINE, re.S)
_WORD = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"|([^\s"]+)', re.S)
_ESCAPE = re.compile(r'\\(["\\])')
_START = re.compile(r"\s*" + MARK.decode("ascii"))
_CONFLICT = re.compile(r"^<{7} ", re.M)
_EMPTY = "<empty>"
_TRUE = frozenset(("yes", "true", "on", "1"))


class Value(NamedTuple):
    """One value of an attribute; `quoted` tells `"yes"` from `yes`."""

    text: str
    quoted: bool


class Block:
    """A pair of braces: an object, a context, or an attribute that needs more than a line.

    Attributes:
        word: What it begins with: `Image`, `Context`, `#preferences`, `save_as`; without the `[]` of a list.
        header: The rest of the line before the brace.
        texts: What stands in it between its blocks.
        blocks: The blocks in it.
    """

    __slots__ = ("blocks", "header", "texts", "word")

    def __init__(self, word: str, header: str = "") -> None:
        self.word = word
        self.header = header
        self.texts: List[str] = []
        self.blocks: List[Block] = []

    @property
    def label(self) -> str:
        """The name on the line of the brace, as in `Context "scene" {`; empty where there is none."""
        found = values(self.header)
        return found[0].text if found else ""

    def lines(self, hint: str = "") -> Iterator[Tuple[str, str]]:
        """The attributes in it, as word and the rest of the line; with a hint, only from texts that contain it."""
        for text in self.texts:
            if hint in text:
                for line in _LINE.findall(text):
                    word, rest = _split(line)
                    if word:
                        yield word, rest

    def sub(self, word: str) -> Optional[Block]:
        """The first block of that word in this one."""
        return next((block for block in self.blocks if block.word == word), None)

    def has(self, name: str) -> bool:
        """Whether an attribute of that name is written here."""
        return any(word == name for word, _ in self.lines(name)) or self.sub(name) is not None

    def values(self, name: str) -> Tuple[Value, ...]:
        """An attribute's values, whether it is a line or a block with a line `value`; none where it is not written."""
        for word, rest in self.lines(name):
            if word == name:
                return values(rest)
        block = self.sub(name)
        return block.own_values() if block is not None else ()

    def own_values(self) -> Tuple[Value, ...]:
        """The values of an attribute that is a block."""
        return next((values(rest) for word, rest in self.lines("value") if word.rstrip("[]") == "value"), ())

    def text(self, name: str, default: str = "") -> str:
        """An attribute's first value."""
        found = self.values(name)
        return found[0].text if found else default

    def flag(self, name: str) -> bool:
        """Whether an attribute is on; one that is named without a value is."""
        for word, rest in self.lines(name):
            if word == name and not rest.strip():
                return True
        return self.text(name).lower() in _TRUE

    def expression(self, name: str) -> str:
        """The expression an attribute is computed by; empty where it is not."""
        block = self.sub(name)
        return block.text("expression") if block is not None else ""

    def inner(self) -> Iterator[Block]:
        """Every block in this one, however deep."""
        waiting = self.blocks[::-1]
        while waiting:
            block = waiting.pop()
            yield block
            waiting += block.blocks[::-1]


def values(text: str) -> Tuple[Value, ...]:
    """The values on a line; none for the empty list `<empty>`."""
    found = (
        Value(_ESCAPE.sub(r"\1", word.group(1)), True) if word.group(2) is None else Value(word.group(2), False)
        for word in _WORD.finditer(text)
    )
    return tuple(value for value in found if value.quoted or value.text != _EMPTY)


class Parsed(NamedTuple):
    """A whole file.

    Attributes:
        tree: Everything in it, as one block without a word.
        utf8: Whether it is UTF-8; else its letters beyond ASCII are guesses.
    """

    tree: Block
    utf8: bool


def parse(data: bytes, path: str) -> Generator[Progress, None, Parsed]:
    """Read a file; one that is not UTF-8 is read as Latin-1, which never fails.

    Args:
        data: The file.
        path: Its name, for errors and progress.

    Raises:
        SceneError: It is no file of Clarisse, is cut off, has a brace too many, is nested absurdly deep, or holds an
            unresolved merge conflict.
    """
    try:
        text, utf8 = data.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        text, utf8 = data.decode("latin-1"), False
    if not _START.match(text):
        raise SceneError(
            "{path} is no Clarisse project: it does not begin with {mark}.",
            "Choose a .project file that Clarisse saved.",
            path=path,
            mark=MARK.decode("ascii"),
        )
    conflict = _CONFLICT.search(text) if "<<<<<<< " in text else None
    if conflict:
        raise SceneError(
            "The scene {path} holds an unresolved merge conflict at line {line}.",
            "Resolve the conflict in your version control, or take one of the two versions.",
            path=path,
            line=_line(text, conflict.start()),
        )
    tree = yield from _tree(text, path)
    if not tree.blocks:
        raise cut_off(path, "it ends after its first lines")
    return Parsed(tree, utf8)


def _tree(text: str, path: str) -> Generator[Progress, None, Block]:
    top = Block("")
    stack: List[Optional[Block]] = [top]  # None: a block that is not kept
    preferences = False
    at, size, done, name = 0, len(text), 0, path.replace("\\", "/").rpartition("/")[2]
    match = _UP_TO_BRACE.match
    while at < size:
        found = match(text, at)
        if found is None or found.group(2) == '"':
            raise cut_off(path, "it ends inside a string")
        body, end = found.group(1), found.group(2)
        at = found.end()
        here = stack[-1]
        if end == "{":
            body, header = _header(body)
        if here is not None and body and not body.isspace():
            here.texts.append(body)
        if end == "{":
            preferences = _open(stack, *_split(header), preferences)
            if len(stack) > DEEPEST:
                raise _damaged(path, "blocks are nested deeper than %d" % DEEPEST, _line(text, at))
        if end == "}":
            stack.pop()
            if not stack:
                raise _damaged(path, "there is a } too many", _line(text, at))
            preferences = preferences and len(stack) > 1
        done += 1
        if done % _REPORT_EVERY == 0:
            yield Progress("read", at, size, "bytes", name)
    if len(stack) > 1:
        raise cut_off(path, "%d blocks are not closed" % (len(stack) - 1))
    yield Progress("read", size, size, "bytes", name)
    return top


def _header(body: str) -> Tuple[str, str]:
    """What stands before a `{`, as the attributes before and the line the brace belongs to."""
    body = body.rstrip()
    at = body.rfind("\n") + 1
    if body.count('"', at) % 2 or "\\" in body[at:]:
        at = max((line.start() for line in _LINE.finditer(body) if line.group().strip()), default=0)
    return body[:at], body[at:]


def _split(body: str) -> Tuple[str, str]:
    """The first word of a statement, quoted or not, and the rest; a quote ends the word as a blank does."""
    parts = body.split(None, 1)
    if not parts:
        return "", ""
    word = parts[0]
    if '"' in word:
        at = body.index('"')
        quoted = _WORD.match(body.lstrip()) if word[0] == '"' else None
        if quoted:
            return _ESCAPE.sub(r"\1", quoted.group(1)), body.lstrip()[quoted.end() :]
        return body[:at].strip(), body[at:]
    return word, parts[1] if len(parts) > 1 else ""


def _open(stack: List[Optional[Block]], word: str, rest: str, preferences: bool) -> bool:
    """Enter a block; answers whether it belongs to the preferences."""
    word = word[:-2] if word.endswith("[]") else word
    depth = len(stack) - 1
    preferences = preferences or (depth == 0 and word == PREFERENCES)
    here = stack[-1]
    wanted = not preferences or (depth < len(_KEPT_PREFERENCES) and word == _KEPT_PREFERENCES[depth])
    if here is None or not wanted:
        stack.append(None)
        return preferences
    block = Block(word, rest)
    here.blocks.append(block)
    stack.append(block)
    return preferences


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def cut_off(path: str, why: str) -> SceneError:
    """The error for a file that ends too soon.

    Args:
        path: The file.
        why: By what one sees it.
    """
    return SceneError(
        "The scene {path} is cut off: {why}.",
        "Save it again in Clarisse, or take it from a backup; the copy may have stopped half-way or the disk was full.",
        path=path,
        why=why,
    )


def _damaged(path: str, why: str, line: int) -> SceneError:
    return SceneError(
        "The scene {path} is damaged: {why} at line {line}.",
        "Save it again in Clarisse, or take it from a backup.",
        path=path,
        why=why,
        line=line,
    )
