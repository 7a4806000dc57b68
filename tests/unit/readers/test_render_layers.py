"""Each layer renders what its settings, adjustments and overrides say together."""

from __future__ import annotations

from typing import Any, Dict, List, Tuple

import pytest

from farmhand.scene.model import RenderTarget, Scene

ANIMATED = '\tsetAttr ".an" yes;\n\tsetAttr ".fs" 1;\n\tsetAttr ".ef" 10;\n'
CAMERA = 'createNode transform -n "cam1";\ncreateNode camera -n "cam1Shape" -p "cam1";\n'


def _layer(scene: Scene, label: str) -> RenderTarget:
    return next(target for target in scene.targets if target.label == label)


def test_nothing_written_means_mayas_defaults(read: Any) -> None:
    target = read().targets[0]
    assert (target.name, target.label, target.kind) == ("defaultRenderLayer", "masterLayer", "legacy_layer")
    assert (str(target.frames), target.animation, target.enabled) == ("1", False, True)
    assert (target.width, target.height, target.renderer, target.format) == (960, 540, "mayaSoftware", "iff")
    assert (target.cameras, target.all_cameras) == (("persp",), ("front", "persp", "side", "top"))


def test_animation_without_a_range_is_one_to_ten(read: Any) -> None:
    assert str(read(settings='\tsetAttr ".an" yes;\n').targets[0].frames) == "1-10[1]"


def test_no_animation_is_the_current_frame(read: Any) -> None:
    target = read(settings=ANIMATED.replace(".an", ".xx") + 'select -ne :time1;\n\tsetAttr ".o" 537;\n').targets[0]
    assert (str(target.frames), target.animation) == ("537", False)


def test_fractions_of_frames_are_cut_off(read: Any) -> None:
    settings = '\tsetAttr ".an" yes;\n\tsetAttr ".fs" -5.9;\n\tsetAttr ".ef" -1.2;\n\tsetAttr ".bfs" 2.5;\n'
    assert str(read(settings=settings).targets[0].frames) == "-5--1[2]"


def test_a_range_that_ends_before_it_starts_is_told(read: Any) -> None:
    scene = read(settings='\tsetAttr ".an" yes;\n\tsetAttr ".fs" 20;\n\tsetAttr ".ef" 10;\n')
    assert str(scene.targets[0].frames) == "20-20[1]"
    assert [tip.details for tip in scene.tips if tip.code == "25052"] == [("masterLayer: 20-10",)]


def test_a_step_below_one_is_told(read: Any) -> None:
    scene = read(settings=ANIMATED + '\tsetAttr ".bfs" 0.5;\n')
    assert scene.targets[0].frames.step == 1
    assert "25032" in [tip.code for tip in scene.tips]


@pytest.mark.parametrize(
    "settings, ending",
    [
        ('\tsetAttr ".outf" 8;\n', "jpg"),
        ('\tsetAttr ".outf" 51;\n\tsetAttr ".imfkey" -type "string" "exr";\n', "exr"),
        ('\tsetAttr ".outf" 50;\n\tsetAttr ".imfkey" -type "string" "mayaAsciifile";\n', ""),
        ('\tsetAttr ".ren" -type "string" "arnold";\n\tsetAttr ".outf" 8;\n', "exr"),
        ('\tsetAttr ".ren" -type "string" "appleseed";\n', ""),
    ],
)
def test_the_format_follows_the_renderer(read: Any, settings: str, ending: str) -> None:
    assert read(settings=settings).targets[0].format == ending


@pytest.mark.parametrize(
    "translator, ending, deep", [("jpeg", "jpg", False), ("deepexr", "exr", True), ("png", "png", False)]
)
def test_arnold_writes_what_its_driver_says(read: Any, translator: str, ending: str, deep: bool) -> None:
    driver = 'createNode aiAOVDriver -s -n "defaultArnoldDriver";\n\tsetAttr ".ai_translator" -type "string" "%s";\n'
    target = read(driver % translator, '\tsetAttr ".ren" -type "string" "arnold";\n').targets[0]
    assert (target.format, target.deep) == (ending, deep)


