"""The plug-ins on sys.path, as their DCC puts them there; small projects that the readers' tests have."""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parents[2]
for plugin in ("maya_plugin/scripts", "clarisse_plugin", "tests/unit/readers/clarisse"):
    sys.path.insert(0, str(ROOT / plugin))
