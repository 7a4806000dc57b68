"""The handbook's way through a Houdini job, with all names from one place. Run as a program by a test.

The newer documents' way of asking for render nodes, and files and settings sent apart.

usage: demo_houdini.py SCENE WORKSPACE OUTPUT; the account comes from the RAYVISION_* and FARMHAND_* variables
"""

import os
import sys

from farmhand.compat.rayvision import (
    AnalyzeHoudini,
    RayvisionAPI,
    RayvisionCheck,
    RayvisionDownload,
    RayvisionUpload,
    append_to_task,
    append_to_upload,
    update_task_info,
)

scene, workspace, output = sys.argv[1:]
os.environ["RAYVISION_API_ACCESS_ID"] = os.environ.pop("FARMHAND_ACCESS_ID")
os.environ["RAYVISION_API_KEY"] = os.environ.pop("FARMHAND_ACCESS_KEY")
api = RayvisionAPI(
    domain=os.environ["FARMHAND_DOMAIN"],
    platform=os.environ["FARMHAND_PLATFORM"],
    protocol=os.environ["FARMHAND_PROTOCOL"],
)

looked_at = AnalyzeHoudini(scene, "20.0.590", "Project1", {"renderman": "25.2"}, workspace=workspace)
looked_at.analyse()

update_task_info({"pre_frames": "000", "frames_per_task": 1}, looked_at.task_json)
append_to_task({}, looked_at.task_json)
append_to_upload([], looked_at.upload_json)

nodes = {"model": "Default", "ram": "128GB", "gpuNum": None}
task_info, task_id = RayvisionCheck(api, looked_at).execute(
    nodes, looked_at.task_json, looked_at.upload_json, only_id=False
)

upload = RayvisionUpload(api)
upload.upload_asset(looked_at.upload_json, max_speed="4096")
upload.upload_config(str(task_id), [looked_at.tips_json, looked_at.task_json, looked_at.asset_json])

api.submit(int(task_id), "artist")
sys.stdout.write("{}\n".format(task_id))
sys.stdout.flush()

# All frames at once when the task has ended, without the task's folder.
RayvisionDownload(api).auto_download_after_task_completed(
    [int(task_id)], sleep_time=0.2, download_filename_format="false", local_path=output
)
