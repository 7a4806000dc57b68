"""The farm's warnings that only the open scene can give: each where it should, and not where it should not."""

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
    ("25010", '\tsetAttr ".an" yes;\n\tsetAttr ".ep" 1;\n', ""),
    ("25001", '\tsetAttr ".me" yes;\n', ""),
    ("25053", None, ""),
)


@pytest.mark.parametrize("code,settings,nodes", TOLD, ids=[row[0] for row in TOLD])
def test_the_farms_rules_are_told(maya, tmp_path, code, settings, nodes):
    path = tmp_path / ("it's.ma" if settings is None else "s.ma")
    path.write_text(ma.text(nodes, settings or ""))
    assert code in codes(real_maya.look(maya, str(path)))


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
    assert ("25040" in codes(real_maya.look(maya, str(tmp_path / "s.ma")))) is told


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
