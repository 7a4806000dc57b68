"""The account's side of the controller: who is signed in, other accounts to choose from, trying and signing in.

Keychain and farm are asked in workers. A key is held only while it is tried or kept, and never shown again.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Callable, Mapping, Optional, Tuple

from farmhand import accounts
from farmhand.accounts import Known
from farmhand.credentials import Account
from farmhand.errors import FarmhandError
from farmhand.farm.records import User
from farmhand_ui.background import Runner
from farmhand_ui.qt import QtCore
from farmhand_ui.sessions import SessionKeeper

Opener = Callable[[Account, Mapping[str, str]], Any]
FARM_SETTINGS = ("domain", "platform", "protocol")


class AccountDesk(QtCore.QObject):
    """Accounts, and one that is being tried.

    Args:
        runner: For keychain and farm.
        keeper: Settings and session.
        opener: Opens a session of an account that is tried; `open_session` but for tests.

    Attributes:
        known: The accounts that were signed in with, the one in use first.
        from_environment: Whether the environment names the account, which then wins.
        user: Who is logged in; None before, or where the login failed.
        trying: Whether an account is being tried.
        problem: Why the last try failed; None where it did not.
    """

    changed = QtCore.Signal()
    """What is known of accounts changed."""
    tried = QtCore.Signal(object)
    """A connection was tried: the user, or the error."""
    switched = QtCore.Signal()
    """Another account is in use."""

    def __init__(
        self,
        runner: Runner,
        keeper: SessionKeeper,
        parent: Optional[QtCore.QObject] = None,
        opener: Optional[Opener] = None,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._keeper = keeper
        self._opener = opener or open_session
        self.known: Tuple[Known, ...] = accounts.known()
        self.from_environment = accounts.from_environment()
        self.user: Optional[User] = None
        self.trying = False
        self.problem: Optional[Exception] = None

    def logged_in(self, user: Optional[User]) -> None:
        """Who the farm says the account is; None where it refused."""
        self.user = user
        self.changed.emit()

    def test(self, account: Known, key: str) -> None:
        """Try an account without keeping it."""
        self._try(account, key, False)

    def sign_in(self, account: Known, key: str) -> None:
        """Try an account, and where the farm takes it, keep it and use it."""
        self._try(account, key, True)

    def choose(self, name: str) -> None:
        """Use another account that was signed in with."""
        self._change(lambda: accounts.choose(name))

    def sign_out(self, name: str) -> None:
        """Forget an account and its key."""
        self._change(lambda: accounts.remove(name))

    def _try(self, account: Known, key: str, keep: bool) -> None:
        if self.trying:
            return
        self.trying, self.problem = True, None
        settings = dict(self._keeper.overrides(), **{name: getattr(account, name) for name in FARM_SETTINGS})
        opener = self._opener

        def ask(report: Any, cancel: Any) -> User:
            session = opener(Account(account.access_id, key), settings)
            try:
                user: User = session.login()
            finally:
                session.close()
            cancel.check()
            if keep:
                accounts.add(dataclasses.replace(account, label=user.name), key)
            return user

        def take(user: User) -> None:
            self.trying = False
            if keep:
                self._switched()
            self.tried.emit(user)
            self.changed.emit()

        def refuse(error: Exception) -> None:
            self.trying, self.problem = False, error
            self.tried.emit(error)
            self.changed.emit()

        self._runner.start(ask, take, refuse)
        self.changed.emit()

    def _change(self, work: Callable[[], None]) -> None:
        def refuse(error: Exception) -> None:
            self.problem = error
            self.tried.emit(error)

        self._runner.start(lambda report, cancel: work(), lambda _: self._switched(), refuse)

    def _switched(self) -> None:
        self.user = None
        self.known = accounts.known()
        try:
            self._keeper.reload(*FARM_SETTINGS)
        except FarmhandError as error:
            self.tried.emit(error)
        self.changed.emit()
        self.switched.emit()


def open_session(account: Account, overrides: Mapping[str, str]) -> Any:
    """A session of an account that is not kept yet.

    Raises:
        SettingsError: Address or protocol is none.
    """
    from farmhand.session import Session
    from farmhand.settings import load

    return Session(account, load(overrides))
