"""The estimate from test frames: its middle is true on average, and its spread holds what it promises."""

import random

import pytest

from farmhand.farm.records import Frame
from farmhand.watch.estimate import estimate, pictures_of


def frame(number, seconds=10.0, cost=1.0, status=4, kind=5, index=None):
    return Frame(number, index or str(number), status, kind, seconds, cost if status == 4 else 0.0, 1)


def test_equal_frames_give_a_sure_sum():
    told = estimate([frame(1), frame(2), frame(3), *(frame(number, status=1) for number in range(4, 104))], nodes=10)
    assert (told.measured, told.remaining, told.spent) == (3, 100, 3.0)
    assert (told.cost.low, told.cost.expected, told.cost.high) == pytest.approx((100.0, 100.0, 100.0))
    assert told.machine_seconds.expected == pytest.approx(1000.0)
    assert (told.seconds.expected, told.seconds.high) == pytest.approx((100.0, 110.0))


def test_one_frame_says_nothing_of_the_spread():
    told = estimate([frame(1), frame(2, status=8)])
    assert (told.cost.expected, told.cost.low, told.cost.high, told.seconds) == (1.0, None, None, None)


@pytest.mark.parametrize("frames", [[], [frame(1)], [frame(1, status=1)], [frame(1, kind=2), frame(2, status=1)]])
def test_where_nothing_can_be_told_nothing_is(frames):
    assert estimate(frames) is None


@pytest.mark.parametrize(
    ("index", "count"),
    [("7", 1), ("2-4[1]", 3), ("2-8[3]", 3), ("-3--1[1]", 3), ("-2-2[2]", 3), ("1,3-5[1]", 4), ("beauty", 1), ("", 1),
     ("1-99999999999999999999", 10**6), ("9-1", 1)],
)
def test_a_record_stands_for_the_frames_it_names(index, count):
    assert pictures_of(frame(1, index=index)) == count


def test_groups_are_counted_by_their_pictures():
    told = estimate([frame(1, index="1-4[1]", cost=8.0, seconds=40.0), frame(2, index="5-14[1]", status=1)])
    assert (told.measured, told.remaining) == (4, 10)
    assert (told.cost.expected, told.machine_seconds.expected) == (20.0, 100.0)


@pytest.mark.parametrize("measured", [2, 5])
def test_in_nine_cases_of_ten_the_bill_lies_in_the_spread(measured):
    dice = random.Random(measured)
    held = 0
    for _ in range(600):
        costs = [max(0.0, dice.gauss(5.0, 1.5)) for _ in range(measured + 60)]
        done = [frame(number, cost=cost) for number, cost in enumerate(costs[:measured])]
        told = estimate(done + [frame(number, status=1) for number in range(1000, 1060)])
        held += told.cost.low <= sum(costs[measured:]) <= told.cost.high
    assert 0.86 < held / 600.0 < 0.95
