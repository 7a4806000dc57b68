"""Each format: exactly the files it names, and nothing that is a comment, an output or a label."""

import gzip
import random

import pytest
from nested_files import (
    ASS,
    ASS_INNER,
    MTLX,
    OCIO_1,
    OCIO_2,
    RIB,
    VRSCENE,
    VRSCENE_MATERIALS,
    XGEN,
    said,
    tree,
    walk,
)


def test_an_arnold_proxy_names_textures_proxies_volumes_and_lights_by_its_search_paths(tmp_path):
    tree(tmp_path, {
        "a/main.ass": ASS.replace("{tex}", str(tmp_path / "tex").replace("\\", "/")),
        "a/proxies/inner.ass.gz": ASS_INNER,
        "tex/skin.1001.exr": None, "tex/skin.1002.exr": None, "tex/skin.1002.tx": None, "tex/skinny.exr": None,
        "a/smoke.0001.vdb": None, "a/smoke.0002.vdb": None,
        "a/maps/bulb.ies": None, "a/a.tif": None,
        "env/inner.tx": None, "render/out.exr": None, "a/commented.exr": None,
    })  # fmt: skip
    result, _ = walk(tmp_path / "a/main.ass", variables={"TEXROOT": str(tmp_path / "env")})
    assert said(result, tmp_path) == {
        "skin.<udim>.exr": ["tex/skin.1001.exr", "tex/skin.1002.exr", "tex/skin.1002.tx"],
        "inner.ass.gz": ["a/proxies/inner.ass.gz"],
        "smoke.####.vdb": ["a/smoke.0001.vdb", "a/smoke.0002.vdb"],
        "bulb.ies": ["a/maps/bulb.ies"],
        "a.tif": ["a/a.tif"],
        "b.tif": [],
        "[TEXROOT]/inner.tx": ["env/inner.tx"],
    }
    assert result.tips == ()
    assert {one.kind for one in result.references} == {"texture", "proxy", "volume", "light"}
    assert {one.attribute for one in result.references} >= {"procedural filename", "image filename"}


def test_an_arnold_proxy_on_one_line_and_with_an_include_reads_the_same(tmp_path):
    tree(tmp_path, {"m.ass": 'include "i.ass"\nimage{name x filename "t.png"}image{filename "u.png" name y}',
                    "i.ass": 'procedural { name p dso "old.ass" }', "t.png": None, "u.png": None})  # fmt: skip
    result, _ = walk(tmp_path / "m.ass")
    assert said(result, tmp_path) == {"i.ass": ["i.ass"], "t.png": ["t.png"], "u.png": ["u.png"], "old.ass": None}


def test_windows_paths_are_understood_with_single_and_doubled_backslashes(tmp_path):
    tree(tmp_path, {"m.ass": r'image { filename "sub\\new.png" } image { filename "sub\table.png" }',
                    "sub/new.png": None, "sub/table.png": None})  # fmt: skip
    result, _ = walk(tmp_path / "m.ass")
    assert sorted(sum(said(result, tmp_path).values(), [])) == ["sub/new.png", "sub/table.png"]


def test_a_vray_scene_names_includes_textures_and_meshes_but_not_its_outputs(tmp_path):
    tree(tmp_path, {
        "main.vrscene": VRSCENE, "materials.vrscene": VRSCENE_MATERIALS, "textures/wood.png": None,
        "tree.vrmesh": None, "lamp.ies": None, "out.exr": None, "saved.vrmap": None, "commented.png": None,
    })  # fmt: skip
    result, _ = walk(tmp_path / "main.vrscene")
    assert said(result, tmp_path) == {
        "materials.vrscene": ["materials.vrscene"],
        "textures\\wood.png": ["textures/wood.png"],
        "tree.vrmesh": ["tree.vrmesh"],
        "lamp.ies": ["lamp.ies"],
        "/nowhere/at/all.jpg": None,
        "main.vrscene": ["main.vrscene"],
    }


