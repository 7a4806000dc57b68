"""A Houdini scene (.hip, .hiplc, .hipnc) read without Houdini, as a Host.

Puts together what the other modules find: the graph, the insides of locked assets, targets, files, checks. It holds
for every Houdini from 12 on; what only a running Houdini knows (Python expressions, USD stages, the display of menus)
is told as tips and never guessed.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Dict, Generator, List, Mapping, Tuple

from farmhand.progress import Progress
from farmhand.readers.file_host import FileHost
from farmhand.readers.houdini import insides, tables
from farmhand.readers.houdini.archive import COMMERCIAL
from farmhand.readers.houdini.files import Finder
from farmhand.readers.houdini.graph import Graph, Pace, active_take, overrides, read_graph
from farmhand.readers.houdini.insides import Insides
from farmhand.readers.houdini.targets import Targets, cameras
from farmhand.readers.houdini.values import Values
from farmhand.scene.expand import DirectoryIndex
from farmhand.scene.host import Analysis
from farmhand.scene.model import ERROR, WARNING, RenderTarget, Scene, Tip

_FURTHEST = 10_000_000


class HipReader(FileHost):
    """One Houdini scene file.

    Args:
        path: The scene file.
        project: Its project folder (`$JOB`); the scene's own value where it is empty.
        environment: Names and values for variables in paths; this process's by default.
    """

    name = "houdini"
    program = "Houdini"
    codes: Mapping[str, str] = {"20001": "50001"}

    def __init__(self, path: str, project: str = "", environment: Mapping[str, str] | None = None) -> None:
        super().__init__(path, project)
        self._environment = environment

    def analyse(self) -> Analysis:
        """Read the scene, the definitions of its assets and the folders of its files.

        Raises:
            SceneError: The scene cannot be opened, is cut off, or is no Houdini scene.
        """
        self.index = DirectoryIndex()
        graph, self._seen = yield from read_graph(self._path)
        folder, scene_name = os.path.split(self._path)
        environment: Dict[str, str] = dict(os.environ if self._environment is None else self._environment)
        if self._project:
            environment["JOB"] = os.path.abspath(self._project)
            graph = replace(graph, variables={key: text for key, text in graph.variables.items() if key != "JOB"})
        values = Values(graph, folder, scene_name, environment, overrides(graph, active_take(graph)) or {})
        finder = Finder(graph, values, folder, self.index, (), (1, 1))
        libraries, defined_in, plugins = finder.libraries(folder)
        inner = yield from insides.find(graph, defined_in)
        graph = replace(graph, nodes={**graph.nodes, **inner.nodes})

        search = Targets(graph, lambda changed: Values(graph, folder, scene_name, environment, changed))
        targets = yield from _targets(search)
        search.no_camera_left(targets)
        values = Values(graph, folder, scene_name, environment, overrides(graph, active_take(graph)) or {})
        unknown = finder.unknown
        finder = Finder(graph, values, folder, self.index, _twins(targets), _span(graph, targets))
        references = libraries + (yield from finder.all())
        size, mtime = self._seen
        job = values.variables.get("JOB", "")
        needed = [tables.ROPS[tables.base_type(target.renderer)].plugin for target in targets]
        scene = Scene(
            host=self.name,
            version=graph.variables.get("_HIP_SAVEVERSION", ""),
            path=self._path,
            project=os.path.abspath(job) if job and os.path.isdir(job) else "",
            plugins=dict.fromkeys(sorted({*plugins, *needed} - {""}), ""),
            cameras=cameras(graph),
            targets=targets,
            references=tuple(references),
            size=size,
            mtime_ns=mtime,
        )
        own = search.tips() + self._tips(graph, inner, finder, search.unknown + unknown, targets)
        return (yield from self._completed(scene, own, values.variables, (folder, job)))

    def _tips(
        self, graph: Graph, inner: Insides, finder: Finder, unknown: List[str], targets: Tuple[RenderTarget, ...]
    ) -> Tuple[Tip, ...]:
        """What the file itself says, beyond its targets."""
        folders = ["%s: %s" % pair for pair in sorted(self.index.unreadable.items())]
        unseen = ["%s: %s" % pair for pair in sorted(inner.unseen.items())]
        repaired = ["%d" % graph.repaired] if graph.repaired else []
        licence = [] if graph.licence == COMMERCIAL else [graph.licence]
        no_rop = [] if any(target.kind == tables.ROP for target in targets) else [os.path.basename(self._path)]
        found = (
            ("50010", ERROR if not targets else WARNING, "The scene has no render node.", no_rop),
            ("50105", WARNING, "Parameters cannot be evaluated without Houdini; the value the file remembers was used.",
             list(dict.fromkeys(unknown + finder.unknown))),
            ("licence", WARNING, "The scene was saved with a limited or non-commercial licence; the farm may refuse to "
             "mix it with commercial files.", licence),
            ("archive_repaired", WARNING, "Parts of the scene are not as long as it says, perhaps because its line "
             "endings were changed on the way; they were read all the same.", repaired),
            ("entries_broken", WARNING, "Parts of the scene cannot be read; the others are complete.",
             list(graph.broken) + inner.broken + finder.broken),
            ("asset_not_seen", WARNING, "Digital assets were not looked into; files inside them are not known.",
             unseen),
            ("assets_cut", WARNING, "There are too many nodes inside digital assets; some were not looked into.",
             [os.path.basename(self._path)] if inner.full else []),
            ("frames_cut", WARNING, "Paths change with the frame over too long a range; the first 2000 frames were "
             "looked at.", finder.cut),
            ("folder_unreadable", WARNING, "Folders cannot be listed.", folders),
        )  # fmt: skip
        return tuple(Tip(code, severity, text, tuple(details)) for code, severity, text, details in found if details)


def _targets(search: Targets) -> Generator[Progress, None, Tuple[RenderTarget, ...]]:
    found: List[RenderTarget] = []
    pace = Pace()
    for at, target in enumerate(search.each()):
        if pace.due():
            yield Progress("targets", at, 0, "steps", target.label if target is not None else "")
        if target is not None:
            found.append(target)
    return tuple(found)


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
