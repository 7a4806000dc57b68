"""What a task's status means. (The module has the documents' name.)"""

from __future__ import annotations

from typing import Union

from farmhand.compat.rayvision.rayvision_api.exception import RayvisionError
from farmhand.compat.rayvision.rayvision_sync.constants import TASK_STATUS_DESCRIPTION
from farmhand.farm.codes import CLIENT_ERROR


def get_task_status_description(task_status_code: Union[None, int, str] = None, language: str = "1") -> str:
    """The meaning of a task's status.

    Args:
        task_status_code: The farm's status.
        language: `0` Chinese, `1` English.

    Raises:
        RayvisionError: There is no such status, or no such language.
    """
    try:
        return TASK_STATUS_DESCRIPTION[str(task_status_code)][str(language)]
    except KeyError:
        raise RayvisionError(
            CLIENT_ERROR,
            "No status {status} is known, or no language {language}.",
            status=task_status_code,
            language=language,
        ) from None
