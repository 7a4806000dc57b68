"""Each check finds what it is for, and one that breaks hides none of the others."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any, Dict

import pytest

from farmhand.frames import FrameRange
from farmhand.scene import checks
from farmhand.scene.model import Reference, RenderTarget, Scene, Tip

TARGET = RenderTarget(
    "defaultRenderLayer", "masterLayer", "legacy_layer", True, FrameRange.single(1), ("persp",), ("persp",), 960, 540,
    "arnold", "", "exr",
)  # fmt: skip
SCENE = Scene("maya", "2024", "/p/s.ma", "/p", {"mtoa": "5.3"}, (), (TARGET,))


def _codes(scene: Scene) -> Dict[str, str]:
    return {tip.code: tip.severity for tip in checks.run_checks(scene)}


def _with(**changes: Any) -> Scene:
    return replace(SCENE, targets=(replace(TARGET, **changes),))


def test_a_good_scene_has_no_tips() -> None:
    assert checks.run_checks(SCENE) == ()


@pytest.mark.parametrize(
    "scene, code, severity",
    [
        (_with(enabled=False), "20003", "error"),
        (_with(cameras=()), "15006", "error"),
        (_with(format="bmp"), "20004", "warning"),
        (_with(format=""), "20004", "warning"),
        (_with(renderer="vray"), "25008", "warning"),
        (_with(renumber=True), "25001", "warning"),
        (_with(output="a:b"), "25002", "warning"),
        (_with(output="../a"), "25002", "warning"),
        (_with(output="渲染/a"), "25002", "warning"),
        (_with(output="x" * 256), "25036", "warning"),
        (_with(output="<Scene"), "25036", "warning"),
        (_with(renderer="mayaVector"), "25014", "warning"),
        (_with(renderer="mayaSoftware"), "25066", "warning"),
        (_with(renderer="mayaHardware2"), "25067", "warning"),
        (replace(SCENE, targets=(TARGET, replace(TARGET, renderer="mayaSoftware"))), "20008", "warning"),
        (replace(SCENE, path="/p/场景.ma"), "25017", "warning"),
        (replace(SCENE, path="/p/s .ma"), "25017", "warning"),
        (replace(SCENE, path="/p/it's.ma"), "25053", "warning"),
        (replace(SCENE, references=(Reference("f", "ftn", "a.png", (), True, "texture"),)), "20001", "warning"),
        (replace(SCENE, references=(Reference("r", "reference", "a.ma", (), True, "reference"),)), "25009", "warning"),
    ],
)
def test_each_trouble_has_its_code(scene: Scene, code: str, severity: str) -> None:
    assert _codes(scene).get(code) == severity


def test_a_layer_that_is_off_troubles_nobody() -> None:
    off = replace(TARGET, enabled=False, cameras=(), format="", renderer="vray")
    assert _codes(replace(SCENE, targets=(TARGET, off))) == {}


def test_a_camera_may_hide_in_a_scene_that_was_not_looked_into() -> None:
    hidden = Reference("r", "reference", "cams.fbx", ("/p/cams.fbx",), False, "reference")
    assert _codes(replace(_with(cameras=()), references=(hidden,)))["15006"] == "warning"


def test_an_absolute_output_of_windows_is_no_odd_prefix() -> None:
    assert "25002" not in _codes(_with(output="D:/out/<Scene>"))


def test_errors_come_first() -> None:
    severities = [tip.severity for tip in checks.run_checks(_with(cameras=(), format=""))]
    assert severities == sorted(severities, key=lambda word: word != "error") and "error" in severities


def test_a_check_that_breaks_is_told_and_stops_no_other(monkeypatch: Any, caplog: Any) -> None:
    def broken(scene: Scene) -> Any:
        raise KeyError("gone")

    monkeypatch.setattr(checks, "CHECKS", (broken,) + checks.CHECKS)
    with caplog.at_level(logging.ERROR):
        found = checks.run_checks(_with(cameras=()))
    assert [tip.code for tip in found] == ["15006", "check_failed"]
    assert "broken" in found[1].details[0]
    assert caplog.records[0].exc_info


def test_messages_are_the_same_for_every_scene() -> None:
    """They are translated by their text: what differs belongs into the details."""
    one = checks.run_checks(_with(format="bmp"))
    two = checks.run_checks(replace(SCENE, targets=(replace(TARGET, label="fog", format="gif"),)))
    assert [tip.message for tip in one] == [tip.message for tip in two]
    assert [tip.details for tip in one] != [tip.details for tip in two]
    assert all(isinstance(tip, Tip) for tip in one)
