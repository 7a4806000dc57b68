"""What Houdini's start brings: a line about a submission that did not end, and nothing that stops Houdini."""

import glob
import os
import re
import sys
import threading
import time

import pytest
import real_houdini
from houdini_simulator import run_script
from made_hip import shot

from farmhand.submission.journal import FAILED, SUBMITTED, Journal

PLUGIN = os.path.join(real_houdini.REPOSITORY, "houdini_plugin")
STARTS = sorted(glob.glob(os.path.join(PLUGIN, "python*libs", "uiready.py")))
PYTHONS = {"3.7", "3.9", "3.10", "3.11", "3.13"}
"""Of Houdini 18.5 to 22."""


@pytest.fixture
def journal(monkeypatch, tmp_path):
    """A journal to write into, and the farm that the settings name."""
    folder = tmp_path / "journal"
    folder.mkdir()
    for name, value in {"DATA_FOLDER": str(folder), "DOMAIN": "farm.test", "PLATFORM": "2", "LANGUAGE": "en"}.items():
        monkeypatch.setenv("FARMHAND_" + name, value)
    return lambda: Journal(str(folder))


def note(journal, scene, ended=FAILED, account="farm.test/2/7"):
    made = journal()
    made.end(made.begin(scene, key="k", account=account), ended)


def start(houdini, path=STARTS[0]):
    with open(path, encoding="utf-8") as file:
        run_script(file.read())
    settle(houdini)


def settle(houdini):
    """Houdini goes on until nobody waits for it any more."""
    for thread in [one for one in threading.enumerate() if one.name == "farmhand-reminder"]:
        houdini.idle()  # as often as Houdini likes, before the thread is done
        thread.join()
    until = time.monotonic() + 10
    while houdini.waiting and time.monotonic() < until:
        houdini.idle()  # a thread may be alive for a moment after it left the list of threads


def test_every_python_of_houdini_has_a_start_and_all_are_alike():
    assert {re.search(r"python([\d.]+)libs", path).group(1) for path in STARTS} == PYTHONS
    texts = set()
    for path in STARTS:
        assert os.listdir(os.path.dirname(path)) == ["uiready.py"] or set(os.listdir(os.path.dirname(path))) == {
            "uiready.py", "__pycache__"}  # fmt: skip
        with open(path, encoding="utf-8") as file:
            texts.add(file.read())
    assert len(texts) == 1


def test_what_did_not_end_is_told_at_the_start_once(houdini, journal):
    note(journal, "/shots/old.hip")
    note(journal, "/shots/new.hip")
    note(journal, "/shots/done.hip", SUBMITTED)
    note(journal, "/shots/elsewhere.hip", account="other.test/2/7")
    start(houdini)
    (told,) = houdini.status
    assert told.startswith("Farmhand: Sending new.hip did not come to its end.")
    assert houdini.waiting == [] and len(houdini.callbacks) == 1
    start(houdini)  # another package, or a reload, runs it again
    assert len(houdini.status) == 1 and len(houdini.callbacks) == 1


def test_an_opened_scene_tells_of_its_own_submission(houdini, journal, tmp_path):
    start(houdini)
    path = shot(tmp_path)
    note(journal, "/shots/new.hip")
    houdini.open(path)
    settle(houdini)
    assert houdini.status == []
    note(journal, path)
    for happens in (houdini.save, houdini.clear):
        happens()
        settle(houdini)
        assert houdini.status == []
    houdini.open(path)
    settle(houdini)
    assert "shot.hip" in houdini.status[0] and houdini.waiting == []


def test_it_is_told_in_the_users_language(houdini, journal, monkeypatch):
    from farmhand_ui import translations

    before = translations.language()
    monkeypatch.setenv("FARMHAND_LANGUAGE", "zh")
    note(journal, "/shots/new.hip")
    start(houdini)
    translations.set_language(before)
    assert "new.hip" in houdini.status[0] and "Sending" not in houdini.status[0]


@pytest.mark.parametrize("broken", ["settings", "journal"])
def test_what_cannot_be_read_does_not_stop_houdini(houdini, journal, monkeypatch, tmp_path, broken):
    if broken == "settings":
        monkeypatch.setenv("FARMHAND_PLATFORM", "no number")
    else:
        (tmp_path / "journal" / "journal.sqlite").write_bytes(b"nothing that SQLite knows" * 100)
    start(houdini)
    assert houdini.status == [] and houdini.waiting == []


def test_without_windows_nothing_happens(hython, journal):
    note(journal, "/shots/new.hip")
    start(hython)
    assert hython.callbacks == [] and not [one for one in threading.enumerate() if one.name == "farmhand-reminder"]


def test_a_start_with_nothing_to_tell_reads_no_journal_and_brings_no_window(houdini, journal, tmp_path):
    for name in [name for name in sys.modules if name.startswith("farmhand_houdini.window")]:
        del sys.modules[name]
    start(houdini)
    assert houdini.status == [] and "farmhand_houdini.window" not in sys.modules
    assert os.listdir(str(tmp_path / "journal")) == []
