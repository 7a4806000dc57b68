"""One tree of errors, so that whoever can act on a failure knows it by type and can tell the user what to do.

Each error has a stable `code`, a sentence for the artist, a hint what to do and the exit code of the command line.
Sentence and hint are templates with named parameters: the panel translates the template, then fills it in.
"""

from __future__ import annotations

from typing import Any, Mapping


class FarmhandError(Exception):
    """Something went wrong that a person has to know about.

    Args:
        sentence: What is wrong and with which thing; may hold `{name}` fields filled from `params`.
        hint: What to do about it; the same fields.
        params: Values of the fields. Never put a secret here: they are shown and logged.
    """

    code = "error"
    exit_code = 1

    def __init__(self, sentence: str, hint: str = "", **params: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint
        self.params: Mapping[str, Any] = params

    def __str__(self) -> str:
        return self.sentence.format(**self.params) if self.params else self.sentence

    @property
    def advice(self) -> str:
        """The hint, filled in; empty where there is none."""
        return self.hint.format(**self.params) if self.params else self.hint


class SceneError(FarmhandError):
    """The scene file cannot be read: missing, empty, cut off, binary, of another program."""

    code = "scene"
    exit_code = 3


class JobError(FarmhandError):
    """The choices do not make a job: nothing to render, frames that cannot be read, a path without a server path."""

    code = "job"
    exit_code = 4


class SettingsError(FarmhandError):
    """A setting is missing or wrong: account, domain, protocol, a settings file that cannot be read."""

    code = "settings"
    exit_code = 5


class NetworkError(FarmhandError):
    """The farm was not reached, or something other than the farm answered. Nothing is known of the request's effect."""

    code = "network"
    exit_code = 6


class FarmError(FarmhandError):
    """The farm answered, and refused.

    Attributes:
        farm_code: The farm's number for the refusal (`codes.py` tells what each means).
    """

    code = "farm"
    exit_code = 7

    def __init__(self, sentence: str, hint: str = "", farm_code: int = 0, **params: Any) -> None:
        super().__init__(sentence, hint, **params)
        self.farm_code = farm_code


class TransferError(FarmhandError):
    """The transfer engine is missing, failed or did not bring every file."""

    code = "transfer"
    exit_code = 8


class DiskError(FarmhandError):
    """A local folder or file cannot be written: full, read-only, not there."""

    code = "disk"
    exit_code = 9


class TaskFailed(FarmhandError):
    """The farm ended the task without rendering all of it."""

    code = "task"
    exit_code = 10


class Cancelled(FarmhandError):
    """The user stopped it. Nothing is wrong."""

    code = "cancelled"
    exit_code = 130
