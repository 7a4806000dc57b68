"""Asset paths in USD text files (.usda).

Grammar as in OpenUSD's text file format: an asset path stands between `@` or `@@@` and nowhere else; strings have one
or three quotes of either kind; comments are `#`, `//` and `/* */`. Variants and value clips need no special care,
as their asset paths look like all others; only a clip's template is a string. What is deleted from a list is left out.
"""

from __future__ import annotations

import re
from typing import Iterator, List

from farmhand.nested.said import Item, Unreadable
from farmhand.nested.source import Source
from farmhand.nested.strings import LINE_COMMENT, Sign, decoded, tokens
from farmhand.nested.usd_words import ARCS, TEMPLATES, named

MAGIC = re.compile(rb"#(?:usda|sdf) \d")


def _between(sign: str, one_line: bool) -> Sign:
    mark = re.escape(sign).encode("ascii")
    inner = rb"[^\\\n%s]*(?:\\.[^\\\n%s]*)*" % (mark, mark) if one_line else rb"(?:[^\\]|\\.)*?"
    return Sign(re.compile(mark + b"(" + inner + b")" + mark, re.S), re.compile(mark + (rb"|\n" if one_line else b"")))


_SIGNS = {
    b'"""': _between('"""', False),
    b"'''": _between("'''", False),
    b'"': _between('"', True),
    b"'": _between("'", True),
    b"@@@": Sign(re.compile(rb"@@@((?:[^@]|@{1,2}(?!@)|(?<=\\)@@@)*)@@@", re.S), re.compile(rb"@@@")),
    b"@": Sign(re.compile(rb"@([^@\n]*)@"), re.compile(rb"@|\n")),
    b"<": Sign(re.compile(rb"<([^<>\n]*)>"), re.compile(rb">|\n")),
    b"#": LINE_COMMENT,
    b"//": LINE_COMMENT,
    b"/*": Sign(re.compile(rb"/\*(.*?)\*/", re.S), re.compile(rb"\*/")),
    b"=": None,
    b"{": None,
    b"}": None,
}
_STRINGS = frozenset([b'"""', b"'''", b'"', b"'"])
_ASSETS = frozenset([b"@@@", b"@"])

_NAME = re.compile(rb"(?:\b(delete|reorder)\s+)?(?:\b[\w\[\]]+\s+)??([A-Za-z_][\w:]*)(?:\.(\w+))?\s*\Z")
_NEXT_IN_LIST = re.compile(rb"\)\s*,\s*\Z")


def read_usda(source: Source) -> Iterator[Item]:
    """Read a USD text file.

    Raises:
        Unreadable: It does not begin like one.
        OSError, EOFError: It cannot be read.
    """
    if not MAGIC.match(source.head(32)):
        raise Unreadable("the file does not begin like USD text")
    name, arc, deleted = "", "", False
    assigned = False
    outer: List[str] = []
    for token in tokens(source, _SIGNS):
        if token is None:
            yield None
            continue
        if token.sign == b"=":
            said = _NAME.search(token.before)
            name = said.group(2).decode("ascii") if said else ""
            deleted = bool(said and said.group(1))
            arc = name if name in ARCS else arc
        elif token.sign == b"{":
            outer.append(name if assigned and not token.before.strip() else "")
        elif token.sign == b"}":
            name = outer.pop() if outer else ""
        elif token.sign in _ASSETS and token.text.strip():
            if _NEXT_IN_LIST.search(token.before):
                name = arc
            if not (deleted and name in ARCS):
                yield named(_full(outer, name), decoded(token.text.replace(b"\\@@@", b"@@@")))
        elif token.sign in _STRINGS and name.encode("ascii") in TEMPLATES and assigned:
            yield named(_full(outer, name), decoded(token.text))
        assigned = token.sign == b"="


def _full(outer: List[str], name: str) -> str:
    """A name with the dictionaries it stands in: `clips:default:assetPaths`."""
    return ":".join(dict.fromkeys([one for one in outer if one] + [name]))
