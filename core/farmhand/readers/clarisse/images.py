"""What renders: images, their layers, the cameras these look through.

An image is a target of kind `image`, each of its layers one of kind `layer` named `image.layer`, which is how the farm
names them. Images are off and layers on unless the project says otherwise: so the farm's documents have it, for a
layer's render holds what its image would show. What the task file wants and nobody else stands in `details`.

Sources: the farm's Clarisse document, its analyser's answers (formats, defaults), the vendor's reference guide 5.0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, Iterator, List, Optional, Sequence, Tuple

from farmhand.frames import FrameRange
from farmhand.readers.clarisse.items import Item, Project, address, short_names, whole_number
from farmhand.readers.clarisse.syntax import Block, Value
from farmhand.scene.model import ERROR, WARNING, Camera, RenderTarget, Tip

IMAGE, LAYER = "image", "layer"

FORMATS = ("exr16", "exr32", "jpg", "bmp", "tga", "png8", "png16", "tiff8", "tiff16", "tiff32")
"""The farm's names of the numbers of the attribute `format`."""

ENDINGS = {"exr": "exr", "jpg": "jpg", "bmp": "bmp", "tga": "tga", "png": "png", "tiff": "tif"}
FRAMES = (("first_frame", 0), ("last_frame", 50), ("frame_step", 1))
"""Attribute and what holds where it is not written; each stands for itself."""

MULTIPLIERS = (0.25, 0.5, 1.0, 2.0)
"""What `resolution_multiplier` chooses from. 1 is half (Clarisse's default) and 2 is full; 0 and 3 are inferred."""

FLAT_LAYERS = frozenset(("LayerColor", "LayerFile", "LayerImage", "LayerImageNode", "LayerReference"))
"""Layers that show something rather than render through a camera."""

MESSAGES = {
    "15006": "Layers render, but no camera of theirs does.",
    "not_saved": "Render to disk is off, or no output path is set: pictures may be lost.",
    "frames_assumed": "The scene does not say these frames; Clarisse's default is taken.",
    "frames_reversed": "The last frame comes before the first; they were swapped.",
    "expression": "Expressions are not evaluated; the stored values are taken.",
    "unknown_format": "The image format is none that the farm knows.",
    "object_not_found": "Layers and cameras that images name are not in the scene.",
}
"""What each Tip says, by its code."""

_HALF = 1
_CAMERAS = "Camera"
_LAYER_3D = "Layer3d"
_COMPUTED = ("first_frame", "last_frame", "frame_step", "resolution", "save_as", "active_camera", "renderer")


@dataclass
class Notes:
    """What the user should know of the images: which of them, and what."""

    assumed: List[str] = field(default_factory=list)
    computed: List[str] = field(default_factory=list)
    reversed: List[str] = field(default_factory=list)
    formats: List[str] = field(default_factory=list)
    lost: List[str] = field(default_factory=list)
    unsaved: List[str] = field(default_factory=list)
    blind: List[str] = field(default_factory=list)

    def tips(self) -> Tuple[Tip, ...]:
        """A Tip for each kind of note that was made."""
        found = (
            ("15006", ERROR, self.blind),
            ("not_saved", WARNING, self.unsaved),
            ("frames_assumed", WARNING, self.assumed),
            ("frames_reversed", WARNING, self.reversed),
            ("expression", WARNING, self.computed),
            ("unknown_format", WARNING, self.formats),
            ("object_not_found", WARNING, self.lost),
        )
        return tuple(Tip(code, severity, MESSAGES[code], tuple(lines)) for code, severity, lines in found if lines)


@dataclass(frozen=True)
class Images:
    """What `images` found: targets in the file's order, each image before its layers; cameras; tips."""

    targets: Tuple[RenderTarget, ...]
    cameras: Tuple[Camera, ...]
    tips: Tuple[Tip, ...]


