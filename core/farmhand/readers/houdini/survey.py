"""What a Houdini scene renders and needs, told from its graph, wherever the graph came from: a file or the program.

The reader fills a Graph from a .hip, the plug-in from the open scene; from here on both are the same, so that panel,
batch and command line can never disagree about a scene.
"""

from __future__ import annotations

import os
import re
from typing import Callable, Generator, List, Mapping, NamedTuple, Tuple

from farmhand.progress import Progress
from farmhand.readers.houdini import tables
from farmhand.readers.houdini.archive import COMMERCIAL, LIMITED, NON_COMMERCIAL
from farmhand.readers.houdini.files import Finder
from farmhand.readers.houdini.graph import Graph, Pace, active_take, overrides
from farmhand.readers.houdini.insides import Insides
from farmhand.readers.houdini.targets import Overrides, Targets, cameras
from farmhand.readers.houdini.values import Values
from farmhand.scene.expand import DirectoryIndex
from farmhand.scene.model import ERROR, WARNING, Reference, RenderTarget, Scene, Tip
from farmhand.scene.rows import Rows

_FURTHEST = 10_000_000
_OFTEN = 64
_MARKS = ("lc", "nc", "LC", "NC")
_MARKED = re.compile(r"\.(?:hip|hda|otl|pic|bgeo|rat)(?:lc|nc)$", re.I)


class Brought(NamedTuple):
    """The digital assets of a scene.

    Attributes:
        references: Their libraries.
        files: Operator type -> library files on this disk that define it, the best first.
        plugins: Plug-ins that libraries belong to.
        unknown: Paths of libraries that cannot be evaluated.
    """

    references: Tuple[Reference, ...]
    files: Mapping[str, Tuple[str, ...]]
    plugins: Tuple[str, ...]
    unknown: Tuple[str, ...]


class Found(NamedTuple):
    """What a graph says.

    Attributes:
        scene: Without its version, size and time, and without what files inside files add.
        tips: What is to be told of it, beyond the checks that every scene has.
        variables: Names and values for paths.
    """

    scene: Scene
    tips: Tuple[Tip, ...]
    variables: Mapping[str, str]


