"""Every file a project names is found, or told."""

from __future__ import annotations

import os
from typing import Any, List

import pytest
from clarisse_support import HEAD, TAIL, analyse, image, layer, names, reference, target, tips

FILES = (
    "a.1001.png", "a.1002.png", "a.x.png", "f_1_wet.png", "f_2_wet.png", "u_u1_v1.png", "u_u2_v1.png", "m_1001.png",
    "m_1002.png", "s.png", "two words.png", "海.png",
)  # fmt: skip
A = ["a.1001.png", "a.1002.png"]

TOKENS = (
    "####", "#", "$F", "$4F", "$F4", "${F4}", "%04d", "<Frame>", "<F4>", "<frame4>", "<UDIM>", "{frame:04d}", "{frame}",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Any) -> Any:
    for name in FILES:
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def texture(path: str, more: str = "", kind: str = "TextureMapFile") -> str:
    return '%s {\n name "t"\n filename "%s"\n%s\n}' % (kind, path, more)


@pytest.mark.parametrize(
    "path, found",
    [("$PDIR/a.%s.png" % token, A) for token in TOKENS]
    + [
        ("$PDIR/m_MAPID.png", ["m_1001.png", "m_1002.png"]),
        ("$PDIR/m_MAPID_.png", ["m_1001.png", "m_1002.png"]),
        ("$PDIR/u_<tile>.png", ["u_u1_v1.png", "u_u2_v1.png"]),
        ("$PDIR/u_<uvtile>.png", ["u_u1_v1.png", "u_u2_v1.png"]),
        ("$PDIR/u_u<u>_v<v>.png", ["u_u1_v1.png", "u_u2_v1.png"]),
        ("$PDIR/f_$F:_wet.png", ["f_1_wet.png", "f_2_wet.png"]),
        ("$PDIR/a.*.png", A + ["a.x.png"]),
        ("$PDIR/$PNAME.png", ["s.png"]),
        ("$PDIR/two words.png", ["two words.png"]),
        ("$PDIR/海.png", ["海.png"]),
        ("$PDIR\\\\s.png", ["s.png"]),
        ("s.png", ["s.png"]),
        ("./s.png", ["s.png"]),
        ("$HERE/s.png", ["s.png"]),
    ],
)  # fmt: skip
def test_a_path_is_the_files_that_are_there(folder: Any, path: str, found: List[str]) -> None:
    scene = analyse(folder, texture(path), environment={"HERE": str(folder)})
    assert names(reference(scene, "t")) == found
    assert sorted(os.path.basename(asset.path) for asset in scene.assets) == found
    assert "20001" not in tips(scene)


def test_a_number_is_one_frame_of_many_only_in_sequence_mode(folder: Any) -> None:
    assert names(reference(analyse(folder, texture("a.1001.png", "sequence_mode 1")), "t")) == A
    assert names(reference(analyse(folder, texture("a.1001.png", "sequence_mode 0")), "t")) == A[:1]
    assert names(reference(analyse(folder, texture("a.1001.png")), "t")) == A[:1]


def test_variables_of_the_project_may_name_others(folder: Any) -> None:
    own = 'variables {\n A "string" "$B"\n B "string" "$PDIR"\n C "string" "$C"\n}\n' + TAIL
    assert names(reference(analyse(folder, texture("$A/s.png"), own), "t")) == ["s.png"]
    assert "20001" in tips(analyse(folder, texture("$C/s.png"), own)), "one that names itself ends"


def test_the_projects_own_folder_wins_over_a_variable_of_that_name(folder: Any) -> None:
    scene = analyse(folder, texture("$PDIR/s.png"), environment={"PDIR": "/nowhere"})
    assert names(reference(scene, "t")) == ["s.png"]


def test_the_temporary_folder_is_looked_into(folder: Any) -> None:
    scene = analyse(folder, texture("$CTEMP/s.png"), environment={"CTEMP": str(folder)})
    assert names(reference(scene, "t")) == ["s.png"]


@pytest.mark.parametrize("path", ["$CDIR/s.png", "$NOBODY/s.png", "$PNAME_s.png"])
def test_a_variable_without_a_value_is_told(folder: Any, path: str) -> None:
    scene = analyse(folder, texture(path))
    assert reference(scene, "t").missing
    assert path in tips(scene)["unresolved_variable"][0]


