"""What is found inside Houdini is what the file reader finds in the same scene, and looking changes nothing."""

import pytest
import real_houdini

pytestmark = real_houdini.needed

HOUDINI_ALONE = ("stage_not_cooked",)
"""Tips that a file cannot give rise to."""


@pytest.mark.parametrize("name", real_houdini.NAMES)
def test_houdini_and_the_reader_tell_the_same(looks, name):
    found = real_houdini.ordered(looks(real_houdini.path(name)).scene, HOUDINI_ALONE)
    read = real_houdini.ordered(real_houdini.read(real_houdini.path(name)))
    for part in ("targets", "references", "tips", "cameras", "plugins", "assets"):
        assert getattr(found, part) == getattr(read, part), part
    assert found == read


@pytest.mark.parametrize("name", real_houdini.NAMES)
def test_looking_changes_and_cooks_nothing(looks, name):
    look = looks(real_houdini.path(name))
    assert look.before == look.after
    assert look.after[-1] == []
