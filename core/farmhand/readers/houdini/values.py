"""What a node's parameter is worth: channels evaluated, variables and backticks put in, at a frame or for all of them.

The value a channel left behind in the file is stale as often as not, so it is never trusted where the channel can be
evaluated; where it cannot, UnknownError says why and the caller decides.
"""

from __future__ import annotations

import os
import re
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from farmhand.paths import forward
from farmhand.readers.houdini import syntax
from farmhand.readers.houdini.expression import Call, Result, UnknownError, as_number, as_text, evaluate
from farmhand.readers.houdini.graph import Graph, Node
from farmhand.readers.houdini.syntax import Channel, Value

FRAME_TOKENS = {"F": "<f>", "SF": "<f>", "RF": "<f>", "FF": "<ff>", "SFF": "<ff>", "T": "<ff>", "ST": "<ff>"}
"""Variable that changes with the frame -> the token that `expand` takes for it."""
TILE_VARIABLES = frozenset(("UDIM", "U", "V"))

_VARIABLE = re.compile(r"(?<!\\)\$(?:\{(\w+)(?::(\w))?\}|([A-Za-z_]\w*)(?::([rhte])(?!\w))?)")
_FRAME = re.compile(r"^(F|SF|RF)(\d)$")
_BACKTICK = re.compile(r"(?<!\\)`([^`]*)`")
_ON_OFF = {"on": 1.0, "yes": 1.0, "true": 1.0, "off": 0.0, "no": 0.0, "false": 0.0}
_DEEPEST = 6
_LONGEST = 20_000
_MOST = 200_000
_MOST_IN_ALL = 30_000_000
_MORE_PER_NODE = 2_000
_CALL_COST = 20
"""Letters in one text, in one question with all it leads to, and in all of a scene; what any evaluation costs."""
_LITERAL_PYTHON = re.compile(r"\s*(?:return\s+)?(?:(-?\d+\.?\d*)|'([^'\\]*)'|\"([^\"\\]*)\")\s*\Z")
_LITERAL = re.compile(r"\"([^\"\\]*(?:\\.[^\"\\]*)*)\"\Z|'([^'\\]*)'\Z")
_REPEATS = re.compile(r"chs?\([\"']([^\"']+)[\"']\)\Z")
_INTERPOLATED = re.compile(r"^(?:bezier|linear|constant|qlinear|spline|cubic|quintic|ease\w*|match\w*|vmatch\w*)\(\)$")

ASSUMED: Mapping[Tuple[str, str], str] = {("filecache::2.0", "frame"): "FF", ("labs::filecache::2.0", "frame"): "FF"}
"""Node type and parameter that holds a script of its own -> the variable it comes to when nothing is clamped."""


class FrameNeededError(UnknownError):
    """The value is another one at each frame: ask with a frame."""


