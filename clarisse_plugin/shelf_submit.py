"""What the shelf's button runs. Like startup.py it may be run as text, and by Python 2.7, which it only answers."""

import sys

try:
    import farmhand_clarisse.entry

    farmhand_clarisse.entry.open_panel()
except Exception as problem:  # noqa: BLE001  an exception in a script of the shelf could end Clarisse
    sys.stdout.write("Farmhand cannot open its panel: %s\n" % problem)
