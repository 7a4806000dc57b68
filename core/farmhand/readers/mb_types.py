"""Which node type a Maya binary file means by the four bytes of a node's group.

These are Maya's own type numbers (MTypeId), of which most were given out as four letters. Only types that decide what
renders or which files are needed, and those whose texts mislead. A plug-in's types are listed in the file itself
(`PLUG`), so none stands here.

Sources: seen in two real files beside their Maya ASCII twins (XFRM, DCAM, RNDL, RNLM, SCRP); a public list of Maya
2012's type numbers and one of Maya 2018's (the others, in which both agree); the type numbers of the render setup that
Maya brings as Python (0x580003..).
"""

from __future__ import annotations

from struct import pack
from typing import Dict, Mapping

TYPES: Mapping[bytes, str] = {
    b"XFRM": "transform", b"JOIN": "joint", b"DCAM": "camera", b"SRCA": "stereoRigCamera", b"DMSH": "mesh",
    b"RNDL": "renderLayer", b"RNLM": "renderLayerManager", b"RGLB": "renderGlobals", b"RLTN": "resolution",
    b"TIME": "time", b"DUNT": "unitConversion", b"DUTM": "unitToTimeConversion", b"DTMU": "timeToUnitConversion",
    b"REFN": "reference", b"RTFT": "file", b"PSDT": "psdFileTex", b"RMTX": "mentalrayTexture", b"RTMV": "movie",
    b"DIPL": "imagePlane", b"AUDI": "audio", b"CCHF": "cacheFile", b"DSKC": "diskCache", b"YDGL": "dynGlobals",
    b"CMGB": "colorManagementGlobals", b"NMIC": "makeIllustratorCurves", b"SCRP": "script", b"DEXP": "expression",
    b"HYPL": "hyperLayout", b"DHPV": "hyperView",
}  # fmt: skip

_RENDER_SETUP: Mapping[int, str] = {
    0x371: "renderSetup", 0x372: "renderSetupLayer", 0x373: "collection", 0x375: "basicSelector",
    0x378: "absOverride", 0x37A: "relOverride", 0x37D: "applyAbsFloatOverride", 0x37F: "applyRelFloatOverride",
    0x381: "applyAbs3FloatsOverride", 0x383: "applyRel3FloatsOverride", 0x384: "applyConnectionOverride",
    0x385: "connectionOverride", 0x386: "shaderOverride", 0x387: "materialOverride", 0x38A: "applyAbsBoolOverride",
    0x38C: "applyAbsEnumOverride", 0x391: "applyAbsIntOverride", 0x392: "applyRelIntOverride",
    0x393: "applyAbsStringOverride", 0x394: "lightsCollection", 0x395: "renderSettingsCollection",
    0x397: "applyAbs2FloatsOverride", 0x399: "applyRel2FloatsOverride", 0x39A: "lightsChildCollection",
    0x39B: "aovCollection", 0x39C: "aovChildCollection", 0x39E: "simpleSelector", 0x39F: "arnoldAOVChildSelector",
    0x3A0: "absUniqueOverride", 0x3A1: "relUniqueOverride", 0x3A2: "connectionUniqueOverride",
    0x3A3: "renderSettingsChildCollection", 0x3A4: "lightsCollectionSelector",
}  # fmt: skip
_RENDER_SETUP_BASE = 0x58000000


def node_types() -> Dict[bytes, str]:
    """Group type -> node type, for Maya's own nodes."""
    setup = {pack(">I", _RENDER_SETUP_BASE + number): name for number, name in _RENDER_SETUP.items()}
    return {**setup, **TYPES}