class Values:
    """Evaluates parameters of a graph.

    Args:
        graph: The scene.
        folder: The folder the scene file lies in now: `$HIP`.
        scene: The scene file's name.
        environment: Names and values of this machine's environment.
        overrides: What the take in force changes.

    Attributes:
        frame: The frame at which `$F` is evaluated; None leaves a token for `expand`.
    """

    def __init__(
        self,
        graph: Graph,
        folder: str,
        scene: str,
        environment: Mapping[str, str],
        overrides: Optional[Mapping[Tuple[str, str], Tuple[Value, ...]]] = None,
    ) -> None:
        self._graph = graph
        self._overrides = overrides or {}
        self.frame: Optional[float] = None
        self._depth = 0
        self._spent = self._spent_in_all = 0
        self._most_in_all = _MOST_IN_ALL + _MORE_PER_NODE * len(graph.nodes)
        start = graph.start
        self._numbers: Dict[str, float] = {
            "FSTART": start.first, "FEND": start.last, "RFSTART": start.range_first, "RFEND": start.range_last,
            "NFRAMES": start.last - start.first + 1, "FPS": start.fps, "PI": 3.141592653589793,
            "TSTART": (start.first - 1) / start.fps, "TEND": start.last / start.fps,
        }  # fmt: skip
        job = graph.variables.get("JOB", "").replace("\0", "")
        here = {
            "HIP": forward(folder), "HIPNAME": os.path.splitext(scene)[0], "HIPFILE": forward(folder) + "/" + scene,
            "JOB": job if job and os.path.isdir(job) else environment.get("JOB", job),
        }  # fmt: skip
        saved = {key: value for key, value in graph.variables.items() if not key.startswith("_HIP")}
        # What the saving machine's program was, this machine knows better.
        self.variables: Dict[str, str] = {**environment, **saved, **here}
        for name in ("HFS", "HSITE", "HOME", "TEMP", "HOUDINI_TEMP_DIR", "HH"):
            if name in environment:
                self.variables[name] = environment[name]
        if not self.variables["JOB"]:
            del self.variables["JOB"]

    def _spend(self, text: str) -> None:
        """Count the letters looked at: parameters that refer to each other a thousandfold would never end.

        Raises:
            UnknownError: It is too much.
        """
        cost = len(text) + _CALL_COST
        self._spent += cost
        self._spent_in_all += cost
        if len(text) > _LONGEST or self._spent > _MOST or self._spent_in_all > self._most_in_all:
            raise UnknownError("it takes too much to evaluate")

    def _begin(self) -> None:
        """Count anew where this is a question of its own, and not part of another's answer."""
        if not self._depth:
            self._spent = 0

    def parm(self, node: Node, name: str) -> Tuple[Value, ...]:
        """A parameter's components in the take in force; empty where the scene does not hold it."""
        return self._overrides.get((node.path, name)) or node.parms.get(name, ())

    def decides(self, node: Node, name: str) -> bool:
        """Whether a parameter is worth something else than its own text and channel say."""
        return (bool(self._overrides) and (node.path, name) in self._overrides) or (node.type, name) in ASSUMED

    def text(self, node: Node, name: str, component: int = 0) -> str:
        """A text parameter, evaluated.

        Raises:
            UnknownError: It cannot be told from the file.
        """
        self._begin()
        return as_text(self._component(node, name, component, True))

    def number(self, node: Node, name: str, component: int = 0) -> float:
        """A number parameter or switch, evaluated.

        Raises:
            UnknownError: It cannot be told from the file, or is no number.
        """
        self._begin()
        value = self._component(node, name, component, False)
        return _ON_OFF[value] if isinstance(value, str) and value in _ON_OFF else as_number(value)

    def written(self, node: Node, name: str, component: int = 0) -> str:
        """A text parameter as the artist wrote it, variables and all: where a channel holds a text or repeats another
        parameter, that text; the cached value where nothing else can be told."""
        for _ in range(_DEEPEST):
            values = self.parm(node, name)
            if component >= len(values):
                return ""
            value = values[component]
            pieces = node.channels.get(value.channel, ()) if value.channel else ()
            said = pieces[0].expression.strip() if len(pieces) == 1 and pieces[0].language == "hscript" else ""
            literal, repeats = _LITERAL.match(said), _REPEATS.match(said)
            if literal:
                return syntax.unescaped(literal.group(1) if literal.group(1) is not None else literal.group(2))
            if not repeats:
                return value.text
            try:
                node, name, component = self._found(node, repeats.group(1))
            except UnknownError:
                return value.text
        return ""

    def is_on(self, node: Node, name: str, otherwise: bool = False) -> bool:
        """A switch; `otherwise` where the scene does not hold it or it cannot be evaluated."""
        try:
            return bool(self.number(node, name))
        except UnknownError:
            return otherwise

    def expanded(self, node: Node, text: str) -> str:
        """A text with variables and backticks put in, as Houdini would for a parameter of this node.

        Raises:
            UnknownError: A variable has no value, or a backtick cannot be evaluated.
        """
        self._begin()
        self._spend(text)
        if "`" not in text:
            return self._put_variables(node, text)
        plain_and_inside = _BACKTICK.split(text)
        return "".join(
            as_text(self._evaluated(node, piece)) if at % 2 else self._put_variables(node, piece)
            for at, piece in enumerate(plain_and_inside)
        )

    def _component(self, node: Node, name: str, component: int, textual: bool) -> Result:
        if (node.type, name) in ASSUMED:
            return self._variable(node, ASSUMED[node.type, name])
        values = self.parm(node, name)
        if component >= len(values):
            raise UnknownError("%s has no parameter %s" % (node.path, name))
        value = values[component]
        if value.channel and value.channel in node.channels:
            return self._channel(node, node.channels[value.channel])
        if textual or "$" in value.text or "`" in value.text:
            return self._deeper(node, value.text, False)
        return value.text

    def _deeper(self, node: Node, text: str, expression: bool) -> Result:
        """Evaluate further down, to a bounded depth: parameters may refer to each other in circles."""
        if self._depth >= _DEEPEST:
            raise UnknownError("parameters refer to each other too deeply")
        self._depth += 1
        try:
            return self._evaluated(node, text) if expression else self.expanded(node, text)
        finally:
            self._depth -= 1

    def _channel(self, node: Node, channel: Channel) -> Result:
        said = {(segment.expression, segment.language) for segment in channel if segment.expression}
        if all(_INTERPOLATED.match(expression) for expression, _ in said):
            return _keyed(channel)
        if len(said) > 1:
            raise UnknownError("its expression changes over time")
        ((expression, language),) = said
        if language == "python":
            literal = _LITERAL_PYTHON.match(expression)
            if literal is None:
                raise UnknownError("it is a Python expression: %s" % _short(expression))
            number, single, double = literal.groups()
            return float(number) if number is not None else single if single is not None else double
        return self._deeper(node, expression, True)

    def _evaluated(self, node: Node, expression: str) -> Result:
        self._spend(expression)

        def lookup(name: str) -> Result:
            return self._variable(node, name)

        def expand(text: str) -> str:
            return self._put_variables(node, text)

        try:
            return evaluate(expression, lookup, self._calls(node), expand)
        except FrameNeededError:
            raise
        except UnknownError as error:
            why = "%s (%s)" % (error, _short(expression)) if self._depth <= 1 else str(error)
            raise type(error)(why) from error

    def _calls(self, node: Node) -> Dict[str, Call]:
        def one(values: Sequence[Result], textual: bool) -> Result:
            owner, name, component = self._found(node, as_text(values[0]))
            return self.text(owner, name, component) if textual else self.number(owner, name, component)

        def raw(values: Sequence[Result]) -> Result:
            owner, name, component = self._found(node, as_text(values[0]))
            return owner.text(name, component)

        def path(values: Sequence[Result]) -> str:
            return node.beside(as_text(values[0]) if values else ".")

        return {
            "ch": lambda values: one(values, False),
            "chs": lambda values: one(values, True),
            "chsraw": raw,
            "opname": lambda values: path(values).rpartition("/")[2],
            "opfullpath": path,
            "opdigits": lambda values: float((re.findall(r"\d+", path(values).rpartition("/")[2]) or ["0"])[-1]),
            "getenv": lambda values: self.variables.get(as_text(values[0]), ""),
            "oppwf": lambda values: node.parent,
        }

    def _found(self, node: Node, path: str) -> Tuple[Node, str, int]:
        """The node, parameter and component that `ch("../f2")` means."""
        place, _, name = path.rpartition("/")
        where = node.beside(place) if place else "/" if path.startswith("/") else node.path
        owner = self._graph.nodes.get(where)
        if owner is None:
            raise UnknownError("there is no node %s" % where)
        if (owner.type, name) in ASSUMED:
            return owner, name, 0
        found = owner.component(name)
        if found is None:
            raise UnknownError("%s has no parameter %s" % (where, name))
        return owner, found[0], found[1]

    def _variable(self, node: Node, name: str) -> Result:
        if name in FRAME_TOKENS:
            if self.frame is None:
                raise FrameNeededError("it changes with the frame")
            return self.frame if name not in ("T", "ST") else (self.frame - 1) / self._graph.start.fps
        if name == "OS":
            return node.name
        if name in self._numbers:
            return self._numbers[name]
        if name in self.variables:
            return self._put_variables(node, self.variables[name])
        raise UnknownError("$%s has no value" % name)

    def _put_variables(self, node: Node, text: str) -> str:
        if "$" not in text:
            return text
        self._spend(text)
        if self._depth >= _DEEPEST:
            raise UnknownError("variables refer to each other too deeply")
        self._depth += 1
        try:
            return _VARIABLE.sub(lambda found: self._put(node, found), text)
        finally:
            self._depth -= 1

    def _put(self, node: Node, found: re.Match[str]) -> str:
        name = found.group(1) or found.group(3)
        if name in TILE_VARIABLES:
            return "$" + name if name == "UDIM" else found.group(0)
        frame = _FRAME.match(name)
        base = frame.group(1) if frame else name
        if base in FRAME_TOKENS and self.frame is None:
            return FRAME_TOKENS[base]
        value = as_text(self._variable(node, base))
        if frame:
            value = as_text(as_number(value)).zfill(int(frame.group(2)))
        modifier = found.group(2) or found.group(4)
        return _MODIFIERS[modifier](value) if modifier in _MODIFIERS else value


_MODIFIERS = {
    "r": lambda value: os.path.splitext(value)[0],
    "e": lambda value: os.path.splitext(value)[1][1:],
    "h": lambda value: value.rpartition("/")[0],
    "t": lambda value: value.rpartition("/")[2],
}
"""csh's modifiers: `$HIPNAME:r`."""


def _keyed(channel: Channel) -> Result:
    """The value of keyframes that are all alike."""
    values: List[str] = [text for segment in channel for text in segment.values]
    numbers = {syntax.number(text) for text in values}
    if len(numbers) != 1:
        raise UnknownError("it is animated")
    (value,) = numbers
    return value if value is not None else 0.0


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else line[:97] + "..."
