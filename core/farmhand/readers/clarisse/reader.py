"""A Clarisse project read without Clarisse, as a Host; and the end of every analysis, which the plug-in inside Clarisse
shares: both hand in a project's objects, from its file or from the open scene, so that they cannot disagree.

Nothing is written, and each file is closed before the analysis goes on.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Generator, Iterable, List, Mapping, Optional, Sequence

from farmhand.progress import Progress
from farmhand.readers.clarisse.builds import builds
from farmhand.readers.clarisse.farm_paths import output_tips
from farmhand.readers.clarisse.images import images
from farmhand.readers.clarisse.items import Item
from farmhand.readers.clarisse.search import Holder, Search, read_file
from farmhand.readers.file_host import FileHost
from farmhand.scene.expand import DirectoryIndex
from farmhand.scene.host import Analysis
from farmhand.scene.model import Scene, Tip


class ClarisseScene(FileHost):
    """A Clarisse project as a Host, wherever its objects come from."""

    name = "clarisse"
    program = "Clarisse"
    codes: Mapping[str, str] = {"25009": "20001"}  # the farm knows one code for everything a Clarisse scene misses

    def _scene(
        self,
        search: Search,
        holders: List[Holder],
        environment: Mapping[str, str],
        others: Sequence[Item] = (),
        tips: Iterable[Tip] = (),
    ) -> Generator[Progress, None, Scene]:
        """The Scene, once every file that is named was looked up.

        Args:
            search: The search that did so.
            holders: What it read; the project that is sent comes first.
            environment: Variables for paths inside files.
            others: Objects inside references that no file told of.
            tips: What the host has to tell besides.
        """
        project, places = holders[0].project, holders[0].places
        inner = [replace(item, url=other.url(item)) for other in holders[1:] for item in other.project.items]
        found = images(project, [*inner, *others], search.hidden)
        ranges, range_tips = builds(project)
        targets = found.targets + ranges
        folder = os.path.dirname(self._path)
        scene = Scene(
            host=self.name,
            version=project.version,
            path=self._path,
            project=folder,
            cameras=found.cameras,
            targets=targets,
            references=search.references,
            size=self._seen[0],
            mtime_ns=self._seen[1],
        )
        own = (*found.tips, *range_tips, *search.tips(holders), *output_tips(targets, places), *tips)
        return (yield from self._completed(scene, own, dict(environment, PDIR=folder), (folder,)))


class ClarisseReader(ClarisseScene):
    """One .project or .build file.

    Args:
        path: The file.
        project: Not used: a Clarisse project is its own folder (`$PDIR`).
        environment: Variables its paths may name; the process's by default.
    """

    def __init__(self, path: str, project: str = "", environment: Optional[Mapping[str, str]] = None) -> None:
        super().__init__(path, project)
        self._environment = os.environ if environment is None else environment

    def analyse(self) -> Analysis:
        """Read the project, the projects it references and the folders of its files.

        Raises:
            SceneError: The file cannot be opened, is cut off or damaged, or is no Clarisse project.
        """
        self.index = DirectoryIndex()
        project, self._seen = yield from read_file(self._path)
        search = Search(self.index, self._environment)
        holders = yield from search.all(Holder(self._path, "", project, search.places(self._path, project, {})))
        return (yield from self._scene(search, holders, self._environment))
