"""What the user should know before sending, told from the finished Scene alone.

A check is a function from Scene to Tips, listed in CHECKS. It runs for every DCC, changes nothing, and cannot stop
the others: one that fails is told as a Tip itself. What only a reader or a host can see (a layer without a manager,
a variable without a value) they tell themselves. Codes and triggers are the farm's (maya_tips.json) where it has one.
"""

from __future__ import annotations

import logging
from typing import Callable, Iterable, Iterator, List, Tuple

from farmhand.paths import forward, is_absolute
from farmhand.scene.model import ERROR, WARNING, Reference, RenderTarget, Scene, Tip
from farmhand.scene.rows import Rows

_log = logging.getLogger(__name__)

Check = Callable[[Scene], Iterable[Tip]]

FARM_FORMATS = frozenset(("tif", "iff", "jpg", "tga", "png", "exr"))
"""What the farm's Maya nodes are known to write."""

RENDERER_PLUGINS = {
    "arnold": "mtoa", "vray": "vrayformaya", "redshift": "redshift4maya", "renderman": "RenderMan_for_Maya",
    "renderManRIS": "RenderMan_for_Maya", "renderMan": "RenderMan_for_Maya", "mentalRay": "Mayatomr",
    "OctaneRender": "OctanePlugin", "MayaKrakatoa": "MayaKrakatoa",
}  # fmt: skip
"""Renderer -> what its plug-in's name begins with where a scene requires it."""

_LONGEST_OUTPUT = 255
_PADDED_ELSEWHERE = frozenset(("vray", "renderman"))
"""Renderers whose numbers in names Maya's extensionPadding does not change: V-Ray's own frame padding, `<f4>`."""


def run_checks(scene: Scene) -> Tuple[Tip, ...]:
    """Everything the checks find, errors first, each in the order of CHECKS.

    Args:
        scene: A finished analysis.
    """
    tips: List[Tip] = []
    for check in CHECKS:
        try:
            tips += check(scene)
        except Exception as error:  # noqa: BLE001  one broken check must not hide what the others found
            _log.exception("The check %s failed", check.__name__)
            detail = "%s: %s: %s" % (check.__name__.lstrip("_"), type(error).__name__, error)
            tips.append(
                Tip("check_failed", WARNING, "A check of the scene failed; the others are complete.", (detail,))
            )
    return tuple(sorted(tips, key=lambda tip: tip.severity != ERROR))


def _enabled(scene: Scene) -> List[RenderTarget]:
    return [target for target in scene.targets if target.enabled]


def where(reference: Reference) -> str:
    """How a tip names a mention of files: its node, attribute and pattern."""
    return "%s.%s: %s" % (reference.node, reference.attribute, reference.pattern)


def _missing(scene: Scene) -> Rows[Reference]:
    return scene.references.picked(scene.references.column("missing"))


def _missing_files(scene: Scene) -> Iterator[Tip]:
    lost = [item for item in _missing(scene) if item.kind != "reference"]
    if lost:
        yield Tip("20001", WARNING, "Files were not found; the scene renders without them.", tuple(map(where, lost)))


def _missing_scenes(scene: Scene) -> Iterator[Tip]:
    lost = [item for item in _missing(scene) if item.kind == "reference"]
    if lost:
        message = "Referenced scenes were not found; everything in them will be absent from the pictures."
        yield Tip("25009", WARNING, message, tuple(map(where, lost)))


def _nothing_renders(scene: Scene) -> Iterator[Tip]:
    if scene.targets and not _enabled(scene):
        names = tuple(target.label for target in scene.targets)
        yield Tip("20003", ERROR, "Nothing is switched on to render.", names)


def _cameras(scene: Scene) -> Iterator[Tip]:
    """A scene that could not be looked into may hold the camera: then it is a warning."""
    blind = tuple(target.label for target in _enabled(scene) if not target.cameras)
    if blind and scene.host == "maya":
        hidden = any(
            item.kind == "reference" and (item.missing or not _looked_into(item.pattern))
            for item in scene.references
        )
        severity = WARNING if hidden else ERROR
        yield Tip("15006", severity, "Layers render, but no camera of theirs does.", blind)


def _looked_into(pattern: str) -> bool:
    """Whether a referenced file is a scene whose cameras a reader sees."""
    return pattern.partition("{")[0].lower().endswith((".ma", ".mb"))


