"""What the operators share: a connection, and readers that take whatever the farm puts in an answer's place."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, Optional, Union

from farmhand.farm.connection import Connection

Number = Union[int, str]
"""A number of the farm's, which it takes as a number and its documents write as text now and then."""


class Operator:
    """A group of operations on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _call(self, name: str, **body: Any) -> Any:
        """Send the operation with what is not None."""
        return self._connection.call(name, {key: value for key, value in body.items() if value is not None})


def mapping(data: Any) -> Dict[str, Any]:
    """An object of an answer; an empty one in place of anything else."""
    return data if isinstance(data, dict) else {}


def records(data: Any) -> List[Dict[str, Any]]:
    """The objects of a list of an answer; none in place of anything else."""
    return [record for record in data if isinstance(record, dict)] if isinstance(data, list) else []


def whole(values: Iterable[Number]) -> List[int]:
    """Numbers as the farm wants them.

    Raises:
        ValueError: One is no whole number.
    """
    return [int(value) for value in values]


def some(values: Optional[Iterable[Any]]) -> Optional[List[Any]]:
    """A list with something in it; None in place of an empty one."""
    return (list(values) or None) if values is not None else None
