"""The farm's operations in one table: where each lies, and whether it may be repeated after an unclear answer.

An operation is repeatable when doing it twice leaves the farm as doing it once does. createTask (a wasted number) and
submit (a job paid twice) are not; after an unclear answer the farm is asked what it has.
"""

from __future__ import annotations

from typing import Dict, NamedTuple


class Operation(NamedTuple):
    """One operation of the farm.

    Attributes:
        path: Where it lies on the farm's domain (SDK family 3.0.4.3).
        repeatable: Whether it may be sent again when nothing is known of the first try.
    """

    path: str
    repeatable: bool = True


OPERATIONS: Dict[str, Operation] = {
    "user.query_user_profile": Operation("/api/render/setUp/queryUserProfile"),
    "user.query_user_setting": Operation("/api/render/setUp/queryUserSetting"),
    "user.get_transfer_bid": Operation("/api/render/transfer/getBid"),
    "user.get_hardware_config": Operation("/api/render/hardwareConfig/list"),
    "query.platforms": Operation("/api/render/common/queryPlatforms"),
    "query.error_detail": Operation("/api/render/submit/queryAnalyseErrorDetail"),
    "query.get_task_list": Operation("/api/render/handle/getTaskList/v2"),
    "query.task_frames": Operation("/api/render/handle/queryTaskFrames"),
    "query.task_info": Operation("/api/render/handle/queryTaskInfo/v2"),
    "query.supported_software": Operation("/api/render/plugin/querySoftwareList"),
    "query.supported_plugin": Operation("/api/render/plugin/querySoftwareDetail"),
    "tag.get_list": Operation("/api/render/project/list"),
    "tag.add_label": Operation("/api/render/project/add", repeatable=False),
    "task.create_task": Operation("/api/render/submit/createTask", repeatable=False),
    "task.submit_task": Operation("/api/render/submit/task", repeatable=False),
    "task.stop_task": Operation("/api/rendering/task/renderingTask/stopTask"),
    "task.start_task": Operation("/api/rendering/task/renderingTask/startTask"),
    "task.full_speed": Operation("/api/render/handle/fullSpeedRendering"),
    "transmit.get_transfer_config": Operation("/api/render/transfer/getConfig"),
    "transmit.get_output_files": Operation("/api/render/file/operate/getOutputUserDirFile"),
}
