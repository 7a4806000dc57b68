"""The last look at a job's files before they are sent: numbers of the farm filled in, nodes chosen, errors told."""

from __future__ import annotations

import os
import tempfile
import time
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Type, Union

from farmhand.compat.rayvision.rayvision_api.core import RayvisionAPI
from farmhand.compat.rayvision.rayvision_api.exception import (
    HardwareConfigIdError,
    NotSupportCGSoftwareError,
    NotSupportHardwareCodeError,
    NotSupportPluginError,
    RayvisionError,
)
from farmhand.compat.rayvision.rayvision_api.utils import check_and_read, json_save, update_task_info
from farmhand.compat.rayvision.rayvision_utils.analysis import Analysis
from farmhand.farm.codes import CG_IDS, CLIENT_ERROR
from farmhand.farm.records import Hardware
from farmhand.files import make_folder
from farmhand.job.software import offered_plugins, offered_versions
from farmhand.job.taskfiles import NAMES

Content = Union[str, Dict[str, Any]]
"""A file's path, or what is in it."""
NO_CONTENT = 2000
_PROGRAMS = {str(number): name for name, number in CG_IDS.items()}


class Program(NamedTuple):
    """What a task.json says is loaded on the render nodes.

    Attributes:
        name: The farm's name of the program (`farm.codes.CG_IDS`).
        version: Its version.
        plugins: Versions by name.
    """

    name: str
    version: str
    plugins: Mapping[str, str]

    @classmethod
    def of(cls, task_data: Mapping[str, Any]) -> Program:
        """From the content of a task.json.

        Raises:
            RayvisionError: It does not say.
        """
        try:
            config = task_data["software_config"]
            plugins = {str(name): str(value) for name, value in (config.get("plugins") or {}).items()}
            return cls(_PROGRAMS[str(task_data["task_info"]["cg_id"])], str(config["cg_version"]), plugins)
        except (KeyError, TypeError, AttributeError) as error:
            raise RayvisionError(NO_CONTENT, "The task.json names no program and version that the farm has.") from error


