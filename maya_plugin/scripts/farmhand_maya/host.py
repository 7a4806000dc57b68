"""Maya's open scene as a Host: analysed in Maya's own process without changing anything.

The graph comes from the open scene (`live`), its meaning from the file reader's own functions, so that panel, batch and
command line can never disagree about a scene.
"""

from __future__ import annotations

import os
from typing import Any, Dict, Generator, List, Optional, Sequence, Tuple

from maya import cmds

from farmhand.progress import Progress
from farmhand.readers.ma_cameras import cameras
from farmhand.readers.ma_environment import colour_configuration, preferences, search_folders
from farmhand.readers.ma_files import BIFROST, BIFROST_DOUBTED, Finder, Mentioned, edited, mentions
from farmhand.readers.ma_layers import layers
from farmhand.readers.program_host import ProgramHost
from farmhand.readers.project import Places
from farmhand.scene.expand import DirectoryIndex
from farmhand.scene.host import Analysis, SelectsNodes
from farmhand.scene.model import WARNING, Camera, Reference, Scene, Tip
from farmhand.scene.rows import Rows
from farmhand_maya import rules, values, yeti
from farmhand_maya.live import LiveGraph, unknown_plugins
from farmhand_maya.references import holder, references, unapplied_edits

_REPORT_EVERY = 25
INCLUDE_ALL_LIGHTS = "renderSetup_includeAllLights"


class MayaHost(ProgramHost, SelectsNodes):
    """The scene that is open, whichever that is at the time. Every method is for Maya's main thread."""

    name = "maya"
    program = "Maya"

    refusals = (RuntimeError,)

    def scene_path(self) -> str:
        """Absolute path of the open scene; empty where it was never saved."""
        path = str(cmds.file(query=True, sceneName=True) or "")
        return os.path.normpath(path) if path else ""

    def unsaved(self) -> bool:
        """Whether the open scene has changes that are not in its file."""
        return bool(cmds.file(query=True, modified=True))

    def _save_as_named(self, path: str) -> None:
        cmds.file(save=True)

    def select_nodes(self, names: Sequence[str]) -> Tuple[str, ...]:
        """Select nodes, in place of what is selected; those that are gone are left out."""
        there = tuple(name for name in names if cmds.objExists(name))
        if there:
            cmds.select(*there, replace=True, noExpand=True)
        return there

    def analyse(self) -> Analysis:
        """Look at the open scene and the folders of its files.

        Raises:
            SceneError: It was never saved, or its file is gone: the farm renders the file.
        """
        self._begin(self.scene_path())
        project, file_rules = workspace()
        live = LiveGraph(version())
        yield from live.fill()
        seen_cameras = cameras(live.graph)
        yield Progress("read")
        found = layers(live.graph, seen_cameras, self._path)
        files = _Files(self._path, self.index, project, file_rules)
        yield from files.look(live, any(target.renderer == "arnold" for target in found.targets))
        scene = Scene(
            host=self.name,
            version=version(),
            path=self._path,
            project=project,
            plugins=dict(live.graph.plugins),
            cameras=tuple(Camera(camera.name, camera.shape, camera.renderable) for camera in seen_cameras),
            targets=found.targets,
            references=files.references,
            size=self._seen[0],
            mtime_ns=self._seen[1],
            layer_system=found.system,
            details=preferences(said_preferences()),
        )
        own = found.tips + files.tips() + _unknown(live) + rules.tips(scene)
        roots = (project, os.path.join(project, "sourceimages")) if project else ()
        return (yield from self._completed(scene, own, dict(os.environ, PROJECT=project), roots))


def version() -> str:
    """The running Maya's version as the farm names it, such as `2024`."""
    return str(cmds.about(majorVersion=True))


def workspace() -> Tuple[str, Dict[str, str]]:
    """The project's folder without its last slash, and its file rules."""
    root = str(cmds.workspace(query=True, rootDirectory=True) or "")
    names = values.strings(cmds.workspace(query=True, fileRuleList=True))
    file_rules = {name: str(cmds.workspace(fileRuleEntry=name) or "") for name in names}
    return (os.path.normpath(root) if root else ""), {name: rule for name, rule in file_rules.items() if rule}


def said_preferences() -> Dict[str, str]:
    """Maya's own preferences that change the pictures, by task.json's names; those that are not set are left out."""
    found: Dict[str, str] = {}
    if cmds.optionVar(exists=INCLUDE_ALL_LIGHTS):
        found["render_include_all_lights"] = "1" if cmds.optionVar(query=INCLUDE_ALL_LIGHTS) else "0"
    mode = values.strings(cmds.evaluationManager(query=True, mode=True))
    if mode:
        found["evaluation_mode"] = mode[0]
    return found


