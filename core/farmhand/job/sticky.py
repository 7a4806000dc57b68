"""What the user chose, as plain data that can be kept: beside the journal for one scene, or as a preset.

The scene is never touched for it. Data that was written by another version, or by hand, is taken as far as it fits;
what does not fit is left out and logged, so that an old file can never keep a scene from opening.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import logging
import os
import re
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, FrozenSet, Mapping, Optional, Tuple

from farmhand.errors import FarmhandError
from farmhand.files import write_whole
from farmhand.frames import FrameRange
from farmhand.job.choices import Choices, TargetChoice
from farmhand.scene.model import Scene, Tip

_log = logging.getLogger(__name__)

FOLDER = "choices"
"""Below the data folder."""


@dataclass(frozen=True)
class Kept:
    """What is remembered of one scene.

    Attributes:
        choices: What the user chose, for layers too that the scene does not have at present.
        ignored: Keys of the findings (`finding_key`) that the user does not want to see again.
    """

    choices: Choices = field(default_factory=Choices)
    ignored: FrozenSet[str] = frozenset()


class ChoiceStore:
    """One small JSON file for each scene, named after its path.

    Args:
        folder: The data folder (`settings.data_folder`).
    """

    def __init__(self, folder: str) -> None:
        self._folder = os.path.join(folder, FOLDER)

    def load(self, scene_path: str) -> Optional[Kept]:
        """What is remembered of a scene; None where nothing is, or it cannot be read."""
        path = self.path(scene_path)
        try:
            with open(path, encoding="utf-8") as stream:
                data = json.load(stream)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            _log.warning("The choices in %s cannot be read: %s", path, error)
            return None
        if not isinstance(data, dict):
            return None
        ignored = data.get("ignored")
        keys = frozenset(str(key) for key in ignored) if isinstance(ignored, list) else frozenset()
        return Kept(choices_from_data(data.get("choices")), keys)

    def save(self, scene_path: str, kept: Kept) -> None:
        """Remember; what equals the defaults is not written, and nothing at all leaves no file.

        Raises:
            DiskError: The file cannot be written.
        """
        path = self.path(scene_path)
        data = {"scene": scene_path, "choices": choices_to_data(kept.choices), "ignored": sorted(kept.ignored)}
        if kept == Kept() and not os.path.exists(path):
            return
        write_whole(path, json.dumps(data, indent=1, ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def path(self, scene_path: str) -> str:
        """Where a scene's choices lie: readable, and one file for each path whatever its name."""
        full = os.path.normcase(os.path.abspath(scene_path))
        digest = hashlib.sha256(full.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        stem = re.sub(r"[^A-Za-z0-9_-]+", "_", os.path.splitext(os.path.basename(full))[0])[:60]
        return os.path.join(self._folder, "{}-{}.json".format(stem, digest))


def choices_to_data(choices: Choices) -> Dict[str, Any]:
    """The fields that differ from the defaults, as JSON takes them."""
    found: Dict[str, Any] = {}
    for item in dataclasses.fields(Choices):
        value = getattr(choices, item.name)
        if item.name != "targets" and value != _default(item):
            found[item.name] = dict(value) if isinstance(value, Mapping) else value
    targets = {name: _target_data(choice) for name, choice in choices.targets.items() if choice != TargetChoice()}
    if targets:
        found["targets"] = targets
    return found


def choices_from_data(data: Any) -> Choices:
    """Choices from such data; each field by itself, so that one wrong value costs only itself."""
    choices = Choices()
    if not isinstance(data, dict):
        return choices
    for name, value in data.items():
        read = _READERS.get(name)
        try:
            if read is None:
                raise ValueError("no such choice")
            choices = dataclasses.replace(choices, **{name: read(value)})
        except (FarmhandError, ValueError, TypeError) as error:
            _log.info("The kept choice %s = %r is left out: %s", name, value, error)
    return choices


def fitted(choices: Choices, scene: Scene) -> Choices:
    """The choices as far as this scene has their layers and cameras."""
    there = {target.name: target for target in scene.targets}
    targets: Dict[str, TargetChoice] = {}
    for name, choice in choices.targets.items():
        if name not in there:
            continue
        if choice.cameras is not None:
            known = set(there[name].all_cameras) | set(there[name].cameras)
            left = tuple(camera for camera in choice.cameras if camera in known)
            cameras = left if left or not choice.cameras else None
            targets[name] = dataclasses.replace(choice, cameras=cameras)
        else:
            targets[name] = choice
    return dataclasses.replace(choices, targets=targets)


def with_absent(choices: Choices, before: Choices, scene: Scene) -> Choices:
    """The choices, and what was remembered before of layers that this scene does not have: they may come back."""
    there = {target.name for target in scene.targets}
    absent = {name: choice for name, choice in before.targets.items() if name not in there}
    return dataclasses.replace(choices, targets={**absent, **choices.targets})


@functools.lru_cache(maxsize=64)
def finding_key(tip: Tip) -> str:
    """What a finding is remembered by: its code and what it is about, so that one more missing file is told again."""
    details = "\n".join(sorted(tip.details)).encode("utf-8", "surrogatepass")
    return "{}:{}".format(tip.code, hashlib.sha256(details).hexdigest()[:16])


def _default(item: Any) -> Any:
    return item.default if item.default is not dataclasses.MISSING else item.default_factory()


def _target_data(choice: TargetChoice) -> Dict[str, Any]:
    found = {item.name: getattr(choice, item.name) for item in dataclasses.fields(choice)}
    return {
        name: str(value) if isinstance(value, FrameRange) else list(value) if isinstance(value, tuple) else value
        for name, value in found.items()
        if value is not None
    }


def _target(data: Any) -> TargetChoice:
    readers: Dict[str, Callable[[Any], Any]] = {
        "enabled": _switch, "frames": _frames, "cameras": _names, "width": _pixels, "height": _pixels,
    }  # fmt: skip
    found = {}
    for name, value in data.items():
        try:
            found[name] = readers[name](value)
        except (KeyError, FarmhandError, ValueError, TypeError) as error:
            _log.info("The kept choice %s = %r of a layer is left out: %s", name, value, error)
    return TargetChoice(**found)


def _targets(data: Any) -> Dict[str, TargetChoice]:
    if not isinstance(data, dict):
        raise ValueError("no object")
    return {str(name): _target(choice) for name, choice in data.items() if isinstance(choice, dict)}


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("no whole number")
    return value


def _pixels(value: Any) -> int:
    if not 0 < _whole(value) < 1000000:
        raise ValueError("no number of pixels")
    return int(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")
    return value


def _frames(value: Any) -> FrameRange:
    return FrameRange.parse(_text(value))


def _names(value: Any) -> Tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("no list")
    return tuple(_text(name) for name in value)


def _plugins(value: Any) -> Optional[Dict[str, str]]:
    if not isinstance(value, dict):
        raise ValueError("no object")
    return {str(name): _text(version) for name, version in value.items()}


def _reader(item: Any) -> Callable[[Any], Any]:
    default = _default(item)
    return _switch if isinstance(default, bool) else _whole if isinstance(default, int) else _text


_READERS: Dict[str, Callable[[Any], Any]] = {item.name: _reader(item) for item in dataclasses.fields(Choices)}
_READERS.update(targets=_targets, plugins=_plugins)
"""How each field of Choices is read; its own rules (`Choices.__post_init__`) decide what it takes."""
