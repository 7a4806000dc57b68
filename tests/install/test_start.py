"""The programs start through what was installed: a simulated Maya runs the module's userSetup.py as Maya would."""

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


def run(*command, **options):
    ended = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=60,
        **options,
    )
    assert ended.returncode == 0, ended.stdout
    return ended.stdout.splitlines()


@pytest.mark.parametrize("layout", sorted(seats.LAYOUTS))
def test_maya_starts_through_its_pointer_with_menu_and_shelf(layout, tmp_path, release):
    home = tmp_path / "home"
    home.mkdir()
    system = seats.LAYOUTS[layout](home)
    install.main([], system, str(release))
    place = next(place for place in find(system) if place.dcc == MAYA)
    version = place.versions[-1] if place.versions else "2024"
    folder, path = seats.maya_stanza(place.folder + "/modules", version, system.platform)
    simulators = str(seats.REPOSITORY / "tests" / "hosts" / "maya")
    code = START.format(path=[os.path.join(folder, "scripts"), *path], simulators=simulators, folder=folder)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    told = run(sys.executable, "-c", code, env=environment)
    assert told[-4] == "['farmhandMenu', 'shelfButton{}']".format(told[-4].split("shelfButton")[1][:-2])
    assert told[-3] == os.path.realpath(str(release / "core/farmhand/__init__.py"))
    assert told[-2] == os.path.realpath(str(release / "maya_plugin/scripts/farmhand_maya/__init__.py"))
    assert told[-1] == "[]"


def test_houdini_finds_the_plugins_code_through_its_package(linux_seat, release):
    home, system = linux_seat
    install.main([], system, str(release))
    place = next(place for place in find(system) if place.dcc == HOUDINI and place.versions == ("20.5",))
    paths, variables = seats.houdini_package(place.folder)
    python_path = [os.path.normpath(entry) for entry in variables.get("PYTHONPATH", [])]
    assert not [entry for entry in python_path if "vendor" in entry]  # it would come before Houdini's own libraries
    path = [*python_path, *(entry + "/scripts/python" for entry in paths)]
    assert all(os.path.isdir(entry) for entry in path)
    code = "import sys; sys.path[:0] = {!r}; import farmhand_houdini; print(farmhand_houdini.__file__)".format(path)
    assert run(sys.executable, "-c", code)[-1].startswith(str(release / "houdini_plugin"))


def test_clarisse_finds_the_plugins_code_through_its_startup_script(linux_seat, release):
    """The script is run as text: there is no `__file__`, and no Clarisse here for what follows."""
    home, system = linux_seat
    install.main([], system, str(release))
    place = next(place for place in find(system) if place.dcc == CLARISSE and place.versions == ("5.0",))
    scripts = seats.clarisse_list(place.folder, "CLARISSE_STARTUP_SCRIPT")
    code = "exec(open({!r}).read(), {{'__name__': '__main__'}}); import farmhand_clarisse as it; print(it.__path__[0])"
    environment = dict(os.environ, CLARISSE_STARTUP_SCRIPT=";".join(scripts))
    environment.pop("PYTHONPATH", None)
    assert run(sys.executable, "-c", code.format(scripts[-1]), env=environment)[-1].startswith(
        str(release / "clarisse_plugin")
    )


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
