"""What can render: every ROP of the scene, wherever it lies, with its frames, camera, size and output.

Follows what Houdini would render: a ROP whose range is off renders the current frame alone, whatever its f1 and f2
say. What cannot be evaluated is told as tip 50105 and replaced by the value the file remembers.
"""

from __future__ import annotations

import math
from typing import Callable, Dict, Iterator, List, Mapping, Optional, Tuple

from farmhand.frames import FrameRange
from farmhand.readers.houdini import syntax, tables
from farmhand.readers.houdini.expression import UnknownError
from farmhand.readers.houdini.graph import Graph, Node, active_take, overrides, taken_in
from farmhand.readers.houdini.order import led_to, rop_of
from farmhand.readers.houdini.syntax import Value
from farmhand.readers.houdini.tables import Rop
from farmhand.readers.houdini.values import Values
from farmhand.scene.model import ERROR, WARNING, Camera, RenderTarget, Tip

Overrides = Mapping[Tuple[str, str], Tuple[Value, ...]]

CURRENT_TAKE = "_current_"
_OFF = frozenset(("off", "0", ""))
_FURTHEST = 10_000_000
_WIDEST = 1_000_000
_SLICES = 16
_SLICE_TYPES = ("particle", "volume", "cluster")
_SCREEN = ("ip", "md")
"""What a picture parameter holds that renders into a window instead of a file."""
_STEPS_UP = 50


def cameras(graph: Graph) -> Tuple[Camera, ...]:
    """Every camera object of the scene, by its path."""
    return tuple(
        Camera(node.path, node.path)
        for node in graph.nodes.values()
        if node.type in tables.CAMERA_TYPES and "res" in node.parms
    )


