"""Fills what the documents say of settings, options and exit codes from the code, so that it cannot grow old.

MkDocs calls `on_page_markdown` for every page (mkdocs.org, Hooks). A page asks with a line such as `<!-- settings -->`,
`<!-- help submit -->`, `<!-- exit codes -->`, `<!-- hooks -->` or `<!-- file examples/hooks/notify.py -->`.
"""

from __future__ import annotations

import io
import os
import re
import sys
from contextlib import redirect_stdout
from typing import Any, Callable, Dict, List, Type

import house


def on_page_markdown(markdown: str, **others: Any) -> str:
    """The page with every request answered.

    Raises:
        KeyError: A page asks for something that is not here.
    """
    return re.sub(r"(?m)^<!-- (\w[^>]*?) -->$", lambda match: _answer(match.group(1)), markdown)


def settings_table() -> str:
    """Every setting, as a table."""
    from farmhand.settings import TABLE

    rows = ["| setting | variable | default | what |", "|---|---|---|---|"]
    for setting in TABLE:
        default = "`{}`".format(setting.default) if setting.default != "" else ""
        rows.append("| `{}` | `{}` | {} | {} |".format(setting.name, setting.variable, default, setting.meaning))
    return "\n".join(rows)


def exit_codes() -> str:
    """Every exit code of the command line, as a table."""
    from farmhand import errors

    rows = ["| code | name | when |", "|---|---|---|", "| 0 | | done |", "| 2 | | wrong usage of the command line |"]
    kinds: List[Type[errors.FarmhandError]] = [errors.FarmhandError, *errors.FarmhandError.__subclasses__()]
    kinds = [kind for kind in kinds if kind.__module__ == errors.__name__]
    for kind in sorted(kinds, key=lambda one: one.exit_code):
        meaning = (kind.__doc__ or "").strip().split("\n")[0]
        rows.append("| {} | `{}` | {} |".format(kind.exit_code, kind.code, meaning))
    return "\n".join(rows)


def hook_names() -> str:
    """Every hook's name."""
    from farmhand.hooks import STEPS

    rows = ["| before | after |", "|---|---|"]
    rows += ["| `before_{0}(event)` | `after_{0}(event)` |".format(step) for step in STEPS]
    return "\n".join(rows)


def help_of(command: str) -> str:
    """What `farmhand COMMAND --help` prints."""
    from farmhand import cli

    told = io.StringIO()
    columns, os.environ["COLUMNS"] = os.environ.get("COLUMNS"), "100"
    try:
        with redirect_stdout(told):
            cli.main([command, "--help"])
    except SystemExit:
        pass
    finally:
        if columns is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = columns
    return "```text\n{}\n```".format(told.getvalue().strip())


def file(path: str) -> str:
    """A file of the project, as code."""
    with open(os.path.join(house.ROOT, path), encoding="utf-8") as stream:
        return "```python\n{}\n```".format(stream.read().strip())


_WORDS: Dict[str, Callable[..., str]] = {
    "settings": settings_table,
    "exit codes": exit_codes,
    "hooks": hook_names,
}
_WITH_ARGUMENT: Dict[str, Callable[[str], str]] = {"help": help_of, "file": file}


def _answer(request: str) -> str:
    if house.CORE not in sys.path:  # MkDocs puts sys.path back after it has loaded this file
        sys.path.insert(0, house.CORE)
    if request in _WORDS:
        return _WORDS[request]()
    word, _, argument = request.partition(" ")
    return _WITH_ARGUMENT[word](argument)
