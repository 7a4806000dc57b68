"""Layers of made scenes, and the names of their pictures, as Maya's host sees them and as the reader does."""

import made_maya_scenes as ma
import pytest


def test_a_legacy_layer_changes_what_it_adjusts(both):
    nodes = 'createNode renderLayer -n "fog";\n\tsetAttr ".adjs[0].val" 24;\n\tsetAttr ".adjs[1].val" 0;\n'
    scene = both(nodes, '\tsetAttr ".an" yes;\n\tsetAttr ".ef" 12;\n', ma.LEGACY)
    master, fog = scene.targets
    assert (str(master.frames), master.cameras) == ("1-12[1]", ("persp",))
    assert (str(fog.frames), fog.cameras) == ("1-24[1]", ())
    assert scene.layer_system == "legacy"


def test_a_visible_layer_does_not_colour_the_master(both):
    """While a legacy layer is shown, the master keeps the values below it in adjustments of its own."""
    nodes = 'createNode renderLayer -n "fog";\n\tsetAttr ".adjs[0].val" 24;\n\tsetAttr ".adjs[1].val" 1;\n'
    master = 'createNode renderLayer -n "defaultRenderLayer";\n\tsetAttr ".adjs[0].val" 12;\n'
    manager = 'createNode renderLayerManager -n "renderLayerManager";\n' + master + ma.LINK
    links = ma.LEGACY + 'connectAttr "defaultRenderGlobals.ef" "defaultRenderLayer.adjs[0].plg";\n'
    scene = both(nodes, '\tsetAttr ".an" yes;\n\tsetAttr ".ef" 24;\n', links, manager=manager)
    assert [str(target.frames) for target in scene.targets] == ["1-12[1]", "1-24[1]"]


SETUP = """createNode renderSetup -n "renderSetup";
createNode renderSetupLayer -n "fog";
createNode renderLayer -n "rs_fog";
createNode renderSettingsCollection -n "settings";
createNode simpleSelector -n "settingsSelector";
createNode absUniqueOverride -n "endFrame";
\taddAttr -ci true -sn "atv" -ln "attrValue" -at "time";
\tsetAttr ".atr" -type "string" "endFrame";
\tsetAttr ".tgName" -type "string" "defaultRenderGlobals";
\tsetAttr ".atv" 48;
createNode applyAbsOverride -n "endFrame_apply";
\tsetAttr ".org" 12;
"""
SETUP_LINKS = """connectAttr "renderLayerManager.rlmi[1]" "rs_fog.rlid";
connectAttr "rs_fog.msg" "fog.lrl";
connectAttr "renderSetup.lit" "fog.pls";
connectAttr "fog.lit" "settings.pls";
connectAttr "settingsSelector.c" "settings.sel";
connectAttr "settings.lit" "endFrame.pls";
connectAttr "endFrame_apply.out" "defaultRenderGlobals.ef";
"""


CONVERTED = 'connectAttr "endFrame_apply.out" "converted.i";\nconnectAttr "converted.o" "defaultRenderGlobals.ef";\n'


@pytest.mark.parametrize("converted", [False, True], ids=["direct", "through a unit conversion"])
def test_a_visible_render_setup_layer_does_not_colour_the_others(both, maya, converted):
    links, nodes = SETUP_LINKS, SETUP
    if converted:
        links = links.replace('connectAttr "endFrame_apply.out" "defaultRenderGlobals.ef";\n', CONVERTED)
        nodes += 'createNode unitToTimeConversion -n "converted";\n'
    scene = both(nodes, '\tsetAttr ".an" yes;\n\tsetAttr ".ef" 48;\n', links)
    assert [(target.label, str(target.frames)) for target in scene.targets] == [
        ("masterLayer", "1-12[1]"),
        ("fog", "1-48[1]"),
    ]
    assert "editRenderLayerGlobals" not in [name for name, _, _ in maya.calls]


NAMED = '\tsetAttr ".an" yes;\n\tsetAttr ".ef" 3;\n\tsetAttr ".pff" yes;\n\tsetAttr ".ep" 4;\n'


