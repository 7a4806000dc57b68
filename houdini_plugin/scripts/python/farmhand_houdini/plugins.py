"""Which renderers' plug-ins are loaded in this Houdini, and their versions: what the farm must have too.

Houdini has no list of plug-ins with versions. A version stands in the folder that a plug-in's node types come from, or
in a variable that its package sets.
"""

from __future__ import annotations

import re
from typing import Iterable, List, Mapping, Tuple

import hou

from farmhand.paths import forward
from farmhand.readers.houdini import files
from farmhand_houdini.live import Kind

VARIABLES: Mapping[str, Tuple[str, ...]] = {
    "htoa": ("HTOA_VERSION", "HTOA", "HTOA_ROOT", "HTOA_PATH"),
    "redshift": ("REDSHIFT_VERSION", "REDSHIFT_PLUG_IN_VERSION", "REDSHIFT_COREDATAPATH"),
    "vray": ("VRAY_VERSION", "VFH_VERSION", "VRAY_FOR_HOUDINI", "VFH_ROOT", "VFH_HOME_PATH"),
    "RenderMan": ("RFH_VERSION", "RFHTREE", "RMANTREE"),
    "octane": ("OCTANE_VERSION", "OCTANE_PLUGIN_PATH"),
    "SideFXLabs": ("SIDEFXLABS_VERSION", "SIDEFXLABS"),
}
"""Plug-in -> variables that hold its version, or a folder named for it; the first that tells wins."""

_VERSION = re.compile(r"(?<![\d.])(\d+(?:\.\d+){1,3})(?![\d.])")


def versions(plugins: Iterable[str], kinds: Iterable[Kind], houdini: str) -> Mapping[str, str]:
    """The version of each plug-in; empty where nothing here tells it.

    Args:
        plugins: Their names.
        kinds: The node types in use.
        houdini: This Houdini's version, which stands in folders too and is none of theirs.
    """
    libraries = [(files.plugin_of(kind.library, [kind.full]), kind.library) for kind in kinds if kind.library]
    return {
        name: _version([path for of, path in libraries if of == name] + _said(name), houdini)
        for name in sorted(plugins)
    }


def _said(plugin: str) -> List[str]:
    return [text for text in (hou.getenv(name) or "" for name in VARIABLES.get(plugin, ())) if text]


def _version(texts: Iterable[str], houdini: str) -> str:
    for text in texts:
        for part in reversed(forward(text).split("/")):
            found = [one for one in _VERSION.findall(part) if one != houdini and not houdini.startswith(one + ".")]
            if found:
                return str(found[0])
    return ""
