"""What asset paths mean in USD, in text and in crates: which fields count, which signs are not path.

No format is read here.
"""

from __future__ import annotations

import re
from typing import Iterator

from farmhand.nested.said import Item, Named, kind_of
from farmhand.nested.strings import decoded

TEMPLATES = frozenset([b"templateAssetPath", b"clipTemplateAssetPath"])
"""Strings that are paths: value clips named by a pattern (`./clip.###.usd`)."""

METADATA = frozenset(["assetInfo", "customData", "customLayerData", "sdrMetadata"])
"""Dictionaries whose asset paths no render reads."""

ARCS = frozenset(["subLayers", "references", "payload"])
"""What composes a layer with others."""

_LAYERS = ARCS | {"clips"}
_VALUES = frozenset(["default", "timeSamples"])
_ARGUMENTS = re.compile(r":SDF_FORMAT_ARGS:.*\Z", re.S)
_PACKAGED = re.compile(r"\[.*\]\Z", re.S)
_EXPRESSION = re.compile(r"^`\s*[\"']?(.*?)[\"']?\s*`$", re.S)
SEARCH = "usd"


def asset(name: bytes, path: bytes) -> Iterator[Item]:
    """An asset path as what it names; nothing for an empty one.

    Args:
        name: The field or attribute, with the dictionaries it lies in before it: `clips:default:assetPaths`.
        path: As the layer holds it: with format arguments, the place in a package, an expression in backticks.
    """
    text = decoded(path)
    if text.strip():
        yield named(decoded(name), text)


def named(name: str, text: str) -> Named:
    """As `asset`, for text."""
    plain = _PACKAGED.sub("", _ARGUMENTS.sub("", text.strip()))
    plain = _EXPRESSION.sub(r"\1", plain)
    first = name.split(":", 1)[0]
    kind = kind_of(plain, "proxy" if first in _LAYERS else "other")
    attribute = "asset" if name in _VALUES else name
    return Named(attribute, text, kind, first not in METADATA, search=SEARCH, also=(plain,) if plain != text else ())
