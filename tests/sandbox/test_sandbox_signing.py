"""The sandbox judges signatures rightly."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, List

import pytest
from sandbox_client import ROOT, Client

from farmhand_sandbox import signing

PROFILE = "/api/render/setUp/queryUserProfile"


def _vectors() -> List[Any]:
    folder = Path(os.environ.get("FARMHAND_REFERENCE", ROOT.parent / "shared" / "reference"))
    path = folder / "signing_vectors.json"
    if not path.is_file():
        pytest.skip(f"the vectors are not there: {path} (set FARMHAND_REFERENCE)")
    vectors: List[Any] = json.loads(path.read_text(encoding="utf-8"))
    return vectors


def test_all_reference_vectors_give_their_signature() -> None:
    vectors = _vectors()
    assert len(vectors) >= 100
    for vector in vectors:
        header = dict(vector["header"])
        if "signature" in header:  # only then does the reference leave these two out
            header = {k: v for k, v in header.items() if k not in ("signature", "Content-Type")}
        text = signing.string_to_sign(vector["domain"], vector["api_url"], header, vector["body"])
        assert text == vector["string_to_sign"], vector["note"]
        assert signing.signature(vector["key"], text) == vector["signature"], vector["note"]


def test_a_rightly_signed_call_is_answered(client: Client) -> None:
    assert client.data(PROFILE)["userId"] == 10001136


def test_a_wrong_key_is_611(client: Client) -> None:
    assert client.post(PROFILE, {}, client.headers(PROFILE, {}, key="wrong"))["code"] == 611


def test_a_changed_body_is_611(client: Client) -> None:
    assert client.post(PROFILE, {"a": 1}, client.headers(PROFILE, {}))["code"] == 611


def test_an_unknown_access_id_is_611(client: Client) -> None:
    assert client.post(PROFILE, {}, client.headers(PROFILE, {}, accessId="nobody"))["code"] == 611


@pytest.mark.parametrize(("off", "code"), [(-301, 610), (-300, 200), (300, 200), (301, 610)])
def test_a_time_stamp_counts_within_the_window_only(client: Client, off: int, code: int) -> None:
    stamp = str(int(client.farm.clock()) + off)
    reply = client.post(PROFILE, {}, client.headers(PROFILE, {}, UTCTimestamp=stamp))
    assert reply["code"] == code
    assert reply["serverTime"] == int(client.farm.clock() * 1000)


def test_a_replay_is_603(client: Client) -> None:
    headers = client.headers(PROFILE, {})
    assert [client.post(PROFILE, {}, headers)["code"] for _ in range(2)] == [200, 603]


def test_a_replay_is_603_even_when_the_first_answer_was_a_refusal(client: Client) -> None:
    path = "/api/render/submit/task"
    headers = client.headers(path, {})
    assert [client.post(path, {}, headers)["code"] for _ in range(2)] == [601, 603]


@pytest.mark.parametrize("name", [*signing.SIGNED_HEADERS, signing.SIGNATURE_HEADER])
def test_a_missing_header_is_601(client: Client, name: str) -> None:
    headers = client.headers(PROFILE, {})
    del headers[name]
    assert client.post(PROFILE, {}, headers)["code"] == 601


def test_an_operation_that_is_not_here_is_404_but_only_when_signed(client: Client) -> None:
    path = "/api/render/handle/noSuchOperation"
    assert client.reply(path, taskId=1)["code"] == 404
    assert client.post(path, {}, client.headers(path, {}, key="wrong"))["code"] == 611


@pytest.mark.parametrize("raw", [b"[1]", b"{", b"\xff"])
def test_a_body_that_is_no_json_object_is_600(client: Client, raw: bytes) -> None:
    status, content = client.http("POST", PROFILE, raw, client.headers(PROFILE, {}))
    assert (status, json.loads(content)["code"]) == (200, 600)
