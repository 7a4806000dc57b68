"""The Farmhand menu in Clarisse's main menu. Its entries are texts that Clarisse runs, each complete in itself."""

from __future__ import annotations

import sys
from typing import List

from farmhand_clarisse.api import ix

MENU = "Farmhand>"
OPEN = """\
import ix
try:
    import farmhand_clarisse.entry
    farmhand_clarisse.entry.open_panel()
except Exception as problem:
    ix.application.log_error("Farmhand cannot open its panel: %s" % problem)
"""
"""Runs in a Clarisse where Farmhand may be broken or gone, and must not raise: that could end Clarisse."""
ENTRIES = (("Submit to the Farm...", OPEN),)


def languages() -> List[str]:
    """What Clarisse may call the running Python, its likeliest name first."""
    return ["ScriptingPython%d" % sys.version_info[0], "ScriptingPython"]


def add_menu() -> None:
    """Make the menu, or make it anew.

    Raises:
        Exception: What Clarisse raises where it knows none of the names of its Python.
    """
    menu = ix().application.get_main_menu()
    menu.remove_all_commands(MENU)
    menu.add_command(MENU)
    for label, script in ENTRIES:
        _add(MENU + label, script)


def remove_menu() -> None:
    """Empty the menu; Clarisse's next start has none."""
    ix().application.get_main_menu().remove_all_commands(MENU)


def _add(path: str, script: str) -> None:
    menu = ix().application.get_main_menu()
    newer, older = languages()
    try:
        menu.add_command_as_script(newer, path, script)
    except Exception as first:  # noqa: BLE001  raised again below
        try:  # before Clarisse 5 there was one Python, without a number; what it raises is not known
            menu.add_command_as_script(older, path, script)
        except Exception:  # noqa: BLE001  the first is the one to tell
            raise first from None
