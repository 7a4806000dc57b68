"""Where access keys are kept: the system's keychain, else a file that only its owner may read.

`keyring` is imported when the first key is asked for: it can take a while, and a desktop may ask its user to unlock the
keychain, so call this outside a window's thread. Where there is no keyring, or it has no keychain to talk to (a render
node, a bare container), the file `keys.json` beside the user's settings holds the keys, with mode 0600.
"""

from __future__ import annotations

import json
import logging
import os
import stat
from typing import Any, Dict, Optional

from farmhand.errors import SettingsError
from farmhand.files import write_whole
from farmhand.settings import user_settings_file

_log = logging.getLogger(__name__)

SERVICE = "farmhand"
FILE = "keys.json"


def store(name: str, secret: str) -> str:
    """Keep a secret under a name.

    Returns:
        Where it lies: `keychain`, or the file's path.

    Raises:
        DiskError: There is no keychain, and the file cannot be written.
    """
    ring = _ring()
    if ring is not None:
        try:
            ring.set_password(SERVICE, name, secret)
            _forget_in_file(name)
            return "keychain"
        except Exception as error:  # noqa: BLE001  every backend has errors of its own; the file remains
            _log.warning("The keychain does not take the key of %s (%s); it goes into a file.", name, _kind(error))
    keys = _read()
    keys[name] = secret
    _write(keys)
    return _path()


def fetch(name: str) -> str:
    """The secret of a name; empty where there is none.

    Raises:
        SettingsError: The keychain does not answer (locked, refused), and the file has none.
    """
    kept = _read().get(name, "")
    ring = _ring()
    if kept or ring is None:
        return kept
    try:
        return str(ring.get_password(SERVICE, name) or "")
    except Exception as error:  # noqa: BLE001  every backend has errors of its own
        raise SettingsError(
            "The keychain does not give the key of {name}: {reason}.",
            "Unlock the keychain, or sign in again.",
            name=name,
            reason=_kind(error),
        ) from None


def forget(name: str) -> None:
    """Remove a secret from wherever it lies; harmless where there is none."""
    ring = _ring()
    if ring is not None:
        try:
            ring.delete_password(SERVICE, name)
        except Exception as error:  # noqa: BLE001  not there, or locked: then it stays where only its owner reads it
            _log.info("The keychain keeps nothing of %s (%s).", name, _kind(error))
    _forget_in_file(name)


def _ring() -> Optional[Any]:
    """The keyring library, where it has a keychain to talk to."""
    try:
        import keyring

        backend = keyring.get_keyring()
    except Exception as error:  # noqa: BLE001  a broken installation of a library that we do not need
        _log.info("No keyring: %s", _kind(error))
        return None
    return keyring if getattr(backend, "priority", 0) > 0 else None


def _kind(error: Exception) -> str:
    """The error's class: its text could hold what must not be shown."""
    return type(error).__name__


def _path() -> str:
    return os.path.join(os.path.dirname(user_settings_file()), FILE)


def _read() -> Dict[str, str]:
    path = _path()
    try:
        with open(path, encoding="utf-8") as stream:
            if os.name != "nt" and os.fstat(stream.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                _log.warning("Others could read %s; it is closed to them now.", path)
                os.chmod(path, stat.S_IRUSR | stat.S_IWUSR)
            data = json.load(stream)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        _log.warning("The keys in %s cannot be read: %s", path, _kind(error))
        return {}
    return {str(name): str(key) for name, key in data.items()} if isinstance(data, dict) else {}


def _write(keys: Dict[str, str]) -> None:
    write_whole(_path(), json.dumps(keys, indent=1).encode("utf-8"))  # mkstemp gives it mode 0600


def _forget_in_file(name: str) -> None:
    keys = _read()
    if keys.pop(name, None) is not None:
        _write(keys)
