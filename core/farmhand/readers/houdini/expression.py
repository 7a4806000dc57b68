"""A small evaluator for hscript expressions: literals, variables, arithmetic, and the few functions scenes use for
frames and paths.

Safe by construction: nothing runs but what the tables here name, to a bounded depth. What it cannot do it says by
Unknown, with the reason; guessing would render the wrong frames.
"""

from __future__ import annotations

import math
import re
from typing import Callable, Dict, List, NamedTuple, Sequence, Tuple, Union

Result = Union[float, str]
Lookup = Callable[[str], Result]
"""Gives the value of `$NAME`, named without the sign; raises Unknown."""
Call = Callable[[Sequence[Result]], Result]

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)|(?P<variable>\$\{\w+\}|\$\w+)"
    r"|\"(?P<double>[^\"\\]*(?:\\.[^\"\\]*)*)\"|'(?P<single>[^'\\]*(?:\\.[^'\\]*)*)'"
    r"|(?P<name>[A-Za-z_]\w*)|(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/%^(),<>!]))",
    re.S,
)
_ESCAPE = re.compile(r"\\(.)", re.S)
_LONGEST = 20_000
_DEEPEST = 24
_LEVELS: Tuple[Tuple[str, ...], ...] = (
    ("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"), ("^",),
)  # fmt: skip
"""Operators that bind alike, the loosest first."""
_BINDS = {sign: level for level, signs in enumerate(_LEVELS) for sign in signs}


class UnknownError(Exception):
    """A value that cannot be told from the file. Its text is the reason, for a Tip's detail."""


class _Token(NamedTuple):
    kind: str
    text: str


def evaluate(text: str, lookup: Lookup, calls: Dict[str, Call], expand: Callable[[str], str]) -> Result:
    """The value of an expression.

    Args:
        text: The expression.
        lookup: Values of variables.
        calls: Further functions by name; they win over those here.
        expand: Puts variables into a string in double quotes.

    Raises:
        UnknownError: It holds what is not known here.
    """
    if len(text) > _LONGEST:
        raise UnknownError("the expression is too long")
    return _Parser(_tokens(text), lookup, {**FUNCTIONS, **calls}, expand).whole()


def _tokens(text: str) -> List[_Token]:
    found: List[_Token] = []
    at, text = 0, text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise UnknownError("it is no simple expression")
        found.append(_Token(match.lastgroup, match.group(match.lastgroup)))
        at = match.end()
    return found


def as_number(value: Result) -> float:
    """A result as a number.

    Raises:
        UnknownError: It is a text that is none.
    """
    if not isinstance(value, str):
        return float(value)
    try:
        return float(value) if value.strip() else 0.0
    except ValueError:
        raise UnknownError("%r is no number" % value[:40]) from None


def as_text(value: Result) -> str:
    """A result as a text, whole numbers without a point."""
    if isinstance(value, str):
        return value
    return str(int(value)) if math.isfinite(value) and value == int(value) else "%g" % value


