"""The analysis of a Houdini scene."""

from __future__ import annotations

import logging
from typing import Mapping, Optional

from farmhand.compat.rayvision.rayvision_utils.analysis import Analysis


class AnalyzeHoudini(Analysis):
    """One Houdini scene and the files that describe it.

    Args:
        custom_db_path: Not needed: nothing is kept in a database.

    All others, and the errors: as `Analysis`.
    """

    host = "houdini"
    version_numbers = 2

    def __init__(
        self,
        cg_file: str,
        software_version: str,
        project_name: Optional[str] = None,
        plugin_config: Optional[Mapping[str, str]] = None,
        render_software: str = "Houdini",
        local_os: Optional[str] = None,
        workspace: Optional[str] = None,
        custom_exe_path: Optional[str] = None,
        platform: str = "2",
        custom_db_path: Optional[str] = None,
        logger: Optional[logging.Logger] = None,
        log_folder: Optional[str] = None,
        log_name: Optional[str] = None,
        log_level: str = "DEBUG",
    ) -> None:
        super().__init__(
            cg_file, software_version, project_name, plugin_config, render_software, local_os, workspace,
            custom_exe_path, platform, logger, log_folder, log_name, log_level,
        )  # fmt: skip
        self.custom_db_path = custom_db_path

    def analyse(self, exe_path: str = "", no_upload: bool = False) -> None:
        """See `Analysis.write`; `exe_path` is not needed."""
        self.write(no_upload)
