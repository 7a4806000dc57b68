"""What `make test` runs: lint, types, the suite on every Python found, and the farm's official client as judge."""

from __future__ import annotations

import glob
import os
import sys
from pathlib import Path

import nox

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "install"))

import interpreters  # noqa: E402

VENV_PYTHON = str(HERE / ".venv" / "bin" / "python")
PYTHONS = interpreters.running()
OWN = (interpreters.ask(VENV_PYTHON) or ("", ""))[0]

# What runs inside a DCC: held to Python 3.7 and to the standard library at import.
IN_DCC = ["core", "shared_ui", "maya_plugin", "houdini_plugin", "clarisse_plugin"]
OURS = [*IN_DCC, "launcher", "sandbox", "tests", "examples", "bench", "install", "noxfile.py", "package.py"]
OLD_DCC = ["launcher/farmhand_launcher.py", "launcher/maya", "launcher/houdini", "launcher/clarisse"]  # Python 2.7

# The panel by itself is tested on the oldest PySide2, and on the PySide6 of .venv; inside a program, on the Python and
# Qt of each Maya from 2022 to 2027. Elsewhere Qt is left out, as it takes minutes to install.
QT = {"3.7": "PySide2", "3.9": "PySide2", "3.10": "PySide2", "3.11": "PySide6-Essentials", "3.13": "PySide6-Essentials"}
PYTEST_QT = {"PySide2": "pytest-qt>=4.0,<4.5", "PySide6-Essentials": "pytest-qt>=4.0"}  # 4.5 left PySide2 behind
# .venv's own Python runs everything. Which of the others run what, so that all together take less than 15 minutes; the
# proof runs everything on each.
RUN_BY = {
    "unit": ("3.7", "3.8", "3.12", "3.13"),
    "contract": ("3.7", "3.8", "3.12", "3.13"),
    "hosts": tuple(QT),
    "ui": ("3.7",),
    "install": ("3.7",),
    "studio": ("3.7",),
    "e2e": (),
    "faults": (),
    "fuzz": (),
}
TEST_NEEDS = [
    "pytest>=7.0", "pytest-timeout>=2.1", "pytest-xdist>=2.5", "hypothesis>=6.0", "PyYAML>=6.0", "redis>=3.5"
]  # fmt: skip
AT_ONCE = ["-n", "auto"]  # a test process for each core
HOUDINIS = ("19.5.1", "21.0.512.3")  # of types-houdini: the oldest and the newest; `types` has the one between them
JUDGES = "tests/contract/test_official_*.py"
OFFICIAL = ["rayvision_api==3.0.4.3", "setuptools<81"]
OFFICIAL_TRANSFER = "rayvision_sync==3.1.8"
# Only their signatures are compared; what they depend on is installed already.
OFFICIAL_ANALYSES = [
    "rayvision_maya==1.5.3", "rayvision_houdini==1.6.1", "rayvision_clarisse==1.3.3", "rayvision_utils==1.2.2.4",
]
# What bench/measure.py knows by these names.
PEERS = {
    "FARMHAND_OFFICIAL_PYTHON": OFFICIAL,
    "FARMHAND_BENCH_CONDUCTOR_PYTHON": ["ciopath==1.1.2", "ciocore==9.2.0"],
    "FARMHAND_BENCH_DEADLINE_PYTHON": ["deadline[gui]==0.60.10"],
    "FARMHAND_BENCH_MAYREADER_PYTHON": ["MayReader==0.0.5"],
}

nox.options.default_venv_backend = "venv"
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = False  # a missing Python is named in the summary as skipped

# Real interpreters come first and shims not at all, so that nox finds exactly what `interpreters` found.
os.environ["PATH"] = os.pathsep.join(
    [*dict.fromkeys(os.path.dirname(path) for path in reversed(list(PYTHONS.values()))),
     interpreters.without_shims(os.environ["PATH"])]
)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["FARMHAND_SANDBOX_PYTHON"] = VENV_PYTHON


def tool(session: nox.Session, *command: str) -> None:
    """Run a module of .venv."""
    session.run(VENV_PYTHON, "-m", *command, external=True)


def existing(paths: list[str]) -> list[str]:
    """The paths that hold Python files."""
    return [path for path in paths if path.endswith(".py") or glob.glob(f"{path}/**/*.py", recursive=True)]


