"""Fixtures of the sandbox's tests; imports are late, so that the modules can be skipped without Flask."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, Iterator

import pytest

if TYPE_CHECKING:
    from sandbox_client import Client, Clock

    from farmhand_sandbox.server import Sandbox


@pytest.fixture
def clock() -> Clock:
    from sandbox_client import Clock

    return Clock()


@pytest.fixture
def settings() -> Dict[str, Any]:
    """Settings of the farm; a test module overrides it."""
    return {"speed": 1.0, "nodes": 2, "analyse_delay": 1.0}


@pytest.fixture
def sandbox(tmp_path: Path, clock: Clock, settings: Dict[str, Any]) -> Iterator[Sandbox]:
    from farmhand_sandbox.server import running_sandbox

    with running_sandbox(tmp_path / "farm", clock=clock, **settings) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    from sandbox_client import Client

    return Client(sandbox)
