"""One signed connection to the farm: sends an operation, opens the envelope, turns every failure into our errors.

What may be sent twice is decided here and only here, by the operation's `repeatable` and by what is known of the first
try. An answer with a code of the farm is never repeated, but for a wrong clock (610), which the farm's own time mends,
and for too many requests at once (429).
"""

from __future__ import annotations

import json
import logging
import random
import re
import time
from typing import Any, Dict, Mapping, NamedTuple, Optional

from farmhand.credentials import Account, hide
from farmhand.errors import FarmError, SettingsError
from farmhand.farm.answers import envelope_of
from farmhand.farm.codes import CLOCK_WRONG, ERROR_HINTS, ERRORS, SUCCESS, TOO_MANY_REQUESTS
from farmhand.farm.contract import OPERATIONS, Operation
from farmhand.farm.signing import signature, string_to_sign
from farmhand.farm.transport import ALWAYS, IF_REPEATABLE, Failure, Transport
from farmhand.settings import SETTINGS, Settings

_log = logging.getLogger(__name__)

TRIES = 3
"""How often a repeatable operation is sent before the network is called down."""
FIRST_PAUSE = 0.5
"""Seconds before the second try; doubled for each further one, with jitter."""
LONGEST_PAUSE = 30.0
"""Seconds that the farm may ask to wait; what asks for more is told to the user."""
CHANNEL = "4"
HTTP_OK = 200
VERSION = "2.0.0"
_MESSAGE = 300
"""Letters of the farm's message that are shown."""
_NONCES = range(100000, 999999)
_YEARS = (1e9, 7.3e9)
"""Seconds since 1970 of 2001 and 2201; a server's clock that shows another year is none."""


class Reply(NamedTuple):
    """What an envelope says.

    Attributes:
        code: The farm's code, or 429 where something before the farm says it.
        data: What the caller gets.
        message: The farm's words.
        server_time: The farm's clock, milliseconds since 1970.
        retry_after: Seconds that are asked to wait; None where they are not.
    """

    code: int
    data: Any = None
    message: Any = None
    server_time: Any = None
    retry_after: Optional[float] = None


def _nonce() -> int:
    """A number that no other call of this computer has in this second, as the farm refuses the second of two alike.

    A second has as many moments as there are numbers, and all processes of a computer share its monotonic clock; to
    other computers, which started at another time, it is as good as chance.
    """
    return _NONCES[int(time.perf_counter() % 1.0 * len(_NONCES))]


