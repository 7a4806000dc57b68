"""What Farmhand uses of Clarisse's Python API, `ix`, as types: there are no published stubs.

Each member is known from the vendor's own scripts or from public code that drives the program; docs/unproven.md says
what nobody here has seen. The simulator in tests/hosts/clarisse implements exactly this. Two habits of `ix` to mind:
its arrays are true when they are empty, and what is not there is answered with something false, seldom with an
exception.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Iterator, Optional, Sequence, Union, cast

if TYPE_CHECKING:
    from typing import Protocol  # novm  only mypy comes here
else:
    Protocol = object  # Python 3.7 has none; nothing here is looked at while the program runs


class Attribute(Protocol):
    """One attribute of an object or context (OfAttr). There are setters; nothing here knows them."""

    def get_name(self) -> str:
        """Its name."""

    def get_visual_hint(self) -> int:
        """What the attribute editor shows it as: one of OfAttr's VISUAL_HINT constants."""

    def get_value_count(self) -> int:
        """How many values it has."""

    def __getitem__(self, index: int) -> Any:
        """A value as Python's own type; an object or its address where it refers to one."""

    def is_expression_enabled(self) -> bool:
        """Whether it has an expression."""

    def is_expression_activated(self) -> bool:
        """Whether that expression is in use."""

    def get_expression(self) -> str:
        """The expression; for paths this is the text with its variables (`$PDIR/a.$4F.png`)."""


class Item(Protocol):
    """What objects and contexts have in common (OfItem)."""

    def get_name(self) -> str:
        """Its own name."""

    def get_full_name(self) -> str:
        """Its address."""

    def is_disabled(self) -> bool:
        """Whether it is switched off itself."""

    def get_attribute(self, key: Union[int, str]) -> Optional[Attribute]:
        """An attribute by its place or name."""


class Layer(Protocol):
    """What a module says of one of its layers."""

    def get_object(self) -> Object:
        """The layer's object."""


class Module(Protocol):
    """What computes an object; here an image's (ModuleImage)."""

    def get_all_layers(self) -> Sequence[Layer]:
        """Every layer of the image."""


class Object(Item, Protocol):
    """An object (OfObject)."""

    def get_attribute_count(self) -> int:
        """How many attributes it has."""

    def attribute_exists(self, name: str) -> Optional[Attribute]:
        """The attribute of that name, or something false."""

    def get_class_name(self) -> str:
        """Its class: `Image`, `CameraPerspective` ..."""

    def get_module(self) -> Module:
        """What computes it."""


class Context(Item, Protocol):
    """A folder of objects (OfContext)."""

    def is_reference(self) -> bool:
        """Whether its content comes from another file."""


class Array(Protocol):
    """An array of `ix`, which is true even when it is empty."""

    def get_count(self) -> int:
        """Its length."""

    def __getitem__(self, index: int) -> Any:
        """One of its members."""


class Root(Protocol):
    """The context above all others."""

    def resolve_all_contexts(self, found: Array) -> None:
        """Fill in every context of the project."""


class Class(Protocol):
    """A class of objects (OfClass)."""

    def get_name(self) -> str:
        """Its name."""

    def get_attribute_count(self) -> int:
        """How many attributes its objects have from birth."""


class Classes(Protocol):
    """The registry of classes."""

    def get_classes(self) -> Sequence[Class]:
        """All of them."""


class Variable(Protocol):
    """A variable such as PDIR."""

    def get_string(self) -> str:
        """Its value."""


class Variables(Protocol):
    """The registry of variables."""

    def get(self, name: str) -> Optional[Variable]:
        """A variable, or something false."""


class Factory(Protocol):
    """What holds the open project (OfFactory)."""

    def get_all_objects(self, class_name: str, found: Array) -> None:
        """Fill in every object of a class and of those made from it."""

    def get_root(self) -> Root:
        """The context above all others."""

    def get_classes(self) -> Classes:
        """The registry of classes."""

    def get_vars(self) -> Variables:
        """The registry of variables."""


class Menu(Protocol):
    """The main menu; `>` parts the levels."""

    def add_command(self, path: str) -> Any:
        """Make a submenu."""

    def add_command_as_script(self, language: str, path: str, script: str) -> Any:
        """Make an entry that runs a text."""

    def remove_all_commands(self, path: str) -> Any:
        """Empty a submenu."""


class Application(Protocol):
    """The running program."""

    def get_factory(self) -> Factory:
        """What holds the open project."""

    def get_main_menu(self) -> Menu:
        """The main menu; only with windows."""

    def get_current_project_filename(self) -> str:
        """The open project's file; empty where it was never saved."""

    def is_project_modified(self) -> bool:
        """Whether there are changes that are not in the file."""

    def save_project(self, path: str) -> Any:
        """Write the project."""

    def get_version(self) -> str:
        """Such as `5.0.0.14`."""

    def get_version_name(self) -> str:
        """Such as `5.0_SP14`."""

    def get_current_frame_range(self) -> Sequence[float]:
        """First and last frame of the timeline."""

    def get_use_ocio_config_file(self) -> bool:
        """Whether colours come from an OpenColorIO file of the user's."""

    def get_ocio_config_file(self) -> str:
        """Which."""

    def add_to_event_loop_single(self, callback: Callable[[], None], delay: int = 0) -> None:
        """Call back once, from the main loop, after `delay` milliseconds; the delay is known since SP10."""

    def check_for_events(self) -> None:
        """Do what waits in the main loop, once."""

    def log_info(self, message: str) -> None:
        """A line in the log."""

    def log_error(self, message: str) -> None:
        """A line in the log, as an error. Unlike `ix.log_error` it does not raise."""


class Hints(Protocol):
    """The constants of OfAttr that are used here."""

    VISUAL_HINT_FILENAME_OPEN: int
    VISUAL_HINT_FILENAME_SAVE: int
    VISUAL_HINT_FOLDER: int


class Api(Protocol):
    """`ix.api`."""

    OfAttr: Hints

    def OfObjectArray(self) -> Array:  # noqa: N802
        """An empty array of objects."""

    def OfContextSet(self) -> Array:  # noqa: N802
        """An empty array of contexts."""


class Ix(Protocol):
    """The module `ix`."""

    application: Application
    api: Api

    def is_gui_application(self) -> bool:
        """Whether there are windows (`clarisse`), or none (`cnode`)."""

    def load_project(self, path: str) -> Any:
        """Open a project."""


def ix() -> Ix:
    """The running Clarisse's API.

    Raises:
        ImportError: This Python does not run inside Clarisse.
    """
    import ix as module  # noqa: PLC0415  there is none before Clarisse runs

    return cast(Ix, module)


def members(array: Array) -> Iterator[Any]:
    """What is in an array of `ix`, which cannot be trusted to be false when it is empty."""
    for place in range(array.get_count()):
        yield array[place]
