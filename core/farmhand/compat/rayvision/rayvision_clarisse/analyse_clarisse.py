"""The analysis of a Clarisse scene."""

from __future__ import annotations

import logging
from typing import Mapping, Optional

from farmhand.compat.rayvision.rayvision_utils.analysis import Analysis


class AnalyzeClarisse(Analysis):
    """One Clarisse scene and the files that describe it.

    Args:
        cg_file: The scene.
        software_version: Clarisse's version on the farm, such as `clarisse_ifx_5.0_sp8`.
        project_name: The farm's project for the bill; empty for none.
        plugin_config: Plug-ins and their versions on the farm.
        render_software: Name in task.json.
        local_os: `linux` or `windows` render nodes; left out: as this machine.
        workspace: Folder in which this analysis gets one of its own; left out: `renderfarm_sdk` in the home folder.
        custom_exe_path: Not needed: no program is started.
        platform: The farm's platform number.
        logger, log_folder, log_name, log_level: See `rayvision_log.chosen_logger`.

    Raises:
        CGFileNotExistsError: The scene is not there.
        DiskError: The workspace cannot be made.
    """

    host = "clarisse"
    version_numbers = 0

    def __init__(
        self,
        cg_file: str,
        software_version: str,
        project_name: Optional[str] = None,
        plugin_config: Optional[Mapping[str, str]] = None,
        render_software: str = "Clarisse",
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

    def analyse(self, no_upload: bool = False) -> None:
        """Read the scene and write task.json, asset.json, tips.json and upload.json.

        Args:
            no_upload: Leave upload.json out.

        Raises:
            AnalyseFailError: The scene cannot be read, or is another program's.
            JobError: A file has no place on the farm.
            DiskError: The files cannot be written.
        """
        self._analyse(no_upload)
