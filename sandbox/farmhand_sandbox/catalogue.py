"""Lists that the sandbox answers with and never changes: platforms, hardware, software and their plugins, the account.

Invented, but in the shapes of the farm's documents, with enough versions to choose from and to be
refused by.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from farmhand_sandbox import facts

PLATFORMS: List[Dict[str, Any]] = [
    {"platform": number, "name": name, "type": kind, "status": 1, "taskPrefix": prefix, "isShow": 1}
    for number, name, kind, prefix in (
        (2, "query_platform_w2", 1, "2W"),
        (3, "query_platform_w3", 1, "3W"),
        (6, "query_platform_w6", 1, "6W"),
        (21, "query_platform_gpu", 0, "G"),
    )
]

def _node(number: int, kind: int, model: str, cards: Optional[str], memory: str, platform: int) -> Dict[str, Any]:
    """A kind of render node with the keys that every age of the farm has."""
    return {
        "id": number,
        "type": kind,
        "model": model,
        "gpuNum": cards,
        "ram": memory,
        "platform": platform,
        "current": False,
        "notSupportCgId": [],
        "status": 1,
    }


_NEWER: Dict[str, Any] = {"notSupportPluginList": [], "notSupportCode": [], "notSupportCgVersions": None}

HARDWARE: List[Dict[str, Any]] = [
    {**_node(301, 1, "Default", None, "64GB", 2), **_NEWER},
    {**_node(303, 1, "Default", None, "128GB", 2), **_NEWER},
    _node(337, 1, "28C", None, "64GB", 2),
    {
        **_node(401, 2, "2080Ti", "1*GPU", "64GB", 21),
        **_NEWER,
        "notSupportCgId": [2013],
        "notSupportPluginList": ["vrayformaya.*5\\.", "krakatoa"],
    },
    {
        **_node(403, 2, "2080Ti", "2*GPU", "128GB", 21),
        "notSupportCgId": [2013],
        "notSupportCode": ["25033"],
        "notSupportCgVersions": [{"cgId": 2000, "cgVersionName": "2018"}],
    },
    {**_node(405, 2, "1080Ti", "2*GPU", "64GB", 21), **_NEWER, "status": 0},
]

PACK_NODES: List[Dict[str, Any]] = [
    {"packNodeId": 809, "packName": "plan1"},
    {"packNodeId": 811, "packName": "plan2"},
]

PROFILE: Dict[str, Any] = {
    "userId": facts.USER_ID,
    "userName": facts.USER_NAME,
    "platform": facts.PLATFORM,
    "phone": "",
    "email": "",
    "company": "",
    "name": "",
    "job": "",
    "communicationNumber": "",
    "softType": 2000,
    "softStatus": 1,
    "businessType": 1,
    "status": 1,
    "infoStatus": 0,
    "accountType": 1,
    "userType": 1,
    "mainUserId": 0,
    "level": 49,
    "pictureLever": None,
    "zone": 2,
    "rmbbalance": 0,
    "usdbalance": 0,
    "rmbCumulative": 0,
    "usdCumulative": 0,
    "credit": 0,
    "coupon": 100.0,
    "description": "",
    "country": "",
    "city": "",
    "address": "",
    "cpuPrice": 0.67,
    "gpuPrice": 20,
    "shareMainCapital": 0,
    "subDeleteTask": 0,
    "useMainBalance": 0,
    "hideBalance": 0,
    "hideJobCharge": 0,
    "useLevelDirectory": 1,
    "downloadDisable": 0,
    "displaySubaccount": 1,
    "subaccountLimits": 5,
    "houdiniFlag": 0,
    "c4dFlag": 0,
    "blenderFlag": 0,
    "keyshotFlag": 0,
    "studentEndTime": None,
}

USER_SETTING: Dict[str, Any] = {
    "infoStatus": None,
    "accountType": None,
    "shareMainCapital": 0,
    "subDeleteTask": 0,
    "useMainBalance": 0,
    "singleNodeRenderFrames": "1",
    "maxIgnoreMapFlag": "1",
    "autoCommit": "2",
    "separateAccountFlag": 0,
    "mifileSwitchFlag": 0,
    "assfileSwitchFlag": 0,
    "manuallyStartAnalysisFlag": 0,
    "downloadDisable": 0,
    "taskOverTime": 12,
    "taskOverTimeSec": 43200,
}

SOFTWARE: List[Dict[str, Any]] = [
    {
        "cgId": number,
        "cgName": name,
        "cgType": suffixes,
        "iconPath": f"/img/softimage/{name.lower()}.png",
        "isNeedProjectPath": project,
        "isNeedAnalyse": 1,
        "isSupportLinux": 1,
    }
    for number, name, suffixes, project in (
        (2000, "Maya", "ma;mb", 1),
        (2004, "Houdini", "hip;hipnc;hiplc", 2),
        (2013, "Clarisse", "project;render", 3),
    )
]

# cgId: name, versions.
_VERSIONS: Dict[int, Tuple[str, Tuple[str, ...]]] = {
    2000: ("Maya", ("2018", "2019", "2020", "2022", "2023", "2024", "2025", "2026")),
    2004: (
        "Houdini",
        (
            "16.5.268",
            "17.5.293",
            "18.0.532",
            "18.5.759",
            "19.0.720",
            "19.5.805",
            "20.0.590",
            "20.0.751",
            "20.5.410",
            "21.0.440",
        ),
    ),
    2013: (
        "Clarisse",
        (
            "clarisse_ifx_4.0_sp3",
            "clarisse_ifx_4.0_sp14",
            "clarisse_ifx_5.0_sp8",
            "clarisse_ifx_5.0_sp14",
        ),
    ),
}

# cgId: plugin: versions, offered for each version of the software.
_PLUGINS: Dict[int, Dict[str, Tuple[str, ...]]] = {
    2000: {
        "mtoa": ("2.0.1", "3.1.2", "4.2.4", "5.1.0", "5.2.0", "5.3.0", "5.3.4.1", "5.4.5"),
        "redshift": ("2.6.41", "3.0.67", "3.5.24", "2025.1.1"),
        "vrayformaya": ("vray_adv_5.20", "vray_adv_6.10", "vray_adv_6.20"),
        "RenderMan_for_Maya": ("24.4", "25.2", "26.1"),
        "yeti": ("3.7.0", "4.2.1", "5.0.0"),
    },
    2004: {
        "htoa": ("5.6.0", "6.2.0", "6.3.0", "6.3.2.1"),
        "redshift": ("2.6.41", "3.0.67", "3.5.24", "2025.1.1"),
        "renderman": ("22.6", "25.2", "26.1"),
        "vray": ("6.10", "6.20"),
    },
    2013: {},
}


def software_detail(cg_id: int) -> Dict[str, Any]:
    """Versions of a software with their plugins; both lists are empty for a software the farm has not got."""
    name, versions = _VERSIONS.get(cg_id, ("", ()))
    version_records: List[Dict[str, Any]] = []
    plugins: List[Dict[str, Any]] = []
    for position, version in enumerate(versions):
        version_id = cg_id * 100 + position
        version_records.append(
            {"id": version_id, "cgId": cg_id, "cgName": name, "cgVersion": version}
        )
        for number, (plugin, plugin_versions) in enumerate(_PLUGINS.get(cg_id, {}).items()):
            offered = [
                {
                    "pluginId": version_id * 1000 + number * 50 + at,
                    "pluginName": plugin,
                    "pluginVersion": f"{plugin} {text}",
                }
                for at, text in enumerate(plugin_versions)
            ]
            plugins.append({"cvId": version_id, "pluginName": plugin, "pluginVersions": offered})
    return {"cgPlugin": plugins, "cgVersion": version_records}


def plugins_by_id(cg_id: int) -> Dict[int, Dict[str, Any]]:
    """Plug-in versions of a software by their number."""
    offered = software_detail(cg_id)["cgPlugin"]
    return {version["pluginId"]: version for plugin in offered for version in plugin["pluginVersions"]}
