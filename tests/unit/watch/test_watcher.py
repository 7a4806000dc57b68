"""One poller for all tasks: how often it asks, and what it makes of deleted tasks, sleep and wrong clocks."""

import pytest
from stand_ins import Clocks, Farm, Token

from farmhand.errors import NetworkError
from farmhand.farm.codes import TASK_STATUSES
from farmhand.watch.watcher import IDLE, Watcher


@pytest.fixture
def clocks():
    return Clocks()


@pytest.fixture
def farm():
    return Farm()


def watcher(farm, clocks, longest=5.0, **more):
    return Watcher(farm, longest, wall=lambda: clocks.wall, steady=lambda: clocks.steady, **more)


def test_a_hundred_tasks_are_one_question(farm, clocks):
    for number in range(1, 251):
        farm.task(number)
    watched = watcher(farm, clocks)
    watched.add(*range(1, 251))
    assert len(watched.look()) == 250
    assert len(farm.asked) == 3


def test_it_asks_often_while_something_renders_and_rarely_while_all_wait(farm, clocks):
    farm.task(1, status=5)
    watched = watcher(farm, clocks)
    watched.add(1)
    pauses = [watched.look() and watched.pause() for _ in range(20)]
    assert pauses[0] == 0.5
    assert pauses == sorted(pauses)
    assert pauses[-1] == 5.0
    farm.task(1, status=0)
    pauses = [watched.look() and watched.pause() for _ in range(20)]
    assert pauses[0] == 0.5  # something changed
    assert pauses[-1] == IDLE
    farm.task(1, status=5)
    watched.look()
    assert watched.pause() == 0.5


@pytest.mark.parametrize("status", sorted(TASK_STATUSES) + [77])
def test_every_status_either_ends_the_watching_or_goes_on(farm, clocks, status):
    farm.task(1, status=status)
    watched = watcher(farm, clocks)
    watched.add(1)
    watched.look()
    ended = status in TASK_STATUSES and TASK_STATUSES[status].ended
    assert (watched.pause() is None) == ended
    forever = watcher(farm, clocks, ended_too=True)
    forever.add(1)
    for _ in range(20):
        forever.look()
    assert forever.pause() == (5.0 if status in (5, 8) else IDLE)


def test_a_layered_task_counts_as_rendering_when_a_part_renders(farm, clocks):
    part = {"id": 2, "taskStatus": 5, "executingFrames": 1, "layerName": "fog"}
    farm.task(1, status=0, respRenderingTaskList=[part, {"id": 3, "taskStatus": 0}])
    watched = watcher(farm, clocks)
    watched.add(1)
    for _ in range(20):
        watched.look()
    assert watched.pause() == 5.0


def test_a_deleted_task_is_told_when_it_is_absent_twice(farm, clocks):
    farm.task(1)
    farm.task(2)
    watched = watcher(farm, clocks)
    watched.add(1, 2)
    watched.look()
    del farm.tasks[1]
    assert [one.task_id for one in watched.look()] == [2]  # once may be a hiccup
    assert [(one.task_id, one.task is None) for one in watched.look()] == [(1, True), (2, False)]
    assert watched.task_ids == [2]
    farm.task(1)
    watched.add(1)
    watched.look()
    farm.tasks.pop(1)
    watched.look()
    farm.task(1)
    assert [one.task is None for one in watched.look()] == [False, False]


def test_a_task_that_never_was_is_told_at_once(farm, clocks):
    watched = watcher(farm, clocks)
    watched.add(9)
    assert [(one.task_id, one.task) for one in watched.look()] == [(9, None)]
    assert watched.pause() is None


def test_only_what_changed_is_marked(farm, clocks):
    farm.task(1)
    farm.task(2)
    watched = watcher(farm, clocks)
    watched.add(1, 2)
    assert [one.changed for one in watched.look()] == [True, True]
    farm.task(2, done=1)
    assert [one.changed for one in watched.look()] == [False, True]


def test_a_machine_that_slept_looks_at_once(farm, clocks):
    farm.task(1, status=0)
    watched = watcher(farm, clocks)
    watched.add(1)

    class Lid(Token):
        def wait(self, seconds):
            super().wait(seconds)
            if len(self.waited) == 2:
                clocks.wall += 8 * 3600  # the steady clock stands still while the machine sleeps

    token = Lid(clocks)
    watched.wait(token, seconds=IDLE)
    assert sum(token.waited) < 15


@pytest.mark.parametrize("jump", [-30 * 86400, -3600, -5])
def test_a_clock_that_is_set_back_changes_nothing(farm, clocks, jump):
    watched = watcher(farm, clocks)

    class Admin(Token):
        def wait(self, seconds):
            super().wait(seconds)
            if len(self.waited) == 1:
                clocks.wall += jump

    token = Admin(clocks)
    watched.wait(token, seconds=IDLE)
    assert sum(token.waited) == IDLE


def test_a_look_that_failed_changes_nothing(farm, clocks):
    farm.task(1)
    watched = watcher(farm, clocks)
    watched.add(1)
    watched.look()
    farm.failing = [NetworkError("The line broke.")]
    with pytest.raises(NetworkError):
        watched.look()
    assert [one.changed for one in watched.look()] == [False]


def test_watching_ends_when_all_have_ended(farm, clocks):
    farm.task(1, status=25)
    farm.task(2, status=5)
    watched = watcher(farm, clocks)
    watched.add(1, 2)
    looks = 0
    for _ in watched.looks(Token(clocks)):
        looks += 1
        if looks == 3:
            farm.task(2, status=30)
    assert looks == 4
