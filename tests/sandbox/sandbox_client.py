"""What the sandbox's tests share: a clock that they move, and a small signed client.

A module that imports it is skipped where Flask or Pillow is not there."""

from __future__ import annotations

import http.client
import itertools
import json
import sys
import time
from pathlib import Path
from typing import Any, Dict, List, Optional

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT / "sandbox") not in sys.path:
    sys.path.insert(0, str(ROOT / "sandbox"))

pytest.importorskip("flask", reason="the sandbox needs Flask")
pytest.importorskip("PIL", reason="the sandbox needs Pillow")

from farmhand_sandbox import facts, signing  # noqa: E402
from farmhand_sandbox.server import Sandbox  # noqa: E402

NONCES = itertools.count(100000)
BASE = time.time()


class Clock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = float(int(BASE))

    def __call__(self) -> float:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += seconds


class Client:
    """Signs and posts; what a test wants to be wrong can be said by keyword."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.farm = sandbox.farm

    def headers(self, path: str, body: Any, key: Optional[str] = None, **changed: str) -> Dict[str, str]:
        headers = {
            "accessId": facts.ACCESS_ID,
            "channel": "4",
            "platform": "2",
            "UTCTimestamp": str(int(self.farm.clock())),
            "nonce": str(next(NONCES)),
            "version": "2.0.0",
            **changed,
        }
        text = signing.string_to_sign(self.sandbox.domain, path, headers, body)
        return {**headers, "signature": signing.signature(key or facts.ACCESS_KEY, text)}

    def post(self, path: str, body: Any, headers: Dict[str, str]) -> Dict[str, Any]:
        status, content = self.http("POST", path, json.dumps(body).encode(), headers)
        assert status == 200
        reply: Dict[str, Any] = json.loads(content)
        assert set(reply) == {"version", "result", "message", "code", "data", "serverTime", "requestId"}
        return reply

    def reply(self, path: str, **body: Any) -> Dict[str, Any]:
        return self.post(path, body, self.headers(path, body))

    def data(self, path: str, **body: Any) -> Any:
        reply = self.reply(path, **body)
        assert reply["code"] == 200, reply
        return reply["data"]

    def http(self, method: str, path: str, body: bytes = b"", headers: Optional[Dict[str, str]] = None) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.sandbox.port, timeout=20)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    # -- shorthands

    def create(self) -> int:
        return int(self.data("/api/render/submit/createTask", count=1, taskUserLevel=50)["taskIdList"][0])

    def upload(self, task: int, name: str, content: Any) -> None:
        self.data("/api/render/submit/taskJsonFile", taskId=task, fileName=name, content=json.dumps(content))

    def submitted(self, job: Dict[str, Any], assets: List[str] = []) -> int:  # noqa: B006 - only read
        task = self.create()
        self.upload(task, "task.json", job)
        self.upload(task, "upload.json", {"scene": [], "asset": [{"local": a, "server": a} for a in assets]})
        self.data("/api/render/submit/task", taskId=task)
        return task

    def info(self, task: int) -> Dict[str, Any]:
        items = self.data("/api/render/handle/queryTaskInfo/v2", taskIds=[task])["items"]
        assert len(items) == 1
        return items[0]  # type: ignore[no-any-return]

    def status(self, task: int) -> int:
        return int(self.info(task)["taskStatus"])

    def frames(self, task: int, **more: Any) -> List[Dict[str, Any]]:
        body = {"pageNum": 1, "pageSize": 1000, **more}
        return self.data("/api/render/handle/queryTaskFrames", taskId=task, **body)["items"]  # type: ignore[no-any-return]


def maya_job(
    frames: str = "1-4[1]", layers: Any = ("defaultRenderLayer",), cameras: Any = ("cam",), **info: str
) -> Any:
    """A task.json of Maya with these layers, all renderable."""
    common = {"frames": frames, "render_camera": list(cameras), "width": "640", "height": "480"}
    return {
        "task_info": {"cg_id": "2000", "input_cg_file": "D:/p/shot.ma", "task_id": "", **info},
        "software_config": {"cg_name": "Maya", "cg_version": "2024", "plugins": {}},
        "scene_info": {},
        "scene_info_render": {layer: {"renderable": "1", "common": common} for layer in layers},
    }
