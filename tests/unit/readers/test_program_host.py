"""What every plug-in's Host has in common: names, changes, saving, and what is told when one of them is not there."""

import os

import pytest

from farmhand.errors import SceneError
from farmhand.readers.program_host import ProgramHost
from farmhand.scene.host import SavesScene


class Sketch(ProgramHost):
    name = program = "sketch"
    refusals = (RuntimeError,)

    def __init__(self, path=""):
        super().__init__()
        self.path, self.changed, self.refusal = path, False, None

    def scene_path(self):
        return self.path

    def unsaved(self):
        return self.changed

    def _save_as_named(self, path):
        if self.refusal is not None:
            raise self.refusal
        self.changed = False

    def analyse(self):
        self._begin(self.scene_path())
        yield from ()


@pytest.fixture
def sketch(tmp_path):
    path = tmp_path / "s.sketch"
    path.write_text("one")
    return Sketch(str(path))


def look(host):
    for _ in host.analyse():
        pass


def test_changes_in_the_program_count_and_saving_ends_them(sketch):
    look(sketch)
    assert isinstance(sketch, SavesScene) and not sketch.is_modified()
    sketch.changed = True
    assert sketch.is_modified()
    sketch.save()
    assert not sketch.is_modified()


def test_a_file_that_changed_since_the_look_counts_but_not_that_of_another_scene(sketch, tmp_path):
    assert not sketch.is_modified()  # nobody looked yet
    look(sketch)
    with open(sketch.path, "a") as file:
        file.write(" more")
    assert sketch.is_modified()
    sketch.path = str(tmp_path / "other.sketch")
    assert not sketch.is_modified()


def test_a_scene_without_a_name_is_told_what_to_do():
    host = Sketch()
    for call in (host.save, lambda: look(host)):
        with pytest.raises(SceneError, match="no name yet") as told:
            call()
        assert "Save it" in told.value.advice


def test_a_scene_whose_file_is_gone_is_refused(sketch):
    os.remove(sketch.path)
    with pytest.raises(SceneError, match="is not there"):
        look(sketch)


@pytest.mark.parametrize("error, why", [(RuntimeError("disk\n full"), "disk full"), (RuntimeError(), "RuntimeError")])
def test_why_the_program_cannot_save_is_told(sketch, error, why):
    sketch.refusal = error
    with pytest.raises(SceneError) as told:
        sketch.save()
    assert sketch.path in str(told.value) and "cannot be saved: %s." % why in str(told.value)


def test_what_is_no_refusal_is_not_taken_for_one(sketch):
    sketch.refusal = KeyError("a fault of ours")
    with pytest.raises(KeyError):
        sketch.save()
