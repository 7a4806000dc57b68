"""The programs start through what was installed: simulated ones read and run it as they would, up to the open panel."""

import os
import subprocess
import sys

import pytest
import seats

import install
from farmhand.places import CLARISSE, HOUDINI, MAYA, find

START = """
import os, runpy, sys
sys.path[:0] = {path!r}
import pytest
sys.path.append({simulators!r})
from maya_simulator import Maya
with pytest.MonkeyPatch.context() as patch:
    maya = Maya()
    maya.install(patch)
    sys.path = [entry for entry in sys.path if entry != {simulators!r}]
    runpy.run_path(os.path.join({folder!r}, "scripts", "userSetup.py"), run_name="userSetup")
    maya.idle()
    print(sorted(name for name, what in maya.ui.items() if what["kind"] in ("menu", "shelfButton")))
    import farmhand, farmhand_maya
    print(os.path.realpath(farmhand.__file__))
    print(os.path.realpath(farmhand_maya.__file__))
    print([name for name in sys.modules if name.partition(".")[0] in ("requests", "platformdirs", "Qt")])
"""

HOUDINI_START = """
import os, sys
from xml.etree import ElementTree
sys.path[:0] = {path!r}
import pytest
sys.path.append({simulators!r})
from houdini_simulator import Houdini, run_script
with pytest.MonkeyPatch.context() as patch:
    houdini = Houdini()
    houdini.install(patch)
    sys.path = [entry for entry in sys.path if entry != {simulators!r}]
    from Qt import QtWidgets
    application = QtWidgets.QApplication([])
    houdini.main_window = QtWidgets.QMainWindow()
    def found(name):
        places = [os.path.join(one, name) for one in {paths!r}]
        return ElementTree.parse([path for path in places if os.path.isfile(path)][0])
    shelf = found("toolbar/farmhand.shelf")
    assert [one.get("name") for one in shelf.iter("memberTool")] == ["farmhand_open"]
    menu = found("MainMenuCommon.xml").find("menuBar/subMenu")
    print(menu.find("label").text, ">", menu.find("scriptItem/label").text)
    run_script(shelf.find("tool/script").text, {{}})
    run_script(menu.find("scriptItem/scriptCode").text, {{}})
    import farmhand, farmhand_houdini.window
    panels = [one for one in farmhand_houdini.window.panels() if one.isVisible()]
    print(len(panels))
    panels[0].close()
    print(os.path.realpath(farmhand.__file__))
    print(os.path.realpath(farmhand_houdini.__file__))
"""
CLARISSE_START = """
import os, sys
import pytest
sys.path[:0] = [{simulators!r}, {core!r}]
from clarisse_simulator import Clarisse
with pytest.MonkeyPatch.context() as patch:
    clarisse = Clarisse()
    clarisse.install(patch)
    sys.path = [entry for entry in sys.path if entry not in ({simulators!r}, {core!r})]
    for name in [name for name in sys.modules if name.partition(".")[0] == "farmhand"]:
        del sys.modules[name]
    for script in {scripts!r}:
        with open(script, encoding="utf-8") as file:
            clarisse.run_text(file.read())
    print(clarisse.crashed, list(clarisse.menu)[1:])
    clarisse.click(list(clarisse.menu)[-1])
    import farmhand, farmhand_clarisse, farmhand_clarisse.window
    print(clarisse.crashed, farmhand_clarisse.window.panel().isVisible())
    farmhand_clarisse.window.close()
    print(clarisse.run(lambda: not clarisse.loop, 30))
    print(os.path.realpath(farmhand.__file__))
    print(os.path.realpath(farmhand_clarisse.__path__[0]))
"""


def run(*command, **options):
    ended = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        timeout=60,
        **options,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout.splitlines()


@pytest.mark.parametrize("layout", sorted(seats.LAYOUTS))
def test_maya_starts_through_its_pointer_with_menu_and_shelf(layout, tmp_path, release):
    home = tmp_path / "home"
    home.mkdir()
    system = seats.LAYOUTS[layout](home)
    before = seats.snapshot(home)
    install.main([], system, str(release))
    place = next(place for place in find(system) if place.dcc == MAYA)
    version = place.versions[-1] if place.versions else "2024"
    folder, path = seats.maya_stanza(place.folder + "/modules", version, system.platform)
    simulators = str(seats.REPOSITORY / "tests" / "hosts" / "maya")
    code = START.format(path=[os.path.join(folder, "scripts"), *path], simulators=simulators, folder=folder)
    told = run(sys.executable, "-c", code, env=started(home, tmp_path))
    assert told[-4] == "['farmhandMenu', 'shelfButton{}']".format(told[-4].split("shelfButton")[1][:-2])
    assert told[-3] == os.path.realpath(str(release / "core/farmhand/__init__.py"))
    assert told[-2] == os.path.realpath(str(release / "maya_plugin/scripts/farmhand_maya/__init__.py"))
    assert told[-1] == "[]"
    install.main(["--uninstall"], system, str(release))
    assert seats.snapshot(home) == before


