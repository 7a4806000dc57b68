"""What the farm warns about that only the open scene can tell: locked settings, nodes, plug-ins that are not loaded.

Codes and triggers are the farm's (maya_tips.json); those about a renderer's settings are in
`farmhand.readers.ma_rules`. What depends on the account's platform is told as a warning.
"""

from __future__ import annotations

import os
from typing import Any, List, Tuple

from maya import cmds

from farmhand.readers.ma_overrides import MASTER
from farmhand.scene.checks import RENDERER_PLUGINS
from farmhand.scene.model import WARNING, Scene, Tip
from farmhand_maya import values

FORBIDDEN_NODES = (("25056", "arnold", "aiImagerDenoiserOptix", "Arnold's Optix denoiser needs graphics cards."),)
"""Code, renderer, node type, sentence."""

_MEL = ("preMel", "postMel")

UNLOADED = "reference_unloaded"
"""Code of ours for a reference whose file is there but whose nodes are not."""

SETUP_SWITCH, LEGACY_VARIABLE = "renderSetupEnable", "MAYA_ENABLE_LEGACY_RENDER_LAYERS"
"""The preference, and the variable that overrules it, by which Maya shows render setup or legacy layers."""

ONLY_LIVE = frozenset(("25056", "25034", "25051", "25040", "20013", UNLOADED))
"""Codes that the file reader never tells."""


def tips(scene: Scene) -> Tuple[Tip, ...]:
    """Everything the rules find in the open scene.

    Args:
        scene: Its analysis so far, for what renders.
    """
    renderers = {target.renderer for target in scene.targets if target.enabled}
    found: List[Tip] = []
    for code, renderer, node_type, message in FORBIDDEN_NODES:
        nodes = _of_type(node_type) if renderer in renderers else ()
        if nodes:
            found.append(Tip(code, WARNING, message, nodes))
    more = (_locked_scripts(), _not_loaded(renderers), _denoiser(renderers), _other_system(scene))
    return tuple(found) + tuple(tip for tips_of_rule in more for tip in tips_of_rule)


def _of_type(node_type: str) -> Tuple[str, ...]:
    try:
        return tuple(cmds.ls(type=node_type) or ())
    except values.GONE:  # no such node type: its plug-in is not there
        return ()


def _denoiser(renderers: Any) -> Tuple[Tip, ...]:
    """V-Ray's denoiser among the render elements, while V-Ray renders on processors."""
    if "vray" not in renderers or values.value("vraySettings", "productionEngine", 0) not in (0, 1):
        return ()
    nodes = tuple(
        node for node in _of_type("VRayRenderElement") if values.value(node, "vrayClassType") == "denoiserChannel"
    )
    message = "V-Ray's denoiser needs graphics cards; choose a platform that has them."
    return (Tip("25040", WARNING, message, nodes),) if nodes else ()


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


def _locked_scripts() -> Tuple[Tip, ...]:
    locked = []
    for attribute in _MEL:
        plug = "defaultRenderGlobals." + attribute
        try:
            if cmds.getAttr(plug, lock=True):
                locked.append(plug)
        except values.GONE:
            continue
    return (Tip("25034", WARNING, "Scripts before or after the render are locked.", tuple(locked)),) if locked else ()


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
