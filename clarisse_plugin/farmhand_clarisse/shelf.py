"""Farmhand's button in a shelf.cfg, beside whatever else is in it: for the installer, which owns reading and writing.

Clarisse reads the file at its start; what a script adds to the shelf while it runs is gone with it. The file has the
grammar of a project: `slot 0 { category "X" { shelf_item { title "..." ... } } }`. Only our own item is ever touched.
"""

from __future__ import annotations

import re
from typing import Callable, Dict, Iterator, List, Optional

from farmhand.errors import SettingsError
from farmhand.paths import forward

CATEGORY = "Farmhand"
SCRIPT = "shelf_submit.py"
"""The script's name, by which our item is known again."""
ICON = "icons/farmhand.png"

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|//[^\n]*|[{}]', re.S)
_OURS = re.compile(r'\bscript_filename\s+"[^"\n]*[/\\]%s"' % re.escape(SCRIPT))
_INDENT = "  "


class _Span:
    """A block of the text: where its header's line begins, its braces are, and its line ends."""

    def __init__(self, header: str, start: int, opened: int) -> None:
        self.header = header
        self.start = start
        self.opened = opened
        self.closed = -1
        self.inner: List[_Span] = []

    def walk(self) -> Iterator[_Span]:
        """This block and all inside it."""
        yield self
        for one in self.inner:
            yield from one.walk()


def merged(text: str, folder: str) -> str:
    """A shelf with Farmhand's button: made, or brought up to date where there is one.

    Args:
        text: The user's shelf.cfg; empty where there is none.
        folder: Absolute path of the installed `clarisse_plugin`.

    Returns:
        The new text. What others have put into it is as it was, to the letter.

    Raises:
        SettingsError: The text's braces do not match; nothing can be added safely.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    text = without(text)
    tops = _spans(text)
    slot = next((one for one in tops if one.header.split()[:1] == ["slot"]), None)
    if slot is None:
        lines = ["slot 0 {", *_indented(_category(folder)), "}"]
        gap = "" if not text or text.endswith("\n") else end
        return text + gap + end.join(lines) + end
    category = next((one for one in slot.inner if one.header.split(None, 1)[1:] == ['"%s"' % CATEGORY]), None)
    if category is not None:
        return _inserted(text, category, _indented(_indented(_item(folder))), end)
    return _inserted(text, slot, _indented(_category(folder)), end)


def without(text: str) -> str:
    """A shelf without Farmhand's button, and without its category where nothing else is in it.

    Raises:
        SettingsError: The text's braces do not match.
    """
    for superfluous in (_is_ours, _is_empty_category):
        span = _find(text, superfluous)
        while span is not None:
            text = _cut(text, span)
            span = _find(text, superfluous)
    return text


def values(folder: str) -> Dict[str, str]:
    """Names and values of our item, for a folder of the installed plug-in."""
    place = forward(folder).rstrip("/")
    return {
        "title": "Farmhand",
        "description": "Send this project to the render farm",
        "script_filename": "%s/%s" % (place, SCRIPT),
        "icon_filename": "%s/%s" % (place, ICON),
    }


def _item(folder: str) -> List[str]:
    lines = ['%s "%s"' % (name, value.replace('"', '\\"')) for name, value in values(folder).items()]
    return ["shelf_item {", *_indented(lines), "}"]


def _category(folder: str) -> List[str]:
    return ['category "%s" {' % CATEGORY, *_indented(_item(folder)), "}"]


def _indented(lines: List[str]) -> List[str]:
    return [_INDENT + line for line in lines]


def _inserted(text: str, span: _Span, lines: List[str], end: str) -> str:
    """Lines before a block's closing brace."""
    at = text.rfind("\n", 0, span.closed) + 1
    if text[at : span.closed].strip():  # the brace stands behind something
        return text[: span.closed] + end + end.join(lines) + end + text[span.closed :]
    return text[:at] + end.join(lines) + end + text[at:]


def _cut(text: str, span: _Span) -> str:
    """The text without a block and the rest of its lines, where that is blank."""
    stop = span.closed + 1
    rest = re.compile(r"[ \t]*\r?\n").match(text, stop)
    before = text[: span.start]
    if rest and (not before or before.endswith("\n")):
        stop = rest.end()
    return before + text[stop:]


def _is_ours(span: _Span, body: str) -> bool:
    return span.header == "shelf_item" and bool(_OURS.search(body))


def _is_empty_category(span: _Span, body: str) -> bool:
    return span.header.split(None, 1)[1:] == ['"%s"' % CATEGORY] and not body.strip("{} \t\r\n")


def _find(text: str, fits: Callable[[_Span, str], bool]) -> Optional[_Span]:
    for top in _spans(text):
        for span in top.walk():
            if fits(span, text[span.opened : span.closed + 1]):
                return span
    return None


def _spans(text: str) -> List[_Span]:
    """The blocks of a text.

    Raises:
        SettingsError: Its braces do not match.
    """
    tops: List[_Span] = []
    stack: List[_Span] = []
    for token in _TOKEN.finditer(text):
        if token.group() == "{":
            start = max(text.rfind(mark, 0, token.start()) + 1 for mark in "\n{}")
            span = _Span(text[start : token.start()].strip(), start, token.start())
            (stack[-1].inner if stack else tops).append(span)
            stack.append(span)
        elif token.group() == "}":
            if not stack:
                raise _damaged("a } too many")
            stack.pop().closed = token.start()
    if stack:
        raise _damaged("%d blocks are not closed" % len(stack))
    return tops


def _damaged(why: str) -> SettingsError:
    return SettingsError(
        "Clarisse's shelf.cfg is damaged: {why}.", "Repair it or take it away; nothing was changed.", why=why
    )
