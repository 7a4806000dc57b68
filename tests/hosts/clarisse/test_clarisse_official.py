"""What the farm's official analyser overlooks, cuts or breaks on: each is handled, in the file and in Clarisse alike.

Source: its behaviour over crafted projects (scene_formats, 3.3), spelled here as a test a line.
"""

import os

import pytest
from clarisse_support import HEAD, TAIL, image, layer, names, target, tips

from farmhand.errors import SceneError
from farmhand.job.clarisse import scene_info

FILES = ("a.0001.png", "a.0002.png", "two words.png", "tab\there.png", "海.png", "s.osl", "x.abc", "u1.png", "u2.png")


@pytest.fixture
def folder(tmp_path):
    for name in FILES:
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def texture(path, kind="TextureMapFile", attribute="filename"):
    return '%s {\n name "t"\n %s "%s"\n}' % (kind, attribute, path)


@pytest.mark.parametrize(
    "path, found",
    [
        ("$PDIR/a.$4F.png", ["a.0001.png", "a.0002.png"]),
        ("$PDIR/a.$F4.png", ["a.0001.png", "a.0002.png"]),
        ("$PDIR/a.$F.png", ["a.0001.png", "a.0002.png"]),
        ("$PDIR/two words.png", ["two words.png"]),
        ("$PDIR/tab\there.png", ["tab\there.png"]),
        ("$PDIR/海.png", ["海.png"]),
        ("$PDIR/u*.png", ["u1.png", "u2.png"]),
    ],
)
def test_paths_it_overlooks_cuts_or_breaks_on(both, folder, path, found):
    for scene in both(texture(path)):
        assert names(scene.references[0]) == found


@pytest.mark.parametrize("kind", ["ShadingLayer", "GeometryAbcMesh", "GeometryPolyfile", "Image", "SomebodysOwn"])
def test_classes_whose_files_it_overlooks(both, folder, kind):
    for scene in both(texture("$PDIR/x.abc", kind)):
        assert [(item.node, names(item)) for item in scene.references] == [("project://scene/t", ["x.abc"])]


@pytest.mark.parametrize("attribute, path", [("OSL_shader_filename", "s.osl"), ("photometric_filename", "u1.png")])
def test_attributes_it_overlooks(both, folder, attribute, path):
    for scene in both(texture("$PDIR/" + path, attribute=attribute)):
        assert [(item.attribute, names(item)) for item in scene.references] == [(attribute, [path])]


def test_a_path_that_clarisse_computed_counts_where_no_other_stands(both, folder):
    for scene in both(texture("$PDIR/u1.png", "Odd", "filename_sys")):
        assert [names(item) for item in scene.references] == [["u1.png"]]


def test_attributes_that_somebody_added(both, folder):
    body = 'Odd {\n name "o"\n custom_attributes {\n attribute_group "g" {\n'
    for kind, name, text in (
        ("filename_open", "mask", "$PDIR/海.png"), ("folder", "all", "$PDIR"), ("string", "not", "$PDIR/u1.png"),
    ):  # fmt: skip
        body += ' %s "%s" {\n value "%s"\n}\n' % (kind, name, text)
    body += "}\n}\n}"
    for scene in both(body):
        found = {item.attribute: item for item in scene.references}
        assert set(found) == {"mask", "all"}
        assert names(found["mask"]) == ["海.png"] and len(found["all"].files) == len(FILES) + 1


def test_an_attribute_that_was_added_to_one_of_several_objects(both, folder):
    plain = 'Odd {\n name "%s"\n filename "$PDIR/u1.png"\n%s}\n'
    added = 'custom_attributes {\n attribute_group "g" {\n filename_open "mask" {\n value "$PDIR/u2.png"\n}\n}\n}\n'
    for scene in both(plain % ("a", "") + plain % ("b", "") + plain % ("c", added)):
        assert sorted(item.attribute for item in scene.references) == ["filename", "filename", "filename", "mask"]


@pytest.mark.parametrize("kind", ["KubixLayer", "SpherixLayer", "SomebodysLayer"])
def test_layers_of_other_renderers(both, kind):
    for scene in both(image("", layer(kind=kind))):
        found = target(scene, "project://scene/i.l")
        assert found.enabled and found.cameras == ("cam",)


def test_names_and_outputs_with_spaces_and_tabs_are_whole(both):
    body = (
        'Context "shot 10" {\n CameraPerspective {\n\tname\t"my cam"\n}\n Image {\n\t\tname\t"my image"\n'
        '\t\tsave_as\t"/out/my image/a b"\n embedded_objects {\n Layer3d {\n name "my layer"\n'
        ' active_camera "my cam"\n render_to_disk\tyes\n save_as "C:\\\\my out\\\\x"\n}\n}\n}\n}'
    )
    for scene in both(body):
        (node,) = scene_info(scene, scene.targets)["image_node"]
        assert (node["name"], node["output"]) == ("project://scene/shot 10/my image", "/out/my image/a b")
        (inside,) = node["layers"]
        assert (inside["name"], inside["output"]) == ("project://scene/shot 10/my image.my layer", "C:\\my out\\x")
        assert inside["save_to_disk"] == "1"


def test_names_beyond_ascii_are_whole(both):
    for scene in both(image("", layer("海")).replace('"i"', '"图像"')):
        assert [found.name for found in scene.targets] == ["project://scene/图像", "project://scene/图像.海"]


