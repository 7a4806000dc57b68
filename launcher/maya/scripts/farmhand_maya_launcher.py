# -*- coding: utf-8 -*-
"""Maya 2016 to 2020: a menu entry that saves the scene, or a copy of it, and opens the desktop panel (Python 2.7)."""

from __future__ import unicode_literals

import os

import farmhand_launcher
from maya import cmds, mel, utils

MENU = "farmhandMenu"
COMMAND = str("import farmhand_maya_launcher; farmhand_maya_launcher.submit()")
SAVE, COPY, CANCEL = "Save", "Send a Copy", "Cancel"


def begin():
    """Called by userSetup.py while Maya starts; nothing in batch."""
    if not cmds.about(batch=True):
        utils.executeDeferred(add_menu)


def add_menu():
    """Make the menu anew."""
    if cmds.menu(MENU, exists=True):
        cmds.deleteUI(MENU)
    made = cmds.menu(MENU, label="Farmhand", parent=mel.eval("$farmhandMainWindow = $gMainWindow"), tearOff=True)
    cmds.menuItem(label="Submit to the Farm...", parent=made, command=COMMAND, sourceType="python")


def submit():
    """Open the panel on what the artist sees: the file as it is, saved, or a copy."""
    try:
        scene = scene_to_send()
        if scene:
            farmhand_launcher.open_panel(scene, cmds.workspace(query=True, rootDirectory=True))
    except farmhand_launcher.LaunchError as error:
        cmds.confirmDialog(title="Farmhand", message=error.args[0], button=["OK"])


def scene_to_send():
    """The path of a file that holds what is open; empty where the artist cancels.

    Raises:
        LaunchError: The scene has no file yet.
    """
    scene = cmds.file(query=True, sceneName=True)
    if not scene:
        raise farmhand_launcher.LaunchError("Save the scene first: the farm renders its file.")
    if not cmds.file(query=True, modified=True):
        return scene
    answer = cmds.confirmDialog(
        title="Farmhand",
        message="The scene has changes that are not in its file.",
        button=[SAVE, COPY, CANCEL],
        defaultButton=SAVE,
        cancelButton=CANCEL,
        dismissString=CANCEL,
    )
    if answer == SAVE:
        cmds.file(save=True)
        return scene
    if answer == COPY:
        kind = "mayaBinary" if os.path.splitext(scene)[1].lower() == ".mb" else "mayaAscii"
        copy = farmhand_launcher.copy_name(scene)
        cmds.file(copy, exportAll=True, preserveReferences=True, type=kind, force=True)
        return copy
    return ""
