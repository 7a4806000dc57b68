"""Faults on demand: what networks, gateways and clocks do to a farm's calls, chosen per request or at random.

A fault is written `KIND[=VALUE][:OPERATION][:AMOUNT]`: OPERATION is the last word of a path (`createTask`; without one,
every call), AMOUNT a count (`2`: the next two calls) or a probability (`0.1`); without one, every call. This module
decides and knows nothing of HTTP; `gateway` does what was decided.
"""

from __future__ import annotations

import random
import re
import threading
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Sequence

# Kind: what it does, and its VALUE where it takes one.
KINDS: Dict[str, str] = {
    "latency": "the farm works VALUE seconds longer (default 1)",
    "drop": "the connection ends before the farm sees the call",
    "drop_after": "the farm does it, the connection ends without an answer",
    "reset": "the connection is reset before the farm sees the call",
    "reset_after": "the farm does it, the connection is reset",
    "502": "the gateway answers 502 with HTML; the farm did not see the call",
    "502_after": "the farm does it, the gateway answers 502 with HTML",
    "html": "a sign-in page with status 200 comes instead of the farm",
    "half": "the farm does it, half of its answer comes",
    "429": "too many requests; VALUE seconds to wait (default 0)",
    "skew": "the farm's clock is VALUE seconds ahead (default 3600)",
    "610": "signature expired, with the farm's time",
    "611": "signature invalid",
    "duplicate": "a gateway delivers the call twice, the first answer comes back",
    "duplicate_last": "a gateway delivers the call twice, the second answer comes back",
}
_DEFAULTS = {"latency": 1.0, "skew": 3600.0}
_TEXT = re.compile(
    r"(?P<kind>\w+)(?:=(?P<value>-?\d+(?:\.\d+)?))?(?::(?P<operation>[A-Za-z]\w*))?(?::(?P<amount>\d+(?:\.\d+)?))?"
)


@dataclass
class Fault:
    """One fault that waits for its calls.

    Args:
        kind: a key of `KINDS`.
        value: seconds, where the kind takes some.
        operation: the last word of the path it is for; empty for all.
        count: how many calls it is still for; None for any number.
        probability: of each call to be hit.
    """

    kind: str
    value: float = 0.0
    operation: str = ""
    count: Optional[int] = None
    probability: float = 1.0

    @property
    def text(self) -> str:
        amount = "" if self.count is None else f":{self.count}"
        chance = "" if self.probability == 1.0 else f":{self.probability}"
        place = f":{self.operation}" if self.operation else ""
        return f"{self.kind}={self.value:g}{place}{amount}{chance}"


def parse(text: str) -> Fault:
    """A fault as it is written.

    Raises:
        ValueError: there is no such kind, or it is written otherwise.
    """
    match = _TEXT.fullmatch(text)
    if match is None or match["kind"] not in KINDS:
        raise ValueError(f"{text!r} is no fault: KIND[=VALUE][:OPERATION][:AMOUNT], KIND one of {', '.join(KINDS)}")
    value = float(match["value"]) if match["value"] else _DEFAULTS.get(match["kind"], 0.0)
    amount = match["amount"] or ""
    fault = Fault(match["kind"], value, match["operation"] or "")
    if "." in amount:
        fault.probability = float(amount)
        if not 0.0 <= fault.probability <= 1.0:
            raise ValueError(f"{text!r}: a probability lies between 0.0 and 1.0")
    elif amount:
        fault.count = int(amount)
    return fault


def operation_of(path: str) -> str:
    """The last word of a path; a version behind it does not count."""
    words = [word for word in path.split("/") if word and not re.fullmatch(r"v\d+", word)]
    return words[-1] if words else ""


class Faults:
    """The faults that wait; safe for several threads.

    Args:
        faults: the first ones.
        seed: makes the random ones the same each time.
    """

    def __init__(self, faults: Sequence[Fault] = (), seed: Optional[int] = None) -> None:
        self._lock = threading.Lock()
        self._faults: List[Fault] = list(faults)
        self._random = random.Random(seed)

    def replace(self, texts: Sequence[Any]) -> None:
        """Only these from now on.

        Raises:
            ValueError: one is no fault; nothing has changed then.
        """
        faults = [parse(str(text)) for text in texts]
        with self._lock:
            self._faults = faults

    def texts(self) -> List[str]:
        with self._lock:
            return [fault.text for fault in self._faults]

    def take(self, path: str) -> List[Fault]:
        """The faults that hit a call, each counted down."""
        operation = operation_of(path)
        with self._lock:
            hit = [fault for fault in self._faults if self._hits(fault, operation)]
            for fault in hit:
                if fault.count is not None:
                    fault.count -= 1
            self._faults = [fault for fault in self._faults if fault.count is None or fault.count > 0]
            return hit

    def _hits(self, fault: Fault, operation: str) -> bool:
        if fault.operation not in ("", operation):
            return False
        return fault.probability == 1.0 or self._random.random() < fault.probability
