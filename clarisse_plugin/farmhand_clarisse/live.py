"""The open project's objects as the file reader's items, so that both are understood by the same code.

Values come from Clarisse. What its API is not known to tell is taken from the project's file, which is what the farm
renders: which of an image's layers are switched off by their place, and what a reference changes inside.
"""

from __future__ import annotations

import os
import re
from functools import partial
from itertools import chain
from typing import Any, Callable, Dict, Generator, List, Mapping, Optional, Sequence, Set, Tuple

from farmhand.progress import Progress
from farmhand.readers.clarisse.builds import RANGE, WRITER
from farmhand.readers.clarisse.file_table import CUSTOM_BLOCK, OUTPUTS, OVERRIDES, SEQUENCE_MODE, WRITERS, is_input
from farmhand.readers.clarisse.files import Places
from farmhand.readers.clarisse.items import ROOT, Item, Project, Timeline, address
from farmhand.readers.clarisse.syntax import Block
from farmhand_clarisse import blocks
from farmhand_clarisse.api import Attribute, Context, Item as ApiItem, Ix, Object, members

EVERYTHING = "ProjectItem"
"""The class that every object of a project is made from."""

_WRITTEN = ("save_as", "render_to_disk", "format", "LUT", "first_frame", "last_frame", "frame_step")
_OF_IMAGE = (*_WRITTEN, "resolution", "resolution_multiplier")
_OF_LAYER = (*_WRITTEN, "active_camera", "renderer", "enable_deep_output", "save_deep_data_as")
_BY_CLASS: Mapping[str, Tuple[str, ...]] = {
    "Image": _OF_IMAGE,
    RANGE: ("variable", "values", "process"),
    WRITER: ("filename", "format"),
}
"""What is read of an object besides its files; of a layer, whatever its class, `_OF_LAYER`."""

_LAYERS, _FILENAME = "layers", "filename"
_ROOTS = ("build://project/", ROOT, "build://")
_VERSION = re.compile(r"(\d+\.\d+)[_. ](SP\d+)", re.I)
_REPORT_EVERY = 100
_VARIABLE = re.compile(r"\$\{?(\w+)")
_TOKEN = re.compile(re.escape(re.escape("<Frame>")))
_BUILT_IN = re.compile(r"(?:PDIR|PNAME|CTEMP|CDIR|CLARISSE_\w+|\d*F\d*)\Z")

Files = Sequence[Tuple[str, str]]
"""Names of attributes that name files to read, and what a project calls their kind: `filename_open`, `folder`."""


