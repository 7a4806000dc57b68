"""HTTP to the farm's domain: sessions, proxies, certificates, time-outs, and an answer of bounded size.

It knows neither operations nor envelopes. What goes wrong becomes one of our errors here, with what is known of the
request's fate; the original exception is dropped, since its text and its request hold signatures and proxy passwords.
"""

from __future__ import annotations

import http.client
import logging
import os
import re
import threading
import time
from email.utils import parsedate_to_datetime
from typing import Any, Dict, List, Mapping, NamedTuple, Optional

from farmhand.credentials import proxy_with_login
from farmhand.errors import FarmhandError, NetworkError, SettingsError
from farmhand.farm.answers import MAX_ANSWER
from farmhand.settings import SETTINGS, Settings, is_loopback

_log = logging.getLogger(__name__)

NEVER, IF_REPEATABLE, ALWAYS = 0, 1, 2
"""Whether a failed request may be sent again: never; if the operation is repeatable; always, since nothing was sent."""
ANSWER_TIMEOUTS = 10
"""An answer that drips takes at most this many read time-outs."""
_CHUNK = 65536
_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


class Failure(Exception):
    """A request that brought no answer of the farm.

    Attributes:
        error: What the user is told.
        repeat: NEVER, IF_REPEATABLE or ALWAYS.
        pause: Seconds that the farm asks to wait; None where it does not ask.
    """

    def __init__(self, error: FarmhandError, repeat: int = IF_REPEATABLE, pause: Optional[float] = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.repeat = repeat
        self.pause = pause


class Answer(NamedTuple):
    """What came back.

    Attributes:
        status: HTTP status.
        kind: Content type, short and harmless.
        content: The body, unpacked.
        retry_after: Seconds that the server asks to wait; None where it does not.
    """

    status: int
    kind: str
    content: bytes
    retry_after: Optional[float]


class Transport:
    """Posts to one farm. Safe to use from several threads: each has its own HTTP session.

    Args:
        settings: Domain, protocol, time-outs, CA bundle, proxy.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._local = threading.local()
        self._domain = str(settings["domain"])
        self._root = "{}://{}".format(settings["protocol"], self._domain)

    def post(self, path: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        """Post once, on a connection that may be kept from the last call.

        Args:
            path: Path of the operation.
            content: The body.
            headers: The farm's headers.

        Raises:
            Failure: No answer, or one too large.
            SettingsError: The CA bundle that is set is not there.
        """
        return self._exchanged("post", path, data=content, headers=headers)

    def get(self, path: str) -> Answer:
        """Fetch a file once. Nothing of the account is sent along.

        Args:
            path: On the farm's server, or an address of its own that begins with https.

        Raises:
            Failure: No answer, one too large, or an address that is neither.
            SettingsError: The CA bundle that is set is not there.
        """
        if not path.startswith(("/", "https://")):
            raise Failure(self.not_the_farm(0, "an address of another kind"), NEVER)
        return self._exchanged("get", path)

    def _exchanged(self, method: str, path: str, **what: Any) -> Answer:
        import requests
        import urllib3.exceptions

        session = self._session()
        try:
            response = getattr(session, method)(
                self._root + path if path.startswith("/") else path,
                timeout=(self._settings["connect_timeout"], self._settings["read_timeout"]),
                allow_redirects=False,
                stream=True,
                **what,
            )
            return self._read(response)
        except Failure:
            raise
        except (
            requests.RequestException,
            urllib3.exceptions.HTTPError,
            http.client.HTTPException,
            OSError,
            ValueError,
        ) as error:
            failure = self._failure(error)
            _log.debug("%s: %s", path, _kinds(error))
        raise failure  # outside the block above, so that it does not hold the original

    def clock(self) -> Optional[float]:
        """What time it is at the farm: HTTP's Date header (RFC 7231), seconds since 1970; None where none comes."""
        import requests

        try:
            with self._session().get(
                self._root + "/",
                timeout=(self._settings["connect_timeout"], self._settings["connect_timeout"]),
                allow_redirects=False,
                stream=True,
            ) as answer:
                return parsedate_to_datetime(answer.headers.get("Date") or "").timestamp()
        except (requests.RequestException, OSError, ValueError, TypeError, IndexError) as error:
            _log.debug("no clock: %s", _kinds(error))
            return None

    def close(self) -> None:
        """Close this thread's session; the next post opens a new connection."""
        session = getattr(self._local, "session", None)
        if session is not None:
            session.close()
            self._local.session = None

    def not_the_farm(self, status: int, kind: str) -> NetworkError:
        """What is told of an answer that the farm did not give."""
        return NetworkError(
            "What answered at {domain} is not the farm (HTTP status {status}, {kind}).",
            "Check the domain, and whether a proxy or a sign-in page of the network is in between.",
            domain=self._domain,
            status=status,
            kind=kind,
        )

    def _read(self, response: Any) -> Answer:
        kind = _harmless(response.headers.get("Content-Type"))
        try:
            parts, size = [], 0
            end = time.monotonic() + ANSWER_TIMEOUTS * float(self._settings["read_timeout"])
            for part in response.iter_content(_CHUNK):
                parts.append(part)
                size += len(part)
                if size > MAX_ANSWER or time.monotonic() > end:
                    raise Failure(self.not_the_farm(response.status_code, kind))
        except BaseException:
            response.close()  # what is left of the answer must not be taken for the next one
            raise
        return Answer(response.status_code, kind, b"".join(parts), _seconds(response.headers.get("Retry-After")))

    def _failure(self, error: Exception) -> Failure:
        import requests
        from urllib3.exceptions import NewConnectionError

        if isinstance(error, requests.exceptions.SSLError):
            return Failure(
                NetworkError(
                    "The farm's certificate at {domain} was not accepted.",
                    "Where the studio's network has its own certificate authority, set FARMHAND_CA_BUNDLE to its file.",
                    domain=self._domain,
                ),
                NEVER,
            )
        if isinstance(error, requests.exceptions.Timeout):
            return Failure(
                NetworkError(
                    "The farm at {domain} did not answer in time.",
                    "Check the network, then try again.",
                    domain=self._domain,
                ),
                ALWAYS if isinstance(error, requests.exceptions.ConnectTimeout) else IF_REPEATABLE,
            )
        unsent = isinstance(getattr(error.args[0] if error.args else None, "reason", None), NewConnectionError)
        return Failure(
            NetworkError(
                "The farm at {domain} cannot be reached.",
                "Check the network, the proxy and the domain, then try again.",
                domain=self._domain,
            ),
            ALWAYS if unsent else IF_REPEATABLE,
        )

    def _session(self) -> Any:
        session = getattr(self._local, "session", None)
        if session is None:
            import requests

            session = requests.Session()
            session.trust_env = False  # the environment is asked here once, not with every call; never a .netrc
            session.verify = self._verify()
            session.proxies = self._proxies()
            self._local.session = session
        return session

    def _verify(self) -> Any:
        """The CA bundle of the settings, else of the environment, else the usual one; never none."""
        places = [("ca_bundle", self._settings.sources["ca_bundle"], str(self._settings["ca_bundle"]))]
        if not is_loopback(self._domain):
            places.extend((name, "the environment", os.environ.get(name, "")) for name in _BUNDLES)
        for name, source, path in places:
            if path and not os.path.exists(path):
                raise SettingsError(
                    "The setting {name} in {source} is {text!r}, which cannot be used: {reason}.",
                    "{meaning}",
                    name=name,
                    source=source,
                    text=path,
                    reason="no such file",
                    meaning=SETTINGS["ca_bundle"].meaning,
                )
            if path:
                return path
        return True

    def _proxies(self) -> Dict[str, str]:
        """The proxy of the settings, else of the environment (which may exempt the domain); none on this machine."""
        from requests.utils import get_environ_proxies

        if is_loopback(self._domain):
            return {}
        chosen = str(self._settings["proxy"])
        if not chosen:
            return dict(get_environ_proxies(self._root, no_proxy=None))
        if chosen == "none":
            return {}
        proxy = proxy_with_login(chosen)
        return {"http": proxy, "https": proxy}


def _harmless(kind: Optional[str]) -> str:
    """A content type fit to be shown."""
    text = re.sub(r"[^\w/.+-]", "", (kind or "").split(";")[0])[:60]
    return text or "no content type"


def _kinds(error: Any) -> str:
    """The types of an exception and of those within it. Their texts may hold parts of a proxy's password."""
    names: List[str] = []
    while isinstance(error, BaseException) and len(names) < 5:
        number = getattr(error, "errno", None)
        names.append(type(error).__name__ + (" {}".format(number) if isinstance(number, int) else ""))
        error = getattr(error, "reason", None) or (error.args[0] if error.args else None) or error.__cause__
    return ": ".join(names)


def _seconds(text: Optional[str]) -> Optional[float]:
    """Whole seconds of a Retry-After header; its form with a date is not asked for by any rate limit we know."""
    return float(text) if text and re.match(r"[0-9]{1,6}$", text) else None
