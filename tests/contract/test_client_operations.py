"""Our client makes every operation of the contract, with the paths, names, defaults and bodies that stand there."""

import inspect
import json
import subprocess
import sys
from typing import get_type_hints

import pytest
from recording import Recorder
from wire_calls import CALLS

from farmhand import settings as settings_module
from farmhand.compat.rayvision import RayvisionAPI, RayvisionCheck
from farmhand.credentials import Account
from farmhand.errors import FarmError
from farmhand.farm import operators
from farmhand.farm.client import FarmClient
from farmhand.farm.contract import OPERATIONS

OPERATORS = {
    "user": operators.UserOperator,
    "query": operators.QueryOperator,
    "task": operators.TaskOperator,
    "tag": operators.TagOperator,
    "env": operators.EnvOperator,
    "transmit": operators.TransmitOperator,
}

# The login, the submission and the check of the contract; see farmhand.compat for scripts that call them.
OTHERS = {"core": RayvisionAPI, "check": RayvisionCheck}

# Parameters whose default is not the contract's, and why.
OTHER_DEFAULTS = {
    ("query.restart_frame", "task_id"): "ids alone suffice, as the documents say",
    ("query.stop_frame", "task_id"): "ids alone suffice, as the documents say",
    ("check.execute", "hardware_config"): "the handbook's scripts leave it out",
    ("check.execute", "task_json"): "it comes first in those",
}
# What the contract lists beside the operators; the command-line of the official package's checks is not a client's.
NOT_THE_CLIENTS = {"check.execute"}


@pytest.fixture
def contract(reference):
    entries = json.loads((reference / "api_contract.json").read_text(encoding="utf-8"))
    assert len(entries) == 62
    return {"{}.{}".format(entry["operator"], entry["method"]): entry for entry in entries}


@pytest.fixture
def recorder():
    with Recorder() as running:
        yield running


@pytest.fixture
def client(recorder):
    environment = {"FARMHAND_DOMAIN": recorder.domain, "FARMHAND_PROTOCOL": "http"}
    made = FarmClient(Account("id", "key"), settings_module.load(environment=environment, user_file="/nowhere"))
    yield made
    made.close()


def test_every_operation_of_the_contract_has_a_call_here(contract):
    assert {name for name, _ in CALLS} | {"core._login"} | NOT_THE_CLIENTS == set(contract)


def test_the_table_has_every_path_of_the_contract_and_the_older_ones(contract):
    table = {operation.path: operation for operation in OPERATIONS.values()}
    assert set(table) == {entry["path"] for entry in contract.values() if entry["path"]}
    for entry in contract.values():
        for older in entry["paths_in_older_docs"]:
            assert "/" + older.lstrip("/") in table[entry["path"]].older


def test_names_parameters_and_defaults_are_the_contracts(contract):
    for name, entry in contract.items():
        member = inspect.getattr_static({**OPERATORS, **OTHERS}[entry["operator"]], entry["method"])
        assert isinstance(member, property) == (entry["params"] == "property"), name
        if entry["params"] == "property":
            continue
        ours = list(inspect.signature(member).parameters.values())[1:]
        for parameter, wanted in zip(ours, entry["params"]):
            assert parameter.name == wanted["name"], name
            if (name, parameter.name) not in OTHER_DEFAULTS:
                default = inspect.Parameter.empty if wanted.get("required") else wanted["default"]
                assert parameter.default == default, (name, parameter.name)
        assert len(ours) >= len(entry["params"]), name
        assert all(parameter.default is not inspect.Parameter.empty for parameter in ours[len(entry["params"]) :])


@pytest.mark.parametrize("operator", sorted(OPERATORS))
def test_every_operation_is_hinted_and_explained(operator):
    for name, member in vars(OPERATORS[operator]).items():
        function = member.fget if isinstance(member, property) else member
        if not name.startswith("_") and callable(function):
            assert function.__doc__, name
            hints = get_type_hints(function)
            assert set(hints) == {*inspect.signature(function).parameters, "return"} - {"self"}, name


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("get_frame_thumbnall", "get_frame_thumbnail"), ("get_custome_frames", "get_custom_frames")],
)
def test_a_misspelt_name_is_the_same_operation_as_the_right_one(wrong, right):
    assert getattr(operators.QueryOperator, wrong) is getattr(operators.QueryOperator, right)
    assert operators.TaskOperator.set_task_overtime_top is operators.TaskOperator.set_task_overtime_stop


def test_an_older_documents_name_sets_the_priority_too(client, recorder):
    client.task.update_task_level(5, 60)
    client.task.update_priority("5", 60)
    old, new = recorder.requests
    assert (old.path, old.data) == (new.path, new.data) == (OPERATIONS["task.update_priority"].path, old.data)
    assert old.data == {"taskId": 5, "taskUserLevel": 60}


def test_every_body_seen_on_the_wire_is_sent(contract, client, recorder, monkeypatch):
    """The contract's examples carry the calls they were seen with; ours are the same calls, seen on Linux."""
    monkeypatch.setattr("sys.platform", "linux")
    seen = {}
    for name, call in CALLS:
        del recorder.requests[:]
        try:
            eval(call, {"api": client})
        except FarmError:
            assert "other" in call  # the recording server never has the new project
        seen.setdefault(name, []).extend((request.path, request.data) for request in recorder.requests)
    for name, entry in contract.items():
        if name in NOT_THE_CLIENTS or not entry["path"]:
            continue
        wanted = [(entry["path"], entry["body_example"])]
        wanted += [(more["path"], more["body"]) for more in entry["more_bodies"]]
        for path, body in wanted:
            page_too_many = "queryTaskFrames" in path and body["pageNum"] == 4  # the official client's
            assert page_too_many or (path, body) in seen[name], name