def started(home, tmp_path):
    """The variables that a program is started with: in this home, with Farmhand's own data elsewhere."""
    variables = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "FARMHAND_CLARISSE")}
    variables.update({"XDG_%s_HOME" % what: str(tmp_path / what) for what in ("CONFIG", "DATA", "STATE", "CACHE")})
    return dict(variables, HOME=str(home), QT_QPA_PLATFORM="offscreen")


@pytest.fixture
def left(tmp_path, release):
    """Takes Farmhand out in the end, after the program ran: every byte of the home is as it was."""
    installed = []
    yield installed
    system, before = installed
    install.main(["--uninstall"], system, str(release))
    assert seats.snapshot(tmp_path / "home") == before


def seat_of(layout, tmp_path, release, dcc, oldest, left):
    """A home of this layout with Farmhand installed, and where the newest version of a program reads it."""
    home = tmp_path / "home"
    home.mkdir()
    system = seats.LAYOUTS[layout](home)
    left += [system, seats.snapshot(home)]
    install.main([], system, str(release))
    places = [
        place for place in find(system) if place.dcc == dcc and place.versions and place.versions[-1][:4] >= oldest
    ]
    return places, started(home, tmp_path)


@pytest.mark.parametrize("layout", sorted(seats.LAYOUTS))
def test_houdini_starts_through_its_package_with_shelf_menu_and_panel(layout, tmp_path, release, left):
    pytest.importorskip("Qt")
    places, environment = seat_of(layout, tmp_path, release, HOUDINI, "19.0", left)
    place = places[-1]
    paths, variables = seats.houdini_package(place.folder, place.versions[-1])
    python_path = [os.path.normpath(entry) for entry in variables.get("PYTHONPATH", [])]
    assert not [entry for entry in python_path if "vendor" in entry]  # it would come before Houdini's own libraries
    path = [*python_path, *(entry + "/scripts/python" for entry in paths)]
    assert all(os.path.isdir(entry) for entry in path)
    simulators = str(seats.REPOSITORY / "tests" / "hosts" / "houdini")
    code = HOUDINI_START.format(path=path, paths=paths, simulators=simulators)
    assert run(sys.executable, "-c", code, env=environment)[-4:] == [
        "Farmhand > Submit to the Farm...",
        "1",
        os.path.realpath(str(release / "core/farmhand/__init__.py")),
        os.path.realpath(str(release / "houdini_plugin/scripts/python/farmhand_houdini/__init__.py")),
    ]


CLARISSE_5 = sorted(set(seats.LAYOUTS) - {"windows_onedrive"})
"""Layouts with a Clarisse that runs Python 3."""


@pytest.mark.parametrize("layout", CLARISSE_5)
def test_clarisse_starts_through_its_startup_script_with_menu_and_panel(layout, tmp_path, release, left):
    """The script is run as text: there is no `__file__`."""
    pytest.importorskip("Qt")
    places, environment = seat_of(layout, tmp_path, release, CLARISSE, "5.0", left)
    scripts = seats.clarisse_list(places[-1].folder, "CLARISSE_STARTUP_SCRIPT")
    ours = [script for script in scripts if script.startswith(str(release))]
    assert len(ours) == 1
    simulators = str(seats.REPOSITORY / "tests" / "hosts" / "clarisse")
    code = CLARISSE_START.format(scripts=ours, simulators=simulators, core=str(release / "core"))
    environment["CLARISSE_STARTUP_SCRIPT"] = ";".join(scripts)
    assert run(sys.executable, "-c", code, env=environment)[-5:] == [
        "None ['Farmhand>', 'Farmhand>Submit to the Farm...']",
        "None True",
        "True",
        os.path.realpath(str(release / "core/farmhand/__init__.py")),
        os.path.realpath(str(release / "clarisse_plugin/farmhand_clarisse")),
    ]


def test_the_script_runs_by_itself_with_nothing_installed(linux_seat, release):
    """As an artist runs it: `python install.py status`, isolated from every library."""
    home, _ = linux_seat
    environment = dict(os.environ, HOME=str(home), XDG_DATA_HOME=str(home / "data"))
    for name in ("MAYA_APP_DIR", "HOUDINI_USER_PREF_DIR", "PYTHONPATH"):
        environment.pop(name, None)
    script = str(release / "install" / "install.py")
    before = seats.snapshot(home)
    told = run(sys.executable, "-S", script, "status", env=environment)
    assert sum("not installed" in line for line in told) == 5
    assert any("is in" in line for line in run(sys.executable, "-S", script, env=environment))
    run(sys.executable, "-S", script, "--uninstall", env=environment)
    assert seats.snapshot(home) == before
