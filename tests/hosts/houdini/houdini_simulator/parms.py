"""Parameters of the simulated Houdini: raw values and keyframes from the .hip, evaluation by the reader's evaluator."""

# ruff: noqa: N802, N803, N815, N816  the spelling is Houdini's

from __future__ import annotations

import re
from typing import Any, Iterator, List, Optional, Tuple

from farmhand.readers.houdini import syntax, tables
from farmhand.readers.houdini.expression import UnknownError

from .strict import EnumValue, OperationFailed, enumeration, strict

parmTemplateType = enumeration(
    "parmTemplateType", "Button", "Data", "Float", "Folder", "FolderSet", "Int", "Label", "Menu", "Ramp", "Separator",
    "String", "Toggle",
)  # fmt: skip
stringParmType = enumeration("stringParmType", "FileReference", "NodeReference", "NodeReferenceList", "Regular")
exprLanguage = enumeration("exprLanguage", "Hscript", "Python")

COOKING = re.compile(r"\b(npoints|nprims|point|prim|detail|bbox|centroid|geometry|stage|cook)\s*\(")
_WORD = re.compile(r"[A-Za-z_]\w*\Z")
_MENUS = ("trange", "override_camerares", "slice_type", "filemode", "filemethod")


@strict
class ParmTemplate:
    def __init__(self, kind: EnumValue) -> None:
        self._kind = kind

    def type(self) -> EnumValue:
        return self._kind


@strict
class StringParmTemplate(ParmTemplate):
    def __init__(self, is_file: bool) -> None:
        super().__init__(parmTemplateType.String)
        self._string = stringParmType.FileReference if is_file else stringParmType.Regular

    def stringType(self) -> EnumValue:
        return self._string


@strict
class MenuParmTemplate(ParmTemplate):
    def __init__(self, tokens: Tuple[str, ...]) -> None:
        super().__init__(parmTemplateType.Menu)
        self._tokens = tokens

    def menuItems(self) -> Tuple[str, ...]:
        return self._tokens


def template_of(name: str, texts: List[str]) -> ParmTemplate:
    """What a parameter's template must be, told from all the values that nodes of one type have for it."""
    if all(text in ("on", "off") for text in texts):
        return ParmTemplate(parmTemplateType.Toggle)
    if all(syntax.number(text) is not None for text in texts):
        whole = all(syntax.number(text) == int(syntax.number(text) or 0) for text in texts)
        return ParmTemplate(parmTemplateType.Int if whole else parmTemplateType.Float)
    if name in _MENUS and all(map(_WORD.match, texts)):
        return ParmTemplate(parmTemplateType.Menu)
    endings = {tables.ending_of(text) for text in texts}
    return StringParmTemplate(name.lower() in tables.INPUT_NAMES or bool(endings & set(tables.KINDS)))


@strict
class BaseKeyframe:
    def __init__(self, segment: syntax.Segment) -> None:
        self._segment = segment

    def expression(self) -> str:
        return self._segment.expression

    def expressionLanguage(self) -> EnumValue:
        return exprLanguage.Python if self._segment.language == "python" else exprLanguage.Hscript


@strict
class Keyframe(BaseKeyframe):
    def isValueSet(self) -> bool:
        return bool(self._segment.values)

    def value(self) -> float:
        if not self._segment.values:
            raise OperationFailed("The keyframe has no value.")
        return float(self._segment.values[0])


@strict
class StringKeyframe(BaseKeyframe):
    pass


