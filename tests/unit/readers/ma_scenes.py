"""Small Maya ASCII scenes made by hand, around one matter each."""

from __future__ import annotations

HEAD = '//Maya ASCII 2023 scene\n//Name: s.ma\n//Codeset: UTF-8\nrequires maya "2023";\n'
LAYERS = 'createNode renderLayerManager -n "renderLayerManager";\ncreateNode renderLayer -n "defaultRenderLayer";\n'
GLOBALS = "select -ne :defaultRenderGlobals;\n"
LINKS = 'connectAttr "renderLayerManager.rlmi[0]" "defaultRenderLayer.rlid";\n'
END = "// End of s.ma\n"


def scene_text(body: str = "", settings: str = "", links: str = "", head: str = HEAD, end: str = END) -> str:
    """A whole scene: nodes, then the settings of defaultRenderGlobals and others, then connections."""
    return head + body + LAYERS + GLOBALS + settings + LINKS + links + end
