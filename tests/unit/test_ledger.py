"""The ledger: an unchanged file is never sent again, a changed one always is."""

import os

import pytest

from farmhand.files import look
from farmhand.scene.model import Asset
from farmhand.transfer.ledger import Ledger

HOUR = 3600 * 10**9


class Clock:
    """Nanoseconds that a test sets."""

    def __init__(self):
        self.now = 0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ledger(tmp_path, clock):
    (tmp_path / "data").mkdir()
    return Ledger(str(tmp_path / "data"), "farm/2/10201/1", clock)


@pytest.fixture
def texture(tmp_path, clock):
    path = tmp_path / "贴图.png"
    path.write_bytes(b"pixels")
    clock.now = look(str(path)).mtime_ns + HOUR
    return path


def asset(path):
    return Asset(str(path), *look(str(path)))


def state(ledger, path):
    plan = ledger.plan([asset(path)])
    return [name for name in ("new", "changed", "unchanged") if getattr(plan, name)]


def test_a_file_is_new_then_unchanged_then_changed(ledger, texture):
    assert state(ledger, texture) == ["new"]
    ledger.record([asset(texture)])
    assert state(ledger, texture) == ["unchanged"]
    texture.write_bytes(b"repainted")
    assert state(ledger, texture) == ["changed"]


def test_another_content_of_the_same_size_and_time_is_noticed(ledger, texture):
    before = look(str(texture))
    ledger.record([asset(texture)])
    texture.write_bytes(b"PIXELS")
    os.utime(str(texture), ns=(before.mtime_ns, before.mtime_ns))
    assert look(str(texture))[:2] == before[:2]
    assert state(ledger, texture) == ["changed"]


def test_a_file_saved_in_the_very_moment_it_was_sent_is_judged_by_its_content(ledger, texture, clock):
    before = look(str(texture))
    clock.now = before.mtime_ns + 10**6
    ledger.record([asset(texture)])
    clock.now += HOUR
    assert state(ledger, texture) == ["unchanged"]
    twin = asset(texture)
    texture.write_bytes(b"PIXELS")
    hidden = ledger.plan([twin])
    assert [one.path for one in hidden.changed] == [str(texture)]


def test_a_time_zone_or_a_summer_time_changes_nothing(ledger, texture, monkeypatch):
    ledger.record([asset(texture)])
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    __import__("time").tzset()
    assert state(ledger, texture) == ["unchanged"]


def test_what_is_too_old_to_be_trusted_is_sent_again(ledger, texture, clock):
    ledger.record([asset(texture)])
    clock.now += 9 * 24 * HOUR
    assert state(ledger, texture) == ["unchanged"]
    clock.now += 2 * 24 * HOUR
    assert state(ledger, texture) == ["changed"]


def test_a_clock_set_back_makes_nothing_trusted(ledger, texture, clock):
    ledger.record([asset(texture)])
    clock.now -= 2 * HOUR
    assert state(ledger, texture) == ["changed"]


def test_another_storage_knows_nothing_of_this_one(ledger, texture, tmp_path, clock):
    ledger.record([asset(texture)])
    other = Ledger(str(tmp_path / "data"), "farm/2/10201/2", clock)
    assert state(other, texture) == ["new"]
    other.forget()
    assert state(ledger, texture) == ["unchanged"]
    ledger.forget()
    assert state(ledger, texture) == ["new"]


def test_another_local_file_under_the_same_server_name_is_sent(ledger, texture, clock):
    ledger.record([Asset("D:/a.png", 6, 1, 0)])
    assert ledger.plan([Asset("/D/a.png", 6, 1, 0)]).changed


def test_a_plan_counts_its_bytes(ledger, texture, tmp_path):
    (tmp_path / "b.png").write_bytes(b"xyz")
    ledger.record([asset(texture)])
    plan = ledger.plan([asset(texture), asset(tmp_path / "b.png")])
    assert (plan.bytes_to_send, plan.bytes_unchanged) == (3, 6)
    assert plan.to_send == (asset(tmp_path / "b.png"),)
