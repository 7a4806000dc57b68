"""Signing, against the reference vectors."""

import json

from farmhand.farm.signing import signature, string_to_sign


def test_every_reference_vector_is_signed_as_recorded(reference):
    vectors = json.loads((reference / "signing_vectors.json").read_text(encoding="utf-8"))
    assert len(vectors) == 100
    for vector in vectors:
        text = string_to_sign(vector["domain"], vector["api_url"], vector["header"], vector["body"])
        assert text == vector["string_to_sign"], vector["note"]
        assert signature(vector["key"], text) == vector["signature"], vector["note"]


def test_a_tuple_is_signed_as_the_list_it_is_sent_as():
    assert string_to_sign("d", "/p", {}, {"a": (1, 2)}) == string_to_sign("d", "/p", {}, {"a": [1, 2]})


def test_the_callers_headers_and_body_are_left_as_they_were():
    headers, body = {"signature": "", "accessId": "a"}, {"accessId": "b"}
    assert string_to_sign("d", "/p", headers, body) == "[POST]d:/p&accessId=b"
    assert headers == {"signature": "", "accessId": "a"}
    assert body == {"accessId": "b"}
