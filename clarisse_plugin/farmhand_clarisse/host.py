"""Clarisse's open project as a Host: analysed in Clarisse's own process without changing anything.

The objects come from the open project (`live`), their meaning from the file reader's own functions, so that panel,
batch and command line can never disagree about a project.
"""

from __future__ import annotations

import logging
import os
from typing import Dict, List, Optional, Sequence, Set, Tuple

from farmhand.errors import FarmhandError, SceneError
from farmhand.progress import Progress
from farmhand.readers.clarisse.file_table import OVERRIDES
from farmhand.readers.clarisse.files import Mentioned, mentions
from farmhand.readers.clarisse.items import ROOT, Item, Project
from farmhand.readers.clarisse.reader import ClarisseScene
from farmhand.readers.clarisse.search import Holder, Search, read_file
from farmhand.readers.clarisse.syntax import Block
from farmhand.readers.program_host import ProgramHost
from farmhand.scene.host import Analysis
from farmhand.scene.model import WARNING, Tip
from farmhand_clarisse import telling
from farmhand_clarisse.api import Ix, ix
from farmhand_clarisse.live import LiveProject

_log = logging.getLogger(__name__)

ONLY_LIVE = frozenset(("objects_unread", "file_unread", "computed_now"))
"""Codes that the file reader never tells."""
ONLY_FILE = frozenset(("frames_assumed", "object_not_found", "expression", "computed_path"))
"""Codes that the open project tells seldom: it knows the frames and evaluates expressions, and holds no address of what
is gone."""

_PREFERENCES = "preferences"
_OCIO = "ocio_config_file"
_REPORT_EVERY = 200


class ClarisseHost(ProgramHost, ClarisseScene):
    """The project that is open, whichever that is at the time. Every method is for Clarisse's main thread."""

    def scene_path(self) -> str:
        """Absolute path of the open project; empty where it was never saved. The last known where nobody answers."""
        try:
            return open_path()
        except Exception as problem:  # noqa: BLE001  the panel asks in its buttons, where nobody could tell
            telling.told("see which project is open", problem)
            return self._path

    def unsaved(self) -> bool:
        """Whether the open project has changes that are not in its file.

        Where Clarisse does not answer it has: the farm must not render something else than the artist sees.
        """
        try:
            return bool(ix().application.is_project_modified())
        except Exception:  # noqa: BLE001  the panel asks every few seconds
            _log.exception("Clarisse does not say whether the project was changed")
            return True

    def _save_as_named(self, path: str) -> None:
        application = ix().application
        application.save_project(path)
        if application.is_project_modified():
            raise RuntimeError("Clarisse still has unsaved changes")

    def analyse(self) -> Analysis:
        """Look at the open project, the projects it references and the folders of its files.

        Raises:
            SceneError: It was never saved, its file is gone (the farm renders the file), or Clarisse does not answer.
        """
        try:
            return (yield from self._analysed())
        except FarmhandError:
            raise
        except Exception as error:  # whatever it is, the user gets a sentence
            raise SceneError(
                "Clarisse does not answer: {why}.", "Analyse the scene again, or save it and use the desktop panel.",
                why=_reason(error),
            ) from error  # fmt: skip

    def _analysed(self) -> Analysis:
        self._begin(open_path())
        clarisse, tips = ix(), []
        saved: Optional[Project] = None
        try:
            saved, self._seen = yield from read_file(self._path)
        except SceneError as error:
            tips.append(Tip("file_unread", WARNING, "The scene's file could not be looked into.", (str(error),)))
        live = LiveProject(clarisse, saved, self._path)
        yield from live.fill()
        project = live.project(saved)
        environment = dict(os.environ, CTEMP=live.temporary() or os.environ.get("CTEMP", ""))
        if not environment["CTEMP"]:
            del environment["CTEMP"]
        search = Search(self.index, environment)
        first = Holder(self._path, "", project, search.places(self._path, project, {}))
        holders = yield from search.all(first)
        inside = _Inside(search, holders, live.references)
        for done, item in enumerate(live.inner):
            if done % _REPORT_EVERY == 0:
                yield Progress("assets", done, len(live.inner), "steps", item.url)
            inside.look(item)
        _colours(clarisse, search, first, live.unread)
        if live.computed:
            message = "Expressions make texts; what they give at the present frame was taken."
            tips.append(Tip("computed_now", WARNING, message, tuple(live.computed)))
        if live.unread:
            message = "Clarisse could not tell everything of these objects; their files may be missing."
            tips.append(Tip("objects_unread", WARNING, message, tuple(dict.fromkeys(live.unread))))
        return (yield from self._scene(search, holders, environment, inside.unknown, tips))


