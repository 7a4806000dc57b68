"""Accounts that a user signs in with, and where their keys lie."""

import os
import stat
import sys
import types

import pytest

from farmhand import accounts, keychain, settings
from farmhand.accounts import Known
from farmhand.errors import SettingsError

KEY = "very-secret-key"
ONE = Known("id-one", "jop.foxrenderfarm.com", "2", label="artist")
TWO = Known("id-two", "127.0.0.1:8950", "3", "http")


class Ring(types.ModuleType):
    """A keyring library with a keychain in memory; `broken` makes it refuse, `priority` 0 makes it none."""

    def __init__(self, priority=5.0):
        super().__init__("keyring")
        self.priority = priority
        self.kept = {}
        self.broken = False

    def get_keyring(self):
        return self

    def _check(self):
        if self.broken:
            raise RuntimeError("locked, and the key is " + KEY)

    def set_password(self, service, name, secret):
        self._check()
        self.kept[service, name] = secret

    def get_password(self, service, name):
        self._check()
        return self.kept.get((service, name))

    def delete_password(self, service, name):
        self._check()
        del self.kept[service, name]


@pytest.fixture
def config(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in [name for name in os.environ if name.startswith("FARMHAND_")]:
        monkeypatch.delenv(name)
    return tmp_path / "config" / "farmhand"


@pytest.fixture(params=["keychain", "no keychain", "no library"])
def ring(request, monkeypatch):
    made = Ring(0 if request.param == "no keychain" else 5)
    monkeypatch.setitem(sys.modules, "keyring", None if request.param == "no library" else made)
    made.used = request.param == "keychain"
    return made


def written(config):
    return "".join(path.read_text() for path in config.rglob("*") if path.is_file() and path.name != keychain.FILE)


def test_an_account_that_was_added_is_in_use_wherever_its_key_lies(config, ring):
    place = accounts.add(ONE, KEY)
    assert (place == "keychain") == ring.used
    account = accounts.in_use()
    assert (account.access_id, account.reveal_key()) == ("id-one", KEY)
    assert KEY not in written(config)
    if ring.used:
        assert not (config / keychain.FILE).exists()
    else:
        assert stat.S_IMODE((config / keychain.FILE).stat().st_mode) == 0o600


def test_choosing_an_account_takes_its_farm_and_platform_along(config, ring):
    accounts.add(ONE, KEY)
    accounts.add(TWO, "other")
    loaded = settings.load()
    assert (loaded["domain"], loaded["platform"], loaded["protocol"]) == ("127.0.0.1:8950", "3", "http")
    assert [account.access_id for account in accounts.known()] == ["id-two", "id-one"]
    accounts.choose(ONE.name)
    loaded = settings.load()
    assert (loaded["domain"], loaded["platform"], loaded["protocol"]) == ("jop.foxrenderfarm.com", "2", "https")
    assert accounts.in_use().reveal_key() == KEY
    with pytest.raises(SettingsError, match="nobody"):
        accounts.choose("nobody")


def test_a_removed_account_leaves_no_key(config, ring):
    accounts.add(ONE, KEY)
    accounts.add(TWO, "other")
    accounts.remove(TWO.name)
    assert keychain.fetch(TWO.name) == ""
    assert accounts.in_use().access_id == "id-one"
    accounts.remove(ONE.name)
    assert accounts.known() == ()
    with pytest.raises(SettingsError, match="Nobody is signed in") as told:
        accounts.in_use()
    assert "FARMHAND_ACCESS_ID" in told.value.advice


def test_the_environment_wins(config, ring, monkeypatch):
    accounts.add(ONE, KEY)
    monkeypatch.setenv("FARMHAND_ACCESS_ID", "from-env")
    with pytest.raises(SettingsError, match="FARMHAND_ACCESS_KEY"):  # half an account is told, not silently left
        accounts.in_use()
    monkeypatch.setenv("FARMHAND_ACCESS_KEY", "key-env")
    assert accounts.in_use().access_id == "from-env"


def test_a_keychain_that_refuses_hands_over_to_the_file(config, monkeypatch, caplog):
    ring = Ring()
    monkeypatch.setitem(sys.modules, "keyring", ring)
    ring.broken = True
    assert accounts.add(ONE, KEY).endswith(keychain.FILE)
    assert accounts.in_use().reveal_key() == KEY
    ring.broken = False
    assert accounts.add(ONE, "new") == "keychain"  # and the file no longer holds the old one
    assert accounts.in_use().reveal_key() == "new"
    ring.broken = True
    with pytest.raises(SettingsError, match="Unlock|keychain") as caught:
        accounts.in_use()
    assert KEY not in str(caught.value) + caught.value.advice + caplog.text
    assert "new" not in str(caught.value)


def test_a_key_that_went_is_told(config, monkeypatch):
    ring = Ring()
    monkeypatch.setitem(sys.modules, "keyring", ring)
    accounts.add(ONE, KEY)
    ring.kept.clear()
    with pytest.raises(SettingsError, match="id-one"):
        accounts.in_use()


def test_a_key_file_that_others_can_read_is_closed(config, monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    accounts.add(ONE, KEY)
    os.chmod(str(config / keychain.FILE), 0o644)
    assert accounts.in_use().reveal_key() == KEY
    assert stat.S_IMODE((config / keychain.FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize(("access_id", "key"), [("", KEY), ("id", ""), ("id", "ключ"), ("i d", KEY)])
def test_what_is_no_id_or_key_is_refused(config, ring, access_id, key):
    with pytest.raises(SettingsError, match="access"):
        accounts.add(Known(access_id, "jop.foxrenderfarm.com", "2"), key)
    assert accounts.known() == ()


@pytest.mark.parametrize("text", ["{", "{}", '[1, {"access_id": "x"}]'])
def test_a_broken_list_of_accounts_is_an_empty_one(config, text):
    config.mkdir(parents=True)
    (config / accounts.FILE).write_text(text)
    (config / keychain.FILE).write_text(text)
    assert accounts.known() == ()
    assert keychain.fetch("x") == ""


def test_the_users_settings_are_kept_beside_those_that_are_there(config):
    settings.save_user_settings({"platform": "6", "language": "zh"})
    settings.save_user_settings({"language": "", "auto_download": "no"})
    loaded = settings.load()
    assert (loaded["platform"], loaded["language"], loaded["auto_download"]) == ("6", "", False)
    with pytest.raises(SettingsError, match="speed_limit"):
        settings.save_user_settings({"speed_limit": "fast"})
    assert settings.load()["platform"] == "6"
