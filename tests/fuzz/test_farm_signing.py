"""Signing against its rule, stated here a second time from the farm's documents, on anything JSON can hold."""

import base64
import hashlib
import hmac
import json
import os

from hypothesis import HealthCheck, given, settings, strategies as st

from farmhand.farm.signing import signature, string_to_sign

EXAMPLES = 20000 if os.environ.get("FARMHAND_PROOF") else 150
SIGNED = ("accessId", "channel", "platform", "UTCTimestamp", "nonce", "version")

text = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | text
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3), max_leaves=8
)
names = st.sampled_from(SIGNED) | text
bodies = st.dictionaries(names.filter(lambda name: name not in ("signature", "Content-Type")), values, max_size=4)
headers = st.fixed_dictionaries(dict.fromkeys(SIGNED, text))

thorough = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


def leaves_of(value, name):
    """`a.b` for what an object holds, `a0` for a list; what is empty leaves nothing."""
    if isinstance(value, dict):
        return [pair for key in value for pair in leaves_of(value[key], name + "." + key if name else key)]
    if isinstance(value, list):
        return [pair for index in range(len(value)) for pair in leaves_of(value[index], name + str(index))]
    return [(name, str(value))]


def rule(domain, path, header, body):
    """Pairs of header and body together, each name once (a body's name hides a header's, the last of equals counts)."""
    together = [(name, header[name]) for name in header if name not in body]
    # A header hidden by a body's key keeps its place, so that the last of two equal flat names is the same one.
    order = list(header) + [name for name in body if name not in header]
    merged = dict(together)
    merged.update(body)
    pairs = {}
    for name in order:
        for flat, printed in leaves_of(merged[name], name):
            pairs[flat] = printed
    joined = "&".join(name + "=" + pairs[name] for name in sorted(pairs, key=lambda name: [ord(one) for one in name]))
    return "[POST]" + domain + ":" + path + "&" + joined


@thorough
@given(headers, bodies, text)
def test_the_string_to_sign_is_the_rules(header, body, key):
    sent = dict(header, signature="", **{"Content-Type": "application/json"})
    ours = string_to_sign("127.0.0.1:80", "/api/x", sent, body)
    assert ours == rule("127.0.0.1:80", "/api/x", header, body)
    digest = hmac.new(key.encode("utf-8"), ours.encode("utf-8"), hashlib.sha256).digest()
    assert signature(key, ours) == base64.b64encode(digest).decode("ascii")


@thorough
@given(headers, bodies)
def test_what_the_farm_reads_from_the_wire_has_the_same_signature(header, body):
    """The farm signs what it parsed: sending must not change a name or a value."""
    received = json.loads(json.dumps(body, allow_nan=False).encode("ascii").decode("ascii"))
    assert string_to_sign("d", "/p", dict(header, signature=""), body) == rule("d", "/p", header, received)


@thorough
@given(headers, bodies, st.randoms())
def test_the_order_of_a_bodys_names_does_not_matter_where_none_collide(header, body, random):
    shuffled = list(body)
    random.shuffle(shuffled)
    flat = [name for name, _ in leaves_of(dict(header, **body), "")]
    if len(set(flat)) == len(flat):
        again = {name: body[name] for name in shuffled}
        assert string_to_sign("d", "/p", header, body) == string_to_sign("d", "/p", header, again)
