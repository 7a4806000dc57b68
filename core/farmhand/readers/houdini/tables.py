"""Which node types render or write, and which parameters name cameras, sizes, outputs and input files.

All that is particular to a renderer stands here as data. Types, parameters and what the farm takes: its documents and
its analyser's coverage list; SideFX's node documentation; real scenes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Mapping, Tuple

ROP, GEO, SIM = "rop", "geo", "sim"
"""Kinds of targets: pictures, geometry and caches, distributed simulation."""


@dataclass(frozen=True)
class Size:
    """How a ROP overrides its camera's size.

    Attributes:
        switch: The parameter that turns it on.
        scale: The one that says by how much, as a factor or as one of `own`.
        own: Values of `scale` (or of `switch`, where there is no `scale`) by which `pixels` holds.
        pixels: Width and height; without a `switch` they hold wherever the ROP has them.
        factors: What a numbered `scale` means.
        percent: Holds a percentage, where `switch` says `scale`.
    """

    switch: str = "override_camerares"
    scale: str = "res_fraction"
    own: Tuple[str, ...] = ("specific",)
    pixels: str = "res_override"
    factors: Tuple[float, ...] = ()
    percent: str = ""


@dataclass(frozen=True)
class Rop:
    """A type of node that can be told to render.

    Attributes:
        kind: ROP, GEO or SIM.
        outputs: Parameters that say what is written, the telling one first.
        camera: Parameter that names the camera; empty where it takes none.
        size: How it overrides the camera's size; None where it does not.
        farm: Whether the farm takes the type by itself; others are listed and off.
        stage: It renders a USD stage, whose own settings hold camera and size.
        plugin: The plug-in it needs.
        animated: It has the ROPs' frame range; without the parameter `trange` a node of this type is something else.
    """

    kind: str
    outputs: Tuple[str, ...]
    camera: str = ""
    size: Size | None = None
    farm: bool = True
    stage: bool = False
    plugin: str = ""
    animated: bool = True


_MANTRA = Size()
_STAGE = Size("override_res", "", ("specific",), "res_user", (), "res_scale")
_REDSHIFT = Size(
    "RS_overrideCameraRes", "RS_overrideResScale", ("user", "7"), "RS_overrideRes",
    (0.1, 0.2, 0.25, 1 / 3, 0.5, 2 / 3, 0.75),
)  # fmt: skip
_REDSHIFT_OUTPUTS = ("RS_outputFileNamePrefix", "RS_archive_file")

ROPS: Mapping[str, Rop] = {
    "ifd": Rop(ROP, ("vm_picture", "soho_diskfile", "vm_dcmfilename", "vm_dsmfilename"), "camera", _MANTRA),
    "arnold": Rop(ROP, ("ar_picture", "vm_picture", "ar_ass_file"), "camera", _MANTRA, plugin="htoa"),
    "Redshift_ROP": Rop(ROP, _REDSHIFT_OUTPUTS, "RS_renderCamera", _REDSHIFT, plugin="redshift"),
    "redshift": Rop(ROP, _REDSHIFT_OUTPUTS, "RS_renderCamera", _REDSHIFT, plugin="redshift"),
    "karma": Rop(ROP, ("picture", "savetodirectory_directory"), "camera",
                 Size("", "", (), "resolution")),
    "ris": Rop(ROP, ("ri_display_0_name", "ri_picture", "diskfile"), "camera", _MANTRA, plugin="RenderMan"),
    "baketexture": Rop(ROP, ("vm_uvoutputpicture1", "vm_picture"), "camera", Size("", "", (), "vm_uvunwrapres")),
    "vray_renderer": Rop(ROP, ("SettingsOutput_img_file_path", "render_export_filepath"), "render_camera",
                         Size("override_camerares", "res_fraction", ("specific",), "res_override"), plugin="vray"),
    "Octane_ROP": Rop(ROP, ("HO_img_fileName",), "HO_renderCamera",
                      Size("HO_overrideCameraRes", "HO_overrideResScale", ("user", "7"), "HO_overrideRes"),
                      plugin="octane"),
    "usdrender": Rop(ROP, ("outputimage", "lopoutput"), "override_camera", _STAGE, stage=True),
    "usdrender_rop": Rop(ROP, ("outputimage", "lopoutput"), "override_camera", _STAGE, stage=True),
    "opengl": Rop(ROP, ("picture",), "camera", Size("tres", "", ("on", "1"), "res")),
    "denoise": Rop(ROP, ("output", "outputimage", "picture")),
    "comp": Rop(ROP, ("copoutput",), farm=False),
    "rop_comp": Rop(ROP, ("copoutput",), farm=False),
    "rop_image": Rop(ROP, ("copoutput",), farm=False),
    "geometry": Rop(GEO, ("sopoutput",)),
    "rop_geometry": Rop(GEO, ("sopoutput",)),
    "filecache": Rop(GEO, ("file", "sopoutput")),
    "labs::filecache": Rop(GEO, ("file", "sopoutput")),
    "alembic": Rop(GEO, ("filename",)),
    "rop_alembic": Rop(GEO, ("filename",)),
    "filmboxfbx": Rop(GEO, ("sopoutput",)),
    "rop_fbx": Rop(GEO, ("sopoutput",)),
    "rop_gltf": Rop(GEO, ("file",), farm=False),
    "dop": Rop(GEO, ("dopoutput",)),
    "rop_dop": Rop(GEO, ("dopoutput",)),
    "dopio": Rop(GEO, ("file",)),
    "usd": Rop(GEO, ("lopoutput",)),
    "usd_rop": Rop(GEO, ("lopoutput",)),
    "usdexport": Rop(GEO, ("lopoutput",)),
    "rop_vrayproxy": Rop(GEO, ("filepath",), plugin="vray"),
    "Redshift_Proxy_Output": Rop(GEO, ("RS_archive_file",), plugin="redshift"),
    "labs::vertex_animation_textures": Rop(GEO, ("path_geo", "path_pos")),
    "prepost": Rop(GEO, (), animated=False),
    "hq_sim": Rop(SIM, (), animated=False),
    "HQ_Sim_Deadline": Rop(SIM, (), animated=False),
}  # fmt: skip
"""Type without its version -> what it is. Types of the farm's lists, and those its analyser overlooks."""

