"""A Maya scene's render layers as targets: frames, cameras, size, renderer, output and format of each, without Maya.

Defaults are Maya's own, since a scene writes only what differs from them. What a layer changes comes from
`ma_overrides`; which files the scene needs is not looked at here.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from typing import Callable, Dict, List, Mapping, NamedTuple, Tuple

from farmhand.frames import FrameRange
from farmhand.readers import ma_renderman, ma_vray
from farmhand.readers.ma_cameras import CameraNode
from farmhand.readers.ma_graph import Graph, Node, as_number, is_on, leaf
from farmhand.readers.ma_options import options
from farmhand.readers.ma_overrides import MASTER, Changes, Plug, RenderSetup, adjustments, base_value
from farmhand.readers.ma_rules import broken, locked_scripts
from farmhand.scene.model import WARNING, Numbering, RenderTarget, Tip
from farmhand.scene.pictures import first_pictures, pattern

GLOBALS, RESOLUTION, TIME = "defaultRenderGlobals", "defaultResolution", "time1"

DEFAULTS: Mapping[Plug, str] = {
    (GLOBALS, "currentRenderer"): "mayaSoftware",
    (GLOBALS, "startFrame"): "1",
    (GLOBALS, "endFrame"): "10",
    (GLOBALS, "byFrameStep"): "1",
    (GLOBALS, "imageFormat"): "7",
    (GLOBALS, "extensionPadding"): "1",
    (GLOBALS, "startExtension"): "1",
    (GLOBALS, "byExtension"): "1",
    (GLOBALS, "periodInExt"): "1",
    (RESOLUTION, "width"): "960",
    (RESOLUTION, "height"): "540",
    (TIME, "outTime"): "1",
}
"""What Maya has where the scene writes nothing: 1 to 10 and 960 by 540 as a recorded Maya 2023 shows, iff,
mayaSoftware; numbers of pictures as Autodesk's reference of renderGlobals has them."""
_LISTED = "V-Ray renders a list of frames; the farm's own analysis warns of that."
_UNREAD_LIST = "V-Ray renders a list of frames that is not read."
_NO_ENDING, _OWN_ENDING = 1, 2
"""outFormatControl: as the format says (0), none, the user's own."""

FORMATS: Mapping[int, str] = {
    0: "gif", 1: "pic", 2: "rla", 3: "tif", 4: "tif", 5: "sgi", 6: "als", 7: "iff", 8: "jpg", 9: "eps", 10: "iff",
    13: "sgi", 19: "tga", 20: "bmp", 22: "mov", 23: "avi", 31: "psd", 32: "png", 35: "dds", 36: "psd", 40: "exr",
}  # fmt: skip
"""Maya's imageFormat numbers as file endings (the enum that Maya writes into scenes)."""
_BY_PLUGIN_KEY = (50, 51)
_KEYED = frozenset(["exr", "tif", "tiff", "png", "jpg", "tga", "bmp", "hdr", "dds", "sgi", "iff", "psd"])
_REDSHIFT_FORMATS = ("iff", "exr", "tif", "png", "tga", "jpg")
_MAYA_RENDERERS = frozenset(
    ["mayaSoftware", "mayaHardware", "mayaHardware2", "mayaVector", "mentalRay", "_3delight", "3delight"]
)
_SHORT_ENDING = {"jpeg": "jpg", "tiff": "tif", "deepexr": "exr", "openexr": "exr"}
_RMAN_DISPLAYS = {"d_openexr": "exr", "d_deepexr": "exr", "d_png": "png", "d_tiff": "tif", "d_targa": "tga"}
RENDERMAN = "renderman"
_FIRST_INDEX = re.compile(r"\[(\d+)\]")

Reads = Callable[[Plug], str]


class Layers(NamedTuple):
    """What `layers` found.

    Attributes:
        targets: Every render layer, the master layer among them, in renderLayerManager's order.
        tips: What is odd about them and cannot be seen in a target.
        system: `legacy` or `render_setup`.
    """

    targets: Tuple[RenderTarget, ...]
    tips: Tuple[Tip, ...]
    system: str


class Format(NamedTuple):
    """How a renderer is told what to write: the image format, its prefix, its size."""

    ending: str
    deep: bool = False


