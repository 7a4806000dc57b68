"""What every test may ask for: the real scenes, a running sandbox farm, an environment that points to it."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def real_scenes():
    """The folder of scenes that real DCCs made."""
    folder = Path(os.environ.get("FARMHAND_REAL_SCENES", SHARED / "scenes"))
    if not folder.is_dir():
        pytest.skip("no real scenes: {} is not there (FARMHAND_REAL_SCENES)".format(folder))
    return folder


@pytest.fixture(scope="session")
def reference():
    """The folder of the farm's reference data."""
    folder = Path(os.environ.get("FARMHAND_REFERENCE", SHARED / "reference"))
    if not folder.is_dir():
        pytest.skip("no reference data: {} is not there (FARMHAND_REFERENCE)".format(folder))
    return folder


@pytest.fixture(scope="session")
def first_light():
    """Our own example scene."""
    return ROOT / "examples" / "first_light" / "scenes" / "first_light.ma"


class Sandbox:
    """A sandbox farm in a process of its own."""

    def __init__(self, storage, *options):
        python = os.environ.get("FARMHAND_SANDBOX_PYTHON", sys.executable)
        command = [python, "-m", "farmhand_sandbox", "--port", "0", "--storage", str(storage), *options]
        self.storage = Path(storage)
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.environment = {}
        for line in self._process.stdout:
            if line.startswith("#"):
                break
            name, _, value = line.strip().partition("export ")[2].partition("=")
            self.environment[name] = "".join(shlex.split(value))
        if not self.environment:
            pytest.fail("the sandbox did not start: " + self._process.stderr.read())

    def stop(self):
        self._process.terminate()
        self._process.communicate(timeout=20)
        return self._process.returncode


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory):
    """A sandbox farm for the whole run: tests make tasks of their own in it."""
    farm = Sandbox(tmp_path_factory.mktemp("farm"), "--speed", "0.05", "--nodes", "8")
    yield farm
    farm.stop()


@pytest.fixture
def start_sandbox(tmp_path):
    """Starts further sandboxes with options of their own, and stops them."""
    farms = []

    def start(*options):
        farms.append(Sandbox(tmp_path / "farm{}".format(len(farms)), *options))
        return farms[-1]

    yield start
    for farm in farms:
        farm.stop()


@pytest.fixture
def use_farm(monkeypatch, tmp_path):
    """Points this process's environment to a farm, with data of its own."""

    def use(farm):
        for name in [name for name in os.environ if name.startswith("FARMHAND_") and name != "FARMHAND_SANDBOX_PYTHON"]:
            monkeypatch.delenv(name)
        environment = dict(farm.environment, FARMHAND_DATA_FOLDER=str(tmp_path / "data"), FARMHAND_POLL_SECONDS="0.2")
        environment.update(FARMHAND_LANGUAGE="en", FARMHAND_LOG_ROOT=str(tmp_path / "logs"))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return environment

    return use


@pytest.fixture
def sandbox_environment(sandbox, use_farm):
    """The FARMHAND_* variables of the running sandbox, set for this process and returned."""
    return use_farm(sandbox)
