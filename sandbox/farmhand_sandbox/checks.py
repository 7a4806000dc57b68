"""What a body must look like: one small rule per key, as data beside each route.

The farm answers 601 for what is missing and 600 for what has the wrong type or value. True and
False are no integers here, though Python would let them pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, FrozenSet, Mapping, Optional, Tuple

from farmhand_sandbox.refusal import illegal, missing

_MAX_INTEGER = 2**53


@dataclass(frozen=True)
class Rule:
    """One key of a body.

    Args:
        types: names of accepted types: integer, string, list.
        required: whether it must be there.
        items: for a list, the type of its items.
        allowed: the accepted values, where they are few.
        low, high: bounds of an integer.
    """

    types: Tuple[str, ...]
    required: bool = True
    items: Optional[str] = None
    allowed: Optional[FrozenSet[Any]] = None
    low: int = -_MAX_INTEGER
    high: int = _MAX_INTEGER

    def accepts(self, value: Any) -> bool:
        if not any(_is(value, name) for name in self.types):
            return False
        if isinstance(value, list):
            return self.items is None or all(_is(item, self.items) for item in value)
        if isinstance(value, int) and not self.low <= value <= self.high:
            return False
        return self.allowed is None or value in self.allowed


_TYPES: Dict[str, type] = {"integer": int, "string": str, "list": list}


def _is(value: Any, name: str) -> bool:
    if not isinstance(value, _TYPES[name]) or isinstance(value, bool):
        return False
    return not isinstance(value, int) or -_MAX_INTEGER <= value <= _MAX_INTEGER


Rules = Mapping[str, Rule]

INTEGER = Rule(("integer",))
STRING = Rule(("string",))
TEXT = Rule(("string",), required=False)
NUMBER = Rule(("integer",), required=False)
LIST = Rule(("list",), required=False)
TASK_ID = Rule(("integer",))
TASK_IDS = Rule(("list",), items="integer")
STATUSES = Rule(("list",), required=False, items="integer")
IDS = Rule(("list",), required=False, items="integer")
PAGE_NUMBER = Rule(("integer",), required=False, low=1)
PAGE_SIZE = Rule(("integer",), required=False, low=1, high=10_000)


def one_of(*values: Any, required: bool = True) -> Rule:
    """A rule for a key with few accepted values, all of one type."""
    kind = "integer" if isinstance(values[0], int) else "string"
    return Rule((kind,), required=required, allowed=frozenset(values))


def check(body: Mapping[str, Any], rules: Rules) -> None:
    """Raise Refusal 601 or 600 for the first key that is not right; unknown keys are no matter."""
    for key, rule in rules.items():
        if key not in body or body[key] is None:
            if rule.required:
                raise missing(key)
        elif not rule.accepts(body[key]):
            raise illegal(
                f"{key} must be {' or '.join(rule.types)}"
                + (" of allowed value" if rule.allowed else "")
            )
