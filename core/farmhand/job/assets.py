"""What the user decides about files: leave some out, send others along, take a missing one from another folder.

The scene stays as it is. A file found elsewhere travels under the path that the scene names, so the farm finds it where
the scene looks for it. `chosen` makes of a Scene the one that is sent; all after it need not know that anybody chose.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import (
    Dict,
    FrozenSet,
    Generator,
    Iterable,
    Iterator,
    List,
    Mapping,
    Optional,
    Sequence,
    Set,
    Tuple,
    TypeVar,
)

from farmhand.errors import JobError
from farmhand.files import look
from farmhand.paths import forward, is_absolute, server_path
from farmhand.progress import CancelToken, Progress, Report, unheard
from farmhand.scene.checks import where
from farmhand.scene.expand import DirectoryIndex, expand, has_tokens, variables
from farmhand.scene.model import Asset, Reference, Scene, Tip
from farmhand.scene.rows import Rows

BY_USER = "left out by you"
"""The reason of a reference that the user leaves out."""
MOST_FOLDERS = 20000
DEEPEST = 16
"""Where a search stops: an artist who points at a file server's root wants an answer, too."""
_REPORT_EVERY = 50
_AT_A_TIME = 2000
_Item = TypeVar("_Item", Asset, Reference)


@dataclass(frozen=True)
class AssetChoices:
    """The user's word on the files of one scene.

    Attributes:
        ignored: Patterns, as the scene writes them, whose files are not sent and not missed.
        found: Pattern -> files elsewhere on this disk that stand for it, with the place on the farm that is meant.
        added: Files that the scene does not mention.
    """

    ignored: FrozenSet[str] = frozenset()
    found: Mapping[str, Tuple[Asset, ...]] = field(default_factory=dict)
    added: Tuple[Asset, ...] = ()

    def with_ignored(self, patterns: Iterable[str], ignored: bool) -> AssetChoices:
        """These choices with patterns left out, or taken in again."""
        changed = self.ignored | set(patterns) if ignored else self.ignored - set(patterns)
        return replace(self, ignored=changed)

    def with_found(self, found: Mapping[str, Tuple[Asset, ...]]) -> AssetChoices:
        """These choices with files for missing patterns; an empty tuple takes one back."""
        together = {**self.found, **found}
        return replace(self, found={pattern: files for pattern, files in together.items() if files})

    def with_added(self, assets: Iterable[Asset]) -> AssetChoices:
        """These choices with further files to send along, each once."""
        together = {asset.path: asset for asset in (*self.added, *assets)}
        return replace(self, added=tuple(sorted(together.values())))

    def without_added(self, paths: Iterable[str]) -> AssetChoices:
        """These choices without files that were to be sent along."""
        gone = set(paths)
        return replace(self, added=tuple(asset for asset in self.added if asset.path not in gone))


NOTHING_CHOSEN = AssetChoices()


def chosen(scene: Scene, choices: AssetChoices) -> Scene:
    """The scene as it is sent.

    Args:
        scene: As it was analysed.
        choices: What the user decided about its files.
    """
    steps = choosing(scene, choices)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            made: Scene = end.value
            return made


def choosing(scene: Scene, choices: AssetChoices) -> Generator[None, None, Scene]:
    """As `chosen`, for a caller that has a window to keep alive: yields every few thousand files."""
    if choices == NOTHING_CHOSEN:
        return scene
    references = Rows(Reference)
    out: Set[str] = set()
    settled: Set[str] = set()
    extra = {asset for asset in choices.added if asset.path != scene.path}
    for part in _parts(scene.references):
        for before in part:
            after = _decided(before, choices)
            references.append(after)
            if after.ignored == BY_USER:
                out.update(before.files)
            elif after is not before:
                extra.update(choices.found[before.pattern])
            if before.missing and not after.missing:
                settled.update((where(before), before.pattern))
        yield
    for decided in _parts(references):
        for after in decided:
            if out and after.ignored != BY_USER:
                out.difference_update(after.files)
        yield
    assets = Rows(Asset)
    for some in _parts(scene.assets):
        assets.extend(some.picked([path not in out for path in some.column("path")]))
        extra.difference_update(some)
        yield
    there = set(assets.column("path")) if extra else set()
    yield
    if extra:
        assets.extend([asset for asset in extra if asset.server or asset.path not in there])
        assets = Rows(Asset, sorted(assets.plain))
    yield
    made = replace(scene, references=references, assets=assets, tips=tuple(_tips(scene, settled)))
    yield from made.gathered()
    return made


def add(paths: Iterable[str], cancel: Optional[CancelToken] = None) -> Tuple[Asset, ...]:
    """Files, and all files below folders, as assets. Looks at the disk: not for a DCC's main thread.

    Args:
        paths: Absolute paths of files and folders.
        cancel: Ends the look.

    Raises:
        JobError: One of them is not there, or is no file that can be sent.
        Cancelled: `cancel` was used.
    """
    found: Dict[str, Asset] = {}
    for path in map(os.path.normpath, paths):
        below = [path] if os.path.isfile(path) else _below(path, cancel)
        for one in below:
            asset = asset_of(one)
            if asset is not None:
                server_path(one)
                found[one] = asset
        if not below:
            raise JobError(
                "{path} is not there, or holds no file.", "Choose a file, or a folder with files.", path=path
            )
    return tuple(found.values())


