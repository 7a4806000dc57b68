"""Every fault that the sandbox can make: survived, or told in one sentence; and nothing is ever submitted twice."""

import json
import urllib.request

import pytest

from farmhand import credentials, settings as settings_module
from farmhand.errors import FarmhandError, NetworkError
from farmhand.farm import connection as connection_module
from farmhand.farm.client import FarmClient
from farmhand.farm.contract import OPERATIONS
from farmhand.job.choices import Choices
from farmhand.submission.steps import Submission

KINDS = [
    "latency=0.6",
    "drop",
    "drop_after",
    "reset",
    "reset_after",
    "502",
    "502_after",
    "html",
    "half",
    "429=0",
    "skew=3600",
    "skew=-3600",
    "610",
    "611",
    "duplicate",
    "duplicate_last",
]
TASK = {
    "task_info": {"cg_id": "2000", "input_cg_file": "/p/shot.ma", "task_id": ""},
    "scene_info_render": {"layer": {"renderable": "1", "common": {"frames": "1", "render_camera": ["cam"]}}},
}


@pytest.fixture
def control(sandbox):
    """Chooses the sandbox's faults, reads its counters, and leaves it without faults."""
    root = "http://" + sandbox.environment["FARMHAND_DOMAIN"] + "/sandbox/"

    class Control:
        kinds = set(json.loads(urllib.request.urlopen(root + "faults").read().decode("utf-8"))["kinds"])

        def choose(self, *faults):
            body = json.dumps({"faults": faults}).encode("utf-8")
            urllib.request.urlopen(urllib.request.Request(root + "faults", body, {"Content-Type": "application/json"}))

        def submits(self, task):
            counts = json.loads(urllib.request.urlopen(root + "counters").read().decode("utf-8"))
            return counts["submits"].get(str(task), {"requested": 0, "started": 0})

    yield Control()
    Control().choose()


@pytest.fixture
def client(sandbox_environment, monkeypatch):
    monkeypatch.setattr(connection_module, "FIRST_PAUSE", 0.0)
    monkeypatch.setenv("FARMHAND_READ_TIMEOUT", "0.3")
    made = FarmClient(credentials.from_environment(), settings_module.load(user_file="/nowhere"))
    yield made
    made.close()


def test_every_kind_is_tried_here(control):
    assert {kind.split("=")[0] for kind in KINDS} == control.kinds


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "611"])  # a refusal is never asked again
def test_a_question_survives_a_fault_that_passes(client, control, kind):
    amount = "" if kind.startswith("skew") else ":1"
    control.choose("{}:queryUserProfile{}".format(kind, amount))
    assert client.user.query_user_profile()["userId"]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.startswith(("skew", "duplicate"))])
def test_a_fault_that_stays_is_told_in_one_sentence_with_advice(client, control, kind):
    control.choose("{}:queryUserProfile".format(kind))
    with pytest.raises(FarmhandError) as told:
        client.user.query_user_profile()
    sentence, advice = str(told.value), told.value.advice
    assert sentence.endswith(".")
    assert "\n" not in sentence + advice
    assert "{" not in sentence + advice
    assert len(sentence) < 200
    assert advice


def ready(client):
    task = client.new_task()
    client.transmit.upload_json_content(task, json.dumps(TASK))
    return task


@pytest.mark.parametrize("amount", [":1", ""])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_submitted_twice_and_what_is_told_is_true(client, control, kind, amount):
    task = ready(client)
    control.choose("{}:task{}".format(kind, "" if kind.startswith("skew") else amount))
    try:
        Submission(client, *[None] * 7)._submit(task, Choices(producer="artist"))
        told = ""
    except FarmhandError as error:
        told = str(error)
    control.choose()
    counts = control.submits(task)
    runs = client.find_task(task) is not None
    assert counts["started"] == int(runs) <= 1
    # A refusal for the clock or the signature is known to have done nothing, so it may be sent once more.
    assert counts["requested"] == 1 or (counts["requested"] == 2 and kind.startswith(("skew", "610")))
    if not told:
        assert runs
    elif runs:
        assert kind == "duplicate_last" or "not known" in told  # the second answer of a gateway contradicts the first


@pytest.mark.parametrize("kind", KINDS)
def test_the_clients_own_submission_knows_what_the_farm_has(client, control, kind):
    task = ready(client)
    control.choose("{}:task{}".format(kind, "" if kind.startswith("skew") else ":1"))
    try:
        submitted = client.submit(task, "artist")
    except FarmhandError:
        submitted = False
    assert submitted == bool(control.submits(task)["started"])
    assert control.submits(task)["started"] <= 1


@pytest.mark.parametrize("operation", sorted(name for name, found in OPERATIONS.items() if not found.repeatable))
def test_what_is_not_repeatable_is_sent_once_whatever_happens(client, monkeypatch, operation):
    from farmhand.farm.transport import Answer

    sent = []
    answer = Answer(502, "text/html", b"<html>", None)
    monkeypatch.setattr(client._connection._transport, "post", lambda *request: sent.append(request) or answer)
    with pytest.raises(NetworkError):
        client._connection.call(operation)
    assert len(sent) == 1


def test_faults_at_random_end_in_answers_or_in_our_errors(client, control):
    control.choose(*("{}:0.08".format(kind) for kind in KINDS if not kind.startswith("latency")))
    answered = failed = 0
    for _ in range(60):
        try:
            assert client.query.get_task_list(page_size=1)["items"] is not None
            answered += 1
        except FarmhandError:
            failed += 1
    assert answered > 10
    assert answered + failed == 60
