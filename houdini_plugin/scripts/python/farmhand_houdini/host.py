"""Houdini's open scene as a Host: analysed in Houdini's own process without changing or cooking anything.

The graph comes from the open scene (`live`), its meaning from the file reader's own survey. What only a running Houdini
knows is added: Python expressions, stages that are cooked already, plug-ins' versions, references without a parameter.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Dict, Generator, Iterable, List, Optional, Sequence, Set, Tuple

import hou

from farmhand.paths import forward
from farmhand.progress import Progress
from farmhand.readers.houdini import tables
from farmhand.readers.houdini.files import Finder
from farmhand.readers.houdini.graph import Graph, Pace
from farmhand.readers.houdini.order import rendered_by
from farmhand.readers.houdini.reader import CODES
from farmhand.readers.houdini.survey import Survey
from farmhand.readers.houdini.targets import Overrides
from farmhand.readers.houdini.values import Values
from farmhand.readers.program_host import ProgramHost
from farmhand.scene.expand import DirectoryIndex
from farmhand.scene.host import Analysis, LeadsOn, SelectsNodes
from farmhand.scene.model import WARNING, Reference, RenderTarget, Scene, Tip
from farmhand.scene.rows import Rows
from farmhand_houdini import plugins, stage
from farmhand_houdini.live import LiveScene
from farmhand_houdini.values import LiveValues


class HoudiniHost(ProgramHost, LeadsOn, SelectsNodes):
    """The scene that is open, whichever that is at the time. Every method is for Houdini's main thread."""

    name = "houdini"
    program = "Houdini"
    codes = CODES
    refusals = (hou.OperationFailed,)

    def __init__(self) -> None:
        super().__init__()
        self._graph: Optional[Graph] = None

    def scene_path(self) -> str:
        """Absolute path of the open scene; empty where it was never saved."""
        path = str(hou.hipFile.path())
        return os.path.normpath(path) if path and not hou.hipFile.isNewFile() else ""

    def unsaved(self) -> bool:
        """Whether the open scene has changes that are not in its file.

        Without a user interface Houdini calls every scene changed, so there the file alone is asked.
        """
        return bool(hou.isUIAvailable() and hou.hipFile.hasUnsavedChanges())

    def _save_as_named(self, path: str) -> None:
        hou.hipFile.save()

    def analyse(self) -> Analysis:
        """Look at the open scene and the folders of its files.

        Raises:
            SceneError: It was never saved, or its file is gone: the farm renders the file.
        """
        self._begin(self.scene_path())
        folder, scene_name = os.path.split(self._path)
        environment = dict(os.environ)
        live = LiveScene(self._path)
        yield from live.fill()
        self._graph = live.graph

        def values(of: Graph, changed: Overrides) -> Values:
            return LiveValues(of, folder, scene_name, environment, changed)

        survey = Survey(self._path, self.index, values)
        unlisted, excluded = yield from _file_references()
        graph = replace(live.graph, unselected=tuple(excluded))
        found = yield from survey.look(graph, live.inner, survey.libraries(graph))
        yield Progress("assets")
        more = _Extra(graph, values(graph, {}), folder, self.index)
        targets, staged = more.stages(found.scene.targets)
        loose = yield from more.without_parm(unlisted, found.scene)
        yield from live.let_go()
        version = hou.applicationVersionString()
        scene = replace(
            found.scene,
            version=version,
            plugins=plugins.versions(found.scene.plugins, live.kinds.values(), version),
            targets=targets,
            references=Rows(Reference, (*found.scene.references.plain, *staged, *loose)),
            size=self._seen[0],
            mtime_ns=self._seen[1],
        )
        roots = (folder, found.variables.get("JOB", ""))
        return (yield from self._completed(scene, found.tips + more.tips(), found.variables, roots))

    def chosen(self, paths: Iterable[str]) -> Tuple[str, ...]:
        """The targets that rendering these nodes would render: themselves, or what a fetch, a merge or the submit node
        leads to. None before an analysis.

        Args:
            paths: Of nodes.
        """
        return rendered_by(self._graph, paths) if self._graph is not None else ()

    def select_nodes(self, names: Sequence[str]) -> Tuple[str, ...]:
        """Select nodes, and lead the network editor, where one is open, to the network of the first.

        Args:
            names: Paths; what a reference has instead of one, as its library's type, is no node.
        """
        found = [node for node in (hou.node(name) for name in names if name.startswith("/")) if node is not None]
        if found and hou.isUIAvailable():
            editor = hou.ui.paneTabOfType(hou.paneTabType.NetworkEditor)
            if isinstance(editor, hou.PathBasedPaneTab):
                editor.cd(found[0].path().rpartition("/")[0] or "/")
        for at, node in enumerate(found):
            node.setSelected(True, clear_all_selected=not at)
        return tuple(node.path() for node in found)


