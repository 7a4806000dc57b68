"""Which attributes of which node types name files: one row each.

Sources: the farm's own list (maya_file_attributes.json, 146 node types, from its official analyser) and, for short
spellings, real scenes (scene_formats.md 1.5). A short spelling that no source gives is not guessed: plug-ins mostly
have only one. Attributes of the official list that hold something else (switches, search paths, output folders) are
left out on purpose.
"""

from __future__ import annotations

from typing import Dict, List, NamedTuple, Tuple

REQUIRED = "required"
"""Told when it is not found."""
OPTIONAL = "optional"
"""Sent when it exists; its absence is normal (a cache that the render writes)."""
FOLDER = "folder"
"""A folder, all of whose files go; told when it is not found."""


class FileAttribute(NamedTuple):
    """One attribute that names files.

    Attributes:
        name: Its long spelling.
        short: Its short spelling, or the long one again.
        kind: As in `Reference.kind`.
        need: REQUIRED, OPTIONAL or FOLDER.
        base: Another attribute whose text is the file's base name inside the folder that this one gives.
    """

    name: str
    short: str
    kind: str
    need: str = REQUIRED
    base: str = ""


_ROWS = """
file fileTextureName/ftn texture
file explicitUvTiles/euvt texture
psdFileTex fileTextureName/ftn texture
mentalrayTexture fileTextureName/ftn texture
movie fileTextureName/ftn texture
imagePlane imageName/imn texture
audio filename/f audio
AlembicNode abc_File/fn cache
AlembicNode fns cache
AlembicNodeAB abc_File cache
AlembicNodeAB fns cache
gpuCache cacheFileName/cfn cache
cacheFile cachePath/cp cache required cacheName/cn
diskCache cacheName/cn cache optional
h5AttribCache cp cache
AnimationCacheNode filePath cache
ExocortexAlembicFile fileName cache
ExocortexAlembicPolyMeshDeform fileName cache
ExocortexAlembicXform fileName cache
HairFromGuidesNode cacheFilePath cache
MxCache cacheFile cache
nurbsHair cacheFile cache
cMuscleSystem cachePath cache optional
cTransform assetPath cache
opiumBakeP cachePath cache optional
opiumMesh cachePath cache
sequenceXMesh path cache
SDMeshModifier path cache
BE_BifrostFileToArray FilePath volume
BE_VDBArnoldRender vp volume
BE_VDBArnoldRender FromFile volume
BE_VDBRead VdbFilePath volume
OpenVDBRead file volume
BifMeshImportNode bifMeshDirectory cache folder
BossGeoProperties cacheFolder cache optional
BossSpectralWave cacheFolder cache optional
BossWaveSolver cacheFolder cache optional
MASH_Audio filename audio
MASH_Waiter ribArchives proxy
McdGlobal cacheFolder/cchef cache optional
McdGlobal outMD2Folder/omd2f cache optional
McdGlobal scfld cache optional
McdRSProxy outputRSFolder proxy optional outputRSName
PRTLoader file cache
PhoenixFDSimulator inPath cache
PhoenixFDSimulator ipth cache
RealflowMesh Path cache
CrowdEntityTypeNode characterFile cache
CrowdRenderProxy cfd cache
CrowdRenderProxy gch cache
CrowdRenderProxy lfi cache
SimulationCacheProxy gch cache
SimulationCacheProxy icd cache
SimulationCacheProxy lf cache
SimulationCacheProxy lfs cache
SimulationCacheProxy stf cache
AiFeatherTool FeatherTexture texture
PxrBakeTexture filename texture
PxrBump filename texture
PxrCookieLightFilter map texture
PxrCryptomatte filename texture optional
PxrDiskLight iesProfile light
PxrDomeLight lightColorMap texture
PxrGoboLightFilter map texture
PxrLayeredTexture filename texture
PxrLayeredTexture maskTexture texture
PxrMultiTexture filename texture
PxrMultiTexture filename0 texture
PxrMultiTexture filename1 texture
PxrMultiTexture filename2 texture
PxrMultiTexture filename3 texture
PxrMultiTexture filename4 texture
PxrMultiTexture filename5 texture
PxrMultiTexture filename6 texture
PxrMultiTexture filename7 texture
PxrMultiTexture filename8 texture
PxrMultiTexture filename9 texture
PxrNormalMap filename texture
PxrOSL shaderSource other
PxrProjectionLayer filename texture
PxrPtexture filename texture
PxrRectLight lightColorMap texture
PxrSphereLight iesProfile light
PxrStdEnvMapLight rman__EnvMap texture
PxrTexture filename texture
PxrVisualizer matCap texture
PxrWatermarkFilter filename texture
RMSEnvLight rman__EnvMap texture
RMSGeoLightBlocker Map texture
RenderManArchive filename proxy
RenderManProcedural abcFile proxy
RenderManProcedural xgenFile proxy
RedshiftBokeh dofBokehImage texture
RedshiftBokeh image texture
RedshiftDomeLight tex0 texture
RedshiftDomeLight tex1 texture
RedshiftEnvironment tex0 texture
RedshiftEnvironment tex1 texture
RedshiftEnvironment tex2 texture
RedshiftEnvironment tex3 texture
RedshiftEnvironment tex4 texture
RedshiftIESLight profile light
RedshiftLightGobo tex0 texture
RedshiftNormalMap tex0 texture
RedshiftOSLShader sfp other
RedshiftOptions irradianceCacheFilename cache optional
RedshiftOptions irradiancePointCloudFilename cache optional
RedshiftOptions photonFilename cache optional
RedshiftPostEffects lutFilename color
RedshiftProxyMesh fileName/fn proxy
RedshiftSprite tex0 texture
RedshiftVolumeShape fileName volume
VRayLightIESShape iesFile light
VRayMesh fileName2 proxy
VRayMesh fileName proxy
VRayMtlOSL fileName other
VRayProxy fileName proxy
VRayPtex ptexFile texture
VRayScannedMtl file texture
VRayScene FilePath proxy
VRayScene fPath proxy
VRaySettingsNode fnm cache optional
VRaySettingsNode imap_fileName2 cache optional
VRaySettingsNode ifile cache optional
VRayTexOSL fileName other
VRayVolumeGrid inPath/if volume
aiImage filename texture
aiIncludeGraph filename other
aiJiWindowBoxArnold filename texture
aiMaterialx filename other
aiOslShader filename other
aiOslShader textureMap texture
aiOslShader paramLitSphereMapTexture texture
aiOslShader paramDirectory texture optional
aiPhotometricLight aiFilename light
aiStandIn dso proxy
aiStandIn pipe_geom_file proxy
aiStandIn pipe_delta_file other
aiStandIn pipe_palette_file other
aiStandIn pipe_xgen_file other
aiVolume filename volume
alTriplanar texture texture
animaSceneControllerLocator projectPath cache folder
assemblyReference definition reference
assemblyDefinition representations/rep reference
assetLocator gpuCache cache
assetLocator origin reference
assetLocator proxy proxy
cgGeoReplace fileName proxy
colorManagementGlobals configFilePath/cfp color
dx11Shader shader other
dynGlobals cacheDirectory/cd cache required
embeddedNodeRL4 dnaFilePath other
hesMesh hesPath cache
houdiniAsset otlFilePath other
makeIllustratorCurves ifn other
mayaUsdProxyShape filePath/fp proxy
pxrUsdReferenceAssembly filePath/fp proxy
pxrUsdProxyShape filePath/fp proxy
mentalrayIblShape texture texture
mentalrayOptions finalGatherFilename cache optional
mesh dso proxy
mesh miProxyFile proxy
mesh rman__param___draFile proxy
mib_ptex_lookup S00 texture
mip_binaryproxy object_filename proxy
octaneAlphaImageTexture f texture
octaneFloatImageTexture f texture
octaneImageTexture f texture
octaneImageTilesTexture euvt texture
octaneInstanceColorTexture File texture
octaneLight fl light
octaneLut f color
octaneOslGeometry f other
octaneOslTexture f other
octaneVolume f volume
pgYetiMaya groomFileName cache
pgYetiMaya cacheFileName cache
substance p texture
substanceNode substanceFile/sbs texture
substanceNode cacheFolder cache optional
taBodyShape materialAbc cache
taBodyShape renderAbc cache
xgmCurveToSpline fileName cache
xgmDescriptionProxy aiAuxRenderPatch cache
xgmDescriptionProxy guideAniFilePath cache
xgmPalette xgFileName/xfn other
xgmPalette xgBaseFile other
xgmPaletteProxy xgFileName other
xgmSplineCache fileName cache
"""

