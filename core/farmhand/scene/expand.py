"""Which files on this disk a path with tokens stands for: UDIM tiles, sequences, environment variables.

Nothing here globs: the folder's listing, made once, is asked for the names of that shape. Nothing here knows a DCC.
"""

from __future__ import annotations

import os
import re
from typing import Iterable, List, Mapping, Optional, Sequence, Tuple

from farmhand.paths import forward
from farmhand.scene.listing import DirectoryIndex, Names
from farmhand.scene.tokens import NO_TILES, NUMBER, ONE_BASED, UDIM, ZERO_BASED, Shape, has_tokens, numbered, shape

__all__ = [
    "NO_TILES", "ONE_BASED", "UDIM", "ZERO_BASED", "DirectoryIndex", "expand", "frame_numbers", "has_tokens",
    "siblings", "variables",
]  # fmt: skip

_VARIABLE = re.compile(r"\$\{(\w+)\}|\$([A-Za-z_]\w*)|%([A-Za-z_]\w*)%")
_FRAME_VARIABLE = re.compile(r"(?:\d?F\d?|FF|\d?[UV]|UDIM)\Z", re.I)
_BETWEEN_NUMBERS = re.compile(r"d(?![A-Za-z0-9])")  # the `%d_v%` in `u%d_v%d`



def variables(path: str, known: Optional[Mapping[str, str]] = None) -> Tuple[str, str]:
    """Put in environment variables (`$X`, `${X}`, `%X%`) and the home folder (`~`).

    Args:
        path: As a scene holds it.
        known: Names and values; by default the environment's.

    Returns:
        The path, and the first variable without a value (empty where all had one). `$F`, `$U`, `$V` are tokens.
    """
    values = os.environ if known is None else known
    unknown: List[str] = []

    def put(match: re.Match[str]) -> str:
        name = match.group(1) or match.group(2) or match.group(3)
        if name in values:
            return values[name]
        if not _FRAME_VARIABLE.match(name) and not (match.group(3) and _BETWEEN_NUMBERS.match(name)):
            unknown.append(match.group(0))
        return match.group(0)

    path = _VARIABLE.sub(put, path) if "$" in path or "%" in path else path
    if path.startswith("~") and known is None:
        path = os.path.expanduser(path)
    return path, unknown[0] if unknown else ""


def expand(
    pattern: str,
    index: DirectoryIndex,
    tiles: int = NO_TILES,
    sequence: bool = False,
) -> Tuple[str, ...]:
    """The files a path stands for.

    Args:
        pattern: An absolute path, with tokens in its name or in its folders.
        index: What the folders hold.
        tiles: The number in the name is one UV tile of many: UDIM (`1001`), ZERO_BASED and ONE_BASED (`u1_v1`).
        sequence: The last number in the name is one frame of many.

    Returns:
        Absolute paths as the disk spells them, sorted; none where nothing fits.
    """
    path = forward(pattern)
    if NUMBER in path:
        return ()  # a path no system could have
    if os.name != "nt":
        if path[:1] != "/":
            return ()
        if path[:2] == "//":
            path = "/" + path.lstrip("/")
    if not tiles and not sequence and not has_tokens(path):
        found = index.file(path)
        return (found,) if found else ()
    return _expanded(path.split("/"), index, tiles, sequence)


def frame_numbers(
    pattern: str, files: Sequence[str], index: DirectoryIndex, tiles: int = NO_TILES, sequence: bool = False
) -> Tuple[int, ...]:
    """The frame in the name of each file that a path stands for.

    Args:
        pattern, index, tiles, sequence: As given to `expand`.
        files: What `expand` answered.

    Returns:
        One number a file, in their order; empty where any name has none or several that differ, or where the folders
        have tokens of their own.
    """
    folder, _, name = forward(pattern).rpartition("/")
    name = index.key(name)
    like = None if has_tokens(folder) else shape(name) or numbered(name, tiles, sequence)
    if like is None:
        return ()
    match = like.matcher().match
    numbers: List[int] = []
    for path in files:
        hit = match(index.key(os.path.basename(path)))
        found = {int(number) for number in hit.groups() if number} if hit else set()
        if len(found) != 1:
            return ()
        numbers += found
    return tuple(numbers)


def _expanded(parts: List[str], index: DirectoryIndex, tiles: int, sequence: bool) -> Tuple[str, ...]:
    shapes = [shape(index.key(part)) for part in parts]
    if shapes[-1] is None:
        shapes[-1] = numbered(index.key(parts[-1]), tiles, sequence)
    first = next((at for at, found in enumerate(shapes) if found is not None), len(parts) - 1)
    folders = ["/".join(parts[:first]) + "/"]
    for part, like in zip(parts[first:-1], shapes[first:-1]):
        if like is None:
            folders = [os.path.join(folder, part) for folder in folders]
        else:
            folders = [inner for folder in folders for inner in _folders(index, folder, like)]
    last = shapes[-1]
    files: List[str] = []
    for folder in folders:
        if last is None:
            found = index.file(os.path.join(folder, parts[-1]))
            files += [found] if found else []
        else:
            listed = index.folder(folder)
            files += index.only_files(listed, _named(listed.files, last))
    return tuple(sorted(files))


def _folders(index: DirectoryIndex, folder: str, like: Shape) -> List[str]:
    listed = index.folder(folder)
    return index.only_folders(listed, _named(listed.folders, like))


def _named(names: Names, like: Shape) -> List[str]:
    """The paths whose names have that shape; where a token may be anything, every name that begins so is tried."""
    if not like.skeletons:
        match = like.matcher().match
        return [path for key, path in names.beginning(like.begins) if match(key)]
    found: List[str] = []
    for skeleton in like.skeletons:
        paths = names.like(skeleton.text, *skeleton.fixed)
        rules = [(place, fits) for place, fits in skeleton.free if fits is not None]
        if paths and rules:
            numbers = names.numbers(skeleton.text, paths)
            for place, fits in rules:
                keep = [fits(number) for number in numbers[place]]
                if not all(keep):
                    paths = [path for path, fit in zip(paths, keep) if fit]
                    numbers = [[one for one, fit in zip(column, keep) if fit] for column in numbers]
        found += paths
    return found


def siblings(files: Iterable[str], index: DirectoryIndex, *endings: str) -> List[str]:
    """Files beside the given ones that were made from them: `a.tx` and `a.png.tx` beside `a.png`.

    Args:
        files: Absolute paths.
        index: What the folders hold.
        endings: Of the files looked for, such as `.tx`.
    """
    given = list(files)
    beside = [os.path.splitext(path)[0] + ending for ending in endings for path in given]
    beside += [path + ending for ending in endings for path in given]
    return [found for found in map(index.file, dict.fromkeys(beside)) if found]