class Targets:
    """The targets of one scene.

    Args:
        graph: The scene, with the insides of its assets.
        values: Makes an evaluator for a take's overrides.

    Attributes:
        unknown: `node/parm: text (reason)` for what could not be evaluated.
        notes: Tips by code: severity, sentence and details.
    """

    def __init__(self, graph: Graph, values: Callable[[Overrides], Values]) -> None:
        self._graph = graph
        self._make = values
        self._takes: Dict[str, Values] = {}
        self._cameras = tuple(camera.name for camera in cameras(graph))
        self.unknown: List[str] = []
        self.notes: Dict[str, Tuple[str, str, List[str]]] = {}

    def note(self, code: str, severity: str, message: str, detail: str) -> None:
        """Keep a detail for the tip of this code."""
        self.notes.setdefault(code, (severity, message, []))[2].append(detail)

    def tips(self) -> Tuple[Tip, ...]:
        """All that was noted."""
        return tuple(Tip(code, kind, text, tuple(details)) for code, (kind, text, details) in self.notes.items())

    def each(self) -> Iterator[Optional[RenderTarget]]:
        """Every target in the scene's order; None for each node that is none."""
        for node in self._graph.nodes.values():
            rop = rop_of(node)
            if rop is None and node.type == "wedge" and not node.bypass and node.text("driver"):
                self.note("wedge", WARNING, "Wedges render their ROP again and again with other values; the farm "
                          "renders it once, as it is.", node.path)  # fmt: skip
            yield self._target(node, rop) if rop is not None else None

    def values(self, take: str) -> Values:
        """The evaluator in a take."""
        name = active_take(self._graph) if take in (CURRENT_TAKE, "") else take
        if name not in self._takes:
            changed = overrides(self._graph, name)
            if changed is None:
                self.note("take_missing", WARNING, "ROPs name takes that the scene does not have.", name)
            self._takes[name] = self._make(changed or {})
        return self._takes[name]

    def _target(self, node: Node, rop: Rop) -> RenderTarget:
        values = self.values(node.text("take"))
        if rop.kind == tables.SIM:
            return self._simulation(node, values)
        frames, animated = self._frames(node, values)
        camera = self._camera(node, rop, values)
        settings = self._stage_settings(node, values) if rop.stage else None
        if settings is not None and not camera:
            camera = self._text(settings, values, "camera")
        width, height = self._size(node, rop, values, camera, settings)
        output = self._output(node, rop, values, settings)
        exports = rop.plugin == "htoa" and values.is_on(node, "ar_ass_export_enable")
        archives = values.is_on(node, "RS_archive_enable")
        kind = tables.GEO if exports else rop.kind
        if exports:
            output = values.written(node, "ar_ass_file")
        found = camera and (camera in self._graph.nodes or self._hidden(camera))
        renders = kind == tables.ROP and rop.farm and not node.bypass and not node.inside
        lacking = bool(rop.camera) and not rop.stage and not found
        if kind == tables.ROP and renders:
            self._advise(node, rop, values, camera, lacking)
        return RenderTarget(
            name=node.path,
            label=node.path,
            kind=kind,
            enabled=renders and not lacking,
            frames=frames,
            cameras=(camera,) if camera and kind == tables.ROP else (),
            all_cameras=self._cameras if kind == tables.ROP else (),
            width=width if kind == tables.ROP else 0,
            height=height if kind == tables.ROP else 0,
            renderer=node.type,
            output=output,
            format=self._format(node, output, values),
            animation=animated,
            needs=self._needs(node),
            details={
                **({"also_geo": "1"} if archives and kind == tables.ROP else {}),
                **({"stage": "1"} if rop.stage else {}),
                **({"lock": "50113"} if lacking and kind == tables.ROP else {}),
            },
        )

    # frames

    def _frames(self, node: Node, values: Values) -> Tuple[FrameRange, bool]:
        """The range, and whether it is one: with the range off, the current frame alone renders."""
        current = _whole(self._graph.start.current)
        mode = self._text(node, values, "trange", "off")
        if mode.split(".")[0] in _OFF:
            return FrameRange.single(current), False
        names = ("f1", "f2", "f3")
        first, last, step = (
            self._number(node, values, "f", at, name) if "f" in node.parms else self._number(node, values, name)
            for at, name in enumerate(names)
        )
        start, end = _whole(first, current), _whole(last, current)
        if end < start:
            self.note("frames_reversed", WARNING, "ROPs have a range that ends before it starts.",
                      "%s: %d to %d" % (node.path, start, end))  # fmt: skip
            start, end = end, start
        return FrameRange.span(start, end, max(1, _whole(step, 1))), True

    def _number(self, node: Node, values: Values, parm: str, component: int = 0, shown: str = "") -> Optional[float]:
        try:
            found = values.number(node, parm, component)
            if math.isfinite(found):
                return found
            raise UnknownError("it is no number")
        except UnknownError as error:
            cached = values.parm(node, parm)
            text = cached[component].text if component < len(cached) else ""
            if cached:
                self._untold(node, shown or parm, text, error)
            return syntax.number(text)

    def _text(self, node: Node, values: Values, parm: str, otherwise: str = "") -> str:
        held = values.parm(node, parm)
        if not held:
            return otherwise
        try:
            return values.text(node, parm)
        except UnknownError as error:
            self._untold(node, parm, held[0].text, error)
            return held[0].text

    def _untold(self, node: Node, parm: str, text: str, error: UnknownError) -> None:
        self.unknown.append("%s/%s: %s (%s)" % (node.path, parm, " ".join(text.split())[:120], error))

    # cameras and sizes

    def _camera(self, node: Node, rop: Rop, values: Values) -> str:
        path = self._text(node, values, rop.camera).strip() if rop.camera else ""
        if not path or rop.stage:
            return path
        return node.beside(path)

    def _hidden(self, camera: str) -> bool:
        """Whether the camera may lie inside an asset or an Alembic archive whose nodes the scene does not hold."""
        path = camera
        while path.count("/") > 1:
            path = path.rpartition("/")[0]
            holder = self._graph.nodes.get(path)
            if holder is not None:
                return holder.locked or holder.type.startswith("alembic")
        return False

    def _stage_settings(self, node: Node, values: Values) -> Optional[Node]:
        """The LOP with the render settings that a USD render uses: the nearest upstream of it."""
        start = self._text(node, values, "loppath").strip()
        waiting = [node.beside(start)] if start else taken_in(self._graph, node)[:1]
        for _ in range(_STEPS_UP):
            lop = self._graph.nodes.get(waiting.pop(0)) if waiting else None
            if lop is None or tables.base_type(lop.type) in tables.STAGE_SETTINGS:
                return lop
            waiting += taken_in(self._graph, lop)[:1]
        return None

    def _size(self, node: Node, rop: Rop, values: Values, camera: str, settings: Optional[Node]) -> Tuple[int, int]:
        holder = self._graph.nodes.get(camera)
        base = self._pixels(holder, values, "res") if holder is not None else (0, 0)
        if settings is not None:
            base = self._pixels(settings, values, "resolution")
        size = rop.size
        if size is None:
            return base
        mode = values.parm(node, size.switch)[:1] if size.switch else ()
        on = self._text(node, values, size.switch) if mode else ""
        if on in size.own or (not size.switch and size.pixels in node.parms):
            return self._pixels(node, values, size.pixels)
        if on in ("", "off", "0"):
            return base
        if on == "scale" and size.percent:
            factor = (self._number(node, values, size.percent) or 100.0) / 100.0
        else:
            scale = self._text(node, values, size.scale) if size.scale else ""
            if scale in size.own or not scale:
                return self._pixels(node, values, size.pixels)
            said = syntax.number(scale)
            at = int(said) if said is not None and said == int(said) else -1
            factor = size.factors[at] if 0 <= at < len(size.factors) else said if said is not None else 1.0
        return _clamped(base[0] * factor), _clamped(base[1] * factor)

    def _pixels(self, node: Node, values: Values, parm: str) -> Tuple[int, int]:
        if not values.parm(node, parm):
            return 0, 0
        width, height = (self._number(node, values, parm, at) or 0.0 for at in (0, 1))
        return _clamped(width), _clamped(height)

    # output

    def _output(self, node: Node, rop: Rop, values: Values, settings: Optional[Node]) -> str:
        named = rop.outputs[:1] if rop.stage else rop.outputs
        written = (values.written(node, parm) for parm in named)
        return next(filter(None, written), values.written(settings, "picture") if settings is not None else "")

    def _format(self, node: Node, output: str, values: Values) -> str:
        if output in _SCREEN or not output:
            return ""
        try:
            return tables.ending_of(values.expanded(node, output))
        except UnknownError:
            return tables.ending_of(output)

    def _needs(self, node: Node) -> Tuple[str, ...]:
        """What renders before it: its inputs through nodes that only pass on, and what it drives."""
        return led_to(self._graph, node)

    # simulations

    def _simulation(self, node: Node, values: Values) -> RenderTarget:
        """A distributed simulation (HQueue's node): driver, controls and slices as the farm's task file wants them."""
        driver_path = self._text(node, values, "hq_driver")
        driver = self._graph.nodes.get(node.beside(driver_path)) if driver_path else None
        controls = self._text(node, values, "hq_sim_controls")
        kind = self._text(node, values, "slice_type")
        slices = _whole(self._number(node, values, "num_slices"), 1)
        wrong = (
            (kind not in _SLICE_TYPES, "50007", "A kind of slice is not supported by the farm.", kind),
            (slices > _SLICES, "50008", "More than 16 slices are not supported by the farm.", str(slices)),
            (driver is None, "50013", "A distributed simulation names no node that writes it.", driver_path),
            (not controls and kind != "cluster", "50014", "A distributed simulation names no controls.", controls),
        )
        for is_wrong, code, message, detail in wrong:
            if is_wrong:
                self.note(code, WARNING, message, "%s: %s" % (node.path, detail))
        rop = rop_of(driver) if driver is not None else None
        frames, animated = self._frames(driver or node, values)
        output = self._output(driver, rop, values, None) if driver is not None and rop is not None else ""
        divisions = [self._number(node, values, "slicediv", at) for at in range(len(values.parm(node, "slicediv")))]
        details = {
            "output_driver": driver.path if driver is not None else driver_path,
            "simControlName": controls,
            "num_slices": str(slices),
            "sliceType": kind,
            "slicediv": ",".join(str(_whole(value, 1)) for value in divisions) if kind == "volume" else "",
            "cluster_filter": self._text(node, values, "hq_cluster_node") if kind == "cluster" else "",
        }
        return RenderTarget(
            name=node.path,
            label=node.path,
            kind=tables.SIM,
            enabled=False,
            frames=frames,
            cameras=(),
            all_cameras=(),
            width=0,
            height=0,
            renderer=node.type,
            output=output,
            format=tables.ending_of(output),
            animation=animated,
            needs=self._needs(node),
            details={key: value for key, value in details.items() if value},
        )

    # advice

    def _advise(self, node: Node, rop: Rop, values: Values, camera: str, lacking: bool) -> None:
        if lacking:
            self.note("50003", WARNING, "The camera of a render node is not in the scene; the node was switched off.",
                      "%s: %s" % (node.path, camera or "no camera"))  # fmt: skip
        elif camera and camera not in self._graph.nodes and not rop.stage:
            self.note("50113", WARNING, "A camera lies inside an asset or an archive that was not looked into.",
                      "%s: %s" % (node.path, camera))  # fmt: skip
        base = tables.base_type(node.type)
        for types, parm, wanted, code, message in _ADVICE:
            if base in types and (not parm or (parm in node.parms and node.text(parm) in wanted)):
                self.note(code, WARNING, message, node.path + ("/" + parm if parm else ""))
        output = self._output(node, rop, values, None)
        if output in _SCREEN or (not output and not rop.stage):
            self.note("renders_to_screen", WARNING, "Render nodes show their picture in a window and write no file.",
                      node.path)  # fmt: skip

    def no_camera_left(self, targets: Tuple[RenderTarget, ...]) -> None:
        """Turn the camera warning into an error where no render node is left that could render."""
        if "50003" in self.notes and not any(target.enabled for target in targets):
            _, _, details = self.notes.pop("50003")
            self.notes["50002"] = (ERROR, "No render node has a camera that is in the scene.", details)


