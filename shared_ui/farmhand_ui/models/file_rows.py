"""The files of a scene as lines of a table, put into groups, order and filter: plain Python, in steps.

A hundred thousand lines are made and sorted while the window lives, so what is long here is a generator that yields.
And nothing is made for each line that Python's garbage collector would have to look through, which takes tens of
milliseconds: columns of numbers, and a FileRow for those lines only that somebody asks for.
"""

from __future__ import annotations

from array import array
from typing import Any, Callable, Dict, Generator, Iterator, List, NamedTuple, Optional, Sequence, Set, Tuple

from farmhand.job.assets import BY_USER, NOTHING_CHOSEN, AssetChoices
from farmhand.scene.model import Asset, Reference, Scene
from farmhand.scene.rows import Rows
from farmhand.transfer.ledger import Plan
from farmhand_ui.slicing import AT_A_TIME, in_order
from farmhand_ui.translations import tr, translatable
from farmhand_ui.wording import size_text

FILE, WHERE, KIND, SIZE, STATE = range(5)
HEADINGS = (
    translatable("File"),
    translatable("Used by"),
    translatable("Kind"),
    translatable("Size"),
    translatable("State"),
)
MISSING, CHANGED, TO_SEND, UNCHANGED, IGNORED = "missing", "changed", "to_send", "unchanged", "ignored"
STATES = {
    MISSING: translatable("missing"),
    CHANGED: translatable("changed"),
    TO_SEND: translatable("to send"),
    UNCHANGED: translatable("unchanged"),
    IGNORED: translatable("not sent"),
}
"""In the order of their groups: what wants attention first. Where files of one line differ, the first counts."""
GROUPS = {
    MISSING: translatable("Missing"),
    CHANGED: translatable("Changed since they were sent"),
    TO_SEND: translatable("To send"),
    UNCHANGED: translatable("On the farm already"),
    IGNORED: translatable("Not sent"),
}
KINDS = {
    "texture": translatable("texture"),
    "reference": translatable("reference"),
    "cache": translatable("cache"),
    "proxy": translatable("proxy"),
    "volume": translatable("volume"),
    "light": translatable("light"),
    "audio": translatable("audio"),
    "color": translatable("color"),
    "scene": translatable("scene"),
    "nested": translatable("inside a file"),
    "added": translatable("added"),
    "other": translatable("other"),
}
BY_STATE, BY_FOLDER, BY_NODE, FLAT = "state", "folder", "node", "flat"
GROUPINGS = {
    BY_STATE: translatable("By state"),
    BY_FOLDER: translatable("By folder"),
    BY_NODE: translatable("By node"),
    FLAT: translatable("Flat"),
}
_STATES = tuple(STATES)
_RANK = {state: rank for rank, state in enumerate(STATES)}
_LAST = "\uffff"


class FileRow(NamedTuple):
    """One line: a mention of files, a file that only another file mentions, or one that the user sends along.

    Attributes:
        pattern: As the scene writes it, or the file's path.
        path: The first file on this disk; empty where there is none.
        node, attribute: Who mentions it.
        kind: As `Reference.kind`, or `nested`, `added`.
        size: Bytes of all its files.
        files: How many.
        state: One of STATES.
        reason: Why it is in this state, where that can be told; an English text.
    """

    pattern: str
    path: str
    node: str
    attribute: str
    kind: str
    size: int
    files: int
    state: str
    reason: str

    @property
    def where(self) -> str:
        """Node and attribute."""
        return ".".join(part for part in (self.node, self.attribute) if part)


class Look(NamedTuple):
    """How the lines are shown.

    Attributes:
        grouping: One of GROUPINGS.
        wanted: Only lines whose file, node or kind holds this text, in small letters.
        column: By which they are sorted; -1 for the scene's own order.
        descending: Whether the largest comes first.
    """

    grouping: str = BY_STATE
    wanted: str = ""
    column: int = -1
    descending: bool = False


