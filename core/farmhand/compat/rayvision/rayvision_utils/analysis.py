"""The analysis of a scene file for a script: Farmhand's reader looks at the scene, the four files are written.

No program of the scene is started, so none has to be installed: what the published packages do inside Maya, Houdini or
Clarisse is done by reading the file. `custom_exe_path` and `exe_path` are accepted, and not needed.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import tempfile
import time
from typing import Any, Dict, List, Mapping, Optional, Tuple, Union

from farmhand.compat.rayvision.rayvision_api.exception import AnalyseFailError, CGFileNotExistsError
from farmhand.compat.rayvision.rayvision_api.utils import json_save
from farmhand.compat.rayvision.rayvision_log import chosen_logger
from farmhand.compat.rayvision.rayvision_utils.exception import tips_code
from farmhand.errors import SceneError
from farmhand.files import make_folder
from farmhand.job import taskfiles
from farmhand.job.choices import Choices, Job
from farmhand.job.taskfiles import Registration
from farmhand.pipeline import analyse
from farmhand.readers import open_scene
from farmhand.scene.model import Scene

NOT_YET = ("task_id", "user_id", "project_id")
"""What a check fills in."""


class Analysis:
    """One scene and the files that describe it. The class of each program has its documented parameters.

    Args:
        cg_file: The scene.
        software_version: The program's version on the farm: `2024`, `20.0.590`, `clarisse_ifx_5.0_sp8`.
        project_name: The farm's project for the bill; empty for none.
        plugin_config: Plug-ins and their versions on the farm.
        render_software: Name in task.json.
        local_os: `linux` or `windows` render nodes; left out: as this machine.
        workspace: Folder in which this analysis gets one of its own; left out: `renderfarm_sdk` in the home folder.
        custom_exe_path: Not needed: no program is started.
        platform: The farm's platform number.
        logger, log_folder, log_name, log_level: See `rayvision_log.chosen_logger`.

    Attributes:
        workspace: Folder of the four files, made for this analysis.
        task_json, tips_json, asset_json, upload_json: Their paths.
        task_info, tips_info, asset_info, upload_info: Their contents, once analysed.
        scene: What Farmhand found, once analysed.

    Raises:
        CGFileNotExistsError: The scene is not there.
        DiskError: The workspace cannot be made.
    """

    host = ""
    """`maya`, `houdini` or `clarisse`."""
    version_numbers = 0
    """How many of a version's numbers must be the scene's, so that the farm opens it as it was."""

    def __init__(
        self,
        cg_file: str,
        software_version: str,
        project_name: Optional[str],
        plugin_config: Optional[Mapping[str, str]],
        render_software: str,
        local_os: Optional[str],
        workspace: Optional[str],
        custom_exe_path: Optional[str],
        platform: str,
        logger: Optional[logging.Logger],
        log_folder: Optional[str],
        log_name: Optional[str],
        log_level: str,
    ) -> None:
        self.logger = chosen_logger(logger, log_folder, log_name, log_level)
        self.check_path(cg_file)
        self.cg_file = cg_file
        self.software_version = str(software_version)
        self.project_name = project_name or ""
        self.plugin_config = dict(plugin_config or {})
        self.render_software = render_software
        self.local_os = self.check_local_os(local_os)
        self.custom_exe_path = custom_exe_path
        self.platform = str(platform)
        self.input_project_path = ""
        self.render_layer_type = "0"
        folder = self.check_workspace(workspace)
        self.workspace = tempfile.mkdtemp(prefix="{}_".format(int(time.time())), dir=folder)
        self.task_json, self.upload_json, self.asset_json, self.tips_json = (
            os.path.join(self.workspace, name) for name in taskfiles.NAMES
        )
        self.task_info: Dict[str, Any] = {}
        self.tips_info: Dict[str, Any] = {}
        self.asset_info: Dict[str, Any] = {}
        self.upload_info: Dict[str, Any] = {}
        self.scene: Optional[Scene] = None

    @staticmethod
    def check_path(tmp_path: str) -> None:
        """Refuse a path that is not there.

        Raises:
            CGFileNotExistsError: It is not.
        """
        if not os.path.exists(tmp_path):
            raise CGFileNotExistsError("{path} is not there.", "Check the path.", path=tmp_path)

    @staticmethod
    def check_local_os(local_os: Optional[str]) -> str:
        """`windows` or `linux`: what was given, else this machine's."""
        return local_os or ("windows" if sys.platform.startswith("win") else "linux")

    def check_workspace(self, workspace: Optional[str]) -> str:
        """The folder in which each analysis gets one of its own, made if it is not there.

        Args:
            workspace: Left out: `renderfarm_sdk` in the user's home folder, as the documents say.

        Raises:
            DiskError: It cannot be made.
        """
        folder = workspace or os.path.join(os.path.expanduser("~"), "renderfarm_sdk")
        make_folder(folder)
        return folder

    def add_tip(self, code: str, info: Union[str, List[str]]) -> None:
        """Put details in a code's place.

        Args:
            code: The farm's number.
            info: Details.
        """
        self.tips_info[code] = [info] if isinstance(info, str) else list(info)

    def save_tips(self) -> None:
        """Write tips.json.

        Raises:
            DiskError: It cannot be written.
        """
        json_save(self.tips_json, self.tips_info, ensure_ascii=False)

    def check_result(self) -> Tuple[bool, Optional[str]]:
        """Whether the files of the analysis are there, and what is said where not."""
        for path in (self.task_json, self.asset_json, self.tips_json):
            if not os.path.isfile(path):
                return False, "not written: {}".format(path)
        return True, None

    def write(self, no_upload: bool) -> None:
        """Read the scene and write task.json, asset.json, tips.json and upload.json.

        Args:
            no_upload: Leave upload.json out.

        Raises:
            AnalyseFailError: The scene cannot be read, or is another program's.
            JobError: A file has no place on the farm.
            DiskError: The files cannot be written.
        """
        scene = self.scene = self._read()
        choices = Choices(
            project_name=self.project_name, os_name=self.local_os, software_version=self.software_version,
            plugins=self.plugin_config, all_frames=True,  # a script may choose other frames afterwards
        )  # fmt: skip
        job = Job(scene, choices)
        registration = Registration(
            0, 0, self.platform, version=self.software_version, plugins=self.plugin_config
        )
        self.task_info = taskfiles.task_file(job, registration)
        self.task_info["software_config"]["cg_name"] = self.render_software
        self.task_info["task_info"].update(dict.fromkeys(NOT_YET, ""))
        if self.render_layer_type != "0":
            self.task_info["task_info"]["render_layer_type"] = self.render_layer_type
        self.asset_info, self.tips_info = taskfiles.asset_file(job), dict(taskfiles.tips_file(job))
        if scene.version and self._numbers(scene.version) != self._numbers(self.software_version):
            self.add_tip(tips_code.CG_NOTMATCH, "{} {}".format(self.render_software, self.software_version))
        for path, content in ((self.task_json, self.task_info), (self.asset_json, self.asset_info)):
            json_save(path, content, ensure_ascii=False)
        self.save_tips()
        if not no_upload:
            self.upload_info = taskfiles.upload_file(job)
            json_save(self.upload_json, self.upload_info, ensure_ascii=False)

    def _read(self) -> Scene:
        try:
            host = open_scene(self.cg_file, self.input_project_path)
            if host.name != self.host:
                raise AnalyseFailError(
                    "{path} is a scene of {found}, not of {wanted}.",
                    "Analyse it with the class for {found}.",
                    path=self.cg_file,
                    found=host.name.capitalize(),
                    wanted=self.host.capitalize(),
                )
            return analyse(host)
        except AnalyseFailError:
            raise
        except SceneError as error:
            self.add_tip(tips_code.CGINFO_FAILED, str(error))
            self.save_tips()
            raise AnalyseFailError(error.sentence, error.hint, **error.params) from error

    def _numbers(self, version: str) -> List[str]:
        return re.findall(r"\d+", version)[: self.version_numbers]
