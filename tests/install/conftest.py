"""A Farmhand to install, and homes to install it into."""

import shutil

import pytest
import seats


@pytest.fixture(scope="session")
def release(tmp_path_factory):
    """The folders that a release has, without its libraries, in a folder with a space in its name."""
    root = tmp_path_factory.mktemp("tools") / "farm hand"
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("core", "shared_ui", "maya_plugin", "houdini_plugin", "clarisse_plugin", "launcher", "install"):
        shutil.copytree(str(seats.REPOSITORY / name), str(root / name), ignore=ignored)
    return root


HOMES = dict(seats.LAYOUTS, **seats.EVERY_VERSION)


@pytest.fixture(params=sorted(HOMES))
def seat(request, tmp_path):
    """A home of each layout, and its System."""
    home = tmp_path / "home"
    home.mkdir()
    return home, HOMES[request.param](home)


@pytest.fixture
def linux_seat(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    return home, seats.linux(home)
