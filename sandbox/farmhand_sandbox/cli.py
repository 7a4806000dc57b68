"""The command `farmhand-sandbox`: starts a farm, says how to reach it, and serves until it is told to stop.

Standard output is for machines: `export` lines and one comment. Everything else goes to the log on
standard error.
"""

from __future__ import annotations

import argparse
import logging
import shlex
import signal
import sys
import threading
from pathlib import Path
from typing import List, Optional, Sequence

from farmhand_sandbox import __version__, facts
from farmhand_sandbox.faults import KINDS
from farmhand_sandbox.server import Sandbox
from farmhand_sandbox.settings import Settings

_LOG = logging.getLogger(__name__)
_POLL = 0.5  # seconds; Windows delivers signals only between waits


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="farmhand-sandbox",
        description="A render farm on this machine, to try Farmhand without an account.",
    )
    add = parser.add_argument
    add(
        "--port",
        type=int,
        default=8950,
        help="port on 127.0.0.1; 0 takes a free one (default %(default)s)",
    )
    add("--storage", type=Path, help="folder for tasks and files (default: a fresh temporary one)")
    add(
        "--speed",
        type=float,
        default=0.5,
        metavar="SECONDS",
        help="seconds one frame takes (default %(default)s)",
    )
    add(
        "--nodes",
        type=int,
        default=4,
        metavar="N",
        help="frames rendering at once (default %(default)s)",
    )
    add(
        "--analyse-delay",
        type=float,
        default=0.2,
        metavar="SECONDS",
        help="between submit and start (default %(default)s)",
    )
    add(
        "--fail-frame",
        type=int,
        action="append",
        default=[],
        metavar="N",
        help="frame N fails once; may be repeated",
    )
    add(
        "--signature-window",
        type=float,
        default=300.0,
        metavar="SECONDS",
        help="tolerated clock error (default %(default)s)",
    )
    add(
        "--fault",
        action="append",
        default=[],
        metavar="KIND[=VALUE][:OPERATION][:AMOUNT]",
        help="let calls go wrong, for an operation (createTask) and a count or probability (0.1); may be repeated;"
        f" kinds: {', '.join(KINDS)}",
    )
    add("--fault-seed", type=int, metavar="N", help="make faults by chance the same each time")
    add("--populate", action="store_true", help="fill the account with sample tasks in every status")
    add("--access-id", default=facts.ACCESS_ID)
    add("--access-key", default=facts.ACCESS_KEY)
    add("--verbose", action="store_true", help="log every request to standard error")
    add("--version", action="version", version=__version__)
    return parser


def ready_block(sandbox: Sandbox) -> str:
    """The lines that tell a shell or a program how to reach the sandbox."""
    lines = [f"export {name}={shlex.quote(value)}" for name, value in sandbox.environment.items()]
    lines.append(f"# files are in {sandbox.folder}; stop with Ctrl+C")
    return "\n".join(lines) + "\n"


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Run the sandbox until SIGINT or SIGTERM.

    Returns:
        0 after an orderly end, 1 when it cannot start, 2 for bad arguments.
    """
    arguments = _parser().parse_args(argv)
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if arguments.verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    stop = threading.Event()
    signals: List[signal.Signals] = [signal.SIGINT, signal.SIGTERM]
    for number in signals:
        signal.signal(number, lambda _number, _frame: stop.set())
    try:
        settings = Settings(
            speed=arguments.speed,
            nodes=arguments.nodes,
            analyse_delay=arguments.analyse_delay,
            fail_frames=frozenset(arguments.fail_frame),
            signature_window=arguments.signature_window,
            faults=tuple(arguments.fault),
            fault_seed=arguments.fault_seed,
            populate=arguments.populate,
            access_id=arguments.access_id,
            access_key=arguments.access_key,
        )
        sandbox = Sandbox(arguments.storage, arguments.port, settings, verbose=arguments.verbose)
    except (OSError, ValueError, OverflowError) as error:
        _LOG.error("the sandbox cannot start: %s", error)
        return 1
    with sandbox:
        sys.stdout.write(ready_block(sandbox))
        sys.stdout.flush()
        while not stop.wait(_POLL):
            continue
    return 0
