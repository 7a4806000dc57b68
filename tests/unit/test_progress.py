"""What running work says, and how it is stopped."""

import pytest

from farmhand.errors import Cancelled, FarmhandError
from farmhand.progress import CancelToken, Progress
from farmhand.scene.host import run, step


def test_progress_says_how_far_and_how_long_only_where_that_is_known():
    assert Progress("upload", 50, 200, "bytes", rate=10).fraction == 0.25
    assert Progress("upload", 50, 200, "bytes", rate=10).remaining == 15
    assert (Progress("upload", 50).fraction, Progress("upload", 50).remaining) == (0.0, 0.0)


def test_a_cancelled_wait_ends_at_once():
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        token.wait(3600)


def test_an_analysis_is_run_through_or_in_slices_and_can_be_stopped():
    def analysis():
        for number in range(3):
            yield Progress("read", number, 3)
        return "scene"

    heard = []
    assert run(analysis(), heard.append) == "scene"
    assert [progress.done for progress in heard] == [0, 1, 2]
    sliced = analysis()
    assert [step(sliced, 0) for _ in range(4)] == [None, None, None, "scene"]
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        run(analysis(), cancel=token)


def test_an_error_fills_its_sentence_and_its_hint():
    error = FarmhandError("{path} is full.", "Free {path}.", path="/x {y}")
    assert (str(error), error.advice) == ("/x {y} is full.", "Free /x {y}.")
    assert str(FarmhandError("a {b} c")) == "a {b} c"
