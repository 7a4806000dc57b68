"""The one table of routes: path to operation."""

from __future__ import annotations

from typing import Dict

from farmhand_sandbox.operations import account, environments, history, tasks, transfer, watching
from farmhand_sandbox.operations.route import Route

ROUTES: Dict[str, Route] = {
    path: route
    for module in (account, environments, history, tasks, transfer, watching)
    for route in module.ROUTES
    for path in route.paths
}
