"""Whatever Clarisse's API raises, wherever: the analysis ends, the user is told, Clarisse lives and is as it was."""

import os

import pytest
from both_ways import OURS, comparable
from clarisse_support import HEAD, TAIL, image, layer

from farmhand.errors import SceneError
from farmhand.scene.host import run

PROOF = bool(os.environ.get("FARMHAND_PROOF"))
STEPS = 60
"""How many places a run without FARMHAND_PROOF looks at."""


def outcome(host):
    """The Scene, or the error that the panel would show."""
    try:
        return run(host.analyse())
    except SceneError as error:
        assert error.advice and "injected" in str(error)
        return error


@pytest.mark.parametrize("path", OURS, ids=os.path.basename)
def test_an_exception_at_any_call_of_an_analysis_is_told_or_does_no_harm(clarisse, path):
    from farmhand_clarisse.host import ClarisseHost

    clarisse.open(path)
    before = clarisse.project.state()
    whole = comparable(run(ClarisseHost().analyse()))
    count = len(clarisse.recorder.calls)
    assert count > 100
    for fault in range(1, count + 1, 1 if PROOF else max(1, count // STEPS)):
        clarisse.recorder.calls.clear()
        clarisse.recorder.failed = 0
        clarisse.recorder.fail_at = fault
        found = outcome(ClarisseHost())
        assert clarisse.recorder.failed == 1
        if not isinstance(found, SceneError):
            told = [line for tip in found.tips if tip.code == "objects_unread" for line in tip.details]
            assert any("injected" in line for line in told) or comparable(found) == whole, fault
    assert clarisse.project.state() == before and clarisse.recorder.mutations == []


METHODS = (
    "Application.get_factory", "Application.get_current_project_filename", "Application.get_version",
    "Application.get_version_name", "Application.get_current_frame_range", "Application.get_use_ocio_config_file",
    "Factory.get_all_objects", "Factory.get_root", "Factory.get_classes", "Factory.get_vars", "Variables.get",
    "Root.resolve_all_contexts", "Classes.get_classes", "Api.OfObjectArray", "Api.OfContextSet", "Array.get_count",
    "Array.__getitem__", "Item.get_name", "Item.get_full_name", "Item.is_disabled", "Object.get_attribute_count",
    "Item.get_attribute", "Object.attribute_exists", "Object.get_class_name", "Object.get_module",
    "Context.is_reference",
    "Module.get_all_layers", "Layer.get_object", "Attribute.get_name", "Attribute.get_visual_hint",
    "Attribute.get_value_count", "Attribute.__getitem__", "Attribute.is_expression_enabled",
    "Attribute.is_expression_activated", "Attribute.get_expression", "Variable.get_string",
)  # fmt: skip


@pytest.mark.parametrize("name", METHODS)
def test_a_method_that_this_clarisse_does_not_have_is_told_or_does_no_harm(clarisse, tmp_path, name):
    """As in a version whose API differs: every call of it fails."""
    from farmhand_clarisse.host import ClarisseHost

    (tmp_path / "a.0001.png").write_bytes(b"x")
    body = 'TextureMapFile {\n name "t"\n filename "$SHOW/a.$4F.png"\n}\nContext "c" {\n}\n' + image("", layer())
    path = tmp_path / "s.project"
    variables = 'variables {\n SHOW "string" "$PDIR"\n}\n'
    path.write_bytes((HEAD + 'Context "scene" {\n%s\n}\n%s%s' % (body, variables, TAIL)).encode())
    clarisse.open(str(path))
    clarisse.version_name = "5.0"  # so that both are asked for
    whole = comparable(run(ClarisseHost().analyse()))
    assert name in clarisse.recorder.calls
    clarisse.recorder.failing = name
    host = ClarisseHost()
    found = outcome(host)
    assert clarisse.recorder.failed
    if not isinstance(found, SceneError):
        told = [line for tip in found.tips if tip.code == "objects_unread" for line in tip.details]
        assert any("injected" in line for line in told) or comparable(found) == whole


def test_what_the_panel_asks_never_raises(clarisse, caplog):
    from farmhand_clarisse.host import ClarisseHost

    clarisse.open(OURS[0])
    host = ClarisseHost()
    run(host.analyse())
    clarisse.recorder.failing = "Application.get_current_project_filename"
    assert host.scene_path() == OURS[0] and not host.is_modified()
    clarisse.recorder.failing = "Application.is_project_modified"
    assert host.is_modified(), "where nobody knows, the farm must not be sent what the artist does not see"
    assert "Clarisse does not say" in caplog.text and "which project is open" in clarisse.told()
