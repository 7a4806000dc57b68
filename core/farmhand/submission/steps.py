"""The steps from a Job to a task that renders.

Nothing costs before the last step, and the last step is not repeated blindly: after an unclear answer, or a kill at
that moment, the farm is asked whether the task runs. Each step is in the journal before it starts and after it ended;
whoever goes on later repeats only steps that cost nothing.
"""

from __future__ import annotations

import dataclasses
import logging
import os
import time
import uuid
from typing import Callable, List, Optional

from farmhand import logs
from farmhand.errors import FarmhandError, NetworkError
from farmhand.farm.client import FarmClient
from farmhand.farm.isolation import MODELS
from farmhand.farm.operators.operator import records
from farmhand.farm.records import Task, User
from farmhand.hooks import Hooks
from farmhand.job import taskfiles
from farmhand.job.choices import BY_USER, Choices, Job
from farmhand.job.software import Software
from farmhand.job.taskfiles import Registration
from farmhand.lease import Lease
from farmhand.progress import CancelToken, Progress, Report
from farmhand.settings import Settings
from farmhand.submission import saved
from farmhand.submission.journal import SUBMITTED, Journal
from farmhand.submission.sending import files_of, placed, send, unchanged
from farmhand.transfer.engine import Engine
from farmhand.transfer.ledger import Ledger
from farmhand.transfer.several import at_once

_log = logging.getLogger(__name__)

STEPS = ("register", "write", "send_files", "send_assets", "submit")
SETTLE = 10.0
"""Seconds within which a submit that was under way when its process was killed has reached the farm, or never will."""