class RayvisionCheck:
    """Checks of one job.

    Args:
        api: Who asks.
        analyze: The analysis whose files are checked.
        workspace: Folder for files that are given as contents; left out: `renderfarm_sdk` in the home folder.

    Attributes:
        task_json, tips_json, asset_json, upload_json: Paths, once checked.
        task_info, tips_info, asset_info, upload_info: Contents, once checked.
        errors_number: How many tips forbid to render.
        error_warn_info_list: What the farm says of each tip.
    """

    def __init__(self, api: RayvisionAPI, analyze: Optional[Analysis] = None, workspace: Optional[str] = None) -> None:
        self.api = api
        self.analyze = analyze
        self.logger = api.logger
        self.workspace = self.check_workspace(workspace)
        self.task_json = self.upload_json = self.asset_json = self.tips_json = ""
        self.task_info: Dict[str, Any] = {}
        self.upload_info: Dict[str, Any] = {}
        self.asset_info: Dict[str, Any] = {}
        self.tips_info: Dict[str, Any] = {}
        self.errors_number = 0
        self.error_warn_info_list: List[Dict[str, Any]] = []

    @staticmethod
    def check_path(tmp_path: str) -> None:
        """Refuse a path that is not there.

        Raises:
            RayvisionError: It is not.
        """
        if not os.path.exists(tmp_path):
            raise RayvisionError(CLIENT_ERROR, "{path} is not there.", path=tmp_path)

    def check_workspace(self, workspace: Optional[str]) -> str:
        """The folder for files that are given as contents.

        Args:
            workspace: Left out: `renderfarm_sdk` in the home folder, made when it is needed.

        Raises:
            RayvisionError: It is given, and not there.
        """
        if not workspace:
            return os.path.join(os.path.expanduser("~"), "renderfarm_sdk")
        self.check_path(workspace)
        return workspace

    def check_analyze(self, analyze: Optional[Analysis], workspace: str, is_cover: bool = True) -> str:
        """Decide where the four files lie; returns their folder.

        Args:
            analyze: Whose files they are; None: those of `workspace`.
            workspace: The folder.
            is_cover: Change the files where they are; else a new folder below `workspace` gets them.
        """
        folder = os.path.dirname(analyze.task_json) if analyze else workspace
        if not analyze and not is_cover:
            make_folder(self.workspace)
            folder = tempfile.mkdtemp(prefix="{}_".format(int(time.time())), dir=self.workspace)
        self.task_json, self.upload_json, self.asset_json, self.tips_json = (
            os.path.join(folder, name) for name in NAMES
        )
        return folder

    def check_task_info(self, task_info: Dict[str, Any]) -> Dict[str, Any]:
        """Fill in the numbers of task, user and project that a task.json lacks; returns it.

        Raises:
            RayvisionError: It has no task_info.
            RayvisionAPIError, RayvisionNetworkError: The farm gave no number.
        """
        info = (task_info or {}).get("task_info")
        if not isinstance(info, dict):
            raise RayvisionError(NO_CONTENT, "The task.json has no task_info.")
        if not info.get("task_id"):
            info["task_id"] = str(self.api.new_task())
        if not info.get("user_id"):
            info["user_id"] = str(self.api.account_user.user_id)
        if not info.get("project_id"):
            info["project_id"] = self.api.project_id(str(info.get("project_name") or ""))
        return task_info

    def execute(
        self,
        hardware_config: Union[None, Mapping[str, Any], Content] = None,
        task_json: Content = "",
        upload_json: Content = "",
        asset_json: Union[Content, bool] = "",
        is_cover: bool = True,
        only_id: bool = True,
    ) -> Any:
        """Check a job, and make its files ready to be sent.

        The handbook's scripts call it without `hardware_config`, beginning with `task_json`; that works too.

        Args:
            hardware_config: The render nodes that are wanted: `model` (`Default`, or one or several graphics cards),
                `ram` such as `64GB`, `gpuNum` such as `2*GPU` or None; left out: the farm's choice.
            task_json, upload_json, asset_json: Paths or contents.
            is_cover: Change the files where they are.
            only_id: Return the task's number alone.

        Returns:
            The task's number; with `only_id` off the content of task.json and the number.

        Raises:
            RayvisionError: A file cannot be read, the farm does not have the version, or a tip forbids to render.
            HardwareConfigIdError: No render node is as wanted.
            NotSupportCGSoftwareError, NotSupportPluginError, NotSupportHardwareCodeError: It does not run this scene.
        """
        if isinstance(asset_json, bool):  # an older script's fourth argument
            is_cover, asset_json = asset_json, ""
        if _is_task(hardware_config):
            if task_json:
                upload_json, asset_json = task_json, upload_json or asset_json
            hardware_config, task_json = None, hardware_config  # type: ignore[assignment]
        workspace = self.workspace if isinstance(task_json, dict) else os.path.dirname(os.path.abspath(task_json))
        self.check_analyze(self.analyze, workspace, is_cover)
        self.task_info = self.get_json_info(task_json)
        self.upload_info = self.get_json_info(upload_json)
        self.asset_info = self.get_json_info(asset_json)
        self.tips_info = dict(self.analyze.tips_info) if self.analyze else _tips_beside(task_json)
        self.check_plugin(self.task_info)
        if hardware_config:
            self.set_custom_hardware(hardware_config, self.task_info, self.task_info)  # type: ignore[arg-type]
        self.check_error_warn_info("0" if "renderbus" in self.api.connect.domain else "1")
        self.is_scene_have_error()
        self.check_task_info(self.task_info)
        return self.write(only_id)

    def get_json_info(self, data: Content) -> Dict[str, Any]:
        """The content of a file; nothing where none is given.

        Raises:
            RayvisionError: It cannot be read.
        """
        if not data:
            return {}
        return data if isinstance(data, dict) else check_and_read(data)

    def check_plugin(self, task_data: Mapping[str, Any]) -> None:
        """Refuse a version of the program that the farm does not have; plug-ins that differ are told in the log.

        Raises:
            RayvisionError: It does not have it, or the task.json does not say which it is.
        """
        program = Program.of(task_data)
        detail = self.api.query.supported_plugin(program.name, _os_name(task_data))
        versions = offered_versions(detail)
        if versions and program.version not in versions:
            raise RayvisionError(
                CLIENT_ERROR,
                "The farm does not have {software} {version}.",
                hint="It has: {known}.",
                software=program.name,
                version=program.version,
                known=", ".join(versions),
            )
        offered = offered_plugins(detail, program.version)
        for name, version in program.plugins.items():
            if version not in offered.get(name, []):
                there = ", ".join(offered.get(name, [])) or "none"
                self.logger.warning("The farm does not have the plug-in %s %s. It has: %s", name, version, there)

    def set_custom_hardware(
        self, custom_hardware: Mapping[str, Any], task_info: Mapping[str, Any], task_path: Content
    ) -> None:
        """Choose render nodes by what they are.

        Args:
            custom_hardware: See `execute`.
            task_info: The content of the task.json.
            task_path: Where the choice is written: its path, or its content.

        Raises:
            HardwareConfigIdError, NotSupportCGSoftwareError, NotSupportPluginError, NotSupportHardwareCodeError:
                See `execute`.
        """
        models = custom_hardware.get("model") or "Default"
        names = [models] if isinstance(models, str) else list(models)
        wanted = Hardware.from_data(custom_hardware)
        platform = str(task_info["task_info"].get("platform") or self.api.platform)
        offered = [item for item in self.api.hardware() if item.usable and item.platform == platform]
        chosen = [
            item
            for item in offered
            if ("Default" in names or item.model in names) and (item.ram, item.gpus) == (wanted.ram, wanted.gpus)
        ]
        if not chosen:
            there = ", ".join(sorted({_named(item) for item in offered}))
            raise HardwareConfigIdError(
                CLIENT_ERROR, "The farm has no such render node.", hint="It has: {known}.", known=there or "none"
            )
        for item in chosen:
            _refuse(item, Program.of(task_info), sorted(self.tips_info))
        update_task_info(
            {
                "hardwareConfigIds": [item.id for item in chosen],
                "ram": str(wanted.ram),
                "graphics_cards_num": str(wanted.gpus or 2),
            },
            task_path,
        )

    def check_error_warn_info(self, language: str = "0") -> List[Dict[str, Any]]:
        """Ask the farm what it says of every tip; returns that, and counts those that forbid to render.

        Args:
            language: `0` Chinese, `1` English.
        """
        self.errors_number, self.error_warn_info_list = 0, []
        for code, details in self.tips_info.items():
            for entry in self.api.query.error_detail(code, language=language):
                self.error_warn_info_list.append(dict(entry, details=details))
                self.errors_number += str(entry.get("type")) == "1"
        for entry in self.error_warn_info_list:
            self.logger.warning("%s: %s %s", entry.get("code"), entry.get("desDescriptionCn"), entry["details"])
        return self.error_warn_info_list

    def is_scene_have_error(self) -> None:
        """Refuse a scene with a tip that forbids to render.

        Raises:
            RayvisionError: There is one.
        """
        if self.errors_number:
            told = "; ".join(
                "{} {}: {}".format(entry.get("code"), entry.get("desDescriptionCn"), entry["details"])
                for entry in self.error_warn_info_list
                if str(entry.get("type")) == "1"
            )
            raise RayvisionError(
                CLIENT_ERROR,
                "{count} errors forbid to render: {errors}.",
                hint="Mend them in the scene, then analyse it again.",
                count=self.errors_number,
                errors=told,
            )

    def write(self, only_id: bool = True) -> Any:
        """Write the files; returns the task's number, with `only_id` off the content of task.json too.

        Raises:
            DiskError: A file cannot be written.
        """
        self.task_info.setdefault("scene_info_render", self.task_info.get("scene_info") or {})
        if self.analyze:
            self.analyze.task_info = self.task_info
        for path, content in (
            (self.task_json, self.task_info),
            (self.upload_json, self.upload_info),
            (self.asset_json, self.asset_info),
            (self.tips_json, self.tips_info),
        ):
            if content:
                json_save(path, content, ensure_ascii=False)
        number = int(self.task_info["task_info"]["task_id"])
        return number if only_id else (self.task_info, number)


