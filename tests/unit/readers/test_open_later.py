"""A scene whose reader is imported by the analysis answers as one that was opened at once."""

import subprocess
import sys

import pytest

from farmhand.errors import SceneError
from farmhand.readers import open_scene, open_scene_later
from farmhand.scene.host import run

HEAD = '//Maya ASCII 2024 scene\n//Name: s.ma\nrequires maya "2024";\ncreateNode file -n "file1";\n'
LOOKED = """
import sys
from farmhand.readers import open_scene_later
host = open_scene_later(sys.argv[1])
before = "farmhand.readers.maya_ascii" in sys.modules or "farmhand.nested" in sys.modules
steps = sum(1 for _ in host.analyse())
print(before, steps > 1, "farmhand.readers.maya_ascii" in sys.modules)
"""


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "s.ma"
    made.write_text(HEAD + "// End of s.ma\n", encoding="ascii")
    return made


def test_it_finds_the_same(path):
    later, now = open_scene_later(str(path)), open_scene(str(path))
    assert (later.name, later.scene_path()) == (now.name, now.scene_path())
    assert run(later.analyse()) == run(now.analyse())


def test_the_reader_is_imported_by_the_analysis(path):
    told = subprocess.check_output([sys.executable, "-c", LOOKED, str(path)], text=True, timeout=60)
    assert told.split() == ["False", "True", "True"]


def test_a_change_on_disk_is_seen_once_it_was_read(path):
    later = open_scene_later(str(path))
    assert not later.is_modified()
    run(later.analyse())
    assert not later.is_modified()
    path.write_text(HEAD + 'createNode file -n "file2";\n// End of s.ma\n', encoding="ascii")
    assert later.is_modified()


def test_what_is_no_scene_is_refused_at_once(tmp_path):
    (tmp_path / "a.ma").write_bytes(b"")
    with pytest.raises(SceneError, match="empty"):
        open_scene_later(str(tmp_path / "a.ma"))
    with pytest.raises(SceneError, match="There is no scene"):
        open_scene_later(str(tmp_path / "gone.ma"))


def test_saving_is_refused(path):
    with pytest.raises(SceneError, match="only read here"):
        open_scene_later(str(path)).save()
