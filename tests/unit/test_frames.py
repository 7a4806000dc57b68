"""Frame ranges in the farm's syntax."""

import pytest
from hypothesis import given, strategies as st

from farmhand.errors import JobError
from farmhand.frames import FrameRange


@pytest.mark.parametrize(
    "text, written, frames",
    [
        ("1-10[1]", "1-10[1]", list(range(1, 11))),
        ("1-10", "1-10[1]", list(range(1, 11))),
        ("1-10x4", "1-10[4]", [1, 5, 9]),
        ("537", "537", [537]),
        ("10-10[1]", "10-10[1]", [10]),
        ("-5--1[1]", "-5--1[1]", [-5, -4, -3, -2, -1]),
        ("-5", "-5", [-5]),
        ("-2-2[2]", "-2-2[2]", [-2, 0, 2]),
        ("1, 5-6, 5", "1,5-6[1],5", [1, 5, 6]),
    ],
)
def test_a_range_is_read_counted_and_written_back(text, written, frames):
    parsed = FrameRange.parse(text)
    assert str(parsed) == written
    assert list(parsed) == frames
    assert len(parsed) == len(frames)
    assert (parsed.first, parsed.last) == (frames[0], frames[-1])


@pytest.mark.parametrize("text", ["", "a", "1-", "10-1", "1-10[0]", "1-10[", "1..10", "1-10[-1]", "1.5", ",", "1-10x"])
def test_text_that_is_no_range_is_refused_and_named(text):
    with pytest.raises(JobError):
        FrameRange.parse(text)


def test_a_step_that_passes_the_end_does_not_yield_frames_beyond_it():
    assert list(FrameRange.parse("1-10x4")) == [1, 5, 9]
    assert 13 not in FrameRange.parse("1-10x4")


def test_a_range_of_a_billion_frames_costs_nothing_to_count():
    assert len(FrameRange.span(1, 10**9)) == 10**9


@given(st.lists(st.tuples(st.integers(-999, 999), st.integers(0, 50), st.integers(1, 9)), min_size=1, max_size=5))
def test_what_is_written_reads_back_as_the_same_frames(parts):
    text = ",".join("{}-{}[{}]".format(start, start + length, step) for start, length, step in parts)
    parsed = FrameRange.parse(text)
    assert str(parsed) == text
    assert FrameRange.parse(str(parsed)) == parsed
    expected = {frame for start, length, step in parts for frame in range(start, start + length + 1, step)}
    assert list(parsed) == sorted(expected)
    assert len(parsed) == len(expected)
