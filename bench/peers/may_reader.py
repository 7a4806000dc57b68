"""What is timed of MayReader, the one Maya ASCII parser on the package index. Started by its own interpreter.

usage: may_reader.py read JSON
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any, Dict


def read(asked: Dict[str, Any]) -> Dict[str, Any]:
    """A scene to its mesh objects: that is all this parser finds. -1 found where it fails, with the reason."""
    from MayReader.MayReader import MayReader

    start = time.perf_counter()
    try:
        found, why = len(MayReader(asked["scene"]).getMashObjects()), ""
    except (IndexError, ValueError, TypeError) as error:
        found, why = -1, repr(error)
    return {"seconds": time.perf_counter() - start, "found": found, "failed": why}


def main() -> int:
    """Do what was asked for. Returns the exit code."""
    with open(sys.argv[2], encoding="utf-8") as file:
        asked = json.load(file)
    sys.stdout.write("\n" + json.dumps({"read": read}[sys.argv[1]](asked)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