class Survey:
    """One look at one graph.

    Args:
        path: The scene file.
        index: What the folders hold.
        values: Makes an evaluator of a graph for what a take changes.
    """

    def __init__(
        self, path: str, index: DirectoryIndex, values: Callable[[Graph, Overrides], Values]
    ) -> None:
        self._path = path
        self._folder = os.path.dirname(path)
        self._index = index
        self._make = values

    def libraries(self, graph: Graph) -> Brought:
        """The libraries of digital assets that the scene uses."""
        finder = Finder(graph, self._values(graph), self._folder, self._index, (), (1, 1))
        references, files, plugins = finder.libraries(self._folder)
        return Brought(tuple(references), files, plugins, tuple(finder.unknown))

    def look(self, graph: Graph, inner: Insides, brought: Brought) -> Generator[Progress, None, Found]:
        """Targets, files and what is to be told of them.

        Args:
            graph: The scene, with the insides of its assets.
            inner: What was not found of those.
            brought: Its libraries.
        """
        search = Targets(graph, lambda changed: self._make(graph, changed))
        targets = yield from _targets(search)
        search.no_camera_left(targets)
        yield Progress("assets")
        values = self._values(graph)
        yield Progress("assets")
        finder = Finder(graph, values, self._folder, self._index, _twins(targets), _span(graph, targets))
        yield Progress("assets")
        references = Rows(Reference, brought.references)
        references.extend((yield from finder.all()))
        yield Progress("assets")  # each of what follows goes once through the whole scene
        topnets = _topnets(graph)
        yield Progress("assets")
        stricter = _stricter(graph, references)
        yield Progress("assets")
        job = values.variables.get("JOB", "")
        needed = [tables.ROPS[tables.base_type(target.renderer)].plugin for target in targets]
        scene = Scene(
            host="houdini",
            version="",
            path=self._path,
            project=os.path.abspath(job) if job and os.path.isdir(job) else "",
            plugins=dict.fromkeys(sorted({*brought.plugins, *needed} - {""}), ""),
            cameras=cameras(graph),
            targets=targets,
            references=references,
        )
        unknown = search.unknown + list(brought.unknown)
        own = search.tips() + self._tips(graph, inner, finder, unknown, targets, stricter, topnets)
        return Found(scene, own, values.variables)

    def _values(self, graph: Graph) -> Values:
        return self._make(graph, overrides(graph, active_take(graph)) or {})

    def _tips(
        self, graph: Graph, inner: Insides, finder: Finder, unknown: List[str], targets: Tuple[RenderTarget, ...],
        stricter: List[str], topnets: List[str],
    ) -> Tuple[Tip, ...]:
        """What the graph itself says, beyond its targets."""
        name = os.path.basename(self._path)
        unseen = ["%s: %s" % pair for pair in sorted(inner.unseen.items())]
        repaired = ["%d" % graph.repaired] if graph.repaired else []
        licence = [] if graph.licence == COMMERCIAL else [graph.licence]
        no_rop = [] if any(target.kind == tables.ROP for target in targets) else [name]
        found = (
            ("50010", ERROR if not targets else WARNING, "The scene has no render node.", no_rop),
            ("50105", WARNING, "Parameters cannot be evaluated without Houdini; the value the file remembers was used.",
             list(dict.fromkeys(unknown + finder.unknown))),
            ("licence", WARNING, "The scene was saved with a limited or non-commercial licence; the farm may refuse to "
             "mix it with commercial files.", licence),
            ("licence_mixed", WARNING, "Files come from a more limited licence than the scene; the farm may refuse to "
             "mix them.", stricter),
            ("archive_repaired", WARNING, "Parts of the scene are not as long as it says, perhaps because its line "
             "endings were changed on the way; they were read all the same.", repaired),
            ("entries_broken", WARNING, "Parts of the scene cannot be read; the others are complete.",
             list(graph.broken) + inner.broken + finder.broken),
            ("topnet", WARNING, "TOP networks are not cooked by the farm; ROPs that they fetch are sent by themselves.",
             topnets),
            ("asset_not_seen", WARNING, "Digital assets were not looked into; files inside them are not known.",
             unseen),
            ("assets_cut", WARNING, "There are too many nodes inside digital assets; some were not looked into.",
             [name] if inner.full else []),
            ("frames_cut", WARNING, "Paths change with the frame over too long a range; the first 2000 frames were "
             "looked at.", finder.cut),
        )  # fmt: skip
        return tuple(Tip(code, severity, text, tuple(details)) for code, severity, text, details in found if details)


def _targets(search: Targets) -> Generator[Progress, None, Tuple[RenderTarget, ...]]:
    found: List[RenderTarget] = []
    pace = Pace()
    for at, target in enumerate(search.each()):
        if (target is not None or not at % _OFTEN) and pace.due():
            yield Progress("targets", at, 0, "steps", target.label if target is not None else "")
        if target is not None:
            found.append(target)
    return tuple(found)


def _stricter(graph: Graph, references: Rows[Reference]) -> List[str]:
    """Files that Indie or Apprentice wrote, where the scene's own licence is less limited."""
    ranks = {"lc": 1, "nc": 2}
    own = (COMMERCIAL, LIMITED, NON_COMMERCIAL).index(graph.licence or COMMERCIAL)
    paths = (path for files in references.column("files") for path in files if path.endswith(_MARKS))
    return [path for path in dict.fromkeys(paths) if _MARKED.search(path) and ranks[path[-2:].lower()] > own]


def _topnets(graph: Graph) -> List[str]:
    """TOP networks with work in them; every scene has an empty one."""
    nets = tuple(node.path + "/" for node in graph.nodes.values() if tables.base_type(node.type) == "topnet")
    inside = (node for path, node in graph.nodes.items() if nets and path.startswith(nets))
    return sorted({node.parent for node in inside if node.parent + "/" in nets and "scheduler" not in node.type})


def _twins(targets: Tuple[RenderTarget, ...]) -> Tuple[str, ...]:
    used = {tables.TEXTURE_TWINS.get(tables.base_type(target.renderer), "") for target in targets}
    return tuple(sorted(used - {""}))


def _span(graph: Graph, targets: Tuple[RenderTarget, ...]) -> Tuple[int, int]:
    """First and last frame that anything renders, or the scene's own range where nothing does."""
    frames = [target.frames for target in targets if target.enabled]
    if not frames:
        bounds = [max(-_FURTHEST, min(_FURTHEST, int(frame))) for frame in (graph.start.first, graph.start.last)]
        return min(bounds), max(bounds)
    return min(frame.first for frame in frames), max(frame.segments[0].end for frame in frames)
