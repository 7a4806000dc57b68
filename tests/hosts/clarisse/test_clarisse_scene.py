"""The open project and its file give one Scene, a look changes nothing, and what only Clarisse knows is used."""

import json
import os

import pytest
from both_ways import OURS, PROJECTS, both, live, read
from clarisse_simulator.items import OPEN, Attribute
from clarisse_support import DOCUMENTED, EXAMPLES, GOLDEN, HEAD, TAIL, comparable, image, layer, names, target, tips

from farmhand.errors import SceneError
from farmhand.job.choices import Job
from farmhand.job.taskfiles import Registration, task_file
from farmhand.scene.host import run


@pytest.mark.parametrize("path", PROJECTS, ids=os.path.basename)
def test_the_open_project_is_the_scene_of_its_file(clarisse, path):
    both(clarisse, path)


@pytest.mark.parametrize("path", OURS, ids=os.path.basename)
def test_the_open_project_is_what_was_reviewed(clarisse, path, monkeypatch):
    monkeypatch.delenv("CTEMP", raising=False)
    found = comparable(live(clarisse, path), EXAMPLES)
    with open(os.path.join(GOLDEN, os.path.basename(path) + ".json"), encoding="utf-8") as file:
        reviewed = json.load(file)
    assert found["task"] == reviewed["task"] and found["targets"] == reviewed["targets"]
    assert sorted(map(str, found["references"])) == sorted(map(str, reviewed["references"]))
    assert found["assets"] == reviewed["assets"]


def test_the_documents_example_comes_out_of_a_project_of_that_content(clarisse):
    clarisse.version_name = "4.0_SP3"
    scene = live(clarisse, os.path.join(EXAMPLES, "harbour.project"))
    found = task_file(Job(scene), Registration(task_id=1, user_id=2, platform="2"))
    assert found["scene_info"] == found["scene_info_render"] == DOCUMENTED
    assert found["software_config"] == {
        "plugins": {}, "cg_version": "clarisse_ifx_4.0_sp3", "cg_name": "Clarisse",
    }  # fmt: skip


def test_expressions_are_evaluated_by_clarisse_and_told_where_that_holds_for_one_frame(clarisse):
    told = tips(live(clarisse, os.path.join(EXAMPLES, "island.project")))
    assert "expression" not in told, "numbers are known"
    assert told["computed_now"] == ['project://scene/textures/computed.filename: PDIR + "/textures/title.png"']
    assert told["computed_path"] == ['project://scene/textures/only_computed.filename: PDIR + "/textures/" + name']


@pytest.mark.parametrize("frame", [1, 2, 57])
def test_a_look_does_not_depend_on_the_present_frame(clarisse, frame):
    from farmhand_clarisse.host import ClarisseHost

    path = os.path.join(EXAMPLES, "island.project")
    clarisse.open(path, frame)
    waves = [item for item in run(ClarisseHost().analyse()).references if item.node.endswith("waves_variable")]
    assert [(item.pattern, len(item.files)) for item in waves] == [("$PDIR/textures/waves.$4F.png", 3)]


def test_a_list_of_sequences_is_spelled_as_the_file_spells_it(both, tmp_path):
    for number in range(3):
        (tmp_path / ("a.%04d.png" % number)).write_bytes(b"x")
    found, _ = both('TextureMapFile {\n name "t"\n filename "$PDIR/a.$4F.png" "$PDIR/a.0001.png"\n}')
    assert [len(item.files) for item in found.references] == [3, 1]


@pytest.mark.parametrize(
    "name, version, farm",
    [
        ("5.0_SP14", "5.0.0.14", "clarisse_ifx_5.0_sp14"),
        ("4.0_SP3", "4.0.0.3", "clarisse_ifx_4.0_sp3"),
        ("4.0 SP3", "4.0", "clarisse_ifx_4.0_sp3"),
        ("5.0", "5.0.0.1", "5"),
        ("", "5.0.0.14", "5"),
        ("next", "", "4"),
    ],
)
def test_the_version_is_the_farms_name_for_it(clarisse, name, version, farm):
    clarisse.version_name, clarisse.version = name, version
    assert live(clarisse, OURS[0]).version == farm


def test_what_was_changed_since_it_was_saved_is_seen(clarisse, tmp_path):
    """The farm renders the file, the artist sees the open project: that they differ is told by the panel."""
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(b"x")
    path = tmp_path / "s.project"
    body = 'TextureMapFile {\n name "t"\n filename "$PDIR/a.png"\n}\n' + image('first_frame 1\nlast_frame 2', layer())
    path.write_bytes((HEAD + 'Context "scene" {\n%s\n}\n%s' % (body, TAIL)).encode())
    from farmhand_clarisse.host import ClarisseHost

    clarisse.open(str(path))
    clarisse.project.of_class("TextureMapFile")[0].attributes["filename"].values = ["$PDIR/b.png"]
    clarisse.project.of_class("Image")[0].attributes["last_frame"].values = [9]
    clarisse.modified = True
    host = ClarisseHost()
    scene = run(host.analyse())
    assert names(scene.references[0]) == ["b.png"]
    assert str(target(scene, "project://scene/i").frames) == "1-9[1]"
    assert host.is_modified()


