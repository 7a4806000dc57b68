"""A hook that refuses scenes whose name the studio's pipeline could not sort: `shot_010.ma`, `sh0420_fx_v003.hip`.

    FARMHAND_HOOKS=/studio/hooks/naming_rule.py farmhand submit shot_010.ma

STUDIO_SCENE_NAME is another rule, as a regular expression for the name without its ending.
"""

import os
import re

from farmhand.hooks import HookRefused

RULE = r"[a-z]+_?\d{3,4}(_[a-z]+)*(_v\d{3})?"


def before_submission(event):
    """Look at the name."""
    name = os.path.splitext(os.path.basename(event.scene))[0]
    if not re.fullmatch(os.environ.get("STUDIO_SCENE_NAME", RULE), name):
        raise HookRefused(
            "The scene {name} is not named as our shots are.", "Name it like shot_010_fx_v003, then submit.", name=name
        )
