"""Run by the interpreter that has the official client: drives a sandbox through it and reports as JSON.

It runs in an environment of its own, where neither Farmhand nor pytest is; so it takes everything from its arguments
and from the FARMHAND_* variables, and says what it saw in one line on standard output. The official client's own log
goes to standard error.

Usage: official_client_script.py (life | operations | wrong_key) WORK_FOLDER
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from typing import Any, Callable, Dict

from rayvision_api.connect import Connect
from rayvision_api.core import RayvisionAPI
from rayvision_api.exception import RayvisionAPIError
from rayvision_api.task.check import RayvisionCheck

PATIENCE = 60.0  # seconds until the task must be done
PAUSE = 0.1  # seconds between two looks


def api(key: str) -> Any:
    """Log in to the sandbox that the environment names."""
    return RayvisionAPI(
        access_id=os.environ["FARMHAND_ACCESS_ID"],
        access_key=key,
        domain=os.environ["FARMHAND_DOMAIN"],
        platform=os.environ["FARMHAND_PLATFORM"],
        protocol=os.environ["FARMHAND_PROTOCOL"],
        logger=logging.getLogger("judge"),
    )


def transfer(kind: str, bid: str, user: int, local: str, remote: str) -> int:
    """Run the stand-in transmitter; returns its exit code."""
    host, port = os.environ["FARMHAND_DOMAIN"].split(":")
    command = [os.environ["FARMHAND_TRANSMITTER"], "-E", "aspera", "-H", host, "-P", port, "-S", bid, "-U", str(user)]
    command += ["-T", kind, "-L", local, "-R", remote, "-r", "1", "-K", "false", "-s", "1048576", "-p", "0", "-c", "0"]
    return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode


def write(folder: str, name: str, content: Any) -> str:
    """Write a JSON file; returns its path."""
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as out:
        json.dump(content, out)
    return path


def task_file(task: int, scene: str) -> Dict[str, Any]:
    """The task.json of four Maya frames."""
    common = {"renderer": "arnold", "start": "1", "end": "4", "by_frame": "1", "frames": "1-4[1]", "width": "640"}
    common.update({"height": "360", "all_camera": ["camShape"], "render_camera": ["camShape"]})  # type: ignore[dict-item]
    layers = {"defaultRenderLayer": {"renderable": "1", "common": common}}
    return {
        "task_info": {"task_id": str(task), "cg_id": "2000", "input_cg_file": scene, "frames_per_task": "1"},
        "software_config": {"cg_name": "Maya", "cg_version": "2024", "plugins": {"mtoa": "5.3.0"}},
        "scene_info": layers,
        "scene_info_render": layers,
    }


def life(folder: str) -> Dict[str, Any]:
    """From login to the frames on disk."""
    farm = api(os.environ["FARMHAND_ACCESS_KEY"])
    user, bids = farm.user_info["user_id"], farm.user.get_transfer_bid()
    seen: Dict[str, Any] = {"user": user, "platforms": [p["platform"] for p in farm.query.platforms()]}
    seen["software"] = [s["cgName"] for s in farm.query.supported_software()["renderInfoList"]]
    seen["versions"] = [v["cgVersion"] for v in farm.query.supported_plugin("maya")["cgVersion"]]
    seen["hardware"] = len(farm.user.get_hardware_config())
    seen["tips"] = [d["type"] for d in farm.query.error_detail(codes=["50001", "50002"], language=1)]
    seen["project"] = farm.check_and_add_project_name("judge")
    seen["engine"] = [e["engineName"] for e in farm.transmit.get_transfer_config()["resqEngines"] if e["isDefault"]]

    task = farm.task.create_task(count=1, task_user_level=50)["taskIdList"][0]
    scene = os.path.join(folder, "shot.ma")
    with open(scene, "w", encoding="utf-8") as out:
        out.write("//Maya ASCII 2024 scene\n")
    upload = {"scene": [{"local": scene, "server": "/P/shot.ma", "hash": ""}]}
    upload["asset"] = [{"local": scene, "server": "/P/shot.ma"}]
    farm.transmit.upload_json_content(task, json.dumps(task_file(task, scene)), "task.json")
    sent = write(folder, "upload.json", upload)
    seen["transfers"] = [
        transfer("upload_path", bids["config_bid"], user, sent, f"/{task}/cfg/upload.json"),
        transfer("upload_json", bids["input_bid"], user, sent, "/"),
    ]
    seen["submitted"] = farm.submit(task)

    seen["statuses"] = watch(lambda: farm.query.task_info([task])["items"][0]["taskStatus"])
    info = farm.query.task_info([task])["items"][0]
    frames = farm.query.get_all_frames(task, 1, 5)
    output = info["outputFileName"]
    seen["done"], seen["remark"] = info["doneFrames"], info["remark"]
    seen["frames"] = {index: frame["frameStatus"] for index, frame in frames.items()}
    seen["listed"] = [task["id"] for task in farm.query.get_task_list(1, 10)["items"]] == [task]
    seen["output"] = [file["filePath"] == f"/{output}" for file in farm.transmit.get_output_files(task)]
    seen["transfers"].append(transfer("download_path", bids["output_bid"], user, os.path.join(folder, "out"), output))
    farm.query.get_custome_frames(task, ["2"])
    seen["statuses_again"] = watch(lambda: farm.query.task_info([task])["items"][0]["taskStatus"])
    again = farm.query.task_frames(task)["items"]
    seen["sent_again"] = [frame["frameIndex"] for frame in again if frame["recommitFlag"]]
    farm.task.delete_task([task])
    seen["after_delete"] = farm.query.task_info([task])["items"]
    return seen


def operations(folder: str) -> Dict[str, Any]:
    """Every operation that reaches the wire, once; the exception of each, or null."""
    Connect.post.retry.sleep = lambda seconds: None  # five tries of a failing call, without the waiting
    farm = api(os.environ["FARMHAND_ACCESS_KEY"])
    scene = os.path.join(folder, "shot.ma")
    task, other = farm.task.create_task(count=2, labels=["judge"], artist="judge")["taskIdList"]
    for number in (task, other):
        farm.transmit.upload_json_content(number, json.dumps(task_file(number, scene)), "task.json")
        farm.transmit.upload_json_content(number, json.dumps({"asset": []}), "upload.json")
    farm.submit(task)
    watch(lambda: farm.query.task_info([task])["items"][0]["taskStatus"])
    frame = farm.query.task_frames(task)["items"][0]["id"]
    env = {"cgId": 2000, "cgName": "Maya", "cgVersion": "2024", "editName": "judge", "renderSystem": 1, "pluginIds": []}
    calls: Dict[str, Callable[[], Any]] = {
        "user.query_user_profile": farm.user.query_user_profile,
        "user.query_user_setting": farm.user.query_user_setting,
        "user.update_user_settings": lambda: farm.user.update_user_settings(7200),
        "user.get_transfer_bid": farm.user.get_transfer_bid,
        "user.user_id": lambda: farm.user.user_id,
        "user.get_hardware_config": lambda: farm.user.get_hardware_config([str(task)]),
        "user.task_record": farm.user.task_record,
        "user.login_record": farm.user.login_record,
        "query.platforms": farm.query.platforms,
        "query.error_detail": lambda: farm.query.error_detail("50001"),
        "query.get_task_list": lambda: farm.query.get_task_list(1, 5, [25]),
        "query.task_frames": lambda: farm.query.task_frames(task, 1, 2, "1"),
        "query.all_frame_status": farm.query.all_frame_status,
        "query.task_info": lambda: farm.query.task_info([task]),
        "query.supported_software": farm.query.supported_software,
        "query.supported_plugin": lambda: farm.query.supported_plugin("houdini"),
        "query.get_transfer_server_msg": farm.query.get_transfer_server_msg,
        "query.get_raysync_user_key": farm.query.get_raysync_user_key,
        "query.get_task_processing_img": lambda: farm.query.get_task_processing_img(task, 2),
        "query.get_frame_thumbnall": lambda: farm.query.get_frame_thumbnall(frame),
        "query.get_all_frames": lambda: farm.query.get_all_frames(task, 1, 3),
        "query.get_render_log": lambda: farm.query.get_render_log(frame_id=frame),
        "query.get_pack_node_info": farm.query.get_pack_node_info,
        "query.restart_failed_frames": lambda: farm.query.restart_failed_frames([task]),
        "query.restart_frame": lambda: farm.query.restart_frame(task, 0, [frame]),
        "query.get_custome_frames": lambda: farm.query.get_custome_frames(task, ["2"]),
        "query.stop_frame": lambda: farm.query.stop_frame(task, 0, [frame]),
        "query.frame_number_to_stop": lambda: farm.query.frame_number_to_stop(task, ["2"]),
        "tag.add_label": lambda: farm.tag.add_label("film", 0),
        "tag.get_label_list": farm.tag.get_label_list,
        "tag.get_project_list": farm.tag.get_project_list,
        "tag.get_list": lambda: farm.tag.get_list(2),
        "tag.delete_label": lambda: farm.tag.delete_label("film"),
        "tag.add_task_tag": lambda: farm.tag.add_task_tag("night", [task]),
        "tag.delete_task_tag": lambda: farm.tag.delete_task_tag([task], ["night"]),
        "env.add_render_env": lambda: farm.env.add_render_env(env),
        "env.update_render_env": lambda: farm.env.update_render_env(env),
        "env.set_default_render_env": lambda: farm.env.set_default_render_env("judge"),
        "env.get_render_env": lambda: farm.env.get_render_env(None, ["maya"]),
        "env.delete_render_env": lambda: farm.env.delete_render_env("judge"),
        "task.create_task": lambda: farm.task.create_task(1, 60, 77, ["a"], str(task), "art"),
        "task.task_id": lambda: farm.task.task_id,
        "task.submit_task": lambda: farm.task.submit_task(other, "judge"),
        "task.stop_task": lambda: farm.task.stop_task([other]),
        "task.start_task": lambda: farm.task.start_task([other]),
        "task.update_priority": lambda: farm.task.update_priority(other, 60),
        "task.set_task_overtime_top": lambda: farm.task.set_task_overtime_top([other], 3600),
        "task.full_speed": lambda: farm.task.full_speed([other]),
        "task.update_task_limit": lambda: farm.task.update_task_limit(other, 3),
        "task.edit_task_hardware_config": lambda: farm.task.edit_task_hardware_config(
            [other], ["301"], "Default", "", "64GB"
        ),
        "task.abort_task": lambda: farm.task.abort_task([other]),
        "task.delete_task": lambda: farm.task.delete_task([other]),
        "transmit.upload_json_content": lambda: farm.transmit.upload_json_content(farm.task.task_id, "{}", "tips.json"),
        "transmit.get_transfer_config": farm.transmit.get_transfer_config,
        "transmit.get_output_files": lambda: farm.transmit.get_output_files(task),
        "core._login": farm._login,
        "core.get_user_id": farm.get_user_id,
        "core.check_and_add_project_name": lambda: farm.check_and_add_project_name("series"),
        "core.submit": lambda: True,  # done above
        # Wrong in the official client, whatever the farm answers.
        "query.get_small_task_id": lambda: farm.query.get_small_task_id(task),
        "core.submit_by_data": lambda: farm.submit_by_data({}),
        # Looks at hardware and plug-ins; rewrites task.json.
        "check.execute": lambda: RayvisionCheck(farm, workspace=folder).execute(
            {"model": "Default", "ram": "64GB", "gpuNum": None}, task_file_for_checks(folder, scene)
        ),
    }
    failures: Dict[str, Any] = {}
    for name, call in calls.items():
        try:
            call()
            failures[name] = None
        except Exception as error:  # noqa: BLE001 - the judge's failures are what is asked for
            failures[name] = "{}: {}".format(type(error).__name__, error)
    return failures


def task_file_for_checks(folder: str, scene: str) -> str:
    """A task.json on disk, as the official checks want it."""
    content = task_file(0, scene)
    names = ("hardwareConfigIds", "ram", "graphics_cards_num", "task_id")
    content["task_info"].update({"platform": "2", **dict.fromkeys(names, "")})
    return write(folder, "task.json", content)


def watch(status: Callable[[], int]) -> Any:
    """The statuses that a task passes through until it has ended."""
    seen = [status()]
    end = time.monotonic() + PATIENCE
    while seen[-1] not in (25, 30) and time.monotonic() < end:
        time.sleep(PAUSE)
        now = status()
        if now != seen[-1]:
            seen.append(now)
    return seen


def wrong_key(folder: str) -> Dict[str, Any]:
    """What a login with another key brings."""
    try:
        api(os.environ["FARMHAND_ACCESS_KEY"] + "x")
    except RayvisionAPIError as error:
        return {"code": error.error_code}
    return {"code": None}


def main() -> int:
    """Run what the command line names."""
    report = {"life": life, "operations": operations, "wrong_key": wrong_key}[sys.argv[1]](sys.argv[2])
    sys.stdout.write(json.dumps(report) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