@pytest.mark.parametrize("packed", [False, True])
def test_a_rib_names_archives_and_textures_by_its_search_paths(tmp_path, packed):
    tree(tmp_path, {
        "s.rib": gzip.compress(RIB.encode()) if packed else RIB,
        "archives/tree.rib": 'ReadArchive "leaf.rib"\n', "archives/leaf.rib": None, "archives/rock.rib": None,
        "archives/bush.rib": None, "tex/bark1001.tex": None, "tex/bark1002.tex": None, "sky.tex": None,
        "shape.zip": None, "beauty.exr": None, "commented.rib": None,
    })  # fmt: skip
    result, _ = walk(tmp_path / "s.rib")
    assert said(result, tmp_path) == {
        "tree.rib": ["archives/tree.rib"],
        "rock.rib": ["archives/rock.rib"],
        "bush.rib": ["archives/bush.rib"],
        "bark_MAPID_.tex": ["tex/bark1001.tex", "tex/bark1002.tex"],
        "sky.tex": ["sky.tex"],
        "shape.zip!job/shape.rib": ["shape.zip"],
        "leaf.rib": ["archives/leaf.rib"],
    }


def test_a_binary_rib_is_guessed_and_said_to_be(tmp_path):
    tree(tmp_path, {"b.rib": b"\xcc\x00\x85Rib\xa0\x09sky.tex\x00\x91/gone/away.tex\x00\xff\xfe", "sky.tex": None})
    result, _ = walk(tmp_path / "b.rib")
    assert [tip.code for tip in result.tips] == ["nested_guessed"]
    assert said(result, tmp_path) == {"sky.tex": ["sky.tex"], "/gone/away.tex": None}


def test_materialx_prefixes_the_innermost_and_leaves_out_the_standard_library(tmp_path):
    tree(tmp_path, {"m.mtlx": MTLX, "nodes.mtlx": '<materialx><input type="filename" value="n.png"/></materialx>',
                    "textures/wood_1001.png": None, "textures/commented.png": None, "other/b.png": None,
                    "n.png": None, "no.png": None})  # fmt: skip
    result, _ = walk(tmp_path / "m.mtlx")
    assert said(result, tmp_path) == {
        "nodes.mtlx": ["nodes.mtlx"],
        "wood_<UDIM>.png": ["textures/wood_1001.png"],
        "b.png": ["other/b.png"],
        "n.png": ["n.png"],
    }
    assert [one.pattern for one in result.references if one.ignored] == ["stdlib/stdlib_defs.mtlx"]


def test_materialx_with_a_doctype_is_refused(tmp_path):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><materialx fileprefix="&b;"/>'
    tree(tmp_path, {"m.mtlx": bomb})
    result, _ = walk(tmp_path / "m.mtlx")
    assert result.references == ()
    assert [tip.code for tip in result.tips] == ["nested_unreadable"]
    assert "DOCTYPE" in result.tips[0].details[0]


def test_an_ocio_config_names_the_tables_of_its_file_transforms(tmp_path):
    tree(tmp_path, {"c.ocio": OCIO_1, "luts/log.spi1d": None, "extra/cube with space.cube": None,
                    "luts/unused.cube": None, "luts/lin": None})  # fmt: skip
    result, _ = walk(tmp_path / "c.ocio")
    assert said(result, tmp_path) == {
        "log.spi1d": ["luts/log.spi1d"],
        "cube with space.cube": ["extra/cube with space.cube"],
        "not_there.cube": None,
    }


def test_an_ocio_config_of_version_2_gives_its_search_path_as_a_list_with_its_own_variables(tmp_path):
    tree(tmp_path, {"c.ocio": OCIO_2, "sh010/grades/grade.cc": None, "sh020/grades/grade.cc": None})
    assert said(walk(tmp_path / "c.ocio")[0], tmp_path) == {"grade.cc": ["sh010/grades/grade.cc"]}
    result, _ = walk(tmp_path / "c.ocio", variables={"SHOT": "sh020"})
    assert said(result, tmp_path) == {"grade.cc": ["sh020/grades/grade.cc"]}


