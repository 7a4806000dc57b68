"""A simulated Houdini for each test, and the plug-in imported anew inside it."""

import sys

import dialog_script
import pytest
import real_houdini
from houdini_simulator import Houdini, forget_plugin

sys.path.insert(0, real_houdini.MADE)  # scenes put together entry by entry, as the reader's own tests do


@pytest.fixture
def start_houdini(monkeypatch):
    """Starts a Houdini; what it says of the plug-in's code before counts no more."""

    def start(ui=True):
        houdini = Houdini(ui)
        houdini.own = dialog_script.templates()
        houdini.install(monkeypatch)
        forget_plugin()
        return houdini

    yield start
    forget_plugin()


@pytest.fixture
def houdini(start_houdini):
    """Houdini with its windows, nothing open."""
    return start_houdini()


@pytest.fixture
def hython(start_houdini):
    """Houdini without windows."""
    return start_houdini(ui=False)


@pytest.fixture(scope="session")
def looks():
    """Opens a scene in a Houdini of its own and looks at it, once for the whole run."""
    found = {}

    def look(path):
        if path not in found:
            with pytest.MonkeyPatch.context() as patch:
                houdini = Houdini()
                houdini.install(patch)
                forget_plugin()
                found[path] = real_houdini.Look(houdini, path)
                forget_plugin()
        return found[path]

    return look