def test_vray_has_its_own_size_prefix_and_format(read: Any) -> None:
    vray = (
        'createNode VRaySettingsNode -s -n "vraySettings";\n\tsetAttr ".fnprx" -type "string" "v/<Scene>";\n'
        '\tsetAttr ".imgfs" -type "string" "exr (deep)";\n\tsetAttr ".wi" 800;\n\tsetAttr ".he" 600;\n'
        '\tsetAttr ".animtp" 1;\n'
    )
    settings = '\tsetAttr ".ren" -type "string" "vray";\n\tsetAttr ".ifp" -type "string" "not this";\n'
    target = read(vray, settings).targets[0]
    assert (target.output, target.format, target.deep) == ("v/<Scene>", "exr", True)
    assert (target.width, target.height, target.animation) == (800, 600, True)


def test_redshift_has_its_own_format(read: Any) -> None:
    redshift = 'createNode RedshiftOptions -s -n "redshiftOptions";\n\tsetAttr ".imageFormat" 4;\n'
    target = read(redshift, '\tsetAttr ".ren" -type "string" "redshift";\n').targets[0]
    assert (target.format, target.deep) == ("tga", False)


def _legacy(name: str, index: int, adjustments: List[Tuple[str, str]]) -> Tuple[str, str]:
    body = 'createNode renderLayer -n "%s";\n' % name
    links = 'connectAttr "renderLayerManager.rlmi[%d]" "%s.rlid";\n' % (index, name)
    for number, (plug, value) in enumerate(adjustments):
        body += '\tsetAttr ".adjs[%d].val" %s;\n' % (number, value)
        links += 'connectAttr "%s" "%s.adjs[%d].plg";\n' % (plug, name, number)
    return body, links


def test_a_legacy_layer_has_its_adjustments(read: Any) -> None:
    body, links = _legacy(
        "fog",
        1,
        [
            (":defaultRenderGlobals.ren", '-type "string" "arnold"'),
            (":defaultRenderGlobals.ef", "5"),
            ("cam1Shape.rnd", "no"),
            (":defaultResolution.w", "100"),
        ],
    )
    scene = read(CAMERA + body, ANIMATED, links)
    fog, master = _layer(scene, "fog"), _layer(scene, "masterLayer")
    assert (fog.name, fog.kind, fog.renderer, fog.width) == ("fog", "legacy_layer", "arnold", 100)
    assert (str(fog.frames), fog.cameras) == ("1-5[1]", ("persp",))
    assert (str(master.frames), master.cameras, master.renderer) == ("1-10[1]", ("cam1", "persp"), "mayaSoftware")
    assert scene.layer_system == "legacy"


def test_a_scene_saved_in_another_layer_keeps_the_master_layers_values(read: Any) -> None:
    """The node holds the visible layer's value then; the master layer's is in its own adjustments."""
    body, links = _legacy("fog", 1, [(":defaultRenderGlobals.ef", "5")])
    body += "select -ne :defaultRenderLayer;\n"
    links += 'connectAttr ":defaultRenderGlobals.ef" "defaultRenderLayer.adjs[0].plg";\n'
    scene = read(
        body, ANIMATED.replace("10", "5") + 'select -ne :defaultRenderLayer;\n\tsetAttr ".adjs[0].val" 10;\n', links
    )
    assert str(_layer(scene, "masterLayer").frames) == "1-10[1]"
    assert str(_layer(scene, "fog").frames) == "1-5[1]"


def test_layers_come_in_the_managers_order_and_strangers_do_not_count(read: Any) -> None:
    second, second_links = _legacy("second", 2, [])
    first, first_links = _legacy("first", 1, [])
    stray = 'createNode renderLayer -n "stray";\ncreateNode renderLayer -n "ns:defaultRenderLayer";\n'
    scene = read(second + first + stray, "", second_links + first_links)
    assert [target.label for target in scene.targets] == ["masterLayer", "first", "second"]


def test_a_layer_that_is_off_is_off(read: Any) -> None:
    body, links = _legacy("fog", 1, [])
    assert not _layer(read(body + '\tsetAttr ".rndr" no;\n', "", links), "fog").enabled


SETUP = (
    'createNode renderSetup -n "renderSetup";\ncreateNode renderSetupLayer -n "fog";\n'
    'createNode renderLayer -n "rs_other_name";\n'
)
SETUP_LINKS = (
    'connectAttr "rs_other_name.msg" "fog.lrl";\nconnectAttr "renderSetup.lit" "fog.pls";\n'
    'connectAttr "renderLayerManager.rlmi[1]" "rs_other_name.rlid";\n'
)


