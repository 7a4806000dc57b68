"""Faults come when they are asked for, hit what they are for, and the counters tell what arrived."""

from __future__ import annotations

import http.client
import json
from typing import Any, Dict, List

import pytest
from sandbox_client import Client, maya_job

from farmhand_sandbox import faults
from farmhand_sandbox.faults import KINDS, Faults, parse

PROFILE = "/api/render/setUp/queryUserProfile"
SUBMIT = "/api/render/submit/task"


def choose(client: Client, *texts: str) -> None:
    body = json.dumps({"faults": list(texts)}).encode()
    status, content = client.http("POST", "/sandbox/faults", body, {"Content-Type": "application/json"})
    assert status == 200, content


def counters(client: Client) -> Dict[str, Any]:
    counts: Dict[str, Any] = json.loads(client.http("GET", "/sandbox/counters")[1])
    return counts


def ready(client: Client) -> int:
    task = client.create()
    client.upload(task, "task.json", maya_job("1"))
    return task


@pytest.mark.parametrize(
    ("text", "kind", "value", "operation", "count", "probability"),
    [
        ("drop", "drop", 0.0, "", None, 1.0),
        ("drop:createTask", "drop", 0.0, "createTask", None, 1.0),
        ("drop:2", "drop", 0.0, "", 2, 1.0),
        ("502:task:1", "502", 0.0, "task", 1, 1.0),
        ("latency=0.5:0.25", "latency", 0.5, "", None, 0.25),
        ("skew=-60", "skew", -60.0, "", None, 1.0),
        ("skew", "skew", 3600.0, "", None, 1.0),
    ],
)
def test_a_fault_is_read_as_it_is_written(
    text: str, kind: str, value: float, operation: str, count: Any, probability: float
) -> None:
    assert parse(text) == faults.Fault(kind, value, operation, count, probability)
    assert parse(parse(text).text) == parse(text)


@pytest.mark.parametrize("text", ["", "flood", "drop:", "drop:x:y", "drop:2.5", "drop=x", "drop:1:2"])
def test_what_is_no_fault_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="fault|probability"):
        parse(text)


def test_the_same_seed_brings_the_same_faults() -> None:
    def hits(seed: int) -> List[bool]:
        chosen = Faults([parse("drop:0.5")], seed)
        return [bool(chosen.take(PROFILE)) for _ in range(50)]

    assert hits(7) == hits(7)
    assert 5 < sum(hits(7)) < 45


def test_a_path_with_a_version_is_known_by_the_word_before_it() -> None:
    assert faults.operation_of("/api/render/handle/queryTaskInfo/v2") == "queryTaskInfo"


def test_each_kind_can_be_chosen_and_cleared(client: Client) -> None:
    choose(client, *(f"{kind}:nothing:1" for kind in KINDS))
    shown = json.loads(client.http("GET", "/sandbox/faults")[1])
    assert len(shown["faults"]) == len(KINDS) == len(shown["kinds"])
    choose(client)
    assert json.loads(client.http("GET", "/sandbox/faults")[1])["faults"] == []


def test_faults_are_taken_as_json_from_this_machine_only(client: Client) -> None:
    body = b'{"faults": ["drop"]}'
    assert client.http("POST", "/sandbox/faults", body, {"Content-Type": "text/plain"})[0] == 400
    headers = {"Content-Type": "application/json", "Host": "evil.example"}
    assert client.http("POST", "/sandbox/faults", body, headers)[0] == 403
    assert client.http("GET", "/sandbox/counters", b"", {"Host": "evil.example"})[0] == 403
    assert client.http("POST", "/sandbox/faults", b'{"faults": ["x"]}', {"Content-Type": "application/json"})[0] == 400
    assert json.loads(client.http("GET", "/sandbox/faults")[1])["faults"] == []


@pytest.mark.parametrize("kind", ["drop", "reset", "drop_after", "reset_after"])
def test_a_connection_ends_without_an_answer_and_the_counters_know_what_was_done(client: Client, kind: str) -> None:
    task = ready(client)
    choose(client, f"{kind}:task:1")
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        client.reply(SUBMIT, taskId=task)
    started = int(kind.endswith("after"))
    assert counters(client)["submits"][str(task)] == {"requested": 1, "started": started}
    assert client.reply(SUBMIT, taskId=task)["code"] == (600 if started else 200)


@pytest.mark.parametrize(("kind", "status"), [("502", 502), ("502_after", 502), ("html", 200), ("429=7", 429)])
def test_a_gateway_answers_with_html(client: Client, kind: str, status: int) -> None:
    choose(client, f"{kind}:queryUserProfile:1")
    got, content = client.http("POST", PROFILE, b"{}", client.headers(PROFILE, {}))
    assert (got, content[:6]) == (status, b"<html>")
    assert client.reply(PROFILE)["code"] == 200


def test_half_an_answer_is_half(client: Client) -> None:
    choose(client, "half:queryUserProfile:1")
    connection = http.client.HTTPConnection("127.0.0.1", client.sandbox.port, timeout=20)
    connection.request("POST", PROFILE, b"{}", client.headers(PROFILE, {}))
    with pytest.raises(http.client.IncompleteRead):
        connection.getresponse().read()
    connection.close()


@pytest.mark.parametrize(("kind", "code"), [("duplicate", 200), ("duplicate_last", 600)])
def test_a_gateway_delivers_twice_and_the_farm_submits_once(client: Client, kind: str, code: int) -> None:
    task = ready(client)
    choose(client, f"{kind}:task:1")
    assert client.reply(SUBMIT, taskId=task)["code"] == code
    assert counters(client)["submits"][str(task)] == {"requested": 1, "started": 1}


def test_a_repeated_create_makes_two_numbers(client: Client) -> None:
    choose(client, "duplicate:createTask:1")
    assert client.create() == 20001
    assert client.create() == 20003


def test_a_clock_that_is_ahead_refuses_until_the_client_follows(client: Client) -> None:
    choose(client, "skew=3600:queryUserProfile")
    refused = client.reply(PROFILE)
    assert refused["code"] == 610
    later = str(refused["serverTime"] // 1000)
    assert client.post(PROFILE, {}, client.headers(PROFILE, {}, UTCTimestamp=later))["code"] == 200


@pytest.mark.parametrize("code", [610, 611])
def test_a_signature_can_be_refused(client: Client, code: int) -> None:
    choose(client, f"{code}:1")
    assert [client.reply(PROFILE)["code"], client.reply(PROFILE)["code"]] == [code, 200]


def test_latency_delays_the_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: List[float] = []
    monkeypatch.setattr(client.sandbox._gateway._closing, "wait", waited.append)
    choose(client, "latency=0.5:1")
    assert client.reply(PROFILE)["code"] == 200
    assert waited == [0.5]
