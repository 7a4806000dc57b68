"""CPU per call and import time of the API client, beside bare `requests` and the farm's official `rayvision_api`.

A small farm on the loopback (a process of its own, connections kept) is asked one question by each client in an
interpreter of its own, in turns; the best of the turns counts. Bare `requests` is a Session that posts the JSON body
with the same headers, unsigned, and reads the answer's JSON: the floor. `run.py` starts `calling` and `importing`.

usage: api.py serve | farmhand DOMAIN COUNT | bare DOMAIN COUNT | official DOMAIN COUNT (what they start themselves)
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any, Callable, Dict, List

from measure import Bench, Row, say

TURNS = 7
CALLS = 400
BODY = {"taskIds": [19097, 19099, 19101]}
PATH = "/api/render/handle/queryTaskInfo/v2"
ITEM = {"id": 19097, "taskStatus": 25, "sceneName": "shot_010.ma", "totalFrames": 120, "respRenderingTaskList": None}
DATA: Dict[str, Any] = {"pageCount": 1, "pageNum": 1, "total": 3, "size": 100, "items": [ITEM] * 3}
HEADERS = {
    "accessId": "bench", "channel": "4", "platform": "2", "UTCTimestamp": "1700000000", "nonce": "123456",
    "signature": "x" * 44, "version": "2.0.0", "Content-Type": "application/json", "languageFlag": "1",
}  # fmt: skip


def calling(bench: Bench) -> None:
    """CPU time of one call, kept connections: ours, the official client's, and bare requests as the floor."""
    pythons = {"farmhand": sys.executable, "bare": sys.executable}
    official = bench.python("rayvision_api")
    if official:
        pythons["official"] = official
    server = subprocess.Popen([sys.executable, __file__, "serve"], stdout=subprocess.PIPE, text=True)
    try:
        domain = server.stdout.readline().strip() if server.stdout else ""
        seconds: Dict[str, List[float]] = {role: [] for role in pythons}
        for _ in range(1 if bench.quick else TURNS):
            for role, python in pythons.items():
                output = subprocess.check_output([python, __file__, role, domain, str(CALLS)], text=True)
                seconds[role].append(float(output.splitlines()[-1]))
    finally:
        server.terminate()
        server.wait()
    best = {role: min(turns) for role, turns in seconds.items()}
    peer = "rayvision_api" if official else ""
    bench.add(Row("one call, CPU", best["farmhand"], best["bare"], peer, best.get("official"), "floor: bare requests"))


def importing(bench: Bench) -> None:
    """CPU time of an import in a fresh interpreter, without its own start; requests alone is the floor of the client.

    Everything is imported from bytecode, as where it is installed: the first of each does not count, it may write it.
    """
    statements = {
        "package": "import farmhand", "alone": "import requests", "client": "import requests, farmhand.farm.client",
    }  # fmt: skip
    seconds: Dict[str, List[float]] = {name: [] for name in statements}
    for _ in range(1 + (TURNS if bench.quick else 3 * TURNS)):
        for name, statement in statements.items():
            seconds[name].append(import_seconds(statement))
    best = {name: min(turns[1:]) for name, turns in seconds.items()}
    bench.add(Row("import farmhand", best["package"], note="CPU"))
    note = "CPU; floor: requests alone"
    bench.add(Row("import of the client with requests", best["client"], best["alone"], note=note))


def import_seconds(statement: str) -> float:
    """One fresh interpreter."""
    code = "import time; start = time.process_time(); {}; print(time.process_time() - start)".format(statement)
    return float(subprocess.check_output([sys.executable, "-c", code], text=True))


def farmhand(domain: str, count: str) -> int:
    """Our client."""
    from farmhand import settings
    from farmhand.credentials import Account
    from farmhand.farm.client import FarmClient

    variables = {"FARMHAND_DOMAIN": domain, "FARMHAND_PROTOCOL": "http"}
    loaded = settings.load(environment=variables, user_file=__file__ + ".none")
    client = FarmClient(Account("bench", "0123456789abcdef0123456789abcdef"), loaded)
    return measure(lambda: client.query.task_info(BODY["taskIds"]), int(count))


def bare(domain: str, count: str) -> int:
    """Nothing but requests."""
    import requests

    session = requests.Session()

    def call() -> None:
        answer = session.post("http://" + domain + PATH, data=json.dumps(BODY), headers=HEADERS, timeout=(10, 60))
        if answer.json()["code"] != 200:
            raise SystemExit("no success")

    return measure(call, int(count))


def official(domain: str, count: str) -> int:
    """The farm's own client, past its login, without its log."""
    import logging

    from rayvision_api.connect import Connect
    from rayvision_api.operators import QueryOperator

    logging.disable(logging.CRITICAL)
    query = QueryOperator(Connect("bench", "0123456789abcdef0123456789abcdef", "http", domain, "2", timeout=60))
    return measure(lambda: query.task_info(BODY["taskIds"]), int(count))


def measure(call: Callable[[], Any], count: int) -> int:
    """Print the CPU seconds per call, after some calls that do not count."""
    for _ in range(20):
        call()
    start = time.process_time()
    for _ in range(count):
        call()
    say(repr((time.process_time() - start) / count))
    return 0


def serve() -> int:
    """The small farm: one canned answer to every request, until it is stopped."""
    import socketserver

    content = json.dumps({"code": 200, "message": "success", "data": DATA, "serverTime": 0}).encode("utf-8")
    head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n".format(len(content))
    answer = head.encode("ascii") + content

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while self.rfile.readline():
                length = 0
                for line in iter(self.rfile.readline, b"\r\n"):
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split(b":")[1])
                self.rfile.read(length)
                self.wfile.write(answer)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        say("127.0.0.1:{}".format(server.server_address[1]))
        server.serve_forever()
    return 0


ROLES: Dict[str, Callable[..., int]] = {"serve": serve, "farmhand": farmhand, "bare": bare, "official": official}

if __name__ == "__main__":
    sys.exit(ROLES[sys.argv[1]](*sys.argv[2:]))
