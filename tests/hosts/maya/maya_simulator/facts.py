"""What a Maya knows before any scene is open: node types, their attributes, kinds and defaults, its own nodes.

Sources: scene_formats.md and host_maya.md, the reader's tables (spellings), a recorded Maya 2023 (frames, size,
renderer). Nothing else is claimed: an attribute that is neither here nor set by a scene does not exist.
"""

from __future__ import annotations

import functools
from typing import Any, Dict, Mapping, NamedTuple, Tuple

from farmhand.readers import ma_attributes, ma_file_table


class Attribute(NamedTuple):
    """What a node type says of one attribute: how `getAttr(type=True)` calls it, and what it holds unset."""

    kind: str
    default: Any


SETTINGS: Mapping[str, Mapping[str, Tuple[str, Any]]] = {
    "renderGlobals": {
        "currentRenderer": ("string", "mayaSoftware"), "animation": ("bool", False), "startFrame": ("time", 1.0),
        "endFrame": ("time", 10.0), "byFrameStep": ("float", 1.0), "imageFilePrefix": ("string", None),
        "imageFormat": ("long", 7), "imfPluginKey": ("string", None), "modifyExtension": ("bool", False),
        "startExtension": ("float", 1.0), "byExtension": ("float", 1.0), "outFormatControl": ("enum", 0),
        "outFormatExt": ("string", None), "periodInExt": ("enum", 1), "putFrameBeforeExt": ("bool", False),
        "extensionPadding": ("long", 1), "renderVersion": ("string", None),
        "preMel": ("string", None), "postMel": ("string", None), "preRenderMel": ("string", None),
        "postRenderMel": ("string", None), "preRenderLayerMel": ("string", None),
        "postRenderLayerMel": ("string", None),
    },
    "resolution": {"width": ("long", 960), "height": ("long", 540)},
    "time": {"outTime": ("time", 1.0)},
    "camera": {"renderable": ("bool", True), "orthographic": ("bool", False)},
    "renderLayer": {"renderable": ("bool", True), "global": ("bool", False), "adjustments": ("TdataCompound", None),
                    "identification": ("long", 0)},
    "renderLayerManager": {"renderLayerId": ("long", 0)},
    "renderSetupLayer": {"selfEnabled": ("bool", True), "legacyRenderLayer": ("message", None),
                         "parentList": ("message", None)},
    "collection": {"selfEnabled": ("bool", True), "parentList": ("message", None), "selector": ("message", None),
                   "previous": ("message", None)},
    "selector": {"staticSelection": ("string", None), "pattern": ("string", None), "typeFilter": ("long", 1),
                 "input": ("message", None)},
    "override": {"selfEnabled": ("bool", True), "attribute": ("string", None), "targetNodeName": ("string", None),
                 "parentList": ("message", None), "previous": ("message", None)},
    "relOverride": {"multiply": ("double", 1.0), "offset": ("double", 0.0)},
    "relUniqueOverride": {"multiply": ("double", 1.0), "offset": ("double", 0.0)},
    "unitConversion": {"input": ("double", 0.0)},
    "file": {"fileTextureName": ("string", None), "computedFileTextureNamePattern": ("string", None),
             "uvTilingMode": ("enum", 0), "useFrameExtension": ("bool", False), "frameOffset": ("long", 0),
             "frameExtension": ("long", 1), "explicitUvTiles": ("TdataCompound", None)},
    "psdFileTex": {"useFrameExtension": ("bool", False), "frameOffset": ("long", 0), "frameExtension": ("long", 1)},
    "movie": {"useFrameExtension": ("bool", False), "frameOffset": ("long", 0), "frameExtension": ("long", 1)},
    "imagePlane": {"useFrameExtension": ("bool", False), "type": ("enum", 1), "frameOffset": ("long", 0),
                   "frameExtension": ("long", 1), "frameOut": ("long", 0)},
    "expression": {"internalExpression": ("string", None), "output": ("double", 0.0)},
    "reference": {"fileNames": ("string", None)},
    "dynGlobals": {"useParticleDiskCache": ("bool", False)},
    "colorManagementGlobals": {"cmEnabled": ("bool", True), "configFileEnabled": ("bool", False)},
    "RedshiftOptions": {"imageFormat": ("long", 1), "aovEnableDeepOutput": ("bool", False)},
    "aiAOVDriver": {"aiTranslator": ("string", "exr"), "outputMode": ("enum", 1), "mergeAOVs": ("bool", False),
                    "append": ("bool", False), "tiled": ("bool", True)},
    "aiOptions": {"AASamples": ("long", 3), "GIDiffuseSamples": ("long", 2), "GISpecularSamples": ("long", 2),
                  "GITransmissionSamples": ("long", 2), "GISssSamples": ("long", 2), "GIVolumeSamples": ("long", 2),
                  "abortOnLicenseFail": ("bool", False), "skipLicenseCheck": ("bool", False),
                  "abortOnError": ("bool", True), "motion_blur_enable": ("bool", False), "log_verbosity": ("long", 1),
                  "autotx": ("bool", True), "textureMaxMemoryMB": ("float", 4096.0),
                  "threads_autodetect": ("bool", True), "absoluteTexturePaths": ("bool", True),
                  "absoluteProceduralPaths": ("bool", True),
                  "renderType": ("enum", 0), "renderDevice": ("enum", 0), "texture_searchpath": ("string", None),
                  "procedural_searchpath": ("string", None)},
    "pgYetiMaya": {"imageSearchPath": ("string", None)},
    "VRaySettingsNode": {"animType": ("enum", 0), "width": ("long", 960), "height": ("long", 540)},
}  # fmt: skip
"""Node family or type -> attribute -> kind and value where the scene writes none."""