class FileTable:
    """All lines of a scene, in columns: its mentions of files first, then files that nobody mentions.

    Args:
        references: The scene's mentions.
        choices: What the user decided about files.
    """

    def __init__(self, references: Sequence[Reference] = (), choices: AssetChoices = NOTHING_CHOSEN) -> None:
        self.references = references
        self.choices = choices
        self.others = Rows(Asset)
        self.sizes = array("q")
        self.states = bytearray()
        self.added = 0
        """How many of the others the user sends along: the last ones."""

    def __len__(self) -> int:
        return len(self.states)

    def row(self, number: int) -> FileRow:
        """A line."""
        if number >= len(self.references):
            place = number - len(self.references)
            asset = self.others[place]
            kind = "added" if place >= len(self.others) - self.added else "nested"
            return FileRow(asset.path, asset.path, "", "", kind, asset.size, 1, self.state(number), "")
        reference = self.references[number]
        reason, files = reference.ignored, reference.files
        if reference.pattern in self.choices.ignored:
            reason = BY_USER
        elif reference.missing and reference.pattern in self.choices.found:
            files = tuple(asset.path for asset in self.choices.found[reference.pattern])
            reason = translatable("found in another folder")
        first = files[0] if files else ""
        size, state = self.sizes[number], self.state(number)
        who = (reference.node, reference.attribute, reference.kind)
        return FileRow(reference.pattern, first, *who, size, len(files), state, reason)

    def state(self, number: int) -> str:
        """A line's state."""
        return _STATES[self.states[number]]

    def pattern(self, number: int) -> str:
        """A line's text."""
        count = len(self.references)
        return self.references[number].pattern if number < count else self.others[number - count].path

    def node(self, number: int) -> str:
        """Who mentions a line's files."""
        return self.references[number].node if number < len(self.references) else ""

    def where(self, number: int) -> str:
        """Node and attribute."""
        return _where(self.references[number]) if number < len(self.references) else ""

    def kind(self, number: int) -> str:
        """A line's kind."""
        return self.references[number].kind if number < len(self.references) else self.row(number).kind

    def folder(self, number: int) -> str:
        """The folder that a line's files lie in, with forward slashes; empty for a name without one."""
        path = self.pattern(number)
        if number < len(self.references) and self.references[number].files:
            path = self.references[number].files[0]
        return path.replace("\\", "/").rpartition("/")[0]


class Arrangement(NamedTuple):
    """Lines in the order in which they show, under headings.

    Attributes:
        numbers: The lines, by their number in the table.
        keys: Of each heading what its lines have in common: a state, a folder, a node; empty for none.
        starts: Place in `numbers` of each heading's first line, and at the end how many lines there are.
        sizes, files: Bytes and files under each heading.
    """

    numbers: List[int]
    keys: List[str]
    starts: array[int]
    sizes: array[int]
    files: array[int]


NOTHING = Arrangement([], [], array("l", [0]), array("q"), array("q"))
Steps = Generator[None, None, Any]


def table_of(
    scene: Scene, choices: AssetChoices = NOTHING_CHOSEN, plan: Optional[Plan] = None
) -> Generator[None, None, FileTable]:
    """A line per mention of files, then one per file that no node mentions itself.

    Args:
        scene: As it was analysed.
        choices: What the user decided about its files.
        plan: What is on the farm already; None while that is not known.
    """
    sizes: Dict[str, int] = {}
    states: Dict[str, int] = {}
    for some in _parts(scene.assets):
        sizes.update(zip(some.column("path"), some.column("size")))
        yield
    for assets, state in _known(plan) if plan is not None else ():
        for some in _parts(assets):
            states.update(dict.fromkeys(some.column("path"), _RANK[state]))
            yield
    other = TO_SEND if plan is None else IGNORED  # what a plan does not know belongs to frames that do not render
    for some in _parts(scene.assets) if plan is not None else ():
        sizes.update([(path, 0) for path in some.column("path") if path not in states])
        yield
    table = FileTable(scene.references, choices)
    mentioned: Set[str] = set()
    for number, reference in enumerate(scene.references):
        if number % AT_A_TIME == 0:
            yield
        size, rank = _measured(reference, choices, sizes, states, _RANK[other])
        table.sizes.append(size)
        table.states.append(rank)
        mentioned.update(reference.files)
    mentioned.add(scene.path)
    for some in _parts(scene.assets):
        table.others.extend(some.picked([path not in mentioned for path in some.column("path")]))
        yield
    added = [asset for asset in choices.added if asset.path not in sizes]
    table.others.extend(added)
    table.added = len(added)
    table.sizes.extend(table.others.column("size"))
    table.states.extend([states.get(path, _RANK[other]) for path in table.others.column("path")])
    return table


def arranged(table: FileTable, look: Look) -> Generator[None, None, Arrangement]:
    """The lines under their headings, filtered and sorted; headings without lines are left out.

    Args:
        table: All lines.
        look: How they are to be shown.
    """
    numbers = yield from _narrowed(table, look.wanted)
    if look.column >= 0:
        keys = yield from _filled(numbers, len(table), _KEYS[look.column](table))
        numbers = yield from in_order(numbers, keys.__getitem__, look.descending)
    keys = yield from _filled(numbers, len(table), _GROUP_KEYS[look.grouping](table))
    if look.grouping != FLAT:
        numbers = yield from in_order(numbers, keys.__getitem__)
    made = Arrangement(numbers, [], array("l"), array("q"), array("q"))
    before = None
    for start in range(0, len(numbers), AT_A_TIME):
        for place in range(start, min(start + AT_A_TIME, len(numbers))):
            number = numbers[place]
            if keys[number] != before:
                before = keys[number]
                made.keys.append(before.rpartition("\0")[2])
                made.starts.append(place)
                made.sizes.append(0)
                made.files.append(0)
            made.sizes[-1] += table.sizes[number]
            made.files[-1] += _count(table, number)
        yield
    made.starts.append(len(numbers))
    return made


