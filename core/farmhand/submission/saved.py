"""A Job as text and back, so that a submission that was killed goes on with exactly what the user had chosen.

What a field holds is read from the dataclasses' own hints: a new field needs nothing here, and one that an older text
lacks takes its default. Records that there are many of are lists of their fields: new ones belong at the end.
"""

from __future__ import annotations

import collections.abc
import dataclasses
import json
import typing
from typing import Any, Dict

from farmhand.errors import DiskError
from farmhand.files import write_whole
from farmhand.job.choices import Job
from farmhand.scene.rows import Rows
from farmhand.turns import in_turns

NAME = "job.json"
_LONG = 100


def save(path: str, job: Job) -> None:
    """Write a job's file, whole.

    Raises:
        DiskError: It cannot be written.
    """
    write_whole(path, _text(job).encode("ascii"))


def load(path: str) -> Job:
    """The job of a file.

    Raises:
        DiskError: The file is gone or is no job.
    """
    try:
        with open(path, encoding="ascii") as stream:
            job: Job = _made(Job, json.load(stream), {})
            return job
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise DiskError(
            "What was to be submitted cannot be read from {path}: {reason}.",
            "Submit the scene anew.",
            path=path,
            reason=error,
        ) from error


def _text(value: Any) -> str:
    """A value as JSON. Long lists go piece by piece: where many lists and dicts come into being at once, Python's
    collector looks through everything, and the window waits for it."""
    if dataclasses.is_dataclass(value):
        fields = ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
        return "{%s}" % ",".join('%s:%s' % (json.dumps(name), _text(held)) for name, held in fields)
    if isinstance(value, (tuple, list, Rows)) and len(value) > _LONG:
        return "[%s]" % ",".join(map(_dumped, in_turns(value)))
    return _dumped(value)


def _dumped(value: Any) -> str:
    return json.dumps(_plain(value), separators=(",", ":"))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, (tuple, list, Rows)):
        return [_plain(item) for item in value]
    if isinstance(value, collections.abc.Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    return value


def _made(kind: Any, data: Any, hints: Dict[Any, Dict[str, Any]]) -> Any:
    """The value of this kind; `hints` remembers each class's."""
    origin = getattr(kind, "__origin__", None)
    if origin is typing.Union:
        inner = [one for one in kind.__args__ if one is not type(None)]
        return None if data is None else _made(inner[0], data, hints)
    if origin in (tuple, list):
        return tuple(_made(kind.__args__[0], item, hints) for item in data)
    if origin is Rows:
        return Rows(kind.__args__[0], (_made(kind.__args__[0], item, hints) for item in data))
    if origin is not None and issubclass(origin, collections.abc.Mapping):
        return {name: _made(kind.__args__[1], item, hints) for name, item in data.items()}
    if dataclasses.is_dataclass(kind):
        known = hints.setdefault(kind, {}) or hints[kind]
        if not known:
            known.update(typing.get_type_hints(kind))
        names = {field.name for field in dataclasses.fields(kind)}
        make: Any = kind
        return make(**{name: _made(known[name], item, hints) for name, item in data.items() if name in names})
    if isinstance(kind, type) and issubclass(kind, tuple):
        return _record(kind, data)
    return data


def _record(kind: Any, data: Any) -> Any:
    """A NamedTuple from its fields in their order or, as older texts have some, by their names."""
    named = data if isinstance(data, dict) else dict(zip(kind._fields, data))
    known = [name for name in kind._fields if name in named]
    return kind(**{name: tuple(named[name]) if isinstance(named[name], list) else named[name] for name in known})
