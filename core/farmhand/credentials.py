"""Who submits: the access id and the access key, and nothing that could show the key by accident.

The key never reaches a log, a repr, a traceback or the journal.
"""

from __future__ import annotations

import os
from typing import Mapping, Optional

from farmhand.errors import SettingsError


class Account:
    """An access id and its key."""

    __slots__ = ("access_id", "_key")

    def __init__(self, access_id: str, access_key: str) -> None:
        self.access_id = access_id
        self._key = access_key

    def reveal_key(self) -> str:
        """The access key, for signing only."""
        return self._key

    def __repr__(self) -> str:
        return "Account(access_id={!r})".format(self.access_id)

    def __reduce__(self) -> str:
        raise TypeError("An account is not pickled: its key would be written down.")


def from_environment(environment: Optional[Mapping[str, str]] = None) -> Account:
    """The account of `FARMHAND_ACCESS_ID` and `FARMHAND_ACCESS_KEY`.

    Raises:
        SettingsError: One of them is not set.
    """
    environment = os.environ if environment is None else environment
    access_id = environment.get("FARMHAND_ACCESS_ID", "").strip()
    access_key = environment.get("FARMHAND_ACCESS_KEY", "").strip()
    absent = [
        name for name, value in (("FARMHAND_ACCESS_ID", access_id), ("FARMHAND_ACCESS_KEY", access_key)) if not value
    ]
    if absent:
        raise SettingsError(
            "No account: {names} not set.",
            "Set both from the farm's page for developers, or try Farmhand with farmhand-sandbox.",
            names=" and ".join(absent),
        )
    return Account(access_id, access_key)
