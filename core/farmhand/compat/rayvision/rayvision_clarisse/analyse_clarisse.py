"""The analysis of a Clarisse scene."""

from __future__ import annotations

import logging
from typing import Mapping, Optional

from farmhand.compat.rayvision.rayvision_utils.analysis import Analysis


class AnalyzeClarisse(Analysis):
    """One Clarisse scene and the files that describe it.

    Arguments and errors: as `Analysis`.
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
        """See `Analysis.write`."""
        self.write(no_upload)
