"""What Clarisse's start brings: the menu. Nothing in cnode; no error of ours stops Clarisse."""

from __future__ import annotations

from farmhand_clarisse import telling
from farmhand_clarisse.api import ix
from farmhand_clarisse.menu import add_menu


@telling.guarded("add its menu")
def begin() -> None:
    """Called by startup.py."""
    if ix().is_gui_application():
        add_menu()
