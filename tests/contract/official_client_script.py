"""Run by the interpreter that has the official client: drives a sandbox through it and reports as JSON.

It runs in an environment of its own, where neither Farmhand nor pytest is; so it takes everything from its arguments
and from the FARMHAND_* variables, and says what it saw in one line on standard output. The official client's own log
goes to standard error.

Usage: official_client_script.py (life | wrong_key) WORK_FOLDER
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from typing import Any, Callable, Dict

from rayvision_api.core import RayvisionAPI
from rayvision_api.exception import RayvisionAPIError

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
    report = {"life": life, "wrong_key": wrong_key}[sys.argv[1]](sys.argv[2])
    sys.stdout.write(json.dumps(report) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
