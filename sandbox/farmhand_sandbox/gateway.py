"""What stands between the client and the farm: it counts every call of the API, and does to it what the faults say.

A WSGI middleware, so that the farm behind it knows nothing of gateways. The storage, the faults' own address and the
counters pass untouched.
"""

from __future__ import annotations

import io
import json
import os
import socket
import struct
import threading
from typing import Any, Callable, Dict, Iterable, List, NoReturn, Tuple

from farmhand_sandbox.counters import Counters
from farmhand_sandbox.faults import Fault, Faults

SKEW = "farmhand_sandbox.skew"  # in the environ: seconds that the farm's clock is ahead for this call
REPEATED = "farmhand_sandbox.repeated"  # in the environ: a gateway delivers this call a second time
CODE = "farmhand_sandbox.code"  # in the environ: the farm refuses with this code
_LONGEST = 256 * 1024 * 1024  # bytes of a body
_SUBMITS = ("/api/render/submit/task", "/api/render/task/submitTask", "/api/rendering/task/plugin/pluginSubmitTask")
_PAGE = b"<html><head><title>%s</title></head><body><center><h1>%s</h1></center><hr></body></html>"

Environ = Dict[str, Any]
Headers = List[Tuple[str, str]]
App = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Reply = Tuple[str, Headers, bytes]


class Gateway:
    """The middleware.

    Args:
        app: the farm's own application.
        faults: what may happen.
        counters: what is counted.
    """

    def __init__(self, app: App, faults: Faults, counters: Counters) -> None:
        self._app = app
        self._faults = faults
        self._counters = counters
        self._closing = threading.Event()

    def close(self) -> None:
        """Let no call wait any longer."""
        self._closing.set()

    def __call__(self, environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith("/api/"):
            return self._app(environ, start)
        body = _body(environ)
        self._count(path, body)
        faults = {fault.kind: fault for fault in self._faults.take(path)}
        status, headers, content = self._reply(environ, body, faults)
        start(status, headers)
        return [content]

    def _count(self, path: str, body: bytes) -> None:
        self._counters.requested(path)
        if path in _SUBMITS:
            try:
                task = json.loads(body)["taskId"]
            except (ValueError, TypeError, KeyError, RecursionError):
                return
            if isinstance(task, int):
                self._counters.submit_requested(task)

    def _reply(self, environ: Environ, body: bytes, faults: Dict[str, Fault]) -> Reply:
        if "latency" in faults:
            self._closing.wait(faults["latency"].value)
        if "drop" in faults:
            _end(environ, reset=False)
        if "reset" in faults:
            _end(environ, reset=True)
        if "502" in faults:
            return _page("502 Bad Gateway")
        if "html" in faults:
            return _page("200 OK", "Please sign in")
        if "429" in faults:
            status, headers, content = _page("429 Too Many Requests")
            return status, [*headers, ("Retry-After", f"{faults['429'].value:g}")], content
        reply = self._farms(environ, body, faults)
        if "drop_after" in faults:
            _end(environ, reset=False)
        if "reset_after" in faults:
            _end(environ, reset=True)
        if "502_after" in faults:
            return _page("502 Bad Gateway")
        if "half" in faults:
            return reply[0], reply[1], reply[2][: len(reply[2]) // 2]
        return reply

    def _farms(self, environ: Environ, body: bytes, faults: Dict[str, Fault]) -> Reply:
        more: Environ = {}
        if "skew" in faults:
            more[SKEW] = faults["skew"].value
        for code in ("610", "611"):
            if code in faults:
                more[CODE] = int(code)
        first = self._once(environ, body, more)
        if "duplicate" not in faults and "duplicate_last" not in faults:
            return first
        second = self._once(environ, body, {**more, REPEATED: True})
        return second if "duplicate_last" in faults else first

    def _once(self, environ: Environ, body: bytes, more: Environ) -> Reply:
        """One delivery to the farm."""
        started: List[Any] = []

        def start(status: str, headers: Headers, _info: Any = None) -> Callable[[bytes], None]:
            started[:] = [status, headers]
            return lambda _data: None

        answer = self._app({**environ, **more, "wsgi.input": io.BytesIO(body)}, start)
        try:
            content = b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        return started[0], started[1], content


def _body(environ: Environ) -> bytes:
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    data: bytes = environ["wsgi.input"].read(min(length, _LONGEST))
    return data


def _page(status: str, title: str = "") -> Reply:
    text = (title or status).encode("ascii")
    content = _PAGE % (text, text)
    return status, [("Content-Type", "text/html"), ("Content-Length", str(len(content)))], content


def _end(environ: Environ, reset: bool) -> NoReturn:
    """End the connection at once and say nothing; with RST instead of FIN where `reset` is asked for.

    The server holds the socket in several places, so closing it is not enough: its number is given to the deaf end of
    another pair, which the server then reads to its end.
    """
    connection = environ["werkzeug.socket"]
    if reset:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    if os.name == "posix":
        deaf, other = socket.socketpair()
        other.close()
        os.dup2(deaf.fileno(), connection.fileno())
        deaf.close()
    else:
        connection.shutdown(socket.SHUT_RDWR)
    raise ConnectionAbortedError("ended on demand")  # the server takes it for the client's doing, and is silent
