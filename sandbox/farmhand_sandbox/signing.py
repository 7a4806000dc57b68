"""Checks the signature of a call, written from the facts about signing and not from any client.

The gate keeps the nonces it has seen within the time window; it does not know operations, bodies or
the store.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
from typing import Any, Callable, Dict, Iterator, Mapping, Tuple

from farmhand_sandbox import facts
from farmhand_sandbox.refusal import Refusal, illegal, missing

SIGNED_HEADERS = ("accessId", "channel", "platform", "UTCTimestamp", "nonce", "version")
SIGNATURE_HEADER = "signature"


def _flatten(value: Any, key: str) -> Iterator[Tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _flatten(item, f"{key}.{name}" if key else str(name))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _flatten(item, f"{key}{position}")
    else:
        yield key, str(value)


def string_to_sign(
    domain: str, path: str, headers: Mapping[str, Any], body: Mapping[str, Any]
) -> str:
    """The text that both sides sign.

    Args:
        domain: host with its port, as in the Host header.
        path: path of the call, or what the client took for it.
        headers: the headers that take part.
        body: the parsed JSON body; its keys replace headers of the same name.
    """
    pairs: Dict[str, str] = dict(_flatten({**headers, **body}, ""))
    joined = "&".join(f"{key}={pairs[key]}" for key in sorted(pairs))
    return f"[POST]{domain}:{path}&{joined}"


def signature(access_key: str, text: str) -> str:
    """Base64 of HMAC-SHA256 over the text, with the access key."""
    digest = hmac.new(
        access_key.encode("utf-8"), text.encode("utf-8", "surrogatepass"), hashlib.sha256
    ).digest()
    return base64.b64encode(digest).decode("ascii")


class SignatureGate:
    """Lets a call pass or raises `Refusal`.

    Args:
        keys: access id to access key.
        clock: the farm's clock, seconds since the epoch.
        window: seconds that a call's time stamp may lie off the farm's clock.
    """

    def __init__(
        self, keys: Mapping[str, str], clock: Callable[[], float], window: float = 300.0
    ) -> None:
        self._keys = dict(keys)
        self._clock = clock
        self._window = window
        self._seen: Dict[Tuple[str, str, str], float] = {}
        self._lock = threading.Lock()

    def check(
        self,
        domain: str,
        path: str,
        headers: Mapping[str, str],
        body: Mapping[str, Any],
        skew: float = 0.0,
        repeated: bool = False,
    ) -> None:
        """Raise Refusal 601, 611, 610 or 603, in this order; return when the call is good.

        Args:
            domain, path, headers, body: the call.
            skew: seconds that the farm's clock is ahead for this call.
            repeated: a gateway delivers a call a second time, so its nonce is known.
        """
        for name in (*SIGNED_HEADERS, SIGNATURE_HEADER):
            if not headers.get(name):
                raise missing(f"header {name}")
        signed = {name: headers[name] for name in SIGNED_HEADERS}
        access_key = self._keys.get(signed["accessId"])
        if access_key is None:
            raise Refusal(facts.SIGNATURE_INVALID, "unknown access id")
        stamp = signed["UTCTimestamp"]
        if not (stamp.isascii() and stamp.isdigit()):
            raise illegal("UTCTimestamp must be whole seconds")
        now = self._clock() + skew
        if abs(int(stamp) - now) > self._window:
            raise Refusal(facts.SIGNATURE_EXPIRED, "UTCTimestamp is too far from the server's time")
        expected = signature(access_key, string_to_sign(domain, path, signed, body))
        if not hmac.compare_digest(
            expected.encode("ascii"), headers[SIGNATURE_HEADER].encode("utf-8")
        ):
            raise Refusal(facts.SIGNATURE_INVALID)
        if not repeated:
            self._remember((signed["accessId"], signed["nonce"], stamp), now)

    def _remember(self, call: Tuple[str, str, str], now: float) -> None:
        with self._lock:
            if len(self._seen) > 10_000:
                self._seen = {
                    key: at for key, at in self._seen.items() if now - at <= 2 * self._window
                }
            if call in self._seen:
                raise Refusal(facts.ILLEGAL_REQUEST, "this nonce was used before")
            self._seen[call] = now
