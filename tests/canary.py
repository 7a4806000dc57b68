"""The key that every sandbox of a test run has, searched for when the run has ended: it must be nowhere.

Each process of the run (each worker of pytest-xdist too) makes a key of its own, and searches what it can reach: the
reports' captured output and tracebacks, what child processes print to a test, every log record at any level, every
error of ours as it is made, every file below its base temp folder, in Farmhand's own folders of this user, and what the
run leaves in the temp folder. What is found is told by its place, never by the key.
"""

from __future__ import annotations

import base64
import fnmatch
import glob
import logging
import os
import tempfile
import time
import uuid

LOGGERS = ("farmhand", "farmhand_ui", "farmhand_sandbox", "farmhand_maya")
"""Loggers that tell everything during a run."""

ALLOWED = {
    "*/farmhand/keys.json": "without a keychain, whoever signs in has the key in a file for nobody else",
}
"""Pattern of a path relative to the folder searched -> why the key may stand there."""


class Canary(logging.Handler):
    """One process's key and what was found of it.

    Attributes:
        key: The access key of every sandbox of this process's tests.
        found: Places, in the order of their finding.
    """

    def __init__(self):
        super().__init__(logging.NOTSET)
        self.key = "canary{}".format(uuid.uuid4().hex)
        self.found = []
        self._started = time.time()
        self._test = "between tests"
        self._words = [self.key, base64.b64encode(self.key.encode("ascii")).decode("ascii").rstrip("=")]
        self._bytes = [word.encode(coding) for word in self._words for coding in ("ascii", "utf-16-le")]

    def begin(self, test):
        """A test starts."""
        self._test = test

    def look(self, text, place):
        """Search a text; returns whether the key is in it."""
        there = any(word in text for word in self._words)
        if there:
            self._note(place)
        return there

    def emit(self, record):
        """Search a log record with its arguments and traceback."""
        try:
            told = [record.getMessage(), repr(record.args)]
        except Exception:  # noqa: BLE001 - a record that cannot be formatted is another test's matter
            told = [repr(record.msg), repr(record.args)]
        if record.exc_info:
            told.append(logging.Formatter().formatException(record.exc_info))
        self.look("\n".join(told), "{}: log of {}".format(self._test, record.name))

    def watch_errors(self, error):
        """Search every error of this type when it is made."""
        made = error.__init__

        def watched(this, sentence, hint="", **params):
            made(this, sentence, hint, **params)
            self.look(repr((sentence, hint, params)), "{}: {}".format(self._test, type(this).__name__))

        error.__init__ = watched

    def watch_processes(self, process):
        """Search what child processes print, where a test takes all of it at once.

        Args:
            process: `subprocess.Popen`, or what stands in for it.
        """
        communicate = process.communicate

        def watched(this, *arguments, **named):
            outputs = communicate(this, *arguments, **named)
            for name, output in zip(("output", "error output"), outputs):
                text = output.decode("utf-8", "replace") if isinstance(output, bytes) else output or ""
                self.look(text, "{}: {} of a child process".format(self._test, name))
            return outputs

        process.communicate = watched

    def search_report(self, report):
        """Search what pytest knows of one phase of a test."""
        for name, text in report.sections:
            self.look(text, "{}: {}".format(report.nodeid, name))
        if report.longrepr is not None:
            self.look(str(report.longrepr), "{}: traceback ({})".format(report.nodeid, report.when))

    def search_folder(self, folder):
        """Search every file below a folder, and their names."""
        for parent, _, names in os.walk(str(folder)):
            for name in names:
                path = os.path.join(parent, name)
                place = os.path.relpath(path, str(folder)).replace(os.sep, "/")
                if not any(fnmatch.fnmatch(place, pattern) for pattern in ALLOWED):
                    self.search_file(path)

    def search_file(self, path):
        """Search one file and its name."""
        if self.look(path, "the name of " + path) or not os.path.isfile(path):  # a pipe would keep us waiting
            return
        overlap = max(map(len, self._bytes))
        try:
            with open(path, "rb") as stream:
                rest = b""
                for block in iter(lambda: stream.read(1 << 20), b""):
                    if any(word in rest + block for word in self._bytes):
                        self._note(path)
                        return
                    rest = block[-overlap:]
        except OSError:  # a socket, or a file that a test made unreadable on purpose
            return

    def search_disk(self, base):
        """Search all folders that a run writes to."""
        self.search_folder(base)
        for folder in own_folders():
            self.search_folder(folder)
        for path in glob.glob(os.path.join(tempfile.gettempdir(), "farmhand*")):
            if _changed(path) >= self._started:
                (self.search_folder if os.path.isdir(path) else self.search_file)(path)

    def _note(self, place):
        shown = place
        for word in self._words:
            shown = shown.replace(word, "***")
        if shown not in self.found:
            self.found.append(shown)


def _changed(path):
    """When a path was last changed, seconds since 1970; 0.0 where it is gone meanwhile."""
    try:
        return os.stat(path).st_mtime
    except OSError:
        return 0.0


def own_folders():
    """Farmhand's folders of this user, where a test that forgot to set them would write."""
    try:
        import platformdirs
    except ImportError:
        return []
    kinds = (
        platformdirs.user_data_dir,
        platformdirs.user_config_dir,
        platformdirs.user_cache_dir,
        platformdirs.user_log_dir,
    )
    return sorted({kind("farmhand", appauthor=False) for kind in kinds})


def sentence(found):
    """What is told at the end of a run that leaked."""
    places = "\n".join("  " + place for place in found)
    return "The sandbox's access key was found where it must not be:\n" + places
