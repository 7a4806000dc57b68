"""The simulated Clarisse answers what `farmhand_clarisse.api` says, and is as strange as Clarisse is described."""

import inspect
import os
import threading

import pytest
from both_ways import OURS
from clarisse_simulator import (
    Api as SimulatedApi,
    Application,
    Classes,
    Factory,
    Injected,
    Menu,
    Module,
    Part,
    Root,
    Variable,
    Variables,
)
from clarisse_simulator.items import (
    Array,
    Attribute,
    Class,
    Context,
    Item,
    Layer,
    Module as ImageModule,
    Nothing,
    Object,
    OfAttr,
)

PAIRS = {
    "Attribute": Attribute, "Item": Item, "Layer": Layer, "Module": ImageModule, "Object": Object, "Context": Context,
    "Array": Array, "Root": Root, "Class": Class, "Classes": Classes, "Variable": Variable, "Variables": Variables,
    "Factory": Factory, "Menu": Menu, "Application": Application, "Api": SimulatedApi, "Ix": Module,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(PAIRS))
def test_every_method_the_plugin_may_call_is_there_and_takes_the_same(name):
    from farmhand_clarisse import api

    promised = {
        key: one for key, one in vars(getattr(api, name)).items()
        if inspect.isfunction(one) and (key[0] != "_" or key == "__getitem__")
    }  # fmt: skip
    assert promised
    for key, one in promised.items():
        simulated = getattr(PAIRS[name], key)
        given = [argument.kind for argument in inspect.signature(one).parameters.values()]
        taken = inspect.signature(simulated).parameters.values()
        wide = any(argument.kind is argument.VAR_POSITIONAL for argument in taken)
        assert wide or len(given) == len(taken), key


def test_the_constants_are_there():
    from farmhand_clarisse import api

    assert set(api.Hints.__annotations__) <= set(vars(OfAttr))


def test_nothing_of_the_protocol_changes_the_project():
    from farmhand_clarisse import api

    words = {key for one in vars(api).values() if inspect.isclass(one) for key in vars(one)}
    assert not [word for word in words if word.startswith(("set_", "activate", "remove_item", "Make"))]
    assert "get_expression" in words


def test_an_empty_array_is_true(clarisse):
    array = clarisse.ix.api.OfObjectArray()
    clarisse.ix.application.get_factory().get_all_objects("Image", array)
    assert array and array.get_count() == 0


def test_what_is_missing_is_false(clarisse):
    clarisse.open(OURS[0])
    image = clarisse.project.of_class("Image")[0]
    assert not image.attribute_exists("nothing") and not image.get_attribute("nothing")
    assert not clarisse.ix.application.get_factory().get_vars().get("NOTHING")
    with pytest.raises(AttributeError):
        Nothing().get_string()


def test_logging_an_error_raises_unless_the_application_does_it(clarisse):
    clarisse.ix.application.log_error("one")
    with pytest.raises(RuntimeError):
        clarisse.ix.log_error("two")
    assert clarisse.told() == "one\ntwo"


def test_a_path_with_variables_is_told_as_it_is_at_the_present_frame(clarisse):
    clarisse.open(OURS[0], frame=7)
    waves = next(one for one in clarisse.project.objects if one.name == "waves_variable").attributes["filename"]
    assert waves[0].endswith("waves.0007.png") and os.path.isabs(waves[0])
    assert waves.is_expression_enabled() and waves.get_expression() == "$PDIR/textures/waves.$4F.png"


def test_what_changes_the_project_is_recorded(clarisse):
    clarisse.open(OURS[0])
    waves = next(one for one in clarisse.project.objects if one.name == "waves_variable").attributes["filename"]
    waves.activate_expression(False)
    clarisse.ix.cmds.MakeLocalContext(None)
    assert [name for name, _ in clarisse.recorder.mutations] == [
        "Attribute.activate_expression", "Commands.MakeLocalContext",
    ]  # fmt: skip


def test_calls_off_the_main_thread_raise(clarisse):
    raised = []

    def work():
        try:
            clarisse.ix.application.is_project_modified()
        except RuntimeError as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert raised


def test_an_exception_in_a_callback_ends_clarisse(clarisse):
    def broken():
        raise ValueError("broken")

    clarisse.ix.application.add_to_event_loop_single(broken, 0)
    assert not clarisse.run(lambda: False, 1)
    assert isinstance(clarisse.crashed, ValueError)


def test_a_call_can_be_made_to_fail(clarisse):
    clarisse.recorder.fail_at = 1
    with pytest.raises(Injected):
        clarisse.ix.application.get_version()


def test_everything_that_knows_its_clarisse_counts_its_calls():
    for one in Part.__subclasses__():
        own = [value for key, value in vars(one).items() if inspect.isfunction(value) and key[0] != "_"]
        assert all(hasattr(value, "is_call") or value.__name__ == "add_to_event_loop_single" for value in own), one
