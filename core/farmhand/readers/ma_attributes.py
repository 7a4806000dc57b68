"""Which attributes of which node types say what a Maya scene renders, and how they are spelled.

One table: node type, attribute in the long spelling, its short spelling. Everything read from a scene is kept under
the long spelling, so that nobody else has to know there are two. Attributes that name files are in `ma_file_table`.
"""

from __future__ import annotations

from typing import Dict, FrozenSet, Mapping

SPELLINGS: Mapping[str, Mapping[str, str]] = {
    "renderGlobals": {
        "currentRenderer": "ren", "animation": "an", "startFrame": "fs", "endFrame": "ef", "byFrameStep": "bfs",
        "imageFilePrefix": "ifp", "imageFormat": "outf", "imfPluginKey": "imfkey", "modifyExtension": "me",
        "startExtension": "se", "byExtension": "be", "outFormatControl": "ofc", "outFormatExt": "ofe",
        "periodInExt": "peie", "putFrameBeforeExt": "pff", "extensionPadding": "ep", "renderVersion": "rv",
        "preMel": "pram", "postMel": "poam",
        "preRenderLayerMel": "prlm", "postRenderLayerMel": "polm", "preRenderMel": "prm", "postRenderMel": "pom",
    },
    "resolution": {"width": "w", "height": "h"},
    "time": {"outTime": "o"},
    "camera": {"renderable": "rnd", "orthographic": "o"},
    "renderLayer": {"renderable": "rndr", "global": "g", "adjustments": "adjs", "outAdjustments": "oajs"},
    "renderSetupLayer": {"selfEnabled": "sen"},
    "collection": {"selfEnabled": "sen"},
    "selector": {"staticSelection": "ssl", "pattern": "pat", "typeFilter": "tf"},
    "override": {
        "selfEnabled": "sen", "attribute": "atr", "targetNodeName": "tgName", "attrValue": "atv", "multiply": "mul",
        "offset": "ofs",
    },
    "applyOverride": {"original": "org"},
    "unitConversion": {"input": "i"},
    "rmanDisplay": {},
    "VRaySettingsNode": {
        "fileNamePrefix": "fnprx", "imageFormatStr": "imgfs", "width": "wi", "height": "he", "animType": "animtp",
        "animFrames": "animFrames", "sys_distributed_rendering_on": "sys_distributed_rendering_on",
        "productionEngine": "productionEngine", "vrscene_on": "vrscon", "globopt_gi_dontRenderImage": "gogdri",
    },
    "VRayRenderElement": {"vrayClassType": "vrayClassType"},
    "RedshiftOptions": {
        "imageFilePrefix": "imageFilePrefix", "imageFormat": "imageFormat",
        "aovEnableDeepOutput": "aovEnableDeepOutput", "irradianceCacheMode": "irradianceCacheMode",
        "irradiancePointCloudMode": "irradiancePointCloudMode",
    },
    "aiAOVDriver": {
        "aiTranslator": "ai_translator", "outputMode": "output_mode", "mergeAOVs": "merge_AOVs", "append": "append",
        "tiled": "tiled",
    },
    "aiOptions": {
        "texture_searchpath": "texture_searchpath", "procedural_searchpath": "procedural_searchpath",
        "renderType": "arnrt", "renderDevice": "renderDevice", "AASamples": "AA_samples",
        "GIDiffuseSamples": "GI_diffuse_samples",
        "GISpecularSamples": "GI_specular_samples", "GITransmissionSamples": "GI_transmission_samples",
        "GISssSamples": "GI_sss_samples", "GIVolumeSamples": "GI_volume_samples",
        "abortOnLicenseFail": "abort_on_license_fail", "skipLicenseCheck": "skip_license_check",
        "abortOnError": "abort_on_error", "motion_blur_enable": "mb_en", "log_verbosity": "log_verbosity",
        "autotx": "autotx", "textureMaxMemoryMB": "texture_max_memory_MB", "threads_autodetect": "threads_autodetect",
        "absoluteTexturePaths": "absolute_texture_paths", "absoluteProceduralPaths": "absolute_procedural_paths",
    },
    "aiImagerDenoiserOptix": {},
    "rmanGlobals": {
        "imageFileFormat": "imageFileFormat", "imageOutputDir": "imageOutputDir", "version": "version", "take": "take",
    },
}  # fmt: skip
"""Node family -> long attribute -> short attribute.

From the files of the reference corpus (scene_formats.md 1.3 and 1.4); `selfEnabled` and the filters' numbers from the
render setup that Maya brings. A plug-in's attribute that has one spelling has it twice here.
"""

