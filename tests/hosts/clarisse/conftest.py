"""A simulated Clarisse for each test, and the plug-in imported anew inside it."""

import pytest
from clarisse_simulator import Clarisse, forget_plugin


@pytest.fixture
def start_clarisse(monkeypatch):
    """Starts a Clarisse; what it says of the plug-in's code before counts no more."""

    def start(windows=True):
        made = Clarisse(windows)
        made.install(monkeypatch)
        forget_plugin()
        return made

    yield start
    forget_plugin()


@pytest.fixture
def clarisse(start_clarisse):
    """Clarisse with its windows, nothing open."""
    return start_clarisse()


@pytest.fixture
def cnode(start_clarisse):
    """Clarisse without windows."""
    return start_clarisse(windows=False)


@pytest.fixture
def both(clarisse, tmp_path):
    """Writes a project around objects of its scene; answers its Scene by the open project and by the file."""
    import both_ways
    import clarisse_support

    def look(body, tail=clarisse_support.TAIL, head=clarisse_support.HEAD):
        path = tmp_path / "s.project"
        path.write_bytes((head + 'Context "scene" {\n' + body + "\n}\n" + tail).encode("utf-8"))
        return both_ways.both(clarisse, str(path))

    return look
