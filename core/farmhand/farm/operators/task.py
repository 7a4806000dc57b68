"""Making, submitting, stopping and changing tasks."""

from __future__ import annotations

from typing import Any, Dict, Optional, Sequence

from farmhand.errors import FarmError
from farmhand.farm import isolation
from farmhand.farm.connection import Connection
from farmhand.farm.operators.operator import Number, Operator, mapping, some, whole


class TaskOperator(Operator):
    """Tasks from their number to their end."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._reserved: Optional[int] = None

    @property
    def task_id(self) -> int:
        """A task number: reserved with the first look, the same until it is submitted.

        Raises:
            FarmError: The farm gave none.
        """
        if self._reserved is None:
            self._reserved = self.new_id()
        return self._reserved

    def create_task(
        self,
        count: int = 1,
        task_user_level: int = 50,
        out_user_id: Optional[Number] = None,
        labels: Optional[Sequence[str]] = None,
        clone_original_id: Optional[Number] = None,
        artist: Optional[str] = None,
    ) -> Dict[str, Any]:
        """Reserve task numbers: {taskIdList, aliasTaskIdList, userId}. A number that stays unused costs nothing.

        Args:
            count: How many.
            task_user_level: Priority, 50 or 60.
            out_user_id: The user of a third party behind the account.
            labels: Labels of the tasks.
            clone_original_id: The task they are a copy of.
            artist: Who made the scene.
        """
        return mapping(
            self._call(
                "task.create_task",
                count=count,
                taskUserLevel=task_user_level,
                outUserId=out_user_id or None,
                labels=some(labels),
                cloneOriginalId=int(clone_original_id) if clone_original_id else None,
                artist=artist or None,
            )
        )

    def new_id(self, artist: str = "") -> int:
        """Reserve one task number.

        Args:
            artist: Who made the scene.

        Raises:
            FarmError: The farm gave none.
        """
        numbers = self.create_task(artist=artist).get("taskIdList")
        try:
            return int(numbers[0])  # type: ignore[index]
        except (TypeError, ValueError, LookupError, OverflowError):
            pass
        raise FarmError("The farm gave no task number.", "Try again; if it stays so, tell the farm's support.")

    def submit_task(
        self,
        task_id: Number,
        producer: Optional[str] = None,
        only_id: bool = False,
        asset_isolation_model: Optional[str] = None,
        out_user_id: Optional[Number] = None,
        asset_lsolation_model: Optional[str] = None,
    ) -> Any:
        """Start rendering a task whose files are on the farm. From here on it costs money.

        Args:
            task_id: The task.
            producer: Who is named as its producer.
            only_id: Return the task's number instead of the farm's answer.
            asset_isolation_model: `TASK_ID_MODEL` or `OUT_USER_MODEL`: assets lie below `isolation.isolation_path`.
            out_user_id: The user of a third party, for `OUT_USER_MODEL`.
            asset_lsolation_model: The documents' name of `asset_isolation_model`.

        Raises:
            ValueError: There is no such model of isolation, or its user is missing.
        """
        fields = isolation.submit_fields(asset_isolation_model or asset_lsolation_model, out_user_id)
        data = self._call("task.submit_task", taskId=int(task_id), producer=producer or None, **fields)
        if self._reserved == int(task_id):
            self._reserved = None
        return int(task_id) if only_id else data

    def stop_task(self, task_param_list: Sequence[Number]) -> Any:
        """Stop tasks."""
        return self._call("task.stop_task", taskIds=whole(task_param_list))

    def start_task(self, task_param_list: Sequence[Number]) -> Any:
        """Go on with stopped tasks."""
        return self._call("task.start_task", taskIds=whole(task_param_list))

    def abort_task(self, task_param_list: Sequence[Number]) -> Any:
        """Abandon tasks: they cannot be started again."""
        return self._call("task.abort_task", taskIds=whole(task_param_list))

    def delete_task(self, task_param_list: Sequence[Number]) -> Any:
        """Delete tasks."""
        return self._call("task.delete_task", taskIds=whole(task_param_list))

    def update_priority(self, task_id: Number, priority: int) -> Any:
        """Set a task's priority, 50 or 60."""
        return self._call("task.update_priority", taskId=int(task_id), taskUserLevel=int(priority))

    def update_task_level(self, task_id: Number, task_level: int) -> Any:
        """`update_priority` by the older documents' name."""
        return self.update_priority(task_id, task_level)

    def set_task_overtime_stop(self, task_id_list: Sequence[Number], overtime: float) -> Any:
        """Have the farm stop tasks that take too long.

        Args:
            task_id_list: The tasks.
            overtime: Seconds; the farm takes whole ones.
        """
        return self._call("task.set_task_overtime_stop", taskIds=whole(task_id_list), overTime=int(overtime))

    set_task_overtime_top = set_task_overtime_stop

    def full_speed(self, task_id_list: Sequence[Number]) -> Any:
        """Render the rest of tasks whose test frames are done."""
        return self._call("task.full_speed", taskIds=whole(task_id_list))

    def update_task_limit(self, taskId: Number, taskLimit: int) -> Any:  # noqa: N803 - the documents' names
        """Set how many render nodes a task may use at once."""
        return self._call("task.update_task_limit", taskId=int(taskId), taskLimit=int(taskLimit))

    def edit_task_hardware_config(
        self,
        taskIds: Sequence[Number],  # noqa: N803 - the documents' names
        hardwareConfigIds: Sequence[Number],  # noqa: N803
        model: str,
        gpuNum: Optional[str],  # noqa: N803
        ram: str,
    ) -> Any:
        """Choose other render nodes for tasks.

        Args:
            taskIds: The tasks.
            hardwareConfigIds: Ids of `user.get_hardware_config`.
            model: `Default`, or the graphics card.
            gpuNum: Graphics cards in a node such as `2*GPU`; empty for a CPU node.
            ram: Such as `64GB`.
        """
        return self._call(
            "task.edit_task_hardware_config",
            taskIds=list(taskIds),
            hardwareConfigIds=[str(number) for number in hardwareConfigIds],
            model=model,
            gpuNum=gpuNum or "",
            ram=ram,
        )
