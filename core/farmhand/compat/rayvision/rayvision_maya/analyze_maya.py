"""The analysis of a Maya scene."""

from __future__ import annotations

import logging
from typing import Mapping, Optional

from farmhand.compat.rayvision.rayvision_utils.analysis import Analysis


class AnalyzeMaya(Analysis):
    """One Maya scene and the files that describe it.

    Args:
        render_layer_type: `0` render layers, `1` render setup; where it is `0`, what the scene says counts.
        input_project_path: The scene's project folder, where it is known better than from the scene's place.

    All others, and the errors: as `Analysis`.
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
        """See `Analysis.write`; `exe_path` is not needed."""
        self.write(no_upload)