def test_an_xgen_collection_brings_its_descriptions_folder_caches_and_masks(tmp_path):
    tree(tmp_path, {
        "scenes/shot__hair.xgen": XGEN, "scenes/shot__hair.abc": None,
        "xgen/collections/hair/fur/paintmaps/length/body.ptx": None,
        "xgen/collections/hair/fur/Clumping1/Maps/body.ptx": None,
        "xgen/collections/hair/fur/Clumping1/Points/body.xuv": None,
        "xgen/collections/hair/other/body.ptx": None,
        "cache/guides.abc": None, "masks/mask.ptx": None, "masks/unused.ptx": None, "archives/leaf.ma": None,
    })  # fmt: skip
    result, _ = walk(tmp_path / "scenes/shot__hair.xgen", variables={"PROJECT": str(tmp_path)})
    found = said(result, tmp_path)
    fur = "xgen/collections/hair/fur/"
    assert found["${PROJECT}xgen/collections/hair"] == [
        fur + "Clumping1/Maps/body.ptx", fur + "Clumping1/Points/body.xuv", fur + "paintmaps/length/body.ptx",
    ]  # fmt: skip
    assert found["${DESC}/paintmaps/length"] == [fur + "paintmaps/length/body.ptx"]
    assert found["${DESC}/${FXMODULE}/Maps/"] == [fur + "Clumping1/Maps/body.ptx"]
    assert found["${PROJECT}cache/guides.abc"] == ["cache/guides.abc"]
    assert found["${PROJECT}masks/mask.ptx"] == ["masks/mask.ptx"]
    assert found["${PROJECT}archives/leaf.ma"] == ["archives/leaf.ma"]
    assert found["shot__hair.abc"] == ["scenes/shot__hair.abc"]
    assert found["leaf.png"] == []
    assert len(found) == 8


def test_an_xgen_data_path_may_be_several_folders_of_which_the_first_with_files_counts(tmp_path):
    several = XGEN.replace("${PROJECT}xgen/collections/hair\n", "${PROJECT}none/hair;%s/base/hair\n" % tmp_path)
    tree(tmp_path, {"c.xgen": several, "base/hair/fur/Points/body.xuv": None})
    result, _ = walk(tmp_path / "c.xgen", variables={"PROJECT": str(tmp_path)})
    assert [one.files for one in result.references if one.attribute == "fur xgDataPath"] == [
        (str(tmp_path / "base/hair/fur/Points/body.xuv"),)
    ]


def test_an_xgen_cache_that_is_switched_off_is_not_missed(tmp_path):
    tree(tmp_path, {"c.xgen": XGEN.replace("useCache\t\ttrue", "useCache\t\tfalse")})
    result, _ = walk(tmp_path / "c.xgen", variables={"PROJECT": str(tmp_path)})
    assert "${PROJECT}cache/guides.abc" not in said(result, tmp_path)


def test_a_redshift_proxy_is_searched_for_texts_and_said_to_be_a_guess(tmp_path):
    full = str(tmp_path / "tex/skin.<UDIM>.exr").encode()
    data = (b"\x93RSP\x00\x01" + bytes(bytearray(range(256))) + len(full).to_bytes(4, "little") + full
            + b"\x00\x00\x11\x00\x00\x00normal map.tif\x00P:\\gone\\x.png\x00.exr\x00garbage\x01")  # fmt: skip
    tree(tmp_path, {"p.rs": data, "tex/skin.1001.exr": None, "normal map.tif": None})
    result, _ = walk(tmp_path / "p.rs")
    assert said(result, tmp_path) == {
        full.decode(): ["tex/skin.1001.exr"],
        "normal map.tif": ["normal map.tif"],
        "P:\\gone\\x.png": None,
    }
    assert [tip.code for tip in result.tips] == ["nested_guessed"]


def test_random_bytes_are_not_taken_for_missing_files(tmp_path):
    tree(tmp_path, {"p.rs": random.Random(1).getrandbits(8 * 4000000).to_bytes(4000000, "little")})
    result, _ = walk(tmp_path / "p.rs")
    assert [one.pattern for one in result.references if one.missing] == []
    assert len(result.references) < 5


@pytest.mark.parametrize("before", [0, 1, 7, 62, 63, 64, 900, 1023, 1024, 1025])
def test_texts_are_found_whole_wherever_a_chunk_ends(tmp_path, before):
    size = 256 * 1024
    path = "/far/away/in/a/folder/with/a/long/name/texture_of_some_kind.tiff"
    rs = b"\0" * (size - before) + path.encode() + b"\0"
    ass = b" " * (size - before) + b'image\n{\n filename "' + path.encode() + b'"\n}\n'
    tree(tmp_path, {"p.rs": rs, "p.ass": ass})
    assert list(said(walk(tmp_path / "p.rs")[0], tmp_path)) == [path]
    assert list(said(walk(tmp_path / "p.ass")[0], tmp_path)) == [path]


def test_a_string_too_long_to_be_a_path_is_passed_over(tmp_path):
    long = 'osl { code "' + "x" * 700000 + '\\" image { filename " }\nimage { filename "t.png" }'
    tree(tmp_path, {"m.ass": long, "t.png": None})
    assert said(walk(tmp_path / "m.ass")[0], tmp_path) == {"t.png": ["t.png"]}
