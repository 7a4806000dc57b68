"""The submit ROP's parameters: every setting of a job is there, as the asset's own dialog has it, and is read back."""

import dataclasses
import json
import os

import dialog_script
import pytest
from houdini_simulator import run_script
from made_hip import camera, node, rop, scene, shot, submit_parms

from farmhand.errors import FarmhandError
from farmhand.job.choices import Choices, TargetChoice
from farmhand.job.presets import Preset

NO_PARMS = {
    "targets": "they are the connected ROPs",
    "layered": "layers are Maya's",
}
"""Choices that a submit ROP does not have -> why."""

CHANGED = {
    "project_name": ("dune", "dune"), "producer": ("ada", "ada"), "os_name": ("windows", "windows"),
    "ram": ("gb128", 128), "hardware_id": ("007", "007"), "software_version": ("20.0.590", "20.0.590"),
    "plugins": ("htoa=6.3.4.1, redshift=3.5.24", {"htoa": "6.3.4.1", "redshift": "3.5.24"}),
    "stop_after_priority": ("on", True), "frames_per_task": ("3", 3), "tiles": ("4", 4),
    "tile_kind": ("strip", "strip"), "frame_timeout": ("60", 60), "task_timeout": ("7200", 7200),
    "remind_after": ("600", 600), "all_frames": ("on", True), "isolation": ("user", "user"),
    "isolation_user": ("0042", "0042"),
}  # fmt: skip
"""Parameter -> what a scene's file has, and the choice that it is."""
PRIORITY = {"priority_first": "on", "priority_last": "on", "priority_own": "1, 3-4[1]"}


@pytest.fixture
def farm(hython, tmp_path):
    """Opens a scene whose submit ROP has these parameters, and gives that node."""

    def opened(**parms):
        hython.open(scene(
            tmp_path, camera(), rop("out/a"), rop("out/b"), node("out/fetch1", "fetch", source="/out/b"),
            node("out/farm", "farmhand_submit", inputs=("fetch1",), **submit_parms(**parms)),
        ))  # fmt: skip
        return hython.node("/out/farm")

    return opened


def asked(one):
    from farmhand_houdini.rop_settings import asked

    return asked(one)


def test_a_fresh_node_says_what_the_defaults_are(farm):
    assert asked(farm()) == (Choices(), TargetChoice())


@pytest.mark.parametrize("field", sorted(item.name for item in dataclasses.fields(Choices)))
def test_every_choice_is_a_parameter_that_is_read_back(farm, field):
    if field in NO_PARMS:
        assert field not in {one.name for one in dialog_script.own().parms}
        return
    parms, meant = (PRIORITY, "101:1,3-4[1]") if field == "priority_frames" else ({field: CHANGED[field][0]},
                                                                                 CHANGED[field][1])  # fmt: skip
    assert asked(farm(**parms)).choices == dataclasses.replace(Choices(), **{field: meant})


def test_menus_have_an_entry_for_each_meaning():
    from farmhand_houdini.rop_settings import MENUS

    parms = {one.name: one for one in dialog_script.own().parms}
    assert {name for name, one in parms.items() if one.kind == "ordinal"} == set(MENUS)
    for name, meanings in MENUS.items():
        assert len(parms[name].menu) == len(meanings)
        for (token, _), meaning in zip(parms[name].menu, meanings):
            assert str(meaning) in token or not meaning, (name, token, meaning)


def test_choices_become_parameters_that_say_the_same(farm):
    from farmhand_houdini.rop_settings import parms_of

    wanted = Choices(priority_frames="011:5", **{name: meant for name, (_, meant) in CHANGED.items()})
    parms = parms_of(wanted)
    kinds = {one.name: one.kind for one in dialog_script.own().parms}
    held = {name: ("off", "on")[value] if kinds[name] == "toggle" else str(value) for name, value in parms.items()}
    assert asked(farm(**held)).choices == wanted