def test_a_project_that_references_itself_ends(both, folder):
    for scene in both('Context "r" {\n filename "$PDIR/s.project"\n}\n' + texture("$PDIR/u1.png")):
        assert sorted(os.path.basename(path) for item in scene.references for path in item.files) == [
            "s.project", "u1.png",
        ]  # fmt: skip


def test_two_projects_that_reference_each_other_end(both, folder):
    inner = 'Context "c" {\n Context "back" {\n filename "$PDIR/s.project"\n}\n%s}\n' % texture("$PDIR/u2.png")
    (folder / "inner.project").write_bytes((HEAD + inner + TAIL).encode())
    for scene in both('Context "r" {\n filename "$PDIR/inner.project"\n}\n'):
        assert "u2.png" in [name for item in scene.references for name in names(item)]


def test_a_brace_that_is_not_closed_is_refused_not_passed_over(tmp_path):
    from both_ways import read

    path = tmp_path / "s.project"
    path.write_bytes((HEAD + 'Context "scene" {\n Image {\n name "i"\n}\n').encode())
    with pytest.raises(SceneError) as told:
        read(str(path))
    assert "cut off" in str(told.value)


def test_disabled_objects_are_not_missed(both, folder):
    off = texture("$PDIR/gone.png").replace("filename", "disabled yes\n filename")
    for scene in both(off):
        assert not scene.references[0].missing and "20001" not in tips(scene)


@pytest.mark.parametrize("where", ["context", "image", "layer"])
def test_what_is_in_something_disabled_is_disabled(both, where):
    off = "disabled yes"
    body = image(off if where == "image" else "", layer("l", off if where == "layer" else ""))
    body += texture("$PDIR/gone.png")
    body = 'Context "outer" {\n%s\nContext "inner" {\n%s\n}\n}' % (off if where == "context" else "", body)
    for scene in both(body):
        assert [found.enabled for found in scene.targets] == [False, False]
        assert scene.references[0].missing == (where != "context")


def test_an_override_of_a_reference_counts(both, folder):
    inner = 'Context "c" {\n TextureMapFile {\n name "t"\n filename "$PDIR/u1.png"\n}\n}\n'
    (folder / "inner.project").write_bytes((HEAD + inner + TAIL).encode())
    body = 'Context "r" {\n filename "$PDIR/inner.project"\n override_values {\n "c/t.filename" "$PDIR/u2.png"\n}\n}'
    for scene in both(body):
        assert sorted(name for item in scene.references for name in names(item)) == [
            "inner.project", "u1.png", "u2.png",
        ]  # fmt: skip


@pytest.mark.parametrize(
    "attributes, expected",
    [
        ("", ("0-50[1]", "exr16", "0", None)),
        ("first_frame 7", ("7-50[1]", "exr16", "0", None)),
        ("last_frame {\n value 9\n}", ("0-9[1]", "exr16", "0", None)),
        ("frame_step 5", ("0-50[5]", "exr16", "0", None)),
        ("format 1", ("0-50[1]", "exr32", "0", None)),
        ("format {\n value 2\n}", ("0-50[1]", "jpg", "0", None)),
        ("format 3", ("0-50[1]", "bmp", "0", None)),
        ("format 4", ("0-50[1]", "tga", "0", None)),
        ("format 5", ("0-50[1]", "png8", "0", None)),
        ("format 6", ("0-50[1]", "png16", "0", None)),
        ("format 7", ("0-50[1]", "tiff8", "0", None)),
        ("format 8", ("0-50[1]", "tiff16", "0", None)),
        ("format 9", ("0-50[1]", "tiff32", "0", None)),
        ('render_to_disk yes\nsave_as "/o/a"', ("0-50[1]", "exr16", "1", "/o/a")),
    ],
)
def test_defaults_and_formats_are_the_farms(both, attributes, expected):
    for scene in both(image(attributes, layer("l", attributes))):
        (node,) = scene_info(scene, scene.targets)["image_node"]
        for found in (node, node["layers"][0]):
            assert (found["frames"], found["format"], found["save_to_disk"], found["output"]) == expected
        assert (node["renderable"], node["layers"][0]["renderable"], node["LUT"]) == ("0", "1", "linear")


def test_layers_switched_off_by_their_place(both):
    body = image('layers {\n value ".a" ".b"\n value_disabled 0\n}', layer("a") + layer("b"))
    for scene in both(body):
        assert [(found.label, found.enabled) for found in scene.targets[1:]] == [("a", False), ("b", True)]


@pytest.mark.parametrize("spelled", ["project://scene/cam", "build://project/scene/cam", "cam"])
@pytest.mark.parametrize("version", ["4", "5"])
def test_addresses_of_both_versions(both, spelled, version):
    body = image("", layer("l")).replace('active_camera "cam"', 'active_camera "%s"' % spelled)
    for scene in both(body, head=HEAD.replace("Version 4", "Version " + version)):
        assert target(scene, "project://scene/i.l").cameras == ("cam",)


def test_a_deep_output(both):
    for scene in both(image("", layer("l", 'enable_deep_output yes\nsave_deep_data_as "/o/deep"'))):
        (node,) = scene_info(scene, scene.targets)["image_node"]
        assert node["layers"][0]["enable_deep_output"] == "1"
        assert node["layers"][0]["enable_deep_output_path"] == "/o/deep"
        assert target(scene, "project://scene/i.l").deep
