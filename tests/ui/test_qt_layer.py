"""The panel's Qt.py brings three modules of the binding, and leaves the module `Qt` of other tools alone."""

import json
import os
import subprocess
import sys

import pytest

LOADED = """
import json, sys
{before}
from farmhand_ui.qt import QtCore, QtGui, QtWidgets, QtCompat
binding = QtCore.QObject.__module__.split(".")[0]
made = [QtWidgets.QShortcut, QtWidgets.QWidget, QtGui.QPalette, QtCore.Signal, QtCompat.wrapInstance]
told = {{
    "modules": sorted(name for name in sys.modules if name.startswith(binding + ".Qt")),
    "global": "Qt" in sys.modules,
    "own": "farmhand_ui.qt_py" in sys.modules,
    "unknown": hasattr(QtWidgets, "QNoSuchThing"),
}}
{after}
print(json.dumps(told))
"""


def told(before="", after="", path=None, **environment):
    """What a Python of its own says after importing the panel's Qt."""
    variables = dict(os.environ, QT_QPA_PLATFORM="offscreen", **environment)
    if path is not None:
        variables["PYTHONPATH"] = os.pathsep.join([str(path)] + sys.path)
    code = LOADED.format(before=before, after=after)
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout.splitlines()[-1])


def test_three_modules_of_the_binding_are_loaded_and_no_global_one():
    found = told()
    assert [name.split(".")[1] for name in found["modules"]] == ["QtCore", "QtGui", "QtWidgets"]
    assert found["own"] and not found["global"] and not found["unknown"]


def test_another_tool_finds_all_of_qt_afterwards_with_the_same_classes():
    after = "import Qt\ntold.update(all=hasattr(Qt, 'QtNetwork'), same=Qt.QtWidgets.QWidget is QtWidgets.QWidget)"
    found = told(after=after)
    assert found["all"] and found["same"]


def test_a_qt_py_that_is_there_already_is_taken():
    found = told(before="import Qt", after="told['same'] = Qt.QtCore is QtCore")
    assert found["same"] and not found["own"]


def test_the_binding_that_a_studio_prefers_by_name_is_the_programs_choice():
    found = told(QT_PREFERRED_BINDING_JSON=json.dumps({"default": ["PySide2", "PySide6"]}))
    assert found["global"] and not found["own"]


def test_a_studios_own_configuration_of_qt_py_is_asked(tmp_path):
    """QtSiteConfig.update_members is Qt.py's documented hook."""
    without = "def update_members(members):\n    members['QtWidgets'].remove('QDial')\n"
    (tmp_path / "QtSiteConfig.py").write_text(without)
    after = "told.update(dial=hasattr(QtWidgets, 'QDial'), label=hasattr(QtWidgets, 'QLabel'))"
    found = told(after=after, path=tmp_path)
    assert found["own"] and found["label"] and not found["dial"]


def test_a_binding_that_does_not_load_is_told(tmp_path):
    broken = "raise ImportError('libEGL.so.1: cannot open shared object file')"
    for binding in ("PySide6", "PySide2"):
        (tmp_path / binding).mkdir()
        (tmp_path / binding / "__init__.py").write_text(broken)
    with pytest.raises(AssertionError) as told_of:
        told(path=tmp_path)
    assert "ImportError: No Qt binding were found" in str(told_of.value)
