"""The open project of the simulated Clarisse: a .project and what it references, by way of the file reader's grammar.

Of the reader it takes words, items and addresses; what these mean to the farm, the simulator does not ask it.
"""

from __future__ import annotations

import os
import re
from typing import Any, Dict, List, Mapping, Set, Tuple

from farmhand.errors import SceneError
from farmhand.readers.clarisse.file_table import OUTPUTS, VARIABLE_END, WRITERS, is_input
from farmhand.readers.clarisse.files import Places
from farmhand.readers.clarisse.items import ROOT, Item, Project, address
from farmhand.readers.clarisse.search import read_file
from farmhand.readers.clarisse.syntax import Block, Value, values
from farmhand.scene.expand import variables
from farmhand.scene.host import run

from .calls import Recorder
from .items import DEFAULT, FOLDER, OPEN, SAVE, Attribute, Context, Object

REFERS = ("layers", "active_camera", "renderer", "materials", "shading_layer")
"""Attributes that hold objects."""
BORN: Mapping[str, Tuple[Any, ...]] = {
    "first_frame": (0,), "last_frame": (50,), "frame_step": (1,), "render_to_disk": (False,), "save_as": ("",),
    "format": (0,),
}  # fmt: skip
"""What every image and layer has, and its value where the file does not tell; as the farm's documents have it."""
OF_IMAGE: Mapping[str, Tuple[Any, ...]] = {"LUT": ("linear",), "layers": (), "resolution_multiplier": (1,)}
OF_LAYER: Mapping[str, Tuple[Any, ...]] = {
    "enable_deep_output": (False,), "save_deep_data_as": ("",), "active_camera": (), "renderer": (),
}  # fmt: skip
_FRAME = re.compile(r"\$(\d?)F(\d?)(?!\w)")
_NO_ATTRIBUTES = frozenset(("embedded_objects", "custom_attributes", "override_values"))
_CUSTOM_HINTS = {"filename_open": OPEN, "filename": OPEN, "folder": FOLDER}


