"""English text is the key; a catalogue beside this file holds the other language.

The farm's own statuses and errors come from the core's table, which has both languages, so they stand in one place.
The present language is the window's, hence the process's: it is kept here and nowhere else.
"""

from __future__ import annotations

import json
import logging
import os
from typing import Any, Dict, Mapping

log = logging.getLogger(__name__)

LANGUAGES = {"en": "English", "zh": "中文"}


class _Catalogue:
    """The present language and its texts."""

    language = "en"
    texts: Dict[str, str] = {}


def tr(text: str, **params: Any) -> str:
    """`text` in the present language, its `{name}` fields filled from `params`."""
    return tr_fields(text, params)


def tr_fields(text: str, params: Mapping[str, Any]) -> str:
    """As `tr`, with the fields in a mapping; values that are texts of the catalogue are translated too."""
    template = _Catalogue.texts.get(text, text)
    if not params:
        return template
    values = {
        name: _Catalogue.texts.get(value, value) if isinstance(value, str) else value for name, value in params.items()
    }
    try:
        return template.format(**values)
    except (KeyError, IndexError, ValueError):
        log.exception("The text %r does not take the fields %s", template, sorted(params))
        return template


def translatable(text: str) -> str:
    """Marks a text that is translated later, where it is shown."""
    return text


def language() -> str:
    """The present language: `en` or `zh`."""
    return _Catalogue.language


def set_language(name: str) -> None:
    """Speak `en` or `zh` from now on; widgets that exist keep their texts until they are built anew.

    Raises:
        ValueError: There is no such language.
    """
    if name not in LANGUAGES:
        raise ValueError("no such language: %s" % name)
    _Catalogue.texts = {} if name == "en" else catalogue(name)
    _Catalogue.language = name


def catalogue(name: str) -> Dict[str, str]:
    """Every text of a language: the core's farm codes, then the file `<name>.json`."""
    from farmhand.farm.codes import ERRORS, FRAME_STATUSES, TASK_STATUSES

    texts = {
        meaning.english: meaning.chinese
        for table in (ERRORS, FRAME_STATUSES, TASK_STATUSES)
        for meaning in table.values()
    }
    path = os.path.join(os.path.dirname(__file__), name + ".json")
    with open(path, encoding="utf-8") as stream:
        texts.update(json.load(stream))
    return texts


def language_for(setting: str) -> str:
    """The language that the setting names; where it is empty, the system's."""
    if setting in LANGUAGES:
        return setting
    from farmhand_ui.qt import QtCore

    return "zh" if QtCore.QLocale.system().name().startswith("zh") else "en"
