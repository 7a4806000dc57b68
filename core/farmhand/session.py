"""Settings, account, farm, engine and journal tied together, for whoever has a user in front: panel, command line,
batch. Every method but `open` blocks on disk or network: call it outside a DCC's main thread.
"""

from __future__ import annotations

import os
import threading
from typing import List, Mapping, Optional

from farmhand import credentials, settings as settings_module
from farmhand.credentials import Account
from farmhand.farm.client import FarmClient
from farmhand.farm.records import Frame, Task, User
from farmhand.files import make_folder
from farmhand.job.checks import FarmFacts, check_job
from farmhand.job.choices import Job, refuse
from farmhand.job.software import match
from farmhand.progress import CancelToken, Report
from farmhand.scene.model import Tip
from farmhand.settings import Settings
from farmhand.submission.journal import Journal
from farmhand.submission.sending import files_of
from farmhand.submission.steps import Submission
from farmhand.transfer import transmitter
from farmhand.transfer.engine import Engine
from farmhand.transfer.ledger import Ledger, Plan
from farmhand.watch.downloads import Download, Downloader


class Session:
    """One account on one farm.

    Args:
        account: Whose.
        settings: Where and how.

    Attributes:
        settings: The settings it was made with.
        tips: What the last submission learned from the farm (versions that differ, money).
    """

    def __init__(self, account: Account, settings: Settings) -> None:
        self.settings = settings
        self.tips: List[Tip] = []
        self._client = FarmClient(account, settings)
        self._lock = threading.Lock()
        self._user: Optional[User] = None
        self._engine: Optional[Engine] = None

    @classmethod
    def open(cls, overrides: Optional[Mapping[str, str]] = None) -> Session:
        """A session of the settings and the account that are set; no network is used yet.

        Args:
            overrides: Name and text of settings that this call decides.

        Raises:
            SettingsError: A setting is wrong, or there is no account.
        """
        return cls(credentials.from_environment(), settings_module.load(overrides))

    def login(self) -> User:
        """The account's user; asked once.

        Raises:
            FarmError: The account or its key is wrong.
            NetworkError: The farm was not reached.
        """
        with self._lock:
            if self._user is None:
                self._user = self._client.login()
            return self._user

    def submit(self, job: Job, report: Report, cancel: CancelToken) -> int:
        """Send a job; returns the task's number.

        Raises:
            JobError: The job cannot render, by the scene, the choices or what the farm has. Nothing was sent.
            FarmhandError: See `submission.steps.Submission.run`.
        """
        job.check()
        facts = self.facts(job.scene.host, job.choices.os_name)
        software = match(job, facts.software or {})
        tips = check_job(job, facts)
        refuse(tips)
        self.tips = [tip for tip in tips if tip not in job.problems()]
        folder = settings_module.data_folder(self.settings)
        tasks = os.path.join(folder, "tasks")
        make_folder(tasks)
        ledger = Ledger(folder, self._storage())
        submission = Submission(
            self._client, self.login(), self._transfer(), ledger, Journal(folder), self.settings, tasks, software
        )
        return submission.run(job, report, cancel)

    def facts(self, host: str, os_name: str = "") -> FarmFacts:
        """What the farm says of versions, render nodes and the account, for `job.checks.check_job`.

        Args:
            host: `maya`, `houdini`, `clarisse`.
            os_name: `linux`, `windows`; empty: as this machine.
        """
        return FarmFacts(
            software=self._client.query.supported_plugin(host, os_name or "default"),
            hardware=tuple(self._client.hardware()),
            user=self.login(),
            platform=str(self.settings["platform"]),
        )

    def plan(self, job: Job) -> Plan:
        """What of a job's files must go up, and what is on the farm already."""
        return Ledger(settings_module.data_folder(self.settings), self._storage()).plan(files_of(job))

    def task(self, task_id: int) -> Optional[Task]:
        """A task; None where it was deleted or never was."""
        return self._client.find_task(task_id)

    def tasks(self, limit: int = 50) -> List[Task]:
        """The newest tasks."""
        return self._client.list_tasks(limit)

    def frames(self, task: Task) -> List[Frame]:
        """Every frame of a task and its parts."""
        return self._client.frames(task)

    def thumbnail(self, frame_id: int) -> Optional[bytes]:
        """A small picture of a frame that is done, as the file's content; None where the farm has none."""
        return self._client.thumbnail(frame_id)

    def frame_log(self, frame_id: int) -> str:
        """What the renderer wrote about a frame; empty where the farm has nothing."""
        return self._client.frame_log(frame_id)

    def download(self, task_id: int, folder: str, report: Report, cancel: CancelToken, follow: bool = True) -> Download:
        """Bring a task's frames into a folder. See `watch.downloads.Downloader.run` for errors.

        Args:
            follow: Wait until the task has ended, bringing frames as they are done.
        """
        downloader = Downloader(self._client, self._transfer(), task_id, folder)
        return downloader.run(follow, self.settings["poll_seconds"], report, cancel)

    def close(self) -> None:
        """Close what is open in this thread."""
        self._client.close()

    def _storage(self) -> str:
        """Which asset storage of which farm this session fills, for the ledger."""
        bid, user_id = self.login().asset_storage
        return "{}/{}/{}/{}".format(self.settings["domain"], self.settings["platform"], bid, user_id)

    def _transfer(self) -> Engine:
        user = self.login()
        with self._lock:
            if self._engine is None:
                program = transmitter.find(self.settings)
                line = transmitter.choose_line(self._client.lines(), self.settings["line"])
                logs = os.path.join(settings_module.data_folder(self.settings), "logs")
                make_folder(logs)
                self._engine = transmitter.Transmitter(program, line, user, self.settings, logs)
            return self._engine
