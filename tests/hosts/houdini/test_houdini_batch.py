"""`hython -m farmhand_houdini SCENE` and the functions for pipelines."""

import json
import os

import pytest
import real_houdini
from made_hip import camera, rop, scene, shot

from farmhand import cli
from farmhand.errors import SceneError


def hython_m(*arguments):
    from farmhand_houdini.__main__ import main

    return main(list(arguments))


def test_a_scene_is_looked_at_by_houdini(hython, tmp_path, capsys):
    path = shot(tmp_path)
    assert hython_m("analyse", path, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    read = json.loads(json.dumps(real_houdini.read(path).as_dict()))
    for one in (found, read):
        one["references"].sort(key=str)
        one["targets"].sort(key=str)
    assert found == read
    assert hython.mutations == []


def test_a_rop_is_submitted(hython, sandbox_environment, tmp_path, capsys):
    assert hython_m(shot(tmp_path), "--rop", "/out/beauty", "--frames", "2-3", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["task_id"] > 0 and told["pictures"] == 2


@pytest.mark.parametrize("program", ["houdini", "reader"])
def test_a_node_that_leads_to_rops_means_those(hython, sandbox_environment, tmp_path, capsys, program):
    path = shot(tmp_path)
    words = (path, "--rop", "/out/fetch1", "--json")
    assert (hython_m(*words) if program == "houdini" else cli.main(["submit", *words])) == 0
    assert json.loads(capsys.readouterr().out)["pictures"] == 2  # of /out/matte


def test_the_project_is_houdinis_job(hython, tmp_path, capsys):
    (tmp_path / "job").mkdir()
    (tmp_path / "job" / "a.exr").write_bytes(b"a")
    from made_hip import node

    path = scene(tmp_path, camera(), rop("out/r"), node("mat/m", "x", map="$JOB/a.exr"))
    assert hython_m("analyse", path, "--project", str(tmp_path / "job"), "--json") == 0
    (found,) = json.loads(capsys.readouterr().out)["references"]
    assert found["files"] == [str(tmp_path / "job" / "a.exr")]


def test_a_rop_that_is_not_there_is_told(hython, tmp_path, capsys):
    assert hython_m(shot(tmp_path), "--rop", "/out/nothing") != 0
    assert "/out/nothing" in capsys.readouterr().err


def test_a_scene_that_houdini_cannot_open_is_told(hython, tmp_path, capsys):
    assert hython_m(str(tmp_path / "gone.hip")) == 3
    assert "cannot open" in capsys.readouterr().err


def test_pipelines_submit_what_they_name(hython, sandbox_environment, tmp_path):
    import farmhand_houdini

    hython.open(shot(tmp_path))
    names = {target.name for target in farmhand_houdini.analyse_open_scene().targets}
    assert names == {"/out/beauty", "/out/matte"}
    assert farmhand_houdini.submit_open_scene(rops=["/out/farm"]) > 0
    with pytest.raises(SceneError, match="render nothing"):
        farmhand_houdini.submit_open_scene(rops=["/out/gone"])


def test_unsaved_changes_are_refused_since_the_farm_renders_the_file(houdini, tmp_path):
    import farmhand_houdini

    houdini.open(shot(tmp_path))
    houdini.modified = True
    with pytest.raises(SceneError) as told:
        farmhand_houdini.submit_open_scene()
    assert "Save" in told.value.advice


def test_the_submit_node_without_windows_sends_at_once(hython, sandbox_environment, tmp_path):
    from farmhand_houdini import submit_rop

    hython.open(shot(tmp_path))
    node = hython.node("/out/farm")
    submit_rop.submit({"node": node})
    assert node.cachedUserData("farmhand_last_task") > 0
    assert os.path.isfile(hython.path)