@pytest.mark.parametrize(
    "settings, name",
    [
        ("", "s.0001.iff"),
        ('\tsetAttr ".peie" 2;\n', "s_0001.iff"),
        ('\tsetAttr ".pff" no;\n', "s.iff.0001"),
        ('\tsetAttr ".ofc" 1;\n', "s.0001"),
        ('\tsetAttr ".ofc" 2;\n\tsetAttr ".ofe" -type "string" "z";\n', "s.0001.z"),
        ('\tsetAttr ".me" yes;\n\tsetAttr ".se" 101;\n\tsetAttr ".be" 5;\n', "s.0101.iff"),
        (
            '\tsetAttr ".rv" -type "string" "v7";\n\tsetAttr ".ifp" -type "string" "<Scene>_<Version>";\n',
            "s_v7.0001.iff",
        ),
    ],
)
def test_pictures_are_named_as_the_settings_say(both, settings, name):
    (target,) = both(settings=NAMED + settings).targets
    assert target.pictures == (name,)


def test_each_layer_numbers_its_pictures_as_it_says(both):
    nodes = 'createNode renderLayer -n "fog";\n\tsetAttr ".adjs[0].val" 2;\n\tsetAttr ".adjs[1].val" yes;\n'
    nodes += '\tsetAttr ".adjs[2].val" 50;\n'
    links = 'connectAttr "renderLayerManager.rlmi[1]" "fog.rlid";\n'
    for number, attribute in enumerate(("ep", "me", "se")):
        links += 'connectAttr "defaultRenderGlobals.%s" "fog.adjs[%d].plg";\n' % (attribute, number)
    master, fog = both(nodes, NAMED, links).targets
    assert (master.pictures, fog.pictures) == (("masterLayer/s.0001.iff",), ("fog/s.50.iff",))
    assert (master.renumber, fog.renumber) == (False, True)


RENDERMAN = '\tsetAttr ".ren" -type "string" "renderman";\n\tsetAttr ".an" yes;\n\tsetAttr ".fs" %d;\n'
DISPLAY = 'createNode rmanDisplay -s -n "rmanDefaultDisplay";\ncreateNode d_%s -n "driver";\n'
DISPLAY_LINK = 'connectAttr "driver.msg" ":rmanDefaultDisplay.displayType";\n'


def renderman(both, start=1, driver="openexr", more="", links="", **settings):
    nodes = ma.node("rmanGlobals", "rmanGlobals", **settings) + DISPLAY % driver + more
    return both(nodes, RENDERMAN % start + '\tsetAttr ".ef" 20;\n', DISPLAY_LINK + links)


@pytest.mark.parametrize("start, driver, settings, name", [
    (1, "openexr", {}, "s_v001_t01/s__perspShape_beauty.0001.exr"),  # as recorded of RenderMan for Maya 24
    (7, "tiff", {"version": 12, "take": 3}, "s_v012_t03/s__perspShape_beauty.0007.tif"),
    (7, "png", {"imageFileFormat": "a/<aov>_<f>.<ext>", "imageOutputDir": "<ws>/images"}, "a/beauty_7.png"),
    (-7, "png", {"imageFileFormat": "<scene>.<f4>.<ext>", "imageOutputDir": "<ws>/images/"}, "s.-0007.png"),
    (1, "openexr", {"imageFileFormat": "<jobid>.<f4>.<ext>"}, None),
    (1, "openexr", {"imageOutputDir": "/shows/x"}, None),
    (1, "null", {}, None),
])
def test_renderman_names_pictures_by_its_own_globals(both, start, driver, settings, name):
    (target,) = renderman(both, start, driver, **settings).targets
    assert target.pictures == ((name,) if name else ())
    assert target.output == ""  # the farm wants Maya's own prefix


def test_renderman_names_no_picture_of_a_layer_whose_name_there_is_not_known(both):
    more, links = 'createNode renderLayer -n "fog";\n', 'connectAttr "renderLayerManager.rlmi[1]" "fog.rlid";\n'
    master, fog = renderman(both, more=more, links=links).targets
    assert (len(master.pictures), fog.pictures) == (1, ())
    master, fog = renderman(both, more=more, links=links, imageFileFormat="<scene>.<f4>.<ext>").targets
    assert fog.pictures == master.pictures == ("s_v001_t01/s.0001.exr",)


@pytest.mark.parametrize("renderer, told", [("vray", False), ("renderman", False), ("arnold", True)])
def test_mayas_padding_is_told_of_who_names_pictures_by_it(both, renderer, told):
    nodes = ma.node("VRaySettingsNode", "vraySettings", animType=1) if renderer == "vray" else ""
    settings = '\tsetAttr ".ren" -type "string" "%s";\n\tsetAttr ".an" yes;\n' % renderer
    assert ("25010" in [tip.code for tip in both(nodes, settings).tips]) is told
