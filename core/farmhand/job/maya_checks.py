"""What only the chosen plug-ins and the chosen parts make wrong for a Maya scene: the farm's rules about what is
configured. Codes and triggers are the farm's (maya_tips.json); where it is too eager, ours says less.
"""

from __future__ import annotations

import os
import re
from typing import Iterator, Mapping, Tuple

from farmhand.job.choices import Job
from farmhand.scene.model import WARNING, Tip
from farmhand.scene.pictures import overwritten, repeats_numbers

ARNOLD, CRYPTOMATTE = "mtoa", "Cryptomatte"
_RENDERMAN = frozenset(("renderman", "renderManRIS", "renderMan"))
_BRINGS_CRYPTOMATTE = (3, 1)
"""Arnold's plug-in from here on has Cryptomatte inside."""
_NO_TILES = (5,)
"""Arnold's plug-in from here on does not render parts of a frame on the farm."""


def maya_tips(job: Job, offered: Mapping[str, object]) -> Iterator[Tip]:
    """What the choice of plug-ins and tiles breaks.

    Args:
        job: A job of a Maya scene; those of other programs have none of this.
        offered: The plug-ins that the farm has, by name; empty where it was not asked.
    """
    if job.scene.host != "maya":
        return
    local, chosen = job.scene.plugins, job.choices.plugins
    configured = dict(chosen if chosen is not None else {
        name: version for name, version in local.items() if not offered or name in offered})  # fmt: skip
    renderers = {target.renderer for target in job.rendering}
    other = tuple(
        "%s %s -> %s" % (name, local[name], version)
        for name, version in sorted(configured.items())
        if name in local and local[name] != version
    )
    if other:
        yield Tip("20017", WARNING, "Other versions of plug-ins are chosen than this scene uses.", other)
    arnold = configured.get(ARNOLD, "")
    if arnold and job.choices.tiles > 1 and "arnold" in renderers and _version(arnold) >= _NO_TILES:
        yield Tip("20023", WARNING, "This version of Arnold does not render frames in parts.", (arnold,))
    both = tuple(sorted(renderers & _RENDERMAN))
    if arnold and both:
        yield Tip("25024", WARNING, "RenderMan renders, and Arnold's plug-in is chosen too; leave it out.", both)
    if arnold and CRYPTOMATTE in configured and _version(arnold) > _BRINGS_CRYPTOMATTE:
        yield Tip("25037", WARNING, "This version of Arnold has Cryptomatte inside; leave that plug-in out.", (arnold,))


def maya_pictures(job: Job) -> Iterator[Tip]:
    """What layers, cameras or frames of the job would write over each other.

    Args:
        job: A job of a Maya scene.
    """
    scene = os.path.splitext(os.path.basename(job.scene.path))[0]
    found = overwritten(job.rendering, scene, len(job.scene.targets))
    if found:
        details = tuple("%s: %s" % (name, "; ".join(writers)) for name, writers in found)
        message = "Layers or cameras would write the same pictures; the last one wins."
        yield Tip("output_clash", WARNING, message, details)
    still = tuple(target.label for target in job.rendering if repeats_numbers(target))
    if still:
        yield Tip("output_flat", WARNING, "Frames are renumbered in steps below 1: some would overwrite others.", still)


def _version(text: str) -> Tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"[0-9]{1,9}", text))