@strict
class Parm:
    """One component."""

    def __init__(self, node: Any, whole: str, index: int, value: syntax.Value) -> None:
        self._node = node
        self._whole = whole
        self._index = index
        self._value = value

    def name(self) -> str:
        return self._node._component_name(self._whole, self._index)

    def path(self) -> str:
        return self._node._path + "/" + self._node._component_name(self._whole, self._index)

    def node(self) -> Any:
        return self._node

    def tuple(self) -> ParmTuple:
        return ParmTuple(self._node, self._whole)

    def componentIndex(self) -> int:
        return self._index

    def parmTemplate(self) -> ParmTemplate:
        return self._node._template(self._whole)

    def isSpare(self) -> bool:
        return False

    def keyframes(self) -> Tuple[BaseKeyframe, ...]:
        return tuple([self._made(segment) for segment in self._segments()])

    def rawValue(self) -> str:
        segments = self._segments() if self._value.channel else ()
        return segments[0].expression if segments else self._value.text

    def unexpandedString(self) -> str:
        if self._node._template(self._whole).type() is not parmTemplateType.String:
            raise OperationFailed("Not a string parameter.")
        if self._segments():
            raise OperationFailed("The parameter has keyframes.")
        return self._value.text

    def isTimeDependent(self) -> bool:
        return self._text(1.0) != self._text(2.0)

    def evalAsString(self) -> str:
        return self._text(self._node._houdini.frame)

    def evalAsStringAtFrame(self, frame: float) -> str:
        return self._text(frame)

    def eval(self) -> Any:
        return self.evalAtFrame(self._node._houdini.frame)

    def evalAtFrame(self, frame: float) -> Any:
        text = self._text(frame)
        kind = self._node._template(self._whole).type()
        if kind is parmTemplateType.String:
            return text
        template = self._node._template(self._whole)
        if isinstance(template, MenuParmTemplate) and text in template.menuItems():
            return template.menuItems().index(text)
        number = {"on": 1.0, "off": 0.0}.get(text, syntax.number(text))
        if number is None:
            return 0
        return number if kind is parmTemplateType.Float else int(number)

    def set(self, value: Any) -> None:
        self._node._houdini.mutations.append(("set", self._node._path + "/" + self._whole, value))

    def setExpression(self, expression: str, language: Any = None) -> None:
        self._node._houdini.mutations.append(("setExpression", self._node._path + "/" + self._whole, expression))

    def deleteAllKeyframes(self) -> None:
        self._node._houdini.mutations.append(("deleteAllKeyframes", self._node._path + "/" + self._whole, None))

    def _made(self, segment: syntax.Segment) -> BaseKeyframe:
        text = self._node._template(self._whole).type() is parmTemplateType.String
        return (StringKeyframe if text else Keyframe)(segment)

    def _segments(self) -> syntax.Channel:
        if not self._value.channel:
            return ()
        return self._node._source.channels.get(self._value.channel, ())

    def _text(self, frame: float) -> str:
        houdini = self._node._houdini
        for segment in self._segments():
            if COOKING.search(segment.expression):
                houdini.mutations.append(("cook", self._node._path, segment.expression))
            if segment.expression in houdini.answers:
                answer = houdini.answers[segment.expression]
                return str(answer(frame) if callable(answer) else answer)
            if segment.language == "python" and ("pdg." in segment.expression or not self._value.text):
                raise OperationFailed("Unable to evaluate expression (Python: %s)." % segment.expression)
        if COOKING.search(self._value.text) and "`" in self._value.text:
            houdini.mutations.append(("cook", self._node._path, self._value.text))
        values = houdini.values
        values.frame = frame
        try:
            return values.text(self._node._source, self._whole, self._index)
        except UnknownError:
            return self._value.text if self._value.channel else ""
        finally:
            values.frame = None


@strict
class ParmTuple:
    """A parameter with its components."""

    def __init__(self, node: Any, name: str) -> None:
        self._node = node
        self._name = name

    def __len__(self) -> int:
        return len(self._node._raw(self._name))

    def __getitem__(self, index: int) -> Parm:
        return Parm(self._node, self._name, index, self._node._raw(self._name)[index])

    def __iter__(self) -> Iterator[Parm]:
        return iter([Parm(self._node, self._name, at, value) for at, value in enumerate(self._node._raw(self._name))])

    def name(self) -> str:
        return self._name

    def node(self) -> Any:
        return self._node

    def parmTemplate(self) -> ParmTemplate:
        return self._node._template(self._name)

    def isSpare(self) -> bool:
        return False

    def isMultiParmParent(self) -> bool:
        return False

    def set(self, value: Any) -> None:
        self._node._houdini.mutations.append(("set", self._node._path + "/" + self._name, value))


def component_name(value: syntax.Value, whole: str, index: int, count: int) -> str:
    """`f2` for the second component of `f`: its channel's name, or by what such parameters are called."""
    if value.channel:
        return value.channel
    if count == 1:
        return whole
    if whole in ("f", "res_override", "slicediv"):
        return whole + "123"[index] if whole == "f" else whole + "xyz"[index]
    return whole + ("xyzw"[index] if count <= 4 else str(index + 1))


def found(parm: Optional[Parm]) -> Parm:
    """The parameter, which must be there."""
    if parm is None:
        raise OperationFailed("Invalid parm.")
    return parm
