"""Transfers by the Raysync client, a program on this machine that is spoken to by HTTP on the loopback.

It keeps a queue of its own: a job is created, then asked after until it has ended. Facts about its states and paths
come from the farm's documents and packages; no client was at hand, see docs/unproven.md.
"""

from __future__ import annotations

import json
import logging
import os
import posixpath
import re
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from farmhand.errors import FarmhandError, NetworkError, TransferError
from farmhand.farm.client import FarmClient
from farmhand.farm.records import User
from farmhand.progress import CancelToken, Progress, Report
from farmhand.settings import Settings
from farmhand.transfer.engine import Engine
from farmhand.transfer.raysync_client import Local, folder_of, port_of, start

_log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0
PROXY_PORT = 32001
"""Where the server's proxy listens when the farm does not say."""


class State(NamedTuple):
    """What a state of a job means.

    Attributes:
        meaning: For the user.
        over: Whether the job has ended.
        starts: How often the job may be started in all before this state counts.
        network: Whether the line is to blame.
    """

    meaning: str
    over: bool = True
    starts: int = 1
    network: bool = False


STATES: Mapping[str, State] = {
    "ready": State("it waits for its turn", over=False),
    "start": State("it runs", over=False),
    "idle": State("it prepares", over=False),
    "successful": State("done"),
    "stopped": State("it was stopped in the client", starts=2),
    "failed": State("some files failed", starts=3),
    "auth-failed": State("the server refused the account"),
    "proxy-closed": State("the server's proxy closed the line", starts=3, network=True),
    "stop-by-server": State("the server stopped it", starts=2, network=True),
    "no-permission": State("the account may not do this"),
    "ip-locked": State("the server has locked this address"),
    "account-locked": State("the server has locked the account"),
}


def connect(settings: Settings, client: FarmClient, user: User) -> Raysync:
    """The driver, with the client running.

    Args:
        settings: `raysync`: the client's folder; speed, how many at once.
        client: The farm, for server and account of the engine.
        user: Whose storages are used.

    Raises:
        SettingsError: The folder is not set, or holds no client.
        TransferError: The client does not start or answer.
        FarmError, NetworkError: The farm does not tell its server.
    """
    folder = folder_of(settings)
    local = Local(port_of(folder))
    if not local.answers():
        start(folder, local)
    key = client.query.get_raysync_user_key()
    return Raysync(
        local,
        *server_of(client),
        str(key.get("userName") or user.name),
        "{}&1&{}&12345678".format(key.get("raySyncUserKey") or "", settings["platform"]),
        user,
        settings,
    )


def server_of(client: FarmClient) -> Tuple[str, int]:
    """Address and port of the farm's raysync server; `PROXY_PORT` where the farm names no port.

    Raises:
        FarmError, NetworkError: The farm does not tell it.
    """
    message = client.query.get_transfer_server_msg().get("raysyncTransfer")
    server = message if isinstance(message, dict) else {}
    port = str(server.get("proxyPort"))
    number = int(port) if re.match(r"[0-9]{1,5}\Z", port) else PROXY_PORT
    return str(server.get("serverIp") or server.get("proxyIp") or ""), number


