"""Logging in: the object that every script of the farm's documents begins with."""

from __future__ import annotations

import logging
import os
import re
import sys
from typing import Any, Dict, Mapping, Optional, Tuple, Union

from farmhand import credentials, settings as settings_module
from farmhand.compat.rayvision.rayvision_api.connect import Connect
from farmhand.compat.rayvision.rayvision_api.exception import RayvisonTaskIdError
from farmhand.compat.rayvision.rayvision_log import chosen_logger
from farmhand.credentials import Account
from farmhand.farm.client import FarmClient
from farmhand.farm.operators.operator import Number
from farmhand.farm.records import User

Timeout = Union[None, float, Tuple[float, float]]


class RayvisionAPI(FarmClient):
    """All operations on one account, logged in.

    Args:
        access_id: From the farm's page for developers; left out, `RAYVISION_API_ACCESS_ID`.
        access_key: The same; left out, `RAYVISION_API_KEY`. Without either, Farmhand's own account is used.
        domain: The farm's address: `task.renderbus.com` in China, `jop.foxrenderfarm.com` elsewhere.
        platform: The farm's platform number.
        protocol: `https`; `http` for a farm on this machine.
        logger: Used instead of Farmhand's.
        log_folder, log_name, log_level: See `rayvision_log.chosen_logger`.
        timeout: Seconds to wait for the farm, or (for a connection, for an answer); None: as Farmhand's settings say.

    Attributes:
        user, query, task, tag, env, transmit: The operators.
        account_user: Who is logged in, as Farmhand knows it.
        settings: Farmhand's settings with what was given here.

    Raises:
        RayvisionAPIError: The account or its key is wrong.
        RayvisionNetworkError: The farm was not reached.
        SettingsError: There is no account, or the protocol is not allowed.
    """

    def __init__(
        self,
        access_id: Optional[str] = None,
        access_key: Optional[str] = None,
        domain: str = "task.renderbus.com",
        platform: str = "4",
        protocol: str = "https",
        logger: Optional[logging.Logger] = None,
        log_folder: Optional[str] = None,
        log_name: Optional[str] = None,
        log_level: str = "DEBUG",
        timeout: Timeout = 60,
    ) -> None:
        self.logger = chosen_logger(logger, log_folder, log_name, log_level)
        self.platform = str(platform)
        overrides = {"domain": domain, "platform": self.platform, "protocol": protocol, **_timeouts(timeout)}
        self.settings = settings_module.load(overrides)
        account = _account(access_id, access_key)
        self._connect = Connect(account, self.settings)
        super().__init__(account, self.settings, self._connect)
        self._info: Dict[str, Any] = {}
        self._login()

    @property
    def user_info(self) -> Dict[str, Any]:
        """Profile, settings and storage ids of the user by names in small letters (`user_id`), and `local_os`,
        `domain`, `platform`. Holds phone and mail: never log it.
        """
        return dict(self._info)

    @property
    def connect(self) -> Connect:
        """The connection below the operators."""
        return self._connect

    def get_task_id(self) -> str:
        """A task number, reserved and not submitted yet, as text.

        Raises:
            RayvisionAPIError: The farm gave none.
        """
        return str(self.task.task_id)

    def submit(
        self,
        task_id: int,
        producer: Optional[str] = None,
        asset_isolation_model: Optional[str] = None,
        out_user_id: Optional[Number] = None,
        asset_lsolation_model: Optional[str] = None,
    ) -> bool:
        """Submit a task once; see `FarmClient.submit`.

        Args:
            task_id: Its number.
            producer: Who is named as its producer.
            asset_isolation_model, out_user_id: Of older documents; see `farm.isolation`.
            asset_lsolation_model: The documents' name of `asset_isolation_model`.

        Returns:
            True.

        Raises:
            RayvisonTaskIdError: The number is none.
            RayvisionAPIError: The farm refused.
            RayvisionNetworkError: It is not known whether the task runs.
        """
        if isinstance(task_id, bool) or not isinstance(task_id, int):
            raise RayvisonTaskIdError(10006, "A task's number is needed, not {value!r}.", value=task_id)
        return super().submit(task_id, producer, asset_isolation_model or asset_lsolation_model, out_user_id)

    def _login(self) -> None:
        profile, setting = self.user.query_user_profile(), self.user.query_user_setting()
        bids = self.user.get_transfer_bid()
        self.account_user = User.from_data(profile, bids, setting)
        self._info = {
            "local_os": "windows" if sys.platform.startswith("win") else "linux",
            "domain": self.settings["domain"],
            "platform": self.platform,
            **{key: value for part in (profile, setting, bids) for key, value in _small(part).items()},
        }


def _account(access_id: Optional[str], access_key: Optional[str]) -> Account:
    """The account that was given, or that the environment has."""
    found = access_id or os.environ.get("RAYVISION_API_ACCESS_ID", "")
    key = access_key or os.environ.get("RAYVISION_API_KEY", "")
    return Account(found, key) if found and key else credentials.from_environment()


def _timeouts(timeout: Timeout) -> Mapping[str, str]:
    """As Farmhand's settings."""
    if timeout is None:
        return {}
    connect, read = timeout if isinstance(timeout, (tuple, list)) else (timeout, timeout)
    return {"connect_timeout": str(connect), "read_timeout": str(read)}


def _small(data: Mapping[str, Any]) -> Dict[str, Any]:
    """`userId` as `user_id`."""
    return {re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower(): value for name, value in data.items()}
