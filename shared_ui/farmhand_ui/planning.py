"""Asks which files of a job are on the farm already; only the sum depends on it, so a failed answer is just logged."""

from __future__ import annotations

import logging
from typing import Optional, Sequence, Tuple

from farmhand.job.choices import Job
from farmhand.progress import CancelToken, Report
from farmhand.scene.model import Asset
from farmhand.transfer.ledger import Plan
from farmhand_ui.background import Runner
from farmhand_ui.qt import QtCore
from farmhand_ui.sessions import SessionKeeper

log = logging.getLogger(__name__)

Asked = Tuple[Sequence[Asset], str, str]


class Planner(QtCore.QObject):
    """Plans of jobs, made in workers."""

    planned = QtCore.Signal(object, object, object)
    """The job, its Plan, and that one's bytes to send and bytes unchanged."""

    def __init__(self, runner: Runner, keeper: SessionKeeper, parent: Optional[QtCore.QObject] = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._keeper = keeper
        self._asked: Asked = ((), "", "")

    def knows(self, job: Job) -> bool:
        """Whether the last question was about the files of this job, at their places on the farm."""
        return asked_of(job) == self._asked

    def ask(self, job: Job) -> None:
        """Ask about a job's files, whether they were asked about or not."""
        self._asked = asked_of(job)

        def look(report: Report, cancel: CancelToken) -> Tuple[Plan, Tuple[int, int]]:
            plan = self._keeper.session().plan(job)
            return plan, (plan.bytes_to_send, plan.bytes_unchanged)

        def take(answer: Tuple[Plan, Tuple[int, int]]) -> None:
            self.planned.emit(job, *answer)

        self._runner.start(look, take, _log_unplanned)


def asked_of(job: Job) -> Asked:
    """What a plan depends on: the files, and where on the farm they go."""
    return job.assets, job.choices.isolation, job.choices.isolation_user


def _log_unplanned(error: Exception) -> None:
    log.info("What is on the farm already is not known: %s", error)