class Raysync(Engine):
    """Transfers by the Raysync client.

    Args:
        local: Its interface.
        server: The farm's server.
        proxy_port: The port of its proxy.
        account: The engine's account.
        password: Its password. A secret.
        user: Whose storages are used.
        settings: Speed limit, how many at once.
    """

    def __init__(
        self, local: Local, server: str, proxy_port: int, account: str, password: str, user: User, settings: Settings
    ) -> None:
        self._local = local
        self._server = server
        self._proxy_port = proxy_port
        self._account = account
        self._password = password
        self._user = user
        self._at_once = int(settings["transfers_at_once"])
        speed = int(settings["speed_limit"])
        local.post(
            "/set-transmission-parameters", {"max-upload-speed": speed, "max-download-speed": speed, "mss": 1200}
        )
        local.post("/set-task-limit", {"upload": self._at_once, "download": self._at_once})

    def upload_file(self, local: str, remote: str, report: Report, cancel: CancelToken) -> None:
        """See Engine."""
        place = "/input/{}-{}{}".format(self._user.config_bid, self._user.user_id, posixpath.dirname(remote))
        job = {"task-type": "upload", "source-path": local, "target-path": place}
        self._run([_Job(job, self._user.input_bid, "upload", 0)], report, cancel)

    def upload_assets(
        self, upload_file: str, total: int, report: Report, cancel: CancelToken, trusting: bool = True
    ) -> None:
        """See Engine. The client compares each file with the server's, so there is nothing to trust or not."""
        bid, user_id = self._user.asset_storage
        root = "/input/{}-{}".format(bid, user_id)
        with open(upload_file, encoding="utf-8") as stream:
            listed = json.load(stream)["asset"]
        assets = [(str(one["local"]), root + "/" + str(one["server"]).lstrip("/")) for one in listed]
        odd = [pair for pair in assets if re.search('["\r\n]', "".join(pair))]
        listing = os.path.splitext(upload_file)[0] + "_list.json"
        with open(listing, "w", encoding="utf-8", newline="\n") as stream:
            stream.writelines('local:"{}" server:"{}"\n'.format(*pair) for pair in assets if pair not in odd)
        jobs = []
        if len(odd) < len(assets):
            jobs.append(_Job({"task-type": "upload-list", "file-list": listing}, bid, "upload", total))
        for local, server in odd:  # a list cannot hold such a name
            fields = {"task-type": "upload", "source-path": local, "target-path": posixpath.dirname(server)}
            jobs.append(_Job(fields, bid, "upload", 0))
        self._run(jobs, report, cancel)

    def download_files(
        self, remote: Sequence[str], folder: str, user_id: int, total: int, report: Report, cancel: CancelToken
    ) -> None:
        """See Engine. The client has lists for uploads only: each file is a job, and it runs several at once."""
        bid = self._user.output_bid
        jobs = []
        for path in remote:
            source = "/output/{}-{}/{}".format(bid, user_id, path.lstrip("/"))
            target = os.path.join(folder, *posixpath.dirname(path.strip("/")).split("/"))
            os.makedirs(target, exist_ok=True)
            fields = {"task-type": "download", "source-path": source, "target-path": target}
            jobs.append(_Job(fields, bid, "download", total // max(1, len(remote))))
        self._run(jobs, report, cancel)

    def _run(self, jobs: Sequence[_Job], report: Report, cancel: CancelToken) -> None:
        """Give jobs to the client, no more than it runs at once, and wait until all have ended."""
        waiting: List[_Job] = list(jobs)
        running: List[_Job] = []
        total = sum(job.size for job in jobs)
        done = 0
        failed: Optional[FarmhandError] = None
        pause = FIRST_PAUSE
        try:
            while running or (waiting and failed is None):
                while waiting and failed is None and len(running) < self._at_once:
                    job = waiting.pop(0)
                    job.number = self._create(job)
                    running.append(job)
                    pause = FIRST_PAUSE
                cancel.wait(pause)
                pause = min(LONGEST_PAUSE, pause * 1.3)
                for job in list(running):
                    try:
                        ended = self._look(job)
                    except FarmhandError as error:
                        failed = failed or error
                        ended = True
                    if ended:
                        running.remove(job)
                        done += job.size
                        pause = FIRST_PAUSE
                moved = done + sum(int(job.size * job.part) for job in running)
                kind = jobs[0].kind
                report(Progress(kind, min(moved, total), total, "bytes", "", sum(job.rate for job in running)))
        except BaseException:
            for job in running:
                self._stop(job)
            raise
        if failed is not None:
            raise failed

    def _create(self, job: _Job) -> str:
        body: Dict[str, Any] = {
            "task-name": job.fields["task-type"],
            "server-ip": self._server,
            "server-port": int(job.bid),
            "web-server-ip": self._server,
            "web-server-port": 32002,
            "server-ssl-port": int(job.bid) - 100,
            "renderbus-proxy-port": 32002,
            "proxy-port": self._proxy_port,
            "protocol-type": "default",
            "delay-threshold": 0,
            "account": self._account,
            "password": self._password,
            "group-id": 0,
            "enable-ssl": False,
            "enable-verify-hash": True,
        }
        answer = self._local.post("/create-task", dict(body, **job.fields))
        return str(answer.get("task-id") or "")

    def _look(self, job: _Job) -> bool:
        """Ask after a job; True where it is done.

        Raises:
            TransferError, NetworkError: It ended otherwise, for good.
        """
        listed = self._local.post("/get-task-status", {"task-id": job.number}).get("task-list") or [{}]
        told = listed[0] if isinstance(listed[0], dict) else {}
        name = str(told.get("task-state") or "")
        job.part = _share(told.get("file-pos"), told.get("file-max"))
        job.rate = float(told.get("speed") or 0.0)
        state = STATES.get(name)
        if state is not None and not state.over:
            return False
        if name == "successful":
            return True
        state = state or State("it is in a state that nobody knows: " + name)
        if job.starts < state.starts:
            job.starts += 1
            _log.info("A Raysync job ended: %s; start %d.", state.meaning, job.starts)
            self._local.post("/start-task", {"task-id": job.number})
            return False
        raise self._failure(job, state)

    def _failure(self, job: _Job, state: State) -> FarmhandError:
        query = {"task-id": job.number, "list-type": "error", "page-size": 100, "page-number": 1}
        try:
            files = self._local.post("/get-file-list", query).get("file-list") or []
        except TransferError:
            files = []
        paths = [str(one.get("local-path") or "") for one in files if isinstance(one, dict)]
        if paths:
            return TransferError(
                "{count} files could not be transferred, the first is {path}.",
                "Check that the files are there and may be read, then try again; what is done already is kept.",
                count=len(paths),
                path=paths[0],
            )
        kind: Callable[..., FarmhandError] = NetworkError if state.network else TransferError
        return kind(
            "The Raysync transfer did not succeed: {meaning}.",
            "Try again; what is done already is kept.",
            meaning=state.meaning,
        )

    def _stop(self, job: _Job) -> None:
        """Ask the client to stop a job; where it does not know how, the job goes on without us."""
        try:
            self._local.post("/stop-task", {"task-id": job.number})
        except TransferError as error:
            _log.info("A Raysync job goes on in the client: %s", error)


class _Job:
    """One job of the client.

    Args:
        fields: What is particular to it.
        bid: The storage, by which the server chooses its port.
        kind: `upload` or `download`.
        size: Bytes expected.
    """

    def __init__(self, fields: Dict[str, str], bid: str, kind: str, size: int) -> None:
        self.fields = fields
        self.bid = bid
        self.kind = kind
        self.size = size
        self.number = ""
        self.starts = 1
        self.part = 0.0
        self.rate = 0.0


def _share(done: Any, total: Any) -> float:
    """Done as a part of one."""
    try:
        return min(1.0, float(done) / float(total))
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0
