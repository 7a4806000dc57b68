"""Whether the chosen transfer program is where the settings say.

It is looked at in a worker, since a path may lie on a server that is slow or gone. Until the answer is there nothing is
held against the program; a submission looks by itself.
"""

from __future__ import annotations

import logging
from typing import Optional, Tuple

from farmhand.errors import FarmhandError
from farmhand.settings import Settings
from farmhand_ui.background import Errand, Runner
from farmhand_ui.messages import Message, of_error
from farmhand_ui.qt import QtCore
from farmhand_ui.sessions import SessionKeeper
from farmhand_ui.translations import tr

log = logging.getLogger(__name__)

ASPERA, RAYSYNC = "aspera", "raysync"
PLACES = {ASPERA: "transmitter", RAYSYNC: "raysync"}
"""The values of the setting `engine`, and the setting that tells where each one's program is."""


class EngineDesk(QtCore.QObject):
    """What is known of the chosen transfer program.

    Attributes:
        place: Where it was found; empty while that is not known.
        problem: What it would say if it were started now; None where nothing is known against it.
    """

    looked = QtCore.Signal()
    """What is known changed."""

    def __init__(self, runner: Runner, keeper: SessionKeeper, parent: Optional[QtCore.QObject] = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._keeper = keeper
        self._asked: Tuple[str, str] = ("", "")
        self._look: Optional[Errand] = None
        self.place = ""
        self.problem: Optional[Message] = None

    @property
    def reason(self) -> str:
        """Why nothing can be transferred; empty where nothing is known against it."""
        if self._keeper.setting("engine") == RAYSYNC and not self._keeper.setting("raysync"):
            return tr("Raysync is to transfer, but its folder is not known: choose it in the settings.")
        return self.problem.text if self.problem is not None else ""

    def look(self) -> None:
        """Look where the chosen program is. The last answer holds until the next one, unless the settings changed."""
        settings = self._keeper.settings
        engine = str(settings["engine"])
        asked = (engine, str(settings[PLACES[engine]]))
        if self._look is not None and asked == self._asked:
            return
        if self._look is not None:
            self._look.drop()  # a server that never answers must not hold up the look at another path
            self._look = None
        if asked != self._asked:
            self._take("", None)
        self._asked = asked
        if asked != (RAYSYNC, ""):
            self._look = self._runner.start(lambda report, cancel: _look(settings), self._found, self._lost)

    def _found(self, place: str) -> None:
        self._look = None
        self._take(place, None)

    def _lost(self, error: Exception) -> None:
        self._look = None
        if not isinstance(error, FarmhandError):
            log.error("The transfer program could not be looked at", exc_info=(type(error), error, error.__traceback__))
        self._take("", of_error(error) if isinstance(error, FarmhandError) else None)

    def _take(self, place: str, problem: Optional[Message]) -> None:
        if (place, problem) != (self.place, self.problem):
            self.place, self.problem = place, problem
            self.looked.emit()


def _look(settings: Settings) -> str:
    from farmhand.transfer import places

    return places.check(settings)
