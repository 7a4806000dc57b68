"""What the farm answers, as typed records of the fields that the rest of Farmhand uses.

The farm leaves fields null or out as it pleases, and gives numbers as text here and there: the `from_data` functions
take all of that, and any other value in a field's place, and never fail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Tuple

from farmhand.farm.codes import FRAME_DONE, FRAME_FAILED, TASK_STATUSES
from farmhand.farm.values import items_of, leading_of, matches, moment_of, number_of, text_of, whole_of, without


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
            user_id=whole_of(profile.get("userId")),
            name=text_of(profile.get("userName")),
            input_bid=text_of(bids.get("input_bid")),
            output_bid=text_of(bids.get("output_bid")),
            config_bid=text_of(bids.get("config_bid")),
            parent_input_bid=text_of(bids.get("parent_input_bid")),
            main_user_id=whole_of(profile.get("mainUserId")),
            share_main_capital=whole_of(profile.get("shareMainCapital")) == 1,
            balance=number_of(profile.get("rmbbalance")) or number_of(profile.get("usdbalance")),
            coupon=number_of(profile.get("coupon")),
            task_timeout=whole_of((setting or {}).get("taskOverTimeSec")),
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
        return _task(data, items_of(data, "respRenderingTaskList"))


def _task(data: Mapping[str, Any], parts: List[Any]) -> Task:
    """A task of these parts; parts have none themselves."""
    return Task(
        id=whole_of(data.get("id")),
        alias=text_of(data.get("taskAlias")),
        scene=text_of(data.get("sceneName")),
        status=whole_of(data.get("taskStatus")),
        total=whole_of(data.get("totalFrames")),
        done=whole_of(data.get("doneFrames")),
        failed=whole_of(data.get("failedFrames")),
        executing=whole_of(data.get("executingFrames")),
        output_name=text_of(data.get("outputFileName")),
        user_id=whole_of(data.get("userId")),
        layer=text_of(data.get("layerName")),
        parts=tuple(_task(part, []) for part in parts if isinstance(part, dict)),
        submitted=moment_of(data.get("submitDate")),
        cost=number_of(data.get("renderConsume")),
        remark=text_of(data.get("remark")),
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
            id=whole_of(data.get("id")),
            index=text_of(data.get("frameIndex")),
            status=whole_of(data.get("frameStatus")),
            kind=whole_of(data.get("frameType")),
            seconds=number_of(data.get("frameExecuteTime")),
            cost=number_of(data.get("feeAmount")) + number_of(data.get("couponFee")),
            task_id=whole_of(data.get("taskId")),
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
            path=text_of(data.get("filePath")).lstrip("/"),
            size=whole_of(size) if size not in (None, "", "null") else None,
            folder=data.get("directory") in (True, "true", 1),
            modified=text_of(data.get("lastModify")),
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
                engine=text_of(engine.get("engineName")).lower(),
                name=text_of(line.get("name")),
                host=text_of(line.get("server")),
                port=whole_of(line.get("port")),
                default=whole_of(line.get("isDefault")) == 1,
            )
            for line in items_of(engine, "respTaskEngineLines")
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
            cg_id=whole_of(data.get("cgId")),
            name=text_of(data.get("cgName")),
            suffixes=tuple(suffix.strip() for suffix in text_of(data.get("cgType")).split(";") if suffix.strip()),
            linux=whole_of(data.get("isSupportLinux")) == 1,
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
        for plugin in items_of(detail, "cgPlugin"):
            if isinstance(plugin, dict):
                name = text_of(plugin.get("pluginName"))
                offered = [item for item in items_of(plugin, "pluginVersions") if isinstance(item, dict)]
                versions = tuple(without(name, text_of(item.get("pluginVersion"))) for item in offered)
                number = plugin.get("cvId")
                of_one = everywhere if number is None else plugins.setdefault(whole_of(number), {})
                of_one[name] = versions
        return [
            cls(
                whole_of(item.get("id")),
                text_of(item.get("cgVersion")),
                {**everywhere, **plugins.get(whole_of(item.get("id")), {})},
            )
            for item in items_of(detail, "cgVersion")
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
        return any(matches(pattern, plugin) for pattern in self.refused_plugins)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Hardware:
        """From an item of hardwareConfig/list, with or without the newer keys."""
        return cls(
            id=text_of(data.get("id")),
            model=text_of(data.get("model")),
            ram=leading_of(data.get("ram")),
            gpus=leading_of(data.get("gpuNum")),
            platform=text_of(data.get("platform")),
            usable=whole_of(data.get("status")) == 1,
            refused_software=tuple(whole_of(cg_id) for cg_id in items_of(data, "notSupportCgId")),
            refused_versions=tuple(
                (whole_of(item.get("cgId")), text_of(item.get("cgVersionName")))
                for item in items_of(data, "notSupportCgVersions")
                if isinstance(item, dict)
            ),
            refused_plugins=tuple(text_of(pattern) for pattern in items_of(data, "notSupportPluginList")),
            refused_codes=tuple(text_of(code) for code in items_of(data, "notSupportCode")),
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
            code=text_of(data.get("code")),
            text=text_of(data.get("desDescriptionCn")).strip(),
            solution=text_of(data.get("desSolutionCn")).strip(),
        )