FAMILIES: Mapping[str, str] = {
    "stereoRigCamera": "camera",
    "renderSettingsCollection": "collection", "renderSettingsChildCollection": "collection",
    "lightsCollection": "collection", "lightsChildCollection": "collection", "aovCollection": "collection",
    "aovChildCollection": "collection", "group": "collection",
    "simpleSelector": "selector", "lightsCollectionSelector": "selector", "basicSelector": "selector",
    "lightsChildCollectionSelector": "selector", "arnoldAOVChildSelector": "selector",
    "absOverride": "override", "relOverride": "override", "absUniqueOverride": "override",
    "relUniqueOverride": "override", "connectionOverride": "override", "connectionUniqueOverride": "override",
    "shaderOverride": "override", "materialOverride": "override",
    "d_openexr": "rmanDisplay", "d_deepexr": "rmanDisplay", "d_png": "rmanDisplay", "d_tiff": "rmanDisplay",
    "d_targa": "rmanDisplay",
    "unitToTimeConversion": "unitConversion", "timeToUnitConversion": "unitConversion",
}  # fmt: skip
"""Node types that are read like another one."""

DEFAULT_NODES: Mapping[str, str] = {
    "defaultRenderGlobals": "renderGlobals",
    "defaultResolution": "resolution",
    "time1": "time",
    "defaultRenderLayer": "renderLayer",
    "defaultColorMgtGlobals": "colorManagementGlobals",
    "vraySettings": "VRaySettingsNode",
    "redshiftOptions": "RedshiftOptions",
    "defaultArnoldDriver": "aiAOVDriver",
    "defaultArnoldRenderOptions": "aiOptions",
    "rmanGlobals": "rmanGlobals",
    "perspShape": "camera", "topShape": "camera", "frontShape": "camera", "sideShape": "camera",
}  # fmt: skip
"""Nodes that Maya makes itself, so that a scene only selects them."""

LINKS: Mapping[str, str] = {
    "pls": "parentList", "parentList": "parentList",
    "prv": "previous", "previous": "previous",
    "lrl": "legacyRenderLayer", "legacyRenderLayer": "legacyRenderLayer",
    "sel": "selector", "selector": "selector",
    "in": "input", "input": "input",
    "rlid": "identification", "identification": "identification",
    "plg": "plug", "plug": "plug",
    "org": "original", "original": "original",
    "displayType": "displayType",
    "fe": "frameExtension", "frameExtension": "frameExtension",
    "fo": "frameOffset", "frameOffset": "frameOffset",
}  # fmt: skip
"""Attributes whose incoming connection is kept, by either spelling; besides these, every attribute of SPELLINGS."""


def family(node_type: str) -> str:
    """The family a node type is read as, such as `camera` for `stereoRigCamera`; else the type itself."""
    if node_type.startswith("apply") and node_type.endswith("Override"):
        return "applyOverride"
    return FAMILIES.get(node_type, node_type)


def long_names() -> Dict[str, Dict[str, str]]:
    """For each family, either spelling of an attribute -> the long one."""
    return {
        name: dict([(short, long) for long, short in spelled.items()] + [(long, long) for long in spelled])
        for name, spelled in SPELLINGS.items()
    }


def linked_names() -> FrozenSet[str]:
    """Every attribute, in either spelling, whose incoming connection matters."""
    settings = (
        "renderGlobals", "resolution", "camera", "VRaySettingsNode", "RedshiftOptions", "aiAOVDriver", "aiOptions",
        "unitConversion",
    )  # fmt: skip
    spelled = [name for group in settings for pair in SPELLINGS[group].items() for name in pair]
    return frozenset(spelled + list(LINKS))
