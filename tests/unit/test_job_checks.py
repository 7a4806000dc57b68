"""What the user is told of a job before it is paid, and what the fixes do."""

import dataclasses

import pytest

from farmhand.farm.records import Hardware, User
from farmhand.frames import FrameRange
from farmhand.job import checks
from farmhand.job.checks import FIXES, FarmFacts, check_job
from farmhand.job.choices import Choices, Job
from farmhand.paths import server_path
from farmhand.scene.model import Asset, Reference, RenderTarget, Scene

SOFTWARE = {
    "cgVersion": [{"id": 1, "cgVersion": "2022"}, {"id": 2, "cgVersion": "2024"}],
    "cgPlugin": [{"cvId": 2, "pluginName": "mtoa", "pluginVersions": [{"pluginVersion": "mtoa 5.3.0"}]}],
}
CPU = Hardware("301", "Default", 64, 0, "2", True)
GPU = Hardware("401", "2080Ti", 64, 2, "2", True, (2013,), ((2000, "2024"),), (r"^mtoa 5\.[0-2]",), ("25067",))
USER = User(1, "a", "1", "2", "3", balance=10.0)


def target(name, output="", frames="1-10[1]", cameras=("cam",), enabled=True, kind="render_setup_layer"):
    return RenderTarget(
        name, name, kind, enabled, FrameRange.parse(frames), cameras, ("cam",), 64, 36, "arnold", output
    )


def scene(*targets, **changes):
    made = Scene("maya", "2024", "/p/a.ma", "/p", {"mtoa": "5.3.0"}, targets=targets or (target("a"),))
    return dataclasses.replace(made, **changes)


def codes(job, **facts):
    return [tip.code for tip in check_job(job, FarmFacts(**facts))]


def test_a_good_job_has_nothing_to_tell():
    assert codes(Job(scene()), software=SOFTWARE, hardware=(CPU, GPU), user=USER, platform="2") == []


def test_a_version_that_the_farm_lacks_is_an_error_and_the_nearest_mends_it():
    job = Job(scene(version="2023", plugins={"mtoa": "5.1.0"}))
    facts = FarmFacts(software=SOFTWARE)
    assert codes(job, software=SOFTWARE) == ["15013"]
    mended = Job(job.scene, FIXES["15013"].apply(job, facts))
    assert (mended.choices.software_version, mended.choices.plugins) == ("2024", {"mtoa": "5.3.0"})
    assert codes(mended, software=SOFTWARE) == ["20017"]  # it renders, with other versions than the scene's


@pytest.mark.parametrize(
    "changes, told",
    [
        ({"host": "clarisse", "version": "5"}, "Clarisse"),
        ({}, "Maya 2024"),
        ({"version": "2022", "plugins": {"mtoa": "5.1.0"}}, "mtoa 5.1.0"),
    ],
)
def test_hardware_that_excludes_the_software_is_told_and_given_up(changes, told):
    job = Job(scene(**changes), Choices(hardware_id="401"))
    facts = FarmFacts(hardware=(CPU, GPU))
    tip = check_job(job, facts)[0]
    assert (tip.code, tip.severity, tip.details) == ("hardware_excludes", "error", (told,))
    assert check_job(Job(job.scene, FIXES[tip.code].apply(job, facts)), facts) == ()


def test_hardware_that_is_gone_is_told():
    assert codes(Job(scene(), Choices(hardware_id="999")), hardware=(CPU,)) == ["hardware_gone"]
    off = dataclasses.replace(CPU, usable=False)
    assert codes(Job(scene(), Choices(hardware_id="301")), hardware=(off,)) == ["hardware_gone"]


def test_hardware_records_are_read_with_and_without_the_newer_keys():
    assert (
        Hardware.from_data({"id": 301, "ram": "64GB", "gpuNum": None, "status": 1, "platform": 2, "model": "Default"})
        == CPU
    )
    odd = Hardware.from_data({"ram": "lots", "gpuNum": "2*GPU", "notSupportCgId": None, "notSupportCgVersions": [3]})
    assert (odd.ram, odd.gpus, odd.refused_software, odd.refused_versions) == (0, 2, (), ())


def test_arrears_stop_and_an_empty_account_warns_unless_there_are_coupons():
    assert codes(Job(scene()), user=dataclasses.replace(USER, balance=-1.0)) == ["913"]
    assert codes(Job(scene()), user=dataclasses.replace(USER, balance=0.0)) == ["low_balance"]
    assert codes(Job(scene()), user=dataclasses.replace(USER, balance=0.0, coupon=5.0)) == []


