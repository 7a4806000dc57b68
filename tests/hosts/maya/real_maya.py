"""The real scenes, which are no part of this repository; both ways to a Scene: by the reader, and inside Maya."""

import dataclasses
import json
import os

import pytest

from farmhand.readers import open_scene
from farmhand.scene.host import run

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
SCENES = os.environ.get("FARMHAND_REAL_SCENES") or os.path.join(REPOSITORY, "..", "shared", "scenes")
FOLDER = os.path.abspath(os.path.join(SCENES, "maya"))

needed = pytest.mark.skipif(not os.path.isdir(FOLDER), reason="no real scenes (FARMHAND_REAL_SCENES)")


def named(ending):
    """Names of the files with this ending, without it."""
    found = os.listdir(FOLDER) if os.path.isdir(FOLDER) else []
    return sorted(name[: -len(ending)] for name in found if name.endswith(ending))


def path(name):
    return os.path.join(FOLDER, name)


def official(name):
    with open(path(name + ".official.json"), encoding="utf-8") as file:
        return json.load(file)


def read(scene_path, project=""):
    """The Scene by the file reader."""
    return run(open_scene(scene_path, project).analyse())


def look(maya, scene_path, project=""):
    """The Scene from inside Maya."""
    from farmhand_maya.host import MayaHost

    maya.project = project
    maya.open(scene_path)
    return run(MayaHost().analyse())


class Look:
    """One look at a scene from inside Maya.

    Attributes:
        scene: What was found.
        before, after: Maya's state around it.
        mutations: Commands that change something.
        project: Maya's project then.
    """

    def __init__(self, maya, scene_path, project):
        from farmhand_maya.host import MayaHost

        self.project = maya.project = project
        maya.open(scene_path)
        maya.selection = ["persp"]
        maya.undo = ["move"]
        self.before = maya.state()
        self.scene = run(MayaHost().analyse())
        self.after = maya.state()
        self.mutations = maya.mutations


def plain(scene, drop):
    """A scene without the tips of these codes, in an order of its own."""
    tips = sorted((tip.code, sorted(tip.details)) for tip in scene.tips if tip.code not in drop)
    return dataclasses.replace(scene, references=tuple(sorted(scene.references, key=repr)), tips=tuple(tips))


def codes(scene):
    return [tip.code for tip in scene.tips]
