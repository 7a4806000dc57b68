"""Task files, transfer lines and the output storage."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from farmhand.farm.operators.operator import Number, Operator, mapping, records


class TransmitOperator(Operator):
    """What a transfer needs to know, and what lies in the output storage."""

    def upload_json_content(self, task_id: Number, content: str, file_name: str = "task.json") -> Any:
        """Send one of a task's files without a transfer engine.

        Args:
            task_id: The task, not submitted yet.
            content: The file's text, JSON.
            file_name: `task.json`, `upload.json`, `asset.json` or `tips.json`.
        """
        return self._call("transmit.upload_json_content", taskId=int(task_id), fileName=file_name, content=content)

    def get_transfer_config(self) -> Dict[str, Any]:
        """Engines and lines. Holds engine passwords: never log it."""
        return mapping(self._call("transmit.get_transfer_config"))

    def get_output_files(self, task_id: Optional[Number] = None, tree_path: str = "/") -> List[Dict[str, Any]]:
        """Files and folders directly under a path of the output storage.

        Args:
            task_id: Show this task's output folder instead of `tree_path`; a part's number for a layered task.
            tree_path: A folder relative to the output root.
        """
        task = int(task_id) if task_id else None
        return records(self._call("transmit.get_output_files", treePath="/" if task else tree_path, taskId=task))