def test_paths_that_clash_or_do_not_exist_on_the_farm_are_errors():
    assert codes(Job(scene(assets=(Asset("D:/a.png", 1, 1), Asset("/D/a.png", 1, 1))))) == ["server_path_clash"]
    assert codes(Job(scene(assets=(Asset("$X/a.png", 1, 1),)))) == ["no_server_path"]


@pytest.mark.parametrize("name", ["a:b.png", "nul.png", "a?.png", "a /b.png", "a./b.png", "x/con/y.png", 'a"b.png'])
def test_names_that_windows_nodes_refuse_are_told_for_windows_alone(name):
    with_name = scene(assets=(Asset("/p/" + name, 1, 1),))
    assert codes(Job(with_name, Choices(os_name="windows"))) == ["name_refused"]
    assert codes(Job(with_name, Choices(os_name="linux"))) == []


def test_usual_names_and_drives_pass_on_windows():
    usual = scene(assets=(Asset("D:/p/console/a b.0001.png", 1, 1), Asset("D:\\p\\贴图.png", 1, 1)))
    assert codes(Job(usual, Choices(os_name="windows"))) == []


def test_outputs_that_overwrite_each_other_are_told_where_the_dcc_does_not_part_them():
    twins = (target("/out/a", "$HIP/x.$F4.exr", kind="rop"), target("/out/b", "$HIP/x.$F4.exr", kind="rop"))
    assert codes(Job(scene(*twins, host="houdini"))) == ["output_clash"]
    assert codes(Job(scene(target("/out/a", "$HIP/x.exr", kind="rop"), host="houdini"))) == ["output_flat"]
    assert codes(Job(scene(target("/out/a", "$HIP/x.exr", "5", kind="rop"), host="houdini"))) == []


def test_layers_are_switched_on_or_off_by_the_fix():
    off = Job(scene(target("a", enabled=False), target("b", enabled=False, cameras=())))
    assert codes(off) == ["20003"]
    mended = Job(off.scene, FIXES["20003"].apply(off, FarmFacts()))
    assert [one.name for one in mended.rendering] == ["a"]
    blind = Job(scene(target("a"), target("b", cameras=())))
    assert codes(blind) == ["15006"]
    assert codes(Job(blind.scene, FIXES["15006"].apply(blind, FarmFacts()))) == []


def test_a_check_that_fails_becomes_a_warning_and_the_others_run(monkeypatch):
    def broken(job, facts):
        raise KeyError("x")

    monkeypatch.setattr(checks, "CHECKS", (broken,) + checks.CHECKS)
    found = codes(Job(scene()), user=dataclasses.replace(USER, balance=-1.0))
    assert found == ["913", "check_failed"]


def test_tiles_exclude_what_the_farm_cannot_do_with_them_and_the_fixes_mend_it():
    job = Job(scene(), Choices(tiles=4, frames_per_task=2))
    assert codes(job) == ["tiles_and_frames", "tiles_and_layers", "20023"]
    for code in codes(job)[:2]:
        job = Job(job.scene, FIXES[code].apply(job, FarmFacts()))
    assert codes(job) == ["20023"]
    assert (job.choices.tiles, job.choices.frames_per_task, job.choices.layered) == (4, 1, True)


def test_what_is_said_of_files_follows_those_that_travel_and_is_worked_out_once(monkeypatch):
    files = ("D:/s.0001.exr", "D:/s.0050.exr")
    sequence = Reference("f", "ftn", "D:/s.####.exr", files, False, "texture", frames=(1, 50))
    assets = tuple(Asset(path, 1, 1) for path in ("/D/s.0050.exr", "D:/s.0001.exr", "D:/s.0050.exr"))
    made = scene(references=(sequence,), assets=assets)
    asked = []
    monkeypatch.setattr(checks, "server_path", lambda path: asked.append(path) or server_path(path))
    assert codes(Job(made)) == []  # frame 50 stays here
    assert len(asked) == 3
    assert codes(Job(made, Choices().with_target("a", width=32))) == [] and len(asked) == 3
    assert codes(Job(made, Choices(all_frames=True))) == ["server_path_clash"]
    assert codes(Job(made)) == []
