"""Whether the program of the chosen engine is where the settings say, in the words that the engine itself would have.

For whoever wants to tell it before anything is sent. It looks at the disk, which may be a slow server, and starts
nothing: that an engine works is only seen when it does.
"""

from __future__ import annotations

from importlib import import_module
from typing import Mapping

from farmhand.settings import Settings

DRIVERS: Mapping[str, str] = {
    "aspera": "farmhand.transfer.transmitter",
    "raysync": "farmhand.transfer.raysync_client",
}
"""A value of the setting `engine`, and the module that knows where its program lies."""


def check(settings: Settings) -> str:
    """Where the chosen engine's program is: the transmitter's path, or the Raysync client's folder.

    Raises:
        SettingsError, TransferError: It is not there, or cannot be started: what a submission would say.
    """
    return str(import_module(DRIVERS[str(settings["engine"])]).check(settings))
