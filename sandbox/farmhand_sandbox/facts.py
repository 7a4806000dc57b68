"""The fixed numbers of the farm that several modules share: codes, statuses, bids, the one user.

Kept apart so that a number has one name. Texts and lists that only one operation answers with are
in `catalogue`.
"""

from __future__ import annotations

from typing import Dict, FrozenSet, Tuple

API_VERSION = "2.0.0"

# Codes of the envelope.
OK = 200
NOT_FOUND = 404
INTERNAL_ERROR = 500
ILLEGAL_PARAMETER = 600
MISSING_PARAMETER = 601
ILLEGAL_REQUEST = 603
SIGNATURE_EXPIRED = 610
SIGNATURE_INVALID = 611

# The account.
USER_ID = 10001136
USER_NAME = "sandbox"
PLATFORM = 2
TASK_PREFIX = "2W"
ACCESS_ID = "sandbox-access-id"
ACCESS_KEY = "sandbox-access-key"  # not a secret: it opens nothing but a sandbox on this machine
FIRST_TASK_ID = 20001
FIRST_FRAME_ID = 700001

# Storage ids.
CONFIG_BID = "30201"
INPUT_BID = "10201"
OUTPUT_BID = "20201"
BIDS: FrozenSet[str] = frozenset((CONFIG_BID, INPUT_BID, OUTPUT_BID))
WRITABLE_BIDS: FrozenSet[str] = frozenset((CONFIG_BID, INPUT_BID))

# Statuses of a task.
TASK_WAITING = 0
TASK_RENDERING = 5
TASK_PREPROCESSING = 8
TASK_STOPPED = 10
TASK_STOPPED_BY_USER = 15
TASK_ARREARS = 20
TASK_TIMED_OUT = 23
TASK_DONE = 25
TASK_DONE_WITH_FAILED = 30
TASK_ABANDONED = 35
TASK_TEST_DONE = 40
TASK_FAILED = 45
TASK_ANALYSING = 50
TASK_UPDATING = 100

# Statuses and types of a frame.
FRAME_WAITING = 1
FRAME_RUNNING = 2
FRAME_STOPPED = 3
FRAME_DONE = 4
FRAME_FAILED = 5
FRAME_PRIORITY = 4
FRAME_MAIN = 5

MAX_FRAMES = 100_000
TASK_FILES: FrozenSet[str] = frozenset(("task.json", "upload.json", "asset.json", "tips.json"))
PLACEHOLDER_SIDE = 320  # pixels, the longer side of a placeholder picture

# Code of the envelope: its text in English and Chinese.
CODE_TEXTS: Dict[int, Tuple[str, str]] = {
    OK: ("success", "成功"),
    NOT_FOUND: ("not found", "资源不存在"),
    INTERNAL_ERROR: ("internal error", "服务器处理失败"),
    ILLEGAL_PARAMETER: ("illegal parameter", "非法参数"),
    MISSING_PARAMETER: ("missing parameter", "缺少必要参数"),
    ILLEGAL_REQUEST: ("illegal request", "非法请求"),
    SIGNATURE_EXPIRED: ("signature expired", "签名过期"),
    SIGNATURE_INVALID: ("signature invalid", "非法签名"),
}


def code_text(code: int, chinese: bool = False) -> str:
    """What a code says."""
    return CODE_TEXTS.get(code, ("failed", "失败"))[int(chinese)]
