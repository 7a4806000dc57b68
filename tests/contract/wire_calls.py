"""Calls of every operation, written once for our client and the official one: `api` is either.

Plain Python without imports, so that the official client's interpreter can read it too. Each entry is the operation's
name in the contract and an expression. ANSWERS is what the recording server says to each path.
"""

CALLS = [
    ("user.query_user_profile", "api.user.query_user_profile()"),
    ("user.query_user_setting", "api.user.query_user_setting()"),
    ("user.update_user_settings", "api.user.update_user_settings(task_over_time=60)"),
    ("user.get_transfer_bid", "api.user.get_transfer_bid()"),
    ("user.user_id", "api.user.user_id"),
    ("user.get_hardware_config", "api.user.get_hardware_config()"),
    ("user.get_hardware_config", "api.user.get_hardware_config(['1'])"),
    ("user.task_record", "api.user.task_record()"),
    ("user.task_record", "api.user.task_record(pageNum=2, pageSize=5, startDate='2020-01-01 00:00:00')"),
    ("user.login_record", "api.user.login_record()"),
    ("query.platforms", "api.query.platforms()"),
    ("query.error_detail", "api.query.error_detail('15000')"),
    ("query.error_detail", "api.query.error_detail(None, ['1', '2'], 1)"),
    ("query.error_detail", "api.query.error_detail('1', None, '1')"),
    ("query.error_detail", "api.query.error_detail(15000)"),
    ("query.get_task_list", "api.query.get_task_list()"),
    (
        "query.get_task_list",
        "api.query.get_task_list(2, 50, [0, 5], 'kw', '2020-01-01 00:00:00', '2020-01-02 00:00:00', 1)",
    ),
    ("query.get_task_list", "api.query.get_task_list(1, 2, None, None, None, None, 0)"),
    ("query.get_task_list", "api.query.get_task_list(search_keyword='衣帽间 é \"quoted\"')"),
    ("query.task_frames", "api.query.task_frames(5)"),
    ("query.task_frames", "api.query.task_frames(5, 1, 100, '10')"),
    ("query.all_frame_status", "api.query.all_frame_status()"),
    ("query.restart_failed_frames", "api.query.restart_failed_frames([1, 2])"),
    ("query.restart_failed_frames", "api.query.restart_failed_frames([1], [45])"),
    ("query.restart_frame", "api.query.restart_frame(7)"),
    ("query.restart_frame", "api.query.restart_frame(7, 0, [1, 2])"),
    ("query.restart_frame", "api.query.restart_frame(7, 1, [9], [45])"),
    ("query.restart_frame", "api.query.restart_frame(None, 0, [1, 2])"),
    ("query.task_info", "api.query.task_info([1])"),
    ("query.task_info", "api.query.task_info(['1'])"),
    ("query.supported_software", "api.query.supported_software()"),
    ("query.supported_plugin", "api.query.supported_plugin('maya')"),
    ("query.supported_plugin", "api.query.supported_plugin(' houdini ', 'windows')"),
    ("query.supported_plugin", "api.query.supported_plugin('3ds max', os_name='linux')"),
    ("query.supported_plugin", "api.query.supported_plugin('Maya', 'linux')"),
    ("query.get_transfer_server_msg", "api.query.get_transfer_server_msg()"),
    ("query.get_raysync_user_key", "api.query.get_raysync_user_key()"),
    ("query.get_task_processing_img", "api.query.get_task_processing_img(3)"),
    ("query.get_task_processing_img", "api.query.get_task_processing_img(3, 2)"),
    ("query.get_frame_thumbnall", "api.query.get_frame_thumbnall(3)"),
    ("query.get_all_frames", "api.query.get_all_frames(3)"),
    ("query.get_all_frames", "api.query.get_all_frames('3', 2, 2)"),
    ("query.get_custome_frames", "api.query.get_custome_frames(3, ['20', '31'])"),
    ("query.get_custome_frames", "api.query.get_custome_frames(3, ['nope'])"),
    ("query.get_small_task_id", "api.query.get_small_task_id('1')"),
    ("query.get_small_task_id", "api.query.get_small_task_id(9)"),
    ("query.stop_frame", "api.query.stop_frame(3)"),
    ("query.stop_frame", "api.query.stop_frame(3, 0, [4], [5])"),
    ("query.frame_number_to_stop", "api.query.frame_number_to_stop(3, ['20'])"),
    ("query.get_render_log", "api.query.get_render_log()"),
    ("query.get_render_log", "api.query.get_render_log('render', 1, 10, 99)"),
    ("query.get_pack_node_info", "api.query.get_pack_node_info()"),
    ("tag.add_label", "api.tag.add_label('L')"),
    ("tag.add_label", "api.tag.add_label('L', '0')"),
    ("tag.add_label", "api.tag.add_label(new_name='项目', status=0)"),
    ("tag.delete_label", "api.tag.delete_label('L')"),
    ("tag.get_label_list", "api.tag.get_label_list()"),
    ("tag.get_project_list", "api.tag.get_project_list()"),
    ("tag.add_task_tag", "api.tag.add_task_tag('t', [1])"),
    ("tag.delete_task_tag", "api.tag.delete_task_tag([1], ['x'])"),
    ("tag.delete_task_tag", "api.tag.delete_task_tag([1], ['x'], [9])"),
    ("tag.get_list", "api.tag.get_list()"),
    ("tag.get_list", "api.tag.get_list(flag=2)"),
    ("env.add_render_env", "api.env.add_render_env(%(env)s)"),
    ("env.add_render_env", "api.env.add_render_env(%(env_as_documented)s)"),
    ("env.update_render_env", "api.env.update_render_env(%(env)s)"),
    ("env.delete_render_env", "api.env.delete_render_env('t')"),
    ("env.set_default_render_env", "api.env.set_default_render_env('t')"),
    ("env.get_render_env", "api.env.get_render_env()"),
    ("env.get_render_env", "api.env.get_render_env(None, ['maya', 'houdini'], 0)"),
    ("env.get_render_env", "api.env.get_render_env(None, None, None)"),
    ("env.get_render_env", "api.env.get_render_env(name='houdini')"),
    ("task.create_task", "api.task.create_task()"),
    ("task.create_task", "api.task.create_task(2, 60, 77, ['a'], '123', 'art')"),
    ("task.create_task", "api.task.create_task(1, 50, None, ('a',))"),
    ("task.task_id", "api.task.task_id"),
    ("task.task_id", "api.task.task_id"),
    ("task.submit_task", "api.task.submit_task(5)"),
    ("task.submit_task", "api.task.submit_task(5, 'p')"),
    ("task.submit_task", "api.task.submit_task(5, None, True)"),
    ("task.stop_task", "api.task.stop_task([1])"),
    ("task.start_task", "api.task.start_task([1])"),
    ("task.abort_task", "api.task.abort_task([1])"),
    ("task.delete_task", "api.task.delete_task([1])"),
    ("task.update_priority", "api.task.update_priority(1, 60)"),
    ("task.set_task_overtime_top", "api.task.set_task_overtime_top([1], 60)"),
    ("task.set_task_overtime_top", "api.task.set_task_overtime_top([1], 60.0)"),
    ("task.full_speed", "api.task.full_speed([1])"),
    ("task.update_task_limit", "api.task.update_task_limit(1, 2)"),
    ("task.edit_task_hardware_config", "api.task.edit_task_hardware_config([1], ['2'], 'm', '2*GPU', '64GB')"),
    ("task.edit_task_hardware_config", "api.task.edit_task_hardware_config([1], ['2'], 'Default', None, '64GB')"),
    ("transmit.upload_json_content", "api.transmit.upload_json_content(5, '{}')"),
    ("transmit.upload_json_content", "api.transmit.upload_json_content(5, '{}', 'upload.json')"),
    ("transmit.upload_json_content", "api.transmit.upload_json_content(5, '{\"a\": \"镜头\"}', 'upload.json')"),
    ("transmit.get_transfer_config", "api.transmit.get_transfer_config()"),
    ("transmit.get_output_files", "api.transmit.get_output_files()"),
    ("transmit.get_output_files", "api.transmit.get_output_files(9, '/x')"),
    ("transmit.get_output_files", "api.transmit.get_output_files(None, '/x')"),
    ("core.get_user_id", "api.get_user_id()"),
    ("core.check_and_add_project_name", "api.check_and_add_project_name('L')"),
    ("core.check_and_add_project_name", "api.check_and_add_project_name('other')"),
    ("core.submit", "api.submit(5)"),
    ("core.submit", "api.submit(5, 'p')"),
    ("core.submit_by_data", "api.submit_by_data(%(task)s)"),
]
_ENV = {
    "cgId": 2000,
    "cgName": "Maya",
    "cgVersion": "2018",
    "renderLayerType": 0,
    "editName": "tests",
    "renderSystem": 1,
    "pluginIds": [2703],
}
WORDS = {
    "env": repr(_ENV),
    "env_as_documented": repr(dict(_ENV, cgId="2000", renderSystem="0")),
    "task": repr({"task_info": {"task_id": "5", "user_id": "1", "project_id": "0"}}),
}
CALLS = [(name, call % WORDS if "%(" in call else call) for name, call in CALLS]

