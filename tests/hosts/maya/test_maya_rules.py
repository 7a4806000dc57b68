"""The farm's warnings about what a scene holds: by the open scene and by its file, and not where they should not be."""

import made_maya_scenes as ma
import pytest
import real_maya


def codes(scene):
    return [tip.code for tip in scene.tips]


TOLD = (
    ("25005", ma.ARNOLD, ma.node("aiOptions", "defaultArnoldRenderOptions", renderType=1)),
    ("25033", ma.ARNOLD, ma.node("aiOptions", "defaultArnoldRenderOptions", renderDevice=1)),
    ("25055", ma.ARNOLD, ma.node("aiAOVDriver", "defaultArnoldDriver", outputMode=0)),
    ("25056", ma.ARNOLD, ma.node("aiImagerDenoiserOptix", "denoiser")),
    ("25051", ma.ARNOLD, ""),
    ("25007", ma.VRAY, ma.node("VRaySettingsNode", "vraySettings", vrscene_on=True)),
    ("25022", ma.VRAY, ma.node("VRaySettingsNode", "vraySettings", productionEngine=2)),
    ("25027", ma.REDSHIFT, ma.node("RedshiftOptions", "redshiftOptions", irradianceCacheMode=2)),
    ("25028", ma.VRAY, ma.node("VRaySettingsNode", "vraySettings", globopt_gi_dontRenderImage=True)),
    ("25040", ma.VRAY, ma.node("VRaySettingsNode", "vraySettings", productionEngine=0)
     + ma.node("VRayRenderElement", "noise", vrayClassType="denoiserChannel")),
    ("25034", '\tsetAttr -l on ".preMel" -type "string" "";\n', ""),
    ("25034", '\tsetAttr -l on ".poam";\n', ""),
    ("25007", ma.VRAY, ma.node("VRaySettingsNode", "vraySettings", vrscon=True)),
    ("25028", ma.VRAY, ma.node("VRaySettingsNode", "vraySettings", gogdri=True)),
    ("25010", '\tsetAttr ".an" yes;\n\tsetAttr ".ep" 1;\n', ""),
    ("25001", '\tsetAttr ".me" yes;\n', ""),
    ("25053", None, ""),
)


@pytest.mark.parametrize("code,settings,nodes", TOLD, ids=[row[0] for row in TOLD])
def test_the_farms_rules_are_told(maya, tmp_path, code, settings, nodes):
    from farmhand_maya.rules import ONLY_LIVE

    path = tmp_path / ("it's.ma" if settings is None else "s.ma")
    path.write_text(ma.text(nodes, settings or ""))
    live, file = real_maya.look(maya, str(path)), real_maya.read(str(path))
    assert code in codes(live)
    assert (code in codes(file)) is (code not in ONLY_LIVE)
    told = [[tip for tip in scene.tips if tip.code == code] for scene in (live, file)]
    assert told[0] == told[1] or code in ONLY_LIVE


UNTOLD = (
    ("25034", '\tsetAttr -l off ".preMel" -type "string" "";\n', ""),
    ("25034", '\tsetAttr -l on ".prm" -type "string" "";\n', ""),
    ("25056", ma.VRAY, ma.node("aiImagerDenoiserOptix", "denoiser")),
    ("25040", ma.VRAY, ma.node("VRayRenderElement", "z", vrayClassType="zdepthChannel")),
    ("25040", ma.ARNOLD, ma.node("VRayRenderElement", "noise", vrayClassType="denoiserChannel")),
)


@pytest.mark.parametrize("code,settings,nodes", UNTOLD, ids=[row[0] for row in UNTOLD])
def test_a_rule_is_not_told_of_what_does_not_break_it(maya, tmp_path, code, settings, nodes):
    (tmp_path / "s.ma").write_text(ma.text(nodes, settings))
    for scene in (real_maya.look(maya, str(tmp_path / "s.ma")), real_maya.read(str(tmp_path / "s.ma"))):
        assert code not in codes(scene)


LAYER = 'createNode renderLayer -n "fog";\n\tsetAttr ".adjs[0].val" 1;\n'
LAYER_LINKS = 'connectAttr "renderLayerManager.rlmi[1]" "fog.rlid";\nconnectAttr "%s" "fog.adjs[0].plg";\n'


