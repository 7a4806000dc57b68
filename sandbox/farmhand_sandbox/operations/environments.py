"""Render environments: software, version and plug-ins that a user keeps under a name."""

from __future__ import annotations

from typing import Any, Dict, List

from farmhand_sandbox import catalogue
from farmhand_sandbox.checks import INTEGER, LIST, NUMBER, STRING, TEXT, Rule, one_of
from farmhand_sandbox.operations.route import Call, Route, route
from farmhand_sandbox.refusal import illegal

_KEPT = "render_environments"


def _record(body: Any) -> Dict[str, Any]:
    known = catalogue.plugins_by_id(body["cgId"])
    return {
        "cgId": body["cgId"],
        "editName": body["editName"],
        "cgName": body["cgName"],
        "cgVersion": body["cgVersion"],
        "osName": body["renderSystem"],
        "renderLayerType": body.get("renderLayerType") or 0,
        "isDefault": 0,
        "projectPath": body.get("projectPath") or "",
        "isMainUserId": 1,
        "respUserPluginInfoVos": [known[number] for number in body["pluginIds"] if number in known],
    }


def _add(call: Call) -> Dict[str, Any]:
    name = call.body["editName"]
    with call.farm.store() as store:
        kept = store.setting(_KEPT, {})
        if name in kept:
            raise illegal(f"there is an environment {name!r} already")
        store.set_setting(_KEPT, {**kept, name: _record(call.body)})
    return {"editName": name}


def _edit(call: Call) -> None:
    with call.farm.store() as store:
        kept = store.setting(_KEPT, {})
        old = _known(kept, call.body["editName"])
        kept[old["editName"]] = {**_record(call.body), "isDefault": old["isDefault"]}
        store.set_setting(_KEPT, kept)


def _delete(call: Call) -> None:
    with call.farm.store() as store:
        kept = store.setting(_KEPT, {})
        del kept[_known(kept, call.body["editName"])["editName"]]
        store.set_setting(_KEPT, kept)


def _set_default(call: Call) -> None:
    """Of all environments of one software, this one."""
    with call.farm.store() as store:
        kept = store.setting(_KEPT, {})
        chosen = _known(kept, call.body["editName"])
        for record in kept.values():
            if record["cgId"] == chosen["cgId"]:
                record["isDefault"] = int(record is chosen)
        store.set_setting(_KEPT, kept)


def _list(call: Call) -> List[Dict[str, Any]]:
    wanted = {int(number) for number in call.body.get("cgIds") or [] if str(number).isdigit()}
    if call.body.get("cgId") is not None:
        wanted.add(call.body["cgId"])
    system = call.body.get("osName")
    with call.farm.store() as store:
        kept = store.setting(_KEPT, {})
    return [
        record
        for record in kept.values()
        if (not wanted or record["cgId"] in wanted) and (system is None or record["osName"] == system)
    ]


def _known(kept: Dict[str, Dict[str, Any]], name: str) -> Dict[str, Any]:
    if name not in kept:
        raise illegal(f"there is no environment {name!r}")
    return kept[name]


_PLUGIN = "/api/render/plugin"
_OLD = "/api/render/common"
_ENVIRONMENT: Dict[str, Rule] = {
    "cgId": INTEGER,
    "cgName": STRING,
    "cgVersion": STRING,
    "renderLayerType": NUMBER,
    "editName": STRING,
    "renderSystem": one_of(0, 1),
    "pluginIds": Rule(("list",), items="integer"),
    "projectPath": TEXT,
}

ROUTES: List[Route] = [
    route(_add, f"{_PLUGIN}/addUserPluginConfig", f"{_OLD}/addRenderEnv", **_ENVIRONMENT),
    route(_edit, f"{_PLUGIN}/editUserPluginConfig", f"{_OLD}/updateRenderEnv", **_ENVIRONMENT),
    route(_delete, f"{_PLUGIN}/deleteUserPluginConfig", f"{_OLD}/deleteRenderEnv", editName=STRING),
    route(_set_default, f"{_PLUGIN}/setDefaultUserPluginConfig", f"{_OLD}/setDefaultRenderEnv", editName=STRING),
    route(
        _list,
        f"{_PLUGIN}/getUserPluginConfig",
        f"{_OLD}/getRenderEnv",
        cgId=NUMBER,
        cgIds=LIST,
        osName=one_of(0, 1, required=False),
    ),
]
