"""What was decided about a scene's files, kept for the next time the scene is opened: a JSON file in the data folder.

Paths are kept, not sizes and times: those are looked up anew, and what is no longer there is forgotten.
"""

from __future__ import annotations

import json
import logging
import os
from typing import Any, Dict, List, Tuple

from farmhand.files import write_whole
from farmhand.job.assets import NOTHING_CHOSEN, AssetChoices, asset_of
from farmhand.scene.model import Asset

_log = logging.getLogger(__name__)
NAME = "asset_choices.json"
MOST_SCENES = 500
"""Scenes that are remembered; the longest unused goes first."""


def recall(folder: str, scene_path: str) -> AssetChoices:
    """What was decided about a scene's files. Looks at the disk: not for a DCC's main thread.

    Args:
        folder: The data folder.
        scene_path: Absolute path of the scene.
    """
    kept = _read(folder).get(scene_path)
    if not isinstance(kept, dict):
        return NOTHING_CHOSEN
    found = {
        str(pattern): _assets(files) for pattern, files in _mapping(kept.get("found")).items() if _assets(files)
    }
    return AssetChoices(
        ignored=frozenset(text for text in _list(kept.get("ignored")) if isinstance(text, str)),
        found=found,
        added=_assets(kept.get("added")),
    )


def remember(folder: str, scene_path: str, choices: AssetChoices) -> None:
    """Keep what was decided about a scene's files.

    Args:
        folder: The data folder.
        scene_path: Absolute path of the scene.
        choices: What to keep; nothing chosen forgets the scene.

    Raises:
        DiskError: The folder cannot be written.
    """
    scenes = _read(folder)
    scenes.pop(scene_path, None)
    if choices != NOTHING_CHOSEN:
        scenes[scene_path] = {
            "ignored": sorted(choices.ignored),
            "found": {pattern: _pairs(files) for pattern, files in choices.found.items()},
            "added": _pairs(choices.added),
        }
    for old in list(scenes)[:-MOST_SCENES]:
        del scenes[old]
    write_whole(os.path.join(folder, NAME), json.dumps(scenes, ensure_ascii=True, indent=1).encode("ascii"))


def _read(folder: str) -> Dict[str, Any]:
    path = os.path.join(folder, NAME)
    try:
        with open(path, encoding="utf-8") as stream:
            scenes = json.load(stream)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        _log.warning("%s cannot be read, nothing is remembered of it: %s", path, error)
        return {}
    return _mapping(scenes)


def _pairs(assets: Any) -> List[List[str]]:
    return [[asset.path, asset.server] for asset in assets]


def _assets(pairs: Any) -> Tuple[Asset, ...]:
    found = []
    for pair in _list(pairs):
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(text, str) for text in pair):
            asset = asset_of(pair[0], pair[1])
            if asset is not None:
                found.append(asset)
    return tuple(found)


def _mapping(value: Any) -> Dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> List[Any]:
    return value if isinstance(value, list) else []