def laid_out(made: Arrangement, closed: Set[str], flat: bool) -> Generator[None, None, List[int]]:
    """What each row of the table shows: a line's number, or -1, -2, ... for the first, second, ... heading.

    Args:
        made: Lines under headings.
        closed: Keys of headings whose lines are hidden.
        flat: Without headings.
    """
    shown: List[int] = []
    size = 0
    for place, key in enumerate(made.keys):
        if not flat:
            shown.append(-1 - place)
        if flat or key not in closed:
            shown += made.numbers[made.starts[place] : made.starts[place + 1]]
        if len(shown) - size > AT_A_TIME:
            size = len(shown)
            yield
    return shown


def cell_text(row: FileRow, column: int) -> str:
    """What a cell shows."""
    if column == FILE:
        return row.pattern.replace("\\", "/")
    if column == KIND:
        return tr(KINDS.get(row.kind, row.kind))
    if column == SIZE:
        return size_text(row.size) if row.files else "–"
    if column == STATE:
        return tr(row.reason) if row.state == IGNORED and row.reason else tr(STATES[row.state])
    return row.where


def _text_key(text: Callable[[int], str]) -> Callable[[int], str]:
    """What a heading's lines are put together by: its text, after its small letters; no text comes last."""
    return lambda number: "\0".join((text(number).lower() or _LAST, text(number)))


_GROUP_KEYS: Dict[str, Callable[[FileTable], Callable[[int], str]]] = {
    BY_STATE: lambda table: lambda number: "\0".join((str(table.states[number]), table.state(number))),
    BY_FOLDER: lambda table: _text_key(table.folder),
    BY_NODE: lambda table: _text_key(table.node),
    FLAT: lambda table: lambda number: "",
}


def _kind_key(table: FileTable) -> Callable[[int], object]:
    texts = {kind: tr(text).lower() for kind, text in KINDS.items()}
    return lambda number: texts.get(table.kind(number), table.kind(number))


_KEYS: Dict[int, Callable[[FileTable], Callable[[int], object]]] = {
    FILE: lambda table: lambda number: table.pattern(number).lower(),
    WHERE: lambda table: lambda number: table.where(number).lower(),
    KIND: _kind_key,
    SIZE: lambda table: table.sizes.__getitem__,
    STATE: lambda table: table.states.__getitem__,
}
"""What lines are compared by: the texts shown, but bytes for the size, and what wants attention for the state."""


def _measured(
    reference: Reference, choices: AssetChoices, sizes: Dict[str, int], states: Dict[str, int], other: int
) -> Tuple[int, int]:
    """Bytes that travel and state, as a rank, of a mention; `other` is the state of files without one."""
    files = reference.files
    if reference.pattern in choices.ignored:
        return sum([sizes.get(path, 0) for path in files]), _RANK[IGNORED]
    if reference.missing:
        found = choices.found.get(reference.pattern, ())
        return sum([asset.size for asset in found]), _RANK[TO_SEND if found else MISSING]
    if reference.ignored or not files:
        return 0, _RANK[IGNORED]
    if len(files) == 1:
        return sizes.get(files[0], 0), states.get(files[0], other)
    rank = min([states.get(path, other) for path in files])
    return sum([sizes.get(path, 0) for path in files]), rank


def _known(plan: Plan) -> Tuple[Tuple[Rows[Asset], str], ...]:
    return (plan.unchanged, UNCHANGED), (plan.changed, CHANGED), (plan.new, TO_SEND)


def _count(table: FileTable, number: int) -> int:
    if number >= len(table.references):
        return 1
    reference = table.references[number]
    return len(reference.files) or len(table.choices.found.get(reference.pattern, ()))


def _where(reference: Reference) -> str:
    return ".".join(part for part in (reference.node, reference.attribute) if part)


def _parts(assets: Rows[Asset]) -> Iterator[Rows[Asset]]:
    for start in range(0, len(assets), AT_A_TIME):
        yield assets[start : start + AT_A_TIME]


def _narrowed(table: FileTable, wanted: str) -> Generator[None, None, List[int]]:
    """The lines whose text, first file, node or kind holds what is wanted."""
    if not wanted:
        return list(range(len(table)))
    kinds = {kind for kind, text in KINDS.items() if wanted in tr(text).lower()}
    references, numbers = table.references, []
    for number in range(len(table)):
        if number % AT_A_TIME == 0:
            yield
        if number < len(references):
            reference = references[number]
            fits = (
                wanted in reference.pattern.lower()
                or wanted in _where(reference).lower()
                or reference.kind in kinds
                or (bool(reference.files) and wanted in reference.files[0].lower())
            )
        else:
            fits = wanted in table.pattern(number).lower() or table.kind(number) in kinds
        if fits:
            numbers.append(number)
    return numbers


def _filled(
    numbers: Sequence[int], size: int, value: Callable[[int], object]
) -> Generator[None, None, List[Any]]:
    """A list that holds a value at each of these places; equal texts are kept once."""
    values: List[Any] = [None] * size
    once: Dict[Any, Any] = {}
    for place, number in enumerate(numbers):
        if place % AT_A_TIME == 0:
            yield
        found = value(number)
        values[number] = once.setdefault(found, found)
    return values
