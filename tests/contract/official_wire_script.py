"""Run by the interpreter that has the official client: performs each call of `wire_calls` against a recording server.

Prints one line of JSON: for each call the number of requests made before and after it on this side's count is not
known here, so the server is told by a call of its own which one follows; what is printed is the exception of each, or
null. Usage: official_wire_script.py DOMAIN
"""

from __future__ import annotations

import json
import logging
import os
import sys
import urllib.request
from typing import Any, List, Optional

from rayvision_api.connect import Connect
from rayvision_api.core import RayvisionAPI

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from wire_calls import CALLS  # noqa: E402


def mark(domain: str, text: str) -> None:
    """Tell the recording server what comes next."""
    urllib.request.urlopen("http://{}/mark".format(domain), text.encode("utf-8")).read()


def main() -> int:
    """Perform every call; an exception is the call's result, too."""
    domain = sys.argv[1]
    Connect.post.retry.sleep = lambda seconds: None  # five tries of each failing call, without the waiting
    mark(domain, "login")
    api: Any = RayvisionAPI(
        access_id="id",
        access_key="key",
        domain=domain,
        platform="2",
        protocol="http",
        logger=logging.getLogger("judge"),
    )
    failures: List[Optional[str]] = []
    for _, call in CALLS:
        mark(domain, call)
        try:
            eval(call, {"api": api})
            failures.append(None)
        except Exception as error:  # noqa: BLE001 - the judge's failures are what is asked for
            failures.append("{}: {}".format(type(error).__name__, error))
    sys.stdout.write(json.dumps(failures) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
