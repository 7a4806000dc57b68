"""Asset isolation: jobs of different tasks, or of different users of one account, whose equal paths must not collide.

The farm then keeps a job's assets below a folder made of the task's or the user's number. Source: the older documents
(`submitTask`, ASSET_ISOLATION_PATH); the newer ones no longer show it. The farm clears such folders: at most 15 days
after the upload by task, 20 days after the last task that used it by user.
"""

from __future__ import annotations

import re
from typing import Dict, Optional, Union

TASK_ID_MODEL = "TASK_ID_MODEL"
"""Each task has assets of its own."""
OUT_USER_MODEL = "OUT_USER_MODEL"
"""Each user of a third party behind the account has assets of its own."""
MODELS = {"task": TASK_ID_MODEL, "user": OUT_USER_MODEL}
"""The farm's models by the words of `Choices.isolation`."""


def isolation_path(number: Union[int, str]) -> str:
    """The folder of a task or a user: its number cut into three parts, the last two of three digits.

    Args:
        number: The task's number, or the user's of the third party.

    Returns:
        Such as `000/012/345` for 12345, `11223344/556/677` for 11223344556677.

    Raises:
        ValueError: It is not a whole number from 0 upwards.
    """
    text = str(number).strip()
    if isinstance(number, bool) or not re.match(r"[0-9]+$", text):
        raise ValueError("a task's or user's number is needed, not {!r}".format(number))
    digits = str(int(text)).rjust(9, "0")
    return "{}/{}/{}".format(digits[:-6], digits[-6:-3], digits[-3:])


def isolated(server_path: str, number: Union[int, str]) -> str:
    """Where a file lies on the farm when assets are isolated.

    Args:
        server_path: Its path without isolation, as `paths.server_path` gives it.
        number: The task's number, or the user's of the third party.

    Raises:
        ValueError: It is not a whole number from 0 upwards.
    """
    return "/{}/{}".format(isolation_path(number), server_path.lstrip("/"))


def submit_fields(model: Optional[str], out_user_id: Optional[Union[int, str]]) -> Dict[str, str]:
    """What submit_task's body says of isolation; nothing where it is not wanted.

    Args:
        model: TASK_ID_MODEL, OUT_USER_MODEL or nothing.
        out_user_id: The user, which OUT_USER_MODEL needs.

    Raises:
        ValueError: There is no such model, or its user is missing.
    """
    name = (model or "").strip().upper()
    user = "" if out_user_id is None else str(out_user_id).strip()
    if name and name not in MODELS.values():
        raise ValueError("asset isolation is {} or {}, not {!r}".format(TASK_ID_MODEL, OUT_USER_MODEL, model))
    if name == OUT_USER_MODEL and not user:
        raise ValueError("{} needs out_user_id".format(OUT_USER_MODEL))
    fields = {"assetIsolationModel": name, "outUserId": user}
    return {key: value for key, value in fields.items() if value}