def test_paths_that_only_this_computer_understands_are_told_not_changed(folder: Any) -> None:
    own = 'variables {\n OWN "string" "$PDIR"\n}\n' + TAIL
    body = texture("$HERE/s.png") + texture("$OWN/a.$4F.png").replace('"t"', '"u"')
    body += texture("s.png").replace('"t"', '"v"') + texture("$CTEMP/s.png").replace('"t"', '"w"')
    body += texture("%HERE%/s.png").replace('"t"', '"x"')
    body += image("", layer("l", 'save_as "${HERE}/out"\nsave_deep_data_as "deep/x"'))
    scene = analyse(folder, body, own, {"HERE": str(folder)})
    told = tips(scene)
    assert told["local_variable"] == [
        "$HERE in project://scene/t.filename: $HERE/s.png",
        "$CTEMP in project://scene/w.filename: $CTEMP/s.png",
        "%HERE% in project://scene/x.filename: %HERE%/s.png",
        "${HERE} in project://scene/i.l: ${HERE}/out",
    ]
    assert told["relative_path"] == ["project://scene/v.filename: s.png", "project://scene/i.l: deep/x"]
    assert [item.pattern for item in scene.references][:2] == ["$HERE/s.png", "$OWN/a.$4F.png"]
    assert target(scene, "project://scene/i.l").output == "${HERE}/out"


def test_a_missing_file_is_told_with_object_and_attribute(folder: Any) -> None:
    assert tips(analyse(folder, texture("$PDIR/gone.png")))["20001"] == ["project://scene/t.filename: $PDIR/gone.png"]


def test_what_belongs_to_the_installation_is_not_expected_here(folder: Any) -> None:
    found = reference(analyse(folder, texture("$CLARISSE_BIN_DIR/x.png")), "t")
    assert found.ignored and not found.missing


def test_a_disabled_objects_file_goes_along_but_is_not_missed(folder: Any) -> None:
    assert names(reference(analyse(folder, texture("s.png", "disabled yes")), "t")) == ["s.png"]
    lost = reference(analyse(folder, texture("gone.png", "disabled yes")), "t")
    assert lost.ignored and not lost.missing


@pytest.mark.parametrize(
    "body",
    [
        'Image {\n name "i"\n save_as "$PDIR/out"\n}',
        'ProcessAlembicExport {\n name "e"\n filename "$PDIR/out.abc"\n}',
        'ProcessImageNodeWrite {\n name "e"\n filename "$PDIR/out"\n}',
        'Other {\n name "e"\n output_filename "$PDIR/out"\n}',
        'TextureMapFile {\n name "e"\n filename ""\n}',
        'TextureMapFile {\n name "e"\n filename <empty>\n}',
    ],
)
def test_an_output_is_no_input(folder: Any, body: str) -> None:
    assert analyse(folder, body).references == ()


def test_every_attribute_that_names_files_counts(folder: Any) -> None:
    body = (
        'A {\n name "t"\n OSL_shader_filename "s.osl"\n filename_sys "s.png"\n photometric_filename "x.ies"\n'
        ' filename {\n value "a.1001.png" "a.1002.png"\n }\n'
        ' custom_attributes {\n attribute_group "g" {\n filename_open "mask" {\n value "海.png"\n }\n'
        ' string "s" {\n value "two words.png"\n }\n folder "all" {\n value "$PDIR"\n }\n }\n }\n}'
    )
    found = {(item.attribute, item.pattern): item for item in analyse(folder, body).references}
    assert {attribute for attribute, _ in found} == {
        "OSL_shader_filename", "photometric_filename", "filename", "mask", "all",
    }  # fmt: skip
    assert names(found["mask", "海.png"]) == ["海.png"]
    assert len(found["all", "$PDIR"].files) == len(FILES) + 1
    assert names(found["filename", "a.1002.png"]) == ["a.1002.png"]


def test_the_computed_path_counts_where_there_is_no_other(folder: Any) -> None:
    scene = analyse(folder, 'A {\n name "t"\n filename_sys "s.png"\n}')
    assert names(reference(scene, "t", "filename_sys")) == ["s.png"]


def test_an_expression_is_told_and_its_stored_value_is_looked_up(folder: Any) -> None:
    scene = analyse(folder, 'A {\n name "t"\n filename {\n value "s.png"\n expression "PDIR + 1"\n }\n}')
    assert names(reference(scene, "t")) == ["s.png"]
    assert tips(scene)["computed_path"] == ["project://scene/t.filename: PDIR + 1"]