PROJECTS = {"projectNameList": [{"projectId": 7, "projectName": "L"}]}
ANSWERS = {
    "/api/render/setUp/queryUserProfile": {"userId": 1, "userName": "u", "platform": 2},
    "/api/render/setUp/queryUserSetting": {"taskOverTimeSec": 3600},
    "/api/render/transfer/getBid": {"input_bid": "10", "output_bid": "20", "config_bid": "30"},
    "/api/render/project/list": PROJECTS,
    "/api/render/project/getList": PROJECTS,
    "/api/render/submit/createTask": {"taskIdList": [5], "aliasTaskIdList": ["2W5"], "userId": 1},
}


def answer(path, body):
    """What the recording server says; pages and layers depend on what is asked."""
    if path.endswith("queryTaskFrames"):
        page = body["pageNum"]
        numbers = (10 * page, 10 * page + 1) if page <= 3 else ()
        items = [{"id": number, "frameIndex": str(number)} for number in numbers]
        return {"pageCount": 3, "pageNum": page, "total": 6, "size": 2, "items": items}
    if path.endswith("queryTaskInfo/v2"):
        parts = None if body["taskIds"] == [9] else [{"id": 11}, {"id": 12}]
        return {"items": [{"id": body["taskIds"][0], "respRenderingTaskList": parts}]}
    return ANSWERS.get(path)
