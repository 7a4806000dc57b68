"""The panel's settings, and the session that goes with them.

The session is opened by the first worker that needs it, once, and anew after a setting changed. What the panel decides
lies over the settings' files and the environment, as an option of the command line does.
"""

from __future__ import annotations

import threading
from typing import Any, Callable, Dict, List, Mapping, Optional

from farmhand.errors import SettingsError
from farmhand.settings import TABLE, Settings, data_folder, load, save_user_settings

SessionFactory = Callable[[Mapping[str, str]], Any]

OWN = frozenset(("language", "output_folder", "auto_download", "poll_seconds"))
"""Settings that only the panel reads: a session does not have to be opened anew for them."""


class SessionKeeper:
    """Settings now, a session when it is needed.

    Args:
        factory: Opens a session from overrides (setting's name and text).
        overrides: What was decided before the panel opened.

    Attributes:
        error: Why the settings could not be read, in which case the defaults hold; else None.
    """

    def __init__(self, factory: SessionFactory, overrides: Mapping[str, str]) -> None:
        self._factory = factory
        self._overrides = dict(overrides)
        self._lock = threading.Lock()
        self._session: Any = None
        self._retired: List[Any] = []
        self.error: Optional[SettingsError] = None
        try:
            self._settings = load(self._overrides)
        except SettingsError as error:
            self.error = error
            self._settings = Settings({setting.name: setting.default for setting in TABLE}, {})

    @property
    def settings(self) -> Settings:
        """Every setting as it is now."""
        return self._settings

    def setting(self, name: str) -> Any:
        """A setting's present value."""
        return self._settings[name]

    def source(self, name: str) -> str:
        """Where a setting comes from: `default`, a file's path, `the environment`, or `call`: decided in this panel."""
        return self._settings.sources.get(name, "default")

    def overrides(self) -> Dict[str, str]:
        """What the panel decides over the settings' files and the environment."""
        return dict(self._overrides)

    def change(self, name: str, text: str) -> None:
        """Decide a setting, now and through the user's file for the next time; an empty text gives it back to the
        studio's file and the default.

        Raises:
            SettingsError: The setting does not take this value; the old one stays.
            DiskError: It holds now, but cannot be remembered.
        """
        changed: Dict[str, str] = dict(self._overrides, **{name: text})
        load(changed)
        self._overrides = changed
        try:
            save_user_settings({name: text})
        finally:
            self._settings = load(changed)
            if name not in OWN:
                self.reopen()

    def reload(self, *forgotten: str) -> None:
        """Read the settings' files again, because somebody wrote them; what the panel decided over these is forgotten.

        Raises:
            SettingsError: A file cannot be read; the old settings stay.
        """
        changed = {name: text for name, text in self._overrides.items() if name not in forgotten}
        self._settings = load(changed)
        self._overrides = changed
        self.reopen()

    def data_folder(self) -> str:
        """Where what is to be remembered is kept; made if it is not there.

        Raises:
            SettingsError: It cannot be made.
        """
        return data_folder(self._settings)

    def session(self) -> Any:
        """The session; opened now if it is not. Called by workers.

        Raises:
            SettingsError: The account or a setting is missing or wrong.
        """
        with self._lock:
            if self._session is None:
                self._session = self._factory(dict(self._overrides))
            return self._session

    def reopen(self) -> None:
        """Open a new session at the next need. Work that runs keeps the one it has."""
        with self._lock:
            if self._session is not None:
                self._retired.append(self._session)
                self._session = None

    def close(self) -> None:
        """Close every session that was opened. Only once no worker uses one."""
        self.reopen()
        for session in self._retired:
            session.close()
        self._retired = []
