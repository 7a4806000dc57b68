"""Where settings come from, and what is refused."""

import json
import pickle

import pytest

from farmhand import credentials, settings
from farmhand.credentials import Account
from farmhand.errors import SettingsError


def load(tmp_path, environment=None, overrides=None, site=None, user=None):
    files = {}
    for name, content in (("site", site), ("user", user)):
        files[name] = str(tmp_path / (name + ".json"))
        if content is not None:
            (tmp_path / (name + ".json")).write_text(json.dumps(content), encoding="utf-8")
    return settings.load(overrides, environment or {}, files["site"], files["user"])


def test_each_place_wins_over_the_one_before(tmp_path):
    site, user = {"platform": "3", "line": "a"}, {"platform": "6"}
    assert load(tmp_path)["platform"] == "2"
    assert load(tmp_path, site=site)["platform"] == "3"
    loaded = load(tmp_path, site=site, user=user)
    assert (loaded["platform"], loaded["line"]) == ("6", "a")
    loaded = load(tmp_path, {"FARMHAND_PLATFORM": "21"}, site=site, user=user)
    assert (loaded["platform"], loaded.sources["platform"]) == ("21", "the environment")
    assert load(tmp_path, {"FARMHAND_PLATFORM": "21"}, {"platform": "35"})["platform"] == "35"


@pytest.mark.parametrize(
    "environment",
    [
        {"FARMHAND_SPEED_LIMIT": "fast"},
        {"FARMHAND_SPEED_LIMIT": "0"},
        {"FARMHAND_POLL_SECONDS": "-1"},
        {"FARMHAND_PROTOCOL": "http"},
        {"FARMHAND_PROTOCOL": "ftp", "FARMHAND_DOMAIN": "127.0.0.1:80"},
        {"FARMHAND_PROTOCOL": "http", "FARMHAND_DOMAIN": "127.0.0.1.evil.example:80"},
    ],
)
def test_a_value_that_cannot_be_used_is_refused(tmp_path, environment):
    with pytest.raises(SettingsError):
        load(tmp_path, environment)


@pytest.mark.parametrize("domain", ["127.0.0.1", "127.0.0.1:8950", "localhost:1", "[::1]:80", "[::1]"])
def test_http_is_allowed_on_the_loopback(tmp_path, domain):
    assert load(tmp_path, {"FARMHAND_PROTOCOL": "http", "FARMHAND_DOMAIN": domain})["domain"] == domain


def test_an_unknown_setting_or_a_broken_file_is_named(tmp_path):
    with pytest.raises(SettingsError, match="platfrom"):
        load(tmp_path, user={"platfrom": "2"})
    (tmp_path / "user.json").write_text("{", encoding="utf-8")
    with pytest.raises(SettingsError, match="user.json"):
        load(tmp_path)


def test_without_an_account_both_variables_are_named():
    with pytest.raises(SettingsError, match="Nobody is signed in") as told:
        credentials.from_environment({})
    assert "FARMHAND_ACCESS_ID and FARMHAND_ACCESS_KEY" in told.value.advice


@pytest.mark.parametrize("given, lacking", [("ID", "KEY"), ("KEY", "ID")])
def test_half_an_account_is_told_as_that(given, lacking):
    with pytest.raises(SettingsError, match="FARMHAND_ACCESS_{} is not set".format(lacking)) as told:
        credentials.from_environment({"FARMHAND_ACCESS_" + given: "x"})
    assert "FARMHAND_ACCESS_" + given in told.value.advice


def test_a_key_shows_nowhere():
    account = Account("id", "very-secret")
    assert "very-secret" not in repr(account) + str(account) + "{}".format(account)
    with pytest.raises(TypeError):
        pickle.dumps(account)
