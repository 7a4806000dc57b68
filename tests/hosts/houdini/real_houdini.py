"""The real scenes, which are no part of this repository; both ways to a Scene: by the reader, and inside Houdini."""

import json
import os
import re
from dataclasses import replace

import pytest

from farmhand.readers import open_scene
from farmhand.scene.host import run

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
READERS = os.path.join(REPOSITORY, "tests", "unit", "readers")
MADE = os.path.join(READERS, "houdini")
GOLDEN = os.path.join(READERS, "golden", "houdini")
SCENES = os.environ.get("FARMHAND_REAL_SCENES") or os.path.join(REPOSITORY, "..", "shared", "scenes")
FOLDER = os.path.abspath(os.path.join(SCENES, "houdini"))
NAMES = sorted(
    name
    for name in (os.listdir(FOLDER) if os.path.isdir(FOLDER) else [])
    if name.endswith((".hip", ".hipnc", ".hiplc"))
)

needed = pytest.mark.skipif(not NAMES, reason="no real scenes (FARMHAND_REAL_SCENES)")


def path(name):
    return os.path.join(FOLDER, name)


def official(name):
    with open(path(name + ".official.json"), encoding="utf-8") as file:
        return json.load(file)


def golden(name):
    with open(os.path.join(GOLDEN, name + ".json"), encoding="utf-8") as file:
        return json.load(file)


def read(scene_path):
    """The Scene by the file reader."""
    return run(open_scene(scene_path).analyse())


def look(houdini, scene_path):
    """The Scene from inside Houdini."""
    from farmhand_houdini.host import HoudiniHost

    houdini.open(scene_path)
    return run(HoudiniHost().analyse())


def ordered(scene, without=()):
    """A Scene whose lists do not depend on the order in which nodes are met, and without what only one side can tell.

    A file says which of its asset types a library holds, used or not, and lists what Houdini itself brought; Houdini is
    asked about types in use. Why a value cannot be told (50105) is told in other words.

    Args:
        scene: The Scene.
        without: Codes of tips that are left out.
    """
    return replace(
        scene,
        targets=tuple(sorted((replace(one, all_cameras=tuple(sorted(one.all_cameras))) for one in scene.targets),
                             key=lambda one: one.name)),
        cameras=tuple(sorted(scene.cameras, key=str)),
        references=tuple(sorted({_comparable(one) for one in scene.references
                                 if one.attribute != "library" or one.files or one.missing}, key=str)),
        tips=tuple(sorted((_told(tip) for tip in scene.tips if tip.code not in without), key=str)),
    )  # fmt: skip


def _comparable(reference):
    return reference._replace(node="") if reference.attribute == "library" else reference


def _told(tip):
    cut = (lambda one: one.split(": ")[0]) if tip.code == "50105" else (lambda one: re.sub(r"^.*\.library: ", "", one))
    return replace(tip, details=tuple(sorted(map(cut, tip.details))))


class Look:
    """One look at a scene from inside Houdini.

    Attributes:
        scene: What was found.
        before, after: Houdini's state around it.
    """

    def __init__(self, houdini, scene_path):
        from farmhand_houdini.host import HoudiniHost

        houdini.open(scene_path)
        self.before = houdini.state()
        self.scene = run(HoudiniHost().analyse())
        self.after = houdini.state()