def test_files_count_by_their_visual_hint_whatever_their_attribute_is_called(clarisse, tmp_path):
    (tmp_path / "a.csv").write_bytes(b"x")
    path = tmp_path / "s.project"
    path.write_bytes((HEAD + 'Context "scene" {\n Odd {\n name "o"\n}\n}\n' + TAIL).encode())
    from farmhand_clarisse.host import ClarisseHost

    clarisse.open(str(path))
    odd = clarisse.project.of_class("Odd")[0]
    odd.attributes["lookup"] = Attribute(clarisse.recorder, "lookup", ["$PDIR/a.csv"], OPEN, "", str)
    (found,) = run(ClarisseHost().analyse()).references
    assert (found.attribute, names(found)) == ("lookup", ["a.csv"])


def test_layers_that_are_no_objects_of_the_project_are_found_by_their_image(clarisse):
    clarisse.embedded_listed = False
    assert len(live(clarisse, OURS[0]).targets) == 7


def test_an_image_has_the_size_that_clarisse_knows(clarisse, tmp_path):
    path = tmp_path / "s.project"
    path.write_bytes((HEAD + 'Context "scene" {\n%s\n}\n%s' % (image("", layer()), TAIL)).encode())
    from farmhand_clarisse.host import ClarisseHost

    clarisse.open(str(path))
    one = clarisse.project.of_class("Image")[0]
    one.attributes["resolution"] = Attribute(clarisse.recorder, "resolution", [1920, 1080])
    one.attributes["resolution_multiplier"].values = [2]
    scene = run(ClarisseHost().analyse())
    assert {(found.width, found.height) for found in scene.targets} == {(1920, 1080)}


def test_the_users_colours_travel(clarisse, tmp_path):
    (tmp_path / "luts").mkdir()
    (tmp_path / "luts" / "film.cube").write_text("LUT_3D_SIZE 2\n")
    config = tmp_path / "config.ocio"
    config.write_text("ocio_profile_version: 1\nsearch_path: luts\ncolorspaces:\n"
                      "  - !<ColorSpace>\n    name: film\n    to_reference: !<FileTransform> {src: film.cube}\n")
    clarisse.ocio = str(config)
    scene = live(clarisse, OURS[1])
    (found,) = [item for item in scene.references if item.attribute == "ocio_config_file"]
    assert found.kind == "color" and found.files == (str(config),)
    assert str(tmp_path / "luts" / "film.cube") in [asset.path for asset in scene.assets]


def test_a_camera_inside_an_alembic_reference_is_found(clarisse, tmp_path):
    from clarisse_simulator.items import Object

    from farmhand_clarisse.host import ClarisseHost

    path = tmp_path / "s.project"
    body = 'Context "shot" {\n filename "$PDIR/shot.abc"\n}\n' + 'Image {\n name "i"\n embedded_objects {\n%s}\n}\n'
    body %= 'Layer3d {\n name "l"\n active_camera "project://scene/shot/shotCam"\n}\n'
    path.write_bytes((HEAD + 'Context "scene" {\n%s\n}\n%s' % (body, TAIL)).encode())
    clarisse.open(str(path))
    camera = Object(clarisse.recorder, "CameraAlembic", "shotCam", "project://scene/shot/shotCam", False)
    camera.attributes["filename"] = Attribute(clarisse.recorder, "filename", ["$PDIR/shot.abc"], OPEN)
    clarisse.project.objects.append(camera)
    clarisse.project.of_class("Layer3d")[0].attributes["active_camera"].values = [camera]
    scene = run(ClarisseHost().analyse())
    assert [one.name for one in scene.cameras] == ["shotCam"]
    assert target(scene, "project://scene/i.l").cameras == ("shotCam",)
    assert [item.node for item in scene.references] == ["project://scene/shot"], "what it was made from counts once"


def test_what_only_clarisse_sees_in_a_nested_reference_lies_beside_the_file_that_holds_it(clarisse, tmp_path):
    from clarisse_simulator.items import Object

    from farmhand_clarisse.host import ClarisseHost

    (tmp_path / "lib").mkdir()
    for name in ("a.abc", "x.png"):
        (tmp_path / "lib" / name).write_bytes(b"x")
    inner = 'Context "c" {\n Context "q" {\n filename "$PDIR/a.abc"\n}\n}\n'
    (tmp_path / "lib" / "inner.project").write_bytes((HEAD + inner + TAIL).encode())
    path = tmp_path / "s.project"
    body = 'Context "scene" {\n Context "r" {\n filename "$PDIR/lib/inner.project"\n}\n}\n'
    path.write_bytes((HEAD + body + TAIL).encode())
    clarisse.open(str(path))
    for name, text in (("map", "$PDIR/x.png"), ("mesh", "$PDIR/a.abc")):
        one = Object(clarisse.recorder, "Odd", name, "project://scene/r/c/q/" + name, False)
        one.attributes["filename"] = Attribute(clarisse.recorder, "filename", [text], OPEN)
        clarisse.project.objects.append(one)
    found = [(item.node.rpartition("/")[2], names(item)) for item in run(ClarisseHost().analyse()).references]
    assert sorted(found) == [("map", ["x.png"]), ("q", ["a.abc"]), ("r", ["inner.project"])]


