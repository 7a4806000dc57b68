"""What the farm answers, as typed records of the fields that the rest of Farmhand uses.

The farm leaves fields null or out as it pleases, and gives numbers as text here and there: the `from_data` functions
take all of that, and any other value in a field's place, and never fail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Tuple

from farmhand.farm.codes import FRAME_DONE, FRAME_FAILED, TASK_STATUSES

LARGEST = 10**18
"""Numbers of the farm's are smaller: what is not cannot be added up, and is none."""
LAST_MOMENT = 32503680000.0
"""Seconds since 1970 of the year 3000, the last that every system can show."""


@dataclass(frozen=True)
class User:
    """The account's user and its storage ids.

    Attributes:
        user_id: The user's number.
        name: Login name.
        input_bid, output_bid, config_bid: Storage ids for assets, frames and task files.
        parent_input_bid, main_user_id: The main account's, where its assets are shared (`share_main_capital`).
        balance: Account balance in the account's currency.
        coupon: What vouchers are left, in the same.
        task_timeout: Seconds after which the farm warns of a task, 0 where it does not say.
    """

    user_id: int
    name: str
    input_bid: str
    output_bid: str
    config_bid: str
    parent_input_bid: str = ""
    main_user_id: int = 0
    share_main_capital: bool = False
    balance: float = 0.0
    coupon: float = 0.0
    task_timeout: int = 0

    @property
    def asset_storage(self) -> Tuple[str, int]:
        """Storage id and user id under which assets go (the main account's where it shares them)."""
        if self.share_main_capital and self.parent_input_bid:
            return self.parent_input_bid, self.main_user_id or self.user_id
        return self.input_bid, self.user_id

    @classmethod
    def from_data(
        cls, profile: Mapping[str, Any], bids: Mapping[str, Any], setting: Optional[Mapping[str, Any]] = None
    ) -> User:
        """From the answers of queryUserProfile, getBid and queryUserSetting."""
        return cls(
            user_id=_whole(profile.get("userId")),
            name=_text(profile.get("userName")),
            input_bid=_text(bids.get("input_bid")),
            output_bid=_text(bids.get("output_bid")),
            config_bid=_text(bids.get("config_bid")),
            parent_input_bid=_text(bids.get("parent_input_bid")),
            main_user_id=_whole(profile.get("mainUserId")),
            share_main_capital=_whole(profile.get("shareMainCapital")) == 1,
            balance=_number(profile.get("rmbbalance")) or _number(profile.get("usdbalance")),
            coupon=_number(profile.get("coupon")),
            task_timeout=_whole((setting or {}).get("taskOverTimeSec")),
        )


