"""Where a Maya scene's project is, and where a path out of the scene may lie on this disk.

Gives places to look at, in Maya's order; whether there is a file is asked of the DirectoryIndex elsewhere.
"""

from __future__ import annotations

import logging
import os
import re
from typing import Dict, List, Sequence

from farmhand.paths import forward, is_absolute

_log = logging.getLogger(__name__)

WORKSPACE = "workspace.mel"
_RULE = re.compile(r'workspace\s+-(?:fr|fileRule)\s+"([^"]*)"\s+"([^"]*)"')
_PROJECT_FOLDERS = ("sourceimages", "images", "assets", "cache", "data", "renderData", "textures")
_TEXTURE_RULES = ("sourceImages", "textures")
_COPY = re.compile(r"\{\d+\}$")


def find_project(scene: str) -> str:
    """The project folder of a scene.

    That is the nearest folder above it with a workspace.mel; else, for a scene in a folder `scenes`, the folder
    above that one when it looks like a project; else an empty string.

    Args:
        scene: Absolute path of the scene file.
    """
    folder = os.path.dirname(scene)
    above = folder
    while True:
        if os.path.isfile(os.path.join(above, WORKSPACE)):
            return above
        parent = os.path.dirname(above)
        if parent == above:
            break
        above = parent
    parts = forward(folder).split("/")
    if "scenes" in parts:
        last = len(parts) - 1 - parts[::-1].index("scenes")
        root = "/".join(parts[:last])
        if root and any(os.path.isdir(os.path.join(root, name)) for name in _PROJECT_FOLDERS):
            return os.path.normpath(root)
    return ""


def file_rules(project: str) -> Dict[str, str]:
    """The project's file rules (`sourceImages` -> `sourceimages`), from its workspace.mel; none where it has none."""
    path = os.path.join(project, WORKSPACE) if project else ""
    if not path or not os.path.isfile(path):
        return {}
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return dict(_RULE.findall(file.read()))
    except OSError as error:
        _log.warning("Cannot read %s: %s", path, error)
        return {}


def without_copy_number(path: str) -> str:
    """A reference's path without the `{2}` that Maya adds to further copies."""
    return _COPY.sub("", path)


class Places:
    """Where the paths of one scene may lie.

    Args:
        scene: Absolute path of the scene file that holds the paths.
        project: The project folder, or empty.
        rules: The project's file rules.
        searched: Folders where a renderer looks for relative paths, after all others.
    """

    def __init__(self, scene: str, project: str, rules: Dict[str, str], searched: Sequence[str] = ()) -> None:
        self.scene = scene
        self.folder = os.path.dirname(scene)
        self.project = project
        textures = [rules[name] for name in _TEXTURE_RULES if name in rules] + ["sourceimages"]
        self.texture_folders = [self._in_project(name) for name in dict.fromkeys(textures)] if project else []
        self.texture_folders += [self._in_project(name) for name in searched if project or is_absolute(name)]

    def _in_project(self, name: str) -> str:
        return name if is_absolute(name) else os.path.join(self.project, name)

    def candidates(self, path: str) -> List[str]:
        """Every absolute path to try for one that the scene holds, best first.

        `C:/proj//sourceimages/a.tif` marks the project-relative part by the double slash: the whole path comes
        first, then that part in this project. A relative path is looked for in the project, beside the scene, then
        among the textures.

        Args:
            path: With variables put in, tokens left in.
        """
        path = forward(path)
        if is_absolute(path):
            tried = [path]
            marked = path.rfind("//")
            if self.project and marked > 0:
                tried.append(os.path.join(self.project, path[marked + 2 :]))
            elif self.project and path.startswith("/") and not path.startswith("//"):
                tried.append(os.path.join(self.project, path.lstrip("/")))
            return tried
        path = re.sub(r"^(?:\./)+", "", path)
        roots = ([self.project] if self.project else []) + [self.folder] + self.texture_folders
        return [os.path.join(root, path) for root in dict.fromkeys(roots)]
