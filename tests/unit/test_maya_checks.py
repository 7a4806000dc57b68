"""The farm's rules about the plug-ins and parts chosen for a Maya scene."""

import pytest

from farmhand.frames import FrameRange
from farmhand.job.checks import FarmFacts, check_job
from farmhand.job.choices import Choices, Job
from farmhand.scene.model import RenderTarget, Scene


def job(renderer, local, host="maya", **choices):
    target = RenderTarget("a", "a", "legacy_layer", True, FrameRange.parse("1-2[1]"), ("c",), ("c",), 9, 9, renderer)
    return Job(Scene(host, "2024", "/s.ma", "", local, targets=(target,)), Choices(**choices))


def told(made):
    return {tip.code: tip.details for tip in check_job(made)}


def test_another_version_than_the_scenes_is_told():
    assert told(job("arnold", {"mtoa": "5.3.0"}, plugins={"mtoa": "5.2.0"}))["20017"] == ("mtoa 5.3.0 -> 5.2.0",)
    assert "20017" not in told(job("arnold", {"mtoa": "5.3.0"}, plugins={"mtoa": "5.3.0"}))


@pytest.mark.parametrize("version,tiles,renderer,expected", [
    ("5.0.0", 4, "arnold", True), ("4.2.4", 4, "arnold", False), ("5.0.0", 1, "arnold", False),
    ("5.0.0", 4, "mayaSoftware", False),
])  # fmt: skip
def test_parts_of_a_frame_that_arnold_does_not_render(version, tiles, renderer, expected):
    found = told(job(renderer, {"mtoa": version}, tiles=tiles, layered=True))
    assert ("20023" in found) is expected


@pytest.mark.parametrize("renderer,expected", [("renderman", True), ("arnold", False)])
def test_arnold_beside_renderman(renderer, expected):
    assert ("25024" in told(job(renderer, {"mtoa": "5.3.0"}))) is expected


@pytest.mark.parametrize("version,expected", [("3.1.0", True), ("3.0.2", False), ("5.3.0", True)])
def test_cryptomatte_that_arnold_has_inside(version, expected):
    assert ("25037" in told(job("arnold", {"mtoa": version, "Cryptomatte": "1.1"}))) is expected


def test_only_what_the_farm_has_counts_as_chosen():
    plugin = {"cvId": 1, "pluginName": "Cryptomatte", "pluginVersions": [{"pluginVersion": "Cryptomatte 1.1"}]}
    facts = FarmFacts(software={"cgVersion": [{"id": 1, "cgVersion": "2024"}], "cgPlugin": [plugin]})
    made = job("renderman", {"mtoa": "5.3.0", "Cryptomatte": "1.1"})
    assert not {"25024", "25037"} & {tip.code for tip in check_job(made, facts)}


def test_other_programs_have_none_of_it():
    assert not {"20017", "25024"} & set(told(job("renderman", {"mtoa": "5"}, "houdini", plugins={"mtoa": "4"})))
