"""Signs one request many times with one client, and prints the seconds per signature. `run.py` starts it.

usage: sign.py farmhand|official COUNT
Each client runs in its own interpreter, so this file imports neither before it knows which.
"""

from __future__ import annotations

import sys
import time
from typing import Any, Callable, Dict

DOMAIN, PATH, KEY = "jop.foxrenderfarm.com", "/api/render/task/submitTask", "0123456789abcdef0123456789abcdef"
HEADERS: Dict[str, str] = {
    "accessId": "bench", "channel": "4", "platform": "2", "UTCTimestamp": "1700000000", "nonce": "123456",
    "signature": "", "version": "1.0.0", "Content-Type": "application/json",
}  # fmt: skip
BODY: Dict[str, Any] = {
    "taskId": 19097, "cgId": 2000, "cgName": "Maya", "osName": 0, "pluginIds": list(range(20)),
    "frames": [{"start": start, "end": start + 9, "step": 1} for start in range(1, 200, 10)],
}  # fmt: skip


def farmhand() -> Callable[[], Any]:
    """Our way to a signature."""
    from farmhand.farm.signing import signature, string_to_sign

    return lambda: signature(KEY, string_to_sign(DOMAIN, PATH, HEADERS, BODY))


def official() -> Callable[[], Any]:
    """The official client's."""
    from rayvision_api.signature import generate_headers_body_str, generate_signature

    return lambda: generate_signature(KEY, generate_headers_body_str(DOMAIN, PATH, HEADERS, BODY))


def main() -> int:
    """Measure the client that was asked for. Returns the exit code."""
    sign, count = {"farmhand": farmhand, "official": official}[sys.argv[1]](), int(sys.argv[2])
    start = time.perf_counter()
    for _ in range(count):
        sign()
    sys.stdout.write(repr((time.perf_counter() - start) / count) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
