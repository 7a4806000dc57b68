# -*- coding: utf-8 -*-
"""Houdini 17.5 to 18.5: a menu entry that saves the scene, or a copy, and opens the desktop panel (Python 2.7, 3.7)."""

from __future__ import unicode_literals

import os
import sys

import hou

BUTTONS = ("Save", "Send a Copy", "Cancel")
SAVE, COPY, CANCEL = range(3)


def submit():
    """Open the panel on what the artist sees: the file as it is, saved, or a copy."""
    launcher = _launcher()
    try:
        scene = scene_to_send(launcher)
        if scene:
            launcher.open_panel(scene, hou.getenv("JOB") or "")
    except launcher.LaunchError as error:
        hou.ui.displayMessage(error.args[0], title="Farmhand")


def scene_to_send(launcher):
    """The path of a file that holds what is open; empty where the artist cancels.

    Raises:
        LaunchError: The scene has no file yet.
    """
    scene = hou.hipFile.path()
    if not os.path.isfile(scene):
        raise launcher.LaunchError("Save the scene first: the farm renders its file.")
    if not hou.hipFile.hasUnsavedChanges():
        return scene
    answer = hou.ui.displayMessage(
        "The scene has changes that are not in its file.",
        buttons=BUTTONS, default_choice=SAVE, close_choice=CANCEL, title="Farmhand",
    )  # fmt: skip
    if answer == SAVE:
        hou.hipFile.save()
        return scene
    if answer == COPY:
        copy = launcher.copy_name(scene)
        try:
            hou.hipFile.save(copy, save_to_recent_files=False)
        finally:
            hou.hipFile.setName(scene)  # saving under a name makes it the open scene's
        return copy
    return ""


def _launcher():
    folder = os.environ.get("FARMHAND_LAUNCHER") or hou.getenv("FARMHAND_LAUNCHER")
    if folder and folder not in sys.path:
        sys.path.append(folder)
    import farmhand_launcher

    return farmhand_launcher
