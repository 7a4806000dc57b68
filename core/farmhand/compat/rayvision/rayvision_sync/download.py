"""Bringing frames: now, while they render, or when the task has ended. Farmhand's downloader brings each frame once."""

from __future__ import annotations

import dataclasses
import logging
import os
from typing import Any, Dict, Iterator, List, Optional, Sequence, Union, cast

from farmhand.compat.rayvision.rayvision_api.core import RayvisionAPI
from farmhand.compat.rayvision.rayvision_api.exception import DownloadFailed
from farmhand.compat.rayvision.rayvision_log import chosen_logger
from farmhand.compat.rayvision.rayvision_sync.manage import has_ended
from farmhand.compat.rayvision.rayvision_sync.transfer import Route
from farmhand.errors import FarmError, NetworkError, TaskFailed, TransferError
from farmhand.farm.client import FarmClient
from farmhand.farm.codes import TASK_DONE
from farmhand.farm.records import OutputFile, Task
from farmhand.files import move_whole
from farmhand.paths import safe_relative
from farmhand.progress import CancelToken, Progress, Report
from farmhand.transfer.engine import Engine
from farmhand.watch.downloads import Download, Downloader


class RayvisionDownload:
    """Downloads for one account.

    Args:
        api: Logged in.
        transports_json: Means nothing here: the farm is asked for its lines.
        transmitter_exe: Path of the transfer program; empty: as Farmhand finds it.
        automatic_line: As `transports_json`.
        internet_provider: Name of the farm's line to prefer.
        logger, log_folder, log_name, log_level: See `rayvision_log.chosen_logger`.
    """

    def __init__(
        self,
        api: RayvisionAPI,
        transports_json: str = "",
        transmitter_exe: str = "",
        automatic_line: bool = True,
        internet_provider: str = "",
        logger: Optional[logging.Logger] = None,
        log_folder: Optional[str] = None,
        log_name: Optional[str] = None,
        log_level: str = "DEBUG",
    ) -> None:
        self.api = api
        self.logger = chosen_logger(logger, log_folder, log_name, log_level)
        self._route = Route(api, transmitter_exe, internet_provider)

    @staticmethod
    def check_params(task_id_list: Optional[Sequence[int]], custom_server_output_path: Any) -> None:
        """Refuse a download of nothing.

        Raises:
            DownloadFailed: Neither tasks nor a path are given.
        """
        if not task_id_list and not custom_server_output_path:
            raise DownloadFailed("Nothing is named that could be downloaded.", "Give task_id_list or server_path.")

    def download(
        self,
        task_id_list: Optional[Sequence[int]] = None,
        max_speed: Optional[str] = None,
        print_log: bool = True,
        download_filename_format: str = "true",
        local_path: Optional[str] = None,
        server_path: Union[None, str, Sequence[str]] = None,
        engine_type: str = "aspera",
        server_ip: Optional[str] = None,
        server_port: Optional[str] = None,
        network_mode: int = 0,
        proxy_ip: Optional[str] = None,
        proxy_port: Optional[str] = None,
        enable_hash: bool = False,
        asset: bool = False,
        download_num: int = 2,
    ) -> bool:
        """Bring what is done now.

        Args:
            task_id_list: Tasks; not needed with `server_path`.
            max_speed: KB/s; None: the most.
            print_log: Tell each file in the log.
            download_filename_format: `true` keeps the task's folder, `false` leaves it out.
            local_path: Where to; left out: `renderfarm_sdk` in the home folder.
            server_path: Folders of the output storage, instead of whole tasks.
            engine_type: `aspera`.
            server_ip, server_port: Instead of the farm's line.
            asset: Assets instead of frames: not brought here.
            network_mode, proxy_ip, proxy_port, enable_hash, download_num: Mean something to the raysync engine alone;
                every file's size is checked.

        Returns:
            True.

        Raises:
            DownloadFailed: Not everything came, or nothing is named.
            UnsupportedEngineType: The engine does not run here.
            DiskError: The folder cannot be written.
        """
        self.check_params(task_id_list, server_path)
        if asset:
            raise DownloadFailed("Assets are not brought back here.", "Leave asset out to bring frames.")
        engine = self._route.engine(engine_type, server_ip, server_port, max_speed)
        folders = [server_path] if isinstance(server_path, str) else list(server_path or [])
        for job in self._jobs(engine, task_id_list, local_path, download_filename_format, folders):
            self._bring(job, print_log)
        return True

    def auto_download(
        self,
        task_id_list: Optional[Sequence[int]] = None,
        max_speed: Optional[str] = None,
        print_log: bool = False,
        sleep_time: float = 10,
        download_filename_format: str = "true",
        local_path: Optional[str] = None,
        engine_type: str = "aspera",
        server_ip: Optional[str] = None,
        server_port: Optional[str] = None,
        network_mode: int = 0,
        is_test_stop: bool = False,
        proxy_ip: Optional[str] = None,
        proxy_port: Optional[str] = None,
        enable_hash: bool = False,
        download_num: int = 2,
    ) -> bool:
        """Bring frames as they are done, until every task has ended.

        Args:
            task_id_list: Tasks.
            sleep_time: Seconds between two looks.
            is_test_stop: Whether test frames that are done are an end; else it waits for full speed.
            max_speed, print_log, download_filename_format, local_path, engine_type, server_ip, server_port,
            network_mode, proxy_ip, proxy_port, enable_hash, download_num: As `download`.

        Returns:
            True.

        Raises:
            DownloadFailed: Frames of a task that has ended did not come, or the task is not there any more.
        """
        engine = self._route.engine(engine_type, server_ip, server_port, max_speed)
        jobs = self._jobs(engine, task_id_list, local_path, download_filename_format)
        return self._until_ended(jobs, sleep_time, is_test_stop, print_log, at_once=True)

    def auto_download_after_task_completed(
        self,
        task_id_list: Optional[Sequence[int]] = None,
        max_speed: Optional[str] = None,
        print_log: bool = True,
        sleep_time: float = 10,
        download_filename_format: str = "true",
        local_path: Optional[str] = None,
        engine_type: str = "aspera",
        server_ip: Optional[str] = None,
        server_port: Optional[str] = None,
        network_mode: int = 0,
        is_test_stop: bool = False,
        proxy_ip: Optional[str] = None,
        proxy_port: Optional[str] = None,
        enable_hash: bool = False,
        download_num: int = 2,
    ) -> bool:
        """Wait until tasks have ended, and bring their frames then. Arguments, result and errors as `auto_download`."""
        engine = self._route.engine(engine_type, server_ip, server_port, max_speed)
        jobs = self._jobs(engine, task_id_list, local_path, download_filename_format)
        return self._until_ended(jobs, sleep_time, is_test_stop, print_log, at_once=False)

    def _until_ended(
        self, jobs: List[_Job], sleep_time: float, is_test_stop: bool, print_log: bool, at_once: bool
    ) -> bool:
        """Look at every task until all have ended."""
        failed: List[str] = []
        cancel = CancelToken()
        while jobs:
            waiting: List[_Job] = []
            for job in jobs:
                task = self.api.find_task(job.task_id)
                ended = task is None or all(has_ended(leaf.status, is_test_stop) for leaf in task.leaves)
                try:
                    if at_once or ended:
                        self._bring(job, print_log)
                except DownloadFailed as error:
                    if ended:
                        failed.append(str(error))
                    else:
                        self.logger.warning("%s It is tried again.", error)
                if not ended:
                    waiting.append(job)
            jobs = waiting
            if jobs:
                cancel.wait(float(sleep_time))
        if failed:
            raise DownloadFailed("{reason}", "Run the download again; what came is kept.", reason=" ".join(failed))
        return True

    def _jobs(
        self,
        engine: Engine,
        task_ids: Optional[Sequence[int]],
        local_path: Optional[str],
        download_filename_format: str,
        folders: Sequence[str] = (),
    ) -> List[_Job]:
        """What is to be brought: these folders of the output storage, or, where there are none, these tasks."""
        local = local_path or os.path.join(os.path.expanduser("~"), "renderfarm_sdk")
        keep = str(download_filename_format).lower() != "false"
        wanted = [(0, folder) for folder in folders] or [(int(task_id), "") for task_id in task_ids or ()]
        jobs: List[_Job] = []
        for task_id, folder in wanted:
            view = _Storage(self.api, self.api.account_user.user_id, folder, keep)
            moving = engine if keep else _Flat(engine, view)
            jobs.append(_Job(task_id, Downloader(cast(FarmClient, view), moving, task_id, local)))
        return jobs

    def _bring(self, job: _Job, print_log: bool) -> None:
        def report(progress: Progress) -> None:
            if print_log:
                self.logger.info("%s %d of %d %s", progress.stage, progress.done, progress.total, progress.message)

        try:
            brought: Download = job.downloader.run(False, 1.0, report, CancelToken())
        except (TransferError, NetworkError, TaskFailed, FarmError) as error:
            raise DownloadFailed(str(error), error.advice) from error
        self.logger.info("%d new files in %s", brought.fetched, brought.folder)


