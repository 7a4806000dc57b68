"""Maya runs this at its start, as it does with every userSetup.py it finds: Farmhand's menu and shelf follow later."""

import logging

try:
    import farmhand.vendored
    import farmhand_maya.startup

    farmhand.vendored.append()
    farmhand_maya.startup.begin()
except Exception:  # noqa: BLE001  whatever is wrong with Farmhand, Maya must start
    logging.getLogger("farmhand_maya").exception("Farmhand cannot start")
