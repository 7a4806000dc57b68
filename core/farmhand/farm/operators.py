"""The operations as methods, with the names, parameters and defaults of the farm's documents.

Plain data in, plain data out; `client.py` makes typed records of it where the rest of Farmhand wants them.
"""

from __future__ import annotations

import sys
from typing import Any, Dict, List, Optional, Sequence

from farmhand.farm.codes import CG_IDS
from farmhand.farm.connection import Connection


class Operator:
    """A group of operations on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _call(self, name: str, **body: Any) -> Any:
        """Send the operation with what is not None."""
        return self._connection.call(name, {key: value for key, value in body.items() if value is not None})


class UserOperator(Operator):
    """The account."""

    def query_user_profile(self) -> Dict[str, Any]:
        """The user: id, name, main account, balance."""
        return _mapping(self._call("user.query_user_profile"))

    def query_user_setting(self) -> Dict[str, Any]:
        """The user's settings on the farm."""
        return _mapping(self._call("user.query_user_setting"))

    def get_transfer_bid(self) -> Dict[str, Any]:
        """The storage ids of assets, frames and task files."""
        return _mapping(self._call("user.get_transfer_bid"))

    def get_hardware_config(self, task_ids: Optional[Sequence[str]] = None) -> List[Dict[str, Any]]:
        """The render nodes to choose from."""
        return _records(
            self._call("user.get_hardware_config", cloneTask="false", taskIds=list(task_ids) if task_ids else None)
        )


class QueryOperator(Operator):
    """Tasks, frames, platforms, software."""

    def platforms(self) -> List[Dict[str, Any]]:
        """The farm's platforms in the account's region."""
        zone = 1 if "renderbus" in self._connection.domain.lower() else 2
        return _records(self._call("query.platforms", zone=zone))

    def error_detail(
        self, code: Optional[str] = None, codes: Optional[Sequence[str]] = None, language: int = 0
    ) -> List[Dict[str, Any]]:
        """Severity, text and solution of analysis codes, in Chinese (0) or English (1)."""
        return _records(
            self._call("query.error_detail", language=language, code=code, codes=list(codes) if codes else None)
        )

    def get_task_list(
        self,
        page_num: int = 1,
        page_size: int = 100,
        status_list: Optional[Sequence[int]] = None,
        search_keyword: Optional[str] = None,
    ) -> Dict[str, Any]:
        """One page of the account's tasks, newest first: {pageCount, pageNum, total, size, items}."""
        return _mapping(
            self._call(
                "query.get_task_list",
                pageNum=page_num,
                pageSize=page_size,
                statusList=list(status_list) if status_list else None,
                searchKeyword=search_keyword or None,
            )
        )

    def task_info(self, task_ids_list: Sequence[int]) -> Dict[str, Any]:
        """Tasks by number; a deleted one is simply absent."""
        return _mapping(self._call("query.task_info", taskIds=[int(task_id) for task_id in task_ids_list]))

    def task_frames(self, task_id: int, page_num: int = 1, page_size: int = 100) -> Dict[str, Any]:
        """One page of a task's frames."""
        return _mapping(self._call("query.task_frames", taskId=int(task_id), pageNum=page_num, pageSize=page_size))

    def supported_software(self) -> Dict[str, Any]:
        """The DCCs the farm renders."""
        return _mapping(self._call("query.supported_software"))

    def supported_plugin(self, name: str, os_name: str = "default") -> Dict[str, Any]:
        """Versions of a DCC and of its plug-ins on the farm: {cgVersion, cgPlugin}.

        Args:
            name: `maya`, `houdini`, `clarisse`.
            os_name: `linux`, `windows`, or `default` for this machine's kind.
        """
        if os_name == "default":
            os_name = "windows" if sys.platform.startswith("win") else "linux"
        return _mapping(self._call("query.supported_plugin", cgId=CG_IDS[name.strip().lower()], osName=os_name))


class TaskOperator(Operator):
    """Making, starting and stopping tasks."""

    def create_task(
        self,
        count: int = 1,
        task_user_level: int = 50,
        labels: Optional[Sequence[str]] = None,
        artist: Optional[str] = None,
    ) -> Dict[str, Any]:
        """Reserve task numbers: {taskIdList, aliasTaskIdList, userId}. A number that stays unused costs nothing."""
        return _mapping(
            self._call(
                "task.create_task",
                count=count,
                taskUserLevel=task_user_level,
                labels=list(labels) if labels else None,
                artist=artist or None,
            )
        )

    def submit_task(self, task_id: int, producer: Optional[str] = None) -> Any:
        """Start rendering a task whose files are on the farm. From here on it costs money."""
        return self._call("task.submit_task", taskId=int(task_id), producer=producer or None)

    def stop_task(self, task_param_list: Sequence[int]) -> Any:
        """Stop tasks."""
        return self._call("task.stop_task", taskIds=list(task_param_list))

    def start_task(self, task_param_list: Sequence[int]) -> Any:
        """Go on with stopped tasks."""
        return self._call("task.start_task", taskIds=list(task_param_list))

    def full_speed(self, task_id_list: Sequence[int]) -> Any:
        """Render the rest of tasks whose test frames are done."""
        return self._call("task.full_speed", taskIds=list(task_id_list))


class TagOperator(Operator):
    """Projects (labels) for the bill."""

    def get_list(self, flag: int = 0) -> List[Dict[str, Any]]:
        """Projects: 0 the user's own, 1 the main account's too, 2 all under the main account."""
        return _records(_mapping(self._call("tag.get_list", flag=flag)).get("projectNameList"))

    def add_label(self, new_name: str, status: int = 1) -> Any:
        """Make a project."""
        return self._call("tag.add_label", newName=new_name, status=int(status))


class TransmitOperator(Operator):
    """Transfer lines and the output storage."""

    def get_transfer_config(self) -> Dict[str, Any]:
        """Engines and lines. Holds engine passwords: never log it."""
        return _mapping(self._call("transmit.get_transfer_config"))

    def get_output_files(self, task_id: Optional[int] = None, tree_path: str = "/") -> List[Dict[str, Any]]:
        """Files and folders directly under a path of the output storage.

        Args:
            task_id: Show this task's output folder instead of `tree_path`.
            tree_path: A folder relative to the output root.
        """
        return _records(
            self._call("transmit.get_output_files", treePath="/" if task_id else tree_path, taskId=task_id or None)
        )


def _mapping(data: Any) -> Dict[str, Any]:
    return data if isinstance(data, dict) else {}


def _records(data: Any) -> List[Dict[str, Any]]:
    return [record for record in data if isinstance(record, dict)] if isinstance(data, list) else []
