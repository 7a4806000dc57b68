"""Files named in Arnold scene files (.ass, .ass.gz): proxies, and what a stand-in loads.

Structure as Arnold's user guide describes it ("Arnold Scene Source"): `type`, `{`, a parameter and its value a line,
`}`, `#` comments; strings are quoted, node names are not. Packed arrays (`b85POINT`) use neither quotes nor braces.
`[NAME]` in a path is an environment variable. What a node writes (drivers) is left out. Geometry is not looked at.
"""

from __future__ import annotations

import re
from typing import Iterator, Mapping, NamedTuple, Optional, Tuple

from farmhand.nested.said import Item, Named, Where, folders_of, kind_of, looks_like_file
from farmhand.nested.source import Source
from farmhand.nested.strings import quoted

TEXTURE, PROCEDURAL, ASSET, PLUGIN = "texture", "procedural", "asset", "plugin"

_SEARCH_PATHS: Mapping[str, Tuple[str, ...]] = {
    "texture_searchpath": (TEXTURE,),
    "procedural_searchpath": (PROCEDURAL,),
    "asset_searchpath": (TEXTURE, PROCEDURAL, PLUGIN),
    "shader_searchpath": (PLUGIN,),
    "plugin_searchpath": (PLUGIN,),
    "osl_includepath": (PLUGIN,),
}
"""A parameter of `options` -> the kinds of files it is for. Folders are separated by `;`, on Linux also by `:`."""


class _Row(NamedTuple):
    kind: str
    search: str
    required: bool = True


_PARAMETERS: Mapping[Tuple[str, str], _Row] = {
    ("image", "filename"): _Row("texture", TEXTURE),
    ("procedural", "filename"): _Row("proxy", PROCEDURAL),
    ("procedural", "dso"): _Row("proxy", PROCEDURAL),
    ("procedural", "data"): _Row("proxy", PROCEDURAL, False),
    ("alembic", "filename"): _Row("cache", PROCEDURAL),
    ("usd", "filename"): _Row("proxy", PROCEDURAL),
    ("include", "filename"): _Row("proxy", PROCEDURAL),
    ("include_graph", "filename"): _Row("proxy", PROCEDURAL),
    ("materialx", "filename"): _Row("proxy", PROCEDURAL),
    ("volume", "filename"): _Row("volume", PROCEDURAL),
    ("volume_vdb", "filename"): _Row("volume", PROCEDURAL),
    ("volume_sample_float", "filename"): _Row("volume", PROCEDURAL),
    ("photometric_light", "filename"): _Row("light", TEXTURE),
    ("osl", "shadername"): _Row("other", PLUGIN, False),
    ("color_manager_ocio", "config"): _Row("color", TEXTURE),
}
"""Node type and parameter -> what kind of file it is and where a relative one may lie."""

_ANY_NODE: Mapping[str, _Row] = {
    "filename": _Row("", TEXTURE),
    "fileName": _Row("", TEXTURE),
    "dso": _Row("proxy", PROCEDURAL, False),
}
"""The same for parameters of node types that are not in the table: of plug-ins and later versions."""

_WRITES = re.compile(r"^(?:driver_|.*_driver$|toon_driver|cryptomatte_manifest_driver|render_stats|options$)")
_PARAMETER = re.compile(rb"(?:^|[\s{])([A-Za-z_][\w:.]*)(?:\s+\d+\s+\d+\s+(?:STRING|string))?\s+\Z")
_ENVIRONMENT = re.compile(r"\[([A-Za-z_]\w*)\]")
_PLUGINS = (".so", ".dll", ".dylib")
_FIELDS = frozenset(["comment", "code", "name", "manifest", "expression", "selection", "dcc_name"])


def read_ass(source: Source) -> Iterator[Item]:
    """Read an Arnold scene file.

    Raises:
        As Source.chunks.
    """
    parameter = ""
    for found in quoted(source, b"#"):
        if found is None:
            yield None
            continue
        named = _PARAMETER.search(found.before)
        if named is not None:
            parameter = named.group(1).decode("ascii")
        elif found.before.strip():
            parameter = ""
        text = found.text.strip()
        if not text or not parameter:
            continue
        if found.block == "options" and parameter in _SEARCH_PATHS:
            folders = folders_of(_variables(text))
            for search in _SEARCH_PATHS[parameter]:
                yield Where(search, folders)
        elif parameter == "include" and not found.block:
            yield _named("include", text, _Row("proxy", PROCEDURAL))
        elif not _WRITES.match(found.block):
            row = _row(found.block, parameter, text)
            if row is not None:
                yield _named("%s %s" % (found.block, parameter), text, row)


def _row(node: str, parameter: str, text: str) -> Optional[_Row]:
    row = _PARAMETERS.get((node, parameter)) or _ANY_NODE.get(parameter)
    if row is not None or parameter in _FIELDS:
        return row
    return _Row("", TEXTURE, False) if looks_like_file(text) and kind_of(text) in ("texture", "light") else None


def _named(attribute: str, text: str, row: _Row) -> Named:
    kind = row.kind or kind_of(text)
    required = row.required and not text.lower().endswith(_PLUGINS)
    plain = _variables(text)
    also = (plain,) if plain != text else ()
    return Named(attribute, text, kind, required, search=row.search, also=also, tx=kind == "texture")


def _variables(text: str) -> str:
    """`[NAME]` as the rest of Farmhand writes it."""
    return _ENVIRONMENT.sub(r"${\1}", text)
