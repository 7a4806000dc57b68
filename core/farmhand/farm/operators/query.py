"""Questions about tasks, frames, software and transfer, and what is done to single frames."""

from __future__ import annotations

import sys
from typing import Any, Dict, Iterator, List, Optional, Sequence, Set

from farmhand.farm.codes import cg_id
from farmhand.farm.operators.operator import Number, Operator, mapping, records, some, whole

PAGE = 100
"""Records asked for at once."""
LAST_PAGE = 2000
"""Where reading all frames stops at the latest, as the documents have it."""


class QueryOperator(Operator):
    """Tasks, frames, platforms, software."""

    def platforms(self) -> List[Dict[str, Any]]:
        """The farm's platforms in the account's region: platform, name, type (0 GPU, 1 CPU, 2 pictures), status."""
        zone = 1 if "renderbus" in self._connection.domain.lower() else 2
        return records(self._call("query.platforms", zone=zone))

    def error_detail(
        self, code: Optional[str] = None, codes: Optional[Sequence[str]] = None, language: Number = 0
    ) -> List[Dict[str, Any]]:
        """Severity (`type`: 0 may be ignored, 1 must be solved), text and solution of analysis codes.

        Args:
            code: One code.
            codes: Several; one of both is needed.
            language: 0 Chinese, 1 English.

        Raises:
            ValueError: Neither `code` nor `codes`.
        """
        if not code and not codes:
            raise ValueError("code or codes is needed")
        listed = [str(one) for one in codes] if codes else None
        return records(
            self._call("query.error_detail", language=language, code=str(code) if code else None, codes=listed)
        )

    def get_task_list(
        self,
        page_num: int = 1,
        page_size: int = 100,
        status_list: Optional[Sequence[int]] = None,
        search_keyword: Optional[str] = None,
        start_time: Optional[str] = None,
        end_time: Optional[str] = None,
        recycle_flag: Optional[int] = None,
    ) -> Dict[str, Any]:
        """One page of the account's tasks, newest first: {pageCount, pageNum, total, size, items}.

        Args:
            page_num: The page, from 1.
            page_size: Tasks on a page.
            status_list: Only tasks of these statuses (`codes.TASK_STATUSES`).
            search_keyword: In the scene's name or the task's number.
            start_time, end_time: When submitted, `yyyy-MM-dd HH:mm:ss` of the farm's time.
            recycle_flag: 1: deleted tasks; leave the other conditions out then.
        """
        return mapping(
            self._call(
                "query.get_task_list",
                pageNum=page_num,
                pageSize=page_size,
                statusList=some(status_list),
                searchKeyword=search_keyword or None,
                startTime=start_time or None,
                endTime=end_time or None,
                recycleFlag=recycle_flag or None,
            )
        )

    def task_frames(
        self, task_id: Number, page_num: int = 1, page_size: int = 100, search_keyword: Optional[str] = None
    ) -> Dict[str, Any]:
        """One page of a task's frames: {pageCount, pageNum, total, size, items}.

        Args:
            task_id: The task, or the part of a layered task.
            page_num: The page, from 1.
            page_size: Frames on a page.
            search_keyword: In `frameIndex`.
        """
        return mapping(
            self._call(
                "query.task_frames",
                taskId=int(task_id),
                pageNum=page_num,
                pageSize=page_size,
                searchKeyword=search_keyword or None,
            )
        )

    def every_frame(
        self, task_id: Number, start_page: int = 1, end_page: int = LAST_PAGE, page_size: int = PAGE
    ) -> Iterator[Dict[str, Any]]:
        """Every frame of a task, page by page, each once; frames that share an index are all there.

        Args:
            task_id: The task, or the part of a layered task.
            start_page, end_page: First and last page to read.
            page_size: Frames on a page.
        """
        seen: Set[str] = set()
        for number in range(int(start_page), int(end_page) + 1):
            page = self.task_frames(task_id, page_num=number, page_size=page_size)
            fresh = [frame for frame in records(page.get("items")) if str(frame.get("id")) not in seen]
            seen.update(str(frame.get("id")) for frame in fresh)
            yield from fresh
            pages = page.get("pageCount")
            if not fresh or not isinstance(pages, int) or number >= pages:
                return

    def get_all_frames(
        self, task_id: Number, start_page: int = 1, end_page: int = LAST_PAGE, page_size: int = PAGE
    ) -> Dict[str, Dict[str, Any]]:
        """Frames by their index. Where several share one, each further stands under `index (id)`: none is lost.

        Args:
            task_id: The task, or the part of a layered task.
            start_page, end_page: First and last page to read.
            page_size: Frames on a page.
        """
        found: Dict[str, Dict[str, Any]] = {}
        for frame in self.every_frame(task_id, start_page, end_page, page_size):
            index = str(frame.get("frameIndex"))
            found["{} ({})".format(index, frame.get("id")) if index in found else index] = frame
        return found

    def all_frame_status(self) -> Dict[str, Any]:
        """How many frames of the account wait, render, are done, failed: executingFramesTotal and others."""
        return mapping(self._call("query.all_frame_status"))

    def restart_failed_frames(self, task_param_list: Sequence[Number], status: Optional[Sequence[int]] = None) -> Any:
        """Render failed frames of tasks again; it costs as any frame does.

        Args:
            task_param_list: Task numbers.
            status: Frames of these statuses instead of failed ones.
        """
        return self._call("query.restart_failed_frames", taskIds=whole(task_param_list), status=some(status))

    def restart_frame(
        self,
        task_id: Optional[Number] = None,
        select_all: int = 1,
        ids_list: Optional[Sequence[Number]] = None,
        status: Optional[Sequence[int]] = None,
    ) -> Any:
        """Render frames again; it costs as any frame does.

        Args:
            task_id: The task; not needed with `ids_list`.
            select_all: 1 all frames of the task, 0 those of `ids_list`. Given ids without a task, it is 0.
            ids_list: Frame ids.
            status: Only frames of these statuses.

        Raises:
            ValueError: All frames of no task, or chosen frames without ids.
        """
        return self._call("query.restart_frame", **_chosen(task_id, select_all, ids_list, status))

    def stop_frame(
        self,
        task_id: Optional[Number] = None,
        select_all: int = 1,
        ids_list: Optional[Sequence[Number]] = None,
        status: Optional[Sequence[int]] = None,
    ) -> Any:
        """Stop frames.

        Args:
            task_id: The task; not needed with `ids_list`.
            select_all: 1 all frames of the task, 0 those of `ids_list`. Given ids without a task, it is 0.
            ids_list: Frame ids.
            status: Only frames of these statuses.

        Raises:
            ValueError: All frames of no task, or chosen frames without ids.
        """
        return self._call("query.stop_frame", **_chosen(task_id, select_all, ids_list, status))

    def get_custom_frames(self, task_id: Number, restartframes: Sequence[str]) -> Any:
        """Render frames again by their index; where several share one, all of them.

        Args:
            task_id: The task, or the part of a layered task.
            restartframes: Indices as the farm writes them, such as `6`, `7-9[1]`.

        Returns:
            What the farm answers; None where no frame has such an index: nothing is sent then.
        """
        ids = self._ids(task_id, restartframes)
        return self.restart_frame(task_id, 0, ids) if ids else None

    get_custome_frames = get_custom_frames

    def frame_number_to_stop(self, task_id: Number, stop_frame: Sequence[str]) -> Any:
        """Stop frames by their index; where several share one, all of them.

        Args:
            task_id: The task, or the part of a layered task.
            stop_frame: Indices as the farm writes them, such as `6`, `7-9[1]`.

        Returns:
            What the farm answers; None where no frame has such an index: nothing is sent then.
        """
        ids = self._ids(task_id, stop_frame)
        return self.stop_frame(task_id, 0, ids) if ids else None

    def task_info(self, task_ids_list: Sequence[Number]) -> Dict[str, Any]:
        """Tasks by number; a deleted one is simply absent."""
        return mapping(self._call("query.task_info", taskIds=whole(task_ids_list)))

    def get_small_task_id(self, task_id: Number) -> List[int]:
        """The numbers of a layered task's parts; the task's own where it has none, or is not there any more."""
        items = records(self.task_info([task_id]).get("items"))
        parts = records(items[0].get("respRenderingTaskList")) if items else []
        return [part["id"] for part in parts if part.get("id") is not None] or [int(task_id)]

    def supported_software(self) -> Dict[str, Any]:
        """The software the farm renders: {isAutoCommit, renderInfoList, defaultCgId}."""
        return mapping(self._call("query.supported_software"))

    def supported_plugin(self, name: str, os_name: str = "default") -> Dict[str, Any]:
        """Versions of a software and of its plug-ins on the farm: {cgVersion, cgPlugin}.

        Args:
            name: Such as `maya`, `houdini`, `clarisse` (`codes.CG_IDS`).
            os_name: `linux`, `windows`, or `default` for this machine's kind.

        Raises:
            ValueError: The farm renders no such software.
        """
        if os_name == "default":
            os_name = "windows" if sys.platform.startswith("win") else "linux"
        return mapping(self._call("query.supported_plugin", cgId=cg_id(name), osName=os_name))

    def get_transfer_server_msg(self) -> Dict[str, Any]:
        """Where the raysync engine listens: {raysyncTransfer, clientVersion, protocolVersion}."""
        zone = 1 if "renderbus" not in self._connection.domain else 2  # the opposite of platforms(), so it is in use
        return mapping(self._call("query.get_transfer_server_msg", zone=zone))

    def get_raysync_user_key(self) -> Dict[str, Any]:
        """The login of the raysync engine: userName, raySyncUserKey. Holds keys, phone and mail: never log it."""
        return mapping(self._call("query.get_raysync_user_key"))

    def get_task_processing_img(self, task_id: Number, frame_type: Optional[int] = None) -> Dict[str, Any]:
        """Progress pictures of a 3ds Max task: {block, currentTaskType, grabInfo, width, height, ...}.

        Args:
            task_id: The task.
            frame_type: 2 photons, 5 the main picture; left out, whichever is at work.
        """
        return mapping(
            self._call("query.get_task_processing_img", taskId=int(task_id), frameType=frame_type or None)
        )

    def get_frame_thumbnail(self, frame_id: Number, frame_status: int = 4) -> List[Any]:
        """Paths of a frame's thumbnails; there are some only once it is done.

        Args:
            frame_id: The frame.
            frame_status: Its status (`codes.FRAME_STATUSES`).
        """
        data = self._call("query.get_frame_thumbnail", id=int(frame_id), frameStatus=frame_status)
        return data if isinstance(data, list) else []

    get_frame_thumbnall = get_frame_thumbnail

    def get_render_log(
        self,
        renderingType: str = "render",  # noqa: N803 - the documents' name
        pageNum: int = 1,  # noqa: N803
        pageSize: int = 1,  # noqa: N803
        frame_id: Optional[Number] = None,
    ) -> Any:
        """One page of a frame's log, in the shape that the farm gives it.

        Args:
            renderingType: What of the frame, `render`.
            pageNum: The page, from 1.
            pageSize: Entries on a page.
            frame_id: The frame.
        """
        body = {"renderingType": renderingType, "pageNum": pageNum, "pageSize": pageSize, "id": frame_id}
        return self._connection.call("query.get_render_log", body)  # the farm expects an id, be it null

    def get_pack_node_info(self) -> List[Dict[str, Any]]:
        """The account's packages of render nodes: packNodeId, packName."""
        return records(self._call("query.get_pack_node_info"))

    def _ids(self, task_id: Number, indices: Sequence[str]) -> List[int]:
        """The ids of the frames with these indices."""
        wanted = {indices} if isinstance(indices, str) else {str(index) for index in indices}
        frames = self.every_frame(task_id)
        return [frame["id"] for frame in frames if str(frame.get("frameIndex")) in wanted and frame.get("id")]


def _chosen(
    task_id: Optional[Number],
    select_all: int,
    ids_list: Optional[Sequence[Number]],
    status: Optional[Sequence[int]],
) -> Dict[str, Any]:
    """The body that names frames."""
    task = int(task_id) if task_id else None
    if select_all == 1 and task is None and ids_list:
        select_all = 0
    if select_all == 1:
        if task is None:
            raise ValueError("task_id is needed when select_all is 1")
        return {"taskId": task, "selectAll": 1, "status": some(status)}
    if not ids_list:
        raise ValueError("ids_list is needed when select_all is 0")
    return {"taskId": task, "ids": whole(ids_list), "selectAll": 0, "status": some(status)}
