"""How a script of the farm's own packages logs in, and a look into the files it leaves."""

import json
from pathlib import Path

from farmhand.compat.rayvision import RayvisionAPI


def log_in(environment, **changes):
    given = {
        "access_id": environment["FARMHAND_ACCESS_ID"],
        "access_key": environment["FARMHAND_ACCESS_KEY"],
        "domain": environment["FARMHAND_DOMAIN"],
        "platform": environment["FARMHAND_PLATFORM"],
        "protocol": environment["FARMHAND_PROTOCOL"],
    }
    return RayvisionAPI(**dict(given, **changes))


def content(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))
