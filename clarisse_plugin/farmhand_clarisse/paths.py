"""What has to be on sys.path besides this package: the core, the panel, the libraries that come with Farmhand."""

from __future__ import annotations

import os
import sys
from typing import List


def add() -> None:
    """Add each folder once, at the end: Clarisse's own libraries come first."""
    sys.path.extend(path for path in folders() if path not in sys.path)


def folders() -> List[str]:
    """The folders that are there, in their order."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    version = "python%d.%d" % sys.version_info[:2]
    wanted = (os.path.join(root, "core"), os.path.join(root, "shared_ui"), os.path.join(root, "vendor", version))
    return [path for path in wanted if os.path.isdir(path)]
