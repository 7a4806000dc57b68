"""What the farm's numbers mean, in English and Chinese. Source: the farm's documents, gathered from all their ages."""

from __future__ import annotations

from typing import Dict, NamedTuple


class Meaning(NamedTuple):
    """A number's meaning in both languages, and whether a task with this status has ended."""

    english: str
    chinese: str
    ended: bool = False


TASK_STATUSES: Dict[int, Meaning] = {
    0: Meaning("waiting", "等待中"),
    5: Meaning("rendering", "渲染中"),
    8: Meaning("preprocessing", "预处理中"),
    10: Meaning("stopped", "停止", True),
    15: Meaning("stopped by the user", "用户停止", True),
    20: Meaning("stopped: account in arrears", "欠费停止", True),
    23: Meaning("stopped: timed out", "超时停止", True),
    25: Meaning("done", "已完成", True),
    30: Meaning("done, some frames failed", "已完成(有失败帧)", True),
    35: Meaning("abandoned", "放弃", True),
    40: Meaning("test frames done, waiting for full speed", "等待全速渲染", True),
    45: Meaning("failed", "失败", True),
    50: Meaning("analysing", "分析中"),
    100: Meaning("updating", "更新中"),
}
TASK_DONE = 25
TASK_TEST_DONE = 40

FRAME_STATUSES: Dict[int, Meaning] = {
    1: Meaning("waiting", "等待中"),
    2: Meaning("rendering", "渲染中"),
    3: Meaning("stopped", "停止", True),
    4: Meaning("done", "已完成", True),
    5: Meaning("failed", "失败", True),
    6: Meaning("waiting for preprocessing", "等待预处理"),
    7: Meaning("waiting for photons", "等待光子"),
    8: Meaning("waiting for priority frames", "等待优先帧"),
    9: Meaning("waiting for the photon job", "等待光子任务"),
    10: Meaning("waiting for the simulation", "等待解算"),
    11: Meaning("timed out", "超时", True),
}
FRAME_DONE = 4
FRAME_FAILED = 5

FRAME_TYPES: Dict[int, str] = {
    1: "pre-render",
    2: "photon",
    3: "merged photon",
    4: "priority",
    5: "main",
    6: "priority composite",
    7: "main composite",
    8: "Houdini simulation",
    9: "channel",
}

CG_IDS: Dict[str, int] = {"maya": 2000, "houdini": 2004, "clarisse": 2013}
CG_NAMES: Dict[str, str] = {"maya": "Maya", "houdini": "Houdini", "clarisse": "Clarisse"}

SUCCESS = 200
CLOCK_WRONG = 610

ERRORS: Dict[int, Meaning] = {
    100: Meaning("failed", "失败"),
    301: Meaning("redirected", "重定向"),
    400: Meaning("bad request", "请求错误"),
    403: Meaning("no permission", "没有权限"),
    404: Meaning("not found", "未找到"),
    500: Meaning("internal error of the farm", "服务器内部错误"),
    513: Meaning("user not found", "用户不存在"),
    600: Meaning("illegal parameter", "参数不合法"),
    601: Meaning("missing parameter", "缺少参数"),
    602: Meaning("login needed", "需要登录"),
    603: Meaning("illegal request", "非法请求"),
    604: Meaning("verification code wrong", "验证码错误"),
    605: Meaning("no permission", "权限不足"),
    606: Meaning("verification code expired", "验证码过期"),
    607: Meaning("verification code sent too often", "验证码发送过于频繁"),
    608: Meaning("the user belongs to the other region", "用户属于另一区域"),
    610: Meaning("signature expired: this computer's clock is wrong", "签名已过期：本机时间不正确"),
    611: Meaning("signature invalid: access id or access key is wrong", "签名无效：访问 ID 或密钥错误"),
    700: Meaning("no more records", "没有更多记录"),
    800: Meaning("account missing", "账号不存在"),
    801: Meaning("device binding needed", "需要绑定设备"),
    802: Meaning("device binding refused", "设备绑定失败"),
    804: Meaning("account disabled", "账号已停用"),
    805: Meaning("user name or password wrong", "用户名或密码错误"),
    812: Meaning("this IP address is refused", "IP 被拒绝"),
    912: Meaning("the sub-account has running tasks", "子账号有正在运行的任务"),
    913: Meaning("account in arrears", "账号欠费"),
    20004: Meaning("task files could not be uploaded", "JSON 文件多次上传失败"),
    200024: Meaning("bad transfer argument", "传输参数错误"),
    200025: Meaning("a file cannot be uploaded", "文件无法上传"),
}

ERROR_HINTS: Dict[int, str] = {
    602: "Check the account, then try again.",
    603: "Try again.",
    604: "Check the account on the farm's page.",
    608: "Choose the other region's address (setting domain).",
    610: "Set this computer's clock, then try again.",
    611: "Check FARMHAND_ACCESS_ID and FARMHAND_ACCESS_KEY, and that the domain is your region's.",
    804: "Ask the farm's support.",
    812: "Ask the farm's support, or the administrator of your account, to allow this address.",
    913: "Top up the account on the farm's page.",
}
