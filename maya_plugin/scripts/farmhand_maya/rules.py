"""What the farm warns about that no scene file holds: Maya's own preferences, plug-ins that are not loaded.

Codes and triggers are the farm's (maya_tips.json); those about what a scene holds are in `farmhand.readers.ma_rules`.
"""

from __future__ import annotations

import os
from typing import Any, Tuple

from maya import cmds

from farmhand.readers.ma_overrides import MASTER
from farmhand.scene.checks import RENDERER_PLUGINS
from farmhand.scene.model import WARNING, Scene, Tip
from farmhand_maya import values

UNLOADED = "reference_unloaded"
"""Code of ours for a reference whose file is there but whose nodes are not."""

SETUP_SWITCH, LEGACY_VARIABLE = "renderSetupEnable", "MAYA_ENABLE_LEGACY_RENDER_LAYERS"
"""The preference, and the variable that overrules it, by which Maya shows render setup or legacy layers."""

ONLY_LIVE = frozenset(("25051", "20013", UNLOADED))
"""Codes that the file reader never tells: no file holds what they are about."""


def tips(scene: Scene) -> Tuple[Tip, ...]:
    """Everything the rules find in the open scene.

    Args:
        scene: Its analysis so far, for what renders.
    """
    renderers = {target.renderer for target in scene.targets if target.enabled}
    return _not_loaded(renderers) + _other_system(scene)


def _other_system(scene: Scene) -> Tuple[Tip, ...]:
    """Layers of the system that this Maya is not set to. Source: Maya's own mayaHasRenderSetup."""
    legacy = os.environ.get(LEGACY_VARIABLE, "")
    if legacy:
        setup = legacy == "0"
    elif cmds.optionVar(exists=SETUP_SWITCH):
        setup = bool(cmds.optionVar(query=SETUP_SWITCH))
    else:
        return ()
    kind = "legacy_layer" if setup else "render_setup_layer"
    found = tuple(target.label for target in scene.targets if target.kind == kind and target.name != MASTER)
    message = "Layers are of the other layer system than this Maya is set to (render setup or legacy layers)."
    return (Tip("20013", WARNING, message, found),) if found else ()


def _not_loaded(renderers: Any) -> Tuple[Tip, ...]:
    absent = []
    for renderer in sorted(renderers & set(RENDERER_PLUGINS)):
        name = RENDERER_PLUGINS[renderer]
        if not any(_is_loaded(spelled) for spelled in (name, name + ".py")):
            absent.append("%s: %s" % (renderer, name))
    message = "A renderer's plug-in is not loaded in Maya; its settings may be read wrongly."
    return (Tip("25051", WARNING, message, tuple(absent)),) if absent else ()


def _is_loaded(plugin: str) -> bool:
    try:
        return bool(cmds.pluginInfo(plugin, query=True, loaded=True))
    except values.GONE:  # Maya has never heard of it
        return False
