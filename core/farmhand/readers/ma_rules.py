"""What the farm warns about in the settings of a renderer, told of each layer that it renders as that layer has them.

Codes and triggers are the farm's (maya_tips.json). What depends on the account's platform is told as a warning. A scene
file tells only those whose spelling in a file is known (`ma_attributes`); the open scene tells all. What a file cannot
hold at all, Maya's own state, is in the plug-in.
"""

from __future__ import annotations

from typing import Callable, FrozenSet, Iterator, NamedTuple, Tuple

from farmhand.readers.ma_graph import Graph, Node, as_number
from farmhand.readers.ma_overrides import Plug
from farmhand.scene.model import WARNING, Tip

_UNSET = -1.0


class Rule(NamedTuple):
    """One setting of a renderer, and the values that are told."""

    code: str
    renderer: str
    node: str
    attribute: str
    told: FrozenSet[int]
    message: str


_ON = frozenset((1,))

RULES: Tuple[Rule, ...] = (
    Rule("25005", "arnold", "defaultArnoldRenderOptions", "renderType", frozenset((1, 2)),
         "Arnold is set to write something other than pictures."),
    Rule("25007", "vray", "vraySettings", "vrscene_on", _ON, "V-Ray is set to export a .vrscene."),
    Rule("25022", "vray", "vraySettings", "productionEngine", frozenset((1, 2, 3)),
         "V-Ray renders on graphics cards; choose a platform that has them."),
    Rule("25027", "redshift", "redshiftOptions", "irradianceCacheMode", frozenset((2,)),
         "Redshift only computes its caches and writes no picture."),
    Rule("25027", "redshift", "redshiftOptions", "irradiancePointCloudMode", frozenset((2,)),
         "Redshift only computes its caches and writes no picture."),
    Rule("25028", "vray", "vraySettings", "globopt_gi_dontRenderImage", _ON, "V-Ray is set to render no picture."),
    Rule("25033", "arnold", "defaultArnoldRenderOptions", "renderDevice", frozenset((1,)),
         "Arnold renders on graphics cards; choose a platform that has them."),
    Rule("25055", "arnold", "defaultArnoldDriver", "outputMode", frozenset((0,)),
         "Arnold's driver only shows pictures and writes none."),
)  # fmt: skip


class NodeRule(NamedTuple):
    """Nodes that are told where a renderer meets them.

    Attributes:
        code, renderer, message: As of a Rule.
        node_type: Which nodes.
        said: What each of them must say to count: an attribute and its text. Empty where being there is enough.
        mode: A setting of the renderer that must hold one of `modes`, 0 where it is unset. Empty where none must.
        modes: See `mode`.
    """

    code: str
    renderer: str
    node_type: str
    said: Tuple[str, ...]
    mode: Tuple[str, ...]
    modes: FrozenSet[int]
    message: str


NODE_RULES: Tuple[NodeRule, ...] = (
    NodeRule("25056", "arnold", "aiImagerDenoiserOptix", (), (), frozenset(),
             "Arnold's Optix denoiser needs graphics cards."),
    NodeRule("25040", "vray", "VRayRenderElement", ("vrayClassType", "denoiserChannel"),
             ("vraySettings", "productionEngine"), frozenset((0, 1)),
             "V-Ray's denoiser needs graphics cards; choose a platform that has them."),
)  # fmt: skip

SCRIPTS = (("defaultRenderGlobals", "preMel"), ("defaultRenderGlobals", "postMel"))


def locked_scripts(graph: Graph) -> Iterator[Tip]:
    """Scripts around the render that somebody locked: nobody can change them on the farm."""
    found = tuple("%s.%s" % plug for plug in SCRIPTS if plug in graph.locked)
    if found:
        yield Tip("25034", WARNING, "Scripts before or after the render are locked.", found)


def broken(label: str, renderer: str, reads: Callable[[Plug], str], graph: Graph) -> Iterator[Tip]:
    """What one layer's settings and nodes break.

    Args:
        label: The layer's, for the detail.
        renderer: What renders it.
        reads: A setting's text in this layer, empty where the scene does not write it.
        graph: The scene, for its nodes.
    """
    for node_rule in NODE_RULES:
        if node_rule.renderer == renderer and _in_mode(node_rule, reads):
            nodes = tuple(node.name for node in graph.of(node_rule.node_type) if _counts(node_rule, node))
            if nodes:
                yield Tip(node_rule.code, WARNING, node_rule.message, nodes)
    for rule in RULES:
        if rule.renderer == renderer and as_number(reads((rule.node, rule.attribute)), _UNSET) in rule.told:
            yield Tip(rule.code, WARNING, rule.message, ("%s: %s.%s" % (label, rule.node, rule.attribute),))


def _in_mode(rule: NodeRule, reads: Callable[[Plug], str]) -> bool:
    return not rule.mode or as_number(reads((rule.mode[0], rule.mode[1])), 0.0) in rule.modes


def _counts(rule: NodeRule, node: Node) -> bool:
    return not rule.said or node.text(rule.said[0]) == rule.said[1]
