"""What the user decides about files: what is sent, where it lies on the farm, and what is remembered."""

import json
import os
from dataclasses import replace

import pytest

from farmhand.errors import Cancelled, JobError
from farmhand.job import assets, remembered
from farmhand.job.assets import NOTHING_CHOSEN, AssetChoices, add, chosen, search
from farmhand.job.choices import Job
from farmhand.job.taskfiles import asset_file, upload_file
from farmhand.progress import CancelToken
from farmhand.scene.checks import run_checks
from farmhand.scene.model import Asset, Reference, Scene
from farmhand.transfer.ledger import Ledger

LOST = "/old/show/textures/hero/skin.<UDIM>.png"


@pytest.fixture
def scene(tmp_path):
    """A scene with two textures that share a file, and a lost one."""
    (tmp_path / "shot.ma").write_text("x")
    paths = [str(tmp_path / name) for name in ("a.png", "b.png")]
    for path in paths:
        with open(path, "w") as stream:
            stream.write(path)
    references = (
        Reference("one", "file", "a.png", (paths[0],), False, "texture"),
        Reference("both", "file", "[ab].png", tuple(paths), False, "texture"),
        Reference("lost", "file", LOST, (), True, "texture"),
        Reference("gone", "file", "gone.png", (), True, "texture"),
    )
    assets_ = tuple(add(paths))
    made = Scene("maya", "2024", str(tmp_path / "shot.ma"), str(tmp_path), references=references, assets=assets_)
    return replace(made, tips=run_checks(made))


def sent(scene):
    return [os.path.basename(asset.path) for asset in scene.assets]


def details(scene):
    return [detail for tip in scene.tips if tip.code == "20001" for detail in tip.details]


