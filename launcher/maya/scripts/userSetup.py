"""A Maya with Python 2.7 runs this at its start: Farmhand's menu follows when Maya is idle."""

import logging

try:
    import farmhand_maya_launcher

    farmhand_maya_launcher.begin()
except Exception:  # noqa: BLE001  whatever is wrong with Farmhand, Maya must start
    logging.getLogger("farmhand_launcher").exception("Farmhand cannot start")
