"""The release: the same bytes twice, whole, licensed, and running where nothing is installed.

On .venv's own Python it is made for that Python alone; FARMHAND_PROOF=1 makes it for all, and runs it on each of them.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import interpreters
import pytest
import release as release_tool
import seats
import shared_release

import install

OWN = "%d.%d" % sys.version_info[:2]
ALL = bool(os.environ.get("FARMHAND_PROOF"))
ELSEWHERE = os.environ.get("FARMHAND_SANDBOX_PYTHON", sys.executable) != sys.executable
PYTHONS = interpreters.running()
SAMPLE = [version for version in PYTHONS if ALL or version == OWN]
MAYA_OF = {"3.7": "2022", "3.8": "2022", "3.9": "2023", "3.10": "2024", "3.11": "2026", "3.12": "2026", "3.13": "2027"}

pytestmark = pytest.mark.skipif(ELSEWHERE, reason="the release is made by .venv's own Python")


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    """The libraries, as pip brings them."""
    folder = tmp_path_factory.mktemp("wheels")
    for version in SAMPLE:
        release_tool.fetch(version, folder / version)
    return folder


@pytest.fixture(scope="module")
def zipped(wheels, tmp_path_factory):
    return release_tool.build(tmp_path_factory.mktemp("dist"), SAMPLE, wheels)


@pytest.fixture(scope="module")
def unpacked(zipped, tmp_path_factory):
    folder = tmp_path_factory.mktemp("un packed")
    with zipfile.ZipFile(str(zipped)) as archive:
        archive.extractall(str(folder))
    return folder / zipped.stem


@pytest.fixture(scope="module")
def qt_of(tmp_path_factory):
    """A folder with the Qt of a Python and nothing else: this environment's, or that of a venv for the proof."""

    def qt(version):
        folder = tmp_path_factory.mktemp("qt" + version)
        if version == OWN:
            site = Path(sysconfig.get_paths()["purelib"])
            for path in [*site.glob("PySide[26]"), *site.glob("shiboken[26]")]:
                (folder / path.name).symlink_to(path)
            return str(folder) if list(folder.iterdir()) else ""
        subprocess.run([PYTHONS[version], "-m", "venv", str(folder)], check=True)
        binding = "PySide2>=5.15.2" if version in ("3.7", "3.8", "3.9", "3.10") else "PySide6-Essentials"
        python = str(folder / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--only-binary=:all:", binding], check=True)
        return str(folder / "lib" / ("python" + version) / "site-packages")

    return qt


def test_the_same_source_makes_the_same_bytes(zipped, wheels, tmp_path):
    again = release_tool.build(tmp_path, SAMPLE, wheels)
    assert again.read_bytes() == zipped.read_bytes()
    with zipfile.ZipFile(str(zipped)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {release_tool.MOMENT}
        assert archive.namelist() == sorted(archive.namelist())
    stated = zipped.with_suffix(".zip.sha256").read_text().split()
    assert stated == [hashlib.sha256(zipped.read_bytes()).hexdigest(), zipped.name]


def test_the_sums_name_every_file(unpacked):
    listed = {path: total for total, path in shared_release.listed(str(unpacked))}
    there = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert set(listed) == there - {"SHA256SUMS"}
    for path, total in listed.items():
        assert hashlib.sha256((unpacked / path).read_bytes()).hexdigest() == total


def test_every_library_is_pure_python_and_its_licence_goes_along(unpacked, wheels):
    text = (unpacked / "THIRD_PARTY_LICENSES.txt").read_text(encoding="utf-8")
    for wheel in wheels.rglob("*.whl"):
        name, version = wheel.name.split("-")[:2]
        titles = [line.lower().replace("-", "_").replace(".", "_") for line in text.splitlines()]
        assert "{} {}".format(name, version).lower().replace(".", "_") in titles, wheel.name
    assert "Apache" in text and "MIT" in text and text.count("Licence: ") >= 12
    assert not [path for path in unpacked.rglob("*") if path.suffix in (".so", ".pyd", ".dll", ".pyc", ".exe")]


def test_what_is_not_pure_or_not_licensed_is_refused(tmp_path):
    wheel = tmp_path / "x-1-cp311-cp311-linux_x86_64.whl"
    wheel.write_bytes(b"")
    with pytest.raises(release_tool.ReleaseError, match="not pure"):
        release_tool.vendored("3.11", [wheel], {})
    nameless = tmp_path / "x-1-py3-none-any.whl"
    with zipfile.ZipFile(str(nameless), "w") as archive:
        archive.writestr("x-1.dist-info/METADATA", "Name: x\nVersion: 1\n")
    with pytest.raises(release_tool.ReleaseError, match="licence"):
        release_tool.vendored("3.11", [nameless], {})


def test_it_holds_no_secret_and_no_path_of_this_machine(unpacked):
    for path in unpacked.rglob("*"):
        if path.is_file() and "vendor" not in path.parts:
            assert str(seats.REPOSITORY).encode() not in path.read_bytes(), path


def test_a_shared_release_is_whole_and_goes_again(unpacked, tmp_path, capsys):
    shared = tmp_path / "server"
    shared.mkdir()
    assert install.main(["--shared", str(shared)], root=str(unpacked)) == 0
    there = shared / "farmhand-{}".format(release_tool.version())
    assert "MAYA_MODULE_PATH={}/maya_plugin".format(there) in capsys.readouterr().out
    assert sorted(path.relative_to(there) for path in there.rglob("*")) == sorted(
        path.relative_to(unpacked) for path in unpacked.rglob("*") if "__pycache__" not in path.parts
    )
    (there / "core/farmhand/cli.py").write_text("broken")
    assert install.main(["--shared", str(shared)], root=str(unpacked)) == 0
    assert (there / "core/farmhand/cli.py").read_bytes() == (unpacked / "core/farmhand/cli.py").read_bytes()
    assert install.main(["--shared", str(shared), "--uninstall"], root=str(unpacked)) == 0
    assert list(shared.iterdir()) == []


def test_a_checkout_and_a_damaged_release_are_not_shared(unpacked, tmp_path, capsys):
    assert install.main(["--shared", str(tmp_path)], root=str(seats.REPOSITORY)) == 1
    assert "is no release" in capsys.readouterr().err
    damaged = unpacked / "LICENSE"
    before = damaged.read_bytes()
    damaged.write_bytes(before + b" ")
    try:
        assert install.main(["--shared", str(tmp_path)], root=str(unpacked)) == 1
        assert "LICENSE" in capsys.readouterr().err
    finally:
        damaged.write_bytes(before)


@pytest.mark.parametrize("version", SAMPLE)
def test_it_runs_where_nothing_is_installed(version, unpacked, sandbox_environment, qt_of, first_light, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    system = seats.linux(home)
    assert install.main(["--only", "maya"], system, str(unpacked)) == 0
    folder, path = seats.maya_stanza(str(home / "maya/modules"), MAYA_OF[version], system.platform)
    qt = qt_of(version)
    simulators = str(seats.REPOSITORY / "tests/hosts")
    given = {"folder": folder, "path": path, "simulators": simulators, "qt": qt, "scene": str(first_light)}
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "release_script.py")
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", HOME=str(home))
    ended = subprocess.run(
        [PYTHONS[version], "-I", "-S", script, json.dumps(given)], env=environment, cwd=str(tmp_path),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", timeout=240,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    told, result = ended.stdout.split("\n", 1)
    told = json.loads(told)
    assert told["flags"] == [1, 1]
    assert not [entry for entry in told["before"] if "site-packages" in entry]
    assert told["maya"] == ["menu", "shelfButton"]
    assert {"farmhand_houdini.host", "farmhand_clarisse.host"} <= set(told["files"])
    assert json.loads(result)["pictures"] == 18 and json.loads(result)["task_id"] > 0
    for name, place in told["files"].items():
        inside = unpacked / ("vendor/python" + version if name in ("requests", "platformdirs", "Qt") else "")
        assert place.startswith(str(inside)), name
    assert told["panel"] == (["ready", "an account", True] if qt else None)


def test_libraries_come_after_the_programs_own(unpacked, tmp_path):
    """A program that has a `requests` keeps it."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "requests.py").write_text("MINE = True\n")
    code = (
        "import sys; sys.path[:0] = [{core!r}]; sys.path.append({own!r}); from farmhand import vendored; "
        "print(vendored.append()); vendored.append(); import requests, platformdirs; "
        "print(requests.MINE, platformdirs.__file__, sys.path.count(vendored.append()))"
    ).format(core=str(unpacked / "core"), own=str(own))
    told = subprocess.check_output([PYTHONS[OWN], "-I", "-S", "-c", code], encoding="utf-8").splitlines()
    assert told[0] == str(unpacked / "vendor" / ("python" + OWN))
    assert told[1].startswith("True " + told[0]) and told[1].endswith(" 1")


def test_rez_builds_and_resolves_the_package(unpacked, tmp_path):
    """With the real rez (of the dev extra): the variables lead Maya to the package, and `farmhand` runs from it."""
    beside = os.path.dirname(sys.executable)
    rez = shutil.which("rez", path=beside + os.pathsep + os.environ["PATH"])
    if rez is None:
        pytest.skip("rez is not installed (it comes with the dev extra)")
    source = tmp_path / "farm hand"
    shutil.copytree(str(unpacked), str(source))
    (source / "launcher/bin/farmhand").chmod(0o755)
    packages = tmp_path / "packages"
    (packages / "maya/2024").mkdir(parents=True)
    (packages / "maya/2024/package.py").write_text('name = "maya"\nversion = "2024"\n')
    (packages / "clarisse/5.0").mkdir(parents=True)
    (packages / "clarisse/5.0/package.py").write_text(
        'name = "clarisse"\nversion = "5.0"\ndef commands():\n    env.CLARISSE_STARTUP_SCRIPT = "/studio/own.py"\n'
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "FARMHAND"))}
    environment.update(REZ_PACKAGES_PATH=str(packages), REZ_LOCAL_PACKAGES_PATH=str(packages), HOME=str(tmp_path))
    environment["PATH"] = os.path.dirname(PYTHONS[OWN]) + os.pathsep + environment["PATH"]
    options = {"env": environment, "stderr": subprocess.STDOUT, "encoding": "utf-8", "timeout": 120}
    subprocess.check_output([rez, "build", "--install"], cwd=str(source), **options)
    variables = {"CLARISSE": "CLARISSE_STARTUP_SCRIPT", "MODULES": "MAYA_MODULE_PATH", "HOUDINI": "HOUDINI_PACKAGE_DIR"}
    command = "; ".join(["echo {}=${}".format(*pair) for pair in variables.items()] + ["farmhand --version"])
    told = subprocess.check_output(
        [rez, "env", "clarisse", "maya", "farmhand", "-c", command], cwd=str(tmp_path), **options
    )
    there = str(packages / "farmhand" / release_tool.version())
    assert "MODULES={0}/maya_plugin:{0}/launcher/maya\n".format(there) in told
    assert "CLARISSE=/studio/own.py;{}/clarisse_plugin/startup.py\n".format(there) in told
    assert "HOUDINI=\n" in told and "farmhand " + release_tool.version() in told
