"""What the farm warns about in the settings of a renderer, told of each layer that it renders as that layer has them.

Codes and triggers are the farm's (maya_tips.json). What depends on the account's platform is told as a warning. A scene
file tells only those whose spelling in a file is known (`ma_attributes`); the open scene tells all.
"""

from __future__ import annotations

from typing import Callable, FrozenSet, Iterator, NamedTuple, Tuple

from farmhand.readers.ma_graph import as_number
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


def broken(label: str, renderer: str, reads: Callable[[Plug], str]) -> Iterator[Tip]:
    """What one layer's settings break.

    Args:
        label: The layer's, for the detail.
        renderer: What renders it.
        reads: A setting's text in this layer, empty where the scene does not write it.
    """
    for rule in RULES:
        if rule.renderer == renderer and as_number(reads((rule.node, rule.attribute)), _UNSET) in rule.told:
            yield Tip(rule.code, WARNING, rule.message, ("%s: %s.%s" % (label, rule.node, rule.attribute),))
