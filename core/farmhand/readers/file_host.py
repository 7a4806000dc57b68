"""What every scene file is as a Host, whichever program wrote it: a path, a change on disk, nothing to save; and the
last part of every analysis, which is the same for all: files inside files, the list of what travels, the checks.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Dict, Generator, Iterable, List, Mapping, Optional, Tuple

from farmhand.errors import SceneError
from farmhand.frames import FrameRange
from farmhand.nested import nested
from farmhand.progress import Progress
from farmhand.scene.checks import run_checks
from farmhand.scene.expand import DirectoryIndex
from farmhand.scene.host import Host
from farmhand.scene.model import ERROR, Asset, Reference, RenderTarget, Scene, Tip
from farmhand.scene.rows import Rows

UNREAD = (-1, -1)
_AT_A_TIME = 500
_MENTIONS = 5000


class FileHost(Host):
    """A scene file without its program.

    Args:
        path: The scene file.
        project: Its project folder, where it is known better than from the scene's place.

    Attributes:
        index: The folders of the last analysis, each listed once.
    """

    program = ""
    """Who could change the scene, for the sentence that refuses to."""
    codes: Mapping[str, str] = {}
    """Code of a check for every DCC -> the farm's own for this one."""

    def __init__(self, path: str, project: str = "") -> None:
        self._path = os.path.abspath(path)
        self._project = project
        self._seen: Tuple[int, int] = UNREAD
        self.index = DirectoryIndex()

    def scene_path(self) -> str:
        """Absolute path of the scene file."""
        return self._path

    def is_modified(self) -> bool:
        """Whether the file changed, or went, since it was read; False before it was read."""
        if self._seen == UNREAD:
            return False
        try:
            found = os.stat(self._path)
        except OSError:
            return True
        return (found.st_size, found.st_mtime_ns) != self._seen

    def save(self) -> None:
        """Refuse.

        Raises:
            SceneError: Always: nothing here changes a scene.
        """
        raise SceneError(
            "The scene {path} is only read here.",
            "Open it in {program} to change and save it.",
            path=self._path,
            program=self.program,
        )

    def _completed(
        self, scene: Scene, own: Iterable[Tip], variables: Mapping[str, str], roots: Iterable[str] = ()
    ) -> Generator[Progress, None, Scene]:
        """The scene with the files inside its files, what travels, and every tip, errors first.

        Args:
            scene: All that the file and the scenes it references say.
            own: What the reader has to tell.
            variables: Names and values for paths inside files.
            roots: Folders where relative paths inside files are looked up last.
        """
        named = yield from _files((one for one in scene.references if one.kind != "reference"), {})
        places = [root for root in roots if root]
        inside = yield from nested(named, self.index, variables, _rendering(scene.targets), roots=places)
        references = Rows(Reference, scene.references)
        references.extend(inside.references)
        scenes = [one for one in scene.references if one.kind == "reference"]
        assets = yield from self._assets(named, (*scenes, *inside.references))
        scene = replace(scene, references=references, assets=assets)
        yield Progress("assets", len(assets), len(assets), "files")
        checked = tuple(replace(tip, code=self.codes.get(tip.code, tip.code)) for tip in run_checks(scene))
        tips = merged([*checked, *own, *self.index.tips(), *inside.tips])
        yield Progress("assets", len(assets), len(assets), "files")
        return replace(scene, tips=tuple(sorted(tips, key=lambda tip: tip.severity != ERROR)))

    def _assets(
        self, named: Dict[str, None], more: Iterable[Reference]
    ) -> Generator[Progress, None, Rows[Asset]]:
        """The files named, and those of more references, each once, without the scene itself."""
        paths = yield from _files(more, named)
        paths.pop(os.path.normpath(self._path), None)
        found = sorted(paths)
        assets = Rows(Asset)
        for start in range(0, len(found), _AT_A_TIME):
            yield Progress("assets", start, len(found), "files", os.path.basename(found[start]))
            assets.extend(self.index.assets(found[start : start + _AT_A_TIME]))
        return assets


def _files(references: Iterable[Reference], found: Dict[str, None]) -> Generator[Progress, None, Dict[str, None]]:
    """Every file that is mentioned, once, in the order of the mentions, behind those found already."""
    for count, item in enumerate(references, 1):
        if not count % _MENTIONS:
            yield Progress("nested")
        for path in item.files:
            found[path] = None
    return found


def merged(tips: Iterable[Tip]) -> List[Tip]:
    """Tips that say the same of different things as one, in the order of the first."""
    found: Dict[Tuple[str, str, str], Tip] = {}
    for tip in tips:
        key = (tip.code, tip.severity, tip.message)
        before = found.get(key)
        details = tip.details if before is None else before.details + tip.details
        found[key] = replace(tip, details=tuple(dict.fromkeys(details)))
    return list(found.values())


def _rendering(targets: Iterable[RenderTarget]) -> Optional[FrameRange]:
    """Every frame that something renders; None where nothing does."""
    segments = tuple(segment for target in targets if target.enabled for segment in target.frames.segments)
    return FrameRange(segments) if segments else None
