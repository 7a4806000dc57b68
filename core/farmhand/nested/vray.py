"""Files named in V-Ray scene files (.vrscene).

`Type name { parameter=value; }` with `//` comments; strings are quoted; `#include "file"` takes in another scene file
whose place is relative to this one. Packed lists (`ListVectorHex("ZIPC...")`) are strings too, and are passed over.
What V-Ray writes (images, saved maps) is left out. Maps that settings can either save or load are optional.
"""

from __future__ import annotations

import re
from typing import Iterator, Mapping, NamedTuple, Optional, Tuple

from farmhand.nested.said import Item, Named, kind_of, looks_like_file
from farmhand.nested.source import Source
from farmhand.nested.strings import quoted


class _Row(NamedTuple):
    kind: str
    required: bool = True


_PLUGINS: Mapping[Tuple[str, str], _Row] = {
    ("BitmapBuffer", "file"): _Row("texture"),
    ("TexPtex", "ptex_file"): _Row("texture"),
    ("GeomMeshFile", "file"): _Row("proxy"),
    ("GeomMeshFile", "anim_override_file"): _Row("proxy", False),
    ("VRayScene", "filepath"): _Row("proxy"),
    ("LightIES", "ies_file"): _Row("light"),
    ("LightIESMax", "ies_file"): _Row("light"),
    ("PhxShaderCache", "cache_path"): _Row("volume"),
    ("MtlVRmat", "filename"): _Row("other"),
    ("MtlOSL", "shader_file"): _Row("other"),
    ("TexOSL", "shader_file"): _Row("other"),
    ("TexLut", "file"): _Row("color"),
    ("TexOCIO", "ocio_config_file"): _Row("color", False),
    ("TexOCIO", "file"): _Row("color", False),
}
"""Plug-in and parameter -> the kind of file."""

_FILE_PARAMETER = re.compile(r"(?:^|_)(?:file|filename|file_name|filepath|cache_path)$|^fileName$|^filePath$")
"""The same for other plug-ins: parameters called so name files."""

_WRITES = re.compile(r"^(?:SettingsOutput|SettingsVFB|SettingsEXR|SettingsJPEG|SettingsPNG|SettingsTIFF|SettingsTGA"
                     r"|SettingsSGI|SettingsVRST|BakeView|VFBRenderer|RenderChannel\w*)$")  # fmt: skip
_SAVES = re.compile(r"auto_?save|save_file|^img_|^output")
_PARAMETER = re.compile(rb"([A-Za-z_]\w*)\s*=\s*(?:List(?:String)?\s*\(\s*)?\Z")
_NEXT_OF_LIST = re.compile(rb"^\s*,\s*\Z")
_INCLUDE = re.compile(rb"#include\s*\Z")


def read_vrscene(source: Source) -> Iterator[Item]:
    """Read a V-Ray scene file.

    Raises:
        As Source.chunks.
    """
    parameter = ""
    for found in quoted(source, b"//"):
        if found is None:
            yield None
            continue
        if _INCLUDE.search(found.before):
            yield Named("#include", found.text, "proxy")
            continue
        named = _PARAMETER.search(found.before)
        if named is not None:
            parameter = named.group(1).decode("ascii")
        elif not _NEXT_OF_LIST.match(found.before):
            parameter = ""
        if parameter and found.text.strip() and not _WRITES.match(found.block) and not _SAVES.search(parameter):
            row = _row(found.block, parameter, found.text)
            if row is not None:
                kind = row.kind or kind_of(found.text)
                yield Named("%s %s" % (found.block, parameter), found.text, kind, row.required)


def _row(plugin: str, parameter: str, text: str) -> Optional[_Row]:
    row = _PLUGINS.get((plugin, parameter))
    if row is not None:
        return row
    if _FILE_PARAMETER.search(parameter):
        return _Row("", not plugin.startswith("Settings"))
    return _Row("", False) if looks_like_file(text) else None