def search(
    scene: Scene, patterns: Iterable[str], folder: str, report: Report = unheard, cancel: Optional[CancelToken] = None
) -> Dict[str, Tuple[Asset, ...]]:
    """Look for missing files below a folder, by their names. Looks at the disk: not for a DCC's main thread.

    Where several folders hold one, that wins whose last folders are called as in the scene; then the nearest.

    Args:
        scene: Whose files.
        patterns: As the scene writes them, with tokens or without.
        folder: Absolute path of the folder to begin with; links to folders are not followed.
        report: Hears of folders.
        cancel: Ends the search.

    Returns:
        The files for each pattern that was found.

    Raises:
        Cancelled: `cancel` was used.
    """
    plain: Dict[str, List[str]] = {}
    tokened: List[Tuple[str, str]] = []
    for pattern in dict.fromkeys(patterns):
        name = forward(pattern).rpartition("/")[2]
        if has_tokens(name):
            tokened.append((name, pattern))
        else:
            plain.setdefault(name, []).append(pattern)
    index = DirectoryIndex()
    best: Dict[str, Tuple[int, Tuple[str, ...]]] = {}
    for number, (here, names) in enumerate(_folders(folder, cancel), 1):
        if number % _REPORT_EVERY == 0:
            report(Progress("search", number, 0, "folders", here))
        hits: List[Tuple[str, Tuple[str, ...]]]
        hits = [(pattern, (os.path.join(here, name),)) for name in names & plain.keys() for pattern in plain[name]]
        for name, pattern in tokened:
            files = expand(os.path.join(here, name), index)
            if files:
                hits.append((pattern, files))
        for pattern, files in hits:
            alike = _alike(here, pattern)
            if pattern not in best or alike > best[pattern][0]:
                best[pattern] = (alike, files)
    return {pattern: _placed(scene, pattern, files) for pattern, (_, files) in best.items()}


def meant(scene: Scene, pattern: str) -> str:
    """The absolute path that a pattern means in its scene: with variables put in, relative to the project.

    Args:
        scene: Whose pattern.
        pattern: As the scene writes it.
    """
    path = forward(variables(pattern)[0])
    if is_absolute(path):
        return path
    return "/".join((forward(scene.project or os.path.dirname(scene.path)).rstrip("/"), path))


def asset_of(path: str, server: str = "") -> Optional[Asset]:
    """A file as it is now; None where it is not there.

    Args:
        path: Absolute path.
        server: Where it goes on the farm, if elsewhere than its path says.
    """
    now = look(path)
    return Asset(path, now.size, now.mtime_ns, now.ctime_ns, server) if now is not None else None


def _parts(items: Rows[_Item]) -> Iterator[Rows[_Item]]:
    for start in range(0, len(items), _AT_A_TIME):
        yield items[start : start + _AT_A_TIME]


def _decided(reference: Reference, choices: AssetChoices) -> Reference:
    if reference.pattern in choices.ignored:
        return reference._replace(ignored=BY_USER, missing=False, files=(), frames=())
    if reference.missing and reference.pattern in choices.found:
        files = tuple(asset.path for asset in choices.found[reference.pattern])
        return reference._replace(missing=False, files=files)
    return reference


def _tips(scene: Scene, settled: Set[str]) -> Iterator[Tip]:
    for tip in scene.tips:
        details = tuple(detail for detail in tip.details if detail not in settled)
        if details or not tip.details:
            yield tip if details == tip.details else replace(tip, details=details)


def _placed(scene: Scene, pattern: str, files: Sequence[str]) -> Tuple[Asset, ...]:
    """Found files as assets, under the path that the scene means.

    Raises:
        JobError: The scene's path holds something that nobody resolved.
    """
    target = meant(scene, pattern).rpartition("/")[0]
    assets = []
    for path in files:
        asset = asset_of(path, server_path("/".join((target, os.path.basename(path)))))
        if asset is not None:
            assets.append(asset)
    return tuple(assets)


def _below(folder: str, cancel: Optional[CancelToken]) -> List[str]:
    return [os.path.join(here, name) for here, names in _folders(folder, cancel) for name in sorted(names)]


def _folders(start: str, cancel: Optional[CancelToken]) -> Iterator[Tuple[str, Set[str]]]:
    """Each folder with the names of its files, nearest first; folders that cannot be read are passed over."""
    waiting, count = [(start, 0)], 0
    while waiting and count < MOST_FOLDERS:
        after: List[Tuple[str, int]] = []
        for path, depth in waiting:
            count += 1
            if cancel is not None:
                cancel.check()
            if count > MOST_FOLDERS:
                return
            names, inner = _listed(path)
            yield path, names
            if depth < DEEPEST:
                after.extend((folder, depth + 1) for folder in inner)
        waiting = after


def _listed(path: str) -> Tuple[Set[str], List[str]]:
    names: Set[str] = set()
    folders: List[str] = []
    try:
        with os.scandir(path) as listing:
            for entry in listing:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif entry.is_file():
                    names.add(entry.name)
    except OSError:
        pass  # a folder of somebody else's; the search goes on in the others
    return names, sorted(folders)


def _alike(folder: str, pattern: str) -> int:
    """How many of the last folders are called alike."""
    here, there = forward(folder).lower().split("/"), forward(pattern).lower().split("/")[:-1]
    count = 0
    while here and there and here.pop() == there.pop():
        count += 1
    return count
