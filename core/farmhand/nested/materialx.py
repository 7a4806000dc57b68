"""Files named in MaterialX documents (.mtlx): images by `type="filename"`, other documents by `xi:include`.

As in the MaterialX Specification, "Filenames", and its library: the `fileprefix` of the innermost element around an
input comes before its value; `<UDIM>` and `<UVTILE>` are tokens. A document that declares a DOCTYPE is refused:
MaterialX has none, and entities are how an XML file swells.
"""

from __future__ import annotations

from typing import Dict, Iterator, List, Optional
from xml.parsers import expat

from farmhand.nested.said import BELONGS_TO_PROGRAM, Item, Named, Unreadable, kind_of
from farmhand.nested.source import Source

_INCLUDES = frozenset(["xi:include", "include"])
_LIBRARIES = ("stdlib/", "pbrlib/", "bxdf/", "nprlib/", "lights/", "targets/", "libraries/", "cmlib/")
_OLD_TOKENS = (("%UDIM", "<UDIM>"), ("%UVTILE", "<UVTILE>"))


def read_mtlx(source: Source) -> Iterator[Item]:
    """Read a MaterialX document.

    Raises:
        Unreadable: It declares a DOCTYPE.
        expat.ExpatError: It is no XML.
        OSError: It cannot be read.
    """
    elements = _Elements()
    parser = expat.ParserCreate()
    parser.StartElementHandler = elements.start
    parser.EndElementHandler = elements.end
    parser.StartDoctypeDeclHandler = _refuse
    for chunk in source.chunks():
        parser.Parse(chunk, False)
        yield from elements.found
        elements.found = []
        yield None
    if not source.cut:
        parser.Parse(b"", True)
    yield from elements.found


def _refuse(name: str, system: Optional[str], public: Optional[str], internal: bool) -> None:
    raise Unreadable("the document declares a DOCTYPE, which no MaterialX has")


class _Elements:
    """What the parser meets."""

    def __init__(self) -> None:
        self.found: List[Item] = []
        self._prefixes: List[Optional[str]] = []

    def start(self, name: str, attributes: Dict[str, str]) -> None:
        if name in _INCLUDES and attributes.get("href"):
            href = attributes["href"]
            ignored = BELONGS_TO_PROGRAM if href.startswith(_LIBRARIES) else ""
            self.found.append(Named("xi:include", href, "proxy", ignored=ignored))
        self._prefixes.append(attributes.get("fileprefix"))
        value = attributes.get("value", "")
        if attributes.get("type") == "filename" and value.strip():
            text = next((prefix for prefix in reversed(self._prefixes) if prefix is not None), "") + value
            for old, token in _OLD_TOKENS:
                text = text.replace(old, token)
            also = (text,) if text != value else ()
            self.found.append(Named("%s %s" % (name, attributes.get("name", "")), value, kind_of(text), also=also))

    def end(self, name: str) -> None:
        self._prefixes.pop()
