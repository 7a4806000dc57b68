"""The farm as the rest of Farmhand sees it: the documented operators, and typed answers to the questions it asks."""

from __future__ import annotations

from typing import Dict, Iterator, List, Optional

from farmhand.credentials import Account
from farmhand.errors import FarmError
from farmhand.farm.connection import Connection
from farmhand.farm.operators import QueryOperator, TagOperator, TaskOperator, TransmitOperator, UserOperator
from farmhand.farm.records import Frame, Hardware, Line, OutputFile, Task, User
from farmhand.settings import Settings

PAGE = 100
"""Records asked for at once."""


class FarmClient:
    """All operations on one account.

    Attributes:
        user, query, task, tag, transmit: The operators of the farm's documents.
    """

    def __init__(self, account: Account, settings: Settings) -> None:
        connection = self._connection = Connection(account, settings)
        self.user = UserOperator(connection)
        self.query = QueryOperator(connection)
        self.task = TaskOperator(connection)
        self.tag = TagOperator(connection)
        self.transmit = TransmitOperator(connection)

    def close(self) -> None:
        """Close the HTTP session of this thread."""
        self._connection.close()

    def login(self) -> User:
        """Who the account is, and its storage ids.

        Raises:
            FarmError: The account or its key is wrong.
            NetworkError: The farm was not reached.
        """
        return User.from_data(self.user.query_user_profile(), self.user.get_transfer_bid())

    def find_task(self, task_id: int) -> Optional[Task]:
        """A task of this account; None where it was deleted or never was."""
        items = self.query.task_info([task_id]).get("items") or []
        tasks = [Task.from_data(item) for item in items if isinstance(item, dict)]
        return next((task for task in tasks if task.id == task_id), None)

    def list_tasks(self, limit: int = 50) -> List[Task]:
        """The newest tasks, at most `limit`."""
        page = self.query.get_task_list(page_num=1, page_size=max(1, limit))
        return [Task.from_data(item) for item in page.get("items") or [] if isinstance(item, dict)]

    def frames(self, task: Task) -> List[Frame]:
        """Every frame of a task and of its parts; frames that share an index are all there."""
        return [frame for leaf in task.leaves for frame in self._frames_of(leaf.id)]

    def new_task(self, artist: str = "") -> int:
        """Reserve a task number.

        Raises:
            FarmError: The farm gave none.
        """
        numbers = self.task.create_task(artist=artist).get("taskIdList") or []
        if not numbers:
            raise FarmError("The farm gave no task number.", "Try again; if it stays so, tell the farm's support.")
        return int(numbers[0])

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

    def lines(self) -> List[Line]:
        """The transfer lines of every engine, the farm's default engine and line first."""
        found = []
        for engine in self.transmit.get_transfer_config().get("resqEngines") or []:
            for line in engine.get("respTaskEngineLines") or []:
                default = str(line.get("isDefault")) == "1"
                found.append(
                    Line(
                        engine=str(engine.get("engineName") or "").lower(),
                        name=str(line.get("name") or ""),
                        host=str(line.get("server") or ""),
                        port=int(line.get("port") or 0),
                        default=default,
                    )
                )
        return sorted(found, key=lambda line: not line.default)

    def hardware(self) -> List[Hardware]:
        """The kinds of render nodes."""
        return [Hardware.from_data(item) for item in self.user.get_hardware_config()]

    def output_files(self, folder: str) -> Iterator[OutputFile]:
        """Every file below a folder of the output storage, depth first.

        Args:
            folder: Relative to the output root, such as a task's `output_name`.
        """
        for data in self.transmit.get_output_files(tree_path="/" + folder.strip("/")):
            entry = OutputFile.from_data(data)
            if entry.folder:
                yield from self.output_files(entry.path)
            else:
                yield entry

    def _projects(self) -> Dict[str, str]:
        return {str(item.get("projectName")): str(item.get("projectId")) for item in self.tag.get_list(flag=2)}

    def _frames_of(self, task_id: int) -> Iterator[Frame]:
        number = 1
        while True:
            page = self.query.task_frames(task_id, page_num=number, page_size=PAGE)
            items = [item for item in page.get("items") or [] if isinstance(item, dict)]
            for item in items:
                yield Frame.from_data(item)
            if not items or number >= int(page.get("pageCount") or 1):
                return
            number += 1
