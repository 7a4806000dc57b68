"""Clarisse runs this text at its start (Python 2.7, no `__file__`): a menu entry that opens Farmhand's panel."""

import logging
import os
import sys

try:
    for _entry in os.environ.get("CLARISSE_STARTUP_SCRIPT", "").split(";"):
        _entry = _entry.strip().strip('"')
        if _entry.replace("\\", "/").endswith("launcher/clarisse/startup.py"):
            for _folder in (os.path.dirname(_entry), os.path.dirname(os.path.dirname(_entry))):
                if _folder not in sys.path:
                    sys.path.append(_folder)
    import farmhand_clarisse_launcher

    farmhand_clarisse_launcher.add_menu(ix)  # noqa: F821  Clarisse's own
except Exception:  # noqa: BLE001  whatever is wrong with Farmhand, Clarisse must start
    logging.getLogger("farmhand_launcher").exception("Farmhand cannot start")
