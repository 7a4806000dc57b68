"""The driver of `rayvision_transmitter`, the farm's own transfer program (Aspera).

The program is not ours to ship: it is found in an installed `rayvision_sync` or by the setting `transmitter`. It is
started from an argument list, never through a shell, and ended by its own process, never by name. Facts about its
arguments, output and exit codes come from its documents and from watching the real Linux program.
"""

from __future__ import annotations

import errno
import importlib.util
import logging
import os
import queue
import stat
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from typing import Dict, Iterator, List, Optional, Sequence, Tuple

from farmhand.errors import NetworkError, TransferError
from farmhand.farm.records import Line, User
from farmhand.files import look
from farmhand.progress import CancelToken, Report
from farmhand.settings import Settings
from farmhand.transfer import ini
from farmhand.transfer.engine import Engine
from farmhand.transfer.tally import Tally, ending_of, failure

_log = logging.getLogger(__name__)


_GRACE = 3.0
"""Seconds between asking the program to end and ending it."""
_RETRY_PAUSE = 1.0
SILENCE = 1800.0
"""Seconds without a line of output after which the program counts as hanging."""


def find(settings: Settings) -> str:
    """The transmitter's path.

    Raises:
        TransferError: It is nowhere.
    """
    chosen = str(settings["transmitter"])
    if chosen:
        if os.path.isfile(chosen):
            return chosen
        raise TransferError(
            "There is no transmitter at {path}.",
            "Choose its path in the settings (FARMHAND_TRANSMITTER), or leave that empty for it to be found by itself.",
            path=chosen,
        )
    package = importlib.util.find_spec("rayvision_sync")
    for folder in (package.submodule_search_locations or []) if package else []:
        windows = sys.platform.startswith("win")
        path = os.path.join(
            folder,
            "transmission",
            *(("windows", "rayvision_transmitter.exe") if windows else ("linux", "rayvision_transmitter")),
        )
        if os.path.isfile(path):
            return path
    raise TransferError(
        "The farm's transfer program rayvision_transmitter is not on this machine.",
        'Install it with "pip install rayvision_sync", or choose its path in the settings (FARMHAND_TRANSMITTER).',
    )


def check(settings: Settings) -> str:
    """The transmitter's path, once all was looked at that can be without starting it or changing its mode.

    Raises:
        TransferError: It is nowhere, or cannot be started: what starting it would say.
    """
    path = find(settings)
    for part in _parts(path):
        if _not_executable(part) and not _may_change_mode(part):
            raise _no_execute_bit(part, errno.EPERM)
    if sys.platform.startswith("linux") and not _begins_as_program(path):
        raise _not_started(path, OSError(errno.ENOEXEC, os.strerror(errno.ENOEXEC)))
    return path


def choose_line(lines: Sequence[Line], preferred: str) -> Line:
    """The Aspera line to use: the preferred one by name, else the farm's default, else the first.

    Raises:
        TransferError: The farm offers none.
    """
    usable = [line for line in lines if line.engine == "aspera" and line.host and line.port]
    if not usable:
        raise TransferError("The farm offers no Aspera line.", "Try again later, or tell the farm's support.")
    named = [line for line in usable if line.name == preferred]
    return (named or [line for line in usable if line.default] or usable)[0]