def layers(graph: Graph, cameras: List[CameraNode], scene: str) -> Layers:
    """The render layers of a scene.

    Left-over legacy adjustments don't count once render setup layers exist (a recorded Maya shows it).

    Args:
        graph: The scene.
        cameras: Its cameras, from `ma_cameras`.
        scene: Its file.
    """
    setup = RenderSetup(graph, cameras)
    pairs = setup.layers()
    system = "render_setup" if pairs else "legacy"
    master = {} if pairs else adjustments(graph, MASTER)
    names = {camera.shape: camera for camera in cameras}
    shape_of = {camera.name: camera.shape for camera in cameras}
    title = os.path.splitext(os.path.basename(scene))[0]

    def below(plug: Plug) -> str:
        if plug in master:
            return master[plug]
        if plug[1] == "renderable" and plug[0] in names:
            written = base_value(graph, *plug)
            return written if written is not None else ("1" if names[plug[0]].renderable else "0")
        written = base_value(graph, *plug)
        return DEFAULTS.get(plug, "") if written is None else written

    targets: List[RenderTarget] = []
    tips: List[Tip] = []
    for node in _managed(graph):
        name = leaf(node.name)
        changes: Changes = {}
        if name in pairs:
            changes = setup.changes(pairs[name], lambda plug: as_number(below(plug), 0.0))
        elif not pairs and name != MASTER:
            changes = adjustments(graph, name)
        reads = _with(changes, below)
        label = pairs.get(name, "masterLayer" if name == MASTER else name)
        kind = "render_setup_layer" if name in pairs else "legacy_layer"
        target, found = _target(graph, name, label, kind, node.flag("renderable", True), reads, cameras)
        if target.renderer == RENDERMAN and graph.named(ma_renderman.GLOBALS):
            shapes = [shape_of[camera] for camera in target.cameras]
            target = replace(target, pictures=ma_renderman.pictures(target, shapes, title, reads))
        targets.append(target)
        tips += found
    if MASTER in graph.by_name and not graph.source(MASTER, "identification"):
        tips.append(Tip("25019", WARNING, "The master layer is not connected to the render layer manager.", (MASTER,)))
    tips += locked_scripts(graph)
    named = [replace(one, pictures=one.pictures or first_pictures(one, title, len(targets))) for one in targets]
    return Layers(tuple(named), _merged(tips), system)


def _merged(tips: List[Tip]) -> Tuple[Tip, ...]:
    """Tips of one code as one, with the details of all."""
    found: Dict[str, Tip] = {}
    for tip in tips:
        there = found.get(tip.code)
        details = (there.details if there else ()) + tip.details
        found[tip.code] = Tip(tip.code, tip.severity, tip.message, tuple(dict.fromkeys(details)))
    return tuple(found.values())


def _with(changes: Mapping[Plug, str], below: Reads) -> Reads:
    return lambda plug: changes[plug] if plug in changes else below(plug)


def _managed(graph: Graph) -> List[Node]:
    """The layers that renderLayerManager lists, in its order. Those of referenced and imported scenes have their
    own."""
    found: List[Tuple[int, Node]] = []
    for node in graph.of("renderLayer"):
        if graph.named(node.name) is not node:
            continue
        plug = graph.source(node.name, "identification")
        manager, _, slot = plug.partition(".")
        index = _FIRST_INDEX.search(slot)
        if leaf(node.name) == MASTER:
            found.append((int(index.group(1)) if index else -1, node))
        elif plug and ":" not in leaf(manager):
            found.append((int(index.group(1)) if index else len(found), node))
    if not any(leaf(node.name) == MASTER for _, node in found):
        found.append((-1, Node(MASTER, "renderLayer")))
    return [node for _, node in sorted(found, key=lambda pair: pair[0])]


def _target(
    graph: Graph, name: str, label: str, kind: str, enabled: bool, reads: Reads, cameras: List[CameraNode]
) -> Tuple[RenderTarget, List[Tip]]:
    renderer = reads((GLOBALS, "currentRenderer")) or DEFAULTS[GLOBALS, "currentRenderer"]
    settings = _settings_node(graph, renderer)
    kind_unset = ma_vray.unset_kind(graph.header.version)
    frames, animation, tips = _frames(label, renderer, settings, reads, kind_unset)
    output = reads((GLOBALS, "imageFilePrefix"))
    width, height = reads((RESOLUTION, "width")), reads((RESOLUTION, "height"))
    if settings and renderer == "vray":
        output = reads((settings, "fileNamePrefix")) or output
        width, height = reads((settings, "width")) or width, reads((settings, "height")) or height
    elif settings and renderer == "redshift":
        output = reads((settings, "imageFilePrefix")) or output
    written = _format(graph, renderer, settings, reads)
    if "<Version>" in output and not reads((GLOBALS, "renderVersion")):
        tips.append(Tip("25038", WARNING, "The output uses <Version>, but the render version is empty.", (label,)))
    if enabled:
        tips += broken(label, renderer, reads, graph)
    target = RenderTarget(
        name=name,
        label=label,
        kind=kind,
        enabled=enabled,
        frames=frames,
        cameras=tuple(camera.name for camera in cameras if is_on(reads((camera.shape, "renderable")))),
        all_cameras=tuple(camera.name for camera in cameras),
        width=int(as_number(width, 960)),
        height=int(as_number(height, 540)),
        renderer=renderer,
        output=output,
        format=written.ending,
        animation=animation,
        renumber=is_on(reads((GLOBALS, "modifyExtension")) or "0"),
        deep=written.deep,
        numbering=_numbering(reads),
        details=options(renderer, reads),
    )
    return target, tips


