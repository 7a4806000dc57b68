"""Collecting tips and writing them as tips.json."""

from __future__ import annotations

import os
import sys
from typing import Any, Dict, NoReturn, Optional

from farmhand.compat.rayvision.rayvision_api.exception import RayvisionError
from farmhand.compat.rayvision.rayvision_api.utils import json_save

NO_PLACE = 20003


class TipsInfo:
    """Tips of one analysis.

    Args:
        save_path: Folder of the tips.json.

    Attributes:
        tips_list: Details by code.
    """

    def __init__(self, save_path: Optional[str] = None) -> None:
        self.path = save_path
        self.tips_list: Dict[str, Any] = {}

    def add(self, key: str, *values: str) -> None:
        """Add details to a code's.

        Args:
            key: The code (`tips_code`).
            values: Details, such as files.
        """
        self.tips_list.setdefault(key, []).extend(values)

    def set_tips(self, key: str, value: Any) -> None:
        """Put details in the place of a code's.

        Args:
            key: The code.
            value: Its details.
        """
        self.tips_list[key] = value

    def save_tips(self, path: Optional[str] = None) -> None:
        """Write tips.json.

        Args:
            path: Its folder, instead of the one given before.

        Raises:
            RayvisionError: No folder was given.
            DiskError: It cannot be written.
        """
        folder = path or self.path
        if not folder:
            raise RayvisionError(NO_PLACE, "Nobody said where tips.json goes.")
        json_save(os.path.join(folder, "tips.json"), self.tips_list, ensure_ascii=False)

    def save_and_exit(self, path: str, exit_code: int = -1) -> NoReturn:
        """Write tips.json and end the program.

        Args:
            path: Its folder.
            exit_code: The program's.
        """
        self.save_tips(path)
        sys.exit(exit_code)
