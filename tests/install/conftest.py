"""A Farmhand to install, and homes to install it into."""

import shutil

import pytest
import seats

STAND_INS = {  # for a plug-in that is not in this checkout
    "houdini_plugin/farmhand.json": '{"hpath": "$HOUDINI_PACKAGE_PATH"}\n',
    "houdini_plugin/scripts/python/farmhand_houdini/__init__.py": "",
    "clarisse_plugin/startup.py": "import os, sys\n"
    "sys.path.append(os.path.dirname(os.environ['CLARISSE_STARTUP_SCRIPT'].split(';')[-1]))\n",
    "clarisse_plugin/farmhand_clarisse/__init__.py": "",
    "clarisse_plugin/farmhand_clarisse/shelf.py": "def merged(text, folder):\n    return text + folder\n",
}


@pytest.fixture(scope="session")
def release(tmp_path_factory):
    """The folders that a release has, without its libraries, in a folder with a space in its name."""
    root = tmp_path_factory.mktemp("tools") / "farm hand"
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("core", "shared_ui", "maya_plugin", "houdini_plugin", "clarisse_plugin", "launcher", "install"):
        shutil.copytree(str(seats.REPOSITORY / name), str(root / name), ignore=ignored)
    for name, text in STAND_INS.items():
        if not (root / name).exists():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
    return root


@pytest.fixture(params=sorted(seats.LAYOUTS))
def seat(request, tmp_path):
    """A home of each layout, and its System."""
    home = tmp_path / "home"
    home.mkdir()
    return home, seats.LAYOUTS[request.param](home)


@pytest.fixture
def linux_seat(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    return home, seats.linux(home)
