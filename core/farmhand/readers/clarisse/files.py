"""Which files a project's objects mention, and which files on this disk each mention means.

What to look for is the table in `file_table`. Expressions are not evaluated: the value beside one is looked up, and
the user is told. One bad mention never ends the search.
"""

from __future__ import annotations

import os
import re
import tempfile
from typing import Dict, Iterator, List, Mapping, NamedTuple, Tuple

from farmhand.paths import forward, is_absolute
from farmhand.readers.clarisse.file_table import (
    BELONGS_TO_CLARISSE,
    COMPUTED,
    CUSTOM_BLOCK,
    CUSTOM_TYPES,
    HINT,
    INSTALLATION,
    OVERRIDES,
    SEQUENCE_MODE,
    TOKENS,
    VARIABLE_END,
    file_kind,
    is_input,
)
from farmhand.readers.clarisse.items import Item, whole_number
from farmhand.readers.clarisse.syntax import Block, values
from farmhand.scene.expand import DirectoryIndex, expand, variables
from farmhand.scene.model import Reference

DISABLED = "the object is disabled"
_TOKENS = tuple((re.compile(pattern), spelling) for pattern, spelling in TOKENS)
_MOST_ROUNDS = 8  # of variables whose values name variables
_LONGEST = 8192  # letters of a path or a variable; beyond that nobody means a file


class Mentioned(NamedTuple):
    """A text that names files, before anybody looked at the disk.

    Attributes:
        item: The object that names them.
        attribute: By which attribute.
        text: The path as the file spells it.
        sequence: The number in the name is one frame of many.
        expression: What the attribute is computed by while it renders; empty where it is fixed.
        folder: Every file directly in the folder is meant.
    """

    item: Item
    attribute: str
    text: str
    sequence: bool = False
    expression: str = ""
    folder: bool = False


class Places:
    """Where the paths of one project lie, and what its variables are.

    Args:
        path: Absolute path of the file.
        own: Variables the file sets.
        outer: Variables of the project that references it.
        environment: The process's variables.

    Attributes:
        variables: The outer ones and the file's, which win.
        known: Every variable: Clarisse's own win over those, and those over the environment.
    """

    def __init__(self, path: str, own: Mapping[str, str], outer: Mapping[str, str], environment: Mapping[str, str]):
        self.folder = os.path.dirname(path)
        name = os.path.splitext(os.path.basename(path))[0]
        temporary = environment.get("CTEMP", tempfile.gettempdir())
        self.variables: Dict[str, str] = {**outer, **own}
        self.known: Dict[str, str] = {**environment, "CTEMP": temporary, **self.variables}
        self.known.update(PDIR=self.folder, PNAME=name)
        self.known = {name: value for name, value in self.known.items() if len(value) <= _LONGEST}

    def resolve(self, text: str) -> Tuple[str, str]:
        """An absolute path with tokens `scene.expand` knows, and the first variable without a value."""
        path = text[: _LONGEST + 1]
        for pattern, spelling in _TOKENS:
            path = pattern.sub(spelling, path)
        unknown = ""
        for _ in range(_MOST_ROUNDS):
            before = path
            path, unknown = variables(VARIABLE_END.sub(r"${\1}", path), self.known)
            if path == before or "$" not in path or len(path) > _LONGEST:
                break
        path = forward(path)
        return (path if is_absolute(path) else forward(os.path.join(self.folder, path))), unknown


class Finder:
    """Turns mentions into References.

    Args:
        index: What the folders hold.

    Attributes:
        unresolved: `node.attribute: $VARIABLE in path` for each variable without a value.
    """

    def __init__(self, index: DirectoryIndex) -> None:
        self.index = index
        self.unresolved: List[str] = []

    def reference(self, said: Mentioned, node: str, places: Places) -> Reference:
        """Look a mention up.

        Args:
            said: The mention.
            node: Address of its object in the project that is sent.
            places: Of the file that holds it.
        """
        kind = file_kind(said.item.kind, said.text)
        where = "%s.%s" % (node, said.attribute)
        if INSTALLATION.match(said.text):
            return Reference(node, said.attribute, said.text, kind=kind, ignored=BELONGS_TO_CLARISSE)
        path, unknown = places.resolve(said.text)
        files: Tuple[str, ...] = ()
        if unknown:
            self.unresolved.append("%s: %s in %s" % (where, unknown, said.text))
        elif "\0" not in path and len(path) <= _LONGEST:
            files = tuple(self.index.files(path)) if said.folder else expand(path, self.index, sequence=said.sequence)
        ignored = DISABLED if said.item.disabled and not files else ""
        return Reference(node, said.attribute, said.text, files, not files and not ignored, kind, ignored)


def mentions(item: Item) -> Iterator[Mentioned]:
    """Every text of one object that names files to read."""
    block = item.block
    mode = whole_number(block.text(SEQUENCE_MODE))
    sequence = bool(mode) or (mode is None and block.flag(SEQUENCE_MODE))
    for word, rest in block.lines(HINT):
        attribute = word.rstrip("[]")
        if is_input(item.kind, attribute) and not _is_computed(block, attribute):
            for value in values(rest):
                if value.text.strip():
                    yield Mentioned(item, attribute, value.text, sequence)
    for inner in block.blocks:
        if inner.word == CUSTOM_BLOCK:
            yield from _custom(item, inner)
        elif inner.word == OVERRIDES:
            yield from _overrides(item, inner)
        elif is_input(item.kind, inner.word) and not _is_computed(block, inner.word):
            yield from _of_block(item, inner.word, inner, sequence)


def _is_computed(block: Block, attribute: str) -> bool:
    source = COMPUTED.get(attribute)
    return source is not None and bool(block.text(source))


def _of_block(
    item: Item, attribute: str, block: Block, sequence: bool = False, folder: bool = False
) -> Iterator[Mentioned]:
    """One mention for each value; one without text where an expression alone says it."""
    expression = block.text("expression")
    texts = [value.text for value in block.own_values() if value.text.strip()]
    for text in texts or ([""] if expression else []):
        yield Mentioned(item, attribute, text, sequence, expression, folder)


def _custom(item: Item, block: Block) -> Iterator[Mentioned]:
    for inner in block.inner():
        if inner.word in CUSTOM_TYPES:
            yield from _of_block(item, inner.label or inner.word, inner, folder=CUSTOM_TYPES[inner.word])


def _overrides(item: Item, block: Block) -> Iterator[Mentioned]:
    """Lines and blocks named by an attribute or by its whole path (`lights/key.filename`), in blocks of any word."""
    for holder in [block, *block.inner()]:
        for word, rest in holder.lines(HINT):
            if is_input("", _last(word)):
                for value in values(rest):
                    if value.text.strip():
                        yield Mentioned(item, "%s.%s" % (OVERRIDES, word), value.text)
        if holder is not block and is_input("", _last(holder.label or holder.word)):
            yield from _of_block(item, "%s.%s" % (OVERRIDES, holder.label or holder.word), holder)


def _last(name: str) -> str:
    return name.rstrip("[]").rpartition(".")[2]