@dataclass(frozen=True)
class Task:
    """One task of the farm, with its parts where it is layered.

    Attributes:
        id: The task's number.
        alias: The number as the farm's pages show it (`2W19097`).
        scene: The scene's name.
        status: The farm's status code (`codes.TASK_STATUSES`).
        total, done, failed, executing: Frames.
        output_name: Folder of the frames under the user's output storage; empty until the farm knows.
        user_id: Whose task it is; frames lie under this user's output storage.
        layer: The render layer of a part, empty on a whole task.
        parts: The parts of a layered task.
        submitted: Seconds since 1970, 0.0 where unknown.
        cost: What it has cost so far in the account's currency.
        remark: The farm's remark.
    """

    id: int
    alias: str
    scene: str
    status: int
    total: int = 0
    done: int = 0
    failed: int = 0
    executing: int = 0
    output_name: str = ""
    user_id: int = 0
    layer: str = ""
    parts: Tuple[Task, ...] = ()
    submitted: float = 0.0
    cost: float = 0.0
    remark: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing more will render unless the user does something."""
        return TASK_STATUSES[self.status].ended if self.status in TASK_STATUSES else False

    @property
    def status_text(self) -> str:
        """The status in English; the panel translates it."""
        return TASK_STATUSES[self.status].english if self.status in TASK_STATUSES else "status %d" % self.status

    @property
    def leaves(self) -> Tuple[Task, ...]:
        """The tasks that hold frames: its parts, or itself."""
        return self.parts or (self,)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Task:
        """From an item of queryTaskInfo or getTaskList."""
        return _task(data, _items(data, "respRenderingTaskList"))


def _task(data: Mapping[str, Any], parts: List[Any]) -> Task:
    """A task of these parts; parts have none themselves."""
    return Task(
        id=_whole(data.get("id")),
        alias=_text(data.get("taskAlias")),
        scene=_text(data.get("sceneName")),
        status=_whole(data.get("taskStatus")),
        total=_whole(data.get("totalFrames")),
        done=_whole(data.get("doneFrames")),
        failed=_whole(data.get("failedFrames")),
        executing=_whole(data.get("executingFrames")),
        output_name=_text(data.get("outputFileName")),
        user_id=_whole(data.get("userId")),
        layer=_text(data.get("layerName")),
        parts=tuple(_task(part, []) for part in parts if isinstance(part, dict)),
        submitted=_moment(data.get("submitDate")),
        cost=_number(data.get("renderConsume")),
        remark=_text(data.get("remark")),
    )


@dataclass(frozen=True)
class Frame:
    """One frame, or one group of frames that a node renders in one go.

    Attributes:
        id: The frame's number.
        index: What it is, such as `3` or `2-4[1]`; several frames of a task may share one.
        status: The farm's frame status (`codes.FRAME_STATUSES`).
        kind: The farm's frame type (`codes.FRAME_TYPES`).
        seconds: Render time.
        cost: In the account's currency.
        task_id: The task, or the part of a layered task.
    """

    id: int
    index: str
    status: int
    kind: int
    seconds: float
    cost: float
    task_id: int

    @property
    def done(self) -> bool:
        """Whether its pictures are there."""
        return self.status == FRAME_DONE

    @property
    def failed(self) -> bool:
        """Whether it failed."""
        return self.status == FRAME_FAILED

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Frame:
        """From an item of queryTaskFrames."""
        return cls(
            id=_whole(data.get("id")),
            index=_text(data.get("frameIndex")),
            status=_whole(data.get("frameStatus")),
            kind=_whole(data.get("frameType")),
            seconds=_number(data.get("frameExecuteTime")),
            cost=_number(data.get("feeAmount")) + _number(data.get("couponFee")),
            task_id=_whole(data.get("taskId")),
        )


@dataclass(frozen=True)
class OutputFile:
    """A file in the user's output storage.

    Attributes:
        path: Relative to the output root, forward slashes, no slash in front.
        size: Bytes; None where the farm does not say.
        folder: Whether it is a folder.
        modified: When it was written, as the farm writes it; empty where it does not say.
    """

    path: str
    size: Optional[int]
    folder: bool
    modified: str = ""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> OutputFile:
        """From an item of getOutputUserDirFile."""
        size = data.get("fileSize")
        return cls(
            path=_text(data.get("filePath")).lstrip("/"),
            size=_whole(size) if size not in (None, "", "null") else None,
            folder=data.get("directory") in (True, "true", 1),
            modified=_text(data.get("lastModify")),
        )


@dataclass(frozen=True)
class Line:
    """A transfer line: which engine, and where it listens."""

    engine: str
    name: str
    host: str
    port: int
    default: bool

    @classmethod
    def of_engine(cls, engine: Mapping[str, Any]) -> List[Line]:
        """The lines of one engine of getConfig."""
        return [
            cls(
                engine=_text(engine.get("engineName")).lower(),
                name=_text(line.get("name")),
                host=_text(line.get("server")),
                port=_whole(line.get("port")),
                default=_whole(line.get("isDefault")) == 1,
            )
            for line in _items(engine, "respTaskEngineLines")
            if isinstance(line, dict)
        ]


@dataclass(frozen=True)
class Software:
    """A software that the farm renders.

    Attributes:
        cg_id: Its number (`codes.CG_IDS`).
        name: Its name.
        suffixes: Of its scene files, without a dot.
        linux: Whether it runs on Linux nodes too.
    """

    cg_id: int
    name: str
    suffixes: Tuple[str, ...]
    linux: bool

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Software:
        """From an item of querySoftwareList."""
        return cls(
            cg_id=_whole(data.get("cgId")),
            name=_text(data.get("cgName")),
            suffixes=tuple(suffix.strip() for suffix in _text(data.get("cgType")).split(";") if suffix.strip()),
            linux=_whole(data.get("isSupportLinux")) == 1,
        )


@dataclass(frozen=True)
class SoftwareVersion:
    """A version of a software on the farm, and what plug-ins it can load.

    Attributes:
        id: Its number.
        version: Such as `2024`.
        plugins: Versions by plug-in name, such as `mtoa` and `5.3.0`, in the farm's order.
    """

    id: int
    version: str
    plugins: Mapping[str, Tuple[str, ...]]

    @classmethod
    def all_of(cls, detail: Mapping[str, Any]) -> List[SoftwareVersion]:
        """From the answer of querySoftwareDetail, in the farm's order; a plug-in without `cvId` is every version's."""
        plugins: Dict[int, Dict[str, Tuple[str, ...]]] = {}
        everywhere: Dict[str, Tuple[str, ...]] = {}
        for plugin in _items(detail, "cgPlugin"):
            if isinstance(plugin, dict):
                name = _text(plugin.get("pluginName"))
                offered = [item for item in _items(plugin, "pluginVersions") if isinstance(item, dict)]
                versions = tuple(_without(name, _text(item.get("pluginVersion"))) for item in offered)
                number = plugin.get("cvId")
                of_one = everywhere if number is None else plugins.setdefault(_whole(number), {})
                of_one[name] = versions
        return [
            cls(
                _whole(item.get("id")),
                _text(item.get("cgVersion")),
                {**everywhere, **plugins.get(_whole(item.get("id")), {})},
            )
            for item in _items(detail, "cgVersion")
            if isinstance(item, dict)
        ]


@dataclass(frozen=True)
class Hardware:
    """A kind of render node.

    Attributes:
        id: Its number, as text.
        model: `Default`, or the graphics card.
        ram: Gigabytes.
        gpus: Graphics cards in a node, 0 for a CPU node.
        platform: The farm's platform number.
        usable: Whether the farm offers it at present.
        refused_software: cgIds of DCCs that do not run on it.
        refused_versions: cgId and version of DCCs that do not run on it.
        refused_plugins: Patterns of `name version` of plug-ins that do not run on it.
        refused_codes: Codes of tips that exclude it.
    """

    id: str
    model: str
    ram: int
    gpus: int
    platform: str
    usable: bool
    refused_software: Tuple[int, ...] = ()
    refused_versions: Tuple[Tuple[int, str], ...] = ()
    refused_plugins: Tuple[str, ...] = ()
    refused_codes: Tuple[str, ...] = ()

    def refuses_plugin(self, plugin: str) -> bool:
        """Whether a plug-in does not run on it.

        Args:
            plugin: Name and version, `mtoa 5.3.0`.
        """
        return any(_matches(pattern, plugin) for pattern in self.refused_plugins)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Hardware:
        """From an item of hardwareConfig/list, with or without the newer keys."""
        return cls(
            id=_text(data.get("id")),
            model=_text(data.get("model")),
            ram=_leading(data.get("ram")),
            gpus=_leading(data.get("gpuNum")),
            platform=_text(data.get("platform")),
            usable=_whole(data.get("status")) == 1,
            refused_software=tuple(_whole(cg_id) for cg_id in _items(data, "notSupportCgId")),
            refused_versions=tuple(
                (_whole(item.get("cgId")), _text(item.get("cgVersionName")))
                for item in _items(data, "notSupportCgVersions")
                if isinstance(item, dict)
            ),
            refused_plugins=tuple(_text(pattern) for pattern in _items(data, "notSupportPluginList")),
            refused_codes=tuple(_text(code) for code in _items(data, "notSupportCode")),
        )


@dataclass(frozen=True)
class Advice:
    """What the farm says of a code of its checks.

    Attributes:
        code: The code.
        text: What it means.
        solution: What to do about it.
    """

    code: str
    text: str
    solution: str

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Advice:
        """From an item of queryAnalyseErrorDetail, whose keys end in `Cn` in every language."""
        return cls(
            code=_text(data.get("code")),
            text=_text(data.get("desDescriptionCn")).strip(),
            solution=_text(data.get("desSolutionCn")).strip(),
        )


def _items(data: Mapping[str, Any], key: str) -> List[Any]:
    value = data.get(key)
    return value if isinstance(value, list) else []


def _matches(pattern: str, text: str) -> bool:
    """Whether the farm's pattern names the text; a pattern that is no regular expression is compared as it is."""
    try:
        return bool(re.search(pattern, text, re.I))
    except (re.error, OverflowError, RecursionError):
        return pattern.lower() in text.lower()