@nox.session(python=False)
def lint(session: nox.Session) -> None:
    """Style, and what Python 3.7 inside a DCC demands."""
    tool(session, "ruff", "check", *existing(OURS))
    vermin = [str(Path(VENV_PYTHON).with_name("vermin")), "-t=3.7-", "--no-tips", "--violations"]
    session.run(*vermin, "--no-eval-annotations", *existing(IN_DCC), external=True)
    session.run(vermin[0], "-t=2.7-", "-t=3.0-", "--no-tips", "--violations", *OLD_DCC, external=True)
    session.run(VENV_PYTHON, "install/check_imports.py", *existing(IN_DCC), external=True)


@nox.session(python=False)
def docs(session: nox.Session) -> None:
    """The documents, into build/docs; a warning is an error."""
    session.env["NO_MKDOCS_2_WARNING"] = "1"
    tool(session, "mkdocs", "build", "--strict", *session.posargs)


@nox.session(python=False)
def types(session: nox.Session) -> None:
    """Mypy, strict."""
    tool(session, "mypy")


@nox.session(python=next((version for version in ("3.11", "3.10") if version in PYTHONS), "3.11"))
def types_houdini(session: nox.Session) -> None:
    """The Houdini plug-in against the published signatures of several Houdinis; what it builds on, `types` proves."""
    for version in HOUDINIS:
        folder = Path(session.virtualenv.location).with_name("houdini-" + version)
        python = str(folder / "bin" / "python")
        if not glob.glob(str(folder / "lib" / "*" / "site-packages" / "hou-stubs")):
            session.run("python", "-m", "venv", str(folder))
            session.run(python, "-m", "pip", "install", "--quiet", "types-houdini==" + version, external=True)
        options = ["--follow-imports", "silent", "--python-executable", python, "--cache-dir", str(folder / "mypy")]
        tool(session, "mypy", *options, "houdini_plugin/scripts/python/farmhand_houdini")


@nox.session(python=list(interpreters.VERSIONS))
def tests(session: nox.Session) -> None:
    """The suite. The .venv's own Python runs it there, with everything; the others in a venv of their own."""
    version = str(session.python)
    if version == OWN:
        tool(session, "pytest", *AT_ONCE, *session.posargs)
        return
    session.install("--quiet", "--editable", ".", *TEST_NEEDS)
    # the sandbox is a program of .venv's, here driven from outside; the documents are built and tried there
    ignored = ["--ignore=tests/sandbox", "--ignore=tests/docs"]
    if version in QT:
        session.install("--quiet", QT[version], "Qt.py>=1.4", PYTEST_QT[QT[version]])
    if not os.environ.get("FARMHAND_PROOF"):
        left = [folder for folder, versions in RUN_BY.items() if version not in versions]
        session.log("Python %s: %s are left to others, and to FARMHAND_PROOF=1", version, ", ".join(left))
        ignored += ["--ignore=tests/" + folder for folder in left] + ["-k", "not damage and not rewritten"]
    session.run("python", "-m", "pytest", *AT_ONCE, *ignored, *session.posargs)


@nox.session(python=next((version for version in ("3.11", "3.10") if version in PYTHONS), "3.11"))
def judge(session: nox.Session) -> None:
    """Sandbox and drivers judged by the farm's own client and transfer program, which live in a venv of their own."""
    judges = sorted(glob.glob(JUDGES))
    if not judges:
        session.skip(f"{JUDGES} are not written yet")
    session.install("--quiet", *OFFICIAL, OFFICIAL_TRANSFER)
    session.install("--quiet", "--no-deps", *OFFICIAL_ANALYSES)
    official = str(Path(session.virtualenv.location) / "bin" / "python")
    session.env["FARMHAND_OFFICIAL_PYTHON"] = official
    tool(session, "pytest", *AT_ONCE, *judges, *session.posargs)


@nox.session(python=next((version for version in ("3.11", "3.10") if version in PYTHONS), "3.11"))
def bench(session: nox.Session) -> None:
    """Farmhand measured beside its peers, each in a venv of its own: their requirements exclude each other's."""
    for variable, packages in PEERS.items():
        folder = Path(session.virtualenv.location).with_name("bench-" + variable.lower())
        python = str(folder / "bin" / "python")
        if not os.path.exists(python):
            session.run("python", "-m", "venv", str(folder))
        session.run(python, "-m", "pip", "install", "--quiet", *packages, external=True)
        session.env[variable] = python
    session.run(VENV_PYTHON, "bench/run.py", *session.posargs, external=True)
