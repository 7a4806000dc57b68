"""One signed connection to the farm: sends an operation, opens the envelope, turns every failure into our errors.

What may be sent twice is decided here and only here, by the operation's `repeatable` and by what is known of the first
try. An answer with a code of the farm is never repeated, but for a wrong clock (610), which the farm's own time mends.
"""

from __future__ import annotations

import json
import logging
import random
import threading
import time
from typing import Any, Dict, Mapping, Optional

from farmhand.credentials import Account
from farmhand.errors import FarmError, NetworkError
from farmhand.farm.codes import CLOCK_WRONG, ERROR_HINTS, ERRORS, SUCCESS
from farmhand.farm.contract import OPERATIONS, Operation
from farmhand.farm.signing import signature, string_to_sign
from farmhand.settings import Settings, is_loopback

_log = logging.getLogger(__name__)

TRIES = 3
"""How often a repeatable operation is sent before the network is called down."""
FIRST_PAUSE = 0.5
"""Seconds before the second try; doubled for each further one, with jitter."""
CHANNEL = "4"
VERSION = "2.0.0"


class Connection:
    """Signed calls for one account. Safe to use from several threads: each has its own HTTP session.

    Args:
        account: Whose calls these are.
        settings: Domain, platform, protocol, time-outs, CA bundle.
    """

    def __init__(self, account: Account, settings: Settings) -> None:
        self._account = account
        self._settings = settings
        self._local = threading.local()
        self._clock_offset = 0.0
        self._random = random.SystemRandom()

    @property
    def domain(self) -> str:
        """The farm's domain, with its port where it has one."""
        return str(self._settings["domain"])

    def call(self, name: str, body: Optional[Mapping[str, Any]] = None) -> Any:
        """Send one operation and return the `data` of its answer.

        Args:
            name: A key of `contract.OPERATIONS`.
            body: The operation's data.

        Raises:
            FarmError: The farm refused; `farm_code` says why.
            NetworkError: No answer of the farm. What became of the request is unknown.
        """
        operation = OPERATIONS[name]
        tries = TRIES if operation.repeatable else 1
        for attempt in range(1, tries + 1):
            try:
                return self._answered(name, operation, body or {})
            except NetworkError as error:
                if attempt == tries:
                    raise
                pause = FIRST_PAUSE * 2 ** (attempt - 1) * self._random.uniform(0.75, 1.25)
                _log.info("%s: %s Try %d of %d in %.1f s.", name, error, attempt + 1, tries, pause)
                time.sleep(pause)
        raise AssertionError("the loop returns or raises")

    def close(self) -> None:
        """Close this thread's HTTP session."""
        session = getattr(self._local, "session", None)
        if session is not None:
            session.close()
            self._local.session = None

    def _answered(self, name: str, operation: Operation, body: Mapping[str, Any]) -> Any:
        envelope = self._send(operation.path, body)
        if envelope["code"] == CLOCK_WRONG and self._correct_clock(envelope):
            envelope = self._send(operation.path, body)
        code = envelope["code"]
        if code == SUCCESS:
            return envelope.get("data")
        raise FarmError(
            "The farm refused {operation}: {meaning} (code {code}).",
            ERROR_HINTS.get(code, "The farm's message: {message}"),
            farm_code=code,
            operation=name.split(".")[1],
            meaning=ERRORS[code].english if code in ERRORS else str(envelope.get("message") or "no reason given"),
            code=code,
            message=str(envelope.get("message") or ""),
        )

    def _send(self, path: str, body: Mapping[str, Any]) -> Dict[str, Any]:
        import requests

        settings = self._settings
        try:
            response = self._session().post(
                "{}://{}{}".format(settings["protocol"], self.domain, path),
                data=json.dumps(body).encode("utf-8"),
                headers=self._headers(path, body),
                timeout=(settings["connect_timeout"], settings["read_timeout"]),
                allow_redirects=False,
                verify=settings["ca_bundle"] or True,
            )
        except requests.exceptions.SSLError as error:
            raise NetworkError(
                "The farm's certificate at {domain} was not accepted.",
                "Where the studio's network has its own certificate authority, set FARMHAND_CA_BUNDLE to its file.",
                domain=self.domain,
            ) from error
        except requests.exceptions.Timeout as error:
            raise NetworkError(
                "The farm at {domain} did not answer in time.",
                "Check the network, then try again.",
                domain=self.domain,
            ) from error
        except (requests.exceptions.RequestException, UnicodeError) as error:
            raise NetworkError(
                "The farm at {domain} cannot be reached.",
                "Check the network, the proxy and the domain, then try again.",
                domain=self.domain,
            ) from error
        return self._opened(response)

    def _opened(self, response: Any) -> Dict[str, Any]:
        """The envelope of an answer; the HTTP status says little, so it is not asked."""
        try:
            envelope = json.loads(response.content.decode("utf-8"))
            return dict(envelope, code=int(envelope["code"]))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise NetworkError(
                "What answered at {domain} is not the farm (HTTP status {status}, {kind}).",
                "Check the domain, and whether a proxy or a sign-in page of the network is in between.",
                domain=self.domain,
                status=response.status_code,
                kind=response.headers.get("Content-Type", "no content type").split(";")[0],
            ) from error

    def _headers(self, path: str, body: Mapping[str, Any]) -> Dict[str, str]:
        headers = {
            "accessId": self._account.access_id,
            "channel": CHANNEL,
            "platform": str(self._settings["platform"]),
            "UTCTimestamp": str(int(time.time() + self._clock_offset)),
            "nonce": str(self._random.randint(100000, 999998)),
            "signature": "",
            "version": VERSION,
            "Content-Type": "application/json",
        }
        text = string_to_sign(self.domain, path, headers, body)
        headers["signature"] = signature(self._account.reveal_key(), text)
        headers["languageFlag"] = "0" if "renderbus" in self.domain else "1"
        return headers

    def _correct_clock(self, envelope: Mapping[str, Any]) -> bool:
        """Take over the farm's time; False where it gives none."""
        try:
            server = float(envelope["serverTime"]) / 1000.0
        except (KeyError, TypeError, ValueError):
            return False
        self._clock_offset = server - time.time()
        _log.warning("This computer's clock is %.0f s off the farm's; corrected for this session.", self._clock_offset)
        return True

    def _session(self) -> Any:
        import requests

        session = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
            session.trust_env = not is_loopback(self.domain)
        return session
