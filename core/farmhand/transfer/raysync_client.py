"""The Raysync client itself: where it lies, its start, and its HTTP interface on the loopback.

Facts about it come from the farm's documents and packages; no client was at hand, see docs/unproven.md. It may serve
other programs of this user too: it is started where it does not answer, and never ended by us.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from typing import Any, Dict, List, Mapping
from xml.etree import ElementTree

from farmhand.credentials import hide
from farmhand.errors import SettingsError, TransferError
from farmhand.progress import CancelToken
from farmhand.settings import Settings

WAIT_FOR_START = 30.0
"""Seconds until a client that was started answers."""
TIMEOUT = 30.0
"""Seconds to wait for an answer."""
_PROGRAMS = {"win32": ("Raysync-sdk.exe",), "darwin": ("Raysync-sdk", "--localConfig")}


def check(settings: Settings) -> str:
    """The client's folder, once it was seen to hold one, or that one answers; nothing is started.

    Raises:
        SettingsError: The folder is not set, or holds no client.
        TransferError: It holds nothing that could be started, and no client answers.
    """
    folder = folder_of(settings)
    port = port_of(folder)
    try:
        _command(folder)
    except TransferError:
        if not Local(port).answers():
            raise
    return folder


def folder_of(settings: Settings) -> str:
    """The client's folder, as it is set.

    Raises:
        SettingsError: It is not.
    """
    folder = str(settings["raysync"])
    if not folder:
        raise SettingsError(
            "The setting engine is raysync, but the Raysync client's folder is not known.",
            "Choose the folder with its cluster.xml in the settings (FARMHAND_RAYSYNC), or Aspera (FARMHAND_ENGINE).",
        )
    return folder


def port_of(folder: str) -> int:
    """The port in a client's `cluster.xml`.

    Raises:
        SettingsError: There is no such file, or it names no port.
    """
    path = os.path.join(folder, "cluster.xml")
    try:
        return int(ElementTree.parse(path).getroot()[0][0].attrib["value"])
    except (OSError, ElementTree.ParseError, LookupError, ValueError) as error:
        raise SettingsError(
            "The Raysync client's port cannot be read from {path}: {reason}.",
            "Choose the folder of an installed Raysync client in the settings (FARMHAND_RAYSYNC).",
            path=path,
            reason=error.strerror.lower() if isinstance(error, OSError) and error.strerror else error,
        ) from error


class Local:
    """The client's interface on this machine. No proxy of the environment is used.

    Args:
        port: On 127.0.0.1.
    """

    def __init__(self, port: int) -> None:
        self._port = port

    def post(self, path: str, body: Mapping[str, Any]) -> Dict[str, Any]:
        """One call.

        Raises:
            TransferError: The client does not answer, or refuses.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT)
        try:
            content = json.dumps(body).encode("utf-8")
            connection.request("POST", path, content, {"Content-Type": "application/json"})
            answer = json.loads(connection.getresponse().read().decode("utf-8"))
            code = answer["code"]
        except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as error:
            raise TransferError(
                "The Raysync client on port {port} does not answer: {reason}.",
                "Start it, or set FARMHAND_ENGINE to aspera; what is done already is kept.",
                port=self._port,
                reason=error,
            ) from error
        finally:
            connection.close()
        if code != 0:
            raise TransferError(
                "The Raysync client refused {path}: {reason} (code {code}).",
                "Try again; what is done already is kept.",
                path=path,
                reason=hide(str(answer.get("message") or ""), str(body.get("password") or "")).rstrip("."),
                code=code,
            )
        found: Dict[str, Any] = answer
        return found

    def answers(self) -> bool:
        """Whether a client is there."""
        try:
            self.post("/check-raysync-http", {"sign": "render-bus"})
        except TransferError:
            return False
        return True


def _command(folder: str) -> List[str]:
    """What starts the client of a folder.

    Raises:
        TransferError: It is not there.
    """
    if sys.platform in _PROGRAMS:
        program, *options = _PROGRAMS[sys.platform]
        command = [os.path.join(folder, program), *options]
    else:
        command = ["/bin/sh", os.path.join(folder, "start.sh")]
    program = command[1] if command[0] == "/bin/sh" else command[0]
    if not os.path.isfile(program):
        raise _not_started(folder, FileNotFoundError("no such file: " + program))
    return command


def _not_started(folder: str, error: OSError) -> TransferError:
    return TransferError(
        "The Raysync client in {folder} cannot be started: {reason}.",
        "Start it by hand, or set FARMHAND_ENGINE to aspera.",
        folder=folder,
        reason=error,
    )


def start(folder: str, local: Local) -> None:
    """Start the client and wait until it answers.

    Raises:
        TransferError: It cannot be started, or does not answer.
    """
    command, nothing = _command(folder), subprocess.DEVNULL
    try:
        subprocess.Popen(command, cwd=folder, stdin=nothing, stdout=nothing, stderr=nothing)
    except OSError as error:
        raise _not_started(folder, error) from error
    end = time.monotonic() + WAIT_FOR_START
    token = CancelToken()
    while not local.answers():
        if time.monotonic() > end:
            raise TransferError(
                "The Raysync client in {folder} was started, but does not answer.",
                "Start it by hand, or set FARMHAND_ENGINE to aspera.",
                folder=folder,
            )
        token.wait(0.2)