class LiveProject:
    """The project that is open in Clarisse.

    Args:
        clarisse: Its API.
        saved: What the project's file says; None where it cannot be read.
        path: Where that file lies.

    Attributes:
        items: Objects and contexts of the project itself.
        inner: Those inside its references.
        references: Addresses of the contexts whose content comes from another file.
        computed: `address.attribute: expression` of texts that are known for the present frame only.
        unread: `address: reason` of whatever Clarisse did not answer for.
    """

    def __init__(self, clarisse: Ix, saved: Optional[Project], path: str) -> None:
        self.items: List[Item] = []
        self.inner: List[Item] = []
        self.references: List[str] = []
        self.computed: List[str] = []
        self.unread: List[str] = []
        self._ix = clarisse
        self._saved: Dict[str, Item] = saved.by_url() if saved is not None else {}
        self._own = dict(saved.variables) if saved is not None else {}
        self._places = Places(path, self._own, {}, os.environ)
        self._born: Dict[str, int] = {}
        self._files: Dict[str, Files] = {}
        self._off: Set[str] = set()
        self._known: Set[str] = set()
        self._named: Set[str] = set()
        hints = clarisse.api.OfAttr
        self._kinds = {hints.VISUAL_HINT_FILENAME_OPEN: "filename_open", hints.VISUAL_HINT_FOLDER: "folder"}

    def fill(self) -> Generator[Progress, None, None]:
        """Look at every context and object once."""
        factory = self._ix.application.get_factory()
        try:
            self._born = {one.get_name(): one.get_attribute_count() for one in factory.get_classes().get_classes()}
        except Exception:  # noqa: BLE001  it only saves time
            self._born = {}
        contexts = self._ix.api.OfContextSet()
        factory.get_root().resolve_all_contexts(contexts)
        yield Progress("objects")
        for look in (self._note, partial(self._guarded, read=self._context)):
            for done, context in enumerate(members(contexts)):
                if done % _REPORT_EVERY == 0:
                    yield Progress("objects")
                look(context)
        objects = self._ix.api.OfObjectArray()
        factory.get_all_objects(EVERYTHING, objects)
        images = self._ix.api.OfObjectArray()
        factory.get_all_objects("Image", images)
        yield Progress("objects")
        layers = [layer for image in members(images) for layer in self._layers_of(image)]
        total = images.get_count() + len(layers) + objects.get_count()
        for done, one in enumerate(chain(members(images), layers, members(objects))):
            if done % _REPORT_EVERY == 0:
                yield Progress("objects", done, total, "steps")
            self._guarded(one, self._object)

    def project(self, saved: Optional[Project]) -> Project:
        """What was found, as the file reader's project. After `fill`."""
        return Project(
            version=self._version(saved),
            items=tuple(self.items),
            variables=self._variables(),
            timeline=self._timeline(saved),
            unknown=saved.unknown if saved is not None else (),
            whole=saved.whole if saved is not None else True,
            utf8=saved.utf8 if saved is not None else True,
        )

    def _version(self, saved: Optional[Project]) -> str:
        """As the farm names it, such as `clarisse_ifx_5.0_sp14`; else the major number, which the file tells too."""
        application = self._ix.application
        try:
            named = _VERSION.match(str(application.get_version_name() or ""))
            if named:
                return "clarisse_ifx_%s_%s" % (named.group(1), named.group(2).lower())
            major = str(application.get_version() or "").partition(".")[0]
        except Exception as error:  # noqa: BLE001  the user can choose the version
            self.unread.append("version: %s" % (str(error) or type(error).__name__))
            major = ""
        return major or (saved.version if saved is not None else "")

    def _timeline(self, saved: Optional[Project]) -> Optional[Timeline]:
        try:
            frames = self._ix.application.get_current_frame_range()
            start, end = int(frames[0]), int(frames[1])
        except Exception as error:  # noqa: BLE001  images have frames of their own
            self.unread.append("timeline: %s" % (str(error) or type(error).__name__))
            return saved.timeline if saved is not None else None
        return Timeline(start, end) if start <= end else None

    def temporary(self) -> str:
        """The folder that `$CTEMP` means; empty where Clarisse does not say."""
        return self._variable("CTEMP")

    def _note(self, context: Context) -> None:
        """What must be known of every context before anything inside one is looked at."""
        url = "?"
        try:
            url = plain(str(context.get_full_name()))
            if context.is_disabled():
                self._off.add(url)
            if context.is_reference():
                self.references.append(url)
        except Exception as error:  # noqa: BLE001  what is in it is looked at all the same
            self.unread.append("%s: %s" % (url, str(error) or type(error).__name__))

    def _guarded(self, one: Any, read: Callable[[Any, str], None]) -> None:
        """Look at one thing; what goes wrong is noted and ends nothing else."""
        where = "?"
        try:
            where = plain(str(one.get_full_name()))
            if where != ROOT and where not in self._known:
                self._known.add(where)
                read(one, where)
        except Exception as error:  # noqa: BLE001  a class nobody has seen may raise anything
            self.unread.append("%s: %s" % (where, str(error) or type(error).__name__))

    def _layers_of(self, image: Object) -> List[Object]:
        try:
            return [layer.get_object() for layer in image.get_module().get_all_layers()]
        except Exception as error:  # noqa: BLE001  its attribute `layers` names them too
            self.unread.append("%s: %s" % (_LAYERS, str(error) or type(error).__name__))
            return []

    def _context(self, context: Context, url: str) -> None:
        block = blocks.named("Context", context.get_name())
        if context.is_reference():
            self._put(block, url, _FILENAME, lambda: context.get_attribute(_FILENAME))
            saved = self._saved.get(url)
            if saved is not None:
                block.blocks += [inner for inner in saved.block.blocks if inner.word == OVERRIDES]
        self._take("Context", context, url, block)
        self._named |= _variables_in(block)

    def _object(self, one: Object, url: str) -> None:
        kind = one.get_class_name()
        block = blocks.named(kind, one.get_name())
        item = self._take(kind, one, url, block)
        wanted = _BY_CLASS.get(kind, _OF_LAYER if item.owner else ())
        for name in wanted:
            self._attribute(block, one, url, name)
        if kind == "Image":
            self._layers(block, one, item)
        custom = Block(CUSTOM_BLOCK)
        files = self._files_of(one, kind, url)
        for name, spelled in files:
            if name not in wanted:
                self._file(block, custom, one, url, kind, name, spelled)
        if custom.blocks:
            block.blocks.append(custom)
        if files:
            self._attribute(block, one, url, SEQUENCE_MODE)
        self._named |= _variables_in(block)

    def _take(self, kind: str, one: ApiItem, url: str, block: Block) -> Item:
        name = one.get_name()
        owner = url[: -len(name) - 1] if url.endswith("." + name) else ""
        parts = (owner or url)[len(ROOT) :].split("/")
        if one.is_disabled():
            self._off.add(url)
        above = [ROOT + "/".join(parts[:count]) for count in range(1, len(parts))]
        off = any(place in self._off for place in (url, owner, *above))
        item = Item(kind, name, url, tuple(parts[:-1]), owner, block, off)
        inside = any(url.startswith(reference + "/") for reference in self.references)
        (self.inner if inside else self.items).append(item)
        return item

    def _attribute(self, block: Block, one: Object, url: str, name: str) -> None:
        self._put(block, url, name, lambda: one.attribute_exists(name))

    def _put(self, block: Block, url: str, name: str, ask: Callable[[], Optional[Attribute]]) -> None:
        try:
            attribute = ask()
            if attribute:
                self._note_computed(url, name, blocks.add(block, name, attribute, partial(self._as_saved, url)))
        except Exception as error:  # noqa: BLE001  the other attributes still count
            self.unread.append("%s.%s: %s" % (url, name, str(error) or type(error).__name__))

    def _file(self, block: Block, custom: Block, one: Object, url: str, kind: str, name: str, spelled: str) -> None:
        if spelled == "filename_open" and is_input(kind, name):
            self._attribute(block, one, url, name)
            return
        try:
            attribute = one.get_attribute(name)
            if attribute:
                spell = partial(self._as_saved, url)
                self._note_computed(url, name, blocks.add_custom(custom, spelled, name, attribute, spell))
        except Exception as error:  # noqa: BLE001  the other attributes still count
            self.unread.append("%s.%s: %s" % (url, name, str(error) or type(error).__name__))

    def _note_computed(self, url: str, name: str, expression: str) -> None:
        if expression:
            self.computed.append("%s.%s: %s" % (url, name, expression))

    def _as_saved(self, url: str, name: str, texts: List[str]) -> List[str]:
        """Texts as the file spells them, with their variables, where they still mean the same."""
        saved = self._saved.get(url)
        if saved is None:
            return texts
        block = next((one for one in saved.block.inner() if one.label == name), None)
        written = saved.block.values(name) or saved.block.values(name + "[]")
        before = [value.text for value in (block.own_values() if block is not None else written)]
        if len(before) != len(texts):
            return texts
        return [old if self._means(old, new) else new for old, new in zip(before, texts)]

    def _means(self, saved: str, text: str) -> bool:
        """Whether a text of the file is what Clarisse tells, at whichever frame it is."""
        pattern = _TOKEN.sub(r"-?\\d+", re.escape(self._places.resolve(saved)[0]))
        return bool(re.match(pattern + r"\Z", self._places.resolve(text)[0]))

    def _layers(self, block: Block, image: Object, item: Item) -> None:
        """The image's list of layers, with those that the file switches off by their place."""
        self._attribute(block, image, item.url, _LAYERS)
        saved = self._saved.get(item.url)
        switched = saved.block.sub(_LAYERS) if saved is not None else None
        if saved is None or switched is None or not switched.values("value_disabled"):
            return
        before = [address(value.text, saved) for value in saved.block.values(_LAYERS)]
        places = {value.text for value in switched.values("value_disabled")}
        off = {url for place, url in enumerate(before) if str(place) in places}
        now = [value.text for value in block.values(_LAYERS)]
        numbers = [str(place) for place, text in enumerate(now) if address(text, item) in off]
        block.texts = [text for text in block.texts if not text.startswith(_LAYERS + " ")]
        made = Block(_LAYERS)
        made.texts.append("value %s\nvalue_disabled %s\n" % (" ".join(map(blocks.quoted, now)), " ".join(numbers)))
        block.blocks.append(made)

    def _files_of(self, one: Object, kind: str, url: str) -> Files:
        """Which attributes name files to read: asked once a class, and of each object with attributes of its own."""
        count = one.get_attribute_count()
        usual = self._born.get(kind) == count
        if usual and kind in self._files:
            return self._files[kind]
        found: List[Tuple[str, str]] = []
        for place in range(count):
            try:
                attribute: Optional[Attribute] = one.get_attribute(place)
                spelled = self._kinds.get(attribute.get_visual_hint()) if attribute else None
                name = attribute.get_name() if attribute and spelled else ""
            except Exception as error:  # noqa: BLE001  the other attributes still count
                self.unread.append("%s[%d]: %s" % (url, place, str(error) or type(error).__name__))
                usual = False
                continue
            if spelled and name not in OUTPUTS and not WRITERS.match(kind):
                found.append((name, spelled))
        if usual:
            self._files[kind] = found
        return found

    def _variables(self) -> Dict[str, str]:
        """Variables that the project's paths name and this computer's environment does not set."""
        found = dict(self._own)
        for name in sorted(self._named):
            text = "" if _BUILT_IN.match(name) else self._variable(name)
            if text and (name in self._own or os.environ.get(name) != text):
                found[name] = text
        return found

    def _variable(self, name: str) -> str:
        try:
            variable = self._ix.application.get_factory().get_vars().get(name)
            return str(variable.get_string() or "") if variable else ""
        except Exception as error:  # noqa: BLE001  then the path that uses it is told
            self.unread.append("$%s: %s" % (name, str(error) or type(error).__name__))
            return ""


def plain(url: str) -> str:
    """An address as the reader has it: `project://scene/image`, whichever version of Clarisse spelled it."""
    for root in _ROOTS:
        if url.startswith(root):
            return ROOT + url[len(root) :].strip("/")
    return ROOT if url.rstrip("/") in ("project:", "build:", "build://project") else url


def _variables_in(block: Block) -> Set[str]:
    return {
        name for one in (block, *block.inner()) for text in one.texts if "$" in text for name in _VARIABLE.findall(text)
    }
