"""The account: who it is, its settings, its storage ids, the render nodes it may use, and its records."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence

from farmhand.farm.operators.operator import Number, Operator, mapping, records


class UserOperator(Operator):
    """The account."""

    @property
    def user_id(self) -> Any:
        """The user's number, asked anew with each look; None where the farm does not say."""
        return self.query_user_profile().get("userId")

    def query_user_profile(self) -> Dict[str, Any]:
        """The user: userId, userName, mainUserId, shareMainCapital, rmbbalance, usdbalance, coupon and more.

        Holds phone and mail: never log it.
        """
        return mapping(self._call("user.query_user_profile"))

    def query_user_setting(self) -> Dict[str, Any]:
        """The user's settings on the farm; `taskOverTimeSec` in seconds, `taskOverTime` in hours."""
        return mapping(self._call("user.query_user_setting"))

    def update_user_settings(self, task_over_time: int) -> Any:
        """Set after how long the farm warns of a task.

        Args:
            task_over_time: Seconds.
        """
        return self._call("user.update_user_settings", taskOverTimeSec=int(task_over_time))

    def get_transfer_bid(self) -> Dict[str, Any]:
        """The storage ids: config_bid (task files), input_bid (assets), output_bid (frames), parent_input_bid."""
        return mapping(self._call("user.get_transfer_bid"))

    def get_hardware_config(self, task_ids: Optional[Sequence[Number]] = None) -> List[Dict[str, Any]]:
        """The kinds of render nodes to choose from.

        Args:
            task_ids: Mark what these tasks use (`current`).
        """
        ids = [str(task_id) for task_id in task_ids] if task_ids else None
        return records(self._call("user.get_hardware_config", cloneTask="false", taskIds=ids))

    def task_record(
        self,
        pageNum: int = 1,  # noqa: N803 - the documents' name
        pageSize: int = 10,  # noqa: N803
        startDate: str = "",  # noqa: N803
        endDate: str = "",  # noqa: N803
    ) -> Dict[str, Any]:
        """One page of what was done to tasks: {pageCount, pageNum, total, size, items}.

        Args:
            pageNum: The page, from 1.
            pageSize: Records on a page.
            startDate: From when, `yyyy-MM-dd HH:mm:ss`.
            endDate: Until when.
        """
        platform = int(self._connection.platform)  # hides the header of that name in the signature
        body = {"platform": platform, "pageNum": pageNum, "pageSize": pageSize}
        return mapping(self._call("user.task_record", **body, startDate=startDate, endDate=endDate))

    def login_record(
        self,
        pageNum: int = 1,  # noqa: N803 - the documents' name
        pageSize: int = 10,  # noqa: N803
        startDate: str = "",  # noqa: N803
        endDate: str = "",  # noqa: N803
    ) -> Dict[str, Any]:
        """One page of the account's logins: {pageCount, pageNum, total, size, items}.

        Args:
            pageNum: The page, from 1.
            pageSize: Records on a page.
            startDate: From when, `yyyy-MM-dd HH:mm:ss`.
            endDate: Until when.
        """
        return mapping(
            self._call(
                "user.login_record", pageNum=pageNum, pageSize=pageSize, startDate=startDate, endDate=endDate
            )
        )