def images(project: Project, others: Sequence[Item] = (), hidden: bool = False) -> Images:
    """Find what renders.

    Args:
        project: The project that is sent.
        others: Objects of the projects it references, by their addresses in this one.
        hidden: Whether it references scenes nobody here can look into, which may hold cameras.
    """
    search = _Search(project, others, hidden)
    targets = [target for item in project.items if item.kind == "Image" for target in search.image(item)]
    used = {name for target in targets for name in target.cameras}
    cameras = tuple(Camera(name, name, name in used) for name in search.all_cameras)
    return Images(tuple(targets), cameras, search.notes.tips())


class _Search:
    def __init__(self, project: Project, others: Sequence[Item], hidden: bool) -> None:
        self.timeline = project.timeline
        self.hidden = hidden
        self.items = project.by_url()
        for item in others:
            self.items.setdefault(item.url, item)
        self.owned: Dict[str, List[Item]] = {}
        for item in project.items:
            if item.owner:
                self.owned.setdefault(item.owner, []).append(item)
        seen = [item for item in self.items.values() if item.kind.startswith(_CAMERAS)]
        self.names = dict(zip((item.url for item in seen), short_names(seen)))
        self.all_cameras = tuple(self.names.values())
        self.notes = Notes()

    def image(self, item: Item) -> Iterator[RenderTarget]:
        """The image, then its layers."""
        size = self._size(item)
        layers = [self._layer(layer, item, size, off) for layer, off in self._layers(item)]
        cameras = tuple(dict.fromkeys(name for layer in layers if layer.enabled for name in layer.cameras))
        renderers = {layer.renderer for layer in layers if layer.enabled and layer.renderer}
        renderer = renderers.pop() if len(renderers) == 1 else ""
        details = {"LUT": item.block.text("LUT", "linear")}
        yield self._target(item, IMAGE, item.url, False, cameras, renderer, size, details)
        yield from layers

    def _layers(self, image: Item) -> List[Tuple[Item, bool]]:
        """An image's layers, and whether the image switches each off: owned ones in the file's order, then others."""
        listed = [address(value.text, image) for value in image.block.values("layers")]
        off = {listed[number] for number in _numbers(image.block.sub("layers")) if 0 <= number < len(listed)}
        own = self.owned.get(image.url, [])
        layers = [
            item for item in own if item.url in listed or item.kind == _LAYER_3D or item.block.has("active_camera")
        ]
        known = {item.url for item in layers}
        for url in dict.fromkeys(listed):
            if url in known:
                continue
            if url in self.items:
                layers.append(self.items[url])
            else:
                self.notes.lost.append("%s: %s" % (image.url, url))
        return [(item, item.url in off) for item in layers]

    def _layer(self, layer: Item, image: Item, size: Tuple[int, int], off: bool) -> RenderTarget:
        block = layer.block
        flat = layer.kind in FLAT_LAYERS
        enabled = not (off or flat or layer.disabled or image.disabled)
        camera = "" if flat else self._camera(layer)
        deep = block.flag("enable_deep_output")
        details = {
            "image": image.url,
            "enable_deep_output": "1" if deep else "0",
            "enable_deep_output_path": block.text("save_deep_data_as"),
        }
        name = layer.url if layer.owner == image.url else "%s.%s" % (image.url, layer.name)
        renderer = "" if flat else self._renderer(layer)
        cameras = (camera,) if camera else ()
        target = self._target(layer, LAYER, name, enabled, cameras, renderer, size, details)
        if enabled and not camera:
            self.notes.blind.append(name)
        if enabled and not (block.flag("render_to_disk") and target.output):
            self.notes.unsaved.append(name)
        return target

    def _target(
        self,
        item: Item,
        kind: str,
        name: str,
        enabled: bool,
        cameras: Tuple[str, ...],
        renderer: str,
        size: Tuple[int, int],
        details: Dict[str, str],
    ) -> RenderTarget:
        frames = self._frames(item, name, enabled)
        farm_format = self._format(item.block, name)
        block = item.block
        for attribute in _COMPUTED:
            if block.expression(attribute):
                self.notes.computed.append("%s.%s: %s" % (name, attribute, block.expression(attribute)))
        details = dict(details, format=farm_format, save_to_disk="1" if block.flag("render_to_disk") else "0")
        return RenderTarget(
            name=name,
            label=item.name,
            kind=kind,
            enabled=enabled,
            frames=frames,
            cameras=cameras,
            all_cameras=self.all_cameras,
            width=size[0],
            height=size[1],
            renderer=renderer,
            output=block.text("save_as"),
            format=ENDINGS.get(farm_format.rstrip("0123456789"), ""),
            animation=len(frames) > 1,
            deep=details.get("enable_deep_output") == "1",
            details=details,
        )

    def _frames(self, item: Item, name: str, enabled: bool) -> FrameRange:
        """The frames of an image or layer. The timeline stands in for what an expression without a value hides."""
        hidden = {"first_frame": self.timeline.start, "last_frame": self.timeline.end} if self.timeline else {}
        found = []
        for attribute, default in FRAMES:
            number = whole_number(item.block.text(attribute))
            if number is None and item.block.has(attribute):
                number = hidden.get(attribute)
            found.append(default if number is None else number)
        first, last, step = found
        silent = not item.block.has("first_frame") and not item.block.has("last_frame")
        if enabled and silent and self.timeline and (self.timeline.start, self.timeline.end) != (first, last):
            self.notes.assumed.append(
                "%s: %d-%d, the timeline is %d-%d" % (name, first, last, self.timeline.start, self.timeline.end)
            )
        if last < first:
            self.notes.reversed.append("%s: %d-%d" % (name, first, last))
            first, last = last, first
        return FrameRange.span(first, last, max(1, step))

    def _format(self, block: Block, name: str) -> str:
        """The farm's name of the format."""
        text = block.text("format", FORMATS[0])
        number = whole_number(text)
        if number is not None and 0 <= number < len(FORMATS):
            return FORMATS[number]
        if text not in FORMATS:
            self.notes.formats.append("%s: %s" % (name, text))
        return text

    def _size(self, image: Item) -> Tuple[int, int]:
        """Width and height in pixels; 0 where the file leaves them to Clarisse."""
        sides = [whole_number(value.text) for value in image.block.values("resolution")]
        if len(sides) != 2 or not sides[0] or not sides[1]:
            return 0, 0
        chosen = whole_number(image.block.text("resolution_multiplier", str(_HALF)))
        factor = MULTIPLIERS[chosen] if chosen is not None and 0 <= chosen < len(MULTIPLIERS) else 1.0
        return max(1, int(sides[0] * factor)), max(1, int(sides[1] * factor))

    def _camera(self, layer: Item) -> str:
        """The name of the camera a layer looks through; empty where it has none."""
        text = layer.block.text("active_camera")
        if not text:
            return ""
        url = address(text, layer)
        if url in self.names:
            return self.names[url]
        name = url.rpartition("/")[2]
        same = [known for url, known in self.names.items() if self.items[url].name == name]
        if len(same) == 1:
            return same[0]
        if not self.hidden:
            self.notes.lost.append("%s.active_camera: %s" % (layer.url, text))
        return name

    def _renderer(self, layer: Item) -> str:
        """The class of the object a layer renders by, or that object's name where the file does not hold it."""
        text = layer.block.text("renderer")
        item = self.items.get(address(text, layer)) if text else None
        return item.kind if item is not None else text.rpartition("/")[2]


def _numbers(block: Optional[Block]) -> List[int]:
    """The places of the layers that an image switches off."""
    texts: Sequence[Value] = block.values("value_disabled") if block is not None else ()
    return [number for number in (whole_number(value.text) for value in texts) if number is not None]