def test_camera_frames_and_size_are_for_every_rop_it_leads_to(farm):
    from farmhand.job.choices import Job
    from farmhand.job.houdini import scene_info
    from farmhand.scene.host import run
    from farmhand_houdini.choosing import only
    from farmhand_houdini.host import HoudiniHost

    wanted = asked(farm(frames="1-9x4", camera="../../obj/cam1", width="640", height="360"))
    host = HoudiniHost()
    found = run(host.analyse())
    job = Job(found, only(found, wanted.choices, host.chosen(["/out/farm"]), wanted.each))
    (entry,) = [one for one in scene_info(found, job.targets)["rop_node"] if one["render"] == "1"]
    assert (entry["node"], entry["frames"], entry["camera"], entry["width"], entry["height"]) == (
        "/out/b", "1-9[4]", "/obj/cam1", "640", "360")  # fmt: skip


def test_a_camera_is_not_for_what_takes_none(hython, tmp_path):
    from farmhand.scene.host import run
    from farmhand_houdini.choosing import only
    from farmhand_houdini.host import HoudiniHost

    hython.open(scene(tmp_path, camera(), rop("out/g", "geometry", sopoutput="$HIP/x.$F.bgeo"),
                      rop("stage/r", "usdrender_rop", outputimage="$HIP/x.$F.exr")))  # fmt: skip
    found = run(HoudiniHost().analyse())
    each = TargetChoice(cameras=("/obj/cam1",), width=64, height=32)
    targets = only(found, Choices(), ["/out/g", "/stage/r"], each).targets
    assert targets["/out/g"] == TargetChoice(enabled=True)
    assert targets["/stage/r"] == TargetChoice(enabled=True, width=64, height=32)


@pytest.mark.parametrize("parm, value", [
    ("frames", "x"), ("camera", "/obj/no"), ("height", "9"), ("plugins", "a"), ("isolation_user", "ada"),
    ("priority_own", "9-"), ("tiles", "0"),
])  # fmt: skip
def test_without_windows_a_wrong_setting_is_an_error_of_the_node(hython, farm, parm, value):
    import hou

    from farmhand_houdini import submit_rop

    with pytest.raises(hou.NodeError) as told:
        submit_rop.submit({"node": farm(**{parm: value})})
    assert isinstance(told.value.__cause__, FarmhandError)


def test_buttons_that_need_windows_say_so(hython, farm):
    import hou

    from farmhand_houdini import submit_rop

    one = farm()
    for button in (submit_rop.open_panel, submit_rop.show_task):
        with pytest.raises(hou.NodeError, match="windows"):
            button({"node": one})


def test_a_new_node_begins_with_the_default_preset(houdini, tmp_path, monkeypatch):
    folder = tmp_path / "config"
    folder.mkdir()
    preset = Preset("Default", "studio", Choices(ram=128, isolation="task", priority_frames="100:7"))
    from farmhand.job.sticky import choices_to_data

    (folder / "presets.json").write_text(json.dumps({"Default": choices_to_data(preset.choices)}))
    monkeypatch.setenv("FARMHAND_SITE_PRESETS", str(folder / "presets.json"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nobody"))
    houdini.open(shot(tmp_path))
    with open(os.path.join(dialog_script.SECTION, "OnCreated"), encoding="utf-8") as file:
        run_script(file.read(), {"node": houdini.node("/out/farm")})
    (colour, parms) = houdini.mutations
    assert colour[0] == "setColor"
    assert parms == ("setParms", "/out/farm", {"ram": 1, "isolation": 1, "priority_first": 1, "priority_own": "7"})
    monkeypatch.delenv("FARMHAND_SITE_PRESETS")
    houdini.mutations.clear()
    with open(os.path.join(dialog_script.SECTION, "OnCreated"), encoding="utf-8") as file:
        run_script(file.read(), {"node": houdini.node("/out/farm")})
    assert [what for what, *_ in houdini.mutations] == ["setColor"]
