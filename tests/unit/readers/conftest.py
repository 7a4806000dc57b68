"""What the tests of the readers share."""

from __future__ import annotations

from typing import Any, Callable

import pytest
from ma_scenes import scene_text

from farmhand.readers import open_scene
from farmhand.scene.host import run
from farmhand.scene.model import Scene


@pytest.fixture
def read(tmp_path: Any) -> Callable[..., Scene]:
    """Write a scene into a folder of its own and analyse it."""

    def reader(*args: str, **kwargs: Any) -> Scene:
        project = kwargs.pop("project", "")
        name = kwargs.pop("name", "s.ma")
        path = tmp_path / name
        path.write_bytes(scene_text(*args, **kwargs).encode("utf-8"))
        return run(open_scene(str(path), project).analyse())

    return reader
