"""The open scene and its file give one Scene, and a look changes nothing."""

import dataclasses
import os

import pytest
import real_maya

FIRST_LIGHT = os.path.join(real_maya.REPOSITORY, "examples", "first_light", "scenes", "first_light.ma")
FIRST_LIGHT_PROJECT = os.path.dirname(os.path.dirname(FIRST_LIGHT))
SCENES = [real_maya.path(name + ".ma") for name in real_maya.named(".ma")] + [FIRST_LIGHT]


def comparable(scene):
    """A Scene with its parts in an order of no meaning, and without what only the open scene can tell."""
    from farmhand_maya.rules import ONLY_LIVE

    tips = [
        (tip.code, tip.severity, tip.message, tuple(sorted(tip.details)))
        for tip in scene.tips
        if tip.code not in ONLY_LIVE
    ]
    return dataclasses.replace(scene, references=tuple(sorted(scene.references, key=repr)), tips=tuple(sorted(tips)))


@pytest.mark.parametrize("path", SCENES, ids=os.path.basename)
def test_the_open_scene_is_the_scene_of_its_file(looks, maya, path):
    look = looks(path, FIRST_LIGHT_PROJECT if path == FIRST_LIGHT else "")
    live, file = comparable(look.scene), comparable(real_maya.read(path, look.project))
    for field in dataclasses.fields(file):
        assert getattr(live, field.name) == getattr(file, field.name), field.name
    assert live == file


@pytest.mark.parametrize("path", SCENES, ids=os.path.basename)
def test_a_look_changes_nothing(looks, path):
    look = looks(path, FIRST_LIGHT_PROJECT if path == FIRST_LIGHT else "")
    assert look.after == look.before
    assert look.mutations == []


def test_nodes_are_selected_and_what_is_gone_is_left_out(maya):
    from farmhand_maya.host import MayaHost

    maya.open(FIRST_LIGHT)
    name = next(node.path for node in maya.scene.nodes if node.type == "file")
    assert MayaHost().select_nodes([name, "gone", "/disk/inside.ass"]) == (name,)
    assert maya.selection == [name]
    assert not maya.modified
    assert MayaHost().select_nodes(["gone"]) == ()
    assert maya.selection == [name]
