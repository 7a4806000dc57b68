"""Small Maya ASCII scenes made by hand, around one matter each."""

HEAD = '//Maya ASCII 2024 scene\n//Name: s.ma\n//Codeset: UTF-8\n%srequires maya "2024";\n'
MANAGER = 'createNode renderLayerManager -n "renderLayerManager";\ncreateNode renderLayer -n "defaultRenderLayer";\n'
LINK = 'connectAttr "renderLayerManager.rlmi[0]" "defaultRenderLayer.rlid";\n'
ARNOLD = '\tsetAttr ".ren" -type "string" "arnold";\n'
VRAY = '\tsetAttr ".ren" -type "string" "vray";\n'
REDSHIFT = '\tsetAttr ".ren" -type "string" "redshift";\n'
LEGACY = (
    'connectAttr "renderLayerManager.rlmi[1]" "fog.rlid";\n'
    'connectAttr "defaultRenderGlobals.ef" "fog.adjs[0].plg";\n'
    'connectAttr "perspShape.rnd" "fog.adjs[1].plg";\n'
)
"""Settings of defaultRenderGlobals; the connections of a layer `fog` that changes the last frame and persp."""


def text(nodes="", settings="", links="", files="", manager=MANAGER + LINK):
    """A scene: references, nodes, defaultRenderGlobals, connections."""
    made, _, linked = manager.partition("connectAttr")
    globals_ = "select -ne :defaultRenderGlobals;\n" + settings
    links = ("connectAttr" + linked if linked else "") + links
    return HEAD % files + nodes + made + globals_ + links + "// End of s.ma\n"


def node(kind, name, **values):
    """A node whose attributes are set; strings as strings, switches as yes and no."""
    lines = ['createNode %s -n "%s";' % (kind, name)]
    for attribute, value in values.items():
        if isinstance(value, bool):
            lines.append('\tsetAttr ".%s" %s;' % (attribute, "yes" if value else "no"))
        elif isinstance(value, str):
            lines.append('\tsetAttr ".%s" -type "string" "%s";' % (attribute, value))
        else:
            lines.append('\tsetAttr ".%s" %r;' % (attribute, value))
    return "\n".join(lines) + "\n"
