"""The Farmhand menu in Maya's main window: made once, made anew by a second call."""

from __future__ import annotations

from maya import cmds, mel

from farmhand_maya.values import script

MENU = "farmhandMenu"
ENTRIES = (
    ("Submit to the Farm...", "import farmhand_maya.dock\nfarmhand_maya.dock.show()\n", "Open Farmhand's panel"),
    ("Add the Shelf Button", "import farmhand_maya.shelf\nfarmhand_maya.shelf.add_button()\n", "To the shelf in front"),
)
"""Label, what it runs (text, so that a reload of the code needs no new menu), explanation."""


def add_menu() -> str:
    """Make the menu; returns its name."""
    if cmds.menu(MENU, exists=True):
        cmds.deleteUI(MENU)
    parent = mel.eval("$farmhandMainWindow = $gMainWindow")
    made = str(cmds.menu(MENU, label="Farmhand", parent=parent, tearOff=True))
    for label, command, annotation in ENTRIES:
        cmds.menuItem(label=label, parent=made, command=script(command), annotation=annotation, sourceType="python")
    return made


def remove_menu() -> None:
    """Take the menu away."""
    if cmds.menu(MENU, exists=True):
        cmds.deleteUI(MENU)
