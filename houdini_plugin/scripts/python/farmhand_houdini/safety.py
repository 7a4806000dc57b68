"""Whether a parameter can be evaluated without any node cooking.

Houdini evaluates whatever it is asked to: an expression that counts points cooks the geometry first, which may take an
hour. So an expression is evaluated only where its text, and the text of every parameter it names, is free of what
reads geometry, stages or simulations, and of what changes the scene.
"""

from __future__ import annotations

import re
from typing import List, Optional

import hou

_HSCRIPT = re.compile(
    r"\b(?:n?points?\w*|n?prims?\w*|n?vert\w*|detail\w*|bbox\w*|centroid\w*|xyzdist\w*|surfarea|volume\w*|curvature\w*"
    r"|normal\w*|seampoints|iprquery|isspline|mindist\w*|metaweight|n?uniqueval\w*|pic\w*|tex|res|ic\w?|iw|cf|cl|cr|cs"
    r"|chop\w*|cop\w*|dop\w*|arrival\w*|inst\w*|sop\w*|lop\w*|usd\w*|hasprim\w*|hasattr\w*|isattr\w*|attrib\w*|vorigin"
    r"|origin\w*|optransform\w*|opparmtransform|stamps?|spknn|pythonexpr\w*|run|execute|system|unix|opcook|opset|opparm"
    r"|pdg\w*|workitem\w*)\s*\(|@\w"
)
"""Functions of hscript that read what only a cook makes, change something or start something."""
_PYTHON = re.compile(
    r"\b(?:geometry\w*|prims|points|vertices|\w*[aA]ttrib\w*|intrinsicValue\w*|stage\w*|simulation|planes|allPixels\w*"
    r"|pixel\w*|worldTransform\w*|localTransform\w*|cook\w*|render\w*|execute\w*|pressButton|workItem\w*|samples\w*"
    r"|eval|exec|popen|system|hscript\w*|create\w*|destroy|load\w*|save\w*|open|set\w*)\s*\("
    r"|\bsubprocess\b|\b__\w+"
)
"""And of `hou` and Python."""
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
    keys = parm.keyframes()
    if depth > _DEEPEST or (not keys and "`" in text and _HSCRIPT.search(text)):
        return False
    for key in keys:
        cooks = _PYTHON if key.expressionLanguage() == hou.exprLanguage.Python else _HSCRIPT
        if cooks.search(key.expression()):
            return False
        text += " " + key.expression()
    for match in _NAMED.finditer(text):
        if match.group(2) is None:
            continue  # called with what only the expression knows; a node or a parameter by itself cooks nothing
        other = parm.node().parm(match.group(2))
        if other is not None and not is_safe(other, depth + 1, seen):
            return False
    return True


def evaluated(parm: hou.Parm) -> str:
    """A parameter's value as a text at the current frame; empty where evaluating it could cook something, or fails.

    Args:
        parm: The parameter.
    """
    if not is_safe(parm):
        return ""
    try:
        return parm.evalAsString()
    except (hou.Error, TypeError):
        return ""
