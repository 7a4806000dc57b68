"""A simulated Maya for each test, and the plug-in imported anew inside it."""

import made_maya_scenes as ma
import pytest
import real_maya
from maya_simulator import Maya, forget_plugin


@pytest.fixture
def start_maya(monkeypatch):
    """Starts a Maya; what it says of the plug-in's code before counts no more."""

    def start(batch=False):
        maya = Maya(batch)
        maya.install(monkeypatch)
        forget_plugin()
        return maya

    yield start
    forget_plugin()


@pytest.fixture
def maya(start_maya):
    """Maya with its windows, nothing open."""
    return start_maya()


@pytest.fixture
def batch(start_maya):
    """Maya without windows."""
    return start_maya(batch=True)


@pytest.fixture(scope="session")
def looks(tmp_path_factory):
    """Opens a scene in a Maya of its own and looks at it, once for the whole run: its Scene, what the look changed."""
    found = {}

    def look(path, project=""):
        if path not in found:
            with pytest.MonkeyPatch.context() as patch:
                maya = Maya()
                maya.install(patch)
                forget_plugin()
                found[path] = real_maya.Look(maya, path, project or str(tmp_path_factory.mktemp("project")))
                forget_plugin()
        return found[path]

    return look


@pytest.fixture
def both(maya, tmp_path):
    """Writes a scene; gives the Scene inside Maya after checking that the reader's is the same."""

    def make(*args, own=(), **kwargs):
        path = tmp_path / "s.ma"
        path.write_text(ma.text(*args, **kwargs), encoding="utf-8")
        live = real_maya.look(maya, str(path), str(tmp_path))
        file = real_maya.read(str(path), str(tmp_path))
        from farmhand_maya.rules import ONLY_LIVE

        drop = ONLY_LIVE | set(own)
        assert real_maya.plain(live, drop) == real_maya.plain(file, drop)
        assert maya.mutations == []
        return live

    return make
