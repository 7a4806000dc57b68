# -*- coding: utf-8 -*-
"""Clarisse 4: a menu entry that saves the project and opens the desktop panel on it (Python 2.7)."""

from __future__ import unicode_literals

import logging

import farmhand_launcher

ENTRY = str("Farmhand>Submit to the Farm...")
COMMAND = str("import farmhand_clarisse_launcher\nfarmhand_clarisse_launcher.submit(ix)\n")
LANGUAGES = (str("ScriptingPython2"), str("ScriptingPython"))
"""Clarisse 5 has the first; older ones know only the second."""


def add_menu(ix):
    """Make the menu anew."""
    menu = ix.application.get_main_menu()
    menu.remove_all_commands(str("Farmhand>"))
    menu.add_command(str("Farmhand>"))
    major = int(ix.application.get_version().split(".")[0])
    menu.add_command_as_script(LANGUAGES[0 if major >= 5 else 1], ENTRY, COMMAND)


def submit(ix):
    """Open the panel on the project's file, saved first where it has changes. An error that left would end Clarisse."""
    try:
        scene = ix.application.get_current_project_filename()
        if not scene:
            raise farmhand_launcher.LaunchError("Save the project first: the farm renders its file.")
        if ix.application.is_project_modified():
            ix.application.save_project(scene)
        farmhand_launcher.open_panel(scene)
    except farmhand_launcher.LaunchError as error:
        ix.application.log_error(str("Farmhand: ") + str(error.args[0]))
    except Exception:  # noqa: BLE001
        logging.getLogger("farmhand_launcher").exception("Farmhand cannot open its panel")
        ix.application.log_error(str("Farmhand cannot open its panel; the log tells why."))
