"""What the farm has to say of the job at hand: versions, render nodes, money, projects, lines, and its checks' texts.

Asked in workers, after login and whenever a choice changes what the answer depends on. The checks look at every file of
the scene, so they run in a worker too, a moment after the last change; until they are back the last ones hold.
"""

from __future__ import annotations

import logging
from typing import Any, Dict, List, Optional, Sequence, Tuple

from farmhand.farm.records import Advice, Line
from farmhand.job.checks import FarmFacts, check_job
from farmhand.job.choices import Job
from farmhand.scene.model import ERROR, Tip
from farmhand_ui.background import Runner
from farmhand_ui.qt import QtCore
from farmhand_ui.sessions import SessionKeeper

log = logging.getLogger(__name__)

CHECK_AFTER_MS = 120


class FarmDesk(QtCore.QObject):
    """Facts of the farm, and what the checks make of them.

    Attributes:
        facts: Versions, render nodes, the user; None in each where the farm was not asked, or did not answer.
        projects: Names of the farm's projects.
        lines: Transfer lines.
        asking: Whether an answer is on its way.
    """

    told = QtCore.Signal()
    """The facts changed."""
    checked = QtCore.Signal()
    """The checks have run."""

    def __init__(self, runner: Runner, keeper: SessionKeeper, parent: Optional[QtCore.QObject] = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._keeper = keeper
        self._job: Optional[Job] = None
        self._tips: Tuple[Tip, ...] = ()
        self._checking = False
        self._asked: Tuple[str, str] = ("", "")
        self._advice: Dict[Tuple[str, str], Optional[Advice]] = {}
        self._timer = QtCore.QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHECK_AFTER_MS)
        self._timer.timeout.connect(self._check)
        self.facts = FarmFacts()
        self.projects: Tuple[str, ...] = ()
        self.lines: Tuple[Line, ...] = ()
        self.asking = False

    def forget(self) -> None:
        """Another account, or another farm: nothing that was told holds any more."""
        self._asked = ("", "")
        self._advice = {}
        self.facts, self.projects, self.lines = FarmFacts(), (), ()
        self.told.emit()

    def ask(self, host: str, os_name: str) -> None:
        """Ask what the farm has for a program on a system; what was asked already is not asked again."""
        if not host or self._asked == (host, os_name):
            return
        asked = self._asked = (host, os_name)
        self.asking = True

        def look(report: Any, cancel: Any) -> Tuple[FarmFacts, Tuple[str, ...], Tuple[Line, ...]]:
            session = self._keeper.session()
            facts = session.facts(host, os_name)
            cancel.check()
            return facts, tuple(session.projects()), tuple(session.lines())

        def take(answer: Tuple[FarmFacts, Tuple[str, ...], Tuple[Line, ...]]) -> None:
            if self._asked == asked:
                self.asking = False
                self.facts, self.projects, self.lines = answer
                self.told.emit()
                self._timer.start()

        def give_up(error: Exception) -> None:
            if self._asked == asked:
                log.info("What the farm has is not known: %s", error)
                self.asking, self._asked = False, ("", "")
                self.told.emit()

        self._runner.start(look, take, give_up)

    def look_at(self, job: Optional[Job]) -> None:
        """Check this job, once it has not changed for a moment."""
        self._job = job
        if job is None:
            self._tips = ()
            self._timer.stop()
        else:
            self._timer.start()

    def problems(self, job: Job) -> Tuple[Tip, ...]:
        """Everything that is known of a job, errors first: what farm and files say as it was checked last."""
        return tuple(sorted(job.problems() + self._tips, key=lambda tip: tip.severity != ERROR))

    def advice(self, code: str, language: str) -> Optional[Advice]:
        """The farm's own words on a code; None where it has none, or they are not there yet."""
        return self._advice.get((code, language))

    def explain(self, codes: Sequence[str], language: str) -> None:
        """Ask for the farm's words on codes, each once."""
        wanted = [code for code in codes if code.isdigit() and (code, language) not in self._advice]
        if not wanted:
            return
        self._advice.update(((code, language), None) for code in wanted)

        def take(found: Dict[str, Advice]) -> None:
            self._advice.update(((code, language), advice) for code, advice in found.items())
            self.checked.emit()

        def give_up(error: Exception) -> None:
            log.info("The farm's words on the findings are not known: %s", error)
            for code in wanted:
                self._advice.pop((code, language), None)

        self._runner.start(lambda report, cancel: self._keeper.session().explain(wanted, language), take, give_up)

    def stop(self) -> None:
        """Begin nothing more."""
        self._timer.stop()

    def _check(self) -> None:
        if self._job is None:
            return
        if self._checking:
            self._timer.start()
            return
        job, facts = self._job, self.facts
        self._checking = True

        def take(tips: Tuple[Tip, ...]) -> None:
            self._checking = False
            if tips != self._tips and self._job is not None:
                self._tips = tips
                self.checked.emit()

        def give_up(error: Exception) -> None:
            self._checking = False
            log.error("The checks failed", exc_info=(type(error), error, error.__traceback__))

        self._runner.start(lambda report, cancel: _farm_tips(job, facts), take, give_up)


def _farm_tips(job: Job, facts: FarmFacts) -> Tuple[Tip, ...]:
    """What the checks find beyond the job's own problems, which are told at once."""
    own: List[Tip] = list(job.problems())
    return tuple(tip for tip in check_job(job, facts) if tip not in own)
