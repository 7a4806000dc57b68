"""`cnode -script batch.py`: the command line, with Clarisse looking at the project."""

import json
import os
import sys

import pytest
from both_ways import OURS, PROJECTS, read
from test_clarisse_start import text_of

ISLAND = OURS[0]


@pytest.fixture
def run_batch(cnode, monkeypatch):
    """Runs batch.py as cnode does, with these words in the variable."""

    def run(*words):
        monkeypatch.setenv("FARMHAND_BATCH", " ".join(words))
        cnode.run_text(text_of("batch.py"))
        assert cnode.crashed is None
        return cnode.log

    return run


@pytest.mark.parametrize("path", PROJECTS, ids=os.path.basename)
def test_a_project_is_looked_at_by_clarisse(run_batch, capsys, path):
    assert run_batch("analyse", path, "--json") == [("info", "Farmhand ended with code 0.")]
    found = json.loads(capsys.readouterr().out)
    assert found["version"] == "clarisse_ifx_5.0_sp14"
    assert [one["name"] for one in found["targets"]] == [one.name for one in read(path).targets]


def test_a_project_is_submitted(run_batch, cnode, sandbox_environment, capsys):
    cnode.version_name = "4.0_SP3"
    log = run_batch("submit", ISLAND, "--image", "land", "--frames", "1001-1005x2", "--json")
    assert log == [("info", "Farmhand ended with code 0.")], capsys.readouterr().err
    told = json.loads(capsys.readouterr().out)
    assert told["task_id"] > 0 and told["pictures"] == 3
    assert cnode.recorder.mutations == []


def test_a_project_that_cnode_opened_is_not_opened_again(run_batch, cnode, capsys):
    cnode.open(ISLAND)
    run_batch("analyse", ISLAND)
    assert "Module.load_project" not in cnode.recorder.calls


@pytest.mark.parametrize(
    "words, code",
    [
        (("analyse", "/nowhere/gone.project"), 3),
        (("analyse",), 2),
        (("submit", ISLAND, "--image", "nothing"), 4),
        (("--help",), 0),
        ((), 2),
    ],
)
def test_how_it_ended_is_told_and_cnode_lives(run_batch, sandbox_environment, capsys, words, code):
    log = run_batch(*words)
    assert str(code) in log[-1][1] or "nothing to do" in log[-1][1]


def test_it_finds_its_package_where_cnode_was_told_the_script_is(cnode, monkeypatch, capsys):
    from test_clarisse_start import PLUGIN

    monkeypatch.setattr(sys, "path", [path for path in sys.path if os.path.abspath(path) != PLUGIN])
    monkeypatch.delenv("FARMHAND_CLARISSE", raising=False)
    monkeypatch.setattr(sys, "argv", ["cnode", "-script", os.path.join(PLUGIN, "batch.py"), "--farmhand", "--version"])
    cnode.run_text(text_of("batch.py"))
    assert cnode.crashed is None and cnode.log == [("info", "Farmhand ended with code 0.")]
    assert PLUGIN in sys.path
    assert "farmhand" in capsys.readouterr().out


def test_a_package_that_is_not_there_is_told(cnode, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "farmhand_clarisse.paths", None)
    cnode.run_text(text_of("batch.py"))
    assert cnode.crashed is None and "Farmhand cannot run: " in capsys.readouterr().out


def test_the_command_may_stand_among_cnodes_words():
    from farmhand_clarisse.batch import arguments

    words = ["cnode", "s.project", "-script", "batch.py", "--farmhand", "analyse", "s.project"]
    assert arguments(words, {"FARMHAND_BATCH": "tasks"}) == ["analyse", "s.project"]
    assert arguments(["cnode"], {"FARMHAND_BATCH": 'submit "a b.project"'})[0] == "submit"
    assert arguments([], {}) == []


def test_what_fails_at_any_call_is_told_or_does_no_harm(run_batch, cnode, capsys, caplog):
    run_batch("analyse", OURS[1])
    count, whole = len(cnode.recorder.calls), capsys.readouterr()
    step = 1 if os.environ.get("FARMHAND_PROOF") else max(1, count // 25)
    for fault in range(1, count + 1, step):
        cnode.recorder.calls.clear()
        cnode.recorder.failed = 0
        cnode.log.clear()
        cnode.project.path = ""
        cnode.recorder.fail_at = fault
        run_batch("analyse", OURS[1])
        said = capsys.readouterr()
        assert cnode.recorder.failed == 1, fault
        told = "injected" in said.err + str(cnode.log) + caplog.text
        assert told or (said.out, said.err) == whole, "call %d: neither told nor harmless" % fault
        caplog.clear()
