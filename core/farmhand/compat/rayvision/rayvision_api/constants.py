"""The tables of the farm's documents, made of Farmhand's own where these have them."""

from __future__ import annotations

from typing import Any, Dict, List

from farmhand.farm.codes import CG_IDS

PACKAGE_NAME = "rayvision_api"

DCC_ID_MAPPINGS: Dict[str, str] = {name: str(number) for name, number in CG_IDS.items()}
"""The farm's number of each program, as text."""

CG_SETTING: Dict[str, str] = {**DCC_ID_MAPPINGS, **{number: name for name, number in DCC_ID_MAPPINGS.items()}}
"""The same, both ways."""

MODIFIABLE_PARAM: List[str] = [
    "pre_frames", "input_cg_file", "frames_per_task", "test_frames", "job_stop_time", "task_stop_time", "time_out",
    "stop_after_test", "tiles_type", "tiles", "is_layer_rendering", "is_distribute_render", "distribute_render_node",
    "input_project_path", "render_layer_type", "os_name", "ram", "enable_layered",
]  # fmt: skip
"""What of a task_info the user may change."""

TASK_INFO: Dict[str, Any] = {
    "task_info": {
        "enable_layered": "1", "input_cg_file": "", "is_picture": "0", "task_id": "", "frames_per_task": "1",
        "pre_frames": "000", "job_stop_time": "259200", "task_stop_time": "0", "time_out": "43200",
        "stop_after_test": "2", "project_name": "", "project_id": "", "channel": "4", "cg_id": "", "platform": "",
        "tiles_type": "block", "tiles": "1", "is_layer_rendering": "1", "is_distribute_render": "0",
        "distribute_render_node": "3", "input_project_path": "", "render_layer_type": "0", "user_id": "",
        "os_name": "1", "ram": "64",
    },
    "software_config": {},
    "scene_info": {},
    "scene_info_render": {},
}  # fmt: skip
"""A task.json before anything is known. For scripts that begin from it: copy it, Farmhand itself never reads it."""
