"""The operations of the farm, one module per subject; each module ends with its table of routes."""

from __future__ import annotations
