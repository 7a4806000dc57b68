"""The steps from a Job to a task that renders.

Nothing costs before the last step, and the last step is not repeated blindly: after an unclear answer the farm is asked
whether the task runs. Each step is in the journal before it starts and after it ended.
"""

from __future__ import annotations

import os
from typing import Callable, List

from farmhand.errors import Cancelled, FarmhandError, NetworkError
from farmhand.farm.client import FarmClient
from farmhand.farm.records import User
from farmhand.hooks import Hooks
from farmhand.job import taskfiles
from farmhand.job.choices import Job
from farmhand.job.software import Software
from farmhand.job.taskfiles import Registration
from farmhand.progress import CancelToken, Progress, Report
from farmhand.settings import Settings
from farmhand.submission.journal import Journal
from farmhand.submission.sending import files_of, send, unchanged
from farmhand.transfer.engine import Engine
from farmhand.transfer.ledger import Ledger

STEPS = ("register", "write", "send_files", "send_assets", "submit")


class Submission:
    """One submission, run once.

    Args:
        client: The farm.
        user: The account's user.
        engine: What moves the files.
        ledger: What is on the farm already.
        journal: Where the steps are noted.
        settings: Platform.
        folder: Where task files are kept, one folder a task.
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
            FarmError, NetworkError, TransferError, DiskError: A step failed. Nothing costs.
            Cancelled: `cancel` was used before the last step.
        """
        unchanged(files_of(job))
        entry = self._journal.begin(job.scene.path)
        try:
            task_id = self._steps(entry, job, report, cancel)
        except Cancelled:
            self._journal.end(entry, "cancelled")
            raise
        except FarmhandError:
            self._journal.end(entry, "failed")
            raise
        self._journal.end(entry, "submitted")
        return task_id

    def _steps(self, entry: int, job: Job, report: Report, cancel: CancelToken) -> int:
        registration: List[Registration] = []
        paths: List[str] = []

        def register() -> None:
            registration.append(self._register(job))
            self._journal.note_task(entry, registration[0].task_id, self._task_folder(registration[0]))

        def write() -> None:
            paths.extend(taskfiles.write(self._task_folder(registration[0]), job, registration[0]))

        def send_files() -> None:
            for path in paths:
                remote = "/{}/cfg/{}".format(registration[0].task_id, os.path.basename(path))
                self._engine.upload_file(path, remote, _staged(report, "files"), cancel)

        def send_assets() -> None:
            send(self._engine, self._ledger, job, self._task_folder(registration[0]), report, cancel)
            unchanged(files_of(job))

        def submit() -> None:
            self._submit(registration[0].task_id, job.choices.producer)

        work: Callable[[], None]
        for number, (name, work) in enumerate(zip(STEPS, (register, write, send_files, send_assets, submit))):
            cancel.check()
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

    def _submit(self, task_id: int, producer: str) -> None:
        """Submit once; the client asks the farm what it has where the answer was unclear, and never sends it again."""
        try:
            self._client.submit(task_id, producer)
        except NetworkError as error:
            raise NetworkError(
                "It is not known whether task {task} was submitted: the farm's answer did not come through.",
                "Look with `farmhand tasks` whether it runs before you submit again.",
                task=task_id,
            ) from error

    def _task_folder(self, registration: Registration) -> str:
        return os.path.join(self._folder, str(registration.task_id))


def _staged(report: Report, stage: str) -> Report:
    """A report that calls every progress by this stage's name."""

    def staged(progress: Progress) -> None:
        report(Progress(stage, progress.done, progress.total, progress.unit, progress.message, progress.rate))

    return staged
