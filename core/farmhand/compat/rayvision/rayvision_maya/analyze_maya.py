"""The analysis of a Maya scene."""

from __future__ import annotations

import logging
from typing import Mapping, Optional

from farmhand.compat.rayvision.rayvision_utils.analysis import Analysis


class AnalyzeMaya(Analysis):
    """One Maya scene and the files that describe it.

    Args:
        cg_file: The scene.
        software_version: Maya's version on the farm, such as `2024`.
        project_name: The farm's project for the bill; empty for none.
        plugin_config: Plug-ins and their versions on the farm.
        render_software: Name in task.json.
        render_layer_type: `0` render layers, `1` render setup; where it is `0`, what the scene says counts.
        input_project_path: The scene's project folder, where it is known better than from the scene's place.
        local_os: `linux` or `windows` render nodes; left out: as this machine.
        workspace: Folder in which this analysis gets one of its own; left out: `renderfarm_sdk` in the home folder.
        custom_exe_path: Not needed: no program is started.
        platform: The farm's platform number.
        logger, log_folder, log_name, log_level: See `rayvision_log.chosen_logger`.

    Raises:
        CGFileNotExistsError: The scene is not there.
        DiskError: The workspace cannot be made.
    """

    host = "maya"
    version_numbers = 1

    def __init__(
        self,
        cg_file: str,
        software_version: str,
        project_name: Optional[str],
        plugin_config: Optional[Mapping[str, str]],
        render_software: str = "Maya",
        render_layer_type: str = "0",
        input_project_path: Optional[str] = None,
        local_os: Optional[str] = None,
        workspace: Optional[str] = None,
        custom_exe_path: Optional[str] = None,
        platform: str = "2",
        logger: Optional[logging.Logger] = None,
        log_folder: Optional[str] = None,
        log_name: Optional[str] = None,
        log_level: str = "DEBUG",
    ) -> None:
        super().__init__(
            cg_file, software_version, project_name, plugin_config, render_software, local_os, workspace,
            custom_exe_path, platform, logger, log_folder, log_name, log_level,
        )  # fmt: skip
        self.render_layer_type = str(render_layer_type)
        self.input_project_path = input_project_path or ""

    def analyse(self, no_upload: bool = False, exe_path: str = "") -> None:
        """Read the scene and write task.json, asset.json, tips.json and upload.json.

        Args:
            no_upload: Leave upload.json out.
            exe_path: Not needed: no program is started.

        Raises:
            AnalyseFailError: The scene cannot be read, or is another program's.
            JobError: A file has no place on the farm.
            DiskError: The files cannot be written.
        """
        self._analyse(no_upload)
