"""Paths that mean something on this computer and nothing, or something else, on the farm.

They are told, never rewritten: the project is the artist's. A file behind such a path is sent all the same; it is the
project's own words that do not lead to it there.
"""

from __future__ import annotations

import re
from typing import Iterable, Iterator, List, Tuple

from farmhand.paths import is_absolute
from farmhand.readers.clarisse.files import Places
from farmhand.scene.model import WARNING, RenderTarget, Tip

LOCAL_VARIABLE = "local_variable"
RELATIVE_PATH = "relative_path"

MESSAGES = {
    LOCAL_VARIABLE: "Paths use variables that only this computer has; write $PDIR or set them in the project.",
    RELATIVE_PATH: "Paths are relative to nowhere the farm could know; write $PDIR/ in front of them.",
}
"""What each Tip says, by its code."""

EVERYWHERE = frozenset(("PDIR", "PNAME", "CLARISSE_BIN_DIR"))
"""Variables that Clarisse itself sets wherever a project is opened. Not CTEMP: each computer has its own."""

_VARIABLE = re.compile(r"\$\{(\w+)\}|\$(\w+)|%([A-Za-z_]\w*)%")
_FRAME = re.compile(r"\d*F\d*\Z")


def local_variables(text: str, places: Places) -> Iterator[str]:
    """The variables in a path that have a value here but not in the project itself.

    Args:
        text: The path as the project spells it.
        places: Of the file that holds it.
    """
    for match in _VARIABLE.finditer(text):
        name = match.group(match.lastindex or 0)
        if name in places.known and name not in places.variables and name not in EVERYWHERE and not _FRAME.match(name):
            yield match.group(0)


def is_relative(text: str) -> bool:
    """Whether a path begins with a name instead of a folder or a variable."""
    return bool(text) and not is_absolute(text) and not text.startswith(("$", "~", "%"))


def output_tips(targets: Iterable[RenderTarget], places: Places) -> Tuple[Tip, ...]:
    """What is to be told of the paths that are written.

    Args:
        targets: What renders; others' outputs do not matter.
        places: Of the project.
    """
    lines: List[str] = []
    relative: List[str] = []
    for target in targets:
        for text in (target.output, target.details.get("enable_deep_output_path", "")) if target.enabled else ():
            where = "%s: %s" % (target.name, text)
            lines += ["%s in %s" % (variable, where) for variable in local_variables(text, places)]
            relative += [where] if is_relative(text) else []
    return tips(lines, relative)


def tips(variables: Iterable[str], relative: Iterable[str]) -> Tuple[Tip, ...]:
    """The Tips for lines of both kinds; none for a kind without any."""
    found = ((LOCAL_VARIABLE, tuple(variables)), (RELATIVE_PATH, tuple(relative)))
    return tuple(Tip(code, WARNING, MESSAGES[code], lines) for code, lines in found if lines)
