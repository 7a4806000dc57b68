"""The plug-ins on sys.path, as their DCC puts them there."""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parents[2]
for plugin in ("maya_plugin/scripts", "houdini_plugin/scripts/python"):
    sys.path.insert(0, str(ROOT / plugin))