def _node(kind: str, name: str, parent: str, values: Dict[str, str], added: str = "") -> Tuple[str, str]:
    body = 'createNode %s -n "%s";\n%s' % (kind, name, added)
    body += "".join('\tsetAttr ".%s" %s;\n' % pair for pair in values.items())
    return body, 'connectAttr "%s.lit" "%s.pls";\n' % (parent, name)


def _text(value: str) -> str:
    return '-type "string" "%s"' % value


def _setup(read: Any, *nodes: Tuple[str, str], links: str = "", settings: str = ANIMATED) -> Scene:
    body = CAMERA + SETUP + "".join(node[0] for node in nodes)
    scene: Scene = read(body, settings, SETUP_LINKS + "".join(node[1] for node in nodes) + links)
    return scene


def _unique(name: str, parent: str, attribute: str, value: str, **more: str) -> Tuple[str, str]:
    values = {"atr": _text(attribute), "tgName": _text("defaultRenderGlobals"), "atv": value}
    values.update(more)
    return _node("absUniqueOverride", name, parent, values)


def test_a_render_setup_layer_is_paired_by_connection(read: Any) -> None:
    scene = _setup(read)
    fog = _layer(scene, "fog")
    assert (fog.name, fog.kind, scene.layer_system) == ("rs_other_name", "render_setup_layer", "render_setup")


def test_unique_overrides_change_their_layer_alone(read: Any) -> None:
    collection = _node("renderSettingsCollection", "c", "fog", {})
    scene = _setup(read, collection, _unique("o", "c", "endFrame", "30"))
    assert str(_layer(scene, "fog").frames) == "1-30[1]"
    assert str(_layer(scene, "masterLayer").frames) == "1-10[1]"


@pytest.mark.parametrize("spelling", ["sen", "selfEnabled"])
@pytest.mark.parametrize("where", ["override", "collection", "group"])
def test_what_is_disabled_changes_nothing(read: Any, spelling: str, where: str) -> None:
    off = {spelling: "no"}
    scene = _setup(
        read,
        _node("group", "g", "fog", off if where == "group" else {}),
        _node("renderSettingsCollection", "c", "g", off if where == "collection" else {}),
        _unique("o", "c", "endFrame", "30", **(off if where == "override" else {})),
    )
    assert str(_layer(scene, "fog").frames) == "1-10[1]"


def test_nested_collections_count(read: Any) -> None:
    scene = _setup(
        read,
        _node("group", "g", "fog", {}),
        _node("renderSettingsCollection", "c", "g", {}),
        _node("renderSettingsChildCollection", "d", "c", {}),
        _unique("o", "d", "endFrame", "30"),
    )
    assert str(_layer(scene, "fog").frames) == "1-30[1]"


def test_the_later_of_two_overrides_wins_whatever_their_order_in_the_file(read: Any) -> None:
    scene = _setup(
        read,
        _node("renderSettingsCollection", "c", "fog", {}),
        _unique("late", "c", "endFrame", "40"),
        _unique("early", "c", "endFrame", "30"),
        links='connectAttr "early.nxt" "late.prv";\n',
    )
    assert str(_layer(scene, "fog").frames) == "1-40[1]"


def test_a_relative_override_counts_from_the_value_below(read: Any) -> None:
    values = {"atr": _text("endFrame"), "tgName": _text("defaultRenderGlobals"), "mul": "2", "ofs": "3"}
    scene = _setup(
        read, _node("renderSettingsCollection", "c", "fog", {}), _node("relUniqueOverride", "o", "c", values)
    )
    assert str(_layer(scene, "fog").frames) == "1-23[1]"


def test_a_value_that_is_not_written_is_the_added_default(read: Any) -> None:
    added = '\taddAttr -ci true -sn "atv" -ln "attrValue" -dv 2 -min 2 -at "long";\n'
    values = {"atr": _text("width"), "tgName": _text("defaultResolution")}
    scene = _setup(
        read, _node("renderSettingsCollection", "c", "fog", {}), _node("absUniqueOverride", "o", "c", values, added)
    )
    assert _layer(scene, "fog").width == 2


