"""Folders of isolated assets, as the older documents cut them."""

import pytest
from recording import Recorder

from farmhand import settings as settings_module
from farmhand.credentials import Account
from farmhand.farm.client import FarmClient
from farmhand.farm.isolation import isolated, isolation_path, submit_fields


@pytest.mark.parametrize(
    ("number", "path"),
    [
        (12345, "000/012/345"),
        ("12345", "000/012/345"),
        (0, "000/000/000"),
        (999999999, "999/999/999"),
        (1234567890, "1234/567/890"),
        (11223344556677, "11223344/556/677"),
        ("007", "000/000/007"),
    ],
)
def test_a_number_becomes_three_folders(number, path):
    assert isolation_path(number) == path


@pytest.mark.parametrize("number", ["", "x", "../1", -5, "1.5", True, None, "١٢"])
def test_what_is_no_number_is_refused(number):
    with pytest.raises(ValueError, match="number is needed"):
        isolation_path(number)


def test_a_server_path_goes_below_its_folder():
    assert isolated("/D/a/b.png", 12345) == "/000/012/345/D/a/b.png"


def test_submission_says_which_model_and_whose():
    assert submit_fields(None, None) == {}
    assert submit_fields("TASK_ID_MODEL", None) == {"assetIsolationModel": "TASK_ID_MODEL"}
    assert submit_fields(" out_user_model ", " 7 ") == {"assetIsolationModel": "OUT_USER_MODEL", "outUserId": "7"}
    with pytest.raises(ValueError, match="out_user_id"):
        submit_fields("OUT_USER_MODEL", None)
    with pytest.raises(ValueError, match="TASK_ID_MODEL or OUT_USER_MODEL"):
        submit_fields("ISOLATE", None)


def test_a_submission_through_the_client_says_its_model():
    environment = {"FARMHAND_PROTOCOL": "http"}
    with Recorder() as recorder:
        environment["FARMHAND_DOMAIN"] = recorder.domain
        client = FarmClient(Account("id", "key"), settings_module.load(environment=environment, user_file="/nowhere"))
        client.submit(12345, "artist", asset_isolation_model="OUT_USER_MODEL", out_user_id=7)
        client.close()
    assert [request.data for request in recorder.requests] == [
        {"taskId": 12345, "producer": "artist", "assetIsolationModel": "OUT_USER_MODEL", "outUserId": "7"}
    ]
