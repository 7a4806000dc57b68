"""Sending a job's files. What the farm has already is not sent again: Farmhand's ledger knows."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Dict, List, Optional, Sequence, Tuple

from farmhand import settings as settings_module
from farmhand.compat.rayvision.rayvision_api.core import RayvisionAPI
from farmhand.compat.rayvision.rayvision_api.exception import RayvisionError, UnsupportedDatabaseError
from farmhand.compat.rayvision.rayvision_api.utils import check_and_read
from farmhand.compat.rayvision.rayvision_log import chosen_logger
from farmhand.compat.rayvision.rayvision_sync.transfer import Route, read_database
from farmhand.errors import NetworkError, TransferError
from farmhand.farm.codes import BAD_TRANSFER_ARGUMENT, FILE_NOT_SENT, JSON_NOT_SENT
from farmhand.files import look
from farmhand.paths import server_path
from farmhand.progress import CancelToken, Progress
from farmhand.scene.model import Asset
from farmhand.transfer.ledger import Ledger

TRANSMIT_TYPES = ("upload_json",)


class RayvisionUpload:
    """Uploads for one account.

    Args:
        api: Logged in.
        db_config_path: A db_config.ini: whether what was sent is remembered, and where logs go.
        transports_json: Means nothing here: the farm is asked for its lines.
        transmitter_exe: Path of the transfer program; empty: as Farmhand finds it.
        automatic_line: The same.
        internet_provider: Name of the farm's line to prefer.
        logger, log_folder, log_name, log_level: See `rayvision_log.chosen_logger`.

    Raises:
        RayvisionError: The db_config.ini cannot be read.
        UnsupportedDatabaseError: It wants an unknown database.
    """

    def __init__(
        self,
        api: RayvisionAPI,
        db_config_path: Optional[str] = None,
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
        self._remembers, logs = read_database(db_config_path)
        self._route = Route(api, transmitter_exe, internet_provider, logs)

    def upload(
        self,
        task_id: str,
        task_json_path: str,
        tips_json_path: str,
        asset_json_path: str,
        upload_json_path: str,
        max_speed: Optional[str] = None,
        transmit_type: str = "upload_json",
        engine_type: str = "aspera",
        server_ip: Optional[str] = None,
        server_port: Optional[str] = None,
        network_mode: int = 0,
        is_record: bool = False,
        redis_flag: Optional[str] = None,
        redis_obj: Any = None,
        proxy_ip: Optional[str] = None,
        proxy_port: Optional[str] = None,
        upload_num: int = 2,
    ) -> bool:
        """Send the four files of a task, then what upload.json lists; see `upload_config` and `upload_asset`.

        Returns:
            True; what fails is an exception, so that a script which does not look never submits half a job.
        """
        files = [task_json_path, tips_json_path, asset_json_path, upload_json_path]
        self.upload_config(task_id, files, max_speed, engine_type, server_ip, server_port)
        return self.upload_asset(
            upload_json_path, max_speed, True, engine_type, server_ip, server_port, transmit_type, network_mode,
            redis_flag, is_record, redis_obj,
        )  # fmt: skip

    def upload_config(
        self,
        task_id: str,
        config_file_list: Sequence[str],
        max_speed: Optional[str] = None,
        engine_type: str = "aspera",
        server_ip: Optional[str] = None,
        server_port: Optional[str] = None,
        network_mode: int = 0,
        proxy_ip: Optional[str] = None,
        proxy_port: Optional[str] = None,
        upload_num: int = 2,
    ) -> bool:
        """Send task files.

        Args:
            task_id: The task.
            config_file_list: Paths; one that is not there is told in the log and left out.
            max_speed: KB/s; None: the most.
            engine_type: `aspera`.
            server_ip, server_port: Instead of the farm's line.
            network_mode, proxy_ip, proxy_port, upload_num: Mean something to the raysync engine alone.

        Returns:
            True.

        Raises:
            RayvisionError: A file did not arrive.
            UnsupportedEngineType: The engine does not run here.
        """
        engine = self._route.engine(engine_type, server_ip, server_port, max_speed)
        for path in config_file_list:
            if not os.path.isfile(path):
                self.logger.warning("%s is not there, so it is not sent.", path)
                continue
            remote = "/{}/cfg/{}".format(task_id, os.path.basename(path))
            try:
                engine.upload_file(os.path.abspath(path), remote, self._report, CancelToken())
            except (TransferError, NetworkError) as error:
                raise RayvisionError(JSON_NOT_SENT, "{path} was not sent: {reason}", path=path, reason=error) from error
        return True

    def upload_asset(
        self,
        upload_json_path: str,
        max_speed: Optional[str] = None,
        is_db: bool = True,
        engine_type: str = "aspera",
        server_ip: Optional[str] = None,
        server_port: Optional[str] = None,
        transmit_type: str = "upload_json",
        network_mode: int = 0,
        redis_flag: Optional[str] = None,
        is_record: bool = False,
        redis_obj: Any = None,
        proxy_ip: Optional[str] = None,
        proxy_port: Optional[str] = None,
        upload_num: int = 2,
    ) -> bool:
        """Send what an upload.json lists.

        Args:
            upload_json_path: The upload.json.
            max_speed: KB/s; None: the most.
            is_db: Leave out what the farm has already.
            engine_type: `aspera`.
            server_ip, server_port: Instead of the farm's line.
            transmit_type: `upload_json`.
            is_record, redis_flag, redis_obj: Records in somebody's Redis are not kept here.
            network_mode, proxy_ip, proxy_port, upload_num: Mean something to the raysync engine alone.

        Returns:
            True.

        Raises:
            RayvisionError: Not every file arrived, or the upload.json cannot be read.
            UnsupportedDatabaseError: Records in Redis are wanted.
            UnsupportedEngineType: The engine does not run here.
        """
        if is_record or redis_obj is not None:
            raise UnsupportedDatabaseError(
                "Records of what was sent are not kept in Redis here.", "Leave is_record and redis_obj out."
            )
        if transmit_type not in TRANSMIT_TYPES:
            raise RayvisionError(
                BAD_TRANSFER_ARGUMENT, "transmit_type is upload_json here, not {value}.", value=transmit_type
            )
        entries = _entries(upload_json_path)
        usual, others = _sorted(entries)
        ledger = self._ledger() if is_db and self._remembers else None
        to_send = list(ledger.plan(usual).to_send) if ledger else usual
        wanted = {asset.path for asset in to_send}
        carried = [entry for entry in entries if entry in others or entry["local"] in wanted]
        self.logger.info("%d of %d files are to be sent.", len(carried), len(entries))
        if carried:
            engine = self._route.engine(engine_type, server_ip, server_port, max_speed)
            total = sum(asset.size for asset in to_send)
            with tempfile.TemporaryDirectory(prefix="farmhand-") as folder:
                listing = os.path.join(folder, "upload.json")
                with open(listing, "w", encoding="utf-8") as stream:
                    json.dump({"asset": carried}, stream, ensure_ascii=False)
                try:
                    engine.upload_assets(listing, total, self._report, CancelToken())
                except (TransferError, NetworkError) as error:
                    raise RayvisionError(FILE_NOT_SENT, "Not every file was sent: {reason}", reason=error) from error
        if ledger:
            ledger.record([asset for asset in to_send if _as_it_was(asset)])
        return True

    def thread_pool_upload(self, upload_pool: Sequence[str], pool_size: int = 10, **kwargs: Any) -> None:
        """Send what several upload.json list, several at a time.

        Args:
            upload_pool: Their paths.
            pool_size: How many at a time.
            kwargs: As `upload_asset`.

        Raises:
            RayvisionError: As `upload_asset`, the first of them, after all have ended.
        """
        kwargs.pop("is_db", None)
        with ThreadPoolExecutor(pool_size) as pool:
            running = [pool.submit(self.upload_asset, path, is_db=False, **kwargs) for path in upload_pool]
        for one in running:
            one.result()

    def _report(self, progress: Progress) -> None:
        self.logger.debug("%s %d of %d %s", progress.stage, progress.done, progress.total, progress.message)

    def _ledger(self) -> Ledger:
        settings = self.api.settings
        bid, user_id = self.api.account_user.asset_storage
        storage = "{}/{}/{}/{}".format(settings["domain"], settings["platform"], bid, user_id)
        return Ledger(settings_module.data_folder(settings), storage)


def _entries(upload_json_path: str) -> List[Dict[str, str]]:
    """The files that an upload.json lists.

    Raises:
        RayvisionError: It cannot be read, or an entry is none.
    """
    listed = check_and_read(upload_json_path).get("asset")
    if not isinstance(listed, list) or not all(
        isinstance(entry, dict) and isinstance(entry.get("local"), str) and isinstance(entry.get("server"), str)
        for entry in listed
    ):
        raise RayvisionError(
            FILE_NOT_SENT, "{path} lists no files with local and server paths.", path=upload_json_path
        )
    return [dict(entry) for entry in listed]


def _sorted(entries: Sequence[Dict[str, str]]) -> Tuple[List[Asset], List[Dict[str, str]]]:
    """Files at their usual place on the farm, which the ledger can know, and the entries of all others."""
    usual: List[Asset] = []
    others: List[Dict[str, str]] = []
    for entry in entries:
        now = look(entry["local"])
        if now is None or "/" + entry["server"].lstrip("/") != server_path(entry["local"]):
            others.append(entry)
        else:
            usual.append(Asset(entry["local"], now.size, now.mtime_ns, now.ctime_ns))
    return usual, others


def _as_it_was(asset: Asset) -> bool:
    """Whether a file did not change while it was sent."""
    now = look(asset.path)
    return now is not None and (now.size, now.mtime_ns) == (asset.size, asset.mtime_ns)
