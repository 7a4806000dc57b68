"""The log of everything Farmhand does on this machine, for whoever has to find out afterwards what happened.

One rotating file for each user, written by several processes at once: each line is appended under a lock of the system,
and whoever finds the file too long renames it. Only the loggers of Farmhand write to it; the root logger belongs to the
DCC and hears what it heard before, no more. Each line of a submission carries its mark.
"""

from __future__ import annotations

import contextvars
import logging
import os
import re
from contextlib import contextmanager
from typing import IO, Iterable, Iterator, List, Optional

from farmhand.credentials import HIDDEN, hide
from farmhand.errors import DiskError

NAME = "farmhand.log"
LOGGERS = ("farmhand", "farmhand_ui", "farmhand_maya", "farmhand_houdini", "farmhand_clarisse")
LARGEST = 4 << 20
"""Bytes at which a file is renamed."""
KEPT = 5
"""Older files that stay: farmhand.log.1 is the newest of them."""
FORMAT = "%(asctime)s %(levelname)-7s %(process)d %(submission)s %(name)s: %(message)s"
SECRETS = ("FARMHAND_ACCESS_KEY", "FARMHAND_PROXY_PASSWORD", "FARMHAND_REDIS_PASSWORD")
"""Environment variables whose values never reach the file."""

_NAMED = re.compile(
    r"(?i)([\"']?\b(?:access_?key|[a-z]*user_?key|pass(?:word|wd)|signature|secret|token)[\"']?\s*[=:]\s*)"
    r"(\"[^\"]*\"|'[^']*'|[^\s,;&}\])]+)"
)
"""A value that stands behind the name of a secret."""

_mark: contextvars.ContextVar[str] = contextvars.ContextVar("farmhand_submission", default="-")


@contextmanager
def marked(key: str) -> Iterator[None]:
    """Mark every line that this thread, and those it starts with its context, log inside the block."""
    before = _mark.set(key or "-")
    try:
        yield
    finally:
        _mark.reset(before)


def folder(root: str = "") -> str:
    """Where the log is; it may not be there yet.

    Args:
        root: The setting `log_root`; empty: `FARMHAND_LOG_ROOT`, else the platform's folder for logs.
    """
    chosen = root or os.environ.get("FARMHAND_LOG_ROOT", "")
    if chosen:
        return os.path.abspath(os.path.expanduser(chosen))
    import platformdirs

    return str(platformdirs.user_log_dir("farmhand", appauthor=False))


def engine_folder(root: str = "") -> str:
    """Where transfer programs write their own logs, beside ours."""
    return os.path.join(folder(root), "engine")


def files(root: str = "") -> List[str]:
    """The log's files that are there, the newest first."""
    first = os.path.join(folder(root), NAME)
    names = [first] + ["{}.{}".format(first, number) for number in range(1, KEPT + 1)]
    return [name for name in names if os.path.isfile(name)]


def tail(size: int = 64 << 10, key: str = "", root: str = "") -> str:
    """The newest lines, for the panel and for reports.

    Args:
        size: At most so many characters.
        key: Only lines with this submission's mark.
        root: As in `folder`.

    Raises:
        DiskError: A file cannot be read.
    """
    text = ""
    for name in files(root):
        try:
            with open(name, "rb") as stream:
                stream.seek(0 if key else max(0, os.fstat(stream.fileno()).st_size - size))
                lines = stream.read().decode("utf-8", "replace").splitlines(True)
        except OSError as error:
            raise DiskError(
                "The log {path} cannot be read: {reason}.",
                "Check FARMHAND_LOG_ROOT.",
                path=name,
                reason=(error.strerror or str(error)).lower(),
            ) from error
        text = "".join(line for line in lines if not key or " {} ".format(key) in line) + text
        if len(text) >= size:
            break
    return text[-size:]


