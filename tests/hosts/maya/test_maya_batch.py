"""`mayapy -m farmhand_maya SCENE` and the functions for pipelines."""

import json
import os

import pytest
import real_maya

from farmhand.errors import SceneError

FOLDER = os.path.join(real_maya.REPOSITORY, "examples", "first_light")
FIRST_LIGHT = os.path.join(FOLDER, "scenes", "first_light.ma")


def mayapy(*arguments):
    from farmhand_maya.__main__ import main

    return main(list(arguments))


def test_a_scene_is_looked_at_by_maya(batch, capsys):
    assert mayapy("analyse", FIRST_LIGHT, "--project", FOLDER, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    read = json.loads(json.dumps(real_maya.read(FIRST_LIGHT, FOLDER).as_dict()))
    for one in (found, read):
        one["references"].sort(key=str)
    assert found == read
    assert {name for name, _, _ in batch.mutations} == {"workspace", "file"}


def test_a_scene_is_submitted(batch, sandbox_environment, capsys):
    assert mayapy(FIRST_LIGHT, "--project", FOLDER, "--layer", "fog", "--frames", "2-6x2", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["task_id"] > 0 and told["pictures"] == 3


def test_frames_come_back_with_the_options_of_the_command_line(batch, sandbox_environment, capsys, tmp_path):
    choices = ("--layer", "beauty", "--camera", "shotCam", "--frames", "1-2", "--priority", "101", "--tiles", "1")
    assert mayapy(FIRST_LIGHT, "--project", FOLDER, *choices, "--to", str(tmp_path / "frames"), "--json") == 0
    assert len(json.loads(capsys.readouterr().out)["files"]) == 2


def test_every_command_of_the_command_line_is_one_here():
    import argparse

    from farmhand import cli
    from farmhand_maya.__main__ import COMMANDS

    actions = cli._parser("farmhand")._actions
    (commands,) = [one.choices for one in actions if isinstance(one, argparse._SubParsersAction)]
    assert tuple(sorted(commands)) == COMMANDS


def test_its_help_is_its_own(batch, capsys):
    with pytest.raises(SystemExit):
        mayapy("submit", "--help")
    told = capsys.readouterr().out
    assert told.startswith("usage: mayapy -m farmhand_maya submit") and "--stop-after-priority" in told


def test_a_scene_that_maya_cannot_open_is_told(batch, capsys, tmp_path):
    assert mayapy(str(tmp_path / "gone.ma")) == 3
    assert "gone.ma" in capsys.readouterr().err


def test_a_layer_that_is_not_there_is_told(batch, capsys):
    assert mayapy(FIRST_LIGHT, "--layer", "nothing") == 4
    assert "nothing" in capsys.readouterr().err


def test_pipelines_look_at_the_open_scene(batch):
    import farmhand_maya

    batch.project = FOLDER
    batch.open(FIRST_LIGHT)
    assert [target.label for target in farmhand_maya.analyse_open_scene().targets] == ["masterLayer", "beauty", "fog"]


def test_pipelines_submit_the_open_scene(batch, sandbox_environment):
    import farmhand_maya

    batch.project = FOLDER
    batch.open(FIRST_LIGHT)
    assert farmhand_maya.submit_open_scene() > 0


def test_unsaved_changes_are_refused_since_the_farm_renders_the_file(batch):
    import farmhand_maya

    batch.open(FIRST_LIGHT)
    batch.modified = True
    with pytest.raises(SceneError) as told:
        farmhand_maya.submit_open_scene()
    assert "Save" in told.value.advice