def _file_references() -> Generator[Progress, None, Tuple[List[str], List[str]]]:
    """Paths that Houdini's own list has without a parameter, and those that the user excluded."""
    yield Progress("assets")
    every: Sequence[Tuple[Optional[hou.Parm], str]] = hou.fileReferences("HIP", True)
    selected: Sequence[Tuple[Optional[hou.Parm], str]] = hou.fileReferences("HIP", False)
    excluded: List[str] = []
    yield Progress("assets")
    if len(every) != len(selected):
        left = {path for _, path in selected}
        excluded = [path for _, path in every if path not in left]
    return [path for parm, path in every if parm is None], excluded


class _Extra:
    """What the open scene tells beyond its nodes."""

    def __init__(self, graph: Graph, values: Values, folder: str, index: DirectoryIndex) -> None:
        self._graph = graph
        self._values = values
        self._finder = Finder(graph, values, folder, index, (), (1, 1))
        self._uncooked: List[str] = []

    def stages(self, targets: Tuple[RenderTarget, ...]) -> Tuple[Tuple[RenderTarget, ...], List[Reference]]:
        """Targets with the pictures of their stage's products where the nodes name none, and the stages' layers."""
        found: List[RenderTarget] = []
        layers: List[Reference] = []
        for target in targets:
            node = self._graph.nodes.get(target.name)
            if "stage" not in target.details or node is None:
                found.append(target)
                continue
            staged = stage.look(node, self._graph)
            layers += stage.references(node, staged)
            if not staged.cooked and target.enabled:
                self._uncooked.append(target.name)
            picture = staged.products[0] if staged.products and not target.output else ""
            found.append(replace(target, output=picture, format=tables.ending_of(picture)) if picture else target)
        return tuple(found), layers

    def without_parm(self, paths: Iterable[str], scene: Scene) -> Generator[Progress, None, List[Reference]]:
        """What Houdini lists without saying where it is from, and its colour configuration."""
        texts: Dict[str, Tuple[str, str]] = dict.fromkeys(paths, ("scene", ""))
        colours = hou.getenv("OCIO") or ""
        if colours and not colours.startswith("ocio://"):
            texts[colours] = ("OCIO", "color")
        found: List[Reference] = []
        known: Set[str] = set()
        pace = Pace()
        for item in scene.references if texts else ():
            if pace.due():
                yield Progress("assets")
            known.add(item.pattern)
            known.update(item.files)
        for text, (node, kind) in texts.items():
            if forward(text) in known:
                continue
            reference = self._finder.named(node, "" if kind else "file", text, kind)
            if reference is not None:
                found.append(reference)
        return found

    def tips(self) -> Tuple[Tip, ...]:
        """What could not be looked at without cooking."""
        message = "Stages are not cooked yet; files that only they name are not known."
        return (Tip("stage_not_cooked", WARNING, message, tuple(self._uncooked)),) if self._uncooked else ()
