"""What Houdini's start brings: a line in its status bar where a submission did not come to its end.

Called by `pythonX.Ylibs/uiready.py`. Houdini runs that file of every folder on its path, so it takes nobody else's
place (SideFX, Python script locations). The journal is read in a thread, and Houdini is spoken to on the main thread
alone. No error of ours stops Houdini's start.
"""

# ruff: noqa: PLC0415  Houdini's start waits for nothing that is not needed

from __future__ import annotations

import logging
import os
import threading
from typing import Any, List, Optional, Tuple

import hou

from farmhand.errors import FarmhandError

_log = logging.getLogger(__name__)

_JOURNAL = "journal.sqlite"


def ui_ready() -> None:
    """Houdini's windows are there. A second call does nothing."""
    if not hou.isUIAvailable():
        return
    if any(getattr(one, "__module__", "") == __name__ for one in hou.hipFile.eventCallbacks()):
        return
    reminder = Reminder()
    hou.hipFile.addEventCallback(reminder.happened)
    reminder.look("")


class Reminder:
    """Tells of submissions that were killed or failed: the newest at the start, then that of a scene that is opened."""

    def __init__(self) -> None:
        self._thread: Optional[threading.Thread] = None
        self._scene = ""
        self._found: Tuple[str, List[Any]] = ("", [])

    def happened(self, event: Any) -> None:
        """Houdini calls it for every event of the scene."""
        if event == hou.hipFileEventType.AfterLoad:
            self.look(os.path.normpath(hou.hipFile.path()))

    def look(self, scene: str) -> None:
        """Read the journal, unless that is under way, and tell what is in it as soon as Houdini is idle.

        Args:
            scene: Tell of this scene alone; of any where it is empty.
        """
        if self._thread is not None:
            return
        self._scene = scene
        self._thread = threading.Thread(target=self._read, name="farmhand-reminder", daemon=True)
        self._thread.start()
        hou.ui.addEventLoopCallback(self._idle)

    def _read(self) -> None:
        try:
            self._found = unfinished()
        except FarmhandError as error:
            _log.info("Farmhand cannot tell what is unfinished: %s", error)
        except Exception:  # noqa: BLE001  nobody waits for this thread
            _log.exception("Farmhand cannot tell what is unfinished")

    def _idle(self) -> None:
        """Houdini calls it again and again, on its main thread, while it has nothing else to do."""
        if self._thread is not None and self._thread.is_alive():
            return
        hou.ui.removeEventLoopCallback(self._idle)
        self._thread = None
        (language, found), self._found = self._found, ("", [])
        for entry in found:
            if not self._scene or os.path.normpath(entry.scene) == self._scene:
                hou.ui.setStatusMessage("Farmhand: " + _told(entry, language), hou.severityType.ImportantMessage)
                return


def unfinished() -> Tuple[str, List[Any]]:
    """The language that is set, and the submissions to the farm that were killed or failed, newest first.

    Asks neither Houdini nor the keychain.

    Raises:
        FarmhandError: The settings or the journal cannot be read.
    """
    from farmhand import settings

    chosen = settings.load()
    folder = settings.data_folder(chosen)
    if not os.path.isfile(os.path.join(folder, _JOURNAL)):
        return "", []
    from farmhand.submission.journal import Journal
    from farmhand.submission.steps import account_of

    place = account_of(chosen)
    return chosen["language"], [entry for entry in Journal(folder).unfinished() if entry.account.startswith(place)]


def _told(entry: Any, language: str) -> str:
    from farmhand_ui import messages
    from farmhand_ui.translations import language_for, set_language

    set_language(language_for(language))  # as the panel would
    said = messages.unfinished(entry)
    return "%s %s" % (said.text, said.advice)
