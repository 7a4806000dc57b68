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

CG_IDS: Dict[str, int] = {
    "maya": 2000,
    "3ds max": 2001,
    "lightwave": 2002,
    "arnold": 2003,
    "houdini": 2004,
    "cinema4d": 2005,
    "softimage": 2006,
    "blender": 2007,
    "vr_standalone": 2008,
    "mr_standalone": 2009,
    "sketchup": 2010,
    "vue": 2011,
    "keyshot": 2012,
    "clarisse": 2013,
    "octane_render": 2014,
    "nuke": 2015,
    "katana": 2016,
    "unreal engine": 2020,
}
"""The farm's number of each software it renders, by the names that the documents use."""

CG_NAMES: Dict[str, str] = {"maya": "Maya", "houdini": "Houdini", "clarisse": "Clarisse"}


def cg_id(name: str) -> int:
    """The farm's number of a software; letters' case, spaces and underscores don't matter.

    Raises:
        ValueError: The farm renders no such software.
    """
    wanted = name.strip().lower()
    found = CG_IDS.get(wanted, _CG_IDS_BY_PLAIN_NAME.get(_plain(wanted)))
    if found is None:
        raise ValueError("no software {!r}; there are {}".format(name, ", ".join(CG_IDS)))
    return found


def _plain(name: str) -> str:
    return name.replace("_", "").replace(" ", "")


_CG_IDS_BY_PLAIN_NAME = {_plain(name): number for name, number in CG_IDS.items()}

SUCCESS = 200
TOO_MANY_REQUESTS = 429
USER_NOT_FOUND = 513
CLOCK_WRONG = 610
JSON_NOT_SENT = 20004
BAD_TRANSFER_ARGUMENT = 200024
FILE_NOT_SENT = 200025
CLIENT_ERROR = 1000000

ERRORS: Dict[int, Meaning] = {
    100: Meaning("failed", "失败"),
    301: Meaning("redirected", "重定向"),
    400: Meaning("bad request", "请求错误"),
    403: Meaning("no permission", "没有权限"),
    404: Meaning("not found", "未找到"),
    429: Meaning("too many requests at once", "请求过于频繁"),
    500: Meaning("internal error of the farm", "服务器内部错误"),
    513: Meaning("user not found", "用户不存在"),
    600: Meaning("illegal parameter", "参数不合法"),
    601: Meaning("missing parameter", "缺少参数"),
    602: Meaning("login needed", "需要登录"),
    603: Meaning("illegal request", "非法请求"),
    604: Meaning("phone verification code wrong", "手机验证码错误"),
    605: Meaning("permissions do not suffice", "权限不足"),
    606: Meaning("verification code wrong", "验证码错误"),
    607: Meaning("verification code could not be sent", "验证码发送失败"),
    608: Meaning("the user belongs to the other region", "用户属于另一区域"),
    610: Meaning("signature expired: this computer's clock is wrong", "签名已过期：本机时间不正确"),
    611: Meaning("signature invalid: access id or access key is wrong", "签名无效：访问 ID 或密钥错误"),
    700: Meaning("no more records", "没有更多记录"),
    800: Meaning("account missing", "账号不存在"),
    801: Meaning("device binding needed", "需要绑定设备"),
    802: Meaning("device binding refused", "设备绑定失败"),
    804: Meaning("account disabled", "账号已停用"),
    805: Meaning("user name or password wrong", "用户名或密码错误"),
    806: Meaning("the account is not bound to this third-party login", "账号未绑定第三方用户"),
    807: Meaning("the phone number is not bound to this third-party login", "手机未绑定第三方用户"),
    808: Meaning("the phone number is bound to another third-party login", "手机已绑定其他第三方用户"),
    809: Meaning("login by WeChat failed", "微信登录失败"),
    810: Meaning("login by Weibo failed", "微博登录失败"),
    811: Meaning("logout failed", "登出失败"),
    812: Meaning("this IP address is refused", "IP 被拒绝"),
    813: Meaning("login by QQ failed", "QQ 登录失败"),
    814: Meaning("the software is chosen already", "无法重复选择常用软件"),
    815: Meaning("the union id exists already", "UNIONID 已存在"),
    900: Meaning("the phone number is taken", "手机号已存在"),
    901: Meaning("the mail address is taken", "邮箱已存在"),
    902: Meaning("the user name is taken", "用户名已存在"),
    903: Meaning("the mail address is not bound to an account", "邮箱未绑定账户"),
    904: Meaning("currency not supported", "币种不支持"),
    905: Meaning("agent not supported", "代理商不支持"),
    906: Meaning("amount out of range", "请输入合理的充值范围"),
    908: Meaning("coupon not accepted", "优惠码不支持"),
    909: Meaning("way of payment not supported", "支付方式不支持"),
    910: Meaning("no order to invoice", "无可用的发票订单"),
    911: Meaning("no address for the invoice", "无可用的发票收件地址"),
    912: Meaning("the sub-account has running tasks", "子账号有正在运行的任务"),
    913: Meaning("account in arrears", "账号欠费"),
    914: Meaning("the sub-account has a balance left", "删除子账号存在余额"),
    915: Meaning("no invoice data", "无可用的发票信息"),
    916: Meaning("kind of invoice does not fit", "发票类型不匹配"),
    920: Meaning("no newer client version", "暂无客户端最新版本"),
    1000: Meaning("cache error of the farm", "服务器缓存异常"),
    20004: Meaning("task files could not be uploaded", "JSON 文件多次上传失败"),
    200024: Meaning("bad transfer argument", "传输参数错误"),
    200025: Meaning("a file cannot be uploaded", "文件无法上传"),
    1000000: Meaning("error of the farm's client", "客户端异常"),
}

ERROR_HINTS: Dict[int, str] = {
    429: "Try again.",
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
