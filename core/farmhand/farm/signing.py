"""How a request to the farm is signed.

The string to sign is `[POST]` + domain + `:` + path + `&` + the sorted `key=value` pairs of headers and body together;
the signature is the base64 of its HMAC-SHA256 under the access key. Checked against the reference vectors.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any, Iterator, Mapping, Tuple


def string_to_sign(domain: str, path: str, headers: Mapping[str, Any], body: Mapping[str, Any]) -> str:
    """The text whose signature proves the request.

    Where the headers have a place for the signature, it and `Content-Type` take no part; without one, `Content-Type`
    does (so the reference vectors have it). `languageFlag` is sent but never signed: leave it out of `headers`.

    Args:
        domain: The farm's domain, with its port where it has one.
        path: The operation's path, with its leading slash.
        headers: The farm's own headers.
        body: The request's data as it will be sent; tuples count as lists. A key here hides a header of its name.
    """
    signed = {name: value for name, value in headers.items() if "signature" not in headers or name not in _UNSIGNED}
    signed.update(body)
    pairs = dict(_flatten("", signed))
    joined = "&".join("{}={}".format(name, pairs[name]) for name in sorted(pairs))
    return "[POST]{}:{}&{}".format(domain, path, joined)


def signature(access_key: str, text: str) -> str:
    """The signature of `text` under the access key, in base64."""
    digest = hmac.new(access_key.encode("utf-8"), text.encode("utf-8"), hashlib.sha256).digest()
    return base64.b64encode(digest).decode("ascii")


_UNSIGNED = frozenset(["signature", "Content-Type"])


def _flatten(name: str, value: Any) -> Iterator[Tuple[str, Any]]:
    """`a.b` for a dict's entry, `a0` for a list's; empty ones vanish; the last of two equal names wins."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            for pair in _flatten("{}.{}".format(name, key) if name else str(key), item):
                yield pair
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            for pair in _flatten("{}{}".format(name, index), item):
                yield pair
    else:
        yield name, value
