"""Projects, which the bill is sorted by, and labels of tasks."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence

from farmhand.farm.operators.operator import Number, Operator, mapping, records, whole


class TagOperator(Operator):
    """Projects and labels. The documents call a project a label now and then; the methods keep their names."""

    def add_label(self, new_name: str, status: Number = 1) -> Any:
        """Make a project.

        Args:
            new_name: Its name.
            status: 0 on, 1 off.
        """
        return self._call("tag.add_label", newName=new_name, status=int(status))

    def delete_label(self, del_name: str) -> Any:
        """Delete a project by its name."""
        return self._call("tag.delete_label", delName=del_name)

    def get_label_list(self) -> Dict[str, Any]:
        """The user's projects: {projectNameList: [{projectId, projectName}]}."""
        return mapping(self._call("tag.get_label_list"))

    def get_project_list(self) -> List[Dict[str, Any]]:
        """The user's projects: [{projectId, projectName}]."""
        return records(self.get_label_list().get("projectNameList"))

    def get_list(self, flag: int = 0) -> Dict[str, Any]:
        """Projects: {projectNameList: [{projectId, projectName}]}.

        Args:
            flag: 0 the user's own, 1 the main account's too, 2 all under the main account.
        """
        return mapping(self._call("tag.get_list", flag=int(flag)))

    def add_task_tag(self, tag: str, task_ids: Sequence[Number]) -> Any:
        """Put a label on tasks."""
        return self._call("tag.add_task_tag", label=tag, taskIds=whole(task_ids))

    def delete_task_tag(
        self,
        taskIds: Sequence[Number],  # noqa: N803 - the documents' names
        labelNames: Sequence[str],  # noqa: N803
        tag_ids: Optional[Sequence[Number]] = None,
    ) -> Any:
        """Take labels off tasks.

        Args:
            taskIds: The tasks.
            labelNames: The labels.
            tag_ids: The labels' ids, where they are known.
        """
        return self._call(
            "tag.delete_task_tag", taskIds=whole(taskIds), labelNames=list(labelNames), labelIds=list(tag_ids or [])
        )
