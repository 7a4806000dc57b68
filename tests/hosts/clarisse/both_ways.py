"""The same project by the file reader and inside Clarisse, and what of the two Scenes can be compared."""

import dataclasses
import os

import pytest
from clarisse_support import EXAMPLES

from farmhand.readers.clarisse import ClarisseReader
from farmhand.scene.host import run

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
SCENES = os.environ.get("FARMHAND_REAL_SCENES") or os.path.join(REPOSITORY, "..", "shared", "scenes")
KUBIX = os.path.abspath(os.path.join(SCENES, "clarisse", "kubix_demo.project"))
OURS = [os.path.join(EXAMPLES, name) for name in ("island.project", "harbour.project", "frames.build")]

needed = pytest.mark.skipif(not os.path.isfile(KUBIX), reason="no real scenes (FARMHAND_REAL_SCENES)")
PROJECTS = [*OURS, pytest.param(KUBIX, marks=needed)]


def live(clarisse, path):
    """The Scene from inside Clarisse, which must be as it was afterwards."""
    from farmhand_clarisse.host import ClarisseHost

    clarisse.open(path)
    before = clarisse.project.state()
    scene = run(ClarisseHost().analyse())
    assert clarisse.project.state() == before
    assert clarisse.recorder.mutations == [] and not clarisse.modified
    return scene


def read(path, environment=None):
    """The Scene by the file reader."""
    return run(ClarisseReader(path, environment=environment).analyse())


def both(clarisse, path):
    """Both Scenes, which were found equal but for what `comparable` leaves out."""
    found, filed = live(clarisse, path), read(path)
    for field in dataclasses.fields(filed):
        assert getattr(comparable(found), field.name) == getattr(comparable(filed), field.name), field.name
    return found, filed


def comparable(scene):
    """A Scene with what has no order in an order, without the version, which the program knows better, and without
    what only one of the two can tell."""
    from farmhand_clarisse.host import ONLY_FILE, ONLY_LIVE

    tips = [
        (tip.code, tip.severity, tip.message, tuple(sorted(tip.details)))
        for tip in scene.tips
        if tip.code not in ONLY_LIVE | ONLY_FILE
    ]
    targets = tuple(
        dataclasses.replace(target, all_cameras=tuple(sorted(target.all_cameras)), details=dict(target.details))
        for target in scene.targets
    )
    return dataclasses.replace(
        scene,
        version="",
        cameras=tuple(sorted(scene.cameras, key=repr)),
        targets=targets,
        references=tuple(sorted(scene.references, key=repr)),
        tips=tuple(sorted(tips)),
    )