class Submission:
    """One submission, from its beginning or from where it was left.

    Args:
        client: The farm.
        user: The account's user.
        engine: What moves the files.
        ledger: What is on the farm already.
        journal: Where the steps are noted.
        settings: Platform.
        folder: Where task files are kept, one folder a submission.
        software: What the render nodes load.
    """

    def __init__(
        self,
        client: FarmClient,
        user: User,
        engine: Engine,
        ledger: Ledger,
        journal: Journal,
        settings: Settings,
        folder: str,
        software: Software,
    ) -> None:
        self._client = client
        self._user = user
        self._engine = engine
        self._ledger = ledger
        self._journal = journal
        self._settings = settings
        self._folder = folder
        self._software = software

    def run(self, job: Job, report: Report, cancel: CancelToken) -> int:
        """Send the job; returns the task's number.

        Raises:
            JobError: A file changed since the analysis, or while it was sent. Nothing costs.
            FarmError, NetworkError, TransferError, DiskError: A step failed. Nothing costs; `resume` may go on.
            Cancelled: `cancel` was used before the last step.
        """
        unchanged(files_of(job))
        key = uuid.uuid4().hex[:8]
        folder = os.path.join(self._folder, key)
        saved.save(os.path.join(folder, saved.NAME), job)
        account = account_of(self._settings, self._user)
        entry = self._journal.begin(job.scene.path, folder, key, account)
        return self._work(entry, job, report, cancel)

    def resume(self, entry: int, job: Job, report: Report, cancel: CancelToken) -> int:
        """Go on with a submission that was killed, failed or cancelled; returns the task's number.

        Args:
            entry: Its number in the journal.
            job: Its job, as saved.

        Raises:
            JobError: Another process works on it, or a file changed since the analysis.
            FarmError, NetworkError, TransferError, DiskError: As in `run`.
            Cancelled: As in `run`.
        """
        return self._work(entry, job, report, cancel)

    def _work(self, entry: int, job: Job, report: Report, cancel: CancelToken) -> int:
        known = self._journal.entry(entry)
        with logs.marked(known.key), self._journal.lease(entry, cancel) as lease:
            now = self._journal.entry(entry)
            if now.ended == SUBMITTED and now.task_id is not None:
                return now.task_id
            if now.ended:
                self._journal.reopen(entry)
            _log.info("Submission %s of %s begins; done before: %s.", known.key, job.scene.path, now.steps)
            try:
                task_id = self._steps(entry, known.folder, job, lease, report, cancel)
            except FarmhandError as error:
                self._journal.end_with(entry, error)
                _log.warning("Submission %s ended: %s", known.key, error)
                raise
            self._journal.end(entry, SUBMITTED)
            _log.info("Submission %s is task %d.", known.key, task_id)
            return task_id

    def _steps(
        self, entry: int, folder: str, job: Job, lease: Lease, report: Report, cancel: CancelToken
    ) -> int:
        registration: List[Registration] = []
        paths: List[str] = []
        noted = self._journal.registration(entry)
        if noted is not None:
            registration.append(Registration(**noted))
            if self._runs_already(entry, registration[0].task_id, cancel):
                report(Progress("submitted", len(STEPS), len(STEPS)))
                return registration[0].task_id
            unchanged(files_of(job))

        def register() -> None:
            if not registration:
                registration.append(self._register(job))
                fields = dataclasses.asdict(registration[0])
                self._journal.note_task(entry, registration[0].task_id, fields)

        def write() -> None:
            paths.extend(taskfiles.write(folder, job, registration[0]))

        def send_files() -> None:
            at_once([_Sending(self._engine, path, registration[0].task_id, report) for path in paths], cancel)

        def send_assets() -> None:
            send(self._engine, self._ledger, placed(job, registration[0].task_id), folder, report, cancel)
            unchanged(files_of(job))

        def submit() -> None:
            self._submit(registration[0].task_id, job.choices)

        work: Callable[[], None]
        for number, (name, work) in enumerate(zip(STEPS, (register, write, send_files, send_assets, submit))):
            cancel.check()
            lease.check()
            report(Progress(name, number, len(STEPS)))
            self._journal.begin_step(entry, name)
            Hooks.load(self._settings).around(name, work, job, registration)
            self._journal.end_step(entry, name)
        report(Progress("submitted", len(STEPS), len(STEPS)))
        return registration[0].task_id

    def _register(self, job: Job) -> Registration:
        project = self._client.project_id(job.choices.project_name)
        return Registration(
            task_id=self._client.new_task(job.choices.producer),
            user_id=self._user.user_id,
            platform=str(self._settings["platform"]),
            project_id=project,
            version=self._software.version,
            plugins=self._software.plugins,
        )

    def _runs_already(self, entry: int, task_id: int, cancel: CancelToken) -> bool:
        """Whether an earlier submit of this task reached the farm.

        Raises:
            FarmError, NetworkError: The farm cannot be asked; then nothing may be submitted.
        """
        began = self._journal.began(entry, "submit")
        if began is None:
            return False
        if self._known(task_id):
            return True
        cancel.wait(min(SETTLE, max(0.0, SETTLE - abs(time.time() - began))))
        return self._known(task_id)

    def _known(self, task_id: int) -> bool:
        """Whether the farm has the task as submitted, be it in the recycle bin."""
        task = self._client.find_task(task_id)
        if task is not None and task.scene:
            return True
        deleted = records(self._client.query.get_task_list(page_size=100, recycle_flag=1).get("items"))
        return any(Task.from_data(item).id == task_id for item in deleted)

    def _submit(self, task_id: int, choices: Choices) -> None:
        """Submit once; the client asks the farm what it has where the answer was unclear, and never sends it again."""
        try:
            user = choices.isolation_user if choices.isolation == BY_USER else None
            self._client.submit(task_id, choices.producer, MODELS.get(choices.isolation), user)
        except NetworkError as error:
            raise NetworkError(
                "It is not known whether task {task} was submitted: the farm's answer did not come through.",
                "Go on with `farmhand resume`: it asks the farm first, and submits only what is not there.",
                task=task_id,
            ) from error


class _Sending:
    """One task file on its way."""

    def __init__(self, engine: Engine, path: str, task_id: int, report: Report) -> None:
        self._engine = engine
        self._path = path
        self._remote = "/{}/cfg/{}".format(task_id, os.path.basename(path))
        self._report = report

    def __call__(self, cancel: CancelToken) -> None:
        self._engine.upload_file(self._path, self._remote, _staged(self._report, "files"), cancel)


def account_of(settings: Settings, user: Optional[User] = None) -> str:
    """Whose submission it is, for the journal; without a user, the part that is known without asking the farm."""
    place = "{}/{}/".format(settings["domain"], settings["platform"])
    return place + str(user.user_id) if user is not None else place


def _staged(report: Report, stage: str) -> Report:
    """A report that calls every progress by this stage's name."""

    def staged(progress: Progress) -> None:
        report(Progress(stage, progress.done, progress.total, progress.unit, progress.message, progress.rate))

    return staged