DRIVES: Mapping[str, Tuple[str, ...]] = {
    "fetch": ("source",), "wedge": ("driver",), "hq_render": ("hq_driver",), "ropfetch": ("roppath",),
    "prepost": ("prerender", "postrender"), "hq_sim": ("hq_driver",), "HQ_Sim_Deadline": ("hq_driver",),
}  # fmt: skip
"""Type -> parameters that name other ROPs it renders."""

PASSES_ON = frozenset(
    ("merge", "batch", "null", "switch", "subnet", "fetch", "wedge", "hq_render", "framecontainer", "shell",
     "farmhand_submit")
)
"""Types that only pass on what is put into them, when they lie between ROPs."""

STAGE_SETTINGS = ("rendersettings", "karmarenderproperties", "karmarendersettings", "karmastandardrendersettings",
                  "redshift_rendersettings", "arnold_rendersettings", "hdprmanrenderproperties")  # fmt: skip
"""LOPs that hold camera, size and picture of a USD render."""

CAMERA_TYPES = frozenset(("cam", "stereocam", "stereocamrig", "vrcam", "switcher", "vrayphysicalcamera", "camera"))

OPTIONAL_PARMS = frozenset(("pcname", "sss_pcname", "ar_vdb_file"))
"""Parameters that are read where the file is there, and else made by the render."""

OUTPUT_PARMS = frozenset(
    name.lower() for rop in ROPS.values() for name in rop.outputs if name not in ("file", "filename", "filepath")
) | frozenset((
    "chopoutput", "vm_deepfile", "ar_filename_output", "rendergallerysource", "explicitcachename", "takes_file",
    "playblast", "mplay_output", "perfmon_output", "rs_archive_file", "vm_ptexfilename", "photon_savefile",
    "vm_photonfile", "rop_render", "dcmfilename", "dsmfilename", "diskfile", "husk_mplayname", "husk_log",
))  # fmt: skip
"""Parameters that are written and not read, in lower case and without a trailing number."""

OUTPUT_NAME = re.compile(
    r"^(?:out|output|save|write|export|dump|log)(?:_|file|path|pattern|dir|name|image|pic|to|tex|geo|rop|ext|$)"
    r"|_(?:output|outfile|outpath|export|save|log)(?:_|$)|output_?(?:file|path|name|dir|image|picture)"
    r"|^vm_filename_plane|^vm_cryptolayeroutput|^ri_display_|aov.*(?:file|prefix|path)|(?:stats|profile)_?file"
    r"|^productname$|savepath"
    r"|taskgraph|checkpoint|perfmon|(?:save|write|export|log)_?file|galler"
)
"""And by their name, in lower case."""

WRITES_TEXT = frozenset(("labs::concatenate_text", "filecopy", "text", "writetext", "csvoutput", "jsonoutput"))
"""Types of TOPs and others whose `filepath` or `file` is written."""

NO_PATHS = re.compile(
    r"snippet|script|code|command|python|vex|comment|descript|warning|message|help|^text\d*$|label|tooltip|url|regex"
    r"|expression|(?:pre|post)(?:render|frame|write)|^pattern|primpath|primitives|attribs?$|group|shop_|material|^path$"
    r"|soho_program|soho_pipecmd|include|header|classpath|arguments|icon|filter|mask$|^l(?:pre|post)"
)
"""Parameters whose text may hold a path but is none."""

