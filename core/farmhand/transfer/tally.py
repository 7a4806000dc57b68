"""What the transmitter says: its output added up to files and bytes, and its exit codes' meaning.

Facts come from the farm's documents and from watching the real Linux program; it may say more than is read here.
"""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass, field
from typing import Dict, List, NamedTuple, Optional, Tuple

from farmhand.errors import DiskError, NetworkError, TransferError
from farmhand.farm.records import Line
from farmhand.files import look
from farmhand.progress import Progress


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
    **{code: Ending("an argument's format was refused") for code in range(2, 9)},
    9: Ending("an argument or the server's address was refused"),
    10: Ending("it asks to be tried again", launches=3),
    11: Ending("some files cannot be uploaded"),
    255: Ending("it refused its arguments, or found no file to send"),
}
"""Documented: 0, 9, 10, 11, 1-8 for argument formats. Seen: 0, 1 (closed port), 255 (bad argument, missing file)."""
CRASHED = Ending("it was ended from outside, or crashed", launches=2)


def ending_of(code: int) -> Ending:
    """What an exit code means; below 0 is a signal of POSIX, the highest ones are Windows' own ends of programs."""
    unknown = CRASHED if code < 0 or code >= 1 << 30 else Ending("it ended with code %d" % code)
    return ENDINGS.get(code, unknown)



UPLOADED = re.compile(r"(?:upload|download) file done.*\((?P<path>.*)\)\s*$")
REFUSED = re.compile(r"(?:(?:upload|download) file fail|get path).*?\((?P<path>.*?)\)")
MOVED = re.compile(r"transfer progress: (?P<done>\d+)/\d+ bytes")
UNREACHABLE = re.compile(r"Failed to open TCP connection")
"""What `ascp` says of a closed port; the transmitter then ends an upload with 1, but a download with 255."""
DISK = re.compile(r"write file fail \((?P<path>.*)\): (?P<reason>.*)$")


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


def failure(code: int, ending: Ending, tally: Tally, line: Line) -> Exception:
    """The error for the user, of what the program said and how it ended."""
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
