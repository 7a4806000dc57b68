"""Whether a parameter can be evaluated without any node cooking.

Houdini evaluates whatever it is asked to: an expression that counts points cooks the geometry first, which may take an
hour. So an expression is evaluated only where its text, and the text of every parameter it names, is free of what
reads geometry, stages or simulations, and of what changes the scene.
"""

from __future__ import annotations

import re
from typing import List, Optional

import hou

_COOKS = re.compile(
    r"\b(?:n?points?\w*|n?prims?\w*|vertex\w*|n?vertices|detail\w*|bbox|centroid|xyzdist|surfarea|volume\w*|curvature"
    r"|normal|seampoints|point(?:avg|dist|list|neighbours|pattern)?|iprquery|isspline|mindist|metaweight|nuniqueval"
    r"|uniqueval|pic\w*|res|isframe|tex|chop\w*|ic[a-z]*|cf|cl|cr|cs|cop\w*|dop\w*|arrival\w*|inst\w*|sop\w*|lop\w*"
    r"|vorigin|optransform|opparmtransform|origin|stamps?|usd\w*|hasprim\w*|attrib\w*|strmatch_geo|spknn"
    r"|geometry\w*|prims|stage\w*|simulation|planes|allPixels\w*|worldTransform\w*|cook\w*|render\w*|execute\w*"
    r"|pressButton|dataset\w*|exec|eval_geo|system|unix|opcook|opset|opparm|run|setp|popen|call|intrinsicValue)\s*\("
    r"|\.\s*set\w*\s*\(|\bsetFrame\b|\bhscript\b|\bsubprocess\b|@\w|\b__\w+"
)
"""Functions of hscript and of `hou` that read what only a cook makes, that change something or start something."""
_NAMED = re.compile(r"\b(?:ch\w*|(?:eval)?[pP]arm(?:Tuple)?|evalAs\w+|node)\s*\(\s*(?:(['\"])([^'\"]*)\1)?")
_DEEPEST = 8


def is_safe(parm: hou.Parm, depth: int = 0, seen: Optional[List[str]] = None) -> bool:
    """Whether evaluating a parameter starts no cook and changes nothing.

    Args:
        parm: The parameter.
        depth: How many parameters led here.
        seen: Those that were looked at.
    """
    seen = [] if seen is None else seen
    if parm.path() in seen:
        return True
    seen.append(parm.path())
    text = parm.rawValue()
    if depth > _DEEPEST or _COOKS.search(text):
        return False
    for key in parm.keyframes():
        if _COOKS.search(key.expression()):
            return False
        text += " " + key.expression()
    for match in _NAMED.finditer(text):
        if match.group(2) is None:
            continue  # called with what only the expression knows; a node or a parameter by itself cooks nothing
        other = parm.node().parm(match.group(2))
        if other is not None and not is_safe(other, depth + 1, seen):
            return False
    return True


def evaluated(parm: hou.Parm, frame: Optional[float] = None) -> str:
    """A parameter's value as a text; empty where evaluating it could cook something, or fails.

    Args:
        parm: The parameter.
        frame: At this frame; the current one where none is given. The scene's frame stays.
    """
    if not is_safe(parm):
        return ""
    try:
        return parm.evalAsString() if frame is None else parm.evalAsStringAtFrame(frame)
    except (hou.Error, TypeError):
        return ""