def _numbering(reads: Reads) -> Numbering:
    control = int(as_number(reads((GLOBALS, "outFormatControl")), 0))
    before = is_on(reads((GLOBALS, "putFrameBeforeExt")) or "0")
    return Numbering(
        padding=max(0, int(as_number(reads((GLOBALS, "extensionPadding")), 1))),
        start=as_number(reads((GLOBALS, "startExtension")), 1.0),
        step=as_number(reads((GLOBALS, "byExtension")), 1.0),
        pattern=pattern(before, int(as_number(reads((GLOBALS, "periodInExt")), 1)), control != _NO_ENDING),
        ending=reads((GLOBALS, "outFormatExt")).lstrip(".") if control == _OWN_ENDING else "",
        version=reads((GLOBALS, "renderVersion")),
    )


_SETTINGS_TYPES = {
    "vray": "VRaySettingsNode", "redshift": "RedshiftOptions", "arnold": "aiAOVDriver", "renderman": "rmanGlobals",
}  # fmt: skip


def _settings_node(graph: Graph, renderer: str) -> str:
    """The name of the node that holds a renderer's own settings; empty where the scene has none."""
    wanted = _SETTINGS_TYPES.get(renderer, "")
    names = [leaf(node.name) for node in graph.of(wanted)] if wanted else []
    return "defaultArnoldDriver" if "defaultArnoldDriver" in names else (names[0] if names else "")


def _frames(
    label: str, renderer: str, settings: str, reads: Reads, kind_unset: str
) -> Tuple[FrameRange, bool, List[Tip]]:
    """Fractions are truncated, as the farm does; animation off is the current frame alone."""
    tips: List[Tip] = []
    animation = is_on(reads((GLOBALS, "animation")) or "0")
    if renderer == "vray" and settings:
        own = reads((settings, "animType")) or kind_unset
        animation = is_on(own) if own else animation
        chosen = None
        if as_number(own, ma_vray.DISABLED) == ma_vray.SPECIFIC:
            chosen = ma_vray.listed_frames(reads((settings, "animFrames")))
            tips.append(Tip("25004", WARNING, _LISTED if chosen else _UNREAD_LIST, (label,)))
        if is_on(reads((settings, "sys_distributed_rendering_on")) or "0"):
            tips.append(Tip("25003", WARNING, "V-Ray's distributed rendering is on.", (label,)))
        if chosen:
            return chosen, True, tips
    if not animation:
        return FrameRange.single(int(as_number(reads((TIME, "outTime")), 1))), False, tips
    start, end, step = (int(as_number(reads((GLOBALS, name)), 1)) for name in ("startFrame", "endFrame", "byFrameStep"))
    if step < 1:
        tips.append(Tip("25032", WARNING, "The frame step is below 1; each frame renders.", (label,)))
    if end < start:
        detail = "%s: %d-%d" % (label, start, end)
        tips.append(
            Tip("25052", WARNING, "A frame range ends before it starts; its first frame alone renders.", (detail,))
        )
    return FrameRange.span(start, max(start, end), max(1, step)), True, tips


def _format(graph: Graph, renderer: str, settings: str, reads: Reads) -> Format:
    """The file ending a renderer writes; empty where that cannot be told."""
    if renderer == "arnold":
        translator = (reads((settings, "aiTranslator")) if settings else "") or "exr"
        return Format(_SHORT_ENDING.get(translator, translator), translator == "deepexr")
    if renderer == "vray":
        said = (reads((settings, "imageFormatStr")).lower() or ma_vray.UNSET_FORMAT) if settings else ""
        ending = said.split(" ")[0]
        return Format(_SHORT_ENDING.get(ending, ending), "(deep)" in said)
    if renderer == "redshift":
        number = int(as_number(reads((settings, "imageFormat")), 1)) if settings else 1
        known = 0 <= number < len(_REDSHIFT_FORMATS)
        deep = bool(settings) and is_on(reads((settings, "aovEnableDeepOutput")) or "0")
        return Format(_REDSHIFT_FORMATS[number] if known else "", deep)
    if renderer == RENDERMAN:
        driver = graph.source("rmanDefaultDisplay", "displayType").partition(".")[0]
        display = graph.named(driver) if driver else None
        kind = display.type if display else ("" if driver else "d_openexr")  # a display that nobody knows is no guess
        return Format(_RMAN_DISPLAYS.get(kind, ""), kind == "d_deepexr")
    return Format(_maya_format(reads) if renderer in _MAYA_RENDERERS else "")


def _maya_format(reads: Reads) -> str:
    number = int(as_number(reads((GLOBALS, "imageFormat")), 7))
    if number not in _BY_PLUGIN_KEY:
        return FORMATS.get(number, "")
    key = reads((GLOBALS, "imfPluginKey")).lower()
    if key in _KEYED:
        return _SHORT_ENDING.get(key, key)
    return "exr" if number == 51 else ""
