"""Who the user is, what the account may use, and the names of its projects."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Set

from farmhand_sandbox import catalogue, facts, tips
from farmhand_sandbox.checks import INTEGER, LIST, NUMBER, STRING, TEXT, Rule, one_of
from farmhand_sandbox.operations.route import Call, Route, route
from farmhand_sandbox.refusal import illegal, missing

_SETTING = "user_setting"


def _profile(call: Call) -> Dict[str, Any]:
    return catalogue.PROFILE


def _setting(call: Call) -> Dict[str, Any]:
    with call.farm.store() as store:
        return {**catalogue.USER_SETTING, **store.setting(_SETTING, {})}


def _update_setting(call: Call) -> None:
    seconds = call.body["taskOverTimeSec"]
    with call.farm.store() as store:
        store.set_setting(_SETTING, {"taskOverTimeSec": seconds, "taskOverTime": seconds // 3600})


def _platforms(call: Call) -> List[Dict[str, Any]]:
    return catalogue.PLATFORMS


def _hardware(call: Call) -> List[Dict[str, Any]]:
    """The kinds of render nodes; with tasks, those that they use are marked."""
    chosen: Set[str] = set()
    with call.farm.store() as store:
        for number in call.body.get("taskIds") or []:
            row = store.task(int(number)) if str(number).isdigit() else None
            chosen.update(json.loads(row["info"]).get("hardware", []) if row else [])
    return [{**item, "current": str(item["id"]) in chosen} for item in catalogue.HARDWARE]


def _pack_nodes(call: Call) -> List[Dict[str, Any]]:
    return catalogue.PACK_NODES


def _software(call: Call) -> Dict[str, Any]:
    return {"isAutoCommit": 2, "renderInfoList": catalogue.SOFTWARE, "defaultCgId": 2000}


def _software_detail(call: Call) -> Dict[str, Any]:
    return catalogue.software_detail(call.body["cgId"])


def _error_detail(call: Call) -> List[Dict[str, Any]]:
    code, codes = call.body.get("code"), call.body.get("codes")
    if code is None and codes is None:
        raise missing("code or codes")
    wanted: List[str] = [*([] if code is None else [code]), *(codes or [])]
    return tips.records(wanted, int(call.body.get("language") or 0))


def _add_project(call: Call) -> None:
    name = call.body["newName"].strip()
    if not name:
        raise illegal("newName is empty")
    with call.farm.store() as store:
        if not store.add_project(name, call.body.get("status", 1)):
            raise illegal(f"there is a project {name!r} already")


def _delete_project(call: Call) -> None:
    with call.farm.store() as store:
        store.delete_project(call.body["delName"])


def _projects(call: Call) -> Dict[str, Any]:
    with call.farm.store() as store:
        return {
            "projectNameList": [
                {"projectId": row["id"], "projectName": row["name"]} for row in store.projects()
            ]
        }


def _bids(call: Call) -> Dict[str, Any]:
    return {
        "config_bid": facts.CONFIG_BID,
        "input_bid": facts.INPUT_BID,
        "output_bid": facts.OUTPUT_BID,
        "parent_input_bid": facts.INPUT_BID,
        "sub_user_output_bids": [],
    }


_SET_UP = "/api/render/setUp"
_USER = "/api/render/user"
_PLUGIN = "/api/render/plugin"
_COMMON = "/api/render/common"
_PROJECT = "/api/render/project"
_LANGUAGE = Rule(("integer", "string"), required=False, allowed=frozenset((0, 1, "0", "1")))

ROUTES: List[Route] = [
    route(_profile, f"{_SET_UP}/queryUserProfile", f"{_USER}/queryUserProfile"),
    route(
        _setting,
        f"{_SET_UP}/queryUserSetting",
        f"{_USER}/queryUserSetting",
        "/api/rendering/user/client/queryUserSetting",
    ),
    route(
        _update_setting,
        f"{_SET_UP}/updateUserSetting",
        f"{_USER}/updateUserSetting",
        taskOverTimeSec=Rule(("integer",), low=0),
    ),
    route(
        _bids,
        "/api/render/transfer/getBid",
        "/api/render/task/getTransferBid",
        "/api/rendering/task/plugin/getPluginTransferBid",
    ),
    route(_hardware, "/api/render/hardwareConfig/list", taskIds=LIST, cloneTask=TEXT),
    route(_pack_nodes, "/api/render/submit/getUserPackNodeInfo"),
    route(_platforms, f"{_COMMON}/queryPlatforms", zone=NUMBER),
    route(_software, f"{_PLUGIN}/querySoftwareList", f"{_COMMON}/querySupportedSoftware"),
    route(
        _software_detail,
        f"{_PLUGIN}/querySoftwareDetail",
        f"{_COMMON}/querySupportedPlugin",
        cgId=INTEGER,
        osName=one_of("windows", "linux", required=False),
    ),
    route(
        _error_detail,
        "/api/render/submit/queryAnalyseErrorDetail",
        f"{_COMMON}/queryErrorDetail",
        code=Rule(("string",), required=False),
        codes=Rule(("list",), required=False, items="string"),
        language=_LANGUAGE,
    ),
    route(_add_project, f"{_PROJECT}/add", f"{_COMMON}/addLabel", newName=STRING, status=NUMBER),
    route(_delete_project, f"{_PROJECT}/delete", f"{_COMMON}/deleteLabel", delName=STRING),
    route(_projects, f"{_PROJECT}/getList", f"{_COMMON}/getLabelList"),
    route(_projects, f"{_PROJECT}/list", flag=one_of(0, 1, 2)),
]
