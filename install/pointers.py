"""What is written into a program's folder so that it finds Farmhand: texts only, nothing is read or written here.

Maya and Houdini get a file of ours, made from the plug-in's own by putting its folder in; Clarisse has one file for
everybody, in which an entry of a list is ours. Standard library only, Python 3.7.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
from dataclasses import dataclass
from typing import Callable, List, Tuple

import house  # noqa: F401  it makes the next line possible
from farmhand.places import CLARISSE, HOUDINI, MAYA, Place, number

MARK = "farmhand"
STARTUP = "CLARISSE_STARTUP_SCRIPT"
SHELF = "IX_SHELF_CONFIG_FILE"
OUR_SHELF = "farmhand_shelf.cfg"
"""A file of its own in the list, so that nobody else's shelf is ever written."""
NATIVE_SHELF = "$IX_PYTHON_API_PATH/shelves/shelf.cfg"
"""Where Clarisse's own clarisse.env points; a list that lacks it would take the native shelf away."""
OLDEST_PLUGIN = {HOUDINI: (19, 0), CLARISSE: (5, 0)}
"""From here on every build of it has a Python 3 (18.5 has it in one of two); what is older gets the launcher."""


@dataclass(frozen=True)
class Pointer:
    """A file that leads a program to Farmhand.

    Attributes:
        dcc: Whose.
        path: Where the file is, or will be.
        point: From the file's text, empty where there is none, to the text with Farmhand in it.
        clear: From a text to the same without Farmhand; empty where nothing but Farmhand was in it.
        shared: Whether the file is everybody's and only an entry in it is ours.
    """

    dcc: str
    path: str
    point: Callable[[str], str]
    clear: Callable[[str], str]
    shared: bool


def pointers_for(place: Place, root: str) -> List[Pointer]:
    """The pointer files of one place.

    Args:
        place: Where a program looks.
        root: The folder of Farmhand's release.
    """
    root = os.path.abspath(root).replace("\\", "/")
    if place.dcc == MAYA:
        path = os.path.join(place.folder, "modules", "farmhand.mod")
        folders = [root + "/maya_plugin", root + "/launcher/maya"]  # the second for those without a Python 3

        def module() -> str:
            return "\n".join(maya_module(_read(folder, "farmhand.mod"), folder) for folder in folders)

        return [_own(place, path, module)]
    if place.dcc == HOUDINI:
        path = os.path.join(place.folder, "packages", "farmhand.json")
        plugin = root + ("/launcher/houdini" if _old(place) else "/houdini_plugin")
        return [_own(place, path, lambda: houdini_package(_read(plugin, "farmhand.json"), plugin))]
    return _clarisse(place, root)


def _clarisse(place: Place, root: str) -> List[Pointer]:
    """The lists of clarisse.env, and a shelf of ours for the second of them, where the plug-in has one."""
    plugin = root + ("/launcher/clarisse" if _old(place) else "/clarisse_plugin")
    entries = [(STARTUP, plugin + "/startup.py", "")]
    found = []
    if os.path.isfile(plugin + "/farmhand_clarisse/shelf.py"):
        shelf = os.path.join(place.folder, OUR_SHELF).replace("\\", "/")
        entries.append((SHELF, shelf, NATIVE_SHELF))
        found.append(_own(place, shelf, lambda: clarisse_shelf(plugin)))
    path = os.path.join(place.folder, "clarisse.env")
    return [Pointer(CLARISSE, path, lambda text: clarisse_with(text, entries), clarisse_without, True), *found]


def clarisse_shelf(plugin: str) -> str:
    """A shelf.cfg with our button, as the plug-in writes it."""
    spec = importlib.util.spec_from_file_location("farmhand_clarisse_shelf", plugin + "/farmhand_clarisse/shelf.py")
    if spec is None or spec.loader is None:
        raise ImportError(plugin)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return str(module.merged("", plugin))


def maya_module(module: str, folder: str) -> str:
    """The plug-in's .mod with an absolute folder in place of a relative one.

    Args:
        module: The text of the plug-in's own file, whose paths are relative to `folder`.
        folder: The plug-in's folder.
    """

    def absolute(match: re.Match[str]) -> str:
        path = match.group(2)
        parts = folder.split("/") + [part for part in path.split("/") if part != "."]
        while ".." in parts:
            index = parts.index("..")
            del parts[index - 1 : index + 1]
        return match.group(1) + "/".join(parts)

    return re.sub(r"(?m)^(\+(?: \w+:\S+)* \S+ \S+ )(\.\S*)$", absolute, module)


def houdini_package(package: str, folder: str) -> str:
    """The plug-in's package file with its folder in place of `$HOUDINI_PACKAGE_PATH`."""
    return package.replace("$HOUDINI_PACKAGE_PATH", json.dumps(folder, ensure_ascii=False)[1:-1])


def clarisse_with(text: str, entries: List[Tuple[str, str, str]]) -> str:
    """A clarisse.env with our entries at the end of its lists; what others put there stays.

    Args:
        text: The file's text.
        entries: Variable, our path, what the list begins with where the file has no such line.
    """
    text = clarisse_without(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    for name, path, first in entries:
        found = list(_line(name).finditer(text))
        if found:
            start, end = found[-1].span(2)
            text = text[:start] + _joined(found[-1].group(2), path) + text[end:]
        else:
            text += "" if not text or text.endswith(("\n", "\r")) else newline
            text += "{}={}{}".format(name, _joined(first, path), newline)
    return text


def clarisse_without(text: str) -> str:
    """A clarisse.env without our entries; a variable that held nothing else stays, empty, as Clarisse delivers it."""
    for name in (STARTUP, SHELF):
        text = _line(name).sub(lambda match: match.group(1) + _cleared(match.group(2)) + match.group(3), text)
    return text


def _line(name: str) -> re.Pattern[str]:
    """A variable's line: what is before its value, the value, the blanks behind it."""
    return re.compile(r"(?m)^([ \t]*{}[ \t]*=[ \t]*)([^\r\n]*?)([ \t]*)(?=\r?$)".format(name))


def _cleared(value: str) -> str:
    """A list without our entries; as it is where none is ours."""
    quote = '"' if len(value) > 1 and value[0] == value[-1] == '"' else ""
    entries = (value[1:-1] if quote else value).split(";")
    others = [entry for entry in entries if not _ours(entry)]
    if len(others) == len(entries):
        return value
    return quote + ";".join(others) + quote if others else ""


def _ours(entry: str) -> bool:
    """Whether a path leads into a Farmhand, this one or another."""
    path = entry.strip().replace("\\", "/")
    return bool(re.search(r"/((clarisse_plugin|launcher/clarisse)/startup\.py|{})$".format(re.escape(OUR_SHELF)), path))


def _joined(value: str, path: str) -> str:
    """A list with one more entry; quotes around the whole stay around the whole."""
    quote = '"' if len(value) > 1 and value[0] == value[-1] == '"' else ""
    inner = value[1:-1] if quote else value
    return quote + (inner.rstrip(";") + ";" + path if inner.strip(";") else path) + quote


def _own(place: Place, path: str, make: Callable[[], str]) -> Pointer:
    return Pointer(place.dcc, path, lambda text: make(), lambda text: "", False)


def _old(place: Place) -> bool:
    return bool(place.versions) and number(place.versions[-1]) < OLDEST_PLUGIN[place.dcc]


def _read(folder: str, name: str) -> str:
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as stream:
        return stream.read()