class OpenProject:
    """What is open.

    Args:
        recorder: Who counts the calls.
        path: The project; empty for a new one.
        environment: Variables of the process.
        frame: The present frame.

    Attributes:
        objects, contexts: In the file's order, those of references after them.
    """

    def __init__(self, recorder: Recorder, path: str, environment: Mapping[str, str], frame: int = 1) -> None:
        self.path = path
        self.objects: List[Object] = []
        self.contexts: List[Context] = []
        self.range = (0.0, 50.0)
        self.variables: Dict[str, str] = {}
        self._recorder = recorder
        self._environment = environment
        self._frame = frame
        self._prefix = "project://"
        self._by_url: Dict[str, Object] = {}
        self._read: Set[str] = set()
        self._later: List[Tuple[str, Places, str]] = []
        self._overrides: List[Tuple[str, str, Tuple[Value, ...]]] = []
        if path:
            self._open(path)

    def of_class(self, name: str) -> List[Object]:
        """Every object of a class; of all for the class that all are made from."""
        return [one for one in self.objects if name in ("ProjectItem", one.kind)]

    def state(self) -> List[Any]:
        """All that a look must leave as it is."""
        return [
            (item.full_name, item.disabled, [(one.name, list(map(str, one.values)), one.expression) for one in
             item.attributes.values()])
            for item in (*self.objects, *self.contexts)
        ]  # fmt: skip

    def _open(self, path: str) -> None:
        project = _project(path)
        if project.version == "5":
            self._prefix = "build://" if path.endswith(".build") else "build://project/"
        if project.timeline is not None:
            self.range = (float(project.timeline.start), float(project.timeline.end))
        places = Places(path, project.variables, {}, self._environment)
        self.variables = dict(self._environment)
        self.variables.update((name, places.known[name]) for name in ("PDIR", "PNAME", "CTEMP"))
        self.variables.update((name, places.resolve("$" + name)[0]) for name in project.variables)
        self._read.add(os.path.normpath(path))
        self._load(project, places, "")
        while self._later:
            self._reference(*self._later.pop(0))
        self._born()
        self._apply_overrides()

    def _reference(self, text: str, outer: Places, url: str) -> None:
        path = os.path.normpath(outer.resolve(text)[0])
        if path in self._read or not path.endswith((".project", ".build")):
            return
        try:
            project = _project(path)
        except (SceneError, OSError):
            return
        self._read.add(path)
        self._load(project, Places(path, project.variables, outer.variables, self._environment), url[len(ROOT) :] + "/")

    def _load(self, project: Project, places: Places, prefix: str) -> None:
        made: List[Tuple[Object, Item]] = []
        for item in project.items:
            url = ROOT + prefix + item.url[len(ROOT) :]
            full_name = self._prefix + url[len(ROOT) :]
            off = any(item.block.flag(word) for word in ("disabled", "#disabled"))
            if item.is_context:
                self._context(item, places, url, full_name, off)
                continue
            one = Object(self._recorder, item.kind, item.name, full_name, off)
            self.objects.append(one)
            self._by_url.setdefault(url, one)
            made.append((one, item))
            owner = self._by_url.get(ROOT + prefix + item.owner[len(ROOT) :]) if item.owner else None
            if owner is not None and owner.kind == "Image":
                owner.layers.append(one)
        for one, item in made:
            self._fill(one, item, places, prefix)

    def _context(self, item: Item, places: Places, url: str, full_name: str, off: bool) -> None:
        text = item.block.text("filename")
        context = Context(self._recorder, item.name, full_name, off, item.block.has("filename"))
        self.contexts.append(context)
        if context.reference:
            context.attributes["filename"] = self._attribute("filename", item.block, places, OPEN)
            self._later.append((text, places, url))
            for block in item.block.blocks:
                if block.word == "override_values":
                    self._overrides += [(url, *found) for found in _overrides(block)]

    def _fill(self, one: Object, item: Item, places: Places, prefix: str) -> None:
        names = [word.rstrip("[]") for word, _ in item.block.lines() if word[0] != "#"]
        names += [block.word for block in item.block.blocks if block.word not in _NO_ATTRIBUTES]
        for name in dict.fromkeys(names):
            if name not in ("name", "disabled", "comment"):
                one.attributes[name] = self._attribute(name, item.block, places, _hint(item.kind, name))
        for name in REFERS:
            if name in one.attributes:
                one.attributes[name].values = self._objects(one.attributes[name].values, item, prefix)
        custom = item.block.sub("custom_attributes")
        for block in custom.inner() if custom is not None else ():
            if block.label and block.word != "attribute_group":
                hint = _CUSTOM_HINTS.get(block.word, DEFAULT)
                one.attributes[block.label] = self._made(block.label, block.own_values(), block, places, hint)

    def _objects(self, texts: List[Any], item: Item, prefix: str) -> List[Any]:
        found: List[Any] = []
        for text in map(str, texts):
            url = address(text, item)
            known = self._by_url.get(ROOT + prefix + url[len(ROOT) :]) if url.startswith(ROOT) else None
            if known is not None or "default" in url:
                found.append(known if known is not None else url)
        return found

    def _attribute(self, name: str, block: Block, places: Places, hint: int) -> Attribute:
        written = next((values(rest) for word, rest in block.lines() if word.rstrip("[]") == name), None)
        sub = block.sub(name)
        if written is None and sub is not None:
            return self._made(name, sub.own_values(), sub, places, hint)
        return self._made(name, written or (), None, places, hint)

    def _made(self, name: str, words: Any, block: Any, places: Places, hint: int) -> Attribute:
        expression = block.text("expression") if block is not None else ""
        found = [_value(word) for word in words]
        if not found and expression and hint == DEFAULT:
            found = [int(self.range[{"FSTART": 0, "FEND": 1}[expression]])] if expression in ("FSTART", "FEND") else []
        return Attribute(self._recorder, name, found, hint, expression, self._resolver(places))

    def _resolver(self, places: Places) -> Any:
        def resolve(text: str) -> str:
            text = _FRAME.sub(lambda match: "%0*d" % (int(match.group(1) or match.group(2) or 0), self._frame), text)
            return variables(VARIABLE_END.sub(r"${\1}", text), places.known)[0]

        return resolve

    def _born(self) -> None:
        """Every object of a class has every attribute that one of them has, and what its class is known to have."""
        files: Dict[str, Dict[str, int]] = {}
        for one in self.objects:
            for name, attribute in one.attributes.items():
                if attribute.hint in (OPEN, SAVE) and attribute.hint == _hint(one.kind, name):
                    files.setdefault(one.kind, {})[name] = attribute.hint
        layers = {id(layer) for one in self.objects for layer in one.layers}
        for one in self.objects:
            more = OF_IMAGE if one.kind == "Image" else OF_LAYER if id(one) in layers else None
            for name, default in dict(BORN, **more).items() if more is not None else ():
                one.attributes.setdefault(name, Attribute(self._recorder, name, default))
            for name, hint in files.get(one.kind, {}).items():
                one.attributes.setdefault(name, Attribute(self._recorder, name, [""], hint))
            source = one.attributes.get("filename")
            if source is not None and source.hint == OPEN:
                text = source.values[0] if source.values else ""
                made = Attribute(self._recorder, "filename_sys", [], OPEN)
                computed = one.attributes.setdefault("filename_sys", made)
                computed.values = [source.resolve(text) if isinstance(text, str) else ""]

    def _apply_overrides(self) -> None:
        for reference, path, words in self._overrides:
            inner, _, name = path.rpartition(".")
            for one in self.objects:
                url = ROOT + one.full_name[len(self._prefix) :]
                if inner and url.startswith(reference + "/") and url.endswith("/" + inner) and name in one.attributes:
                    one.attributes[name].values = [_value(word) for word in words]


def _project(path: str) -> Project:
    return run(read_file(path))[0]  # type: ignore[arg-type, return-value, index]


def _hint(kind: str, name: str) -> int:
    if name in OUTPUTS or (name == "filename" and WRITERS.match(kind)):
        return SAVE
    return OPEN if is_input(kind, name) else DEFAULT


def _value(word: Value) -> Any:
    if word.quoted:
        return word.text
    if word.text in ("yes", "no"):
        return word.text == "yes"
    for kind in (int, float):
        try:
            return kind(word.text)
        except ValueError:
            continue
    return word.text


def _overrides(block: Block) -> List[Tuple[str, Tuple[Value, ...]]]:
    found = [(word, values(rest)) for word, rest in block.lines()]
    for inner in block.blocks:
        if "." in (inner.label or inner.word):
            found.append((inner.label or inner.word, inner.own_values()))
        found += [("%s.%s" % (inner.word, sub.word), sub.own_values()) for sub in inner.blocks]
        found += [("%s.%s" % (inner.word, word), values(rest)) for word, rest in inner.lines() if word != "value"]
    return found
