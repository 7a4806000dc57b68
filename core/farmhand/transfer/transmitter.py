"""The driver of `rayvision_transmitter`, the farm's own transfer program (Aspera).

The program is not ours to ship: it is found in an installed `rayvision_sync` or by the setting `transmitter`. It is
started from an argument list, never through a shell, and ended by its own process, never by name. Facts about its
arguments, output and exit codes come from its documents and from watching the real Linux program.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import queue
import re
import stat
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from typing import Dict, List, NamedTuple, Optional, Sequence, Tuple

from farmhand.errors import DiskError, NetworkError, TransferError
from farmhand.farm.records import Line, User
from farmhand.files import look
from farmhand.progress import CancelToken, Progress, Report
from farmhand.settings import Settings
from farmhand.transfer.engine import Engine

_log = logging.getLogger(__name__)


class Ending(NamedTuple):
    """What an exit code of the transmitter means.

    Attributes:
        meaning: For the user.
        launches: How often the job may be started in all before this ending counts.
    """

    meaning: str
    launches: int = 1


ENDINGS: Dict[int, Ending] = {
    1: Ending("the transfer server could not be reached, or broke off"),
    9: Ending("an argument or the server's address was refused"),
    10: Ending("it asks to be tried again", launches=3),
    11: Ending("some files cannot be uploaded"),
    255: Ending("it refused its arguments, or found no file to send"),
}
"""Documented: 0, 9, 10, 11, 1-8 for argument formats. Seen: 0, 1 (closed port), 255 (bad argument, missing file)."""

UPLOADED = re.compile(r"(?:upload|download) file done.*\((?P<path>.*)\)\s*$")
REFUSED = re.compile(r"(?:(?:upload|download) file fail|get path).*?\((?P<path>.*?)\)")
MOVED = re.compile(r"transfer progress: (?P<done>\d+)/\d+ bytes")
UNREACHABLE = re.compile(r"Failed to open TCP connection")
"""What `ascp` says of a closed port; the transmitter then ends an upload with 1, but a download with 255."""
DISK = re.compile(r"write file fail \((?P<path>.*)\): (?P<reason>.*)$")

_GRACE = 3.0
"""Seconds between asking the program to end and ending it."""
_RETRY_PAUSE = 1.0


def find(settings: Settings) -> str:
    """The transmitter's path.

    Raises:
        TransferError: It is nowhere.
    """
    chosen = str(settings["transmitter"])
    if chosen:
        if os.path.isfile(chosen):
            return chosen
        raise TransferError("There is no transmitter at {path}.", "Mend the setting FARMHAND_TRANSMITTER.", path=chosen)
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
        'Install it with "pip install rayvision_sync", or set FARMHAND_TRANSMITTER to its path.',
    )


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
        settings: Speed limit.
        log_folder: Where the program writes its own logs.
    """

    def __init__(self, program: str, line: Line, user: User, settings: Settings, log_folder: str) -> None:
        self._program = program
        self._line = line
        self._user = user
        self._speed = int(settings["speed_limit"])
        self._log_folder = log_folder

    def upload_file(self, local: str, remote: str, report: Report, cancel: CancelToken) -> None:
        """See Engine."""
        size = (look(local) or (0,))[0]
        self._run("upload_path", self._user.config_bid, self._user.user_id, local, remote, False, size, report, cancel)

    def upload_assets(self, upload_file: str, total: int, report: Report, cancel: CancelToken) -> None:
        """See Engine."""
        bid, user_id = self._user.asset_storage
        self._run("upload_json", bid, user_id, upload_file, "/", False, total, report, cancel)

    def download_files(
        self, remote: Sequence[str], folder: str, user_id: int, total: int, report: Report, cancel: CancelToken
    ) -> None:
        """See Engine."""
        handle, listing = tempfile.mkstemp(prefix="farmhand-", suffix=".txt")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write("".join("/{}\n".format(path.lstrip("/")) for path in remote))
            self._run("download_list", self._user.output_bid, user_id, folder, listing, True, total, report, cancel)
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
    ) -> None:
        """One job, started as often as its ending allows."""
        values = (
            ("-E", "aspera"), ("-H", self._line.host), ("-P", self._line.port), ("-S", bid), ("-U", user_id),
            ("-T", kind), ("-L", local), ("-R", remote), ("-r", 2), ("-K", "true" if keep else "false"),
            ("-s", self._speed),
        )  # fmt: skip
        arguments = [self._program] + [str(part) for pair in values for part in pair]
        launches = 0
        while True:
            launches += 1
            tally = Tally("download" if kind.startswith("download") else "upload", local, total)
            code = self._launch(arguments, tally, report, cancel)
            if code == 0 and not tally.refused and not tally.disk:
                return
            ending = ENDINGS.get(code, Ending("it ended with code %d" % code))
            if tally.disk or code == 0 or launches >= ending.launches:
                raise _failure(code, ending, tally, self._line)
            _log.info("The transmitter ended with %d (%s); start %d.", code, ending.meaning, launches + 1)
            cancel.wait(_RETRY_PAUSE * launches)

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
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise TransferError(
                "The transmitter {path} cannot be started: {reason}.",
                "Check FARMHAND_TRANSMITTER, and that the file may be executed.",
                path=self._program,
                reason=(error.strerror or str(error)).lower(),
            ) from error
        lines: queue.Queue[Optional[bytes]] = queue.Queue()
        reader = threading.Thread(target=_pump, args=(process, lines), daemon=True)
        reader.start()
        try:
            report(tally.progress())
            while True:
                cancel.check()
                try:
                    raw = lines.get(timeout=0.1)
                except queue.Empty:
                    continue
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


