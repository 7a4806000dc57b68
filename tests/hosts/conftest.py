"""The plug-ins on sys.path, as their DCC puts them there; small projects that the readers' tests have."""

import os
import sys
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = ("maya_plugin/scripts", "houdini_plugin/scripts/python", "clarisse_plugin")
for plugin in (*PLUGINS, "tests/unit/readers/clarisse"):
    sys.path.insert(0, str(ROOT / plugin))


@pytest.fixture(autouse=True)
def own_folders(monkeypatch, tmp_path):
    """What a panel remembers of a scene goes with the test."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data_home"))


@pytest.fixture(autouse=True)
def no_other_panel():
    """A plug-in finds its panel by its name; in a DCC there is no other program's."""
    widgets = sys.modules.get("Qt.QtWidgets")
    application = widgets.QApplication.instance() if widgets is not None else None
    for widget in application.allWidgets() if application is not None else ():
        if widget.objectName() == "farmhandPanel":
            widget.setObjectName("anotherTestsPanel")
