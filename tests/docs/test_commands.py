"""Every command and script in README and the documents does what a reader would see: it ends well, or is refused."""

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys

import commands
import pytest

sys.path.insert(0, str(commands.REPOSITORY / "install"))

import install
from farmhand import cli
from farmhand.places import LINUX, System


@pytest.fixture
def reader(sandbox_environment, monkeypatch, tmp_path, capsys):
    """Types a command where a reader would: beside a scene, in a release's folder, with a farm to talk to."""
    here = tmp_path / "project"
    shutil.copytree(str(commands.REPOSITORY / "examples/first_light"), str(here))
    shutil.copy(str(here / "scenes/first_light.ma"), str(here / "shot_010.ma"))
    for name in ("first_light", "hooks"):
        shutil.copytree(str(commands.REPOSITORY / "examples" / name), str(here / "examples" / name))
    home = tmp_path / "home"
    (home / "maya/2024").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(str(here))
    release = a_release(tmp_path / "release")
    newest = []

    def type_in(command):
        words = shlex.split(command)
        if words[0] == "export":
            for word in words[1:]:
                name, _, value = word.partition("=")
                monkeypatch.setenv(name, value)
            return 0
        words = [os.path.expanduser(word) for word in words]
        if words[0] == "farmhand":
            if words[1] == "download":
                words = [str(newest[-1]) if word == "19097" else word for word in words]
            code = cli.main(words[1:])
            told = capsys.readouterr().out
            newest.extend(int(number) for number in re.findall(r'(?:Task |"task_id": )(\d+)', told)[:1])
            return code
        if words[:2] == ["python", "install/install.py"]:
            words = [str(tmp_path / "server") if word == "SERVER/tools" else word for word in words]
            (tmp_path / "server").mkdir(exist_ok=True)
            return install.main(words[2:], System(LINUX, str(home)), str(release))
        if words[:2] == ["python", "launcher/farmhand_start.py"]:
            words = [sys.executable, str(commands.REPOSITORY / words[1]), *words[2:]]
            return subprocess.call(words, stdin=subprocess.DEVNULL, timeout=120)
        if words[0] == "sed":
            (here / "script.py").write_text("import rayvision_api as api\nfrom rayvision_sync import upload\n")
            code = subprocess.call(words)
            assert (here / "script.py").read_text().count(" farmhand.compat.rayvision.rayvision_") == 2
            return code
        raise AssertionError("nobody knows how to type {!r}; teach it or give a reason".format(command))

    return type_in


def a_release(root):
    """The few files that a release is known by."""
    for name in ("core/farmhand/__init__.py", "maya_plugin/farmhand.mod", "launcher/maya/farmhand.mod"):
        (root / name).parent.mkdir(parents=True)
        shutil.copy(str(commands.REPOSITORY / name), str(root / name))
    files = [path for path in root.rglob("*") if path.is_file()]
    sums = [
        "{}  {}\n".format(hashlib.sha256(f.read_bytes()).hexdigest(), f.relative_to(root).as_posix()) for f in files
    ]
    (root / "SHA256SUMS").write_text("".join(sums))
    return root


def typed(page):
    return [command for command in commands.commands_of(page) if not commands.reason(command)]


def name(page):
    return page.relative_to(commands.REPOSITORY).as_posix()


@pytest.mark.parametrize("page", [page for page in commands.PAGES if typed(page)], ids=name)
def test_every_command_ends_well(page, reader):
    for command in typed(page):
        refused = command.startswith("farmhand submit") and "naming_rule" in os.environ.get("FARMHAND_HOOKS", "")
        assert reader(command) == (4 if refused else 0), command


@pytest.mark.parametrize("page", [page for page in commands.PAGES if commands.scripts_of(page)], ids=name)
def test_every_script_runs(page, reader):
    for script in commands.scripts_of(page):
        ended = subprocess.run(
            [sys.executable, "-c", script], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            encoding="utf-8", timeout=120,
        )  # fmt: skip
        assert ended.returncode == 0, ended.stderr


def test_every_reason_not_to_type_something_is_still_needed():
    every = [command for page in commands.PAGES for command in commands.commands_of(page)]
    assert len(every) > 40
    for pattern, why in commands.ELSEWHERE.items():
        assert any(re.match(pattern, command) for command in every), pattern
        for path in re.findall(r"tests/[\w/]+(?:\.py)?", why):
            assert (commands.REPOSITORY / path).exists(), path


def options_of(arguments, capsys):
    """What a command's `--help` names."""
    with pytest.raises(SystemExit):
        cli.main([*arguments, "--help"])
    return set(re.findall(r"--[a-z][\w-]*", capsys.readouterr().out))


EVERY_PAGE = [*commands.PAGES, *commands.CHECKLISTS]
MENTIONED = [(page, command) for page in EVERY_PAGE for command in commands.mentions_of(page)]


@pytest.mark.parametrize("page, command", MENTIONED, ids=lambda value: value if isinstance(value, str) else name(value))
def test_what_a_sentence_names_in_passing_is_there(page, command, capsys):
    """A command of ours with options that it has, a script that is there, a target of the Makefile."""
    program, *words = command.split()
    if program == "farmhand":
        subcommand = [words[0]] if words[0].islower() and not words[0].startswith("-") else []
        wanted = {word for word in words if word.startswith("--")} - {"--help"}
        assert wanted <= options_of(subcommand, capsys) | options_of([], capsys)
    elif program == "farmhand-sandbox":
        assert words == ["--help"]
    elif program == "make":
        assert re.search(r"(?m)^%s:" % re.escape(words[0]), (commands.REPOSITORY / "Makefile").read_text())
    else:
        script = next(word for word in words if not word.startswith("-"))
        assert (commands.REPOSITORY / script).is_file() or words[0] in ("-I", "-c", "-m"), command


def test_readmes_first_commands_lead_to_a_submitted_job(reader):
    """What somebody reads first is typed here, too: the path from nothing to frames."""
    first = [command for command in commands.commands_of(commands.PAGES[0]) if command.startswith("farmhand ")]
    assert any("submit" in command for command in first) and any("analyse" in command for command in first)
