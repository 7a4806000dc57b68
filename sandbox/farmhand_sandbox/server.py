"""Starts and stops a sandbox: bound first, then announced, served by threads, and cleaned up.

`running_sandbox` is for tests in the same process; the command line uses `Sandbox` directly.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Callable, Dict, Iterator, Optional, Type, Union

from werkzeug.serving import WSGIRequestHandler, make_server

from farmhand_sandbox import facts
from farmhand_sandbox.farm import Farm
from farmhand_sandbox.faults import Faults, parse
from farmhand_sandbox.gateway import Gateway
from farmhand_sandbox.samples import populate
from farmhand_sandbox.settings import Settings
from farmhand_sandbox.web import make_app

HOST = "127.0.0.1"
_SCRIPT = "farmhand-sandbox-transmitter"


class _QuietHandler(WSGIRequestHandler):
    """Serves without a line per request."""

    def log(self, type: str, message: str, *args: Any) -> None:
        return


def transmitter_program(folder: Path) -> Path:
    """An executable file that is the stand-in transmitter.

    The console script beside the interpreter when it is installed, else a small wrapper written
    into `folder`.
    """
    suffix = ".exe" if os.name == "nt" else ""
    installed = Path(sys.executable).parent / (_SCRIPT + suffix)
    if installed.is_file():
        return installed.absolute()
    package_parent = Path(__file__).resolve().parent.parent
    if os.name == "nt":
        wrapper = folder / f"{_SCRIPT}.cmd"
        lines = [
            "@echo off",
            f'set "PYTHONPATH={package_parent}"',
            f'"{sys.executable}" -m farmhand_sandbox.transmitter %*',
        ]
        wrapper.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8")
        return wrapper.absolute()
    wrapper = folder / _SCRIPT
    python, path = _quoted(sys.executable), _quoted(str(package_parent))
    wrapper.write_text(
        f'#!/bin/sh\nPYTHONPATH={path} exec {python} -m farmhand_sandbox.transmitter "$@"\n',
        encoding="utf-8",
    )
    wrapper.chmod(0o755)
    return wrapper.absolute()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\"'\"'") + "'"


class Sandbox:
    """A running farm; a context manager that stops it.

    Args:
        storage: its folder; None makes a fresh temporary one, which stays.
        port: 0 takes a free one.
        settings: how the farm behaves.
        clock: seconds since the epoch.
        verbose: let werkzeug log each request.
    """

    def __init__(
        self,
        storage: Optional[Path] = None,
        port: int = 0,
        settings: Settings = Settings(),
        clock: Callable[[], float] = time.time,
        verbose: bool = False,
    ) -> None:
        self.folder = (storage or Path(tempfile.mkdtemp(prefix="farmhand-sandbox-"))).absolute()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.farm = Farm(self.folder, settings, clock)
        self.faults = Faults([parse(text) for text in settings.faults], settings.fault_seed)
        self._gateway = Gateway(make_app(self.farm, self.faults).wsgi_app, self.faults, self.farm.counters)
        if settings.populate:
            populate(self.farm)
        handler = WSGIRequestHandler if verbose else _QuietHandler
        try:
            self._server = make_server(
                HOST, port, self._gateway, threaded=True, request_handler=handler
            )
        except BaseException:
            self.farm.close()
            raise
        self.port: int = self._server.server_port
        self.transmitter = transmitter_program(self.folder)
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.05},
            name="farmhand-sandbox",
            daemon=True,
        )
        self._thread.start()

    @property
    def domain(self) -> str:
        return f"{HOST}:{self.port}"

    @property
    def environment(self) -> Dict[str, str]:
        """The variables that point Farmhand to this sandbox."""
        settings = self.farm.settings
        return {
            "FARMHAND_ACCESS_ID": settings.access_id,
            "FARMHAND_ACCESS_KEY": settings.access_key,
            "FARMHAND_DOMAIN": self.domain,
            "FARMHAND_PLATFORM": str(facts.PLATFORM),
            "FARMHAND_PROTOCOL": "http",
            "FARMHAND_TRANSMITTER": str(self.transmitter),
            # What Farmhand remembers of this farm goes with it: another sandbox on this port has none of the files.
            "FARMHAND_DATA_FOLDER": str(self.folder / "farmhand_data"),
        }

    def close(self) -> None:
        """Stop serving; the folder stays."""
        self._gateway.close()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self.farm.close()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()


@contextlib.contextmanager
def running_sandbox(
    storage: Optional[Union[str, Path]] = None,
    port: int = 0,
    clock: Callable[[], float] = time.time,
    **settings: Any,
) -> Iterator[Sandbox]:
    """A sandbox for the length of a with block.

    Args:
        storage: its folder; without one a temporary folder is used and removed afterwards.
        port: 0 takes a free one.
        clock: seconds since the epoch; it should start near the true time, or clients' time stamps
        are refused. settings: fields of `Settings`, such as speed=0.05, nodes=4, analyse_delay=0,
        fail_frames=frozenset({3}).
    """
    folder = (
        Path(tempfile.mkdtemp(prefix="farmhand-sandbox-")) if storage is None else Path(storage)
    )
    try:
        with Sandbox(folder, port, Settings(**settings), clock) as sandbox:
            yield sandbox
    finally:
        if storage is None:
            shutil.rmtree(folder, ignore_errors=True)
