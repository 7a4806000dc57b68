"""Rows are a tuple of records to everybody but Python's collector, which does not see the single ones."""

import gc
import pickle

import pytest

from farmhand.scene.model import Asset, Reference, Scene
from farmhand.scene.rows import Rows

ASSETS = tuple(Asset("/t/%d.png" % number, number, 5, 6) for number in range(4))
REFERENCES = tuple(Reference("file%d" % one, "ftn", "/t/%d.png" % one, ("/t/%d.png" % one,)) for one in range(9))


def test_rows_are_equal_to_the_same_records_in_a_tuple():
    rows = Rows(Asset, ASSETS)
    assert rows == ASSETS
    records = ASSETS
    assert records == rows
    assert rows == list(ASSETS)
    assert rows == Rows(Asset, rows)
    assert rows != ASSETS[:3]
    assert rows != Rows(Asset, ASSETS[1:])
    assert rows != "four"
    assert Rows(Asset) == ()


def test_rows_give_records_one_by_one_and_in_slices():
    rows = Rows(Asset, ASSETS)
    assert isinstance(rows[1], Asset)
    assert rows[-1].path == "/t/3.png"
    assert isinstance(rows[1:3], Rows)
    assert rows[1:3] == ASSETS[1:3]
    assert [type(one) for one in rows] == [Asset] * 4
    assert ASSETS[2] in rows
    assert Asset("/t/2.png", 3, 5, 6) not in rows
    with pytest.raises(IndexError):
        assert rows[4]


def test_rows_tell_a_column_and_pick_by_flags():
    rows = Rows(Asset, ASSETS)
    assert list(rows.column("size")) == [0, 1, 2, 3]
    assert rows.picked(rows.column("size")) == ASSETS[1:]
    with pytest.raises(ValueError):
        rows.column("colour")


def test_rows_grow_for_who_gathers_them_and_nobody_else():
    first = Rows(Asset, ASSETS[:1])
    second = Rows(Asset, first)
    second.append(ASSETS[1])
    second.extend(ASSETS[2:])
    assert second == ASSETS
    assert first == ASSETS[:1]


def test_rows_are_told_and_pickled_as_what_they_hold():
    rows = Rows(Asset, ASSETS[:1])
    assert repr(rows) == "Rows(Asset, [%r])" % (ASSETS[0],)
    assert pickle.loads(pickle.dumps(rows)) == rows


@pytest.mark.parametrize(("kind", "records"), [(Asset, ASSETS), (Reference, REFERENCES)])
def test_the_collector_does_not_see_single_records(kind, records):
    rows = Rows(kind, records)
    gc.collect()
    gc.collect()
    assert all(gc.is_tracked(one) for one in records)  # what each full collection would look at
    assert not any(gc.is_tracked(one) for one in rows.plain)


def test_a_scene_holds_rows_whatever_a_script_gives_it():
    scene = Scene("maya", "2024", "/s.ma", "", references=REFERENCES, assets=list(ASSETS))
    assert isinstance(scene.references, Rows)
    assert isinstance(scene.assets, Rows)
    assert scene == Scene("maya", "2024", "/s.ma", "", references=Rows(Reference, REFERENCES), assets=ASSETS)
    assert scene.asset_bytes == 6