SHORT: Mapping[str, Mapping[str, str]] = {
    "renderLayerManager": {"rlmi": "renderLayerId"},
    "renderLayer": {"rlid": "identification", "val": "value", "plg": "plug"},
    "renderGlobals": {"prm": "preRenderMel", "pom": "postRenderMel"},
    "imagePlane": {"fot": "frameOut", "fe": "frameExtension"},
    "file": {"fo": "frameOffset", "fe": "frameExtension", "cftn": "computedFileTextureNamePattern"},
    "expression": {"out": "output"},
}
"""Short spellings besides the reader's tables."""

DEFAULT_NODES: Mapping[str, str] = {
    **{name: kind for name, kind in ma_attributes.DEFAULT_NODES.items()
       if kind in ("renderGlobals", "resolution", "time", "renderLayer", "colorManagementGlobals")},
    "renderLayerManager": "renderLayerManager",
}  # fmt: skip
"""What an empty scene holds. Those of renderers come with their plug-ins, which only make them when they render."""

STARTUP_CAMERAS = (("persp", True), ("top", False), ("front", False), ("side", False))

USED_AS_FILENAME: Mapping[str, Tuple[str, ...]] = {
    "file": ("fileTextureName",), "psdFileTex": ("fileTextureName",), "movie": ("fileTextureName",),
    "imagePlane": ("imageName",), "audio": ("filename",),
}  # fmt: skip
"""Attributes that Maya flags as file names. Plug-ins flag theirs, but which is not recorded anywhere here."""

ONLY_ADDED = frozenset(["mesh"])
"""Maya's own types whose file names come from plug-ins and scenes: a node has one only where it was added or is set."""

BASES: Mapping[str, str] = {
    "joint": "transform", "ikHandle": "transform", "parentConstraint": "transform", "stereoRigTransform": "transform",
    "bezierCurve": "nurbsCurve",
}  # fmt: skip
"""Node type -> the type it is derived from, as far as `ls` is asked for either."""

MAYAS_OWN = frozenset(
    ["transform", "reference", "renderSetupLayer", "mesh", "nurbsCurve", "file", "place2dTexture", "shadingEngine",
     "materialInfo", "animCurveTL", "animCurveTA", "animCurveTU", "animCurveTT", "animCurveUL", "animCurveUA",
     "animCurveUU", "groupId", "groupParts", "unitConversion", "tweak", "skinCluster", "dagPose",
     "nodeGraphEditorInfo", "multiplyDivide", "reverse", "plusMinusAverage", "condition", "remapValue", "clamp",
     "blendColors", "blendTwoAttr", "blendWeighted", "script"]
)  # fmt: skip
"""Types that come with Maya, whatever the scene holds."""


def is_a(node_type: str, base: str) -> bool:
    """Whether a type is another one, or is derived from it."""
    return base in (node_type, BASES.get(node_type))


DAG_TYPES = frozenset(
    ["transform", "camera", "stereoRigCamera", "mesh", "joint", "imagePlane", "locator", "nurbsCurve", "nurbsSurface"]
)
"""DAG node types that may stand without a parent or with one; any other node with a parent is one too."""


@functools.lru_cache(maxsize=None)
def attributes(node_type: str) -> Mapping[str, Attribute]:
    """Long name -> Attribute, of a node type."""
    family = ma_attributes.family(node_type)
    found: Dict[str, Attribute] = {}
    for kind in (family, node_type):
        for name, (sort, default) in SETTINGS.get(kind, {}).items():
            found[name] = Attribute(sort, default)
    for row in _files().get(node_type, ()) if node_type not in ONLY_ADDED else ():
        found.setdefault(row.name, Attribute("string", None))
        if row.base:
            found.setdefault(row.base, Attribute("string", None))
    return found


@functools.lru_cache(maxsize=None)
def _files() -> Mapping[str, Tuple[ma_file_table.FileAttribute, ...]]:
    return ma_file_table.file_attributes()


@functools.lru_cache(maxsize=None)
def long_names(node_type: str) -> Mapping[str, str]:
    """Either spelling of a node type's attributes -> the long one."""
    family = ma_attributes.family(node_type)
    found = dict(ma_attributes.long_names().get(family, {}))
    found.update(ma_file_table.spellings().get(node_type, {}))
    found.update(SHORT.get(family, {}))
    if family in ma_attributes.SPELLINGS or node_type in ma_attributes.FAMILIES:
        found.update(ma_attributes.LINKS)
    for name in attributes(node_type):
        found[name] = name
    return found
