"""The farm's operations in one table: where each lies, and whether it may be repeated after an unclear answer.

An operation is repeatable when doing it twice leaves the farm, and the bill, as doing it once does, and when the second
answer is worth as much as the first. What makes, submits, renders again or deletes is not: after an unclear answer the
farm is asked what it has. Source: the farm's documents of all ages, and SDK family 3.0.4.3 for what is in use.
"""

from __future__ import annotations

from typing import Dict, NamedTuple, Tuple


class Operation(NamedTuple):
    """One operation of the farm.

    Attributes:
        path: Where it lies on the farm's domain (SDK family 3.0.4.3).
        older: Where older documents have it; not called, but a simulated farm serves them.
        repeatable: Whether it may be sent again when nothing is known of the first try.
    """

    path: str
    older: Tuple[str, ...] = ()
    repeatable: bool = True


_COMMON = "/api/render/common/"
_HANDLE = "/api/render/handle/"
_PLUGIN = "/api/render/plugin/"
_PROJECT = "/api/render/project/"
_SETUP = "/api/render/setUp/"
_SUBMIT = "/api/render/submit/"
_TASK = "/api/render/task/"
_TRANSFER = "/api/render/transfer/"
_USER = "/api/render/user/"
_RENDERING = "/api/rendering/task/renderingTask/"
_OLDEST = "/api/rendering/task/plugin/"

OPERATIONS: Dict[str, Operation] = {
    "user.query_user_profile": Operation(_SETUP + "queryUserProfile", (_USER + "queryUserProfile",)),
    "user.query_user_setting": Operation(
        _SETUP + "queryUserSetting", (_USER + "queryUserSetting", "/api/rendering/user/client/queryUserSetting")
    ),
    "user.update_user_settings": Operation(_SETUP + "updateUserSetting", (_USER + "updateUserSetting",)),
    "user.get_transfer_bid": Operation(
        _TRANSFER + "getBid", (_TASK + "getTransferBid", _OLDEST + "getPluginTransferBid")
    ),
    "user.get_hardware_config": Operation("/api/render/hardwareConfig/list"),
    "user.task_record": Operation(_HANDLE + "operate/sdk/taskRecord"),
    "user.login_record": Operation(_HANDLE + "operate/sdk/loginRecord"),
    "query.platforms": Operation(_COMMON + "queryPlatforms"),
    "query.error_detail": Operation(_SUBMIT + "queryAnalyseErrorDetail", (_COMMON + "queryErrorDetail",)),
    "query.get_task_list": Operation(_HANDLE + "getTaskList/v2", (_HANDLE + "getTaskList", _TASK + "getTaskList")),
    "query.task_frames": Operation(_HANDLE + "queryTaskFrames", (_TASK + "queryTaskFrames",)),
    "query.all_frame_status": Operation(_HANDLE + "queryAllFrameStats", (_TASK + "queryAllFrameStats",)),
    "query.restart_failed_frames": Operation(
        _HANDLE + "recommitTasks", (_TASK + "restartFailedFrames", _RENDERING + "recommitFailFrame"), repeatable=False
    ),
    "query.restart_frame": Operation(_HANDLE + "recommitTaskFrames", (_TASK + "restartFrame",), repeatable=False),
    "query.task_info": Operation(
        _HANDLE + "queryTaskInfo/v2",
        (_HANDLE + "queryTaskInfo", _TASK + "queryTaskInfo", _RENDERING + "queryTaskInfo"),
    ),
    "query.supported_software": Operation(_PLUGIN + "querySoftwareList", (_COMMON + "querySupportedSoftware",)),
    "query.supported_plugin": Operation(_PLUGIN + "querySoftwareDetail", (_COMMON + "querySupportedPlugin",)),
    "query.get_transfer_server_msg": Operation(_TRANSFER + "getServerInfo", (_TASK + "getTransferServerMsg",)),
    "query.get_raysync_user_key": Operation(_TRANSFER + "getRaySyncUserKey", (_USER + "getRaySyncUserKey",)),
    "query.get_task_processing_img": Operation(_HANDLE + "loadTaskProcessImg", (_TASK + "loadTaskProcessImg",)),
    "query.get_frame_thumbnail": Operation(_HANDLE + "loadingFrameThumbnail", (_TASK + "loadingFrameThumbnail",)),
    "query.stop_frame": Operation(_HANDLE + "stopTaskFrames"),
    "query.get_render_log": Operation(_HANDLE + "showLog"),
    "query.get_pack_node_info": Operation(_SUBMIT + "getUserPackNodeInfo"),
    "tag.add_label": Operation(_PROJECT + "add", (_COMMON + "addLabel",), repeatable=False),
    "tag.delete_label": Operation(_PROJECT + "delete", (_COMMON + "deleteLabel",), repeatable=False),
    "tag.get_label_list": Operation(_PROJECT + "getList", (_COMMON + "getLabelList",)),
    "tag.get_list": Operation(_PROJECT + "list"),
    "tag.add_task_tag": Operation(_HANDLE + "addTaskLabel"),
    "tag.delete_task_tag": Operation(_HANDLE + "deleteTaskLabel", (_TASK + "deleteTaskLabel",), repeatable=False),
    "env.add_render_env": Operation(
        _PLUGIN + "addUserPluginConfig", (_COMMON + "addRenderEnv",), repeatable=False
    ),
    "env.update_render_env": Operation(_PLUGIN + "editUserPluginConfig", (_COMMON + "updateRenderEnv",)),
    "env.delete_render_env": Operation(
        _PLUGIN + "deleteUserPluginConfig", (_COMMON + "deleteRenderEnv",), repeatable=False
    ),
    "env.set_default_render_env": Operation(
        _PLUGIN + "setDefaultUserPluginConfig", (_COMMON + "setDefaultRenderEnv",)
    ),
    "env.get_render_env": Operation(_PLUGIN + "getUserPluginConfig", (_COMMON + "getRenderEnv",)),
    "task.create_task": Operation(_SUBMIT + "createTask", (_TASK + "createTask",), repeatable=False),
    "task.submit_task": Operation(
        _SUBMIT + "task", (_TASK + "submitTask", _OLDEST + "pluginSubmitTask"), repeatable=False
    ),
    "task.stop_task": Operation(_RENDERING + "stopTask", (_HANDLE + "stopTask", _TASK + "stopTask")),
    "task.start_task": Operation(_RENDERING + "startTask", (_HANDLE + "startTask", _TASK + "startTask")),
    "task.abort_task": Operation(_HANDLE + "abandonTask", (_TASK + "abortTask",)),
    "task.delete_task": Operation(_HANDLE + "deleteTask", (_TASK + "deleteTask",), repeatable=False),
    "task.update_priority": Operation(_RENDERING + "updateTaskUserLevel"),
    "task.set_task_overtime_stop": Operation(_HANDLE + "setTaskOverTimeStop", (_TASK + "setOverTimeStop",)),
    "task.full_speed": Operation(_HANDLE + "fullSpeedRendering", (_TASK + "fullSpeed",)),
    "task.update_task_limit": Operation(_HANDLE + "updateTaskLimit"),
    "task.edit_task_hardware_config": Operation(_HANDLE + "editTaskHardwareConfig"),
    "transmit.upload_json_content": Operation(_SUBMIT + "taskJsonFile"),
    "transmit.get_transfer_config": Operation(_TRANSFER + "getConfig"),
    "transmit.get_output_files": Operation("/api/render/file/operate/getOutputUserDirFile"),
}
