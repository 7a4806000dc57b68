"""Looking at tasks while they render, as the download does."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence

from farmhand.compat.rayvision.rayvision_sync.constants import TASK_END_STATUS_CODE_LIST, TASK_STATUS_DESCRIPTION
from farmhand.farm.codes import TASK_TEST_DONE
from farmhand.farm.operators import QueryOperator
from farmhand.farm.operators.operator import Number, records
from farmhand.farm.records import Task


def has_ended(status: int, is_test_stop: bool = False) -> bool:
    """Whether nothing more will render.

    Args:
        status: The farm's status of the task.
        is_test_stop: Whether test frames that are done are an end.
    """
    return str(status) in TASK_END_STATUS_CODE_LIST or (is_test_stop and status == TASK_TEST_DONE)


class RayvisionManageTask:
    """Tasks of one account.

    Args:
        query: `api.query`.
    """

    def __init__(self, query: QueryOperator) -> None:
        self.query = query

    def is_task_end(self, task_id: Number, is_test_stop: bool = False) -> bool:
        """Whether a task, and every part of a layered one, has ended. One that was deleted has.

        Args:
            task_id: Its number.
            is_test_stop: Whether test frames that are done are an end.
        """
        tasks = self._tasks([task_id])
        return all(has_ended(leaf.status, is_test_stop) for task in tasks for leaf in task.leaves)

    def get_task_status(self, task_id_list: Sequence[Number]) -> List[Dict[str, Any]]:
        """Tasks by number, as `task_info_iterater` tells them; a deleted one is absent."""
        return self.task_info_iterater(records(self.query.task_info(list(task_id_list)).get("items")))

    def task_info_iterater(self, task_info_list: Optional[Sequence[Dict[str, Any]]]) -> List[Dict[str, Any]]:
        """Tasks with status and output folder.

        Args:
            task_info_list: Items of `query.task_info`; None for none.
        """
        return [_told(item) for item in task_info_list or [] if isinstance(item, dict)]

    def output_file_names(self, task_status_list: Sequence[Dict[str, Any]]) -> List[Dict[str, Any]]:
        """Where the frames of tasks lie: `output_name` and `user_id`, of each part for a layered one.

        Args:
            task_status_list: What `get_task_status` told.
        """
        leaves = [leaf for told in task_status_list for leaf in (told["sub_task_status"] or [told])]
        return [
            {"output_name": leaf["output_file_name"], "user_id": leaf["user_id"]}
            for leaf in leaves
            if leaf["output_file_name"]
        ]

    def find_task_status_codes(self, task_status_list: Sequence[Dict[str, Any]]) -> List[str]:
        """Status codes of tasks, of each part for a layered one.

        Args:
            task_status_list: What `get_task_status` told.
        """
        leaves = [leaf for told in task_status_list for leaf in (told["sub_task_status"] or [told])]
        return [leaf["task_status_code"] for leaf in leaves]

    def _tasks(self, task_ids: Sequence[Number]) -> List[Task]:
        return [Task.from_data(item) for item in records(self.query.task_info(list(task_ids)).get("items"))]


def _told(item: Dict[str, Any], whole: bool = True) -> Dict[str, Any]:
    """What is told of a task, and of its parts where it is whole; parts have none themselves."""
    task = Task.from_data(item)
    parts = records(item.get("respRenderingTaskList")) if whole else []
    code = str(task.status)
    return {
        "task_id": str(task.id),
        "task_status_code": code,
        "task_status_text": item.get("statusText") or "render_task_status_{}".format(code),
        "task_status_description": TASK_STATUS_DESCRIPTION.get(code, {}).get("1", code),
        "is_opener": str(item.get("isOpen") or 0),
        "output_file_name": task.output_name,
        "user_id": task.user_id,
        "sub_task_status": [_told(part, False) for part in parts],
    }
