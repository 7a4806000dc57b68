"""A scene's analysis goes on inside the files it names."""

from farmhand.readers import open_scene
from farmhand.scene.host import run

STAND_IN = 'createNode aiStandIn -n "standIn1";\n\tsetAttr ".dso" -type "string" "{}";\n'


def test_a_texture_inside_a_proxy_inside_a_scene_travels(tmp_path, first_light):
    texture = tmp_path / "bark.png"
    texture.write_bytes(b"pixels")
    proxy = tmp_path / "tree.ass"
    proxy.write_text('image\n{\n filename "bark.png"\n}\nimage\n{\n filename "gone.png"\n}\n', encoding="utf-8")
    scene = tmp_path / "forest.ma"
    lines = first_light.read_text(encoding="utf-8").split("select -ne :time1;", 1)
    scene.write_text(lines[0] + STAND_IN.format(proxy) + "select -ne :time1;" + lines[1], encoding="utf-8")
    found = run(open_scene(str(scene)).analyse())
    assert {str(proxy), str(texture)} <= {asset.path for asset in found.assets}
    inside = [reference for reference in found.references if reference.node == str(proxy)]
    assert [reference.missing for reference in sorted(inside, key=lambda one: one.pattern)] == [False, True]
    lost = [tip for tip in found.tips if tip.code == "20001"]
    assert any("gone.png" in detail for detail in lost[0].details)