class Connection:
    """Signed calls for one account. Safe to use from several threads: each has its own HTTP session.

    Args:
        account: Whose calls these are.
        settings: Domain, platform, protocol, time-outs, CA bundle, proxy.

    Raises:
        SettingsError: The platform is no number.
    """

    def __init__(self, account: Account, settings: Settings) -> None:
        self._account = account
        self._transport = Transport(settings)
        self._clock_offset = 0.0
        self._random = random.SystemRandom()
        self.domain = str(settings["domain"])
        self.platform = str(settings["platform"])
        if not re.match(r"[0-9]{1,9}\Z", self.platform):  # it goes into a header, and into some bodies as a number
            raise SettingsError(
                "The setting {name} in {source} is {text!r}, which cannot be used: {reason}.",
                "{meaning}",
                name="platform",
                source=settings.sources["platform"],
                text=self.platform,
                reason="it is no number",
                meaning=SETTINGS["platform"].meaning,
            )

    def call(self, name: str, body: Optional[Mapping[str, Any]] = None) -> Any:
        """Send one operation and return the `data` of its answer.

        Args:
            name: A key of `contract.OPERATIONS`.
            body: The operation's data.

        Raises:
            FarmError: The farm refused; `farm_code` says why.
            NetworkError: No answer of the farm. What became of the request is unknown.
            SettingsError: The CA bundle that is set is not there.
            ValueError: The body holds what JSON cannot.
        """
        operation = OPERATIONS[name]
        for attempt in range(1, TRIES + 1):
            try:
                return self._answered(name, operation, body or {})
            except Failure as failure:
                pause = self._pause(failure, operation, attempt)
                if pause is None:
                    raise failure.error from None
                _log.info("%s: %s Try %d of %d in %.1f s.", name, failure.error, attempt + 1, TRIES, pause)
            time.sleep(pause)
        raise AssertionError("the loop returns or raises")

    def fetch(self, path: str) -> bytes:
        """A file that an answer names, such as a thumbnail; nothing of the account is sent along.

        Args:
            path: On the farm's server, or an address of its own that begins with https.

        Raises:
            NetworkError: It did not come.
        """
        try:
            answer = self._transport.get(path)
        except Failure as failure:
            raise failure.error from None
        if answer.status != HTTP_OK:
            raise self._transport.not_the_farm(answer.status, answer.kind)
        return answer.content

    def close(self) -> None:
        """Close this thread's HTTP session."""
        self._transport.close()

    def _pause(self, failure: Failure, operation: Operation, attempt: int) -> Optional[float]:
        """Seconds until the next try; None where there is none."""
        allowed = failure.repeat == ALWAYS or (failure.repeat == IF_REPEATABLE and operation.repeatable)
        asked = failure.pause or 0.0
        if attempt == TRIES or not allowed or asked > LONGEST_PAUSE:
            return None
        backoff = FIRST_PAUSE * float(2 ** (attempt - 1)) * self._random.uniform(0.75, 1.25)
        return max(asked, backoff)

    def _answered(self, name: str, operation: Operation, body: Mapping[str, Any]) -> Any:
        if not operation.repeatable:
            self._transport.close()  # a connection that went stale meanwhile would leave the outcome unclear
        reply = self._send(operation.path, body)
        if reply.code == CLOCK_WRONG and self._correct_clock(reply.server_time):
            reply = self._send(operation.path, body)
        if reply.code == SUCCESS:
            return reply.data
        refusal = self._refusal(name, reply)
        if reply.code == TOO_MANY_REQUESTS:
            raise Failure(refusal, IF_REPEATABLE, reply.retry_after)
        raise refusal

    def _send(self, path: str, body: Mapping[str, Any]) -> Reply:
        """One request. The HTTP status says little, so it is asked only where there is no envelope."""
        content = json.dumps(body, allow_nan=False).encode("ascii")
        answer = self._transport.post(path, content, self._headers(path, body))
        envelope = envelope_of(answer.content)
        if envelope is None:
            if answer.status == TOO_MANY_REQUESTS:
                return Reply(TOO_MANY_REQUESTS, retry_after=answer.retry_after)
            raise Failure(self._transport.not_the_farm(answer.status, answer.kind))
        message = envelope.get("message")
        return Reply(
            envelope["code"], envelope.get("data"), message, envelope.get("serverTime"), answer.retry_after
        )

    def _refusal(self, name: str, reply: Reply) -> FarmError:
        code, said = reply.code, reply.message if isinstance(reply.message, str) else ""
        said = " ".join(hide(said, self._account.reveal_key())[: 10 * _MESSAGE].split())[:_MESSAGE]
        return FarmError(
            "The farm refused {operation}: {meaning} (code {code}).",
            ERROR_HINTS.get(code, "The farm's message: {message}"),
            farm_code=code,
            operation=name.split(".")[1],
            meaning=ERRORS[code].english if code in ERRORS else said or "no reason given",
            code=code,
            message=said,
        )

    def _headers(self, path: str, body: Mapping[str, Any]) -> Dict[str, str]:
        headers = {
            "accessId": self._account.access_id,
            "channel": CHANNEL,
            "platform": self.platform,
            "UTCTimestamp": str(int(time.time() + self._clock_offset)),
            "nonce": str(_nonce()),
            "signature": "",
            "version": VERSION,
            "Content-Type": "application/json",
        }
        text = string_to_sign(self.domain, path, headers, body)
        headers["signature"] = signature(self._account.reveal_key(), text)
        headers["languageFlag"] = "0" if "renderbus" in self.domain else "1"
        return headers

    def _correct_clock(self, server_time: Any) -> bool:
        """Take over the farm's time, given in milliseconds; False where it gives none."""
        try:
            server = float(server_time) / 1000.0
        except (TypeError, ValueError, OverflowError):
            return False
        if not _YEARS[0] < server < _YEARS[1]:
            return False
        self._clock_offset = server - time.time()
        _log.warning("This computer's clock is %.0f s off the farm's; corrected for this session.", -self._clock_offset)
        return True