class _Inside:
    """What the open project shows inside references, beside what the referenced files say.

    Attributes:
        unknown: Objects that no file told of: in an Alembic or USD file, or in one that could not be read.
    """

    def __init__(self, search: Search, holders: Sequence[Holder], references: Sequence[str]) -> None:
        self.unknown: List[Item] = []
        self._search = search
        self._first = holders[0]
        self._references = sorted(references, key=len, reverse=True)
        self._holders = {ROOT + holder.prefix.rstrip("/"): holder for holder in holders[1:]}
        self._filed: Dict[str, Tuple[Holder, Item]] = {}
        for holder in holders[1:]:
            for item in holder.project.items:
                self._filed.setdefault(holder.url(item), (holder, item))
        for holder in holders[1:]:  # whether the file's first context becomes part of the address is not known
            for item in holder.project.items:
                short = ROOT + holder.prefix + item.url[len(ROOT) :].partition("/")[2]
                self._filed.setdefault(short, (holder, item))
        self._overridden = {
            said.text
            for item in self._first.project.items
            if item.block.sub(OVERRIDES) is not None
            for said in mentions(item)
            if said.attribute.startswith(OVERRIDES)
        }

    def look(self, item: Item) -> None:
        """Note the files of an object that the referenced file spells otherwise, or does not have."""
        known = self._filed.get(item.url)
        if known is not None:
            spelled = {(said.attribute, said.text) for said in mentions(known[1])}
            for said in mentions(item):
                if (said.attribute, said.text) not in spelled and said.text not in self._overridden:
                    self._search.look_up(said, self._first, item.url)
            return
        self.unknown.append(item)
        around = [url for url in self._references if item.url.startswith(url + "/")]
        holder = next((self._holders[url] for url in around if url in self._holders), self._first)
        source = self._source(around[0]) if around else set()
        for said in mentions(item):
            if said.text not in source:
                self._search.look_up(said, holder, item.url)

    def _source(self, url: str) -> Set[str]:
        """The file that a reference is made from: what it brings names it again."""
        filed = self._filed.get(url)
        here = [filed[1]] if filed is not None else [item for item in self._first.project.items if item.url == url]
        return {said.text for item in here for said in mentions(item)}


def open_path() -> str:
    """Absolute path of the open project; empty where it was never saved. What Clarisse raises goes through."""
    path = str(ix().application.get_current_project_filename() or "")
    return os.path.abspath(path) if path else ""


def _colours(clarisse: Ix, search: Search, first: Holder, unread: List[str]) -> None:
    """The OpenColorIO file, where the user chose one; it is a preference and stands in no project."""
    try:
        application = clarisse.application
        path = str(application.get_ocio_config_file() or "") if application.get_use_ocio_config_file() else ""
    except Exception as error:  # noqa: BLE001  an older Clarisse may not have it
        unread.append("%s.%s: %s" % (_PREFERENCES, _OCIO, _reason(error)))
        return
    if path:
        item = Item("Preferences", _OCIO, _PREFERENCES, (), "", Block(_PREFERENCES), False)
        search.look_up(Mentioned(item, _OCIO, path), first, _PREFERENCES)


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
