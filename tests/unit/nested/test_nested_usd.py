"""USD: text, crates read without a library, packages; the library's own answer where it is installed."""

import pytest
from nested_crate import CRATE
from nested_files import USDA, package, said, tree, walk

EXPECTED = {
    "./sub.usda", "lib/look.usda", "./ref_a.usda", "./ref_b.usda", "./pay@load.usda", "./clip.1.usd", "./clip.2.usd",
    "./manifest.usd", "./tmpl.###.usd", "textures/red.<UDIM>.png", "textures/blue.png", "./smoke.1.vdb",
    "./smoke.2.vdb", "./lib.usdz[inner/tex.png]", "./Tree.usd", "./origin.usd",
}  # fmt: skip


def make_crate(path, usda):
    """Write a crate with OpenUSD; `nested_crate` was made by this."""
    from pxr import Sdf

    layer = Sdf.Layer.CreateAnonymous(".usda")
    assert layer.ImportFromString(usda)
    assert layer.Export(str(path))


def patterns(result):
    return {one.pattern for one in result.references if not one.ignored}


def test_text_names_every_asset_path_and_nothing_in_comments_or_strings(tmp_path):
    tree(tmp_path, {"tree.usda": USDA})
    result, _ = walk(tmp_path / "tree.usda")
    assert patterns(result) == EXPECTED
    assert [one.pattern for one in result.references if one.ignored] == ["https://example.com/x.usd"]
    not_needed = {one.pattern for one in result.references if not one.missing and not one.ignored}
    assert not_needed == {"./Tree.usd", "./origin.usd"}
    named = {one.pattern: one.attribute for one in result.references}
    assert named["./ref_b.usda"] == "references"
    assert named["textures/blue.png"] == "inputs:file"
    assert named["./clip.2.usd"] == "clips:default:assetPaths"
    assert named["./smoke.2.vdb"] == "volume"


def test_paths_are_anchored_to_the_layer_that_holds_them(tmp_path):
    tree(tmp_path, {
        "main.usda": '#usda 1.0\n( subLayers = [@./looks/look.usd@] )\n',
        "looks/look.usd": '#usda 1.0\ndef "a" { asset f = @../tex/t.<UDIM>.png@\nasset g = @./x.png@ }\n',
        "tex/t.1001.png": None, "tex/t.1002.png": None, "looks/x.png": None, "x.png": None,
    })  # fmt: skip
    assert said(walk(tmp_path / "main.usda")[0], tmp_path) == {
        "./looks/look.usd": ["looks/look.usd"],
        "../tex/t.<UDIM>.png": ["tex/t.1001.png", "tex/t.1002.png"],
        "./x.png": ["looks/x.png"],
    }


def test_an_anchored_path_is_not_looked_for_elsewhere(tmp_path):
    tree(tmp_path, {"a/m.usda": "#usda 1.0\ndef { asset f = @./x.png@\nasset g = @x.png@ }", "b/x.png": None})
    result, _ = walk(tmp_path / "a/m.usda", roots=[str(tmp_path / "b")])
    assert said(result, tmp_path) == {"./x.png": None, "x.png": ["b/x.png"]}


def test_a_template_of_clips_stands_for_its_numbers(tmp_path):
    tree(tmp_path, {"m.usda": USDA, "tmpl.001.usd": "#usda 1.0\n", "tmpl.010.usd": "#usda 1.0\n", "tmpl.usd": None})
    assert said(walk(tmp_path / "m.usda")[0], tmp_path)["./tmpl.###.usd"] == ["tmpl.001.usd", "tmpl.010.usd"]


def test_format_arguments_and_expressions_are_no_part_of_the_path(tmp_path):
    tree(tmp_path, {
        "m.usda": '#usda 1.0\n( subLayers = [@./a.abc:SDF_FORMAT_ARGS:x=1@, @`"${SHOT}.usda"`@] )\n',
        "a.abc": None, "sh1.usda": "#usda 1.0\n",
    })  # fmt: skip
    result, _ = walk(tmp_path / "m.usda", variables={"SHOT": "sh1"})
    assert sorted(sum(said(result, tmp_path).values(), [])) == ["a.abc", "sh1.usda"]


def test_a_crate_is_read_without_a_library(tmp_path):
    tree(tmp_path, {"tree.usdc": CRATE})
    result, _ = walk(tmp_path / "tree.usdc")
    assert patterns(result) == EXPECTED - {"./lib.usdz[inner/tex.png]"}
    assert result.tips == ()
    named = {one.pattern: one.attribute for one in result.references}
    assert named["./ref_b.usda"] == "references"
    assert named["./clip.2.usd"] == "clips:default:assetPaths"
    not_needed = {one.pattern for one in result.references if not one.missing}
    assert not_needed == {"./Tree.usd", "./origin.usd"}


def test_a_usd_file_is_read_as_what_it_is_whatever_its_ending(tmp_path):
    tree(tmp_path, {"a.usd": CRATE, "b.usd": USDA, "c.usda": CRATE})
    for name in ("a.usd", "b.usd", "c.usda"):
        result, _ = walk(tmp_path / name)
        assert "./ref_b.usda" in patterns(result)


def test_a_crate_as_the_library_writes_it_names_what_the_library_says(tmp_path):
    usd_utils = pytest.importorskip("pxr.UsdUtils", reason="usd-core is not installed")
    path = tmp_path / "m.usdc"
    more = "".join("    asset a%d = @./many/%d.png@\n    float f%d = %d.5\n" % (n, n, n, n) for n in range(5000))
    make_crate(path, USDA.rstrip().rstrip("}") + more + "}\n")
    result, _ = walk(path)
    expected = {text for texts in usd_utils.ExtractExternalReferences(str(path)) for text in texts}
    assert patterns(result) | {"https://example.com/x.usd"} == expected | {"./tmpl.###.usd"}
    assert len(expected) > 5000


def test_a_crate_of_a_later_version_is_guessed_and_said_to_be(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pxr", None)
    later = bytearray(CRATE)
    later[9] = 99
    tree(tmp_path, {"later.usdc": bytes(later)})
    result, _ = walk(tmp_path / "later.usdc")
    assert [tip.code for tip in result.tips] == ["nested_guessed"]
    assert "0.99" in result.tips[0].details[0]


def test_what_lies_in_a_package_travels_with_it(tmp_path):
    layer = ('#usda 1.0\ndef { asset a = @tex/in.png@\nasset b = @tex/t.<UDIM>.png@\nasset c = @../out.png@\n'
             'asset d = @./inner.usdc@ }')  # fmt: skip
    package(tmp_path / "p.usdz", {"main.usda": layer, "tex/in.png": b"", "tex/t.1001.png": b"", "inner.usdc": CRATE})
    tree(tmp_path, {"m.usda": "#usda 1.0\ndef ( references = @./p.usdz@ ) {}"})
    result, _ = walk(tmp_path / "m.usda")
    assert patterns(result) == (EXPECTED - {"./lib.usdz[inner/tex.png]"}) | {"./p.usdz", "../out.png"}
    assert {one.node for one in result.references} == {str(tmp_path / "m.usda"), str(tmp_path / "p.usdz")}


def test_a_package_that_is_packed_is_not_unpacked(tmp_path):
    import zipfile

    with zipfile.ZipFile(str(tmp_path / "p.usdz"), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.usda", "#usda 1.0\n" + " " * 10000000)
    result, _ = walk(tmp_path / "p.usdz")
    assert [tip.code for tip in result.tips] == ["nested_guessed"]