def test_an_override_that_connects_changes_no_value(read: Any) -> None:
    values = {"atr": _text("endFrame"), "tgName": _text("defaultRenderGlobals"), "atv": "30"}
    scene = _setup(
        read, _node("renderSettingsCollection", "c", "fog", {}), _node("connectionUniqueOverride", "o", "c", values)
    )
    assert str(_layer(scene, "fog").frames) == "1-10[1]"


@pytest.mark.parametrize(
    "selector, cameras",
    [
        ({"ssl": _text("|cam1|cam1Shape")}, ("persp",)),
        ({"ssl": _text("cam1Shape")}, ("persp",)),
        ({"ssl": _text("|persp|perspShape\\n|cam1|cam1Shape")}, ()),
        ({"pat": _text("cam*"), "tf": "2"}, ("persp",)),
        ({"pat": _text("cam*"), "tf": "1"}, ("cam1", "persp")),
        ({"pat": _text("*"), "tf": "7"}, ()),
        ({"pat": _text("*, -cam*"), "tf": "0"}, ("cam1",)),
        ({"pat": _text("::cam?Shape"), "tf": "2"}, ("persp",)),
        ({"pat": _text("*"), "tf": "4"}, ("cam1", "persp")),
    ],
)
def test_a_selector_names_cameras_or_matches_them(read: Any, selector: Dict[str, str], cameras: Any) -> None:
    """Missing `.atv` of a switch is off."""
    scene = _setup(
        read,
        _node("collection", "c", "fog", {}),
        _node("absOverride", "o", "c", {"atr": _text("renderable")}),
        (
            'createNode simpleSelector -n "s";\n'
            + "".join('\tsetAttr ".%s" %s;\n' % pair for pair in selector.items()),
            "",
        ),
        links='connectAttr "s.c" "c.sel";\n',
    )
    assert _layer(scene, "fog").cameras == cameras
    assert _layer(scene, "masterLayer").cameras == ("cam1", "persp")


def test_a_child_selector_looks_below_what_its_parent_selects(read: Any) -> None:
    scene = _setup(
        read,
        _node("collection", "c", "fog", {}),
        _node("collection", "d", "c", {}),
        _node("absOverride", "o", "d", {"atr": _text("renderable")}),
        ('createNode simpleSelector -n "s";\n\tsetAttr ".ssl" -type "string" "|cam1";\n', ""),
        ('createNode simpleSelector -n "t";\n\tsetAttr ".pat" -type "string" "*";\n\tsetAttr ".tf" 2;\n', ""),
        links='connectAttr "s.c" "c.sel";\nconnectAttr "t.c" "d.sel";\nconnectAttr "s.out" "t.in";\n',
    )
    assert _layer(scene, "fog").cameras == ("persp",)


def test_left_over_adjustments_do_not_count_beside_render_setup(read: Any) -> None:
    links = 'connectAttr ":defaultRenderGlobals.ef" "defaultRenderLayer.adjs[0].plg";\n'
    scene = _setup(
        read, links=links, settings=ANIMATED + 'select -ne :defaultRenderLayer;\n\tsetAttr ".adjs[0].val" 5;\n'
    )
    assert str(_layer(scene, "masterLayer").frames) == "1-10[1]"


def test_a_scene_saved_while_a_layer_was_visible_keeps_the_value_below_it(read: Any) -> None:
    applied = (
        'createNode applyAbsFloatOverride -n "apply1";\n\tsetAttr ".org" 10;\n'
        'createNode unitToTimeConversion -n "toTime";\n\tsetAttr ".cf" 250;\n',
        'connectAttr "apply1.o" "toTime.i";\nconnectAttr "toTime.o" ":defaultRenderGlobals.ef";\n',
    )
    scene = _setup(read, applied, settings=ANIMATED.replace("10", "99"))
    assert str(_layer(scene, "masterLayer").frames) == "1-10[1]"


def test_cameras_of_one_name_are_told_apart(read: Any) -> None:
    twice = "".join(
        'createNode transform -n "%s";\ncreateNode transform -n "cam" -p "%s";\n'
        'createNode camera -n "camShape" -p "|%s|cam";\n' % (group, group, group)
        for group in ("a", "b")
    )
    assert [name for name in read(twice).targets[0].all_cameras if "cam" in name] == ["a|cam", "b|cam"]