_ON = ("on", "1")
_ADVICE: Tuple[Tuple[Tuple[str, ...], str, Tuple[str, ...], str, str], ...] = (
    (("opengl",), "", (), "50110", "OpenGL needs a graphics card: choose the farm's GPU platform."),
    (("arnold",), "ar_denoise_display", _ON, "50107", "Arnold's OptiX denoiser needs the farm's GPU platform."),
    (("arnold",), "ar_aov_denoise_enable1", _ON, "50114", "Arnold's denoising of AOVs needs the farm's GPU platform."),
    (("vray_renderer",), "render_device", ("1", "2", "gpu", "cuda", "rtx"), "50011",
     "A GPU engine needs the farm's GPU platform."),
    (("karma",), "engine", ("xpu", "XPU"), "50011", "A GPU engine needs the farm's GPU platform."),
    (("vray_renderer",), "render_export_mode", ("2", "export"), "50012",
     "Only exporting is not supported; choose No Export or Export & Render."),
)  # fmt: skip
"""Types, parameter (any where empty), values, code, sentence."""


def _whole(value: Optional[float], otherwise: int = 1) -> int:
    """A frame or count in whole numbers, as the farm takes them; far-off values are cut."""
    if value is None or not math.isfinite(value):
        return otherwise
    return int(max(-_FURTHEST, min(_FURTHEST, value)))


def _clamped(value: float) -> int:
    return int(max(0, min(_WIDEST, value))) if math.isfinite(value) else 0
