"""A Houdini scene (.hip, .hiplc, .hipnc) read without Houdini, as a Host.

Puts together what the other modules find: the graph, the insides of locked assets, targets, files, checks. It holds
for every Houdini from 12 on; what only a running Houdini knows (Python expressions, USD stages, the display of menus)
is told as tips and never guessed.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Dict, Iterable, Mapping, Optional, Tuple

from farmhand.progress import Progress
from farmhand.readers.file_host import FileHost
from farmhand.readers.houdini import insides
from farmhand.readers.houdini.graph import Graph, read_graph
from farmhand.readers.houdini.order import beside_rops, rendered_by
from farmhand.readers.houdini.survey import Survey
from farmhand.readers.houdini.targets import Overrides
from farmhand.readers.houdini.values import Values
from farmhand.scene.expand import DirectoryIndex
from farmhand.scene.host import Analysis, LeadsOn

CODES: Mapping[str, str] = {"20001": "50001"}
"""Code of a check for every DCC -> the farm's own for Houdini."""


class HipReader(FileHost, LeadsOn):
    """One Houdini scene file.

    Args:
        path: The scene file.
        project: Its project folder (`$JOB`); the scene's own value where it is empty.
        environment: Names and values for variables in paths; this process's by default.
    """

    name = "houdini"
    program = "Houdini"
    codes = CODES

    def __init__(self, path: str, project: str = "", environment: Mapping[str, str] | None = None) -> None:
        super().__init__(path, project)
        self._environment = environment
        self._graph: Optional[Graph] = None

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

        def values(of: Graph, changed: Overrides) -> Values:
            return Values(of, folder, scene_name, environment, changed)

        size, mtime = self._seen
        between = Progress("read", size, size, "bytes")
        yield between
        survey = Survey(self._path, self.index, values)
        brought = survey.libraries(graph)
        yield between
        inner = yield from insides.find(graph, brought.files)
        graph = replace(graph, nodes={**graph.nodes, **inner.nodes})
        yield between
        found = yield from survey.look(graph, inner, brought)
        self._graph = yield from beside_rops(graph)
        version = graph.variables.get("_HIP_SAVEVERSION", "")
        scene = replace(found.scene, version=version, size=size, mtime_ns=mtime)
        roots = (folder, found.variables.get("JOB", ""))
        return (yield from self._completed(scene, found.tips, found.variables, roots))

    def chosen(self, paths: Iterable[str]) -> Tuple[str, ...]:
        """The targets that rendering these nodes would render; none before an analysis."""
        return rendered_by(self._graph, paths) if self._graph is not None else ()
