"""Versions on the farm, told before anything is paid."""

import pytest

from farmhand.errors import JobError
from farmhand.job.choices import Choices, Job
from farmhand.job.software import match
from farmhand.scene.model import Scene

DETAIL = {
    "cgVersion": [{"id": 1, "cgVersion": "2023"}, {"id": 2, "cgVersion": "2024"}],
    "cgPlugin": [
        {"cvId": 1, "pluginName": "mtoa", "pluginVersions": [{"pluginVersion": "mtoa 5.1.0"}]},
        {
            "cvId": 2,
            "pluginName": "mtoa",
            "pluginVersions": [{"pluginVersion": "mtoa 5.3.0"}, {"pluginVersion": "5.4"}],
        },
    ],
}


def job(version="2024", plugins=None, **choices):
    return Job(Scene("maya", version, "/a.ma", "", plugins or {}), Choices(**choices))


def test_the_scenes_plugins_are_asked_for_where_the_farm_knows_them():
    chosen = match(job(plugins={"mtoa": "5.3.0", "stereoCamera": "10.0"}), DETAIL)
    assert (chosen.version, dict(chosen.plugins), chosen.tips) == ("2024", {"mtoa": "5.3.0"}, ())


def test_a_plugin_version_of_another_dcc_version_does_not_count():
    chosen = match(job(plugins={"mtoa": "5.1.0"}), DETAIL)
    assert chosen.tips[0].details == ("mtoa 5.1.0 (farm: 5.3.0, 5.4)",)


def test_a_dcc_version_that_the_farm_lacks_is_refused_with_what_it_has():
    with pytest.raises(JobError) as refused:
        match(job("7.0"), DETAIL)
    assert "2023, 2024" in refused.value.advice
    assert match(job("7.0", software_version="2023"), DETAIL).version == "2023"


def test_a_plugin_that_the_user_chose_must_be_there_and_wins_over_the_scene():
    assert match(job(plugins={"mtoa": "1"}), DETAIL).plugins == {"mtoa": "1"}
    chosen = Job(job(plugins={"mtoa": "1"}).scene, Choices(plugins={"mtoa": "5.4"}))
    assert match(chosen, DETAIL).plugins == {"mtoa": "5.4"}
    with pytest.raises(JobError, match="mtoa 9"):
        match(Job(chosen.scene, Choices(plugins={"mtoa": "9"})), DETAIL)
