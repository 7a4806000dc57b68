"""The engine below upload and download: Farmhand's, on the line that a script asked for."""

from __future__ import annotations

import configparser
import dataclasses
import os
from typing import Any, Dict, Optional, Tuple

from farmhand import settings as settings_module
from farmhand.compat.rayvision.rayvision_api.core import RayvisionAPI
from farmhand.compat.rayvision.rayvision_api.exception import (
    RayvisionError,
    UnsupportedDatabaseError,
    UnsupportedEngineType,
)
from farmhand.compat.rayvision.rayvision_sync.constants import TRANSFER_LOG
from farmhand.farm.codes import BAD_TRANSFER_ARGUMENT
from farmhand.farm.records import Line
from farmhand.files import make_folder
from farmhand.settings import Settings
from farmhand.transfer import transmitter
from farmhand.transfer.engine import Engine

ENGINES = ("aspera",)
"""What runs here of the documents' engines."""


class Route:
    """How files travel for one `RayvisionUpload` or `RayvisionDownload`.

    Args:
        api: Whose files.
        transmitter_exe: Path of the transfer program; empty: as Farmhand finds it.
        internet_provider: Name of the farm's line to prefer; empty: the farm's default.
        log_folder: Where the transfer program writes its own logs; empty: `RAYVISION_LOG`, else Farmhand's folder.
    """

    def __init__(self, api: RayvisionAPI, transmitter_exe: str, internet_provider: str, log_folder: str = "") -> None:
        self._api = api
        self._program = transmitter_exe
        self._provider = internet_provider
        self._log_folder = log_folder

    def engine(
        self,
        engine_type: str,
        server_ip: Optional[str],
        server_port: Optional[str],
        max_speed: Optional[str],
    ) -> Engine:
        """An engine.

        Args:
            engine_type: `aspera`.
            server_ip, server_port: Instead of the farm's line.
            max_speed: KB/s; None: the most.

        Raises:
            UnsupportedEngineType: The engine is not one that runs here.
            RayvisionError: The speed or the port is none.
            TransferError: The transfer program is missing, or the farm offers no line.
        """
        if engine_type not in ENGINES:
            raise UnsupportedEngineType(
                "The transfer engine {name} does not run here.", "Use aspera.", name=engine_type
            )
        settings = _with(self._api.settings, transmitter=self._program, speed_limit=_speed(max_speed))
        line = transmitter.choose_line(self._api.lines(), self._provider)
        line = _line(line, server_ip, server_port)
        logs = self._log_folder or os.environ.get(TRANSFER_LOG, "") or os.path.join(
            settings_module.data_folder(settings), "logs"
        )
        make_folder(logs)
        return transmitter.Transmitter(transmitter.find(settings), line, self._api.account_user, settings, logs)


def read_database(path: Optional[str]) -> Tuple[bool, str]:
    """What a db_config.ini says that matters here.

    Farmhand's own ledger knows what was sent already; a database of the transfer program is not used.

    Args:
        path: The file; None or empty: none.

    Returns:
        Whether what was sent already is left out, and the folder of the transfer program's logs.

    Raises:
        RayvisionError: The file cannot be read.
        UnsupportedDatabaseError: It wants another database than one that Farmhand's ledger stands for.
    """
    if not path:
        return True, ""
    config = configparser.ConfigParser(interpolation=None)
    try:
        with open(path, encoding="utf-8-sig") as stream:
            config.read_file(stream)
    except (OSError, ValueError, configparser.Error) as error:
        raise RayvisionError(
            BAD_TRANSFER_ARGUMENT, "{path} cannot be read: {reason}.", path=path, reason=error
        ) from error
    kind = config.get("DATABASE_CONFIG", "type", fallback="sqlite").strip().lower() or "sqlite"
    if kind not in ("sqlite", "redis"):
        raise UnsupportedDatabaseError(
            "{path} wants the database {kind}.", "Write sqlite, or redis.", path=path, kind=kind
        )
    on = config.get("DATABASE_CONFIG", "on", fallback="true").strip().lower() != "false"
    return on, config.get("TRANSFER_LOG_PATH", "transfer_log_path", fallback="").strip()


def _with(settings: Settings, **changes: Any) -> Settings:
    """The settings with what is not empty of the changes."""
    given: Dict[str, Any] = {name: value for name, value in changes.items() if value}
    return Settings({**settings.values, **given}, {**settings.sources, **dict.fromkeys(given, "call")})


def _speed(max_speed: Optional[str]) -> Optional[int]:
    if max_speed is None or max_speed == "":
        return None
    try:
        return int(settings_module.SETTINGS["speed_limit"].read(str(max_speed)))
    except ValueError as error:
        raise RayvisionError(
            BAD_TRANSFER_ARGUMENT, "max_speed is {value!r}; it is a number of KB/s, 1 to 1048576.", value=max_speed
        ) from error


def _line(line: Line, server_ip: Optional[str], server_port: Optional[str]) -> Line:
    try:
        port = int(server_port) if server_port else line.port
    except ValueError as error:
        raise RayvisionError(
            BAD_TRANSFER_ARGUMENT, "server_port is {value!r}; it is a number.", value=server_port
        ) from error
    return dataclasses.replace(line, host=server_ip or line.host, port=port)
