"""Attributes of the open project as the blocks that the file reader makes of a project's text.

Every call is a question: nothing is toggled to see the text behind a value, since that would change the project.
"""

from __future__ import annotations

import re
from typing import Any, Callable, List, NamedTuple

from farmhand.readers.clarisse.syntax import Block
from farmhand_clarisse.api import Attribute

_CODE = re.compile(r'["`\n]')
"""What tells a computed path (`PDIR + "/a.png"`) from one with variables in it (`$PDIR/a.$4F.png`): letters that no
path has. Clarisse calls both expressions."""


Spell = Callable[[str, List[str]], List[str]]
"""From an attribute's name and texts to the same texts as the project's file spells them."""


class Said(NamedTuple):
    """What an attribute holds.

    Attributes:
        words: Its values as a project's text spells them.
        expression: By what it is computed, where Clarisse gives no value for it; else empty.
        computed: By what a text is computed that is only known for the present frame; else empty.
    """

    words: List[str]
    expression: str = ""
    computed: str = ""


def add(block: Block, name: str, attribute: Attribute, spell: Spell) -> str:
    """Write an attribute into a block, as a line, or as a block of its own where only an expression says it.

    Args:
        block: Where.
        name: What the file calls it.
        attribute: The attribute; what it raises goes through.
        spell: For texts of which Clarisse only tells what they mean at the present frame.

    Returns:
        `Said.computed`.
    """
    said = read(attribute, name, spell)
    if said.expression:
        block.blocks.append(_block(name, said))
    else:
        block.texts.append("%s %s\n" % (name, " ".join(said.words) or "<empty>"))
    return said.computed


def add_custom(block: Block, kind: str, name: str, attribute: Attribute, spell: Spell) -> str:
    """Write an attribute as one that somebody added: by its kind, whatever its name.

    Args:
        block: The block of `custom_attributes`.
        kind: `filename_open` or `folder`.
        name: Its name.
        attribute: The attribute; what it raises goes through.
        spell: As for `add`.

    Returns:
        `Said.computed`.
    """
    said = read(attribute, name, spell)
    made = _block(kind, said)
    made.header = quoted(name)
    block.blocks.append(made)
    return said.computed


def read(attribute: Attribute, name: str, spell: Spell) -> Said:
    """What an attribute holds: of a path with variables its text, not what the text means at the present frame."""
    expression = ""
    if attribute.is_expression_enabled() and attribute.is_expression_activated():
        expression = str(attribute.get_expression() or "")
    values = [attribute[place] for place in range(attribute.get_value_count())]
    if expression and isinstance(values[0] if values else "", str) and not _CODE.search(expression):
        return Said([quoted(expression)])
    texts = bool(values) and all(isinstance(value, str) for value in values)
    if texts and (expression or len(values) > 1):
        values = list(spell(name, values))
    words = [word(value) for value in values if value is not None]
    if expression and not any(value not in (None, "") for value in values):
        return Said(words, expression)
    return Said(words, computed=expression if texts else "")


def word(value: Any) -> str:
    """A value as a project's text spells it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return repr(value)
    return quoted(value if isinstance(value, str) else str(value.get_full_name()))


def quoted(text: str) -> str:
    """A text in quotation marks."""
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


def named(kind: str, name: str) -> Block:
    """The block of an object."""
    block = Block(kind)
    block.texts.append("name %s\n" % quoted(name))
    return block


def _block(name: str, said: Said) -> Block:
    inner = Block(name)
    inner.texts.append("value %s\n" % (" ".join(said.words) or "<empty>"))
    if said.expression:
        inner.texts.append("expression %s\n" % quoted(said.expression))
    return inner
