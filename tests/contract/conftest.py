"""What tests of scripts written for the farm's own packages share: an account logged in, an analysed scene."""

import pytest
from rayvision_scripts import log_in

from farmhand.compat.rayvision import AnalyzeMaya


@pytest.fixture
def api(sandbox_environment):
    made = log_in(sandbox_environment)
    yield made
    made.close()


@pytest.fixture
def analysed(tmp_path, first_light):
    looked_at = AnalyzeMaya(str(first_light), "2024", "", {"mtoa": "5.3.0"}, workspace=str(tmp_path / "work"))
    looked_at.analyse()
    return looked_at
