"""What has to be on sys.path besides this package: the core, the panel, the libraries that come with Farmhand."""

from __future__ import annotations

import os
import sys


def add() -> None:
    """Add each folder once, at the end: Clarisse's own libraries come first."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    folders = [os.path.join(root, name) for name in ("core", "shared_ui")]
    sys.path.extend(path for path in folders if os.path.isdir(path) and path not in sys.path)
    from farmhand import vendored  # noqa: PLC0415  found only now

    vendored.append(root)
