"""The objects of a project with their addresses: what is where, what is off, and what a name in an attribute means.

An address here is always `project://scene/image`, with `.layer` behind it for an object that another one owns, however
the file spells it: version 5 writes `build://project/scene/image`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, Generator, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from farmhand.progress import Progress
from farmhand.readers.clarisse.syntax import PREFERENCES, Block, Parsed, cut_off

ROOT = "project://"

_SPELLINGS = (("build://project/", ROOT), ("project://", ROOT))
_HEADERS = frozenset(
    ("#Isotropix_Serial_Version", "#Isotropix_Clarisse_Version", "#Isotropix_Clarisse_Project_Version", "comment")
)
_FOLDERS = frozenset(("Context", "Reference"))
_CAPITAL = {"context": "Context", "reference": "Reference", "image": "Image"}
_OWNED = "embedded_objects"
_VARIABLES = "variables"
_DISABLED = ("disabled", "#disabled")
_REPORT_EVERY = 1000
_CLASS = re.compile(r"[A-Z]\w*")


@dataclass(frozen=True)
class Item:
    """One object or context.

    Attributes:
        kind: Its class: `Image`, `CameraPerspective`, `Context`.
        name: Its own name.
        url: Its address.
        folder: Parts of the path of the context it, or the object that owns it, lies in.
        owner: Address of the object that owns it; empty for one in a context.
        block: What the file says of it.
        disabled: It, its owner or a context above it is switched off.
    """

    kind: str
    name: str
    url: str
    folder: Tuple[str, ...]
    owner: str
    block: Block
    disabled: bool

    @property
    def is_context(self) -> bool:
        """Whether it holds others rather than being one."""
        return self.kind in _FOLDERS


@dataclass(frozen=True)
class Timeline:
    """The project's frame range, from its preferences."""

    start: int
    end: int


@dataclass(frozen=True)
class Project:
    """One file.

    Attributes:
        version: Clarisse's major version, empty where the file does not tell.
        items: Every object and context, in the file's order.
        variables: The project's own variables.
        timeline: None where the file has no preferences.
        unknown: First words of top-level lines nobody here knows, with what follows.
        whole: Whether the preferences, which Clarisse writes last, are there.
        utf8: As in Parsed.
    """

    version: str
    items: Tuple[Item, ...]
    variables: Mapping[str, str]
    timeline: Optional[Timeline]
    unknown: Tuple[str, ...]
    whole: bool
    utf8: bool

    def by_url(self) -> Dict[str, Item]:
        """The items by address; the first where two share one."""
        found: Dict[str, Item] = {}
        for item in self.items:
            found.setdefault(item.url, item)
        return found


def read_project(parsed: Parsed, path: str) -> Generator[Progress, None, Project]:
    """What a parsed file means.

    Args:
        parsed: The file's tree.
        path: Its name, for errors and progress.

    Raises:
        SceneError: It ends before its first object.
    """
    tree = parsed.tree
    words = [line for line in tree.lines() if line[0] not in _HEADERS]
    unknown = ["%s %s" % (word, rest.strip()) for word, rest in words]
    unknown += ["%s %s{" % (block.word, block.header) for block in tree.blocks if _is_unknown(block)]
    preferences = tree.sub(PREFERENCES)
    items: List[Item] = []
    for item in _items(tree):
        items.append(item)
        if len(items) % _REPORT_EVERY == 0:
            yield Progress("objects", len(items), 0, "steps", path)
    if not items and preferences is None:
        raise cut_off(path, "it ends before its first object")
    return Project(
        version=tree.text("#Isotropix_Clarisse_Version"),
        items=tuple(items),
        variables=_variables(tree),
        timeline=_timeline(preferences),
        unknown=tuple(text.strip() for text in unknown),
        whole=preferences is not None,
        utf8=parsed.utf8,
    )


def whole_number(text: str) -> Optional[int]:
    """A number of the file as a frame or a count; None for what is none, or out of Clarisse's 32 bits."""
    try:
        number = int(float(text))
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < 1 << 31 else None


def address(text: str, near: Item) -> str:
    """The address that a name in an attribute of `near` means.

    Args:
        text: `.layer` is owned by the same object; `camera` and `lights/key` lie in the same context; `project://` and
            `build://project/` begin whole addresses. Others (`default://material`) stay.
        near: The object that holds the attribute.
    """
    for spelling, root in _SPELLINGS:
        if text.startswith(spelling):
            return root + text[len(spelling) :].lstrip("/")
    if "://" in text or not text:
        return text
    if text.startswith(".") and not text.startswith(("./", "..")):
        return (near.owner or near.url) + text
    parts = list(near.folder)
    for part in text.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return ROOT + "/".join(parts)


def _is_unknown(block: Block) -> bool:
    return block.word.startswith("#") and block.word != PREFERENCES


class _Visit(NamedTuple):
    block: Block
    folder: Tuple[str, ...]
    owner: str
    disabled: bool


def _items(tree: Block) -> Iterator[Item]:
    waiting = [_Visit(block, (), "", False) for block in reversed(tree.blocks)]
    while waiting:
        block, folder, owner, disabled = waiting.pop()
        if block.word == _OWNED:
            waiting += [_Visit(inner, folder, owner, disabled) for inner in reversed(block.blocks)]
            continue
        if not _CLASS.match(block.word) and not (block.word in _CAPITAL and block.label):
            continue
        item = _item(block, folder, owner, disabled)
        yield item
        inside = item.folder + (item.name,) if item.is_context else folder
        held: Sequence[Block] = block.blocks
        if not item.is_context:
            held = [inner for inner in block.blocks if inner.word == _OWNED]
        mine = "" if item.is_context else item.url
        waiting += [_Visit(inner, inside, mine, item.disabled) for inner in reversed(held)]


def _item(block: Block, folder: Tuple[str, ...], owner: str, disabled: bool) -> Item:
    name = block.text("name") or block.label
    url = owner + "." + name if owner else ROOT + "/".join(folder + (name,))
    off = disabled or any(block.flag(word) for word in _DISABLED)
    return Item(_CAPITAL.get(block.word, block.word), name, url, folder, owner, block, off)


def _variables(tree: Block) -> Dict[str, str]:
    """`NAME "string" "value"` in projects, `NAME { type "string" value "..." }` in build files."""
    found: Dict[str, str] = {}
    for block in tree.blocks:
        if block.word == _VARIABLES:
            for word, _ in block.lines():
                texts = block.values(word)
                if texts and word.isidentifier():
                    found[word] = texts[-1].text
            for inner in block.blocks:
                found[inner.word] = inner.text("value")
    return found


def _timeline(preferences: Optional[Block]) -> Optional[Timeline]:
    categories = preferences.sub("categories") if preferences is not None else None
    animation = categories.sub("animation") if categories is not None else None
    if animation is None:
        return None
    start, end = whole_number(animation.text("start_frame")), whole_number(animation.text("end_frame"))
    return Timeline(start, end) if start is not None and end is not None and start <= end else None


def short_names(items: Sequence[Item]) -> List[str]:
    """What an artist calls each: its name, or its address without the root where another has the same name."""
    count: Dict[str, int] = {}
    for item in items:
        count[item.name] = count.get(item.name, 0) + 1
    return [item.name if count[item.name] == 1 else item.url[len(ROOT) :] for item in items]