EXTRA_ATTRIBUTES: Dict[str, Tuple[Tuple[str, str], ...]] = {
    "file": (("uvTilingMode", "uvt"), ("useFrameExtension", "ufe"), ("frameOffset", "fo"), ("frameExtension", "fe")),
    "psdFileTex": (("useFrameExtension", "ufe"), ("frameOffset", "fo"), ("frameExtension", "fe")),
    "movie": (("useFrameExtension", "ufe"), ("frameOffset", "fo"), ("frameExtension", "fe")),
    "imagePlane": (("useFrameExtension", "ufe"), ("frameOffset", "fo"), ("frameExtension", "fe"), ("type", "t")),
    "RedshiftProxyMesh": (("useFrameExtension", "ufe"), ("frameOffset", "fo"), ("frameExtension", "fe")),
    "expression": (("internalExpression", "ixp"),),
    "colorManagementGlobals": (("configFileEnabled", "cfe"), ("cmEnabled", "cme")),
    "dynGlobals": (("useParticleDiskCache", "upd"),),
    "reference": (("edits", "ed"), ("fileNames", "fn")),
    "bifrostGraphShape": (("sc", "sc"),),
    "bifrostBoard": (("sc", "sc"),),
}
"""Attributes that are no files but say how those of the same node are meant."""

