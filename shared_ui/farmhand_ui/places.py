"""Where in the panel, or in the open scene, a finding can be looked at."""

from __future__ import annotations

from typing import NamedTuple

from farmhand.scene.model import Scene, Tip
from farmhand_ui.slicing import AT_A_TIME, Steps

SCENE, FILES, SETTINGS, NODE = "scene", "files", "settings", "node"

PAGES = {
    "15013": SETTINGS,
    "913": SETTINGS,
    "low_balance": SETTINGS,
    "hardware_gone": SETTINGS,
    "hardware_excludes": SETTINGS,
    "tiles_and_frames": SETTINGS,
    "tiles_and_layers": SETTINGS,
    "20003": SCENE,
    "15006": SCENE,
    "server_path_clash": FILES,
    "no_server_path": FILES,
    "name_refused": FILES,
}
"""Page by the code of a finding that is about no single node."""


class Place(NamedTuple):
    """A page, or a node of the open scene.

    Attributes:
        where: `node`, `scene`, `files` or `settings`.
        name: The node, the target's name, or what to look for among the files; may be empty.
    """

    where: str
    name: str = ""


def look_for(scene: Scene, tip: Tip, detail: str = "") -> Steps:
    """Find where a finding can be looked at, in steps; ends with a Place, or None where nothing is known.

    Args:
        scene: The analysed scene.
        tip: The finding.
        detail: Which of its details; empty: the first.
    """
    detail = detail or (tip.details[0] if tip.details else "")
    if detail:
        named = detail.partition(": ")[0]
        for target in scene.targets:
            if named in (target.label, target.name):
                return Place(SCENE, target.name)
        for number, reference in enumerate(scene.references):  # what costs little comes first
            if number % AT_A_TIME == AT_A_TIME - 1:
                yield
            node = reference.node
            if (
                detail == reference.pattern
                or named == node
                or (named.startswith(node) and named == "%s.%s" % (node, reference.attribute))
            ):
                return Place(NODE, node)
    return Place(PAGES[tip.code], detail if PAGES[tip.code] == FILES else "") if tip.code in PAGES else None
