"""Attributes of the open project as the blocks that the file reader makes of a project's text.

Every call is a question: nothing is toggled to see the text behind a value, since that would change the project.
"""

from __future__ import annotations

import re
from typing import Any, Callable, List, Tuple

from farmhand.readers.clarisse.syntax import Block
from farmhand_clarisse.api import Attribute

_CODE = re.compile(r'["`\n]')
"""What tells a computed path (`PDIR + "/a.png"`) from one with variables in it (`$PDIR/a.$4F.png`): letters that no
path has. Clarisse calls both expressions."""


Spell = Callable[[str, List[str]], List[str]]
"""From an attribute's name and texts to the same texts as the project's file spells them."""


def add(block: Block, name: str, attribute: Attribute, spell: Spell) -> None:
    """Write an attribute into a block, as a line, or as a block of its own where it is computed.

    Args:
        block: Where.
        name: What the file calls it.
        attribute: The attribute; what it raises goes through.
        spell: For texts of which Clarisse only tells what they mean at the present frame.
    """
    words, expression = read(attribute, name, spell)
    if expression:
        block.blocks.append(_computed(name, words, expression))
    else:
        block.texts.append("%s %s\n" % (name, " ".join(words) or "<empty>"))


def add_custom(block: Block, kind: str, name: str, attribute: Attribute, spell: Spell) -> None:
    """Write an attribute as one that somebody added: by its kind, whatever its name.

    Args:
        block: The block of `custom_attributes`.
        kind: `filename_open` or `folder`.
        name: Its name.
        attribute: The attribute; what it raises goes through.
        spell: As for `add`.
    """
    words, expression = read(attribute, name, spell)
    made = _computed(kind, words, expression)
    made.header = quoted(name)
    block.blocks.append(made)


def read(attribute: Attribute, name: str, spell: Spell) -> Tuple[List[str], str]:
    """An attribute's values as words of a project, and by what it is computed.

    A path with variables is its text, not what the text means at the current frame, and is not computed.
    """
    expression = ""
    if attribute.is_expression_enabled() and attribute.is_expression_activated():
        expression = str(attribute.get_expression() or "")
    values = [attribute[place] for place in range(attribute.get_value_count())]
    if expression and isinstance(values[0] if values else "", str) and not _CODE.search(expression):
        return [quoted(expression)], ""
    if values and all(isinstance(value, str) for value in values) and (expression or len(values) > 1):
        values = list(spell(name, values))
    return [word(value) for value in values if value is not None], expression


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


def _computed(name: str, words: List[str], expression: str) -> Block:
    inner = Block(name)
    inner.texts.append("value %s\n" % (" ".join(words) or "<empty>"))
    if expression:
        inner.texts.append("expression %s\n" % quoted(expression))
    return inner