def _is_task(value: Any) -> bool:
    """Whether it is a task.json: the older scripts begin with it."""
    return (isinstance(value, str) and bool(value)) or (isinstance(value, dict) and "task_info" in value)


def _tips_beside(task_json: Content) -> Dict[str, Any]:
    """The tips.json in the folder of a task.json."""
    path = os.path.join(os.path.dirname(os.path.abspath(task_json)), "tips.json") if isinstance(task_json, str) else ""
    return check_and_read(path) if os.path.isfile(path) else {}


def _os_name(task_data: Mapping[str, Any]) -> str:
    return "windows" if str(task_data["task_info"].get("os_name")) == "1" else "linux"


def _refuse(item: Hardware, program: Program, codes: Sequence[str]) -> None:
    """Refuse a render node that does not run a program, its version, a plug-in, or a scene with one of these tips."""
    number = CG_IDS[program.name]
    plugins = ["{} {}".format(*pair) for pair in sorted(program.plugins.items())]
    cases: Tuple[Tuple[Type[RayvisionError], List[str]], ...] = (
        (NotSupportCGSoftwareError, [program.name] if number in item.refused_software else []),
        (
            HardwareConfigIdError,
            [" ".join(program[:2])] if (number, program.version) in item.refused_versions else [],
        ),
        (
            NotSupportPluginError,
            [text for text in plugins if item.refuses_plugin(text)],
        ),
        (NotSupportHardwareCodeError, [code for code in codes if code in item.refused_codes]),
    )
    for kind, refused in cases:
        if refused:
            raise kind(
                CLIENT_ERROR,
                "The render node {node} does not run {what}.",
                hint="Choose another one.",
                node=_named(item),
                what=", ".join(refused),
            )


def _named(item: Hardware) -> str:
    return "{} {} GB, {} GPU".format(item.model, item.ram, item.gpus)