def test_a_change_inside_a_reference_that_no_file_tells_is_seen(clarisse, tmp_path):
    from farmhand_clarisse.host import ClarisseHost

    (tmp_path / "b.png").write_bytes(b"x")
    inner = 'Context "c" {\n TextureMapFile {\n name "t"\n filename "$PDIR/a.png"\n}\n}\n'
    (tmp_path / "inner.project").write_bytes((HEAD + inner + TAIL).encode())
    path = tmp_path / "s.project"
    body = 'Context "scene" {\n Context "r" {\n filename "$PDIR/inner.project"\n}\n}\n'
    path.write_bytes((HEAD + body + TAIL).encode())
    clarisse.open(str(path))
    clarisse.project.of_class("TextureMapFile")[0].attributes["filename"].values = ["$PDIR/b.png"]
    found = {item.pattern: names(item) for item in run(ClarisseHost().analyse()).references}
    assert found["$PDIR/b.png"] == ["b.png"]


def test_variables_are_asked_of_clarisse(clarisse, tmp_path, monkeypatch):
    from farmhand_clarisse.host import ClarisseHost

    monkeypatch.setenv("FARMHAND_SHOW", str(tmp_path))
    (tmp_path / "a.png").write_bytes(b"x")
    path = tmp_path / "s.project"
    body = "".join('TextureMapFile {\n name "%s"\n filename "$%s/a.png"\n}\n' % (name, name) for name in
                   ("IN_CLARISSE", "FARMHAND_SHOW"))
    path.write_bytes((HEAD + 'Context "scene" {\n%s}\n%s' % (body, TAIL)).encode())
    clarisse.open(str(path))
    clarisse.project.variables.update(IN_CLARISSE=str(tmp_path), FARMHAND_SHOW=str(tmp_path))
    scene = run(ClarisseHost().analyse())
    assert [names(item) for item in scene.references] == [["a.png"], ["a.png"]]
    assert tips(scene)["local_variable"] == [
        "$FARMHAND_SHOW in project://scene/FARMHAND_SHOW.filename: $FARMHAND_SHOW/a.png"
    ]


def test_a_project_that_was_never_saved_is_refused_with_what_to_do(clarisse):
    from farmhand_clarisse.host import ClarisseHost

    host = ClarisseHost()
    assert host.scene_path() == "" and not host.is_modified()
    for refused in (host.save, lambda: run(host.analyse())):
        with pytest.raises(SceneError) as told:
            refused()
        assert told.value.advice


def test_saving_is_clarisses_own(clarisse, tmp_path):
    from farmhand_clarisse.host import ClarisseHost

    path = tmp_path / "s.project"
    path.write_bytes((HEAD + 'Context "scene" {\n}\n' + TAIL).encode())
    clarisse.open(str(path))
    clarisse.modified = True
    host = ClarisseHost()
    host.save()
    assert clarisse.recorder.mutations == [("Application.save_project", (str(path),))] and not host.is_modified()
    path.unlink()
    clarisse.modified = True
    with pytest.raises(SceneError) as told:
        host.save()
    assert str(path) in str(told.value)


def test_a_project_whose_file_is_damaged_is_still_looked_at(clarisse, tmp_path):
    from farmhand_clarisse.host import ClarisseHost

    path = tmp_path / "s.project"
    path.write_bytes((HEAD + 'Context "scene" {\n%s\n}\n%s' % (image("", layer()), TAIL)).encode())
    clarisse.open(str(path))
    path.write_bytes(HEAD.encode() + b"Context {")
    scene = run(ClarisseHost().analyse())
    assert [one.label for one in scene.targets] == ["i", "l"]
    assert "cut off" in tips(scene)["file_unread"][0]
    path.unlink()
    with pytest.raises(SceneError) as told:
        run(ClarisseHost().analyse())
    assert "not there" in str(told.value)


def test_pipelines_have_two_functions(clarisse):
    import farmhand_clarisse

    clarisse.open(OURS[0])
    assert len(farmhand_clarisse.analyse_open_project().targets) == 7
    clarisse.modified = True
    with pytest.raises(SceneError):
        farmhand_clarisse.submit_open_project()


def test_reading_needs_no_clarisse():
    assert read(OURS[0]).host == "clarisse"
