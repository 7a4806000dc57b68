"""A stand-in for rayvision_transmitter: same arguments, kinds of output and exit codes.

It talks to a sandbox only, and refuses every host that is not the loopback, so it can never send a
file off this machine. Lines on standard output:

    upload file done size:N bytes (path)            download file done size:N bytes (path)
    upload file skip unchanged (path)               in the database already
    upload file fail (path): reason                 download file fail (path): reason
    get path (path) info failed                     an asset that is not on this disk
    write file fail (path): reason                  this disk takes no more of it
    need_retry  is:N                                before the N-th retry
    transfer progress: DONE/TOTAL bytes SPEED KB/s (path)
                                                    five times a second, and at each file's end
    run state is N                                  the last line; N is the exit code

Exit codes: 0 done; 1 nobody listens (after the retries), also for -h and -v; 10 the connection
broke or this disk cannot be written, try again; 11 some files could not be uploaded, the others
were; 255 a bad or missing argument, a file or a remote path that is not there, bad JSON, no `asset`
key, or nothing but missing assets. The real engine's answer to some missing assets is not known; 11
is what its documentation has for files that cannot be uploaded.

Lists are text files, one path a line, or `local:"..." server:"..."`: upload_list takes one as -L,
its files go below -R; download_list takes one of remote paths as -R and writes below -L.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from dataclasses import dataclass
from typing import Callable, Dict, Iterator, List, NoReturn, Optional, Sequence, Tuple

from farmhand_sandbox import __version__, ledger
from farmhand_sandbox.transmission import (
    Link,
    LocalWriteFailed,
    Meter,
    Say,
    ServerUnreachable,
    TransferRefused,
    is_loopback,
)

DONE, UNREACHABLE, TRY_AGAIN, NOT_ALL_UPLOADED, BAD_ARGUMENT = 0, 1, 10, 11, 255
_RETRY_PAUSE = 0.1  # seconds
_LIST_LINE = re.compile(r'local:"(?P<local>[^"]+)"\s+server:"(?P<server>[^"]+)"')


class BadArgument(Exception):
    """The call cannot succeed as it is (exit code 255)."""


class Shown(Exception):
    """Help or version was asked for (exit code 1, as the real engine does)."""


@dataclass(frozen=True)
class Upload:
    """One file to send."""

    local: str
    remote: str


@dataclass(frozen=True)
class Download:
    """One file to fetch; size in bytes as listed."""

    remote: str
    local: str
    size: int


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadArgument(message)


def _truth(text: str) -> bool:
    values = {"true": True, "false": False}
    if text.lower() not in values:
        raise argparse.ArgumentTypeError(f"{text!r} is neither true nor false")
    return values[text.lower()]


def _bounded(low: int, high: int) -> Callable[[str], int]:
    def convert(text: str) -> int:
        number = int(text)
        if not low <= number <= high:
            raise argparse.ArgumentTypeError(f"{text} is not within {low} and {high}")
        return number

    return convert


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="farmhand-sandbox-transmitter", add_help=False, allow_abbrev=False)
    add = parser.add_argument
    add("-h", "--help", action="store_true")
    add("-v", "--version", action="store_true")
    add("-E", "--engine", choices=("aspera", "raysync"))
    add("-H", "--host")
    add("-P", "--port", type=_bounded(1, 65535))
    add("-S", "--storage")
    add("-U", "--uid")
    add("-T", "--type", choices=tuple(JOBS))
    add("-L", "--local")
    add("-R", "--remote")
    add("-r", "--retry", type=_bounded(0, 1000), default=2)
    add("-K", "--keep", type=_truth, default=False)
    add("-s", "--speed-limit", type=_bounded(0, 1048576), default=0, help="KB/s; 0 for no limit")
    add("-C", "--config", help="ini file with the database of what was sent")
    add("-p", "--protocol", choices=("0", "1", "2"), default="0")
    add("-c", "--count-ranges", type=_bounded(0, 1 << 20), default=0)
    return parser


_REQUIRED = ("engine", "host", "port", "storage", "uid", "type", "local", "remote")


def _arguments(argv: Optional[Sequence[str]], say: Say) -> argparse.Namespace:
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.help or arguments.version:
        say(
            parser.format_usage().strip()
            if arguments.help
            else f"farmhand-sandbox-transmitter {__version__}"
        )
        raise Shown
    missing = [name for name in _REQUIRED if getattr(arguments, name) in (None, "")]
    if missing:
        raise BadArgument(f"missing argument: {', '.join(missing)}")
    if not is_loopback(arguments.host):
        raise BadArgument(
            f"{arguments.host} is not this machine; the stand-in talks to a sandbox only"
        )
    return arguments


# -- what is to be moved


def _joined(folder: str, path: str) -> str:
    return "/" + "/".join(
        part for part in f"{folder}/{path}".replace("\\", "/").split("/") if part not in ("", ".")
    )


def _server_path(local: str) -> str:
    return local.replace("\\", "/").replace(":", "", 1) if re.match(r"[A-Za-z]:", local) else local


def _assets(arguments: argparse.Namespace) -> Iterator[Upload]:
    """The assets of an upload.json."""
    try:
        with open(arguments.local, encoding="utf-8-sig") as source:
            upload = json.load(source)
    except OSError as error:
        raise BadArgument(f"{arguments.local}: {error.strerror}") from error
    except ValueError as error:
        raise BadArgument(f"{arguments.local} is not JSON: {error}") from error
    assets = upload.get("asset") if isinstance(upload, dict) else None
    if not isinstance(assets, list):
        raise BadArgument(f"{arguments.local} has no list of assets")
    for asset in assets:
        if not isinstance(asset, dict) or not all(
            isinstance(asset.get(key), str) for key in ("local", "server")
        ):
            raise BadArgument(f"{arguments.local}: an asset without local and server")
        yield Upload(asset["local"], _joined(arguments.remote, asset["server"]))


def _lines(path: str) -> List[str]:
    try:
        with open(path, encoding="utf-8-sig") as source:
            return [line.strip() for line in source if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise BadArgument(f"{path}: {error}") from error


def _listed(arguments: argparse.Namespace) -> Iterator[Upload]:
    """The files of a list."""
    for line in _lines(arguments.local):
        match = _LIST_LINE.fullmatch(line)
        local, server = (match["local"], match["server"]) if match else (line, _server_path(line))
        yield Upload(local, _joined(arguments.remote, server))


def _path(arguments: argparse.Namespace) -> Iterator[Upload]:
    """One file, whose remote name is -R, or all files of a folder."""
    local, remote = os.path.abspath(arguments.local), arguments.remote
    if os.path.isfile(local):
        if arguments.keep:
            yield Upload(local, _joined(remote, _server_path(local)))
        else:
            yield Upload(
                local, _joined(remote, os.path.basename(local) if remote.endswith("/") else "")
            )
        return
    if not os.path.isdir(local):
        raise BadArgument(f"get path ({arguments.local}) info failed")
    base = _joined(remote, os.path.basename(local) if arguments.keep else "")
    for parent, _folders, names in os.walk(local):
        for name in names:
            full = os.path.join(parent, name)
            yield Upload(full, _joined(base, os.path.relpath(full, local)))


def _wanted(
    arguments: argparse.Namespace, link: Link, remotes: Sequence[str]
) -> Iterator[Download]:
    """The files below remote paths, and where they go below -L."""
    for remote in remotes:
        found = link.listing(remote)
        if found is None:
            raise BadArgument(f"get path ({remote}) info failed")
        for file in found["files"]:
            inside = "" if found["kind"] == "file" else file.path
            kept = _joined(remote, inside) if arguments.keep else _joined("", file.path)
            parts = kept.strip("/").split("/")
            if ".." in parts:
                raise BadArgument(f"{kept} would lie outside {arguments.local}")
            yield Download(
                _joined(remote, inside), os.path.join(arguments.local, *parts), file.size
            )


# -- moving it


def _upload(
    files: Callable[[argparse.Namespace], Iterator[Upload]],
) -> Callable[[argparse.Namespace, Link, Say], int]:
    def run(arguments: argparse.Namespace, link: Link, say: Say) -> int:
        wanted = list(files(arguments))
        there: List[Tuple[Upload, os.stat_result]] = []
        for upload in wanted:
            if os.path.isfile(upload.local):
                there.append((upload, os.stat(upload.local)))
            else:
                say(f"get path ({upload.local}) info failed")
        if wanted and not there:
            raise BadArgument("none of the files is there")
        meter = Meter(say, arguments.speed_limit, sum(info.st_size for _, info in there))
        failed = len(wanted) - len(there)
        with ledger.opened(arguments.config, arguments.storage, arguments.uid) as known:
            for upload, info in there:
                if known.knows(upload.local, upload.remote):
                    say(f"upload file skip unchanged ({upload.local})")
                    meter.skipped(info.st_size, upload.local)
                elif _sent(link, upload, meter, arguments.retry, say):
                    known.remember(upload.local, upload.remote, info)
                else:
                    failed += 1
        return NOT_ALL_UPLOADED if failed else DONE

    return run


def _sent(link: Link, upload: Upload, meter: Meter, retries: int, say: Say) -> bool:
    def once() -> None:
        size = link.send(upload.local, upload.remote, meter)
        say(f"upload file done size:{size} bytes ({upload.local})")

    try:
        _retrying(once, retries, say)
    except (TransferRefused, OSError) as error:
        if isinstance(error, ServerUnreachable):
            raise
        say(f"upload file fail ({upload.local}): {error}")
        return False
    return True


def _download(
    remotes: Callable[[argparse.Namespace], Sequence[str]],
) -> Callable[[argparse.Namespace, Link, Say], int]:
    def run(arguments: argparse.Namespace, link: Link, say: Say) -> int:
        wanted = list(_wanted(arguments, link, remotes(arguments)))
        meter = Meter(say, arguments.speed_limit, sum(file.size for file in wanted))
        failed = 0
        for file in wanted:
            failed += not _fetched(link, file, meter, arguments.retry, say)
        return TRY_AGAIN if failed else DONE

    return run


def _fetched(link: Link, file: Download, meter: Meter, retries: int, say: Say) -> bool:
    def once() -> None:
        size = link.fetch(file.remote, file.local, meter)
        say(f"download file done size:{size} bytes ({file.local})")

    try:
        _retrying(once, retries, say)
    except (TransferRefused, OSError) as error:
        if isinstance(error, ServerUnreachable):
            raise
        say(f"download file fail ({file.remote}): {error}")
        return False
    return True


def _retrying(action: Callable[[], None], retries: int, say: Say) -> None:
    """Do it, and again after an error of the connection; what was refused is not tried again."""
    for attempt in range(1, retries + 1):
        try:
            return action()
        except OSError:
            say(f"need_retry  is:{attempt}")
            time.sleep(_RETRY_PAUSE)
    return action()


JOBS: Dict[str, Callable[[argparse.Namespace, Link, Say], int]] = {
    "upload_json": _upload(_assets),
    "upload_list": _upload(_listed),
    "upload_path": _upload(_path),
    "download_path": _download(lambda arguments: [arguments.remote]),
    "download_list": _download(lambda arguments: _lines(arguments.remote)),
}


def _say(line: str) -> None:
    sys.stdout.write(line.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")
    sys.stdout.flush()


def _run(argv: Optional[Sequence[str]], say: Say) -> int:
    try:
        arguments = _arguments(argv, say)
        link = Link(
            arguments.host, arguments.port, arguments.storage, arguments.uid, arguments.speed_limit
        )
        _retrying(link.check, arguments.retry, say)
        return JOBS[arguments.type](arguments, link, say)
    except Shown:
        return UNREACHABLE
    except (BadArgument, ledger.LedgerUnusable) as error:
        say(f"error: {error}")
        return BAD_ARGUMENT
    except TransferRefused as error:
        say(f"error: the server refused: {error}")
        return BAD_ARGUMENT
    except ServerUnreachable as error:
        say(f"error: connect failed: {error}")
        return UNREACHABLE
    except LocalWriteFailed as error:
        say(f"write file fail {error}")
        return TRY_AGAIN
    except OSError as error:
        say(f"error: {error}")
        return TRY_AGAIN


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Run one transfer; the exit code is described in the module's docstring."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    code = _run(argv, _say)
    _say(f"run state is {code}")
    return code


if __name__ == "__main__":
    sys.exit(main())