def make(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def test_nothing_chosen_is_the_scene_itself(scene):
    assert chosen(scene, AssetChoices()) is scene


def test_a_file_left_out_is_not_sent_unless_somebody_else_needs_it(scene):
    assert sent(chosen(scene, NOTHING_CHOSEN.with_ignored(["a.png"], True))) == ["a.png", "b.png"]
    assert sent(chosen(scene, NOTHING_CHOSEN.with_ignored(["[ab].png"], True))) == ["a.png"]
    back = NOTHING_CHOSEN.with_ignored(["[ab].png"], True).with_ignored(["[ab].png"], False)
    assert chosen(scene, back) is scene


def test_a_missing_file_left_out_is_not_missed(scene):
    assert len(details(scene)) == 2
    left = chosen(scene, NOTHING_CHOSEN.with_ignored(["gone.png"], True))
    assert details(left) == ["lost.file: " + LOST]
    assert [one.pattern for one in left.references if one.missing] == [LOST]
    assert details(chosen(scene, NOTHING_CHOSEN.with_ignored(["gone.png", LOST], True))) == []


def test_found_files_go_where_the_scene_looks_for_them(scene, tmp_path):
    make(tmp_path / "new", "wrong/skin.1001.png", "x/hero/skin.1001.png", "x/hero/skin.1002.png", "x/hero/skin.old.png")
    found = search(scene, [LOST, "gone.png"], str(tmp_path / "new"))
    assert [asset.server for asset in found[LOST]] == [
        "/old/show/textures/hero/skin.1001.png",
        "/old/show/textures/hero/skin.1002.png",
    ]
    assert {os.path.dirname(asset.path) for asset in found[LOST]} == {str(tmp_path / "new" / "x" / "hero")}
    mended = chosen(scene, NOTHING_CHOSEN.with_found(found))
    assert details(mended) == ["gone.file: gone.png"]
    entries = {entry["server"]: entry["local"] for entry in upload_file(Job(mended))["asset"]}
    assert entries["/old/show/textures/hero/skin.1002.png"] == found[LOST][1].path
    assert len(entries) == 5
    assert asset_file(Job(mended))["missing"] == [{"gone.file": "gone.png"}]


def test_a_relative_path_is_meant_from_the_project(scene, tmp_path):
    make(tmp_path / "new", "deep/gone.png")
    found = search(scene, ["gone.png"], str(tmp_path / "new"))
    assert found["gone.png"][0].server == str(tmp_path / "gone.png")


def test_the_ledger_knows_a_found_file_by_its_place_on_the_farm(scene, tmp_path):
    ledger = Ledger(str(tmp_path), "farm/1/1")
    here = scene.assets[0]
    there = here._replace(server="/elsewhere/a.png")
    ledger.record([there])
    plan = ledger.plan([here, there])
    assert (plan.new, plan.unchanged) == ((here,), (there,))


def test_a_search_ends_where_the_disk_does_not(scene, tmp_path, monkeypatch):
    make(tmp_path / "new", "1/x", "2/x", "3/x", "4/deep/gone.png")
    monkeypatch.setattr(assets, "MOST_FOLDERS", 3)
    assert search(scene, ["gone.png"], str(tmp_path / "new")) == {}
    monkeypatch.setattr(assets, "MOST_FOLDERS", 100)
    monkeypatch.setattr(assets, "DEEPEST", 1)
    assert search(scene, ["gone.png"], str(tmp_path / "new")) == {}
    monkeypatch.setattr(assets, "DEEPEST", 2)
    assert set(search(scene, ["gone.png"], str(tmp_path / "new"))) == {"gone.png"}
    os.symlink(str(tmp_path / "new"), str(tmp_path / "new" / "1" / "loop"))
    assert set(search(scene, ["gone.png"], str(tmp_path / "new"))) == {"gone.png"}
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        search(scene, ["gone.png"], str(tmp_path / "new"), cancel=token)


def test_added_files_and_folders_travel_once(scene, tmp_path):
    make(tmp_path / "extra", "lut.cube", "deep/notes.txt")
    added = add([str(tmp_path / "extra"), str(tmp_path / "extra" / "lut.cube"), str(tmp_path / "a.png")])
    choices = NOTHING_CHOSEN.with_added(added)
    assert sorted(sent(chosen(scene, choices))) == ["a.png", "b.png", "lut.cube", "notes.txt"]
    fewer = choices.without_added([str(tmp_path / "extra" / "lut.cube")])
    assert sorted(sent(chosen(scene, fewer))) == ["a.png", "b.png", "notes.txt"]
    with pytest.raises(JobError, match="nowhere"):
        add([str(tmp_path / "nowhere")])


def test_choices_are_remembered_for_each_scene(scene, tmp_path):
    make(tmp_path / "new", "gone.png")
    extra = add([str(tmp_path / "a.png")])
    found = search(scene, ["gone.png"], str(tmp_path / "new"))
    choices = NOTHING_CHOSEN.with_ignored([LOST], True).with_found(found).with_added(extra)
    remembered.remember(str(tmp_path), scene.path, choices)
    remembered.remember(str(tmp_path), "/other.ma", NOTHING_CHOSEN.with_ignored(["x"], True))
    assert remembered.recall(str(tmp_path), scene.path) == choices
    assert remembered.recall(str(tmp_path), "/unknown.ma") == NOTHING_CHOSEN
    os.remove(str(tmp_path / "new" / "gone.png"))
    assert remembered.recall(str(tmp_path), scene.path).found == {}
    remembered.remember(str(tmp_path), scene.path, NOTHING_CHOSEN)
    assert list(json.loads((tmp_path / remembered.NAME).read_text())) == ["/other.ma"]


DAMAGED = '{"/s.ma": {"found": [1], "added": [["x"]], "ignored": 5}}'


@pytest.mark.parametrize("content", ["", "[]", '{"/s.ma": 3}', DAMAGED])
def test_a_damaged_memory_remembers_nothing(tmp_path, content):
    (tmp_path / remembered.NAME).write_text(content)
    assert remembered.recall(str(tmp_path), "/s.ma") == NOTHING_CHOSEN


def test_only_so_many_scenes_are_remembered(tmp_path, monkeypatch):
    monkeypatch.setattr(remembered, "MOST_SCENES", 2)
    for name in "abc":
        remembered.remember(str(tmp_path), name, NOTHING_CHOSEN.with_ignored(["x"], True))
    assert sorted(json.loads((tmp_path / remembered.NAME).read_text())) == ["b", "c"]


def test_assets_compare_by_all_they_say():
    assert Asset("/a", 1, 2) != Asset("/a", 1, 2, 0, "/b")
