"""The desktop panel on the saved project, for a Clarisse whose Python has no Qt binding.

It is a process of its own with a Python of its own. Clarisse is not held up by it; how it ended is looked at from
Clarisse's loop and told.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from typing import IO, Dict, List, Mapping, Optional

from farmhand.errors import SceneError, SettingsError
from farmhand_clarisse import telling
from farmhand_clarisse.api import ix
from farmhand_clarisse.host import ClarisseHost

COMMAND = "FARMHAND_DESKTOP"
"""Environment variable with the command that starts Farmhand outside of Clarisse, if it is not `farmhand` on PATH."""
LOOK_MS = 500
MOST_LETTERS = 2000
_OF_CLARISSE = ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "QT_PLUGIN_PATH")
"""Variables that Clarisse sets for its own Python, and which would break another."""


def open_panel() -> None:
    """Start the desktop panel on the project's file.

    Raises:
        SceneError: The project was never saved, or has changes that its file has not.
        SettingsError: There is no Farmhand outside of Clarisse.
    """
    host = ClarisseHost()
    path = host.scene_path()
    if not path:
        raise SceneError("The scene has no name yet.", "Save it first: the farm renders files.")
    if host.is_modified():
        raise SceneError("The scene has changes that are not in its file.", "Save it first: the farm renders the file.")
    errors = tempfile.TemporaryFile()  # noqa: SIM115  closed by the last look
    try:
        process = subprocess.Popen(
            [*command(), "panel", path], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors,
            env=environment(os.environ),
        )  # fmt: skip
    except OSError as error:
        errors.close()
        raise SettingsError(
            "The desktop panel cannot be started: {why}.", "Check what {variable} says.", why=error, variable=COMMAND
        ) from error
    telling.info("Farmhand opens its desktop panel on %s, since Clarisse's Python has no Qt." % path)
    _Look(process, errors).schedule()


def command(variables: Optional[Mapping[str, str]] = None) -> List[str]:
    """The words that start Farmhand outside of Clarisse.

    Args:
        variables: Instead of the process's own.

    Raises:
        SettingsError: There is none.
    """
    variables = os.environ if variables is None else variables
    said = variables.get(COMMAND, "")
    if said:
        return [said] if os.path.isfile(said) else shlex.split(said, posix=os.name != "nt")
    found = shutil.which("farmhand", path=variables.get("PATH", os.defpath))
    if not found:
        raise SettingsError(
            "Clarisse's Python has no Qt, and there is no Farmhand outside of Clarisse.",
            "Install PySide2 and Qt.py for Clarisse's Python; or farmhand[desktop] elsewhere, named in {variable}.",
            variable=COMMAND,
        )
    return [found]


def environment(variables: Mapping[str, str]) -> Dict[str, str]:
    """The variables for a program that is not Clarisse's."""
    return {name: value for name, value in variables.items() if name not in _OF_CLARISSE}


class _Look:
    """Looks whether the desktop panel has ended, and tells where it ended badly."""

    def __init__(self, process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
        self._process = process
        self._errors = errors

    def schedule(self) -> None:
        try:
            ix().application.add_to_event_loop_single(self.look, LOOK_MS)
        except TypeError:  # a Clarisse that cannot wait would have this spin: the panel is left to itself
            self._errors.close()

    @telling.guarded("look at its desktop panel")
    def look(self) -> None:
        code = self._process.poll()
        if code is None:
            self.schedule()
            return
        with self._errors as errors:
            errors.seek(0)
            text = errors.read(MOST_LETTERS).decode("utf-8", "replace").strip()
        if code:
            telling.error("Farmhand's desktop panel ended with code %d. %s" % (code, text))
