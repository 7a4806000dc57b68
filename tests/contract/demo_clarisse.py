"""The handbook's way through a Clarisse job. Run as a program by a test.

usage: demo_clarisse.py SCENE WORKSPACE OUTPUT; the account comes from the FARMHAND_* variables
"""

import os
import sys

from farmhand.compat.rayvision.rayvision_api.core import RayvisionAPI
from farmhand.compat.rayvision.rayvision_api.task.check import RayvisionCheck
from farmhand.compat.rayvision.rayvision_api.utils import append_to_task, append_to_upload, update_task_info
from farmhand.compat.rayvision.rayvision_clarisse.analyse_clarisse import AnalyzeClarisse
from farmhand.compat.rayvision.rayvision_sync.download import RayvisionDownload
from farmhand.compat.rayvision.rayvision_sync.manage import RayvisionManageTask
from farmhand.compat.rayvision.rayvision_sync.upload import RayvisionUpload

scene, workspace, output = sys.argv[1:]
api = RayvisionAPI(
    os.environ["FARMHAND_ACCESS_ID"],
    os.environ["FARMHAND_ACCESS_KEY"],
    os.environ["FARMHAND_DOMAIN"],
    os.environ["FARMHAND_PLATFORM"],
    os.environ["FARMHAND_PROTOCOL"],
)

job = {
    "cg_file": scene,
    "workspace": workspace,
    "software_version": "clarisse_ifx_5.0_sp8",
    "project_name": "Project1",
    "plugin_config": {},
}
looked_at = AnalyzeClarisse(**job)
looked_at.analyse()

update_task_info({"pre_frames": "000", "stop_after_test": "2"}, looked_at.task_json)
append_to_task({}, looked_at.task_json)
append_to_upload([], looked_at.upload_json)

task_id = RayvisionCheck(api, looked_at).execute(looked_at.task_json, looked_at.upload_json)

files = {
    "tips_json_path": looked_at.tips_json,
    "task_json_path": looked_at.task_json,
    "asset_json_path": looked_at.asset_json,
    "upload_json_path": looked_at.upload_json,
}
RayvisionUpload(api, db_config_path=None).upload(str(task_id), **files)

api.submit(int(task_id))
sys.stdout.write("{}\n".format(task_id))
sys.stdout.flush()

download = RayvisionDownload(api)
download.auto_download_after_task_completed([int(task_id)], sleep_time=0.2, local_path=output)

# Once more by its folder on the farm, and without it.
told = RayvisionManageTask(api.query).get_task_status([int(task_id)])
download.download(
    server_path=told[0]["output_file_name"], download_filename_format="false", local_path=os.path.join(output, "again")
)