def test_frames_that_share_an_index_are_all_there(client, monkeypatch):
    pages = {
        1: {"pageCount": 2, "items": [{"id": 1, "frameIndex": "5"}, {"id": 2, "frameIndex": "5"}, {"id": 3}]},
        2: {"pageCount": 2, "items": [{"id": 3}, {"id": 4, "frameIndex": "6"}, None]},
    }
    monkeypatch.setattr(client.query, "task_frames", lambda task_id, page_num, page_size: pages[page_num])
    assert [frame["id"] for frame in client.query.every_frame(7)] == [1, 2, 3, 4]
    assert set(client.query.get_all_frames(7)) == {"5", "5 (2)", "None", "6"}


def test_paging_ends_where_nothing_new_comes_whatever_the_farm_counts(client, monkeypatch):
    asked = []

    def always_the_same(task_id, page_num, page_size):
        asked.append(page_num)
        return {"pageCount": 10**9, "items": [{"id": 1, "frameIndex": "1"}]}

    monkeypatch.setattr(client.query, "task_frames", always_the_same)
    assert len(list(client.query.every_frame(7))) == 1
    assert asked == [1, 2]


def test_frames_that_are_not_there_restart_nothing(client, recorder):
    assert client.query.get_custom_frames(3, ["nope"]) is None
    assert client.query.frame_number_to_stop(3, ["nope"]) is None
    assert {request.path for request in recorder.requests} == {"/api/render/handle/queryTaskFrames"}


def test_a_task_that_is_gone_or_has_no_layers_is_its_own_part(client, monkeypatch):
    assert client.query.get_small_task_id(9) == [9]
    assert client.query.get_small_task_id("1") == [11, 12]
    monkeypatch.setattr(client.query, "task_info", lambda ids: {"items": []})
    assert client.query.get_small_task_id("77") == [77]


@pytest.mark.parametrize(
    "call",
    [
        "query.error_detail()",
        "query.restart_frame()",
        "query.restart_frame(7, 0)",
        "query.stop_frame(None, 1)",
        "query.supported_plugin('word')",
        "env.get_render_env('word')",
        "task.stop_task(['x'])",
        "task.submit_task(5, asset_isolation_model='MINE')",
        "task.submit_task(5, asset_lsolation_model='OUT_USER_MODEL')",
        "tag.add_label({1, 2})",
        "env.add_render_env({'editName': float('nan')})",
        "submit_by_data('{}')",
    ],
)
def test_a_call_that_cannot_be_meant_is_refused_before_anything_is_sent(client, recorder, call):
    with pytest.raises((ValueError, TypeError)):
        eval("api." + call, {"api": client})
    assert recorder.requests == []


def test_isolation_goes_with_the_submission_where_it_is_asked_for(client, recorder):
    client.task.submit_task(5, asset_isolation_model="task_id_model")
    client.task.submit_task(5, asset_lsolation_model="OUT_USER_MODEL", out_user_id=12345)
    assert [request.data for request in recorder.requests] == [
        {"taskId": 5, "assetIsolationModel": "TASK_ID_MODEL"},
        {"taskId": 5, "assetIsolationModel": "OUT_USER_MODEL", "outUserId": "12345"},
    ]


def test_a_reserved_number_stays_until_it_is_submitted(client, recorder):
    assert [client.task.task_id, client.task.task_id] == [5, 5]
    client.task.submit_task(6)
    assert client.task.task_id == 5
    client.task.submit_task(5)
    assert client.task.task_id == 5
    assert sum(request.path.endswith("createTask") for request in recorder.requests) == 2


@pytest.mark.parametrize(
    ("domain", "platforms", "transfer", "flag"),
    [("task.renderbus.com", 1, 2, "0"), ("jop.foxrenderfarm.com", 2, 1, "1")],
)
def test_zones_and_language_follow_the_domain(monkeypatch, domain, platforms, transfer, flag):
    settings = settings_module.load(environment={"FARMHAND_DOMAIN": domain}, user_file="/nowhere")
    client = FarmClient(Account("id", "key"), settings)
    sent = []
    monkeypatch.setattr(client._connection, "call", lambda name, body: sent.append(body))
    client.query.platforms()
    client.query.get_transfer_server_msg()
    assert sent == [{"zone": platforms}, {"zone": transfer}]
    assert client._connection._headers("/p", {})["languageFlag"] == flag


def test_a_task_file_is_completed_sent_and_submitted(client, recorder, monkeypatch):
    assert client.submit_by_data({"task_info": {"project_name": "L"}, "scene_info": {}}, producer="p")
    sent = {request.path.rsplit("/", 1)[1]: request.data for request in recorder.requests}
    info = json.loads(sent["taskJsonFile"]["content"])["task_info"]
    assert info == {"project_name": "L", "task_id": "5", "user_id": "1", "project_id": "7"}
    assert sent["task"] == {"taskId": 5, "producer": "p"}


def test_importing_the_client_brings_neither_requests_nor_the_records():
    """Each would cost more time than all the client; bench/api.py measures what is left."""
    late = "{'requests', 'platformdirs', 'farmhand.files', 'farmhand.farm.records'}"
    code = "import farmhand.farm.client, sys; assert not {} & set(sys.modules)".format(late)
    subprocess.check_call([sys.executable, "-c", code])