@dataclasses.dataclass(frozen=True)
class _Job:
    """The download of one task, which remembers what it saw at the last look."""

    task_id: int
    downloader: Downloader


class _Storage:
    """The farm as a downloader asks it, showing one folder of the storage as a task, or files without their task's.

    Args:
        client: The farm.
        user_id: Whose storage a folder lies in.
        folder: Show this folder; empty: the task.
        keep: Whether files lie below their task's folder.
    """

    def __init__(self, client: FarmClient, user_id: int, folder: str, keep: bool) -> None:
        self._client = client
        self._folder = folder.strip("/")
        self._user_id = user_id
        self._keep = keep
        self.remote: Dict[str, str] = {}

    def find_task(self, task_id: int) -> Optional[Task]:
        """The task, or the folder as one that is done."""
        if self._folder:
            return Task(0, "", "", TASK_DONE, output_name=self._folder, user_id=self._user_id)
        return self._client.find_task(task_id)

    def output_files(self, folder: str) -> Iterator[OutputFile]:
        """The files below a folder, by the paths that they get here."""
        for entry in self._client.output_files(folder):
            path = entry.path.strip("/")
            shown = path if self._keep else path[len(folder.strip("/")) :].strip("/")
            self.remote[shown] = path
            yield dataclasses.replace(entry, path=shown)


class _Flat(Engine):
    """An engine that puts files where a `_Storage` without task folders shows them."""

    def __init__(self, engine: Engine, storage: _Storage) -> None:
        self._engine = engine
        self._storage = storage

    def upload_file(self, local: str, remote: str, report: Report, cancel: CancelToken) -> None:
        """See Engine."""
        self._engine.upload_file(local, remote, report, cancel)

    def upload_assets(
        self, upload_file: str, total: int, report: Report, cancel: CancelToken, trusting: bool = True
    ) -> None:
        """See Engine."""
        self._engine.upload_assets(upload_file, total, report, cancel, trusting)

    def download_files(
        self, remote: Sequence[str], folder: str, user_id: int, total: int, report: Report, cancel: CancelToken
    ) -> None:
        """See Engine."""
        paths = [self._storage.remote[path] for path in remote]
        try:
            self._engine.download_files(paths, folder, user_id, total, report, cancel)
        finally:
            for shown, path in zip(remote, paths):
                arrived = os.path.join(folder, *safe_relative(path).split("/"))
                if os.path.isfile(arrived):
                    move_whole(arrived, os.path.join(folder, *safe_relative(shown).split("/")))