def _unknown(live: LiveGraph) -> Tuple[Tip, ...]:
    """Plug-ins that this Maya lacks, and the nodes nobody can look into for that."""
    found = (
        ("unknown_plugins", "The scene needs plug-ins that this Maya could not load.", unknown_plugins()),
        ("unknown_nodes", "Nodes of missing plug-ins were not looked into; their files may be missing.", live.unknown),
    )
    return tuple(Tip(code, WARNING, message, tuple(details)) for code, message, details in found if details)


class _Files:
    """The files of one analysis."""

    def __init__(self, scene: str, index: DirectoryIndex, project: str, file_rules: Dict[str, str]) -> None:
        self.references = Rows(Reference)
        self._scene = scene
        self._index = index
        self._project = project
        self._rules = file_rules
        self._finder = Finder(index, False)
        self._broken: List[str] = []
        self._unloaded: List[str] = []
        self._places: Dict[str, Places] = {}
        self._searched: List[str] = []

    def look(self, live: LiveGraph, arnold: bool) -> Generator[Progress, None, None]:
        """Look up every file that the scene mentions; referenced scenes first."""
        self._finder.tx = False
        edits: Dict[Tuple[str, str], str] = {}
        found, self._broken = references()
        for one in found:
            yield Progress("assets", len(self.references), 0, "files", one.text)
            said = Mentioned(one.node, "reference", one.text, "reference")
            self.references.append(self._finder.reference(said, self._at(self._scene), (one.path,) + one.before))
            if not one.loaded:
                if self.references[-1].files:
                    self._unloaded.append("%s: %s" % (one.node, one.text))
                for plug, text in unapplied_edits(one.node).items():
                    edits.setdefault(plug, text)
        self._finder.tx = arnold
        self._searched = search_folders(live.graph)
        self._places.clear()
        all_said: List[Tuple[Any, Mentioned]] = []
        for node, said in mentions(live.graph, "", edits, self._finder.doubts):
            if len(all_said) % _REPORT_EVERY == 0:
                yield Progress("assets", 0, len(all_said), "files", said.text)
            all_said.append((node, said))
        all_said += [(None, one) for one in (*edited(edits), *colour_configuration(live.graph))]
        for done, (node, said) in enumerate(all_said):
            if done % _REPORT_EVERY == 0:
                yield Progress("assets", done, len(all_said), "files", said.text)
            places = self._at(holder(said.node, self._scene))
            special = self._finder.special(node, said, places) if node is not None else None
            self.references.append(special or self._finder.reference(said, places, _pattern(node, said)))
        for fur in yeti.graphs():
            for said, folders in yeti.mentions(fur):
                yield Progress("assets", len(all_said), len(all_said), "files", said.text)
                places = self._at(holder(said.node, self._scene))
                self.references.append(self._finder.reference(said, places, yeti.relative_first(said, folders)))
        yield Progress("assets", len(all_said), len(all_said), "files")

    def tips(self) -> Tuple[Tip, ...]:
        """What went wrong on the way."""
        folders = ["%s: %s" % pair for pair in sorted(self._index.unreadable.items())]
        found = (
            ("reference_broken", "Referenced scenes cannot be read.", self._broken),
            (rules.UNLOADED, "References are not loaded; what is in them will not render.", self._unloaded),
            ("unresolved_variable", "Paths hold variables that have no value here.", self._finder.unresolved),
            (BIFROST, BIFROST_DOUBTED, self._finder.doubts),
            ("folder_unreadable", "Folders cannot be listed.", folders),
        )
        return tuple(Tip(code, WARNING, message, tuple(details)) for code, message, details in found if details)

    def _at(self, scene: str) -> Places:
        if scene not in self._places:
            self._places[scene] = Places(scene, self._project, self._rules, self._searched)
        return self._places[scene]


def _pattern(node: Optional[Any], said: Mentioned) -> Tuple[str, ...]:
    """What Maya makes of a texture's name, where the name itself is only one tile or frame of it."""
    if node is None or node.type != "file" or said.attribute != "fileTextureName":
        return ()
    computed = str(values.value(said.node, "computedFileTextureNamePattern", "") or "")
    return (computed,) if computed and computed != said.text else ()