class Transmitter(Engine):
    """Transfers by the transmitter.

    Args:
        program: Its path.
        line: Where the server listens.
        user: Whose storages are used.
        settings: Speed limit, how many at once, the program's database.
        log_folder: Where the program writes its own logs.
    """

    def __init__(self, program: str, line: Line, user: User, settings: Settings, log_folder: str) -> None:
        self._program = program
        self._line = line
        self._user = user
        self._settings = settings
        self._speed = int(settings["speed_limit"])
        self._log_folder = log_folder
        self._room = threading.BoundedSemaphore(int(settings["transfers_at_once"]))

    def upload_file(self, local: str, remote: str, report: Report, cancel: CancelToken) -> None:
        """See Engine."""
        size = (look(local) or (0,))[0]
        self._run("upload_path", self._user.config_bid, self._user.user_id, local, remote, False, size, report, cancel)

    def upload_assets(
        self, upload_file: str, total: int, report: Report, cancel: CancelToken, trusting: bool = True
    ) -> None:
        """See Engine."""
        bid, user_id = self._user.asset_storage
        database = ini.write(os.path.dirname(upload_file), self._settings) if trusting else ""
        self._run("upload_json", bid, user_id, upload_file, "/", False, total, report, cancel, database)

    def download_files(
        self, remote: Sequence[str], folder: str, user_id: int, total: int, report: Report, cancel: CancelToken
    ) -> None:
        """See Engine."""
        bid = self._user.output_bid
        odd = [path for path in remote if _no_line(path)]
        plain = [path for path in remote if not _no_line(path)]
        for path in odd:
            self._run("download_path", bid, user_id, folder, "/" + path.lstrip("/"), True, total, report, cancel)
        if not plain:
            return
        handle, listing = tempfile.mkstemp(prefix="farmhand-", suffix=".txt")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write("".join("/{}\n".format(path.lstrip("/")) for path in plain))
            self._run("download_list", bid, user_id, folder, listing, True, total, report, cancel)
        finally:
            os.remove(listing)

    def _run(
        self,
        kind: str,
        bid: str,
        user_id: int,
        local: str,
        remote: str,
        keep: bool,
        total: int,
        report: Report,
        cancel: CancelToken,
        database: str = "",
    ) -> None:
        """One job, started as often as its ending allows."""
        values = (
            ("-E", "aspera"), ("-H", self._line.host), ("-P", self._line.port), ("-S", bid), ("-U", user_id),
            ("-T", kind), ("-L", local), ("-R", remote), ("-r", 2), ("-K", "true" if keep else "false"),
            ("-s", self._speed),
        ) + ((("-C", database),) if database else ())  # fmt: skip
        arguments = [self._program] + [str(part) for pair in values for part in pair]
        launches = 0
        while True:
            launches += 1
            tally = Tally("download" if kind.startswith("download") else "upload", local, total)
            with self._place(cancel):
                code = self._launch(arguments, tally, report, cancel)
            if code == 0 and not tally.refused and not tally.disk:
                return
            ending = ending_of(code)
            if tally.disk or code == 0 or launches >= ending.launches:
                raise failure(code, ending, tally, self._line)
            _log.info("The transmitter ended with %d (%s); start %d.", code, ending.meaning, launches + 1)
            cancel.wait(_RETRY_PAUSE * launches)

    @contextmanager
    def _place(self, cancel: CancelToken) -> Iterator[None]:
        """One of the places of programs that may run at once."""
        while not self._room.acquire(timeout=0.1):
            cancel.check()
        try:
            yield
        finally:
            self._room.release()

    def _launch(self, arguments: List[str], tally: Tally, report: Report, cancel: CancelToken) -> int:
        cancel.check()
        _make_executable(self._program)
        try:
            process = subprocess.Popen(
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=self._environment(),
                cwd=self._log_folder,  # where it looks for a log.ini, and may leave what it has no place for
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise _not_started(self._program, error) from error
        lines: queue.Queue[Optional[bytes]] = queue.Queue()
        reader = threading.Thread(target=_pump, args=(process, lines), daemon=True)
        reader.start()
        try:
            report(tally.progress())
            heard = time.monotonic()
            while True:
                cancel.check()
                try:
                    raw = lines.get(timeout=0.1)
                except queue.Empty:
                    if time.monotonic() - heard > SILENCE:
                        raise _hanging(self._line) from None
                    continue
                heard = time.monotonic()
                if raw is None:
                    break
                if tally.take(raw.decode("utf-8", "replace").rstrip()):
                    report(tally.progress())
        except BaseException:  # cancelled, Ctrl+C, a report that failed: the program must not outlive us
            _end(process)
            raise
        finally:
            reader.join(_GRACE)
        return process.wait()

    def _environment(self) -> Dict[str, str]:
        environment = dict(os.environ, RAYVISION_LOG=self._log_folder)
        own = os.path.dirname(self._program)
        known = environment.get("LD_LIBRARY_PATH")
        environment["LD_LIBRARY_PATH"] = own + os.pathsep + known if known else own
        return environment


def _no_line(path: str) -> bool:
    """Whether a path cannot be a line of a list."""
    return path != path.strip() or len(path.splitlines()) > 1


def _hanging(line: Line) -> NetworkError:
    return NetworkError(
        "The transfer program said nothing for {minutes} minutes and was ended; the server is {host}:{port}.",
        "Check the network, or prefer another line (setting line), then try again; what is done already is kept.",
        minutes=int(SILENCE // 60),
        host=line.host,
        port=line.port,
    )


def _pump(process: subprocess.Popen[bytes], lines: queue.Queue[Optional[bytes]]) -> None:
    """Move the program's output to the queue until it ends; None says so."""
    stream = process.stdout
    if stream is not None:
        for raw in stream:
            lines.put(raw)
        stream.close()
    lines.put(None)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End one process that we started."""
    process.terminate()
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _make_executable(program: str) -> None:
    """Set the execute bit of the program and of its `ascp`, which a wheel does not keep; nothing else is touched."""
    for path in _parts(program):
        if _not_executable(path):
            try:
                os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
            except OSError as error:
                raise _no_execute_bit(path, error.errno or errno.EPERM) from error


def _parts(program: str) -> Tuple[str, ...]:
    """What must be executable: the program, and the `ascp` that it starts."""
    return program, os.path.join(os.path.dirname(program), "aspera", "ascp")


def _not_executable(path: str) -> bool:
    return os.name == "posix" and os.path.isfile(path) and not os.access(path, os.X_OK)


def _may_change_mode(path: str) -> bool:
    """Whether this user may set the execute bit: a file's owner and root may (chmod(2))."""
    return os.geteuid() in (0, os.stat(path).st_uid)


def _begins_as_program(path: str) -> bool:
    """Whether Linux would start a file: an ELF program, or a script that names its interpreter (execve(2))."""
    try:
        with open(path, "rb") as stream:
            return stream.read(4).startswith((b"\x7fELF", b"#!"))
    except PermissionError:  # a program may be executed and not be read
        return True


def _no_execute_bit(path: str, number: int) -> TransferError:
    return TransferError(
        "{path} may not be executed: {reason}.",
        "Ask whoever installed it to set its execute bit.",
        path=path,
        reason=os.strerror(number).lower(),
    )


def _not_started(path: str, error: OSError) -> TransferError:
    return TransferError(
        "The transmitter {path} cannot be started: {reason}.",
        "Check FARMHAND_TRANSMITTER, and that the file may be executed.",
        path=path,
        reason=(error.strerror or str(error)).lower(),
    )
