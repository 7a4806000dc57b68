"""Small files of each format as their programs write them, and the walk run to its end."""

import gzip
import zipfile
from pathlib import Path

from farmhand.nested import nested
from farmhand.scene.expand import DirectoryIndex

ASS = """### exported: Mon Jan  1 00:00:00 2024
### from:     Arnold 7.2.4.1
# image { filename "commented.exr" }

options
{
 AA_samples 3
 outputs "RGBA RGBA myfilter mydriver"
 texture_searchpath "{tex};maps"
 procedural_searchpath "proxies"
}

driver_exr
{
 name mydriver
 filename "render/out.exr"
}

image
{
 name file1
 filename "skin.<udim>.exr"
 matrix
 1 0 0 0
 0 1 0 0
}

polymesh
{
 name /body/bodyShape
 vlist 3 1 b85POINT
z8?r5N7e-P78?r5N7reTb8?r5N8$W,M8?r5N8+HY88?r5N8.koX8
 shader "file1"
}

procedural
{
 name /standin/standinShape
 filename "inner.ass.gz"
}

volume { name smoke filename "smoke.####.vdb" }

photometric_light
{
 name bulb
 filename "bulb.ies"
}

aiCustomNode
{
 name custom
 files 2 1 STRING "a.tif" "b.tif"
 label "no file at all"
}
"""

ASS_INNER = 'image\n{\n name i\n filename "[TEXROOT]/inner.tx"\n}\n'

VRSCENE = r"""// V-Ray Next, file="commented.png"
#include "materials.vrscene"

SettingsOutput {
  img_file="out.exr";
  img_dir="C:/render/";
}
BitmapBuffer bitmap@file1 {
  file="textures\wood.png";
  gamma=1;
}
GeomStaticMesh mesh1 {
  vertices=ListVectorHex("ZIPC6000000017000000eJxjYEAGDfYMWAGx4jA");
}
GeomMeshFile proxy1 {
  file="tree.vrmesh";
}
LightIES ies1 {
  ies_file="lamp.ies";
}
SettingsIrradianceMap {
  file="";
  auto_save_file="saved.vrmap";
}
TexLayered layers {
  textures=List("not", "files");
}
"""

VRSCENE_MATERIALS = 'BitmapBuffer b {\n  file="/nowhere/at/all.jpg";\n}\n#include "main.vrscene"\n'

RIB = """##RenderMan RIB
version 3.04
# ReadArchive "commented.rib"
Option "searchpath" "string archive" ["archives:@"] "string texture" ["tex:."]
Display "beauty.exr" "openexr" "rgba"
ReadArchive "tree.rib"
Procedural "DelayedReadArchive" ["rock.rib"] [-1 1 -1 1 -1 1]
Procedural2 "DelayedReadArchive2" "SimpleBound" "float[6] bound" [-1 1 -1 1 -1 1] "string filename" ["bush.rib"]
Pattern "PxrTexture" "file1" "string filename" ["bark_MAPID_.tex"] "int linearize" [1]
Light "PxrDomeLight" "dome" "string lightColorMap" ["sky.tex"]
Attribute "identifier" "string name" ["pSphere1"]
Procedural "DelayedReadArchive" ["shape.zip!job/shape.rib"] [-1 1 -1 1 -1 1]
"""

MTLX = """<?xml version="1.0"?>
<materialx version="1.38" fileprefix="textures/" xmlns:xi="http://www.w3.org/2001/XInclude">
  <!-- <input name="file" type="filename" value="commented.png"/> -->
  <xi:include href="nodes.mtlx" />
  <xi:include href="stdlib/stdlib_defs.mtlx" />
  <nodegraph name="g">
    <image name="i" type="color3"><input name="file" type="filename" value="wood_&lt;UDIM&gt;.png"/></image>
    <image name="j" type="color3" fileprefix="other/"><input name="file" type="filename" value="b.png"/></image>
    <input name="label" type="string" value="no.png"/>
  </nodegraph>
</materialx>
"""

OCIO_1 = """ocio_profile_version: 1

search_path: luts:extra
strictparsing: true
roles:
  default: lin  # src: commented.spi1d
colorspaces:
  - !<ColorSpace>
    name: log
    to_reference: !<GroupTransform>
      children:
        - !<FileTransform> {src: log.spi1d, interpolation: linear}
        - !<ColorSpaceTransform> {src: lin, dst: log}
        - !<FileTransform> {interpolation: best,
            src: "cube with space.cube"}
        - !<FileTransform> {src: not_there.cube}
"""

