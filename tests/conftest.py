"""What every test may ask for: the real scenes, a running sandbox farm, an environment that points to it.

When a run has ended, the key of its sandboxes is searched for everywhere (`canary.py`): found, the run has failed.
"""

import logging
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from canary import LOGGERS, Canary, sentence  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


CANARY = Canary()


def pytest_configure(config):
    """Let the canary hear every log record and see every error, from before the first test."""
    from farmhand.errors import FarmhandError

    logging.getLogger().addHandler(CANARY)
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.DEBUG)
    CANARY.watch_errors(FarmhandError)
    CANARY.watch_processes(subprocess.Popen)


def pytest_runtest_logstart(nodeid, location):
    """Know whose log and errors come now."""
    CANARY.begin(nodeid)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Search what each phase of each test printed and raised, where it ran."""
    outcome = yield
    report = outcome.get_result()
    CANARY.search_report(report)
    # pytest-xdist sends reports as UTF-8, which has no letter for a byte that is no text
    report.sections = [
        (title, text.encode("utf-8", "backslashreplace").decode("utf-8")) for title, text in report.sections
    ]


def pytest_sessionfinish(session, exitstatus):
    """Search the disk; a worker of pytest-xdist tells its controller, whoever tells the user fails the run."""
    factory = getattr(session.config, "_tmp_path_factory", None)
    if factory is not None and getattr(factory, "_basetemp", None) is not None:
        CANARY.search_disk(factory.getbasetemp())
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["canary"] = CANARY.found
    elif CANARY.found and exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    """Take over what a worker of pytest-xdist found."""
    CANARY.found.extend(getattr(node, "workeroutput", {}).get("canary", []))


def pytest_terminal_summary(terminalreporter):
    """Say where the key was."""
    if CANARY.found:
        terminalreporter.section("canary", red=True, bold=True)
        terminalreporter.write_line(sentence(CANARY.found))


@pytest.fixture(scope="session")
def canary():
    """The access key of this run's sandboxes, and the search for it."""
    return CANARY


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


@pytest.fixture(scope="session", autouse=True)
def nobodys_home(tmp_path_factory):
    """No settings, accounts or data of the user who runs the tests, read or written."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("home")
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        yield


class Sandbox:
    """A sandbox farm in a process of its own."""

    def __init__(self, storage, *options):
        python = os.environ.get("FARMHAND_SANDBOX_PYTHON", sys.executable)
        command = [python, "-m", "farmhand_sandbox", "--port", "0", "--storage", str(storage)]
        command += ["--access-key", CANARY.key, *options]
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
    """Points this process's environment to a farm, with data of its own; a log that was begun ends with the test."""
    from farmhand import logs

    def use(farm):
        for name in [name for name in os.environ if name.startswith("FARMHAND_") and name != "FARMHAND_SANDBOX_PYTHON"]:
            monkeypatch.delenv(name)
        environment = dict(farm.environment, FARMHAND_DATA_FOLDER=str(tmp_path / "data"), FARMHAND_POLL_SECONDS="0.2")
        environment.update(FARMHAND_LANGUAGE="en", FARMHAND_LOG_ROOT=str(tmp_path / "logs"))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return environment

    yield use
    logs.stop()


@pytest.fixture
def sandbox_environment(sandbox, use_farm):
    """The FARMHAND_* variables of the running sandbox, set for this process and returned."""
    return use_farm(sandbox)
