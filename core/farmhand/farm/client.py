"""The farm as the rest of Farmhand sees it: the documented operators, and typed answers to the questions it asks.

The records are imported with the first answer that becomes one: making their dataclasses takes longer than importing
everything else here.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple, Union

from farmhand.credentials import Account
from farmhand.errors import FarmError, FarmhandError, NetworkError
from farmhand.farm.codes import ERRORS, USER_NOT_FOUND
from farmhand.farm.connection import Connection
from farmhand.farm.operators import (
    EnvOperator,
    QueryOperator,
    TagOperator,
    TaskOperator,
    TransmitOperator,
    UserOperator,
)
from farmhand.farm.operators.operator import Number, records
from farmhand.settings import Settings

if TYPE_CHECKING:
    from farmhand.farm.records import Frame, Hardware, Line, OutputFile, Software, SoftwareVersion, Task, User

_log = logging.getLogger(__name__)

LOG_ENTRIES = 100
"""Entries of a frame's log that are asked for."""
DEEPEST_FOLDER = 64
"""Folders below each other in the output storage; what lies deeper is a listing that leads in circles."""


class FarmClient:
    """All operations on one account.

    Args:
        account: Whose.
        settings: Domain, platform, protocol, time-outs, CA bundle, proxy.
        connection: What sends the operations; left out, a new `Connection` of the account and settings.

    Attributes:
        user, query, task, tag, env, transmit: The operators of the farm's documents.
    """

    def __init__(self, account: Account, settings: Settings, connection: Optional[Connection] = None) -> None:
        connection = self._connection = connection or Connection(account, settings)
        self.user = UserOperator(connection)
        self.query = QueryOperator(connection)
        self.task = TaskOperator(connection)
        self.tag = TagOperator(connection)
        self.env = EnvOperator(connection)
        self.transmit = TransmitOperator(connection)

    def close(self) -> None:
        """Close the HTTP session of this thread."""
        self._connection.close()

    def thumbnail(self, frame_id: int) -> Optional[bytes]:
        """A small picture of a frame that is done, as the file's content; None where the farm has none.

        Raises:
            FarmError: The farm refused.
            NetworkError: It did not come.
        """
        paths = [path for path in self.query.get_frame_thumbnail(frame_id) if isinstance(path, str) and path]
        return self._connection.fetch(paths[0]) if paths else None

    def frame_log(self, frame_id: int) -> str:
        """What the renderer wrote about a frame; empty where the farm has nothing.

        No document tells the shape of the answer: whatever texts it holds are the log.

        Raises:
            FarmError: The farm refused.
            NetworkError: The farm was not reached.
        """
        return "\n".join(_texts(self.query.get_render_log(pageSize=LOG_ENTRIES, frame_id=frame_id))).strip()

    def login(self) -> User:
        """Who the account is, and its storage ids.

        Raises:
            FarmError: The account or its key is wrong.
            NetworkError: The farm was not reached.
        """
        from farmhand.farm.records import User

        profile, setting = self.user.query_user_profile(), self.user.query_user_setting()
        return User.from_data(profile, self.user.get_transfer_bid(), setting)

    def find_task(self, task_id: int) -> Optional[Task]:
        """A task of this account; None where it was deleted or never was."""
        from farmhand.farm.records import Task

        tasks = [Task.from_data(item) for item in records(self.query.task_info([task_id]).get("items"))]
        return next((task for task in tasks if task.id == task_id), None)

    def list_tasks(self, limit: int = 50) -> List[Task]:
        """The newest tasks, at most `limit`."""
        from farmhand.farm.records import Task

        page = self.query.get_task_list(page_num=1, page_size=max(1, limit))
        return [Task.from_data(item) for item in records(page.get("items"))]

    def frames(self, task: Task, known: Iterable[Frame] = ()) -> List[Frame]:
        """Every frame of a task and of its parts; frames that share an index are all there.

        Args:
            task: The task.
            known: Frames of an earlier answer. Those that did not change are given back as the same objects: thousands
                of new ones with each look would set off Python's garbage collector.
        """
        from farmhand.farm.records import Frame

        before = {frame.id: frame for frame in known}
        found = []
        for leaf in task.leaves:
            for data in self.query.every_frame(leaf.id):
                frame = Frame.from_data(data)
                same = before.get(frame.id)
                found.append(same if same is not None and same == frame else frame)
        return found

    def new_task(self, artist: str = "") -> int:
        """Reserve a task number.

        Raises:
            FarmError: The farm gave none.
        """
        return self.task.new_id(artist)

    def submit(
        self,
        task_id: int,
        producer: Optional[str] = None,
        asset_isolation_model: Optional[str] = None,
        out_user_id: Optional[Number] = None,
    ) -> bool:
        """Submit once; after an unclear answer, ask what the farm has, and never send it again.

        Args:
            task_id: The task, whose files are on the farm.
            producer: Who is named as its producer.
            asset_isolation_model: `isolation.TASK_ID_MODEL` or `OUT_USER_MODEL`: where its assets were sent.
            out_user_id: The user of a third party, for `OUT_USER_MODEL`.

        Returns:
            True.

        Raises:
            FarmError: The farm refused, and does not have the task as submitted.
            NetworkError: It is not known whether the task runs.
            ValueError: There is no such model of isolation, or its user is missing.
        """
        try:
            self.task.submit_task(
                task_id, producer, asset_isolation_model=asset_isolation_model, out_user_id=out_user_id
            )
        except (FarmError, NetworkError):
            if not self._submitted(task_id):
                raise
        return True

    def submit_by_data(
        self, task_info: Union[str, Mapping[str, Any]], file_name: str = "task.json", producer: Optional[str] = None
    ) -> bool:
        """Complete a task file with the numbers that it lacks, send it without an engine, and submit.

        Args:
            task_info: The task file, or its text.
            file_name: Under which name it goes.
            producer: Who is named as the task's producer.

        Returns:
            True.

        Raises:
            ValueError: It is no task file.
            FarmError, NetworkError: As `submit`.
        """
        data = json.loads(task_info) if isinstance(task_info, str) else dict(task_info)
        if not isinstance(data, dict) or not isinstance(data.get("task_info"), dict):
            raise ValueError("the task file has no task_info")
        info = dict(data["task_info"])
        info["task_id"] = str(info.get("task_id") or self.task.task_id)
        info["user_id"] = str(info.get("user_id") or self.get_user_id())
        info["project_id"] = str(info.get("project_id") or self.project_id(str(info.get("project_name") or "")))
        content = json.dumps(dict(data, task_info=info))
        self.transmit.upload_json_content(info["task_id"], content, file_name)
        return self.submit(int(info["task_id"]), producer)

    def get_user_id(self) -> int:
        """The user's number.

        Raises:
            FarmError: The farm does not say.
        """
        from farmhand.farm.records import User

        number = User.from_data(self.user.query_user_profile(), {}).user_id
        if not number:
            raise FarmError(
                "The farm refused {operation}: {meaning} (code {code}).",
                "Try again; if it stays so, tell the farm's support.",
                farm_code=USER_NOT_FOUND,
                operation="query_user_profile",
                meaning=ERRORS[USER_NOT_FOUND].english,
                code=USER_NOT_FOUND,
            )
        return number

    def project_id(self, name: str) -> str:
        """The number of the project of this name, which is made where it is not there; `0` without a name."""
        if not name:
            return "0"
        found = self._projects().get(name)
        if found is None:
            self.tag.add_label(name, 0)
            found = self._projects().get(name)
        if found is None:
            raise FarmError("The project {name} could not be made on the farm.", "Choose another name.", name=name)
        return found

    def check_and_add_project_name(self, project_name: str) -> str:
        """`project_id` by the documents' name."""
        return self.project_id(project_name)

    def lines(self) -> List[Line]:
        """The transfer lines of every engine, the farm's default engine and line first."""
        from farmhand.farm.records import Line

        engines = records(self.transmit.get_transfer_config().get("resqEngines"))
        return sorted(
            (line for engine in engines for line in Line.of_engine(engine)), key=lambda line: not line.default
        )

    def hardware(self) -> List[Hardware]:
        """The kinds of render nodes."""
        from farmhand.farm.records import Hardware

        return [Hardware.from_data(item) for item in self.user.get_hardware_config()]

    def software(self) -> List[Software]:
        """The software that the farm renders."""
        from farmhand.farm.records import Software

        return [Software.from_data(item) for item in records(self.query.supported_software().get("renderInfoList"))]

    def software_versions(self, name: str, os_name: str = "default") -> List[SoftwareVersion]:
        """The versions of a software on the farm, each with its plug-ins.

        Args:
            name: Such as `maya` (`codes.CG_IDS`).
            os_name: `linux`, `windows`, or `default` for this machine's kind.

        Raises:
            ValueError: The farm renders no such software.
        """
        from farmhand.farm.records import SoftwareVersion

        return SoftwareVersion.all_of(self.query.supported_plugin(name, os_name))

    def output_files(self, folder: str) -> Iterator[OutputFile]:
        """Every file below a folder of the output storage, depth first.

        Args:
            folder: Relative to the output root, such as a task's `output_name`.
        """
        from farmhand.farm.records import OutputFile

        seen = set()
        waiting: List[Tuple[str, int]] = [(folder.strip("/"), 0)]
        while waiting:
            path, depth = waiting.pop()
            entries = [OutputFile.from_data(data) for data in self.transmit.get_output_files(tree_path="/" + path)]
            yield from (entry for entry in entries if not entry.folder)
            below = [entry.path.strip("/") for entry in entries if entry.folder]
            for name in reversed(below):
                if name not in seen and depth < DEEPEST_FOLDER:
                    seen.add(name)
                    waiting.append((name, depth + 1))

    def _submitted(self, task_id: int) -> bool:
        """Whether the farm knows the task as submitted; False too where it cannot be asked."""
        try:
            task = self.find_task(task_id)
        except FarmhandError as error:
            _log.warning("The farm cannot be asked for task %d: %s", task_id, error)
            return False
        return task is not None and bool(task.scene)

    def _projects(self) -> Dict[str, str]:
        projects = records(self.tag.get_list(flag=2).get("projectNameList"))
        return {str(item.get("projectName")): str(item.get("projectId")) for item in projects}


def _texts(data: Any) -> Iterator[str]:
    """Every text in an answer, in its order; of pages and entries with names, what they hold."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(reversed(list(value.values())))
        elif isinstance(value, list):
            waiting.extend(reversed(value))
