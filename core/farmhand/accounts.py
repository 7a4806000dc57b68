"""The accounts that a user has signed in with: several, one of them in use. Their keys lie in `keychain`.

An account belongs to a farm's address and platform, so choosing one writes these into the user's settings. Account
variables of the environment win over all of this: a studio's farm machine needs nobody to sign in.
"""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict, dataclass, fields
from typing import Any, Dict, List, Mapping, Optional, Tuple

from farmhand import credentials, keychain
from farmhand.credentials import Account
from farmhand.errors import SettingsError
from farmhand.files import write_whole
from farmhand.settings import save_user_settings, user_settings_file

_log = logging.getLogger(__name__)

FILE = "accounts.json"
VARIABLES = ("FARMHAND_ACCESS_ID", "FARMHAND_ACCESS_KEY")

REGIONS: Tuple[Tuple[str, str], ...] = (
    ("Fox Renderfarm", "jop.foxrenderfarm.com"),
    ("Renderbus", "task.renderbus.com"),
)
"""Name of the farm in a region, and its address; from the farm's documents."""


@dataclass(frozen=True)
class Known:
    """An account without its key.

    Attributes:
        access_id: The account's id for programs.
        domain: The farm's address.
        platform: The farm's platform number.
        protocol: `https`, or `http` for a farm on this machine.
        label: The user's name on the farm, for the menu; empty before the first login.
    """

    access_id: str
    domain: str
    platform: str
    protocol: str = "https"
    label: str = ""

    @property
    def name(self) -> str:
        """What it is kept under."""
        return "{}@{}/{}".format(self.access_id, self.domain, self.platform)


def known() -> Tuple[Known, ...]:
    """Every account, the one in use first."""
    return _read()


def add(account: Known, key: str) -> str:
    """Keep an account and its key, and use it from now on.

    Returns:
        Where the key lies: `keychain`, or a file's path.

    Raises:
        SettingsError: Id or key is empty or has other letters than Latin ones, or the address is none.
        DiskError: A file cannot be written.
    """
    for what, text in (("access id", account.access_id), ("access key", key)):
        if not text or not all(" " < letter < "\x7f" for letter in text):
            raise SettingsError(
                "The {what} is empty or has letters that none has.", "Copy it from the farm's page.", what=what
            )
    place = keychain.store(account.name, key)
    _use(account)
    return place


def choose(name: str) -> None:
    """Use an account from now on.

    Raises:
        SettingsError: There is none of this name.
        DiskError: A file cannot be written.
    """
    for account in known():
        if account.name == name:
            _use(account)
            return
    raise SettingsError("There is no account {name}.", "Sign in with it.", name=name)


def remove(name: str) -> None:
    """Forget an account and its key; the next one is in use then.

    Raises:
        DiskError: A file cannot be written.
    """
    left = tuple(account for account in known() if account.name != name)
    keychain.forget(name)
    _write(left)
    if left:
        _use(left[0])


def in_use(environment: Optional[Mapping[str, str]] = None) -> Account:
    """The account to work with: the environment's, else the one that the user chose.

    Args:
        environment: Instead of the process's own.

    Raises:
        SettingsError: There is none, its key is gone, or the keychain is locked.
    """
    environment = os.environ if environment is None else environment
    if from_environment(environment):
        return credentials.from_environment(environment)
    for account in known()[:1]:
        key = keychain.fetch(account.name)
        if not key:
            raise SettingsError(
                "The key of the account {name} is not there any more.", "Sign in again.", name=account.access_id
            )
        return Account(account.access_id, key)
    return credentials.from_environment(environment)


def from_environment(environment: Optional[Mapping[str, str]] = None) -> bool:
    """Whether the environment names an account, which then wins."""
    environment = os.environ if environment is None else environment
    return any(environment.get(name, "").strip() for name in VARIABLES)


def _use(account: Known) -> None:
    _write((account, *(other for other in known() if other.name != account.name)))
    save_user_settings({"domain": account.domain, "platform": account.platform, "protocol": account.protocol})


def _path() -> str:
    return os.path.join(os.path.dirname(user_settings_file()), FILE)


def _read() -> Tuple[Known, ...]:
    try:
        with open(_path(), encoding="utf-8") as stream:
            data = json.load(stream)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        _log.warning("The accounts in %s cannot be read: %s", _path(), error)
        return ()
    found: List[Known] = []
    names = {item.name for item in fields(Known)}
    for item in data if isinstance(data, list) else []:
        if isinstance(item, dict) and {"access_id", "domain", "platform"} <= set(item):
            values: Dict[str, Any] = {name: str(value) for name, value in item.items() if name in names}
            found.append(Known(**values))
    return tuple(found)


def _write(accounts: Tuple[Known, ...]) -> None:
    write_whole(_path(), json.dumps([asdict(account) for account in accounts], indent=1).encode("utf-8"))
