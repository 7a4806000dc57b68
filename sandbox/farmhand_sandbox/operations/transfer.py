"""Where to send files and where frames lie: engines, keys, and listings of the output storage."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any, Dict, List, Optional

from farmhand_sandbox import facts
from farmhand_sandbox.checks import NUMBER, TEXT, one_of
from farmhand_sandbox.operations.route import Call, Route, route
from farmhand_sandbox.refusal import illegal
from farmhand_sandbox.storage import PathRefused


def _engine(
    name: str, port: int, line: int, default: int, accounts: Optional[List[Dict[str, str]]]
) -> Dict[str, Any]:
    return {
        "engineName": name,
        "resqEngineAccounts": accounts,
        "respTaskEngineLines": [
            {
                "name": f"{name}_main",
                "server": "127.0.0.1",
                "port": str(port),
                "isDefault": 1,
                "lineId": line,
                "type": 0,
            }
        ],
        "automaticCheck": 0,
        "checkServer": "127.0.0.1",
        "checkPort": str(port),
        "checkEnable": "0",
        "checkExcludType": "",
        "isDefault": default,
    }


def _config(call: Call) -> Dict[str, Any]:
    accounts = [{"bid": bid, "name": bid, "password": "sandbox"} for bid in sorted(facts.BIDS)]
    return {
        "inputBid": facts.INPUT_BID,
        "outputBid": facts.OUTPUT_BID,
        "configBid": facts.CONFIG_BID,
        "parentInputBid": None,
        "resqEngines": [
            _engine("RaySync", 2121, 121, 0, None),
            _engine("Aspera", call.port, 123, 1, accounts),
        ],
        "subUserOutputBids": [],
    }


def _server(call: Call) -> Dict[str, Any]:
    return {
        "clientVersion": "3.2.8.2",
        "protocolVersion": "3.2.8.2",
        "raysyncTransfer": {
            "serverIp": "127.0.0.1",
            "serverPort": 2121,
            "proxyIp": "127.0.0.1",
            "proxyPort": 32001,
            "sslPort": 2443,
            "port": 2442,
        },
    }


def _raysync_key(call: Call) -> Dict[str, Any]:
    return {
        "channel": 4,
        "platform": facts.PLATFORM,
        "version": facts.API_VERSION,
        "id": facts.USER_ID,
        "userName": facts.USER_NAME,
        "zone": 2,
        "phone": "",
        "email": "",
        "userKey": "sandbox",
        "raySyncUserKey": "sandbox-raysync-key",
        "infoStatus": 0,
        "accountType": 2,
        "shareMainCapital": 0,
        "downloadDisable": 0,
    }


def _entry(path: Path, tree_path: str) -> Dict[str, Any]:
    info = path.stat()
    folder = path.is_dir()
    return {
        "fileName": path.name,
        "fileSize": None if folder else info.st_size,
        "iconPath": None,
        "lastModify": datetime.fromtimestamp(info.st_mtime).strftime("%Y-%m-%d %H:%M:%S"),
        "fileType": None if folder else path.suffix.lstrip("."),
        "filePath": tree_path,
        "directory": folder,
        "isArrears": 0,
    }


def _output_files(call: Call) -> List[Dict[str, Any]]:
    """What lies in a folder of the output storage; with a task id, the folder of that task."""
    call.farm.catch_up()
    storage = call.farm.storage
    task = call.body.get("taskId")
    if task:
        return [
            _entry(path, f"/{name}")
            for name in _output_names(call, task)
            for path in [storage.path(facts.OUTPUT_BID, facts.USER_ID, name)]
            if path.is_dir()
        ]
    tree = call.body["treePath"] if call.body.get("treePath") else "/"
    try:
        folder = storage.path(facts.OUTPUT_BID, facts.USER_ID, tree)
    except PathRefused as error:
        raise illegal(str(error)) from error
    if not folder.is_dir():
        return []
    base = "/" + "/".join(
        part for part in tree.replace("\\", "/").split("/") if part not in ("", ".")
    )
    return [
        _entry(folder / name, f"{base.rstrip('/')}/{name}") for name in sorted(os.listdir(folder))
    ]


def _output_names(call: Call, task: int) -> List[str]:
    with call.farm.store() as store:
        row = store.task(task)
        if row is None or row["deleted"]:
            return []
        parts = store.children(task) or [row]
        names = [json.loads(part["info"]).get("output") for part in parts]
    return [name for name in names if name]


_TRANSFER = "/api/render/transfer"

ROUTES: List[Route] = [
    route(_config, f"{_TRANSFER}/getConfig"),
    route(
        _server,
        f"{_TRANSFER}/getServerInfo",
        "/api/render/task/getTransferServerMsg",
        zone=one_of(1, 2, required=False),
    ),
    route(_raysync_key, f"{_TRANSFER}/getRaySyncUserKey", "/api/render/user/getRaySyncUserKey"),
    route(
        _output_files, "/api/render/file/operate/getOutputUserDirFile", taskId=NUMBER, treePath=TEXT
    ),
]