@dataclass
class Tally:
    """What the program's output adds up to.

    Attributes:
        stage: `upload` or `download`.
        local: The job's -L.
        total: Bytes expected.
        done: Bytes moved so far.
        current: The file last spoken of.
        refused: Files that could not be moved.
        disk: Path and reason of a local write that failed.
        unreachable: Whether the server did not answer.
    """

    stage: str
    local: str
    total: int
    done: int = 0
    current: str = ""
    refused: List[str] = field(default_factory=list)
    disk: Optional[Tuple[str, str]] = None
    unreachable: bool = False
    started: float = field(default_factory=time.monotonic)
    _whole: int = 0

    def take(self, line: str) -> bool:
        """Read one line of output; True where there is news to report."""
        moved = MOVED.search(line)
        if moved:
            self.done = max(self.done, int(moved.group("done")))
            return True
        finished = UPLOADED.search(line)
        if finished:
            self.current = finished.group("path")
            self._whole += (look(self.current) or (0,))[0]
            self.done = max(self.done, self._whole)
            return True
        disk = DISK.search(line)
        if disk:
            self.disk = (disk.group("path"), disk.group("reason"))
            return True
        self.unreachable = self.unreachable or bool(UNREACHABLE.search(line))
        refused = REFUSED.search(line)
        if refused:
            self.refused.append(refused.group("path"))
        return bool(refused)

    def progress(self) -> Progress:
        """The sum so far."""
        seconds = time.monotonic() - self.started
        rate = self.done / seconds if seconds > 0.2 else 0.0
        return Progress(
            self.stage, min(self.done, self.total), self.total, "bytes", os.path.basename(self.current), rate
        )


def _failure(code: int, ending: Ending, tally: Tally, line: Line) -> Exception:
    if tally.disk:
        return DiskError(
            "{path} cannot be written: {reason}.",
            "Free some space or choose another folder, then try again; what is done already is kept.",
            path=tally.disk[0],
            reason=tally.disk[1].lower(),
        )
    if tally.refused:
        return TransferError(
            "{count} files could not be transferred, the first is {path}.",
            "Check that the files are there and may be read, then try again; what is done already is kept.",
            count=len(tally.refused),
            path=tally.refused[0],
        )
    if code == 1 or tally.unreachable:
        return NetworkError(
            "The transfer server {host}:{port} cannot be reached, or broke off.",
            "Check the network and firewall, or prefer another line (setting line), then try again.",
            host=line.host,
            port=line.port,
        )
    return TransferError(
        "The transfer did not succeed: {meaning} (code {code}).",
        "Try again; what is done already is kept.",
        meaning=ending.meaning,
        code=code,
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
    if os.name != "posix":
        return
    for path in (program, os.path.join(os.path.dirname(program), "aspera", "ascp")):
        if os.path.isfile(path) and not os.access(path, os.X_OK):
            try:
                os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
            except OSError as error:
                raise TransferError(
                    "{path} may not be executed: {reason}.",
                    "Ask whoever installed it to set its execute bit.",
                    path=path,
                    reason=(error.strerror or str(error)).lower(),
                ) from error