def test_a_rule_is_told_of_the_layer_that_breaks_it_by_the_file_too(maya, tmp_path):
    nodes = 'createNode aiOptions -n "defaultArnoldRenderOptions";\n\tsetAttr ".arnrt" 0;\n' + LAYER
    links = LAYER_LINKS % "defaultArnoldRenderOptions.arnrt"
    (tmp_path / "s.ma").write_text(ma.text(nodes, ma.ARNOLD, links))
    for scene in (real_maya.look(maya, str(tmp_path / "s.ma")), real_maya.read(str(tmp_path / "s.ma"))):
        (tip,) = [tip for tip in scene.tips if tip.code == "25005"]
        assert tip.details == ("fog: defaultArnoldRenderOptions.renderType",)


@pytest.mark.parametrize("engine,told", [(1, True), (2, False)])
def test_vrays_denoiser_is_told_on_processors_only(maya, tmp_path, engine, told):
    nodes = ma.node("VRaySettingsNode", "vraySettings", productionEngine=engine)
    nodes += ma.node("VRayRenderElement", "noise", vrayClassType="denoiserChannel")
    (tmp_path / "s.ma").write_text(ma.text(nodes, ma.VRAY))
    for scene in (real_maya.look(maya, str(tmp_path / "s.ma")), real_maya.read(str(tmp_path / "s.ma"))):
        assert [tip.details for tip in scene.tips if tip.code == "25040"] == ([("noise",)] if told else [])


def test_a_denoiser_is_told_where_one_layer_alone_renders_on_processors(maya, tmp_path):
    nodes = ma.node("VRaySettingsNode", "vraySettings", productionEngine=2)
    nodes += ma.node("VRayRenderElement", "noise", vrayClassType="denoiserChannel")
    nodes += 'createNode renderLayer -n "fog";\n\tsetAttr ".adjs[0].val" 0;\n'
    (tmp_path / "s.ma").write_text(ma.text(nodes, ma.VRAY, LAYER_LINKS % "vraySettings.productionEngine"))
    for scene in (real_maya.look(maya, str(tmp_path / "s.ma")), real_maya.read(str(tmp_path / "s.ma"))):
        assert "25040" in codes(scene)


@pytest.mark.parametrize("frames,told", [
    ("1-10;3,20,25-26", "1-10[3],20,25-26[1]"), ("7", "7"), ("1-3,2", "1-3[1],2"),
    ("", ""), ("10-1", ""), ("1 2", ""), ("1-5;0", ""), ("1.5", ""), ("1-9999999,3", ""),
])
def test_vrays_list_of_frames_is_what_renders(both, frames, told):
    vray = ma.node("VRaySettingsNode", "vraySettings", animType=2, animFrames=frames)
    scene = both(vray, ma.VRAY + '\tsetAttr ".an" yes;\n\tsetAttr ".ef" 24;\n')
    (target,) = scene.targets
    assert str(target.frames) == (told or "1-24[1]")
    assert target.animation
    (tip,) = [tip for tip in scene.tips if tip.code == "25004"]
    assert ("not read" in tip.message) is not bool(told)


def test_vray_writes_png_and_no_animation_unless_it_says_so(both):
    """`Animation` of Maya's own tab is not V-Ray's."""
    (target,) = both(ma.node("VRaySettingsNode", "vraySettings"), ma.VRAY + '\tsetAttr ".an" yes;\n').targets
    assert (target.format, target.animation, str(target.frames)) == ("png", False, "1")


@pytest.mark.parametrize("preference,variable,told", [
    (1, "", True), (0, "", False), (None, "", False), (1, "1", False), (0, "0", True),
])
def test_layers_of_the_other_system_are_told(maya, tmp_path, monkeypatch, preference, variable, told):
    monkeypatch.delenv("MAYA_ENABLE_LEGACY_RENDER_LAYERS", raising=False)
    if variable:
        monkeypatch.setenv("MAYA_ENABLE_LEGACY_RENDER_LAYERS", variable)
    if preference is not None:
        maya.options["renderSetupEnable"] = preference
    nodes = 'createNode renderLayer -n "fog";\n'
    (tmp_path / "s.ma").write_text(ma.text(nodes, links=ma.LEGACY))
    scene = real_maya.look(maya, str(tmp_path / "s.ma"))
    assert [tip.details for tip in scene.tips if tip.code == "20013"] == ([("fog",)] if told else [])


def test_a_plain_scene_breaks_no_rule(maya, tmp_path):
    path = tmp_path / "s.ma"
    path.write_text(ma.text(settings='\tsetAttr ".an" yes;\n\tsetAttr ".ep" 4;\n'))
    assert set(codes(real_maya.look(maya, str(path)))) <= {"20004"}
