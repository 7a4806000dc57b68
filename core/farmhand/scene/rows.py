"""Many records of one kind, such as the files of a scene, held so that Python's collector does not look through them.

A NamedTuple or a dataclass takes part in every full collection for as long as it lives: with a hundred thousand files
each one stops the window for a tenth of a second. A plain tuple of texts, numbers and such tuples takes part in its
first only. So plain ones are held, and a record is made for whoever asks for one.
"""

from __future__ import annotations

from functools import partial
from itertools import compress
from operator import itemgetter
from typing import Any, Iterable, Iterator, List, Sequence, Tuple, Type, TypeVar, Union, overload

Record = TypeVar("Record", bound="Tuple[Any, ...]")
_new: Any = tuple.__new__  # a third of the time of Asset()


class Rows(Sequence[Record]):
    """Records of one kind, in their order. Equal to a tuple or list of equal records.

    Args:
        kind: A NamedTuple whose fields hold texts, numbers and tuples of these.
        records: Records of this kind, or plain tuples of their fields.

    Attributes:
        kind: As given.
        plain: The fields of each record as a plain tuple. To be read only.
    """

    __slots__ = ("kind", "plain")

    def __init__(self, kind: Type[Record], records: Iterable[Tuple[Any, ...]] = ()) -> None:
        self.kind = kind
        self.plain: List[Tuple[Any, ...]] = _plain(records)

    def append(self, record: Tuple[Any, ...]) -> None:
        """One more at the end: for who gathers them."""
        self.plain.append(tuple(record))

    def extend(self, records: Iterable[Tuple[Any, ...]]) -> None:
        """More at the end: for who gathers them."""
        self.plain += _plain(records)

    def column(self, field: str) -> Iterator[Any]:
        """What one field holds in each record."""
        return map(itemgetter(self.kind._fields.index(field)), self.plain)  # type: ignore[attr-defined]  # of a NamedTuple

    def picked(self, flags: Iterable[object]) -> Rows[Record]:
        """Those records whose flag is true."""
        return Rows(self.kind, compress(self.plain, flags))

    def __len__(self) -> int:
        return len(self.plain)

    @overload
    def __getitem__(self, at: int) -> Record: ...

    @overload
    def __getitem__(self, at: slice) -> Rows[Record]: ...

    def __getitem__(self, at: Union[int, slice]) -> Union[Record, Rows[Record]]:
        if isinstance(at, slice):
            return Rows(self.kind, self.plain[at])
        record: Record = _new(self.kind, self.plain[at])
        return record

    def __iter__(self) -> Iterator[Record]:
        return map(partial(_new, self.kind), self.plain)

    def __contains__(self, record: object) -> bool:
        return record in self.plain

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Rows):
            return self.plain == other.plain
        if isinstance(other, (tuple, list)):
            return self.plain == list(other)
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]  # they can grow

    def __repr__(self) -> str:
        return "Rows(%s, %r)" % (self.kind.__name__, list(self))


def _plain(records: Iterable[Tuple[Any, ...]]) -> List[Tuple[Any, ...]]:
    if isinstance(records, Rows):
        return records.plain[:]
    return list(map(tuple, records))