def start(root: str = "", level: int = logging.INFO, secrets: Iterable[str] = ()) -> Optional[SharedFile]:
    """Begin to write the log in this process; a later call may change the place and the level, and adds the secrets.

    Args:
        root: As in `folder`.
        level: The least that is written.
        secrets: What must not be written, besides the values of `SECRETS`.

    Returns:
        The handler; None where the folder cannot be written: a log is no reason not to work.
    """
    path = os.path.join(folder(root), NAME)
    handler = next((one for one in logging.getLogger(LOGGERS[0]).handlers if isinstance(one, SharedFile)), None)
    if handler is None or handler.path != path:
        stop()
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "ab"):
                pass
        except OSError:
            return None
        handler = SharedFile(path)
        handler.setFormatter(logging.Formatter(FORMAT))
        for name in LOGGERS:
            logger = logging.getLogger(name)
            logger.addHandler(handler)
            logger.addHandler(_ToRoot(logger.level))
            logger.setLevel(1)  # each handler decides what it takes
            logger.propagate = False
    handler.setLevel(level)
    handler.secrets.update(secret for secret in secrets if secret)
    return handler


def stop() -> None:
    """Leave the loggers as they were before `start`."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        for handler in list(logger.handlers):
            if isinstance(handler, _ToRoot):
                logger.setLevel(handler.before)
                logger.propagate = True
            if isinstance(handler, (SharedFile, _ToRoot)):
                logger.removeHandler(handler)
                handler.close()


class SharedFile(logging.Handler):
    """Appends lines to a file that other processes append to and rename.

    Args:
        path: The file, in a folder that is there.
        largest: See LARGEST.
        kept: See KEPT.

    Attributes:
        path: The file.
        secrets: What is never written.
    """

    def __init__(self, path: str, largest: int = LARGEST, kept: int = KEPT) -> None:
        super().__init__()
        self.path = path
        self._largest = largest
        self._kept = kept
        self.secrets = {os.environ[name] for name in SECRETS if os.environ.get(name)}

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record. What cannot be written is lost: whoever logs must not fail for it."""
        try:
            record.submission = _mark.get()
            line = (self._clean(self.format(record)) + "\n").encode("utf-8", "backslashreplace")
            with open(self.path + ".lock", "ab") as lock, _locked(lock):
                self._rotate(len(line))
                with open(self.path, "ab", buffering=0) as stream:
                    stream.write(line)
        except OSError:
            return
        except Exception:  # noqa: BLE001 - what a logging handler does with a record that cannot be formatted
            self.handleError(record)

    def _clean(self, text: str) -> str:
        text = _NAMED.sub(lambda found: found.group(1) + HIDDEN, text)
        return hide(text, *self.secrets)

    def _rotate(self, more: int) -> None:
        try:
            size = os.stat(self.path).st_size
        except OSError:
            return
        if size + more <= self._largest or not size:
            return
        for number in range(self._kept, 0, -1):
            newer = self.path if number == 1 else "{}.{}".format(self.path, number - 1)
            if os.path.exists(newer):
                os.replace(newer, "{}.{}".format(self.path, number))


class _ToRoot(logging.Handler):
    """Hands on to the root logger's handlers what they would have heard without our log, and nothing else.

    Args:
        before: The logger's own level before.
    """

    def __init__(self, before: int) -> None:
        super().__init__()
        self.before = before

    def emit(self, record: logging.LogRecord) -> None:
        root = logging.getLogger()
        if record.levelno < (self.before or root.getEffectiveLevel()):
            return
        if root.handlers:
            root.callHandlers(record)
        elif logging.lastResort is not None and record.levelno >= logging.lastResort.level:
            logging.lastResort.handle(record)


@contextmanager
def _locked(stream: IO[bytes]) -> Iterator[None]:
    """Hold the system's lock on a file for the length of the block."""
    if os.name == "nt":
        import msvcrt

        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
        try:
            yield
        finally:
            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        return
    import fcntl

    fcntl.flock(stream.fileno(), fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(stream.fileno(), fcntl.LOCK_UN)
