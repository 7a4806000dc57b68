"""Every real Maya scene, in both forms, gives the result that was looked over once.

The results lie in `golden/maya`, with the scenes' folder written as `<scenes>`. After a change that is meant, write
them anew and look at the difference before it is committed:

    FARMHAND_WRITE_GOLDEN=1 python -m pytest tests/unit/readers/test_maya_binary_golden.py
"""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
import real_scenes

from farmhand.readers import open_scene
from farmhand.scene.host import run

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden", "maya")
WRITE = bool(os.environ.get("FARMHAND_WRITE_GOLDEN"))
SCENES = sorted(name + ending for ending in (".ma", ".mb") for name in real_scenes.named(ending))
NAMES = SCENES if WRITE else sorted(name[: -len(".json")] for name in os.listdir(GOLDEN))


def _result(name: str) -> Any:
    found = json.dumps(run(open_scene(real_scenes.path(name)).analyse()).as_dict(), ensure_ascii=False)
    return json.loads(found.replace(json.dumps(real_scenes.MAYA)[1:-1], "<scenes>"))


@pytest.mark.parametrize("name", NAMES)
def test_a_real_scene_gives_its_golden_result(name: str) -> None:
    if name not in SCENES:
        pytest.skip("no such scene at ../shared/scenes or FARMHAND_REAL_SCENES: " + name)
    path = os.path.join(GOLDEN, name + ".json")
    found = _result(name)
    if WRITE:
        os.makedirs(GOLDEN, exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
    with open(path, encoding="utf-8") as file:
        assert found == json.load(file)


@real_scenes.needed
@pytest.mark.skipif("FARMHAND_REAL_SCENES" in os.environ, reason="other scenes have no results here")
def test_every_real_scene_has_a_golden_result() -> None:
    assert set(SCENES) <= {name[: -len(".json")] for name in os.listdir(GOLDEN)}