class _Parser:
    def __init__(self, tokens: List[_Token], lookup: Lookup, calls: Dict[str, Call], expand: Callable[[str], str]):
        self._tokens = tokens
        self._at = 0
        self._lookup = lookup
        self._calls = calls
        self._expand = expand
        self._depth = 0

    def whole(self) -> Result:
        value = self._binary(0)
        if self._at < len(self._tokens):
            raise UnknownError("it is no simple expression")
        return value

    def _sign(self, signs: Tuple[str, ...]) -> str:
        if self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.kind == "sign" and token.text in signs:
                self._at += 1
                return token.text
        return ""

    def _binary(self, loosest: int) -> Result:
        """A value and the operators after it that bind at least as tightly as level `loosest`."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnknownError("the expression is nested too deeply")
        value = self._unary()
        level = self._level()
        while level >= loosest:
            sign = self._tokens[self._at].text
            self._at += 1
            other = self._binary(level + 1)
            try:
                value = _OPERATORS[sign](value, other)
            except (ValueError, OverflowError, ZeroDivisionError) as error:
                raise UnknownError("its result is no number") from error
            level = self._level()
        self._depth -= 1
        return value

    def _level(self) -> int:
        """How tightly the operator that comes next binds; -1 where none does."""
        if self._at < len(self._tokens) and self._tokens[self._at].kind == "sign":
            return _BINDS.get(self._tokens[self._at].text, -1)
        return -1

    def _unary(self) -> Result:
        signs = []
        sign = self._sign(("-", "+", "!"))
        while sign:
            signs.append(sign)
            sign = self._sign(("-", "+", "!"))
        value = self._primary()
        for sign in reversed(signs):
            number = as_number(value)
            value = {"-": -number, "+": number, "!": float(not number)}[sign]
        return value

    def _primary(self) -> Result:
        if self._at >= len(self._tokens):
            raise UnknownError("the expression ends early")
        kind, text = self._tokens[self._at]
        self._at += 1
        if kind == "number":
            return float(text)
        if kind == "variable":
            return self._lookup(text.strip("${}"))
        if kind == "double":
            return self._expand(_ESCAPE.sub(r"\1", text))
        if kind == "single":
            return _ESCAPE.sub(r"\1", text)
        if kind == "name":
            return self._call(text) if self._sign(("(",)) else text
        if text == "(":
            value = self._binary(0)
            if not self._sign((")",)):
                raise UnknownError("a parenthesis is not closed")
            return value
        raise UnknownError("it is no simple expression")

    def _call(self, name: str) -> Result:
        values: List[Result] = []
        if not self._sign((")",)):
            values.append(self._binary(0))
            while self._sign((",",)):
                values.append(self._binary(0))
            if not self._sign((")",)):
                raise UnknownError("a parenthesis is not closed")
        if name not in self._calls:
            raise UnknownError("%s() is not known here" % name)
        try:
            return self._calls[name](values)
        except (IndexError, TypeError, ValueError, OverflowError, ZeroDivisionError) as error:
            raise UnknownError("%s() does not take these values" % name) from error


def _add(one: Result, other: Result) -> Result:
    if isinstance(one, str) or isinstance(other, str):
        return as_text(one) + as_text(other)
    return one + other


_OPERATORS: Dict[str, Callable[[Result, Result], Result]] = {
    "||": lambda one, other: float(bool(as_number(one)) or bool(as_number(other))),
    "&&": lambda one, other: float(bool(as_number(one)) and bool(as_number(other))),
    "==": lambda one, other: float(one == other),
    "!=": lambda one, other: float(one != other),
    "<": lambda one, other: float(as_number(one) < as_number(other)),
    ">": lambda one, other: float(as_number(one) > as_number(other)),
    "<=": lambda one, other: float(as_number(one) <= as_number(other)),
    ">=": lambda one, other: float(as_number(one) >= as_number(other)),
    "+": _add,
    "-": lambda one, other: as_number(one) - as_number(other),
    "*": lambda one, other: as_number(one) * as_number(other),
    "/": lambda one, other: as_number(one) / as_number(other),
    "%": lambda one, other: math.fmod(as_number(one), as_number(other)),
    "^": lambda one, other: math.pow(as_number(one), as_number(other)),
}


def _numeric(function: Callable[..., float]) -> Call:
    return lambda values: float(function(*[as_number(value) for value in values]))


def _padded(values: Sequence[Result]) -> Result:
    width = min(int(as_number(values[0])), 64)
    return as_text(float(int(as_number(values[1])))).zfill(width)


def _padded_fraction(values: Sequence[Result]) -> Result:
    width, precision = (min(max(int(as_number(value)), 0), 64) for value in values[:2])
    number = as_number(values[2])
    whole = "%0*d" % (width, int(math.floor(number)))
    return whole + ("%.*f" % (precision, number - math.floor(number)))[1:] if precision else whole


FUNCTIONS: Dict[str, Call] = {
    "abs": _numeric(abs),
    "ceil": _numeric(math.ceil),
    "clamp": _numeric(lambda value, low, high: min(max(value, low), high)),
    "floor": _numeric(math.floor),
    "int": _numeric(math.trunc),
    "lock": _numeric(lambda value: value),
    "max": _numeric(max),
    "min": _numeric(min),
    "rint": _numeric(lambda value: math.floor(value + 0.5)),
    "round": _numeric(lambda value: math.floor(value + 0.5)),
    "trunc": _numeric(math.trunc),
    "frac": _numeric(lambda value: value - math.floor(value)),
    "if": lambda values: values[1] if as_number(values[0]) else values[2],
    "ifs": lambda values: as_text(values[1] if as_number(values[0]) else values[2]),
    "strcat": lambda values: as_text(values[0]) + as_text(values[1]),
    "strcmp": lambda values: float(
        (as_text(values[0]) > as_text(values[1])) - (as_text(values[0]) < as_text(values[1]))
    ),
    "tolower": lambda values: as_text(values[0]).lower(),
    "toupper": lambda values: as_text(values[0]).upper(),
    "padzero": _padded,
    "fpadzero": _padded_fraction,
}
"""hscript's own functions that need nothing of the scene."""
