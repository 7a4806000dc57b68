"""The search for the sandboxes' key finds it wherever it is, and says where without saying it."""

import base64
import logging
import subprocess
import sys
from types import SimpleNamespace

import canary as canary_module
import pytest
from canary import Canary, sentence


@pytest.fixture
def bird():
    """A canary of its own, which nothing else hears of."""
    made = Canary()
    made.begin("test_x")
    return made


CONTENTS = {
    "plain": lambda key: b"\0\0" + key + b"\xff",
    "wide": lambda key: key.decode("ascii").encode("utf-16-le"),
    "base64": base64.b64encode,
    "over two blocks": lambda key: b"x" * ((1 << 20) - 7) + key,
    "at the end": lambda key: b"x" * (3 << 20) + key,
}


@pytest.mark.parametrize("kind", sorted(CONTENTS))
def test_a_file_with_the_key_is_found(bird, tmp_path, kind):
    (tmp_path / "deep").mkdir()
    (tmp_path / "fine.txt").write_bytes(b"nothing")
    (tmp_path / "deep" / "leak.bin").write_bytes(CONTENTS[kind](bird.key.encode("ascii")))
    bird.search_folder(tmp_path)
    assert bird.found == [str(tmp_path / "deep" / "leak.bin")]


def test_a_files_name_with_the_key_is_found_and_not_repeated(bird, tmp_path):
    (tmp_path / bird.key).write_bytes(b"")
    bird.search_folder(tmp_path)
    assert len(bird.found) == 1
    assert bird.key not in sentence(bird.found)


def test_a_place_where_it_may_stand_is_left_out(bird, tmp_path, monkeypatch):
    monkeypatch.setitem(canary_module.ALLOWED, "env/*.sh", "a test's own")
    (tmp_path / "env").mkdir()
    (tmp_path / "env" / "a.sh").write_text(bird.key)
    (tmp_path / "b.sh").write_text(bird.key)
    bird.search_folder(tmp_path)
    assert bird.found == [str(tmp_path / "b.sh")]


def test_a_log_record_with_the_key_in_text_arguments_or_traceback_is_found(bird):
    def record(text, *arguments, **more):
        bird.emit(logging.LogRecord("farmhand.x", logging.DEBUG, "x.py", 1, text, arguments, more.get("error")))

    record("fine %s", "x")
    assert bird.found == []
    record("key %s", bird.key)
    assert bird.found == ["test_x: log of farmhand.x"]
    for number, (text, arguments) in enumerate([(bird.key, ()), ("%d", (bird.key,))]):
        bird.begin("test_{}".format(number))
        record(text, *arguments)
    try:
        raise ValueError(bird.key)
    except ValueError:
        bird.begin("test_raised")
        record("failed", error=sys.exc_info())
    assert [place.split(":")[0] for place in bird.found] == ["test_x", "test_0", "test_1", "test_raised"]


def test_what_a_test_printed_and_why_it_failed_are_searched(bird):
    def report(longrepr, *sections):
        return SimpleNamespace(nodeid="test_x", when="call", longrepr=longrepr, sections=sections)

    bird.search_report(report(None, ("Captured stdout call", "fine")))
    assert bird.found == []
    bird.search_report(report("AssertionError: " + bird.key, ("Captured stderr call", bird.key)))
    assert bird.found == ["test_x: Captured stderr call", "test_x: traceback (call)"]


def test_an_error_is_searched_when_it_is_made(bird):
    class Wrong(Exception):
        def __init__(self, sentence, hint="", **params):
            super().__init__(sentence)
            self.params = params

    bird.watch_errors(Wrong)
    assert Wrong("no {what}", what="fine").params == {"what": "fine"}
    assert bird.found == []
    Wrong("no {what}", what=bird.key)
    assert bird.found == ["test_x: Wrong"]


def test_what_a_child_process_prints_is_searched(bird):
    class Child(subprocess.Popen):
        pass

    bird.watch_processes(Child)
    for stream in ("stdout", "stderr"):
        code = "import sys; sys.{}.write(sys.argv[1])".format(stream)
        child = Child([sys.executable, "-c", code, bird.key], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert bird.key.encode("ascii") in child.communicate()
    silent = Child([sys.executable, "-c", ""])
    assert silent.communicate() == (None, None)
    assert bird.found == ["test_x: {} of a child process".format(name) for name in ("output", "error output")]


def test_this_run_has_a_canary_that_hears_of_everything(canary):
    assert canary in logging.getLogger().handlers
    assert logging.getLogger("farmhand.anything").isEnabledFor(logging.DEBUG)
