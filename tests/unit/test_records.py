"""Answers of the farm in the shapes that it gives them."""

from farmhand.farm.records import Frame, OutputFile, Task, User


def test_a_layered_task_has_parts_and_a_plain_one_has_itself():
    plain = Task.from_data({"id": 5, "taskStatus": 25, "respRenderingTaskList": None})
    assert plain.leaves == (plain,)
    layered = Task.from_data({"id": 5, "taskStatus": 5, "respRenderingTaskList": [{"id": 7}, {"id": 9}]})
    assert [leaf.id for leaf in layered.leaves] == [7, 9]


def test_missing_null_and_textual_fields_never_break_a_record():
    assert Task.from_data({}).id == 0
    assert Frame.from_data({"id": "12", "frameExecuteTime": None, "feeAmount": "0.5", "couponFee": ""}).cost == 0.5
    assert OutputFile.from_data({"filePath": "/a/b", "fileSize": "null", "directory": "true"}) == OutputFile(
        "a/b", None, True
    )
    assert User.from_data({"userId": 1}, {"input_bid": 10}).input_bid == "10"


def test_every_documented_status_says_whether_the_task_has_ended():
    ended = {
        status for status in (0, 5, 8, 10, 15, 20, 23, 25, 30, 35, 40, 45, 50, 100) if Task(1, "", "", status).ended
    }
    assert ended == {10, 15, 20, 23, 25, 30, 35, 40, 45}
    unknown = Task(1, "", "", 77)
    assert (unknown.ended, unknown.status_text) == (False, "status 77")


def test_a_main_accounts_assets_are_used_where_it_shares_them():
    profile = {"userId": 5, "mainUserId": 3, "shareMainCapital": 1}
    bids = {"input_bid": "10", "parent_input_bid": "11"}
    assert User.from_data(profile, bids).asset_storage == ("11", 3)
    assert User.from_data(dict(profile, shareMainCapital=0), bids).asset_storage == ("10", 5)