OCIO_2 = """ocio_profile_version: 2

environment:
  SHOT: sh010
search_path:
  - luts
  - $SHOT/grades
colorspaces:
  - !<ColorSpace>
    name: graded
    from_scene_reference: !<GroupTransform>
      children:
        - !<FileTransform>
          src: grade.cc
          cccid: "0"
        - !<ExponentTransform> {value: 2.2}
"""

XGEN = """# XGen Palette definition file
#
FileVersion\t18

Palette
\tname\t\t\thair
\tparent\t\t\t
\txgDataPath\t\t${PROJECT}xgen/collections/hair
\txgProjectPath\t\tP:/somewhere/else/
\tendAttrs

Description
\tname\t\t\tfur
\tdescriptionId\t\t1
\tendAttrs
\tSplinePrimitive
\tlength\t\t\t$a=map('${DESC}/paintmaps/length');\\n$a\\n
\tendAttrs
SplinePrimitive
\tuseCache\t\ttrue
\tcacheFileName\t\t${PROJECT}cache/guides.abc
\tmask\t\t\t$a=map('${PROJECT}masks/mask.ptx');$a\\n
\tendAttrs
ClumpingFXModule
\tname\t\t\tClumping1
\tmapDir\t\t\t${DESC}/${FXMODULE}/Maps/
\tendAttrs
ArchivePrimitive
\tfiles\t\t\t#ArchiveGroup 0 name="leaf" thumbnail="leaf.png" materials="${PROJECT}archives/leaf.ma"
\tendAttrs

Patches\tfur\t1
Patch\tSubd
\tname\t\t\tbody
\tendAttrs
"""

USDA = '''#usda 1.0
(
    """A doc string with @not/an/asset.usd@ in it"""
    subLayers = [
        @./sub.usda@,
        @lib/look.usda@ (offset = 10)
    ]
    customLayerData = {
        asset origin = @./origin.usd@
    }
)
# references = @./commented.usd@
/* @./commented2.usd@ */
def Xform "Tree" (
    assetInfo = {
        asset identifier = @./Tree.usd@
    }
    prepend references = [
        @./ref_a.usda@</A> (
            offset = 1
            customData = {
                string note = "@no@"
            }
        ),
        @./ref_b.usda@</B>
    ]
    delete references = @./deleted.usda@
    payload = @@@./pay@load.usda@@@
    clips = {
        dictionary default = {
            asset[] assetPaths = [@./clip.1.usd@, @./clip.2.usd@]
            asset manifestAssetPath = @./manifest.usd@
            string templateAssetPath = "./tmpl.###.usd"
            string primPath = "/Tree"
        }
    }
    variantSets = "look"
)
{
    string label = "textures/no.png"
    variantSet "look" = {
        "red" {
            asset inputs:file = @textures/red.<UDIM>.png@
        }
        'blue' {
            asset inputs:file = @textures/blue.png@
        }
    }
    asset volume.timeSamples = {
        1: @./smoke.1.vdb@,
        2: @./smoke.2.vdb@,
    }
    asset packed = @./lib.usdz[inner/tex.png]@
    asset web = @https://example.com/x.usd@
    asset empty = @@
}
'''


def tree(folder, files):
    """Write files: name -> text, bytes, or None for an empty one. A name ending in `.gz` is packed."""
    for name, content in files.items():
        path = Path(str(folder)) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode("utf-8") if isinstance(content, str) else content or b""
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") and data[:2] != b"\x1f\x8b" else data)
    return folder


def package(path, files):
    """Write a package as USD does: a zip without packing."""
    with zipfile.ZipFile(str(path), "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def walk(*paths, **options):
    """The walk to its end: what it returned, and what it reported."""
    options.setdefault("variables", {})
    steps = []
    running = nested([str(path) for path in paths], options.pop("index", None) or DirectoryIndex(), **options)
    while True:
        try:
            steps.append(next(running))
        except StopIteration as end:
            return end.value, steps


def said(result, folder):
    """Text -> the files found for it, relative to a folder; None for missing ones. What is ignored is left out."""
    start = str(folder)
    return {
        one.pattern: None if one.missing else sorted(Path(path).relative_to(start).as_posix() for path in one.files)
        for one in result.references
        if not one.ignored
    }
