"""The pace of an analysis: Python's collector is left as it was, whatever ends the analysis."""

import gc

import pytest
import shapes

from farmhand.progress import Progress
from farmhand_ui.analysing import Analyser


class SlowHost:
    """Takes `steps` steps; the last one fails where it is told to."""

    def __init__(self, steps, fails=False):
        self.steps, self.fails = steps, fails

    def scene_path(self):
        return ""

    def analyse(self):
        for number in range(self.steps):
            assert not gc.isenabled()
            yield Progress("read", number, self.steps)
        if self.fails:
            raise ValueError("broken")
        return shapes.make_scene()


@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_rests_during_an_analysis_and_is_as_before_afterwards(qtbot, enabled, fails):
    analyser = Analyser()
    before = gc.isenabled()
    try:
        gc.enable() if enabled else gc.disable()
        with qtbot.waitSignal(analyser.failed if fails else analyser.finished, timeout=20000):
            analyser.start(SlowHost(50, fails))
        assert gc.isenabled() is enabled
        analyser.start(SlowHost(50))
        analyser.start(SlowHost(50))
        analyser.stop()
        analyser.stop()
        assert gc.isenabled() is enabled
    finally:
        gc.enable() if before else gc.disable()
