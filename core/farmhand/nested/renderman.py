"""Files named in RenderMan interface files (.rib, .rib.gz): archives, textures, procedurals.

Text RIB as in the RenderMan Interface Specification: a request, then strings, numbers and arrays in brackets, among
them pairs of `"type name"` and value. Binary RIB encodes requests but leaves strings readable: those are guessed.
What `Display` and `Bake` write is left out.
"""

from __future__ import annotations

import re
from typing import Iterator, Mapping, Tuple

from farmhand.nested.guess import guessed_names
from farmhand.nested.said import BELONGS_TO_PROGRAM, Doubt, Item, Named, Where, folders_of, kind_of, looks_like_file
from farmhand.nested.source import Source
from farmhand.nested.strings import quoted

ARCHIVE, TEXTURE, SHADER = "archive", "texture", "shader"

_SEARCH_PATHS: Mapping[str, Tuple[str, ...]] = {
    "archive": (ARCHIVE,),
    "procedural": (ARCHIVE,),
    "texture": (TEXTURE,),
    "shader": (SHADER,),
}
"""`Option "searchpath" "string NAME"` -> what it is for. Folders are separated by `:`, `@` stands for the default."""

_FILE_PARAMETER = re.compile(r"^(?:filename|file|fileName|texture|texturename|textureName|map|lightColorMap|iesProfile"
                             r"|ptexFile|reference(?:filename)?|\w*[mM]apname|\w*[fF]ile[nN]ame)$")  # fmt: skip
_TOKEN = re.compile(r"^(?:(?:constant|uniform|varying|vertex|facevarying|reference)\s+)?string(?:\[\d*\])?\s+(\S+)$")
_REQUEST = re.compile(rb"(?:^|[\s\]])([A-Za-z]\w*)\s*\[?\s*\Z")
_ARCHIVES = re.compile(r"^DelayedReadArchive2?$")
_WRITES = frozenset(["Display", "DisplayChannel", "Bake", "Hider", "version", "ErrorHandler"])
_MADE = re.compile(r"^Make\w+$")
_PACKAGE = re.compile(r"^(.+\.zip)!", re.I)


def read_rib(source: Source) -> Iterator[Item]:
    """Read a RIB file.

    Raises:
        As Source.chunks.
    """
    if _is_binary(source):
        yield Doubt("binary RIB")
        yield from guessed_names(source)
        return
    request, place, option, token = "", 0, "", ""
    for found in quoted(source, b"#"):
        if found is None:
            yield None
            continue
        begun = _REQUEST.search(found.before)
        if begun is not None:
            request, place, option, token = begun.group(1).decode("ascii"), 0, "", ""
        place += 1
        option = found.text if place == 1 else option
        is_token = _TOKEN.match(found.text)
        if is_token:
            token = is_token.group(1)
            continue
        if request == "Option" and option == "searchpath" and token:
            for search in _SEARCH_PATHS.get(token, ()):
                yield Where(search, tuple(folder for folder in folders_of(found.text) if folder not in ("@", "&")))
        elif found.text.strip() and request not in _WRITES:
            yield from _named(request, place, option, token, found.text.strip())


def _named(request: str, place: int, option: str, token: str, text: str) -> Iterator[Item]:
    if request == "ReadArchive" and place == 1 and not token:
        yield _archive("ReadArchive", text)
    elif request in ("Procedural", "Procedural2") and _ARCHIVES.match(option):
        if token == "filename" or (request == "Procedural" and place == 2):
            yield _archive(option, text)
    elif _MADE.match(request):
        if place == 1:
            yield Named(request, text, kind_of(text, "texture"), search=TEXTURE)
    elif token and _FILE_PARAMETER.match(token):
        if "." in text or "/" in text:
            yield Named("%s %s" % (request, token), text, kind_of(text, "texture"), search=TEXTURE)
    elif looks_like_file(text):
        yield Named(("%s %s" % (request, token)).strip(), text, kind_of(text), False, search=TEXTURE)


def _archive(attribute: str, text: str) -> Named:
    package = _PACKAGE.match(text)
    also = (package.group(1),) if package else ()
    ignored = BELONGS_TO_PROGRAM if text.startswith("${RMANTREE}") else ""
    return Named(attribute, text, "proxy", search=ARCHIVE, also=also, ignored=ignored)


def _is_binary(source: Source) -> bool:
    for chunk in source.chunks(4096):
        if not chunk:
            continue
        try:
            chunk[:4000].decode("utf-8")
        except UnicodeDecodeError as error:
            return error.start < len(chunk[:4000]) - 4
        return b"\0" in chunk
    return False