def _formats(scene: Scene) -> Iterator[Tip]:
    odd = tuple(
        "%s: %s" % (target.label, target.format or "?")
        for target in _enabled(scene)
        if target.format not in FARM_FORMATS and scene.host == "maya"
    )
    if odd:
        yield Tip("20004", WARNING, "The image format is not among tif, iff, jpg, tga, png and exr.", odd)


def _renderers(scene: Scene) -> Iterator[Tip]:
    used = sorted({target.renderer for target in _enabled(scene) if target.renderer})
    if len(used) > 1 and scene.host == "maya":
        message = "Several renderers are used in one scene; the farm may render some layers wrongly."
        yield Tip("20008", WARNING, message, tuple(used))


def _plugins(scene: Scene) -> Iterator[Tip]:
    present = tuple(name.lower() for name in scene.plugins)
    absent = tuple(
        "%s: %s" % (target.label, target.renderer)
        for target in _enabled(scene)
        if scene.host == "maya"
        and target.renderer in RENDERER_PLUGINS
        and not any(name.startswith(RENDERER_PLUGINS[target.renderer].lower()) for name in present)
    )
    if absent:
        yield Tip("25008", WARNING, "The scene does not name its renderer's plug-in; choose its version.", absent)


def _renumbering(scene: Scene) -> Iterator[Tip]:
    found = tuple(target.label for target in _enabled(scene) if target.renumber)
    if found:
        yield Tip(
            "25001", WARNING, "Frames are renumbered in their file names; parts of a range may overwrite others.", found
        )


def _padding(scene: Scene) -> Iterator[Tip]:
    """Told only where numbers of different length come about: with one digit each, none is needed before it.

    V-Ray and RenderMan have a padding of their own.
    """
    found = tuple(
        target.label
        for target in _enabled(scene)
        if scene.host == "maya" and target.animation and target.numbering.padding < 2 and target.frames.last > 9
        and target.renderer not in _PADDED_ELSEWHERE
    )
    if found:
        yield Tip("25010", WARNING, "Frame numbers in file names have no leading zeros.", found)


def _outputs(scene: Scene) -> Iterator[Tip]:
    if scene.host != "maya":
        return
    for code, message, bad in (
        ("25002", "The output prefix has characters or a beginning the farm does not take.", _odd_prefix),
        ("25036", "The output path is too long, or < and > in it do not match.", _broken_prefix),
    ):
        found = tuple("%s: %s" % (item.label, item.output) for item in _enabled(scene) if bad(forward(item.output)))
        if found:
            yield Tip(code, WARNING, message, found)


def _odd_prefix(prefix: str) -> bool:
    body = prefix[2:] if is_absolute(prefix) and prefix[1:2] == ":" else prefix
    return ":" in body or "=" in prefix or _foreign(prefix) or prefix.startswith(("..", "//"))


def _broken_prefix(prefix: str) -> bool:
    return len(prefix) > _LONGEST_OUTPUT or prefix.count("<") != prefix.count(">")


def _foreign(text: str) -> bool:
    return any(ord(letter) > 127 for letter in text)


def _scene_path(scene: Scene) -> Iterator[Tip]:
    path = forward(scene.path)
    name = path.rpartition("/")[2].rpartition(".")[0] or path.rpartition("/")[2]
    if _foreign(path) or name != name.strip():
        message = "The scene's path has letters beyond ASCII, or its name begins or ends with a space."
        yield Tip("25017", WARNING, message, (scene.path,))
    if "'" in path or '"' in path:
        yield Tip("25053", WARNING, "The scene's path has quotation marks.", (scene.path,))


_TROUBLED: Tuple[Tuple[str, str, str, str], ...] = (
    ("25014", "mayaVector", "", "Maya Vector is not rendered by the farm."),
    ("25066", "mayaSoftware", "exr", "Maya Software writes EXR badly."),
    ("25067", "mayaHardware2", "", "Maya Hardware 2.0 needs a graphics card on the render node."),
)
"""Code, renderer, format (any where empty), sentence."""


def _maya_renderers(scene: Scene) -> Iterator[Tip]:
    for code, renderer, ending, message in _TROUBLED:
        found = tuple(
            target.label
            for target in _enabled(scene)
            if scene.host == "maya" and target.renderer == renderer and ending in ("", target.format)
        )
        if found:
            yield Tip(code, WARNING, message, found)


CHECKS: Tuple[Check, ...] = (
    _nothing_renders,
    _cameras,
    _missing_scenes,
    _missing_files,
    _formats,
    _renderers,
    _plugins,
    _renumbering,
    _padding,
    _outputs,
    _scene_path,
    _maya_renderers,
)
"""Every check, in the order the user reads them."""
