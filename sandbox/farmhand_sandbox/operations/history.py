"""What was done and who logged in, in the pages of the farm's documents."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Dict, List

from farmhand_sandbox import facts, records
from farmhand_sandbox.checks import NUMBER, PAGE_NUMBER, PAGE_SIZE, TEXT
from farmhand_sandbox.operations.route import Call, Route, route

_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36"
_LOGINS = (("200", "success"), ("200", "success"), ("805", "The user name or the password is wrong."))
_DAY = 86400.0  # seconds


def _tasks(call: Call) -> Dict[str, Any]:
    """One record for each task that was submitted, the newest first."""
    with call.farm.store() as store:
        items = [
            {
                "userName": facts.USER_NAME,
                "taskType": "render",
                "buttonName": "btn_delete" if row["deleted"] else "btn_submit",
                "taskIds": json.dumps([f"{facts.TASK_PREFIX}{row['id']}"]),
                "channel": "4",
                "createTime": datetime.fromtimestamp(row["submitted"]).strftime("%Y-%m-%d %H:%M:%S"),
                "details": "Deleting the task" if row["deleted"] else "Submitting the task",
                "operateSource": 1,
                "userId": str(facts.USER_ID),
                "requestIp": "127.0.0.1",
                "requestURI": "/api/render/submit/task",
                "requestParam": json.dumps([{"taskId": row["id"]}]),
            }
            for row in (*store.submitted_tasks(), *store.submitted_tasks(deleted=True))
        ]
    return _page(call, items)


def _logins(call: Call) -> Dict[str, Any]:
    now = call.farm.clock()
    items = [
        {
            "id": number,
            "userId": facts.USER_ID,
            "userName": facts.USER_NAME,
            "userUa": _AGENT,
            "traceId": f"sandbox-{number}",
            "loginType": "Username and password login",
            "loginStatus": status,
            "loginStaDesc": text,
            "moduleType": "Log in",
            "ip": "127.0.0.1",
            "loginTime": int((now - number * _DAY) * 1000),
        }
        for number, (status, text) in enumerate(_LOGINS, 1)
    ]
    return _page(call, items)


def _page(call: Call, items: List[Any]) -> Dict[str, Any]:
    number, size = call.body.get("pageNum", 1), call.body.get("pageSize", 10)
    return records.page(items[(number - 1) * size : number * size], len(items), number, size)


_SDK = "/api/render/handle/operate/sdk"

ROUTES: List[Route] = [
    route(
        _tasks,
        f"{_SDK}/taskRecord",
        platform=NUMBER,
        pageNum=PAGE_NUMBER,
        pageSize=PAGE_SIZE,
        startDate=TEXT,
        endDate=TEXT,
    ),
    route(
        _logins, f"{_SDK}/loginRecord", pageNum=PAGE_NUMBER, pageSize=PAGE_SIZE, startDate=TEXT, endDate=TEXT
    ),
]
