"""The shelf with Farmhand's button: found by its label, so that an update never makes a second one."""

from __future__ import annotations

import importlib
from typing import Optional

from maya import cmds, mel

from farmhand_maya.values import script, strings

SHELF = "Farmhand"
LABEL = "Farmhand"
COMMAND = "import farmhand_maya.dock\nfarmhand_maya.dock.show()\n"
DARK, LIGHT = "farmhand.png", "farmhand_light.png"
"""For a dark and a light interface. Maya takes farmhand_200.png by itself on a screen of high density."""
_HALF = 128


def add_shelf() -> None:
    """Make the shelf where there is none, with its button; the tab in front stays there.

    On a shelf that is there the button is brought up to date, but never added: Maya fills a shelf only when it is first
    looked at, and the artist may have taken the button away.
    """
    tabs = _tabs()
    if cmds.shelfLayout(SHELF, exists=True):
        there = _find(SHELF)
        if there:
            _update(there)
        return
    front = cmds.shelfTabLayout(tabs, query=True, selectTab=True)
    cmds.shelfLayout(SHELF, parent=tabs)
    if front:
        cmds.shelfTabLayout(tabs, edit=True, selectTab=str(front))
    _button(SHELF)


def add_button() -> str:
    """Put the button on the shelf in front; returns it."""
    return _button(str(cmds.shelfTabLayout(_tabs(), query=True, selectTab=True)))


def icon() -> str:
    """The icon that is seen on this interface; that for Maya's own dark one where nobody can tell."""
    for binding in ("PySide6", "PySide2"):  # not Qt.py, which loads every module of it: Maya is starting
        try:
            gui = importlib.import_module(binding + ".QtGui")
            widgets = importlib.import_module(binding + ".QtWidgets")
        except ImportError:
            continue
        if widgets.QApplication.instance() is None:
            return DARK
        ground = widgets.QApplication.palette().color(gui.QPalette.Window)
        return LIGHT if ground.lightness() >= _HALF else DARK
    return DARK


def _tabs() -> str:
    return str(mel.eval("$farmhandShelves = $gShelfTopLevel"))


def _button(shelf: str) -> str:
    there = _find(shelf)
    if there:
        _update(there)
        return there
    return str(
        cmds.shelfButton(
            parent=shelf, label=LABEL, command=script(COMMAND), image=icon(), sourceType="python", style="iconOnly",
            annotation="Send this scene to the farm",
        )
    )  # fmt: skip


def _update(button: str) -> None:
    cmds.shelfButton(button, edit=True, command=script(COMMAND), image=icon(), sourceType="python")


def _find(shelf: str) -> Optional[str]:
    for child in strings(cmds.shelfLayout(shelf, query=True, childArray=True)):
        if cmds.shelfButton(child, exists=True) and cmds.shelfButton(child, query=True, label=True) == LABEL:
            return child
    return None
