"""maya.api.OpenMaya and maya.OpenMayaUI of the simulated Maya, as far as Farmhand uses them."""

# ruff: noqa: N802, N803, N815  the spelling is Maya's

from __future__ import annotations

import itertools
import types
from typing import Any, Callable, List

from . import facts

_ids = itertools.count(1)


class MFn:
    kTypedAttribute = 566


class MFnData:
    kString = 4
    kStringArray = 10


class MSceneMessage:
    kAfterNew = 2
    kAfterOpen = 6
    kAfterSave = 13
    kMayaExiting = 30


class Attribute:
    """An MObject of an attribute."""

    def __init__(self, name: str, kind: str) -> None:
        self.name = name
        self.kind = kind

    def hasFn(self, kind: int) -> bool:
        return kind == MFn.kTypedAttribute and self.kind in ("string", "stringArray")


class MFnTypedAttribute:
    def __init__(self, attribute: Attribute) -> None:
        if not attribute.hasFn(MFn.kTypedAttribute):
            raise RuntimeError("(kInvalidParameter): Object is incompatible with this method")
        self._attribute = attribute
        self.name = attribute.name
        self.array = False

    def attrType(self) -> int:
        return MFnData.kString if self._attribute.kind == "string" else MFnData.kStringArray


def module(maya: Any) -> types.ModuleType:
    """maya.api.OpenMaya of one Maya."""

    class MNodeClass:
        def __init__(self, type_name: str) -> None:
            if type_name not in maya.node_types():
                raise ValueError("%s is not a registered node type" % type_name)
            self.typeName = type_name

        def getAttributes(self) -> List[Attribute]:
            known = {name: one.kind for name, one in facts.attributes(self.typeName).items()}
            return [Attribute(*pair) for pair in dict(maya.set_somewhere(self.typeName), **known).items()]

    class SceneMessage(MSceneMessage):
        @staticmethod
        def addCallback(message: int, function: Callable[..., Any]) -> int:
            made = next(_ids)
            maya.callbacks[made] = (message, function)
            return made

    class MMessage:
        @staticmethod
        def removeCallback(number: int) -> None:
            if number not in maya.callbacks:
                raise RuntimeError("(kInvalidParameter): no such callback")
            del maya.callbacks[number]

    made = types.ModuleType("maya.api.OpenMaya")
    vars(made).update(
        MFn=MFn, MFnData=MFnData, MFnTypedAttribute=MFnTypedAttribute, MNodeClass=MNodeClass, MMessage=MMessage,
        MSceneMessage=SceneMessage,
    )  # fmt: skip
    return made


def qt_util(maya: Any) -> Any:
    """MQtUtil of one Maya."""

    class MQtUtil:
        @staticmethod
        def findControl(name: str) -> Any:
            widget = maya.widgets.get(name)
            return pointer(widget) if widget is not None else None

    return MQtUtil


def pointer(widget: Any) -> int:
    """A widget's C++ address."""
    from Qt import QtCompat

    found: Any = QtCompat.getCppPointer(widget)
    return int(found[0] if isinstance(found, tuple) else found)
