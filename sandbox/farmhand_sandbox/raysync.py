"""A stand-in for the Raysync client: its HTTP interface on the loopback, moving files from and to a sandbox.

It is a program of its own, as the client is: `python -m farmhand_sandbox.raysync FOLDER --farm PORT` writes FOLDER's
`cluster.xml` and serves until it is told to stop. Jobs run in threads, no more at once than it was told. `--fail S:N`
lets the first N runs of jobs end in state S; `--slow SECONDS` makes each file take so long.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import posixpath
import re
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

from farmhand_sandbox.transmission import Link, LocalWriteFailed, Meter, ServerUnreachable, TransferRefused

PASSWORD = re.compile(r"(?P<key>[^&]+)&1&\d+&12345678")
KEY = "sandbox-raysync-key"
_LINE = re.compile(r'local:"(?P<local>[^"]+)" server:"(?P<server>[^"]+)"')
_PLACE = re.compile(r"/(?:input|output)/(?P<bid>\d+)-(?P<user>\d+)(?P<path>/.*|)", re.DOTALL)
_OVER = ("successful", "failed", "stopped", "auth-failed", "proxy-closed", "no-permission", "stop-by-server")


class Job:
    """One job of the queue."""

    def __init__(self, number: str, body: Dict[str, Any]) -> None:
        self.number = number
        self.body = body
        self.state = "ready"
        self.done = 0
        self.total = 0
        self.bad: List[str] = []
        self.stop = threading.Event()


class Client:
    """The client's queue.

    Args:
        farm: port of the sandbox.
        fail: states in which the next runs end.
        slow: seconds that each file takes more.
    """

    def __init__(self, farm: int, fail: Sequence[str], slow: float) -> None:
        self._farm = farm
        self._fail = list(fail)
        self._slow = slow
        self._jobs: Dict[str, Job] = {}
        self._numbers = itertools.count(1)
        self._room = {"upload": threading.Semaphore(2), "download": threading.Semaphore(2)}
        self._lock = threading.Lock()

    def call(self, path: str, body: Dict[str, Any]) -> Dict[str, Any]:
        """Answer one call; code 0 is success."""
        name = path.strip("/").replace("-", "_")
        handler = getattr(self, f"do_{name}", None)
        if handler is None:
            return {"code": 404, "message": f"no such interface: {path}"}
        try:
            found: Dict[str, Any] = handler(body)
        except (KeyError, TypeError, ValueError) as error:
            return {"code": 600, "message": f"bad parameter: {error!r}"}
        return {"code": 0, "message": "success", **found}

    def do_check_raysync_http(self, body: Dict[str, Any]) -> Dict[str, Any]:
        if body["sign"] != "render-bus":
            raise ValueError("sign")
        return {}

    def do_set_transmission_parameters(self, body: Dict[str, Any]) -> Dict[str, Any]:
        if not 0 < int(body["max-upload-speed"]) <= 1048576 or not 0 < int(body["max-download-speed"]) <= 1048576:
            raise ValueError("speed")
        return {}

    def do_set_proxy_manager(self, body: Dict[str, Any]) -> Dict[str, Any]:
        bool(body["enable-proxy-manager"])
        return {}

    def do_set_task_limit(self, body: Dict[str, Any]) -> Dict[str, Any]:
        limits = {kind: int(body[kind]) for kind in ("upload", "download")}
        if not all(1 <= limit <= 10 for limit in limits.values()):
            raise ValueError("1-10")
        with self._lock:
            self._room = {kind: threading.Semaphore(limit) for kind, limit in limits.items()}
        return {}

    def do_create_task(self, body: Dict[str, Any]) -> Dict[str, Any]:
        if int(body["server-ssl-port"]) != int(body["server-port"]) - 100:
            raise ValueError("server-ssl-port")
        if body["protocol-type"] not in ("default", "tcp-only", "udp-only"):
            raise ValueError("protocol-type")
        if body["task-type"] == "upload-list":
            str(body["file-list"])
        elif body["task-type"] in ("upload", "download"):
            str(body["source-path"]), str(body["target-path"])
        else:
            raise ValueError("task-type")
        job = Job(str(next(self._numbers)), body)
        self._jobs[job.number] = job
        self._begin(job)
        return {"task-id": job.number}

    def do_start_task(self, body: Dict[str, Any]) -> Dict[str, Any]:
        job = self._jobs[str(body["task-id"])]
        if job.state in _OVER:
            self._begin(job)
        return {}

    def do_stop_task(self, body: Dict[str, Any]) -> Dict[str, Any]:
        self._jobs[str(body["task-id"])].stop.set()
        return {}

    def do_get_task_status(self, body: Dict[str, Any]) -> Dict[str, Any]:
        return {"task-list": [_shown(self._jobs[str(body["task-id"])])]}

    def do_get_task_list(self, body: Dict[str, Any]) -> Dict[str, Any]:
        return {"task-list": [_shown(job) for job in self._jobs.values()]}

    def do_get_file_list(self, body: Dict[str, Any]) -> Dict[str, Any]:
        bad = self._jobs[str(body["task-id"])].bad if body["list-type"] == "error" else []
        first = (int(body["page-number"]) - 1) * int(body["page-size"])
        page = bad[first : first + int(body["page-size"])]
        return {"file-list": [{"local-path": path, "error-code": 5, "size": 0, "pos": 0} for path in page]}

    def _begin(self, job: Job) -> None:
        job.state, job.done, job.bad = "ready", 0, []
        job.stop.clear()
        threading.Thread(target=self._work, args=(job,), daemon=True).start()

    def _work(self, job: Job) -> None:
        with self._room["download" if job.body["task-type"] == "download" else "upload"]:
            if job.stop.is_set():
                job.state = "stopped"
                return
            job.state = "start"
            with self._lock:
                told = self._fail.pop(0) if self._fail else ""
            match = PASSWORD.fullmatch(str(job.body["password"]))
            if match is None or match["key"] != KEY:
                told = "auth-failed"
            job.state = self._moved(job) if told in ("", "none") else told

    def _moved(self, job: Job) -> str:
        try:
            pairs = _pairs(job.body)
        except (OSError, ValueError) as error:
            job.bad = [str(error)]
            return "failed"
        job.total = len(pairs)
        for local, server in pairs:
            if job.stop.wait(self._slow) or job.stop.is_set():
                return "stopped"
            try:
                self._one(job.body["task-type"], local, server)
            except ServerUnreachable:
                return "proxy-closed"
            except (TransferRefused, LocalWriteFailed, OSError, ValueError):
                job.bad.append(local)
            job.done += 1
        return "failed" if job.bad else "successful"

    def _one(self, kind: str, local: str, server: str) -> None:
        match = _PLACE.fullmatch(server)
        if match is None:
            raise ValueError(server)
        link = Link("127.0.0.1", self._farm, match["bid"], match["user"], 0)
        meter = Meter(lambda line: None, 0, 0)
        if kind == "download":
            link.fetch(match["path"], os.path.join(local, posixpath.basename(server)), meter)
        else:
            link.send(local, match["path"], meter)


def _pairs(body: Dict[str, Any]) -> List[Tuple[str, str]]:
    """Local and server path of each file of a job."""
    if body["task-type"] == "download":
        return [(body["target-path"], body["source-path"])]
    if body["task-type"] == "upload":
        name = os.path.basename(body["source-path"])
        return [(body["source-path"], posixpath.join(body["target-path"], name))]
    with open(body["file-list"], encoding="utf-8") as stream:
        matches = [(line, _LINE.fullmatch(line.rstrip("\n"))) for line in stream]
    wrong = [line for line, match in matches if match is None]
    if wrong:
        raise ValueError(f"a line of the list cannot be read: {wrong[0]!r}")
    return [(match["local"], match["server"]) for _, match in matches if match is not None]


def _shown(job: Job) -> Dict[str, Any]:
    return {
        "task-id": job.number,
        "task-type": job.body["task-type"],
        "task-state": job.state,
        "file-max": job.total,
        "file-pos": job.done,
        "speed": 0,
    }


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="farmhand-sandbox-raysync", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--farm", type=int, required=True, help="port of the sandbox")
    parser.add_argument("--fail", action="append", default=[], metavar="STATE[:N]", help="none: one run goes well")
    parser.add_argument("--slow", type=float, default=0.0, metavar="SECONDS")
    arguments = parser.parse_args(argv)
    fail = [word for text in arguments.fail for word in [text.split(":")[0]] * int((text + ":1").split(":")[1])]
    client = Client(arguments.farm, fail, arguments.slow)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - http.server's name
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                body = json.loads(raw or b"{}")
            except ValueError:
                body = None
            answer = client.call(self.path, body) if isinstance(body, dict) else {"code": 600, "message": "no JSON"}
            content = json.dumps(answer).encode("utf-8")
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    xml = f'<cluster><http><port value="{server.server_port}"/></http></cluster>\n'
    (arguments.folder / "cluster.xml").write_text(xml, encoding="utf-8")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    while not stop.wait(0.5):
        continue
    server.shutdown()
    server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
