"""Objects, contexts and attributes of the simulated Clarisse, filled from a .project.

They answer as `ix` is described: arrays are true when empty, what is missing is false, a path with variables is an
expression whose value holds for one frame. Setters exist, and are recorded as changes.
"""

from __future__ import annotations

import re
from typing import Any, Callable, Dict, List, Optional, Sequence, Union

from .calls import Recorder, call, change

DEFAULT, OPEN, SAVE, FOLDER = 0, 20, 21, 22
"""Visual hints. The numbers are the simulator's own: nobody may rely on them."""


class OfAttr:
    """The class that holds the constants."""

    VISUAL_HINT_DEFAULT = DEFAULT
    VISUAL_HINT_FILENAME_OPEN = OPEN
    VISUAL_HINT_FILENAME_SAVE = SAVE
    VISUAL_HINT_FOLDER = FOLDER


class Nothing:
    """What is answered for something that is not there: false, and of no use."""

    def __bool__(self) -> bool:
        return False

    def __getattr__(self, name: str) -> Any:
        raise AttributeError("'NoneType' object has no attribute '%s'" % name)


class Array:
    """An array of `ix`: true even when it is empty."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.inside: List[Any] = []

    @call
    def get_count(self) -> int:
        return len(self.inside)

    @call
    def __getitem__(self, index: int) -> Any:
        return self.inside[index]


class Attribute:
    """One attribute.

    Args:
        name: Its name.
        values: What the file holds; numbers, switches, texts, objects.
        hint: Its visual hint.
        expression: By what it is computed.
        resolve: What a text with variables means at the present frame.
    """

    def __init__(
        self,
        recorder: Recorder,
        name: str,
        values: Sequence[Any],
        hint: int = DEFAULT,
        expression: str = "",
        resolve: Callable[[str], str] = str,
    ) -> None:
        self.recorder = recorder
        self.name = name
        self.values = list(values)
        self.hint = hint
        self.expression = expression
        self.resolve = resolve

    def text(self) -> str:
        """The text with variables that Clarisse calls an expression."""
        text = self.values[0] if len(self.values) == 1 and isinstance(self.values[0], str) else ""
        return text if re.search(r"\$\{?\w", text) else ""

    @call
    def get_name(self) -> str:
        return self.name

    @call
    def get_visual_hint(self) -> int:
        return self.hint

    @call
    def get_value_count(self) -> int:
        return len(self.values)

    @call
    def __getitem__(self, index: int) -> Any:
        value = self.values[index]
        return self.resolve(value) if isinstance(value, str) and self.hint != DEFAULT else value

    @call
    def is_expression_enabled(self) -> bool:
        return bool(self.expression or self.text())

    @call
    def is_expression_activated(self) -> bool:
        return bool(self.expression or self.text())

    @call
    def get_expression(self) -> str:
        return self.expression or self.text()

    @change
    def set_string(self, text: str) -> None:
        self.values = [text]

    @change
    def set_expression(self, text: str) -> None:
        self.expression = text

    @change
    def activate_expression(self, on: bool) -> None:
        """What peers do to see the text behind a value; it changes the project."""


class Item:
    """What objects and contexts have in common."""

    def __init__(self, recorder: Recorder, name: str, full_name: str, disabled: bool) -> None:
        self.recorder = recorder
        self.name = name
        self.full_name = full_name
        self.disabled = disabled
        self.attributes: Dict[str, Attribute] = {}

    @call
    def get_name(self) -> str:
        return self.name

    @call
    def get_full_name(self) -> str:
        return self.full_name

    @call
    def is_disabled(self) -> bool:
        return self.disabled

    @call
    def get_attribute(self, key: Union[int, str]) -> Any:
        if isinstance(key, int):
            return list(self.attributes.values())[key]
        return self.attributes.get(key, Nothing())


class Layer:
    """What a module says of one layer."""

    def __init__(self, recorder: Recorder, layer: Object) -> None:
        self.recorder = recorder
        self._layer = layer

    @call
    def get_object(self) -> Object:
        return self._layer


class Module:
    """An image's module."""

    def __init__(self, recorder: Recorder, layers: Sequence[Object]) -> None:
        self.recorder = recorder
        self._layers = layers

    @call
    def get_all_layers(self) -> List[Layer]:
        return [Layer(self.recorder, layer) for layer in self._layers]


class Object(Item):
    """An object."""

    def __init__(self, recorder: Recorder, kind: str, name: str, full_name: str, disabled: bool) -> None:
        super().__init__(recorder, name, full_name, disabled)
        self.kind = kind
        self.layers: List[Object] = []

    @call
    def get_attribute_count(self) -> int:
        return len(self.attributes)

    @call
    def attribute_exists(self, name: str) -> Optional[Attribute]:
        return self.attributes.get(name)

    @call
    def get_class_name(self) -> str:
        return self.kind

    @call
    def get_module(self) -> Module:
        return Module(self.recorder, self.layers)


class Context(Item):
    """A context."""

    def __init__(self, recorder: Recorder, name: str, full_name: str, disabled: bool, reference: bool) -> None:
        super().__init__(recorder, name, full_name, disabled)
        self.reference = reference

    @call
    def is_reference(self) -> bool:
        return self.reference


class Class:
    """A class of objects."""

    def __init__(self, recorder: Recorder, name: str, count: int) -> None:
        self.recorder = recorder
        self._name = name
        self._count = count

    @call
    def get_name(self) -> str:
        return self._name

    @call
    def get_attribute_count(self) -> int:
        return self._count
