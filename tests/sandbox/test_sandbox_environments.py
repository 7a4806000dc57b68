"""Render environments, records, hardware and the newer questions, as the documents show them."""

from __future__ import annotations

from typing import Any, Dict

from sandbox_client import Client, Clock, maya_job

PLUGIN = "/api/render/plugin"
HANDLE = "/api/render/handle"


def environment(name: str, **changed: Any) -> Dict[str, Any]:
    body = {"cgId": 2000, "cgName": "Maya", "cgVersion": "2024", "editName": name, "renderSystem": 1, "pluginIds": []}
    return {**body, **changed}


def kept(client: Client, **filters: Any) -> Any:
    return client.data(f"{PLUGIN}/getUserPluginConfig", **filters)


def test_an_environment_is_kept_changed_made_default_and_deleted(client: Client) -> None:
    plugin = client.data(f"{PLUGIN}/querySoftwareDetail", cgId=2000)["cgPlugin"][0]["pluginVersions"][0]
    body = environment("film", pluginIds=[plugin["pluginId"]])
    assert client.data(f"{PLUGIN}/addUserPluginConfig", **body) == {"editName": "film"}
    client.data(f"{PLUGIN}/addUserPluginConfig", **environment("series"))
    assert client.reply(f"{PLUGIN}/addUserPluginConfig", **environment("film"))["code"] == 600
    client.data(f"{PLUGIN}/setDefaultUserPluginConfig", editName="series")
    client.data(f"{PLUGIN}/setDefaultUserPluginConfig", editName="film")
    client.data(f"{PLUGIN}/editUserPluginConfig", **environment("series", cgVersion="2026"))
    film, series = kept(client, osName=1)
    assert (film["isDefault"], film["respUserPluginInfoVos"]) == (1, [plugin])
    assert (series["isDefault"], series["cgVersion"]) == (0, "2026")
    client.data(f"{PLUGIN}/deleteUserPluginConfig", editName="film")
    assert [record["editName"] for record in kept(client)] == ["series"]
    assert client.reply(f"{PLUGIN}/deleteUserPluginConfig", editName="film")["code"] == 600


def test_environments_are_listed_by_software_and_system(client: Client) -> None:
    client.data(f"{PLUGIN}/addUserPluginConfig", **environment("maya"))
    client.data(f"{PLUGIN}/addUserPluginConfig", **environment("hou", cgId=2004, cgName="Houdini", renderSystem=0))
    assert [record["editName"] for record in kept(client, cgIds=["2004"])] == ["hou"]
    assert [record["editName"] for record in kept(client, cgId=2000)] == ["maya"]
    assert [record["editName"] for record in kept(client, osName=0)] == ["hou"]


def test_hardware_comes_with_and_without_the_newer_keys_and_can_be_chosen(client: Client) -> None:
    found = client.data("/api/render/hardwareConfig/list", cloneTask="false")
    assert {"notSupportCode" in item for item in found} == {True, False}
    task = client.submitted(maya_job("1"))
    body = {"taskIds": [str(task)], "hardwareConfigIds": ["303"], "model": "Default", "gpuNum": "", "ram": "128GB"}
    client.data(f"{HANDLE}/editTaskHardwareConfig", **body)
    marked = client.data("/api/render/hardwareConfig/list", cloneTask="false", taskIds=[str(task)])
    assert [item["id"] for item in marked if item["current"]] == [303]


def test_what_was_done_and_who_logged_in_comes_in_pages(client: Client) -> None:
    task = client.submitted(maya_job("1"))
    page = client.data(f"{HANDLE}/operate/sdk/taskRecord", pageNum=1, pageSize=1, platform=2, startDate="", endDate="")
    assert (page["total"], page["items"][0]["taskIds"]) == (1, f'["2W{task}"]')
    logins = client.data(f"{HANDLE}/operate/sdk/loginRecord", pageNum=2, pageSize=2, startDate="", endDate="")
    assert (logins["pageCount"], len(logins["items"])) == (2, 1)


def test_a_picture_that_renders_is_shown_in_blocks(client: Client, clock: Clock) -> None:
    task = client.submitted(maya_job("1-3[1]"))
    clock.pass_(99)
    shown = client.data(f"{HANDLE}/loadTaskProcessImg", taskId=task, frameType=2)
    assert (shown["block"], shown["isRenderPhoton"], shown["width"]) == (3, True, 640)
    assert {block[0]["framePercent"] for block in shown["grabInfo"]} == {"100"}


def test_frames_are_sent_again_by_their_ids_alone(client: Client, clock: Clock) -> None:
    task = client.submitted(maya_job("1-3[1]"))
    clock.pass_(99)
    frame = client.frames(task)[1]
    client.data(f"{HANDLE}/recommitTaskFrames", ids=[frame["id"]], selectAll=0)
    assert [record["recommitFlag"] for record in client.frames(task)] == [0, 1, 0]
    assert client.reply(f"{HANDLE}/recommitTaskFrames", ids=[1], selectAll=0)["code"] == 600
    assert client.reply(f"{HANDLE}/recommitTaskFrames", selectAll=1)["code"] == 601


def test_isolated_assets_are_looked_for_below_the_tasks_or_the_users_folder(client: Client) -> None:
    storage = client.farm.storage
    storage.write(storage.path("10201", 10001136, "/000/012/345/a.png"), b"x")
    for body, missing in (
        ({"assetIsolationModel": "OUT_USER_MODEL", "outUserId": "12345"}, ""),
        ({"assetIsolationModel": "TASK_ID_MODEL"}, "missing: 1 files: "),
    ):
        task = client.create()
        client.upload(task, "task.json", maya_job("1"))
        client.upload(task, "upload.json", {"asset": [{"local": "/a.png", "server": "/a.png"}]})
        client.data("/api/render/submit/task", taskId=task, **body)
        assert client.info(task)["remark"].startswith(missing)
    body = {"taskId": client.create(), "assetIsolationModel": "OUT_USER_MODEL"}
    assert client.reply("/api/render/submit/task", **body)["code"] == 601


def test_refusals_speak_the_language_that_the_call_asks_for(client: Client) -> None:
    path, body = "/api/render/submit/task", {"taskId": 1}
    for flag, text in (("1", "illegal parameter"), ("0", "非法参数")):
        headers = {**client.headers(path, body), "languageFlag": flag}
        assert client.post(path, body, headers)["message"].startswith(text)
