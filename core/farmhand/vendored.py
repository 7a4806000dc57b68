"""The libraries that a release brings along: `vendor/pythonX.Y` beside `core`, behind everything that is there already.

A program's own `requests`, or the studio's, stays the one that is imported; what is brought only fills the gaps. So the
folder goes to the end of `sys.path` and not into PYTHONPATH, which comes before a program's own libraries.
"""

from __future__ import annotations

import os
import re
import sys
from typing import Optional, Tuple


def append(root: str = "", version: Optional[Tuple[int, int]] = None) -> str:
    """Put the libraries for this Python at the end of `sys.path`, once; a checkout has none.

    Args:
        root: The release's folder; empty: the one this file lies in.
        version: Instead of the running Python's.

    Returns:
        The folder that is on `sys.path` now; empty where there is none.
    """
    folder = find(root, version)
    if folder and folder not in sys.path:
        sys.path.append(folder)
    return folder


def find(root: str = "", version: Optional[Tuple[int, int]] = None) -> str:
    """The folder for this Python, or for the newest one before it; empty where there is none."""
    wanted = version or (sys.version_info[0], sys.version_info[1])
    here = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    vendor = os.path.join(root or here, "vendor")
    try:
        names = os.listdir(vendor)
    except OSError:
        return ""
    found = {}
    for name in names:
        match = re.fullmatch(r"python(\d+)\.(\d+)", name)
        if match:
            found[int(match.group(1)), int(match.group(2))] = os.path.join(vendor, name)
    usable = [have for have in found if have <= wanted]
    return found[max(usable)] if usable else ""
