"""The handbook's way through a Maya job, with the imports changed module by module. Run as a program by a test.

usage: demo_maya.py SCENE WORKSPACE OUTPUT; the account comes from the FARMHAND_* variables
"""

import os
import sys

from farmhand.compat.rayvision.rayvision_api.core import RayvisionAPI
from farmhand.compat.rayvision.rayvision_api.task.check import RayvisionCheck
from farmhand.compat.rayvision.rayvision_api.utils import append_to_task, append_to_upload, update_task_info
from farmhand.compat.rayvision.rayvision_maya.analyze_maya import AnalyzeMaya
from farmhand.compat.rayvision.rayvision_sync.download import RayvisionDownload
from farmhand.compat.rayvision.rayvision_sync.upload import RayvisionUpload

scene, workspace, output = sys.argv[1:]
account = {
    "domain": os.environ["FARMHAND_DOMAIN"],
    "platform": os.environ["FARMHAND_PLATFORM"],
    "access_id": os.environ["FARMHAND_ACCESS_ID"],
    "access_key": os.environ["FARMHAND_ACCESS_KEY"],
    "protocol": os.environ["FARMHAND_PROTOCOL"],
}
api = RayvisionAPI(**account)

# What the scene renders and needs.
looked_at = AnalyzeMaya(
    cg_file=scene,
    workspace=workspace,
    software_version="2024",
    project_name="Project1",
    plugin_config={"mtoa": "5.3.0"},
)
looked_at.analyse()

# The first frame first, then wait for a word; a field of the studio's own; one more file.
update_task_info({"pre_frames": "100", "stop_after_test": "1"}, looked_at.task_json)
append_to_task({"shot": "sh010"}, looked_at.task_json)
append_to_upload([os.path.abspath(__file__)], looked_at.upload_json)

# The farm's numbers, and its opinion of the tips.
task_id = RayvisionCheck(api, looked_at).execute(looked_at.task_json, looked_at.upload_json)

# The four files, and what upload.json lists.
RayvisionUpload(api).upload(
    str(task_id),
    tips_json_path=looked_at.tips_json,
    task_json_path=looked_at.task_json,
    asset_json_path=looked_at.asset_json,
    upload_json_path=looked_at.upload_json,
)

api.submit(int(task_id))
sys.stdout.write("{}\n".format(task_id))
sys.stdout.flush()

# Every frame when it is done, until the task has ended.
RayvisionDownload(api).auto_download([int(task_id)], sleep_time=0.2, local_path=output)
