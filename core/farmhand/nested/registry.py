"""Which reader reads which file, by its ending: the one table to extend.

A reader judges the content by itself and raises Unreadable where the ending lied. Alembic, VDB and pictures name no
files and are left out.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Mapping, Optional

from farmhand.nested.arnold import read_ass
from farmhand.nested.guess import read_redshift_proxy
from farmhand.nested.materialx import read_mtlx
from farmhand.nested.ocio import read_ocio
from farmhand.nested.renderman import read_rib
from farmhand.nested.said import Reader
from farmhand.nested.usd import read_usd
from farmhand.nested.vray import read_vrscene
from farmhand.nested.xgen import read_xgen

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "ass": read_ass,
        "usd": read_usd,
        "usda": read_usd,
        "usdc": read_usd,
        "usdz": read_usd,
        "vrscene": read_vrscene,
        "rs": read_redshift_proxy,
        "xgen": read_xgen,
        "xgd": read_xgen,
        "mtlx": read_mtlx,
        "rib": read_rib,
        "ocio": read_ocio,
    }
)
"""File ending in small letters, without its dot and without a `.gz` after it -> what reads such files."""

_ENDING = re.compile(r"\.(\w+)(?:\.gz)?$")


def reader_for(path: str, extra: Mapping[str, Reader]) -> Optional[Reader]:
    """What reads a file, None for files that name no others.

    Args:
        path: Its name or path.
        extra: Further readers, in the form of READERS; they win over its own.
    """
    ending = _ENDING.search(path.lower())
    if not ending:
        return None
    return extra.get(ending.group(1)) or READERS.get(ending.group(1))