def test_kinds_are_by_ending_else_by_class(folder: Any) -> None:
    kinds = {"x.abc": "cache", "x.usd": "proxy", "x.vdb": "volume", "x.project": "reference", "x.EXR": "texture",
             "x.ies": "light", "x.osl": "other", "x": "texture"}  # fmt: skip
    for path, kind in kinds.items():
        assert reference(analyse(folder, texture(path)), "t").kind == kind, path
    assert reference(analyse(folder, texture("x", kind="Strange")), "t").kind == "other"


def _write(folder: Any, name: str, body: str) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes((HEAD + body + TAIL).encode("utf-8"))


def referencing(path: str, word: str = "Context") -> str:
    return '%s "r" {\n filename "%s"\n}' % (word, path)


@pytest.mark.parametrize("word", ["Context", "Reference"])
def test_a_referenced_project_is_read_with_its_own_folder_and_variables(folder: Any, word: str) -> None:
    inner = 'variables {\n OWN "string" "$PDIR"\n}\nContext "c" {\n%s\n}\n'
    _write(folder, "lib/inner.project", inner % texture("$OWN/$PNAME.png"))
    (folder / "lib" / "inner.png").write_bytes(b"x")
    scene = analyse(folder, referencing("$PDIR/lib/inner.project", word))
    assert names(reference(scene, "r")) == ["inner.project"]
    assert names(reference(scene, "r/c/t")) == ["inner.png"]


def test_projects_that_reference_each_other_end(folder: Any) -> None:
    _write(folder, "a.project", referencing("$PDIR/b.project"))
    _write(folder, "b.project", referencing("$PDIR/a.project") + referencing("$PDIR/s.project") + texture("s.png"))
    scene = analyse(folder, referencing("a.project") + referencing("./a.project") + referencing("s.project"))
    assert [names(item) for item in scene.references].count(["s.png"]) == 1
    assert len(scene.references) == 7


def test_a_long_chain_of_references_is_read_to_its_end(folder: Any) -> None:
    for number in range(150):
        _write(folder, "c%d.project" % number, referencing("c%d.project" % (number + 1)))
    assert tips(analyse(folder, referencing("c0.project")))["20001"]


def test_a_broken_referenced_project_is_told_and_still_goes_along(folder: Any) -> None:
    (folder / "bad.project").write_bytes(b"#Isotropix_Serial_Version 1.2\nA {\n")
    (folder / "other.project").write_bytes(b"\0\1\2")
    scene = analyse(folder, referencing("bad.project") + referencing("other.project"))
    assert len(tips(scene)["reference_broken"]) == 2
    assert len(scene.assets) == 2


def test_a_missing_referenced_project_has_the_farms_code(folder: Any) -> None:
    assert tips(analyse(folder, referencing("gone.project")))["20001"] == ["project://scene/r.filename: gone.project"]


def test_overrides_of_a_reference_name_files_too(folder: Any) -> None:
    text = 'Context "r" {\n filename "x.abc"\n override_values {\n "a/b.filename" "s.png"\n filename "海.png"\n c {\n'
    scene = analyse(folder, text + ' filename {\n value "two words.png"\n }\n }\n other 1\n }\n}')
    found = [item for item in scene.references if item.attribute.startswith("override_values")]
    assert sorted(name for item in found for name in names(item)) == ["s.png", "two words.png", "海.png"]


def test_images_of_referenced_projects_are_told_but_not_offered(folder: Any) -> None:
    _write(folder, "inner.project", 'Context "c" {\n Image {\n name "i"\n }\n}\n')
    scene = analyse(folder, referencing("inner.project"))
    assert scene.targets == ()
    assert tips(scene)["inner_images"] == ["project://scene/r/c/i"]


def test_unknown_lines_at_the_top_are_told(folder: Any) -> None:
    tail = '#include "x.project"\n#if {\n}\nstrange 1\n' + TAIL
    told = [line.partition(": ")[2] for line in tips(analyse(folder, "", tail))["unknown_directive"]]
    assert told == ['#include "x.project"', "strange 1", "#if {"]


def test_a_project_without_its_last_block_is_told(folder: Any) -> None:
    assert "no_end_line" in tips(analyse(folder, "", ""))
    assert "no_end_line" not in tips(analyse(folder, ""))
