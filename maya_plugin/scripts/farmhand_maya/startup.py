"""What Maya's start brings: menu and shelf, once Maya is idle. Nothing in batch; no error of ours stops Maya."""

from __future__ import annotations

import logging

from maya import cmds, utils

from farmhand_maya.menu import add_menu
from farmhand_maya.shelf import add_shelf

_log = logging.getLogger(__name__)


def begin() -> None:
    """Called by userSetup.py while Maya starts."""
    if not cmds.about(batch=True):
        utils.executeDeferred(add_ui)


def add_ui() -> None:
    """Menu and shelf; each by itself, so that one that fails does not take the other along."""
    for add in (add_menu, add_shelf):
        try:
            add()
        except Exception:  # noqa: BLE001  Maya's start must go on
            _log.exception("Farmhand cannot %s", add.__name__.replace("_", " "))
