"""Work in threads talks back in the window's thread, and not at all once closed."""

import threading

import pytest
from Qt import QtCore

from farmhand.progress import Progress
from farmhand_ui.background import Runner

WAIT = 20000


@pytest.fixture
def runner(qapp):
    made = Runner()
    yield made
    made.close()


def test_the_result_comes_back_in_the_main_thread(qtbot, runner):
    threads = []
    runner.start(
        lambda report, cancel: threading.current_thread(),
        lambda it: threads.extend((it, threading.current_thread())),
        pytest.fail,
    )
    qtbot.waitUntil(lambda: len(threads) == 2, timeout=WAIT)
    assert threads[0] is not threads[1]
    assert threads[1] is threading.main_thread()


def test_an_exception_comes_back_with_its_traceback(qtbot, runner):
    errors = []
    runner.start(lambda report, cancel: 1 / 0, pytest.fail, errors.append)
    qtbot.waitUntil(lambda: bool(errors), timeout=WAIT)
    assert isinstance(errors[0], ZeroDivisionError)
    assert errors[0].__traceback__ is not None


def test_a_flood_of_progress_is_thinned_and_its_last_is_heard(qtbot, runner):
    heard, results = [], []

    def work(report, cancel):
        for done in range(20000):
            report(Progress("upload", done, 20000))

    runner.start(work, results.append, pytest.fail, heard.append)
    qtbot.waitUntil(lambda: bool(results), timeout=WAIT)
    assert heard[-1].done == 19999
    assert len(heard) < 10000


def test_a_dropped_errand_is_not_heard(qtbot, runner):
    go, results = threading.Event(), []
    errand = runner.start(lambda report, cancel: go.wait(20), results.append, results.append)
    errand.drop()
    assert errand.cancel.cancelled
    go.set()
    runner.start(lambda report, cancel: "after", results.append, results.append)
    qtbot.waitUntil(lambda: "after" in results and not runner._errands, timeout=WAIT)
    assert results == ["after"]


def test_close_says_whether_every_worker_ended(runner):
    go = threading.Event()
    errand = runner.start(lambda report, cancel: go.wait(20), pytest.fail, pytest.fail)
    assert not runner.close(0.01)
    go.set()
    errand.thread.join(20)
    assert runner.close(1.0)


def test_nothing_is_emitted_after_close(runner):
    """The window may be gone by then: touching it would crash the DCC."""
    go, said = threading.Event(), []

    def remember(errand, kind, payload):
        said.append(kind)

    runner._said.connect(remember, QtCore.Qt.DirectConnection)
    errand = runner.start(lambda report, cancel: go.wait(20), pytest.fail, pytest.fail)
    assert not runner.close(0.01)
    go.set()
    errand.thread.join(20)
    assert said == []
