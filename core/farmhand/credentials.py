"""Who submits: the access id and the access key, and nothing that could show a secret by accident.

No secret (the key, a proxy's password) ever reaches a log, a repr, a traceback or the journal.
"""

from __future__ import annotations

import os
import re
import unicodedata
from typing import Mapping, Optional

from farmhand.errors import SettingsError

HIDDEN = "***"
_LOGIN_IN_URL = re.compile(r"//[^/@\s]*(?:/[^/@\s]*)*@")


class Account:
    """An access id and its key.

    Args:
        access_id, access_key: As the farm's page for developers shows them: ASCII letters, digits and signs.

    Raises:
        SettingsError: One holds what the farm never gives: a space, a dash or quote of a text program, another script.
            It could not even be sent in a header.
    """

    __slots__ = ("access_id", "_key")

    def __init__(self, access_id: str, access_key: str) -> None:
        for what, variable, value in (
            ("access id", "FARMHAND_ACCESS_ID", access_id),
            ("access key", "FARMHAND_ACCESS_KEY", access_key),
        ):
            _check_letters(what, variable, value)
        self.access_id = access_id
        self._key = access_key

    def reveal_key(self) -> str:
        """The access key, for signing only."""
        return self._key

    def __repr__(self) -> str:
        return "Account(access_id={!r})".format(self.access_id)

    def __reduce__(self) -> str:
        raise TypeError("An account is not pickled: its key would be written down.")


def _check_letters(what: str, variable: str, value: str) -> None:
    """Refuse an id or key with a letter that none has. The letter's place and name are told, never the value."""
    for place, letter in enumerate(value, 1):
        if not "!" <= letter <= "~":
            raise SettingsError(
                "The {what} cannot be one of the farm's: its letter {place} is {letter}.",
                "Copy it again from the farm's page for developers, without anything around it, and set {variable}.",
                what=what,
                place=place,
                letter=unicodedata.name(letter, "U+{:04X}".format(ord(letter))),
                variable=variable,
            )


def from_environment(environment: Optional[Mapping[str, str]] = None) -> Account:
    """The account of `FARMHAND_ACCESS_ID` and `FARMHAND_ACCESS_KEY`.

    Raises:
        SettingsError: One of them is not set, or none.
    """
    environment = os.environ if environment is None else environment
    access_id = environment.get("FARMHAND_ACCESS_ID", "").strip()
    access_key = environment.get("FARMHAND_ACCESS_KEY", "").strip()
    if not (access_id or access_key):
        raise SettingsError(
            "Nobody is signed in.",
            "Sign in under Settings in the panel, or set FARMHAND_ACCESS_ID and FARMHAND_ACCESS_KEY. "
            "Without an account, try Farmhand with farmhand-sandbox.",
        )
    if not (access_id and access_key):
        raise SettingsError(
            "Half an account: {name} is not set.",
            "Set it beside {other}, or set neither and sign in under Settings in the panel.",
            name="FARMHAND_ACCESS_KEY" if access_id else "FARMHAND_ACCESS_ID",
            other="FARMHAND_ACCESS_ID" if access_id else "FARMHAND_ACCESS_KEY",
        )
    return Account(access_id, access_key)


def proxy_with_login(url: str, environment: Optional[Mapping[str, str]] = None) -> str:
    """The proxy's URL with `FARMHAND_PROXY_USER` and `FARMHAND_PROXY_PASSWORD` in it, where these are set.

    Args:
        url: The setting `proxy`, such as `http://proxy.studio:3128`.
        environment: Instead of the process's own.

    Returns:
        A secret, where there is a password: for the HTTP library only.
    """
    from urllib.parse import quote

    environment = os.environ if environment is None else environment
    user = environment.get("FARMHAND_PROXY_USER", "")
    if not user:
        return url
    scheme, _, host = url.partition("://")
    login = "{}:{}".format(quote(user, safe=""), quote(environment.get("FARMHAND_PROXY_PASSWORD", ""), safe=""))
    return "{}://{}@{}".format(scheme, login, host)


def redis_password(environment: Optional[Mapping[str, str]] = None) -> str:
    """The password of the studio's redis server, `FARMHAND_REDIS_PASSWORD`; empty for none. A secret."""
    return (os.environ if environment is None else environment).get("FARMHAND_REDIS_PASSWORD", "")


def hide(text: str, *secrets: str) -> str:
    """The text without these secrets, and without the login of any URL in it.

    Args:
        text: What somebody else wrote: an exception, a server's message.
        secrets: What must not be shown.
    """
    for secret in secrets:
        if secret:
            text = text.replace(secret, HIDDEN)
    return _LOGIN_IN_URL.sub("//" + HIDDEN + "@", text)