SWITCHES: Mapping[Tuple[str, str], Tuple[str, Tuple[str, ...]]] = {
    ("file", "file"): ("filemode", ("auto", "read", "0", "1")),
    ("filecache", "file"): ("loadfromdisk", ("on", "1")),
    ("labs::filecache", "file"): ("loadfromdisk", ("on", "1")),
    ("dopio", "file"): ("loadfromdisk", ("on", "1")),
    ("dopnet", "playfilesname"): ("isplayer", ("on", "1")),
    ("", "RS_objprop_proxy_file"): ("RS_objprop_proxy_enable", ("on", "1")),
    ("", "RS_objprop_ptx_file"): ("RS_objprop_proxy_enable", ("on", "1")),
}  # fmt: skip
"""Type (any where empty) and parameter -> the parameter, and its values, without which it is not read."""

CONSTRUCTED: Mapping[str, Tuple[str, Tuple[str, ...], str]] = {
    "filecache": ("filemethod", ("constructed", "0"), '`chs("cachedir")`/`chs("cachename")`'),
    "labs::filecache": ("filemethod", ("constructed", "0"), '`chs("cachedir")`/`chs("cachename")`'),
}
"""Type whose `file` does not hold when a parameter has one of the values -> what its file is then."""

INPUT_NAMES = frozenset(("file", "filename", "filepath", "fileName".lower(), "abcfile", "usdfile", "geofile"))
"""Parameters that are read whatever the ending of their value."""

KINDS: Mapping[str, str] = {
    ending: kind
    for kind, endings in {
        "texture": "als bmp cin dds dpx exr gif hdr iff ifl jpeg jpg pic pix png psb psd ptex ptx qtl rat rgb rgba rla "
        "rlb rsmap rstexbin rstxbin sgi si tex tga tif tif16 tif23 tiff tx tbf vst yuv webp picnc piclc qoi",
        "cache": "abc bgeo bgeo.sc bgeo.gz bgeogz geo geo.gz geo.sc sim sim.sc simdata bclip bclip.sc clip chan fbx "
        "obj ply stl pc pmap prt rib sc gltf glb bhclassic bgeo.lzma hbjson mdd bvh las e57 crag pdb vtk dae lwo",
        "volume": "vdb nvdb",
        "proxy": "ass ass.gz rs usd usda usdc usdz vrscene vrmesh vrproxy orbx ocs mtlx",
        "light": "ies",
        "reference": "hip hiplc hipnc",
        "library": "hda hdalc hdanc otl otllc otlnc",
        "audio": "wav aiff aif mp3 ogg flac",
        "color": "ocio cube lut 3dl spi1d spi3d csp icc",
        "other": "csv json xml ttf otf ttc pfb mov mp4 mpg avi svg txt py vfl osl oso so dll dylib bin tsv onnx npz "
        "npy",
    }.items()
    for ending in endings.split()
}  # fmt: skip
"""File ending -> kind of Reference."""

INSTALLATION = ("$HFS", "${HFS}", "$HH", "${HH}", "$HB", "$HHC", "$HHP", "$HSITE", "${HSITE}", "$HT")
NEVER_ON_DISK = ("op:", "opdef:", "oplib:", "temp:", "husk:", "anon:", "http:", "https:", "shop:", "hou:", "gallery:")

HOUDINI_LIBRARY = re.compile(r"(?:^|/)houdini/otls/|(?:^|/)otls/OPlib\w*\.(?:hda|otl)$|^otls/OPlib")
PLUGIN_LIBRARIES: Tuple[Tuple[str, str], ...] = (
    ("htoa", r"(?:^|/)htoa|/arnold_[a-z_]+\.(?:otl|hda)$"),
    ("redshift", r"(?:^|/)redshift[^/]*/"),
    ("vray", r"(?:^|/)v-?ray|vfh"),
    ("RenderMan", r"(?:^|/)(?:renderman|rfh)[^/]*/"),
    ("octane", r"octane[^/]*/"),
    ("SideFXLabs", r"sidefxlabs|gamedevelopmenttoolset|gamedev_toolset"),
)
"""Plug-in -> what the folders of its libraries are called, in lower case. They belong to the farm's installation."""

TEXTURE_TWINS: Mapping[str, str] = {
    "arnold": ".tx", "ifd": ".rat", "redshift": ".rstexbin", "Redshift_ROP": ".rstexbin",
}  # fmt: skip
"""Renderer -> the ending of the converted texture it prefers to the one named, when it lies beside it."""

_VERSION = re.compile(r"::\d+(?:\.\d+)*$")
_SECOND = frozenset(ending.rpartition(".")[2] for ending in KINDS if "." in ending)


@lru_cache(maxsize=4096)
def base_type(kind: str) -> str:
    """A type's name without its version: `labs::filecache::2.0` is `labs::filecache`."""
    return _VERSION.sub("", kind)


def ending_of(path: str) -> str:
    """The ending of a file name by which KINDS knows it, in lower case: `bgeo.sc`, `exr`; empty where it has none."""
    start, dot = max(path.rfind("/"), path.rfind("\\")) + 1, path.rfind(".")
    if dot < start:
        return ""
    last = path[dot + 1 :].lower()
    if last in _SECOND:
        double = path[path.rfind(".", start, dot) + 1 :].lower()
        if double in KINDS and path.find(".", start, dot) >= 0:
            return double
    return last
