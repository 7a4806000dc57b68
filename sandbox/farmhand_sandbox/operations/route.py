"""What a route is: the paths of an operation, what its body must hold, and the function that answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, Mapping, Tuple

from farmhand_sandbox.checks import Rules
from farmhand_sandbox.farm import Farm


@dataclass(frozen=True)
class Call:
    """One checked call.

    Args:
        farm: the farm that answers.
        body: the parsed JSON body, checked against the route's rules.
        port: port of this server, for answers that name it.
    """

    farm: Farm
    body: Mapping[str, Any]
    port: int


@dataclass(frozen=True)
class Route:
    """An operation: the path in use first, then those of older documents; the handler returns the envelope's data."""

    paths: Tuple[str, ...]
    handler: Callable[[Call], Any]
    rules: Rules


def route(handler: Callable[[Call], Any], *paths: str, **rules: Any) -> Route:
    """A route with its rules given by key."""
    table: Dict[str, Any] = dict(rules)
    return Route(paths, handler, table)