NOT_READ_GENERICALLY = frozenset(
    [
        "script",
        "expression",
        "sceneConfigurationScriptNode",
        "uiConfigurationScriptNode",
        "reference",
        "camera",
        "coronaGlobals",
        "VRaySettingsNode",
        "RedshiftOptions",
        "aiOptions",
        "rmanGlobals",
        "mayaUsdLayerManager",
        "renderGlobals",
        "hyperLayout",
        "hyperView",
        "nodeGraphEditorInfo",
    ]  # fmt: skip
)
"""Node types whose texts look like paths and are none that a render reads."""

INPUT_ENDINGS = frozenset(
    [
        "ies",
        "abc",
        "vdb",
        "ass",
        "rs",
        "vrmesh",
        "vrscene",
        "rsmap",
        "rstexbin",
        "rstxbin",
        "xmesh",
        "usd",
        "usda",
        "usdc",
        "usdz",
        "tx",
        "tex",
        "ptex",
        "ptx",
        "rat",
        "bgeo",
        "prt",
        "mtlx",
        "osl",
        "oso",
        "xgen",
        "mcx",
        "fur",
        "aur",
    ]  # fmt: skip
)
"""File endings that only ever mean an input: one that is not found is told, whatever node names it."""

IMAGE_ENDINGS = frozenset(
    [
        "exr",
        "hdr",
        "tif",
        "tiff",
        "tga",
        "png",
        "jpg",
        "jpeg",
        "iff",
        "pix",
        "psb",
        "psd",
        "rla",
        "bmp",
        "dds",
        "sgi",
        "rgb",
        "pic",
        "dpx",
        "cin",
        "gif",
        "ktx",
    ]  # fmt: skip
)
"""File endings of pictures: an unknown node's may be an output, so only one that exists goes."""


def file_attributes() -> Dict[str, Tuple[FileAttribute, ...]]:
    """The table by node type."""
    found: Dict[str, List[FileAttribute]] = {}
    for line in filter(None, _ROWS.split("\n")):
        fields = line.split()
        node_type, spelling, kind = fields[:3]
        need, base = (fields[3:] + ["", ""])[:2]
        name, short = _spelled(spelling)
        found.setdefault(node_type, []).append(FileAttribute(name, short, kind, need or REQUIRED, _spelled(base)[0]))
    return {node_type: tuple(rows) for node_type, rows in found.items()}


def spellings() -> Dict[str, Dict[str, str]]:
    """For each node type, either spelling of every attribute that matters for its files -> the long one."""
    names: Dict[str, Dict[str, str]] = {}
    for line in filter(None, _ROWS.split("\n")):
        fields = line.split()
        for spelling in [fields[1]] + fields[4:]:
            name, short = _spelled(spelling)
            names.setdefault(fields[0], {}).update({name: name, short: name})
    for node_type, pairs in EXTRA_ATTRIBUTES.items():
        for name, short in pairs:
            names.setdefault(node_type, {}).update({name: name, short: name})
    return names


def _spelled(spelling: str) -> Tuple[str, str]:
    name, _, short = spelling.partition("/")
    return name, short or name