def _without(name: str, text: str) -> str:
    """`5.3.0` of the farm's `mtoa 5.3.0`."""
    return text[len(name) :].strip() if text.startswith(name + " ") else text


def _leading(value: Any) -> int:
    """The number that a text such as `64GB` or `2*GPU` begins with."""
    match = re.match(r"[0-9]{1,9}", _text(value))
    return int(match.group(0)) if match else 0


def _text(value: Any) -> str:
    """A text or a number as text; nothing in place of anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, (int, float)) else ""


def _moment(value: Any) -> float:
    """Seconds since 1970 of milliseconds; 0.0 in place of a time that no calendar here has."""
    seconds = _number(value) / 1000.0
    return seconds if 0.0 <= seconds < LAST_MOMENT else 0.0


def _whole(value: Any) -> int:
    """A whole number, whole digits of it where it is one already; 0 in place of anything else."""
    if isinstance(value, int):
        return int(value) if abs(value) < LARGEST else 0
    if isinstance(value, str) and re.match(r"-?[0-9]{1,18}$", value.strip()):
        return int(value.strip())  # `int` itself takes fewer kinds of white space
    return int(_number(value))


def _number(value: Any) -> float:
    """A number that can still be reckoned with; 0.0 in place of anything else."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return number if abs(number) < LARGEST else 0.0
