"""Settings, account, farm, engine and journal tied together, for whoever has a user in front: panel, command line,
batch. Every method but `open` blocks on disk or network: call it outside a DCC's main thread.
"""

from __future__ import annotations

import os
import threading
from typing import Dict, Iterable, List, Mapping, Optional, Sequence

from farmhand import accounts, credentials, logs, settings as settings_module
from farmhand.credentials import Account
from farmhand.errors import JobError
from farmhand.farm.client import FarmClient
from farmhand.farm.records import Advice, Frame, Line, Task, User
from farmhand.files import make_folder
from farmhand.hooks import around_download, around_submission
from farmhand.job.checks import FarmFacts, check_job
from farmhand.job.choices import Job, refuse
from farmhand.job.software import match
from farmhand.progress import CancelToken, Report
from farmhand.scene.model import Tip
from farmhand.settings import Settings
from farmhand.submission import saved
from farmhand.submission.journal import CANCELLED, FAILED, FORGOTTEN, Entry, Journal
from farmhand.submission.sending import placed
from farmhand.submission.steps import Submission, account_of
from farmhand.transfer import raysync, transmitter
from farmhand.transfer.engine import Engine
from farmhand.transfer.ledger import Ledger, Plan
from farmhand.transfer.stores import NoStore, RedisStore, Store
from farmhand.watch import actions
from farmhand.watch.downloads import Download, Downloader
from farmhand.watch.estimate import Estimate, estimate
from farmhand.watch.watcher import Watcher


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
        account, settings = accounts.in_use(), settings_module.load(overrides)
        logs.start(settings["log_root"], secrets=(account.reveal_key(),))
        return cls(account, settings)

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

    @around_submission
    def submit(self, job: Job, report: Report, cancel: CancelToken) -> int:
        """Send a job; returns the task's number.

        Raises:
            JobError: The job cannot render, by the scene, the choices or what the farm has. Nothing was sent.
            FarmhandError: See `submission.steps.Submission.run`.
        """
        submission = self._submission(job)
        return submission.run(job, report, cancel)

    def unfinished(self) -> List[Entry]:
        """The submissions to this farm that were killed or failed and that nobody works on, newest first.

        No network is used. Each can be gone on with by `resume`, or be put away by `forget`.

        Raises:
            DiskError: The journal cannot be read.
        """
        place = account_of(self.settings)
        return [entry for entry in self._journal().unfinished() if entry.account.startswith(place)]

    def resume(self, entry: int, report: Report, cancel: CancelToken) -> int:
        """Go on with a submission; returns the task's number. What was done is not done again, what costs least of all.

        Args:
            entry: Its number, `Entry.id`.

        Raises:
            JobError: There is none, another process works on it, a file changed since its analysis, or it belongs to
                another account.
            FarmhandError: See `submit`.
        """
        journal = self._journal()
        known = journal.entry(entry)
        if known.ended not in ("", FAILED, CANCELLED) or not known.key:
            raise JobError(
                "The submission {number} cannot be gone on with: it is {state}.",
                "Submit the scene anew.",
                number=entry,
                state=known.ended or "of an older version",
            )
        if known.account != account_of(self.settings, self.login()):
            raise JobError(
                "The submission {number} belongs to another account or farm: {account}.",
                "Set that account, or submit the scene anew.",
                number=entry,
                account=known.account,
            )
        return self._gone_on(saved.load(os.path.join(known.folder, saved.NAME)), entry, report, cancel)

    @around_submission
    def _gone_on(self, job: Job, entry: int, report: Report, cancel: CancelToken) -> int:
        return self._submission(job).resume(entry, job, report, cancel)

    def forget(self, entry: int) -> None:
        """Put an unfinished submission away: it is not offered any more.

        Raises:
            JobError: There is none of this number, or it is at work.
        """
        with self._journal().lease(entry, CancelToken()):
            self._journal().end(entry, FORGOTTEN)

    def _submission(self, job: Job) -> Submission:
        """A submission of this job by this session.

        Raises:
            JobError: The job cannot render.
        """
        job.check()
        facts = self.facts(job.scene.host, job.choices.os_name)
        software = match(job, facts.software or {})
        tips = check_job(job, facts)
        refuse(tips)
        self.tips = [tip for tip in tips if tip not in job.problems()]
        tasks = os.path.join(settings_module.data_folder(self.settings), "tasks")
        make_folder(tasks)
        user, engine, ledger = self.login(), self._transfer(), self._ledger()
        return Submission(self._client, user, engine, ledger, self._journal(), self.settings, tasks, software)

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

    def projects(self) -> List[str]:
        """The names of the farm's projects that this account may use, in alphabetical order."""
        return sorted(str(item.get("projectName")) for item in self._client.tag.get_project_list())

    def lines(self) -> List[Line]:
        """The transfer lines, the farm's default first."""
        return self._client.lines()

    def explain(self, codes: Sequence[str], language: str = "en") -> Dict[str, Advice]:
        """What the farm says of codes of its checks, as far as it knows them.

        Args:
            codes: Codes of tips; words of ours are left out.
            language: `en` or `zh`.
        """
        numbers = [code for code in codes if code.isdigit()]
        if not numbers:
            return {}
        found = self._client.query.error_detail(codes=numbers, language=0 if language == "zh" else 1)
        return {advice.code: advice for advice in map(Advice.from_data, found)}

    def plan(self, job: Job) -> Plan:
        """What of a job's files must go up, and what is on the farm already."""
        return self._ledger().plan(placed(job))

    def task(self, task_id: int) -> Optional[Task]:
        """A task; None where it was deleted or never was."""
        return self._client.find_task(task_id)

    def tasks(self, limit: int = 50) -> List[Task]:
        """The newest tasks."""
        return self._client.list_tasks(limit)

    def frames(self, task: Task, known: Iterable[Frame] = ()) -> List[Frame]:
        """Every frame of a task and its parts; those of `known` that did not change are the same objects."""
        return self._client.frames(task, known)

    def thumbnail(self, frame_id: int) -> Optional[bytes]:
        """A small picture of a frame that is done, as the file's content; None where the farm has none."""
        return self._client.thumbnail(frame_id)

    def frame_log(self, frame_id: int) -> str:
        """What the renderer wrote about a frame; empty where the farm has nothing."""
        return self._client.frame_log(frame_id)

    def watch(self, *task_ids: int, ended_too: bool = False) -> Watcher:
        """One poller for all of these tasks. See `watch.watcher.Watcher`.

        Args:
            task_ids: The tasks; more can be added.
            ended_too: Go on looking at tasks that have ended.
        """
        watcher = Watcher(self._client, self.settings["poll_seconds"], ended_too)
        watcher.add(*task_ids)
        return watcher

    def act(self, action: str, task_id: int, value: str = "", cancel: Optional[CancelToken] = None) -> actions.Done:
        """Stop, start, abandon, delete or change a task, and look what came of it. See `watch.actions.act` for errors.

        Whether the user agrees is asked before, where `watch.actions.ACTIONS` has a question.

        Args:
            action: A key of `watch.actions.ACTIONS`.
            task_id: The task.
            value: What the action takes, as text.
            cancel: Ends the waiting for what came of it.
        """
        return actions.act(self._client, action, task_id, value, cancel or CancelToken())

    def estimate(self, task: Task, nodes: int = 0) -> Optional[Estimate]:
        """What the rest of a task will cost and take, by its frames that are done; None where that cannot be told.

        Args:
            task: The task.
            nodes: Render nodes at once; 0 where that is not known.
        """
        return estimate(self.frames(task), nodes)

    @around_download
    def download(
        self,
        task_id: int,
        folder: str,
        report: Report,
        cancel: CancelToken,
        follow: bool = True,
        forever: bool = False,
    ) -> Download:
        """Bring a task's frames into a folder. See `watch.downloads.Downloader.run` for errors.

        Args:
            follow: Wait until the task has ended, bringing frames as they are done.
            forever: Go on after that, and through any loss of the network.
        """
        limited = self.settings["speed_limit"] < settings_module.SETTINGS["speed_limit"].default
        downloader = Downloader(
            self._client,
            self._transfer(),
            task_id,
            folder,
            settings_module.data_folder(self.settings),
            self.settings["keep_levels"],
            1 if limited else self.settings["transfers_at_once"],
        )
        return downloader.run(follow, self.settings["poll_seconds"], report, cancel, forever)

    def close(self) -> None:
        """Close what is open in this thread."""
        self._client.close()

    def _storage(self) -> str:
        """Which asset storage of which farm this session fills, for the ledger."""
        bid, user_id = self.login().asset_storage
        return "{}/{}/{}/{}".format(self.settings["domain"], self.settings["platform"], bid, user_id)

    def _journal(self) -> Journal:
        return Journal(settings_module.data_folder(self.settings))

    def _ledger(self) -> Ledger:
        settings = self.settings
        folder = settings["database_path"] or settings_module.data_folder(settings)
        store: Optional[Store] = None
        if not settings["database"]:
            store = NoStore()
        elif settings["database_type"] == "redis":
            store = RedisStore(
                settings["redis_host"],
                settings["redis_port"],
                settings["redis_table"],
                credentials.redis_password(),
                settings["redis_timeout"] / 1000.0,
            )
        else:
            folder = os.path.abspath(os.path.expanduser(folder))
            make_folder(folder)
        return Ledger(folder, self._storage(), store=store)

    def _transfer(self) -> Engine:
        user = self.login()
        with self._lock:
            if self._engine is None:
                engine_logs = logs.engine_folder(self.settings["log_root"])
                make_folder(engine_logs)
                if self.settings["engine"] == "raysync":
                    self._engine = raysync.connect(self.settings, self._client, user)
                else:
                    program = transmitter.find(self.settings)
                    line = transmitter.choose_line(self._client.lines(), self.settings["line"])
                    self._engine = transmitter.Transmitter(program, line, user, self.settings, engine_logs)
            return self._engine
