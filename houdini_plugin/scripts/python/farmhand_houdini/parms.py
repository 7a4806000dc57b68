"""Parameters of the open scene in the form that the file reader gives those of a file: raw texts and expressions.

Nothing is set and nothing cooks: raw values and keyframes are asked for, and a value is evaluated only where `safety`
has found that this cannot start a cook.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Dict, FrozenSet, Iterator, Mapping, Tuple

import hou

from farmhand.readers.houdini.syntax import Channel, Segment, Value
from farmhand_houdini import safety

if TYPE_CHECKING:
    from farmhand_houdini.operators import Operator

_new: Any = tuple.__new__  # a third of the time of Value(): there may be a hundred thousand
_NO_EXPRESSION = re.compile(r"[\w+\-. ]*\Z")
"""What a plain number, switch or menu token looks like; anything else is asked for its keyframes."""


class Parms(Mapping[str, Tuple[Value, ...]]):
    """A node's parameters by the name of their tuple, each asked once, when somebody wants it.

    Args:
        operator: The node.
        remembered: What the scene's file has for its parameters, for values that only a cook could tell.
        single: Tuples of its type with one component, which Houdini gives by one call instead of three.
    """

    __slots__ = ("_operator", "_remembered", "_single", "_known")

    def __init__(
        self, operator: Operator, remembered: Mapping[str, Tuple[Value, ...]], single: FrozenSet[str] = frozenset()
    ) -> None:
        self._operator = operator
        self._remembered = remembered
        self._single = single
        self._known: Dict[str, Tuple[Value, ...]] = {}

    def __getitem__(self, name: str) -> Tuple[Value, ...]:
        found = self._known.get(name)
        if found is None:
            found = self._ask(name)
        if not found:
            raise KeyError(name)
        return found

    def get(self, name: str, default: Any = None) -> Any:  # noqa: D102
        found = self._known.get(name)
        if found is None:
            found = self._ask(name)
        return found or default

    def text(self, name: str) -> str:
        """A parameter's first component as written; empty where there is none."""
        if name in self._single and not self._remembered and name not in self._known:
            try:
                parm = self._operator.parm(name)
                raw = parm.rawValue() if parm is not None else None
            except hou.ObjectWasDeleted:
                return ""
            if raw is not None and _NO_EXPRESSION.match(raw):
                return raw  # asked for once, as a switch is; no need to keep it
        found = self.get(name)
        return found[0].text if found else ""

    def _ask(self, name: str) -> Tuple[Value, ...]:
        """A parameter's components; none where there is no such parameter, or no such node any more."""
        try:
            parm = self._operator.parm(name) if name in self._single else None
            if parm is not None:
                found: Tuple[Value, ...] = (value(parm),)
            else:
                parms = self._operator.parmTuple(name)
                found = tuple([value(one) for one in parms]) if parms is not None else ()
        except hou.ObjectWasDeleted:  # by the artist, since the node was seen
            found = ()
        if self._remembered and name in self._remembered:
            last = self._remembered[name]
            found = tuple([_or(one, last[at:]) for at, one in enumerate(found)])
        self._known[name] = found
        return found

    def __contains__(self, name: object) -> bool:
        if name in self._known:
            return bool(self._known[str(name)])
        try:
            return self._operator.parmTuple(str(name)) is not None
        except hou.ObjectWasDeleted:
            return False

    def __iter__(self) -> Iterator[str]:
        return iter([parms.name() for parms in self._operator.parmTuples()])

    def __len__(self) -> int:
        return len(self._operator.parmTuples())


class Channels(Mapping[str, Channel]):
    """What drives a node's components, by the component's name."""

    def __init__(self, operator: Operator) -> None:
        self._operator = operator

    def __getitem__(self, name: str) -> Channel:
        try:
            parm = self._operator.parm(name)
            keys = parm.keyframes() if parm is not None else ()
        except hou.ObjectWasDeleted:
            raise KeyError(name) from None
        if not keys:
            raise KeyError(name)
        return tuple([_segment(key) for key in keys])

    def __iter__(self) -> Iterator[str]:
        return iter([parm.name() for parms in self._operator.parmTuples() for parm in parms if parm.keyframes()])

    def __len__(self) -> int:
        return sum(1 for _ in self)


def value(parm: hou.Parm) -> Value:
    """One component: its raw text, or what it comes to now and the channel that drives it.

    Empty for what cannot be evaluated.
    """
    raw = parm.rawValue()
    if _NO_EXPRESSION.match(raw) or not parm.keyframes():
        told: Value = _new(Value, (raw, ""))
        return told
    return Value(safety.evaluated(parm), parm.name())


def _or(told: Value, last: Tuple[Value, ...]) -> Value:
    return Value(last[0].text, told.channel) if told.channel and not told.text and last else told


def _segment(key: hou.BaseKeyframe) -> Segment:
    language = "python" if key.expressionLanguage() == hou.exprLanguage.Python else "hscript"
    values: Tuple[str, ...] = ()
    if isinstance(key, hou.Keyframe) and key.isValueSet():
        values = ("%.17g" % key.value(),)
    return Segment(0.0, values, key.expression(), language)
