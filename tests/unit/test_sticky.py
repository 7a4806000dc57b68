"""What the user chose comes back, for the layers that are still there, and never costs a start."""

import dataclasses
import json
import os

import pytest

from farmhand.frames import FrameRange
from farmhand.job import presets
from farmhand.job.choices import Choices, TargetChoice
from farmhand.job.sticky import ChoiceStore, Kept, choices_from_data, choices_to_data, finding_key, fitted, with_absent
from farmhand.scene.model import RenderTarget, Scene, Tip

CHOSEN = Choices(
    targets={
        "rs_fog": TargetChoice(enabled=False, frames=FrameRange.parse("1-60[2],99"), cameras=("topCam",)),
        "rs_gone": TargetChoice(width=640, height=360),
    },
    project_name="沙丘",
    plugins={"mtoa": "5.3.0"},
    priority_frames="101:5,7-9[1]",
    tiles=4,
    layered=True,
    frame_timeout=3600,
)


def scene(*names):
    frames = FrameRange.parse("1-10")
    targets = tuple(
        RenderTarget(name, name, "render_setup_layer", True, frames, ("cam",), ("cam", "topCam"), 64, 36, "arnold")
        for name in names
    )
    return Scene("maya", "2024", "/p/a.ma", "/p", targets=targets)


@pytest.fixture
def own_config(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("FARMHAND_SITE_SETTINGS", raising=False)
    return tmp_path


def test_everything_that_can_be_chosen_comes_back_as_it_was(tmp_path):
    store = ChoiceStore(str(tmp_path))
    kept = Kept(CHOSEN, frozenset(("20001:abc",)))
    store.save("/p/场景 a.ma", kept)
    assert ChoiceStore(str(tmp_path)).load("/p/场景 a.ma") == kept
    assert store.load("/p/b.ma") is None


def test_every_field_of_choices_survives_the_way_through_json():
    odd = {int: 2, str: "x", bool: True}
    for item in dataclasses.fields(Choices):
        if item.name in ("targets", "plugins"):
            continue
        few = {"ram": 128, "os_name": "linux", "tile_kind": "strip", "priority_frames": "111"}
        few.update(isolation="user", isolation_user="7")
        value = few.get(item.name, odd[type(item.default)])
        choices = dataclasses.replace(Choices(), **{item.name: value})
        data = json.loads(json.dumps(choices_to_data(choices)))
        assert data == {item.name: value}
        assert choices_from_data(data) == choices


def test_defaults_leave_no_file(tmp_path):
    ChoiceStore(str(tmp_path)).save("/p/a.ma", Kept())
    assert not os.path.exists(ChoiceStore(str(tmp_path)).path("/p/a.ma"))


def test_two_scenes_of_one_name_do_not_share_a_file(tmp_path):
    store = ChoiceStore(str(tmp_path))
    assert store.path("/p/a.ma") != store.path("/q/a.ma")
    assert len(os.path.basename(store.path("/p/" + "长" * 300 + ".ma"))) < 120


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"choices": 7, "ignored": {}}'])
def test_a_file_that_is_no_such_thing_is_as_none(tmp_path, text):
    store = ChoiceStore(str(tmp_path))
    store.save("/p/a.ma", Kept(CHOSEN))
    with open(store.path("/p/a.ma"), "w") as stream:
        stream.write(text)
    assert store.load("/p/a.ma") in (None, Kept())


@pytest.mark.parametrize(
    "wrong",
    [
        {"ram": 3},
        {"tiles": "four"},
        {"layered": 1},
        {"priority_frames": "101:x"},
        {"frames_per_task": True},
        {"invented": 1},
        {"plugins": [1]},
        {"targets": []},
    ],
)
def test_one_wrong_value_costs_only_itself(wrong):
    assert choices_from_data(dict(wrong, project_name="dune")) == Choices(project_name="dune")


@pytest.mark.parametrize("wrong", [{"frames": "10-1"}, {"width": 0}, {"cameras": "a"}, {"enabled": None}, {"x": 1}])
def test_one_wrong_value_of_a_layer_costs_only_itself(wrong):
    data = {"targets": {"rs_fog": dict(wrong, height=36)}}
    assert choices_from_data(data).targets == {"rs_fog": TargetChoice(height=36)}


def test_choices_apply_where_the_layer_still_is_and_wait_where_it_is_not():
    now = scene("rs_fog")
    applied = fitted(CHOSEN, now)
    assert set(applied.targets) == {"rs_fog"}
    assert applied.tiles == 4
    assert with_absent(applied, CHOSEN, now) == CHOSEN
    changed = applied.with_target("rs_fog", enabled=True)
    assert with_absent(changed, CHOSEN, now).targets["rs_gone"] == CHOSEN.targets["rs_gone"]
    assert with_absent(changed, CHOSEN, now).targets["rs_fog"].enabled


def test_a_camera_that_is_gone_leaves_the_scenes_own():
    choices = Choices().with_target("rs_fog", cameras=("old", "topCam")).with_target("b", cameras=("old",))
    applied = fitted(choices, scene("rs_fog", "b"))
    assert applied.targets["rs_fog"].cameras == ("topCam",)
    assert applied.targets["b"].cameras is None
    assert fitted(Choices().with_target("b", cameras=()), scene("b")).targets["b"].cameras == ()


def test_a_finding_is_known_again_until_it_is_about_something_more():
    tip = Tip("20001", "warning", "Files were not found.", ("a", "b"))
    assert finding_key(tip) == finding_key(dataclasses.replace(tip, message="Anders.", details=("b", "a")))
    assert finding_key(tip) != finding_key(dataclasses.replace(tip, details=("a", "b", "c")))


def test_the_users_default_preset_wins_over_the_studios(own_config, monkeypatch):
    site = own_config / "site"
    site.mkdir()
    (site / "presets.json").write_text(
        json.dumps({"Default": {"project_name": "studio"}, "Night": {"ram": 128, "targets": {"x": {"width": 1}}}})
    )
    monkeypatch.setenv("FARMHAND_SITE_SETTINGS", str(site / "settings.json"))
    assert presets.default_choices().project_name == "studio"
    presets.save_preset(" Default ", Choices(project_name="mine", targets={"a": TargetChoice(enabled=False)}))
    assert [(item.name, item.source) for item in presets.presets()] == [
        ("Default", "studio"),
        ("Night", "studio"),
        ("Default", "user"),
    ]
    assert presets.default_choices() == Choices(project_name="mine")
    night = presets.presets()[1]
    assert night.applied(CHOSEN) == Choices(ram=128, targets=CHOSEN.targets)
    presets.delete_preset("Default")
    assert presets.default_choices().project_name == "studio"


def test_a_preset_without_a_name_and_a_broken_file(own_config):
    with pytest.raises(presets.SettingsError, match="name"):
        presets.save_preset("  ", Choices())
    assert presets.presets() == ()
    os.makedirs(os.path.dirname(presets.user_file()))
    with open(presets.user_file(), "w") as stream:
        stream.write("{")
    assert presets.presets() == ()
    assert presets.default_choices() == Choices()
