"""What Houdini's menus and the shelf tool call: open the panel, with the ROPs that were clicked."""

# ruff: noqa: PLC0415  the panel is imported when somebody wants it

from __future__ import annotations

import logging
from typing import Any, List, Mapping

import hou

from farmhand.readers.houdini import tables

_log = logging.getLogger(__name__)

_ROP_TABLES = frozenset(("Driver",))
_LEADS = tables.PASSES_ON - {"null", "merge", "switch", "subnet", "shell"}
"""Types that lead to ROPs wherever they are; the others of PASSES_ON do so among ROPs alone."""


def open_panel(kwargs: Mapping[str, Any]) -> None:
    """Menu and shelf: the panel, as the scene is."""
    del kwargs
    if not hou.isUIAvailable():
        return
    from farmhand_houdini import window

    window.show()


def submit(kwargs: Mapping[str, Any]) -> None:
    """The entry in a node's own menu: the panel, with the clicked ROP chosen, and every selected one if it is selected.

    Args:
        kwargs: What Houdini gives the script of a menu entry.
    """
    from farmhand_houdini import window

    window.show(clicked(kwargs))


def is_rop(kwargs: Mapping[str, Any]) -> bool:
    """Whether the entry is shown for a node; asked each time the menu opens, so it is cheap and never raises."""
    try:
        return _is_rop(kwargs["node"])
    except Exception:  # noqa: BLE001  a menu of Houdini's must open whatever is wrong here
        _log.exception("Farmhand cannot tell whether the node renders")
        return False


def clicked(kwargs: Mapping[str, Any]) -> List[str]:
    """Paths of the nodes that the artist means.

    Args:
        kwargs: What Houdini gives the script of a menu entry.
    """
    node = kwargs["node"]
    selected = [one for one in hou.selectedNodes() if _is_rop(one)]
    paths = [one.path() for one in selected]
    return paths if node.path() in paths else [node.path()]


def _is_rop(node: Any) -> bool:
    kind = tables.base_type(str(node.type().name()))
    rop = tables.ROPS.get(kind)
    if rop is not None:
        return not rop.animated or node.parmTuple("trange") is not None
    return kind in _LEADS or (kind in tables.PASSES_ON and node.type().category().name() in _ROP_TABLES)
