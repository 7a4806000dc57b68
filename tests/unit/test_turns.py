"""Work in a thread gives the window beside it its turn; the main thread, which nobody waits for, never stops."""

import threading

import pytest

from farmhand import turns


@pytest.fixture
def pauses(monkeypatch):
    """The pauses that were made, and in which thread."""
    made = []
    monkeypatch.setattr(turns.time, "sleep", lambda seconds: made.append((seconds, threading.current_thread().name)))
    return made


def worked(count):
    """What a worker gets of so many items."""
    found = []
    worker = threading.Thread(target=lambda: found.extend(turns.in_turns(range(count))), name="worker")
    worker.start()
    worker.join()
    return found


@pytest.mark.parametrize("count", [0, 1, turns.EVERY - 1, turns.EVERY, turns.EVERY + 1, 3 * turns.EVERY + 7])
def test_a_worker_gets_every_item_and_pauses_between_them(pauses, count):
    assert worked(count) == list(range(count))
    assert pauses == [(turns.PAUSE, "worker")] * (count // turns.EVERY)


def test_the_main_thread_never_pauses(pauses):
    assert list(turns.in_turns(iter(range(5 * turns.EVERY)))) == list(range(5 * turns.EVERY))
    assert pauses == []


def test_items_are_taken_when_they_are_wanted(pauses):
    taken = []
    worker = threading.Thread(target=lambda: next(iter(turns.in_turns(taken.append(one) for one in range(10**6)))))
    worker.start()
    worker.join()
    assert len(taken) == turns.EVERY
