"""Sets of choices under a name: the studio's for everybody, and the user's own.

A preset holds what is not about one scene's layers: project, priority frames, render nodes, times. The one that is
named `Default` is what a scene begins with that was never opened in the panel; the user's wins over the studio's.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import os
from dataclasses import dataclass
from typing import Any, Dict, Mapping, Optional, Tuple

from farmhand.errors import SettingsError
from farmhand.files import write_whole
from farmhand.job.choices import Choices
from farmhand.job.sticky import choices_from_data, choices_to_data
from farmhand.settings import user_settings_file

_log = logging.getLogger(__name__)

STUDIO, USER = "studio", "user"
DEFAULT = "Default"
FILE = "presets.json"
VARIABLE = "FARMHAND_SITE_PRESETS"


@dataclass(frozen=True)
class Preset:
    """Choices under a name.

    Attributes:
        name: As the menu shows it.
        source: `studio` or `user`.
        choices: Without targets.
    """

    name: str
    source: str
    choices: Choices

    def applied(self, choices: Choices) -> Choices:
        """These choices with the preset's in place of all that is not about single layers."""
        return dataclasses.replace(self.choices, targets=choices.targets)


def presets(environment: Optional[Mapping[str, str]] = None) -> Tuple[Preset, ...]:
    """Every preset, the studio's first, each in alphabetical order; a file that cannot be read is logged.

    Args:
        environment: Instead of the process's own.
    """
    return tuple(
        Preset(name, source, dataclasses.replace(choices_from_data(data), targets={}))
        for source, path in ((STUDIO, studio_file(environment)), (USER, user_file()))
        for name, data in sorted(_read(path).items())
    )


def default_choices(environment: Optional[Mapping[str, str]] = None) -> Choices:
    """What a scene begins with."""
    found = [preset for preset in presets(environment) if preset.name == DEFAULT]
    return found[-1].choices if found else Choices()


def save_preset(name: str, choices: Choices) -> None:
    """Keep choices as a preset of the user, in place of one of the same name.

    Raises:
        SettingsError: The name is empty.
        DiskError: The file cannot be written.
    """
    name = name.strip()
    if not name:
        raise SettingsError("A preset needs a name.", "Type one.")
    data = _read(user_file())
    data[name] = choices_to_data(dataclasses.replace(choices, targets={}))
    _write(data)


def delete_preset(name: str) -> None:
    """Forget a preset of the user; harmless where there is none.

    Raises:
        DiskError: The file cannot be written.
    """
    data = _read(user_file())
    if data.pop(name, None) is not None:
        _write(data)


def user_file() -> str:
    """The path of the user's presets."""
    return os.path.join(os.path.dirname(user_settings_file()), FILE)


def studio_file(environment: Optional[Mapping[str, str]] = None) -> str:
    """The path of the studio's presets: `FARMHAND_SITE_PRESETS`, else beside the studio's settings; or empty."""
    environment = os.environ if environment is None else environment
    settings = environment.get("FARMHAND_SITE_SETTINGS", "")
    beside = os.path.join(os.path.dirname(os.path.abspath(settings)), FILE) if settings else ""
    return environment.get(VARIABLE, "") or beside


def _read(path: str) -> Dict[str, Any]:
    if not path:
        return {}
    try:
        with open(path, encoding="utf-8") as stream:
            data = json.load(stream)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        _log.warning("The presets in %s cannot be read: %s", path, error)
        return {}
    return dict(data) if isinstance(data, dict) else {}


def _write(data: Mapping[str, Any]) -> None:
    write_whole(user_file(), json.dumps(data, indent=1, ensure_ascii=False, sort_keys=True).encode("utf-8"))
