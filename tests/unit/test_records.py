"""Answers of the farm in the shapes that it gives them."""

import pytest

from farmhand.farm.codes import CG_IDS, ERROR_HINTS, ERRORS, FRAME_STATUSES, TASK_STATUSES, cg_id
from farmhand.farm.records import Frame, Hardware, Line, OutputFile, Software, SoftwareVersion, Task, User


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


def test_numbers_keep_every_digit_and_nonsense_is_zero():
    assert Task.from_data({"id": 12345678901234567}).id == 12345678901234567
    assert Task.from_data({"id": "12345678901234567"}).id == 12345678901234567
    assert Task.from_data({"id": " 7\x1f"}).id == 7  # white space to a text, none to `int`
    for odd in (float("inf"), float("nan"), "1e999", [1], {"a": 1}, "x", "", "9" * 400):
        assert Frame.from_data({"frameStatus": odd, "frameExecuteTime": odd}).seconds == 0.0
    assert Frame.from_data({"frameIndex": 7}).index == "7"
    assert Frame.from_data({"frameIndex": ["7"]}).index == ""


def test_a_layered_tasks_parts_have_none_themselves():
    inner = {"id": 3, "respRenderingTaskList": [{"id": 4}]}
    task = Task.from_data({"id": 1, "respRenderingTaskList": [inner, None, "x"]})
    assert [(part.id, part.parts) for part in task.parts] == [(3, ())]
    assert Task.from_data({"id": 1, "respRenderingTaskList": {"id": 2}}).parts == ()


def test_hardware_is_read_with_and_without_the_newer_keys():
    older = {"id": 337, "model": "28C", "ram": "64GB", "gpuNum": None, "platform": 2, "status": 1}
    assert Hardware.from_data(older) == Hardware("337", "28C", 64, 0, "2", True)
    newer = dict(
        older,
        gpuNum="2*GPU",
        notSupportCgId=[2013, "2000"],
        notSupportCgVersions=[{"cgId": 2000, "cgVersionName": "2018"}, None],
        notSupportPluginList=["krakatoa"],
        notSupportCode=[25033],
    )
    record = Hardware.from_data(newer)
    assert (record.gpus, record.refused_software, record.refused_versions) == (2, (2013, 2000), ((2000, "2018"),))
    assert (record.refused_plugins, record.refused_codes) == (("krakatoa",), ("25033",))


def test_software_versions_carry_the_plugins_of_each():
    detail = {
        "cgVersion": [{"id": 1, "cgVersion": "2024"}, {"id": 2, "cgVersion": "2026"}],
        "cgPlugin": [
            {"cvId": 1, "pluginName": "mtoa", "pluginVersions": [{"pluginVersion": "mtoa 5.3.0"}, None]},
            {"cvId": 2, "pluginName": "yeti", "pluginVersions": None},
        ],
    }
    assert SoftwareVersion.all_of(detail) == [
        SoftwareVersion(1, "2024", {"mtoa": ("5.3.0",)}),
        SoftwareVersion(2, "2026", {"yeti": ()}),
    ]
    maya = Software.from_data({"cgId": 2000, "cgName": "Maya", "cgType": "ma; mb;", "isSupportLinux": 1})
    assert maya == Software(2000, "Maya", ("ma", "mb"), True)


def test_lines_of_an_engine_are_read_whatever_the_farm_puts_there():
    engine = {"engineName": "Aspera", "respTaskEngineLines": [{"name": "a", "port": "10221", "isDefault": "1"}, 5]}
    assert Line.of_engine(engine) == [Line("aspera", "a", "", 10221, True)]
    assert Line.of_engine({"respTaskEngineLines": 5}) == []


NAMES = ["Maya", " MAYA ", "3ds Max", "3dsmax", "octane render", "Unreal Engine", "vr_standalone"]


@pytest.mark.parametrize("name", NAMES)
def test_a_software_is_known_however_its_name_is_written(name):
    assert cg_id(name) in CG_IDS.values()


def test_every_code_has_its_meaning_in_english_and_chinese():
    documented = {100, 301, 400, 403, 404, 500, 513, 700, 800, 801, 802, 804, 805, 920, 1000, 20004, 200024, 200025}
    documented |= set(range(600, 609)) | {610, 611} | set(range(806, 816)) | {1000000}
    documented |= set(range(900, 917)) - {907}
    assert documented <= set(ERRORS)
    assert set(ERROR_HINTS) <= set(ERRORS)
    for table in (ERRORS, TASK_STATUSES, FRAME_STATUSES):
        for meaning in table.values():
            assert meaning.english.encode("ascii")
            assert any("\u4e00" <= letter <= "\u9fff" for letter in meaning.chinese), meaning
    texts = [(meaning.english, meaning.chinese) for meaning in ERRORS.values()]
    assert len({english for english, _ in texts}) == len(texts)


def test_numbers_that_cannot_be_reckoned_with_and_times_that_no_calendar_has_are_none():
    for odd in (10**400, -(10**18), 1e308, "1e300"):
        task = Task.from_data({"totalFrames": odd, "renderConsume": odd, "submitDate": odd})
        assert (task.total, task.cost, task.submitted) == (0, 0.0, 0.0)
    assert Task.from_data({"submitDate": -5}).submitted == 0.0
    assert Task.from_data({"submitDate": 1700000000500}).submitted == 1700000000.5


def test_a_plugin_without_a_version_of_the_program_is_for_all_of_them():
    plugins = [
        {"pluginName": "mtoa", "pluginVersions": [{"pluginVersion": "mtoa 5.0"}]},
        {"cvId": 2, "pluginName": "mtoa", "pluginVersions": [{"pluginVersion": "mtoa 5.3.0"}]},
    ]
    versions = [{"id": 1, "cgVersion": "2023"}, {"id": "2", "cgVersion": "2024"}]
    found = SoftwareVersion.all_of({"cgVersion": versions, "cgPlugin": plugins})
    assert [dict(item.plugins) for item in found] == [{"mtoa": ("5.0",)}, {"mtoa": ("5.3.0",)}]


@pytest.mark.parametrize(
    ("pattern", "refuses"), [("MTOA 5", True), ("(", False), ("(mtoa", False), ("a{99999999999}", False)]
)
def test_a_pattern_that_is_no_regular_expression_is_compared_as_it_is(pattern, refuses):
    assert Hardware.from_data({"notSupportPluginList": [pattern]}).refuses_plugin("mtoa 5.3.0") is refuses
